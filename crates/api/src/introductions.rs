//! Introductions: a request drafted from the administrator's template, edited and sent by a person, each once.

use relata_model::policy::Right;
use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use relata_keys::Token as Random;
use relata_model::audit::{Action, AuditEvent, of_person};
use relata_model::introduction::TOKENS;
use relata_model::{Identity, PersonId};
use relata_store::{
    AccountId, Colleague, IntroductionId, IntroductionState, NewIntroduction, Person, Started, Transport,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::ask::{Asked, Given, person};
use crate::error::ErrorBody;
use crate::evidence::nothing_known;
use crate::introductions_tracked::{StateWord, asked_before};
use crate::mail::{self, Letter, NotSent, one_line};
use crate::own_mailbox::{self, OwnLetter, OwnMailboxWord, OwnMailboxes};
use crate::viewer::{Asking, Through};
use crate::{ApiError, ApiResult, ApiState, Smtp, Viewer};

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
    transport: TransportWord,
    /// The address it leaves from; null: that of the viewer's mail program.
    #[schema(required)]
    from: Option<String>,
    /// What an administrator must configure so that Relata can send by itself; null when it can.
    #[schema(required)]
    missing: Option<&'static str>,
    /// Whether it may leave from the viewer's own mailbox.
    own_mailbox: OwnMailboxWord,
    /// When the viewer asked this colleague about this contact last; null: never, or it was not sent.
    #[schema(required)]
    asked_before: Option<AskedBefore>,
    tokens: Vec<Token>,
}

/// A request for the same.
#[derive(Serialize, ToSchema)]
pub struct AskedBefore {
    #[schema(value_type = String, format = DateTime)]
    pub(crate) at: Timestamp,
    pub(crate) state: StateWord,
}

/// Who is written to.
#[derive(Serialize, ToSchema)]
pub struct Addressee {
    name: String,
    email: String,
}

/// How the request leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Transport)]
pub enum TransportWord {
    /// Relata sends it from the viewer's own mailbox, by Microsoft Graph.
    Graph,
    /// Relata sends it, through the organisation's mail server.
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
    /// How it leaves; as the draft says, unless told. `mailto` notes that it was opened in the viewer's mail program.
    #[serde(default)]
    through: Option<TransportWord>,
}

/// A request that was sent.
#[derive(Serialize, ToSchema)]
#[schema(as = SentIntroduction)]
pub struct Sent {
    id: String,
    /// `sent`, `uncertain` or `handed_over`.
    state: StateWord,
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
    let smtp = introductions.smtp.as_ref();
    let own_mailbox = own_mailbox::standing(&state, &viewer).await?.0;
    let (transport, from) = match (own_mailbox, smtp) {
        (OwnMailboxWord::Granted, _) => (TransportWord::Graph, own_address(&state, &viewer).await?),
        (_, Some(smtp)) => (TransportWord::Smtp, Some(smtp.from.clone())),
        (_, None) => (TransportWord::Mailto, None),
    };
    let asked_before = asked_before(&state, &viewer, (contact.id, colleague.id)).await?;
    let event = introducing(&state, &viewer, "draft", (&contact, &colleague));
    let draft = Json(Draft {
        to: Addressee { name: colleague.name, email: colleague.email },
        subject,
        body,
        missing: (transport == TransportWord::Mailto).then_some(MISSING),
        transport,
        from,
        own_mailbox,
        asked_before,
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
        (status = 201, body = Sent),
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
) -> ApiResult<(StatusCode, Json<Sent>)> {
    state.let_see(&viewer, Right::AskForIntroductions).await?;
    between("subject", &given.subject, LONGEST_SUBJECT_CHARS)?;
    between("body", &given.body, LONGEST_BODY_CHARS)?;
    between("idempotency_key", &given.idempotency_key, LONGEST_KEY_CHARS)?;
    let (contact, colleague) = pair(&state, &viewer, &given.contact, &given.colleague).await?;
    let way = way(&state, &viewer, given.through).await?;
    state.store.audit(&[introducing(&state, &viewer, "send", (&contact, &colleague))]).await?;
    let message_id = way.message_id();
    let new = NewIntroduction {
        idempotency_key: &given.idempotency_key,
        contact: contact.id,
        colleague: colleague.id,
        requested_by: &viewer.name,
        requester: viewer.person,
        requested_at: (state.clock)(),
        transport: way.transport(),
        message: message_id.as_deref().and_then(Identity::of_message_id),
        knew: has_a_tie(&state, &viewer, contact.id).await?,
    };
    let sent = match state.store.start_introduction(&new).await? {
        Started::Now(id) => {
            let letter = Letter {
                to: (&colleague.name, &colleague.email),
                writer: (&viewer.name, viewer.email.as_deref()),
                subject: &given.subject,
                body: &given.body,
                message_id: message_id.as_deref().unwrap_or_default(),
            };
            send_now(&state, id, way, &letter).await?
        }
        Started::Before(known) => already_sent(known, (contact.id, colleague.id))?,
    };
    Ok((StatusCode::CREATED, Json(sent)))
}

/// How a request leaves, with what that takes.
enum Way<'a> {
    Own { mailboxes: &'a OwnMailboxes, token: String, address: String, account: AccountId },
    Smtp(&'a Smtp),
    Mailto,
}

/// Returns the way that was asked for, else the best there is: one's own mailbox, if that was granted.
async fn way<'a>(state: &'a ApiState, viewer: &Viewer, asked: Option<TransportWord>) -> ApiResult<Way<'a>> {
    if asked == Some(TransportWord::Mailto) {
        return Ok(Way::Mailto);
    }
    if asked != Some(TransportWord::Smtp)
        && let Through::Session { account, .. } = viewer.through
        && let Some((mailboxes, token)) = own_mailbox::token_of(state, viewer).await?
    {
        let address = own_address(state, viewer).await?.unwrap_or_default();
        return Ok(Way::Own { mailboxes, token, address, account: AccountId(account) });
    }
    if asked == Some(TransportWord::Graph) {
        return Err(match own_mailbox::standing(state, viewer).await?.0 {
            OwnMailboxWord::Impossible => own_mailbox::impossible(),
            _ => not_granted(),
        });
    }
    let smtp = state.settings.introductions.smtp.as_ref();
    smtp.map(Way::Smtp).ok_or_else(|| ApiError::Conflict(format!("this cannot be sent: {MISSING}")))
}

/// Returns the viewer's own address: as the provider verified it, else as the directory has it.
async fn own_address(state: &ApiState, viewer: &Viewer) -> ApiResult<Option<String>> {
    match (&viewer.email, viewer.person) {
        (Some(it), _) => Ok(Some(it.clone())),
        (None, Some(me)) => Ok(state.store.own_entry(me).await?.map(|it| it.email)),
        (None, None) => Ok(None),
    }
}

fn not_granted() -> ApiError {
    ApiError::Conflict(
        "Relata may not send from your mailbox any more, so nothing was sent; allow it again, or send another way"
            .to_owned(),
    )
}

impl Way<'_> {
    fn transport(&self) -> Transport {
        match self {
            Way::Own { .. } => Transport::Graph,
            Way::Smtp(_) => Transport::Smtp,
            Way::Mailto => Transport::Mailto,
        }
    }

