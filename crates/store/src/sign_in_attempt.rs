//! Ways to the provider and back: each is finished once, soon, by the browser that began it; and logout tokens, each
//! taken once.

use jiff::Timestamp;

use crate::consent::moment;
use crate::database::truth;
use crate::error::Result;
use crate::{SessionId, Store};

/// How long a way to the provider and back may take.
pub(crate) const LONGEST_SECONDS: i64 = 10 * 60;

/// A way to the provider that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInAttempt {
    /// The hash of what only the browser that began it holds.
    pub browser_hash: String,
    /// What the id token must repeat.
    pub nonce: String,
    /// What proves to the provider that the code comes back from whom it was asked by.
    pub verifier: String,
    /// Where to go afterwards: a path of ours.
    pub back: String,
    /// Whether the person has to prove anew who they are.
    pub again: bool,
    /// The session for which a permission is asked; none: it is to sign in.
    pub session: Option<SessionId>,
    /// When it was begun.
    pub started_at: Timestamp,
}

impl Store {
    /// Takes note of a way to the provider, under the hash of its state.
    pub async fn start_sign_in(&self, state_hash: &str, attempt: &SignInAttempt) -> Result<()> {
        let sql = "
            insert into sign_in_attempt (state_hash, browser_hash, nonce, verifier, back, again, created_at,
                                         session_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8)";
        let mut writing = self.write().await?;
        sqlx::query(sql)
            .bind(state_hash.to_owned())
            .bind(attempt.browser_hash.clone())
            .bind(attempt.nonce.clone())
            .bind(attempt.verifier.clone())
            .bind(attempt.back.clone())
            .bind(truth(attempt.again))
            .bind(attempt.started_at.as_second())
            .bind(attempt.session.map(|it| it.0))
            .execute(writing.connection())
            .await?;
        writing.commit().await
    }

    /// Takes a way to the provider back, once; `None` if there is none of that state, or it took too long.
    pub async fn finish_sign_in(&self, state_hash: &str, at: Timestamp) -> Result<Option<SignInAttempt>> {
        let sql = "
            delete from sign_in_attempt where state_hash = $1
            returning browser_hash, nonce, verifier, back, again, created_at, session_id";
        type Row = (String, String, String, String, i64, i64, Option<i64>);
        let mut writing = self.write().await?;
        let query = sqlx::query_as(sql).bind(state_hash.to_owned());
        let row: Option<Row> = query.fetch_optional(writing.connection()).await?;
        writing.commit().await?;
        let in_time = row.filter(|it| at.as_second() - it.5 < LONGEST_SECONDS);
        Ok(in_time.map(|(browser_hash, nonce, verifier, back, again, started_at, session)| SignInAttempt {
            browser_hash,
            nonce,
            verifier,
            back,
            again: again == 1,
            session: session.map(SessionId),
            started_at: moment(started_at),
        }))
    }

    /// Takes a logout token by its number, and returns whether it is the first time. It is remembered until it is over.
    pub async fn take_logout(&self, jti: &str, expires_at: Timestamp) -> Result<bool> {
        let sql = "insert into logout_taken (jti, expires_at) values ($1, $2) on conflict do nothing";
        let mut writing = self.write().await?;
        let query = sqlx::query(sql).bind(jti.to_owned()).bind(expires_at.as_second());
        let first = query.execute(writing.connection()).await?.rows_affected() == 1;
        writing.commit().await?;
        Ok(first)
    }
}
