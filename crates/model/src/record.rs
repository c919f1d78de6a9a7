//! Records: what the CRM says of people and companies outside. Relata mirrors them and never writes back.

use crate::{Address, Name, RecordId};

/// A CRM entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The CRM's identifier.
    pub id: RecordId,
    /// Which kind of entry.
    pub kind: RecordKind,
    /// Its name: a person's, or a company's.
    pub name: Name,
    /// Job title of a contact or lead.
    pub title: Option<Name>,
    /// The company, in words, of a contact or lead.
    pub company: Option<Name>,
    /// The account a contact belongs to.
    pub account: Option<RecordId>,
    /// Addresses of a contact or lead.
    pub addresses: Vec<Address>,
    /// Domains an account owns.
    pub domains: Vec<String>,
    /// The colleague who owns it, by primary address.
    pub owner: Option<Address>,
    /// Active, qualified, disqualified, …: the CRM's word, lower-case.
    pub state: Option<String>,
    /// Never analysed, never shown to have introducers.
    pub do_not_analyse: bool,
    /// Names of the fields that sample data made up.
    pub invented: Vec<String>,
}

/// The kinds of record known so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// A person one does business with.
    Contact,
    /// A person one might do business with.
    Lead,
    /// A company.
    Account,
}

impl RecordKind {
    /// Returns the word used in files, tables and the API.
    pub fn name(self) -> &'static str {
        match self {
            RecordKind::Contact => "contact",
            RecordKind::Lead => "lead",
            RecordKind::Account => "account",
        }
    }

    /// Returns the kind of that name.
    pub fn named(name: &str) -> Option<RecordKind> {
        [RecordKind::Contact, RecordKind::Lead, RecordKind::Account].into_iter().find(|it| it.name() == name)
    }
}
