//! Places: how something that could not be read is found again, without its address and without its id.

use relata_model::Quarantined;
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
