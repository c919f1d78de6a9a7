//! Records: contacts, leads and accounts, as the CRM has them.
//!
//! A contact or lead stands for the person its first address belongs to. Its other addresses are the same person's,
//! unless they belong to a colleague, are no person's, or are the first address of another record.

use relata_model::classification::{Evidence, classify};
use relata_model::{AddressId, Name, PersonId, Record, RecordId, RecordKind};
use sqlx::AnyConnection;

use crate::database::truth;
use crate::dictionary::{self, Seen, set_name};
use crate::directory::remove_persons_without_address;
use crate::error::Result;
use crate::fold::fold;
use crate::person::NAMED_BY_RECORD;
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

/// A record with everything shown of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordPage {
    /// What its list shows.
    pub summary: RecordSummary,
    /// Addresses of a contact or lead.
    pub addresses: Vec<String>,
    /// Domains of an account.
    pub domains: Vec<String>,
    /// The CRM's word for its state.
    pub state: Option<String>,
    /// The colleague who owns it: their name if known, else the address.
    pub owner: Option<String>,
    /// The account of a contact or lead, if it is among the records.
    pub account: Option<(RecordId, String)>,
    /// Whom a contact or lead stands for; `None` also where it stands for a colleague.
    pub person: Option<PersonId>,
    /// Never analysed, never shown to have introducers.
    pub do_not_analyse: bool,
    /// Names of the fields that sample data made up.
    pub invented: Vec<String>,
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
        let kind = RecordKind::named(&self.kind);
        Ok(RecordSummary {
            id: RecordId(self.record_id),
            kind: kind.ok_or_else(|| StoreError::NotUnderstood(format!("a record of kind `{}`", self.kind)))?,
            name: self.name,
            title: self.title,
            company: self.company,
            email: self.email,
        })
    }
}

#[derive(sqlx::FromRow)]
struct PageRow {
    #[sqlx(flatten)]
    summary: SummaryRow,
    state: Option<String>,
    owner: Option<String>,
    owner_name: Option<String>,
    account_id: Option<String>,
    account_name: Option<String>,
    person_id: Option<i64>,
    do_not_analyse: i64,
    invented: String,
}

impl Store {
    /// Takes over records as the CRM has them now; those not given stay as they are.
    pub async fn upsert_records(&self, records: &[Record]) -> Result<()> {
        let directory = self.directory().await?;
        for records in records.chunks(500) {
            let seen: Vec<Seen> = records.iter().flat_map(|record| seen_in(record, &directory)).collect();
            let mut writing = self.write().await?;
            let numbers = dictionary::intern(&mut writing, &dictionary::merge(&seen)).await?;
            for record in records {
                upsert(writing.connection(), record).await?;
                let addresses: Vec<AddressId> = record.addresses.iter().map(|it| numbers[it]).collect();
                link(writing.connection(), record, &addresses).await?;
            }
            let mut moved = 0;
            for record in records {
                moved += join_addresses(writing.connection(), record).await?;
            }
            if moved > 0 {
                remove_persons_without_address(writing.connection()).await?;
            }
            writing.commit().await?;
        }
        self.refresh_search().await?;
        Ok(())
    }

    /// Returns records of a kind, by name, after the record given.
    pub async fn records(
        &self,
        kind: Option<RecordKind>,
        after: Option<&RecordId>,
        limit: u32,
    ) -> Result<Vec<RecordSummary>> {
        let sql = "
            select record.record_id, record.kind, record.name, record.title, record.company, address.address as email
            from record
            left join record_address
                on record_address.record_id = record.record_id and record_address.position = 0
            left join address on address.address_id = record_address.address_id
            where ($1 = '' or record.kind = $1)
              and ($2 = '' or (record.sort_name, record.record_id)
                   > (select sort_name, record_id from record where record_id = $2))
            order by record.sort_name, record.record_id
            limit $3";
        let kind = kind.map_or("", RecordKind::name);
        let after = after.map_or(String::new(), |it| it.0.clone());
        let query = sqlx::query_as(sql).bind(kind).bind(after).bind(i64::from(limit));
        let rows: Vec<SummaryRow> = query.fetch_all(&self.pool).await?;
        rows.into_iter().map(SummaryRow::into_summary).collect()
    }

    /// Returns a record, or `None` if there is no such record.
    pub async fn record(&self, id: &RecordId) -> Result<Option<RecordPage>> {
        let sql = "
            select record.record_id, record.kind, record.name, record.title, record.company, address.address as email,
                   record.state, record.owner, owner.name as owner_name, account.record_id as account_id,
                   account.name as account_name, record.do_not_analyse, record.invented,
                   case when exists (select 1 from entry where entry.person_id = address.person_id
                                     and entry.standing in (0, 1))
                        then null else address.person_id end as person_id
            from record
            left join record_address
                on record_address.record_id = record.record_id and record_address.position = 0
            left join address on address.address_id = record_address.address_id
            left join record as account on account.record_id = record.account_id
            left join address as owners on owners.address = record.owner
            left join person as owner on owner.person_id = owners.person_id
            where record.record_id = $1";
        let row: Option<PageRow> = sqlx::query_as(sql).bind(id.0.clone()).fetch_optional(&self.pool).await?;
        let Some(row) = row else { return Ok(None) };
        let addresses = "
            select address.address from record_address
            join address on address.address_id = record_address.address_id
            where record_address.record_id = $1 order by record_address.position";
        let domains = "select domain from record_domain where record_id = $1 order by position";
        Ok(Some(RecordPage {
            summary: row.summary.into_summary()?,
            addresses: sqlx::query_scalar(addresses).bind(id.0.clone()).fetch_all(&self.pool).await?,
            domains: sqlx::query_scalar(domains).bind(id.0.clone()).fetch_all(&self.pool).await?,
            state: row.state,
            owner: row.owner_name.or(row.owner),
            account: row.account_id.map(RecordId).zip(row.account_name),
            person: row.person_id.map(PersonId),
            do_not_analyse: row.do_not_analyse != 0,
            invented: serde_json::from_str(&row.invented)
                .map_err(|_| StoreError::NotUnderstood("a list of invented fields that is none".to_owned()))?,
        }))
    }

