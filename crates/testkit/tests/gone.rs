//! Gone: out of sight at once, no row within minutes, no byte after the retention; and a receipt that says so.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use relata_interaction_log::InteractionLog;
use relata_model::directory::Entry;
use relata_model::{Address, ColleagueId, Name, Record, RecordKind, notation};
use relata_pipeline::{Ending, For, end_erasures, erase, grant_access};
use relata_store::data_map::TABLES;
use relata_store::{Asker, ErasureState, Forget};
use relata_testkit::{World, record};

/// So that they are found nowhere else.
const CANARY: &str = "qanarix.zevulon@us";
const CANARY_OUTSIDE: &str = "wobbegong.tarn@acme.com";
const NAMES: [&str; 2] = ["Qanarix Zevulon", "Wobbegong Tarn"];

const MAIL: &str = "2026-05-01 email#1 qanarix.zevulon@us -> lea@acme.com, wobbegong.tarn@acme.com
                    2026-05-02 email#2 lea@acme.com -> qanarix.zevulon@us, ben@us re 1
                    2026-05-10 email#3 ben@us -> wobbegong.tarn@acme.com, cc qanarix.zevulon@us
                    2026-06-01 meeting#4 30min qanarix.zevulon@us -> wobbegong.tarn@acme.com, ben@us
                    2026-07-15 meeting#5 30min qanarix.zevulon@us -> wobbegong.tarn@acme.com, ben@us
                    2026-05-11 email#6 ben@us -> lea@acme.com";

fn address(text: &str) -> Address {
    Address::parse_unlisted(text).unwrap()
}

async fn world() -> World {
    let mut entries: Vec<Entry> = notation::directory("qanarix.zevulon@us ben@us").entries().cloned().collect();
    for it in &mut entries {
        it.name = Name::new(if it.id.0 == "ben@us" { "Ben" } else { NAMES[0] });
    }
    let world = World::new(&relata_model::Directory::new(entries), None, notation::moment("2026-06-30")).await;
    let contact = Record {
        addresses: vec![address(CANARY_OUTSIDE)],
        name: Name::new(NAMES[1]).unwrap(),
        owner: Some(address(CANARY)),
        ..record("C-1", RecordKind::Contact)
    };
    world.store.upsert_records(&[contact]).await.unwrap();
    world.sync("qanarix.zevulon@us", MAIL).await;
    world.sync("ben@us", MAIL).await;
    world.compute("2026-06-30", For::Everybody).await;
    world.compute_records("2026-06-30").await;
    world
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}

/// Every file below a folder in which one of the words stands, in either case, also in its name.
fn finds(folder: &Path, words: &[&str]) -> Vec<PathBuf> {
    let holds = |path: &PathBuf| {
        let bytes = std::fs::read(path).unwrap().to_ascii_lowercase();
        let name = path.to_string_lossy().to_lowercase();
        words.iter().any(|it| {
            let word = it.to_lowercase();
            name.contains(&word) || bytes.windows(word.len()).any(|it| it == word.as_bytes())
        })
    };
    files(folder).into_iter().filter(holds).collect()
}

const WORDS: [&str; 8] =
    ["qanarix", "zevulon", "wobbegong", "tarn@", "zevulo", "bbegong", "Qanarix Zevulon", "Wobbegong Tarn"];

async fn end(world: &World) -> u64 {
    let sign = |statement: &serde_json::Value| statement.to_string();
    let ending = Ending { after: SignedDuration::from_hours(7 * 24), older_than: Duration::ZERO, sign: &sign };
    end_erasures(&world.line(), &ending).await.unwrap()
}

