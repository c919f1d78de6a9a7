//! Releases: what is in one, and when there is none.

use super::*;
use crate::{Known, Refused, Row, Suppressed, known};

#[test]
fn what_cannot_be_released_says_why() {
    let settings = Settings::default();
    let accounts = [RecordNumber(1)];
    let week = Period::of(Level::Week, day("2001-05-09"));
    for (period, today, expected) in [
        (may(), "2001-05-31", "the period is not over; its figures can be released from 2001-06-01 on"),
        (week, "2001-06-01", "figures by the week are switched off"),
    ] {
        let refused = release(&accounts, &[], period, day(today), &Budget::default(), &settings).unwrap_err();
        assert_eq!(refused.to_string(), expected);
    }
    let (_, charge) = release(&accounts, &[], may(), day("2001-06-01"), &Budget::default(), &settings).unwrap();
    let again = release(&accounts, &[], may(), day("2001-06-02"), &Budget::of(vec![charge]), &settings);
    assert_eq!(again, Err(Refused::AlreadyReleased));
}

#[test]
fn every_account_has_a_row_whatever_was_done_with_it() {
    let mut contributions = group(1..=90, 3);
    contributions.extend(group(1..=90, 99));
    let release = released(&[5, 3, 1, 3], &contributions, &monthly(Epsilon::MOST));
    assert_eq!(release.rows.iter().map(|it| it.account.0).collect::<Vec<_>>(), [1, 3, 5]);
    assert_eq!(figures(&release, 3).map(|it| it.score), Some(50));
    assert_eq!((figures(&release, 1), figures(&release, 5)), (None, None));
}

/// The noise of a large budget is a few people wide: figures of a large group are near the bounded truth (eight standard deviations).
#[test]
fn figures_of_a_large_group_are_near_the_truth() {
    let settings = monthly(Epsilon::MOST);
    let release = released(&[1], &group(1..=400, 1), &settings);
    let it = figures(&release, 1).unwrap();
    for (figure, truth) in [
        (it.our_people_emails, 400),
        (it.our_people_meetings, 400),
        (it.emails_to, 2400),
        (it.emails_from, 2400),
        (it.meetings_by_us, 800),
        (it.meetings_by_them, 800),
        (it.their_people_emails, 2),
    ] {
        assert!(figure.abs_diff(truth) < 100, "{figure}, {truth}");
    }
    // Now and then, noise alone makes a newer bracket plain; never an older one.
    assert_eq!(it.days_since_email, Some(7));
    assert!(it.days_since_meeting.is_some_and(|it| it <= 14), "{it:?}");
    assert!(it.mean_meeting_minutes.is_some_and(|it| it.abs_diff(60) <= 10), "{it:?}");
    assert!(it.mean_reply_hours.is_some_and(|it| it.abs_diff(4) <= 6), "{it:?}");
}

#[test]
fn a_raised_minimum_hides_more() {
    let release = |people: u32| {
        let settings = Settings { minimum_group: MinimumGroup::new(people).unwrap(), ..monthly(Epsilon::MOST) };
        released(&[1], &group(1..=60, 1), &settings)
    };
    assert!(figures(&release(5), 1).is_some());
    assert_eq!(figures(&release(61), 1), None);
    assert_eq!(release(61).minimum_group.people(), 61);
}

#[test]
fn a_suppressed_row_says_why_in_one_way() {
    assert_eq!(
        Suppressed::TooFew.words(MinimumGroup::new(8).unwrap()),
        "not enough of our people were in touch with it to hide each of them (at least 8)"
    );
}

#[test]
fn several_releases_tell_since_when_and_when_last() {
    let shown = |period: Period, email: Option<u16>| {
        let release = released(&[1], &group(1..=90, 1), &monthly(Epsilon::MOST));
        let figures =
            Figures { days_since_email: email, days_since_meeting: None, ..figures(&release, 1).unwrap().clone() };
        let hidden = Row { account: RecordNumber(2), outcome: Outcome::Suppressed(Suppressed::TooFew) };
        let row = Row { account: RecordNumber(1), outcome: Outcome::Figures(figures) };
        Release { period, rows: vec![row, hidden], ..release }
    };
    let releases = [
        shown(Period::of(Level::Month, day("2001-07-09")), None),
        shown(may(), Some(14)),
        shown(Period::of(Level::Month, day("2001-04-09")), Some(7)),
    ];
    let expected =
        Known { first_engagement: day("2001-04-01"), last_email: Some(day("2001-05-18")), last_meeting: None };
    assert_eq!(known(&releases).into_iter().collect::<Vec<_>>(), [(RecordNumber(1), expected)]);
}
