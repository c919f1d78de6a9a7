//! Canaries: words that stand in everything a mail, a meeting and a row of a CRM can hold, looked for in everything that
//! is written afterwards, at the most talkative level of the log.
//!
//! What nobody may keep (subjects, bodies, attachments, places, headers, tokens) is nowhere. Names and addresses are in
//! the database, which exists to hold them, and in no line of a log and no file of the interaction log.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

/// In what is never kept: subject, body, attachment, place, other header, message id, password, token, cookie.
const NEVER_KEPT: [&str; 9] = [
    "canarysubject",
    "canarybody",
    "canaryattachment",
    "canaryplace",
    "canaryheader",
    "canarymessage",
    "canarypassword",
    "canarytoken",
    "canarycookie",
];
/// In names, local parts and titles: the database may say them, nothing else.
const ONLY_IN_THE_DATABASE: [&str; 4] = ["canaryinside", "canaryoutside", "canarylocal", "canarytitle"];

/// The worker looks every five seconds, and has little to do here.
const LOOKS: u32 = 300;
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);

const DIRECTORY: &str = "\
id,name,email,title,department
amber,Amber Canaryinside,amber@contoso.com,Canarytitle,Sales
ben,Ben Canaryinside,ben.canarylocal@contoso.com,,Sales
";
const CONTACTS: &str = "\
id,name,email
C-1,Lea Canaryoutside,canarylocal.lea@acme.com
";
const ACTIVITIES: &str = "\
id,type,regarding,direction,to,owner,start,duration,state,subject,description,location
17,phonecall,C-1,outgoing,canarylocal.lea@acme.com,amber@contoso.com,2026-03-02T10:00:00Z,20,completed,\
canarysubject,canarybody,canaryplace
";
/// A mail with everything in it, a second one, and one without a sender, which is quarantined.
const MAIL: &str = "\
From MAILER Mon Mar  2 10:00:00 2026
Return-Path: <canarylocal@acme.com>
Received: from canaryheader.acme.com by mx.contoso.com; Mon, 2 Mar 2026 10:00:00 +0000
From: \"Max Canaryoutside\" <canarylocal@acme.com>
To: Amber Canaryinside <amber@contoso.com>, ben.canarylocal@contoso.com
Subject: canarysubject =?utf-8?Q?canarysubject=20again?=
Date: Mon, 2 Mar 2026 10:00:00 +0000
Message-ID: <canarymessage1@acme.com>
X-Originating: canaryheader
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=\"b\"

--b
Content-Type: text/plain

canarybody
>From canarybody
--b
Content-Type: text/plain; name=\"canaryattachment.txt\"
Content-Disposition: attachment; filename=\"canaryattachment.txt\"

canaryattachment
--b--

From MAILER Mon Mar  2 11:00:00 2026
From: Amber Canaryinside <amber@contoso.com>
To: \"Max Canaryoutside\" <canarylocal@acme.com>
Subject: Re: canarysubject
Date: Mon, 2 Mar 2026 11:00:00 +0000
Message-ID: <canarymessage2@contoso.com>
In-Reply-To: <canarymessage1@acme.com>

canarybody

From MAILER Mon Mar  2 12:00:00 2026
From: canarysubject is no sender
To: amber@contoso.com
Subject: canarysubject
Date: Mon, 2 Mar 2026 12:00:00 +0000
Message-ID: <canarymessage3@acme.com>

canarybody

";
const CALENDAR: &str = "\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//canaryheader//EN\r
BEGIN:VEVENT\r
UID:canarymessage4@contoso.com\r
DTSTAMP:20260301T100000Z\r
DTSTART:20260303T100000Z\r
DTEND:20260303T110000Z\r
SUMMARY:canarysubject\r
DESCRIPTION:canarybody\r
LOCATION:canaryplace\r
COMMENT:canarybody\r
ATTACH;FILENAME=canaryattachment.pdf:https://files.acme.com/canaryattachment.pdf\r
ORGANIZER;CN=Ben Canaryinside:mailto:ben.canarylocal@contoso.com\r
ATTENDEE;CN=Max Canaryoutside;PARTSTAT=ACCEPTED:mailto:canarylocal@acme.com\r
END:VEVENT\r
END:VCALENDAR\r
";

