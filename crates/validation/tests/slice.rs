//! A small slice of Enron, as a person and as a program see the result.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use expect_test::{Expect, expect};
use flate2::read::GzDecoder;
use relata_validation::{
    Accounts, Edges, HealthOptions, Organisations, StrengthOptions, ValidationReport, validate_health,
    validate_strength,
};

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

#[track_caller]
fn check_health(organisation: Option<&str>, accounts: &Accounts, expected: Expect) {
    let edges = Edges::read(format!("timestamp,source,target,message\n{}", slice()).as_bytes()).unwrap();
    let organisations = organisation.map(|it| Organisations::read(it.as_bytes()).unwrap());
    let report = validate_health(&edges, organisations.as_ref(), accounts, &HealthOptions::default());
    expected.assert_eq(&report.unwrap().to_string());
}

#[test]
fn people_get_a_table_of_health() {
    check_health(
        None,
        &Accounts::ByDomain,
        expect![[r#"
        Who falls silent, by pair: no message either way within 90 days.
        8 cut-offs from 2001-01-01 to 2001-11-12, 3 with a past to fit on.
        336 relationships alive, 22 % of which fell silent.

        score                   AUC     (sd)    Brier      ECE
        relata                0.696    0.113   0.1510   0.1834
        relata_published      0.696    0.113   0.1720   0.2092
        relata_refitted       0.591    0.140   0.1459   0.1763
        rfm                   0.587    0.093   0.1384   0.1702
        active_days_90d       0.678    0.099   0.1346   0.1877
        count                 0.609    0.104   0.1364   0.1734
        count_90d             0.636    0.184   0.1409   0.1996
        recency               0.694    0.065   0.1376   0.1849
        overdue               0.614    0.082   0.1431   0.1732

        rhythm      quiet   number   silent  published      own
        weekly     0-10 d       25    0.160      0.045    0.040
        weekly    10-30 d       11    0.000      0.092    0.076
        weekly    30-60 d        4    0.750      0.300    0.300
        weekly    60-90 d        4    0.000      0.333    0.288
        monthly    0-30 d       94    0.128      0.185    0.156
        monthly   30-60 d       22    0.227      0.487    0.430
        monthly   60-90 d       20    0.300      0.623    0.563
        burst      0-30 d        9    0.222      0.413    0.397
        burst     30-90 d        3    0.333      0.753    0.753
    "#]],
    );
}

#[test]
fn an_organisation_looks_at_accounts_too() {
    let first_half: String = (1..=25).map(|it| format!("{it}\n")).collect();
    let others: String = (26..=50).map(|it| format!("{it},company {}\n", it % 9)).collect();
    check_health(
        Some(&first_half),
        &Accounts::read(others.as_bytes()).unwrap(),
        expect![[r#"
        Who falls silent, by pair: no message either way within 90 days.
        8 cut-offs from 2001-01-01 to 2001-11-12, 0 with a past to fit on.
        171 relationships alive, 26 % of which fell silent.

        score                   AUC     (sd)    Brier      ECE
        relata                0.679    0.182   0.2084   0.2961
        relata_published      0.679    0.182   0.2084   0.2961
        relata_refitted           -        -        -        -
        rfm                       -        -        -        -
        active_days_90d       0.657    0.183        -        -
        count                 0.565    0.125        -        -
        count_90d             0.677    0.243        -        -
        recency               0.694    0.154        -        -
        overdue               0.609    0.154        -        -

        rhythm      quiet   number   silent  published      own
        weekly     0-10 d        9    0.222      0.031    0.031
        weekly    10-30 d        5    0.000      0.098    0.098
        weekly    30-60 d        2    1.000      0.269    0.269
        monthly    0-30 d       50    0.160      0.187    0.187
        monthly   30-60 d       12    0.250      0.485    0.485
        monthly   60-90 d       10    0.400      0.648    0.648
        burst      0-30 d        7    0.143      0.391    0.391
        burst     30-90 d        2    0.000      0.741    0.741

        Who falls silent, by account: no message either way within 90 days.
        3 cut-offs from 2001-02-15 to 2001-05-16, 0 with a past to fit on.
        25 relationships alive, 23 % of which fell silent.

        score                   AUC     (sd)    Brier      ECE
        relata                0.833    0.167   0.1284   0.2458
        relata_published      0.833    0.167   0.1284   0.2458
        relata_refitted           -        -        -        -
        rfm                       -        -        -        -
        active_days_90d       0.556    0.509        -        -
        count                 0.544    0.494        -        -
        count_90d             0.593    0.417        -        -
        recency               0.757    0.144        -        -
        overdue               0.706    0.374        -        -

        rhythm      quiet   number   silent  published      own
        weekly     0-10 d        7    0.143      0.019    0.019
        weekly    10-30 d        1    0.000      0.065    0.065
        weekly    30-60 d        1    1.000      0.204    0.204
        monthly    0-30 d        5    0.200      0.191    0.191
        monthly   30-60 d        3    0.333      0.460    0.460
        monthly   60-90 d        1    0.000      0.483    0.483
    "#]],
    );
}

#[test]
fn programs_get_a_number_per_score_and_metric() {
    let edges = Edges::read(format!("timestamp,source,target,message\n{}", slice()).as_bytes()).unwrap();
    let strength = validate_strength(&edges, None, &StrengthOptions::default()).unwrap();
    let health = validate_health(&edges, None, &Accounts::ByDomain, &HealthOptions::default()).unwrap();
    let report = ValidationReport { strength: Some(strength), health: Some(health) };
    let json = serde_json::to_value(report).unwrap();
    let keys = |it: &serde_json::Value| it.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    let shape = format!(
        "{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}",
        keys(&json),
        keys(&json["strength"]),
        keys(&json["strength"]["cut_offs"][0]),
        keys(&json["strength"]["scores"]),
        keys(&json["strength"]["scores"]["relata"]),
        keys(&json["health"]),
        keys(&json["health"]["pair"]),
        keys(&json["health"]["pair"]["cut_offs"][0]),
        keys(&json["health"]["pair"]["scores"]),
        keys(&json["health"]["pair"]["scores"]["relata"]),
        keys(&json["health"]["pair"]["strata"][0]),
    );
    expect![[r#"
        health strength
        cut_offs horizon_days least_candidates scores truth
        at pairs queries share_cold share_right
        count count_90d interactions_rank recency relata tie_decay_60d
        auc brier ece hit1 mrr ndcg5 ndcg5_sd recall5
        account horizon_days pair
        cut_offs scores strata
        at own_intercept relationships share_silent
        active_days_90d count count_90d overdue recency relata relata_published relata_refitted rfm
        auc auc_sd brier ece
        foretold foretold_published quiet_days relationships rhythm share_silent"#]]
    .assert_eq(&shape);
    assert!(json["strength"]["scores"]["relata"]["ndcg5"].is_f64());
}
