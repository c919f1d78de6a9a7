//! A tenant of Microsoft 365, from connecting it to who knows whom, by the commands an operator runs. On the other side is the
//! stand-in; the program is the real one.

use std::fs;
use std::process::Command;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use relata_interaction_log::InteractionLog;
use relata_model::Ledger;
use relata_stand_in::{CLIENT, Event, Fault, Message, RetryAfter, SECRET, StandIn, Tenant, Trouble};
use relata_store::{AtService, ConnectionId, Store, Subscription};

/// An installation in a folder of its own, connected to nothing yet.
struct Installation {
    folder: tempfile::TempDir,
}

impl Installation {
    fn new() -> Installation {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("relata.toml"), "[data]\nfolder = 'data'\n[outgoing]\nallow = ['127.0.0.1']\n")
            .unwrap();
        fs::write(folder.path().join("secret"), SECRET).unwrap();
        Installation { folder }
    }

    /// Runs a command; returns whether it succeeded, and what it printed.
    fn relata(&self, arguments: &str) -> (bool, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        let output = command.current_dir(self.folder.path()).args(arguments.split(' ')).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        (output.status.success(), said)
    }

    fn works(&self, arguments: &str) -> String {
        let (works, said) = self.relata(arguments);
        assert!(works, "relata {arguments}: {said}");
        said
    }

    fn fails(&self, arguments: &str) -> String {
        let (works, said) = self.relata(arguments);
        assert!(!works, "relata {arguments}: {said}");
        said
    }
}

fn days_ago(days: i64) -> String {
    (Timestamp::now() - SignedDuration::from_hours(24 * days)).to_string()
}

/// Amber and Ben are in the group, Cleo is not, Dora has left.
async fn tenant() -> StandIn {
    let mut tenant = Tenant::new(7).at(Timestamp::now()).ticking();
    tenant.user("amber@contoso.com").named("Amber Stone").alias("a.stone@contoso.com");
    tenant.user("ben@contoso.com").named("Ben Hill");
    tenant.user("cleo@contoso.com").named("Cleo Day");
    tenant.user("dora@contoso.com").disabled();
    tenant.group("sales", &["amber@contoso.com", "ben@contoso.com", "dora@contoso.com"]);
    tenant.limit_to_group("sales");
    let mail = [
        (
            "amber@contoso.com",
            "sentitems",
            Message::new("a.stone@contoso.com", &["lea@acme.com"]).at(&days_ago(40)).with_id("<1@contoso.com>"),
        ),
        (
            "amber@contoso.com",
            "inbox",
            Message::new("lea@acme.com", &["amber@contoso.com", "ben@contoso.com"])
                .at(&days_ago(39))
                .with_id("<2@acme.com>"),
        ),
        (
            "ben@contoso.com",
            "inbox",
            Message::new("lea@acme.com", &["amber@contoso.com", "ben@contoso.com"])
                .at(&days_ago(39))
                .with_id("<2@acme.com>"),
        ),
        (
            "cleo@contoso.com",
            "inbox",
            Message::new("max@acme.com", &["cleo@contoso.com"]).at(&days_ago(3)).with_id("<3@acme.com>"),
        ),
        (
            "ben@contoso.com",
            "drafts",
            Message::new("ben@contoso.com", &["lea@acme.com"]).at(&days_ago(2)).with_id("<4@contoso.com>"),
        ),
    ];
    for (user, folder, message) in mail {
        tenant.message(user, folder, message);
    }
    let start = (Timestamp::now() - SignedDuration::from_hours(24 * 5)).strftime("%Y-%m-%dT10:00").to_string();
    tenant.event("ben@contoso.com", Event::new(&start, 30, &["ben@contoso.com", "lea@acme.com"]));
    StandIn::start(tenant).await.unwrap()
}

