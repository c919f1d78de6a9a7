use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use expect_test::{Expect, expect};
use relata_connectors::files::stored::{Folder, Place};
use relata_connectors::{Connector, Cursor, FetchError, Source};
use relata_model::directory::Entry;
use relata_model::{Address, ColleagueId, Directory, Name, Observed, Participant, Standing};

use super::*;

const LEA: &str = "0409a7eb-588d-4871-b629-e33de72b8b0d";
const MAX: &str = "18960c5f-4e96-4331-afbb-aa2847a86aa9";
/// What must never be found anywhere.
const CANARY: &str = "canary-7f31";

fn options() -> ExtractOptions {
    ExtractOptions { now: "2026-06-30T00:00:00Z".parse().unwrap(), subject_permitted: false }
}

fn message(owner: &str, id: u32) -> String {
    format!(
        r#"{{"id":"AQMk{id}","receivedDateTime":"2026-03-02T09:00:{:02}Z","sentDateTime":"2026-03-02T08:59:59Z","internetMessageId":"<m{id}@acme.com>","conversationId":"AAQk=","isDraft":false,"from":{{"emailAddress":{{"name":"Max","address":"max@acme.com"}}}},"toRecipients":[{{"emailAddress":{{"name":"Lea","address":"lea@contoso.com"}}}}],"ccRecipients":[],"bccRecipients":[],"webLink":"https://{CANARY}","puser":"{owner}","ptenant":"t","rowinformation":{{"isUserSummaryRow":false}}}}"#,
        id % 60
    )
}

fn meeting(more: &str) -> String {
    format!(
        r#"{{"iCalUId":"040000008200E00074C5B7101A82E00807E40107756DC3EEFFE5CC01000000000000000010000000FCE197631C1A2E4C89172A4115BEB7B5","type":"occurrence","originalStart":"2026-01-07T22:00:00Z","start":{{"dateTime":"2026-01-07T22:30:00.0000000","timeZone":"UTC"}},"end":{{"dateTime":"2026-01-07T23:00:00.0000000","timeZone":"UTC"}},"isAllDay":false,"isCancelled":false,"sensitivity":"normal","onlineMeeting":"{CANARY}","location":{{"displayName":"{CANARY}"}},"organizer":{{"emailAddress":{{"name":"Lea","address":"lea@contoso.com"}}}},"attendees":[{{"type":"microsoft.graph.attendeeType'required'","status":{{"response":"microsoft.graph.responseType'accepted'","time":"0001-01-01T00:00:00Z"}},"emailAddress":{{"name":"Max","address":"max@acme.com"}}}},{{"type":"microsoft.graph.attendeeType'resource'","emailAddress":{{"name":"Room 1","address":"room1@contoso.com"}}}}],"puser":"{LEA}"{more}}}"#
    )
}

fn lying_in(path: &Path) -> Arc<dyn Place> {
    Arc::new(Folder(path.to_owned()))
}

fn split(extract: &Path, spool: &Spool, options: ExtractOptions) -> Manifest {
    let mut split = Split::new(lying_in(extract), spool, options).unwrap();
    while split.step().unwrap().more {}
    split.manifest().clone()
}

fn shown_participant(it: &Participant) -> String {
    let name = it.name.as_ref().map_or(String::new(), |it| format!(" ({})", it.as_str()));
    format!("{:?} {}{name} {:?}", it.role, it.address.as_str(), it.response)
}

fn shown_one(it: &Observed) -> String {
    let people: Vec<String> = it.participants.iter().map(shown_participant).collect();
    let marks = format!("{:?}", it.marks).replace("Marks { ", "").replace(" }", "");
    let marks: Vec<&str> = marks.split(", ").filter(|it| !it.ends_with("false") && !it.ends_with("None")).collect();
    format!(
        "  {} {:?} {:?} {}min of {}: {} [{}]\n",
        it.at,
        it.kind,
        it.folder,
        it.minutes,
        it.audience,
        people.join(", "),
        marks.join(" ")
    )
}

