//! An installation with an extract of Graph Data Connect beside it, and what lies in extracts.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use jiff::{SignedDuration, Timestamp};
use relata_interaction_log::InteractionLog;
use relata_model::Ledger;
use relata_store::Store;

/// One mailbox after the other, so that addresses are numbered alike.
const SETTINGS: &str = "[data]\nfolder = 'data'\n[outgoing]\nallow = ['127.0.0.1']\n[sources]\nmailboxes_at_once = 1\n";

/// An installation in a folder of its own.
pub struct Installation {
    folder: tempfile::TempDir,
}

impl Installation {
    pub fn new() -> Installation {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("relata.toml"), SETTINGS).unwrap();
        fs::create_dir(folder.path().join("extract")).unwrap();
        Installation { folder }
    }

    pub fn consented() -> Installation {
        let installation = Installation::new();
        installation.works("consent enable");
        installation.works("consent give for_each_user aggregated identifiable");
        installation
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn extract(&self, name: &str, lines: &[String]) {
        fs::write(self.path("extract").join(name), lines.join("\n")).unwrap();
    }

    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        command.current_dir(self.folder.path()).args(arguments.split(' '));
        command
    }

    /// Runs a command; returns whether it succeeded, and what it printed.
    pub fn relata(&self, arguments: &str) -> (bool, String) {
        let output = self.command(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        (output.status.success(), said)
    }

    pub fn works(&self, arguments: &str) -> String {
        let (works, said) = self.relata(arguments);
        assert!(works, "relata {arguments}: {said}");
        said
    }

    pub fn fails(&self, arguments: &str) -> String {
        let (works, said) = self.relata(arguments);
        assert!(!works, "relata {arguments}: {said}");
        said
    }

    pub async fn outcome(&self) -> Outcome {
        let store = Store::open(&format!("sqlite:{}", self.path("data/relata.db").display())).await.unwrap();
        let log = InteractionLog::open(&self.path("data/log").display().to_string()).await.unwrap();
        let mut ledger = Ledger::default();
        store.sources().await.unwrap().iter().for_each(|it| ledger += &it.ledger);
        let generation = store.published().await.unwrap().expect("it was computed");
        let insights = store.insights_digest(generation.id).await.unwrap();
        Outcome { ledger, interactions: log.count().await.unwrap(), insights }
    }
}

/// What an import comes to: the ledger, the rows of the log, everything published of pairs.
#[derive(Debug, PartialEq)]
pub struct Outcome {
    pub ledger: Ledger,
    pub interactions: u64,
    pub insights: String,
}

pub fn days_ago(days: i64) -> Timestamp {
    let at = Timestamp::now() - SignedDuration::from_hours(24 * days);
    Timestamp::from_second(at.as_second()).unwrap()
}

pub fn user(id: &str, address: &str, name: &str) -> String {
    format!(
        r#"{{"id":"{id}","displayName":"{name}","mail":"{address}","userPrincipalName":"{address}","accountEnabled":true,"userType":"Member","proxyAddresses":["SMTP:{address}"],"puser":"{id}"}}"#
    )
}

pub fn message(owner: &str, id: &str, from: &str, to: &[&str], at: Timestamp) -> String {
    let person = |address: &str| format!(r#"{{"emailAddress":{{"name":null,"address":"{address}"}}}}"#);
    let to: Vec<String> = to.iter().map(|it| person(it)).collect();
    format!(
        r#"{{"internetMessageId":"{id}","conversationId":"conversation {id}","receivedDateTime":"{at}","sentDateTime":"{at}","isDraft":false,"from":{from},"sender":{from},"toRecipients":[{to}],"ccRecipients":[],"bccRecipients":[],"puser":"{owner}"}}"#,
        from = person(from),
        to = to.join(",")
    )
}
