//! What moved lately, and what became of deals.

use std::cmp::Reverse;

use jiff::Timestamp;
use jiff::civil::Date;
use relata_model::figures::Movement;
use relata_model::{RecordId, RecordKind, RecordNumber, Status};

use crate::consent::moment;
use crate::error::Result;
use crate::insight_row::{Moved, count, score};
use crate::records::{day_if_any, kind_of};
use crate::{Store, StoreError};

/// A record something happened to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// What log and series call it.
    pub record: RecordNumber,
    /// The CRM's identifier.
    pub id: RecordId,
    /// Which kind of entry.
    pub kind: RecordKind,
    /// Its name.
    pub name: String,
    /// What happened, and when.
    pub moved: Moved,
    /// The score a week before.
    pub before: Option<u8>,
    /// The score now.
    pub after: Option<u8>,
}

/// An opportunity that was won or lost.
#[derive(Clone, Debug, PartialEq)]
pub struct ClosedDeal {
    /// What log and series call it.
    pub record: RecordNumber,
    /// The CRM's identifier.
    pub id: RecordId,
    /// Its name.
    pub name: String,
    /// Whether it was won.
    pub won: bool,
    /// What it was expected to bring.
    pub revenue: Option<f64>,
    /// The currency of `revenue`.
    pub currency: Option<String>,
    /// When the CRM got it.
    pub created_on: Option<Date>,
    /// When it was closed.
    pub closed_on: Option<Date>,
    /// Whose it was, by address.
    pub owner: Option<String>,
    /// The account, by identifier, whether or not it is among the records.
    pub account: Option<RecordId>,
    /// What the account is called, if it is among the records.
    pub account_name: Option<String>,
    /// Where it stood last, in the CRM's words.
    pub stage: Option<String>,
    /// Emails in its first 30 days.
    pub early_emails: u32,
    /// Meetings in its first 30 days.
    pub early_meetings: u32,
    /// How many people outside have a say.
    pub stakeholders: u32,
    /// How many contacts its account has; `None` without an account.
    pub account_contacts: Option<u32>,
}

#[derive(sqlx::FromRow)]
struct DealRow {
    number: i64,
    record_id: String,
    name: String,
    status: String,
    revenue: Option<f64>,
    currency: Option<String>,
    created_on: Option<String>,
    closed_on: Option<String>,
    owner: Option<String>,
    account_id: Option<String>,
    account_name: Option<String>,
    stage: Option<String>,
    early_emails: Option<i64>,
    early_meetings: Option<i64>,
    stakeholders: i64,
    account_contacts: i64,
}

impl Store {
    /// Returns the records something happened to since a moment, the newest first.
    pub async fn moves(&self, since: Timestamp, limit: u32) -> Result<Vec<Move>> {
        let sql = "
            select record_row.number, record.record_id, record.kind, record.name, record_row.moved,
                   record_row.moved_at, record_row.score_week_ago, record_row.score
            from record_row
            join record on record.record_id = record_row.record_id
            where record_row.moved is not null and record_row.moved_at >= $1 and record.do_not_analyse = 0
            order by record_row.moved_at desc, record_row.number
            limit $2";
        type Row = (i64, String, String, String, String, i64, Option<i64>, Option<i64>);
        let query = sqlx::query_as(sql).bind(since.as_second()).bind(i64::from(limit));
        let rows: Vec<Row> = query.fetch_all(&self.pool).await?;
        let moved = |(number, id, kind, name, what, at, before, after): Row| {
            let what =
                Movement::named(&what).ok_or_else(|| StoreError::NotUnderstood(format!("`{what}` of a record")))?;
            Ok(Move {
                record: RecordNumber(number),
                id: RecordId(id),
                kind: kind_of(&kind)?,
                name,
                moved: Moved { what, at: moment(at) },
                before: score(before),
                after: score(after),
            })
        };
        rows.into_iter().map(moved).collect()
    }

    /// Returns the opportunities that were won last, and as many that were lost, the newest first, those without a day
    /// last; without those that are not to be analysed.
    pub async fn closed_deals(&self, most_of_each: u32) -> Result<Vec<ClosedDeal>> {
        let sql = "
            with newest as (
                select record_row.number, record.record_id
                from record
                join record_row on record_row.record_id = record.record_id
                where record.kind = 'opportunity' and record.status = $1 and record.do_not_analyse = 0
                order by coalesce(record.closed_on, '') desc, record_row.number
                limit $2
            )
            select newest.number, record.record_id, record.name, record.status, record.revenue, record.currency,
                   record.created_on, record.closed_on, record.owner, record.account_id,
                   account.name as account_name, record.stage, record_row.early_emails, record_row.early_meetings,
                   (select count(*) from record_stakeholder
                    where record_stakeholder.record_id = record.record_id) as stakeholders,
                   (select count(*) from record as contact
                    where contact.account_id = record.account_id and contact.kind = 'contact') as account_contacts
            from newest
            join record on record.record_id = newest.record_id
            join record_row on record_row.number = newest.number
            left join record as account on account.record_id = record.account_id";
        let mut deals = Vec::new();
        for status in [Status::Won, Status::Lost] {
            let query = sqlx::query_as(sql).bind(status.name()).bind(i64::from(most_of_each));
            let rows: Vec<DealRow> = query.fetch_all(&self.pool).await?;
            for row in rows {
                deals.push(row.into_deal()?);
            }
        }
        deals.sort_by_key(|it| (Reverse(it.closed_on), it.record));
        Ok(deals)
    }
}

impl DealRow {
    fn into_deal(self) -> Result<ClosedDeal> {
        let account_contacts = self.account_id.as_ref().map(|_| count(Some(self.account_contacts)));
        Ok(ClosedDeal {
            record: RecordNumber(self.number),
            id: RecordId(self.record_id),
            name: self.name,
            won: self.status == "won",
            revenue: self.revenue,
            currency: self.currency,
            created_on: day_if_any(self.created_on)?,
            closed_on: day_if_any(self.closed_on)?,
            owner: self.owner,
            account: self.account_id.map(RecordId),
            account_name: self.account_name,
            stage: self.stage,
            early_emails: count(self.early_emails),
            early_meetings: count(self.early_meetings),
            stakeholders: count(Some(self.stakeholders)),
            account_contacts,
        })
    }
}
