//! Identifiers: one newtype for each thing that has a number, so that none is taken for another.

macro_rules! dense_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

dense_id! {
    /// An address, as the log knows it. Only the store can say which address it is.
    AddressId
}
dense_id! {
    /// A person, inside or outside, with one address or many.
    PersonId
}
dense_id! {
    /// A colleague's mail and calendar, connected: the unit of consent, sync and cursor.
    MailboxId
}

dense_id! {
    /// A record, as the log knows it. Only the store can say which record it is.
    RecordNumber
}

/// A colleague, by the identifier the directory uses for them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColleagueId(pub String);

/// A security group of the directory, by the identifier the directory uses for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupId(pub String);

/// A CRM entry, by the identifier the CRM uses for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub String);
