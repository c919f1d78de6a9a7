//! Introduced: what a batch shows of requests for introductions that are open.
//!
//! Every batch passes here on its way into the log, so nothing is looked for in the log later, and what was not admitted shows
//! nothing.

use std::collections::{BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};
use relata_model::introduced::{Party, Sign, Thread, WATCHED_DAYS, sign_of};
use relata_model::{Address, AddressId, Admitted, Identity, Interaction, Role};
use relata_store::{IntroductionId, Store, StoreError, WatchedIntroduction};

/// Keeps what these interactions show of requests; the same batch again shows the same.
pub(crate) async fn note_signs(
    store: &Store,
    admitted: &Admitted,
    addresses: &HashMap<Address, AddressId>,
    now: Timestamp,
) -> Result<(), StoreError> {
    if admitted.interactions().is_empty() {
        return Ok(());
    }
    let watched = store.watched_introductions(now).await?;
    if watched.is_empty() {
        return Ok(());
    }
    store.put_signs(&signs(&watched, admitted.interactions(), addresses)).await
}

fn signs(
    watched: &[WatchedIntroduction],
    interactions: &[Interaction],
    addresses: &HashMap<Address, AddressId>,
) -> Vec<(IntroductionId, Sign, Timestamp)> {
    let mut of_address: HashMap<AddressId, Vec<usize>> = HashMap::new();
    for (place, request) in watched.iter().enumerate() {
        for address in request.parties.keys() {
            of_address.entry(*address).or_default().push(place);
        }
    }
    let mut signs = BTreeSet::new();
    for interaction in interactions {
        let people: Vec<(AddressId, Role)> =
            interaction.participants.iter().filter_map(|it| Some((*addresses.get(&it.address)?, it.role))).collect();
        let concerned: BTreeSet<usize> =
            people.iter().filter_map(|it| of_address.get(&it.0)).flatten().copied().collect();
        for request in concerned.into_iter().map(|it| &watched[it]) {
            let parties: Vec<(Party, Role)> =
                people.iter().filter_map(|(who, role)| Some((*request.parties.get(who)?, *role))).collect();
            let thread = thread_of(interaction, request.message);
            let Some(sign) = sign_of(interaction.kind, &parties, thread) else { continue };
            // By which clock the request itself was dated does not matter: it is known by its name.
            let until = request.from + SignedDuration::from_hours(24 * i64::from(WATCHED_DAYS));
            if sign == Sign::Arrived || (request.from..=until).contains(&interaction.at) {
                signs.insert((request.id, sign, interaction.at));
            }
        }
    }
    signs.into_iter().collect()
}

fn thread_of(interaction: &Interaction, message: Option<Identity>) -> Thread {
    match message {
        Some(it) if interaction.identity == it => Thread::Itself,
        Some(it) if interaction.reply_to == Some(it) || interaction.conversation == it => Thread::Answer,
        _ => Thread::Apart,
    }
}
