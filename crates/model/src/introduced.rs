//! What came of a request for an introduction: what was said, and what headers alone show.
//!
//! ```text
//! request ──▶ answered (the colleague replies to it) ──▶ accepted (an introduction is seen, or they say so)
//!         │                                          └─▶ declined, closed (somebody says so)
//!         └─▶ expired (the time is over, and nothing of that)
//! ```
//!
//! **Invariant:** silence is no answer, and a reply is none either: only a person's word declines.

use jiff::{SignedDuration, Timestamp};

use crate::{Kind, Role};

/// Signs are looked for so long after the request: longer than any terms allow.
pub const WATCHED_DAYS: u32 = 90;

/// Whom a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// Who asks.
    Requester,
    /// Who is asked.
    Colleague,
    /// Whom the requester wants to meet.
    Contact,
}

/// What an interaction has to do with the message of the request itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Thread {
    /// It is that message.
    Itself,
    /// It answers it.
    Answer,
    /// Nothing that can be seen.
    #[default]
    Apart,
}

/// What an interaction shows of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// The request lies in a mailbox: it did leave.
    Arrived,
    /// The colleague answered the requester.
    Answered,
    /// The colleague wrote to the contact, without the requester.
    Wrote,
    /// The colleague brought the two together: in a mail to both, or by meeting with both.
    Introduced,
    /// The requester and the contact had to do with each other.
    Exchanged,
}

impl Sign {
    /// Every sign.
    pub const ALL: [Sign; 5] = [Sign::Arrived, Sign::Answered, Sign::Wrote, Sign::Introduced, Sign::Exchanged];

    /// Returns its name; it never changes.
    pub fn name(self) -> &'static str {
        match self {
            Sign::Arrived => "arrived",
            Sign::Answered => "answered",
            Sign::Wrote => "wrote",
            Sign::Introduced => "introduced",
            Sign::Exchanged => "exchanged",
        }
    }
}

/// Returns what an interaction shows of a request. `people` are those of the three who take part, each with a role, in
/// any order; somebody in two roles is there twice. Whoever gets a blind copy is not brought together with anybody.
pub fn sign_of(kind: Kind, people: &[(Party, Role)], thread: Thread) -> Option<Sign> {
    match kind {
        Kind::Meeting => {
            let there = |it: Party| people.iter().any(|(party, role)| *party == it && *role != Role::Resource);
            let met = there(Party::Requester) && there(Party::Contact);
            met.then(|| if there(Party::Colleague) { Sign::Introduced } else { Sign::Exchanged })
        }
        Kind::Email | Kind::Call => {
            let sender = people.iter().find(|it| it.1.starts())?.0;
            let to = |it: Party| {
                let reached = |role: &Role| matches!(role, Role::To | Role::Cc | Role::Callee);
                people.iter().any(|(party, role)| *party == it && reached(role))
            };
            match sender {
                Party::Requester if thread == Thread::Itself => Some(Sign::Arrived),
                Party::Colleague if to(Party::Contact) && to(Party::Requester) => Some(Sign::Introduced),
                Party::Colleague if to(Party::Contact) => Some(Sign::Wrote),
                Party::Colleague if to(Party::Requester) && thread == Thread::Answer => Some(Sign::Answered),
                Party::Requester if to(Party::Contact) => Some(Sign::Exchanged),
                Party::Contact if to(Party::Requester) => Some(Sign::Exchanged),
                _ => None,
            }
        }
        Kind::Task => None,
    }
}

/// What somebody said came of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Said {
    /// The colleague does it.
    Accepted,
    /// The colleague does not.
    Declined,
    /// The requester needs it no more.
    Closed,
}

impl Said {
    /// Every word.
    pub const ALL: [Said; 3] = [Said::Accepted, Said::Declined, Said::Closed];

    /// Returns its name; it never changes.
    pub fn name(self) -> &'static str {
        match self {
            Said::Accepted => "accepted",
            Said::Declined => "declined",
            Said::Closed => "closed",
        }
    }
}

/// How long an organisation waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// A request is open so many days.
    pub open_days: u32,
    /// After the colleague wrote to the contact, the two begin within so many days if that was an introduction.
    pub begin_within_days: u32,
}

impl Default for Terms {
    fn default() -> Terms {
        Terms { open_days: 30, begin_within_days: 14 }
    }
}

/// What is known of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traces<'a> {
    /// When it was made.
    pub asked_at: Timestamp,
    /// Whether the requester and the contact had to do with each other before: then that they do says nothing.
    pub knew_each_other: bool,
    /// What was said last, and when.
    pub said: Option<(Said, Timestamp)>,
    /// What was seen, in any order.
    pub signs: &'a [(Sign, Timestamp)],
}