    /// Returns the contacts and leads of an account, by name.
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
    /// contacts and leads, and everybody who writes from one of its domains.
    pub async fn persons_of_record(&self, id: &RecordId) -> Result<Vec<PersonId>> {
        let sql = "select distinct person_id from record_person where record_id = $1 order by person_id";
        let persons: Vec<i64> = sqlx::query_scalar(sql).bind(id.0.clone()).fetch_all(&self.pool).await?;
        Ok(persons.into_iter().map(PersonId).collect())
    }
}

fn seen_in<'a>(record: &'a Record, directory: &'a relata_model::Directory) -> impl Iterator<Item = Seen> + 'a {
    record.addresses.iter().map(|it| {
        let standing = directory.find(it).map(|it| it.standing);
        let classified = classify(it, Some(&record.name), Evidence::default(), standing);
        Seen { address: it.clone(), name: Some(record.name.clone()), classified }
    })
}

async fn upsert(connection: &mut AnyConnection, record: &Record) -> Result<()> {
    let sql = "
        insert into record (record_id, kind, name, sort_name, title, company, account_id, owner, state,
                            do_not_analyse, invented, search_stale)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)
        on conflict (record_id) do update set
            kind = excluded.kind, name = excluded.name, sort_name = excluded.sort_name, title = excluded.title,
            company = excluded.company, account_id = excluded.account_id, owner = excluded.owner,
            state = excluded.state, do_not_analyse = excluded.do_not_analyse, invented = excluded.invented,
            search_stale = 1";
    let text = |it: &Option<Name>| it.as_ref().map(|it| it.as_str().to_owned());
    sqlx::query(sql)
        .bind(record.id.0.clone())
        .bind(record.kind.name())
        .bind(record.name.as_str().to_owned())
        .bind(fold(record.name.as_str()))
        .bind(text(&record.title))
        .bind(text(&record.company))
        .bind(record.account.as_ref().map(|it| it.0.clone()))
        .bind(record.owner.as_ref().map(|it| it.as_str().to_owned()))
        .bind(record.state.clone())
        .bind(truth(record.do_not_analyse))
        .bind(serde_json::Value::from(record.invented.clone()).to_string())
        .execute(connection)
        .await?;
    Ok(())
}

async fn link(connection: &mut AnyConnection, record: &Record, addresses: &[AddressId]) -> Result<()> {
    // Whoever the record stood for until now may be a bare person again.
    mark_persons(connection, record).await?;
    for sql in ["delete from record_address where record_id = $1", "delete from record_domain where record_id = $1"] {
        sqlx::query(sql).bind(record.id.0.clone()).execute(&mut *connection).await?;
    }
    for (position, address) in (0_i64..).zip(addresses) {
        let sql = "insert into record_address (record_id, position, address_id) values ($1, $2, $3)";
        let query = sqlx::query(sql).bind(record.id.0.clone()).bind(position).bind(address.0);
        query.execute(&mut *connection).await?;
    }
    for (position, domain) in (0_i64..).zip(&record.domains) {
        let sql = "insert into record_domain (record_id, position, domain) values ($1, $2, $3)";
        let query = sqlx::query(sql).bind(record.id.0.clone()).bind(position).bind(domain.to_lowercase());
        query.execute(&mut *connection).await?;
    }
    mark_persons(connection, record).await
}

async fn mark_persons(connection: &mut AnyConnection, record: &Record) -> Result<()> {
    let sql = "
        update person set search_stale = 1
        where person_id in (select address.person_id from record_address
                            join address on address.address_id = record_address.address_id
                            where record_address.record_id = $1)";
    sqlx::query(sql).bind(record.id.0.clone()).execute(connection).await?;
    Ok(())
}

/// Gives a record's other addresses to its person, and the person the record's name; returns how many addresses moved.
async fn join_addresses(connection: &mut AnyConnection, record: &Record) -> Result<u64> {
    let sql = "
        select address.person_id from record_address
        join address on address.address_id = record_address.address_id
        where record_address.record_id = $1 and record_address.position = 0
          and not exists (select 1 from entry where entry.person_id = address.person_id)";
    let id = &record.id.0;
    let person: Option<i64> = sqlx::query_scalar(sql).bind(id.clone()).fetch_optional(&mut *connection).await?;
    let Some(person) = person else { return Ok(0) };
    set_name(connection, PersonId(person), Some(&record.name), NAMED_BY_RECORD).await?;
    if record.addresses.len() < 2 {
        return Ok(0);
    }
    let sql = "
        update address set person_id = $1
        where address_id in (select address_id from record_address where record_id = $2 and position > 0)
          and person_id <> $1 and class = 0
          and not exists (select 1 from entry where entry.person_id = address.person_id)
          and not exists (select 1 from record_address as other
                          where other.address_id = address.address_id
                            and other.record_id <> $2 and other.position = 0)";
    Ok(sqlx::query(sql).bind(person).bind(id.clone()).execute(connection).await?.rows_affected())
}
