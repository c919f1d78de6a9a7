//! Classification: what an address is, and why we think so.

/// What an address is. Only persons are introduced or introduce.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Somebody.
    #[default]
    Person = 0,
    /// A shared mailbox for a function: `sales@`, `support@`.
    Role = 1,
    /// A mailing list or distribution group.
    List = 2,
    /// A program that writes on its own: notifications, newsletters, bounces.
    Machine = 3,
    /// A program that pretends to be somebody: meeting note-takers, assistants.
    Bot = 4,
    /// A room or a device.
    Room = 5,
}

/// A class with the reason for it, in words for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classified {
    /// What the address is.
    pub class: Class,
    /// Why, e.g. ``the header `List-Id` is present``.
    pub reason: String,
}

/// What headers gave away about an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {}

/// Returns the rule that leaves a message out for how it was made, with the reason.
pub fn filter_of(observed: &crate::Observed) -> Option<(crate::Filter, String)> {
    let _ = observed;
    None
}

/// Returns what an address is.
pub fn classify(
    address: &crate::Address,
    name: Option<&crate::Name>,
    evidence: Evidence,
    standing: Option<crate::Standing>,
) -> Classified {
    let _ = (address, name, evidence, standing);
    Classified { class: Class::Person, reason: "nothing speaks against a person".to_owned() }
}
