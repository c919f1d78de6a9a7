//! The four published sets, where they are at hand.
//!
//! Set `RELATA_VALIDATION_SETS` to a folder made by `fixtures/validation/convert.py`. Without it
//! the tests say that they were skipped: the sets are too large for the repository.

use std::fs::File;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use relata_model::health::formula::Coefficients;
use relata_validation::health::{self, HealthReport};
use relata_validation::strength::{Score, Summary};
use relata_validation::{
    Accounts, Edges, HealthOptions, Organisations, StrengthOptions, validate_health, validate_strength,
};

/// How near we want to be to every published number.
const NEAR: f64 = 0.01;

struct Set {
    name: &'static str,
    cut_offs: &'static [&'static str],
}

impl Set {
    fn cut_offs(&self) -> Vec<Timestamp> {
        self.cut_offs.iter().map(|it| format!("{it}T00Z").parse().unwrap()).collect()
    }
}

/// The cut-offs of the published tables.
const SETS: [Set; 4] = [
    Set {
        name: "enron",
        cut_offs: &["2000-09-01", "2000-11-01", "2001-01-01", "2001-03-01", "2001-05-01", "2001-07-01", "2001-09-01"],
    },
    Set {
        name: "eu",
        cut_offs: &["1970-06-30", "1970-08-14", "1970-09-28", "1970-11-12", "1970-12-27", "1971-02-10", "1971-03-12"],
    },
    Set {
        name: "rdma",
        cut_offs: &[
            "2020-10-01",
            "2021-04-01",
            "2021-10-01",
            "2022-04-01",
            "2022-10-01",
            "2023-04-01",
            "2023-10-01",
            "2024-04-01",
            "2024-10-01",
            "2025-04-01",
            "2025-10-01",
        ],
    },
    Set {
        name: "w3c",
        cut_offs: &[
            "1999-07-01",
            "2000-01-01",
            "2000-07-01",
            "2001-01-01",
            "2001-07-01",
            "2002-01-01",
            "2002-07-01",
            "2003-01-01",
        ],
    },
];

/// A row of the published table: NDCG@5 per set, then means of AUC, MRR, recall@5, hit@1, Brier, ECE.
type Row = (Score, [f64; 4], [f64; 6]);

const IN_90_DAYS: [Row; 6] = [
    (Score::Relata, [0.740, 0.783, 0.760, 0.808], [0.819, 0.825, 0.848, 0.723, 0.0660, 0.0265]),
    (Score::Count, [0.695, 0.750, 0.684, 0.790], [0.784, 0.782, 0.814, 0.663, 0.0745, 0.0411]),
    (Score::Count90d, [0.718, 0.748, 0.726, 0.773], [0.796, 0.791, 0.829, 0.671, 0.0798, 0.0550]),
    (Score::Recency, [0.639, 0.627, 0.702, 0.743], [0.766, 0.726, 0.782, 0.566, 0.0800, 0.0271]),
    (Score::InteractionsRank, [0.679, 0.688, 0.731, 0.770], [0.785, 0.776, 0.803, 0.651, 0.0778, 0.0331]),
    (Score::TieDecay60d, [0.717, 0.762, 0.731, 0.801], [0.806, 0.803, 0.835, 0.690, 0.0695, 0.0273]),
];

const IN_30_DAYS: [Row; 6] = [
    (Score::Relata, [0.718, 0.688, 0.767, 0.834], [0.850, 0.784, 0.848, 0.666, 0.0370, 0.0177]),
    (Score::Count, [0.662, 0.654, 0.664, 0.779], [0.799, 0.727, 0.798, 0.593, 0.0416, 0.0209]),
    (Score::Count90d, [0.690, 0.657, 0.723, 0.779], [0.820, 0.745, 0.820, 0.613, 0.0431, 0.0298]),
    (Score::Recency, [0.597, 0.539, 0.716, 0.750], [0.797, 0.680, 0.783, 0.515, 0.0448, 0.0172]),
    (Score::InteractionsRank, [0.657, 0.609, 0.743, 0.797], [0.823, 0.741, 0.808, 0.610, 0.0428, 0.0216]),
    (Score::TieDecay60d, [0.696, 0.671, 0.728, 0.820], [0.834, 0.758, 0.839, 0.627, 0.0393, 0.0175]),
];

#[test]
fn the_published_tables_are_reproduced() {
    let Some(sets) = sets() else {
        return;
    };
    for (horizon_days, published) in [(90, IN_90_DAYS), (30, IN_30_DAYS)] {
        let as_published = |set: &Set| StrengthOptions {
            horizon_days,
            cut_offs: Some(set.cut_offs()),
            cc_weight: 1.0,
            ..StrengthOptions::default()
        };
        check(&sets, as_published, &published);
    }
}

#[test]
fn so_they_are_by_default_from_the_files_alone() {
    let Some(sets) = sets() else {
        return;
    };
    check(&sets, |_| StrengthOptions::default(), &IN_90_DAYS);
}

/// The coefficients with which each set was foretold: fitted on the other three, every set with equal weight. They
/// are not recorded, so these were fitted again by the same rule.
const OF_THE_OTHERS: [Coefficients; 4] = [
    Coefficients { start: 1.275, frequency: -1.168, history: -0.447, silence: 1.467 },
    Coefficients { start: 1.035, frequency: -1.169, history: -0.371, silence: 1.591 },
    Coefficients { start: 0.526, frequency: -1.341, history: -0.142, silence: 1.304 },
    Coefficients { start: 0.755, frequency: -1.221, history: -0.286, silence: 1.536 },
];

/// AUC of enron, eu and rdma by pair, of rdma and w3c by account, and the means of AUC and Brier.
type HealthRow = (health::Score, [Option<f64>; 5], [f64; 2]);

