//! API tokens: what a program may do here. The hash finds a token; nothing gives it back.

use jiff::Timestamp;

use crate::Store;
use crate::consent::moment;
use crate::error::Result;
use crate::session::NOTED_EVERY_SECONDS;

/// An API token's number: to list and to revoke it, never to use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiTokenId(pub i64);

/// A token about to be made.
#[derive(Clone, Debug)]
pub struct NewApiToken<'a> {
    /// Its hash.
    pub token_hash: &'a str,
    /// What it is for.
    pub name: &'a str,
    /// Names of rights, a space between.
    pub rights: &'a str,
    /// Who made it.
    pub created_by: &'a str,
    /// When.
    pub at: Timestamp,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
}

/// A token, without the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Which.
    pub id: ApiTokenId,
    /// What it is for.
    pub name: String,
    /// Names of rights, a space between.
    pub rights: String,
    /// Who made it.
    pub created_by: String,
    /// When.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Option<Timestamp>,
    /// When it was used last, to a minute.
    pub used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    token_id: i64,
    name: String,
    rights: String,
    created_by: String,
    created_at: i64,
    expires_at: Option<i64>,
    used_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl Row {
    fn into_token(self) -> ApiToken {
        ApiToken {
            id: ApiTokenId(self.token_id),
            name: self.name,
            rights: self.rights,
            created_by: self.created_by,
            created_at: moment(self.created_at),
            expires_at: self.expires_at.map(moment),
            used_at: self.used_at.map(moment),
            revoked_at: self.revoked_at.map(moment),
        }
    }
}

impl Store {
    /// Keeps a token.
    pub async fn keep_api_token(&self, new: &NewApiToken<'_>) -> Result<ApiTokenId> {
        let mut writing = self.write().await?;
        let id = writing.take_numbers("api_token", 1).await?;
        let sql = "
            insert into api_token (token_id, token_hash, name, rights, created_by, created_at, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7)";
        sqlx::query(sql)
            .bind(id)
            .bind(new.token_hash.to_owned())
            .bind(new.name.to_owned())
            .bind(new.rights.to_owned())
            .bind(new.created_by.to_owned())
            .bind(new.at.as_second())
            .bind(new.expires_at.map(Timestamp::as_second))
            .execute(writing.connection())
            .await?;
        writing.commit().await?;
        Ok(ApiTokenId(id))
    }

    /// Returns a token by its hash, and notes that it was used; `None` if there is none that may be used.
    pub async fn api_token(&self, token_hash: &str, at: Timestamp) -> Result<Option<ApiToken>> {
        let sql = "
            select token_id, name, rights, created_by, created_at, expires_at, used_at, revoked_at
            from api_token
            where token_hash = $1 and revoked_at is null and (expires_at is null or expires_at > $2)";
        let query = sqlx::query_as(sql).bind(token_hash.to_owned()).bind(at.as_second());
        let row: Option<Row> = query.fetch_optional(&self.pool).await?;
        let Some(row) = row else { return Ok(None) };
        if row.used_at.is_none_or(|it| at.as_second() - it >= NOTED_EVERY_SECONDS) {
            let sql = "update api_token set used_at = $1 where token_id = $2";
            let mut writing = self.write().await?;
            sqlx::query(sql).bind(at.as_second()).bind(row.token_id).execute(writing.connection()).await?;
            writing.commit().await?;
        }
        Ok(Some(row.into_token()))
    }

    /// Returns every token there ever was, the newest first.
    pub async fn api_tokens(&self) -> Result<Vec<ApiToken>> {
        let sql = "
            select token_id, name, rights, created_by, created_at, expires_at, used_at, revoked_at
            from api_token order by token_id desc";
        let rows: Vec<Row> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(Row::into_token).collect())
    }

    /// Revokes a token, and returns whether there was one to revoke. Widgets that rest on it end with it.
    pub async fn revoke_api_token(&self, id: ApiTokenId, at: Timestamp) -> Result<bool> {
        let sql = "update api_token set revoked_at = $1 where token_id = $2 and revoked_at is null";
        let mut writing = self.write().await?;
        let query = sqlx::query(sql).bind(at.as_second()).bind(id.0);
        let revoked = query.execute(writing.connection()).await?.rows_affected() > 0;
        writing.commit().await?;
        Ok(revoked)
    }
}
