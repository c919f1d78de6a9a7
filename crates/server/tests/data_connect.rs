//! An extract of Graph Data Connect, imported by the command an operator runs; the program is the real one.

mod extract;

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use relata_stand_in::{CLIENT, Message, SECRET, StandIn, Tenant};
use relata_store::Store;

use crate::extract::{Installation, days_ago, message, user};

/// What must never be found anywhere.
const CANARY: &str = "canary-4c1d";
/// How often the import is killed before it may finish.
const KILLS: u32 = 6;
const AMBER: &str = "a0000000-0000-4000-8000-000000000001";
const BEN: &str = "b0000000-0000-4000-8000-000000000002";

/// Two colleagues, and three messages between them and Lea.
fn small(installation: &Installation, amber: &str, ben: &str) {
    let users = [user(amber, "amber@contoso.com", "Amber Stone"), user(ben, "ben@contoso.com", "Ben Hill")];
    installation.extract("users.json", &users);
    let answer =
        |owner| message(owner, "<2@acme.com>", "lea@acme.com", &["amber@contoso.com", "ben@contoso.com"], days_ago(39));
    installation.extract("Message_v1.json", &[answer(amber), answer(ben)]);
    installation.extract(
        "SentItem_v1.json",
        &[message(amber, "<1@contoso.com>", "amber@contoso.com", &["lea@acme.com"], days_ago(40))],
    );
}

/// The tenant that the small extract is of.
async fn tenant() -> StandIn {
    let mut tenant = Tenant::new(7).at(Timestamp::now()).ticking();
    tenant.user("amber@contoso.com").named("Amber Stone");
    tenant.user("ben@contoso.com").named("Ben Hill");
    tenant.group("sales", &["amber@contoso.com", "ben@contoso.com"]);
    tenant.limit_to_group("sales");
    let sent = Message::new("amber@contoso.com", &["lea@acme.com"]).at(&days_ago(40).to_string());
    tenant.message("amber@contoso.com", "sentitems", sent.with_id("<1@contoso.com>"));
    for owner in ["amber@contoso.com", "ben@contoso.com"] {
        let answer = Message::new("lea@acme.com", &["amber@contoso.com", "ben@contoso.com"]);
        tenant.message(owner, "inbox", answer.at(&days_ago(39).to_string()).with_id("<2@acme.com>"));
    }
    StandIn::start(tenant).await.unwrap()
}

