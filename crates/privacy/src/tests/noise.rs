//! The noise: that it has the stated width, that the stated loss is OpenDP's, and what accuracy that leaves.

use expect_test::{Expect, expect};

use super::*;
use crate::mechanism::{Mechanism, scales};
use crate::totals::Totals;
use crate::{ACCURACY_GROUP, Loss, Measure, accuracy};

/// Over 4,000 numbers, the mean of squares is within a fifth of the variance (nine of its standard deviations), and the mean
/// within a tenth of the standard deviation (more than six).
#[test]
fn noise_has_the_stated_width_around_the_truth() {
    let accounts: Vec<RecordNumber> = (0..4000).map(RecordNumber).collect();
    let contributions = group(1..=3, 0);
    let totals = Totals::of(&accounts, &contributions, may());
    let mechanism = Mechanism::of(&monthly(12.0), Level::Month).unwrap();
    let noisy = mechanism.draw(&totals).unwrap();
    for measure in [Measure::OurPeopleEmails, Measure::EmailsTo] {
        let numbers = noisy[&measure].iter().zip(totals.answer(measure));
        let noise: Vec<f64> = numbers.map(|(noisy, truth)| (noisy - truth) as f64).collect();
        let scale = mechanism.scales[&measure];
        let mean = noise.iter().sum::<f64>() / 4000.0;
        let variance = noise.iter().map(|it| it * it).sum::<f64>() / 4000.0;
        assert!(mean.abs() < 0.11 * scale, "{measure:?}: mean {mean}, scale {scale}");
        assert!((variance / (scale * scale) - 1.0).abs() < 0.2, "{measure:?}: {variance}, scale {scale}");
    }
}

/// A release costs what was planned, or a little less: a scale is rounded up.
#[test]
fn opendp_counts_the_loss_that_was_planned() {
    for (epsilon, level) in [(1.0, Level::Month), (12.0, Level::Month), (12.0, Level::Year), (50.0, Level::Year)] {
        let settings = Settings { epsilon_a_year: Epsilon::new(epsilon).unwrap(), ..Settings::default() };
        let planned = settings.loss_of(level);
        let loss = Mechanism::of(&settings, level).unwrap().loss().unwrap();
        assert!(
            loss <= planned.plus(Loss(1e-12)) && loss.0 > 0.9 * planned.0,
            "{level:?} {epsilon}: {loss:?}, {planned:?}"
        );
    }
}

/// docs/engagement.md shows these tables.
fn check_accuracy(settings: &Settings, level: Level, expected: &Expect) {
    let loss = Mechanism::of(settings, level).unwrap().loss().unwrap();
    let scales = scales(settings, level);
    let people = [Measure::OurPeopleEmails, Measure::OurPeopleMeetings];
    let from = people.map(|it| crate::figures::shown_from(settings.minimum_group, scales[&it]));
    let mut text = format!(
        "rho {:.3}, epsilon {:.2}, best guess {:.0} %; shown from {} in emails or {} in meetings\n",
        loss.0,
        loss.epsilon(),
        100.0 * loss.best_guess(),
        from[0],
        from[1],
    );
    for (measure, half) in accuracy(settings, level) {
        text += &format!("{:<22} {half:>6.1}\n", measure.name());
    }
    expected.assert_eq(&text);
}

#[test]
fn accuracy_of_a_month() {
    check_accuracy(
        &Settings::default(),
        Level::Month,
        &expect![[r#"
            rho 0.087, epsilon 1.98, best guess 60 %; shown from 25 in emails or 27 in meetings
            our_people_emails        18.0
            our_people_meetings      20.0
            emails_to                85.0
            emails_from              85.0
            meetings_by_us           36.0
            meetings_by_them         36.0
            their_people_emails      42.0
            their_people_meetings    42.0
            mean_meeting_minutes     61.0
            mean_reply_hours         46.0
        "#]],
    );
}

#[test]
fn accuracy_of_a_year() {
    check_accuracy(
        &Settings::default(),
        Level::Year,
        &expect![[r#"
            rho 1.037, epsilon 7.93, best guess 86 %; shown from 13 in emails or 14 in meetings
            our_people_emails         7.0
            our_people_meetings       8.0
            emails_to               164.0
            emails_from             164.0
            meetings_by_us           62.0
            meetings_by_them         62.0
            their_people_emails      24.0
            their_people_meetings    24.0
            mean_meeting_minutes     22.7
            mean_reply_hours         17.2
        "#]],
    );
}

#[test]
fn accuracy_of_a_year_without_months() {
    let levels = Levels { week: false, month: false, year: true };
    check_accuracy(
        &Settings { levels, ..Settings::default() },
        Level::Year,
        &expect![[r#"
        rho 2.061, epsilon 11.90, best guess 97 %; shown from 11 in emails or 11 in meetings
        our_people_emails         5.0
        our_people_meetings       5.0
        emails_to               116.0
        emails_from             116.0
        meetings_by_us           43.0
        meetings_by_them         43.0
        their_people_emails      17.0
        their_people_meetings    17.0
        mean_meeting_minutes     16.1
        mean_reply_hours         12.1
    "#]],
    );
}

#[test]
fn accuracy_of_a_month_without_years() {
    check_accuracy(
        &monthly(12.0),
        Level::Month,
        &expect![[r#"
            rho 0.173, epsilon 2.89, best guess 65 %; shown from 19 in emails or 21 in meetings
            our_people_emails        13.0
            our_people_meetings      14.0
            emails_to                60.0
            emails_from              60.0
            meetings_by_us           25.0
            meetings_by_them         25.0
            their_people_emails      30.0
            their_people_meetings    30.0
            mean_meeting_minutes     43.1
            mean_reply_hours         32.5
        "#]],
    );
}

#[test]
fn a_level_that_is_off_has_no_accuracy() {
    assert_eq!(accuracy(&Settings::default(), Level::Week), vec![]);
    assert_eq!(ACCURACY_GROUP, 30);
}

/// The table of docs/engagement.md is the one in force.
#[test]
fn the_documentation_tells_the_accuracy_in_force() {
    let text = include_str!("../../../../docs/engagement.md");
    let settings = Settings::default();
    for ((measure, month), (_, year)) in
        accuracy(&settings, Level::Month).into_iter().zip(accuracy(&settings, Level::Year))
    {
        let row = format!("| `{}` | {month:.0} | {year:.0} |", measure.name());
        assert!(text.contains(&row), "the table has no {row}");
    }
}
