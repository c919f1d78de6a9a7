//! Sessions: who is signed in, until when, and every way in which that ends.
//!
//! A session ends when it was not used for a while, when its time is over whatever happens, when somebody ends it (its
//! owner, an administrator, the provider), and when the colleague it belongs to has left. The last needs no one to
//! notice: the directory is asked with every request.

use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use crate::account::{ACCOUNT_COLUMNS, AccountRow};
use crate::consent::moment;
use crate::error::Result;
use crate::{Account, AccountId, Store};

/// How often at most it is noted that a session was used.
pub(crate) const NOTED_EVERY_SECONDS: i64 = 60;

/// A session's number: to list and to end it, never to use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub i64);

/// A session about to begin.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// The hash of its token.
    pub token_hash: &'a str,
    /// Whose.
    pub account: AccountId,
    /// When they proved who they are.
    pub authenticated_at: Timestamp,
    /// When it begins.
    pub at: Timestamp,
    /// When it ends, whatever happens.
    pub expires_at: Timestamp,
    /// What the provider calls it.
    pub idp_session: Option<&'a str>,
    /// The browser, in a few words.
    pub client: &'a str,
    /// The hash of the token of the session that the browser had before: it ends.
    pub instead_of: Option<&'a str>,
}

/// A session that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// When it began.
    pub created_at: Timestamp,
    /// When its owner last proved who they are.
    pub authenticated_at: Timestamp,
    /// When it was used last, to a minute.
    pub seen_at: Timestamp,
    /// When it ends, whatever happens.
    pub expires_at: Timestamp,
    /// The browser, in a few words.
    pub client: String,
}

#[derive(sqlx::FromRow)]
struct SessionRow {
    session_id: i64,
    created_at: i64,
    authenticated_at: i64,
    seen_at: i64,
    expires_at: i64,
    client: String,
}

impl SessionRow {
    fn into_session(self) -> Session {
        Session {
            id: SessionId(self.session_id),
            created_at: moment(self.created_at),
            authenticated_at: moment(self.authenticated_at),
            seen_at: moment(self.seen_at),
            expires_at: moment(self.expires_at),
            client: self.client,
        }
    }
}

/// The columns of a [`SessionRow`].
const SESSION_COLUMNS: &str = "
    session.session_id, session.created_at, session.authenticated_at, session.seen_at, session.expires_at,
    session.client";

/// A colleague who works here, or nobody of the directory.
const HAS_NOT_LEFT: &str = "
    (account.entry_id is null
     or exists (select 1 from entry where entry.entry_id = account.entry_id and entry.standing = 0))";

impl Store {
    /// Begins a session.
    pub async fn start_session(&self, new: &NewSession<'_>) -> Result<SessionId> {
        let mut writing = self.write().await?;
        if let Some(before) = new.instead_of {
            let sql = "delete from session where token_hash = $1";
            sqlx::query(sql).bind(before.to_owned()).execute(writing.connection()).await?;
        }
        let id = writing.take_numbers("session", 1).await?;
        let sql = "
            insert into session (token_hash, session_id, account_id, created_at, authenticated_at, seen_at, expires_at,
                                 idp_session, client)
            values ($1, $2, $3, $4, $5, $4, $6, $7, $8)";
        sqlx::query(sql)
            .bind(new.token_hash.to_owned())
            .bind(id)
            .bind(new.account.0)
            .bind(new.at.as_second())
            .bind(new.authenticated_at.as_second())
            .bind(new.expires_at.as_second())
            .bind(new.idp_session.map(str::to_owned))
            .bind(new.client.to_owned())
            .execute(writing.connection())
            .await?;
        writing.commit().await?;
        Ok(SessionId(id))
    }

    /// Returns the session of a token with its account, and notes that it was used; `None` if there is none that is
    /// open: it was ended, was not used for `idle_seconds`, its time is over, or its owner has left.
    pub async fn session(
        &self,
        token_hash: &str,
        at: Timestamp,
        idle_seconds: i64,
    ) -> Result<Option<(Session, Account)>> {
        let sql = format!(
            "select {SESSION_COLUMNS}, {ACCOUNT_COLUMNS}
             from session join account on account.account_id = session.account_id
             where token_hash = $1 and expires_at > $2 and session.seen_at > $3 and {HAS_NOT_LEFT}"
        );
        #[derive(sqlx::FromRow)]
        struct Row {
            #[sqlx(flatten)]
            session: SessionRow,
            #[sqlx(flatten)]
            account: AccountRow,
        }
        let query = sqlx::query_as(AssertSqlSafe(sql)).bind(token_hash.to_owned());
        let query = query.bind(at.as_second()).bind(at.as_second() - idle_seconds);
        let row: Option<Row> = query.fetch_optional(&self.pool).await?;
        let Some(row) = row else { return Ok(None) };
        if at.as_second() - row.session.seen_at >= NOTED_EVERY_SECONDS {
            let sql = "update session set seen_at = $1 where token_hash = $2";
            let mut writing = self.write().await?;
            let query = sqlx::query(sql).bind(at.as_second()).bind(token_hash.to_owned());
            query.execute(writing.connection()).await?;
            writing.commit().await?;
        }
        Ok(Some((row.session.into_session(), row.account.into_account())))
    }

