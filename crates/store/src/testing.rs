//! For tests: a store of one's own, on SQLite always and on PostgreSQL when `RELATA_TEST_POSTGRES` is set.

use jiff::Timestamp;
use relata_model::directory::Entry;
use relata_model::health::{Grade, State, Trend};
use relata_model::strength::{Counts, Newest};
use relata_model::{Address, Class, Classified, ColleagueId, Name, PersonId, Record, RecordId, RecordKind, Standing};
use relata_model::{RecordNumber, Stakeholder, Strength, Sums, SuppressionKey, end_of_day_seconds};

use crate::{Asker, Edition, ErasureId, Forget, NewErasure, NewGeneration, PairInsight, RecordInsight, Seen, Store};

/// Runs a story on a fresh database of every sort there is.
pub(crate) fn on_every_database(story: impl AsyncFn(Store)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("a store.db").display());
        story(Store::open(&url).await.unwrap().knowing(key())).await;
        if let Ok(server) = std::env::var("RELATA_TEST_POSTGRES") {
            on_postgres(&server, &story).await;
        }
    });
}

async fn on_postgres(server: &str, story: &impl AsyncFn(Store)) {
    sqlx::any::install_default_drivers();
    let name = unique_name();
    let admin = sqlx::AnyPool::connect(server).await.unwrap();
    let sql = format!("create database {name}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&admin).await.unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    let store = Store::open(&format!("{base}/{name}")).await.unwrap().knowing(key());
    let pool = store.pool.clone();
    story(store).await;
    pool.close().await;
    let sql = format!("drop database {name}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&admin).await.unwrap();
}

/// Returns a name nobody else uses.
fn unique_name() -> String {
    let folder = tempfile::tempdir().unwrap();
    let unique: String = folder.path().to_string_lossy().chars().filter(char::is_ascii_alphanumeric).collect();
    format!("relata_{}_{}", std::process::id(), unique.to_lowercase())
}

fn key() -> SuppressionKey {
    SuppressionKey::new([7; 32])
}

/// Asks for somebody or something to be forgotten.
pub(crate) async fn ask_to_forget(store: &Store, forget: Forget) -> ErasureId {
    let at = today().computed_at;
    let (by, reason) = ("operator".to_owned(), "asked for".to_owned());
    store.request_erasure(&NewErasure { forget, at, files_due: at, by, reason }).await.unwrap()
}

/// Asks for whoever has an address to be forgotten.
pub(crate) async fn ask_to_forget_whoever_has(store: &Store, text: &str) -> ErasureId {
    ask_to_forget(store, Forget::Address(address(text))).await
}

pub(crate) fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

pub(crate) fn person() -> Classified {
    Classified { class: Class::Person, reason: "nothing speaks against a person".to_owned() }
}

pub(crate) fn seen(text: &str, name: &str) -> Seen {
    Seen { address: address(text), name: Name::new(name), classified: person() }
}

/// An entry of the directory: `id name address alias alias …`.
pub(crate) fn entry(line: &str) -> Entry {
    let mut words = line.split_whitespace();
    let mut next = || words.next().unwrap();
    let (id, name, primary) = (next(), next(), next());
    Entry {
        id: ColleagueId(id.to_owned()),
        name: Name::new(&name.replace('_', " ")),
        primary: address(primary),
        aliases: words.map(address).collect(),
        title: Name::new("Trader"),
        department: None,
        standing: Standing::Active,
    }
}

pub(crate) fn record(id: &str, kind: RecordKind, name: &str, addresses: &[&str]) -> Record {
    Record {
        addresses: addresses.iter().map(|it| address(it)).collect(),
        ..Record::named(RecordId(id.to_owned()), kind, Name::new(name).unwrap())
    }
}

/// Records, one a line: `kind id Name word=value …`. A name's spaces are written `_`. Words: `at` (addresses), `of` (its
/// account), `contact` (its primary contact), `owner`, `team`, `say` (stakeholders: addresses or ids), `state`, `stage`,
/// `worth`, `created`, `close`, `closed`; alone: `hands-off`.
pub(crate) fn records(lines: &str) -> Vec<Record> {
    lines.lines().map(str::trim).filter(|it| !it.is_empty()).map(record_of).collect()
}

fn record_of(line: &str) -> Record {
    let mut words = line.split_whitespace();
    let kind = RecordKind::named(words.next().unwrap()).unwrap();
    let id = words.next().unwrap();
    let name = words.next().unwrap().replace('_', " ");
    let mut it = record(id, kind, &name, &[]);
    let id = |text: &str| RecordId(text.to_owned());
    for word in words {
        let (word, value) = word.split_once('=').unwrap_or((word, ""));
        let all = || value.split(',');
        match word {
            "at" => it.addresses = all().map(address).collect(),
            "of" => it.account = Some(id(value)),
            "contact" => it.primary_contact = Some(id(value)),
            "owner" => it.owner = Some(address(value)),
            "team" => it.team = all().map(address).collect(),
            "say" => it.stakeholders = all().map(stakeholder).collect(),
            "state" => it.state = Some(value.to_owned()),
            "stage" => it.stage = Some(value.to_owned()),
            "worth" => it.revenue = Some(value.parse().unwrap()),
            "created" => it.created_on = Some(value.parse().unwrap()),
            "close" => it.close_on = Some(value.parse().unwrap()),
            "closed" => it.closed_on = Some(value.parse().unwrap()),
            "hands-off" => it.do_not_analyse = true,
            _ => panic!("`{word}` says nothing of a record"),
        }
    }
    it
}

fn stakeholder(text: &str) -> Stakeholder {
    match text.contains('@') {
        true => Stakeholder::Address(address(text)),
        false => Stakeholder::Record(RecordId(text.to_owned())),
    }
}

/// Nobody of the directory, who asks on the day all stories take place.
pub(crate) fn stranger() -> Asker {
    Asker::stranger(today().computed_at)
}

/// Somebody who asks on that day.
pub(crate) fn asker(person: Option<PersonId>) -> Asker {
    Asker { person, ..stranger() }
}

/// The day all stories take place.
pub(crate) const TODAY: &str = "2026-03-31";

pub(crate) fn today() -> NewGeneration {
    let computed_for = TODAY.parse().unwrap();
    let computed_at = Timestamp::from_second(end_of_day_seconds(computed_for)).unwrap();
    NewGeneration { computed_for, computed_at, history_months: 24, edition: Edition::Enhanced }
}

/// A pair that wrote each other so much, last so many days ago.
pub(crate) fn pair(contact: PersonId, colleague: PersonId, (sent, received): (f64, f64), days_ago: i64) -> PairInsight {
    let at = |seconds| Timestamp::from_second(end_of_day_seconds(TODAY.parse().unwrap()) - seconds).unwrap();
    let count = |weight: f64| weight.ceil() as u32;
    let sums = Sums {
        sent,
        received,
        replies: 0.0,
        meetings: 0.0,
        counts: Counts { sent: count(sent), received: count(received), ..Counts::default() },
        first_at: at((days_ago + 100) * 86_400),
        newest: Newest {
            sent_at: (sent > 0.0).then(|| at(days_ago * 86_400)),
            received_at: (received > 0.0).then(|| at(days_ago * 86_400)),
            ..Newest::default()
        },
    };
    PairInsight { contact, colleague, sums, strength: Strength::of(&sums) }
}

/// A bare insight: with a score, or of a record nothing happened to.
pub(crate) fn insight(record: i64, score: Option<u8>) -> RecordInsight {
    RecordInsight {
        record: RecordNumber(record),
        state: if score.is_some() { State::Scored } else { State::NoCompletedActivities },
        score,
        grade: score.map(|it| match it {
            60.. => Grade::Good,
            40..60 => Grade::Fair,
            _ => Grade::Poor,
        }),
        trend: if score.is_some() { Trend::Steady } else { Trend::NotApplicable },
        last: None,
        next: None,
        emails: 0,
        meetings: 0,
        calls: 0,
        people_hash: String::new(),
        score_week_ago: None,
        score_month_ago: None,
        single_threaded: false,
        moved: None,
        early_emails: 0,
        early_meetings: 0,
    }
}
