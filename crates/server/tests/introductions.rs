//! An introduction, all the way round: asked for from one's own mailbox, read where it arrived, and seen to be made. The program
//! is the real one; Microsoft's sign-in and Graph are the stand-in.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use jiff::{SignedDuration, Timestamp};
use relata_model::Holder;
use relata_model::policy::Role;
use relata_stand_in::{CLIENT, Message, SECRET, StandIn, Tenant};
use relata_store::{GivenBy, Store};
use serde_json::{Value, json};

const AMBER: &str = "amber@contoso.com";
const BEN: &str = "ben@contoso.com";
const LEA: &str = "lea@acme.com";

fn days_ago(days: i64) -> String {
    (Timestamp::now() - SignedDuration::from_hours(24 * days)).to_string()
}

/// Amber knows Lea, Ben does not.
async fn tenant() -> StandIn {
    let mut tenant = Tenant::new(7).at(Timestamp::now()).ticking();
    tenant.user(AMBER).named("Amber Stone");
    tenant.user(BEN).named("Ben Hill");
    tenant.user("cleo@contoso.com").named("Cleo Day");
    tenant.group("sales", &[AMBER, BEN]);
    tenant.limit_to_group("sales");
    tenant.message(AMBER, "sentitems", Message::new(AMBER, &[LEA]).at(&days_ago(40)).with_id("<1@contoso.com>"));
    tenant.message(AMBER, "inbox", Message::new(LEA, &[AMBER]).at(&days_ago(39)).with_id("<2@acme.com>"));
    tenant.sign_in(BEN);
    StandIn::start(tenant).await.unwrap()
}

/// An installation that is connected to the tenant, and lets people sign in there.
struct Installation {
    folder: tempfile::TempDir,
}

impl Installation {
    fn new(stand_in: &StandIn) -> Installation {
        let folder = tempfile::tempdir().unwrap();
        let (tenant, group) = stand_in.look(|it| (it.id().to_owned(), it.group_id("sales").unwrap().to_owned()));
        let (login, graph) = (stand_in.login(), stand_in.graph());
        let settings = format!(
            "[data]\nfolder = 'data'\n[outgoing]\nallow = ['127.0.0.1']\n[sign_in]\nissuer = '{login}/{tenant}/v2.0'\n\
             client_id = '{CLIENT}'\nclient_secret_file = 'secret'\n[introductions.graph]\nhost = '{graph}'\n"
        );
        fs::write(folder.path().join("relata.toml"), settings).unwrap();
        fs::write(folder.path().join("secret"), SECRET).unwrap();
        let installation = Installation { folder };
        installation.relata("consent enable");
        installation.relata("consent give for_each_user aggregated identifiable");
        installation.relata(&format!(
            "source connect --tenant {tenant} --client {CLIENT} --group {group} --secret-file secret --login-host {login} \
             --graph-host {graph}"
        ));
        installation.relata("collect");
        installation
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        command.args(arguments.split(' ')).current_dir(self.folder.path());
        command
    }

    fn relata(&self, arguments: &str) {
        let output = self.command(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "relata {arguments}: {said}");
    }

    async fn let_be_salesperson(&self, address: &str) {
        let place = format!("sqlite:{}", self.folder.path().join("data/relata.db").display());
        let store = Store::open(&place).await.unwrap();
        let address = relata_model::Address::parse(address).unwrap();
        let holder = Holder::Colleague(store.person_of(&address).await.unwrap().unwrap());
        let by = GivenBy { actor: "operator", at: Timestamp::now(), oneself: false };
        store.give_role(Role::Salesperson, &holder, by).await.unwrap();
    }

    /// Starts the server, and returns it with where it is.
    fn serve(&self) -> (Serving, String) {
        let mut child = self.command("serve --listen 127.0.0.1:0").stdout(Stdio::piped()).spawn().unwrap();
        let mut words = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            assert!(words.read_line(&mut line).unwrap() > 0, "the server ended before it served");
        }
        let address = line.split("http://").nth(1).unwrap().trim().trim_end_matches('/').to_owned();
        (Serving(child), address)
    }
}

/// A server that runs.
struct Serving(Child);

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// A browser that keeps Relata's cookies and goes where it is led.
struct Browser {
    relata: String,
    cookies: Vec<(String, String)>,
}

