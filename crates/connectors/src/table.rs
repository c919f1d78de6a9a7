//! Tables: CSV as spreadsheets and CRMs write it, down to the row and column a mistake is in.
//!
//! Commas, semicolons or tabs; UTF-8, UTF-16 or Windows-1252; columns in any order, under any of their usual names.
//! A cell is text and nothing else: a formula stays the characters it is made of.
//!
//! **Invariant:** a bad row is reported and left out, and never stops an import. A missing column stops it, with
//! what was expected.

use std::fs;
use std::path::Path;

use csv::StringRecord;
use relata_model::Quarantined;

use crate::files::{failed, shown};
use crate::{FetchError, charset};

/// A directory of a hundred thousand people has some 20 MB.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

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

/// A column, by its name and the names other programs give it.
pub(crate) struct Column {
    pub(crate) names: &'static [&'static str],
    pub(crate) required: bool,
}

/// A table in memory, ready to be read row by row.
pub(crate) struct Table {
    file: String,
    rows: Vec<(u64, StringRecord)>,
    /// Which cell holds each column.
    cells: Vec<(&'static str, Option<usize>)>,
    pub(crate) skipped: Vec<Quarantined>,
}

/// A row, by the names of its columns.
pub(crate) struct Row<'a> {
    table: &'a Table,
    line: u64,
    cells: &'a StringRecord,
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
    pub(crate) fn parse(file: &str, bytes: &[u8], columns: &'static [Column]) -> Result<Table, TableError> {
        let text = charset::decode(bytes);
        let delimiter = delimiter(text.lines().next().unwrap_or_default());
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let header: Vec<String> = reader.headers().map(|it| it.iter().map(squeezed).collect()).unwrap_or_default();
        let mut table = Table { file: file.to_owned(), rows: Vec::new(), cells: Vec::new(), skipped: Vec::new() };
        for column in columns {
            let cell = header.iter().position(|it| column.names.iter().any(|name| squeezed(name) == *it));
            if column.required && cell.is_none() {
                return Err(missing(file, column, columns, &header));
            }
            table.cells.push((column.names[0], cell));
        }
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, |it| it.line());
                    if record.iter().any(|it| !it.is_empty()) {
                        table.rows.push((line, record));
                    }
                }
                Err(error) => {
                    let line = error.position().map_or(0, |it| it.line());
                    let place = format!("{file} line {line}");
                    table.skipped.push(Quarantined { place, reason: "the row is no CSV; check its quotes".to_owned() });
                }
            }
        }
        Ok(table)
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, cells)| Row { table: self, line: *line, cells })
    }
}

impl Row<'_> {
    /// The cell of a column; empty if the table has no such column or the row is too short.
    pub(crate) fn get(&self, column: &str) -> &str {
        let cell = self.table.cells.iter().find(|it| it.0 == column).and_then(|it| it.1);
        cell.and_then(|it| self.cells.get(it)).unwrap_or_default().trim()
    }

    /// The entries of a cell that holds several, separated by `;`, `|` or line breaks.
    pub(crate) fn list(&self, column: &str) -> impl Iterator<Item = &str> {
        self.get(column).split([';', '|', '\n']).map(str::trim).filter(|it| !it.is_empty())
    }

    /// Reports what is wrong with a cell, without repeating it.
    pub(crate) fn problem(&self, column: &str, reason: impl Into<String>) -> Quarantined {
        let place = format!("{} line {}, column {column}", self.table.file, self.line);
        Quarantined { place, reason: reason.into() }
    }
}

fn missing(file: &str, column: &Column, columns: &[Column], header: &[String]) -> TableError {
    let expected: Vec<String> = columns
        .iter()
        .map(|it| if it.required { it.names[0].to_owned() } else { format!("{} (optional)", it.names[0]) })
        .collect();
    let found = if header.iter().all(String::is_empty) { "none".to_owned() } else { header.join(", ") };
    TableError::Columns {
        file: file.to_owned(),
        missing: column.names[0].to_owned(),
        expected: expected.join(", "),
        found,
    }
}

/// Whichever of the three the first line has most of.
fn delimiter(first_line: &str) -> u8 {
    let count = |it: u8| first_line.bytes().filter(|found| *found == it).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|it| count(*it)).unwrap_or(b',')
}

/// `E-Mail Address`, `e_mail address` and `emailaddress` are one name.
fn squeezed(name: &str) -> String {
    name.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
