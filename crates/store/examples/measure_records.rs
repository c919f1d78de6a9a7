//! Measures lists, series and subjects on invented data:
//! `cargo run --release -p relata-store --example measure_records [URL]`.
//!
//! 100,000 opportunities, 20,000 contacts of 2,000 accounts, 200 colleagues; twelve months of series.

use std::time::Instant;

use jiff::Timestamp;
use relata_model::directory::Entry;
use relata_model::figures::Movement;
use relata_model::health::{Grade, State, Trend};
use relata_model::{
    Address, ColleagueId, Direction, Kind, Month, Name, Record, RecordId, RecordKind, RecordNumber, Stakeholder,
    Standing, Status, Touch,
};
use relata_store::{
    Edition, GradeFilter, InsightRun, Months, Moved, RecordInsight, RecordMonth, RecordQuery, RecordScope, RecordSort,
    Store, StoreError,
};

const OPPORTUNITIES: usize = 100_000;
const CONTACTS: usize = 20_000;
const ACCOUNTS: usize = 2_000;
const COLLEAGUES: usize = 200;
const MONTHS: i32 = 12;

const WORDS: [&str; 12] =
    ["Renewal", "Élan", "Pump", "Turbine", "Service", "Audit", "Fleet", "Licence", "Paper", "Gas", "Power", "Rollout"];

#[tokio::main]
async fn main() -> Result<(), StoreError> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let sqlite = format!("sqlite:{}", folder.path().join("measure.db").display());
    let store = Store::open(&std::env::args().nth(1).unwrap_or(sqlite)).await?;

    let entries: Vec<Entry> = (0..COLLEAGUES).map(entry).collect();
    store.replace_directory(&entries).await?;
    let people: Vec<Record> = (0..ACCOUNTS).map(account).chain((0..CONTACTS).map(contact)).collect();
    timed("upsert_records, 22,000 accounts and contacts", store.upsert_records(&people)).await?;
    let deals: Vec<Record> = (0..OPPORTUNITIES).map(opportunity).collect();
    timed("upsert_records, 100,000 opportunities", store.upsert_records(&deals)).await?;
    timed("upsert_records, 22,000 again", store.upsert_records(&people)).await?;
    let subjects = timed("subjects", store.subjects()).await?;
    println!("    {} with {} outside", subjects.len(), subjects.iter().map(|it| it.theirs.len()).sum::<usize>());

    let numbers: Vec<RecordNumber> = subjects.iter().map(|it| it.number).collect();
    let months: Vec<Month> = (0..MONTHS).map(|it| "2025-04".parse::<Month>().expect("a month").plus(it)).collect();
    for month in [months[0], months[1], months[1]] {
        let whole = [(month, "made".to_owned())];
        timed(
            "put_record_months, a month of all",
            store.put_record_months(Months::Whole(&whole), blobs(&numbers, month)),
        )
        .await?;
    }
    for month in &months[2..] {
        store.put_record_months(Months::Whole(&[(*month, "made".to_owned())]), blobs(&numbers, *month)).await?;
    }
    let few = &numbers[500..600];
    let rows: Vec<RecordMonth> = months.iter().flat_map(|it| blobs(few, *it)).collect();
    timed("put_record_months, 12 months of 100", store.put_record_months(Months::Of(&months, few), rows)).await?;
    timed("series_of", store.series_of(RecordNumber(77_777))).await?;
    timed("each_series, all, 2,000 at once", all_series(&store)).await?;

    let run = InsightRun {
        computed_for: "2026-03-31".parse().expect("a day"),
        computed_at: Timestamp::from_second(1_775_000_000).expect("a moment"),
        edition: Edition::Basic,
        intercept: None,
    };
    for what in ["put_record_insights, everything", "put_record_insights, everything again"] {
        timed(what, store.put_record_insights(RecordScope::Everything, &run, numbers.iter().map(insight))).await?;
    }
    let some = RecordScope::Records(few);
    timed("put_record_insights, 100", store.put_record_insights(some, &run, few.iter().map(insight))).await?;
    timed("record_digest", store.record_digest()).await?;
    timed("closed_deals", store.closed_deals(1_000)).await?;
    timed("moves", store.moves(Timestamp::from_second(1_774_000_000).expect("a moment"), 100)).await?;
    let me = colleague(7);
    timed("pipeline, 500", store.pipeline(None, run.computed_for, 500)).await?;
    timed("pipeline, mine", store.pipeline(Some(&me), run.computed_for, 500)).await?;
    for (what, query) in lists() {
        store.list_records(&query).await?;
        let found = timed(what, store.list_records(&query)).await?;
        println!("    {} of {}", found.rows.len(), found.total);
    }
    let all = timed("listed, all opportunities", store.listed(&deals_query())).await?;
    timed("record_rows, a thousand", store.record_rows(&all[..1_000])).await?;
    Ok(())
}

