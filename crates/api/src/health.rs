//! Health: how the relationship behind a record stands, what that is made of, and how it came about.

use axum::Json;
use axum::extract::State;
use jiff::{Timestamp, ToSpan};
use relata_model::audit::of_record;
use relata_model::health;
use relata_model::health::settings::Expected;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::analysed::{Accuracy, Analysed, FAILED};
use crate::ask::InPath;
use crate::error::ErrorBody;
use crate::standing::{Grades, Standing, Touch};
use crate::viewer::Asking;
use crate::{ApiResult, ApiState};

/// So many days of history are drawn.
const HISTORY_DAYS: i32 = 180;

/// How the relationship behind a record stands.
#[derive(Serialize, ToSchema)]
pub struct Health {
    #[serde(flatten)]
    standing: Standing,
    /// What is missing for a score, in plain words.
    #[schema(required)]
    needs: Option<String>,
    /// The grades in force.
    grades: Grades,
    /// What the score is made of; they add up to it. Empty without a score.
    parts: Vec<PartPoints>,
    /// What moved the trend: two at most, the biggest first.
    movers: Vec<MoverPoints>,
    rhythm: Rhythm,
    #[schema(required)]
    last: Option<Touch>,
    #[schema(required)]
    next: Option<Touch>,
    /// A score for each of the last 180 days, the oldest first.
    history: Vec<ScoreOn>,
    /// `basic`: computed of what the CRM holds alone; `enhanced`: of mailboxes too.
    edition: &'static str,
    accuracy: Accuracy,
    /// Why the accuracy is partial.
    missing: Vec<String>,
    computed_for: String,
    #[schema(value_type = String, format = DateTime)]
    computed_at: Timestamp,
}

/// A part of a score.
#[derive(Serialize, ToSchema)]
pub struct PartPoints {
    /// `start`, `frequency`, `history` or `silence`.
    part: &'static str,
    points: i32,
}

/// What moved a score.
#[derive(Serialize, ToSchema)]
pub struct MoverPoints {
    /// `emails`, `meetings`, `calls`, `tasks`, `history` or `silence`.
    signal: &'static str,
    /// Below 0: downward.
    points: i32,
}

/// How often there is contact.
#[derive(Serialize, ToSchema)]
pub struct Rhythm {
    /// The median gap between days with contact.
    #[schema(required)]
    usual_gap_days: Option<f64>,
    /// Days since the last contact.
    #[schema(required)]
    gap_days: Option<f64>,
    expected: ExpectedWord,
    /// Days with contact missed in the present silence.
    #[schema(required)]
    missed: Option<f64>,
}

/// How often contact is expected; `learnt`: as often as there usually is.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Expected)]
pub enum ExpectedWord {
    /// As often as there usually is.
    Learnt,
    /// Every week.
    Weekly,
    /// Every two weeks.
    Biweekly,
    /// Every month.
    Monthly,
    /// Every two months.
    Bimonthly,
    /// Every quarter.
    Quarterly,
}

/// A score on a day.
#[derive(Serialize, ToSchema)]
pub struct ScoreOn {
    on: String,
    #[schema(required)]
    score: Option<u8>,
}

