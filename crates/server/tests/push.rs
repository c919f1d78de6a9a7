//! Push, end to end: the program serves, the stand-in tells it of mail, and nobody waits for a round.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use relata_stand_in::{CLIENT, Endpoint, Fault, Message, SECRET, StandIn, Tenant, Trouble};

const AMBER: &str = "amber@contoso.com";
const BEN: &str = "ben@contoso.com";
/// A busy machine takes its time; no round comes within it.
const LONGEST: Duration = Duration::from_secs(90);

/// An installation that serves, told of what happens in a tenant of two, and looking by itself in an hour.
struct Serving {
    folder: tempfile::TempDir,
    port: u16,
    stand_in: StandIn,
    child: Option<Child>,
}

impl Serving {
    async fn start() -> Serving {
        let mut tenant = Tenant::new(7).at(Timestamp::now()).ticking();
        tenant.user(AMBER).named("Amber Stone");
        tenant.user(BEN).named("Ben Hill");
        tenant.group("sales", &[AMBER, BEN]);
        tenant.limit_to_group("sales");
        tenant.message(AMBER, "inbox", Message::new("lea@acme.com", &[AMBER]).with_id("<1@acme.com>"));
        let stand_in = StandIn::start(tenant).await.unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        let settings = format!(
            "[data]\nfolder = 'data'\n[server]\nlisten = '127.0.0.1:{port}'\n[outgoing]\nallow = ['127.0.0.1']\n\
             [sources]\npublic_url = 'http://127.0.0.1:{port}'\nevery = '1h'\n"
        );
        fs::write(folder.path().join("relata.toml"), settings).unwrap();
        fs::write(folder.path().join("secret"), SECRET).unwrap();
        let mut serving = Serving { folder, port, stand_in, child: None };
        let (tenant, group) =
            serving.stand_in.look(|it| (it.id().to_owned(), it.group_id("sales").unwrap().to_owned()));
        let (login, graph) = (serving.stand_in.login(), serving.stand_in.graph());
        serving.relata("consent enable");
        serving.relata("consent give for_each_user aggregated identifiable");
        serving.relata(&format!(
            "source connect --tenant {tenant} --client {CLIENT} --group {group} --secret-file secret --login-host {login} \
             --graph-host {graph}"
        ));
        serving.serve();
        // To mail and calendar of both; made when everything is read.
        serving.until("there are four subscriptions", |it| it.subscriptions() == 4);
        serving.rests();
        serving
    }

    fn serve(&mut self) {
        let mut command = self.command("serve");
        self.child = Some(command.stdout(Stdio::null()).spawn().unwrap());
    }

    fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Waits until nothing was asked for two seconds.
    fn rests(&self) {
        let asked = || self.stand_in.log().counts.values().sum::<u64>();
        let (mut before, began) = (asked(), Instant::now());
        loop {
            std::thread::sleep(Duration::from_secs(2));
            let now = asked();
            if now == before {
                return;
            }
            assert!(began.elapsed() < LONGEST, "it asks and asks");
            before = now;
        }
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        command.current_dir(self.folder.path()).args(arguments.split(' '));
        command
    }

    fn relata(&self, arguments: &str) -> String {
        let output = self.command(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "relata {arguments}: {said}");
        said
    }

    fn subscriptions(&self) -> usize {
        self.stand_in.look(Tenant::subscription_count)
    }

