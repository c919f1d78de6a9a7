//! Completeness: which messages of a folder and month were read, to be held beside what their source says it has.
//!
//! ```text
//! the source has = kept + left out by a rule + could not be read + unexplained
//! ```
//!
//! A message stands in its cell once, however often it is read, and no longer once it has left. So a copy that came twice
//! cannot hide one that never came.
//!
//! **Invariant:** a cell holds what stands for ids of the source, and which rule left a message out: no address, no subject, no name.
//! What was left out for somebody's consent is *kept* here, so a cell stays the same whoever is forgotten.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::{Filter, Month};

/// Where a message lies in its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// What stands for the folder.
    pub folder: String,
    /// When the source received it.
    pub received: Timestamp,
    /// What stands for the message.
    pub message: u64,
}

/// A message that left a folder, or changed in it: of what its changes do not tell, a source says no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    /// What stands for the folder.
    pub folder: String,
    /// What stands for the message.
    pub message: u64,
    /// From when on the folder's changes tell of messages: what was received before may lie there still.
    pub told_since: Timestamp,
}

/// What became of a message by rules that ask nobody's consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It passed the rules: stored once, unless consent left it out.
    Kept,
    /// A rule left it out.
    LeftOut(Filter),
    /// It could not be read.
    Quarantined,
}

/// What a batch changes in the cells of a mailbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderChanges {
    /// What was read.
    pub read: Vec<(Placed, Outcome)>,
    /// What left.
    pub gone: Vec<Gone>,
    /// The batch is all there is in this folder and month.
    pub whole: Option<(String, Month)>,
    /// How many of what was read could not be read when it came first, and can be now.
    pub mended: u64,
}

/// The messages that were read of one folder and month, and lie there as far as is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    messages: BTreeMap<u64, Outcome>,
}

/// Counts of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Messages that passed the rules.
    pub kept: u64,
    /// Messages that rules left out.
    pub left_out: BTreeMap<Filter, u64>,
    /// Messages that could not be read.
    pub quarantined: u64,
}

/// Rules by the number that stands for them in a cell: new ones come last, none is moved.
const RULES: [Filter; 16] = [
    Filter::Bounce,
    Filter::AutoReply,
    Filter::List,
    Filter::Machine,
    Filter::Draft,
    Filter::Junk,
    Filter::Cancelled,
    Filter::Declined,
    Filter::Future,
    Filter::NotCompleted,
    Filter::Private,
    Filter::NoColleague,
    Filter::Nobody,
    Filter::MassMail,
    Filter::OptedOut,
    Filter::NoConsent,
];
/// Bytes of a message in a cell: what stands for it, and its outcome.
const ENTRY_BYTES: usize = 9;

impl Cell {
    /// Notes a message; returns whether it was not there yet.
    pub fn put(&mut self, message: u64, outcome: Outcome) -> bool {
        self.messages.insert(message, outcome).is_none()
    }

    /// Takes a message out; returns whether it was there.
    pub fn remove(&mut self, message: u64) -> bool {
        self.messages.remove(&message).is_some()
    }

    /// Returns whether a message is there.
    pub fn holds(&self, message: u64) -> bool {
        self.messages.contains_key(&message)
    }

    /// Returns what became of a message.
    pub fn outcome(&self, message: u64) -> Option<Outcome> {
        self.messages.get(&message).copied()
    }

    /// Returns how many of these messages `other` has not.
    pub fn not_in(&self, other: &Cell) -> u64 {
        self.messages.keys().filter(|it| !other.messages.contains_key(it)).count() as u64
    }

    /// Returns how many messages there are.
    pub fn len(&self) -> u64 {
        self.messages.len() as u64
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty()
    }

