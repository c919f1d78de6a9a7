//! The people of these tests, and a log of what they did.

use std::collections::HashMap;

use relata_analytics::{Known, RecordTables};
use relata_interaction_log::{BatchId, InteractionLog, Numbers};
use relata_model::consent::{Consent, Insights};
use relata_model::{Address, AddressId, Interaction, MailboxId, PersonId, RecordId, RecordNumber, notation};

/// Who there is. An address is its own person, but `lea@home` is lea's too.
pub const PEOPLE: [(&str, i64); 9] = [
    ("amber@us", 1),
    ("ben@us", 2),
    ("cleo@us", 3),
    ("lea@acme", 4),
    ("max@acme", 5),
    ("prim@acme", 6),
    ("stan@bank", 7),
    ("zoe@other", 8),
    ("lea@home", 4),
];

pub fn person(address: &str) -> PersonId {
    PersonId(PEOPLE.iter().find(|it| it.0 == address).expect("somebody of the test").1)
}

fn address_id(address: &str) -> AddressId {
    AddressId(PEOPLE.iter().position(|it| it.0 == address).expect("somebody of the test") as i64 + 100)
}

pub fn known() -> Vec<Known> {
    let known = |it: &(&str, i64)| Known {
        address: address_id(it.0),
        person: PersonId(it.1),
        colleague: it.0.ends_with("@us"),
        person_class: true,
    };
    PEOPLE.iter().map(known).collect()
}

pub fn interactions(text: &str) -> Vec<Interaction> {
    notation::interactions(text, &notation::directory("amber@us ben@us cleo@us"))
}

/// A log that holds these, mailbox copies and CRM copies as they come.
pub async fn log_of(given: Vec<Interaction>) -> (tempfile::TempDir, InteractionLog) {
    let folder = tempfile::tempdir().unwrap();
    let log = InteractionLog::open(folder.path().to_str().unwrap()).await.unwrap();
    let directory = notation::directory("amber@us ben@us cleo@us");
    let admitted = Consent::to([Insights::Identifiable]).admit(given, &directory, None).0;
    let addresses: HashMap<Address, AddressId> =
        PEOPLE.iter().map(|it| (Address::parse_unlisted(it.0).unwrap(), address_id(it.0))).collect();
    let records: HashMap<RecordId, RecordNumber> =
        (1..=9).map(|it: i64| (RecordId(it.to_string()), RecordNumber(it))).collect();
    let numbers = Numbers { addresses: &addresses, records: &records };
    log.append(BatchId { mailbox: MailboxId(1), number: 1 }, &admitted, numbers).await.unwrap();
    (folder, log)
}

/// The tables of a log that records are asked of.
pub async fn tables(log: &InteractionLog) -> RecordTables {
    RecordTables {
        interaction: log.interactions().await.unwrap(),
        sighting: log.sightings().await.unwrap(),
        activity: log.activities().await.unwrap(),
    }
}
