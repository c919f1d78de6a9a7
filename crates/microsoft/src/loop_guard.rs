//! Loop guard: a list that never ends is noticed.
//!
//! Graph is known to return the same page under ever new links. Two things are watched over a round: the same page again and
//! again, and pages on which nothing is new.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

/// The same page so often, and the list goes in a circle.
const MOST_SAME: u32 = 3;
/// So many pages in a row without a new item, and it leads nowhere. Empty pages with a link are normal, hundreds are not.
const MOST_STALE: u32 = 60;

/// What a cursor remembers of the pages of a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Watch {
    last: u64,
    same: u32,
    stale: u32,
}

/// What a connector remembers of the items of a round, as long as it lives.
#[derive(Default)]
pub(crate) struct Seen(HashSet<u64>);

impl Watch {
    /// Notes a page. Returns whether the list goes in a circle.
    pub(crate) fn note<'a>(&mut self, seen: &mut Seen, ids: impl Iterator<Item = &'a str>) -> bool {
        let hash = |it: &str| {
            let mut hasher = DefaultHasher::new();
            it.hash(&mut hasher);
            hasher.finish()
        };
        let (mut page, mut any, mut new) = (DefaultHasher::new(), false, false);
        for id in ids {
            let id = hash(id);
            id.hash(&mut page);
            any = true;
            new |= seen.0.insert(id);
        }
        let page = page.finish();
        self.same = if any && page == self.last { self.same + 1 } else { 1 };
        self.last = page;
        self.stale = if new { 0 } else { self.stale + 1 };
        self.same >= MOST_SAME || self.stale >= MOST_STALE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns on which page, counted from 1, a list is said to go in a circle.
    fn check(pages: impl IntoIterator<Item = &'static str>, expected: Option<usize>) {
        let (mut watch, mut seen) = (Watch::default(), Seen::default());
        let found = pages.into_iter().position(|it| watch.note(&mut seen, it.split_whitespace())).map(|it| it + 1);
        assert_eq!(found, expected);
    }

    #[test]
    fn a_circle_is_noticed_and_a_long_list_is_none() {
        check(["a b", "c d", "a b", "e"], None);
        check(["a b", "c d", "c d", "c d"], Some(4));
        check(["a b", "", "", "", "", "c"], None);
        check(std::iter::once("a b").chain(["a", "b"].into_iter().cycle().take(100)), Some(61));
        check(std::iter::repeat_n("", 100), Some(60));
    }
}
