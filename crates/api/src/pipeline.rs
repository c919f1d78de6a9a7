//! The pipeline: open opportunities by health, expected close and expected revenue.

use axum::Json;
use axum::extract::State;
use relata_model::policy::Right;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ask::{Asked, limit_of};
use crate::error::ErrorBody;
use crate::record_list::{Shown, own_address};
use crate::standing::{Grades, Standing};
use crate::viewer::Asking;
use crate::wire::Named;
use crate::{ApiResult, ApiState};

/// Whose, and how many.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// Only those the viewer owns, or is in the team of.
    mine: Option<bool>,
    /// How many at most, 1 to 2000; 500 unless told. Those that bring most come first.
    #[param(minimum = 1, maximum = 2000)]
    limit: Option<i64>,
}

/// Open opportunities that are still to be closed.
#[derive(Serialize, ToSchema)]
pub struct Pipeline {
    bubbles: Vec<Bubble>,
    not_drawn: NotDrawn,
    /// The day all of this is of.
    today: String,
    grades: Grades,
}

/// An open opportunity.
#[derive(Serialize, ToSchema)]
pub struct Bubble {
    id: String,
    name: String,
    #[schema(required)]
    account: Option<Named>,
    #[schema(required)]
    owner: Option<String>,
    #[schema(required)]
    revenue: Option<f64>,
    #[schema(required)]
    currency: Option<String>,
    close_on: String,
    #[schema(required)]
    stage: Option<String>,
    health: Standing,
}

/// How many open opportunities have no place on the chart.
#[derive(Serialize, ToSchema)]
pub struct NotDrawn {
    /// Their expected close has passed.
    past_close: u64,
    /// Nobody has said when they are expected to close.
    no_close: u64,
}

/// Returns the open opportunities with their health.
#[utoipa::path(
    get,
    path = "/api/v1/pipeline",
    tag = "analytics",
    params(Query),
    responses(
        (status = 200, body = Pipeline),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn get_pipeline(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Pipeline>> {
    state.let_see(&viewer, Right::SeeAnalytics).await?;
    let limit = limit_of(asked.limit, 500, 2000)?;
    let mine = if asked.mine == Some(true) { Some(own_address(&viewer)?) } else { None };
    let (today, shown) = (state.today().await?, Shown::to(&viewer, &state).await?);
    let found = state.store.pipeline(mine.as_ref(), today, limit).await?;
    let answer = Json(Pipeline {
        bubbles: found.bubbles.into_iter().filter_map(|it| Bubble::of(it, shown)).collect(),
        not_drawn: NotDrawn { past_close: found.past_close, no_close: found.no_close },
        today: today.to_string(),
        grades: Grades::of(&state.analytics_settings().await?),
    });
    state.viewed(&viewer, "pipeline", String::new(), []).await?;
    Ok(answer)
}

impl Bubble {
    /// `None` without an expected close: there is no place for it.
    fn of(row: relata_store::RecordRow, shown: Shown) -> Option<Bubble> {
        let health = Standing::of(&row, shown.health);
        Some(Bubble {
            id: row.id.0,
            name: row.name,
            account: row.account.map(Named::from),
            owner: row.owner,
            revenue: row.revenue,
            currency: row.currency,
            close_on: row.close_on?.to_string(),
            stage: row.stage,
            health,
        })
    }
}
