//! Introductions: requests that were sent, each once. What came of them is in `introductions_tracked.rs`.

use jiff::Timestamp;
use relata_model::{Identity, PersonId, hex};
use sqlx::AnyConnection;

use crate::consent::moment;
use crate::database::truth;
use crate::error::Result;
use crate::{Store, StoreError};

/// A request is kept so long.
pub(crate) const KEPT_DAYS: i64 = 730;

/// A request's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IntroductionId(pub i64);

/// A request about to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIntroduction<'a> {
    /// The same key means the same request, however often it arrives.
    pub idempotency_key: &'a str,
    /// Whom the viewer wants to meet.
    pub contact: PersonId,
    /// Who is asked.
    pub colleague: PersonId,
    /// What whoever asks is called.
    pub requested_by: &'a str,
    /// Who asks, if they are of the directory.
    pub requester: Option<PersonId>,
    /// When.
    pub requested_at: Timestamp,
    /// Through what it leaves.
    pub transport: Transport,
    /// By what the message will be known when a mailbox shows it; `None`: nobody of ours names it.
    pub message: Option<Identity>,
    /// Whether whoever asks and the contact had to do with each other before.
    pub knew: bool,
}

/// Through what a request leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transport {
    /// The mailbox of whoever asks, by Microsoft Graph.
    Graph,
    /// The organisation's mail server.
    Smtp,
    /// The mail program of whoever asks: whether it was sent there, nobody says.
    Mailto,
}

impl Transport {
    /// Every transport.
    pub const ALL: [Transport; 3] = [Transport::Graph, Transport::Smtp, Transport::Mailto];

    /// Returns its name; it never changes.
    pub fn name(self) -> &'static str {
        match self {
            Transport::Graph => "graph",
            Transport::Smtp => "smtp",
            Transport::Mailto => "mailto",
        }
    }
}

/// A request, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Introduction {
    /// Which.
    pub id: IntroductionId,
    /// Whom the viewer wants to meet.
    pub contact: PersonId,
    /// Who is asked.
    pub colleague: PersonId,
    /// How far it got.
    pub state: IntroductionState,
}

/// How far a request got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IntroductionState {
    /// Being sent, or the server died while it was: nobody knows.
    Sending,
    /// Sent.
    Sent(Timestamp),
    /// Handed in, and no answer came: nobody knows whether it left. It is never sent again by itself.
    Uncertain(Timestamp),
    /// Opened in a mail program.
    HandedOver(Timestamp),
    /// Not sent, and why.
    Failed(String),
}

/// What there is to do about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Started {
    /// It is new, or failed before: send it.
    Now(IntroductionId),
    /// It was started before.
    Before(Introduction),
}

impl Store {
    /// Takes note of a request before it is sent. Of two with the same key, only one is told to go on.
    pub async fn start_introduction(&self, new: &NewIntroduction<'_>) -> Result<Started> {
        let mut writing = self.write().await?;
        let id = writing.take_numbers("introduction", 1).await?;
        if let Some(known) = find(writing.connection(), new.idempotency_key).await? {
            if !matches!(known.state, IntroductionState::Failed(_)) {
                return Ok(Started::Before(known));
            }
            let sql = "
                update introduction
                set state = 'sending', detail = null, requested_at = $2, transport = $3, message = $4
                where introduction_id = $1";
            sqlx::query(sql)
                .bind(known.id.0)
                .bind(new.requested_at.as_second())
                .bind(new.transport.name())
                .bind(new.message.map(|it| hex(&it.0)))
                .execute(writing.connection())
                .await?;
            writing.commit().await?;
            return Ok(Started::Now(known.id));
        }
        let sql = "delete from introduction where requested_at <= $1";
        let before = new.requested_at.as_second() - KEPT_DAYS * 86_400;
        sqlx::query(sql).bind(before).execute(writing.connection()).await?;
        let sql = "
            insert into introduction (introduction_id, idempotency_key, contact_id, colleague_id, requested_by,
                                      requested_at, state, requester_id, transport, message, knew)
            values ($1, $2, $3, $4, $5, $6, 'sending', $7, $8, $9, $10)";
        sqlx::query(sql)
            .bind(id)
            .bind(new.idempotency_key.to_owned())
            .bind(new.contact.0)
            .bind(new.colleague.0)
            .bind(new.requested_by.to_owned())
            .bind(new.requested_at.as_second())
            .bind(new.requester.map(|it| it.0))
            .bind(new.transport.name())
            .bind(new.message.map(|it| hex(&it.0)))
            .bind(truth(new.knew))
            .execute(writing.connection())
            .await?;
        writing.commit().await?;
        Ok(Started::Now(IntroductionId(id)))
    }

    /// Says how a request ended.
    pub async fn finish_introduction(&self, id: IntroductionId, state: &IntroductionState) -> Result<()> {
        let (word, sent_at, detail) = match state {
            IntroductionState::Sending => ("sending", None, None),
            IntroductionState::Sent(at) => ("sent", Some(at.as_second()), None),
            IntroductionState::Uncertain(at) => ("uncertain", Some(at.as_second()), None),
            IntroductionState::HandedOver(at) => ("handed_over", Some(at.as_second()), None),
            IntroductionState::Failed(detail) => ("failed", None, Some(detail.replace('\0', " "))),
        };
        let sql = "update introduction set state = $1, sent_at = $2, detail = $3 where introduction_id = $4";
        let mut writing = self.write().await?;
        let query = sqlx::query(sql).bind(word).bind(sent_at).bind(detail).bind(id.0);
        query.execute(writing.connection()).await?;
        writing.commit().await
    }
}

async fn find(connection: &mut AnyConnection, key: &str) -> Result<Option<Introduction>> {
    let sql = "
        select introduction_id, contact_id, colleague_id, state, sent_at, detail
        from introduction where idempotency_key = $1";
    type Row = (i64, i64, i64, String, Option<i64>, Option<String>);
    let row: Option<Row> = sqlx::query_as(sql).bind(key.to_owned()).fetch_optional(connection).await?;
    let Some((id, contact, colleague, state, sent_at, detail)) = row else { return Ok(None) };
    let state = state_of(&state, sent_at, detail)?;
    let (contact, colleague) = (PersonId(contact), PersonId(colleague));
    Ok(Some(Introduction { id: IntroductionId(id), contact, colleague, state }))
}

/// Returns the state that is kept as this word.
pub(crate) fn state_of(word: &str, at: Option<i64>, detail: Option<String>) -> Result<IntroductionState> {
    Ok(match (word, at) {
        ("sent", Some(at)) => IntroductionState::Sent(moment(at)),
        ("uncertain", Some(at)) => IntroductionState::Uncertain(moment(at)),
        ("handed_over", Some(at)) => IntroductionState::HandedOver(moment(at)),
        ("sending", _) => IntroductionState::Sending,
        ("failed", _) => IntroductionState::Failed(detail.unwrap_or_default()),
        _ => return Err(StoreError::NotUnderstood(format!("an introduction in state `{word}`"))),
    })
}
