//! Account engagement: how accounts and the organisation deal with one another, in released figures that tell of nobody.

use axum::Json;
use axum::extract::State;
use jiff::ToSpan;
use jiff::civil::Date;
use relata_model::policy::Right;
use relata_model::{RecordId, RecordKind};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::activities::date;
use crate::analysed::not_analysed;
use crate::ask::{Asked, InPath};
use crate::error::ErrorBody;
use crate::records::no_such_record;
use crate::released::{Figures, Measures, Privacy};
use crate::viewer::Asking;
use crate::wire::Named;
use crate::{ApiError, ApiResult, ApiState};

/// Which period.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// How long the period is; a month unless told.
    pub(crate) level: Option<Level>,
    /// Its first day; the newest released one unless told.
    pub(crate) start: Option<String>,
}

/// How long periods are.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LevelQuery {
    /// How long the periods are; a month unless told.
    level: Option<Level>,
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A calendar week, from Monday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

impl Level {
    pub(crate) const ALL: [Level; 3] = [Level::Week, Level::Month, Level::Year];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Level::Week => "week",
            Level::Month => "month",
            Level::Year => "year",
        }
    }

    /// Returns the first day after a period.
    pub(crate) fn end(self, start: Date) -> Date {
        match self {
            Level::Week => start.saturating_add(1.week()),
            Level::Month => start.saturating_add(1.month()),
            Level::Year => start.saturating_add(1.year()),
        }
    }
}

/// What was released of a period.
#[derive(Serialize, ToSchema)]
pub struct Engagement {
    level: Level,
    /// The period's first day; empty while nothing is released.
    start: String,
    /// The first days of all periods released at this level, the newest first.
    periods: Vec<String>,
    /// Every account, by name.
    accounts: Vec<EngagementRow>,
    #[serde(flatten)]
    privacy: Privacy,
    /// Whether the organisation consented to aggregated insights; without, nothing else is told.
    consented: bool,
}

/// An account in a period.
#[derive(Serialize, ToSchema)]
pub struct EngagementRow {
    pub(crate) account: Named,
    /// Why nothing is said of the account, in plain words; then every measure is null.
    #[schema(required)]
    pub(crate) suppressed: Option<String>,
    #[serde(flatten)]
    pub(crate) measures: Measures,
}

/// What was released of one account, the newest period first.
#[derive(Serialize, ToSchema)]
pub struct EngagementHistory {
    level: Level,
    rows: Vec<EngagementOf>,
    #[serde(flatten)]
    privacy: Privacy,
}

/// The account in one of the periods.
#[derive(Serialize, ToSchema)]
pub struct EngagementOf {
    start: String,
    #[serde(flatten)]
    row: EngagementRow,
}

/// Returns what was released of a period.
#[utoipa::path(
    get,
    path = "/api/v1/engagement",
    tag = "engagement",
    params(Query),
    responses(
        (status = 200, body = Engagement),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn get_engagement(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Engagement>> {
    let level = asked.level.unwrap_or(Level::Month);
    if !state.may_see(&viewer, Right::SeeEngagement).await? {
        // Whoever lacks the role is told so; without consent there is nothing, and that is an answer.
        state.let_see(&viewer, Right::SeeRecords).await?;
        return Ok(Json(nothing(level, Privacy::default(), false)));
    }
    let privacy = Privacy::of(&state, level).await?;
    let Some((start, accounts)) = released(&state, level, asked.start.as_deref()).await? else {
        return Ok(Json(nothing(level, privacy, true)));
    };
    let periods = state.store.releases(level.name()).await?.iter().map(|it| it.start.to_string()).collect();
    Ok(Json(Engagement { level, start: start.to_string(), periods, accounts, privacy, consented: true }))
}

/// Returns what was released of an account.
#[utoipa::path(
    get,
    path = "/api/v1/records/{record}/engagement",
    tag = "engagement",
    params(("record" = String, Path, description = "The account's id in the CRM"), LevelQuery),
    responses(
        (status = 200, body = EngagementHistory),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn get_engagement_of_account(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
    Asked(asked): Asked<LevelQuery>,
) -> ApiResult<Json<EngagementHistory>> {
    state.let_see(&viewer, Right::SeeEngagement).await?;
    let id = RecordId(id);
    let record = state.store.record(&id).await?.ok_or_else(no_such_record)?;
    if record.do_not_analyse {
        return Err(not_analysed());
    }
    if record.summary.kind != RecordKind::Account {
        return Err(ApiError::BadRequest("only accounts have engagement".to_owned()));
    }
    let level = asked.level.unwrap_or(Level::Month);
    let mut rows = Vec::new();
    for (release, figures) in state.store.releases_of_account(level.name(), &id).await? {
        let row = Figures::read(&figures)?.of(Named { id: id.0.clone(), name: record.summary.name.clone() });
        rows.push(EngagementOf { start: release.start.to_string(), row });
    }
    Ok(Json(EngagementHistory { level, rows, privacy: Privacy::of(&state, level).await? }))
}

/// Returns the accounts of a released period with its first day; `None` while nothing is released at the level.
pub(crate) async fn released(
    state: &ApiState,
    level: Level,
    start: Option<&str>,
) -> ApiResult<Option<(Date, Vec<EngagementRow>)>> {
    let asked = start.map(|it| date("start", it)).transpose()?;
    let Some((release, rows)) = state.store.release(level.name(), asked).await? else {
        return match asked {
            Some(start) => Err(ApiError::NotFound(format!("no {} that begins on {start} was released", level.name()))),
            None => Ok(None),
        };
    };
    let read = |it: relata_store::EngagementRow| {
        let account = Named { id: it.account.0, name: it.name };
        Ok(Figures::read(&it.figures)?.of(account))
    };
    Ok(Some((release.start, rows.into_iter().map(read).collect::<ApiResult<_>>()?)))
}

fn nothing(level: Level, privacy: Privacy, consented: bool) -> Engagement {
    Engagement { level, start: String::new(), periods: Vec::new(), accounts: Vec::new(), privacy, consented }
}