    /// Returns the sessions of an account that are open, the newest first.
    pub async fn sessions_of(&self, account: AccountId, at: Timestamp, idle_seconds: i64) -> Result<Vec<Session>> {
        let sql = format!(
            "select {SESSION_COLUMNS} from session
             where account_id = $1 and expires_at > $2 and seen_at > $3
             order by session_id desc"
        );
        let query = sqlx::query_as(AssertSqlSafe(sql)).bind(account.0);
        let rows: Vec<SessionRow> =
            query.bind(at.as_second()).bind(at.as_second() - idle_seconds).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(SessionRow::into_session).collect())
    }

    /// Ends the session of a token.
    pub async fn end_session(&self, token_hash: &str) -> Result<()> {
        let sql = "delete from session where token_hash = $1";
        self.end_those(sqlx::query(sql).bind(token_hash.to_owned())).await.map(drop)
    }

    /// Ends a session of an account, and returns whether there was such a session.
    pub async fn end_session_of(&self, account: AccountId, session: SessionId) -> Result<bool> {
        let sql = "delete from session where account_id = $1 and session_id = $2";
        Ok(self.end_those(sqlx::query(sql).bind(account.0).bind(session.0)).await? > 0)
    }

    /// Ends every session of an account, and returns how many there were.
    pub async fn end_sessions_of(&self, account: AccountId) -> Result<u64> {
        self.end_those(sqlx::query("delete from session where account_id = $1").bind(account.0)).await
    }

    /// Ends what the provider calls one session, and returns how many there were.
    pub async fn end_idp_session(&self, issuer: &str, idp_session: &str) -> Result<u64> {
        let sql = "
            delete from session
            where idp_session = $1 and account_id in (select account_id from account where issuer = $2)";
        self.end_those(sqlx::query(sql).bind(idp_session.to_owned()).bind(issuer.to_owned())).await
    }

    /// Ends every session of whom the provider calls that, and returns how many there were.
    pub async fn end_sessions_of_subject(&self, issuer: &str, subject: &str) -> Result<u64> {
        let sql = "
            delete from session
            where account_id in (select account_id from account where issuer = $1 and subject = $2)";
        self.end_those(sqlx::query(sql).bind(issuer.to_owned()).bind(subject.to_owned())).await
    }

    /// Forgets what can be used no more: sessions that are over or whose owner has left, ways to the provider that
    /// were never finished, logout tokens and embed tokens that are over.
    pub async fn forget_what_is_over(&self, at: Timestamp, idle_seconds: i64) -> Result<()> {
        let over = format!(
            "delete from session
             where expires_at <= $1 or seen_at <= $2
                or account_id in (select account_id from account where not {HAS_NOT_LEFT})"
        );
        let mut writing = self.write().await?;
        let query = sqlx::query(AssertSqlSafe(over)).bind(at.as_second()).bind(at.as_second() - idle_seconds);
        query.execute(writing.connection()).await?;
        let sql = "delete from sign_in_attempt where created_at <= $1";
        let begun = at.as_second() - crate::sign_in_attempt::LONGEST_SECONDS;
        sqlx::query(sql).bind(begun).execute(writing.connection()).await?;
        for sql in [
            "delete from logout_taken where expires_at <= $1",
            "delete from embed_session where expires_at <= $1",
            "delete from mailbox_grant where expires_at <= $1",
        ] {
            sqlx::query(sql).bind(at.as_second()).execute(writing.connection()).await?;
        }
        writing.commit().await
    }

    async fn end_those(&self, query: crate::database::Bound) -> Result<u64> {
        let mut writing = self.write().await?;
        let ended = query.execute(writing.connection()).await?.rows_affected();
        writing.commit().await?;
        Ok(ended)
    }
}
