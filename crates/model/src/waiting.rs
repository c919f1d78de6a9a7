//! Waiting: who of a pair waits for the other, from the newest mail each way.
//!
//! | rule | |
//! |---|---|
//! | who wrote last is waiting | two mails at one moment: nobody is |
//! | a meeting or call after that mail settles it | |
//! | the mail is not older than 30 days | what is older is quiet, not waiting |
//! | there was contact both ways | one-way mail is no correspondence: a newsletter waits for nobody |
//!
//! First come pairs whose mail is *personal*: its mean weight is that of a mail to two people or fewer. The mean weight
//! is not kept; it is `faded sum / (n·f(T)·ratio)`, with the pace of [`mod@crate::tie_trend`]. Then mail that answers
//! nothing before mail that answers, which may have been the end of it; then the stronger tie.

use jiff::Timestamp;

use crate::strength::{Sums, both_ways, message_weight};
use crate::tie_trend::{days_since, left_of_even, ratio};

/// What is older does not wait any more.
pub const WAITING_DAYS: f64 = 30.0;

/// Who waits for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WaitsFor {
    /// The contact wrote last: they wait for the colleague.
    Colleague,
    /// The colleague wrote last: they wait for the contact.
    Contact,
}

/// Somebody who waits. Ordered as shown, but for the strength of the tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// For whom.
    pub waits_for: WaitsFor,
    /// When the mail was sent that has no answer.
    pub since: Timestamp,
    /// Whether the pair's mail that way goes to two people or fewer, as far as can be told.
    pub personal: bool,
    /// Whether that mail answered one of the other.
    pub answers: bool,
}

impl Waiting {
    /// Returns what the list is ordered by before the strength of the tie: the least first.
    pub fn rank(&self) -> (bool, bool) {
        (!self.personal, self.answers)
    }
}

/// Returns who of a pair waits for the other at a moment, the one its sums have faded to.
pub fn waiting(sums: &Sums, at: Timestamp) -> Option<Waiting> {
    let newest = &sums.newest;
    let (waits_for, since) = match newest.received_at.cmp(&newest.sent_at) {
        std::cmp::Ordering::Greater => (WaitsFor::Colleague, newest.received_at?),
        std::cmp::Ordering::Less => (WaitsFor::Contact, newest.sent_at?),
        std::cmp::Ordering::Equal => return None,
    };
    let talked = newest.meeting_at.max(newest.call_in_at).max(newest.call_out_at);
    let settled = talked.is_some_and(|it| it > since);
    if settled || since > at || days_since(since, at) > WAITING_DAYS || !both_ways(&sums.counts) {
        return None;
    }
    let personal = weight(sums, waits_for, at) >= message_weight(2, false);
    Some(Waiting { waits_for, since, personal, answers: newest.reply_at == Some(since) })
}

/// Returns what a mail that way weighs on average, 0 to 1.
fn weight(sums: &Sums, waits_for: WaitsFor, at: Timestamp) -> f64 {
    let (faded, count) = match waits_for {
        WaitsFor::Colleague => (sums.received, sums.counts.received),
        WaitsFor::Contact => (sums.sent, sums.counts.sent),
    };
    let even = f64::from(count.max(1)) * left_of_even(days_since(sums.first_at, at)) * ratio(sums, at);
    // A hundredth for what rounding and an uneven pace take away from mail that went to exactly two.
    if even > 0.0 { (faded / even + 0.01).min(1.0) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strength::{Counts, Newest};

    const NOW: i64 = 1_774_000_000;

    fn ago(days: f64) -> Timestamp {
        Timestamp::from_second(NOW - (days * 86_400.0) as i64).unwrap()
    }

    /// A pair of a year, a mail each way every ten days, by when each sort was last: `in 3`, `out 5`, `reply 3`, `met
    /// 1`, `call-in 1`, `call-out 1`; `weight 0.5`: what its mail weighs; `one-way`.
    fn pair(given: &str) -> Sums {
        let mut newest = Newest::default();
        let mut counts = Counts { sent: 36, received: 36, ..Counts::default() };
        let mut weight = 1.0;
        for words in given.split(',').map(|it| it.split_whitespace().collect::<Vec<_>>()) {
            let days = || words[1].parse().unwrap();
            match words[0] {
                "in" => newest.received_at = Some(ago(days())),
                "out" => newest.sent_at = Some(ago(days())),
                "reply" => newest.reply_at = Some(ago(days())),
                "met" => newest.meeting_at = Some(ago(days())),
                "call-in" => newest.call_in_at = Some(ago(days())),
                "call-out" => newest.call_out_at = Some(ago(days())),
                "weight" => weight = days(),
                "one-way" => counts.sent = 0,
                other => panic!("`{other}` says nothing of a pair"),
            }
        }
        let faded = 36.0 * left_of_even(360.0) * weight;
        let (sent, received) = (if counts.sent == 0 { 0.0 } else { faded }, faded);
        Sums { sent, received, replies: 0.0, meetings: 0.0, counts, first_at: ago(360.0), newest }
    }

    fn told(given: &str) -> String {
        let Some(it) = waiting(&pair(given), ago(0.0)) else { return "nobody".to_owned() };
        let who = if it.waits_for == WaitsFor::Colleague { "they wait" } else { "i wait" };
        let personal = if it.personal { "" } else { ", not personal" };
        let answers = if it.answers { ", an answer" } else { "" };
        format!("{who} {:.0} days{personal}{answers}", days_since(it.since, ago(0.0)))
    }

    #[test]
    fn who_wrote_last_waits_for_thirty_days_unless_they_met() {
        for (given, expected) in [
            ("in 3, out 5", "they wait 3 days"),
            ("in 5, out 3", "i wait 3 days"),
            ("in 3, out 3", "nobody"),
            ("out 3", "i wait 3 days"),
            ("in 30, out 60", "they wait 30 days"),
            ("in 30.1, out 60", "nobody"),
            ("in -1, out 60", "nobody"),
            ("in 3, out 5, met 4", "they wait 3 days"),
            ("in 3, out 5, met 2", "nobody"),
            ("in 3, out 5, call-in 2", "nobody"),
            ("in 5, out 3, call-out 2", "nobody"),
            ("in 3, one-way", "nobody"),
            ("met 2", "nobody"),
        ] {
            assert_eq!(told(given), expected, "{given}");
        }
    }

    #[test]
    fn mail_to_many_and_mail_that_answers_come_later() {
        for (given, expected) in [
            ("in 3, out 5, reply 3", "they wait 3 days, an answer"),
            ("in 3, out 5, reply 5", "they wait 3 days"),
            ("in 3, out 5, weight 0.708", "they wait 3 days"),
            ("in 3, out 5, weight 0.577", "they wait 3 days, not personal"),
            ("out 3, in 5, weight 0.25, reply 3", "i wait 3 days, not personal, an answer"),
        ] {
            assert_eq!(told(given), expected, "{given}");
        }
        let rank = |given: &str| waiting(&pair(given), ago(0.0)).unwrap().rank();
        assert!(rank("in 3, out 5") < rank("in 3, out 5, reply 3"));
        assert!(rank("in 3, out 5, reply 3") < rank("in 3, out 5, weight 0.5"));
    }
}
