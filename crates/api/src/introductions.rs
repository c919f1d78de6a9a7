//! Introductions: a request drafted from the administrator's template, edited and sent by a person, each once.

use relata_model::policy::Right;
use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use relata_model::PersonId;
use relata_model::audit::{Action, AuditEvent, of_person};
use relata_model::introduction::TOKENS;
use relata_store::{Colleague, IntroductionId, IntroductionState, NewIntroduction, Person, Started};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ask::{Asked, Given, person};
use crate::error::ErrorBody;
use crate::evidence::nothing_known;
use crate::mail::{self, Letter, one_line};
use crate::viewer::Asking;
use crate::{ApiError, ApiResult, ApiState, Viewer};

const LONGEST_REASON_CHARS: usize = 1_000;
const LONGEST_SUBJECT_CHARS: usize = 200;
const LONGEST_BODY_CHARS: usize = 10_000;
const LONGEST_KEY_CHARS: usize = 100;

/// What an administrator must configure so that Relata can send by itself.
const MISSING: &str = "no mail server is configured; an administrator sets `host`, `port` and `from` under \
                       [introductions.smtp] in relata.toml";

/// What the draft is about.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct DraftQuery {
    /// The contact's id.
    contact: String,
    /// The colleague's id.
    colleague: String,
    /// Why the introduction is wanted.
    reason: Option<String>,
}

/// A request before somebody edits it.
#[derive(Serialize, ToSchema)]
pub struct Draft {
    to: Addressee,
    subject: String,
    body: String,
    transport: Transport,
    /// What an administrator must configure so that Relata can send by itself; null when it can.
    #[schema(required)]
    missing: Option<&'static str>,
    tokens: Vec<Token>,
}

/// Who is written to.
#[derive(Serialize, ToSchema)]
pub struct Addressee {
    name: String,
    email: String,
}

/// How the request leaves.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// Relata sends it.
    Smtp,
    /// The viewer's own mail program does.
    Mailto,
}

/// A token of the template, and what stands for it.
#[derive(Serialize, ToSchema)]
pub struct Token {
    token: &'static str,
    value: String,
}

/// A request, as edited.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewIntroductionBody {
    contact: String,
    colleague: String,
    subject: String,
    body: String,
    /// Made once for each request; sending it again with the same key sends nothing twice.
    idempotency_key: String,
}

/// A request that was sent.
#[derive(Serialize, ToSchema)]
pub struct Introduction {
    id: String,
    /// `sent`.
    state: &'static str,
    #[schema(value_type = String, format = DateTime)]
    sent_at: Timestamp,
}

/// Drafts a request for an introduction from the administrator's template.
#[utoipa::path(
    get,
    path = "/api/v1/introductions/draft",
    tag = "who-knows-whom",
    params(DraftQuery),
    responses(
        (status = 200, body = Draft),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn draft_introduction(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Asked(asked): Asked<DraftQuery>,
) -> ApiResult<Json<Draft>> {
    state.let_see(&viewer, Right::AskForIntroductions).await?;
    let reason = asked.reason.unwrap_or_default();
    at_most("reason", &reason, LONGEST_REASON_CHARS)?;
    let (contact, colleague) = pair(&state, &viewer, &asked.contact, &asked.colleague).await?;
    let introductions = &state.settings.introductions;
    let values = values(&viewer, &contact, &colleague, &reason);
    let (subject, body) = introductions.template.fill(&values);
    let can_send = introductions.smtp.is_some();
    let event = introducing(&state, &viewer, "draft", (&contact, &colleague));
    let draft = Json(Draft {
        to: Addressee { name: colleague.name, email: colleague.email },
        subject,
        body,
        transport: if can_send { Transport::Smtp } else { Transport::Mailto },
        missing: if can_send { None } else { Some(MISSING) },
        tokens: TOKENS.iter().map(|(token, _)| Token { token, value: values[token].clone() }).collect(),
    });
    state.store.audit(&[event]).await?;
    Ok(draft)
}

/// Sends a request for an introduction, once.
#[utoipa::path(
    post,
    path = "/api/v1/introductions",
    tag = "who-knows-whom",
    request_body = NewIntroductionBody,
    responses(
        (status = 201, body = Introduction),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "No mail server is configured, or the key belongs to another request"),
        (status = 502, body = ErrorBody, description = "The mail server refused; nothing was sent"),
    ),
)]
pub(crate) async fn send_introduction(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<NewIntroductionBody>,
) -> ApiResult<(StatusCode, Json<Introduction>)> {
    state.let_see(&viewer, Right::AskForIntroductions).await?;
    between("subject", &given.subject, LONGEST_SUBJECT_CHARS)?;
    between("body", &given.body, LONGEST_BODY_CHARS)?;
    between("idempotency_key", &given.idempotency_key, LONGEST_KEY_CHARS)?;
    let (contact, colleague) = pair(&state, &viewer, &given.contact, &given.colleague).await?;
    if state.settings.introductions.smtp.is_none() {
        return Err(ApiError::Conflict(format!("this cannot be sent: {MISSING}")));
    }
    state.store.audit(&[introducing(&state, &viewer, "send", (&contact, &colleague))]).await?;
    let new = NewIntroduction {
        idempotency_key: &given.idempotency_key,
        contact: contact.id,
        colleague: colleague.id,
        requested_by: &viewer.name,
        requested_at: (state.clock)(),
    };
    let sent = match state.store.start_introduction(&new).await? {
        Started::Now(id) => send_now(&state, &viewer, id, &colleague, &given).await?,
        Started::Before(known) => already_sent(known, (contact.id, colleague.id))?,
    };
    Ok((StatusCode::CREATED, Json(sent)))
}

