//! Mail headers: from the header block of one message to an [`Observed`].
//!
//! ```text
//! header block ──mail-parser──▶ headers ──▶ who  (people.rs)     strict addresses, at most 500
//!                                       ──▶ when (date.rs)       Date, checked against the server's
//!                                       ──▶ what (marks.rs)      list, bulk, automatic, bounce
//!                                       ──▶ where (place.rs)     Sent, Drafts, Junk
//! ```
//!
//! **Invariant:** only `parse_headers` is ever called. Bodies are not read, not even to be thrown away: a
//! message of 40,000 nested parts overflows the stack when the parser drops it.
//!
//! **Invariant:** reasons for refusing a message never repeat anything of it.

mod date;
mod marks;
mod people;
mod place;

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use mail_parser::{HeaderName, HeaderValue, Message, MessageParser};
use relata_model::{Identity, Kind, Observed, Participant, Role};

use crate::charset;
pub use date::{believed, parse_postmark};
pub use marks::marks_of;
pub use people::MOST_PARTICIPANTS;
pub use place::{Place, folder_named};

/// A header block longer than this is cut: nobody writes such, and the rest is recipients or trouble.
pub const LONGEST_HEADER_BYTES: usize = 256 * 1024;

/// Returns what the header block of a message says.
///
/// # Errors
///
/// Why the message cannot be used, in words for a person.
pub fn observe(block: &[u8], place: &Place) -> Result<Observed, String> {
    let block = ready(block);
    catch_unwind(AssertUnwindSafe(|| translate(&block, place)))
        .unwrap_or_else(|_| Err("the mail parser gave up on its headers".to_owned()))
}

/// The block in UTF-8, at most 256 KB of it, ending as the parser wants it.
fn ready(block: &[u8]) -> Vec<u8> {
    let cut = &block[..block.len().min(LONGEST_HEADER_BYTES)];
    let mut ready = charset::decode(cut).into_owned().into_bytes();
    ready.extend_from_slice(b"\n\n");
    ready
}

fn translate(block: &[u8], place: &Place) -> Result<Observed, String> {
    let message = PARSER.parse_headers(block).ok_or("it has no mail headers")?;
    let headers = Headers { message, block };
    let people = people::of(&headers);
    let marks = marks_of(|name| headers.shown(name));
    if headers.count(HeaderName::From) > 1 {
        return Err("it has more than one From header; which is true, nobody knows".to_owned());
    }
    if !marks.delivery_report && !people.participants.iter().any(|it| it.role == Role::From) {
        return Err("it names no sender with a valid address".to_owned());
    }
    let at = date::of(&headers, place)?;
    let identity = identity_of(headers.text(HeaderName::MessageId).as_deref(), at.as_second(), &people.participants);
    let (in_reply_to, references) = (headers.text(HeaderName::InReplyTo), headers.text(HeaderName::References));
    let (reply_to, conversation) = thread_of(in_reply_to.as_deref(), references.as_deref());
    Ok(Observed {
        identity,
        at,
        kind: Kind::Email,
        participants: people.participants,
        audience: people.audience,
        reply_to,
        conversation: conversation.or(reply_to).unwrap_or(identity),
        minutes: 0,
        marks,
        folder: place::of(&headers, place),
        activity: None,
    })
}

/// Decodes only what is used; a subject is never decoded.
static PARSER: LazyLock<MessageParser> = LazyLock::new(|| {
    MessageParser::new()
        .header_address(HeaderName::From)
        .header_address(HeaderName::Sender)
        .header_address(HeaderName::To)
        .header_address(HeaderName::Cc)
        .header_address(HeaderName::Bcc)
        .header_date(HeaderName::Date)
        .ignore_header(HeaderName::Subject)
        .default_header_raw()
});

/// Returns what makes two copies of a message the same: its Message-ID; else date, sender and recipients. Bcc is left
/// out: only the sender's own copy has it.
pub fn identity_of(message_id: Option<&str>, at_seconds: i64, participants: &[Participant]) -> Identity {
    let with = |roles: &[Role]| {
        let found = participants.iter().filter(|it| roles.contains(&it.role));
        found.map(|it| it.address.as_str()).collect::<Vec<_>>()
    };
    message_id.and_then(Identity::of_message_id).unwrap_or_else(|| {
        let sender = with(&[Role::From]).first().copied().unwrap_or_default();
        Identity::of_fingerprint(at_seconds, sender, &with(&[Role::To, Role::Cc]))
    })
}

/// Returns what a message answers and where its conversation began, by its headers In-Reply-To and References.
pub fn thread_of(in_reply_to: Option<&str>, references: Option<&str>) -> (Option<Identity>, Option<Identity>) {
    let ids = |text: Option<&str>| -> Vec<Identity> {
        message_ids(text.unwrap_or_default()).into_iter().filter_map(Identity::of_message_id).collect()
    };
    let references = ids(references);
    let answered = ids(in_reply_to).first().copied().or(references.last().copied());
    (answered, references.first().copied())
}

/// Ids in angle brackets; else words with an `@`, as old programs wrote them.
fn message_ids(text: &str) -> Vec<&str> {
    let bracketed: Vec<&str> = text.split('<').skip(1).filter_map(|it| it.split_once('>')).map(|it| it.0).collect();
    if bracketed.is_empty() { text.split_whitespace().filter(|it| it.contains('@')).collect() } else { bracketed }
}

/// The headers of one message, and the bytes they came from.
struct Headers<'a> {
    message: Message<'a>,
    block: &'a [u8],
}

impl Headers<'_> {
    fn count(&self, name: HeaderName<'_>) -> usize {
        self.message.headers().iter().filter(|it| it.name == name).count()
    }

    /// The first header of that name, unfolded.
    fn text<'n>(&self, name: impl Into<HeaderName<'n>>) -> Option<Cow<'_, str>> {
        let name = name.into();
        let header = self.message.headers().iter().find(|it| it.name == name)?;
        match &header.value {
            HeaderValue::Empty => Some("".into()),
            HeaderValue::Text(text) => Some(text.trim().into()),
            _ => None,
        }
    }

    /// As [`Headers::text`], also of those whose addresses were parsed: From as it stands, Sender as an address.
    fn shown(&self, name: &str) -> Option<Cow<'_, str>> {
        match name {
            "From" => {
                let header = self.message.headers().iter().find(|it| it.name == HeaderName::From)?;
                let raw = &self.block[header.offset_start as usize..header.offset_end as usize];
                Some(String::from_utf8_lossy(raw))
            }
            "Sender" => self.message.sender()?.first()?.address().map(Cow::Borrowed),
            _ => self.text(name),
        }
    }
}

#[cfg(test)]
mod tests;
