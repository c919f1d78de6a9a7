//! Trend: where a relationship is going, and what moved it. Slow by design.
//!
//! ```text
//! change = mean score of today and a week ago − mean score of four and five weeks ago
//! improving from +5, declining from −5
//! ```
//!
//! What moved it are the terms of the formula, each with the points its change was worth; frequency is divided among
//! the kinds of contact by what each added to it or lost.

use jiff::ToSpan;
use jiff::civil::Date;

use super::of_record::{Seen, points};
use super::settings::Settings;
use super::state::Trend;
use crate::series::{Counts, Day};
use crate::{Series, Subject, end_of_day_seconds};

/// How many days ago the scores were whose mean is now.
const NOW: [i32; 2] = [0, 7];
/// How many days ago those were whose mean was before.
const BEFORE: [i32; 2] = [28, 35];
/// A smaller change is none, in points.
const LEAST_CHANGE: f64 = 5.0;

/// What moves a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// Days with emails.
    Emails,
    /// Days with meetings.
    Meetings,
    /// Days with calls.
    Calls,
    /// Days with tasks.
    Tasks,
    /// How long it has been going on.
    History,
    /// Silence, or its end.
    Silence,
}

impl Signal {
    /// Returns the word used in the API.
    pub fn name(self) -> &'static str {
        match self {
            Signal::Emails => "emails",
            Signal::Meetings => "meetings",
            Signal::Calls => "calls",
            Signal::Tasks => "tasks",
            Signal::History => "history",
            Signal::Silence => "silence",
        }
    }
}

/// A signal, and how many points it moved the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mover {
    /// What.
    pub signal: Signal,
    /// How far; below 0 downward. Never 0.
    pub points: i32,
}

/// Returns where a record is going at the end of a day, and the two signals that moved it most.
pub(super) fn of(series: &Series, subject: &Subject, on: Date, settings: &Settings) -> (Trend, Vec<Mover>) {
    let seen = |days_ago: i32| {
        let day = on.saturating_sub(days_ago.days());
        Seen::at(series, subject, end_of_day_seconds(day), settings)
    };
    let mean = |[one, other]: [i32; 2]| Some((seen(one).exact()? + seen(other).exact()?) / 2.0);
    let (Some(now), Some(before)) = (mean(NOW), mean(BEFORE)) else {
        return (Trend::NotEnoughInformation, Vec::new());
    };
    let change = now - before;
    if change.abs() < LEAST_CHANGE {
        return (Trend::Steady, Vec::new());
    }
    let trend = if change > 0.0 { Trend::Improving } else { Trend::Declining };
    let until = |days_ago: i32| end_of_day_seconds(on.saturating_sub(days_ago.days()));
    let kinds = by_kind(series, until(NOW[0]), until(BEFORE[0]), settings);
    (trend, movers(&seen(BEFORE[0]), &seen(NOW[0]), kinds, change))
}

/// The points of every signal, of which the two greatest that went the way of the trend are told.
fn movers(then: &Seen<'_>, now: &Seen<'_>, kinds: [f64; 4], change: f64) -> Vec<Mover> {
    let fading = now.left() - then.left();
    let (Some(then), Some(now)) = (then.terms(), now.terms()) else { return Vec::new() };
    let faded_points = fading * points(now.logit());
    // Terms count toward silence, so what lowers one raises the score.
    let [frequency, history, silence] =
        [then.frequency - now.frequency, then.history - now.history, then.silence - now.silence];
    let all = frequency.abs() + history.abs() + silence.abs();
    let scale = if all > 0.0 { (change - faded_points).abs() / all } else { 0.0 };
    let faded: f64 = kinds.iter().map(|it| it.abs()).sum();
    let share = |it: f64| if faded > 0.0 { frequency * it.abs() / faded } else { 0.0 };
    let [emails, meetings, calls, tasks] = kinds.map(|it| share(it) * scale);
    let mut movers: Vec<Mover> = [
        (Signal::Emails, emails),
        (Signal::Meetings, meetings),
        (Signal::Calls, calls),
        (Signal::Tasks, tasks),
        (Signal::History, history * scale),
        (Signal::Silence, silence * scale + faded_points),
    ]
    .map(|(signal, moved)| Mover { signal, points: moved.round() as i32 })
    .into_iter()
    .filter(|it| it.points != 0 && (it.points > 0) == (change > 0.0))
    .collect();
    movers.sort_by_key(|it| (-it.points.abs(), it.signal));
    movers.truncate(2);
    movers
}

/// How much each kind of contact adds to the frequency at one moment, less than at the other.
fn by_kind(series: &Series, now: i64, then: i64, settings: &Settings) -> [f64; 4] {
    let mut change = [0.0; 4];
    for day in &series.days {
        let difference = faded(day, now) - faded(day, then);
        let present = kinds_of(&day.counts);
        let several = present.iter().filter(|it| **it).count().max(1) as f64;
        for (index, _) in present.iter().enumerate().filter(|it| *it.1) {
            change[index] += settings.weights.of(&day.counts) * difference / several;
        }
    }
    change
}

fn kinds_of(counts: &Counts) -> [bool; 4] {
    [counts.emails() > 0, counts.meetings() > 0, counts.calls() > 0, counts.tasks > 0]
}

fn faded(day: &Day, at: i64) -> f64 {
    let age_days = (at - day.last_at()) as f64 / 86_400.0;
    if age_days < 0.0 { 0.0 } else { (-age_days / super::formula::HALF_LIFE_DAYS).exp2() }
}
