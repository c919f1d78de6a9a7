//! Completeness: what each mailbox of a connection has beside what was read of it, and what is wrong with a connection, since when
//! and what to do.

use std::collections::{BTreeMap, HashMap};

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use relata_model::MailboxId;
use relata_model::completeness::Tally;
use relata_model::policy::Right;
use relata_store::{Connection, LedgerLine, LedgerQuery, Trouble};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ask::{Asked, InPath, limit};
use crate::connections::existing;
use crate::error::ErrorBody;
use crate::overview::Filtered;
use crate::viewer::Asking;
use crate::{ApiError, ApiResult, ApiState};

/// So many troubles are listed; the count is of all.
const MOST_TROUBLES: usize = 100;

/// Which mailboxes.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// The `next` of the page before.
    after: Option<String>,
    /// How many at most, 1 to 100; 50 unless told.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<i64>,
    /// Only those where something is unexplained.
    #[serde(default)]
    unexplained: bool,
}

/// A page of the ledger of a connection, by the mailbox's number.
#[derive(Serialize, ToSchema)]
pub struct CompletenessPage {
    mailboxes: Vec<CompletenessLine>,
    /// Ask with `after` this for the next page; null at the end.
    #[schema(required)]
    next: Option<String>,
}

/// A mailbox or calendar: what its source has, and what became of it.
#[derive(Serialize, ToSchema)]
pub struct CompletenessLine {
    mailbox: String,
    /// Whose it is, if anybody's.
    #[schema(required)]
    owner: Option<String>,
    /// `mail` or `calendar`. Calendars have no folders to count.
    what: String,
    /// When it was last held against its source; null: not yet.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    checked_at: Option<Timestamp>,
    /// Messages the source says it has in what is read: kept, left out, unreadable and unexplained together.
    source: u64,
    /// Messages that passed the rules: stored once, unless consent left them out.
    kept: u64,
    /// Messages that rules left out.
    left_out: u64,
    quarantined: u64,
    /// Messages that were not met even by reading again, or are too many.
    unexplained: u64,
    /// Since when something is unexplained.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    since: Option<Timestamp>,
    /// Messages older than what is read.
    older: u64,
    /// Messages in folders that are not read.
    beside: u64,
    /// Messages that were read and have left since.
    gone: u64,
    /// Messages found by reading again what did not add up.
    found_late: u64,
}

/// The folders of a mailbox.
#[derive(Serialize, ToSchema)]
pub struct FolderLedger {
    folders: Vec<FolderLine>,
}

/// A folder: what the source has in it, and what became of it.
#[derive(Serialize, ToSchema)]
pub struct FolderLine {
    /// What stands for it.
    folder: String,
    /// Its well-known name, such as `inbox`; null: it has one that people gave it, which is not known here.
    #[schema(required)]
    name: Option<String>,
    source: u64,
    kept: u64,
    left_out: Vec<Filtered>,
    quarantined: u64,
    gone: u64,
    found_late: u64,
    older: u64,
    /// Months in which something is unexplained.
    unexplained: Vec<UnexplainedMonth>,
}

/// A month in which something is unexplained.
#[derive(Serialize, ToSchema)]
pub struct UnexplainedMonth {
    /// Such as `2026-03`.
    month: String,
    /// How many messages were not met; below zero: so many too many.
    messages: i64,
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
}

/// What is wrong with a connection.
#[derive(Serialize, ToSchema)]
pub struct Troubles {
    /// The first of them: of the whole connection, then the oldest.
    troubles: Vec<TroubleBody>,
    /// How many there are.
    count: u64,
}

/// Something that is wrong.
#[derive(Serialize, ToSchema)]
#[schema(as = Trouble)]
pub struct TroubleBody {
    /// `connection`, `not_told`, `lapsed`, `all_silent`, `failing`, `silent` or `unexplained`.
    what: &'static str,
    /// In words.
    text: String,
    /// What to do about it, in words.
    remedy: &'static str,
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// Which mailbox; null: the whole connection.
    #[schema(required)]
    mailbox: Option<String>,
    /// Whose it is, if anybody's.
    #[schema(required)]
    owner: Option<String>,
}