#[test]
fn the_published_health_is_reproduced() {
    let all = |auc: [f64; 5]| auc.map(Some);
    let transferred: [HealthRow; 2] = [
        (health::Score::Relata, all([0.764, 0.793, 0.771, 0.823, 0.784]), [0.787, 0.1755]),
        (health::Score::RelataPublished, all([0.764, 0.793, 0.771, 0.823, 0.784]), [0.787, 0.187]),
    ];
    check_health(90, |index| Some(OF_THE_OTHERS[index]), &transferred);
    // Where a single number is further off, docs/health.md says so; the means hold everywhere.
    let others: [HealthRow; 8] = [
        (health::Score::Relata, [None; 5], [0.787, 0.1755]),
        (health::Score::RelataRefitted, [None, Some(0.793), Some(0.771), None, Some(0.785)], [0.787, 0.1762]),
        (health::Score::Rfm, [Some(0.741), Some(0.789), Some(0.764), None, Some(0.774)], [0.779, 0.1778]),
        (health::Score::ActiveDays90d, [Some(0.738), Some(0.781), Some(0.724), Some(0.791), None], [0.761, 0.1842]),
        (health::Score::Count, [Some(0.701), Some(0.758), Some(0.701), Some(0.773), None], [0.735, 0.1943]),
        (health::Score::Count90d, [Some(0.725), Some(0.741), None, None, None], [0.712, 0.1976]),
        (health::Score::Recency, [Some(0.719), Some(0.714), Some(0.701), None, Some(0.670)], [0.709, 0.1992]),
        (health::Score::Overdue, all([0.601, 0.576, 0.624, 0.588, 0.497]), [0.577, 0.2206]),
    ];
    check_health(90, |_| None, &others);
    let in_30_days: [HealthRow; 2] = [
        (health::Score::RelataPublished, [None; 5], [0.796, 0.180]),
        (health::Score::Relata, [None; 5], [0.796, 0.177]),
    ];
    check_health(30, |_| None, &in_30_days);
}

#[track_caller]
fn check_health(horizon_days: u32, coefficients: fn(usize) -> Option<Coefficients>, published: &[HealthRow]) {
    let Some(sets) = sets() else {
        return;
    };
    let mut reports: Vec<HealthReport> = Vec::new();
    for (index, set) in SETS.iter().enumerate() {
        let organisations = open(&sets, set.name, "organisation").map(|it| Organisations::read(it).unwrap());
        let accounts = open(&sets, set.name, "accounts").map(|it| Accounts::read(it).unwrap());
        let edges = Edges::read(open(&sets, set.name, "edges").unwrap()).unwrap();
        let cut_offs = Some(set.cut_offs());
        let options = HealthOptions { horizon_days, cut_offs, coefficients: coefficients(index) };
        let accounts = accounts.unwrap_or(Accounts::ByDomain);
        reports.push(validate_health(&edges, organisations.as_ref(), &accounts, &options).unwrap());
    }
    let [enron, eu, rdma, w3c] = &reports[..] else { panic!("four sets") };
    let relations = [&enron.pair, &eu.pair, &rdma.pair, rdma.account.as_ref().unwrap(), w3c.account.as_ref().unwrap()];
    let mut off = Vec::new();
    for (score, aucs, means) in published {
        let summaries = relations.map(|it| *it.summary(*score).unwrap());
        let mean = |of: fn(&health::Summary) -> Option<f64>| summaries.iter().filter_map(of).sum::<f64>() / 5.0;
        let each = summaries.iter().zip(aucs).map(|(it, published)| (it.auc.unwrap(), *published));
        let means = [mean(|it| it.auc), mean(|it| it.brier)].into_iter().zip(means.map(Some));
        for (column, (reached, published)) in each.chain(means).enumerate() {
            if published.is_some_and(|it| (reached - it).abs() >= NEAR) {
                off.push(format!("{} column {column}: {reached:.4}, published {published:?}", score.key()));
            }
        }
    }
    assert!(off.is_empty(), "{off:#?}");
}

#[track_caller]
fn check(sets: &Path, options: impl Fn(&Set) -> StrengthOptions, published: &[Row]) {
    let reports = SETS.each_ref().map(|set| {
        let organisations = open(sets, set.name, "organisation").map(|it| Organisations::read(it).unwrap());
        let edges = Edges::read(open(sets, set.name, "edges").unwrap()).unwrap();
        validate_strength(&edges, organisations.as_ref(), &options(set)).unwrap()
    });
    let mut off = Vec::new();
    for (score, ndcg5, means) in published {
        let summaries = reports.each_ref().map(|it| *it.summary(*score).unwrap());
        let mean = |of: fn(&Summary) -> f64| summaries.iter().map(of).sum::<f64>() / summaries.len() as f64;
        let reached = summaries.map(|it| it.ndcg5).into_iter().chain([
            mean(|it| it.auc),
            mean(|it| it.mrr),
            mean(|it| it.recall5),
            mean(|it| it.hit1),
            mean(|it| it.brier.unwrap()),
            mean(|it| it.ece.unwrap()),
        ]);
        for (column, (reached, published)) in reached.zip(ndcg5.iter().chain(means)).enumerate() {
            if (reached - published).abs() >= NEAR {
                off.push(format!("{} column {column}: {reached:.4}, published {published}", score.key()));
            }
        }
    }
    assert!(off.is_empty(), "{off:#?}");
}

fn sets() -> Option<PathBuf> {
    let folder = std::env::var_os("RELATA_VALIDATION_SETS").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: RELATA_VALIDATION_SETS names no folder with the published sets");
    }
    folder
}

fn open(sets: &Path, name: &str, what: &str) -> Option<File> {
    File::open(sets.join(format!("{name}.{what}.csv"))).ok()
}
