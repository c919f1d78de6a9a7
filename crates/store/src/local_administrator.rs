//! Local administrators: who can sign in with a password, for when the provider cannot be reached.

use jiff::Timestamp;

use crate::Store;
use crate::consent::moment;
use crate::database::Writing;
use crate::error::Result;

impl Store {
    /// Sets the password of a local administrator, who is new or was there before, as its hash.
    pub async fn set_local_administrator(&self, name: &str, password_hash: &str, at: Timestamp) -> Result<()> {
        let sql = "
            insert into local_administrator (name, password_hash, changed_at) values ($1, $2, $3)
            on conflict (name) do update set
                password_hash = excluded.password_hash, changed_at = excluded.changed_at";
        let mut writing = self.write().await?;
        let query = sqlx::query(sql).bind(name.to_owned()).bind(password_hash.to_owned()).bind(at.as_second());
        query.execute(writing.connection()).await?;
        // Whoever knew the old password is signed in no longer.
        end_sessions(&mut writing, name).await?;
        writing.commit().await
    }

    /// Removes a local administrator, who is signed in no longer; returns whether there was one.
    pub async fn remove_local_administrator(&self, name: &str) -> Result<bool> {
        let mut writing = self.write().await?;
        let query = sqlx::query("delete from local_administrator where name = $1").bind(name.to_owned());
        let removed = query.execute(writing.connection()).await?.rows_affected() > 0;
        end_sessions(&mut writing, name).await?;
        writing.commit().await?;
        Ok(removed)
    }

    /// Returns local administrators by name, and since when each has the password of today.
    pub async fn local_administrators(&self) -> Result<Vec<(String, Timestamp)>> {
        let sql = "select name, changed_at from local_administrator order by name";
        let rows: Vec<(String, i64)> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(name, at)| (name, moment(at))).collect())
    }

    /// Returns the hash of a local administrator's password, or `None` if there is nobody of that name.
    pub async fn local_administrator(&self, name: &str) -> Result<Option<String>> {
        let sql = "select password_hash from local_administrator where name = $1";
        Ok(sqlx::query_scalar(sql).bind(name.to_owned()).fetch_optional(&self.pool).await?)
    }

    /// Returns whether there is any local administrator.
    pub async fn has_local_administrator(&self) -> Result<bool> {
        let sql = "select count(*) from local_administrator";
        let count: i64 = sqlx::query_scalar(sql).fetch_one(&self.pool).await?;
        Ok(count > 0)
    }
}

async fn end_sessions(writing: &mut Writing<'_>, name: &str) -> Result<()> {
    let sql = "
        delete from session
        where account_id in (select account_id from account where issuer = 'local' and subject = $1)";
    sqlx::query(sql).bind(name.to_owned()).execute(writing.connection()).await?;
    Ok(())
}
