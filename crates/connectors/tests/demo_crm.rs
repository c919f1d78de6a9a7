//! The CRM of the demo is read to the last row, nothing in it is refused, and what it points at is there.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use relata_connectors::{OpenOptions, Window, open_activities, read_directory, read_groups, read_records};
use relata_model::{Address, Directory, Kind, Observed, Record, RecordKind, Stakeholder, Status};

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/enron").join(name)
}

/// The counts its makers wrote down.
fn counts() -> BTreeMap<String, usize> {
    let text = std::fs::read_to_string(sample("sample.toml")).unwrap();
    let pairs = text.lines().filter_map(|it| it.split_once(" = "));
    pairs.filter_map(|(name, count)| Some((name.to_owned(), count.parse().ok()?))).collect()
}

fn records(kind: RecordKind, name: &str) -> Vec<Record> {
    let read = read_records(kind, &sample(name)).unwrap();
    assert!(read.skipped.is_empty(), "{name}: {:?}", &read.skipped[..1]);
    read.items
}

fn every_record() -> Vec<Record> {
    let files = [
        (RecordKind::Account, "accounts.csv"),
        (RecordKind::Contact, "contacts.csv"),
        (RecordKind::Lead, "leads.csv"),
        (RecordKind::Opportunity, "opportunities.csv"),
    ];
    files.into_iter().flat_map(|(kind, name)| records(kind, name)).collect()
}

async fn activities() -> Vec<Observed> {
    let moment = |it: &str| it.parse().unwrap();
    let window = Window { from: moment("2000-01-01T00:00:00Z"), to: moment("2002-02-14T00:00:00Z") };
    let options = OpenOptions { now: moment("2002-02-14T00:00:00Z"), window };
    let source = open_activities(&sample("activities.csv"), &options).unwrap();
    let (mut read, mut cursor) = (Vec::new(), None);
    loop {
        let batch = source.connector.fetch(cursor.as_ref()).await.unwrap();
        assert!(batch.skipped.is_empty(), "{:?}", &batch.skipped[..1]);
        read.extend(batch.observed);
        if !batch.more {
            return read;
        }
        cursor = Some(batch.cursor);
    }
}

#[test]
fn its_records_point_at_records_and_colleagues_that_are_there() {
    let (records, counts) = (every_record(), counts());
    let of = |kind| records.iter().filter(move |it| it.kind == kind);
    let found = |status| of(RecordKind::Opportunity).filter(|it| it.status() == status).count();
    assert_eq!(of(RecordKind::Contact).count(), counts["contacts"]);
    assert_eq!(found(Status::Won), counts["opportunities_won"]);
    assert_eq!(found(Status::Lost), counts["opportunities_lost"]);
    assert_eq!(found(Status::Open), counts["opportunities_open"]);

    let ids: HashSet<&str> = records.iter().map(|it| it.id.0.as_str()).collect();
    let directory = Directory::new(read_directory(&sample("directory.csv")).unwrap().items);
    for it in &records {
        let mut named: Vec<&str> = it.account.iter().chain(&it.primary_contact).map(|it| it.0.as_str()).collect();
        named.extend(it.stakeholders.iter().filter_map(|it| match it {
            Stakeholder::Record(id) => Some(id.0.as_str()),
            Stakeholder::Address(_) => None,
        }));
        assert!(named.iter().all(|it| ids.contains(it)), "{}", it.id.0);
        let mut ours = it.owner.iter().chain(&it.team).map(|it: &Address| directory.colleague(it));
        assert!(ours.all(|it| it.is_some()), "{}", it.id.0);
        assert!(it.kind != RecordKind::Opportunity || it.invented.contains(&"name".to_owned()), "{}", it.id.0);
    }
}

#[test]
fn its_groups_are_of_colleagues() {
    let directory = Directory::new(read_directory(&sample("directory.csv")).unwrap().items);
    let groups = read_groups(&sample("groups.csv"), &directory).unwrap();
    assert!(groups.skipped.is_empty(), "{:?}", &groups.skipped[..1]);
    let counts: Vec<_> = groups.items.iter().map(|it| (it.name.as_str(), it.members.len())).collect();
    assert_eq!(counts, [("Executives", 13), ("Legal", 19), ("Trading", 57)]);
}

#[tokio::test]
async fn its_activities_regard_records_that_are_there() {
    let (records, counts, activities) = (every_record(), counts(), activities().await);
    let ids: HashSet<&str> = records.iter().map(|it| it.id.0.as_str()).collect();
    assert_eq!(activities.len(), counts["activities"]);
    assert_eq!(activities.iter().map(|it| it.identity).collect::<HashSet<_>>().len(), activities.len());
    let said: Vec<_> = activities.iter().filter_map(|it| it.activity.as_ref()).collect();
    assert_eq!(said.iter().filter(|it| it.completed).count(), counts["activities_completed"]);
    assert!(said.iter().all(|it| it.regarding.as_ref().is_some_and(|it| ids.contains(it.0.as_str()))));
    let answers = activities.iter().filter(|it| it.reply_to.is_some());
    let emails: HashSet<_> = activities.iter().filter(|it| it.kind == Kind::Email).map(|it| it.identity).collect();
    assert!(answers.filter_map(|it| it.reply_to).all(|it| emails.contains(&it)));
}
