//! Trials: a connection tried before anything of it is read, and what would be read of it. Nothing of a trial is kept.
//!
//! ```text
//! what was entered ┐
//! a connection     ┴─▶ whoever knows the service ─▶ a line for each step and finding ─▶ the plan ─▶ the end
//! ```
//!
//! **Invariant:** a trial lives as long as its request. Whoever goes away has cancelled it, and what was entered goes with it.

use std::convert::Infallible;
use std::future::pending;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, HeaderName};
use axum::response::{IntoResponse, Response};
use futures::stream;
use relata_model::policy::Right;
use relata_store::{Connection, ConnectionState, NewConnection};
use serde::{Deserialize, Serialize};
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use utoipa::ToSchema;

use crate::ask::{Given, InPath};
use crate::connections::{LONGEST_TEXT_BYTES, NewConnectionBody, existing, understood};
use crate::error::ErrorBody;
use crate::viewer::Asking;
use crate::{ApiError, ApiResult, ApiState, Viewer};

/// An empty line is sent when nothing was said for so long: proxies end what is silent, and whoever went away is noticed.
const STILL_HERE: Duration = Duration::from_secs(5);

/// Lets nginx pass on each line at once; others do so by themselves.
const UNBUFFERED: HeaderName = HeaderName::from_static("x-accel-buffering");

/// What is tried.
pub enum Tried {
    /// What somebody entered, with what proves that it is us: a secret, or a key and its certificate one after the other.
    Entered {
        /// Where it leads; the group may be empty.
        to: NewConnection,
        /// Shown to the service, and to nobody else.
        secret: String,
    },
    /// What was connected before.
    Connected(Connection),
}

/// How far a trial goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Whether it works.
    Test,
    /// What would be read, too.
    Plan,
}

/// Takes what a trial says, line by line.
pub type Tell = Arc<dyn Fn(TrialLine) + Send + Sync>;
/// A trial under way; dropping it ends it.
pub type Trying = Pin<Box<dyn Future<Output = ()> + Send>>;
/// Looking for groups, under way; fails with why they cannot be listed.
pub type Looking = Pin<Box<dyn Future<Output = Result<Vec<TenantGroup>, String>> + Send>>;

/// Tries connections. The server gives it: with which service, the API does not know.
pub trait Try: Send + Sync {
    /// Tries, and tells each step and finding, last the end.
    fn attempt(&self, what: Tried, extent: Extent, tell: Tell) -> Trying;
    /// Looks for the security groups whose names begin like that.
    fn groups(&self, what: Tried, beginning: String) -> Looking;
}

/// What a trial says. Without an end it was interrupted.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(tag = "line", rename_all = "snake_case")]
pub enum TrialLine {
    /// What it is at.
    Step(TrialStep),
    /// What it found.
    Finding(Finding),
    /// What would be read, if nothing stands in the way.
    Plan(Plan),
    /// It is over.
    End(TrialEnd),
}

/// What a trial is at.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrialStep {
    /// What.
    pub step: Step,
    /// How much of it is done.
    pub done: u64,
    /// Of how much; 0: nobody knows.
    pub of: u64,
}

/// The steps of a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TrialStepName)]
pub enum Step {
    /// Getting a token.
    SigningIn,
    /// Asking who works there.
    Directory,
    /// Asking who is in the group.
    Group,
    /// Trying a mailbox inside the group, and one outside.
    Mailboxes,
    /// Counting messages, a mailbox after the other.
    Counting,
    /// Counting rows of a CRM's tables.
    Tables,
}

/// How a finding is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As it should be.
    Fine,
    /// Works, and somebody should know.
    Note,
    /// Nothing may be read until somebody mends it.
    Wrong,
}

/// What a trial found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = TrialFinding)]
pub struct Finding {
    /// How it is to be taken.
    pub verdict: Verdict,
    /// What it is.
    pub text: String,
    /// What to do about it, where that is more than the text says.
    #[schema(required)]
    pub remedy: Option<String>,
}

impl Finding {
    /// Returns what is as it should be.
    pub fn fine(text: impl Into<String>) -> Finding {
        Finding { verdict: Verdict::Fine, text: text.into(), remedy: None }
    }

    /// Returns what works, and somebody should know.
    pub fn note(text: impl Into<String>, remedy: Option<&str>) -> Finding {
        Finding { verdict: Verdict::Note, text: text.into(), remedy: remedy.map(str::to_owned) }
    }

