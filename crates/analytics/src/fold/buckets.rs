//! Buckets: rows scattered by ranges of contacts, each small enough for a core's cache.

/// So many ranges: of a month of eight million emails each then holds about a megabyte.
pub(super) const BUCKETS: usize = 1024;
/// Bits of the sieve for each message asked for: of others, one in thirty passes.
const SIEVE_BITS: usize = 32;
/// More bits than these no longer fit into a core's cache.
const MOST_SIEVE_BITS: usize = 1 << 27;

/// Which bucket a contact belongs to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ranges {
    width: i64,
}

impl Ranges {
    /// Cuts the addresses up to the largest into ranges of one width. One beyond is in the last.
    pub fn up_to(largest: i64) -> Ranges {
        Ranges { width: largest.max(0) / BUCKETS as i64 + 1 }
    }

    pub fn of(self, contact: i64) -> usize {
        usize::try_from(contact / self.width).map_or(0, |it| it.min(BUCKETS - 1))
    }
}

/// Rows of one part of the scan, by bucket.
pub(super) struct Scattered<Row> {
    pub buckets: Vec<Vec<Row>>,
}

impl<Row> Scattered<Row> {
    pub fn new() -> Scattered<Row> {
        Scattered { buckets: (0..BUCKETS).map(|_| Vec::new()).collect() }
    }
}

/// Which messages are asked for, roughly: what it does not let pass is surely not among them.
pub(super) struct Sieve {
    words: Vec<u64>,
}

impl Sieve {
    /// Makes a sieve of `asked`, as large as that takes; `None` if nothing is.
    pub fn of<'a>(asked: impl Iterator<Item = &'a [u8; 16]> + Clone) -> Option<Sieve> {
        let bits = (asked.clone().count() * SIEVE_BITS).next_power_of_two().clamp(64, MOST_SIEVE_BITS);
        let mut words = vec![0; bits / 64];
        let mut any = false;
        for it in asked {
            let (word, bit) = place(it, words.len());
            words[word] |= bit;
            any = true;
        }
        any.then_some(Sieve { words })
    }

    pub fn lets_pass(&self, identity: &[u8; 16]) -> bool {
        let (word, bit) = place(identity, self.words.len());
        self.words[word] & bit != 0
    }
}

/// Identities are digests, so that any of their bits are as good as a hash.
fn place(identity: &[u8; 16], words: usize) -> (usize, u64) {
    let head = u32::from_le_bytes([identity[0], identity[1], identity[2], identity[3]]) as usize;
    (head / 64 % words, 1 << (head % 64))
}

/// Takes one bucket out of all parts of the scan.
pub(super) fn take<'a, Row: 'a>(parts: impl Iterator<Item = &'a mut Scattered<Row>>, bucket: usize) -> Vec<Row> {
    let mut parts = parts.map(|it| std::mem::take(&mut it.buckets[bucket]));
    let mut rows = parts.next().unwrap_or_default();
    parts.for_each(|it| rows.extend(it));
    rows
}
