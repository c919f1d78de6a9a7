//! Explanation: the parts of a strength, in points that add up to the score as shown.
//!
//! All decayed sums fade alike, so the sums at the moment of the last contact are today's, scaled up. The parts
//! speak of that moment, and one part, *last contact*, says what the silence since has cost:
//!
//! ```text
//! S at the last contact = sent/2 + received/2 + balance + replies + meetings        (balance ≤ 0)
//! points                = each part's share of 100·S/(S+1.6) at the last contact
//! last contact          = the score now − the score then                            (≤ 0)
//! ```

use jiff::Timestamp;

use crate::strength::{self, Sums};

/// One part of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Mail from the colleague.
    Sent,
    /// Mail from the contact.
    Received,
    /// What imbalance of the two directions takes away.
    Balance,
    /// Replies between the two.
    Replies,
    /// Meetings of the two.
    Meetings,
    /// What the silence since the last contact takes away.
    LastContact,
}

impl Part {
    /// Every part, in the order shown.
    pub const ALL: [Part; 6] =
        [Part::Sent, Part::Received, Part::Balance, Part::Replies, Part::Meetings, Part::LastContact];

    /// Returns the word used in the API.
    pub fn name(self) -> &'static str {
        match self {
            Part::Sent => "sent",
            Part::Received => "received",
            Part::Balance => "balance",
            Part::Replies => "replies",
            Part::Meetings => "meetings",
            Part::LastContact => "last_contact",
        }
    }
}

/// Returns the whole points of every part, in the order of [`Part::ALL`]. They add up to the score shown
/// for the same sums at the same moment.
pub fn parts(sums: &Sums, at: Timestamp) -> [(Part, i32); 6] {
    let silence = sums.newest.last().map_or(0, |(last, ..)| (at.as_second() - last.as_second()).max(0));
    let then = |now: f64| now / strength::decayed(1.0, silence);
    let (sent, received, replies, meetings) =
        (then(sums.sent), then(sums.received), then(sums.replies), then(sums.meetings));

    let mail = strength::raw(sent, received, 0.0);
    let with_meetings = strength::raw(sent + meetings, received + meetings, 0.0);
    let raw_then = with_meetings + replies;
    let shares = [sent / 2.0, received / 2.0, mail - (sent + received) / 2.0, replies, with_meetings - mail];

    let score = i32::from(strength::Strength::of(sums).score);
    let score_then = i32::from(strength::shown(raw_then));
    let scale = if raw_then > 0.0 { f64::from(score_then) / raw_then } else { 0.0 };
    let [sent, received, balance, replies, meetings] = whole(shares.map(|it| it * scale), score_then);
    [
        (Part::Sent, sent),
        (Part::Received, received),
        (Part::Balance, balance),
        (Part::Replies, replies),
        (Part::Meetings, meetings),
        (Part::LastContact, score - score_then),
    ]
}

/// Rounds numbers so that they add up to `total`: the largest remainders are rounded up.
pub(crate) fn whole<const N: usize>(numbers: [f64; N], total: i32) -> [i32; N] {
    let mut rounded = numbers.map(|it| it.floor() as i32);
    let mut missing = total - rounded.iter().sum::<i32>();
    let mut order: Vec<usize> = (0..N).collect();
    order.sort_by(|a, b| {
        let rest = |it: usize| numbers[it] - numbers[it].floor();
        rest(*b).total_cmp(&rest(*a)).then(a.cmp(b))
    });
    for index in order.into_iter().cycle().take(N * 2) {
        if missing <= 0 {
            break;
        }
        rounded[index] += 1;
        missing -= 1;
    }
    rounded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::strength::{Counts, Newest, Strength};

    const DAY: i64 = 86_400;

    fn sums(sent: f64, received: f64, replies: f64, meetings: f64) -> Sums {
        let last = Timestamp::from_second(100 * DAY).unwrap();
        Sums {
            sent,
            received,
            replies,
            meetings,
            counts: Counts { sent: 1, received: 1, ..Counts::default() },
            first_at: last,
            newest: Newest { sent_at: Some(last), ..Newest::default() },
        }
    }

    fn shown(sums: &Sums, days_later: i64) -> Vec<(&'static str, i32)> {
        let at = Timestamp::from_second((100 + days_later) * DAY).unwrap();
        parts(sums, at).into_iter().map(|(part, points)| (part.name(), points)).collect()
    }

    #[test]
    fn a_one_sided_pair_loses_points_for_balance() {
        let expected =
            [("sent", 104), ("received", 10), ("balance", -47), ("replies", 0), ("meetings", 0), ("last_contact", 0)];
        assert_eq!(shown(&sums(10.0, 1.0, 0.0, 0.0), 0), expected);
    }

    #[test]
    fn silence_is_one_part_and_leaves_the_others_alone() {
        let mut later = sums(4.0, 4.0, 1.0, 0.0);
        let fresh = shown(&later, 0);
        for sum in [&mut later.sent, &mut later.received, &mut later.replies] {
            *sum /= 2.0;
        }
        let faded = shown(&later, 60);
        assert_eq!(fresh[..5], faded[..5]);
        assert_eq!(faded[5], ("last_contact", i32::from(Strength::of(&later).score) - 76));
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_score(
            sent in 0.0..500.0f64, received in 0.0..500.0f64, replies in 0.0..50.0f64, meetings in 0.0..50.0f64, days in 0..700i64,
        ) {
            let sums = sums(sent, received, replies, meetings);
            let total: i32 = shown(&sums, days).iter().map(|it| it.1).sum();
            prop_assert_eq!(total, i32::from(Strength::of(&sums).score));
        }
    }
}