    /// Returns what has to be mended first.
    pub fn wrong(text: impl Into<String>, remedy: Option<&str>) -> Finding {
        Finding { verdict: Verdict::Wrong, text: text.into(), remedy: remedy.map(str::to_owned) }
    }

    /// Returns both in a sentence, without its full stop.
    pub fn sentence(&self) -> String {
        match &self.remedy {
            Some(remedy) => format!("{}; {remedy}", self.text),
            None => self.text.clone(),
        }
    }
}

/// What would be read, and what kept of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = TrialPlan)]
pub struct Plan {
    /// Mailboxes that would be read; of a CRM none.
    pub mailboxes: u64,
    /// Members of the group who do not take part.
    pub left_alone: u64,
    /// The first of those whose mailboxes would be read.
    pub named: Vec<PlannedMailbox>,
    /// How many messages that is; null: there is nothing to count in.
    #[schema(required)]
    pub messages: Option<PlannedMessages>,
    /// The tables of a CRM.
    pub tables: Vec<PlannedTable>,
    /// What would be kept, for example.
    pub examples: Vec<PlannedExample>,
    /// What else would be kept, and what is never asked for, in sentences.
    pub sentences: Vec<String>,
}

/// A mailbox that would be read.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlannedMailbox {
    /// Whose.
    #[schema(required)]
    pub name: Option<String>,
    /// Under which address.
    pub address: String,
}

/// How many messages there are a month.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlannedMessages {
    /// At least.
    pub low: u64,
    /// At most; the same, where everything was counted.
    pub high: u64,
    /// In how many mailboxes they were counted.
    pub counted: u64,
    /// Of how many.
    pub of: u64,
}

/// A table of a CRM.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlannedTable {
    /// What it is called there.
    pub table: String,
    /// Its rows.
    pub rows: u64,
    /// Whether there may be more: the service counts no further.
    pub or_more: bool,
}

/// What would be kept of something, for example.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlannedExample {
    /// Of what, in words: "a message".
    pub of: String,
    /// Everything that is kept of it.
    pub fields: Vec<PlannedField>,
}

/// Something that is kept.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlannedField {
    /// What.
    pub name: String,
    /// An invented one.
    pub value: String,
}

/// How a trial ended.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TrialEnd {
    /// Whether nothing of what was tried stands in the way of reading.
    pub sound: bool,
}

/// Which groups of which tenant.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FindTenantGroups)]
pub struct FindGroups {
    /// The tenant, and what proves that it is us; without a group.
    connection: NewConnectionBody,
    /// How their names begin; the first ones without.
    beginning: String,
}

/// Groups of a tenant, by name.
#[derive(Serialize, ToSchema)]
pub struct TenantGroups {
    groups: Vec<TenantGroup>,
}

/// A security group of a tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TenantGroup {
    /// Its object id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Everybody in it, also through groups in it; null: that could not be counted.
    #[schema(required)]
    pub members: Option<u64>,
}

/// Tries what was entered, and keeps nothing of it: sign-in, directory, permissions, a mailbox inside the group and one outside. A
/// line (`TrialLine`) for each step and finding; an empty one now and then. Ending the request ends the trial.
#[utoipa::path(
    post,
    path = "/api/v1/connections/test",
    tag = "sources",
    request_body = NewConnectionBody,
    responses(
        (status = 200, body = String, content_type = "application/jsonl"),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
        (status = 429, body = ErrorBody),
    ),
)]
pub(crate) async fn test_new_connection(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<NewConnectionBody>,
) -> ApiResult<Response> {
    state.let_see(&viewer, Right::ManageSources).await?;
    begin(&state, &viewer, Extent::Test, entered(given)?)
}

/// Tries what was entered, and tells what would be read of it: whose mailboxes, how many messages, what would be kept. Lines as of
/// a test.
#[utoipa::path(
    post,
    path = "/api/v1/connections/plan",
    tag = "sources",
    request_body = NewConnectionBody,
    responses(
        (status = 200, body = String, content_type = "application/jsonl"),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 409, body = ErrorBody),
        (status = 429, body = ErrorBody),
    ),
)]
pub(crate) async fn plan_new_connection(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<NewConnectionBody>,
) -> ApiResult<Response> {
    state.let_see(&viewer, Right::ManageSources).await?;
    begin(&state, &viewer, Extent::Plan, entered(given)?)
}

