//! Records: from the log to what is known of every record.
//!
//! ```text
//! months that changed    × every record       ┐
//! months that did not    × records that did   ├─▶ series of record and month ─▶ store ─▶ figures of the day
//! ```
//!
//! A month that did not change is not read again, unless for records whose people changed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use relata_analytics::{Edition, Known, RecordTables, Room, Window, month_of_records, record_engine};
use relata_interaction_log::InteractionLog;
use relata_model::consent::Insights;
use relata_model::health::formula::{ActiveDay, ActiveDays, Coefficients, Terms, fit_intercept};
use relata_model::{
    AnalyticsSettings, Identity, Month, PersonId, RecordKind, RecordNumber, Series, Subject, end_of_day_seconds,
};
use relata_store::{InsightRun, Months, RecordMonth, Store};

use crate::compute::{ComputeError, known};
use crate::line::{Line, Progress, Tell};

/// Records whose series are in memory at once.
const RECORDS_AT_ONCE: u32 = 2_000;

/// Health is drawn for 180 days, and each of them looks back on two years.
const HISTORY_OF_HEALTH_SECONDS: i64 = 180 * 86_400;

/// Health foretells silence of so many seconds: 90 days.
const WINDOW_SECONDS: i64 = 90 * 86_400;

/// So many windows that are over are looked at, the newest first.
const WINDOWS: i64 = 4;

/// What was computed of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComputedRecords {
    /// Records with figures.
    pub records: u64,
    /// Months read because they changed.
    pub months: u64,
    /// Records read anew because their people changed.
    pub changed: u64,
}

/// Computes what is known of every record on a day: reads what changed, and grades all.
///
/// # Errors
///
/// [`ComputeError`]; what was published before stays, and computing again goes on from there.
pub async fn compute_records(line: &Line<'_>, on: Date, tell: Tell<'_>) -> Result<ComputedRecords, ComputeError> {
    line.store.drop_scheduled_until(line.now).await?;
    line.store.drop_series_of_others().await?;
    let known = known(line.store).await?;
    let subjects = line.store.subjects().await?;
    let edition = edition(line).await?;
    let people = people_of(&subjects, &known);
    let made_of = made_of(line.log, edition, &known, on).await?;
    let before = line.store.record_months_made().await?;

    let gone: Vec<Month> = before.keys().filter(|it| !made_of.contains_key(it)).copied().collect();
    line.store.drop_record_months(&gone).await?;
    let (changed, same): (Vec<_>, Vec<_>) = made_of.iter().partition(|(month, of)| before.get(month) != Some(of));
    let reading = Reading { log: line.log, room: line.room, known: &known, edition };
    let told = |done: usize| tell(Progress::Records { done: done as u64, of: changed.len() as u64 });
    for (done, (month, of)) in changed.iter().enumerate() {
        told(done);
        let rows = reading.month(**month, &subjects).await?;
        line.store.put_record_months(Months::Whole(&[(**month, (*of).clone())]), rows).await?;
    }
    let stale = stale(line.store, &subjects, &people).await?;
    let numbers: Vec<RecordNumber> = stale.iter().map(|it| it.number).collect();
    if !stale.is_empty() {
        for (month, _) in &same {
            let rows = reading.month(**month, &stale).await?;
            line.store.put_record_months(Months::Of(&[**month], &numbers), rows).await?;
        }
    }
    told(changed.len());
    let settings = settings(line.store).await?;
    let intercept = own_intercept(line.store, &subjects, on).await?;
    let run = InsightRun { computed_for: on, computed_at: line.now, edition: stored(edition), intercept };
    let records = line.store.grade_records(&run, &settings, &people).await?;
    Ok(ComputedRecords { records, months: changed.len() as u64, changed: stale.len() as u64 })
}

/// Returns the intercept that fits what became of this organisation's own contacts, where enough of them have a window
/// that is over.
///
/// Every contact is looked at as it was 90, 180, 270 and 360 days ago: was it silent for the 90 days that followed?
async fn own_intercept(store: &Store, subjects: &[Subject], on: Date) -> Result<Option<f64>, ComputeError> {
    let contacts: BTreeSet<RecordNumber> =
        subjects.iter().filter(|it| it.kind == RecordKind::Contact).map(|it| it.number).collect();
    let mut outcomes = Vec::new();
    let mut after = RecordNumber(0);
    loop {
        let page = store.each_series(after, RECORDS_AT_ONCE).await?;
        let Some((last, _)) = page.last() else { return Ok(fit_intercept(&outcomes)) };
        after = *last;
        for it in page.iter().filter(|it| contacts.contains(&it.0)) {
            // A damaged series is told by grading; it says nothing here.
            let Ok(series) = relata_store::merged(it) else { continue };
            let days: Vec<ActiveDay> = series.days.iter().map(|it| ActiveDay::new(it.last_at())).collect();
            let windows = (1..=WINDOWS).map(|it| end_of_day_seconds(on) - it * WINDOW_SECONDS);
            outcomes.extend(windows.filter_map(|at| outcome(&days, at)));
        }
    }
}

