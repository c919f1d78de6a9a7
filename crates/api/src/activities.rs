//! Activities: what happened around a record, day by day and week by week.

use axum::Json;
use axum::extract::State;
use jiff::civil::Date;
use relata_model::audit::of_record;
use relata_model::kpi::{Window, activity};
use relata_model::series::Counts;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::analysed::{Analysed, days};
use crate::ask::{Asked, InPath};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::{ApiError, ApiResult, ApiState};

/// More is not kept.
const MOST_DAYS: u16 = 800;

/// Which days.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// The last so many days, 1 to 800; 60 unless told. Not beside `from` and `to`.
    #[param(minimum = 1, maximum = 800)]
    days: Option<i64>,
    /// The first day, `2026-03-01`; the day computed for, unless told, is the last.
    from: Option<String>,
    /// The last day, inside.
    to: Option<String>,
}

/// What happened around a record.
#[derive(Serialize, ToSchema)]
pub struct Activities {
    from: String,
    /// The last day, inside.
    until: String,
    /// Only days on which something happened, the oldest first.
    days: Vec<ActivityDay>,
    /// Every week, the silent ones too, the oldest first.
    weeks: Vec<ActivityWeek>,
}

/// What happened on a day; `out`: started by us.
#[derive(Serialize, ToSchema)]
pub struct ActivityDay {
    on: String,
    emails_out: u32,
    emails_in: u32,
    meetings_out: u32,
    meetings_in: u32,
    calls_out: u32,
    calls_in: u32,
    tasks: u32,
}

/// What both sides started in a week.
#[derive(Serialize, ToSchema)]
pub struct ActivityWeek {
    /// Its Monday.
    from: String,
    us: u32,
    them: u32,
}

/// Lists what happened around a record, day by day.
#[utoipa::path(
    get,
    path = "/api/v1/records/{record}/activities",
    tag = "analytics",
    params(("record" = String, Path, description = "The record's id in the CRM"), Query),
    responses(
        (status = 200, body = Activities),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn list_activities(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Activities>> {
    let it = state.analysed(&viewer, id).await?;
    let window = window(&it, &asked)?;
    let series = state.series(it.page.number).await?;
    let week = |it: activity::Week| ActivityWeek { from: it.from.to_string(), us: it.us, them: it.them };
    let answer = Json(Activities {
        from: window.from.to_string(),
        until: window.until.to_string(),
        days: activity::days(&series, window).into_iter().map(|(on, counts)| ActivityDay::of(on, &counts)).collect(),
        weeks: activity::weeks(&series, window).into_iter().map(week).collect(),
    });
    state.viewed(&viewer, "activities", of_record(&it.page.summary.id), []).await?;
    Ok(answer)
}

fn window(it: &Analysed, asked: &Query) -> ApiResult<Window> {
    let Some(from) = &asked.from else {
        if asked.to.is_some() {
            return Err(ApiError::BadRequest("`to` needs `from` beside it".to_owned()));
        }
        return Ok(it.window(days(asked.days, 60, 1, MOST_DAYS)?));
    };
    let from = date("from", from)?;
    let until = asked.to.as_deref().map_or(Ok(it.run.computed_for), |to| date("to", to))?;
    let window = Window { from, until };
    if !(1..=u32::from(MOST_DAYS)).contains(&window.days()) {
        let reason = format!("from {from} to {until} is not between 1 and {MOST_DAYS} days");
        return Err(ApiError::BadRequest(reason));
    }
    Ok(window)
}

/// Returns a day that was asked for.
pub(crate) fn date(name: &str, text: &str) -> ApiResult<Date> {
    text.parse().map_err(|_| ApiError::BadRequest(format!("`{name}` is `{text}`; it must be a day like 2026-03-01")))
}

impl ActivityDay {
    fn of(on: Date, counts: &Counts) -> ActivityDay {
        let Counts { emails_out, emails_in, meetings_out, meetings_in, calls_out, calls_in, tasks } = *counts;
        let on = on.to_string();
        ActivityDay { on, emails_out, emails_in, meetings_out, meetings_in, calls_out, calls_in, tasks }
    }
}
