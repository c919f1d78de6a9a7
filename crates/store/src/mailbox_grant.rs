//! Grants of a mailbox: what lets Relata send one person's requests from their own mailbox, sealed, for an hour at most. It
//! is part of a session and ends with it, however that ends.

use jiff::Timestamp;

use crate::consent::moment;
use crate::error::Result;
use crate::{AccountId, SessionId, Store};

/// A grant: what is sealed, and until when it is good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailboxGrant {
    /// The token, sealed.
    pub sealed: Vec<u8>,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Store {
    /// Keeps a grant with a session, instead of the one it had.
    pub async fn put_mailbox_grant(&self, session: SessionId, grant: &MailboxGrant, at: Timestamp) -> Result<()> {
        let sql = "
            insert into mailbox_grant (session_id, sealed, granted_at, expires_at) values ($1, $2, $3, $4)
            on conflict (session_id) do update
            set sealed = excluded.sealed, granted_at = excluded.granted_at, expires_at = excluded.expires_at";
        let mut writing = self.write().await?;
        sqlx::query(sql)
            .bind(session.0)
            .bind(grant.sealed.clone())
            .bind(at.as_second())
            .bind(grant.expires_at.as_second())
            .execute(writing.connection())
            .await?;
        writing.commit().await
    }

    /// Returns the grant of a session, unless it has ended.
    pub async fn mailbox_grant(&self, session: SessionId, at: Timestamp) -> Result<Option<MailboxGrant>> {
        let sql = "select sealed, expires_at from mailbox_grant where session_id = $1 and expires_at > $2";
        let query = sqlx::query_as(sql).bind(session.0).bind(at.as_second());
        let row: Option<(Vec<u8>, i64)> = query.fetch_optional(&self.pool).await?;
        Ok(row.map(|(sealed, expires_at)| MailboxGrant { sealed, expires_at: moment(expires_at) }))
    }

    /// Takes back every grant of an account, wherever it is signed in; returns how many there were.
    pub async fn drop_mailbox_grants(&self, account: AccountId) -> Result<u64> {
        let sql = "
            delete from mailbox_grant
            where session_id in (select session_id from session where account_id = $1)";
        let mut writing = self.write().await?;
        let dropped = sqlx::query(sql).bind(account.0).execute(writing.connection()).await?.rows_affected();
        writing.commit().await?;
        Ok(dropped)
    }
}
