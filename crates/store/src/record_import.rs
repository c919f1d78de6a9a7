//! Taking records over from the CRM, many to a statement.
//!
//! A record's other addresses are the same person's as its first, unless they belong to a colleague, are no person's,
//! or are the first address of another record.

use std::collections::{HashMap, HashSet};

use relata_model::classification::{Evidence, classify};
use relata_model::{Address, AddressId, Name, Record, RecordId, RecordKind, RecordNumber, Stakeholder, Suppression};
use sqlx::AnyConnection;

use crate::Store;
use crate::database::{execute_in, fetch_in, insert, truth};
use crate::dictionary::{self, Seen};
use crate::directory::remove_persons_without_address;
use crate::error::Result;
use crate::fold::fold;
use crate::person::NAMED_BY_RECORD;
use crate::record_insights::clear;
use crate::record_numbers::number_records;
use crate::record_reading::{Origin, note_origin};

/// What a contact or lead is called whose person was forgotten.
pub(crate) const FORGOTTEN: &str = "Forgotten";
/// Records in one transaction: enough to be quick, few enough that others get their turn.
const AT_ONCE: usize = 1_000;
/// How much of a name lists are sorted by. PostgreSQL refuses long values in an index.
const SORT_KEY_BYTES: usize = 120;

impl Store {
    /// Takes over records as the CRM has them now; those not given stay as they are. Of a record given twice the
    /// later counts.
    pub async fn upsert_records(&self, records: &[Record]) -> Result<()> {
        self.take_over(None, records).await
    }

    /// As [`Store::upsert_records`], and notes who told them.
    pub async fn upsert_records_of(&self, origin: Origin, records: &[Record]) -> Result<()> {
        self.take_over(Some(origin), records).await
    }

    async fn take_over(&self, origin: Option<Origin>, records: &[Record]) -> Result<()> {
        let directory = self.directory().await?;
        let suppression = self.suppression().await?;
        for records in records.chunks(AT_ONCE) {
            let records = self.nameless(latest(records), &suppression).await?;
            let records: Vec<&Record> = records.iter().collect();
            let ids: Vec<RecordId> = records.iter().map(|it| it.id.clone()).collect();
            let texts: Vec<String> = ids.iter().map(|it| it.0.clone()).collect();
            let seen = records.iter().flat_map(|record| seen_in(record, &directory));
            let seen: Vec<Seen> = seen.filter(|it| !suppression.has(&it.address)).collect();
            let mut writing = self.write().await?;
            let addresses = dictionary::intern(&mut writing, None, &dictionary::merge(&seen)).await?;
            let numbers = number_records(&mut writing, &ids).await?;
            let connection = writing.connection();
            // Whoever a record stood for until now may be a bare person again.
            mark_persons(connection, &texts).await?;
            write_records(connection, &records).await?;
            write_rows(connection, &records, &numbers).await?;
            if let Some(origin) = origin {
                let told: Vec<(String, RecordKind)> = records.iter().map(|it| (it.id.0.clone(), it.kind)).collect();
                note_origin(connection, origin, &told).await?;
            }
            unlink(connection, &texts).await?;
            link(connection, &records, &addresses, &suppression).await?;
            mark_persons(connection, &texts).await?;
            name_persons(connection, &records, &texts).await?;
            if join_addresses(connection, &records).await? > 0 {
                remove_persons_without_address(connection).await?;
            }
            writing.commit().await?;
        }
        self.refresh_search().await?;
        Ok(())
    }

