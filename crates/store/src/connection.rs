//! Connections: tenants that are read over the network, and how each of their mailboxes fares.
//!
//! ```text
//! reading ⇄ paused ──▶ ended        (an ended one stays, as what the past came from)
//! ```
//!
//! **Invariant:** each change of a connection and its event in the audit trail are one.
//!
//! **Invariant:** a mailbox that cannot be read is that mailbox's trouble; the connection's state is the operator's choice.

use jiff::Timestamp;
use relata_model::MailboxId;
use relata_model::audit::{Action, AuditEvent};

use crate::audit::append;
use crate::consent::moment;
use crate::error::{Result, StoreError};
use crate::{Forget, NewErasure, Store};

/// The number of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub i64);

/// What is on the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionKind {
    /// Mailboxes, calendars and the directory of a tenant of Microsoft 365.
    Microsoft365,
    /// Records and activities of a CRM in Dataverse.
    Dataverse,
}

/// How we prove to the other side that it is us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// A shared secret.
    Secret,
    /// A key whose certificate the other side knows.
    Certificate,
}

/// Whether a connection is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionState {
    /// It is.
    Reading,
    /// Not until somebody resumes it; cursors and history stay.
    Paused,
    /// Never again, and its secret is gone.
    Ended,
}

/// Where to read, and as whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewConnection {
    /// What is there.
    pub kind: ConnectionKind,
    /// Its name among the sources.
    pub source: String,
    /// The directory's id or domain there.
    pub tenant: String,
    /// What the application registration is called there.
    pub client: String,
    /// Where tokens come from: `https://login.microsoftonline.com`.
    pub login_host: String,
    /// Where data come from: `https://graph.microsoft.com`.
    pub service_host: String,
    /// How we prove that it is us.
    pub credential: CredentialKind,
    /// The group whose members' mailboxes are read; empty where there are no mailboxes.
    pub group: String,
}

/// A connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Its number.
    pub id: ConnectionId,
    /// Where it leads.
    pub to: NewConnection,
    /// Whether it is read.
    pub state: ConnectionState,
    /// Who added it, as the audit trail names them.
    pub added_by: String,
    /// When.
    pub added_at: Timestamp,
    /// When it came into its state.
    pub changed_at: Timestamp,
}

/// What became of reading a mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fared<'a> {
    /// It was read to its end.
    Well,
    /// It could not be, for this reason, in words for a person.
    Badly(&'a str),
}

/// How a mailbox fares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailboxHealth {
    /// When it was last read to its end.
    pub read_at: Option<Timestamp>,
    /// Since when it cannot be read, and why.
    pub failing: Option<(Timestamp, String)>,
    /// When the other side last said that something changed.
    pub hinted_at: Option<Timestamp>,
}

impl NewConnection {
    /// Where tokens come from, unless the tenant is in a national cloud.
    pub const LOGIN_HOST: &'static str = "https://login.microsoftonline.com";
    /// Where mailboxes are read, unless the tenant is in a national cloud.
    pub const GRAPH_HOST: &'static str = "https://graph.microsoft.com";

