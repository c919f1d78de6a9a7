//! Verifying: is a trail still what was written, and if not, which line is the first that is not?

use super::{Hash, Head, Line};

/// What is to be said of a trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every line is as it was written, and where it was written.
    Intact(Head),
    /// Something was done to it.
    Broken {
        /// The first line that is not as it should be.
        seq: u64,
        /// What is wrong with it.
        why: Why,
    },
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its contents are not those its hash was made of.
    Changed,
    /// It is missing: another one is in its place.
    Missing,
    /// It does not follow the line before: one of them was put there.
    Detached,
    /// It cannot be read as a line of a trail.
    Unreadable,
    /// The trail is shorter than it was known to be.
    CutOff,
    /// The trail was written anew: every line fits the one before, but this is not the head that was known.
    Rewritten,
}

/// A trail being verified, line by line.
#[derive(Clone, Debug)]
pub struct Verifying {
    head: Head,
    known: Vec<Head>,
}

/// Verifies a whole trail. `known` are heads that were noted or signed earlier. A line that could not be read is `None`.
pub fn verify(lines: impl IntoIterator<Item = Option<Line>>, known: Vec<Head>) -> Verdict {
    let mut verifying = Verifying::new(known);
    for line in lines {
        if let Err((seq, why)) = verifying.take(line.as_ref()) {
            return Verdict::Broken { seq, why };
        }
    }
    verifying.end()
}

impl Verifying {
    /// Begins before the first line.
    pub fn new(known: Vec<Head>) -> Verifying {
        Verifying { head: Head::EMPTY, known }
    }

    /// Returns the number the next line must have.
    pub fn due(&self) -> u64 {
        self.head.count + 1
    }

    /// Takes the next line; `None`: it could not be read.
    ///
    /// # Errors
    ///
    /// The number of the line that is not as it should be, and what is wrong with it.
    pub fn take(&mut self, line: Option<&Line>) -> Result<(), (u64, Why)> {
        let due = self.due();
        let line = line.ok_or((due, Why::Unreadable))?;
        if line.due_hash() != line.hash {
            return Err((due, Why::Changed));
        }
        if line.seq > due {
            return Err((due, Why::Missing));
        }
        if line.seq < due || line.previous != self.head.hash {
            return Err((due, Why::Detached));
        }
        self.head = line.head();
        match self.known.iter().any(|it| it.count == due && it.hash != line.hash) {
            true => Err((due, Why::Rewritten)),
            false => Ok(()),
        }
    }

    /// Says what is to be said after the last line.
    pub fn end(self) -> Verdict {
        let broken = |seq, why| Verdict::Broken { seq, why };
        if self.known.iter().any(|it| it.count > self.head.count) {
            broken(self.head.count + 1, Why::CutOff)
        } else if self.known.iter().any(|it| it.count == 0 && it.hash != Hash::NONE) {
            broken(1, Why::Rewritten)
        } else {
            Verdict::Intact(self.head)
        }
    }
}

impl Why {
    /// Returns what is wrong with the line, to follow "line 7".
    pub fn sentence(self) -> &'static str {
        match self {
            Why::Changed => "was changed after it was written",
            Why::Missing => "is missing",
            Why::Detached => "does not follow the line before it: one of the two was put there",
            Why::Unreadable => "is no line of an audit trail",
            Why::CutOff => "and those after it were removed",
            Why::Rewritten => "is not the one that was known: the trail was written anew",
        }
    }
}
