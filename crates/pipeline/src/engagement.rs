//! Account engagement: releases the figures of every period that is over, once.
//!
//! ```text
//! log ──SQL──▶ what each colleague did with each account ──privacy──▶ figures with noise ──▶ store, with their charge
//! ```
//!
//! Nothing is released without the organisation's consent to aggregated insights, nothing twice, and nothing while a
//! source is still being read or is broken: what is released cannot be mended.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use relata_analytics::{HISTORY_DAYS, Involvement, Known, involvements, record_engine};
use relata_model::consent::Insights;
use relata_model::series::{date_of, day_of};
use relata_model::{Month, PersonId, RecordId, RecordKind, RecordNumber, Subject, end_of_day_seconds};
use relata_privacy::{
    Budget, Charge, Contribution, Epsilon, Figures, Level, Levels, Loss, MinimumGroup, Outcome, Period, Refused,
    Settings, accuracy, release, renews_on,
};
use relata_store::{Released, ReleasedRow, SourceState};
use serde_json::json;

use crate::compute::{ComputeError, known};
use crate::line::{Line, Progress, Tell};
use crate::records::{record_tables, settings};

/// So many days after its end a period is released: the last of its mail takes a while to be read.
const GRACE_DAYS: i32 = 3;

/// What may be released.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Releasing {
    /// What all releases of a year may cost.
    pub epsilon_a_year: Epsilon,
    /// For which periods.
    pub levels: Levels,
}

/// Releases what is over on a day and was not released yet, the oldest first. Returns how many periods were released.
///
/// # Errors
///
/// [`ComputeError`]; what was released before stays.
pub async fn release_engagement(
    line: &Line<'_>,
    on: Date,
    releasing: &Releasing,
    tell: Tell<'_>,
) -> Result<u64, ComputeError> {
    if !line.store.consent().await?.allows(Insights::Aggregated) {
        return Ok(0);
    }
    if line.store.sources().await?.iter().any(|it| it.state != SourceState::Ready) {
        return Ok(0);
    }
    let chosen = settings(line.store).await?;
    let minimum_group = MinimumGroup::new(chosen.minimum_group).unwrap_or_default();
    let Releasing { epsilon_a_year, levels } = *releasing;
    let settings = Settings { minimum_group, epsilon_a_year, levels };
    let accounts: Vec<Subject> = line.store.subjects().await?;
    let accounts: Vec<Subject> = accounts.into_iter().filter(|it| it.kind == RecordKind::Account).collect();
    if accounts.is_empty() {
        return Ok(0);
    }
    let mut due = due(line, on, &settings).await?;
    let mut budget = budget(line, &due).await?;
    due.retain(|it| !budget.has(*it));
    if due.is_empty() {
        return Ok(0);
    }
    let ids = line.store.record_ids().await?;
    let known = known(line.store).await?;
    let mut first = first_shown(line, &ids).await?;
    let mut released = 0;
    for (done, period) in due.iter().enumerate() {
        tell(Progress::Releasing { done: done as u64, of: due.len() as u64 });
        let contributions = contributions(line, &known, &accounts, *period).await?;
        let numbers: Vec<RecordNumber> = accounts.iter().map(|it| it.number).collect();
        let (figures, charge) = match release(&numbers, &contributions, *period, on, &budget, &settings) {
            Ok(released) => released,
            Err(Refused::BudgetExhausted { .. } | Refused::AlreadyReleased) => continue,
            Err(refused) => return Err(refused.into()),
        };
        let mut rows = Vec::with_capacity(figures.rows.len());
        for it in &figures.rows {
            let Some(account) = ids.get(&it.account).cloned() else { continue };
            let figures = match &it.outcome {
                Outcome::Suppressed(why) => json!({ "suppressed": why.words(minimum_group) }).to_string(),
                Outcome::Figures(figures) => {
                    let since = first.entry(it.account).or_insert(period.start());
                    *since = period.start().min(*since);
                    text_of(figures, *since)
                }
            };
            rows.push(ReleasedRow { account, figures });
        }
        let kept = relata_store::Release {
            level: period.level().name().to_owned(),
            start: period.start(),
            released_at: line.now,
            epsilon: figures.epsilon,
            loss: charge.loss.0,
            minimum_group: minimum_group.people(),
            notes: notes(&settings, *period, budget.spent(period.year()).plus(charge.loss)),
        };
        if line.store.put_release(&kept, &rows, period.year(), settings.loss_a_year().0).await? == Released::Now {
            released += 1;
        }
        budget.note(charge);
    }
    Ok(released)
}

