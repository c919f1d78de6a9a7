//! Grading: from the series that are stored to the figures that lists show.
//!
//! No log is read for it, so a change of settings holds for every record within seconds.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use relata_model::attribution::Attributable;
use relata_model::figures::{Figures, nearer};
use relata_model::health::{Settings, State, Trend};
use relata_model::{
    AddressId, AnalyticsSettings, Direction, Kind, PersonId, RecordId, RecordNumber, Role, Series, Subject, Touch,
    end_of_day_seconds,
};

use crate::consent::moment;
use crate::error::Result;
use crate::insight_row::Moved;
use crate::{Edition, InsightRun, RecordInsight, RecordScope, Scheduled, SeriesOf, Store, StoreError};

/// Records whose series are in memory at once, and graded before others get their turn.
const RECORDS_AT_ONCE: u32 = 500;

impl Store {
    /// Computes the figures of every record from its series, and replaces what lists show, in one transaction.
    /// Returns how many records there are.
    ///
    /// `people` names whom each series was made with; records that are not in it keep the name they have.
    pub async fn grade_records(
        &self,
        run: &InsightRun,
        settings: &AnalyticsSettings,
        people: &HashMap<RecordNumber, String>,
    ) -> Result<u64> {
        let subjects: BTreeMap<RecordNumber, Subject> =
            self.subjects().await?.into_iter().map(|it| (it.number, it)).collect();
        let next = self.next_touches(&subjects, run).await?;
        let ours = self.colleagues_of_addresses("and entry.visibility = 0").await?;
        let hiding = self.hiding().await?;
        let before = self.people_hashes().await?;
        let health = Settings { coefficients: run.coefficients(), ..settings.health.clone() };
        let mut rows = Vec::with_capacity(subjects.len());
        let grade = |subject: &Subject, series: &Series| {
            let number = subject.number;
            let next = next.get(&number).copied();
            // Who hides somebody of the record is nobody of it: the series does not tell contacts apart.
            let hidden: HashSet<PersonId> =
                subject.theirs.iter().filter_map(|it| hiding.get(it)).flatten().copied().collect();
            let colleague = |it: AddressId| ours.get(&it).copied().filter(|it| !hidden.contains(it));
            let figures = Figures::of(series, subject, run.computed_for, &health, next, colleague);
            let hash = people.get(&number).or_else(|| before.get(&number)).cloned().unwrap_or_default();
            insight(number, figures, hash)
        };
        let mut after = RecordNumber(0);
        let mut seen = BTreeSet::new();
        loop {
            let page = self.each_series(after, RECORDS_AT_ONCE).await?;
            let Some((last, _)) = page.last() else { break };
            after = *last;
            for it in &page {
                if let Some(subject) = subjects.get(&it.0) {
                    rows.push(merged(it).map_or_else(|_| unreadable(it.0), |series| grade(subject, &series)));
                    seen.insert(it.0);
                }
            }
        }
        let silent = subjects.values().filter(|it| !seen.contains(&it.number));
        rows.extend(silent.map(|it| grade(it, &Series::default())));
        let count = rows.len() as u64;
        self.put_record_insights(RecordScope::Everything, run, rows).await?;
        Ok(count)
    }

