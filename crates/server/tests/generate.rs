//! Invented organisations, end to end: whichever way one is written, Relata reads of it what was invented.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use jiff::civil::{Date, date};
use relata_connectors::files::stored::Folder;
use relata_generator::{Part, Person, Shares, Size, Sort, World};
use relata_microsoft::bulk::{ExtractOptions, Split, read_people};
use relata_model::{Address, Interaction, Kind};

const SIZE: Size = Size { colleagues: 12, contacts: 80, emails_a_month: 400, months: 2 };
const UNTIL: Date = date(2026, 10, 20);
const SAID: &str = "--colleagues 12 --contacts 80 --emails-a-month 400 --months 2 --until 2026-10-20 --seed 7";

/// A folder to run commands in, whose settings name a data folder.
struct Operator {
    folder: tempfile::TempDir,
}

impl Operator {
    fn new() -> Operator {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("relata.toml"), "[data]\nfolder = 'data'\n[engagement]\nlevels = []\n").unwrap();
        Operator { folder }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn told(&self, arguments: &str) -> (bool, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_relata"));
        let command = command.args(arguments.split(' ')).current_dir(self.folder.path()).env_remove("RELATA_LOG");
        let output = command.output().unwrap();
        let said = [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat();
        (output.status.success(), said)
    }

    #[track_caller]
    fn does(&self, arguments: &str) -> String {
        let (succeeded, said) = self.told(arguments);
        assert!(succeeded, "relata {arguments}: {said}");
        said
    }

    #[track_caller]
    fn refuses(&self, arguments: &str, because: &str) {
        let (succeeded, said) = self.told(arguments);
        assert!(!succeeded && said.contains(because), "relata {arguments}: {said}");
    }
}

fn world() -> World {
    World::new(SIZE, Shares::default(), 7, UNTIL).unwrap()
}

/// What is to be kept of everything that happens.
fn interactions(world: &World) -> Vec<Interaction> {
    let addresses: Vec<Address> = (0..world.people()).map(|it| world.address(Person(it))).collect();
    let days = world.days();
    days.flat_map(|day| day.iter().filter_map(|it| world.interaction(it.0, it.1, &addresses)).collect::<Vec<_>>())
        .collect()
}

/// The colleague and the contact with the most mails to and fro, and how many those are.
fn closest(world: &World) -> (Person, Person, u64) {
    let mut pairs: HashMap<(Person, Person), u64> = HashMap::new();
    let across = |it: &Part| !world.is_colleague(it.person());
    for day in world.days() {
        for (_, people) in day.iter().filter(|it| it.0.sort == Sort::Email) {
            let sender = people[0].person();
            for other in people[1..].iter().filter(|it| across(it) == world.is_colleague(sender)) {
                *pairs.entry((sender.min(other.person()), sender.max(other.person()))).or_default() += 1;
            }
        }
    }
    let ((colleague, contact), mails) = pairs.into_iter().max_by_key(|it| (it.1, it.0)).unwrap();
    (colleague, contact, mails)
}

/// What `relata explain` says of the two who write most.
#[track_caller]
fn knows_who_writes_most(operator: &Operator) {
    let world = world();
    let (colleague, contact, mails) = closest(&world);
    let [colleague, contact] = [colleague, contact].map(|it| world.address(it));
    operator.does("compute --on 2026-10-20");
    let said = operator.does(&format!("explain {} {} --on 2026-10-20", colleague.as_str(), contact.as_str()));
    let counts = said.lines().nth(1).unwrap();
    let number = |of: &str| -> u64 {
        let before = counts.split(of).next().unwrap().trim();
        before.rsplit(' ').next().unwrap().parse().unwrap()
    };
    assert_eq!(number(" sent") + number(" received"), mails, "{said}");
}

#[test]
fn an_organisation_in_a_log_is_computed_and_never_mixed() {
    let operator = Operator::new();
    let generate = format!("generate {SAID} --to log data");
    let said = operator.does(&generate);
    let kept = interactions(&world()).len();
    assert!(said.contains("events written"), "{said}");
    knows_who_writes_most(&operator);
    operator.does(&generate);
    operator.refuses(&generate.replace("--seed 7", "--seed 8"), "never mixed with anything else");
    operator.refuses("generate --to log data", "never mixed with anything else");

    let log = operator.file("data/log").to_string_lossy().into_owned();
    let count = tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(async { relata_interaction_log::InteractionLog::open(&log).await.unwrap().count().await.unwrap() });
    assert_eq!(count, kept as u64);
}

#[test]
fn where_something_real_is_nothing_is_invented() {
    let operator = Operator::new();
    fs::write(operator.file("people.csv"), "id,name,email\namber,Amber Stone,amber@contoso.com\n").unwrap();
    operator.does("import directory people.csv");
    operator.refuses(&format!("generate {SAID} --to log data"), "never mixed with anything else");
    operator.refuses(&format!("generate {SAID} --to mbox ."), "is not empty");
    operator.refuses("generate --size huge --to mbox out", "choose one of small, 1m, 8m, 96m-year");
    operator.refuses("generate --colleagues 1 --to mbox out", "at least 2 colleagues");
}

#[test]
fn mail_in_files_is_read_as_it_was_invented() {
    let operator = Operator::new();
    operator.does(&format!("generate {SAID} --to mbox out"));
    let written = fs::read(operator.file("out/mail/2026-09.mbox")).unwrap();
    fs::remove_file(operator.file("out/mail/2026-09.mbox")).unwrap();
    operator.does(&format!("generate {SAID} --to mbox out"));
    assert!(fs::read(operator.file("out/mail/2026-09.mbox")).unwrap() == written, "a month comes back as it was");
    operator
        .refuses(&format!("generate {} --to mbox out", SAID.replace("--seed 7", "--seed 8")), "another organisation");

    operator.does("import directory out/directory.csv");
    operator.does("consent enable");
    operator.does("consent give identifiable");
    let said = operator.does("import mail out/mail");
    let world = world();
    let read = world.days().map(|it| it.iter().filter(|it| it.0.sort.is_mail()).count()).sum::<usize>();
    let stored = interactions(&world).iter().filter(|it| it.kind == Kind::Email).count();
    let balance = format!("{read} read = {stored} stored + 0 duplicates + {} left out + 0 quarantined", read - stored);
    assert!(said.contains(&balance), "{said}, not {balance}");
    knows_who_writes_most(&operator);
}

#[test]
fn an_extract_is_read_as_it_was_invented() {
    let operator = Operator::new();
    operator.does(&format!("generate {SAID} --to data-connect out"));
    let world = world();
    let extract = operator.file("out");
    let people = read_people(&Folder(extract.clone())).unwrap();
    assert_eq!((people.entries.len(), people.skipped.len()), (SIZE.colleagues as usize, 0));
    let options = ExtractOptions { now: "2026-11-01T00:00:00Z".parse().unwrap(), subject_permitted: false };
    let mut split = Split::survey(Arc::new(Folder(extract)), options).unwrap();
    while split.step().unwrap().more {}
    let files = &split.manifest().files;
    assert!(files.values().all(|it| it.refused.is_none()), "{files:?}");
    let (taken, quarantined) = files.values().fold((0, 0), |sum, it| (sum.0 + it.taken, sum.1 + it.quarantined));
    let copies = world.days().map(|day| day.iter().map(|it| world.copies(it.0, it.1).count()).sum::<usize>());
    assert_eq!((taken, quarantined), (copies.sum::<usize>() as u64, 0));
}