    /// Returns the records without what they say of people who were forgotten. The CRM keeps them; a contact or lead that
    /// stands for one of them has no name here, and gets none later, when the CRM has lost the address.
    async fn nameless(&self, records: Vec<&Record>, suppression: &Suppression) -> Result<Vec<Record>> {
        let ids: Vec<String> = records.iter().map(|it| it.id.0.clone()).collect();
        let mut connection = self.pool.acquire().await?;
        let sql = |these: &str| format!("select record_id from forgotten_record where record_id in ({these})");
        let rows: Vec<(String,)> = fetch_in(&mut connection, &ids, sql).await?;
        drop(connection);
        let known: HashSet<String> = rows.into_iter().map(|it| it.0).collect();
        let is_forgotten = |it: &Record| {
            matches!(it.kind, RecordKind::Contact | RecordKind::Lead)
                && it.addresses.first().is_some_and(|it| suppression.has(it))
        };
        let new: Vec<String> = records
            .iter()
            .filter(|it| is_forgotten(it) && !known.contains(&it.id.0))
            .map(|it| it.id.0.clone())
            .collect();
        if !new.is_empty() {
            let mut writing = self.write().await?;
            let into = ("insert into forgotten_record (record_id)", 1, "on conflict do nothing");
            insert(writing.connection(), into, &new, |query, it| query.bind(it.clone())).await?;
            writing.commit().await?;
        }
        let without = |it: &Record| {
            let mut record = it.clone();
            record.owner = record.owner.filter(|it| !suppression.has(it));
            if is_forgotten(it) || known.contains(&it.id.0) {
                record.name = Name::new(FORGOTTEN).expect("a plain name");
                record.title = None;
            }
            record
        };
        Ok(records.into_iter().map(without).collect())
    }
}

/// Returns every record once, as given last, in the order first given.
fn latest(records: &[Record]) -> Vec<&Record> {
    let latest: HashMap<&RecordId, &Record> = records.iter().map(|it| (&it.id, it)).collect();
    let mut met = HashSet::new();
    records.iter().filter(|it| met.insert(&it.id)).map(|it| latest[&it.id]).collect()
}

fn seen_in<'a>(record: &'a Record, directory: &'a relata_model::Directory) -> impl Iterator<Item = Seen> + 'a {
    record.addresses.iter().enumerate().map(|(position, it)| {
        let standing = directory.find(it).map(|it| it.standing);
        // The record is named for whoever has its first address. The others may be somebody else's, and what the directory's
        // own are called is the directory's to say, and their mail's.
        let name = (position == 0 && standing.is_none()).then_some(&record.name);
        let classified = classify(it, name, Evidence::default(), standing);
        Seen { address: it.clone(), name: name.cloned(), classified }
    })
}

async fn write_records(connection: &mut AnyConnection, records: &[&Record]) -> Result<()> {
    let head = "
        insert into record (record_id, kind, name, sort_name, title, company, account_id, primary_contact_id, owner,
                            state, status, stage, revenue, currency, created_on, close_on, closed_on,
                            do_not_analyse, invented, search_stale)";
    let tail = "
        on conflict (record_id) do update set
            kind = excluded.kind, name = excluded.name, sort_name = excluded.sort_name, title = excluded.title,
            company = excluded.company, account_id = excluded.account_id,
            primary_contact_id = excluded.primary_contact_id, owner = excluded.owner, state = excluded.state,
            status = excluded.status, stage = excluded.stage, revenue = excluded.revenue,
            currency = excluded.currency, created_on = excluded.created_on, close_on = excluded.close_on,
            closed_on = excluded.closed_on, do_not_analyse = excluded.do_not_analyse,
            invented = excluded.invented, search_stale = 1";
    let name = |it: &Option<Name>| it.as_ref().map(|it| it.as_str().to_owned());
    let id = |it: &Option<RecordId>| it.as_ref().map(|it| it.0.clone());
    insert(connection, (head, 20, tail), records, |query, it| {
        query
            .bind(it.id.0.clone())
            .bind(it.kind.name())
            .bind(it.name.as_str().to_owned())
            .bind(fold(it.name.as_str()))
            .bind(name(&it.title))
            .bind(name(&it.company))
            .bind(id(&it.account))
            .bind(id(&it.primary_contact))
            .bind(it.owner.as_ref().map(|it| it.as_str().to_owned()))
            .bind(it.state.clone())
            .bind(it.status().name())
            .bind(it.stage.clone())
            .bind(revenue(it))
            .bind(it.currency.clone())
            .bind(it.created_on.map(|it| it.to_string()))
            .bind(it.close_on.map(|it| it.to_string()))
            .bind(it.closed_on.map(|it| it.to_string()))
            .bind(truth(it.do_not_analyse))
            .bind(serde_json::Value::from(it.invented.clone()).to_string())
            .bind(1_i64)
    })
    .await
}

