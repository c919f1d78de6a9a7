//! Tie trend: whether a pair is warming or fading, from what is kept of it.
//!
//! Kept are faded sums and plain counts, not the interactions. Had `n` interactions of mean weight `w` come at an even
//! pace over the `T` days from the first to the day, the sum of what is left of them would be the mean of the fading
//! times `n·w`:
//!
//! ```text
//! even  = n·w·f(T)      f(T) = 1/T · ∫ 2^(−t/60) dt  (t from 0 to T days)  = 60/(T·ln 2) · (1 − 2^(−T/60))
//! ratio = actual / even                                                      > 1.25 warming, < 0.8 fading
//! ```
//!
//! `w` is not kept. Replies all weigh 1, so of six or more the ratio is known: `replies / (n·f(T))`. Of the rest it is
//! taken for 1, and brought within two bounds that hold whatever the weights were:
//!
//! ```text
//! at least  actual / (mails + calls + 2·meetings + replies) / f(T)   a mail or call weighs 1 at most, a meeting 2
//! at most   2^(−silence/60) / f(T)                                   as if all had happened at the last contact
//! ```
//!
//! So nobody is told that a tie fades because its mail had many recipients.

use jiff::Timestamp;

use crate::explanation::{Part, parts};
use crate::strength::{self, HALF_LIFE_DAYS, Sums};

/// Above this ratio a tie is warming.
const WARMING: f64 = 1.25;
/// Below this ratio it is fading; 0.8 is 1/1.25.
const FADING: f64 = 0.8;
/// In a shorter time too little fades to tell one pace from another: `f(90)` is 0.62, so the ratio cannot exceed 1.6.
const LEAST_DAYS: f64 = 90.0;
/// Of fewer interactions or replies the ratio strays too far by chance: of six at an even pace, by two fifths.
const LEAST_COUNT: u32 = 6;

/// Where a tie is going.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Course {
    /// Too young, or too little happened.
    NotEnoughHistory,
    /// More lately than over the whole.
    Warming,
    /// As ever.
    Steady,
    /// Less lately than over the whole.
    Fading,
}

impl Course {
    /// Returns the word used in the API.
    pub fn name(self) -> &'static str {
        match self {
            Course::NotEnoughHistory => "not_enough_history",
            Course::Warming => "warming",
            Course::Steady => "steady",
            Course::Fading => "fading",
        }
    }
}

/// How a tie has come along.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TieTrend {
    /// Where it is going.
    pub course: Course,
    /// Its faded sum for each unit that an even pace would have left; 1 is an even pace. Positive, without a unit.
    pub ratio: f64,
    /// Points of the score above what an even pace would have given; below it, negative.
    pub gained: i32,
    /// Points the silence since the last contact took away; 0 or negative.
    pub silence: i32,
}

/// Returns how a pair has come along until a moment, the one its sums have faded to.
pub fn tie_trend(sums: &Sums, at: Timestamp) -> TieTrend {
    let ratio = ratio(sums, at);
    let gained = i32::from(score(sums, 1.0)) - i32::from(score(sums, ratio));
    let silence = parts(sums, at).iter().find(|it| it.0 == Part::LastContact).map_or(0, |it| it.1);
    let counts = &sums.counts;
    let enough = days_since(sums.first_at, at) >= LEAST_DAYS
        && counts.sent + counts.received + counts.meetings + counts.calls >= LEAST_COUNT;
    let course = match ratio {
        _ if !enough => Course::NotEnoughHistory,
        it if it > WARMING => Course::Warming,
        it if it < FADING => Course::Fading,
        _ => Course::Steady,
    };
    TieTrend { course, ratio, gained, silence }
}

/// Returns the faded sum of a pair for each unit an even pace would have left.
pub(crate) fn ratio(sums: &Sums, at: Timestamp) -> f64 {
    let counts = &sums.counts;
    let left = left_of_even(days_since(sums.first_at, at));
    let most =
        f64::from(counts.sent + counts.received + counts.calls + counts.replies) + 2.0 * f64::from(counts.meetings);
    let actual = sums.sent + sums.received + sums.meetings + sums.replies;
    let silence = sums.newest.last().map_or(0.0, |(last, ..)| days_since(last, at));
    let (at_least, at_most) = (actual / most.max(1.0) / left, (-silence / HALF_LIFE_DAYS).exp2() / left);
    let by_replies = sums.replies / f64::from(counts.replies.max(1)) / left;
    let known = if counts.replies >= LEAST_COUNT { by_replies } else { 1.0 };
    known.max(at_least).min(at_most)
}

/// Returns what is left on average of a weight that fell at an even pace within so many days: `f(T)`.
pub(crate) fn left_of_even(days: f64) -> f64 {
    let half_lives = days / HALF_LIFE_DAYS;
    if half_lives < 1e-6 {
        return 1.0;
    }
    (1.0 - (-half_lives).exp2()) / (half_lives * std::f64::consts::LN_2)
}

/// Returns the days from one moment to a later one; 0 if it is not later.
pub(crate) fn days_since(from: Timestamp, to: Timestamp) -> f64 {
    (to.as_second() - from.as_second()).max(0) as f64 / 86_400.0
}