async fn timed<T>(what: &str, work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let start = Instant::now();
    let done = work.await?;
    println!("{:>10.1} ms  {what}", start.elapsed().as_secs_f64() * 1_000.0);
    Ok(done)
}

async fn all_series(store: &Store) -> Result<(), StoreError> {
    let mut after = RecordNumber(0);
    while let Some((last, _)) = store.each_series(after, 2_000).await?.last() {
        after = *last;
    }
    Ok(())
}

fn deals_query() -> RecordQuery {
    RecordQuery { kind: Some(RecordKind::Opportunity), ..RecordQuery::default() }
}

fn lists() -> Vec<(&'static str, RecordQuery)> {
    let all = deals_query;
    let open = || RecordQuery { status: Some(Status::Open), ..all() };
    let by = |sort, descending| RecordQuery { sort, descending, ..open() };
    let words = |text: &str| RecordQuery { words: Some(text.to_owned()), ..open() };
    let mine = || RecordQuery { mine: Some(colleague(7)), ..by(RecordSort::Health, true) };
    vec![
        ("all by name", all()),
        ("all by health, descending", RecordQuery { sort: RecordSort::Health, descending: true, ..all() }),
        ("open by name", open()),
        ("open by health", by(RecordSort::Health, false)),
        ("open by health, descending", by(RecordSort::Health, true)),
        ("open by trend", by(RecordSort::Trend, false)),
        ("open by last", by(RecordSort::Last, true)),
        ("open by next", by(RecordSort::Next, false)),
        ("open by emails", by(RecordSort::Emails, true)),
        ("open by revenue", by(RecordSort::Revenue, true)),
        ("open by close", by(RecordSort::Close, false)),
        ("open by health, from 40,000", RecordQuery { offset: 40_000, ..by(RecordSort::Health, true) }),
        ("open by next, the last page", RecordQuery { offset: 66_600, ..by(RecordSort::Next, true) }),
        (
            "open and poor by health",
            RecordQuery { grade: Some(GradeFilter::Is(Grade::Poor)), ..by(RecordSort::Health, true) },
        ),
        (
            "open and poor by last",
            RecordQuery { grade: Some(GradeFilter::Is(Grade::Poor)), ..by(RecordSort::Last, true) },
        ),
        ("open without grade by name", RecordQuery { grade: Some(GradeFilter::None), ..open() }),
        ("open and improving by emails", RecordQuery { trend: Some(Trend::Improving), ..by(RecordSort::Emails, true) }),
        ("mine by health", mine()),
        ("one account's", RecordQuery { account: Some(RecordId("a77".to_owned())), ..RecordQuery::default() }),
        ("words: turbine 777", words("turbine 777")),
        ("words: elan", words("elan")),
        ("words: e", words("e")),
        ("every kind by health", RecordQuery { sort: RecordSort::Health, descending: true, ..RecordQuery::default() }),
    ]
}

