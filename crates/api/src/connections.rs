//! Connections: tenants that are read over the network; connecting, pausing and disconnecting them, and how each
//! mailbox fares.
//!
//! What proves to the other side that it is us is sealed before it is kept, and never shown again.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use relata_model::enabling::FILES_DUE;
use relata_model::policy::Right;
use relata_store::{
    Connection, ConnectionKind, ConnectionState, CredentialKind, Mailbox, MailboxHealth, NewConnection, SourceState,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ask::{Given, InPath};
use crate::crm_records::{RecordsRead, records_read};
use crate::error::ErrorBody;
use crate::overview::Filtered;
use crate::roles::Made;
use crate::viewer::Asking;
use crate::{ApiError, ApiResult, ApiState};

/// Longer ones are no ids, hosts or secrets.
pub(crate) const LONGEST_TEXT_BYTES: usize = 300;
const LONGEST_CREDENTIAL_BYTES: usize = 20_000;
/// So many mailboxes that cannot be read are listed; the count is of all.
const MOST_FAILING: usize = 100;

/// What is on the other side.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ConnectionKind)]
pub enum KindWord {
    /// Mailboxes, calendars and the directory of a tenant.
    Microsoft365,
    /// Records and activities of a CRM in Dataverse.
    Dataverse,
}

/// Whether a connection is read.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ConnectionState)]
pub enum StateWord {
    /// It is.
    Reading,
    /// Not until somebody resumes it.
    Paused,
    /// Never again.
    Ended,
}

/// A connection to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewConnection)]
pub struct NewConnectionBody {
    kind: KindWord,
    /// The directory (tenant) id or domain.
    tenant: String,
    /// The application (client) id of the registration.
    client: String,
    /// The client secret; or `key` and `certificate`.
    secret: Option<String>,
    /// The private key, PEM (PKCS#8).
    key: Option<String>,
    /// The certificate that was uploaded to the registration, PEM.
    certificate: Option<String>,
    /// The id of the group whose members' mailboxes are read; of Dataverse none.
    group: Option<String>,
    /// Where tokens come from, for national clouds; the worldwide one unless told.
    login_host: Option<String>,
    /// Where data come from: of Dataverse the environment's address, as `https://contoso.crm4.dynamics.com`; of Microsoft 365
    /// the worldwide one unless told.
    service_host: Option<String>,
}

/// Every connection.
#[derive(Serialize, ToSchema)]
pub struct Connections {
    connections: Vec<ConnectionBody>,
}

/// A connection, and how its mailboxes fare.
#[derive(Serialize, ToSchema)]
#[schema(as = Connection)]
pub struct ConnectionBody {
    id: String,
    kind: KindWord,
    tenant: String,
    client: String,
    /// The group whose members' mailboxes are read; of Dataverse none.
    #[schema(required)]
    group: Option<String>,
    /// Where data come from.
    service_host: String,
    state: StateWord,
    #[schema(value_type = String, format = DateTime)]
    added_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
    /// Why nothing of it can be read, if that is so.
    #[schema(required)]
    trouble: Option<String>,
    /// Mailboxes and calendars.
    mailboxes: u64,
    /// Of them, read to their end at least once.
    read_to_the_end: u64,
    /// Of them, failing.
    failing: u64,
    /// The first of those that fail.
    failures: Vec<Failure>,
    /// When a mailbox was last read to its end.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    read_at: Option<Timestamp>,
    read: u64,
    stored: u64,
    duplicates: u64,
    quarantined: u64,
    filtered: Vec<Filtered>,
    /// How the records of a CRM fare, by kind.
    records: Vec<RecordsRead>,
}

/// A mailbox that cannot be read.
#[derive(Serialize, ToSchema)]
pub struct Failure {
    mailbox: String,
    /// Whose it is, if anybody's.
    #[schema(required)]
    owner: Option<String>,
    /// `mail` or `calendar`.
    what: String,
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    reason: String,
}

/// How a connection ends.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Disconnect {
    /// Whether everything that came from it is erased too.
    erase: bool,
}

/// Lists what Relata is connected to.
#[utoipa::path(
    get,
    path = "/api/v1/connections",
    tag = "sources",
    responses((status = 200, body = Connections), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody)),
)]
pub(crate) async fn list_connections(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
) -> ApiResult<Json<Connections>> {
    state.let_see(&viewer, Right::ManageSources).await?;
    let mut connections = Vec::new();
    for it in state.store.connections().await? {
        connections.push(body(&state, it).await?);
    }
    Ok(Json(Connections { connections }))
}

