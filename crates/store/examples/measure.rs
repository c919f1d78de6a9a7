//! Measures the store on invented data: `cargo run --release -p relata-store --example measure [URL]`.
//!
//! 100,000 persons outside, 500 colleagues, 20,000 contacts of 2,000 accounts, a million pairs.

use std::time::Instant;

use jiff::Timestamp;
use relata_model::directory::Entry;
use relata_model::strength::{Counts, Newest};
use relata_model::{Address, Class, Classified, ColleagueId, Name, PersonId, Record, RecordId, RecordKind, Standing};
use relata_model::{Strength, Sums};
use relata_store::{Asker, Edition, NewGeneration, PairInsight, Scope, Seen, Store, StoreError, Target};

const PERSONS: usize = 100_000;
const COLLEAGUES: usize = 500;
const CONTACTS: usize = 20_000;
const ACCOUNTS: usize = 2_000;
const PAIRS: usize = 1_000_000;

const GIVEN: [&str; 20] = [
    "Lea", "Max", "Jörgen", "Amber", "Ben", "Cleo", "Dana", "Emil", "Finn", "Greta", "Hugo", "Ida", "Jon", "Kim",
    "Lars", "Mara", "Nils", "Olga", "Paul", "Rosa",
];
const SYLLABLES: [&str; 16] =
    ["ber", "lin", "son", "ke", "mar", "to", "vin", "ski", "ray", "dal", "hol", "win", "ter", "gren", "lo", "na"];

#[tokio::main]
async fn main() -> Result<(), StoreError> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let sqlite = format!("sqlite:{}", folder.path().join("measure.db").display());
    let store = Store::open(&std::env::args().nth(1).unwrap_or(sqlite)).await?;

    let entries: Vec<Entry> = (0..COLLEAGUES).map(entry).collect();
    timed("replace_directory, 500 entries", store.replace_directory(&entries)).await?;
    let seen: Vec<Seen> = (0..PERSONS).map(seen).collect();
    timed("intern, 100,000 new addresses", store.intern(&seen)).await?;
    timed("intern, the same again", store.intern(&seen)).await?;
    timed("refresh_search, 100,000 persons", store.refresh_search()).await?;
    let records: Vec<Record> = (0..ACCOUNTS).map(account).chain((0..CONTACTS).map(contact)).collect();
    timed("upsert_records, 22,000 records", store.upsert_records(&records)).await?;
    timed("people", store.people()).await?;

    let new = NewGeneration {
        computed_for: "2026-03-31".parse().expect("a day"),
        computed_at: Timestamp::from_second(1_775_000_000).expect("a moment"),
        history_months: 24,
        edition: Edition::Enhanced,
    };
    for _ in 0..2 {
        timed("publish, 1,000,000 pairs", store.publish(&new, Scope::Everything, (0..PAIRS).map(pair))).await?;
    }
    let some: Vec<PersonId> = (0..100).map(|it| pair(it * 10).contact).collect();
    let pairs: Vec<PairInsight> = (0..1_000).map(pair).collect();
    for what in ["publish, narrowly, 100 contacts, and remove a million old pairs", "publish, narrowly, 100 contacts"] {
        timed(what, store.publish(&new, Scope::Contacts(&some), pairs.clone())).await?;
    }

    let generation = store.published().await?.expect("just published");
    let asker = Asker::stranger(generation.computed_at);
    for record in ["c7", "c19999", "a1", "a1999"] {
        let target = Target::Record(RecordId(record.to_owned()));
        let found = timed(record, store.introducers(&generation, &target, &asker, 5)).await?;
        println!("    {} of {}", found.introducers.len(), found.total);
    }
    let colleague = pair(0).colleague;
    let found = timed("contacts_of", store.contacts_of(&generation, colleague, &asker, 20)).await?;
    println!("    {} of {}", found.contacts.len(), found.total);
    timed("counts", store.counts()).await?;
    for text in
        ["jorgen", "jo", "berlin", "lea berlinson", "jorgne berlinsno", "lea@firm12.com", "firm12", "com", "zzqx"]
    {
        store.search(text, 20, &asker).await?;
        let found = timed(text, store.search(text, 20, &asker)).await?;
        println!("    {} {:?}", found.len(), found.first().map(|it| (&it.name, it.kind.name())));
    }
    timed("insights_digest", store.insights_digest(generation.id)).await?;
    Ok(())
}

async fn timed<T>(what: &str, work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let start = Instant::now();
    let done = work.await?;
    println!("{:>10.1} ms  {what}", start.elapsed().as_secs_f64() * 1_000.0);
    Ok(done)
}

fn name(number: usize) -> Option<Name> {
    let surname: String = [number, number / 16, number / 256].iter().map(|it| SYLLABLES[it % 16]).collect();
    Name::new(&format!("{} {surname}", GIVEN[number / 7 % 20]))
}

fn address(number: usize) -> Address {
    let given = ["lea", "max", "jo", "amber", "ben"][number % 5];
    Address::parse(&format!("{given}.{number}@firm{}.com", number % ACCOUNTS)).expect("an address")
}

fn seen(number: usize) -> Seen {
    let classified = Classified { class: Class::Person, reason: "nothing speaks against a person".to_owned() };
    Seen { address: address(number), name: name(number), classified }
}

fn entry(number: usize) -> Entry {
    Entry {
        id: ColleagueId(format!("e{number}")),
        name: name(number * 31),
        primary: Address::parse(&format!("p{number}@us.com")).expect("an address"),
        aliases: Vec::new(),
        title: Name::new("Trader"),
        department: Name::new("Sales"),
        standing: Standing::Active,
    }
}

fn record(id: String, kind: RecordKind, name: Option<Name>) -> Record {
    Record::named(RecordId(id), kind, name.expect("a name"))
}

fn account(number: usize) -> Record {
    let mut account = record(format!("a{number}"), RecordKind::Account, Name::new(&format!("Firm {number}")));
    account.domains = vec![format!("firm{number}.com")];
    account
}

fn contact(number: usize) -> Record {
    let mut contact = record(format!("c{number}"), RecordKind::Contact, name(number));
    contact.addresses = vec![address(number)];
    contact.account = Some(RecordId(format!("a{}", number % ACCOUNTS)));
    contact
}

/// Ten colleagues for each of 100,000 contacts, in order. The directory's persons come after its addresses' own.
fn pair(number: usize) -> PairInsight {
    let (contact, colleague) = (number / 10, number * 7 % COLLEAGUES);
    let contact = PersonId((2 * COLLEAGUES + 1 + contact) as i64);
    let at = |days: usize| Timestamp::from_second(1_774_900_000 - (days as i64) * 86_400).ok();
    let weight = (number % 17) as f64 / 3.0;
    let counts = Counts { sent: 5, received: (number % 4) as u32, ..Counts::default() };
    let newest = Newest { sent_at: at(number % 300), received_at: at(number % 200), ..Newest::default() };
    let first_at = at(700).expect("a moment");
    let sums = Sums { sent: weight, received: weight, replies: 0.5, meetings: 0.0, counts, first_at, newest };
    PairInsight {
        contact,
        colleague: PersonId((COLLEAGUES + 1 + colleague) as i64),
        sums,
        strength: Strength::of(&sums),
    }
}