/// Returns how the relationship behind a record stands.
#[utoipa::path(
    get,
    path = "/api/v1/records/{record}/health",
    tag = "analytics",
    params(("record" = String, Path, description = "The record's id in the CRM")),
    responses(
        (status = 200, body = Health),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn get_health(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<Json<Health>> {
    let it = state.analysed(&viewer, id).await?;
    let (accuracy, missing) = state.accuracy().await?;
    let insight = state.store.record_insight(it.page.number).await?;
    let said = match insight.as_ref().map(|it| it.state) {
        _ if !it.settings.health.shown => Said::nothing(&it, Standing::HIDDEN, None),
        None => Said::nothing(&it, without(health::State::InProgress), Some(IN_PROGRESS)),
        Some(health::State::Failed) => Said::nothing(&it, without(health::State::Failed), Some(FAILED)),
        Some(_) => said(&state, &it).await?,
    };
    let answer = Json(Health {
        standing: said.standing,
        needs: said.needs,
        grades: Grades::of(&it.settings),
        parts: said.parts,
        movers: said.movers,
        rhythm: said.rhythm,
        last: insight.as_ref().and_then(|it| it.last).map(Touch::from),
        next: insight.as_ref().and_then(|it| it.next).map(Touch::from),
        history: said.history,
        edition: it.run.edition.name(),
        accuracy,
        missing,
        computed_for: it.run.computed_for.to_string(),
        computed_at: it.run.computed_at,
    });
    state.viewed(&viewer, "health", of_record(&it.page.summary.id), []).await?;
    Ok(answer)
}

/// What there is to say of it, if anything.
struct Said {
    standing: Standing,
    needs: Option<String>,
    parts: Vec<PartPoints>,
    movers: Vec<MoverPoints>,
    rhythm: Rhythm,
    history: Vec<ScoreOn>,
}

const IN_PROGRESS: &str = "This record is new; its health comes with the next computation.";

impl Said {
    fn nothing(it: &Analysed, standing: Standing, why: Option<&str>) -> Said {
        let (rhythm, needs) = (rhythm(None, expected(it)), why.map(str::to_owned));
        Said { standing, needs, parts: vec![], movers: vec![], rhythm, history: vec![] }
    }
}

fn without(state: health::State) -> Standing {
    Standing::said(state, None, None, health::Trend::NotEnoughInformation)
}

async fn said(state: &ApiState, it: &Analysed) -> ApiResult<Said> {
    let (series, subject, settings) = (state.series(it.page.number).await?, it.subject(), &it.settings.health);
    let today = it.run.computed_for;
    let health = health::Health::of(&series, &subject, today, settings);
    let days = (0..HISTORY_DAYS).rev().map(|ago| today.saturating_sub(ago.days()));
    let history = match health.state {
        health::State::NotApplicable => Vec::new(),
        _ => health::Health::history(&series, &subject, days, settings),
    };
    let part = |(part, points): &(health::Part, i32)| PartPoints { part: part.name(), points: *points };
    let mover = |it: &health::Mover| MoverPoints { signal: it.signal.name(), points: it.points };
    Ok(Said {
        standing: Standing::said(health.state, health.grade, health.score, health.trend),
        parts: health.parts.iter().map(part).collect(),
        movers: health.movers.iter().map(mover).collect(),
        rhythm: rhythm(health.rhythm, expected(it)),
        needs: health.needs,
        history: history.into_iter().map(|(on, score)| ScoreOn { on: on.to_string(), score }).collect(),
    })
}

fn expected(it: &Analysed) -> Expected {
    it.settings.health.frequency.of(&it.subject())
}

fn rhythm(found: Option<health::Rhythm>, expected: Expected) -> Rhythm {
    Rhythm {
        // Nothing lies between days with contact where there was one alone.
        usual_gap_days: found.map(|it| it.usual_gap_days).filter(|it| *it > 0.0),
        gap_days: found.map(|it| it.gap_days),
        expected: expected.into(),
        missed: found.map(|it| it.missed),
    }
}

impl From<Expected> for ExpectedWord {
    fn from(it: Expected) -> Self {
        match it {
            Expected::Learnt => ExpectedWord::Learnt,
            Expected::Weekly => ExpectedWord::Weekly,
            Expected::Biweekly => ExpectedWord::Biweekly,
            Expected::Monthly => ExpectedWord::Monthly,
            Expected::Bimonthly => ExpectedWord::Bimonthly,
            Expected::Quarterly => ExpectedWord::Quarterly,
        }
    }
}

impl From<ExpectedWord> for Expected {
    fn from(it: ExpectedWord) -> Self {
        match it {
            ExpectedWord::Learnt => Expected::Learnt,
            ExpectedWord::Weekly => Expected::Weekly,
            ExpectedWord::Biweekly => Expected::Biweekly,
            ExpectedWord::Monthly => Expected::Monthly,
            ExpectedWord::Bimonthly => Expected::Bimonthly,
            ExpectedWord::Quarterly => Expected::Quarterly,
        }
    }
}