/// Writes the part of a list's row that comes from the CRM. Whom it says to leave alone loses what was computed.
async fn write_rows(
    connection: &mut AnyConnection,
    records: &[&Record],
    numbers: &HashMap<RecordId, RecordNumber>,
) -> Result<()> {
    let head = "insert into record_row (number, record_id, kind, status, sort_key, revenue, close_on)";
    let tail = "
        on conflict (number) do update set
            kind = excluded.kind, status = excluded.status, sort_key = excluded.sort_key, revenue = excluded.revenue,
            close_on = excluded.close_on";
    insert(connection, (head, 7, tail), records, |query, it| {
        query
            .bind(numbers[&it.id].0)
            .bind(it.id.0.clone())
            .bind(it.kind.name())
            .bind(it.status().name())
            .bind(sort_key(&it.name))
            .bind(revenue(it))
            .bind(it.close_on.map(|it| it.to_string()))
    })
    .await?;
    let alone: Vec<i64> = records.iter().filter(|it| it.do_not_analyse).map(|it| numbers[&it.id].0).collect();
    execute_in(connection, &alone, |these| format!("{} where number in ({these})", clear())).await
}

/// What is no number has no place in an order, and is not equal to itself.
fn revenue(record: &Record) -> Option<f64> {
    record.revenue.filter(|it| it.is_finite())
}

fn sort_key(name: &Name) -> Vec<u8> {
    fold(name.as_str()).bytes().take(SORT_KEY_BYTES).collect()
}

pub(crate) async fn unlink(connection: &mut AnyConnection, ids: &[String]) -> Result<()> {
    for table in ["record_address", "record_domain", "record_team", "record_stakeholder"] {
        execute_in(connection, ids, |these| format!("delete from {table} where record_id in ({these})")).await?;
    }
    Ok(())
}

async fn link(
    connection: &mut AnyConnection,
    records: &[&Record],
    numbers: &HashMap<Address, AddressId>,
    suppression: &Suppression,
) -> Result<()> {
    let mut addresses: Vec<(&RecordId, i64, &Address)> = parts(records, |it| &it.addresses);
    addresses.retain(|it| numbers.contains_key(it.2));
    let into = ("insert into record_address (record_id, position, address_id)", 3, "");
    insert(connection, into, &addresses, |query, (id, position, it)| {
        query.bind(id.0.clone()).bind(*position).bind(numbers[it].0)
    })
    .await?;
    let domains: Vec<(&RecordId, i64, &String)> = parts(records, |it| &it.domains);
    let into = ("insert into record_domain (record_id, position, domain)", 3, "");
    insert(connection, into, &domains, |query, (id, position, it)| {
        query.bind(id.0.clone()).bind(*position).bind(it.to_lowercase())
    })
    .await?;
    let mut team: Vec<(&RecordId, i64, &Address)> = parts(records, |it| &it.team);
    team.retain(|it| !suppression.has(it.2));
    let into = ("insert into record_team (record_id, position, address)", 3, "");
    insert(connection, into, &team, |query, (id, position, it)| {
        query.bind(id.0.clone()).bind(*position).bind(it.as_str().to_owned())
    })
    .await?;
    let mut stakeholders: Vec<(&RecordId, i64, &Stakeholder)> = parts(records, |it| &it.stakeholders);
    stakeholders.retain(|it| !matches!(it.2, Stakeholder::Address(address) if suppression.has(address)));
    let into = ("insert into record_stakeholder (record_id, position, contact_id, address)", 4, "");
    insert(connection, into, &stakeholders, |query, (id, position, it)| {
        let (contact, address) = match it {
            Stakeholder::Record(contact) => (Some(contact.0.clone()), None),
            Stakeholder::Address(address) => (None, Some(address.as_str().to_owned())),
        };
        query.bind(id.0.clone()).bind(*position).bind(contact).bind(address)
    })
    .await
}

