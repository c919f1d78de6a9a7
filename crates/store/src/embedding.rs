//! Embedding: the sites that may show widgets, and widgets that are open.
//!
//! ```text
//! the site's server ─▶ token (one record, one colleague, one site, minutes) ─▶ the widget ─▶ session, until the token ends
//! ```
//!
//! **Invariant:** a token is exchanged once. The session ends with the token, with the right it rests on, when the site is
//! registered no longer, and when the colleague has left.

use jiff::Timestamp;
use relata_model::{ColleagueId, RecordId};

use crate::api_token::ApiTokenId;
use crate::consent::moment;
use crate::database::insert;
use crate::error::Result;
use crate::{Store, StoreError};

/// A site that may show widgets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbedOrigin {
    /// Its origin: `https://crm.example`.
    pub origin: String,
    /// What administrators call it.
    pub label: String,
}

/// A token for a widget, about to be made.
#[derive(Clone, Debug)]
pub struct NewEmbedToken<'a> {
    /// Its hash.
    pub token_hash: &'a str,
    /// The one record it shows.
    pub record: &'a RecordId,
    /// Who looks.
    pub colleague: &'a ColleagueId,
    /// The one site it may be shown on.
    pub origin: &'a str,
    /// The API token it was asked for with.
    pub asked_with: ApiTokenId,
    /// When.
    pub at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A widget that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbedSession {
    /// The one record it shows.
    pub record: RecordId,
    /// Who looks.
    pub colleague: ColleagueId,
    /// The one site it is shown on.
    pub origin: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    record_id: String,
    entry_id: String,
    origin: String,
    expires_at: i64,
}

impl Row {
    fn into_session(self) -> EmbedSession {
        EmbedSession {
            record: RecordId(self.record_id),
            colleague: ColleagueId(self.entry_id),
            origin: self.origin,
            expires_at: moment(self.expires_at),
        }
    }
}

/// What must hold beside its own time, with every request.
const STANDS: &str = "
    exists (select 1 from entry where entry.entry_id = embed_session.entry_id and entry.standing = 0)
    and exists (select 1 from embed_origin where embed_origin.origin = embed_session.origin)
    and exists (select 1 from api_token where api_token.token_id = embed_session.token_id
                and api_token.revoked_at is null
                and (api_token.expires_at is null or api_token.expires_at > $2))";

impl Store {
    /// Returns the sites that may show widgets, in order.
    pub async fn embed_origins(&self) -> Result<Vec<EmbedOrigin>> {
        let sql = "select origin, label from embed_origin order by origin";
        let rows: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(origin, label)| EmbedOrigin { origin, label }).collect())
    }

    /// Lets these sites show widgets, and no others.
    pub async fn set_embed_origins(&self, origins: &[EmbedOrigin], by: &str, at: Timestamp) -> Result<()> {
        let mut writing = self.write().await?;
        sqlx::query("delete from embed_origin").execute(writing.connection()).await?;
        let into = ("insert into embed_origin (origin, label, added_by, added_at)", 4, "");
        insert(writing.connection(), into, origins, |query, it| {
            query.bind(it.origin.clone()).bind(it.label.clone()).bind(by.to_owned()).bind(at.as_second())
        })
        .await?;
        writing.commit().await
    }

    /// Keeps a token for a widget.
    pub async fn keep_embed_token(&self, new: &NewEmbedToken<'_>) -> Result<()> {
        let sql = "
            insert into embed_session (token_hash, record_id, entry_id, origin, token_id, created_at, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7)";
        let mut writing = self.write().await?;
        sqlx::query(sql)
            .bind(new.token_hash.to_owned())
            .bind(new.record.0.clone())
            .bind(new.colleague.0.clone())
            .bind(new.origin.to_owned())
            .bind(new.asked_with.0)
            .bind(new.at.as_second())
            .bind(new.expires_at.as_second())
            .execute(writing.connection())
            .await?;
        writing.commit().await
    }

    /// Exchanges a token for a session, once; `None` if there is no such token, it was used, is over, is for another
    /// site, or what it rests on is gone.
    pub async fn open_embed_session(
        &self,
        token_hash: &str,
        session_hash: &str,
        origin: &str,
        at: Timestamp,
    ) -> Result<Option<EmbedSession>> {
        let sql = format!(
            "update embed_session set session_hash = $3
             where token_hash = $1 and session_hash is null and expires_at > $2 and origin = $4 and {STANDS}
             returning record_id, entry_id, origin, expires_at"
        );
        let mut writing = self.write().await?;
        let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(token_hash.to_owned()).bind(at.as_second());
        let query = query.bind(session_hash.to_owned()).bind(origin.to_owned());
        let row: Option<Row> = query.fetch_optional(writing.connection()).await?;
        writing.commit().await?;
        Ok(row.map(Row::into_session))
    }

    /// Returns the widget of a session, or `None` if it is over or what it rests on is gone.
    pub async fn embed_session(&self, session_hash: &str, at: Timestamp) -> Result<Option<EmbedSession>> {
        let sql = format!(
            "select record_id, entry_id, origin, expires_at from embed_session
             where session_hash = $1 and expires_at > $2 and {STANDS}"
        );
        let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(session_hash.to_owned()).bind(at.as_second());
        let row: Option<Row> = query.fetch_optional(&self.pool).await.map_err(StoreError::from)?;
        Ok(row.map(Row::into_session))
    }
}
