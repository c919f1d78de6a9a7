//! What lies ahead: meetings and planned activities, kept aside until they take place.

use std::collections::HashMap;

use relata_model::{Address, AddressId, Admitted, Interaction, RecordId, RecordNumber, Side};
use relata_store::Scheduled;

/// Returns what was admitted of things to come, as the store keeps it.
pub(crate) fn scheduled(
    ahead: &Admitted,
    addresses: &HashMap<Address, AddressId>,
    records: &HashMap<RecordId, RecordNumber>,
) -> Vec<Scheduled> {
    let one = |it: &Interaction| Scheduled {
        identity: it.identity,
        at: it.at,
        kind: it.kind,
        minutes: it.minutes,
        started_by_us: it.participants.iter().find(|it| it.role.starts()).is_none_or(|it| it.side == Side::Colleague),
        regarding: it.activity.as_ref().and_then(|it| records.get(it.regarding.as_ref()?)).copied(),
        in_mailbox: it.activity.is_none(),
        participants: it.participants.iter().filter_map(|it| addresses.get(&it.address)).copied().collect(),
    };
    ahead.interactions().iter().map(one).collect()
}
