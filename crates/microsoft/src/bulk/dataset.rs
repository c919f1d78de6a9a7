//! Datasets: which of Data Connect's a file holds, told by its first lines, and what a line of it becomes.

use std::path::Path;

use jiff::Timestamp;
use relata_model::{Folder, Observed};

use super::event::Own;
use super::line::{Contents, EventLine, MessageLine, Row, Shape};
use super::quirks::Quoted;
use super::{event, message};

/// The datasets that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dataset {
    /// Message_v1: any folder.
    Message,
    /// SentItem_v1: the owner wrote it.
    SentItem,
    /// CalendarView_v0 and Event_v1.
    Meeting,
    /// User_v1.
    User,
    /// GroupMembers_v0.
    Member,
}

impl Dataset {
    /// Tells a dataset by the columns of a line; sent items look like messages, so the file's path has a say.
    ///
    /// `None` if the line shows none that is read.
    pub(super) fn of(shape: &Shape<'_>, path: &Path) -> Option<Dataset> {
        let is_user = shape.account_enabled.0 || shape.proxy_addresses.0 || shape.user_type.0;
        match () {
            () if shape.internet_message_id.0 || shape.to_recipients.0 => {
                let named = path.to_string_lossy().to_lowercase();
                let is_sent = named.contains("sentitem") || named.contains("sent_item");
                Some(if is_sent { Dataset::SentItem } else { Dataset::Message })
            }
            () if shape.start.0 || shape.attendees.0 => Some(Dataset::Meeting),
            () if is_user && shape.user_principal_name.0 => Some(Dataset::User),
            () if shape.has_object.0 || is_a_member(shape.odata_type.as_str()) => Some(Dataset::Member),
            () => None,
        }
    }

    /// Whether its lines are what lies in mailboxes.
    pub(super) fn is_of_mailboxes(self) -> bool {
        !matches!(self, Dataset::User | Dataset::Member)
    }
}

/// Members of groups carry the type of what they are, and no folder does.
fn is_a_member(odata_type: &str) -> bool {
    ["user", "group", "orgContact", "device", "servicePrincipal"]
        .into_iter()
        .any(|it| odata_type.rsplit('.').next() == Some(it))
}

/// What a line of a mailbox shows.
pub(super) struct Taken {
    /// Whose it is.
    pub(super) owner: String,
    /// The interaction, and what it says of the owner; or why it cannot be used.
    pub(super) seen: Result<(Observed, Own), &'static str>,
}

/// Why a line shows nothing.
pub(super) enum Unused {
    /// It tells how the extraction went.
    Summary,
    /// Nothing of it can be trusted, not even whose it is.
    Malformed(&'static str),
    /// It has a column that must not be there.
    Forbidden(&'static str),
}

/// Reads a line of a dataset of mailboxes.
pub(super) fn read(dataset: Dataset, bytes: &[u8], subject_permitted: bool, now: Timestamp) -> Result<Taken, Unused> {
    let broken = |_| Unused::Malformed("the line is no JSON object of this dataset");
    let checked = |puser: &str, row: Quoted<Row>, contents: Contents| match contents.forbidden(subject_permitted) {
        Some(column) => Err(Unused::Forbidden(column)),
        None if row.tells_a_summary() => Err(Unused::Summary),
        None => owner(puser).ok_or(Unused::Malformed("its puser, whose mailbox it lay in, is no directory id")),
    };
    if dataset == Dataset::Meeting {
        let mut line: EventLine<'_> = serde_json::from_slice(bytes).map_err(broken)?;
        let row = std::mem::take(&mut line.rowinformation);
        let owner = checked(line.puser.as_str(), row, line.contents())?;
        return Ok(Taken { owner, seen: event::met(line).map(|it| (it.observed, it.own)) });
    }
    let mut line: MessageLine<'_> = serde_json::from_slice(bytes).map_err(broken)?;
    let row = std::mem::take(&mut line.rowinformation);
    let owner = checked(line.puser.as_str(), row, line.contents())?;
    let folder = if dataset == Dataset::SentItem { Folder::Sent } else { Folder::Other };
    Ok(Taken { owner, seen: message::observed(line, folder, now).map(|it| (it, Own::default())) })
}

/// A directory id as it can stand in a file's name: letters, digits and dashes.
pub(super) fn owner(text: &str) -> Option<String> {
    let sound = !text.is_empty() && text.len() <= 64 && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    sound.then(|| text.to_ascii_lowercase())
}
