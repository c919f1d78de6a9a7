//! Records in short: the CRM's entries by name, and whom they stand for.
//!
//! A contact or lead stands for the person its first address belongs to. Taking records over is in
//! `record_import.rs`; a whole page of one in `record_page.rs`; lists with what was computed in `record_list.rs`.

use jiff::civil::Date;
use relata_model::{PersonId, RecordId, RecordKind, Status};

use crate::error::Result;
use crate::{Store, StoreError};

/// A record in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSummary {
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
}

#[derive(sqlx::FromRow)]
pub(crate) struct SummaryRow {
    record_id: String,
    kind: String,
    name: String,
    title: Option<String>,
    company: Option<String>,
    email: Option<String>,
}

impl SummaryRow {
    pub(crate) fn into_summary(self) -> Result<RecordSummary> {
        Ok(RecordSummary {
            id: RecordId(self.record_id),
            kind: kind_of(&self.kind)?,
            name: self.name,
            title: self.title,
            company: self.company,
            email: self.email,
        })
    }
}

impl Store {
    /// Returns the contacts, leads and opportunities of an account, by name.
    pub async fn records_of_account(&self, account: &RecordId, limit: u32) -> Result<Vec<RecordSummary>> {
        let sql = "
            select record.record_id, record.kind, record.name, record.title, record.company, address.address as email
            from record
            left join record_address
                on record_address.record_id = record.record_id and record_address.position = 0
            left join address on address.address_id = record_address.address_id
            where record.account_id = $1
            order by record.sort_name, record.record_id
            limit $2";
        let query = sqlx::query_as(sql).bind(account.0.clone()).bind(i64::from(limit));
        let rows: Vec<SummaryRow> = query.fetch_all(&self.pool).await?;
        rows.into_iter().map(SummaryRow::into_summary).collect()
    }

    /// Returns whom a record stands for: one person for a contact or lead; for an account the persons of its
    /// contacts and leads, and everybody who writes from one of its domains; for an opportunity its customers.
    pub async fn persons_of_record(&self, id: &RecordId) -> Result<Vec<PersonId>> {
        let sql = "select distinct person_id from record_person where record_id = $1 order by person_id";
        let persons: Vec<i64> = sqlx::query_scalar(sql).bind(id.0.clone()).fetch_all(&self.pool).await?;
        Ok(persons.into_iter().map(PersonId).collect())
    }
}

/// Returns the kind of record stored as that word.
pub(crate) fn kind_of(word: &str) -> Result<RecordKind> {
    RecordKind::named(word).ok_or_else(|| StoreError::NotUnderstood(format!("a record of kind `{word}`")))
}

/// Returns the status stored as that word.
pub(crate) fn status_of(word: &str) -> Result<Status> {
    Status::named(word).ok_or_else(|| StoreError::NotUnderstood(format!("a record of status `{word}`")))
}

/// Returns a day that was stored.
pub(crate) fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| StoreError::NotUnderstood(format!("the day `{text}`")))
}

/// Returns a day that was stored, if one was.
pub(crate) fn day_if_any(text: Option<String>) -> Result<Option<Date>> {
    text.map(|it| day(&it)).transpose()
}

/// Returns the names of the fields that sample data made up.
pub(crate) fn invented(json: &str) -> Result<Vec<String>> {
    serde_json::from_str(json)
        .map_err(|_| StoreError::NotUnderstood("a list of invented fields that is none".to_owned()))
}
