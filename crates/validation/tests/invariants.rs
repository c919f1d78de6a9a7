//! What must not matter, shown on small invented logs.

use std::fmt::Write;

use proptest::prelude::*;
use relata_validation::{
    Accounts, Edges, HealthOptions, HealthReport, StrengthOptions, StrengthReport, TooLittle, validate_health,
    validate_strength,
};

const DAY: i64 = 86_400;
/// 2024-01-01.
const START: i64 = 1_704_067_200;

/// A row: seconds after the start, sender, receiver.
type Row = (i64, u8, u8);

/// A year in which nine people write about three mails a day, some more than others.
fn year() -> impl Strategy<Value = Vec<Row>> {
    let row = (0..365 * DAY, 0_u8..9, 0_u8..9).prop_map(|(at, a, b)| (at, a.min(b), b));
    prop::collection::vec(row, 1000)
}

fn edges(rows: &[Row], moved_days: i64) -> Edges {
    let mut file = String::new();
    for (at, source, target) in rows {
        writeln!(file, "{},p{source},p{target}", START + at + moved_days * DAY).unwrap();
        writeln!(file, "{},p{target},p{source}", START + at + 3600 + moved_days * DAY).unwrap();
    }
    Edges::read(file.as_bytes()).unwrap()
}

fn report(rows: &[Row], moved_days: i64) -> Result<StrengthReport, TooLittle> {
    validate_strength(&edges(rows, moved_days), None, &StrengthOptions::default())
}

fn health(rows: &[Row]) -> Result<HealthReport, TooLittle> {
    validate_health(&edges(rows, 0), None, &Accounts::ByDomain, &HealthOptions::default())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_order_of_rows_does_not_matter(rows in year()) {
        let mut sorted = rows.clone();
        sorted.sort_unstable();
        prop_assert_eq!(report(&rows, 0), report(&sorted, 0));
        prop_assert_eq!(health(&rows), health(&sorted));
    }

    #[test]
    fn repeated_rows_count_once(rows in year()) {
        let twice: Vec<Row> = rows.iter().chain(&rows).copied().collect();
        prop_assert_eq!(report(&rows, 0), report(&twice, 0));
        prop_assert_eq!(health(&rows), health(&twice));
    }

    #[test]
    fn names_of_people_do_not_matter(rows in year()) {
        let renamed: Vec<Row> = rows.iter().map(|(at, a, b)| (*at, 20 - a, 20 - b)).collect();
        let scores = |rows: &[Row]| report(rows, 0).map(|it| round(&it));
        prop_assert_eq!(scores(&rows), scores(&renamed));
    }
}

/// The scores without the last digits, in which the order of summing shows.
fn round(report: &StrengthReport) -> Vec<String> {
    report.scores.iter().map(|(score, it)| format!("{} {:.9} {:.9}", score.key(), it.ndcg5, it.auc)).collect()
}

#[test]
fn a_log_without_choice_says_so() {
    let lines: String = (0..365).map(|day| format!("{},lea,ben\n", START + day * DAY)).collect();
    let edges = Edges::read(lines.as_bytes()).unwrap();
    let error = validate_strength(&edges, None, &StrengthOptions::default()).unwrap_err();
    assert!(matches!(error, TooLittle::Queries { least: 6, .. }), "{error}");
    // They write every day: nobody falls silent.
    let error = validate_health(&edges, None, &Accounts::ByDomain, &HealthOptions::default()).unwrap_err();
    assert!(matches!(error, TooLittle::Relationships { .. }), "{error}");
}
