//! Similar won deals: what an opportunity may be measured by, deal by deal.

use axum::Json;
use axum::extract::State;
use relata_model::RecordKind;
use relata_model::audit::of_record;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::analysed::days;
use crate::ask::{Asked, InPath};
use crate::comparison::{ComparedDeal, Comparison, SimilarAverages};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::wire::Named;
use crate::{ApiError, ApiResult, ApiState};

/// Over how long the deals are looked at.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// So many days before each was won, 7 to 730; 90 unless told.
    #[param(minimum = 7, maximum = 730)]
    days: Option<i64>,
}

/// Won deals to measure an opportunity by.
#[derive(Serialize, ToSchema)]
pub struct Similar {
    /// `similar`: the deals most like it; `recently_won`: the ones won last, for want of likeness.
    basis: &'static str,
    /// Whether enough deals were won and lost (30 of each) to learn likeness from.
    enough: bool,
    /// How many deals were won in all.
    won: u64,
    /// How many were lost in all.
    lost: u64,
    /// What likeness is made of, most telling first: 0.1 (tells nothing) to 1 (tells won from lost every time).
    fields: Vec<FieldWeight>,
    #[schema(required)]
    averages: Option<SimilarAverages>,
    deals: Vec<SimilarDeal>,
}

/// How much a field counts.
#[derive(Serialize, ToSchema)]
pub struct FieldWeight {
    /// `revenue`, `days`, `early_emails`, `early_meetings`, `stakeholders` or `account_contacts`.
    name: &'static str,
    weight: f64,
}

/// A won deal, with figures of the days before it was won.
#[derive(Serialize, ToSchema)]
pub struct SimilarDeal {
    id: String,
    name: String,
    #[schema(required)]
    account: Option<Named>,
    /// 0 to 100; null where likeness was not the basis.
    #[schema(required)]
    similarity: Option<u8>,
    #[schema(required)]
    revenue: Option<f64>,
    #[schema(required)]
    closed_on: Option<String>,
    /// Of all sorts and both sides.
    activities: u32,
    /// What our people spent.
    team_hours: f64,
    /// The median hours we took to answer.
    #[schema(required)]
    response_hours: Option<f64>,
    /// What share we answered of what we were asked, 0 to 1.
    #[schema(required)]
    response_rate: Option<f64>,
}

/// Lists won deals to measure an opportunity by.
#[utoipa::path(
    get,
    path = "/api/v1/records/{record}/similar",
    tag = "analytics",
    params(("record" = String, Path, description = "The record's id in the CRM"), Query),
    responses(
        (status = 200, body = Similar),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn list_similar_deals(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Similar>> {
    let it = state.analysed(&viewer, id).await?;
    if it.page.summary.kind != RecordKind::Opportunity {
        return Err(ApiError::BadRequest("only opportunities have similar deals".to_owned()));
    }
    if !it.settings.similar_deals {
        return Err(ApiError::Conflict(
            "the comparison with won deals is switched off; an administrator can switch it on".to_owned(),
        ));
    }
    let found = Comparison::of(&state, &it, days(asked.days, 90, 7, 730)?).await?;
    let field =
        |(field, weight): &(relata_model::similar::Field, f64)| FieldWeight { name: field.name(), weight: *weight };
    let answer = Json(Similar {
        basis: found.similar.basis.name(),
        enough: found.similar.enough(),
        won: found.similar.won as u64,
        lost: found.similar.lost as u64,
        fields: found.similar.fields.iter().map(field).collect(),
        averages: found.averages().map(SimilarAverages::from),
        deals: found.deals.into_iter().map(SimilarDeal::from).collect(),
    });
    state.viewed(&viewer, "similar", of_record(&it.page.summary.id), []).await?;
    Ok(answer)
}

impl From<ComparedDeal> for SimilarDeal {
    fn from(it: ComparedDeal) -> Self {
        let ComparedDeal { similarity, deal, kpis } = it;
        SimilarDeal {
            id: deal.id.0,
            name: deal.name,
            account: deal.account.zip(deal.account_name).map(Named::from),
            similarity,
            revenue: deal.revenue,
            closed_on: deal.closed_on.map(|it| it.to_string()),
            activities: kpis.activities(),
            team_hours: kpis.team_seconds as f64 / 3600.0,
            response_hours: kpis.us.response.median_hours,
            response_rate: kpis.us.response_rate(),
        }
    }
}
