//! The directory: who the colleagues are, by every address they have.
//!
//! **Invariant:** internal means *in the directory*, not "same mail domain".

use std::collections::{BTreeMap, HashMap};

use crate::suppression::{Suppressed, Suppression, Was};
use crate::{Address, ColleagueId, Name};

/// One entry of the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The directory's own identifier.
    pub id: ColleagueId,
    /// What the entry is called.
    pub name: Option<Name>,
    /// The address mail is sent from.
    pub primary: Address,
    /// Every other address of the same entry.
    pub aliases: Vec<Address>,
    /// Job title.
    pub title: Option<Name>,
    /// Department.
    pub department: Option<Name>,
    /// What kind of entry it is, and whether it still holds.
    pub standing: Standing,
}

/// How an entry stands to the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Works here.
    Active = 0,
    /// Has left, or the account is disabled: suggested to nobody, history stays until erased.
    Left = 1,
    /// A guest of the directory: shown as one, no colleague.
    Guest = 2,
    /// A shared mailbox: no person.
    Shared = 3,
    /// A room or device: no person.
    Room = 4,
    /// A distribution group: no person.
    Group = 5,
}

impl Standing {
    /// Returns whether such an entry is (or was) a colleague.
    pub fn is_colleague(self) -> bool {
        matches!(self, Standing::Active | Standing::Left)
    }

    /// Returns the word used in files and the API.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Active => "active",
            Standing::Left => "left",
            Standing::Guest => "guest",
            Standing::Shared => "shared",
            Standing::Room => "room",
            Standing::Group => "group",
        }
    }

    /// Returns the standing of that name.
    pub fn named(name: &str) -> Option<Standing> {
        [Standing::Active, Standing::Left, Standing::Guest, Standing::Shared, Standing::Room, Standing::Group]
            .into_iter()
            .find(|it| it.name() == name)
    }
}

fn nameless(was: Was) -> Entry {
    Entry {
        id: ColleagueId(was.entry.hex()),
        name: None,
        primary: Address::parse_unlisted("forgotten@forgotten.invalid").expect("a plain address"),
        aliases: Vec::new(),
        title: None,
        department: None,
        standing: was.standing,
    }
}

/// The directory, looked up by address.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    entries: BTreeMap<ColleagueId, Entry>,
    by_address: HashMap<Address, ColleagueId>,
    suppression: Suppression,
    /// What stands for an entry that was forgotten: how it stood, and no more.
    forgotten: HashMap<Suppressed, Entry>,
}

impl Directory {
    /// Makes a directory. Where two entries claim an address, the first keeps it.
    pub fn new(entries: impl IntoIterator<Item = Entry>) -> Directory {
        let mut directory = Directory::default();
        for entry in entries {
            for address in std::iter::once(&entry.primary).chain(&entry.aliases) {
                directory.by_address.entry(address.clone()).or_insert_with(|| entry.id.clone());
            }
            directory.entries.insert(entry.id.clone(), entry);
        }
        directory
    }

    /// Lets the directory know again the addresses of entries that were forgotten: mail that names them is read as it
    /// was before. They are in no list of entries.
    pub fn remembering(mut self, suppression: Suppression) -> Directory {
        self.forgotten = suppression.entries().map(|it| (it.entry, nameless(it))).collect();
        self.suppression = suppression;
        self
    }

    /// Returns the entry an address belongs to.
    pub fn find(&self, address: &Address) -> Option<&Entry> {
        match self.by_address.get(address) {
            Some(id) => self.entries.get(id),
            None if self.forgotten.is_empty() => None,
            None => self.forgotten.get(&self.suppression.find(address)??.entry),
        }
    }

    /// Returns the entry with that identifier.
    pub fn get(&self, id: &ColleagueId) -> Option<&Entry> {
        self.entries.get(id)
    }

    /// Returns the colleague an address belongs to; `None` for guests, rooms, groups and strangers.
    pub fn colleague(&self, address: &Address) -> Option<&Entry> {
        self.find(address).filter(|it| it.standing.is_colleague())
    }

    /// Returns every entry, by identifier.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }
}