/// What came of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing yet.
    Open,
    /// The colleague answered the requester; with what, nobody but the two knows.
    Answered(Timestamp),
    /// The colleague introduces them: said, or shown by this sign.
    Accepted(Timestamp, Option<Sign>),
    /// The colleague said no.
    Declined(Timestamp),
    /// The requester closed it.
    Closed(Timestamp),
    /// The time is over.
    Expired(Timestamp),
}

/// Returns what came of a request at a moment. What happened outweighs what was said, and both outweigh the calendar.
pub fn outcome(traces: &Traces<'_>, terms: Terms, now: Timestamp) -> Outcome {
    let days = |it: u32| SignedDuration::from_hours(24 * i64::from(it));
    let over = traces.asked_at + days(terms.open_days);
    let open = |at: Timestamp| traces.asked_at <= at && at <= over;
    let when = |sign: Sign| traces.signs.iter().filter(move |it| it.0 == sign).map(|it| it.1);
    let introduced = when(Sign::Introduced).filter(|at| open(*at)).map(|at| (at, Sign::Introduced));
    let follows = |at: &Timestamp| {
        when(Sign::Wrote).any(|wrote| open(wrote) && wrote <= *at && *at <= wrote + days(terms.begin_within_days))
    };
    let began = when(Sign::Exchanged).filter(|at| !traces.knew_each_other && follows(at));
    let seen = introduced.chain(began.map(|at| (at, Sign::Exchanged))).min();
    match (seen, traces.said) {
        (Some((at, sign)), _) => Outcome::Accepted(at, Some(sign)),
        (None, Some((Said::Accepted, at))) => Outcome::Accepted(at, None),
        (None, Some((Said::Declined, at))) => Outcome::Declined(at),
        (None, Some((Said::Closed, at))) => Outcome::Closed(at),
        (None, None) if now > over => Outcome::Expired(over),
        (None, None) => when(Sign::Answered).filter(|at| open(*at)).min().map_or(Outcome::Open, Outcome::Answered),
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    /// `mail C -> K, cc R` with the first letters of the parties (K: the contact); `reply` and `itself` before it.
    fn shown(line: &str) -> String {
        let (thread, rest) = match line.split_once(' ') {
            Some(("itself", rest)) => (Thread::Itself, rest),
            Some(("reply", rest)) => (Thread::Answer, rest),
            _ => (Thread::Apart, line),
        };
        let (kind, rest) = rest.split_once(' ').unwrap();
        let (kind, first, other) = match kind {
            "meeting" => (Kind::Meeting, Role::Organiser, Role::Required),
            "call" => (Kind::Call, Role::Caller, Role::Callee),
            "task" => (Kind::Task, Role::Owner, Role::Concerned),
            _ => (Kind::Email, Role::From, Role::To),
        };
        let (sender, others) = rest.split_once(" -> ").unwrap();
        let party = |it: &str| match it {
            "R" => Some(Party::Requester),
            "C" => Some(Party::Colleague),
            "K" => Some(Party::Contact),
            _ => None,
        };
        let mut people: Vec<(Party, Role)> = party(sender).map(|it| (it, first)).into_iter().collect();
        people.extend(others.split(", ").filter_map(|it| match it.split_once(' ') {
            Some(("cc", it)) => Some((party(it)?, Role::Cc)),
            Some((_, it)) => Some((party(it)?, Role::Bcc)),
            None => Some((party(it)?, other)),
        }));
        sign_of(kind, &people, thread).map_or("-".to_owned(), |it| it.name().to_owned())
    }

    fn check(given: &str, expected: Expect) {
        let lines = given.lines().map(str::trim).filter(|it| !it.is_empty());
        expected.assert_eq(&lines.map(|it| format!("{it:<26} {}\n", shown(it))).collect::<String>());
    }

    #[test]
    fn headers_show_who_brought_whom_together() {
        check(
            "itself mail R -> C
             itself mail C -> R
             mail C -> R
             reply mail C -> R
             reply mail C -> R, cc K
             mail C -> K
             mail C -> K, cc R
             mail C -> K, R
             mail C -> K, bcc R
             mail R -> K
             mail K -> R, cc C
             mail K -> C
             mail x -> R, K, C
             call C -> K
             call R -> K
             meeting C -> R, K
             meeting x -> R, K, C
             meeting R -> K
             meeting C -> K
             task C -> K",
            expect![[r#"
                itself mail R -> C         arrived
                itself mail C -> R         -
                mail C -> R                -
                reply mail C -> R          answered
                reply mail C -> R, cc K    introduced
                mail C -> K                wrote
                mail C -> K, cc R          introduced
                mail C -> K, R             introduced
                mail C -> K, bcc R         wrote
                mail R -> K                exchanged
                mail K -> R, cc C          exchanged
                mail K -> C                -
                mail x -> R, K, C          -
                call C -> K                wrote
                call R -> K                exchanged
                meeting C -> R, K          introduced
                meeting x -> R, K, C       introduced
                meeting R -> K             exchanged
                meeting C -> K             -
                task C -> K                -
            "#]],
        );
    }

    const DAY: i64 = 86_400;

    /// Asked on day 0; `wrote 3, exchanged 5, said declined 6 | 10`: signs and words with their days, then today.
    fn came(line: &str) -> String {
        let at = |day: &str| Timestamp::from_second(day.parse::<i64>().unwrap() * DAY).unwrap();
        let (events, today) = line.split_once('|').unwrap();
        let (mut signs, mut said, mut knew_each_other) = (Vec::new(), None, false);
        for event in events.split(',').map(str::trim).filter(|it| !it.is_empty()) {
            match event.split(' ').collect::<Vec<_>>()[..] {
                ["knew"] => knew_each_other = true,
                ["said", word, day] => {
                    said = Said::ALL.into_iter().find(|it| it.name() == word).map(|it| (it, at(day)))
                }
                [sign, day] => signs.push((Sign::ALL.into_iter().find(|it| it.name() == sign).unwrap(), at(day))),
                _ => panic!("{event}"),
            }
        }
        let traces = Traces { asked_at: at("0"), knew_each_other, said, signs: &signs };
        let on = |at: Timestamp| at.as_second() / DAY;
        match outcome(&traces, Terms::default(), at(today.trim())) {
            Outcome::Open => "open".to_owned(),
            Outcome::Answered(at) => format!("answered on day {}", on(at)),
            Outcome::Accepted(at, None) => format!("accepted on day {}, as was said", on(at)),
            Outcome::Accepted(at, Some(sign)) => format!("accepted on day {}: {}", on(at), sign.name()),
            Outcome::Declined(at) => format!("declined on day {}", on(at)),
            Outcome::Closed(at) => format!("closed on day {}", on(at)),
            Outcome::Expired(at) => format!("expired on day {}", on(at)),
        }
    }

    fn check_outcomes(given: &str, expected: Expect) {
        let lines = given.lines().map(str::trim).filter(|it| !it.is_empty());
        expected.assert_eq(&lines.map(|it| format!("{it:<46} {}\n", came(it))).collect::<String>());
    }

    #[test]
    fn what_happened_outweighs_what_was_said_and_both_the_calendar() {
        check_outcomes(
            "| 30
             | 31
             arrived 0, answered 2 | 5
             answered 2 | 31
             introduced 3 | 5
             introduced 3, said declined 2 | 5
             introduced 31 | 40
             introduced -1 | 5
             said accepted 2 | 40
             said declined 2, answered 1 | 5
             said closed 2 | 5
             wrote 3 | 5
             wrote 3, exchanged 17 | 20
             wrote 3, exchanged 18 | 20
             wrote 3, exchanged 2 | 20
             wrote 3, wrote 10, exchanged 20 | 20
             exchanged 5 | 20
             knew, wrote 3, exchanged 5 | 20
             wrote 3, exchanged 5, introduced 4 | 20",
            expect![[r#"
                | 30                                           open
                | 31                                           expired on day 30
                arrived 0, answered 2 | 5                      answered on day 2
                answered 2 | 31                                expired on day 30
                introduced 3 | 5                               accepted on day 3: introduced
                introduced 3, said declined 2 | 5              accepted on day 3: introduced
                introduced 31 | 40                             expired on day 30
                introduced -1 | 5                              open
                said accepted 2 | 40                           accepted on day 2, as was said
                said declined 2, answered 1 | 5                declined on day 2
                said closed 2 | 5                              closed on day 2
                wrote 3 | 5                                    open
                wrote 3, exchanged 17 | 20                     accepted on day 17: exchanged
                wrote 3, exchanged 18 | 20                     open
                wrote 3, exchanged 2 | 20                      open
                wrote 3, wrote 10, exchanged 20 | 20           accepted on day 20: exchanged
                exchanged 5 | 20                               open
                knew, wrote 3, exchanged 5 | 20                open
                wrote 3, exchanged 5, introduced 4 | 20        accepted on day 4: introduced
            "#]],
        );
    }
}