/// A folder with the sources, the settings and the data, and everything that was said so far.
struct World {
    folder: tempfile::TempDir,
    said: String,
}

impl World {
    fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        let sources = [
            ("relata.toml", "[data]\nfolder = 'data'\n"),
            ("people.csv", DIRECTORY),
            ("contacts.csv", CONTACTS),
            ("activities.csv", ACTIVITIES),
            ("mail/amber.mbox", MAIL),
            ("mail/ben.ics", CALENDAR),
        ];
        fs::create_dir(folder.path().join("mail")).unwrap();
        for (name, text) in sources {
            fs::write(folder.path().join(name), text).unwrap();
        }
        World { folder, said: String::new() }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        command.args(arguments.split(' ')).current_dir(self.folder.path()).env("RELATA_LOG", "trace");
        command
    }

    /// Runs a command to its end.
    fn relata(&mut self, arguments: &str) {
        self.relata_told(arguments, "");
    }

    /// Runs a command to its end, told something on its input.
    fn relata_told(&mut self, arguments: &str, told: &str) {
        let mut command = self.command(arguments);
        let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        child.stdin.take().unwrap().write_all(told.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        self.said += &String::from_utf8_lossy(&output.stdout);
        self.said += &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "relata {arguments}: {}", ends(&output.stderr));
    }

    /// Starts the server; its errors go to a file, so that a full pipe cannot stop it.
    fn serve(&self) -> Server {
        let log = fs::File::create(self.folder.path().join("serve.log")).unwrap();
        let mut command = self.command("serve --listen 127.0.0.1:0");
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut words = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("http://") {
            line.clear();
            assert!(words.read_line(&mut line).unwrap() > 0, "the server ended before it served");
        }
        let address = line.split("http://").nth(1).unwrap().trim().trim_end_matches('/').to_owned();
        Server { child, words, address }
    }
}

/// A `relata serve` that runs.
struct Server {
    child: Child,
    words: BufReader<ChildStdout>,
    address: String,
}

impl Server {
    /// Sends one request over a connection of its own; returns status line, headers and body as they came.
    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        let host = &self.address;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n{headers}\r\n{body}"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Ends the server and returns what it printed.
    fn end(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let mut said = String::new();
        self.words.read_to_string(&mut said).unwrap();
        said
    }
}

fn ends(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.chars().rev().take(2_000).collect::<Vec<_>>().into_iter().rev().collect()
}