/// Returns the parts of all records: whose, where it stands, what.
fn parts<'a, T>(records: &[&'a Record], of: impl Fn(&'a Record) -> &'a Vec<T>) -> Vec<(&'a RecordId, i64, &'a T)> {
    let numbered = |record: &'a Record| (0_i64..).zip(of(record)).map(|(position, it)| (&record.id, position, it));
    records.iter().copied().flat_map(numbered).collect()
}

pub(crate) async fn mark_persons(connection: &mut AnyConnection, ids: &[String]) -> Result<()> {
    let sql = |these: &str| {
        format!(
            "update person set search_stale = 1
             where person_id in (select address.person_id from record_address
                                 join address on address.address_id = record_address.address_id
                                 where record_address.record_id in ({these}))"
        )
    };
    execute_in(connection, ids, sql).await
}

/// Names persons as their records do, unless the directory does. Of two records the later has the say.
async fn name_persons(connection: &mut AnyConnection, records: &[&Record], ids: &[String]) -> Result<()> {
    let sql = |these: &str| {
        format!(
            "select record_address.record_id, address.person_id from record_address
             join address on address.address_id = record_address.address_id
             where record_address.position = 0 and record_address.record_id in ({these})
               and not exists (select 1 from entry where entry.person_id = address.person_id)"
        )
    };
    let persons: Vec<(String, i64)> = fetch_in(connection, ids, sql).await?;
    let persons: HashMap<&str, i64> = persons.iter().map(|(id, person)| (id.as_str(), *person)).collect();
    let names: HashMap<i64, &Name> =
        records.iter().filter_map(|it| persons.get(it.id.0.as_str()).map(|person| (*person, &it.name))).collect();
    let mut names: Vec<(i64, &Name)> = names.into_iter().collect();
    names.sort_unstable();
    let tail = format!(
        ") update person set name = new.name, name_rank = {NAMED_BY_RECORD}, search_stale = 1 from new
         where person.person_id = new.person_id and person.name_rank <= {NAMED_BY_RECORD}
           and (person.name is null or person.name <> new.name)"
    );
    let into = ("with new (person_id, name) as (", 2, tail.as_str());
    insert(connection, into, &names, |query, (person, name)| query.bind(*person).bind(name.as_str().to_owned())).await
}

/// Gives records' other addresses to their persons; returns how many moved.
async fn join_addresses(connection: &mut AnyConnection, records: &[&Record]) -> Result<u64> {
    let mut moved = 0;
    for record in records.iter().filter(|it| it.addresses.len() > 1) {
        let query = sqlx::query(JOIN_ADDRESSES).bind(record.id.0.clone());
        moved += query.execute(&mut *connection).await?.rows_affected();
    }
    Ok(moved)
}

const JOIN_ADDRESSES: &str = "
    with first as materialized (
        select address.person_id from record_address
        join address on address.address_id = record_address.address_id
        where record_address.record_id = $1 and record_address.position = 0
          and not exists (select 1 from entry where entry.person_id = address.person_id)
    )
    update address set person_id = (select person_id from first)
    where address_id in (select address_id from record_address where record_id = $1 and position > 0)
      and person_id <> (select person_id from first) and class = 0
      and not exists (select 1 from entry where entry.person_id = address.person_id)
      and not exists (select 1 from record_address as other
                      where other.address_id = address.address_id and other.record_id <> $1 and other.position = 0)";
