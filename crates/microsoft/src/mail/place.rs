//! Places: how something that could not be read is found again, without its address and without its id.

use jiff::Timestamp;
use relata_model::Quarantined;
use relata_model::completeness::{Gone, Placed};
use ring::digest::{SHA256, digest};

/// Returns a note on a message that could not be used. The number is the beginning of its id's SHA-256.
pub(super) fn quarantined(id: &str, reason: String) -> Quarantined {
    let place = match id {
        "" => "mail, a message without an id".to_owned(),
        id => format!("mail, message {}", short(id)),
    };
    Quarantined { place, reason }
}

/// Returns twelve hex digits that stand for an id.
pub(crate) fn short(id: &str) -> String {
    digest(&SHA256, id.as_bytes()).as_ref()[..6].iter().map(|it| format!("{it:02x}")).collect()
}

/// Returns where a message lies, for the ledger by folder; `None` if it does not say which it is.
pub(super) fn placed(folder: &str, message: &str, received: Option<Timestamp>) -> Option<Placed> {
    let received = received.filter(|_| !message.is_empty())?;
    Some(Placed { folder: short(folder), received, message: number(message) })
}

/// Returns a message that is no longer in a folder.
pub(super) fn gone(folder: &str, message: &str, told_since: Timestamp) -> Gone {
    Gone { folder: short(folder), message: number(message), told_since }
}

/// Returns a number that stands for an id: the beginning of its SHA-256. Some services change the case of letters.
fn number(id: &str) -> u64 {
    let digest = digest(&SHA256, id.to_ascii_lowercase().as_bytes());
    digest.as_ref()[..8].iter().fold(0, |number, it| number << 8 | u64::from(*it))
}