/// Lists what each mailbox of a connection has beside what was read of it.
#[utoipa::path(
    get,
    path = "/api/v1/connections/{id}/ledger",
    tag = "sources",
    params(("id" = String, Path, description = "The connection's id"), Query),
    responses(
        (status = 200, body = CompletenessPage),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn get_connection_ledger(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
    Asked(asked): Asked<Query>,
) -> ApiResult<Json<CompletenessPage>> {
    state.let_see(&viewer, Right::ManageSources).await?;
    let connection = existing(&state, &id).await?;
    let limit = limit(asked.limit, 50)?;
    let wrong = |_| ApiError::BadRequest("`after` must be the `next` of a page".to_owned());
    let after = asked.after.map(|it| it.parse().map(MailboxId).map_err(wrong)).transpose()?;
    let query = LedgerQuery { source: connection.to.source, after, unexplained: asked.unexplained };
    let mut found = state.store.ledger_page(&query, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let next = found.last().filter(|_| more).map(|it| it.mailbox.to_string());
    Ok(Json(CompletenessPage { mailboxes: found.into_iter().map(line).collect(), next }))
}

/// Lists the folders of a mailbox: what each has, beside what was read of it.
#[utoipa::path(
    get,
    path = "/api/v1/connections/{id}/ledger/{mailbox}",
    tag = "sources",
    params(
        ("id" = String, Path, description = "The connection's id"),
        ("mailbox" = String, Path, description = "The mailbox's id"),
    ),
    responses(
        (status = 200, body = FolderLedger),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn get_mailbox_ledger(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath((id, mailbox)): InPath<(String, String)>,
) -> ApiResult<Json<FolderLedger>> {
    state.let_see(&viewer, Right::ManageSources).await?;
    let connection = existing(&state, &id).await?;
    let mailbox = mailbox_of(&state, &connection, &mailbox).await?;
    let mut folders: BTreeMap<String, FolderLine> = BTreeMap::new();
    let mut tallies: HashMap<String, Tally> = HashMap::new();
    let empty = |folder: String, name, older| FolderLine {
        folder,
        name,
        older,
        source: 0,
        kept: 0,
        left_out: Vec::new(),
        quarantined: 0,
        gone: 0,
        found_late: 0,
        unexplained: Vec::new(),
    };
    for it in state.store.mail_folders(mailbox).await? {
        folders.insert(it.folder.clone(), empty(it.folder, it.name, it.older));
    }
    for it in state.store.folder_months(mailbox).await? {
        let of = folders.entry(it.folder.clone()).or_insert_with(|| empty(it.folder.clone(), None, 0));
        of.source += it.counted.map_or(0, |it| it.0);
        of.gone += it.gone;
        of.found_late += it.found_late;
        let month = it.month.to_string();
        of.unexplained.extend(it.unexplained.map(|(messages, since)| UnexplainedMonth { month, messages, since }));
        *tallies.entry(it.folder).or_default() += &it.tally;
    }
    for (folder, tally) in tallies {
        if let Some(of) = folders.get_mut(&folder) {
            (of.kept, of.quarantined) = (tally.kept, tally.quarantined);
            of.left_out = tally.left_out.into_iter().map(Filtered::by).collect();
        }
    }
    let mut folders: Vec<FolderLine> = folders.into_values().collect();
    folders.sort_by(|a, b| (a.name.is_none(), &a.name, &a.folder).cmp(&(b.name.is_none(), &b.name, &b.folder)));
    Ok(Json(FolderLedger { folders }))
}

/// Lists what is wrong with a connection and its mailboxes, since when, and what to do about each.
#[utoipa::path(
    get,
    path = "/api/v1/connections/{id}/troubles",
    tag = "sources",
    params(("id" = String, Path, description = "The connection's id")),
    responses(
        (status = 200, body = Troubles),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn list_troubles(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<Json<Troubles>> {
    state.let_see(&viewer, Right::ManageSources).await?;
    let connection = existing(&state, &id).await?;
    let mut found = state.store.troubles((state.clock)()).await?;
    found.retain(|it| it.source == connection.to.source);
    let mailboxes: HashMap<MailboxId, Option<relata_model::PersonId>> =
        state.store.mailboxes().await?.into_iter().map(|it| (it.id, it.owner)).collect();
    let count = found.len() as u64;
    let mut troubles = Vec::new();
    for Trouble { mailbox, since, what, .. } in found.into_iter().take(MOST_TROUBLES) {
        let person = mailbox.and_then(|it| mailboxes.get(&it).copied().flatten());
        let owner = match person {
            Some(person) => state.store.colleague(person).await?.map(|it| it.name),
            None => None,
        };
        let mailbox = mailbox.map(|it| it.to_string());
        troubles.push(TroubleBody {
            what: what.name(),
            text: what.text(),
            remedy: what.remedy(),
            since,
            mailbox,
            owner,
        });
    }
    Ok(Json(Troubles { troubles, count }))
}

async fn mailbox_of(state: &ApiState, connection: &Connection, mailbox: &str) -> ApiResult<MailboxId> {
    let all = state.store.mailboxes().await?;
    let found = all.into_iter().find(|it| it.source == connection.to.source && it.id.to_string() == mailbox);
    found.map(|it| it.id).ok_or_else(|| ApiError::NotFound("there is no such mailbox".to_owned()))
}

fn line(it: LedgerLine) -> CompletenessLine {
    let LedgerLine { mailbox, kind, owner, completeness, .. } = it;
    CompletenessLine {
        mailbox: mailbox.to_string(),
        owner: owner.and_then(|it| it.1),
        what: kind,
        checked_at: completeness.checked_at,
        source: completeness.source,
        kept: completeness.kept,
        left_out: completeness.left_out,
        quarantined: completeness.quarantined,
        unexplained: completeness.unexplained,
        since: completeness.since,
        older: completeness.older,
        beside: completeness.beside,
        gone: completeness.gone,
        found_late: completeness.found_late,
    }
}
