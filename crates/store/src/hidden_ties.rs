//! Hidden ties: contacts a colleague hides from everybody else. What it comes to is in `sharing.rs`.

use jiff::Timestamp;
use relata_model::PersonId;
use sqlx::AssertSqlSafe;

use crate::Store;
use crate::consent::moment;
use crate::error::Result;
use crate::introducers::CONTACT_NAME;

/// A contact a colleague hides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HiddenTie {
    /// Who is hidden.
    pub contact: PersonId,
    /// What they are called.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
}

impl Store {
    /// Hides a contact of a colleague, tie or no tie; it counts for the next question asked. What was said yes to about
    /// them is taken back. Returns `false` if the contact is nobody who may be a target. Hiding twice is hiding once.
    pub async fn hide_tie(&self, colleague: PersonId, contact: PersonId, at: Timestamp) -> Result<bool> {
        let mut writing = self.write().await?;
        let sql = "
            insert into hidden_tie (colleague_id, address_id, hidden_at)
            select cast($1 as bigint), address.address_id, cast($3 as bigint) from address
            where address.person_id = $2
              and exists (select 1 from contact where contact.person_id = $2)
            on conflict do nothing";
        let query = sqlx::query(sql).bind(colleague.0).bind(contact.0).bind(at.as_second());
        query.execute(writing.connection()).await?;
        let sql = "delete from named_to where colleague_id = $1 and contact_id = $2";
        sqlx::query(sql).bind(colleague.0).bind(contact.0).execute(writing.connection()).await?;
        let sql = "select count(*) from hidden_pair where colleague_id = $1 and contact_id = $2";
        let hidden: i64 =
            sqlx::query_scalar(sql).bind(colleague.0).bind(contact.0).fetch_one(writing.connection()).await?;
        writing.commit().await?;
        Ok(hidden > 0)
    }

    /// Shows a contact of a colleague again, as far as the colleague's visibility allows.
    pub async fn show_tie(&self, colleague: PersonId, contact: PersonId) -> Result<()> {
        let mut writing = self.write().await?;
        let sql = "
            delete from hidden_tie where colleague_id = $1
              and address_id in (select address_id from address where person_id = $2)";
        sqlx::query(sql).bind(colleague.0).bind(contact.0).execute(writing.connection()).await?;
        writing.commit().await
    }

    /// Returns whom a colleague hides, the newest first.
    pub async fn hidden_ties(&self, colleague: PersonId) -> Result<Vec<HiddenTie>> {
        let sql = format!(
            "select pair.contact_id, {CONTACT_NAME}, pair.since
             from (select contact_id, min(hidden_at) as since from hidden_pair where colleague_id = $1
                   group by contact_id) as pair
             order by pair.since desc, pair.contact_id"
        );
        let rows: Vec<(i64, String, i64)> =
            sqlx::query_as(AssertSqlSafe(sql)).bind(colleague.0).fetch_all(&self.pool).await?;
        let tie = |(contact, name, since)| HiddenTie { contact: PersonId(contact), name, since: moment(since) };
        Ok(rows.into_iter().map(tie).collect())
    }
}
