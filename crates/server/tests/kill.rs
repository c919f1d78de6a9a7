//! Kill −9 at any moment of an import: nothing is lost, nothing counts twice.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use relata_interaction_log::InteractionLog;
use relata_model::Ledger;
use relata_store::Store;

/// How often the import is killed before it may finish.
const KILLS: u32 = 5;

/// What an import comes to: the ledger, the rows of the log, everything published of pairs and of records.
#[derive(Debug, PartialEq)]
struct Outcome {
    ledger: Ledger,
    interactions: u64,
    insights: String,
    records: String,
}

fn prepare(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
    command.args(["demo", "--prepare", "--data"]).arg(data).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

async fn outcome(data: &Path) -> Outcome {
    let store = Store::open(&format!("sqlite:{}", data.join("relata.db").display())).await.unwrap();
    let log = InteractionLog::open(&data.join("log").display().to_string()).await.unwrap();
    let mut ledger = Ledger::default();
    store.sources().await.unwrap().iter().for_each(|it| ledger += &it.ledger);
    let generation = store.published().await.unwrap().expect("the import ended, so it published");
    let insights = store.insights_digest(generation.id).await.unwrap();
    let records = store.record_digest().await.unwrap();
    Outcome { ledger, interactions: log.count().await.unwrap(), insights, records }
}

#[tokio::test]
async fn an_import_killed_at_any_moment_ends_as_one_that_was_not() {
    let folder = tempfile::tempdir().unwrap();
    let (calm, killed) = (folder.path().join("calm"), folder.path().join("killed"));
    let started = Instant::now();
    assert!(prepare(&calm).status().unwrap().success());
    let took = started.elapsed();

    for kill in 1..=KILLS {
        let mut child = prepare(&killed).spawn().unwrap();
        std::thread::sleep(took * kill / (KILLS + 2) + Duration::from_millis(37));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(prepare(&killed).status().unwrap().success());

    let expected = outcome(&calm).await;
    assert!(expected.ledger.adds_up() && expected.ledger.read == 4_594 + 3_000, "{expected:?}");
    assert_eq!(expected.interactions, expected.ledger.stored);
    assert_eq!(outcome(&killed).await, expected);
}
