//! Moves: what changed lately in the relationships.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use relata_model::figures::Movement;
use relata_model::kpi::Window;
use relata_model::policy::Right;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::analysed::days;
use crate::ask::Asked;
use crate::error::ErrorBody;
use crate::record_list::Shown;
use crate::viewer::Asking;
use crate::wire::RecordKindWord;
use crate::{ApiResult, ApiState};

/// More moves are not news.
const MOST: u32 = 200;

/// Since when.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// The last so many days of the week computed for, 1 to 7; 7 unless told.
    #[param(minimum = 1, maximum = 7)]
    days: Option<i64>,
}

/// What changed lately, the newest first; at most 200.
#[derive(Serialize, ToSchema)]
pub struct Moves {
    from: String,
    /// The last day, inside.
    until: String,
    moves: Vec<Move>,
}

/// Something that changed.
#[derive(Serialize, ToSchema)]
pub struct Move {
    record: MovedRecord,
    what: What,
    /// The score a week before.
    #[schema(required)]
    before: Option<u8>,
    /// The score now.
    #[schema(required)]
    after: Option<u8>,
    text: String,
}

/// What it changed with.
#[derive(Serialize, ToSchema)]
pub struct MovedRecord {
    id: String,
    kind: RecordKindWord,
    name: String,
}

/// What may change.
#[derive(Clone, Copy, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Movement)]
pub enum What {
    /// Its health rose by ten points or more.
    Warmed,
    /// Its health fell by ten points or more.
    Cooled,
    /// Silent for twice its usual gap, and two weeks at least.
    WentQuiet,
    /// They wrote again after a month or more.
    RepliedAfterSilence,
    /// Of several colleagues only one is left in touch.
    SingleThreaded,
}

/// Lists what changed lately in the relationships.
#[utoipa::path(
    get,
    path = "/api/v1/moves",
    tag = "analytics",
    params(Query),
    responses(
        (status = 200, body = Moves),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn list_moves(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Moves>> {
    state.let_see(&viewer, Right::SeeAnalytics).await?;
    let window = Window::last(days(asked.days, 7, 1, 7)?, state.today().await?);
    let shown = Shown::to(&viewer, &state).await?;
    let since = Timestamp::from_second(window.seconds().start).unwrap_or_default();
    let found = state.store.moves(since, MOST).await?;
    let of_health = |what| matches!(what, Movement::Warmed | Movement::Cooled);
    let seen = found.into_iter().filter(|it| shown.health || !of_health(it.moved.what));
    let answer = Json(Moves {
        from: window.from.to_string(),
        until: window.until.to_string(),
        moves: seen.map(|it| Move::of(it, shown)).collect(),
    });
    state.viewed(&viewer, "moves", String::new(), []).await?;
    Ok(answer)
}

impl Move {
    fn of(it: relata_store::Move, shown: Shown) -> Move {
        let (before, after) = if shown.health { (it.before, it.after) } else { (None, None) };
        Move {
            record: MovedRecord { id: it.id.0, kind: it.kind.into(), name: it.name },
            what: it.moved.what.into(),
            before,
            after,
            text: text(it.moved.what, before.zip(after)),
        }
    }
}

/// Says it in a sentence that names nobody; the record stands beside it.
fn text(what: Movement, scores: Option<(u8, u8)>) -> String {
    match (what, scores) {
        (Movement::Warmed, Some((before, after))) => format!("Its health rose from {before} to {after}."),
        (Movement::Warmed, None) => "Its health rose.".to_owned(),
        (Movement::Cooled, Some((before, after))) => format!("Its health fell from {before} to {after}."),
        (Movement::Cooled, None) => "Its health fell.".to_owned(),
        (Movement::WentQuiet, _) => "It has been silent for longer than usual.".to_owned(),
        (Movement::RepliedAfterSilence, _) => "They wrote again after a long silence.".to_owned(),
        (Movement::SingleThreaded, _) => "Only one colleague is in contact now.".to_owned(),
    }
}

impl From<Movement> for What {
    fn from(it: Movement) -> Self {
        match it {
            Movement::Warmed => What::Warmed,
            Movement::Cooled => What::Cooled,
            Movement::WentQuiet => What::WentQuiet,
            Movement::RepliedAfterSilence => What::RepliedAfterSilence,
            Movement::SingleThreaded => What::SingleThreaded,
        }
    }
}