    /// Returns what a connection is called among the sources: the same tenant is the same source, and so is the same
    /// environment of Dataverse.
    pub fn source_of(kind: ConnectionKind, tenant: &str, service_host: &str) -> String {
        match kind {
            ConnectionKind::Microsoft365 => format!("Microsoft 365: {tenant}"),
            ConnectionKind::Dataverse => {
                format!("Dataverse: {}", service_host.split_once("://").map_or(service_host, |it| it.1))
            }
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    connection_id: i64,
    source: String,
    kind: String,
    tenant: String,
    client: String,
    login_host: String,
    service_host: String,
    credential: String,
    group_id: String,
    state: String,
    added_by: String,
    added_at: i64,
    changed_at: i64,
}

impl Store {
    /// Adds a connection, with its sealed secret, and returns its number. One that ended is taken up again, with its
    /// cursors and its history; so is one that stands, which then has a new secret.
    pub async fn connect(
        &self,
        to: &NewConnection,
        seal: impl Fn(&str) -> (Vec<u8>, u32),
        by: &str,
        at: Timestamp,
    ) -> Result<ConnectionId> {
        let mut writing = self.write().await?;
        writing.take_numbers("connection", 0).await?;
        let known: Option<i64> = sqlx::query_scalar("select connection_id from connection where source = $1")
            .bind(to.source.clone())
            .fetch_optional(writing.connection())
            .await?;
        let id = match known {
            Some(id) => id,
            None => writing.take_numbers("connection", 1).await?,
        };
        let sql = "
            insert into connection (connection_id, source, kind, tenant, client, login_host, service_host, credential,
                                    group_id, state, added_by, added_at, changed_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'reading', $10, $11, $11)
            on conflict (connection_id) do update set
                tenant = excluded.tenant, client = excluded.client, login_host = excluded.login_host,
                service_host = excluded.service_host, credential = excluded.credential, group_id = excluded.group_id,
                state = 'reading', changed_at = excluded.changed_at";
        sqlx::query(sql)
            .bind(id)
            .bind(to.source.clone())
            .bind(to.kind.name())
            .bind(to.tenant.clone())
            .bind(to.client.clone())
            .bind(to.login_host.clone())
            .bind(to.service_host.clone())
            .bind(to.credential.name())
            .bind(to.group.clone())
            .bind(by.to_owned())
            .bind(at.as_second())
            .execute(writing.connection())
            .await?;
        let name = secret_name(ConnectionId(id));
        let (sealed, version) = seal(&name);
        let sql = "
            insert into secret (name, sealed, version, changed_at) values ($1, $2, $3, $4)
            on conflict (name) do update set
                sealed = excluded.sealed, version = excluded.version, changed_at = excluded.changed_at";
        sqlx::query(sql)
            .bind(name)
            .bind(sealed)
            .bind(i64::from(version))
            .bind(at.as_second())
            .execute(writing.connection())
            .await?;
        let event = AuditEvent::new(at, by, Action::SourceConnected).of(format!("connection:{id}"));
        append(writing.connection(), &[event.with("kind", to.kind.name())]).await?;
        writing.commit().await?;
        Ok(ConnectionId(id))
    }

    /// Pauses, resumes or ends a connection; `false` if there is none of that number, or it has ended. What it read stays.
    pub async fn change_connection(
        &self,
        id: ConnectionId,
        state: ConnectionState,
        by: &str,
        at: Timestamp,
    ) -> Result<bool> {
        let mut writing = self.write().await?;
        let sql = "
            update connection set state = $2, changed_at = $3
            where connection_id = $1 and state <> $2 and state <> 'ended'";
        let query = sqlx::query(sql).bind(id.0).bind(state.name()).bind(at.as_second());
        if query.execute(writing.connection()).await?.rows_affected() == 0 {
            return Ok(false);
        }
        if state == ConnectionState::Ended {
            let query = sqlx::query("delete from secret where name = $1").bind(secret_name(id));
            query.execute(writing.connection()).await?;
            let sql = "
                delete from mailbox_week where mailbox_id in (
                    select mailbox_id from mailbox
                    join connection on connection.source = mailbox.source where connection_id = $1)";
            sqlx::query(sql).bind(id.0).execute(writing.connection()).await?;
        }
        let action = match state {
            ConnectionState::Reading => Action::SourceResumed,
            ConnectionState::Paused => Action::SourcePaused,
            ConnectionState::Ended => Action::SourceDisconnected,
        };
        let event = AuditEvent::new(at, by, action).of(format!("connection:{}", id.0));
        append(writing.connection(), &[event]).await?;
        writing.commit().await?;
        Ok(true)
    }

    /// Asks for everything to be forgotten that came from a source: an erasure for each mailbox; records go at once. Returns
    /// how many mailboxes those are.
    pub async fn erase_source(&self, source: &str, by: &str, at: Timestamp, files_due: Timestamp) -> Result<u64> {
        let mut erased = 0;
        for it in self.mailboxes().await?.into_iter().filter(|it| it.source == source) {
            let (by, reason) = (by.to_owned(), "disconnected".to_owned());
            self.request_erasure(&NewErasure { forget: Forget::Mailbox(it.id), at, files_due, by, reason }).await?;
            erased += 1;
        }
        for it in self.connections().await?.into_iter().filter(|it| it.to.source == source) {
            self.remove_records_of(it.id).await?;
        }
        Ok(erased)
    }

    /// Returns every connection, the oldest first.
    pub async fn connections(&self) -> Result<Vec<Connection>> {
        let sql = "
            select connection_id, source, kind, tenant, client, login_host, service_host, credential, group_id, state,
                   added_by, added_at, changed_at
            from connection order by connection_id";
        let rows: Vec<Row> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        rows.into_iter().map(Row::into_connection).collect()
    }

    /// Notes what became of reading a mailbox. Since when it fails is kept until it is read again.
    pub async fn mailbox_fared(&self, mailbox: MailboxId, fared: Fared<'_>, at: Timestamp) -> Result<()> {
        let (read_at, failing_since, reason) = match fared {
            Fared::Well => (Some(at.as_second()), None, None),
            Fared::Badly(reason) => (None, Some(at.as_second()), Some(reason.replace('\0', " "))),
        };
        let sql = "
            insert into mailbox_health (mailbox_id, read_at, failing_since, reason) values ($1, $2, $3, $4)
            on conflict (mailbox_id) do update set
                read_at = coalesce(excluded.read_at, mailbox_health.read_at),
                failing_since = case when excluded.failing_since is null then null
                    else coalesce(mailbox_health.failing_since, excluded.failing_since) end,
                reason = excluded.reason";
        let mut writing = self.write().await?;
        let query = sqlx::query(sql).bind(mailbox.0).bind(read_at).bind(failing_since).bind(reason);
        query.execute(writing.connection()).await?;
        writing.commit().await
    }

    /// Returns how the mailboxes of a source fare; one that was never read has no line.
    pub async fn mailbox_health(&self, source: &str) -> Result<Vec<(MailboxId, MailboxHealth)>> {
        let sql = "
            select mailbox_health.mailbox_id, read_at, failing_since, reason, hinted_at
            from mailbox_health
            join mailbox on mailbox.mailbox_id = mailbox_health.mailbox_id
            where mailbox.source = $1 order by mailbox_health.mailbox_id";
        type Row = (i64, Option<i64>, Option<i64>, Option<String>, Option<i64>);
        let rows: Vec<Row> = sqlx::query_as(sql).bind(source.to_owned()).fetch_all(&self.pool).await?;
        let health = |(id, read_at, failing_since, reason, hinted_at): Row| {
            let health = MailboxHealth {
                read_at: read_at.map(moment),
                failing: failing_since.map(|it| (moment(it), reason.unwrap_or_default())),
                hinted_at: hinted_at.map(moment),
            };
            (MailboxId(id), health)
        };
        Ok(rows.into_iter().map(health).collect())
    }
}

/// Returns under which name the secret of a connection is sealed.
pub fn secret_name(id: ConnectionId) -> String {
    format!("connection {}", id.0)
}

impl Row {
    fn into_connection(self) -> Result<Connection> {
        let not_understood = |text: &str| StoreError::NotUnderstood(format!("the connection's `{text}`"));
        Ok(Connection {
            id: ConnectionId(self.connection_id),
            to: NewConnection {
                kind: ConnectionKind::named(&self.kind).ok_or_else(|| not_understood(&self.kind))?,
                source: self.source,
                tenant: self.tenant,
                client: self.client,
                login_host: self.login_host,
                service_host: self.service_host,
                credential: CredentialKind::named(&self.credential).ok_or_else(|| not_understood(&self.credential))?,
                group: self.group_id,
            },
            state: ConnectionState::named(&self.state).ok_or_else(|| not_understood(&self.state))?,
            added_by: self.added_by,
            added_at: moment(self.added_at),
            changed_at: moment(self.changed_at),
        })
    }
}

impl ConnectionKind {
    /// Returns the word used in files and the API.
    pub fn name(self) -> &'static str {
        match self {
            ConnectionKind::Microsoft365 => "microsoft365",
            ConnectionKind::Dataverse => "dataverse",
        }
    }

    fn named(name: &str) -> Option<ConnectionKind> {
        [ConnectionKind::Microsoft365, ConnectionKind::Dataverse].into_iter().find(|it| it.name() == name)
    }
}

impl CredentialKind {
    /// Returns the word used in files and the API.
    pub fn name(self) -> &'static str {
        match self {
            CredentialKind::Secret => "secret",
            CredentialKind::Certificate => "certificate",
        }
    }

    fn named(name: &str) -> Option<CredentialKind> {
        [CredentialKind::Secret, CredentialKind::Certificate].into_iter().find(|it| it.name() == name)
    }
}

impl ConnectionState {
    /// Returns the word used in files and the API.
    pub fn name(self) -> &'static str {
        match self {
            ConnectionState::Reading => "reading",
            ConnectionState::Paused => "paused",
            ConnectionState::Ended => "ended",
        }
    }

    fn named(name: &str) -> Option<ConnectionState> {
        [ConnectionState::Reading, ConnectionState::Paused, ConnectionState::Ended]
            .into_iter()
            .find(|it| it.name() == name)
    }
}
