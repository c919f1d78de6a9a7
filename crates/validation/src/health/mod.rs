//! Health: whether the relationships said to fall silent are those that do.
//!
//! A relationship is a pair of people or, where it is known who works where, an organisation and an account: all of an
//! organisation's people and all of a company's. At every cut-off those alive (3 active days in two years, the last at
//! most 90 days ago) are given a probability of silence; silent is who then exchanges no message, in either direction,
//! within the horizon. Each metric is over the relationships of a cut-off, then the mean over cut-offs.
//!
//! **Invariant:** what is fitted for a cut-off sees only cut-offs whose horizon had closed by then.
//!
//! [`validate_health`] tells the protocol; `score.rs` is our formula and the baselines, `relationship.rs` who there is,
//! `case.rs` what is known of them at a cut-off, `stratum.rs` the rhythms by which forecasts are checked.

mod case;
mod relationship;
mod report;
mod score;
mod stratum;

use jiff::Timestamp;
use relata_model::health::formula::Coefficients;

use self::case::Snapshot;
use self::relationship::Relationships;
use self::score::Forecaster;
use crate::TooLittle;
use crate::accounts::Accounts;
use crate::cut_offs::CutOffs;
use crate::edges::Edges;
use crate::metrics::calibration::Calibration;
use crate::metrics::logistic::Observed;
use crate::metrics::ranking::Ranking;
use crate::organisations::Organisations;

pub use case::pair_at;
pub use report::{HealthReport, Relation, StratumSummary, Summary, TestedCutOff};
pub use score::Score;
pub use stratum::{Rhythm, Stratum};

/// Shorter horizons take the coefficients for 30 days, others those for 90.
const LONG_HORIZON_DAYS: u32 = 60;

/// How to validate. The default is the published protocol.
#[derive(Clone, Debug, PartialEq)]
pub struct HealthOptions {
    /// Days after a cut-off that decide who fell silent; 90 or 30 in the published tables.
    pub horizon_days: u32,
    /// The days to test; `None` chooses by the density of the messages.
    pub cut_offs: Option<Vec<Timestamp>>,
    /// What to test in place of the published coefficients; `None` takes those for 30 days where the horizon is below
    /// 60, else those for 90.
    pub coefficients: Option<Coefficients>,
}

impl Default for HealthOptions {
    fn default() -> HealthOptions {
        HealthOptions { horizon_days: 90, cut_offs: None, coefficients: None }
    }
}

/// Runs the protocol over a log: over pairs, and over accounts where it is known who works where.
///
/// Without organisations everybody may be the other's contact; with them one of a pair works for an organisation that
/// the other does not work for.
///
/// # Errors
///
/// When the log is too short for a cut-off, or has at none both pairs that fell silent and pairs that did not.
pub fn validate_health(
    edges: &Edges,
    organisations: Option<&Organisations>,
    accounts: &Accounts,
    options: &HealthOptions,
) -> Result<HealthReport, TooLittle> {
    let horizon_days = i64::from(options.horizon_days);
    let messages = edges.message_times();
    let cut_offs = match &options.cut_offs {
        Some(chosen) => CutOffs::given(chosen, messages, horizon_days)?,
        None => CutOffs::by_density(messages, horizon_days)?,
    };
    let organisations = organisations.map(|it| it.of_people(edges.people()));
    let measure = |relationships: Relationships| {
        let tested = test(&relationships, &cut_offs, options);
        (!tested.is_empty()).then(|| Relation::sum_up(tested))
    };
    let pair = measure(Relationships::pairs(edges, organisations.as_deref()));
    let account = organisations.and_then(|it| measure(Relationships::accounts(edges, &it, accounts)));
    Ok(HealthReport {
        horizon_days: options.horizon_days,
        pair: pair.ok_or(TooLittle::Relationships { cut_offs: cut_offs.tested.len() })?,
        account,
    })
}

/// Everything said at one cut-off.
#[derive(Debug)]
pub(crate) struct Tested {
    cut_off: TestedCutOff,
    judgements: Vec<Judgement>,
    /// Per stratum, what was foretold of whom: by the published coefficients, with one's own intercept, and the truth.
    strata: Vec<(Stratum, Vec<Foretold>)>,
}

/// One score at one cut-off.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judgement {
    score: Score,
    /// `None` when it would have to be fitted first and could not.
    auc: Option<f64>,
    calibration: Option<Calibration>,
}

/// A probability of silence without and with one's own intercept, and what came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Foretold {
    published: f64,
    own: f64,
    silent: bool,
}

/// Tests every cut-off that has relationships of both outcomes.
fn test(relationships: &Relationships, cut_offs: &CutOffs, options: &HealthOptions) -> Vec<Tested> {
    let coefficients = options.coefficients.unwrap_or(if options.horizon_days < LONG_HORIZON_DAYS {
        Coefficients::IN_30_DAYS
    } else {
        Coefficients::IN_90_DAYS
    });
    let mut snapshots: Vec<Snapshot> = Vec::new();
    let mut tested = Vec::new();
    for (at, is_tested) in cut_offs.all() {
        let now = Snapshot::take(relationships, at, i64::from(options.horizon_days));
        if is_tested && now.silent() > 0 && now.silent() < now.cases.len() {
            let closed = snapshots.iter().filter(|it| it.closes <= at);
            let past = closed.flat_map(|it| &it.cases).copied().collect();
            tested.push(judge(at, &now, &Forecaster::new(coefficients, past)));
        }
        snapshots.push(now);
    }
    tested
}

fn judge(at: i64, now: &Snapshot, forecaster: &Forecaster) -> Tested {
    let judgement = |score: Score| {
        let forecasts = forecaster.forecasts(score, &now.cases);
        let observed = |it: Vec<f64>| -> Vec<Observed> { it.into_iter().zip(now.outcomes()).collect() };
        let order = score.order(&now.cases).or_else(|| forecasts.clone());
        Judgement {
            score,
            auc: order.and_then(|it| Ranking::of(&observed(it))).map(|it| it.auc),
            calibration: forecasts.and_then(|it| Calibration::of(&observed(it))),
        }
    };
    let strata = Stratum::ALL.into_iter().map(|stratum| {
        let inside = now.cases.iter().filter(|it| stratum.holds(it));
        (stratum, inside.map(|it| forecaster.foretell(it)).collect())
    });
    let cut_off = TestedCutOff {
        at: Timestamp::from_second(at).expect("cut-offs lie between messages"),
        relationships: now.cases.len(),
        share_silent: now.silent() as f64 / now.cases.len() as f64,
        own_intercept: forecaster.own_intercept(),
    };
    Tested { cut_off, judgements: Score::ALL.into_iter().map(judgement).collect(), strata: strata.collect() }
}
