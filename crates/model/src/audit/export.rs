//! Exports: a trail as a file, a line each, with its head at the end; verified without the database it came from.

use super::{Head, Line, Signed, Verdict, Verifying, Why};

/// An exported trail being verified, line by line.
#[derive(Clone, Debug)]
pub struct VerifyingExport {
    verifying: Verifying,
    closing: Option<(Head, Option<Signed>)>,
}

impl VerifyingExport {
    /// Begins before the first line. `known` are heads that were noted or signed earlier.
    pub fn new(known: Vec<Head>) -> VerifyingExport {
        VerifyingExport { verifying: Verifying::new(known), closing: None }
    }

    /// Takes the next line of the file.
    ///
    /// # Errors
    ///
    /// The number of the line that is not as it should be, and what is wrong with it.
    pub fn take(&mut self, line: &str) -> Result<(), (u64, Why)> {
        if self.closing.is_some() {
            return Err((self.verifying.due(), Why::Unreadable));
        }
        match Head::of_closing(line) {
            Some(closing) => self.closing = Some(closing),
            None => self.verifying.take(Line::parse(line).as_ref())?,
        }
        Ok(())
    }

    /// Says what is to be said after the last line, and who vouches for the head: whether the signature is good, whoever
    /// knows the key must say. A file that does not end with its head was cut off.
    pub fn end(self) -> (Verdict, Option<Signed>) {
        let due = self.verifying.due();
        let cut_off = Verdict::Broken { seq: due, why: Why::CutOff };
        let Some((closing, signed)) = self.closing else { return (cut_off, None) };
        let verdict = match self.verifying.end() {
            Verdict::Intact(head) if closing.count > head.count => cut_off,
            Verdict::Intact(head) if closing != head => Verdict::Broken { seq: closing.count, why: Why::Rewritten },
            verdict => verdict,
        };
        (verdict, signed)
    }
}