/// Connects a tenant. It is read from the next round on; one that ended is taken up where it stopped.
#[utoipa::path(
    post,
    path = "/api/v1/connections",
    tag = "sources",
    request_body = NewConnectionBody,
    responses(
        (status = 201, body = Made),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn connect(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<NewConnectionBody>,
) -> ApiResult<(StatusCode, Json<Made>)> {
    state.let_see(&viewer, Right::ManageSources).await?;
    state.proved_lately(&viewer)?;
    let (new, credential) = understood(given, true)?;
    let seal = |name: &str| state.access.seal(name, credential.as_bytes());
    let id = state.store.connect(&new, seal, &viewer.actor(), (state.clock)()).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.0.to_string() })))
}

/// Stops reading a connection until it is resumed.
#[utoipa::path(
    post,
    path = "/api/v1/connections/{id}/pause",
    tag = "sources",
    params(("id" = String, Path, description = "The connection's id")),
    responses(
        (status = 204),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn pause_connection(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<StatusCode> {
    state.let_see(&viewer, Right::ManageSources).await?;
    let id = existing(&state, &id).await?.id;
    state.store.change_connection(id, ConnectionState::Paused, &viewer.actor(), (state.clock)()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Reads a connection again that was paused, from where it stopped.
#[utoipa::path(
    post,
    path = "/api/v1/connections/{id}/resume",
    tag = "sources",
    params(("id" = String, Path, description = "The connection's id")),
    responses(
        (status = 204),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody),
    ),
)]
pub(crate) async fn resume_connection(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
) -> ApiResult<StatusCode> {
    state.let_see(&viewer, Right::ManageSources).await?;
    let connection = existing(&state, &id).await?;
    if connection.state == ConnectionState::Ended {
        return Err(ApiError::Conflict("it has ended and its secret is gone; connect it anew".to_owned()));
    }
    state.store.change_connection(connection.id, ConnectionState::Reading, &viewer.actor(), (state.clock)()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a connection: its secret goes at once. What it brought stays, or is erased too, a mailbox at a time.
#[utoipa::path(
    post,
    path = "/api/v1/connections/{id}/disconnect",
    tag = "sources",
    params(("id" = String, Path, description = "The connection's id")),
    request_body = Disconnect,
    responses(
        (status = 204),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody),
    ),
)]
pub(crate) async fn disconnect(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    InPath(id): InPath<String>,
    Given(given): Given<Disconnect>,
) -> ApiResult<StatusCode> {
    state.let_see(&viewer, Right::ManageSources).await?;
    if given.erase {
        state.let_see(&viewer, Right::ManagePeople).await?;
    }
    state.proved_lately(&viewer)?;
    let (connection, now) = (existing(&state, &id).await?, (state.clock)());
    state.store.change_connection(connection.id, ConnectionState::Ended, &viewer.actor(), now).await?;
    if given.erase {
        state.store.erase_source(&connection.to.source, &viewer.actor(), now, now + FILES_DUE).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

pub(crate) async fn existing(state: &ApiState, id: &str) -> ApiResult<Connection> {
    let found = state.store.connections().await?.into_iter().find(|it| it.id.0.to_string() == id);
    found.ok_or_else(|| ApiError::NotFound("there is no such connection".to_owned()))
}

async fn mailboxes(state: &ApiState, of: &Connection) -> ApiResult<Vec<Mailbox>> {
    let mut mailboxes = state.store.mailboxes().await?;
    mailboxes.retain(|it| it.source == of.to.source);
    Ok(mailboxes)
}

async fn body(state: &ApiState, it: Connection) -> ApiResult<ConnectionBody> {
    let source = state.store.sources().await?.into_iter().find(|source| source.name == it.to.source);
    let mailboxes: BTreeMap<_, Mailbox> = mailboxes(state, &it).await?.into_iter().map(|it| (it.id, it)).collect();
    let health = state.store.mailbox_health(&it.to.source).await?;
    let failing: Vec<&(_, MailboxHealth)> = health.iter().filter(|it| it.1.failing.is_some()).collect();
    let mut failures = Vec::new();
    for (id, health) in failing.iter().take(MOST_FAILING) {
        if let (Some(mailbox), Some((since, reason))) = (mailboxes.get(id), &health.failing) {
            failures.push(failure(state, mailbox, *since, reason).await?);
        }
    }
    let ledger = source.as_ref().map(|it| it.ledger.clone()).unwrap_or_default();
    Ok(ConnectionBody {
        id: it.id.0.to_string(),
        kind: match it.to.kind {
            ConnectionKind::Microsoft365 => KindWord::Microsoft365,
            ConnectionKind::Dataverse => KindWord::Dataverse,
        },
        tenant: it.to.tenant,
        client: it.to.client,
        group: Some(it.to.group).filter(|it| !it.is_empty()),
        service_host: it.to.service_host,
        state: match it.state {
            ConnectionState::Reading => StateWord::Reading,
            ConnectionState::Paused => StateWord::Paused,
            ConnectionState::Ended => StateWord::Ended,
        },
        added_at: it.added_at,
        changed_at: it.changed_at,
        trouble: source.and_then(|it| match it.state {
            SourceState::Broken(why) => Some(why),
            _ => None,
        }),
        mailboxes: mailboxes.len() as u64,
        read_to_the_end: health.iter().filter(|it| it.1.read_at.is_some()).count() as u64,
        failing: failing.len() as u64,
        failures,
        read_at: health.iter().filter_map(|it| it.1.read_at).max(),
        read: ledger.read,
        stored: ledger.stored,
        duplicates: ledger.duplicates,
        quarantined: ledger.quarantined,
        filtered: ledger.filtered.into_iter().map(Filtered::by).collect(),
        records: records_read(state, it.id).await?,
    })
}

async fn failure(state: &ApiState, mailbox: &Mailbox, since: Timestamp, reason: &str) -> ApiResult<Failure> {
    let owner = match mailbox.owner {
        Some(owner) => state.store.colleague(owner).await?.map(|it| it.name),
        None => None,
    };
    let (mailbox, what) = (mailbox.id.to_string(), mailbox.kind.clone());
    Ok(Failure { mailbox, owner, what, since, reason: reason.to_owned() })
}

/// Returns where to connect, and what is to be sealed: a secret, or a key and its certificate one after the other. Before the group
/// is chosen it is not needed yet, and empty.
pub(crate) fn understood(given: NewConnectionBody, needs_group: bool) -> ApiResult<(NewConnection, String)> {
    let text = |name: &str, text: String| match text.trim() {
        it if it.is_empty() || it.len() > LONGEST_TEXT_BYTES || it.chars().any(char::is_control) => {
            Err(ApiError::BadRequest(format!("{name}: give what the application registration says")))
        }
        it => Ok(it.to_owned()),
    };
    let tenant = text("tenant", given.tenant)?;
    let client = text("client", given.client)?;
    let (credential, sealed) = match (given.secret, given.key, given.certificate) {
        (Some(secret), None, None) => (CredentialKind::Secret, text("secret", secret)?),
        (None, Some(key), Some(certificate)) => (CredentialKind::Certificate, format!("{key}\n{certificate}")),
        _ => return Err(ApiError::BadRequest("give either a secret, or a key and its certificate".to_owned())),
    };
    if sealed.len() > LONGEST_CREDENTIAL_BYTES {
        return Err(ApiError::BadRequest("that is too long for a key and its certificate".to_owned()));
    }
    let host = |name: &str, host: Option<String>, usual: &str| {
        host.map_or(Ok(usual.to_owned()), |it| origin(name, &it, usual))
    };
    let (kind, group, service_host) = match given.kind {
        KindWord::Microsoft365 => {
            let service_host = host("service_host", given.service_host, NewConnection::GRAPH_HOST)?;
            let group = match given.group {
                None if !needs_group => String::new(),
                group => text("group", group.unwrap_or_default())?,
            };
            (ConnectionKind::Microsoft365, group, service_host)
        }
        KindWord::Dataverse if given.group.is_some() => {
            return Err(ApiError::BadRequest(
                "group: Dataverse has none; its security role says what is read".to_owned(),
            ));
        }
        KindWord::Dataverse => {
            let address = given.service_host.unwrap_or_default();
            (
                ConnectionKind::Dataverse,
                String::new(),
                origin("service_host", &address, "https://contoso.crm4.dynamics.com")?,
            )
        }
    };
    let new = NewConnection {
        kind,
        source: NewConnection::source_of(kind, &tenant, &service_host),
        tenant,
        client,
        login_host: host("login_host", given.login_host, NewConnection::LOGIN_HOST)?,
        service_host,
        credential,
        group,
    };
    Ok((new, sealed))
}

/// Returns scheme, host and port of what is one, and nothing but; a refusal names an example.
fn origin(name: &str, text: &str, example: &str) -> ApiResult<String> {
    let refused = || ApiError::BadRequest(format!("{name}: give scheme and host alone, as {example}"));
    let text = text.trim().trim_end_matches('/');
    let (scheme, host) = text.split_once("://").ok_or_else(refused)?;
    let plain = |it: u8| it.is_ascii_alphanumeric() || b".-:[]".contains(&it);
    let is_loopback = host.starts_with("127.0.0.1") || host.starts_with("localhost") || host.starts_with("[::1]");
    let is_safe = scheme == "https" || (scheme == "http" && is_loopback);
    if host.is_empty() || host.len() > LONGEST_TEXT_BYTES || !host.bytes().all(plain) || !is_safe {
        return Err(refused());
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(json: &str, expected: Expect) {
        let said = match serde_json::from_str(json).map_err(|it| it.to_string()).map(|it| understood(it, true)) {
            Ok(Ok((new, sealed))) => format!("{} {} {} {sealed:?}", new.source, new.service_host, new.group),
            Ok(Err(error)) => error.to_string(),
            Err(error) => error,
        };
        expected.assert_eq(&said);
    }

    /// What is said of a tenant, and this.
    fn said(more: &str) -> String {
        format!(r#"{{"kind":"microsoft365","tenant":"t","client":"c",{more}}}"#)
    }

    #[test]
    fn what_is_missing_is_named() {
        check(&said(r#""secret":"s","group":"g""#), expect![[r#"Microsoft 365: t https://graph.microsoft.com g "s""#]]);
        check(&said(r#""secret":"s""#), expect!["group: give what the application registration says"]);
        check(&said(r#""secret":" ","group":"g""#), expect!["secret: give what the application registration says"]);
        check(&said(r#""key":"k","group":"g""#), expect!["give either a secret, or a key and its certificate"]);
        check(
            &said(r#""key":"k","certificate":"c","group":"g""#),
            expect![[r#"Microsoft 365: t https://graph.microsoft.com g "k\nc""#]],
        );
        check(
            r#"{"kind":"imap","tenant":"t","client":"c","secret":"s","group":"g"}"#,
            expect!["unknown variant `imap`, expected `microsoft365` or `dataverse` at line 1 column 14"],
        );
    }

    #[test]
    fn dataverse_has_an_address_and_no_group() {
        let at = |more: &str| format!(r#"{{"kind":"dataverse","tenant":"t","client":"c","secret":"s"{more}}}"#);
        check(
            &at(r#","service_host":"https://us.crm4.dynamics.com/""#),
            expect![[r#"Dataverse: us.crm4.dynamics.com https://us.crm4.dynamics.com  "s""#]],
        );
        check(&at(""), expect!["service_host: give scheme and host alone, as https://contoso.crm4.dynamics.com"]);
        check(
            &at(r#","service_host":"https://us.crm4.dynamics.com","group":"g""#),
            expect!["group: Dataverse has none; its security role says what is read"],
        );
        check(
            &at(r#","service_host":"http://us.crm4.dynamics.com""#),
            expect!["service_host: give scheme and host alone, as https://contoso.crm4.dynamics.com"],
        );
    }

    #[test]
    fn hosts_are_asked_over_tls_unless_they_are_this_machine() {
        let at = |host: &str| said(&format!(r#""secret":"s","group":"g","service_host":"{host}""#));
        check(&at("https://graph.microsoft.us/"), expect![[r#"Microsoft 365: t https://graph.microsoft.us g "s""#]]);
        check(
            &at("http://graph.example"),
            expect!["service_host: give scheme and host alone, as https://graph.microsoft.com"],
        );
        check(
            &at("https://graph.example/path"),
            expect!["service_host: give scheme and host alone, as https://graph.microsoft.com"],
        );
        check(
            &at("https://user@graph.example"),
            expect!["service_host: give scheme and host alone, as https://graph.microsoft.com"],
        );
        check(&at("http://127.0.0.1:8080"), expect![[r#"Microsoft 365: t http://127.0.0.1:8080 g "s""#]]);
    }
}
