//! What lies ahead: meetings and planned activities, kept aside until they take place.

use std::collections::HashMap;

use relata_model::{Address, AddressId, Admitted, Interaction, Participant, RecordId, RecordNumber, Side};
use relata_store::{ScheduledCopy, ScheduledPerson};

/// Returns what was admitted of things to come, as the store keeps it.
pub(crate) fn scheduled(
    ahead: &Admitted,
    addresses: &HashMap<Address, AddressId>,
    records: &HashMap<RecordId, RecordNumber>,
) -> Vec<ScheduledCopy> {
    let person = |it: &Participant| {
        let address = *addresses.get(&it.address)?;
        Some(ScheduledPerson { address, role: it.role, colleague: it.side == Side::Colleague })
    };
    let one = |it: &Interaction| ScheduledCopy {
        identity: it.identity,
        at: it.at,
        kind: it.kind,
        minutes: it.minutes,
        regarding: it.activity.as_ref().and_then(|it| records.get(it.regarding.as_ref()?)).copied(),
        in_mailbox: it.activity.is_none(),
        people: it.participants.iter().filter_map(person).collect(),
    };
    ahead.interactions().iter().map(one).collect()
}
