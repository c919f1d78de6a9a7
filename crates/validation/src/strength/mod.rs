//! Strength: whether the people we rank first are those who will write.
//!
//! At every cut-off the colleagues of a contact are ranked by what was written before, and the next
//! 90 days tell who was right. Each metric is the mean over queries, then over cut-offs; a score
//! becomes a probability through a one-variable logistic fit on earlier cut-offs.
//!
//! **Invariant:** the fit for a cut-off sees only cut-offs whose horizon had closed by then.
//!
//! [`validate_strength`] tells the protocol, [`formula`] is our score and `score.rs` all six, `tie.rs`
//! what they are computed from, `query.rs` who is ranked for whom.

pub mod formula;
mod query;
mod report;
mod score;
mod tie;

use jiff::Timestamp;
use serde::Serialize;

use self::query::Snapshot;
use self::tie::{Tie, Window};
use crate::TooLittle;
use crate::cut_offs::CutOffs;
use crate::edges::{Edges, PersonId};
use crate::metrics::calibration::Calibration;
use crate::metrics::logistic::{Logistic, Observed};
use crate::metrics::ranking::Ranking;
use crate::organisations::Organisations;

pub use formula::Strength;
pub use report::{StrengthReport, Summary, TestedCutOff};
pub use score::Score;

/// Fewest candidates of a query when everybody is of one organisation, and when each asks for its own.
const LEAST_CANDIDATES: (usize, usize) = (6, 3);

/// What it means that a colleague was right about a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// Each wrote to the other within the horizon, in messages to at most ten people.
    Exchange,
    /// One answered a message of the other within the horizon.
    Answer,
}

/// How to validate. The default is the published protocol.
#[derive(Clone, Debug, PartialEq)]
pub struct StrengthOptions {
    /// Days after a cut-off that decide who was right; 90 or 30 in the published tables.
    pub horizon_days: u32,
    /// The days to test; `None` chooses by the density of the messages.
    pub cut_offs: Option<Vec<Timestamp>>,
    /// What counts as right; `None` takes answers where the edges know replies, else exchanges.
    pub truth: Option<Truth>,
    /// Fewest candidates of a query; `None` takes 6 in one organisation and 3 with several.
    pub least_candidates: Option<usize>,
    /// The weight of a copy; the published tables use 1 throughout, the formula 0.5.
    pub cc_weight: f64,
}

impl Default for StrengthOptions {
    fn default() -> StrengthOptions {
        StrengthOptions {
            horizon_days: 90,
            cut_offs: None,
            truth: None,
            least_candidates: None,
            cc_weight: formula::CC_WEIGHT,
        }
    }
}

/// What is asked, and of whom.
#[derive(Debug)]
pub(crate) struct Protocol {
    truth: Truth,
    least_candidates: usize,
    /// Per person; `None` when everybody is of the same organisation.
    organisations: Option<Vec<Option<u32>>>,
}

impl Protocol {
    fn choose(edges: &Edges, organisations: Option<&Organisations>, options: &StrengthOptions) -> Protocol {
        let organisations = organisations.map(|it| it.of_people(edges.people()));
        let (of_one, of_several) = LEAST_CANDIDATES;
        let least = if organisations.is_some() { of_several } else { of_one };
        let by_data = if edges.know_replies() { Truth::Answer } else { Truth::Exchange };
        Protocol {
            truth: options.truth.unwrap_or(by_data),
            least_candidates: options.least_candidates.unwrap_or(least),
            organisations,
        }
    }

    /// Which organisation asks this colleague about this contact, if any.
    fn asks(&self, colleague: PersonId, contact: PersonId) -> Option<u32> {
        let Some(organisations) = &self.organisations else {
            return Some(0);
        };
        let ours = organisations[colleague as usize]?;
        (organisations[contact as usize] != Some(ours)).then_some(ours)
    }
}