/// What the formula said of a relationship at a moment, without its intercept, and whether it was silent for 90 days.
/// `None` if it was not alive then.
fn outcome(days: &[ActiveDay], at: i64) -> Option<(f64, bool)> {
    let seen = ActiveDays::at(at, days.iter().copied());
    if seen.why_no_score().is_some() {
        return None;
    }
    let logit = Terms::of(&seen.features(None)?, &Coefficients::IN_90_DAYS).without_start();
    let silent = !days.iter().any(|it| it.last_at > at && it.last_at <= at + WINDOW_SECONDS);
    Some((logit, silent))
}

/// Returns what an administrator says about analytics.
///
/// # Errors
///
/// If the store cannot be read.
pub async fn settings(store: &Store) -> Result<AnalyticsSettings, ComputeError> {
    let kept = store.analytics_settings().await?;
    let read = kept.and_then(|it| AnalyticsSettings::from_text(&it.settings).ok());
    Ok(read.unwrap_or_default())
}

/// Mailboxes count for records once the organisation consented to identifiable insights, as long as nobody switched
/// them off.
async fn edition(line: &Line<'_>) -> Result<Edition, ComputeError> {
    let in_force = line.store.enabling().await?.policy(line.now);
    let counts = in_force.analytics && in_force.insights.contains(&Insights::Identifiable);
    Ok(if counts { Edition::Enhanced } else { Edition::Basic })
}

fn stored(edition: Edition) -> relata_store::Edition {
    match edition {
        Edition::Basic => relata_store::Edition::Basic,
        Edition::Enhanced => relata_store::Edition::Enhanced,
    }
}

/// What every month within the history is made of: the files of the log, the edition, and who our people are.
async fn made_of(
    log: &InteractionLog,
    edition: Edition,
    known: &[Known],
    on: Date,
) -> Result<BTreeMap<Month, String>, ComputeError> {
    let Window { from, until } = Window::of(on);
    let window = Window { from: from - HISTORY_OF_HEALTH_SECONDS, until };
    let colleagues: String =
        known.iter().filter(|it| it.colleague).map(|it| format!("{}={} ", it.address, it.person)).collect();
    let ours = Identity::of_meeting("colleagues", &colleagues);
    let months = log.interaction_months().await?.into_iter();
    let seen = months.filter(|(it, _)| window.holds(*it) || window.cuts(*it));
    Ok(seen.map(|(month, of)| (month, format!("{} {edition:?} {ours:?}", of.0))).collect())
}

/// Names who the people of every record are: equal names, equal people with equal addresses.
fn people_of(subjects: &[Subject], known: &[Known]) -> HashMap<RecordNumber, String> {
    let mut addresses: HashMap<PersonId, Vec<String>> = HashMap::new();
    for it in known {
        addresses.entry(it.person).or_default().push(it.address.to_string());
    }
    let of = |persons: &BTreeSet<PersonId>| -> String {
        persons.iter().filter_map(|it| addresses.get(it)).map(|it| it.join("+") + " ").collect()
    };
    let name = |it: &Subject| {
        let text = format!("{} | {} | {}", it.kind.name(), of(&it.ours), of(&it.theirs));
        format!("{:?}", Identity::of_meeting("people", &text))
    };
    subjects.iter().map(|it| (it.number, name(it))).collect()
}

/// Returns the records whose people are not those their figures were made with.
async fn stale(
    store: &Store,
    subjects: &[Subject],
    people: &HashMap<RecordNumber, String>,
) -> Result<Vec<Subject>, ComputeError> {
    let made_with = store.people_hashes().await?;
    let stale = subjects.iter().filter(|it| made_with.get(&it.number) != people.get(&it.number));
    Ok(stale.cloned().collect())
}

/// What reading a month takes.
struct Reading<'a> {
    log: &'a InteractionLog,
    room: &'a Room,
    known: &'a [Known],
    edition: Edition,
}

impl Reading<'_> {
    async fn month(&self, month: Month, subjects: &[Subject]) -> Result<Vec<RecordMonth>, ComputeError> {
        // Without a CRM there is nothing to ask a large log for; records that come later are read as changed ones.
        if subjects.is_empty() {
            return Ok(Vec::new());
        }
        let engine = record_engine(record_tables(self.log).await?, self.known, subjects, self.room)?;
        let series = month_of_records(&engine, month, self.edition).await?;
        let row = |(record, series): (RecordNumber, Series)| RecordMonth { record, month, blob: series.to_bytes() };
        Ok(series.into_iter().map(row).collect())
    }
}

/// Returns the tables of the log that records are asked of.
pub(crate) async fn record_tables(log: &InteractionLog) -> Result<RecordTables, ComputeError> {
    Ok(RecordTables {
        interaction: log.interactions().await?,
        sighting: log.sightings().await?,
        activity: log.activities().await?,
    })
}
