//! The connector contract, through which every connector goes: it resumes, repeats harmlessly, skips what is bad
//! and accounts for it, and says what is wrong when nothing can be read.
//!
//! A new connector adds one source to `every_source`.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use relata_connectors::{Batch, Connector, Cursor, FetchError, OpenOptions, Scripted, Window, open, open_activities};
use tempfile::TempDir;

fn options() -> OpenOptions {
    let (from, to) = ("2026-01-01T00:00:00Z".parse().unwrap(), "2026-12-31T00:00:00Z".parse().unwrap());
    OpenOptions { now: "2026-06-01T00:00:00Z".parse().unwrap(), window: Window { from, to } }
}

fn message(number: usize) -> String {
    format!(
        "From: lea@acme.com\nTo: amber@contoso.com\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nMessage-ID: <{number}@acme.com>\nSubject: x\n\nbody\nFrom here on, it is 10:30\n\nFrom the sky\n"
    )
}

const BAD: &str = "From: nobody\nTo: amber@contoso.com\n\n";

/// So many that several batches are needed; every hundredth is bad.
const MESSAGES: usize = 2_400;

fn messages() -> impl Iterator<Item = String> {
    (0..MESSAGES).map(|it| if it % 100 == 7 { BAD.to_owned() } else { message(it) })
}

