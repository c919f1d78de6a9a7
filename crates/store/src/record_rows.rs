//! Rows of lists: what is shown of a record in one line.

use std::collections::HashMap;

use jiff::civil::Date;
use relata_model::{RecordId, RecordKind, RecordNumber, Status};

use crate::Store;
use crate::database::fetch_in;
use crate::error::Result;
use crate::insight_row::{InsightRow, RecordInsight, names};
use crate::records::{day_if_any, invented, kind_of, status_of};

/// A record in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordRow {
    /// What log and series call it.
    pub number: RecordNumber,
    /// The CRM's identifier.
    pub id: RecordId,
    /// Which kind of entry.
    pub kind: RecordKind,
    /// Its name.
    pub name: String,
    /// Job title of a contact or lead.
    pub title: Option<String>,
    /// The company, in words, of a contact or lead.
    pub company: Option<String>,
    /// The first address of a contact or lead.
    pub email: Option<String>,
    /// The account, if it is among the records.
    pub account: Option<(RecordId, String)>,
    /// The colleague who owns it: their name if known, else the address.
    pub owner: Option<String>,
    /// Where it stands.
    pub status: Status,
    /// Where an opportunity stands, in the CRM's words.
    pub stage: Option<String>,
    /// What it is expected to bring.
    pub revenue: Option<f64>,
    /// The currency of `revenue`.
    pub currency: Option<String>,
    /// When it is expected to close.
    pub close_on: Option<Date>,
    /// When the CRM got it.
    pub created_on: Option<Date>,
    /// Never analysed.
    pub do_not_analyse: bool,
    /// Names of the fields that sample data made up.
    pub invented: Vec<String>,
    /// What was computed of it; `None` where nothing was, or nothing may be.
    pub insight: Option<RecordInsight>,
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    insight: InsightRow,
    record_id: String,
    kind: String,
    name: String,
    title: Option<String>,
    company: Option<String>,
    email: Option<String>,
    account_id: Option<String>,
    account_name: Option<String>,
    owner: Option<String>,
    owner_name: Option<String>,
    status: String,
    stage: Option<String>,
    revenue: Option<f64>,
    currency: Option<String>,
    close_on: Option<String>,
    created_on: Option<String>,
    do_not_analyse: i64,
    invented: String,
}

impl Store {
    /// Returns the rows of records in the order given; a number that stands for no record has none.
    pub async fn record_rows(&self, records: &[RecordNumber]) -> Result<Vec<RecordRow>> {
        let numbers: Vec<i64> = records.iter().map(|it| it.0).collect();
        let columns: Vec<String> = names().map(|it| format!("record_row.{it}")).collect();
        let columns = columns.join(", ");
        let sql =
            |these: &str| format!("select record_row.number, {columns}, {SHOWN} where record_row.number in ({these})");
        let mut connection = self.pool.acquire().await?;
        let found: Vec<Row> = fetch_in(&mut connection, &numbers, sql).await?;
        let mut rows: HashMap<i64, RecordRow> = HashMap::with_capacity(found.len());
        for row in found {
            rows.insert(row.insight.number, row.into_row()?);
        }
        Ok(numbers.iter().filter_map(|it| rows.get(it).cloned()).collect())
    }
}

impl Row {
    fn into_row(self) -> Result<RecordRow> {
        Ok(RecordRow {
            number: RecordNumber(self.insight.number),
            id: RecordId(self.record_id),
            kind: kind_of(&self.kind)?,
            name: self.name,
            title: self.title,
            company: self.company,
            email: self.email,
            account: self.account_id.map(RecordId).zip(self.account_name),
            owner: self.owner_name.or(self.owner),
            status: status_of(&self.status)?,
            stage: self.stage,
            revenue: self.revenue,
            currency: self.currency,
            close_on: day_if_any(self.close_on)?,
            created_on: day_if_any(self.created_on)?,
            do_not_analyse: self.do_not_analyse != 0,
            invented: invented(&self.invented)?,
            insight: self.insight.into_insight()?,
        })
    }
}

/// What is shown of a record beside what was computed, and where it comes from.
const SHOWN: &str = "
    record.record_id, record.kind, record.name, record.title, record.company, address.address as email,
    account.record_id as account_id, account.name as account_name, record.owner, owner.name as owner_name,
    record.status, record.stage, record.revenue, record.currency, record.close_on, record.created_on,
    record.do_not_analyse, record.invented
    from record_row
    join record on record.record_id = record_row.record_id
    left join record_address
        on record_address.record_id = record.record_id and record_address.position = 0
    left join address on address.address_id = record_address.address_id
    left join record as account on account.record_id = record.account_id
    left join address as owners on owners.address = record.owner
    left join person as owner on owner.person_id = owners.person_id";
