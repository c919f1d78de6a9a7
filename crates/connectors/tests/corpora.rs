//! Corpora: thousands of real and of malformed mails and calendars. Nothing crashes, everything is accounted for.
//!
//! A small part lies in `fixtures/`; the whole is read where `../shared/data` is present (or `RELATA_CORPORA`).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use relata_connectors::{OpenOptions, Window, open};
use relata_model::Ledger;

fn options() -> OpenOptions {
    let (from, to) = ("1990-01-01T00:00:00Z".parse().unwrap(), "2030-01-01T00:00:00Z".parse().unwrap());
    OpenOptions { now: "2026-06-01T00:00:00Z".parse().unwrap(), window: Window { from, to } }
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Reads everything under a path and returns how many were read and how many could not be.
async fn read(path: &Path) -> (u64, u64) {
    let mut ledger = Ledger::default();
    for source in open(path, &options()).unwrap() {
        let mut cursor = None;
        loop {
            let batch = source.connector.fetch(cursor.as_ref()).await.unwrap();
            ledger.read += batch.read();
            ledger.stored += batch.observed.len() as u64;
            ledger.quarantined += batch.skipped.len() as u64;
            for it in &batch.skipped {
                assert!(!it.reason.contains('@'), "{}: {}", it.place, it.reason);
            }
            if !batch.more {
                break;
            }
            cursor = Some(batch.cursor);
        }
    }
    assert!(ledger.adds_up());
    (ledger.read, ledger.quarantined)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_enron_sample_is_read_to_the_last_message() {
    let mail = repository().join("fixtures/enron/mail");
    assert_eq!(open(&mail, &options()).unwrap().len(), 65);
    // 13 that the release stamped with 1979, and 11 whose sender it broke.
    assert_eq!(read(&mail).await, (4_594, 24));
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_mails_and_calendars_are_accounted_for() {
    let fixtures = repository().join("fixtures");
    let files = |folder: &str| fs::read_dir(fixtures.join(folder)).unwrap().count() as u64;
    let (mails, refused) = read(&fixtures.join("mail/malformed")).await;
    assert!(mails >= files("mail/malformed") && refused < mails / 2, "{mails} {refused}");
    let (meetings, refused) = read(&fixtures.join("calendar")).await;
    assert!(meetings > 50 && refused < meetings / 2, "{meetings} {refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_corpora_are_read_without_a_crash() {
    let Some(corpora) = corpora() else {
        eprintln!(
            "skipped: the corpora are not there; RELATA_CORPORA may name a folder with mail_corpora and ics_corpora"
        );
        return;
    };
    for (name, at_least) in [("mail_corpora", 6_475), ("ics_corpora", 300)] {
        let (read, refused) = read(&corpora.join(name)).await;
        println!("{name}: {read} read, {refused} quarantined");
        assert!(read >= at_least && refused * 5 < read, "{name}: {read} read, {refused} quarantined");
    }
}

/// The folder `RELATA_CORPORA` names, or the archives beside the repository, unpacked once.
fn corpora() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("RELATA_CORPORA") {
        return Some(PathBuf::from(path));
    }
    let (archives, target) = (repository().join("../shared/data"), Path::new(env!("CARGO_TARGET_TMPDIR")));
    for name in ["mail_corpora", "ics_corpora"] {
        let archive = archives.join(format!("{name}.tar.gz"));
        let unpacked = target.join(name).is_dir()
            || Command::new("tar").arg("xzf").arg(&archive).arg("-C").arg(target).status().is_ok_and(|it| it.success());
        if !archive.is_file() || !unpacked {
            return None;
        }
    }
    Some(target.to_owned())
}