/// Returns how often each word occurs, whatever the case; words that do not occur are left out.
fn occurrences(bytes: &[u8], words: &[&'static str]) -> BTreeMap<&'static str, usize> {
    let text = bytes.to_ascii_lowercase();
    let count = |word: &str| text.windows(word.len()).filter(|it| *it == word.as_bytes()).count();
    words.iter().map(|it| (*it, count(it))).filter(|it| it.1 > 0).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    entries.flat_map(|it| if it.is_dir() { files(&it) } else { vec![it] }).collect()
}

/// Fails on every canary in a file of the data folder that may not be there.
fn no_canary_in_files(data: &Path) {
    let mut in_database = BTreeMap::new();
    for file in files(data) {
        let bytes = fs::read(&file).unwrap();
        assert_eq!(occurrences(&bytes, &NEVER_KEPT), BTreeMap::new(), "{}", file.display());
        let names = occurrences(&bytes, &ONLY_IN_THE_DATABASE);
        if file.file_name().unwrap().to_string_lossy().starts_with("relata.db") {
            in_database.extend(names);
        } else {
            assert_eq!(names, BTreeMap::new(), "{}", file.display());
        }
    }
    // A search that finds nothing anywhere would prove nothing.
    assert_eq!(in_database.len(), ONLY_IN_THE_DATABASE.len(), "the database holds names, {in_database:?}");
}

/// Data files of the interaction log are compressed, so a search of their bytes says little. What their columns are does:
/// text is in the month and in the fingerprint of the files that a month was made of.
fn no_text_in_the_log(log: &Path) {
    let commits = files(log).into_iter().filter(|it| it.extension().is_some_and(|it| it == "json"));
    let mut schemas = 0;
    for commit in commits {
        for line in fs::read_to_string(&commit).unwrap().lines() {
            let action: serde_json::Value = serde_json::from_str(line).unwrap();
            let Some(schema) = action["metaData"]["schemaString"].as_str() else { continue };
            let schema: serde_json::Value = serde_json::from_str(schema).unwrap();
            schemas += 1;
            for field in schema["fields"].as_array().unwrap() {
                let (name, kind) = (field["name"].as_str().unwrap(), field["type"].to_string());
                assert!(!kind.contains("string") || ["month", "of"].contains(&name), "{name} of {}", commit.display());
            }
        }
    }
    assert_eq!(schemas, 5, "each of the five tables says its columns once");
}

/// Asks for access, erasure and the trail, by address and by number, with sense and without.
fn wishes_are_carried_out(server: &Server, session: &str) {
    let auditor = r#"{"role":"auditor","holder":{"kind":"account","id":"1"}}"#;
    let access = r#"{"subject":{"address":"canarylocal.lea@acme.com"}}"#;
    for (path, body, expected) in [
        ("roles/assignments", auditor, "201"),
        ("access-requests", access, "202"),
        ("access-requests", r#"{"subject":{"address":"canarylocal.nobody@acme.com"}}"#, "404"),
        ("access-requests", r#"{"subject":{"address":"canarylocal"}}"#, "400"),
        ("erasures", r#"{"subject":{"kind":"address","address":"canarylocal.gone@acme.com"},"reason":""}"#, "202"),
        ("erasures", r#"{"subject":{"kind":"person","id":"canarylocal"},"reason":""}"#, "404"),
    ] {
        let answer = server.ask("POST", &format!("/api/v1/{path}"), session, body);
        assert!(answer.starts_with(&format!("HTTP/1.1 {expected}")), "{path}: {answer}");
    }
    let get = |path: &str| server.ask("GET", &format!("/api/v1/{path}"), session, "");
    let carried_out = (0..LOOKS).any(|_| {
        std::thread::sleep(BETWEEN_LOOKS);
        get("access-requests/1").contains("\"ready\"") && get("erasures/1").contains("\"rows_gone\"")
    });
    assert!(carried_out, "the worker does what was asked for");
    assert!(get("access-requests/1/html").contains("canarylocal.lea@acme.com"));
    for path in ["audit", "audit?actor=canarylocal", "audit/check", "audit.jsonl", "mailboxes?query=canarylocal"] {
        let answer = get(path);
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    }
}

#[test]
fn no_canary_is_where_it_may_not_be() {
    let mut world = World::new();
    world.relata("import directory people.csv");
    world.relata("consent enable");
    world.relata("consent give for_each_user aggregated identifiable");
    world.relata_told("administrator set operator", "canarypassword of the administrator");
    for command in
        ["import contacts contacts.csv", "import activities activities.csv", "import mail mail", "compute", "doctor"]
    {
        world.relata(command);
    }

    let server = world.serve();
    let password = r#"{"name":"operator","password":"canarypassword of the administrator"}"#;
    let origin = format!("Origin: http://{}\r\n", server.address);
    let origin = origin.as_str();
    let signed_in = server.ask("POST", "/api/v1/sign-in/local", origin, password);
    let cookie = signed_in.lines().find_map(|it| it.strip_prefix("set-cookie: ")).expect("a session");
    let session = format!("{origin}Cookie: {}\r\n", cookie.split(';').next().unwrap());
    let session = session.as_str();
    let found = server.ask("GET", "/api/v1/search?q=Canaryoutside", session, "");
    assert!(found.contains("canarylocal@acme.com"), "{found}");

    // Whatever goes wrong: nobody, a wrong password, tokens and hosts that are not ours, words where numbers belong, bodies
    // that are no JSON or of another shape.
    let stranger = "Authorization: Bearer canarytoken\r\nCookie: __Host-relata=canarycookie\r\n";
    let elsewhere = "Origin: https://canarylocal.com\r\nReferer: https://canarylocal.com/canaryheader\r\n";
    let wrong = r#"{"name":"canarylocal","password":"canarypassword"}"#;
    let misshapen = r#"{"contact":"canarylocal","subject":"canarysubject","body":"canarybody","idempotency_key":{}}"#;
    for (method, path, headers, body) in [
        ("GET", "/api/v1/search?q=canarylocal", "", ""),
        ("GET", "/api/v1/viewer", stranger, ""),
        ("POST", "/api/v1/sign-in/local", origin, wrong),
        ("GET", "/api/v1/sign-in/callback?code=canarytoken&state=canarytoken", "", ""),
        ("POST", "/api/v1/sign-in/backchannel-logout", "", "logout_token=canarytoken"),
        ("POST", "/api/v1/embed/sessions", elsewhere, r#"{"token":"canarytoken","origin":"https://canarylocal.com"}"#),
        ("GET", "/api/v1/records/canarylocal@acme.com", session, ""),
        ("GET", "/api/v1/records?limit=canarylocal", session, ""),
        ("GET", "/api/v1/people/canarylocal", session, ""),
        ("GET", "/canarylocal/canaryheader", session, ""),
        ("POST", "/api/v1/introductions", session, misshapen),
        ("POST", "/api/v1/introductions", session, "{\"contact\":\"canarylocal"),
        ("PUT", "/api/v1/settings/analytics", session, "{\"business_hours\":\"canarybody\"}"),
        ("POST", "/api/v1/introductions", elsewhere, misshapen),
        ("GET", "/api/v1/viewer", "Host: canarylocal.com\r\n", ""),
        ("GET", "/api/v1/records.csv?q=canaryoutside", session, ""),
    ] {
        server.ask(method, path, headers, body);
    }
    wishes_are_carried_out(&server, session);
    no_canary_in_files(&world.data());
    world.said += &server.end();
    world.said += &fs::read_to_string(world.folder.path().join("serve.log")).unwrap();

    for command in [
        "access canarylocal@acme.com --out about",
        "forget person canarylocal@acme.com",
        "erasures",
        "audit list",
        "audit export trail.jsonl",
        "audit verify trail.jsonl",
        "receipt key",
        "keys rotate",
    ] {
        world.relata(command);
    }
    let words = [&NEVER_KEPT[..], &ONLY_IN_THE_DATABASE].concat();
    let trail = fs::read(world.folder.path().join("trail.jsonl")).unwrap();
    assert_eq!(occurrences(&trail, &words), BTreeMap::new(), "the trail holds numbers");
    let about = fs::read(world.folder.path().join("about/about.json")).unwrap();
    assert!(!occurrences(&about, &["canarylocal"]).is_empty(), "the answer is what they asked for");

    assert!(world.said.contains("TRACE"), "the log tells everything it can");
    for word in NEVER_KEPT.iter().chain(&ONLY_IN_THE_DATABASE) {
        let line = world.said.lines().find(|it| it.to_ascii_lowercase().contains(word));
        assert_eq!(line, None, "{word} was said");
    }
    no_canary_in_files(&world.data());
    no_text_in_the_log(&world.data().join("log"));
}
