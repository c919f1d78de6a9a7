//! Removing records that were deleted where they came from, many to a statement.
//!
//! With a record go its row in lists, its series, its words in the search, its team, stakeholders, domains and addresses. Its
//! number stays: activities in the log regard it, and it may come back. What other records say of it stays with them, as it
//! does of a record that has yet to arrive; what was released of an account stays released.
//!
//! Whom it stood for stays as far as anybody else speaks of them: called what other records, else mailboxes call them.
//! Addresses nobody speaks of are told to the caller, who asks the log.

use relata_model::{AddressId, RecordId};
use sqlx::AnyConnection;

use crate::database::{execute_in, fetch_in};
use crate::directory::remove_persons_without_address;
use crate::erasure::{class_anew, name_anew};
use crate::error::Result;
use crate::person::NAMED_BY_RECORD;
use crate::record_import::{mark_persons, unlink};
use crate::search;
use crate::{ConnectionId, Store};

/// Records in one transaction: enough to be quick, few enough that others get their turn.
const AT_ONCE: usize = 1_000;

/// What was removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RemovedRecords {
    /// How many records.
    pub records: u64,
    /// The addresses they had.
    pub addresses: Vec<AddressId>,
}

impl Store {
    /// Removes those of these records that a connection told; others stay. Doing it twice is harmless.
    pub async fn remove_records(&self, told_by: ConnectionId, ids: &[RecordId]) -> Result<RemovedRecords> {
        let mut removed = RemovedRecords::default();
        for some in ids.chunks(AT_ONCE) {
            let ids: Vec<String> = some.iter().map(|it| it.0.clone()).collect();
            let mut writing = self.write().await?;
            // Taking no number locks the sequence: nobody refreshes the same entries of the search meanwhile.
            writing.take_numbers("search_entry", 0).await?;
            let connection = writing.connection();
            let sql = |these: &str| {
                format!(
                    "select record_id from record_origin where connection_id = {} and record_id in ({these})",
                    told_by.0
                )
            };
            let own: Vec<(String,)> = fetch_in(connection, &ids, sql).await?;
            let own: Vec<String> = own.into_iter().map(|it| it.0).collect();
            removed.addresses.extend(remove(connection, &own).await?);
            removed.records += own.len() as u64;
            writing.commit().await?;
        }
        if removed.records > 0 {
            self.refresh_search().await?;
        }
        removed.addresses.sort_unstable();
        removed.addresses.dedup();
        Ok(removed)
    }

    /// Removes every record a connection told, and where reading them had come to.
    pub async fn remove_records_of(&self, connection: ConnectionId) -> Result<RemovedRecords> {
        let sql = "select record_id from record_origin where connection_id = $1 order by record_id";
        let ids: Vec<String> = sqlx::query_scalar(sql).bind(connection.0).fetch_all(&self.pool).await?;
        let ids: Vec<RecordId> = ids.into_iter().map(RecordId).collect();
        let removed = self.remove_records(connection, &ids).await?;
        let mut writing = self.write().await?;
        let sql = "delete from record_reading where connection_id = $1";
        sqlx::query(sql).bind(connection.0).execute(writing.connection()).await?;
        writing.commit().await?;
        Ok(removed)
    }

    /// Returns those of these addresses that the store speaks of nowhere else: no record, entry of the directory or thing
    /// ahead. Whether the log does, the log knows.
    pub async fn idle_addresses(&self, of: &[AddressId]) -> Result<Vec<AddressId>> {
        let of: Vec<i64> = of.iter().map(|it| it.0).collect();
        let mut connection = self.pool.acquire().await?;
        let sql = |these: &str| {
            format!(
                "select address_id from address where address_id in ({these})
                   and not exists (select 1 from record_address where record_address.address_id = address.address_id)
                   and not exists (select 1 from scheduled_person where scheduled_person.address_id = address.address_id)
                   and not exists (select 1 from scheduled_copy_person
                                   where scheduled_copy_person.address_id = address.address_id)
                   and not exists (select 1 from entry where entry.email = address.address)
                   and not exists (select 1 from entry_alias where entry_alias.address = address.address)"
            )
        };
        let rows: Vec<(i64,)> = fetch_in(&mut connection, &of, sql).await?;
        Ok(rows.into_iter().map(|it| AddressId(it.0)).collect())
    }

