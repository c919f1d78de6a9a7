//! Kill −9 in the middle of a check: the next one comes to the ledger of a check that nobody stopped.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use relata_interaction_log::InteractionLog;
use relata_stand_in::{CLIENT, Message, MessageId, SECRET, StandIn, Tenant};
use relata_store::Store;

const OWNERS: [&str; 2] = ["amber@contoso.com", "ben@contoso.com"];
/// Messages of each mailbox that lie where nothing is read, until they are moved behind the reading.
const MOVED: i64 = 60;
/// How often the check is killed before it may finish.
const KILLS: u32 = 6;

struct Installation(tempfile::TempDir);

impl Installation {
    fn connected(stand_in: &StandIn) -> Installation {
        let installation = Installation(tempfile::tempdir().unwrap());
        let write = |name: &str, text: &str| fs::write(installation.0.path().join(name), text).unwrap();
        write("relata.toml", "[data]\nfolder = 'data'\n[outgoing]\nallow = ['127.0.0.1']\n");
        write("secret", SECRET);
        let (tenant, group) = stand_in.look(|it| (it.id().to_owned(), it.group_id("sales").unwrap().to_owned()));
        let (login, graph) = (stand_in.login(), stand_in.graph());
        installation.works("consent enable");
        installation.works("consent give for_each_user aggregated identifiable");
        installation.works(&format!(
            "source connect --tenant {tenant} --client {CLIENT} --group {group} --secret-file secret --login-host {login} \
             --graph-host {graph}"
        ));
        installation.works("collect");
        installation
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        command.current_dir(self.0.path()).args(arguments.split(' '));
        command
    }

    fn works(&self, arguments: &str) -> String {
        let output = self.command(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "relata {arguments}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What a check comes to: the table but for numbers and when it was checked, how much is stored, and the pairs by name.
    async fn outcome(&self) -> (BTreeSet<String>, u64, BTreeSet<String>) {
        let table = self.works("ledger --csv");
        let rows = table.lines().map(|it| {
            let cells = it.split(',').enumerate().filter(|it| ![1, 5].contains(&it.0)).map(|it| it.1);
            cells.collect::<Vec<_>>().join(",")
        });
        // A round that was killed has shown nothing of what it stored.
        self.works("compute");
        let data = self.0.path().join("data");
        let store = Store::open(&format!("sqlite:{}", data.join("relata.db").display())).await.unwrap();
        for it in store.sources().await.unwrap() {
            assert!(it.ledger.adds_up() && it.ledger.read > 0, "{it:?}");
        }
        let log = InteractionLog::open(&data.join("log").display().to_string()).await.unwrap();
        let canonical = store.canonical().await.unwrap();
        let pairs: BTreeSet<String> =
            canonical.lines().filter(|it| it.starts_with("pair ")).map(str::to_owned).collect();
        assert!(!pairs.is_empty());
        (rows.collect(), log.count().await.unwrap(), pairs)
    }
}

fn days_ago(days: i64) -> String {
    (Timestamp::now() - SignedDuration::from_hours(24 * days)).to_string()
}

/// Two mailboxes with mail in every month, and as much in junk; returns that, too.
async fn tenant() -> (StandIn, Vec<(&'static str, MessageId)>) {
    let mut tenant = Tenant::new(11).at(Timestamp::now()).ticking();
    OWNERS.iter().for_each(|it| {
        tenant.user(it);
    });
    tenant.group("sales", &OWNERS);
    tenant.limit_to_group("sales");
    let mut junk = Vec::new();
    for owner in OWNERS {
        for it in 0..MOVED {
            let from =
                |kind: &str| Message::new(&format!("{kind}{}@acme.com", it % 7), &[owner]).at(&days_ago(5 + 5 * it));
            tenant.message(owner, "inbox", from("lea"));
            junk.push((owner, tenant.message(owner, "junkemail", from("max"))));
        }
    }
    (StandIn::start(tenant).await.unwrap(), junk)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_killed_at_any_moment_ends_in_the_ledger_of_one_that_was_not() {
    let (stand_in, junk) = tenant().await;
    let (calm, killed) = (Installation::connected(&stand_in), Installation::connected(&stand_in));
    // The changes of a folder tell nothing of what is older than they are: only a check finds these.
    for (owner, message) in junk {
        stand_in.change(|it| it.move_message(owner, message, "archive"));
    }
    stand_in.set_latency(Duration::from_millis(10));
    let started = Instant::now();
    calm.works("ledger --check");
    let took = started.elapsed();
    for kill in 1..=KILLS {
        let mut command = killed.command("ledger --check");
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(took * kill / (KILLS + 1));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    killed.works("ledger --check");
    let expected = calm.outcome().await;
    assert_eq!(expected.1, 4 * MOVED as u64, "{expected:?}");
    assert_eq!(killed.outcome().await, expected);
}