async fn send_now(
    state: &ApiState,
    viewer: &Viewer,
    id: IntroductionId,
    colleague: &Colleague,
    given: &NewIntroductionBody,
) -> ApiResult<Introduction> {
    let Some(smtp) = &state.settings.introductions.smtp else {
        return Err(ApiError::Conflict(format!("this cannot be sent: {MISSING}")));
    };
    let letter = Letter {
        to: (&colleague.name, &colleague.email),
        writer: (&viewer.name, viewer.email.as_deref()),
        subject: &given.subject,
        body: &given.body,
    };
    if let Err(error) = mail::send(smtp, &letter).await {
        let failed = IntroductionState::Failed(format!("{error:#}"));
        state.store.finish_introduction(id, &failed).await?;
        tracing::warn!(introduction.id = id.0, "the mail server refused introduction {}: {error:#}", id.0);
        return Err(ApiError::Refused(
            "the mail server did not take the message, so nothing was sent; try again, or tell an administrator"
                .to_owned(),
        ));
    }
    let sent_at = (state.clock)();
    state.store.finish_introduction(id, &IntroductionState::Sent(sent_at)).await?;
    Ok(Introduction { id: id.0.to_string(), state: "sent", sent_at })
}

fn already_sent(known: relata_store::Introduction, asked: (PersonId, PersonId)) -> ApiResult<Introduction> {
    if (known.contact, known.colleague) != asked {
        let detail = "`idempotency_key` belongs to a request about somebody else; make a new one for each request";
        return Err(ApiError::Conflict(detail.to_owned()));
    }
    match known.state {
        IntroductionState::Sent(sent_at) => Ok(Introduction { id: known.id.0.to_string(), state: "sent", sent_at }),
        _ => Err(ApiError::Conflict(
            "this request is being sent, or its sending was cut off; ask the colleague before you send it anew"
                .to_owned(),
        )),
    }
}

/// Returns the event of a request about these two.
fn introducing(
    state: &ApiState,
    viewer: &Viewer,
    what: &'static str,
    (contact, colleague): (&Person, &Colleague),
) -> AuditEvent {
    let event = state.event(viewer, Action::Introduce).of(of_person(contact.id));
    event.with("what", what).showing([colleague.id])
}

/// Returns the two, if the viewer may know that they know each other.
async fn pair(state: &ApiState, viewer: &Viewer, contact: &str, colleague: &str) -> ApiResult<(Person, Colleague)> {
    let (contact, colleague) = (person(contact)?, person(colleague)?);
    let store = &state.store;
    let generation = store.published().await?.ok_or_else(nothing_known)?;
    store.pair(&generation, contact, colleague, &state.asker(viewer)).await?.ok_or_else(nothing_known)?;
    let contact = store.person(contact).await?.ok_or_else(nothing_known)?;
    let colleague = store.colleague(colleague).await?.ok_or_else(nothing_known)?;
    Ok((contact, colleague))
}

fn values(viewer: &Viewer, contact: &Person, colleague: &Colleague, reason: &str) -> BTreeMap<&'static str, String> {
    let in_records = contact.records.iter().find_map(|it| it.company.clone());
    let company = in_records.or_else(|| contact.company.clone()).unwrap_or_else(|| "their company".to_owned());
    let values = [
        viewer.name.clone(),
        colleague.name.clone(),
        first_name(&colleague.name),
        contact.name.clone(),
        company,
        reason.to_owned(),
    ];
    TOKENS.iter().map(|(token, _)| *token).zip(values.map(|it| one_line(&it))).collect()
}

/// Returns the first name, also of `Stone, Amber`.
fn first_name(name: &str) -> String {
    let given = name.split_once(',').map_or(name, |it| it.1).trim();
    given.split_whitespace().next().unwrap_or(name).to_owned()
}

pub(crate) fn between(field: &str, text: &str, most: usize) -> ApiResult<()> {
    if text.trim().is_empty() {
        return Err(ApiError::BadRequest(format!("`{field}` is empty")));
    }
    at_most(field, text, most)
}

fn at_most(field: &str, text: &str, most: usize) -> ApiResult<()> {
    let length = text.chars().count();
    if length > most {
        return Err(ApiError::BadRequest(format!("`{field}` has {length} characters; {most} are allowed")));
    }
    Ok(())
}