    /// Takes addresses out of the dictionary, and whoever has no other.
    pub async fn forget_addresses(&self, these: &[AddressId]) -> Result<()> {
        let ids: Vec<i64> = these.iter().map(|it| it.0).collect();
        let mut writing = self.write().await?;
        for table in ["left_out", "evidence", "address"] {
            let sql = |these: &str| format!("delete from {table} where address_id in ({these})");
            execute_in(writing.connection(), &ids, sql).await?;
        }
        remove_persons_without_address(writing.connection()).await?;
        writing.commit().await
    }
}

/// Removes records; returns the addresses they had.
async fn remove(connection: &mut AnyConnection, ids: &[String]) -> Result<Vec<AddressId>> {
    let sql = |these: &str| {
        format!("select distinct address_id from record_address where record_id in ({these}) order by address_id")
    };
    let addresses: Vec<(i64,)> = fetch_in(connection, ids, sql).await?;
    let addresses: Vec<i64> = addresses.into_iter().map(|it| it.0).collect();
    mark_persons(connection, ids).await?;
    unlink(connection, ids).await?;
    let of_numbers = "number in (select number from record_number where record_id in";
    execute_in(connection, ids, |these| format!("delete from record_month where {of_numbers} ({these}))")).await?;
    search::forget_records(connection, ids).await?;
    for table in ["record_row", "record_origin", "record"] {
        execute_in(connection, ids, |these| format!("delete from {table} where record_id in ({these})")).await?;
    }
    name_persons_anew(connection, &addresses).await?;
    Ok(addresses.into_iter().map(AddressId).collect())
}

/// Lets the persons of these addresses be called, and be, what is still said of them: by the record that told them last, else
/// by their mail. The directory's word stands.
async fn name_persons_anew(connection: &mut AnyConnection, addresses: &[i64]) -> Result<()> {
    let sql = |these: &str| {
        format!(
            "update person set name_rank = 0, name = null, search_stale = 1
             where name_rank = {NAMED_BY_RECORD}
               and person_id in (select person_id from address where address_id in ({these}))
               and not exists (select 1 from entry where entry.person_id = person.person_id)
               and not exists (select 1 from record_address
                               join address on address.address_id = record_address.address_id
                               where record_address.position = 0 and address.person_id = person.person_id)"
        )
    };
    execute_in(connection, addresses, sql).await?;
    let sql = |these: &str| {
        format!(
            "select address.address_id from address join person on person.person_id = address.person_id
             where person.name_rank = 0 and address.address_id in ({these})"
        )
    };
    let nameless: Vec<(i64,)> = fetch_in(connection, addresses, sql).await?;
    for (it,) in nameless {
        class_anew(connection, it).await?;
        name_anew(connection, it).await?;
    }
    // Of several records the last one's name holds, as when they were taken over.
    let sql = |these: &str| {
        format!(
            "update person set search_stale = 1, name = (
                 select record.name from record
                 join record_address on record_address.record_id = record.record_id and record_address.position = 0
                 join address on address.address_id = record_address.address_id
                 where address.person_id = person.person_id order by record.record_id desc limit 1)
             where name_rank = {NAMED_BY_RECORD}
               and person_id in (select person_id from address where address_id in ({these}))
               and exists (select 1 from record_address
                           join address on address.address_id = record_address.address_id
                           where record_address.position = 0 and address.person_id = person.person_id)"
        )
    };
    execute_in(connection, addresses, sql).await
}