/// Tries a connection. Lines as of a test of what was entered.
#[utoipa::path(
    post,
    path = "/api/v1/connections/{id}/test",
    tag = "sources",
    params(("id" = String, Path, description = "The connection's id")),
    responses(
        (status = 200, body = String, content_type = "application/jsonl"),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody),
        (status = 429, body = ErrorBody),
    ),
)]
pub(crate) async fn test_connection(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<Response> {
    state.let_see(&viewer, Right::ManageSources).await?;
    begin(&state, &viewer, Extent::Test, connected(&state, &id).await?)
}

/// Tries a connection, and tells what would be read of it. Lines as of a plan of what was entered.
#[utoipa::path(
    post,
    path = "/api/v1/connections/{id}/plan",
    tag = "sources",
    params(("id" = String, Path, description = "The connection's id")),
    responses(
        (status = 200, body = String, content_type = "application/jsonl"),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody),
        (status = 429, body = ErrorBody),
    ),
)]
pub(crate) async fn plan_connection(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<Response> {
    state.let_see(&viewer, Right::ManageSources).await?;
    begin(&state, &viewer, Extent::Plan, connected(&state, &id).await?)
}

/// Looks for the security groups of a tenant whose names begin like that, with what was entered, and keeps nothing of it.
#[utoipa::path(
    post,
    path = "/api/v1/connections/groups",
    tag = "sources",
    request_body = FindGroups,
    responses(
        (status = 200, body = TenantGroups),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 429, body = ErrorBody),
        (status = 502, body = ErrorBody),
    ),
)]
pub(crate) async fn find_tenant_groups(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<FindGroups>,
) -> ApiResult<Json<TenantGroups>> {
    state.let_see(&viewer, Right::ManageSources).await?;
    let beginning = given.beginning.trim();
    if beginning.len() > LONGEST_TEXT_BYTES {
        return Err(ApiError::BadRequest("beginning: no group has a name as long as that".to_owned()));
    }
    state.access.limits.searches.check(&viewer.actor())?;
    let found = state.tries.groups(entered(given.connection)?, beginning.to_owned()).await;
    Ok(Json(TenantGroups { groups: found.map_err(ApiError::Refused)? }))
}

/// Returns what was entered; the group may be chosen later.
fn entered(given: NewConnectionBody) -> ApiResult<Tried> {
    let (to, secret) = understood(given, false)?;
    Ok(Tried::Entered { to, secret })
}

async fn connected(state: &ApiState, id: &str) -> ApiResult<Tried> {
    let connection = existing(state, id).await?;
    if connection.state == ConnectionState::Ended {
        return Err(ApiError::Conflict("it has ended and its secret is gone; connect it anew".to_owned()));
    }
    Ok(Tried::Connected(connection))
}

/// Answers with what the trial says, while it says it.
fn begin(state: &ApiState, viewer: &Viewer, extent: Extent, what: Tried) -> ApiResult<Response> {
    state.access.limits.trials.check(&viewer.actor())?;
    let others = |_| ApiError::Conflict("connections are being tried already; wait until that is over".to_owned());
    let permit = Arc::clone(&state.access.trials).try_acquire_owned().map_err(others)?;
    let (telling, told) = unbounded_channel();
    // Nobody takes lines any more: then the trial is about to be dropped.
    let tell = Arc::new(move |line| drop(telling.send(line)));
    let trying = Some(state.tries.attempt(what, extent, tell));
    let going = Going { trying, told, _permit: permit };
    let headers = [(CONTENT_TYPE, "application/jsonl"), (UNBUFFERED, "no")];
    Ok((headers, Body::from_stream(stream::unfold(going, Going::next))).into_response())
}

/// How far a trial is.
struct Going {
    /// `None`: it is over, and what it said may still be on its way.
    trying: Option<Trying>,
    told: UnboundedReceiver<TrialLine>,
    _permit: OwnedSemaphorePermit,
}

impl Going {
    /// Goes on until there is a line to send; returns `None` after the last.
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Going)> {
        let line = loop {
            let trying = async {
                match &mut self.trying {
                    Some(it) => it.await,
                    None => pending().await,
                }
            };
            tokio::select! {
                biased;
                line = self.told.recv() => break line?.to_text(),
                () = trying => self.trying = None,
                () = tokio::time::sleep(STILL_HERE) => break String::new(),
            }
        };
        Some((Ok(Bytes::from(line + "\n")), self))
    }
}

impl TrialLine {
    fn to_text(&self) -> String {
        serde_json::to_string(self).expect("a line holds nothing that is no JSON")
    }
}
