//! Mailboxes: what was read, for whoever is to erase one.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use relata_model::MailboxId;
use relata_model::policy::Right;
use relata_store::{ListedMailbox, MailboxQuery};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ask::{Asked, limit};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::{ApiError, ApiResult, ApiState};

/// Which mailboxes.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// The `next` of the page before.
    after: Option<String>,
    /// How many at most, 1 to 100; 50 unless told.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
    /// What their name, their source's or their owner's holds.
    query: Option<String>,
}

/// A page of mailboxes, by number.
#[derive(Serialize, ToSchema)]
pub struct Mailboxes {
    mailboxes: Vec<MailboxBody>,
    /// Ask with `after` this for the next page; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// A mailbox that was read.
#[derive(Serialize, ToSchema)]
#[schema(as = Mailbox)]
pub struct MailboxBody {
    id: String,
    /// The source it lies in.
    source: String,
    /// What it is called there.
    name: String,
    /// What sort it is of: `mbox`, `maildir`, `ics`, `crm`, …
    kind: String,
    /// The colleague it belongs to; null: nobody of the directory.
    #[schema(required)]
    owner: Option<OwnerBody>,
    /// How many messages were read, whatever became of them.
    read: u64,
    /// How many of them are stored.
    stored: u64,
    /// When the newest was sent.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    read_until: Option<Timestamp>,
}

/// The colleague a mailbox belongs to.
#[derive(Serialize, ToSchema)]
#[schema(as = MailboxOwner)]
pub struct OwnerBody {
    person: String,
    name: String,
}

impl From<ListedMailbox> for MailboxBody {
    fn from(it: ListedMailbox) -> MailboxBody {
        MailboxBody {
            id: it.id.to_string(),
            source: it.source,
            name: it.name,
            kind: it.kind,
            owner: it.owner.map(|(person, name)| OwnerBody { person: person.to_string(), name }),
            read: it.read,
            stored: it.stored,
            read_until: it.read_until,
        }
    }
}

/// Lists mailboxes, for whoever is to erase one. Those being erased are not among them.
#[utoipa::path(
    get,
    path = "/api/v1/mailboxes",
    tag = "erasures",
    params(Query),
    responses(
        (status = 200, body = Mailboxes),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn list_mailboxes(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<Mailboxes>> {
    state.let_see(&viewer, Right::ManagePeople).await?;
    let limit = limit(asked.limit, 50)?;
    let after = asked.after.as_deref().map(after).transpose()?;
    let query = MailboxQuery { after, holds: asked.query.unwrap_or_default() };
    let mut found = state.store.mailbox_page(&query, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|it| it.id.to_string());
    Ok(Json(Mailboxes { mailboxes: found.into_iter().map(MailboxBody::from).collect(), next }))
}

fn after(text: &str) -> ApiResult<MailboxId> {
    let wrong = |_| ApiError::BadRequest(format!("`after` is `{text}`; it must be the `next` of a page"));
    text.parse().map(MailboxId).map_err(wrong)
}
