//! Ids: names of messages, folders and events, as opaque and as fickle as Outlook's.
//!
//! A mutable id holds the folder, so that a move changes it; an immutable one does not. Both kinds are understood wherever an id
//! is given. Source: "Obtain immutable identifiers for Outlook resources".

use jiff::civil::Date;

use crate::seal::{open, seal};
use crate::tenant::Tenant;
use crate::tenant::mail::{FolderNumber, Key, well_known};

const MUTABLE: &str = "AAMkAD";
const IMMUTABLE: &str = "AAkALg";
const FOLDER: &str = "AQMkAD";

pub(crate) fn of_message(tenant: &Tenant, user: usize, key: Key, folder: FolderNumber, immutable: bool) -> String {
    match immutable {
        true => format!("{IMMUTABLE}{}", seal(tenant.seed, &(user, key))),
        false => format!("{MUTABLE}{}", seal(tenant.seed, &(user, key, folder))),
    }
}

/// Returns the message an id names, if it still does.
pub(crate) fn message(tenant: &Tenant, user: usize, id: &str) -> Option<Key> {
    if let Some(word) = id.strip_prefix(IMMUTABLE) {
        let (owner, key): (usize, Key) = open(tenant.seed, word)?;
        return (owner == user).then_some(key);
    }
    let (owner, key, folder): (usize, Key, FolderNumber) = open(tenant.seed, id.strip_prefix(MUTABLE)?)?;
    (owner == user && tenant.stored(user, key)?.folder == folder).then_some(key)
}

/// Folder ids are constant.
pub(crate) fn of_folder(tenant: &Tenant, user: usize, folder: FolderNumber) -> String {
    format!("{FOLDER}{}", seal(tenant.seed, &(user, folder, "folder")))
}

/// Returns the folder with an id or a well-known name; what people call it is no name here.
pub(crate) fn folder(tenant: &Tenant, user: usize, id: &str) -> Option<FolderNumber> {
    let mailbox = &tenant.mailboxes[user];
    let number = match id.strip_prefix(FOLDER).and_then(|it| open::<(usize, FolderNumber, String)>(tenant.seed, it)) {
        Some((owner, number, _)) => (owner == user).then_some(number),
        None => well_known(id),
    };
    number.filter(|it| mailbox.folder(*it).is_some())
}

/// An event in somebody's calendar: a whole series or single event, or the occurrence that was planned for a day.
pub(crate) type EventName = (u64, Option<Date>);

pub(crate) fn of_event(tenant: &Tenant, user: usize, event: EventName, immutable: bool) -> String {
    let prefix = if immutable { IMMUTABLE } else { MUTABLE };
    let day = event.1.map(|it| it.to_string());
    format!("{prefix}{}", seal(tenant.seed, &(user, event.0, day, immutable)))
}

pub(crate) fn event(tenant: &Tenant, user: usize, id: &str) -> Option<EventName> {
    let word = id.strip_prefix(IMMUTABLE).or_else(|| id.strip_prefix(MUTABLE))?;
    let (owner, meeting, day, _): (usize, u64, Option<String>, bool) = open(tenant.seed, word)?;
    (owner == user).then_some((meeting, day.and_then(|it| it.parse().ok())))
}
