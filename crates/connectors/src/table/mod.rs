//! Tables: CSV and JSON lines as spreadsheets and CRMs write them, down to the row and column a mistake is in.
//!
//! ```text
//! bytes ──▶ rows.csv     csv.rs         commas, semicolons or tabs; one line of names
//!       ──▶ rows.jsonl   json_lines.rs  one object on each line
//!       ──▶ Table ──▶ Row::get("name"), Row::list("email")
//! ```
//!
//! UTF-8, UTF-16 or Windows-1252; columns in any order, under any of their usual names. A cell is text and nothing
//! else: a formula stays the characters it is made of. What cells mean is read in date.rs and number.rs.
//!
//! **Invariant:** a bad row is reported and left out, and never stops an import. A missing column stops it, with
//! what was expected.

mod csv;
pub(crate) mod date;
mod json_lines;
pub(crate) mod number;

use std::fs;
use std::path::Path;

use relata_model::Quarantined;

use crate::files::{failed, shown};
use crate::{FetchError, charset};

/// A directory of a hundred thousand people has some 20 MB, a million activities 250.
pub(crate) const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// What an import gave.
#[derive(Clone, Debug)]
pub struct Imported<T> {
    /// What could be read.
    pub items: Vec<T>,
    /// What could not: file, line and column, and what is wrong there.
    pub skipped: Vec<Quarantined>,
}

/// Why a table cannot be imported at all.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file cannot be read.
    #[error(transparent)]
    File(#[from] FetchError),
    /// The table is not the one that is wanted.
    #[error("{file} has no column {missing}; its columns should be {expected}, and they are {found}")]
    Columns {
        /// The file.
        file: String,
        /// What is missing.
        missing: String,
        /// Every column that is understood.
        expected: String,
        /// What the first line says.
        found: String,
    },
}

/// A column, by its name and the names other programs give it; where a row has several of them, the first that is
/// filled counts.
pub(crate) struct Column {
    pub(crate) names: &'static [&'static str],
    pub(crate) required: bool,
}

/// A table in memory, ready to be read row by row.
pub(crate) struct Table {
    file: String,
    columns: &'static [Column],
    lines: Vec<Line>,
}

/// One row: where it stands, and its cells in the order of the table's columns, or what is wrong with all of it.
struct Line {
    number: u64,
    cells: Result<Vec<Box<str>>, String>,
}

/// A row, by the names of its columns.
pub(crate) struct Row<'a> {
    table: &'a Table,
    number: u64,
    cells: &'a [Box<str>],
}

/// Reads a table's file.
pub(crate) fn bytes_of(path: &Path) -> Result<(String, Vec<u8>), FetchError> {
    let size = fs::metadata(path).map_err(|it| failed(path, &it))?.len();
    if size > MOST_BYTES {
        let reason = "it is larger than 256 MB, which no table of people is".to_owned();
        return Err(FetchError::Unreadable { path: path.to_owned(), reason });
    }
    Ok((shown(path), fs::read(path).map_err(|it| failed(path, &it))?))
}

impl Table {
    /// Reads a table; JSON lines by the file's name or its first character, else CSV.
    pub(crate) fn parse(file: &str, bytes: &[u8], columns: &'static [Column]) -> Result<Table, TableError> {
        let text = charset::decode(bytes);
        let name = file.trim_end_matches(".gz").trim_end_matches(".zst").to_lowercase();
        let is_json = [".jsonl", ".ndjson", ".json"].iter().any(|it| name.ends_with(it));
        let read = if is_json || text.trim_start().starts_with('{') { json_lines::read } else { csv::read };
        let lines = read(&text, columns).map_err(|it| missing(file, it, columns))?;
        Ok(Table { file: file.to_owned(), columns, lines })
    }

    /// How many rows it has, good or bad.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Adds a row that could not be read, behind the last.
    pub(crate) fn add_unreadable(&mut self, reason: &str) {
        let number = self.lines.last().map_or(1, |it| it.number + 1);
        self.lines.push(Line { number, cells: Err(reason.to_owned()) });
    }

    /// The row of that index, or what is wrong with it.
    pub(crate) fn row(&self, index: usize) -> Result<Row<'_>, Quarantined> {
        let line = &self.lines[index];
        match &line.cells {
            Ok(cells) => Ok(Row { table: self, number: line.number, cells }),
            Err(reason) => {
                Err(Quarantined { place: format!("{} line {}", self.file, line.number), reason: reason.clone() })
            }
        }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Result<Row<'_>, Quarantined>> {
        (0..self.len()).map(|it| self.row(it))
    }
}

impl<'a> Row<'a> {
    /// The cell of a column; empty if the table has no such column or the row is too short.
    pub(crate) fn get(&self, column: &str) -> &'a str {
        let index = self.table.columns.iter().position(|it| it.names[0] == column);
        index.and_then(|it| self.cells.get(it)).map_or("", |it| it.trim())
    }

    /// The entries of a cell that holds several, separated by `;`, `|` or line breaks.
    pub(crate) fn list(&self, column: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.get(column).split([';', '|', '\n']).map(str::trim).filter(|it| !it.is_empty())
    }

    /// Whether a cell says yes.
    pub(crate) fn says_yes(&self, column: &str) -> bool {
        matches!(self.get(column).to_lowercase().as_str(), "true" | "yes" | "y" | "1" | "ja")
    }

    /// Whether a cell says no, as opposed to nothing.
    pub(crate) fn says_no(&self, column: &str) -> bool {
        matches!(self.get(column).to_lowercase().as_str(), "false" | "no" | "n" | "0" | "nein")
    }

    /// Reports what is wrong with a cell, without repeating it.
    pub(crate) fn problem(&self, column: &str, reason: impl Into<String>) -> Quarantined {
        let place = format!("{} line {}, column {column}", self.table.file, self.number);
        Quarantined { place, reason: reason.into() }
    }

    /// What a cell says, if it says anything that can be read; what cannot is reported and left out.
    pub(crate) fn parsed<T>(
        &self,
        column: &str,
        parse: impl Fn(&str) -> Result<T, &'static str>,
        problems: &mut Vec<Quarantined>,
    ) -> Option<T> {
        let text = Some(self.get(column)).filter(|it| !it.is_empty())?;
        parse(text).map_err(|reason| problems.push(self.problem(column, format!("left out: {reason}")))).ok()
    }
}

/// A column that is not there, and the names that are.
struct NoColumn {
    column: &'static Column,
    found: Vec<String>,
}

fn missing(file: &str, NoColumn { column, found }: NoColumn, columns: &[Column]) -> TableError {
    let expected: Vec<String> = columns
        .iter()
        .map(|it| if it.required { it.names[0].to_owned() } else { format!("{} (optional)", it.names[0]) })
        .collect();
    let found = if found.iter().all(String::is_empty) { "none".to_owned() } else { found.join(", ") };
    TableError::Columns {
        file: file.to_owned(),
        missing: column.names[0].to_owned(),
        expected: expected.join(", "),
        found,
    }
}

/// `E-Mail Address`, `e_mail address` and `emailaddress` are one name.
fn squeezed(name: &str) -> String {
    name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a text can be an identifier: short, and nothing in it that no database takes.
pub(crate) fn identifier(text: &str) -> Result<String, &'static str> {
    if text.is_empty() {
        Err("it is empty")
    } else if text.len() > 200 {
        Err("it is longer than 200 bytes, which no identifier is")
    } else if text.chars().any(char::is_control) {
        Err("it holds control characters")
    } else {
        Ok(text.to_owned())
    }
}

#[cfg(test)]
mod tests;
