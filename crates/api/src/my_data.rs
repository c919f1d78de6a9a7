//! My data: what is stored about the viewer, who looked at their ties, and having it erased.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ask::{Asked, limit};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::wire::Named;
use crate::wishes::{self, AccessRequested, RETENTION_DAYS};
use crate::{ApiError, ApiResult, ApiState};

/// What is stored about the viewer.
#[derive(Serialize, ToSchema)]
pub struct MyStored {
    counts: StoredCounts,
    /// After an erasure, files that held it are gone within so many days.
    retention_days: u32,
    /// One row as it is stored; null: there is none.
    #[schema(required)]
    sample: Option<StoredSample>,
    /// The newest request for everything about the viewer.
    #[schema(required)]
    access_request: Option<AccessRequestBody>,
}

/// How much is stored. Emails, meetings and calls are counted for each contact: one with three contacts counts three
/// times.
#[derive(Serialize, ToSchema)]
pub struct StoredCounts {
    /// Addresses the viewer has.
    addresses: u64,
    /// Mailboxes of the viewer that are read.
    mailboxes: u64,
    /// Messages and meetings read from them, of which most are copies or left out.
    read: u64,
    /// Contacts there is a tie with.
    contacts: u64,
    /// Emails to contacts.
    emails_sent: u64,
    /// Emails from contacts.
    emails_received: u64,
    /// Emails of either that answered one of the other.
    replies: u64,
    /// Meetings with contacts.
    meetings: u64,
    /// Calls with contacts.
    calls: u64,
    /// Meetings, calls and tasks that lie ahead.
    scheduled: u64,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    first_at: Option<Timestamp>,
    #[schema(required, value_type = Option<String>, format = DateTime)]
    last_at: Option<Timestamp>,
}

/// A row as it is stored: what was computed of the viewer and the contact they last had to do with.
#[derive(Serialize, ToSchema)]
pub struct StoredSample {
    table: &'static str,
    columns: Vec<StoredColumn>,
    /// What the numbers mean.
    text: &'static str,
}

/// A column of a row.
#[derive(Serialize, ToSchema)]
pub struct StoredColumn {
    name: String,
    #[schema(required)]
    value: Option<String>,
}

/// A request for everything about the viewer.
#[derive(Serialize, ToSchema)]
#[schema(as = MyAccessRequest)]
pub struct AccessRequestBody {
    id: String,
    state: String,
    #[schema(value_type = String, format = DateTime)]
    requested_at: Timestamp,
}

/// Which views.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ViewsQuery {
    /// The `next` of the page before.
    before: Option<String>,
    /// How many at most, 1 to 100; 50 unless told.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
}

/// Who was shown the viewer's ties, the newest first.
#[derive(Serialize, ToSchema)]
pub struct MyViews {
    views: Vec<ViewBody>,
    /// Ask with `before` this for the next page; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// Somebody was shown a tie of the viewer.
#[derive(Serialize, ToSchema)]
#[schema(as = View)]
pub struct ViewBody {
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    viewer: ViewedBy,
    /// As what it was shown.
    what: String,
    /// With whom, where it was one contact.
    #[schema(required)]
    contact: Option<Named>,
}

/// Who was shown it.
#[derive(Serialize, ToSchema)]
pub struct ViewedBy {
    name: String,
}

/// An erasure that was asked for.
#[derive(Serialize, ToSchema)]
pub struct ErasureAsked {
    id: String,
}

/// What the sample says, for somebody who reads no tables.
const SAMPLE_TEXT: &str = "Numbers of two people, you and a contact, and of the computation; how much you wrote each \
                           other and met, faded by half every 60 days; how often, without fading; and when last, in \
                           seconds since 1970. No subject, no text and no attachment is stored anywhere.";

/// Returns what is stored about the viewer.
#[utoipa::path(
    get,
    path = "/api/v1/me/stored",
    tag = "me",
    responses(
        (status = 200, body = MyStored),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn get_my_stored(State(state): State<ApiState>, Asking(viewer): Asking) -> ApiResult<Json<MyStored>> {
    let me = state.me(&viewer).await?.id;
    let generation = state.store.published().await?;
    let it = state.store.stored_about(generation.as_ref(), me).await?;
    let mailboxes = state.store.mailboxes_of(me).await?;
    let sample = match &generation {
        Some(generation) => state.store.sample_of(generation, me).await?,
        None => None,
    };
    let column = |(name, value)| StoredColumn { name, value };
    let counts = StoredCounts {
        addresses: it.addresses,
        mailboxes: mailboxes.len() as u64,
        read: mailboxes.iter().map(|it| it.ledger.read).sum(),
        contacts: it.contacts,
        emails_sent: it.emails_sent,
        emails_received: it.emails_received,
        replies: it.replies,
        meetings: it.meetings,
        calls: it.calls,
        scheduled: it.scheduled,
        first_at: it.first_at,
        last_at: it.last_at,
    };
    Ok(Json(MyStored {
        counts,
        retention_days: RETENTION_DAYS,
        sample: sample.map(|columns| StoredSample {
            table: "pair",
            columns: columns.into_iter().map(column).collect(),
            text: SAMPLE_TEXT,
        }),
        access_request: wishes::access_request(&state, me).await?.map(AccessRequestBody::from),
    }))
}

/// Asks for everything that is stored about the viewer.
#[utoipa::path(
    post,
    path = "/api/v1/me/stored",
    tag = "me",
    responses(
        (status = 202, body = AccessRequestBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn ask_for_my_data(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
) -> ApiResult<(StatusCode, Json<AccessRequestBody>)> {
    let me = state.me(&viewer).await?.id;
    let asked = wishes::ask_for_access(&state, &viewer, me).await?;
    Ok((StatusCode::ACCEPTED, Json(asked.into())))
}

/// Lists who was shown the viewer's ties.
#[utoipa::path(
    get,
    path = "/api/v1/me/views",
    tag = "me",
    params(ViewsQuery),
    responses(
        (status = 200, body = MyViews),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn list_my_views(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<ViewsQuery>,
) -> ApiResult<Json<MyViews>> {
    let me = state.me(&viewer).await?.id;
    let limit = limit(asked.limit, 50)?;
    let number =
        |it: String| it.parse().map_err(|_| ApiError::BadRequest("`before` is the `next` of a page".to_owned()));
    let before: Option<u64> = asked.before.map(number).transpose()?;
    let (views, next) = wishes::views(&state, &viewer, me, before, limit).await?;
    let view = |it: wishes::View| ViewBody {
        at: it.at,
        viewer: ViewedBy { name: it.viewer },
        what: it.what,
        contact: it.contact.map(|(id, name)| Named { id: id.to_string(), name }),
    };
    Ok(Json(MyViews { views: views.into_iter().map(view).collect(), next: next.map(|it| it.to_string()) }))
}

/// Asks for everything about the viewer to be erased.
#[utoipa::path(
    post,
    path = "/api/v1/me/erase",
    tag = "me",
    responses(
        (status = 202, body = ErasureAsked),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn erase_me(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
) -> ApiResult<(StatusCode, Json<ErasureAsked>)> {
    let me = state.me(&viewer).await?.id;
    state.proved_lately(&viewer)?;
    let id = wishes::erase(&state, &viewer, me).await?;
    Ok((StatusCode::ACCEPTED, Json(ErasureAsked { id })))
}

impl From<AccessRequested> for AccessRequestBody {
    fn from(it: AccessRequested) -> Self {
        AccessRequestBody { id: it.id, state: it.state, requested_at: it.requested_at }
    }
}
