//! Messages: a line of Message_v1 or SentItem_v1 becomes an [`Observed`].

use std::borrow::Cow;

use jiff::Timestamp;
use relata_connectors::mail::{MOST_PARTICIPANTS, believed, identity_of, marks_of, thread_of};
use relata_model::{Address, Folder, Identity, Kind, Marks, Name, Observed, Participant, Response, Role, Side};

use super::line::{EmailAddress, MessageLine, Recipient};

/// Returns what a line says of a message that lay in `folder`.
///
/// # Errors
///
/// Why it cannot be used, without repeating anything of it.
pub(super) fn observed(line: MessageLine<'_>, folder: Folder, now: Timestamp) -> Result<Observed, &'static str> {
    let at = believed(line.sent_date_time.moment(), line.received_date_time.moment(), now)
        .map_err(|_| "its dates are missing or impossible")?;
    let headers = line.internet_message_headers.take()?.unwrap_or_default();
    let header = |name: &str| headers.0.iter().find(|it| it.0.eq_ignore_ascii_case(name)).map(|it| &*it.1);
    let marks = marks_of(|name| header(name).map(Cow::Borrowed));
    let is_draft = line.is_draft.says_yes();
    let mut people = People::default();
    people.senders(line.from.take()?, line.sender.take()?);
    for (list, role) in
        [(line.to_recipients, Role::To), (line.cc_recipients, Role::Cc), (line.bcc_recipients, Role::Bcc)]
    {
        for it in list.take()?.unwrap_or_default() {
            people.addressed(it.email_address, role);
        }
    }
    if !is_draft && !marks.delivery_report && people.participants.first().is_none_or(|it| it.role != Role::From) {
        return Err("it names no sender with a valid address");
    }
    let identity = identity_of(Some(line.internet_message_id.as_str()), at.as_second(), &people.participants);
    let (reply_to, begun) = thread_of(header("In-Reply-To"), header("References"));
    let numbered = Some(line.conversation_id.as_str()).filter(|it| !it.is_empty()).map(Identity::of_conversation);
    Ok(Observed {
        identity,
        at,
        kind: Kind::Email,
        participants: people.participants,
        audience: people.audience,
        reply_to,
        conversation: numbered.or(begun).or(reply_to).unwrap_or(identity),
        minutes: 0,
        marks: Marks { draft: is_draft, ..marks },
        folder,
        activity: None,
    })
}

#[derive(Default)]
struct People {
    participants: Vec<Participant>,
    /// Every recipient the line names, also those without a valid address.
    audience: u32,
}

impl People {
    fn senders(&mut self, from: Option<Recipient>, sender: Option<Recipient>) {
        let valid = |it: Option<Recipient>| it.and_then(|it| person(it.email_address));
        let written = |it: &Recipient| it.email_address.as_ref().and_then(|it| it.address.clone());
        // Nearly always the two are one, which need not be judged twice.
        let sender = sender.filter(|it| from.as_ref().map(written) != Some(written(it)));
        match (valid(from), valid(sender)) {
            (Some(from), Some(sender)) => {
                let delegated = sender.0 != from.0;
                self.add(from, Role::From);
                if delegated {
                    self.add(sender, Role::Sender);
                }
            }
            (Some(it), None) | (None, Some(it)) => self.add(it, Role::From),
            (None, None) => {}
        }
    }

    fn addressed(&mut self, recipient: Option<EmailAddress>, role: Role) {
        self.audience = self.audience.saturating_add(1);
        if self.participants.len() < MOST_PARTICIPANTS
            && let Some(it) = person(recipient)
        {
            self.add(it, role);
        }
    }

    fn add(&mut self, (address, name): (Address, Option<Name>), role: Role) {
        self.participants.push(Participant { address, name, role, response: Response::None, side: Side::Unknown });
    }
}

/// Somebody with a valid address; a name is never taken for one.
pub(super) fn person(given: Option<EmailAddress>) -> Option<(Address, Option<Name>)> {
    let EmailAddress { name, address } = given?;
    Some((Address::parse(&address?).ok()?, name.as_deref().and_then(Name::new)))
}
