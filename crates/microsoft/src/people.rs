//! People: recipients and attendees as Graph writes them, and who of them has an address that holds.
//!
//! **Invariant:** an address never comes from a name.

use relata_connectors::mail::MOST_PARTICIPANTS;
use relata_model::{Address, Name, Participant, Response, Role, Side};
use serde::Deserialize;

use crate::graph::Graph;
use crate::lenient::{Object, Text};

/// `{"emailAddress": {"name", "address"}}`; both may be null.
#[derive(Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Recipient {
    pub(crate) email_address: Object<EmailAddress>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct EmailAddress {
    name: Text,
    address: Text,
}

impl Recipient {
    /// Who it is, if the address holds strictly.
    pub(crate) fn person(&self, graph: &Graph) -> Option<(Address, Option<Name>)> {
        self.email_address.0.as_ref()?.person(graph)
    }
}

impl EmailAddress {
    pub(crate) fn person(&self, graph: &Graph) -> Option<(Address, Option<Name>)> {
        Some((graph.address(self.address.some()?)?, Name::new(&self.name.0)))
    }
}

/// Who takes part, in the order of the source.
#[derive(Default)]
pub(crate) struct People {
    pub(crate) participants: Vec<Participant>,
    /// Everybody the source names, also those without a valid address.
    pub(crate) audience: u32,
}

impl People {
    pub(crate) fn add(&mut self, (address, name): (Address, Option<Name>), role: Role, response: Response) {
        if self.participants.len() < MOST_PARTICIPANTS {
            self.participants.push(Participant { address, name, role, response, side: Side::Unknown });
        }
    }
}