#[tokio::test]
async fn after_the_retention_no_file_holds_a_trace() {
    let mut world = world().await;
    assert!(!finds(world.folder(), &WORDS).is_empty(), "the canary is not even there before");
    for it in [CANARY, CANARY_OUTSIDE] {
        let numbers = world.store.address_id(&address(it)).await.unwrap();
        assert!(world.log.addresses().await.unwrap().contains(&numbers.unwrap()));
        world.forget(Forget::Address(address(it))).await;
        assert!(!world.log.addresses().await.unwrap().contains(&numbers.unwrap()));
    }
    world.wait_until(notation::moment("2026-07-08"));
    assert_eq!(end(&world).await, 2);
    assert_eq!(finds(world.folder(), &WORDS), Vec::<PathBuf>::new());

    // The log's files are those it is made of, and its own notes are of these alone.
    let parquet =
        |it: &PathBuf| it.extension().is_some_and(|it| it == "parquet") && !it.to_string_lossy().contains("_delta_log");
    let on_disk = files(&world.folder().join("log")).iter().filter(|it| parquet(it)).count() as u64;
    assert_eq!(on_disk, world.log.files().await.unwrap());
    let commits =
        files(&world.folder().join("log")).iter().filter(|it| it.extension().is_some_and(|it| it == "json")).count();
    assert!(commits <= 10, "{commits} commits are left of five tables");

    // Nothing comes back.
    world.sync("ben@us", MAIL).await;
    world
        .store
        .replace_directory(&notation::directory("qanarix.zevulon@us ben@us").entries().cloned().collect::<Vec<_>>())
        .await
        .unwrap();
    world.compute("2026-06-30", For::Everybody).await;
    assert_eq!(finds(world.folder(), &WORDS), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn out_of_sight_at_once_no_row_within_minutes_no_file_within_thirty_days() {
    let mut world = world().await;
    let asked = notation::moment("2026-07-01T09:00");
    world.wait_until(asked);
    let person = world.store.person_of_colleague(&ColleagueId(CANARY.to_owned())).await.unwrap().unwrap();
    let lea = world.person("lea@acme.com").await;
    let id = world.ask_to_forget(Forget::Person(person)).await;

    // At once.
    assert!(world.store.person(person).await.unwrap().is_none());
    assert!(world.store.colleague(person).await.unwrap().is_none());
    assert!(!world.who_knows("lea@acme.com").await.contains("qanarix"));
    let generation = world.published().await;
    assert!(world.store.pair(&generation, lea, person, &Asker::stranger(asked)).await.unwrap().is_none());
    assert!(world.store.search("qanarix", 5, &Asker::stranger(asked)).await.unwrap().is_empty());

    let minutes = |it: i64| asked + SignedDuration::from_mins(it);
    world.wait_until(minutes(2));
    erase(&world.line(), id, &|_| ()).await.unwrap();
    let erasure = world.store.erasure(id).await.unwrap().unwrap();
    assert_eq!((erasure.state, erasure.rows_gone_at), (ErasureState::RowsGone, Some(minutes(2))));

    let days = |it: i64| minutes(2) + SignedDuration::from_hours(24 * it);
    world.wait_until(days(6));
    assert_eq!(end(&world).await, 0);
    world.wait_until(days(7));
    assert_eq!(end(&world).await, 1);
    let erasure = world.store.erasure(id).await.unwrap().unwrap();
    assert_eq!((erasure.state, erasure.files_gone_at), (ErasureState::FilesGone, Some(days(7))));
    assert!(erasure.files_gone_at.unwrap() < erasure.files_due);
    let receipt = erasure.receipt.unwrap();
    assert!(receipt.contains("\"log.sighting\":6") && !receipt.contains("qanarix"), "{receipt}");
}

#[tokio::test]
async fn everything_is_everything() {
    let mut world = world().await;
    world.forget(Forget::Everything).await;
    assert_eq!(world.log.count().await.unwrap(), 0);
    let left = world.store.canonical().await.unwrap();
    assert!(!left.contains('@') && !left.contains("C-1"), "{left}");
    world.wait_until(notation::moment("2026-07-08"));
    assert_eq!(end(&world).await, 1);
    assert_eq!(finds(world.folder(), &WORDS), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn what_is_kept_of_somebody_is_shown_to_them_and_nobody_else_is_named() {
    let world = world().await;
    let person = world.person(CANARY_OUTSIDE).await;
    let id = world.store.request_access(person, "operator", Timestamp::UNIX_EPOCH).await.unwrap();
    assert_eq!(grant_access(&world.line()).await.unwrap(), 1);
    let answer = world.store.access_requests().await.unwrap().into_iter().find(|it| it.id == id).unwrap();
    let (json, html) = (answer.json.unwrap(), answer.html.unwrap());
    for text in [&json, &html] {
        for theirs in [CANARY_OUTSIDE, NAMES[1], "C-1", "somebody of us"] {
            assert!(text.contains(theirs), "{theirs} is missing in {text}");
        }
        for others in ["qanarix", "Qanarix", "lea@acme.com", "ben@us"] {
            assert!(!text.contains(others), "{others} is named in {text}");
        }
    }
    assert!(!html.contains("<script") && !html.contains("http"));
    let answer: serde_json::Value = serde_json::from_str(&json).unwrap();
    let rows = |table: &str| answer["tables"][table]["rows"].as_array().map_or(0, Vec::len);
    assert_eq!((rows("log.interaction"), rows("pair"), rows("record_address")), (3, 2, 1));
}

#[test]
fn every_column_of_the_log_says_what_it_is_and_how_it_goes() {
    for (table, columns) in InteractionLog::columns() {
        let declared =
            TABLES.iter().find(|it| it.name == table).unwrap_or_else(|| panic!("{table} is not in the data map"));
        let mut declared: Vec<&str> = declared.columns.iter().map(|it| it.0).collect();
        let mut columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        declared.sort_unstable();
        columns.sort_unstable();
        assert_eq!(declared, columns, "{table}");
    }
}
