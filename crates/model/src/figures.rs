//! Figures: what lists show and sort by of a record on a day.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::health::{Health, Settings};
use crate::series::{Counts, Day, day_of};
use crate::{AddressId, Kind, PersonId, Series, Subject, Touch, end_of_day_seconds};

/// Counts in lists are of this many days.
pub const COUNTED_DAYS: i32 = 90;

/// What a deal did early: within so many days of its creation.
const EARLY_DAYS: i32 = 30;
/// What moved within so many days is told.
const MOVED_DAYS: i32 = 7;
/// A change of health worth telling, in points.
const MOVED_POINTS: i16 = 10;
/// Twice the usual gap, and at least this many days, is gone quiet.
const QUIET_DAYS: i32 = 14;
/// An answer after this many days without one is an answer after silence.
const SILENT_DAYS: i32 = 30;

/// What lists show of a record on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// How it stands.
    pub health: Health,
    /// Its score a week before.
    pub score_week_ago: Option<u8>,
    /// Its score four weeks before.
    pub score_month_ago: Option<u8>,
    /// The last contact.
    pub last: Option<Touch>,
    /// The next one.
    pub next: Option<Touch>,
    /// How much of what in 90 days.
    pub counts: Counts,
    /// Emails in the first 30 days after its creation.
    pub early_emails: u32,
    /// Meetings in the first 30 days after its creation.
    pub early_meetings: u32,
    /// Whether one colleague alone was in touch in 90 days, of those who may be named.
    pub single_threaded: bool,
    /// What moved within a week, if anything, and when.
    pub moved: Option<(Movement, Timestamp)>,
}

/// What can move within a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Movement {
    /// Its health rose by ten points or more.
    Warmed,
    /// Its health fell by ten points or more.
    Cooled,
    /// Silent for twice its usual gap, and two weeks at least.
    WentQuiet,
    /// They wrote again after a month or more.
    RepliedAfterSilence,
    /// Of several colleagues only one is left in touch.
    SingleThreaded,
}

impl Movement {
    /// Every movement.
    pub const ALL: [Movement; 5] = [
        Movement::Warmed,
        Movement::Cooled,
        Movement::WentQuiet,
        Movement::RepliedAfterSilence,
        Movement::SingleThreaded,
    ];

    /// Returns the word used in tables and the API.
    pub fn name(self) -> &'static str {
        match self {
            Movement::Warmed => "warmed",
            Movement::Cooled => "cooled",
            Movement::WentQuiet => "went_quiet",
            Movement::RepliedAfterSilence => "replied_after_silence",
            Movement::SingleThreaded => "single_threaded",
        }
    }

    /// Returns the movement of that name.
    pub fn named(name: &str) -> Option<Movement> {
        Movement::ALL.into_iter().find(|it| it.name() == name)
    }
}

impl Figures {
    /// Returns the figures of a record at the end of a day. `series` may go on after it; `colleague` says which colleague
    /// has an address, of those who may be named.
    pub fn of(
        series: &Series,
        subject: &Subject,
        on: Date,
        settings: &Settings,
        next: Option<Touch>,
        colleague: impl Fn(AddressId) -> Option<PersonId>,
    ) -> Figures {
        let health = Health::of(series, subject, on, settings);
        let days_ago = |days: i32| on.saturating_sub(days.days());
        let before = Health::history(series, subject, [days_ago(7), days_ago(28)], settings);
        let [week, month] = [0, 1].map(|it| health.score.and(before[it].1));
        let (early_emails, early_meetings) = early(series, subject);
        let today = day_of(on);
        let in_touch = |days: i32| {
            let until = end_of_day_seconds(on);
            let span = until - i64::from(days) * 86_400..until;
            let recent = series.people.iter().filter(|it| span.contains(&it.last_at));
            recent.filter_map(|it| colleague(it.address)).collect::<BTreeSet<_>>().len()
        };
        let single_threaded = in_touch(COUNTED_DAYS) == 1;
        let lost_others = single_threaded && in_touch(COUNTED_DAYS + MOVED_DAYS) > 1;
        Figures {
            score_week_ago: week,
            score_month_ago: month,
            last: series.last_before(end_of_day_seconds(on)),
            next,
            counts: counts(series, today - COUNTED_DAYS, today),
            early_emails,
            early_meetings,
            single_threaded,
            moved: health.score.and_then(|score| moved(series, &health, (score, week), today, lost_others)),
            health,
        }
    }
}

fn within(series: &Series, after: i32, until: i32) -> impl DoubleEndedIterator<Item = &Day> {
    series.days.iter().filter(move |it| it.day > after && it.day <= until)
}

fn counts(series: &Series, after: i32, until: i32) -> Counts {
    let mut sum = Counts::default();
    within(series, after, until).for_each(|it| sum += &it.counts);
    sum
}

fn early(series: &Series, subject: &Subject) -> (u32, u32) {
    let Some(created) = subject.created else { return (0, 0) };
    let early = counts(series, created - 1, created.saturating_add(EARLY_DAYS));
    (early.emails(), early.meetings())
}