/// Every period within the history that was over a few days before a day, the oldest first.
async fn due(line: &Line<'_>, on: Date, settings: &Settings) -> Result<Vec<Period>, ComputeError> {
    let Some(first) = line.log.interaction_months().await?.into_keys().next() else { return Ok(Vec::new()) };
    let oldest = day_of(on) - i32::try_from(HISTORY_DAYS).unwrap_or(i32::MAX);
    let first = i32::try_from(first.start_seconds() / 86_400).unwrap_or(oldest).max(oldest);
    let mut due = Vec::new();
    for level in Level::ALL.into_iter().filter(|it| settings.levels.has(*it)) {
        let mut period = Period::of(level, date_of(first));
        if period.start() < date_of(first) {
            period = Period::of(level, period.end());
        }
        while period.is_closed_on(date_of(day_of(on) - GRACE_DAYS)) {
            due.push(period);
            period = Period::of(level, period.end());
        }
    }
    due.sort_by_key(|it| it.end());
    Ok(due)
}

/// What was released of the years in question before.
async fn budget(line: &Line<'_>, due: &[Period]) -> Result<Budget, ComputeError> {
    let years: BTreeSet<i16> = due.iter().map(|it| it.year()).collect();
    let mut charges = Vec::new();
    for year in years {
        for it in line.store.charges(year).await? {
            let Some(level) = Level::named(&it.level) else { continue };
            charges.push(Charge { period: Period::of(level, it.start), loss: Loss(it.loss) });
        }
    }
    Ok(Budget::of(charges))
}

async fn contributions(
    line: &Line<'_>,
    known: &[Known],
    accounts: &[Subject],
    period: Period,
) -> Result<Vec<Contribution>, ComputeError> {
    let engine = record_engine(record_tables(line.log).await?, known, accounts, line.room)?;
    let last_day = date_of(day_of(period.end()) - 1);
    let months = (Month::of_day(period.start()), Month::of_day(last_day));
    let from = end_of_day_seconds(period.start()) - 86_400;
    let involved = involvements(&engine, months, from, end_of_day_seconds(last_day)).await?;
    Ok(involved.into_iter().map(contribution).collect())
}

fn contribution(((account, colleague), it): ((RecordNumber, PersonId), Involvement)) -> Contribution {
    let day = |at: i64| date_of(i32::try_from(at.div_euclid(86_400)).unwrap_or_default());
    Contribution {
        emails_to: it.emails_to,
        emails_from: it.emails_from,
        meetings_by_us: it.meetings_by_us,
        meetings_by_them: it.meetings_by_them,
        meeting_minutes: it.meeting_minutes,
        replies: it.replies,
        reply_seconds: it.reply_seconds,
        their_people_emails: it.their_people_emails,
        their_people_meetings: it.their_people_meetings,
        last_email: it.last_email.map(day),
        last_meeting: it.last_meeting.map(day),
        ..Contribution::none(colleague, account)
    }
}

/// The figures of an account as the store keeps them and the API reads them.
fn text_of(it: &Figures, first_engagement: Date) -> String {
    json!({
        "suppressed": null,
        "score": it.score,
        "emails_to": it.emails_to,
        "emails_from": it.emails_from,
        "meetings_by_us": it.meetings_by_us,
        "meetings_by_them": it.meetings_by_them,
        "our_people_emails": it.our_people_emails,
        "their_people_emails": it.their_people_emails,
        "our_people_meetings": it.our_people_meetings,
        "their_people_meetings": it.their_people_meetings,
        "first_engagement": first_engagement.to_string(),
        "days_since_email": it.days_since_email,
        "days_since_meeting": it.days_since_meeting,
        "mean_meeting_minutes": it.mean_meeting_minutes,
        "mean_reply_hours": it.mean_reply_hours,
    })
    .to_string()
}

/// Since when each account is known to be engaged, from what was released before: it tells nothing that they do not.
async fn first_shown(
    line: &Line<'_>,
    ids: &HashMap<RecordNumber, RecordId>,
) -> Result<BTreeMap<RecordNumber, Date>, ComputeError> {
    let mut first = BTreeMap::new();
    for level in Level::ALL {
        for release in line.store.releases(level.name()).await? {
            let Some((_, rows)) = line.store.release(level.name(), Some(release.start)).await? else { continue };
            let shown: HashSet<RecordId> =
                rows.into_iter().filter(|it| it.figures.contains("\"score\"")).map(|it| it.account).collect();
            for (number, _) in ids.iter().filter(|it| shown.contains(it.1)) {
                let since = first.entry(*number).or_insert(release.start);
                *since = release.start.min(*since);
            }
        }
    }
    Ok(first)
}

/// What is said of a whole release: how accurate it is, and what is left of the year's budget.
fn notes(settings: &Settings, period: Period, spent: Loss) -> String {
    let accuracy: Vec<_> = accuracy(settings, period.level())
        .into_iter()
        .map(|(measure, half_width)| json!({ "measure": measure.name(), "half_width_95": half_width }))
        .collect();
    json!({
        "accuracy": accuracy,
        "budget": {
            "epsilon_spent": spent.epsilon(),
            "epsilon_total": settings.epsilon_a_year.value(),
            "year": period.year(),
            "renews_on": renews_on(period.year()).to_string(),
        },
    })
    .to_string()
}