    /// Returns a new name for a message, under the sender's domain. A mail program gives its own.
    fn message_id(&self) -> Option<String> {
        let from = match self {
            Way::Own { address, .. } => address,
            Way::Smtp(smtp) => &smtp.from,
            Way::Mailto => return None,
        };
        let domain = from.rsplit_once('@').map_or("localhost", |it| it.1);
        Some(format!("<relata.{}@{domain}>", Random::random().reveal()))
    }
}

async fn send_now(state: &ApiState, id: IntroductionId, way: Way<'_>, letter: &Letter<'_>) -> ApiResult<Sent> {
    let grantor = match &way {
        Way::Own { account, .. } => Some(*account),
        _ => None,
    };
    let sent = match way {
        Way::Own { mailboxes, token, .. } => {
            let (to, message_id) = (letter.to.1.to_owned(), letter.message_id.to_owned());
            let (subject, body) = (one_line(letter.subject), letter.body.to_owned());
            (mailboxes.send)(OwnLetter { token, to, subject, body, message_id }).await
        }
        Way::Smtp(smtp) => mail::send(smtp, letter).await,
        Way::Mailto => return finished(state, id, IntroductionState::HandedOver((state.clock)())).await,
    };
    let now = (state.clock)();
    match sent {
        Ok(()) => finished(state, id, IntroductionState::Sent(now)).await,
        Err(NotSent::Uncertain(error)) => {
            tracing::warn!(introduction.id = id.0, "nobody knows whether introduction {} was sent: {error:#}", id.0);
            finished(state, id, IntroductionState::Uncertain(now)).await
        }
        Err(NotSent::NotGranted(error)) => {
            let failed = IntroductionState::Failed(format!("{error:#}"));
            state.store.finish_introduction(id, &failed).await?;
            if let Some(account) = grantor {
                state.store.drop_mailbox_grants(account).await?;
            }
            Err(not_granted())
        }
        Err(NotSent::Refused(error)) => {
            let failed = IntroductionState::Failed(format!("{error:#}"));
            state.store.finish_introduction(id, &failed).await?;
            tracing::warn!(introduction.id = id.0, "the mail server refused introduction {}: {error:#}", id.0);
            Err(ApiError::Refused(
                "the mail server did not take the message, so nothing was sent; try again, or tell an administrator"
                    .to_owned(),
            ))
        }
    }
}

/// Notes how a request ended, and tells it.
async fn finished(state: &ApiState, id: IntroductionId, how: IntroductionState) -> ApiResult<Sent> {
    state.store.finish_introduction(id, &how).await?;
    Sent::of(id, &how)
}

fn already_sent(known: relata_store::Introduction, asked: (PersonId, PersonId)) -> ApiResult<Sent> {
    if (known.contact, known.colleague) != asked {
        let detail = "`idempotency_key` belongs to a request about somebody else; make a new one for each request";
        return Err(ApiError::Conflict(detail.to_owned()));
    }
    Sent::of(known.id, &known.state)
}

impl Sent {
    /// To the second, as it is kept: told again, it is the same.
    fn of(id: IntroductionId, how: &IntroductionState) -> ApiResult<Sent> {
        let (state, sent_at) = match how {
            IntroductionState::Sent(at) => (StateWord::Sent, *at),
            IntroductionState::Uncertain(at) => (StateWord::Uncertain, *at),
            IntroductionState::HandedOver(at) => (StateWord::HandedOver, *at),
            IntroductionState::Sending | IntroductionState::Failed(_) => {
                return Err(ApiError::Conflict(
                    "this request is being sent, or its sending was cut off; ask the colleague before you send it anew"
                        .to_owned(),
                ));
            }
        };
        let sent_at = Timestamp::from_second(sent_at.as_second()).unwrap_or(sent_at);
        Ok(Sent { id: id.0.to_string(), state, sent_at })
    }
}

/// Returns whether the viewer and a contact had to do with each other so far.
async fn has_a_tie(state: &ApiState, viewer: &Viewer, contact: PersonId) -> ApiResult<bool> {
    let (Some(me), Some(generation)) = (viewer.person, state.store.published().await?) else { return Ok(false) };
    Ok(state.store.pair(&generation, contact, me, &state.asker(viewer)).await?.is_some())
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