/// Returns the score of the sums, each divided.
fn score(sums: &Sums, by: f64) -> u8 {
    let (sent, received) = (sums.sent + sums.meetings, sums.received + sums.meetings);
    strength::shown(strength::raw(sent / by, received / by, sums.replies / by))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::strength::{Counts, Newest, decayed, meeting_weight, message_weight};

    const NOW: i64 = 1_774_000_000;

    fn ago(days: f64) -> Timestamp {
        Timestamp::from_second(NOW - (days * 86_400.0) as i64).unwrap()
    }

    /// A pair by what happened so many days ago: `100..10/10` is 100, 90, … 10. After it `sent`, `received`, `both` (a
    /// mail each way, the second a reply) or `met`, and how many took part beside one's own.
    fn pair(given: &str) -> Sums {
        let mut sums = Sums {
            sent: 0.0,
            received: 0.0,
            replies: 0.0,
            meetings: 0.0,
            counts: Counts::default(),
            first_at: ago(0.0),
            newest: Newest::default(),
        };
        for line in given.split(',') {
            let mut words = line.split_whitespace();
            let (days, what) = (words.next().unwrap(), words.next().unwrap());
            let others: u32 = words.next().map_or(1, |it| it.parse().unwrap());
            for days in days_of(days) {
                happened(&mut sums, days, what, others);
            }
        }
        sums
    }

    fn days_of(text: &str) -> Vec<f64> {
        let Some((from, rest)) = text.split_once("..") else { return vec![text.parse().unwrap()] };
        let (to, step) = rest.split_once('/').unwrap();
        let (from, to, step): (i32, i32, usize) = (from.parse().unwrap(), to.parse().unwrap(), step.parse().unwrap());
        (to..=from).rev().step_by(step).map(f64::from).collect()
    }

    fn happened(sums: &mut Sums, days: f64, what: &str, others: u32) {
        let seconds = (days * 86_400.0) as i64;
        let (at, mail) = (ago(days), decayed(message_weight(others, false), seconds));
        sums.first_at = sums.first_at.min(at);
        if matches!(what, "sent" | "both") {
            sums.sent += mail;
            sums.counts.sent += 1;
            sums.newest.sent_at = sums.newest.sent_at.max(Some(at));
        }
        if matches!(what, "received" | "both") {
            sums.received += mail;
            sums.counts.received += 1;
            sums.newest.received_at = sums.newest.received_at.max(Some(at));
        }
        if what == "both" {
            sums.replies += decayed(1.0, seconds);
            sums.counts.replies += 1;
            sums.newest.reply_at = sums.newest.reply_at.max(Some(at));
        }
        if what == "met" {
            sums.meetings += decayed(meeting_weight(others + 1), seconds);
            sums.counts.meetings += 1;
            sums.newest.meeting_at = sums.newest.meeting_at.max(Some(at));
        }
    }

    fn check(given: &[&str], expected: &Expect) {
        let told = |given: &&str| {
            let it = tie_trend(&pair(given), ago(0.0));
            let (ratio, gained, silence) = (it.ratio, it.gained, it.silence);
            format!("{given}: {}, ratio {ratio:.2}, {gained:+} points, silence {silence}\n", it.course.name())
        };
        expected.assert_eq(&given.iter().map(told).collect::<String>());
    }

    #[test]
    fn an_even_pace_is_steady_however_many_recipients() {
        check(
            &["360..0/10 both", "360..0/10 both 9", "360..0/30 met 7", "120..0/10 both"],
            &expect![[r#"
            360..0/10 both: steady, ratio 1.03, +0 points, silence 0
            360..0/10 both 9: steady, ratio 1.03, +0 points, silence 0
            360..0/30 met 7: steady, ratio 1.00, +0 points, silence 0
            120..0/10 both: steady, ratio 1.01, +0 points, silence 0
        "#]],
        );
    }

    #[test]
    fn more_of_late_is_warming_and_less_is_fading() {
        check(
            &["360..180/45 both, 90..0/10 both", "360..90/10 both, 60..0/30 both", "360..0/60 sent, 30..0/2 received"],
            &expect![[r#"
                360..180/45 both, 90..0/10 both: warming, ratio 1.85, +7 points, silence 0
                360..90/10 both, 60..0/30 both: fading, ratio 0.73, -3 points, silence 0
                360..0/60 sent, 30..0/2 received: warming, ratio 2.85, +23 points, silence 0
            "#]],
        );
    }

    #[test]
    fn long_silence_is_fading_whatever_the_mail_weighed() {
        check(
            &["360..160/10 received 16", "360..160/10 both", "200..100/10 met 3"],
            &expect![[r#"
            360..160/10 received 16: fading, ratio 0.67, -2 points, silence -13
            360..160/10 both: fading, ratio 0.26, -24 points, silence -29
            200..100/10 met 3: steady, ratio 0.81, -5 points, silence -23
        "#]],
        );
    }

    #[test]
    fn many_recipients_of_late_say_nothing() {
        check(
            &["360..100/10 received 1, 90..0/10 received 16"],
            &expect![[r#"
            360..100/10 received 1, 90..0/10 received 16: steady, ratio 1.00, +0 points, silence 0
        "#]],
        );
    }

    #[test]
    fn the_young_and_the_scarce_are_not_judged() {
        check(
            &["89..0/5 both", "360 both, 1 both", "360 sent, 300 received, 10..0/5 received"],
            &expect![[r#"
                89..0/5 both: not_enough_history, ratio 0.98, +0 points, silence -1
                360 both, 1 both: not_enough_history, ratio 2.12, +19 points, silence 0
                360 sent, 300 received, 10..0/5 received: not_enough_history, ratio 2.43, +9 points, silence 0
            "#]],
        );
    }

    #[test]
    fn what_is_left_of_an_even_pace_is_the_mean_of_its_fading() {
        for days in [0.0, 1.0, 60.0, 90.0, 730.0] {
            let steps = 100_000;
            let each = |it: i32| (-(f64::from(it) + 0.5) / f64::from(steps) * days / HALF_LIFE_DAYS).exp2();
            let mean = (0..steps).map(each).sum::<f64>() / f64::from(steps);
            assert!((left_of_even(days) - mean).abs() < 1e-6, "{days} days");
        }
    }
}
