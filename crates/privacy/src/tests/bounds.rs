//! Bounds: how far one colleague can move the answers, before any noise.

use proptest::prelude::*;

use super::*;
use crate::Measure;
use crate::measure::accounts_each;
use crate::totals::{Totals, limited};

fn contribution() -> impl Strategy<Value = Contribution> {
    let counts = prop::array::uniform4(prop_oneof![0u32..5, 0u32..500, Just(u32::MAX)]);
    let people = prop::collection::vec((0i64..30).prop_map(PersonId), 0..20);
    let durations = (0u32..100_000, 0u32..20, 0u64..10_000_000);
    (0i64..6, 0i64..8, counts, durations, people.clone(), people, prop::option::of(1i8..=31)).prop_map(
        |(colleague, account, counts, durations, emails, meetings, last)| Contribution {
            emails_to: counts[0],
            emails_from: counts[1],
            meetings_by_us: counts[2],
            meetings_by_them: counts[3],
            meeting_minutes: durations.0,
            replies: durations.1,
            reply_seconds: durations.2,
            their_people_emails: emails,
            their_people_meetings: meetings,
            last_email: last.map(|it| Date::constant(2001, 5, it)),
            last_meeting: last.map(|it| Date::constant(2001, 5, it)),
            ..Contribution::none(PersonId(colleague), RecordNumber(account))
        },
    )
}

proptest! {
    /// The claim everything rests on: without one colleague, every answer is within its reach of what it was, and only as many
    /// accounts as a colleague counts at have one person less.
    #[test]
    fn one_colleague_moves_each_answer_within_its_reach(
        contributions in prop::collection::vec(contribution(), 0..60),
        level in prop::sample::select(&Level::ALL),
    ) {
        let period = Period::of(level, day("2001-05-09"));
        let accounts: Vec<RecordNumber> = (0..7).map(RecordNumber).collect();
        let others: Vec<Contribution> = contributions.iter().filter(|it| it.colleague.0 != 0).cloned().collect();
        let with = Totals::of(&accounts, &contributions, period);
        let without = Totals::of(&accounts, &others, period);
        for measure in Measure::ALL {
            let pairs = with.answer(measure).iter().zip(without.answer(measure));
            let squared: i64 = pairs.map(|(a, b)| (a - b).pow(2)).sum();
            let reach = measure.reach(level);
            prop_assert!(squared as f64 <= reach * reach, "{:?}: {} > {}²", measure, squared, reach);
        }
        let moved: Vec<u32> = with.people.iter().zip(&without.people).map(|(a, b)| a - b).filter(|it| *it > 0).collect();
        prop_assert!(moved.iter().all(|it| *it == 1) && moved.len() <= accounts_each(level) as usize);
    }

    #[test]
    fn limiting_never_adds_and_keeps_within_the_bound(numbers in prop::collection::vec(any::<u32>(), 0..6), bound in 1u32..100) {
        let after = limited(&numbers, bound);
        let squared: u64 = after.iter().map(|it| u64::from(*it).pow(2)).sum();
        prop_assert!(squared <= u64::from(bound).pow(2));
        prop_assert!(after.iter().zip(&numbers).all(|(after, before)| after <= before));
    }
}

#[test]
fn numbers_are_limited_together() {
    for (numbers, expected) in [
        (vec![6], vec![6]),
        (vec![4, 4], vec![4, 4]),
        (vec![1_000_000], vec![6]),
        (vec![100, 1], vec![5, 0]),
        (vec![10, 10, 10], vec![3, 3, 3]),
        (vec![], vec![]),
    ] {
        assert_eq!(limited(&numbers, 6), expected, "{numbers:?}");
    }
}

/// A colleague who writes a million emails to twenty accounts counts like somebody who wrote six.
#[test]
fn one_hyperactive_colleague_counts_as_a_busy_one() {
    let accounts: Vec<RecordNumber> = (1..=20).map(RecordNumber).collect();
    let mail = |account: i64| Contribution { emails_to: 1_000_000 - account as u32, ..busy(1, account) };
    let everywhere: Vec<Contribution> = (1..=20).map(mail).collect();
    let totals = Totals::of(&accounts, &everywhere, may());
    assert_eq!(totals.people.iter().sum::<u32>(), 3);
    assert_eq!(totals.answer(Measure::EmailsTo).iter().sum::<i64>(), 9);
    let one = Totals::of(&accounts, &[mail(3)], may());
    assert_eq!(one.answer(Measure::EmailsTo)[2], 6);
}

/// The same colleague twice in the list is still one person.
#[test]
fn a_colleague_given_twice_is_one() {
    let accounts = [RecordNumber(1)];
    let totals = Totals::of(&accounts, &[busy(1, 1), busy(1, 1)], may());
    assert_eq!(totals.people, [1]);
    assert_eq!(totals.answer(Measure::TheirPeopleEmails), &[2]);
    assert_eq!(totals.answer(Measure::LastEmail), &[1, 0, 0]);
    assert_eq!(totals.answer(Measure::LastMeeting), &[0, 1, 0]);
    assert_eq!(totals.answer(Measure::MeetingMinutes), &[60 - 45]);
    assert_eq!(totals.answer(Measure::ReplyHours), &[4 - 24]);
}