/// What is most worth telling: an answer, then a silence, then what changed.
fn moved(
    series: &Series,
    health: &Health,
    (score, week_ago): (u8, Option<u8>),
    today: i32,
    lost_others: bool,
) -> Option<(Movement, Timestamp)> {
    let end_of = |day: i32| Timestamp::from_second((i64::from(day) + 1) * 86_400 - 1).unwrap_or_default();
    if let Some(day) = answered_after_silence(series, today) {
        return Some((Movement::RepliedAfterSilence, end_of(day)));
    }
    let last = within(series, i32::MIN, today).next_back()?.day;
    let usual = health.rhythm.map_or(0.0, |it| it.usual_gap_days);
    let quiet_from = last.saturating_add(QUIET_DAYS.max((2.0 * usual).ceil() as i32));
    if quiet_from > today - MOVED_DAYS && quiet_from <= today {
        return Some((Movement::WentQuiet, end_of(quiet_from)));
    }
    if lost_others {
        return Some((Movement::SingleThreaded, end_of(today)));
    }
    let change = i16::from(score) - i16::from(week_ago?);
    if change.abs() < MOVED_POINTS {
        return None;
    }
    Some((if change > 0 { Movement::Warmed } else { Movement::Cooled }, end_of(today)))
}

/// The first day of the week on which they wrote, if they had not for a month before and had ever.
fn answered_after_silence(series: &Series, today: i32) -> Option<i32> {
    let wrote = |it: &&Day| it.counts.emails_in > 0;
    let day = within(series, today - MOVED_DAYS, today).find(wrote)?.day;
    let before = within(series, i32::MIN, day - 1).rev().find(wrote)?.day;
    (day - before >= SILENT_DAYS).then_some(day)
}

/// Returns the nearer of two contacts to come.
pub fn nearer(one: Option<Touch>, other: Touch) -> Option<Touch> {
    let key = |it: &Touch| (it.at, it.kind == Kind::Task);
    Some(one.filter(|it| key(it) <= key(&other)).unwrap_or(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::Contacted;
    use crate::{RecordKind, RecordNumber, Status};

    const TODAY: Date = jiff::civil::date(2026, 6, 30);

    /// `12` an email of ours twelve days ago, `12<` one of theirs.
    fn series(text: &str) -> Series {
        let mut days: Vec<Day> = text
            .split_whitespace()
            .map(|word| {
                let ago: i32 = word.trim_end_matches('<').parse().expect("a number of days in a test");
                let theirs = u32::from(word.ends_with('<'));
                let counts = Counts { emails_in: theirs, emails_out: 1 - theirs, ..Counts::default() };
                Day { day: day_of(TODAY) - ago, counts, ..Day::default() }
            })
            .collect();
        days.sort_by_key(|it| it.day);
        Series { days, ..Series::default() }
    }

    fn subject() -> Subject {
        Subject {
            number: RecordNumber(1),
            kind: RecordKind::Account,
            status: Status::Open,
            stage: None,
            created: Some(day_of(TODAY) - 100),
            ours: [].into(),
            theirs: [].into(),
        }
    }

    fn figures(series: &Series) -> Figures {
        Figures::of(series, &subject(), TODAY, &Settings::default(), None, |it| (it.0 < 10).then_some(PersonId(it.0)))
    }

    #[track_caller]
    fn check(text: &str, expected: Option<Movement>) {
        assert_eq!(figures(&series(text)).moved.map(|it| it.0), expected, "{text}");
    }

    #[test]
    fn what_moved_this_week_is_told_once_and_by_what_matters_most() {
        check("40 33 26 19 12 5", None);
        check("120 90< 60 3<", Some(Movement::RepliedAfterSilence));
        check("120 90 60 3<", Some(Movement::Warmed));
        check("37 30 23 16", Some(Movement::WentQuiet));
        check("137 130 123 116", None);
    }

    #[test]
    fn counts_are_of_ninety_days_and_early_ones_of_thirty_since_creation() {
        let figures = figures(&series("100< 95 90 89 71< 69 0<"));
        assert_eq!((figures.counts.emails_in, figures.counts.emails_out), (2, 2));
        assert_eq!(figures.early_emails, 5);
    }

    #[test]
    fn one_colleague_left_of_two_is_single_threaded() {
        let mut series = series("40 30 20 10 5");
        let at = |ago: i64| end_of_day_seconds(TODAY) - ago * 86_400 - 1;
        let person = |address, ago| Contacted {
            address: AddressId(address),
            emails: 1,
            meetings: 0,
            calls: 0,
            last_at: at(ago),
        };
        series.people = vec![person(1, 93), person(2, 5), person(77, 3)];
        let found = figures(&series);
        assert!(found.single_threaded);
        assert_eq!(found.moved.map(|it| it.0), Some(Movement::SingleThreaded));
    }
}
