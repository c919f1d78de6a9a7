//! An exported trail: what there is to say of a file of the audit trail, without the database it came from.
//!
//! Its lines hold on to each other, so a change among them shows by itself. That nothing is missing at the end, and that
//! not everything was written anew, shows by the signature of the head alone.

use relata_keys::{NotSigned, PublicKey, SignedText, check_text};
use relata_model::audit::{Head, Verdict, VerifyingExport, Why};

/// A trail that holds.
#[derive(Debug, PartialEq, Eq)]
pub struct Holds {
    /// Its last line, in short.
    pub head: Head,
    /// Who signed that.
    pub signed_by: PublicKey,
}

/// Why a trail does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A line is not as it was written: its number, and what is wrong with it.
    Line(u64, Why),
    /// Nobody signed the head.
    Unsigned,
    /// The signature does not hold.
    Signature(NotSigned),
}

/// Goes through the lines of a file. `known` are heads that were noted before; without a key, whether the key is the
/// organisation's is left to whoever reads the answer.
///
/// # Errors
///
/// The first thing that is wrong with it.
pub fn check_export(
    lines: impl Iterator<Item = std::io::Result<String>>,
    known: Vec<Head>,
    key: Option<PublicKey>,
) -> std::io::Result<Result<Holds, Broken>> {
    let mut export = VerifyingExport::new(known);
    for line in lines {
        if let Err((seq, why)) = export.take(&line?) {
            return Ok(Err(Broken::Line(seq, why)));
        }
    }
    let (verdict, signed) = export.end();
    Ok(match (verdict, signed) {
        (Verdict::Broken { seq, why }, _) => Err(Broken::Line(seq, why)),
        (Verdict::Intact(_), None) => Err(Broken::Unsigned),
        (Verdict::Intact(head), Some(it)) => {
            let signed = SignedText { public_key: it.public_key, signature: it.signature };
            let checked = check_text(&head.statement(), &signed, key);
            checked.map(|signed_by| Holds { head, signed_by }).map_err(Broken::Signature)
        }
    })
}

impl Broken {
    /// Returns what is wrong, and what to do about it.
    pub fn sentences(self) -> String {
        match self {
            Broken::Line(seq, why) => format!(
                "line {seq} {}\nWhat is before line {seq} is as it was written. Compare with an export or a backup that is \
                 older.",
                why.sentence()
            ),
            Broken::Unsigned => "the head is not signed, so lines may be missing at its end, or all of it may have been \
                                 written anew\nExport the trail again: `relata audit export` signs it."
                .to_owned(),
            Broken::Signature(NotSigned::NoKey) => {
                "what stands for the key that signed the head is none: the last line was changed\nCompare with the file as \
                 it was handed over."
                    .to_owned()
            }
            Broken::Signature(NotSigned::OtherKey) => {
                "the head was signed with another key than the one given\nIs it the key of the installation that the file \
                 is from? `relata receipt key` prints that there."
                    .to_owned()
            }
            Broken::Signature(NotSigned::Changed) => {
                "the head was changed after it was signed: lines are missing at the end, or all of it was written \
                 anew\nCompare with an export or a backup that is older."
                    .to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use relata_api::closing;
    use relata_keys::Signer;
    use relata_model::PersonId;
    use relata_model::audit::{Action, AuditEvent, Line};

    use super::*;

    fn signer(seed: u8) -> Signer {
        Signer::from_seed(&[seed; 32])
    }

    /// Views of people, and the head signed with key 7.
    fn exported(people: &[i64]) -> Vec<String> {
        let mut head = Head::EMPTY;
        let mut lines = Vec::new();
        for person in people {
            let event =
                AuditEvent::new(jiff::Timestamp::UNIX_EPOCH, "account:7", Action::View).showing([PersonId(*person)]);
            let line = head.followed_by(&event);
            head = line.head();
            lines.push(line.exported());
        }
        lines.push(closing(&head, &signer(7)));
        lines
    }

    fn head(lines: &[String]) -> Head {
        Line::parse(&lines[lines.len() - 2]).unwrap().head()
    }

    /// Does something to an export of three lines, and compares the first line of what is said of it.
    #[track_caller]
    fn check(damage: impl FnOnce(&mut Vec<String>), key: Option<u8>, expected: &str) {
        let mut lines = exported(&[3, 5, 8]);
        damage(&mut lines);
        let key = key.map(|it| signer(it).public_key());
        let found = check_export(lines.into_iter().map(Ok), Vec::new(), key).unwrap();
        let said = found.map_or_else(Broken::sentences, |it| format!("{} lines hold", it.head.count));
        assert_eq!(said.lines().next(), Some(expected));
    }

    #[test]
    fn what_was_signed_and_not_touched_holds() {
        check(|_| (), None, "3 lines hold");
        check(|_| (), Some(7), "3 lines hold");
        check(|it| *it = exported(&[]), Some(7), "0 lines hold");
    }

    #[test]
    fn a_changed_line_is_named() {
        check(|it| it[1] = it[1].replace("account:7", "account:8"), None, "line 2 was changed after it was written");
    }

    #[test]
    fn a_cut_tail_is_found_however_it_is_hidden() {
        let (cut, changed) = (
            "line 3 and those after it were removed",
            "the head was changed after it was signed: lines are missing at the end, or all of it was written anew",
        );
        check(|it| it.truncate(2), None, cut);
        check(|it| drop(it.remove(2)), None, cut);
        let shortened = |it: &mut Vec<String>| {
            let signature = it[3].split_once(",\"public_key\"").unwrap().1.to_owned();
            it.truncate(2);
            let head = Line::parse(&it[1]).unwrap().head();
            it.push(format!(
                "{},\"public_key\"{signature}",
                head.closing(None).split_once(",\"public_key\"").unwrap().0
            ));
        };
        check(shortened, None, changed);
        check(shortened, Some(7), changed);
    }

    #[test]
    fn another_head_another_key_and_no_signature_are_told_apart() {
        let other = exported(&[4, 5, 8]);
        let rewritten = "line 3 is not the one that was known: the trail was written anew";
        check(|it| it[3] = closing(&head(&other), &signer(7)), None, rewritten);
        let other_key = "the head was signed with another key than the one given";
        check(|_| (), Some(8), other_key);
        check(|it| it[3] = closing(&head(it), &signer(8)), Some(7), other_key);
        let unsigned =
            "the head is not signed, so lines may be missing at its end, or all of it may have been written anew";
        check(|it| it[3] = head(it).closing(None), Some(7), unsigned);
        check(|it| it[3] = head(it).closing(None), None, unsigned);
        let no_key = "what stands for the key that signed the head is none: the last line was changed";
        check(|it| it[3] = it[3].replace("\"public_key\":\"", "\"public_key\":\"?"), None, no_key);
    }
}
