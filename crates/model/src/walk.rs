//! Walks: what it means that a source, going through all it has, did not tell something any more.

/// Returns whether what a walk did not meet was deleted: only if it met something, and at least as much as it missed. Fewer
/// tells of rights that were lost, which leave rows out without a word.
pub fn tells_of_deletion(met: u64, missing: u64) -> bool {
    met > 0 && met >= missing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(met: u64, missing: u64, expected: bool) {
        assert_eq!(tells_of_deletion(met, missing), expected, "{met} met, {missing} missing");
    }

    #[test]
    fn what_met_less_than_half_tells_of_lost_rights() {
        check(10, 0, true);
        check(9, 1, true);
        check(5, 5, true);
        check(4, 5, false);
        check(0, 1, false);
        check(0, 0, false);
    }
}
