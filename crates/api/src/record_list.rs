//! Lists of records: filtered and sorted by what the CRM says and by how relationships stand.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use relata_model::health::Grade;
use relata_model::policy::Right;
use relata_model::{Address, RecordId};
use relata_store::{GradeFilter, RecordQuery, RecordSort};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ask::{Asked, limit_of};
use crate::error::ErrorBody;
use crate::record_row::RecordRow;
use crate::standing::TrendWord;
use crate::viewer::Asking;
use crate::wire::RecordKindWord;
use crate::{ApiError, ApiResult, ApiState, Viewer};

/// Which records, in which order.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// One kind only.
    kind: Option<RecordKindWord>,
    /// Where they stand.
    status: Option<StatusWord>,
    /// Only those the viewer owns, or is in the team of.
    mine: Option<bool>,
    /// Only those of a grade; `none`: without a score.
    grade: Option<GradeWord>,
    /// Only those that go there.
    trend: Option<TrendWord>,
    /// Only those with all these words in their name; a single letter chooses nothing.
    q: Option<String>,
    /// Only those of an account, by its id.
    account: Option<String>,
    /// In which order; by name unless told. What has no value comes last both ways.
    sort: Option<SortWord>,
    /// `asc` unless told.
    order: Option<OrderWord>,
    /// How many to pass over.
    #[param(minimum = 0)]
    offset: Option<i64>,
    /// How many at most, 1 to 200; 50 unless told.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
}

/// Where a record stands, whatever the CRM calls it.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RecordStatus)]
pub enum StatusWord {
    /// Business goes on.
    Open,
    /// An opportunity that was won.
    Won,
    /// An opportunity that was lost.
    Lost,
    /// Closed otherwise.
    Closed,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GradeFilter)]
pub(crate) enum GradeWord {
    Good,
    Fair,
    Poor,
    None,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RecordSort)]
pub(crate) enum SortWord {
    Name,
    Health,
    Trend,
    Last,
    Next,
    Emails,
    Meetings,
    Calls,
    Revenue,
    Close,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SortOrder)]
pub(crate) enum OrderWord {
    Asc,
    Desc,
}

/// A page of records.
#[derive(Serialize, ToSchema)]
pub struct Records {
    /// How many there are in all.
    total: u64,
    offset: u64,
    records: Vec<RecordRow>,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    computed_at: Option<Timestamp>,
}

/// Lists records, by name unless told.
#[utoipa::path(
    get,
    path = "/api/v1/records",
    tag = "records",
    params(Query),
    responses(
        (status = 200, body = Records),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn list_records(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Records>> {
    let list = List::of(&state, &viewer, asked).await?;
    let found = state.store.list_records(&list.query).await?;
    let run = state.store.insight_run().await?;
    let answer = Json(Records {
        total: found.total,
        offset: list.query.offset,
        records: found.rows.into_iter().map(|it| RecordRow::of(it, list.shown)).collect(),
        computed_at: run.map(|it| it.computed_at),
    });
    if list.shown.activity {
        state.viewed(&viewer, "records", String::new(), []).await?;
    }
    Ok(answer)
}

/// A list that the viewer may see.
pub(crate) struct List {
    pub(crate) query: RecordQuery,
    pub(crate) shown: Shown,
}

/// What of a record's insight is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The last contact, the next, and the counts.
    pub(crate) activity: bool,
    /// Health and trend.
    pub(crate) health: bool,
}

impl Shown {
    /// Returns what a viewer may see, as far as it is not switched off.
    pub(crate) async fn to(viewer: &Viewer, state: &ApiState) -> ApiResult<Shown> {
        let activity = state.may_see(viewer, Right::SeeAnalytics).await?;
        Ok(Shown { activity, health: activity && state.analytics_settings().await?.health.shown })
    }
}

impl List {
    /// Returns the list a viewer asks for. An order tells as much as a figure, so what may not be seen cannot be sorted
    /// or filtered by either.
    pub(crate) async fn of(state: &ApiState, viewer: &Viewer, asked: Query) -> ApiResult<List> {
        state.let_see(viewer, Right::SeeRecords).await?;
        let shown = Shown::to(viewer, state).await?;
        let sort = asked.sort.unwrap_or(SortWord::Name);
        let of_health =
            matches!(sort, SortWord::Health | SortWord::Trend) || asked.grade.is_some() || asked.trend.is_some();
        let of_activity =
            matches!(sort, SortWord::Last | SortWord::Next | SortWord::Emails | SortWord::Meetings | SortWord::Calls);
        if !shown.activity && (of_health || of_activity) {
            state.let_see(viewer, Right::SeeAnalytics).await?;
        }
        if !shown.health && of_health {
            return Err(ApiError::BadRequest(
                "health is switched off, so nothing can be sorted or chosen by it".to_owned(),
            ));
        }
        let query = RecordQuery {
            kind: asked.kind.map(Into::into),
            status: asked.status.map(Into::into),
            mine: if asked.mine == Some(true) { Some(own_address(viewer)?) } else { None },
            grade: asked.grade.map(Into::into),
            trend: asked.trend.map(Into::into),
            // One letter is in nearly every name.
            words: asked.q.filter(|it| it.trim().chars().count() > 1),
            account: asked.account.map(RecordId),
            sort: sort.into(),
            descending: matches!(asked.order, Some(OrderWord::Desc)),
            offset: asked.offset.map_or(Ok(0), offset)?,
            limit: limit_of(asked.limit, 50, 200)?,
        };
        Ok(List { query, shown })
    }
}

/// Returns the address by which the viewer's records are told.
pub(crate) fn own_address(viewer: &Viewer) -> ApiResult<Address> {
    let address = viewer.email.as_deref().and_then(|it| Address::parse_unlisted(it).ok());
    address.ok_or_else(|| ApiError::BadRequest("`mine` needs a viewer with an address, and you have none".to_owned()))
}

fn offset(asked: i64) -> ApiResult<u64> {
    u64::try_from(asked).map_err(|_| ApiError::BadRequest(format!("`offset` is {asked}; it must be 0 or more")))
}

impl From<GradeWord> for GradeFilter {
    fn from(it: GradeWord) -> Self {
        match it {
            GradeWord::Good => GradeFilter::Is(Grade::Good),
            GradeWord::Fair => GradeFilter::Is(Grade::Fair),
            GradeWord::Poor => GradeFilter::Is(Grade::Poor),
            GradeWord::None => GradeFilter::None,
        }
    }
}

impl From<SortWord> for RecordSort {
    fn from(it: SortWord) -> Self {
        match it {
            SortWord::Name => RecordSort::Name,
            SortWord::Health => RecordSort::Health,
            SortWord::Trend => RecordSort::Trend,
            SortWord::Last => RecordSort::Last,
            SortWord::Next => RecordSort::Next,
            SortWord::Emails => RecordSort::Emails,
            SortWord::Meetings => RecordSort::Meetings,
            SortWord::Calls => RecordSort::Calls,
            SortWord::Revenue => RecordSort::Revenue,
            SortWord::Close => RecordSort::Close,
        }
    }
}