impl Browser {
    /// Sends one request over a connection of its own; returns status, headers and body.
    fn ask(&mut self, method: &str, url: &str, body: &str) -> (u16, String, String) {
        let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let cookies: Vec<String> = self.cookies.iter().map(|(name, it)| format!("{name}={it}")).collect();
        let own = match host == self.relata {
            true => format!("Cookie: {}\r\nOrigin: http://{host}\r\n", cookies.join("; ")),
            false => String::new(),
        };
        let mut stream = TcpStream::connect(host).unwrap();
        write!(
            stream,
            "{method} /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n{own}\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        for line in head.lines() {
            let Some((name, value)) = line.split_once(": ") else { continue };
            if name.eq_ignore_ascii_case("set-cookie") {
                let (name, value) = value.split(';').next().unwrap().split_once('=').unwrap();
                self.cookies.retain(|it| it.0 != name);
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        (head[9..12].parse().unwrap(), head.to_owned(), body.to_owned())
    }

    /// Goes to a place and wherever that leads; returns where it ended.
    fn go(&mut self, path: &str) -> String {
        let mut url = format!("http://{}{path}", self.relata);
        for _ in 0..4 {
            let (status, head, body) = self.ask("GET", &url, "");
            assert!(status == 302 || status == 303, "{url}: {status} {body}");
            let place = head.lines().find_map(|it| it.strip_prefix("location: ")).unwrap().to_owned();
            if place.starts_with('/') {
                return place;
            }
            url = place;
        }
        panic!("{url} leads on and on");
    }

    fn api(&mut self, method: &str, path: &str, body: &Value) -> Value {
        let body = if method == "GET" { String::new() } else { body.to_string() };
        let (status, _, answer) = self.ask(method, &format!("http://{}/api/v1{path}", self.relata), &body);
        assert!((200..300).contains(&status), "{method} {path}: {status} {answer}");
        serde_json::from_str(&answer).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_leaves_from_ones_own_mailbox_and_what_comes_of_it_is_seen() {
    let stand_in = tenant().await;
    let installation = Installation::new(&stand_in);
    installation.let_be_salesperson(BEN).await;
    let (server, relata) = installation.serve();
    let mut ben = Browser { relata, cookies: Vec::new() };
    assert_eq!(ben.go("/api/v1/sign-in/start?back=/me"), "/me");
    assert_eq!(ben.api("GET", "/own-mailbox", &Value::Null)["state"], json!("possible"));
    assert_eq!(ben.go("/api/v1/own-mailbox/start?back=/me?tab=switches"), "/me?tab=switches");
    assert_eq!(ben.api("GET", "/own-mailbox", &Value::Null)["state"], json!("granted"));

    let found = ben.api("GET", "/search?q=lea@acme.com", &Value::Null);
    let lea = found["results"][0]["id"].as_str().unwrap_or_else(|| panic!("{found}")).to_owned();
    let known = ben.api("GET", &format!("/people/{lea}/introducers"), &Value::Null);
    let amber = known["introducers"][0]["colleague"]["id"].as_str().unwrap_or_else(|| panic!("{known}")).to_owned();
    let request =
        json!({"contact": lea, "colleague": amber, "subject": "Lea?", "body": "Dear Amber", "idempotency_key": "k"});
    let sent = ben.api("POST", "/introductions", &request);
    assert_eq!(sent["state"], json!("sent"));
    assert_eq!(ben.api("POST", "/introductions", &request), sent, "it leaves once");
    let asked = stand_in.log().requests.iter().filter(|it| it.path.ends_with("/sendMail")).count();
    assert_eq!(asked, 1);
    drop(server);

    // Amber writes to Lea, with Ben in copy.
    installation.relata("collect");
    let write = |message: Message| stand_in.change(|it| it.send(message));
    write(Message::new(AMBER, &[LEA]).cc(&[BEN]).with_id("<3@contoso.com>"));
    installation.relata("collect");
    let (_server, relata) = installation.serve();
    let mut ben = Browser { relata, cookies: ben.cookies };
    let mine = ben.api("GET", "/introductions", &Value::Null)["mine"][0].clone();
    assert_eq!(
        (&mine["through"], &mine["state"], &mine["seen"]),
        (&json!("graph"), &json!("accepted"), &json!("introduced"))
    );
}
