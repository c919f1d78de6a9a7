//! What the messages of a batch give away about the addresses in them, gathered before anything is left out.

use std::collections::{BTreeMap, HashMap};

use relata_model::classification::{Evidence, classify};
use relata_model::{Address, Admitted, Directory, Filter, Name, Observed, Role};
use relata_store::Seen;

/// Evidence about every address of a batch, and whose mail which rule left out.
#[derive(Default)]
pub(crate) struct Gathered {
    evidence: HashMap<Address, Evidence>,
    /// Messages left out, by sender and rule.
    pub left_out: BTreeMap<(Address, Filter), u64>,
}

impl Gathered {
    /// Takes note of a message, whatever becomes of it.
    pub fn note(&mut self, observed: &Observed) {
        for it in &observed.participants {
            *self.evidence.entry(it.address.clone()).or_default() += Evidence::about(&it.address, observed);
        }
    }

    /// Takes note that a rule left a message out.
    pub fn note_left_out(&mut self, sender: Option<Address>, rule: Filter) {
        if let Some(sender) = sender {
            *self.left_out.entry((sender, rule)).or_default() += 1;
        }
    }

    /// Returns every address that was admitted, with what it is called and what it is.
    pub fn seen<'a>(&self, admitted: impl IntoIterator<Item = &'a Admitted>, directory: &Directory) -> Vec<Seen> {
        let mut names: BTreeMap<&'a Address, Option<&'a Name>> = BTreeMap::new();
        for it in admitted.into_iter().flat_map(|it| it.interactions()).flat_map(|it| &it.participants) {
            let name = names.entry(&it.address).or_default();
            *name = name.or(it.name.as_ref());
        }
        let seen = names.into_iter().map(|(address, name)| {
            let evidence = self.evidence.get(address).copied().unwrap_or_default();
            let standing = directory.find(address).map(|it| it.standing);
            Seen {
                address: address.clone(),
                name: name.cloned(),
                classified: classify(address, name, evidence, standing),
            }
        });
        seen.collect()
    }
}

/// Returns who wrote a message, as far as it says.
pub(crate) fn sender_of(observed: &Observed) -> Option<Address> {
    let from = |it: &&relata_model::Participant| it.role.starts() || it.role == Role::Sender;
    observed.participants.iter().find(from).map(|it| it.address.clone())
}
