//! Measures how records of a CRM are kept in step, on invented data:
//! `cargo run --release -p relata-store --example measure_crm [URL]`.
//!
//! 100,000 contacts of 10,000 accounts, told in pages of 1,000, as a CRM on the network tells them.

use std::time::Instant;

use jiff::Timestamp;
use relata_model::{Address, Name, Record, RecordId, RecordKind};
use relata_store::{
    ConnectionId, ConnectionKind, CredentialKind, NewConnection, Origin, PageOfRecords, Store, StoreError,
};

const CONTACTS: usize = 100_000;
const ACCOUNTS: usize = 10_000;
const PAGE: usize = 1_000;

#[tokio::main]
async fn main() -> Result<(), StoreError> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("measure.db");
    let url = std::env::args().nth(1).unwrap_or_else(|| format!("sqlite:{}", file.display()));
    let store = Store::open(&url).await?;
    let crm = connect(&store).await?;
    let all: Vec<Record> = (0..CONTACTS).map(contact).collect();
    let empty = bytes(&file);
    walk(&store, crm, 1_000, &all, "a first walk").await?;
    println!("    {} bytes a record", (bytes(&file) - empty) / CONTACTS as u64);
    walk(&store, crm, 2_000, &all[..CONTACTS * 9 / 10], "a second walk, a tenth less").await?;
    let began = Instant::now();
    let missing = store.missing_from_walk(crm, RecordKind::Contact, at(2_000)).await?;
    let removed = store.remove_records(crm, &missing).await?;
    rate("what it did not meet removed", removed.records as usize, began);
    let began = Instant::now();
    let idle = store.idle_addresses(&removed.addresses).await?;
    store.forget_addresses(&idle).await?;
    rate("addresses nobody speaks of forgotten", idle.len(), began);
    Ok(())
}

async fn connect(store: &Store) -> Result<ConnectionId, StoreError> {
    let host = "https://contoso.crm4.dynamics.com";
    let new = NewConnection {
        kind: ConnectionKind::Dataverse,
        source: NewConnection::source_of(ConnectionKind::Dataverse, "contoso.com", host),
        tenant: "contoso.com".to_owned(),
        client: "app".to_owned(),
        login_host: NewConnection::LOGIN_HOST.to_owned(),
        service_host: host.to_owned(),
        credential: CredentialKind::Secret,
        group: String::new(),
    };
    store.connect(&new, |_| (Vec::new(), 1), "operator", at(0)).await
}

async fn walk(
    store: &Store,
    crm: ConnectionId,
    began_at: i64,
    records: &[Record],
    what: &str,
) -> Result<(), StoreError> {
    let began = Instant::now();
    for page in records.chunks(PAGE) {
        store.upsert_records_of(Origin { connection: crm, walk: Some(at(began_at)) }, page).await?;
        let read = PageOfRecords {
            place: Some("a place"),
            read: page.len() as u64,
            unreadable: 0,
            removed: 0,
            is_whole: false,
        };
        store.read_records_up_to(crm, RecordKind::Contact, &read, at(began_at)).await?;
    }
    rate(what, records.len(), began);
    Ok(())
}

fn contact(nth: usize) -> Record {
    let name = Name::new(&format!("Lea Contact {nth}")).expect("a name");
    let mut it = Record::named(RecordId(format!("00000000-0000-0000-0000-{nth:012}")), RecordKind::Contact, name);
    let company = nth % ACCOUNTS;
    it.account = Some(RecordId(format!("00000000-0000-0000-0001-{company:012}")));
    it.addresses = vec![Address::parse(&format!("lea{nth}@company{company}.com")).expect("an address")];
    it.title = Name::new("Buyer");
    it
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).expect("a moment")
}

/// The size of the database's file; 0 if it is elsewhere.
fn bytes(file: &std::path::Path) -> u64 {
    let wal = file.with_extension("db-wal");
    [file, &wal].iter().filter_map(|it| std::fs::metadata(it).ok()).map(|it| it.len()).sum()
}

fn rate(what: &str, count: usize, began: Instant) {
    let took = began.elapsed().as_secs_f64();
    println!("{what}: {count} in {took:.2} s, {:.0}/s", count as f64 / took);
}
