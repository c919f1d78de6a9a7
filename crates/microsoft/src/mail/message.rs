//! Messages: from what Graph shows of one to an [`Observed`], with the same identity as an exported file of it.

use std::borrow::Cow;

use jiff::Timestamp;
use relata_connectors::mail::{believed, identity_of, marks_of, thread_of};
use relata_model::{Folder, Identity, Kind, Marks, Observed, Response, Role};
use serde::Deserialize;

use crate::graph::Graph;
use crate::lenient::{Flag, List, Object, Text};
use crate::people::{People, Recipient};

/// What is asked for of a message: never a body, a subject or what tells of attachments.
const FIELDS: &str = "id,internetMessageId,conversationId,from,sender,toRecipients,ccRecipients,bccRecipients,\
                      sentDateTime,receivedDateTime,isDraft,parentFolderId";

/// Returns what is asked for of a message. Headers are given for what came from outside, and never for what was sent.
pub(super) fn fields(with_headers: bool) -> String {
    format!("{FIELDS}{}", if with_headers { ",internetMessageHeaders" } else { "" })
}

/// A message as it stands on the wire.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Wire {
    pub(super) id: Text,
    internet_message_id: Text,
    conversation_id: Text,
    from: Object<Recipient>,
    sender: Object<Recipient>,
    to_recipients: List<Recipient>,
    cc_recipients: List<Recipient>,
    bcc_recipients: List<Recipient>,
    sent_date_time: Text,
    received_date_time: Text,
    is_draft: Flag,
    internet_message_headers: List<Header>,
    #[serde(rename = "@removed")]
    pub(super) removed: Object<Removed>,
}

#[derive(Default, Deserialize)]
pub(super) struct Removed {}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Header {
    name: Text,
    value: Text,
}

impl Wire {
    /// Whether it is a change to something that was shown before, naming no more than what changed.
    pub(super) fn is_partial(&self) -> bool {
        self.received_date_time.some().is_none()
            && self.sent_date_time.some().is_none()
            && self.from.0.is_none()
            && self.internet_message_id.some().is_none()
    }

    /// When a server noted it, to the second that the service shows.
    pub(super) fn received(&self) -> Option<Timestamp> {
        self.received_date_time.moment()
    }

    /// Returns what the message says, or why it cannot be used, without repeating anything of it.
    pub(super) fn observed(&self, graph: &Graph, sent: bool, now: Timestamp) -> Result<Observed, String> {
        let people = self.people(graph);
        let marks = Marks { draft: self.is_draft.0, ..marks_of(|name| self.header(name)) };
        let is_sent = people.participants.iter().any(|it| it.role == Role::From);
        if !is_sent && !marks.draft && !marks.delivery_report {
            return Err("it names no sender with a valid address".to_owned());
        }
        let at = believed(self.sent_date_time.moment(), self.received_date_time.moment(), now)?;
        let identity = identity_of(self.internet_message_id.some(), at.as_second(), &people.participants);
        let answers = self.header("In-Reply-To");
        let (reply_to, _) = thread_of(answers.as_deref(), None);
        Ok(Observed {
            identity,
            at,
            kind: Kind::Email,
            participants: people.participants,
            audience: people.audience,
            reply_to,
            conversation: self.conversation_id.some().map_or(identity, Identity::of_conversation),
            minutes: 0,
            marks,
            folder: if sent { Folder::Sent } else { Folder::Other },
            activity: None,
        })
    }

    /// The first header of that name.
    fn header(&self, name: &str) -> Option<Cow<'_, str>> {
        let found = self.internet_message_headers.items.iter().find(|it| it.name.0.eq_ignore_ascii_case(name))?;
        Some(Cow::Borrowed(found.value.0.trim()))
    }

    fn people(&self, graph: &Graph) -> People {
        let mut people = People::default();
        let who = |it: &Object<Recipient>| it.0.as_ref().and_then(|it| it.person(graph));
        match (who(&self.from), who(&self.sender)) {
            (Some(from), Some(sender)) => {
                let delegated = sender.0 != from.0;
                people.add(from, Role::From, Response::None);
                if delegated {
                    people.add(sender, Role::Sender, Response::None);
                }
            }
            (Some(it), None) | (None, Some(it)) => people.add(it, Role::From, Response::None),
            (None, None) => {}
        }
        let lists =
            [(&self.to_recipients, Role::To), (&self.cc_recipients, Role::Cc), (&self.bcc_recipients, Role::Bcc)];
        for (list, role) in lists {
            people.audience = people.audience.saturating_add(u32::try_from(list.total).unwrap_or(u32::MAX));
            for it in list.items.iter().filter_map(|it| it.person(graph)) {
                people.add(it, role, Response::None);
            }
        }
        people
    }
}
