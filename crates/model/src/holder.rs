//! Holders: to whom a role or a right can be given.

use crate::policy::Role;
use crate::{PersonId, audit};

/// To whom a role or a right can be given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// Everybody who has a role; for rights alone.
    Role(Role),
    /// A colleague of the directory.
    Colleague(PersonId),
    /// Everybody in a group of the directory.
    Group(String),
    /// Whoever signs in with an account.
    Account(i64),
    /// Everybody of whom the provider of identities says that they are in this group.
    Claim(String),
}

impl Holder {
    /// Returns the holder of a kind and an id, as [`Holder::kind`] and [`Holder::id`] give them.
    pub fn named(kind: &str, id: &str) -> Option<Holder> {
        let text = || (!id.trim().is_empty()).then(|| id.to_owned());
        match kind {
            "role" => Role::named(id).map(Holder::Role),
            "colleague" => id.parse().ok().map(|it| Holder::Colleague(PersonId(it))),
            "group" => text().map(Holder::Group),
            "account" => id.parse().ok().map(Holder::Account),
            "claim" => text().map(Holder::Claim),
            _ => None,
        }
    }

    /// Returns what sort of holder it is: `role`, `colleague`, `group`, `account`, `claim`.
    pub fn kind(&self) -> &'static str {
        match self {
            Holder::Role(_) => "role",
            Holder::Colleague(_) => "colleague",
            Holder::Group(_) => "group",
            Holder::Account(_) => "account",
            Holder::Claim(_) => "claim",
        }
    }

    /// Returns which of its sort it is.
    pub fn id(&self) -> String {
        match self {
            Holder::Role(role) => role.name().to_owned(),
            Holder::Colleague(person) => person.to_string(),
            Holder::Group(id) | Holder::Claim(id) => id.clone(),
            Holder::Account(id) => id.to_string(),
        }
    }

    /// Returns what the audit trail calls it; a colleague as any person.
    pub fn subject(&self) -> String {
        match self {
            Holder::Colleague(person) => audit::of_person(*person),
            other => audit::subject(other.kind(), &other.id()),
        }
    }

    /// Returns whether it is one person, and not whoever belongs to something.
    pub fn is_one_person(&self) -> bool {
        matches!(self, Holder::Colleague(_) | Holder::Account(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kind_and_id_lead_back_to_the_holder() {
        for holder in [
            Holder::Role(Role::Auditor),
            Holder::Colleague(PersonId(7)),
            Holder::Group("g-1".to_owned()),
            Holder::Account(3),
            Holder::Claim("Sales (EMEA)".to_owned()),
        ] {
            assert_eq!(Holder::named(holder.kind(), &holder.id()), Some(holder));
        }
        for (kind, id) in [("role", "boss"), ("colleague", "x"), ("group", " "), ("account", ""), ("team", "1")] {
            assert_eq!(Holder::named(kind, id), None, "{kind} {id}");
        }
    }

    #[test]
    fn the_trail_knows_holders_by_ids() {
        let subjects = [
            Holder::Role(Role::Auditor),
            Holder::Colleague(PersonId(7)),
            Holder::Account(3),
            Holder::Claim("Sales (EMEA)".to_owned()),
        ]
        .map(|it| it.subject());
        assert_eq!(subjects[..3], ["role:auditor", "person:7", "account:3"]);
        assert!(subjects[3].starts_with("claim:#"), "{}", subjects[3]);
    }
}