/// Runs the protocol over a log.
///
/// # Errors
///
/// When the log is too short for a cut-off, or has nobody to rank at any.
pub fn validate_strength(
    edges: &Edges,
    organisations: Option<&Organisations>,
    options: &StrengthOptions,
) -> Result<StrengthReport, TooLittle> {
    let protocol = Protocol::choose(edges, organisations, options);
    let horizon_days = i64::from(options.horizon_days);
    let messages = edges.message_times();
    let cut_offs = match &options.cut_offs {
        Some(chosen) => CutOffs::given(chosen, messages, horizon_days)?,
        None => CutOffs::by_density(messages, horizon_days)?,
    };

    let mut snapshots = Vec::new();
    let mut tested = Vec::new();
    for (at, is_tested) in cut_offs.all() {
        let window = Window { at, horizon_days, copy_weight: options.cc_weight };
        let snapshot = Snapshot::take(edges, &protocol, window);
        if is_tested {
            tested.extend(judge(&snapshot, &snapshots, protocol.least_candidates));
        }
        snapshots.push(snapshot);
    }
    if tested.is_empty() {
        let cut_offs = cut_offs.tested.len();
        return Err(TooLittle::Queries { cut_offs, least: protocol.least_candidates });
    }
    Ok(StrengthReport::sum_up(options.horizon_days, &protocol, tested))
}

/// The strength of everybody who wrote with a contact in the two years before, the strongest first.
///
/// Empty when nobody did, or nobody has the contact's name.
pub fn strengths_at(edges: &Edges, contact: &str, at: Timestamp, cc_weight: f64) -> Vec<(String, Strength)> {
    let Some(contact) = edges.person(contact) else {
        return Vec::new();
    };
    let window = Window { at: at.as_second(), horizon_days: 0, copy_weight: cc_weight };
    let ties = edges.pairs().filter_map(|it| Tie::of(it, window)).filter(Tie::is_warm);
    let with_contact = |tie: Tie| match tie.pair {
        (first, second) if second == contact => Some((first, tie.view)),
        (first, second) if first == contact => Some((second, tie.view.turned())),
        _ => None,
    };
    let mut found: Vec<(String, Strength)> = ties
        .filter_map(with_contact)
        .map(|(colleague, view)| (edges.people()[colleague as usize].clone(), view.strength()))
        .collect();
    found.sort_by(|a, b| b.1.value().total_cmp(&a.1.value()).then_with(|| a.0.cmp(&b.0)));
    found
}

/// One score at one cut-off.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judgement {
    score: Score,
    ranking: Ranking,
    /// `None` when no earlier horizon had closed.
    calibration: Option<Calibration>,
}

/// Judges every score at a cut-off; `None` when it has no query.
fn judge(now: &Snapshot, earlier: &[Snapshot], least_candidates: usize) -> Option<(TestedCutOff, Vec<Judgement>)> {
    let closed: Vec<&Snapshot> = earlier.iter().filter(|it| it.window.closes() <= now.window.at).collect();
    let mut queries = 0;
    let mut judgements = Vec::with_capacity(Score::ALL.len());
    for score in Score::ALL {
        let rankings = now.rankings(score, least_candidates);
        queries = rankings.len();
        let past: Vec<Observed> = closed.iter().flat_map(|it| it.observed(score)).collect();
        let calibration = Logistic::fit(&past).and_then(|curve| {
            let forecast = |(position, right)| (curve.probability(position), right);
            Calibration::of(&now.observed(score).map(forecast).collect::<Vec<_>>())
        });
        judgements.push(Judgement { score, ranking: Ranking::mean(&rankings)?, calibration });
    }
    let at = Timestamp::from_second(now.window.at).expect("cut-offs lie between messages");
    let (pairs, share_right, share_cold) = (now.pairs(), now.share_right(), now.share_cold());
    let cut_off = TestedCutOff { at, queries, pairs, share_right, share_cold };
    Some((cut_off, judgements))
}
