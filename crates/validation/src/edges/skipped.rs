//! Skipped lines: what could not be read, counted, with the first of them explained.

use std::fmt;

/// How many skipped lines are kept word for word.
const SHOWN: usize = 10;

/// The lines that were not understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    count: usize,
    first: Vec<SkippedLine>,
}

/// One line that was not understood, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkippedLine {
    /// Counted from 1.
    pub line: u64,
    /// The column it failed in.
    pub column: &'static str,
    /// What is wrong with it.
    pub reason: String,
}

impl Skipped {
    /// How many lines were skipped.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The first ten of them.
    pub fn first(&self) -> &[SkippedLine] {
        &self.first
    }

    pub(crate) fn push(&mut self, line: SkippedLine) {
        self.count += 1;
        if self.first.len() < SHOWN {
            self.first.push(line);
        }
    }
}

impl fmt::Display for SkippedLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column `{}`: {}", self.line, self.column, self.reason)
    }
}

impl fmt::Display for Skipped {
    /// One line of text per skipped line shown, and one for the rest.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.first {
            writeln!(f, "skipped {line}")?;
        }
        match self.count - self.first.len() {
            0 => Ok(()),
            more => writeln!(f, "skipped {more} more lines"),
        }
    }
}
