//! Journal: what changed, in order; the memory behind every delta query.

use std::collections::BTreeSet;

/// A list of what changed. A place in it is a number of entries: 0 is before the first.
#[derive(Clone, Debug)]
pub(crate) struct Journal<K> {
    entries: Vec<K>,
}

impl<K> Default for Journal<K> {
    fn default() -> Journal<K> {
        Journal { entries: Vec::new() }
    }
}

impl<K: Clone> Journal<K> {
    pub fn record(&mut self, entry: K) {
        self.entries.push(entry);
    }

    /// Returns the place behind the last entry.
    pub fn head(&self) -> usize {
        self.entries.len()
    }

    /// Returns the entries between two places; a place beyond the end is the end.
    pub fn between(&self, from: usize, to: usize) -> &[K] {
        let to = to.min(self.entries.len());
        &self.entries[from.min(to)..to]
    }
}

/// Returns the last entry about each thing, in the order of those entries.
pub(crate) fn last_of_each<T, K: Ord>(entries: &[T], about: impl Fn(&T) -> K) -> Vec<&T> {
    let mut seen = BTreeSet::new();
    let mut last: Vec<&T> = entries.iter().rev().filter(|it| seen.insert(about(it))).collect();
    last.reverse();
    last
}
