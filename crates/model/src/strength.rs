//! Strength: how well a colleague and a contact know each other, from 0 to 100, on a day.
//!
//! ```text
//! w(m)  = 1/sqrt(recipients of m) · (Cc: 0.5, To/Bcc: 1)
//! O, I  = Σ over messages sent / received of w(m) · 2^(−age/60 d)
//! R     = Σ over replies between the two of 2^(−age/60 d)
//! S     = sqrt((O + 0.1)(I + 0.1)) − 0.1 + R
//! shown = round(100 · S / (S + 1.6))
//! ```
//!
//! A meeting of n attendees counts 2/sqrt(n−1) in each direction. Two directions are combined by their geometric
//! mean, so that one-way traffic cannot look like a relationship; mail in one direction only is *unknown*.
//! The constants are published in docs/strength.md with the validity that was measured; nobody tunes them.

use jiff::Timestamp;

use crate::{Direction, Kind};

/// After this many days an interaction counts half.
pub const HALF_LIFE_DAYS: f64 = 60.0;
/// Keeps the geometric mean from vanishing when one side has been silent.
pub const FLOOR: f64 = 0.1;
/// The `S` at which the odds of an exchange within 90 days are even: 6.7 reciprocated mails a year.
pub const EVEN_ODDS: f64 = 1.6;

/// From here on a tie is strong: an exchange both ways every month holds this score.
const STRONG: u8 = 64;
/// From here on a tie is medium: an exchange both ways every quarter holds about this score.
const MEDIUM: u8 = 35;

/// What is known of a pair on a day: decayed sums, and plain counts over the history kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sums {
    /// Weighted mail from the colleague to the contact, decayed.
    pub sent: f64,
    /// Weighted mail from the contact to the colleague, decayed.
    pub received: f64,
    /// Replies between the two, decayed.
    pub replies: f64,
    /// Weighted meetings, decayed; they count in both directions.
    pub meetings: f64,
    /// Plain counts, undecayed.
    pub counts: Counts,
    /// The first interaction.
    pub first_at: Timestamp,
    /// The newest interaction of each sort.
    pub newest: Newest,
}

/// How many interactions of each sort a pair had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Emails from the colleague to the contact.
    pub sent: u32,
    /// Emails from the contact to the colleague.
    pub received: u32,
    /// Emails of either that answered one of the other.
    pub replies: u32,
    /// Meetings both attended.
    pub meetings: u32,
    /// Calls, either way.
    pub calls: u32,
}

/// When each sort of interaction last happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Newest {
    /// Email from the colleague.
    pub sent_at: Option<Timestamp>,
    /// Email from the contact.
    pub received_at: Option<Timestamp>,
    /// A reply of either.
    pub reply_at: Option<Timestamp>,
    /// A meeting.
    pub meeting_at: Option<Timestamp>,
    /// A call from the colleague.
    pub call_out_at: Option<Timestamp>,
    /// A call from the contact.
    pub call_in_at: Option<Timestamp>,
}

impl Newest {
    /// Returns the newest interaction: when, of which kind, which way. Of two at one moment, the outbound one.
    pub fn last(&self) -> Option<(Timestamp, Kind, Direction)> {
        let sorts = [
            (self.call_in_at, Kind::Call, Direction::Inbound),
            (self.call_out_at, Kind::Call, Direction::Outbound),
            (self.meeting_at, Kind::Meeting, Direction::Both),
            (self.received_at, Kind::Email, Direction::Inbound),
            (self.sent_at, Kind::Email, Direction::Outbound),
        ];
        let known = sorts.into_iter().filter_map(|(at, kind, direction)| at.map(|at| (at, kind, direction)));
        known.max_by_key(|it| it.0)
    }
}

/// How well a pair know each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strength {
    /// `S` of the formula, unbounded: what ranks.
    pub raw: f64,
    /// What is shown, 0–100.
    pub score: u8,
    /// The score in a word; [`Band::Unknown`] when mail went one way only.
    pub band: Band,
    /// How much evidence there is, whatever it says.
    pub confidence: Confidence,
}

/// A score in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// One direction only: nobody can say whether the two know each other.
    Unknown = 0,
    /// Below an exchange a quarter.
    Weak = 1,
    /// Between an exchange a quarter and one a month.
    Medium = 2,
    /// At least an exchange a month.
    Strong = 3,
}

impl Band {
    /// Returns the word used in tables and the API.
    pub fn name(self) -> &'static str {
        match self {
            Band::Unknown => "unknown",
            Band::Weak => "weak",
            Band::Medium => "medium",
            Band::Strong => "strong",
        }
    }

    /// Returns the band of that name.
    pub fn named(name: &str) -> Option<Band> {
        [Band::Unknown, Band::Weak, Band::Medium, Band::Strong].into_iter().find(|it| it.name() == name)
    }
}

/// How much evidence a score rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Fewer than 3 interactions, or one direction only.
    Low = 0,
    /// 3 to 9 interactions.
    Medium = 1,
    /// 10 interactions or more, in both directions.
    High = 2,
}