/// Connects an installation to a tenant, with everything consented to.
fn connected(stand_in: &StandIn) -> Installation {
    let installation = Installation::new();
    let (tenant, group) = stand_in.look(|it| (it.id().to_owned(), it.group_id("sales").unwrap().to_owned()));
    let (login, graph) = (stand_in.login(), stand_in.graph());
    installation.works("consent enable");
    installation.works("consent give for_each_user aggregated identifiable");
    installation.works(&format!(
        "source connect --tenant {tenant} --client {CLIENT} --group {group} --secret-file secret --login-host {login} \
         --graph-host {graph}"
    ));
    installation
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tenant_is_planned_read_and_shown() {
    let stand_in = tenant().await;
    let installation = connected(&stand_in);

    let plan = installation.works("plan");
    for said in [
        "mail of the group can be read",
        "mailboxes outside the group cannot be read",
        "Mailboxes that would be read: 2",
        "Amber Stone <amber@contoso.com>",
        "Messages a month:",
    ] {
        assert!(plan.contains(said), "{said}\n{plan}");
    }
    assert!(!plan.contains("cleo") && !plan.contains("dora"), "{plan}");

    let collected = installation.works("collect");
    assert!(collected.contains("4 mailboxes and calendars read, 0 cannot be, 0 are left alone"), "{collected}");
    // Three messages in two mailboxes are two, and there is a meeting.
    assert!(collected.contains(" 3 stored"), "{collected}");
    let explained = installation.works("explain amber@contoso.com lea@acme.com");
    assert!(explained.contains("1 sent"), "{explained}");

    // What is new is read by the changes alone.
    stand_in.clear_log();
    stand_in.change(|it| {
        it.message(
            "ben@contoso.com",
            "inbox",
            Message::new("max@acme.com", &["ben@contoso.com"]).with_id("<5@acme.com>"),
        )
    });
    let collected = installation.works("collect");
    assert!(collected.contains(" 1 stored"), "{collected}");

    // Everything is there, and what becomes of it is told by folder.
    let ledger = installation.works("ledger --check");
    assert!(ledger.contains("inbox") && ledger.contains("sentitems"), "{ledger}");
    stand_in.change(|it| {
        let old = Message::new("max@acme.com", &["ben@contoso.com"]).at(&days_ago(90)).with_id("<6@acme.com>");
        it.message("ben@contoso.com", "archive", old);
    });
    // What was put behind the reading is found.
    let ledger = installation.works("ledger --check --json");
    assert!(ledger.contains(r#""found_late":1"#) && ledger.contains(r#""unexplained":0"#), "{ledger}");

    // Whoever leaves the group is read no longer.
    stand_in.change(|it| it.leave("sales", "ben@contoso.com"));
    let collected = installation.works("collect");
    assert!(collected.contains("2 mailboxes and calendars read"), "{collected}");
}

/// A year of a hundred mailboxes, while every tenth request is sent away: being asked to wait is no mailbox's failure.
#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_mailboxes_are_backfilled_under_a_throttling_source() {
    const MAILBOXES: usize = 100;
    const MESSAGES: i64 = 4;
    let addresses: Vec<String> = (0..MAILBOXES).map(|it| format!("user{it}@contoso.com")).collect();
    let mut tenant = Tenant::new(11).at(Timestamp::now()).ticking();
    for (nth, address) in addresses.iter().enumerate() {
        tenant.user(address).named(&format!("User {nth}"));
        for message in 0..MESSAGES {
            let id = format!("<{nth}-{message}@acme.com>");
            let mail = Message::new(&format!("lea{message}@acme.com"), &[address]).at(&days_ago(2 + 80 * message));
            tenant.message(address, "inbox", mail.with_id(&id));
        }
    }
    tenant.group("sales", &addresses.iter().map(String::as_str).collect::<Vec<_>>());
    tenant.limit_to_group("sales");
    let stand_in = StandIn::start(tenant).await.unwrap();
    let waits = [RetryAfter::Seconds(0), RetryAfter::Seconds(1), RetryAfter::Date(1), RetryAfter::Unsaid];
    for ((wait, chance), seed) in waits.into_iter().zip([7, 1, 1, 1]).zip(1..) {
        stand_in.fault(Fault::new(Trouble::Status(429, wait)).chance(chance, seed));
    }
    let installation = connected(&stand_in);
    // Whoever is sent away waits a second: all at once, they wait together.
    let settings = fs::read_to_string(installation.folder.path().join("relata.toml")).unwrap();
    let all_at_once = format!("{settings}[sources]\nmailboxes_at_once = {MAILBOXES}\n");
    fs::write(installation.folder.path().join("relata.toml"), all_at_once).unwrap();
    let begun = Instant::now();
    let collected = installation.works("collect");
    let took = begun.elapsed().as_secs_f64();
    assert!(collected.contains("200 mailboxes and calendars read, 0 cannot be, 0 are left alone"), "{collected}");
    let log = stand_in.log();
    let sent_away = log.requests.iter().filter(|it| it.status == 429).count();
    println!("{} requests, {sent_away} of them sent away; read in {took:.1} s", log.requests.len());
    assert!(sent_away * 15 > log.requests.len(), "{sent_away} of {}", log.requests.len());

    // Every message is there once, and every ledger adds up.
    let messages = MAILBOXES as u64 * MESSAGES as u64;
    let store =
        Store::open(&format!("sqlite:{}", installation.folder.path().join("data/relata.db").display())).await.unwrap();
    let log = InteractionLog::open(&installation.folder.path().join("data/log").display().to_string()).await.unwrap();
    assert_eq!(log.count().await.unwrap(), messages);
    let mut ledger = Ledger::default();
    for source in store.sources().await.unwrap() {
        assert!(source.ledger.adds_up(), "{:?}", source.ledger);
        ledger += &source.ledger;
    }
    assert_eq!((ledger.read, ledger.stored, ledger.quarantined), (messages, messages, 0), "{ledger:?}");
    assert!(!installation.works("source list").contains("cannot be read"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_read_while_a_broader_grant_defeats_the_group() {
    let stand_in = tenant().await;
    let installation = connected(&stand_in);
    stand_in.change(|it| it.application().roles.push("Mail.ReadBasic.All".to_owned()));
    let plan = installation.fails("plan");
    assert!(plan.contains("WRONG  mail outside the group can be read, too"), "{plan}");
    let collected = installation.fails("collect");
    assert!(collected.contains("mail outside the group can be read, too"), "{collected}");
    assert!(!stand_in.log().requests.iter().any(|it| it.path.contains("/messages")), "nothing was read");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_ran_out_says_what_to_do_and_a_new_one_goes_on() {
    let stand_in = tenant().await;
    let installation = connected(&stand_in);
    stand_in.change(|it| it.application().secret_expired = true);
    let collected = installation.fails("collect");
    assert!(collected.contains("secret"), "{collected}");
    let listed = installation.works("source list");
    let now = Timestamp::now().strftime("since %Y-%m-%d").to_string();
    assert!(listed.contains("cannot be read: ") && listed.contains(&now) && listed.contains("secret"), "{listed}");
    let examined = installation.fails("doctor");
    assert!(
        examined.contains("cannot be read: ") && examined.contains("secret") && examined.contains(&now),
        "{examined}"
    );
    stand_in.change(|it| it.application().secret_expired = false);
    installation.works("collect");
    assert!(!installation.works("source list").contains("cannot be read"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_lapsed_is_told_on_every_list() {
    let stand_in = tenant().await;
    let installation = connected(&stand_in);
    installation.works("collect");
    let database = installation.folder.path().join("data/relata.db");
    let store = Store::open(&format!("sqlite:{}", database.display())).await.unwrap();
    let mailbox = store.mailboxes().await.unwrap().into_iter().find(|it| it.kind == "mail").unwrap().id;
    let until: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
    let at_service = Some(AtService { id: "s".to_owned(), secret_hash: [7; 32], until });
    let lapsed = Subscription { mailbox, connection: ConnectionId(1), at_service, due_at: until, failing: None };
    store.put_subscription(&lapsed).await.unwrap();
    for said in [installation.works("source list"), installation.relata("doctor").1] {
        assert!(said.contains("1 subscription lapsed without being renewed"), "{said}");
        assert!(said.contains("since 2026-03-02T08:00:00Z") && said.contains("see that `relata serve` runs"), "{said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn disconnecting_can_erase_what_came() {
    let stand_in = tenant().await;
    let installation = connected(&stand_in);
    installation.works("collect");
    let said = installation.works("source disconnect 1 --erase");
    assert!(said.contains("4 mailboxes and calendars are out of sight"), "{said}");
    assert!(installation.works("collect").contains("0 connections"));
    assert!(installation.works("source list").contains("ended since"));
}
