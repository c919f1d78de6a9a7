//! Chance: numbers that look drawn and follow from a seed.
//!
//! Everything invented (ids, people, messages, which request a fault meets) comes from here, so that the same seed makes the same
//! world on every machine, without anything being held.

/// Returns a number that follows from a seed and what it is for (SplitMix64).
pub(crate) fn mix(seed: u64, what: &[u64]) -> u64 {
    let mut state = seed ^ 0x9e37_79b9_7f4a_7c15;
    for &part in what {
        state =
            finish(state.wrapping_add(part.wrapping_mul(0xbf58_476d_1ce4_e5b9)).wrapping_add(0x9e37_79b9_7f4a_7c15));
    }
    finish(state)
}

fn finish(mut state: u64) -> u64 {
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

/// Returns a number that follows from bytes (FNV-1a).
pub(crate) fn sum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, it| (sum ^ u64::from(*it)).wrapping_mul(0x0100_0000_01b3))
}

/// Returns a number below `bound` that follows from a seed and what it is for.
pub(crate) fn below(bound: u64, seed: u64, what: &[u64]) -> u64 {
    mix(seed, what) % bound.max(1)
}

/// Returns a GUID that follows from a seed and what it is for, in Microsoft's spelling.
pub(crate) fn guid(seed: u64, what: &[u64]) -> String {
    let high = mix(seed, what);
    let low = mix(high, what);
    let parts =
        (high >> 32, (high >> 16) & 0xffff, high & 0xfff, (low >> 48) & 0x3fff | 0x8000, low & 0xffff_ffff_ffff);
    format!("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", parts.0, parts.1, parts.2, parts.3, parts.4)
}
