//! Out of room: a full disk, told as what to do about it.
//!
//! The kernel says so far below, to the database, the log or the engine. Whoever runs the command wants to know that
//! nothing is lost, and what comes next.

use std::error::Error;
use std::io;

/// What holds wherever the disk filled up: a batch is in the log whole or comes again, a cursor moves with stored rows only.
const WHAT_TO_DO: &str = "a disk is full, so this stopped; nothing is lost and nothing counts twice. Make room on the disk of the \
                          data folder, and do the same again: it goes on where it stopped";
/// How the kernel's word reads where a library made text of it.
const AS_TEXT: &str = "No space left on device";

/// Returns an error in words: what to do if a disk is full, else what failed and why.
pub fn told(error: &anyhow::Error) -> String {
    match error.chain().any(is_full) {
        true => format!("{WHAT_TO_DO} ({})", error.root_cause()),
        false => format!("{error:#}"),
    }
}

fn is_full(error: &(dyn Error + 'static)) -> bool {
    let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
    let no_room = [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded, io::ErrorKind::FileTooLarge];
    kind.is_some_and(|it| no_room.contains(&it)) || error.to_string().contains(AS_TEXT)
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, anyhow};
    use expect_test::{Expect, expect};

    use super::*;

    fn check(error: anyhow::Error, expected: Expect) {
        expected.assert_eq(&told(&error.context("the log cannot be written")));
    }

    #[test]
    fn a_full_disk_is_told_as_what_to_do_however_deep_it_lies() {
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let what_to_do = expect![
            "a disk is full, so this stopped; nothing is lost and nothing counts twice. Make room on the disk of the data folder, and do the same again: it goes on where it stopped (no storage space)"
        ];
        check(Err::<(), _>(full()).context("a file").unwrap_err(), what_to_do);
        check(
            anyhow!("parquet: No space left on device (os error 28)"),
            expect![
                "a disk is full, so this stopped; nothing is lost and nothing counts twice. Make room on the disk of the data folder, and do the same again: it goes on where it stopped (parquet: No space left on device (os error 28))"
            ],
        );
    }

    #[test]
    fn anything_else_is_told_as_it_is() {
        check(
            io::Error::from(io::ErrorKind::PermissionDenied).into(),
            expect!["the log cannot be written: permission denied"],
        );
    }
}
