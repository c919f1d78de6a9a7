//! Computing with less memory than it would take: what does not fit goes into files, and the outcome is the same.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use relata_store::Store;

const GENERATE: &str = "generate --colleagues 60 --contacts 3000 --emails-a-month 12000 --months 2 --to log invented";
/// Less than the months take, or the pairs.
const LITTLE: &str = "8 MiB";
/// Less than anything takes.
const NONE: &str = "64 KiB";

/// Runs a command in a folder with so much memory for computing.
fn relata(folder: &Path, memory: &str, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
    command.current_dir(folder).args(arguments.split(' ')).env("RELATA_ENGINE__MEMORY", memory);
    command.env("RELATA_DATA__FOLDER", "invented");
    command
}

async fn digest(folder: &Path) -> (u64, String) {
    let store = Store::open(&format!("sqlite:{}", folder.join("invented/relata.db").display())).await.unwrap();
    let published = store.published().await.unwrap().expect("it was computed");
    (published.pairs, store.insights_digest(published.id).await.unwrap())
}

/// Returns how many files lie in the folder of what did not fit.
fn spilled(folder: &Path) -> usize {
    let sessions = fs::read_dir(folder.join("invented/spill")).into_iter().flatten().flatten();
    sessions.flat_map(|it| fs::read_dir(it.path()).into_iter().flatten()).count()
}

#[tokio::test]
async fn computing_with_little_memory_publishes_the_same_and_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    assert!(relata(folder, "", GENERATE).stderr(Stdio::null()).status().unwrap().success());

    // Not enough for anything: said, with the setting, and nothing is published.
    let output = relata(folder, NONE, "compute").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("allow more with the setting engine.memory"), "{said}");

    // Killed while there are files; the next command removes them, and comes to its end with as little.
    let mut killed = relata(folder, LITTLE, "compute").stderr(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    while spilled(folder) == 0 {
        assert!(begun.elapsed() < Duration::from_secs(60), "nothing was put into files");
        assert!(killed.try_wait().unwrap().is_none(), "it ended without files");
        std::thread::yield_now();
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(spilled(folder) > 0, "the files of whoever is killed stay until the next turn");
    assert!(relata(folder, LITTLE, "compute").stderr(Stdio::null()).status().unwrap().success());
    assert_eq!(spilled(folder), 0);
    let with_little = digest(folder).await;

    // The same log anew, with all the memory there is.
    fs::remove_dir_all(folder.join("invented")).unwrap();
    assert!(relata(folder, "", GENERATE).stderr(Stdio::null()).status().unwrap().success());
    assert!(relata(folder, "", "compute").stderr(Stdio::null()).status().unwrap().success());
    assert!(with_little.0 > 3_000, "{with_little:?}");
    assert_eq!(digest(folder).await, with_little);
}
