//! What the store holds of a colleague's own dealings: how much, and one row as it is.
//!
//! The history of interactions lies in the log; this is what was computed of it, and what lies ahead.

use jiff::Timestamp;
use relata_model::PersonId;
use sqlx::{AssertSqlSafe, Column, Row};

use crate::Store;
use crate::consent::moment;
use crate::error::Result;
use crate::generation::Generation;
use crate::mailbox::unsigned;
use crate::pair;

/// How much is stored of a colleague. Emails, meetings and calls are those of pairs: one with three contacts counts
/// three times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoredAbout {
    /// Addresses the colleague has.
    pub addresses: u64,
    /// Contacts there is a tie with.
    pub contacts: u64,
    /// Emails to contacts.
    pub emails_sent: u64,
    /// Emails from contacts.
    pub emails_received: u64,
    /// Emails of either that answered one of the other.
    pub replies: u64,
    /// Meetings with contacts.
    pub meetings: u64,
    /// Calls with contacts.
    pub calls: u64,
    /// When the first of all was.
    pub first_at: Option<Timestamp>,
    /// When the last was.
    pub last_at: Option<Timestamp>,
    /// What lies ahead: meetings, calls and tasks.
    pub scheduled: u64,
}

impl Store {
    /// Returns how much a generation, the directory and the schedule hold of a colleague; before there is a generation,
    /// no ties.
    pub async fn stored_about(&self, generation: Option<&Generation>, colleague: PersonId) -> Result<StoredAbout> {
        let sql = "
            select count(*), cast(coalesce(sum(sent_count), 0) as bigint),
                   cast(coalesce(sum(received_count), 0) as bigint), cast(coalesce(sum(reply_count), 0) as bigint),
                   cast(coalesce(sum(meeting_count), 0) as bigint), cast(coalesce(sum(call_count), 0) as bigint),
                   min(first_at), max(last_at)
            from pair where series = $1 and valid_from <= $2 and valid_to > $2 and colleague_id = $3";
        type Ties = (i64, i64, i64, i64, i64, i64, Option<i64>, Option<i64>);
        let (contacts, sent, received, replies, meetings, calls, first_at, last_at): Ties = sqlx::query_as(sql)
            .bind(generation.map_or(-1, |it| it.series))
            .bind(generation.map_or(-1, |it| it.id.0))
            .bind(colleague.0)
            .fetch_one(&self.pool)
            .await?;
        let sql = "
            select (select count(*) from address where person_id = $1),
                   (select count(distinct scheduled_person.identity) from scheduled_person
                    join address on address.address_id = scheduled_person.address_id where address.person_id = $1)";
        let (addresses, scheduled): (i64, i64) = sqlx::query_as(sql).bind(colleague.0).fetch_one(&self.pool).await?;
        Ok(StoredAbout {
            addresses: unsigned(addresses),
            contacts: unsigned(contacts),
            emails_sent: unsigned(sent),
            emails_received: unsigned(received),
            replies: unsigned(replies),
            meetings: unsigned(meetings),
            calls: unsigned(calls),
            first_at: first_at.map(moment),
            last_at: last_at.map(moment),
            scheduled: unsigned(scheduled),
        })
    }

    /// Returns the row of a colleague's newest tie as it is stored, column by column; null is no text.
    pub async fn sample_of(
        &self,
        generation: &Generation,
        colleague: PersonId,
    ) -> Result<Option<Vec<(String, Option<String>)>>> {
        let columns: Vec<String> =
            pair::COLUMNS.split(',').map(|it| format!("cast({0} as text) as {0}", it.trim())).collect();
        let sql = format!(
            "select {} from pair where series = $1 and valid_from <= $2 and valid_to > $2 and colleague_id = $3
             order by pair.last_at desc, pair.contact_id limit 1",
            columns.join(", ")
        );
        let query = sqlx::query(AssertSqlSafe(sql)).bind(generation.series).bind(generation.id.0).bind(colleague.0);
        let Some(row) = query.fetch_optional(&self.pool).await? else { return Ok(None) };
        let columns = row.columns().iter().map(|it| Ok((it.name().to_owned(), row.try_get(it.ordinal())?)));
        Ok(Some(columns.collect::<Result<_>>()?))
    }
}
