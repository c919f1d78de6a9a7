//! Mail: messages, folders and what a mailbox holds.
//!
//! Sources: "message resource type", "mailFolder resource type", "Obtain immutable identifiers for Outlook resources".

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::journal::Journal;

/// A message as a test writes it: everything may be set, nothing has to be.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// Who wrote it.
    pub from: String,
    /// Who sent it, where that is somebody else (on behalf of, send as).
    pub sender: Option<String>,
    /// Recipients.
    pub to: Vec<String>,
    /// Copies.
    pub cc: Vec<String>,
    /// Blind copies: seen in the sender's own copy alone.
    pub bcc: Vec<String>,
    /// Where answers shall go.
    pub reply_to: Vec<String>,
    /// When it was sent. `None`: when it was received.
    pub sent: Option<Timestamp>,
    /// When it arrived. `None`: now, by the tenant's clock.
    pub received: Option<Timestamp>,
    /// The Message-ID in its angle brackets. `None`: one is made; `Some("")`: there is none.
    pub message_id: Option<String>,
    /// Messages of one conversation have the same word here. `None`: its own conversation.
    pub conversation: Option<String>,
    /// Headers as in `internetMessageHeaders`; left out of what lies in Sent Items, as the real service does.
    pub headers: Vec<(String, String)>,
    /// The subject. Content: a client must neither ask for it nor keep it.
    pub subject: String,
    /// The body. Content as well.
    pub body: String,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether something is attached.
    pub has_attachments: bool,
    /// Whether the service judged it `other` rather than `focused`.
    pub other_inbox: bool,
    /// Fields that replace those of the answer, for messages that are wrong.
    pub instead: serde_json::Map<String, serde_json::Value>,
}

impl Message {
    /// Returns a message from somebody to some.
    pub fn new(from: &str, to: &[&str]) -> Message {
        Message { from: from.to_owned(), to: to.iter().map(|it| (*it).to_owned()).collect(), ..Message::default() }
    }

    /// Sets when it arrived, such as `2026-03-02T09:00:00Z`.
    ///
    /// # Panics
    ///
    /// If that is no time.
    pub fn at(mut self, time: &str) -> Message {
        self.received = Some(time.parse().expect("a time such as 2026-03-02T09:00:00Z"));
        self
    }

    /// Adds copies.
    pub fn cc(mut self, to: &[&str]) -> Message {
        self.cc.extend(to.iter().map(|it| (*it).to_owned()));
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Message {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the Message-ID.
    pub fn with_id(mut self, id: &str) -> Message {
        self.message_id = Some(id.to_owned());
        self
    }

    pub(crate) fn recipients(&self) -> impl Iterator<Item = &String> {
        self.to.iter().chain(&self.cc).chain(&self.bcc)
    }
}

/// A folder's well-known name and what people call it, in the order every mailbox has them.
pub(crate) const WELL_KNOWN: [(&str, &str); 10] = [
    ("msgfolderroot", "Top of Information Store"),
    ("inbox", "Inbox"),
    ("sentitems", "Sent Items"),
    ("drafts", "Drafts"),
    ("deleteditems", "Deleted Items"),
    ("junkemail", "Junk Email"),
    ("outbox", "Outbox"),
    ("archive", "Archive"),
    ("conversationhistory", "Conversation History"),
    ("syncissues", "Sync Issues"),
];

/// Returns the folder with a well-known name.
pub(crate) fn well_known(name: &str) -> Option<FolderNumber> {
    WELL_KNOWN.iter().position(|it| it.0.eq_ignore_ascii_case(name)).map(|it| it as FolderNumber)
}

/// A folder's place in its mailbox.
pub(crate) type FolderNumber = u32;
pub(crate) const ROOT: FolderNumber = 0;
pub(crate) const INBOX: FolderNumber = 1;
pub(crate) const SENT: FolderNumber = 2;

/// A folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    pub name: String,
    pub parent: FolderNumber,
    pub gone: bool,
}

/// A message's name inside its mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Key {
    /// Held: the how-manieth the tenant took in.
    Held(u64),
    /// Invented: month since year 0, place in the month, and which of those that came at that place.
    Invented(i32, u32, u32),
}

/// A message that is held.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub message: Message,
    pub folder: FolderNumber,
    pub received: Timestamp,
    pub modified: Timestamp,
}

/// What happened to a message, for `changeType`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Change {
    Created,
    Updated,
    Deleted,
}

/// An entry of a mailbox's journal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MailChange {
    pub folder: FolderNumber,
    pub key: Key,
    pub change: Change,
}

/// What a mailbox holds, and what happened to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mailbox {
    /// Folders beside the well-known ones, which every mailbox has.
    pub folders: Vec<Folder>,
    pub messages: BTreeMap<Key, Stored>,
    pub changes: Journal<MailChange>,
    pub folder_changes: Journal<FolderNumber>,
    /// Meetings in the calendar.
    pub calendar: BTreeSet<u64>,
    pub calendar_changes: Journal<u64>,
    /// Tokens minted before this one are no longer known.
    pub forgotten_before: u64,
}

impl Mailbox {
    /// Returns how many folders there are, gone ones included.
    pub fn folder_count(&self) -> FolderNumber {
        (WELL_KNOWN.len() + self.folders.len()) as FolderNumber
    }

    /// Returns a folder that is there.
    pub fn folder(&self, number: FolderNumber) -> Option<Folder> {
        match WELL_KNOWN.get(number as usize) {
            Some((_, name)) => Some(Folder { name: (*name).to_owned(), parent: ROOT, gone: false }),
            None => self.folders.get(number as usize - WELL_KNOWN.len()).filter(|it| !it.gone).cloned(),
        }
    }

    /// Returns the folder with a well-known name or one that people see, behind those of the folders it lies in.
    pub fn folder_named(&self, name: &str) -> Option<FolderNumber> {
        if let Some(known) = well_known(name) {
            return Some(known);
        }
        let (parent, own) = match name.rsplit_once('/') {
            Some((parent, own)) => (self.folder_named(parent)?, own),
            None => (ROOT, name),
        };
        let place = self.folders.iter().position(|it| !it.gone && it.parent == parent && it.name == own)?;
        Some((place + WELL_KNOWN.len()) as FolderNumber)
    }

    /// Returns the folders right below one.
    pub fn children(&self, of: FolderNumber) -> Vec<FolderNumber> {
        let below = (0..self.folder_count()).filter(|it| *it != ROOT);
        below.filter(|it| self.folder(*it).is_some_and(|it| it.parent == of)).collect()
    }
}