async fn all_of(connector: &dyn Connector) -> (Vec<Observed>, Vec<String>) {
    let (mut observed, mut skipped, mut cursor): (_, _, Option<Cursor>) = (Vec::new(), Vec::new(), None);
    loop {
        let batch = connector.fetch(cursor.as_ref()).await.unwrap();
        observed.extend(batch.observed);
        skipped.extend(batch.skipped.into_iter().map(|it| format!("  {}: {}\n", it.place, it.reason)));
        cursor = Some(batch.cursor);
        if !batch.more {
            return (observed, skipped);
        }
    }
}

fn directory() -> Directory {
    let entry = Entry {
        id: ColleagueId(LEA.to_owned()),
        name: Name::new("Lea"),
        primary: Address::parse("lea@contoso.com").unwrap(),
        aliases: Vec::new(),
        title: None,
        department: None,
        standing: Standing::Active,
    };
    Directory::new([entry])
}

fn nothing_of_the_canary(folder: &Path) {
    for it in fs::read_dir(folder).unwrap() {
        let path = it.unwrap().path();
        assert!(!fs::read_to_string(&path).unwrap().contains(CANARY), "{}", path.display());
    }
}

/// Splits files of these lines, and shows the manifest and what each mailbox gives.
async fn check_with(options: ExtractOptions, files: &[(&str, Vec<u8>)], expected: Expect) {
    let (extract, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for (name, bytes) in files {
        let path = extract.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let spool = Spool::at(folder.path()).unwrap();
    let mut text = String::new();
    for (name, it) in split(extract.path(), &spool, options).files {
        let refused = it.refused.map_or(String::new(), |it| format!(", refused: {it}"));
        text += &format!(
            "{name}: {} of {} lines, {} quarantined, {} summaries{refused}\n",
            it.taken, it.lines, it.quarantined, it.summaries
        );
    }
    for Source { name, connector, .. } in spool.sources(&directory()).unwrap() {
        let (observed, skipped) = all_of(connector.as_ref()).await;
        text += &format!("{name}\n{}{}", observed.iter().map(shown_one).collect::<String>(), skipped.concat());
    }
    nothing_of_the_canary(folder.path());
    expected.assert_eq(&text);
}

async fn check(lines: &[String], expected: Expect) {
    check_with(options(), &[("x.json", lines.join("\n").into_bytes())], expected).await;
}

#[tokio::test]
async fn messages_go_to_the_mailbox_they_lay_in() {
    let sent = message(LEA, 3).replace("max@acme.com", "LEA@contoso.com");
    check_with(
        options(),
        &[
            ("Message_v1/a.json", [message(LEA, 1), message(MAX, 1), message(LEA, 2)].join("\r\n").into_bytes()),
            ("SentItem_v1/b.json", sent.into_bytes()),
            ("_SUCCESS", Vec::new()),
            ("empty.json", b"\n\n".to_vec()),
        ],
        expect![[r#"
            Message_v1/a.json: 3 of 3 lines, 0 quarantined, 0 summaries
            SentItem_v1/b.json: 1 of 1 lines, 0 quarantined, 0 summaries
            empty.json: 0 of 0 lines, 0 quarantined, 0 summaries
            0409a7eb-588d-4871-b629-e33de72b8b0d
              2026-03-02T08:59:59Z Email Other 0min of 1: From max@acme.com (Max) None, To lea@contoso.com (Lea) None []
              2026-03-02T08:59:59Z Email Other 0min of 1: From max@acme.com (Max) None, To lea@contoso.com (Lea) None []
              2026-03-02T08:59:59Z Email Sent 0min of 1: From lea@contoso.com (Max) None, To lea@contoso.com (Lea) None []
            18960c5f-4e96-4331-afbb-aa2847a86aa9
              2026-03-02T08:59:59Z Email Other 0min of 1: From max@acme.com (Max) None, To lea@contoso.com (Lea) None []
        "#]],
    )
    .await;
}

#[tokio::test]
async fn meetings_are_read_with_the_words_and_texts_data_flows_write() {
    let quoted = meeting("").replace(
        r#""organizer":{"emailAddress":{"name":"Lea","address":"lea@contoso.com"}}"#,
        r#""organizer":"{\"emailAddress\":{\"name\":\"Lea\",\"address\":\"lea@contoso.com\"}}""#,
    );
    check(
        &[
            meeting(""),
            quoted,
            meeting(r#","responseStatus":{"response":"microsoft.graph.responseType'declined'"}"#),
            meeting("").replace("\"normal\"", "\"private\"").replace("\"isAllDay\":false", "\"isAllDay\":\"True\""),
            meeting("").replace("\"isCancelled\":false", "\"isCancelled\":true"),
            meeting("").replace("occurrence", "seriesMaster"),
            meeting("").replace("\"timeZone\":\"UTC\"", "\"timeZone\":\"W. Europe Standard Time\""),
            meeting("").replace("2026-01-07T23:00:00.0000000", "0001-01-01T00:00:00"),
        ],
        expect![[r#"
            x.json: 6 of 8 lines, 2 quarantined, 0 summaries
            0409a7eb-588d-4871-b629-e33de72b8b0d
              2026-01-07T22:30:00Z Meeting Other 30min of 2: Organiser lea@contoso.com (Lea) None, Required max@acme.com (Max) Accepted, Resource room1@contoso.com (Room 1) None []
              2026-01-07T22:30:00Z Meeting Other 30min of 2: Organiser lea@contoso.com (Lea) None, Required max@acme.com (Max) Accepted, Resource room1@contoso.com (Room 1) None []
              2026-01-07T22:30:00Z Meeting Other 30min of 2: Organiser lea@contoso.com (Lea) Declined, Required max@acme.com (Max) Accepted, Resource room1@contoso.com (Room 1) None []
              2026-01-07T22:30:00Z Meeting Other 0min of 2: Organiser lea@contoso.com (Lea) None, Required max@acme.com (Max) Accepted, Resource room1@contoso.com (Room 1) None [private: true]
              2026-01-07T22:30:00Z Meeting Other 30min of 2: Organiser lea@contoso.com (Lea) None, Required max@acme.com (Max) Accepted, Resource room1@contoso.com (Room 1) None [cancelled: true]
              2026-01-07T22:30:00Z Meeting Other 0min of 2: Organiser lea@contoso.com (Lea) None, Required max@acme.com (Max) Accepted, Resource room1@contoso.com (Room 1) None []
              x.json line 6: it is a repeating meeting without its occurrences; extract CalendarView_v0 to have them
              x.json line 7: its time zone is not known; extract with times in UTC
        "#]],
    )
    .await;
}

#[test]
fn an_occurrence_is_the_one_an_ics_export_names() {
    let text = meeting("");
    let Ok(met) = super::event::met(serde_json::from_str(&text).unwrap()) else { panic!("it is a meeting") };
    let series = "040000008200E00074C5B7101A82E00800000000756DC3EEFFE5CC01000000000000000010000000FCE197631C1A2E4C89172A4115BEB7B5";
    assert_eq!(met.observed.identity, relata_model::Identity::of_meeting(series, "20260107T220000Z"));
}

#[tokio::test]
async fn headers_tell_how_a_message_was_made() {
    let with = |headers: &str| {
        message(LEA, 1)
            .replace("\"ccRecipients\":[]", &format!("\"ccRecipients\":[],\"internetMessageHeaders\":[{headers}]"))
    };
    check(
        &[
            with(&format!(r#"{{"name":"Subject","value":"{CANARY}"}},{{"name":"List-Id","value":"Talk <talk.acme.com>"}}"#)),
            with(r#"{"name":"Auto-Submitted","value":"auto-replied"},{"name":"X","value":null}"#),
            with(r#"{"name":"Precedence","value":"Bulk"},{"name":"List-Unsubscribe","value":"<https://x>"}"#),
        ],
        expect![[r#"
            x.json: 3 of 3 lines, 0 quarantined, 0 summaries
            0409a7eb-588d-4871-b629-e33de72b8b0d
              2026-03-02T08:59:59Z Email Other 0min of 1: From max@acme.com (Max) None, To lea@contoso.com (Lea) None [list: Some("talk.acme.com")]
              2026-03-02T08:59:59Z Email Other 0min of 1: From max@acme.com (Max) None, To lea@contoso.com (Lea) None [auto_submitted: Some("auto-replied")]
              2026-03-02T08:59:59Z Email Other 0min of 1: From max@acme.com (Max) None, To lea@contoso.com (Lea) None [unsubscribe: true precedence: Some("bulk")]
        "#]],
    )
    .await;
}

#[tokio::test]
async fn a_column_of_content_refuses_the_file() {
    for column in ["body", "bodyPreview", "uniqueBody", "attachments", "subject"] {
        let (extract, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let bad = message(LEA, 2).replace("\"isDraft\"", &format!("\"{column}\":\"{CANARY}\",\"isDraft\""));
        fs::write(extract.path().join("a.json"), [message(LEA, 1), bad, message(LEA, 3)].join("\n")).unwrap();
        let spool = Spool::at(folder.path()).unwrap();
        let manifest = split(extract.path(), &spool, options());
        let read = &manifest.files["a.json"];
        assert!(read.refused.as_ref().unwrap().contains(&format!("column {column}, which")), "{column}");
        assert!(spool.sources(&directory()).unwrap().is_empty(), "{column}");
        nothing_of_the_canary(folder.path());
        let permitted =
            Split::survey(lying_in(extract.path()), ExtractOptions { subject_permitted: true, ..options() });
        let mut permitted = permitted.unwrap();
        while permitted.step().unwrap().more {}
        assert_eq!(permitted.manifest().files["a.json"].refused.is_none(), column == "subject");
    }
}

#[tokio::test]
async fn what_cannot_be_used_is_counted_and_repeated_nowhere() {
    let to =
        |list: &str| message(LEA, 1).replace(r#"[{"emailAddress":{"name":"Lea","address":"lea@contoso.com"}}]"#, list);
    let address = |it: &str| {
        to(&format!(
            r#"[{{"emailAddress":{{"name":"amber@contoso.test","address":"{it}"}}}},{{"emailAddress":{{"name":null,"address":null}}}},{{"emailAddress":null}}]"#
        ))
    };
    let crowd: Vec<String> =
        (0..5_000).map(|it| format!(r#"{{"emailAddress":{{"address":"p{it}@acme.com"}}}}"#)).collect();
    let mut lines = vec![
        format!("\u{feff}{}", message(LEA, 1)),
        message(LEA, 2).replace("\"isDraft\":false", "\"isDraft\":”False”"),
        message(LEA, 3).replace(&format!("\"puser\":\"{LEA}\""), "\"puser\":\"../../etc/passwd\""),
        message(LEA, 4).replace("\"isUserSummaryRow\":false", "\"isUserSummaryRow\":true"),
        message(LEA, 5).replace("max@acme.com", &format!("{CANARY} x")),
        message(LEA, 6).replace("2026-03-02T", "9999-12-31T"),
        message(LEA, 7).replace("\"conversationId\"", "\"isDraft\":true,\"conversationId\""),
        format!("{{\"puser\":\"{LEA}\",\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000)),
        "\u{0}\u{1}".to_owned(),
        address("a@b@c"),
        address("<@relay:user@final>"),
        address("user@[IPv6:::1]"),
        address("a..b@-x.com"),
        address("=?utf-8?B?YUBiLmV4YW1wbGU=?="),
        address("amber@xn--80ak6aa92e.com"),
        to("[]").replace("\"Max\"", "\"\\u202eM\\r\\nBcc: evil =cmd|' /C calc'!A0 <img src=x onerror=alert(1)>\""),
    ];
    lines.push(
        to(&format!("[{}]", crowd.join(",")))
            .replace(",\"puser\"", &format!(",\"x\":\"{}\",\"puser\"", "y".repeat(5_000_000))),
    );
    check(&lines, expect![[r#"
        x.json: 8 of 17 lines, 8 quarantined, 1 summaries
        0409a7eb-588d-4871-b629-e33de72b8b0d
          2026-03-02T08:59:59Z Email Other 0min of 1: From max@acme.com (Max) None, To lea@contoso.com (Lea) None []
          2026-03-02T08:59:59Z Email Other 0min of 3: From max@acme.com (Max) None []
          2026-03-02T08:59:59Z Email Other 0min of 3: From max@acme.com (Max) None []
          2026-03-02T08:59:59Z Email Other 0min of 3: From max@acme.com (Max) None []
          2026-03-02T08:59:59Z Email Other 0min of 3: From max@acme.com (Max) None []
          2026-03-02T08:59:59Z Email Other 0min of 3: From max@acme.com (Max) None []
          2026-03-02T08:59:59Z Email Other 0min of 3: From max@acme.com (Max) None, To amber@xn--80ak6aa92e.com (amber@contoso.test) None []
          2026-03-02T08:59:59Z Email Other 0min of 0: From max@acme.com (M Bcc: evil =cmd|' /C calc'!A0 <img src=x onerror=alert(1)>) None []
          x.json line 5: it names no sender with a valid address
          x.json line 6: its dates are missing or impossible
          x.json line 8: its dates are missing or impossible
        nobody
          x.json line 2: the line is no JSON object of this dataset
          x.json line 3: its puser, whose mailbox it lay in, is no directory id
          x.json line 7: the line is no JSON object of this dataset
          x.json line 9: the line is no JSON object of this dataset
          x.json line 17: the line is longer than 4 MB
    "#]]).await;
    lines.pop();
    let crowded = to(&format!("[{}]", crowd.join(",")));
    let (extract, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(extract.path().join("a.json"), crowded).unwrap();
    let spool = Spool::at(folder.path()).unwrap();
    split(extract.path(), &spool, options());
    let source = spool.sources(&directory()).unwrap().pop().unwrap();
    let (observed, _) = all_of(source.connector.as_ref()).await;
    assert_eq!((observed[0].participants.len(), observed[0].audience), (500, 5_000));
}

#[test]
fn a_file_of_something_else_is_told_what_is_read() {
    let (extract, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(extract.path().join("teams.json"), r#"{"chatId":"1","puser":"x"}"#).unwrap();
    fs::write(extract.path().join("notes.txt"), "hello\nworld\n").unwrap();
    fs::write(extract.path().join("cut.json.gz"), b"\x1f\x8b\x08\0junk").unwrap();
    let bad: Vec<String> = (0..400).map(|it| if it % 3 == 0 { "{".to_owned() } else { message(LEA, it) }).collect();
    fs::write(extract.path().join("bad.json"), bad.join("\n")).unwrap();
    let manifest = split(extract.path(), &Spool::at(folder.path()).unwrap(), options());
    let text: String = manifest
        .files
        .iter()
        .map(|it| format!("{} after {}: {}\n", it.0, it.1.lines, it.1.refused.as_deref().unwrap_or("read")))
        .collect();
    expect![[r#"
        bad.json after 301: more than one line in a hundred cannot be used, up to line 301; the file is probably damaged or no extract; the rest of it is not read
        cut.json.gz after 0: the file breaks off or is damaged; copy it again
        notes.txt after 0: it holds none of the datasets that are read: Message_v1, SentItem_v1, CalendarView_v0, Event_v1, User_v1 and GroupMembers_v0, as JSON lines or Parquet
        teams.json after 0: it holds none of the datasets that are read: Message_v1, SentItem_v1, CalendarView_v0, Event_v1, User_v1 and GroupMembers_v0, as JSON lines or Parquet
    "#]].assert_eq(&text);
}

/// Many lines, so that a file has several blocks.
fn large(owners: &[&str]) -> Vec<u8> {
    let padding = "x".repeat(1_000);
    let line = |it: u32| message(owners[it as usize % owners.len()], it).replace("AAQk=", &padding);
    (0..3_000).map(line).collect::<Vec<_>>().join("\n").into_bytes()
}

async fn ids(spool: &Spool) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for it in spool.sources(&directory()).unwrap() {
        let (observed, skipped) = all_of(it.connector.as_ref()).await;
        assert_eq!(skipped, Vec::<String>::new());
        all.push(observed.iter().map(|it| format!("{:?}", it.identity)).collect());
    }
    all
}

#[tokio::test]
async fn reading_goes_on_in_the_middle_of_a_file() {
    let bytes = large(&[LEA, MAX]);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&bytes).unwrap();
    let lines: Vec<String> = str::from_utf8(&bytes).unwrap().lines().map(str::to_owned).collect();
    for (name, bytes) in [
        ("a.parquet", parquet(&lines, false)),
        ("a.json", bytes.clone()),
        ("a.json.gz", gzip.finish().unwrap()),
        ("a.zst", zstd::encode_all(&bytes[..], 1).unwrap()),
    ] {
        let (extract, one, other) =
            (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(extract.path().join(name), bytes).unwrap();
        let (one, other) = (Spool::at(one.path()).unwrap(), Spool::at(other.path()).unwrap());
        let whole = split(extract.path(), &one, options());
        let mut steps = 0;
        // Each step by a program of its own, as if the one before had stopped.
        while Split::new(lying_in(extract.path()), &other, options()).unwrap().step().unwrap().more {
            steps += 1;
        }
        assert!(steps > 2, "{steps}");
        assert_eq!(Split::new(lying_in(extract.path()), &other, options()).unwrap().manifest(), &whole);
        assert_eq!(ids(&other).await, ids(&one).await);
        assert_eq!(ids(&one).await.iter().map(Vec::len).collect::<Vec<_>>(), [1_500, 1_500]);
    }
}

/// Lines as Parquet: nested as they are, or with every list and object as its text, as some data flows write them.
fn parquet(lines: &[String], quoted: bool) -> Vec<u8> {
    let value = |line: &String| {
        let mut value: serde_json::Value = serde_json::from_str(line).unwrap();
        for it in value.as_object_mut().unwrap().values_mut().filter(|it| quoted && (it.is_array() || it.is_object())) {
            *it = it.to_string().into();
        }
        value.to_string() + "\n"
    };
    let text: String = lines.iter().map(value).collect();
    let schema = arrow_json::reader::infer_json_schema(text.as_bytes(), None).unwrap().0;
    let schema = std::sync::Arc::new(schema);
    let mut writer = parquet::arrow::ArrowWriter::try_new(Vec::new(), schema.clone(), None).unwrap();
    for batch in arrow_json::ReaderBuilder::new(schema).build(text.as_bytes()).unwrap() {
        writer.write(&batch.unwrap()).unwrap();
    }
    writer.into_inner().unwrap()
}

#[tokio::test]
async fn parquet_says_what_lines_say() {
    let lines = [message(LEA, 1), message(MAX, 2), message(LEA, 3).replace("\"sentDateTime\"", "\"x\"")];
    let users = format!(
        r#"{{"id":"{LEA}","mail":"lea@contoso.com","userPrincipalName":"l@contoso.com","accountEnabled":true,"proxyAddresses":["smtp:l2@contoso.com"],"puser":"{LEA}"}}"#
    );
    for quoted in [false, true] {
        check_with(
            options(),
            &[
                ("m.parquet", parquet(&lines, quoted)),
                ("meetings", parquet(&[meeting("")], quoted)),
                ("users.parquet", parquet(std::slice::from_ref(&users), quoted)),
            ],
            expect![[r#"
                m.parquet: 3 of 3 lines, 0 quarantined, 0 summaries
                meetings: 1 of 1 lines, 0 quarantined, 0 summaries
                users.parquet: 0 of 0 lines, 0 quarantined, 0 summaries
                0409a7eb-588d-4871-b629-e33de72b8b0d
                  2026-03-02T08:59:59Z Email Other 0min of 1: From max@acme.com (Max) None, To lea@contoso.com (Lea) None []
                  2026-03-02T09:00:03Z Email Other 0min of 1: From max@acme.com (Max) None, To lea@contoso.com (Lea) None []
                  2026-01-07T22:30:00Z Meeting Other 30min of 2: Organiser lea@contoso.com (Lea) None, Required max@acme.com (Max) Accepted, Resource room1@contoso.com (Room 1) None []
                18960c5f-4e96-4331-afbb-aa2847a86aa9
                  2026-03-02T08:59:59Z Email Other 0min of 1: From max@acme.com (Max) None, To lea@contoso.com (Lea) None []
            "#]],
        )
        .await;
        let extract = tempfile::tempdir().unwrap();
        fs::write(extract.path().join("users.parquet"), parquet(std::slice::from_ref(&users), quoted)).unwrap();
        let people = read_people(&*lying_in(extract.path())).unwrap();
        assert_eq!((people.entries.len(), people.entries[0].aliases.len()), (1, 2), "{:?}", people.skipped);
    }
    for column in ["body", "uniqueBody", "subject"] {
        let (extract, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let bad = message(LEA, 2).replace("\"isDraft\"", &format!("\"{column}\":\"{CANARY}\",\"isDraft\""));
        fs::write(extract.path().join("a.parquet"), parquet(&[bad], false)).unwrap();
        let spool = Spool::at(folder.path()).unwrap();
        let manifest = split(extract.path(), &spool, options());
        let refused = manifest.files["a.parquet"].refused.as_ref().unwrap();
        assert!(refused.contains(&format!("column {column}, which")), "{refused}");
        nothing_of_the_canary(folder.path());
    }
}

#[tokio::test]
async fn a_crash_between_spool_and_manifest_neither_loses_nor_doubles() {
    let (extract, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(extract.path().join("a.json"), large(&[LEA])).unwrap();
    let spool = Spool::at(folder.path()).unwrap();
    let mut first = Split::new(lying_in(extract.path()), &spool, options()).unwrap();
    first.step().unwrap();
    let (manifest, path) = (folder.path().join("manifest.json"), folder.path().join(format!("{LEA}.jsonl")));
    let noted = fs::read(&manifest).unwrap();
    first.step().unwrap();
    drop(first);
    // The second block stands in the spool, cut in its last line, and the manifest does not know of it.
    fs::write(manifest, noted).unwrap();
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() - 7]).unwrap();
    split(extract.path(), &spool, options());
    let mut found = ids(&spool).await.remove(0);
    assert_eq!(found.len(), 3_000);
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 3_000);
}

#[tokio::test]
async fn of_mailboxes_that_are_not_to_be_read_nothing_is_kept() {
    let (extract, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(extract.path().join("a.json"), large(&[LEA, MAX])).unwrap();
    let spool = Spool::at(folder.path()).unwrap();
    let mut split = Split::new(lying_in(extract.path()), &spool, options()).unwrap();
    split.only([LEA.to_owned()].into());
    while split.step().unwrap().more {}
    let read = &split.manifest().files["a.json"];
    assert_eq!((read.lines, read.taken, read.left_alone), (3_000, 1_500, 1_500));
    assert_eq!(spool.owners().unwrap(), [LEA]);
    spool.start_over().unwrap();
    assert!(fs::read_dir(folder.path()).unwrap().next().is_none());
}

#[tokio::test]
async fn a_spool_that_was_cleared_is_another_one() {
    let (extract, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = extract.path().join("a.json");
    fs::write(&path, message(LEA, 1)).unwrap();
    let spool = Spool::at(folder.path()).unwrap();
    split(extract.path(), &spool, options());
    let source = |spool: &Spool| spool.sources(&directory()).unwrap().remove(0).connector;
    let cursor = source(&spool).fetch(None).await.unwrap().cursor;
    let again = source(&spool).fetch(Some(&cursor)).await.unwrap();
    assert_eq!((again.read(), again.more, &again.cursor), (0, false, &cursor));
    spool.clear().unwrap();
    assert!(spool.sources(&directory()).unwrap().is_empty());
    // A file that did not change is not read again, one that did is.
    assert_eq!(split(extract.path(), &spool, options()).files["a.json"].taken, 1);
    assert!(spool.sources(&directory()).unwrap().is_empty());
    fs::write(&path, [message(LEA, 1), message(LEA, 2)].join("\n")).unwrap();
    split(extract.path(), &spool, options());
    assert!(matches!(source(&spool).fetch(Some(&cursor)).await, Err(FetchError::CursorExpired)));
    assert!(matches!(source(&spool).fetch(Some(&Cursor("x".to_owned()))).await, Err(FetchError::CursorExpired)));
    assert_eq!(all_of(source(&spool).as_ref()).await.0.len(), 2);
}

#[test]
fn people_are_read_with_groups_in_groups() {
    let extract = tempfile::tempdir().unwrap();
    let user = |id: &str, more: &str| {
        format!(
            r#"{{"aboutMe":"{CANARY}","id":"{id}","displayName":"Patti","mail":"Patti@contoso.com","userPrincipalName":"p.f@contoso.com","proxyAddresses":["SMTP:Patti@contoso.com","smtp:pf@contoso.com","X500:/o=x"],"userType":"Member","puser":"{id}"{more}}}"#
        )
    };
    let users = [
        user(LEA, r#","accountEnabled":true,"jobTitle":"President""#),
        user(MAX, r#","accountEnabled":”adult”"#),
        user("3", r#","accountEnabled":false"#),
        user("4", "").replace("Member", "Guest"),
        user("5", "").replace("@", " "),
        user("../6", ""),
    ];
    fs::write(extract.path().join("users.json"), users.join("\n")).unwrap();
    let member = |group: &str, sort: &str, id: &str| {
        format!(
            r##"{{"id":"{id}","userPrincipalName":"x@contoso.com","displayName":"X","ODataType":"#microsoft.graph.{sort}","pObjectId":"{group}"}}"##
        )
    };
    let older = member("old", "user", "9").replace("pObjectId", "puser");
    let members = [
        member("legal", "user", LEA),
        member("legal", "group", "board"),
        member("board", "user", "7"),
        member("board", "group", "legal"),
        member("board", "device", "8"),
        older,
        "{".to_owned(),
    ];
    fs::write(extract.path().join("members.json"), members.join("\n")).unwrap();
    let people = read_people(&*lying_in(extract.path())).unwrap();
    let mut text = String::new();
    for it in &people.entries {
        let aliases: Vec<&str> = it.aliases.iter().map(Address::as_str).collect();
        text += &format!(
            "{} {} {aliases:?} {:?} {}\n",
            it.id.0,
            it.primary.as_str(),
            it.title.as_ref().map(Name::as_str),
            it.standing.name()
        );
    }
    for it in &people.groups {
        let members: Vec<&str> = it.members.iter().map(|it| it.colleague.0.as_str()).collect();
        text += &format!("{}: {members:?}\n", it.id.0);
    }
    text += &people.skipped.iter().map(|it| format!("{}: {}\n", it.place, it.reason)).collect::<String>();
    assert!(!text.contains(CANARY));
    expect![[r#"
        0409a7eb-588d-4871-b629-e33de72b8b0d patti@contoso.com ["pf@contoso.com", "p.f@contoso.com"] Some("President") active
        3 patti@contoso.com ["pf@contoso.com", "p.f@contoso.com"] None left
        4 patti@contoso.com ["pf@contoso.com", "p.f@contoso.com"] None guest
        board: ["0409a7eb-588d-4871-b629-e33de72b8b0d", "7"]
        legal: ["0409a7eb-588d-4871-b629-e33de72b8b0d", "7"]
        old: ["9"]
        members.json line 7: the line is no JSON object of this dataset
        users.json line 2: the line is no JSON object of this dataset
        users.json line 5: it has no valid address
        users.json line 6: its id is no directory id
    "#]].assert_eq(&text);
}
