//! Groups: security groups of the directory, and who was a member of them when.
//!
//! A directory says who is a member now. What is kept are intervals, because what was written while somebody was a
//! member of a group that is left out is nobody's to read, however late it arrives.
//!
//! **Invariant:** a span in which somebody was said to be a member once stays one: it is closed, never removed.

use jiff::Timestamp;

use crate::consent::Interval;
use crate::{ColleagueId, GroupId, Name};

/// A group, as a directory or a file states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The directory's own identifier.
    pub id: GroupId,
    /// What it is called.
    pub name: Name,
    /// Who is, or was, a member. A colleague may be stated several times.
    pub members: Vec<Stated>,
}

/// That somebody is a member, or was one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Who.
    pub colleague: ColleagueId,
    /// Since when; `None`: not said.
    pub from: Option<Timestamp>,
    /// Until when, the first moment outside; `None`: still.
    pub to: Option<Timestamp>,
}

/// When a statement is taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The moment.
    pub now: Timestamp,
    /// Whether the group was never stated before: nobody knows since when its members are members, so it counts as
    /// since ever.
    pub first: bool,
}

/// Returns the intervals in which somebody is a member of one group: those known before, and what is stated now.
///
/// Who is stated for the first time is a member since now; whoever is not stated any more has left now. A statement
/// with its own days is believed, and the past it names is added to what is known.
pub fn memberships(known: &[Interval], stated: &[Stated], taken: Taken) -> Vec<Interval> {
    let Taken { now, first } = taken;
    let is_member = stated.iter().any(|it| it.to.is_none_or(|to| now < to));
    // Where the statement names an end, that is when somebody left; else it is now.
    let left_at = stated.iter().filter_map(|it| it.to).max().unwrap_or(now).min(now);
    let mut intervals: Vec<Interval> = known.to_vec();
    if !is_member {
        for it in intervals.iter_mut().filter(|it| it.to.is_none_or(|to| now < to)) {
            it.to = Some(if it.from < left_at { left_at } else { now });
        }
    }
    let is_open = |intervals: &[Interval]| intervals.iter().any(|it| it.contains(now));
    for it in stated {
        let begins = match (it.from, it.to) {
            (Some(from), _) => from,
            (None, Some(_)) => Timestamp::MIN,
            (None, None) if is_open(&intervals) => continue,
            (None, None) if first => Timestamp::MIN,
            (None, None) => now,
        };
        intervals.push(Interval { from: begins, to: it.to });
    }
    if is_member && stated.iter().all(|it| it.to.is_some()) {
        // A member until a day ahead: whatever was open before ends on that day, too.
        let ends = stated.iter().filter_map(|it| it.to).max();
        intervals.iter_mut().filter(|it| it.to.is_none()).for_each(|it| it.to = ends);
    }
    merged(intervals)
}

