//! What activities are called: by the CRM, by the message or the meeting behind them.
//!
//! A copy of an email out of a mailbox has the same Message-ID, and one out of a calendar the same iCalUID: those
//! name an activity before the CRM's own id does, so that it counts once.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use relata_model::{Identity, Kind};

use super::words;
use crate::table::{Row, Table, identifier};

/// Which message stands behind which activity of a file, and which meetings repeat.
pub(super) struct Names {
    /// Whose ids they are.
    crm: String,
    messages: HashMap<String, Identity>,
    repeated: HashSet<String>,
    again: HashSet<usize>,
}

impl Names {
    pub(super) fn of(crm: &str, table: &Table) -> Names {
        let crm = crm.to_owned();
        let mut names = Names { crm, messages: HashMap::new(), repeated: HashSet::new(), again: HashSet::new() };
        let (mut ids, mut meetings) = (HashSet::new(), HashSet::new());
        for (index, row) in table.rows().enumerate() {
            let Ok(row) = row else { continue };
            let id = row.get("id");
            if !id.is_empty() && !ids.insert(id) {
                names.again.insert(index);
                continue;
            }
            if let Some(message) = Identity::of_message_id(row.get("message_id")) {
                names.messages.insert(id.to_owned(), message);
            }
            let uid = row.get("ical_uid");
            if words::kind(row.get("type")) == Ok(Kind::Meeting) && !uid.is_empty() && !meetings.insert(uid) {
                names.repeated.insert(uid.to_owned());
            }
        }
        names
    }

    /// Whether an earlier row of the file has the id of the row of that index.
    pub(super) fn is_again(&self, index: usize) -> bool {
        self.again.contains(&index)
    }

    pub(super) fn identity(&self, row: &Row<'_>, kind: Kind, at: Timestamp) -> Result<Identity, &'static str> {
        let by_message = || Identity::of_message_id(row.get("message_id")).filter(|_| kind == Kind::Email);
        let by_meeting = || {
            let uid = Some(row.get("ical_uid")).filter(|it| !it.is_empty() && kind == Kind::Meeting)?;
            // As calendars name the occurrences of a meeting that repeats: by when they are to be.
            let repeats = self.repeated.contains(uid);
            let recurrence = if repeats { at.strftime("%Y%m%dT%H%M%SZ").to_string() } else { String::new() };
            Some(Identity::of_meeting(uid, &recurrence))
        };
        match by_message().or_else(by_meeting) {
            Some(identity) => Ok(identity),
            None => identifier(row.get("id")).map(|it| Identity::of_activity(&self.crm, &it)),
        }
    }

    /// The activity or message of that name.
    pub(super) fn named(&self, name: &str) -> Identity {
        let by_message = || Identity::of_message_id(name).filter(|_| name.contains('@'));
        let known = self.messages.get(name).copied().or_else(by_message);
        known.unwrap_or_else(|| Identity::of_activity(&self.crm, name))
    }

    /// The conversation of that name: the message it began with, or whatever the CRM numbers conversations by.
    pub(super) fn conversation(&self, name: &str) -> Identity {
        if name.contains('@') || self.messages.contains_key(name) {
            self.named(name)
        } else {
            Identity::of_activity(&format!("{} conversation", self.crm), name)
        }
    }
}
