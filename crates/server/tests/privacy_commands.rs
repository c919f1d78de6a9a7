//! The privacy commands, as an operator runs them: exit codes, what they say, what they leave in the trail, and that what
//! was tampered with is found.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const DIRECTORY: &str = "id,name,email\namber,Amber Stone,amber@contoso.com\n";
const CONTACTS: &str = "id,name,email\nC-1,Lea Berg,lea@acme.com\n";

/// A folder with settings, and what a command said last.
struct Operator {
    folder: tempfile::TempDir,
}

impl Operator {
    fn new() -> Operator {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("relata.toml"), "[data]\nfolder = 'data'\n[organisation]\nname = 'Contoso'\n")
            .unwrap();
        Operator { folder }
    }

    /// An installation with a directory and a contact.
    fn with_people() -> Operator {
        let operator = Operator::new();
        fs::write(operator.file("people.csv"), DIRECTORY).unwrap();
        fs::write(operator.file("contacts.csv"), CONTACTS).unwrap();
        operator.does("import directory people.csv");
        operator.does("import contacts contacts.csv");
        operator
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command; returns whether it succeeded, and everything it said.
    fn told(&self, arguments: &str, told: &str) -> (bool, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        let command = command.args(arguments.split(' ')).current_dir(self.folder.path()).env_remove("RELATA_LOG");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(told.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat();
        (output.status.success(), said)
    }

    #[track_caller]
    fn does(&self, arguments: &str) -> String {
        let (succeeded, said) = self.told(arguments, "");
        assert!(succeeded, "relata {arguments}: {said}");
        said
    }

    #[track_caller]
    fn refuses(&self, arguments: &str, because: &str) {
        let (succeeded, said) = self.told(arguments, "");
        assert!(!succeeded && said.contains(because), "relata {arguments}: {said}");
    }

    /// The actions of the trail, the newest first, with their subjects.
    fn trail(&self) -> Vec<String> {
        let said = self.does("audit list");
        let words = |line: &str| line.split_whitespace().skip(2).take(3).map(str::to_owned).collect::<Vec<_>>();
        said.lines().map(|it| words(it).join(" ")).collect()
    }
}

#[test]
fn where_nothing_is_stored_nothing_is_said_to_be_done() {
    let operator = Operator::new();
    for command in [
        "forget person lea@acme.com",
        "erasures",
        "access lea@acme.com",
        "receipt key",
        "audit verify",
        "audit list",
        "audit export trail.jsonl",
        "keys rotate",
        "consent status",
        "administrator list",
    ] {
        operator.refuses(command, "nothing is stored here");
    }
    assert!(!operator.file("data").exists() && !operator.file("data.keys").exists());
}

#[test]
fn a_lost_key_file_is_asked_for_and_not_made_anew() {
    let operator = Operator::with_people();
    fs::rename(operator.file("data.keys"), operator.file("copy")).unwrap();
    operator.refuses("erasures", "data.keys is missing: restore it from your copy");
    assert!(!operator.file("data.keys").exists());
    fs::rename(operator.file("copy"), operator.file("data.keys")).unwrap();
    operator.does("erasures");
}

#[test]
fn what_is_kept_of_somebody_is_handed_to_the_operator_alone_and_on_record() {
    let operator = Operator::with_people();
    operator.refuses("access nobody@acme.com", "nothing is kept of nobody@acme.com");
    operator.does("access lea@acme.com --out about");
    for name in ["about/about.json", "about/about.html"] {
        let file = operator.file(name);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
        assert!(fs::read_to_string(file).unwrap().contains("lea@acme.com"), "{name}");
    }
    let trail = operator.trail();
    let actions: Vec<&str> = trail[..4].iter().map(|it| it.rsplit_once(' ').unwrap().0).collect();
    let expected =
        ["relata access_ended", "operator access_downloaded", "relata access_ready", "operator access_requested"];
    assert_eq!(actions, expected);
    let people: Vec<&str> = trail[..4].iter().map(|it| it.rsplit_once(' ').unwrap().1).collect();
    assert!(people.iter().all(|it| *it == people[0] && it.starts_with("person:")), "{people:?}");
}

#[test]
fn forgetting_says_what_went_and_when_the_rest_goes() {
    let operator = Operator::with_people();
    operator.refuses("forget everything", "say so with --yes");
    operator.refuses("forget mailbox 7", "there is no such mailbox; `relata erasures --mailboxes` lists them");
    let said = operator.does("forget person lea@acme.com");
    assert!(said.contains("no row is left; its files go by") && said.contains("relata receipt show 1"), "{said}");
    operator.refuses("receipt show 1", "it is signed once its files are gone");
    operator.refuses("receipt show 2", "`relata erasures` lists them");
    assert!(operator.does("erasures").contains("by operator: asked for"));
    operator.refuses("access lea@acme.com", "nothing is kept");
}

#[test]
fn an_exported_trail_is_checked_against_the_key_and_tampering_is_found() {
    let operator = Operator::with_people();
    operator.does("audit export trail.jsonl");
    let key = operator.does("receipt key");
    let (key, other) = (key.trim(), "A".repeat(43) + "=");
    let said = operator.does(&format!("audit verify trail.jsonl --key {key}"));
    assert!(said.starts_with("intact: ") && said.contains("signed: by the key given"), "{said}");
    assert!(operator.does("audit verify trail.jsonl").contains(&format!("signed: by the key {key}")));
    operator.refuses(&format!("audit verify trail.jsonl --key {other}"), "signed with another key");
    operator.refuses("audit verify trail.jsonl --key x", "as `relata receipt key` prints it");
    let whole = fs::read_to_string(operator.file("trail.jsonl")).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let cut = [&lines[..lines.len() - 2], &lines[lines.len() - 1..]].concat().join("\n");
    for (text, expected) in [
        (whole.replacen("\"operator\"", "\"demo\"", 1), "BROKEN: line 1 was changed after it was written"),
        (cut, "and those after it were removed"),
        (lines[..lines.len() - 1].join("\n"), "and those after it were removed"),
        (whole.replace(key, &other), "BROKEN: the head was changed after it was signed"),
    ] {
        fs::write(operator.file("tampered.jsonl"), text).unwrap();
        operator.refuses("audit verify tampered.jsonl", expected);
    }
    operator.does("keys rotate");
    operator.does(&format!("audit verify trail.jsonl --key {key}"));
    assert_eq!(operator.does("receipt key").trim(), key, "the key outlives the rotation");
}

#[test]
fn local_administrators_are_set_listed_and_removed() {
    let operator = Operator::with_people();
    for (password, because) in [
        ("short", "12 letters or more"),
        ("administrator1", "what everybody tries"),
        ("Contoso-2026!!", "what everybody tries"),
        ("relata-eve-1234", "what everybody tries"),
    ] {
        let (succeeded, said) = operator.told("administrator set evelyn", password);
        assert!(!succeeded && said.contains(because), "{password}: {said}");
    }
    assert!(operator.does("administrator list").contains("Nobody can sign in with a password"));
    assert!(operator.told("administrator set evelyn", "four words nobody strings together").0);
    assert!(operator.does("administrator list").starts_with("evelyn  with the password of "));
    operator.does("administrator remove evelyn");
    operator.refuses("administrator remove evelyn", "`relata administrator list` lists them");
    assert_eq!(operator.trail()[0], "operator local_administrator_changed administrator:evelyn");
}