fn connect(installation: &Installation, stand_in: &StandIn) {
    fs::write(installation.path("secret"), SECRET).unwrap();
    let (tenant, group) = stand_in.look(|it| (it.id().to_owned(), it.group_id("sales").unwrap().to_owned()));
    let (login, graph) = (stand_in.login(), stand_in.graph());
    installation.works(&format!(
        "source connect --tenant {tenant} --client {CLIENT} --group {group} --secret-file secret --login-host {login} \
         --graph-host {graph}"
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_extract_and_graph_of_the_same_tenant_do_not_double() {
    let stand_in = tenant().await;
    let id = |address: &str| stand_in.change(|it| it.user(address).id().to_owned());
    let (amber, ben) = (id("amber@contoso.com"), id("ben@contoso.com"));
    let (graph, extract) = (Installation::consented(), Installation::consented());
    connect(&graph, &stand_in);
    assert!(graph.works("collect").contains(" 2 stored"));

    small(&extract, &amber, &ben);
    let said = extract.works("import data-connect extract");
    assert!(said.contains("2 directory entries taken over"), "{said}");
    assert!(said.contains("3 read = 2 stored + 1 duplicates"), "{said}");
    extract.works("compute");
    // Nothing is left of what was read on the way, and what was read is not read again.
    let again = extract.works("import data-connect extract/");
    assert!(again.contains("0 read = 0 stored"), "{again}");
    // The first line says when it was computed.
    let explained = |it: &Installation| {
        let said = it.works("explain amber@contoso.com lea@acme.com");
        said.split_once('\n').unwrap().1.to_owned()
    };
    assert_eq!(explained(&extract), explained(&graph));

    // The same extract after Graph: every line of it is a copy.
    small(&graph, &amber, &ben);
    let said = graph.works("import data-connect extract");
    assert!(said.contains("The directory is read through a connection"), "{said}");
    assert!(said.contains("3 read = 0 stored + 3 duplicates"), "{said}");
    // And Graph after the extract.
    connect(&extract, &stand_in);
    let said = extract.works("collect");
    assert!(said.contains(" 0 stored"), "{said}");
    let trail = extract.works("audit list");
    assert!(trail.contains("extract_imported"), "{trail}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_read_leaves_no_trace_and_is_told() {
    let installation = Installation::consented();
    small(&installation, AMBER, BEN);
    let body = message(AMBER, "<9@acme.com>", "max@acme.com", &["amber@contoso.com"], days_ago(9));
    installation.extract(
        "with-bodies.json",
        &[body.replace("\"isDraft\"", &format!("\"body\":{{\"content\":\"{CANARY}\"}},\"isDraft\""))],
    );
    let stranger =
        message("c0000000-0000-4000-8000-000000000003", "<8@acme.com>", CANARY, &["cleo@contoso.com"], days_ago(8));
    let nobody = message("no id", "<7@acme.com>", "max@acme.com", &["amber@contoso.com"], days_ago(7));
    let bad = message(BEN, "<6@acme.com>", "nobody", &["ben@contoso.com"], days_ago(6));
    installation.extract("bad.json", &[bad, "{\"puser\":”curly”}".to_owned(), nobody, stranger]);
    let said = installation.fails("import data-connect extract");
    for expected in [
        "6 read = 2 stored + 1 duplicates + 0 left out + 3 quarantined",
        "5 files of the extract with 8 rows",
        "1 lie in mailboxes that are not read",
        "with-bodies.json: it has the column body, which holds what people wrote; choose header columns only",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    nothing_of_the_canary(&installation.path("data"));
    // Whoever opts out is read no more, in no mailbox.
    fs::remove_file(installation.path("extract/with-bodies.json")).unwrap();
    let store = Store::open(&format!("sqlite:{}", installation.path("data/relata.db").display())).await.unwrap();
    let amber = relata_model::ColleagueId(AMBER.to_owned());
    let (from, at) = (Timestamp::MIN, Timestamp::now());
    let left_out = relata_store::OptOut { colleague: &amber, from, at, by: "operator", reason: "asked for" };
    store.opt_out(&left_out).await.unwrap();
    let new = message(AMBER, "<10@acme.com>", "max@acme.com", &["amber@contoso.com"], days_ago(5));
    installation.extract("new.json", &[new.clone(), new.replace(AMBER, BEN).replace("10@", "11@")]);
    let said = installation.works("import data-connect extract");
    assert!(said.contains("1 read = 0 stored + 0 duplicates + 1 left out"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_consent_nothing_is_read() {
    let installation = Installation::new();
    small(&installation, AMBER, BEN);
    let said = installation.fails("import data-connect extract");
    assert!(said.contains("nobody has consented to mailbox data yet"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_killed_at_any_moment_ends_as_one_that_was_not() {
    let (calm, killed) = (Installation::consented(), Installation::consented());
    large(&calm);
    for entry in fs::read_dir(calm.path("extract")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), killed.path("extract").join(entry.file_name())).unwrap();
    }
    let started = Instant::now();
    calm.works("import data-connect extract");
    let took = started.elapsed();
    for kill in 1..=KILLS {
        let mut import = killed.command("import data-connect extract");
        let mut child = import.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(took * kill / (KILLS + 2) + Duration::from_millis(23));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    killed.works("import data-connect extract");
    for installation in [&calm, &killed] {
        installation.works("compute");
    }
    let expected = calm.outcome().await;
    assert!(expected.ledger.adds_up() && expected.ledger.read == 12_000, "{expected:?}");
    assert_eq!(expected.interactions, expected.ledger.stored);
    assert_eq!(killed.outcome().await, expected);
}

/// Three files of 4,000 messages of two mailboxes, more than a block in all.
fn large(installation: &Installation) {
    let users = [user(AMBER, "amber@contoso.com", "Amber Stone"), user(BEN, "ben@contoso.com", "Ben Hill")];
    installation.extract("users.json", &users);
    let padding = format!("\"webLink\":\"{}\",\"isDraft\"", "x".repeat(2_000));
    for file in 0..3 {
        let line = |nth: i64| {
            let (owner, own) = if nth % 2 == 0 { (AMBER, "amber@contoso.com") } else { (BEN, "ben@contoso.com") };
            let (id, contact) = (format!("<{file}-{nth}@acme.com>"), format!("p{}@acme{}.com", nth % 97, nth % 13));
            message(owner, &id, &contact, &[own], days_ago(1 + nth % 300)).replace("\"isDraft\"", &padding)
        };
        installation.extract(&format!("messages-{file}.json"), &(0..4_000).map(line).collect::<Vec<_>>());
    }
}

fn nothing_of_the_canary(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            nothing_of_the_canary(&path);
        } else {
            let bytes = fs::read(&path).unwrap();
            assert!(!bytes.windows(CANARY.len()).any(|it| it == CANARY.as_bytes()), "{}", path.display());
        }
    }
}