/// Returns the same moments as few intervals, the earliest first.
pub fn merged(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.retain(|it| it.to.is_none_or(|to| it.from < to));
    intervals.sort();
    let mut merged: Vec<Interval> = Vec::with_capacity(intervals.len());
    for it in intervals {
        match merged.last_mut() {
            Some(last) if last.to.is_none_or(|to| it.from <= to) => {
                last.to = last.to.and_then(|to| it.to.map(|ends| ends.max(to)));
            }
            _ => merged.push(it),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;
    use crate::notation::moment;

    fn span(text: &str) -> (Option<Timestamp>, Option<Timestamp>) {
        let (from, to) = text.split_once("..").unwrap();
        let day = |it: &str| (!it.is_empty()).then(|| moment(it));
        (day(from), day(to))
    }

    fn stated(text: &str) -> Vec<Stated> {
        let spans = text.split_whitespace().map(span);
        spans.map(|(from, to)| Stated { colleague: ColleagueId("amber".to_owned()), from, to }).collect()
    }

    fn print(intervals: &[Interval]) -> String {
        let day = |it: Timestamp| match it == Timestamp::MIN {
            true => "ever".to_owned(),
            false => it.strftime("%Y-%m-%d").to_string(),
        };
        let all = intervals.iter().map(|it| format!("{}..{}", day(it.from), it.to.map_or(String::new(), day)));
        all.collect::<Vec<_>>().join(" ")
    }

    /// Each line is an import: the day, then what it states of one colleague; `..` is a member, nothing is none.
    fn check(imports: &str, expected: Expect) {
        let mut known = Vec::new();
        let mut text = String::new();
        for (index, line) in imports.lines().map(str::trim).enumerate() {
            let (day, said) = line.split_once(':').unwrap();
            let taken = Taken { now: moment(day), first: index == 0 };
            known = memberships(&known, &stated(said), taken);
            text += &format!("{day}: {}\n", print(&known));
        }
        expected.assert_eq(&text);
    }

    #[test]
    fn members_of_the_first_import_are_members_since_ever() {
        check(
            "2026-03-01: ..
             2026-03-05: ..
             2026-03-09:
             2026-03-20: ..",
            expect![[r#"
                2026-03-01: ever..
                2026-03-05: ever..
                2026-03-09: ever..2026-03-09
                2026-03-20: ever..2026-03-09 2026-03-20..
            "#]],
        );
    }

    #[test]
    fn who_joins_later_is_a_member_since_the_import_that_says_so() {
        check(
            "2026-03-01:
             2026-03-05: ..
             2026-03-05: ..
             2026-03-09:",
            expect![[r#"
                2026-03-01: 
                2026-03-05: 2026-03-05..
                2026-03-05: 2026-03-05..
                2026-03-09: 2026-03-05..2026-03-09
            "#]],
        );
    }

    #[test]
    fn days_that_are_stated_are_believed() {
        check(
            "2026-03-01: 2026-01-10..
             2026-03-05: 2026-01-10..2026-03-03
             2026-03-09: 2025-01-01..2025-06-01 2026-03-08..
             2026-03-10: ..2024-01-01 2026-03-08..2026-04-01
             2026-03-20:",
            expect![[r#"
                2026-03-01: 2026-01-10..
                2026-03-05: 2026-01-10..2026-03-03
                2026-03-09: 2025-01-01..2025-06-01 2026-01-10..2026-03-03 2026-03-08..
                2026-03-10: ever..2024-01-01 2025-01-01..2025-06-01 2026-01-10..2026-03-03 2026-03-08..2026-04-01
                2026-03-20: ever..2024-01-01 2025-01-01..2025-06-01 2026-01-10..2026-03-03 2026-03-08..2026-03-20
            "#]],
        );
    }

    fn day(number: i64) -> Timestamp {
        Timestamp::from_second(number * 86_400).unwrap()
    }

    proptest! {
        /// Whoever imports every day knows of every day exactly whether somebody was a member.
        #[test]
        fn a_day_counts_as_the_import_before_it_said(said in prop::collection::vec(any::<bool>(), 1..40)) {
            let mut known = Vec::new();
            for (index, member) in said.iter().enumerate() {
                let stated = if *member { stated("..") } else { Vec::new() };
                known = memberships(&known, &stated, Taken { now: day(index as i64), first: index == 0 });
            }
            for (index, member) in said.iter().enumerate() {
                let inside = known.iter().any(|it| it.contains(day(index as i64)));
                prop_assert_eq!(inside, *member, "day {}", index);
            }
            let before = known.iter().any(|it| it.contains(day(-1_000)));
            prop_assert_eq!(before, said[0]);
        }

        /// No past moment is ever taken back, whatever is stated.
        #[test]
        fn the_past_only_grows(
            known in prop::collection::vec((0_i64..100, 1_i64..30), 0..5),
            said in prop::collection::vec((prop::option::of(0_i64..120), prop::option::of(0_i64..120)), 0..5),
            first in any::<bool>(),
        ) {
            let known = merged(known.iter().map(|(from, long)| {
                Interval { from: day(*from), to: (from + long < 100).then(|| day(from + long)) }
            }).collect());
            let stated: Vec<Stated> = said.iter().map(|(from, to)| {
                Stated { colleague: ColleagueId("amber".to_owned()), from: from.map(day), to: to.map(day) }
            }).collect();
            let after = memberships(&known, &stated, Taken { now: day(100), first });
            let ended = stated.iter().filter_map(|it| it.to).max().unwrap_or(day(100)).min(day(100));
            for at in (0..100).map(day).filter(|it| *it < ended) {
                if known.iter().any(|it| it.contains(at)) {
                    prop_assert!(after.iter().any(|it| it.contains(at)));
                }
            }
            prop_assert_eq!(&merged(after.clone()), &after);
        }
    }
}
