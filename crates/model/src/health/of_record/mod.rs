//! Health of a record on a day: a function of what happened, the settings, and the day.
//!
//! The days of all its people are joined, as they are in a series. A silence longer than 90 days is what the formula
//! foretells; from there the number fades, and after as long again nothing is left of it.

use jiff::civil::Date;

use super::formula::{ActiveDay, ActiveDays, DORMANT_AFTER_DAYS, Features, LEAST_ACTIVE_DAYS, Terms, probability};
use super::settings::{Expected, Settings};
use super::state::{Grade, State, Trend};
use super::trend::{self, Mover};
use crate::explanation::whole;
use crate::series::Day;
use crate::{RecordKind, Series, Status, Subject, end_of_day_seconds};

/// How a record stands on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Health {
    /// What can be said.
    pub state: State,
    /// 0 to 100, where there is one.
    pub score: Option<u8>,
    /// The score's grade.
    pub grade: Option<Grade>,
    /// Where it is going.
    pub trend: Trend,
    /// What moved it there, the greater first; at most two.
    pub movers: Vec<Mover>,
    /// What the score is made of, in points that add up to it; empty without one.
    pub parts: Vec<(Part, i32)>,
    /// How often there is contact, and how often there should be.
    pub rhythm: Option<Rhythm>,
    /// What is missing for a score, in words for a person.
    pub needs: Option<String>,
}

/// A part of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What every relationship starts with.
    Start,
    /// How often there was contact lately.
    Frequency,
    /// On how many days there was contact at all.
    History,
    /// What the present silence takes away.
    Silence,
}

impl Part {
    /// Returns the word used in the API.
    pub fn name(self) -> &'static str {
        match self {
            Part::Start => "start",
            Part::Frequency => "frequency",
            Part::History => "history",
            Part::Silence => "silence",
        }
    }
}

/// How often there is contact. All in days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rhythm {
    /// Between days with contact, as is usual for this record: the median of two years, 0 with fewer than two days.
    pub usual_gap_days: f64,
    /// Since the last one.
    pub gap_days: f64,
    /// What is expected.
    pub expected: Expected,
    /// Contact days missed in the present silence.
    pub missed: f64,
}

impl Health {
    /// Returns how a record stands at the end of a day. `series` may go on after it.
    pub fn of(series: &Series, subject: &Subject, on: Date, settings: &Settings) -> Health {
        if !has_health(subject) {
            return Health::without(State::NotApplicable, Trend::NotApplicable, None);
        }
        let seen = Seen::at(series, subject, end_of_day_seconds(on), settings);
        if seen.days.count() == 0 {
            let needs = "Nothing was completed with this record in the last two years.".to_owned();
            return Health::without(State::NoCompletedActivities, Trend::NotEnoughInformation, Some(needs));
        }
        let Some(score) = seen.score() else {
            let needs = format!(
                "A score needs contact on {LEAST_ACTIVE_DAYS} days within two years; there was contact on {}.",
                seen.days.count()
            );
            let rhythm = seen.rhythm();
            let without = Health::without(State::NotEnoughInformation, Trend::NotEnoughInformation, Some(needs));
            return Health { rhythm, ..without };
        };
        let (trend, movers) = trend::of(series, subject, on, settings);
        Health {
            state: State::Scored,
            score: Some(score),
            grade: Some(settings.grades.of(score)),
            trend,
            movers,
            parts: seen.parts(score),
            rhythm: seen.rhythm(),
            needs: None,
        }
    }

    /// Returns the scores of a record at the end of each of these days.
    pub fn history(
        series: &Series,
        subject: &Subject,
        days: impl IntoIterator<Item = Date>,
        settings: &Settings,
    ) -> Vec<(Date, Option<u8>)> {
        let score = |on| Seen::at(series, subject, end_of_day_seconds(on), settings).score();
        days.into_iter().map(|on| (on, score(on))).collect()
    }

    fn without(state: State, trend: Trend, needs: Option<String>) -> Health {
        Health { state, score: None, grade: None, trend, movers: vec![], parts: vec![], rhythm: None, needs }
    }
}

/// Active leads, open opportunities, contacts and accounts have a health; what is closed has none any more.
fn has_health(subject: &Subject) -> bool {
    matches!(subject.kind, RecordKind::Contact | RecordKind::Account) || subject.status == Status::Open
}

/// What the formula sees of a record at a moment.
pub(super) struct Seen<'a> {
    pub(super) days: ActiveDays,
    usual_gap_days: f64,
    expected: Expected,
    settings: &'a Settings,
}

impl<'a> Seen<'a> {
    pub(super) fn at(series: &Series, subject: &Subject, until: i64, settings: &'a Settings) -> Seen<'a> {
        let active = |it: &Day| ActiveDay { last_at: it.last_at(), weight: settings.weights.of(&it.counts) };
        let seen = || series.days.iter().filter(|it| it.last_at() < until);
        Seen {
            days: ActiveDays::at(until, seen().map(active)),
            usual_gap_days: usual_gap(seen()),
            expected: settings.frequency.of(subject),
            settings,
        }
    }

    pub(super) fn features(&self) -> Option<Features> {
        self.days.features(self.expected.days().map(|it| 1.0 / it))
    }

    /// The number behind the score, 0 to 100, not rounded.
    pub(super) fn exact(&self) -> Option<f64> {
        let features = self.features().filter(|_| self.days.count() >= LEAST_ACTIVE_DAYS)?;
        Some(points(Terms::of(&features, &self.settings.coefficients).logit()) * fade(features.gap_days))
    }

    fn score(&self) -> Option<u8> {
        self.exact().map(|it| it.round() as u8)
    }

    pub(super) fn terms(&self) -> Option<Terms> {
        Some(Terms::of(&self.features()?, &self.settings.coefficients))
    }

    /// One term after the other: each part is what its term changes.
    fn parts(&self, score: u8) -> Vec<(Part, i32)> {
        let (Some(terms), Some(exact)) = (self.terms(), self.exact()) else { return Vec::new() };
        let start = points(terms.start);
        let frequent = points(terms.start + terms.frequency);
        let established = points(terms.start + terms.frequency + terms.history);
        let shares = [start, frequent - start, established - frequent, exact - established];
        let names = [Part::Start, Part::Frequency, Part::History, Part::Silence];
        names.into_iter().zip(whole(shares, i32::from(score))).collect()
    }

    fn rhythm(&self) -> Option<Rhythm> {
        let Features { gap_days, missed, .. } = self.features()?;
        Some(Rhythm { usual_gap_days: self.usual_gap_days, gap_days, expected: self.expected, missed })
    }

    /// What fading has left of the number.
    pub(super) fn left(&self) -> f64 {
        self.features().map_or(1.0, |it| fade(it.gap_days))
    }
}

/// The median of the gaps between days with contact; 0 where there is none.
fn usual_gap<'a>(days: impl Iterator<Item = &'a Day>) -> f64 {
    let days: Vec<i32> = days.map(|it| it.day).collect();
    let mut gaps: Vec<i32> = days.windows(2).map(|it| it[1] - it[0]).collect();
    gaps.sort_unstable();
    match gaps.len() {
        0 => 0.0,
        several => f64::from(gaps[several / 2] + gaps[(several - 1) / 2]) / 2.0,
    }
}

/// The number that belongs to a logit, not rounded.
pub(super) fn points(logit: f64) -> f64 {
    100.0 * (1.0 - probability(logit))
}

/// 1 up to 90 days of silence, 0 from 180 on.
fn fade(gap_days: f64) -> f64 {
    (2.0 - gap_days / DORMANT_AFTER_DAYS).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests;
