//! Kind: how a person was addressed, and whether the message answers them.
//!
//! Written `to`, `cc`, `bcc` or `reply`; joined with `+` when both are known: `cc+reply` is a
//! copy to somebody whose own message it answers. `reply` alone means `to+reply`; an empty field
//! means `to`.

/// How a recipient was addressed. The order is of telling: what comes first wins over a repetition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Addressed directly (or blindly), in answer to a message of theirs.
    ToReply,
    /// Given a copy, in answer to a message of theirs.
    CcReply,
    /// Addressed directly; `bcc` counts the same.
    To,
    /// Given a copy.
    Cc,
}

impl Kind {
    /// Reads a kind; `None` when a word in it is unknown.
    pub fn parse(text: &str) -> Option<Kind> {
        let (mut is_copy, mut is_reply) = (false, false);
        for word in text.split('+').map(str::trim) {
            match word.to_ascii_lowercase().as_str() {
                "" | "to" | "bcc" => {}
                "cc" => is_copy = true,
                "reply" | "re" => is_reply = true,
                _ => return None,
            }
        }
        Some(match (is_copy, is_reply) {
            (false, true) => Kind::ToReply,
            (true, true) => Kind::CcReply,
            (false, false) => Kind::To,
            (true, false) => Kind::Cc,
        })
    }

    /// Whether the message answers one of the recipient's.
    pub fn is_reply(self) -> bool {
        matches!(self, Kind::ToReply | Kind::CcReply)
    }

    /// Whether the recipient only got a copy.
    pub fn is_copy(self) -> bool {
        matches!(self, Kind::Cc | Kind::CcReply)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<Kind>) {
        assert_eq!(Kind::parse(text), expected, "{text}");
    }

    #[test]
    fn words_are_joined_by_a_plus() {
        check("", Some(Kind::To));
        check("to", Some(Kind::To));
        check("BCC", Some(Kind::To));
        check("cc", Some(Kind::Cc));
        check("reply", Some(Kind::ToReply));
        check("cc + reply", Some(Kind::CcReply));
        check("reply+cc", Some(Kind::CcReply));
    }

    #[test]
    fn an_unknown_word_is_not_a_kind() {
        check("meeting", None);
        check("to+17", None);
    }
}