fn blobs(records: &[RecordNumber], month: Month) -> impl Iterator<Item = RecordMonth> + Send {
    records.iter().map(move |it| RecordMonth { record: *it, month, blob: vec![it.0 as u8; 40 + it.0 as usize % 60] })
}

fn insight(record: &RecordNumber) -> RecordInsight {
    let number = record.0;
    let at = |days: i64| Timestamp::from_second(1_775_000_000 + days * 86_400).expect("a moment");
    let scored = number % 5 != 0;
    let score = (number * 37 % 101) as u8;
    let touch = |days| Touch { at: at(days), kind: Kind::Email, direction: Direction::Inbound };
    RecordInsight {
        record: *record,
        state: if scored { State::Scored } else { State::NotEnoughInformation },
        score: scored.then_some(score),
        grade: scored.then_some(if score < 40 { Grade::Poor } else { Grade::Good }),
        trend: Trend::ALL[number as usize % 5],
        last: Some(touch(-(number % 300))),
        next: (number % 4 == 0).then(|| touch(number % 50)),
        emails: (number % 97) as u32,
        meetings: (number % 11) as u32,
        calls: (number % 7) as u32,
        people_hash: format!("{:032x}", number),
        score_week_ago: scored.then_some(50),
        score_month_ago: None,
        single_threaded: number % 9 == 0,
        moved: (number % 50 == 0).then(|| Moved { what: Movement::Cooled, at: at(-(number % 20)) }),
        early_emails: 5,
        early_meetings: 1,
    }
}

fn colleague(number: usize) -> Address {
    Address::parse(&format!("p{number}@us.com")).expect("an address")
}

fn entry(number: usize) -> Entry {
    Entry {
        id: ColleagueId(format!("e{number}")),
        name: Name::new(&format!("Colleague {number}")),
        primary: colleague(number),
        aliases: Vec::new(),
        title: Name::new("Trader"),
        department: None,
        standing: Standing::Active,
    }
}

fn record(id: String, kind: RecordKind, name: &str) -> Record {
    Record::named(RecordId(id), kind, Name::new(name).expect("a name"))
}

fn account(number: usize) -> Record {
    let mut it = record(format!("a{number}"), RecordKind::Account, &format!("Firm {number}"));
    it.domains = vec![format!("firm{number}.com")];
    it.primary_contact = Some(RecordId(format!("c{number}")));
    it
}

fn contact(number: usize) -> Record {
    let mut it = record(format!("c{number}"), RecordKind::Contact, &format!("Person {number}"));
    let firm = number % ACCOUNTS;
    it.addresses = vec![Address::parse(&format!("p.{number}@firm{firm}.com")).expect("an address")];
    it.account = Some(RecordId(format!("a{firm}")));
    it
}

/// Every third is closed; each has a customer, a colleague of the team, and one stakeholder.
fn opportunity(number: usize) -> Record {
    let name = format!("{} {} {number}", WORDS[number % 12], WORDS[number / 12 % 12]);
    let mut it = record(format!("o{number}"), RecordKind::Opportunity, &name);
    it.account = Some(RecordId(format!("a{}", number % ACCOUNTS)));
    it.primary_contact = Some(RecordId(format!("c{}", number % CONTACTS)));
    it.owner = Some(colleague(number % COLLEAGUES));
    it.team = vec![colleague(number * 7 % COLLEAGUES)];
    it.stakeholders = vec![Stakeholder::Record(RecordId(format!("c{}", number * 13 % CONTACTS)))];
    it.state = Some(["open", "open", "won"][number % 3].to_owned());
    it.stage = Some(format!("{}", number % 5));
    it.revenue = (!number.is_multiple_of(10)).then_some((number * 7_919 % 1_000_000) as f64);
    it.currency = Some("USD".to_owned());
    it.created_on = "2025-11-01".parse().ok();
    it.close_on = (!number.is_multiple_of(8))
        .then(|| format!("2026-{:02}-{:02}", number % 12 + 1, number % 28 + 1).parse().expect("a day"));
    it
}