    /// Returns with whom the figures of every record were made.
    pub async fn people_hashes(&self) -> Result<HashMap<RecordNumber, String>> {
        let sql = "select number, people_hash from record_row where people_hash is not null";
        let rows: Vec<(i64, String)> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(number, hash)| (RecordNumber(number), hash)).collect())
    }

    /// Returns what the CRM calls every record that has a number.
    pub async fn record_ids(&self) -> Result<HashMap<RecordNumber, RecordId>> {
        let rows: Vec<(i64, String)> =
            sqlx::query_as("select number, record_id from record_number").fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(number, id)| (RecordNumber(number), RecordId(id))).collect())
    }

    /// Returns a record's series, whole.
    pub async fn whole_series_of(&self, record: RecordNumber) -> Result<Series> {
        merged(&(record, self.series_of(record).await?))
    }

    /// Returns who hides a contact, by contact.
    async fn hiding(&self) -> Result<HashMap<PersonId, Vec<PersonId>>> {
        let sql = "select contact_id, colleague_id from hidden_pair";
        let rows: Vec<(i64, i64)> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        let mut hiding: HashMap<PersonId, Vec<PersonId>> = HashMap::new();
        for (contact, colleague) in rows {
            hiding.entry(PersonId(contact)).or_default().push(PersonId(colleague));
        }
        Ok(hiding)
    }

    /// Returns whose the addresses of colleagues are, of those for whom a condition holds.
    async fn colleagues_of_addresses(&self, condition: &'static str) -> Result<HashMap<AddressId, PersonId>> {
        let sql = format!(
            "select address.address_id, address.person_id from address
             join entry on entry.person_id = address.person_id and entry.standing in (0, 1) {condition}"
        );
        let rows: Vec<(i64, i64)> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(address, person)| (AddressId(address), PersonId(person))).collect())
    }

    /// Returns of every record the nearest of what is scheduled after the day.
    async fn next_touches(
        &self,
        subjects: &BTreeMap<RecordNumber, Subject>,
        run: &InsightRun,
    ) -> Result<HashMap<RecordNumber, Touch>> {
        // Of today, what is still to come when this is computed; of a past day, what came after it.
        let end = moment(end_of_day_seconds(run.computed_for) - 1);
        let mut scheduled = self.scheduled(run.computed_at.min(end)).await?;
        // The basic edition knows what a CRM knows.
        scheduled.retain(|it| run.edition == Edition::Enhanced || !it.in_mailbox || it.regarding.is_some());
        let persons = self.persons_of_addresses(&scheduled).await?;
        let mut with: HashMap<PersonId, Vec<RecordNumber>> = HashMap::new();
        for subject in subjects.values() {
            for person in &subject.theirs {
                with.entry(*person).or_default().push(subject.number);
            }
        }
        let mut next: HashMap<RecordNumber, Touch> = HashMap::new();
        for it in &scheduled {
            let present: Vec<(PersonId, bool, Role)> = it
                .participants
                .iter()
                .filter_map(|it| persons.get(it))
                .map(|(person, colleague)| (*person, *colleague, attends(it.kind)))
                .collect();
            let asked = Attributable {
                kind: it.kind,
                participants: &present,
                regarding: it.regarding,
                in_mailbox: it.in_mailbox,
            };
            let candidates: BTreeSet<RecordNumber> =
                present.iter().filter_map(|it| with.get(&it.0)).flatten().copied().chain(it.regarding).collect();
            for number in candidates {
                if subjects.get(&number).is_some_and(|subject| subject.counts(&asked)) {
                    let nearest = nearer(next.get(&number).copied(), touch(it));
                    next.extend(nearest.map(|it| (number, it)));
                }
            }
        }
        Ok(next)
    }

    async fn persons_of_addresses(&self, scheduled: &[Scheduled]) -> Result<HashMap<AddressId, (PersonId, bool)>> {
        let wanted: HashSet<AddressId> = scheduled.iter().flat_map(|it| it.participants.iter().copied()).collect();
        let colleagues = self.colleagues_of_addresses("").await?;
        let known = self.people().await?.into_iter().filter(|it| wanted.contains(&it.address));
        Ok(known.map(|it| (it.address, (it.person, colleagues.contains_key(&it.address)))).collect())
    }
}

/// Whoever is expected is expected in the open; a schedule keeps no blind copies.
fn attends(kind: Kind) -> Role {
    match kind {
        Kind::Email => Role::To,
        Kind::Meeting => Role::Required,
        Kind::Call => Role::Callee,
        Kind::Task => Role::Concerned,
    }
}

fn touch(it: &Scheduled) -> Touch {
    let direction = match (it.kind, it.started_by_us) {
        (Kind::Task, _) => Direction::Both,
        (_, true) => Direction::Outbound,
        (_, false) => Direction::Inbound,
    };
    Touch { at: it.at, kind: it.kind, direction }
}

/// Returns the series of a record, whole.
///
/// # Errors
///
/// [`StoreError::NotUnderstood`] if a month cannot be read.
pub fn merged((number, months): &SeriesOf) -> Result<Series> {
    let mut series = Series::default();
    for (month, blob) in months {
        let of_month = Series::from_bytes(blob)
            .map_err(|_| StoreError::NotUnderstood(format!("the series of record {number} in {month}")))?;
        series.extend(of_month);
    }
    Ok(series)
}

/// A record whose series is damaged. It names nobody it was made with, so the next computation reads it anew.
fn unreadable(record: RecordNumber) -> RecordInsight {
    RecordInsight {
        record,
        state: State::Failed,
        score: None,
        grade: None,
        trend: Trend::NotEnoughInformation,
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

fn insight(record: RecordNumber, it: Figures, people_hash: String) -> RecordInsight {
    RecordInsight {
        record,
        state: it.health.state,
        score: it.health.score,
        grade: it.health.grade,
        trend: it.health.trend,
        last: it.last,
        next: it.next,
        emails: it.counts.emails(),
        meetings: it.counts.meetings(),
        calls: it.counts.calls(),
        people_hash,
        score_week_ago: it.score_week_ago,
        score_month_ago: it.score_month_ago,
        single_threaded: it.single_threaded,
        moved: it.moved.map(|(what, at)| Moved { what, at }),
        early_emails: it.early_emails,
        early_meetings: it.early_meetings,
    }
}
