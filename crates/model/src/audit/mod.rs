//! Audit: what was done and who looked at whose ties, one line after the other, each holding on to the one before.
//!
//! ```text
//! AuditEvent ──▶ Line { text, previous, hash = SHA-256(previous, text) } ──▶ verify ──▶ intact, or where it breaks
//! ```
//!
//! Whoever changes, removes, moves or slips in a line would have to make every later one anew; whoever did that, or cut
//! the end off, is found by a [`Head`] that was noted or signed before.
//!
//! **Invariant:** a line holds ids, counts and stable words: never an address and never a name. So forgetting somebody
//! leaves the trail as it is.

mod action;
mod export;
mod line;
mod verify;

use jiff::Timestamp;

use crate::{PersonId, RecordId};

pub use action::Action;
pub use export::VerifyingExport;
pub use line::{Hash, Head, Line, Signed};
pub use verify::{Verdict, Verifying, Why, verify};

/// Something that was done, or looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    /// When; kept to the second.
    pub at: Timestamp,
    /// Who: `account:7`, `local:1`, `token:3`, `operator` (the command line), `demo`, `relata` (by itself).
    pub actor: String,
    /// What.
    pub action: Action,
    /// To what: `person:12`, `record:O-1`, `erasure:3`; empty where there is nothing in particular.
    pub subject: String,
    /// The colleagues whose ties were shown, or who were asked, each once and in order.
    pub people: Vec<PersonId>,
    /// What else there is to say: a JSON object of ids, counts and stable words.
    pub detail: String,
}

/// Why an event cannot be taken into the trail: a mistake of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnEvent {
    /// The actor or the subject holds more than an id.
    #[error("the actor and the subject of an event must be ids")]
    NoId,
    /// The detail is no JSON object in one line.
    #[error("the detail of an event must be a JSON object in one line")]
    NoObject,
    /// Something looks like an address.
    #[error("an event holds ids, never an address")]
    Address,
}

impl AuditEvent {
    /// Returns an event about nothing in particular.
    pub fn new(at: Timestamp, actor: &str, action: Action) -> AuditEvent {
        let (actor, subject) = (actor.to_owned(), String::new());
        AuditEvent { at, actor, action, subject, people: Vec::new(), detail: "{}".to_owned() }
    }

    /// Says what it was done to: `person:12`.
    pub fn of(self, subject: impl Into<String>) -> AuditEvent {
        AuditEvent { subject: subject.into(), ..self }
    }

    /// Says whose ties were shown.
    pub fn showing(self, people: impl IntoIterator<Item = PersonId>) -> AuditEvent {
        let mut people: Vec<PersonId> = self.people.into_iter().chain(people).collect();
        people.sort_unstable();
        people.dedup();
        AuditEvent { people, ..self }
    }

    /// Adds an id, a count or a stable word to the detail.
    pub fn with(self, name: &str, value: impl ToString) -> AuditEvent {
        let mut detail = self.detail;
        detail.truncate(detail.len() - 1);
        if detail.len() > 1 {
            detail.push(',');
        }
        detail += &format!("{}:{}}}", line::quoted(name), line::quoted(&value.to_string()));
        AuditEvent { detail, ..self }
    }

    /// Looks whether this may go into the trail.
    ///
    /// # Errors
    ///
    /// [`NotAnEvent`] when something is not in its form, or looks like an address.
    pub fn check(&self) -> Result<(), NotAnEvent> {
        let is_id = |text: &str| text.len() <= LONGEST_ID_BYTES && text.chars().all(|it| it > ' ' && !it.is_control());
        if self.actor.is_empty() || !is_id(&self.actor) || !is_id(&self.subject) {
            return Err(NotAnEvent::NoId);
        }
        let detail = &self.detail;
        if !detail.starts_with('{') || !detail.ends_with('}') || detail.chars().any(char::is_control) {
            return Err(NotAnEvent::NoObject);
        }
        if [&self.actor, &self.subject, detail].into_iter().any(|it| it.contains('@')) {
            return Err(NotAnEvent::Address);
        }
        Ok(())
    }
}

/// Ids of CRMs are shorter.
const LONGEST_ID_BYTES: usize = 200;

/// Returns how the trail calls a person.
pub fn of_person(id: PersonId) -> String {
    format!("person:{id}")
}

/// Returns how the trail calls a record.
pub fn of_record(id: &RecordId) -> String {
    subject("record", &id.0)
}

/// Returns how the trail calls anything whose ids are not ours: by its id, unless that could be something else than one.
pub fn subject(kind: &str, id: &str) -> String {
    let plain = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '.' | ':' | '{' | '}');
    match id.len() <= 100 && id.chars().all(plain) {
        true => format!("{kind}:{id}"),
        false => format!("{kind}:#{}", &Hash::of(id.as_bytes()).to_string()[..16]),
    }
}

#[cfg(test)]
mod tests;
