//! What was chosen for each colleague: opting out, opting in, and the administrator's flag; each with who and when, and
//! with its event in the audit trail.

use jiff::Timestamp;
use relata_model::audit::{Action, AuditEvent, of_person};
use relata_model::consent::Interval;
use relata_model::{ColleagueId, PersonId};

use crate::Store;
use crate::audit::append;
use crate::consent::moment;
use crate::database::Writing;
use crate::error::Result;

/// An opt-out, as asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptOut<'a> {
    /// Who is left out.
    pub colleague: &'a ColleagueId,
    /// From when. `Timestamp::MIN` leaves the whole past out, so that nothing of it comes back with the next sync.
    pub from: Timestamp,
    /// When it was asked for.
    pub at: Timestamp,
    /// By whom, as the audit trail names them.
    pub by: &'a str,
    /// Why, in words.
    pub reason: &'a str,
}

impl Store {
    /// Leaves a colleague out until [`Store::end_opt_out`]. One more beside another is kept as well: both count.
    pub async fn opt_out(&self, new: &OptOut<'_>) -> Result<()> {
        let mut writing = self.write().await?;
        let number = writing.take_numbers("opt_out", 1).await?;
        let sql = "
            insert into opt_out (opt_out_id, entry_id, from_at, at, actor, reason) values ($1, $2, $3, $4, $5, $6)";
        sqlx::query(sql)
            .bind(number)
            .bind(new.colleague.0.clone())
            .bind(new.from.as_second())
            .bind(new.at.as_second())
            .bind(new.by.to_owned())
            .bind(new.reason.to_owned())
            .execute(writing.connection())
            .await?;
        // Nobody asks any more whether their mailbox has fallen silent.
        let sql = "
            delete from mailbox_week where mailbox_id in (
                select mailbox_id from mailbox join entry on entry.person_id = mailbox.owner_id where entry_id = $1)";
        sqlx::query(sql).bind(new.colleague.0.clone()).execute(writing.connection()).await?;
        let event = AuditEvent::new(new.at, new.by, Action::OptedOut).with("past", new.from < new.at);
        note(writing, new.colleague, event).await
    }

    /// Returns whether a colleague has opted out for that moment.
    pub async fn has_opted_out(&self, colleague: &ColleagueId, at: Timestamp) -> Result<bool> {
        let sql = "
            select count(*) from opt_out where entry_id = $1 and from_at <= $2 and (to_at is null or to_at > $2)";
        let query = sqlx::query_scalar(sql).bind(colleague.0.clone()).bind(at.as_second());
        let found: i64 = query.fetch_one(&self.pool).await?;
        Ok(found > 0)
    }

    /// Ends every opt-out of a colleague, if there is one. What lies before stays left out.
    pub async fn end_opt_out(&self, colleague: &ColleagueId, at: Timestamp, by: &str) -> Result<()> {
        let sql = "update opt_out set to_at = $1, ended_by = $2 where entry_id = $3 and to_at is null";
        self.end(sql, colleague, AuditEvent::new(at, by, Action::OptedIn)).await
    }

    /// Lets a colleague take part from a moment on, where colleagues are asked first.
    pub async fn opt_in(&self, colleague: &ColleagueId, at: Timestamp, by: &str) -> Result<()> {
        let mut writing = self.write().await?;
        let number = writing.take_numbers("opt_in", 1).await?;
        let sql = "
            insert into opt_in (opt_in_id, entry_id, from_at, actor)
            select $1, $2, $3, $4
            where not exists (select 1 from opt_in where entry_id = $2 and to_at is null)";
        let query = sqlx::query(sql).bind(number).bind(colleague.0.clone()).bind(at.as_second()).bind(by.to_owned());
        if query.execute(writing.connection()).await?.rows_affected() == 0 {
            return Ok(());
        }
        note(writing, colleague, AuditEvent::new(at, by, Action::OptedIn)).await
    }

    /// Takes an opt-in back, if there is one. What lies before was taken part in.
    pub async fn end_opt_in(&self, colleague: &ColleagueId, at: Timestamp, by: &str) -> Result<()> {
        let sql = "update opt_in set to_at = $1, ended_by = $2 where entry_id = $3 and to_at is null";
        self.end(sql, colleague, AuditEvent::new(at, by, Action::OptedOut)).await
    }

    async fn end(&self, sql: &'static str, colleague: &ColleagueId, event: AuditEvent) -> Result<()> {
        let mut writing = self.write().await?;
        let query = sqlx::query(sql).bind(event.at.as_second()).bind(event.actor.clone()).bind(colleague.0.clone());
        match query.execute(writing.connection()).await?.rows_affected() {
            0 => Ok(()),
            _ => note(writing, colleague, event).await,
        }
    }

    /// Marks a colleague as one about whom nothing is analysed, at any time, or takes the mark away.
    pub async fn set_flag(&self, colleague: &ColleagueId, flagged: bool, at: Timestamp, by: &str) -> Result<()> {
        let mut writing = self.write().await?;
        let connection = writing.connection();
        if flagged {
            let sql = "insert into flagged (entry_id, at, actor) values ($1, $2, $3) on conflict do nothing";
            let query = sqlx::query(sql).bind(colleague.0.clone()).bind(at.as_second()).bind(by.to_owned());
            query.execute(connection).await?;
        } else {
            let sql = "delete from flagged where entry_id = $1";
            sqlx::query(sql).bind(colleague.0.clone()).execute(connection).await?;
        }
        let action = if flagged { Action::OptedOut } else { Action::OptedIn };
        note(writing, colleague, AuditEvent::new(at, by, action).with("flag", flagged)).await
    }

    /// Returns every opt-out there was.
    pub(crate) async fn opt_outs(&self) -> Result<Vec<(ColleagueId, Interval)>> {
        self.intervals("select entry_id, from_at, to_at from opt_out order by opt_out_id").await
    }

    /// Returns every opt-in there was.
    pub(crate) async fn opt_ins(&self) -> Result<Vec<(ColleagueId, Interval)>> {
        self.intervals("select entry_id, from_at, to_at from opt_in order by opt_in_id").await
    }

    async fn intervals(&self, sql: &'static str) -> Result<Vec<(ColleagueId, Interval)>> {
        let rows: Vec<(String, i64, Option<i64>)> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        let interval = |(entry, from, to): (String, i64, Option<i64>)| {
            (ColleagueId(entry), Interval { from: moment(from), to: to.map(moment) })
        };
        Ok(rows.into_iter().map(interval).collect())
    }

    /// Returns who is marked.
    pub(crate) async fn flagged(&self) -> Result<Vec<ColleagueId>> {
        let sql = "select entry_id from flagged order by entry_id";
        let entries: Vec<String> = sqlx::query_scalar(sql).fetch_all(&self.pool).await?;
        Ok(entries.into_iter().map(ColleagueId).collect())
    }
}

/// Notes in the audit trail what was chosen for a colleague, and commits both.
async fn note(mut writing: Writing<'_>, colleague: &ColleagueId, event: AuditEvent) -> Result<()> {
    let sql = "select person_id from entry where entry_id = $1";
    let query = sqlx::query_scalar(sql).bind(colleague.0.clone());
    let person: Option<i64> = query.fetch_optional(writing.connection()).await?;
    let event = match person {
        Some(person) => event.of(of_person(PersonId(person))),
        None => event,
    };
    append(writing.connection(), &[event]).await?;
    writing.commit().await
}
