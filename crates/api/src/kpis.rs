//! KPIs: what both sides of a record did in a window, beside what was usual in similar won deals.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use relata_model::RecordKind;
use relata_model::analytics_settings::BadSetting;
use relata_model::audit::of_record;
use relata_model::kpi::summary::sentences;
use relata_model::kpi::{self, BusinessHours, Party};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::analysed::{Accuracy, Analysed, days};
use crate::ask::{Asked, InPath};
use crate::comparison::{Comparison, SimilarAverages};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::{ApiError, ApiResult, ApiState};

/// Which days.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// The last so many days, 7 to 730; 90 unless told.
    #[param(minimum = 7, maximum = 730)]
    days: Option<i64>,
}

/// What both sides of a record did in a window that ends with the day computed for.
#[derive(Serialize, ToSchema)]
pub struct Kpis {
    from: String,
    /// The last day, inside.
    until: String,
    us: Side,
    them: Side,
    /// Tasks of ours that were done.
    tasks: u32,
    /// A meeting counts once for each of our people.
    team_minutes: f64,
    /// A meeting counts once, however many of theirs took part.
    customer_minutes: f64,
    team_hours_per_week: f64,
    customer_hours_per_week: f64,
    engagement: EmailEngagement,
    summary: Vec<Sentence>,
    /// What was usual in similar won deals; for opportunities alone.
    #[schema(required)]
    similar: Option<SimilarAverages>,
    accuracy: Accuracy,
    /// Why the accuracy is partial.
    missing: Vec<String>,
    #[schema(value_type = String, format = DateTime)]
    computed_at: Timestamp,
}

/// What one side started, and how it answered.
#[derive(Serialize, ToSchema)]
pub struct Side {
    emails: u32,
    meetings: u32,
    calls: u32,
    /// Answers to the other side, given in the window.
    replies: u32,
    /// Emails of this side for each of the other's.
    #[schema(required)]
    ratio: Option<f64>,
    response: ResponseTimes,
    /// How often the other side asked this one in the window.
    asked: u32,
    /// How much of that it answered within 14 days.
    answered: u32,
    /// 0 to 1.
    #[schema(required)]
    response_rate: Option<f64>,
}

/// How long a side took to answer.
#[derive(Serialize, ToSchema)]
pub struct ResponseTimes {
    /// How many answers these are the times of.
    count: u32,
    #[schema(required)]
    mean_hours: Option<f64>,
    #[schema(required)]
    median_hours: Option<f64>,
    /// Working hours alone.
    #[schema(required)]
    business_mean_hours: Option<f64>,
    #[schema(required)]
    business_median_hours: Option<f64>,
}

/// What became of emails a CRM followed. Approximate; rates are 0 to 1.
#[derive(Serialize, ToSchema)]
pub struct EmailEngagement {
    followed: u32,
    #[schema(required)]
    open_rate: Option<f64>,
    #[schema(required)]
    click_rate: Option<f64>,
    #[schema(required)]
    attachment_rate: Option<f64>,
}

/// What stands out, in a sentence.
#[derive(Serialize, ToSchema)]
pub struct Sentence {
    /// `more_meetings`, `more_emails`, `more_calls`, `faster_answers`, `faster_than_similar`, `slower_than_similar`,
    /// `silence`, `no_reply` or `balanced`.
    kind: &'static str,
    /// `us` or `them`; null: both.
    #[schema(required)]
    side: Option<&'static str>,
    /// How many interactions, hours or days.
    #[schema(required)]
    amount: Option<f64>,
    text: String,
}

/// Returns what both sides of a record did.
#[utoipa::path(
    get,
    path = "/api/v1/records/{record}/kpis",
    tag = "analytics",
    params(("record" = String, Path, description = "The record's id in the CRM"), Query),
    responses(
        (status = 200, body = Kpis),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn get_kpis(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Kpis>> {
    let it = state.analysed(&viewer, id).await?;
    let days = days(asked.days, 90, 7, 730)?;
    let series = state.series(it.page.number).await?;
    let kpis = kpi::Kpis::of(&series, it.window(days), &business_hours(&it)?);
    let comparison = match it.page.summary.kind {
        RecordKind::Opportunity if it.settings.similar_deals => Some(Comparison::of(&state, &it, days).await?),
        _ => None,
    };
    let basis = comparison.as_ref().map(|it| it.similar.basis);
    let averages = comparison.and_then(|it| it.averages());
    let (accuracy, missing) = state.accuracy().await?;
    let rates = kpis.rates();
    let answer = Json(Kpis {
        from: kpis.window.from.to_string(),
        until: kpis.window.until.to_string(),
        us: Side::of(&kpis, Party::Us),
        them: Side::of(&kpis, Party::Them),
        tasks: kpis.tasks,
        team_minutes: kpis.team_seconds as f64 / 60.0,
        customer_minutes: kpis.customer_seconds as f64 / 60.0,
        team_hours_per_week: kpis.team_hours_per_week(),
        customer_hours_per_week: kpis.customer_hours_per_week(),
        engagement: EmailEngagement {
            followed: kpis.followed.emails,
            open_rate: rates.map(|it| it.open),
            click_rate: rates.map(|it| it.click),
            attachment_rate: rates.map(|it| it.attachment),
        },
        summary: sentences(&kpis, averages.as_ref().zip(basis)).into_iter().map(Sentence::from).collect(),
        similar: averages.map(SimilarAverages::from),
        accuracy,
        missing,
        computed_at: it.run.computed_at,
    });
    state.viewed(&viewer, "kpis", of_record(&it.page.summary.id), []).await?;
    Ok(answer)
}

/// Returns when the organisation works.
pub(crate) fn business_hours(it: &Analysed) -> ApiResult<BusinessHours> {
    it.settings.hours.business_hours().map_err(|it: BadSetting| ApiError::Internal(it.into()))
}

impl Side {
    fn of(kpis: &kpi::Kpis, party: Party) -> Side {
        let it = kpis.side(party);
        let response = it.response;
        Side {
            emails: it.emails,
            meetings: it.meetings,
            calls: it.calls,
            replies: it.replies,
            ratio: kpis.ratio(party),
            response: ResponseTimes {
                count: response.count,
                mean_hours: response.mean_hours,
                median_hours: response.median_hours,
                business_mean_hours: response.business_mean_hours,
                business_median_hours: response.business_median_hours,
            },
            asked: it.asked,
            answered: it.answered,
            response_rate: it.response_rate(),
        }
    }
}

impl From<kpi::summary::Sentence> for Sentence {
    fn from(it: kpi::summary::Sentence) -> Self {
        Sentence { kind: it.kind.name(), side: it.side.map(Party::name), amount: it.amount, text: it.text }
    }
}
