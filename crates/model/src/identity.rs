//! Identity: what makes two copies the same interaction.
//!
//! One message is one interaction, however many mailboxes, labels, folders or lists carry copies. The key is
//! the normalised Message-ID (meetings: iCalUID and recurrence id), never a provider's id; where that is
//! missing or was made by an exporter, the fallback is a fingerprint of date, sender and recipients.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::hex;

/// 128 bits that name an interaction, the same for every copy of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity(pub [u8; 16]);

impl Identity {
    /// Returns the identity of an email from its Message-ID.
    ///
    /// `None` if the id is no identity: empty, or stamped by an exporter on each copy anew
    /// (the Enron release carries `…JavaMail.evans@thyme`, a new one for every copy).
    pub fn of_message_id(message_id: &str) -> Option<Identity> {
        let id = normalise_message_id(message_id)?;
        let exported = EXPORTERS.iter().any(|it| id.ends_with(it));
        (!exported).then(|| Identity::hash("message-id", &[&id]))
    }

    /// Returns the identity of an email without a usable Message-ID: date to the second, sender, and the
    /// recipients whatever their order.
    pub fn of_fingerprint(at_seconds: i64, sender: &str, recipients: &[&str]) -> Identity {
        let mut recipients = recipients.to_vec();
        recipients.sort_unstable();
        recipients.dedup();
        let at = at_seconds.to_string();
        let mut parts = vec![at.as_str(), sender];
        parts.extend(recipients);
        Identity::hash("fingerprint", &parts)
    }

    /// Returns the identity of a meeting's occurrence. `recurrence` is empty for a meeting that does not repeat.
    pub fn of_meeting(ical_uid: &str, recurrence: &str) -> Identity {
        Identity::hash("meeting", &[ical_uid.trim(), recurrence])
    }

    /// Returns the identity of a conversation, as Exchange numbers those: the same in every mailbox of a tenant.
    pub fn of_conversation(id: &str) -> Identity {
        Identity::hash("conversation", &[id.trim()])
    }

    /// Returns the identity of a CRM activity that says nothing of the message or meeting behind it.
    pub fn of_activity(crm: &str, id: &str) -> Identity {
        Identity::hash("activity", &[crm, id])
    }

    fn hash(sort: &str, parts: &[&str]) -> Identity {
        let mut hasher = Sha256::new();
        hasher.update(sort);
        for part in parts {
            // Lengths keep ("ab", "c") and ("a", "bc") apart.
            hasher.update((part.len() as u64).to_be_bytes());
            hasher.update(part);
        }
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hasher.finalize()[..16]);
        Identity(bytes)
    }
}

/// Returns by which name an occurrence goes in [`Identity::of_meeting`]: when it was to be by the rule, in UTC.
pub fn recurrence(planned: Timestamp) -> String {
    planned.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Returns the name of a meeting with all its occurrences: Exchange writes an occurrence's day into bytes 16 to 19 of
/// the meeting's name, where the meeting itself has zeros.
pub fn series_uid(ical_uid: &str) -> Cow<'_, str> {
    const EXCHANGE: &str = "040000008200E00074C5B7101A82E008";
    let uid = ical_uid.trim();
    let is_of_exchange =
        uid.len() >= 40 && uid.bytes().all(|it| it.is_ascii_hexdigit()) && uid[..32].eq_ignore_ascii_case(EXCHANGE);
    match is_of_exchange {
        true => Cow::Owned(format!("{}00000000{}", &uid[..32], &uid[40..])),
        false => Cow::Borrowed(uid),
    }
}

/// Domains under which an export tool, not a mail server, made the id; each copy got its own.
const EXPORTERS: [&str; 1] = ["javamail.evans@thyme"];

/// Strips white space and angle brackets, lower-cases the domain. The left part keeps its case (RFC 5322 §3.6.4).
fn normalise_message_id(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|it| !it.is_whitespace() && !it.is_control()).collect();
    let text = text.trim_start_matches('<').trim_end_matches('>');
    if text.is_empty() {
        return None;
    }
    let id = match text.rsplit_once('@') {
        Some((left, right)) => format!("{left}@{}", right.to_lowercase()),
        None => text.to_owned(),
    };
    let exported = id.to_lowercase();
    Some(if EXPORTERS.iter().any(|it| exported.ends_with(it)) { exported } else { id })
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_same(left: &str, right: &str, same: bool) {
        assert_eq!(Identity::of_message_id(left) == Identity::of_message_id(right), same, "{left} {right}");
    }

    #[test]
    fn a_message_id_counts_however_it_is_written() {
        check_same("<a1@Mail.Example.com>", "a1@mail.example.com", true);
        check_same(" <a1@mail.example.com>\r\n", "<a1@mail.example.com>", true);
        check_same("<A1@mail.example.com>", "<a1@mail.example.com>", false);
    }

    #[test]
    fn an_exporters_id_is_no_identity() {
        assert_eq!(Identity::of_message_id("<889349.1075840064700.JavaMail.evans@thyme>"), None);
        assert_eq!(Identity::of_message_id("<>"), None);
    }

    #[test]
    fn a_fingerprint_does_not_mind_the_order_of_recipients() {
        let one = Identity::of_fingerprint(5, "a@x", &["b@y", "c@z"]);
        assert_eq!(one, Identity::of_fingerprint(5, "a@x", &["c@z", "b@y", "b@y"]));
        assert_ne!(one, Identity::of_fingerprint(6, "a@x", &["b@y", "c@z"]));
    }

    #[test]
    fn occurrences_of_exchange_share_the_name_of_their_series() {
        let series = "040000008200E00074C5B7101A82E00800000000756DC3EE";
        let occurrence = "040000008200E00074C5B7101A82E00807E40107756DC3EE";
        assert_eq!((series_uid(occurrence), series_uid(series)), (series.into(), series.into()));
        assert_eq!(series_uid(" 7u2b@google.com "), "7u2b@google.com");
        assert_eq!(
            series_uid("040000008200E00074C5B7101A82E008é00000000"),
            "040000008200E00074C5B7101A82E008é00000000"
        );
    }
}
