//! A disk that is really full, under the program an operator runs: every command says what to do, and goes on when there is room.

mod disk;

use std::path::Path;
use std::process::Command;

use relata_interaction_log::InteractionLog;
use relata_model::Ledger;
use relata_store::Store;

use crate::disk::{Disk, in_a_namespace};

/// A disk that is too small.
struct TooSmall {
    /// What lies on it, in the folder where commands are run.
    path: &'static str,
    /// Its bytes at first: less than the first that is written.
    first: u64,
    /// And how many more it gets after each failure: little, so that several commands run out of them.
    more: u64,
    /// What the kernel's word has become on its way up.
    told: &'static str,
}

/// Everything fits, and is read again.
const ROOM: u64 = 64 * 1024 * 1024;
/// More often no command may fail.
const MOST_FAILURES: u32 = 40;

/// An organisation, as files.
const GENERATE: &str = "generate --colleagues 12 --contacts 80 --emails-a-month 800 --months 2 --to mbox out";
/// What an operator types one after the other.
const COMMANDS: [&str; 5] = [
    "consent enable",
    "consent give for_each_user aggregated identifiable",
    "import directory ../out/directory.csv",
    "import mail ../out/mail",
    "compute",
];

/// Everything that could be lost, or count twice.
#[derive(Debug, PartialEq)]
struct Outcome {
    ledger: Ledger,
    rows: Vec<(String, u64)>,
    insights: String,
}

/// Runs a command in a folder; returns whether it succeeded, and its last words.
fn relata(folder: &Path, arguments: &str) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
    let output = command.current_dir(folder).args(arguments.split(' ')).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!said.contains("panicked"), "relata {arguments}: {said}");
    (output.status.success(), said.lines().last().unwrap_or_default().to_owned())
}

async fn outcome(folder: &Path) -> Outcome {
    let store = Store::open(&format!("sqlite:{}", folder.join("relata-data/relata.db").display())).await.unwrap();
    let log = InteractionLog::open(&folder.join("relata-data/log").display().to_string()).await.unwrap();
    let mut ledger = Ledger::default();
    store.sources().await.unwrap().iter().for_each(|it| ledger += &it.ledger);
    let published = store.published().await.unwrap().expect("it was computed");
    let insights = store.insights_digest(published.id).await.unwrap();
    Outcome { ledger, rows: log.rows().await.unwrap().into_iter().collect(), insights }
}

/// Lets every command run out of room, and compares what it comes to with what it would have been.
async fn check(too_small: TooSmall) {
    let folder = tempfile::tempdir().unwrap();
    let (calm, full) = (folder.path().join("calm"), folder.path().join("full"));
    std::fs::create_dir(&calm).unwrap();
    assert!(relata(folder.path(), GENERATE).0);
    for it in COMMANDS {
        let (works, said) = relata(&calm, it);
        assert!(works, "{it}: {said}");
    }

    let disk = Disk::of(too_small.first, &full.join(too_small.path));
    let (mut failures, mut as_told) = (0, 0);
    for it in COMMANDS {
        loop {
            let (works, said) = relata(&full, it);
            if works {
                break;
            }
            assert!(said.starts_with("relata: a disk is full, so this stopped; nothing is lost"), "{it}: {said}");
            failures += 1;
            assert!(failures < MOST_FAILURES, "{it}: {said}");
            as_told += u32::from(said.contains(too_small.told));
            disk.resize(too_small.first + u64::from(failures) * too_small.more);
        }
    }
    println!("{failures} times full, {as_told} times told as `{}`", too_small.told);
    assert!(as_told >= 3, "it was to fail more often");
    disk.resize(ROOM);
    let expected = outcome(&calm).await;
    assert!(expected.ledger.adds_up() && expected.ledger.stored > 1_000, "{expected:?}");
    assert_eq!(outcome(&full).await, expected);
}

#[tokio::test]
async fn commands_end_as_on_a_disk_with_room_when_that_of_the_data_folder_fills_up() {
    if in_a_namespace("commands_end_as_on_a_disk_with_room_when_that_of_the_data_folder_fills_up") {
        let told = "database or disk is full";
        check(TooSmall { path: "relata-data", first: 1 << 20, more: 1 << 19, told }).await;
    }
}

#[tokio::test]
async fn commands_end_as_on_a_disk_with_room_when_that_of_the_log_alone_fills_up() {
    if in_a_namespace("commands_end_as_on_a_disk_with_room_when_that_of_the_log_alone_fills_up") {
        let told = "No space left on device";
        check(TooSmall { path: "relata-data/log", first: 48 << 10, more: 64 << 10, told }).await;
    }
}
