//! For tests: a store of one's own, on SQLite always and on PostgreSQL when `RELATA_TEST_POSTGRES` is set.

use jiff::Timestamp;
use relata_model::directory::Entry;
use relata_model::strength::{Counts, Newest};
use relata_model::{Address, Class, Classified, ColleagueId, Name, PersonId, Record, RecordId, RecordKind, Standing};
use relata_model::{Strength, Sums, end_of_day_seconds};

use crate::{NewGeneration, PairInsight, Seen, Store};

/// Runs a story on a fresh database of every sort there is.
pub(crate) fn on_every_database(story: impl AsyncFn(Store)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("a store.db").display());
        story(Store::open(&url).await.unwrap()).await;
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
    let store = Store::open(&format!("{base}/{name}")).await.unwrap();
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
        id: RecordId(id.to_owned()),
        kind,
        name: Name::new(name).unwrap(),
        title: None,
        company: None,
        account: None,
        addresses: addresses.iter().map(|it| address(it)).collect(),
        domains: Vec::new(),
        owner: None,
        state: None,
        do_not_analyse: false,
        invented: Vec::new(),
    }
}

/// The day all stories take place.
pub(crate) const TODAY: &str = "2026-03-31";

pub(crate) fn today() -> NewGeneration {
    let computed_for = TODAY.parse().unwrap();
    let computed_at = Timestamp::from_second(end_of_day_seconds(computed_for)).unwrap();
    NewGeneration { computed_for, computed_at, history_months: 24 }
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