    fn until(&self, what: &str, holds: impl Fn(&Serving) -> bool) {
        let began = Instant::now();
        while !holds(self) {
            assert!(began.elapsed() < LONGEST, "{what}: not after {LONGEST:?}");
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// Lets somebody outside write to Ben, and waits until that is seen.
    fn writes_to_ben(&self, outside: &str) {
        self.stand_in.change(|it| {
            let id = format!("<of {outside}>");
            it.message(BEN, "inbox", Message::new(outside, &[BEN]).with_id(&id))
        });
        self.until_shown(outside);
    }

    fn until_shown(&self, outside: &str) {
        self.until("the message shows", |it| {
            let output = it.command(&format!("explain {BEN} {outside}")).output().unwrap();
            String::from_utf8_lossy(&output.stdout).contains("1 received")
        });
    }

    /// Posts to where Microsoft 365 tells us; returns the whole answer.
    fn post(&self, query: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let (port, length) = (self.port, body.len());
        let head = format!(
            "POST /hooks/microsoft365{query} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-length: {length}\r\n\
             connection: close\r\n\r\n"
        );
        stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What a server read, and could not show before it was killed, is in the log as what an import appends.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_shows_what_the_one_before_it_did_not() {
    let mut serving = Serving::start().await;
    serving.kill();
    let mail = format!("From - \nFrom: max@acme.com\nTo: {BEN}\nDate: {}\nMessage-ID: <9@acme.com>\n\n", rfc_2822());
    fs::write(serving.folder.path().join("ben.mbox"), mail).unwrap();
    serving.relata(&format!("import mail ben.mbox --owner {BEN}"));
    serving.serve();
    serving.until_shown("max@acme.com");
}

fn rfc_2822() -> String {
    jiff::fmt::rfc2822::to_string(&Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_shows_without_waiting_for_a_round() {
    let serving = Serving::start().await;
    serving.writes_to_ben("max@acme.com");
    serving.rests();
    // What was asked for is Ben's alone.
    serving.stand_in.clear_log();
    serving.writes_to_ben("mia@acme.com");
    let log = serving.stand_in.log();
    assert!(log.requests.iter().all(|it| it.mailbox.as_deref() == Some(BEN)), "{:?}", log.requests);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_ends_is_made_anew_and_nothing_is_missed() {
    let serving = Serving::start().await;
    serving.stand_in.change(|it| it.lifecycle(BEN, "subscriptionRemoved"));
    serving.until("they are made anew", |it| it.subscriptions() == 4);
    serving.writes_to_ben("max@acme.com");

    // One that lapsed without a word is found when it is to be renewed.
    serving.stand_in.change(|it| {
        it.lifecycle(BEN, "reauthorizationRequired");
        it.lapse_subscriptions(BEN);
    });
    serving.until("they are made anew", |it| it.subscriptions() == 4);
    serving.writes_to_ben("mia@acme.com");

    // What was lost is looked for.
    serving.stand_in.fault(Fault::new(Trouble::Lost).at(Endpoint::Notifications).once());
    serving.stand_in.change(|it| it.message(BEN, "inbox", Message::new("kim@acme.com", &[BEN]).with_id("<k>")));
    serving.stand_in.heal();
    serving.stand_in.change(|it| it.lifecycle(BEN, "missed"));
    serving.until("the message shows", |it| it.relata(&format!("explain {BEN} kim@acme.com")).contains("1 received"));

    // Nobody is told of a tenant that is not read.
    serving.relata("source pause 1");
    serving.until("they are ended", |it| it.subscriptions() == 0);
    serving.relata("source resume 1");
    serving.until("they are made", |it| it.subscriptions() == 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_know_the_secret_causes_nothing() {
    let serving = Serving::start().await;
    let handshake = serving.post("?validationToken=a%3Cb%3E", "");
    assert!(handshake.starts_with("HTTP/1.1 200") && handshake.ends_with("\r\n\r\na<b>"), "{handshake}");
    assert!(handshake.contains("content-type: text/plain") && handshake.contains("nosniff"), "{handshake}");
    serving.stand_in.clear_log();
    let forged = r#"{"value": [{"subscriptionId": "s", "clientState": "guess"}]}"#;
    let removed =
        r#"{"value": [{"subscriptionId": "s", "clientState": "x", "lifecycleEvent": "subscriptionRemoved"}]}"#;
    for body in [forged, removed] {
        assert!(serving.post("", body).starts_with("HTTP/1.1 202"), "{body}");
    }
    assert!(serving.post("", "nonsense").starts_with("HTTP/1.1 400"));
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(serving.stand_in.log().requests.len(), 0);
    assert_eq!(serving.subscriptions(), 4);
}