impl Confidence {
    /// Returns the word used in tables and the API.
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }

    /// Returns the confidence of that name.
    pub fn named(name: &str) -> Option<Confidence> {
        [Confidence::Low, Confidence::Medium, Confidence::High].into_iter().find(|it| it.name() == name)
    }
}

impl Strength {
    /// Returns the strength of a pair from its sums.
    pub fn of(sums: &Sums) -> Strength {
        let raw = raw(sums.sent + sums.meetings, sums.received + sums.meetings, sums.replies);
        let score = shown(raw);
        let counts = sums.counts;
        let band = if !both_ways(&counts) {
            Band::Unknown
        } else if score >= STRONG {
            Band::Strong
        } else if score >= MEDIUM {
            Band::Medium
        } else {
            Band::Weak
        };
        Strength { raw, score, band, confidence: confidence(&counts) }
    }
}

/// Returns `S` from the decayed sums of both directions and of replies.
pub fn raw(outgoing: f64, incoming: f64, replies: f64) -> f64 {
    ((outgoing + FLOOR) * (incoming + FLOOR)).sqrt() - FLOOR + replies
}

/// Returns `S` as a number from 0 to 100.
pub fn points(raw: f64) -> f64 {
    100.0 * raw / (raw + EVEN_ODDS)
}

/// Returns what is shown of `S`: 0 to 100, rounded.
pub fn shown(raw: f64) -> u8 {
    points(raw).round().clamp(0.0, 100.0) as u8
}

/// Returns the weight of a message to `recipients` people, `copied` if the pair met in Cc.
pub fn message_weight(recipients: u32, copied: bool) -> f64 {
    let share = 1.0 / f64::from(recipients.max(1)).sqrt();
    if copied { share * 0.5 } else { share }
}

/// Returns the weight of a meeting of `attendees` people, the organiser included.
pub fn meeting_weight(attendees: u32) -> f64 {
    2.0 / f64::from(attendees.max(2) - 1).sqrt()
}

/// Returns what is left of a weight after `age_seconds`.
pub fn decayed(weight: f64, age_seconds: i64) -> f64 {
    weight * (-(age_seconds as f64) / (HALF_LIFE_DAYS * 86_400.0)).exp2()
}

/// Returns whether there was contact in both directions.
pub(crate) fn both_ways(counts: &Counts) -> bool {
    counts.meetings > 0 || counts.calls > 0 || counts.replies > 0 || (counts.sent > 0 && counts.received > 0)
}

fn confidence(counts: &Counts) -> Confidence {
    let interactions = counts.sent + counts.received + counts.meetings + counts.calls;
    match interactions {
        _ if !both_ways(counts) => Confidence::Low,
        0..3 => Confidence::Low,
        3..10 => Confidence::Medium,
        _ => Confidence::High,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(sent: f64, received: f64, counts: Counts) -> Sums {
        let first_at = Timestamp::UNIX_EPOCH;
        Sums { sent, received, replies: 0.0, meetings: 0.0, counts, first_at, newest: Newest::default() }
    }

    /// The worked examples of docs/strength.md: a steady exchange both ways, so many times a year.
    #[test]
    fn steady_exchanges_hold_the_published_scores() {
        for (a_year, expected) in [(6.7, 50), (12.0, 64), (52.0, 89)] {
            let steady: f64 = a_year / 365.0 * HALF_LIFE_DAYS / std::f64::consts::LN_2;
            let score = shown(raw(steady, steady, 0.0));
            assert!(score.abs_diff(expected) <= 1, "{a_year} a year: {score}, expected {expected}");
        }
    }

    #[test]
    fn mail_in_one_direction_only_is_unknown() {
        let counts = Counts { received: 20, ..Counts::default() };
        let strength = Strength::of(&sums(0.0, 8.573_423, counts));
        assert_eq!((strength.band, strength.confidence), (Band::Unknown, Confidence::Low));
        assert!((strength.raw - 0.831_312).abs() < 1e-6);
    }

    #[test]
    fn confidence_counts_evidence_and_not_strength() {
        for (sent, received, expected) in
            [(1, 1, Confidence::Low), (2, 1, Confidence::Medium), (9, 1, Confidence::High), (20, 0, Confidence::Low)]
        {
            let counts = Counts { sent, received, ..Counts::default() };
            assert_eq!(Strength::of(&sums(0.0, 0.0, counts)).confidence, expected);
        }
    }

    #[test]
    fn silence_halves_a_weight_every_sixty_days() {
        assert_eq!(decayed(1.0, 60 * 86_400), 0.5);
        assert_eq!(decayed(message_weight(4, true), 0), 0.25);
        assert_eq!(meeting_weight(5), 1.0);
    }

    #[test]
    fn the_newest_of_all_sorts_is_the_last_interaction() {
        let at = |seconds| Some(Timestamp::from_second(seconds).unwrap());
        let newest = Newest { sent_at: at(5), received_at: at(9), meeting_at: at(7), ..Newest::default() };
        assert_eq!(newest.last(), Some((at(9).unwrap(), Kind::Email, Direction::Inbound)));
    }
}