    /// Returns the counts.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for outcome in self.messages.values() {
            match outcome {
                Outcome::Kept => tally.kept += 1,
                Outcome::LeftOut(rule) => *tally.left_out.entry(*rule).or_default() += 1,
                Outcome::Quarantined => tally.quarantined += 1,
            }
        }
        tally
    }

    /// Returns the cell as bytes: nine for each message, in order.
    pub fn to_bytes(&self) -> Vec<u8> {
        let entry = |(message, outcome): (&u64, &Outcome)| {
            let mut bytes = [0; ENTRY_BYTES];
            bytes[..8].copy_from_slice(&message.to_be_bytes());
            bytes[8] = outcome.code();
            bytes
        };
        self.messages.iter().flat_map(entry).collect()
    }

    /// Returns what bytes say; `None` if they are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Cell> {
        if !bytes.len().is_multiple_of(ENTRY_BYTES) {
            return None;
        }
        let entry = |it: &[u8]| Some((u64::from_be_bytes(it[..8].try_into().ok()?), Outcome::coded(it[8])?));
        Some(Cell { messages: bytes.chunks_exact(ENTRY_BYTES).map(entry).collect::<Option<_>>()? })
    }
}

impl Tally {
    /// Returns how many messages there are in all.
    pub fn found(&self) -> u64 {
        self.kept + self.left_out.values().sum::<u64>() + self.quarantined
    }
}

impl std::ops::AddAssign<&Tally> for Tally {
    fn add_assign(&mut self, other: &Tally) {
        self.kept += other.kept;
        self.quarantined += other.quarantined;
        for (rule, count) in &other.left_out {
            *self.left_out.entry(*rule).or_default() += count;
        }
    }
}

impl Outcome {
    fn code(self) -> u8 {
        match self {
            Outcome::Kept => 0,
            Outcome::Quarantined => 1,
            Outcome::LeftOut(rule) => 2 + RULES.iter().zip(0..).find(|it| *it.0 == rule).map_or(0, |it| it.1),
        }
    }

    fn coded(code: u8) -> Option<Outcome> {
        match code {
            0 => Some(Outcome::Kept),
            1 => Some(Outcome::Quarantined),
            code => RULES.get(usize::from(code) - 2).map(|it| Outcome::LeftOut(*it)),
        }
    }
}

/// Returns which months of a folder to count now: those that were never counted, then those for whom that is longest ago. `counted` has
/// the months that were.
pub fn due(first: Month, last: Month, counted: &BTreeMap<Month, Timestamp>, most: usize) -> BTreeSet<Month> {
    let months = std::iter::successors(Some(first), |it| Some(it.plus(1))).take_while(|it| *it <= last);
    let mut months: Vec<Month> = months.collect();
    // The newest first among those as old.
    months.sort_by_key(|it| (counted.get(it).copied(), std::cmp::Reverse(*it)));
    months.into_iter().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_counts_once_however_often_it_comes() {
        let mut cell = Cell::default();
        assert!(cell.put(7, Outcome::Kept));
        assert!(!cell.put(7, Outcome::Kept));
        assert!(cell.put(9, Outcome::LeftOut(Filter::List)) && cell.put(2, Outcome::Quarantined));
        assert!(cell.remove(2) && !cell.remove(2));
        let tally = Tally { kept: 1, left_out: [(Filter::List, 1)].into(), quarantined: 0 };
        assert_eq!((cell.tally(), cell.len()), (tally, 2));
        assert_eq!(cell.not_in(&Cell::default()), 2);
    }

    #[test]
    fn every_outcome_survives_being_written_and_damage_is_told() {
        let rules = Filter::ALL.into_iter().map(Outcome::LeftOut);
        let mut cell = Cell::default();
        for (outcome, number) in rules.chain([Outcome::Kept, Outcome::Quarantined]).zip(u64::MAX - 20..) {
            cell.put(number, outcome);
        }
        assert_eq!(Cell::from_bytes(&cell.to_bytes()), Some(cell));
        assert_eq!(Cell::from_bytes(&[1; 8]), None);
        assert_eq!(Cell::from_bytes(&[99; 9]), None);
    }

    #[test]
    fn every_month_has_its_turn() {
        let month = |text: &str| text.parse::<Month>().unwrap();
        let at = |second| Timestamp::from_second(second).unwrap();
        let (first, last) = (month("2026-01"), month("2026-04"));
        let counted = [(month("2026-04"), at(1)), (month("2026-02"), at(9))].into();
        assert_eq!(due(first, last, &counted, 3), [month("2026-01"), month("2026-03"), month("2026-04")].into());
        assert_eq!(due(first, last, &counted, 9).len(), 4);
    }
}
