//! A small slice of Enron, as a person and as a program see the result.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use expect_test::{Expect, expect};
use flate2::read::GzDecoder;
use relata_validation::{Edges, Organisations, StrengthOptions, ValidationReport, validate_strength};

/// What the employees numbered up to 50 wrote each other.
fn slice() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/enron/golden/edges.csv.gz");
    let lines = BufReader::new(GzDecoder::new(File::open(file).unwrap())).lines();
    let is_within = |line: &String| {
        let people = line.split(',').skip(1).take(2);
        people.map(str::parse::<u32>).all(|it| it.is_ok_and(|it| it <= 50))
    };
    lines.map(Result::unwrap).filter(is_within).collect::<Vec<_>>().join("\n")
}

#[track_caller]
fn check(organisation: Option<&str>, horizon_days: u32, expected: Expect) {
    let edges = Edges::read(format!("timestamp,source,target,message\n{}", slice()).as_bytes()).unwrap();
    let organisations = organisation.map(|it| Organisations::read(it.as_bytes()).unwrap());
    let options = StrengthOptions { horizon_days, ..StrengthOptions::default() };
    expected.assert_eq(&validate_strength(&edges, organisations.as_ref(), &options).unwrap().to_string());
}

#[test]
fn people_get_a_table() {
    check(
        None,
        90,
        expect![[r#"
        Who is right about a contact: each wrote to the other within 90 days.
        8 cut-offs from 2001-01-01 to 2001-11-12, 92 queries of at least 6 candidates.

        score                   AUC   NDCG@5     (sd)      MRR recall@5    hit@1    Brier      ECE
        relata                0.832    0.805    0.079    0.848    0.885    0.750   0.1312   0.1090
        count                 0.790    0.774    0.085    0.822    0.887    0.721   0.1484   0.1282
        count_90d             0.790    0.769    0.072    0.798    0.899    0.655   0.1408   0.1076
        recency               0.791    0.776    0.053    0.792    0.902    0.659   0.1295   0.0955
        interactions_rank     0.798    0.786    0.080    0.826    0.895    0.701   0.1346   0.1031
        tie_decay_60d         0.811    0.785    0.067    0.816    0.897    0.694   0.1372   0.1238
    "#]],
    );
}

#[test]
fn an_organisation_asks_about_outsiders_only() {
    let first_half: String = (1..=25).map(|it| format!("{it}\n")).collect();
    check(
        Some(&first_half),
        90,
        expect![[r#"
        Who is right about a contact: each wrote to the other within 90 days.
        8 cut-offs from 2001-01-01 to 2001-11-12, 38 queries of at least 3 candidates.

        score                   AUC   NDCG@5     (sd)      MRR recall@5    hit@1    Brier      ECE
        relata                0.825    0.905    0.073    0.896    1.000    0.826   0.1303   0.1291
        count                 0.821    0.902    0.063    0.892    1.000    0.827   0.1535   0.1373
        count_90d             0.822    0.915    0.076    0.912    1.000    0.857   0.1483   0.1456
        recency               0.755    0.872    0.092    0.850    0.992    0.752   0.1437   0.1553
        interactions_rank     0.777    0.899    0.092    0.895    1.000    0.840   0.1450   0.1476
        tie_decay_60d         0.836    0.913    0.076    0.905    1.000    0.844   0.1398   0.1364
    "#]],
    );
}

#[test]
fn programs_get_a_number_per_score_and_metric() {
    let edges = Edges::read(format!("timestamp,source,target,message\n{}", slice()).as_bytes()).unwrap();
    let strength = validate_strength(&edges, None, &StrengthOptions::default()).unwrap();
    let json = serde_json::to_value(ValidationReport { strength }).unwrap();
    let keys = |it: &serde_json::Value| it.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    let shape = format!(
        "{}\n{}\n{}\n{}\n{}",
        keys(&json),
        keys(&json["strength"]),
        keys(&json["strength"]["cut_offs"][0]),
        keys(&json["strength"]["scores"]),
        keys(&json["strength"]["scores"]["relata"]),
    );
    expect![[r#"
        strength
        cut_offs horizon_days least_candidates scores truth
        at pairs queries share_cold share_right
        count count_90d interactions_rank recency relata tie_decay_60d
        auc brier ece hit1 mrr ndcg5 ndcg5_sd recall5"#]]
    .assert_eq(&shape);
    assert!(json["strength"]["scores"]["relata"]["ndcg5"].is_f64());
}
