//! Records: what the CRM says of people, companies and deals outside. Relata mirrors them and never writes back.

use jiff::civil::Date;

use crate::{Address, Name, RecordId};

/// A CRM entry.
#[derive(Clone, Debug, PartialEq)]
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
    /// The account a contact belongs to, or an opportunity is about.
    pub account: Option<RecordId>,
    /// The contact it is about: an account's primary contact, an opportunity's customer contact.
    pub primary_contact: Option<RecordId>,
    /// Addresses of a contact or lead.
    pub addresses: Vec<Address>,
    /// Domains an account owns.
    pub domains: Vec<String>,
    /// The colleague who owns it, by primary address.
    pub owner: Option<Address>,
    /// The sales team of an opportunity, by primary address, without the owner.
    pub team: Vec<Address>,
    /// Who else outside has a say in a lead or opportunity.
    pub stakeholders: Vec<Stakeholder>,
    /// Active, qualified, won, …: the CRM's word, lower-case.
    pub state: Option<String>,
    /// Where an opportunity stands, in the CRM's words.
    pub stage: Option<String>,
    /// What an opportunity is expected to bring, in `currency`; any finite number.
    pub revenue: Option<f64>,
    /// The currency of `revenue`: `USD`.
    pub currency: Option<String>,
    /// When the CRM got it.
    pub created_on: Option<Date>,
    /// When an opportunity is expected to close.
    pub close_on: Option<Date>,
    /// When it was won, lost, qualified or disqualified.
    pub closed_on: Option<Date>,
    /// Never analysed, never shown to have introducers.
    pub do_not_analyse: bool,
    /// Names of the fields that sample data made up.
    pub invented: Vec<String>,
}

impl Record {
    /// Returns a record of which nothing is known but what it is and what it is called.
    pub fn named(id: RecordId, kind: RecordKind, name: Name) -> Record {
        Record {
            id,
            kind,
            name,
            title: None,
            company: None,
            account: None,
            primary_contact: None,
            addresses: Vec::new(),
            domains: Vec::new(),
            owner: None,
            team: Vec::new(),
            stakeholders: Vec::new(),
            state: None,
            stage: None,
            revenue: None,
            currency: None,
            created_on: None,
            close_on: None,
            closed_on: None,
            do_not_analyse: false,
            invented: Vec::new(),
        }
    }

    /// Returns where it stands, from its kind and the CRM's word for its state.
    pub fn status(&self) -> Status {
        Status::of(self.kind, self.state.as_deref())
    }
}

/// Somebody outside who has a say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stakeholder {
    /// A contact of the CRM.
    Record(RecordId),
    /// An address the CRM has no contact for.
    Address(Address),
}

/// Where a record stands, whatever the CRM calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Business goes on; also every contact and account.
    Open,
    /// An opportunity that was won.
    Won,
    /// An opportunity that was lost.
    Lost,
    /// A lead that was qualified or disqualified; whatever else was closed.
    Closed,
}

impl Status {
    /// Returns where a record of a kind stands whose state the CRM calls that.
    pub fn of(kind: RecordKind, state: Option<&str>) -> Status {
        match (kind, state.unwrap_or_default()) {
            (RecordKind::Contact | RecordKind::Account, _) => Status::Open,
            (RecordKind::Opportunity, "won" | "closed won" | "closedwon") => Status::Won,
            (RecordKind::Opportunity, "lost" | "closed lost" | "closedlost" | "canceled" | "cancelled") => Status::Lost,
            (RecordKind::Lead, "qualified" | "disqualified" | "converted" | "unqualified") => Status::Closed,
            (_, "closed" | "inactive") => Status::Closed,
            _ => Status::Open,
        }
    }

    /// Returns the word used in tables and the API.
    pub fn name(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Won => "won",
            Status::Lost => "lost",
            Status::Closed => "closed",
        }
    }

    /// Returns the status of that name.
    pub fn named(name: &str) -> Option<Status> {
        [Status::Open, Status::Won, Status::Lost, Status::Closed].into_iter().find(|it| it.name() == name)
    }
}

/// The kinds of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// A person one does business with.
    Contact,
    /// A person one might do business with.
    Lead,
    /// A company.
    Account,
    /// A deal in the making, or one that was won or lost.
    Opportunity,
}

impl RecordKind {
    /// Every kind.
    pub const ALL: [RecordKind; 4] =
        [RecordKind::Contact, RecordKind::Lead, RecordKind::Account, RecordKind::Opportunity];

    /// Returns the word used in files, tables and the API.
    pub fn name(self) -> &'static str {
        match self {
            RecordKind::Contact => "contact",
            RecordKind::Lead => "lead",
            RecordKind::Account => "account",
            RecordKind::Opportunity => "opportunity",
        }
    }

    /// Returns the kind of that name.
    pub fn named(name: &str) -> Option<RecordKind> {
        RecordKind::ALL.into_iter().find(|it| it.name() == name)
    }
}