fn mbox() -> Vec<u8> {
    messages().map(|it| format!("From lea@acme.com Mon Mar  2 10:00:00 2026\n{it}\n")).collect::<String>().into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn calendar() -> String {
    let events = (0..MESSAGES).map(|it| {
        let uid = if it % 100 == 7 { String::new() } else { format!("UID:{it}\n") };
        format!("BEGIN:VEVENT\n{uid}DTSTART:20260302T100000Z\nORGANIZER:mailto:a@contoso.com\nEND:VEVENT\n")
    });
    format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", events.collect::<String>())
}

/// A CRM's calls, every hundredth of them with nobody.
fn activities() -> String {
    let rows = (0..MESSAGES).map(|it| {
        let contact = if it % 100 == 7 { "" } else { "lea@acme.com" };
        format!("{it},phonecall,{contact},2026-03-02T10:00:00Z,completed\n")
    });
    format!("id,type,to,start,state\n{}", rows.collect::<String>())
}

/// The same as JSON lines.
fn activities_in_json() -> String {
    let rows = activities();
    let object = |row: &str| {
        let cells: Vec<&str> = row.split(',').collect();
        let [id, kind, to, start, state] = cells[..] else { panic!("five cells") };
        format!("{{\"id\":{id},\"type\":\"{kind}\",\"to\":[\"{to}\"],\"start\":\"{start}\",\"state\":\"{state}\"}}\n")
    };
    rows.lines().skip(1).map(object).collect()
}

fn write(path: PathBuf, bytes: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn only(path: &Path) -> Box<dyn Connector> {
    let mut sources = open(path, &options()).unwrap();
    assert_eq!(sources.len(), 1, "{}", path.display());
    sources.remove(0).connector
}

/// One source of every kind, each with the same messages.
fn every_source(folder: &Path) -> Vec<(&'static str, Box<dyn Connector>)> {
    write(folder.join("a.mbox"), mbox());
    write(folder.join("b.mbox.gz"), gzip(&mbox()));
    write(folder.join("c.mbox.zst"), zstd::encode_all(&mbox()[..], 1).unwrap());
    fs::create_dir_all(folder.join("maildir/new")).unwrap();
    for (number, text) in messages().enumerate() {
        write(folder.join(format!("maildir/cur/{number}.host:2,S")), &text);
        write(folder.join(format!("tree/inbox/{number}.eml")), &text);
    }
    write(folder.join("calendar.ics"), calendar());
    write(folder.join("crm.csv"), activities());
    write(folder.join("crm.csv.gz"), gzip(activities().as_bytes()));
    write(folder.join("crm.jsonl"), activities_in_json());
    let activities = |name| open_activities(&folder.join(name), &options()).unwrap().connector;
    let script: String = (0..50).map(|it| format!("2026-03-02 email#{it} lea@acme -> amber@us\n")).collect();
    vec![
        ("mbox", only(&folder.join("a.mbox"))),
        ("gzipped mbox", only(&folder.join("b.mbox.gz"))),
        ("zstd mbox", only(&folder.join("c.mbox.zst"))),
        ("maildir", only(&folder.join("maildir"))),
        ("message files", only(&folder.join("tree"))),
        ("calendar", only(&folder.join("calendar.ics"))),
        ("activities", activities("crm.csv")),
        ("gzipped activities", activities("crm.csv.gz")),
        ("activities in JSON lines", activities("crm.jsonl")),
        ("script", Box::new(Scripted::new(&script, 20).unwrap())),
    ]
}

/// Reads a source to its end, batch by batch.
async fn read(connector: &dyn Connector, mut cursor: Option<Cursor>) -> Vec<Batch> {
    let mut batches = Vec::new();
    loop {
        let batch = connector.fetch(cursor.as_ref()).await.unwrap();
        cursor = Some(batch.cursor.clone());
        let more = batch.more;
        batches.push(batch);
        if !more {
            return batches;
        }
    }
}

fn identities(batches: &[Batch]) -> BTreeSet<String> {
    batches.iter().flat_map(|it| &it.observed).map(|it| format!("{:?}", it.identity)).collect()
}

fn total(batches: &[Batch]) -> u64 {
    batches.iter().map(Batch::read).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_connector_keeps_the_contract() {
    let folder = TempDir::new().unwrap();
    for (kind, connector) in every_source(folder.path()) {
        let connector = connector.as_ref();
        let whole = read(connector, None).await;
        let (expected, bad) = if kind == "script" { (50, 0) } else { (MESSAGES as u64, 24) };

        assert_eq!(total(&whole), expected, "{kind}: everything is read or accounted for");
        assert_eq!(whole.iter().map(|it| it.skipped.len()).sum::<usize>(), bad, "{kind}: what is bad is skipped");
        assert_eq!(identities(&whole).len() as u64, expected - bad as u64, "{kind}: nothing is read twice");
        assert!(whole.len() > 1, "{kind}: a source has more than one batch");
        assert!(
            whole.iter().flat_map(|it| &it.skipped).all(|it| !it.place.contains("acme") && !it.reason.contains('@'))
        );

        let extent = connector.extent().await.unwrap();
        let positions: Vec<u64> = whole.iter().map(|it| it.position).collect();
        assert!(positions.is_sorted() && *positions.last().unwrap() == extent, "{kind}: {positions:?} of {extent}");

        for (index, batch) in whole.iter().enumerate() {
            let rest = read(connector, Some(batch.cursor.clone())).await;
            assert_eq!(identities(&rest), identities(&whole[index + 1..]), "{kind}: it resumes after batch {index}");
        }
        let again = connector.fetch(None).await.unwrap();
        assert_eq!(identities(&[again]), identities(&whole[..1]), "{kind}: asking twice gives the same");
        let end = &whole.last().unwrap().cursor;
        assert_eq!(total(&read(connector, Some(end.clone())).await), 0, "{kind}: at the end there is nothing new");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_later_is_found() {
    let folder = TempDir::new().unwrap();
    let mbox = folder.path().join("a.mbox");
    write(mbox.clone(), format!("From x Mon Mar  2 10:00:00 2026\n{}", message(1)));
    write(folder.path().join("tree/inbox/b/5.eml"), message(2));
    fs::create_dir_all(folder.path().join("maildir/new")).unwrap();
    write(folder.path().join("maildir/cur/9.host:2,S"), message(3));
    let paths = [mbox.clone(), folder.path().join("tree"), folder.path().join("maildir")];
    let mut ends = Vec::new();
    for path in &paths {
        ends.push(read(only(path).as_ref(), None).await.pop().unwrap().cursor);
    }
    let mut file = fs::OpenOptions::new().append(true).open(&mbox).unwrap();
    write!(file, "\nFrom x Mon Mar  2 10:00:00 2026\n{}", message(4)).unwrap();
    // Names that sort before those already read.
    write(folder.path().join("tree/inbox/a/1.eml"), message(5));
    write(folder.path().join("maildir/new/1.host"), message(6));
    for (path, end) in paths.iter().zip(ends) {
        let later = read(only(path).as_ref(), Some(end)).await;
        assert_eq!(total(&later), 1, "{}", path.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_truncated_file_gives_what_came_before_and_says_so_once() {
    let folder = TempDir::new().unwrap();
    let (path, whole) = (folder.path().join("a.mbox.gz"), gzip(&mbox()));
    write(path.clone(), &whole[..whole.len() / 2]);
    let batches = read(only(&path).as_ref(), None).await;
    assert!(total(&batches) > 500 && total(&batches) < MESSAGES as u64);
    let breaks: Vec<_> =
        batches.iter().flat_map(|it| &it.skipped).filter(|it| it.reason.contains("breaks off")).collect();
    assert_eq!(breaks.len(), 1);

    let end = batches.last().unwrap().cursor.clone();
    assert_eq!(total(&read(only(&path).as_ref(), Some(end.clone())).await), 0, "nothing new while it is as it was");
    write(path.clone(), &whole);
    let mut all = batches;
    all.extend(read(only(&path).as_ref(), Some(end)).await);
    assert_eq!(identities(&all).len(), MESSAGES - 24, "a repaired file is read to its end");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replaced_file_starts_over() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.mbox");
    write(path.clone(), mbox());
    let end = read(only(&path).as_ref(), None).await.pop().unwrap().cursor;
    write(path.clone(), format!("From x Mon Mar  2 10:00:00 2026\n{}", message(1)));
    assert!(matches!(only(&path).fetch(Some(&end)).await, Err(FetchError::CursorExpired)));
    for nonsense in ["", "x", "-1", "18446744073709551615"] {
        let answer = only(&path).fetch(Some(&Cursor(nonsense.to_owned()))).await;
        assert!(matches!(answer, Err(FetchError::CursorExpired)), "{nonsense}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_is_said_to_be_missing() {
    assert!(matches!(open(Path::new("/nowhere/at/all"), &options()), Err(FetchError::Missing { .. })));
    let folder = TempDir::new().unwrap();
    for (name, text) in [("a.mbox", mbox()), ("a.ics", calendar().into_bytes())] {
        let path = folder.path().join(name);
        write(path.clone(), text);
        let connector = only(&path);
        fs::remove_file(&path).unwrap();
        assert!(matches!(connector.fetch(None).await, Err(FetchError::Missing { .. })), "{name}");
        assert!(matches!(connector.extent().await, Err(FetchError::Missing { .. })), "{name}");
    }
    let tree = folder.path().join("tree");
    write(tree.join("inbox/1.eml"), message(1));
    let connector = only(&tree);
    fs::remove_dir_all(&tree).unwrap();
    assert!(matches!(connector.fetch(None).await, Err(FetchError::Missing { .. })));
}

/// Not as root, who may read everything.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_read_is_said_to_be_forbidden() {
    use std::os::unix::fs::PermissionsExt;
    let folder = TempDir::new().unwrap();
    let closed = folder.path().join("closed");
    write(closed.join("1.eml"), message(1));
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let is_root = fs::read_dir(&closed).is_ok();
    let answer = open(folder.path(), &options());
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(is_root || matches!(answer, Err(FetchError::Forbidden { .. })));
}

#[test]
fn a_mixed_folder_becomes_a_list_of_sources() {
    let folder = TempDir::new().unwrap();
    let at = |name: &str| folder.path().join(name);
    write(at("lea.mbox.gz"), gzip(&mbox()));
    write(at("max.ics"), calendar());
    write(at("notes.eml"), message(1));
    write(at("Amber/cur/1:2,"), message(1));
    fs::create_dir_all(at("Amber/new")).unwrap();
    write(at("ben/Sent/1.eml"), message(1));
    write(at("ben/Inbox"), mbox());
    write(at("ben/work.ics"), calendar());
    write(at("raw/1."), format!("X-Origin: KEAN-S\n{}", message(1)));
    write(at("tim@acme.com.mbox"), mbox());
    let found: Vec<String> = open(folder.path(), &options())
        .unwrap()
        .into_iter()
        .map(|it| format!("{} of {}", it.name, it.owner_hint.unwrap()))
        .collect();
    let loose = folder.path().file_name().unwrap().to_string_lossy().to_lowercase();
    let mut expected = vec![
        "amber of amber".to_owned(),
        "ben of ben".to_owned(),
        "ben/Inbox of ben".to_owned(),
        "ben/work.ics of ben".to_owned(),
        "lea.mbox.gz of lea".to_owned(),
        "max.ics of max".to_owned(),
        "raw of kean-s".to_owned(),
        "tim@acme.com.mbox of tim@acme.com".to_owned(),
        format!("{loose} of {loose}"),
    ];
    expected.sort();
    let mut found = found;
    found.sort();
    assert_eq!(found, expected);
}
