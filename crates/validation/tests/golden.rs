//! Enron, from the fixture in the repository: the golden values, and the published protocol.

use std::fs::File;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use jiff::Timestamp;
use relata_model::health::formula::{Coefficients, probability_of_silence, shown};
use relata_validation::health::pair_at;
use relata_validation::strength::{Score, strengths_at};
use relata_validation::{Accounts, Edges, HealthOptions, StrengthOptions, health, validate_health, validate_strength};
use serde_json::Value;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/enron/golden").join(name)
}

fn enron() -> Edges {
    let file = File::open(fixture("edges.csv.gz")).unwrap();
    Edges::read(GzDecoder::new(file)).unwrap()
}

#[test]
fn an_independent_program_computes_the_same_strengths() {
    let golden: Value = serde_json::from_reader(File::open(fixture("2001-05-01.json")).unwrap()).unwrap();
    let at = Timestamp::from_second(golden["cutoff"].as_i64().unwrap()).unwrap();
    let edges = enron();
    let queries = golden["queries"].as_array().unwrap();
    assert_eq!(queries.len(), 20);
    for query in queries {
        let contact = query["contact"].to_string();
        let found = strengths_at(&edges, &contact, at, 1.0);
        assert_eq!(found.len() as u64, query["candidates"].as_u64().unwrap(), "candidates of {contact}");
        let expected = query["top"].as_array().unwrap();
        for ((colleague, strength), expected) in found.iter().zip(expected) {
            let near = |value: f64, key: &str| (value - expected[key].as_f64().unwrap()).abs() < 1e-6;
            assert_eq!(*colleague, expected["colleague"].to_string(), "who knows {contact}");
            assert!(near(strength.sent, "O"), "{contact}: {strength:?} {expected}");
            assert!(near(strength.received, "I"), "{contact}: {strength:?} {expected}");
            assert!(near(strength.value(), "S"), "{contact}: {strength:?} {expected}");
            assert_eq!(u64::from(strength.shown()), expected["score"].as_u64().unwrap());
        }
    }
}

#[test]
fn an_independent_program_computes_the_same_health() {
    let golden: Value = serde_json::from_reader(File::open(fixture("2001-05-01.json")).unwrap()).unwrap();
    let at = Timestamp::from_second(golden["cutoff"].as_i64().unwrap()).unwrap();
    let edges = enron();
    let pairs = golden["health"].as_array().unwrap();
    assert_eq!(pairs.len(), 44);
    for expected in pairs {
        let (one, other) = (expected["a"].to_string(), expected["b"].to_string());
        let (found, silent) = pair_at(&edges, &one, &other, at, 90).unwrap();
        let probability = probability_of_silence(&found, &Coefficients::IN_90_DAYS);
        let values = [
            ("active_days", found.days, 1e-9),
            ("gap_days", found.gap_days, 1e-4),
            ("first_days", found.first_days, 1e-4),
            ("D90", found.d90, 1e-6),
            ("missed", found.missed, 1e-6),
            ("p_silent_90", probability, 1e-6),
        ];
        for (key, value, near) in values {
            assert!((value - expected[key].as_f64().unwrap()).abs() < near, "{key} {value}: {found:?} {expected}");
        }
        assert_eq!(u64::from(shown(probability)), expected["health"].as_u64().unwrap());
        assert_eq!(u64::from(silent), expected["silent_in_fact"].as_u64().unwrap(), "{expected}");
    }
}

#[test]
fn the_published_quality_is_reproduced_from_the_file_alone() {
    let report = validate_strength(&enron(), None, &StrengthOptions::default()).unwrap();
    let published = [
        (Score::Relata, 0.740),
        (Score::Count, 0.695),
        (Score::Count90d, 0.718),
        (Score::Recency, 0.639),
        (Score::InteractionsRank, 0.679),
        (Score::TieDecay60d, 0.717),
    ];
    for (score, ndcg5) in published {
        let reached = report.summary(score).unwrap().ndcg5;
        assert!((reached - ndcg5).abs() < 0.01, "{}: {reached:.3}, published {ndcg5}", score.key());
    }
}

#[test]
fn so_is_the_published_quality_of_health() {
    let report = validate_health(&enron(), None, &Accounts::ByDomain, &HealthOptions::default()).unwrap();
    let published = [
        (health::Score::Relata, 0.764),
        (health::Score::ActiveDays90d, 0.738),
        (health::Score::Count, 0.701),
        (health::Score::Count90d, 0.725),
        (health::Score::Recency, 0.719),
        (health::Score::Overdue, 0.601),
    ];
    for (score, auc) in published {
        let reached = report.pair.summary(score).unwrap().auc.unwrap();
        assert!((reached - auc).abs() < 0.01, "{}: {reached:.3}, published {auc}", score.key());
    }
}
