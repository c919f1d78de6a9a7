//! CSV: tables for spreadsheets, as RFC 4180 has them, in UTF-8.
//!
//! **Invariant:** no cell is a formula. A text that a spreadsheet would calculate begins with an apostrophe instead; numbers
//! are written by us and cannot be formulas.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

/// A table in the making.
pub(crate) struct Table {
    text: String,
}

/// What stands in a cell.
pub(crate) enum Cell<'a> {
    /// Somebody's words.
    Text(&'a str),
    /// A number of ours.
    Number(f64),
    /// Nothing.
    Empty,
}

impl Table {
    /// Returns a table with these columns.
    pub(crate) fn new(columns: &[&str]) -> Table {
        let mut table = Table { text: String::new() };
        table.row(columns.iter().map(|it| Cell::Text(it)));
        table
    }

    /// Adds a row.
    pub(crate) fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        for (index, cell) in cells.into_iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            match cell {
                Cell::Text(text) => self.words(text),
                Cell::Number(number) => self.text += &number.to_string(),
                Cell::Empty => {}
            }
        }
        self.text += "\r\n";
    }

    /// Returns the whole table.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// Returns the answer a browser saves under that name.
    pub(crate) fn download(self, name: &str) -> Response {
        let headers = [
            (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        ];
        (headers, self.text).into_response()
    }

    fn words(&mut self, text: &str) {
        let calculated = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        let harmless = if calculated { "'" } else { "" };
        if calculated || text.contains(['"', ',', '\r', '\n']) {
            self.text += &format!("\"{harmless}{}\"", text.replace('"', "\"\""));
        } else {
            self.text += text;
        }
    }
}

impl<'a> From<&'a Option<String>> for Cell<'a> {
    fn from(it: &'a Option<String>) -> Self {
        it.as_deref().map_or(Cell::Empty, Cell::Text)
    }
}

impl From<Option<f64>> for Cell<'_> {
    fn from(it: Option<f64>) -> Self {
        it.map_or(Cell::Empty, Cell::Number)
    }
}

impl From<u32> for Cell<'_> {
    fn from(it: u32) -> Self {
        Cell::Number(it.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut table = Table { text: String::new() };
        table.row([Cell::Text(text)]);
        assert_eq!(table.text, format!("{expected}\r\n"));
    }

    #[test]
    fn what_a_spreadsheet_would_calculate_is_text() {
        check("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"");
        check("+49 30 1234", "\"'+49 30 1234\"");
        check("-1", "\"'-1\"");
        check("@SUM(A1)", "\"'@SUM(A1)\"");
        check("\t=1", "\"'\t=1\"");
        check("\r=1", "\"'\r=1\"");
    }

    #[test]
    fn what_would_break_a_row_is_quoted() {
        check("Acme, Inc.", "\"Acme, Inc.\"");
        check("the \"best\"", "\"the \"\"best\"\"\"");
        check("two\nlines", "\"two\nlines\"");
        check("Müller & Söhne = gut", "Müller & Söhne = gut");
        check("", "");
    }

    #[test]
    fn numbers_stay_numbers() {
        let mut table = Table::new(&["a", "b", "c"]);
        table.row([Cell::Number(-12.5), Cell::Empty, Cell::from(3)]);
        assert_eq!(table.text, "a,b,c\r\n-12.5,,3\r\n");
    }
}
