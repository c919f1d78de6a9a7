//! Reading: an edge file becomes [`Edges`], line by line.
//!
//! A line that makes no sense is skipped, counted and explained; only a file without a single
//! readable line is an error.

use std::collections::HashMap;
use std::io::Read;

use csv::{ByteRecord, StringRecord};

use super::columns::Columns;
use super::{Edges, Kind, Names, PersonId, RawRow, Skipped, SkippedLine, moment};

/// Why a file could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The header lacks a column we cannot do without.
    #[error("the header has no column `{0}`; expected timestamp,source,target[,kind][,message]")]
    MissingColumn(&'static str),
    /// The file has no lines.
    #[error("the file is empty; expected lines of timestamp,source,target[,kind][,message]")]
    Empty,
    /// There were lines, but none made sense.
    #[error("none of {lines} lines could be read; {first}")]
    NothingReadable {
        /// How many lines there were.
        lines: usize,
        /// What is wrong with the first.
        first: SkippedLine,
    },
    /// The bytes could not be read.
    #[error("the file cannot be read")]
    Unreadable(#[from] csv::Error),
}

/// What became of the lines of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Lines read, without the header.
    pub lines: usize,
    /// Lines that were not understood.
    pub skipped: Skipped,
    /// Lines that repeat a message to the same recipient.
    pub repeated: usize,
    /// Lines from somebody to themselves.
    pub to_oneself: usize,
    /// Lines whose kind was not understood, read as `to`.
    pub unknown_kinds: usize,
}

impl Edges {
    /// Reads CSV of `timestamp,source,target[,kind][,message]`; a header may reorder the columns.
    ///
    /// The timestamp is in Unix seconds, RFC 3339 or an ISO day (UTC); people are any strings; for
    /// kinds see [`Kind`]. Without message ids, rows of the same second and sender are one message.
    ///
    /// # Errors
    ///
    /// When the bytes cannot be read, a needed column is missing or no line makes sense.
    pub fn read(reader: impl Read) -> Result<Edges, ReadError> {
        let mut lines = csv_reader(reader);
        let mut bytes = ByteRecord::new();
        let mut rows = Rows::default();
        let mut columns = None;
        while lines.read_byte_record(&mut bytes)? {
            let Ok(line) = StringRecord::from_byte_record(bytes.clone()) else {
                rows.skip(&bytes, ("timestamp", "the line is not UTF-8".to_owned()));
                continue;
            };
            match columns {
                Some(known) => rows.push(known, &line),
                None => match Columns::from_header(&line)? {
                    Some(named) => columns = Some(named),
                    None => {
                        columns = Some(Columns::BY_POSITION);
                        rows.push(Columns::BY_POSITION, &line);
                    }
                },
            }
        }
        rows.into_edges()
    }
}

/// A reader of lines of any length, with blanks around fields removed.
pub(crate) fn csv_reader<R: Read>(reader: R) -> csv::Reader<R> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(reader)
}

/// The column a line failed in, and why.
type Problem = (&'static str, String);

#[derive(Default)]
struct Rows {
    rows: Vec<RawRow>,
    people: Names,
    message_by_second: HashMap<(i64, PersonId), u32>,
    message_by_id: HashMap<(String, PersonId), u32>,
    messages: u32,
    reading: Reading,
}

impl Rows {
    fn push(&mut self, columns: Columns, line: &StringRecord) {
        match self.row(columns, line) {
            Ok(row) => {
                self.reading.lines += 1;
                self.rows.push(row);
            }
            Err(problem) => self.skip(line.as_byte_record(), problem),
        }
    }

    fn skip(&mut self, line: &ByteRecord, (column, reason): Problem) {
        self.reading.lines += 1;
        let line = line.position().map_or(0, csv::Position::line);
        self.reading.skipped.push(SkippedLine { line, column, reason });
    }

    fn row(&mut self, columns: Columns, line: &StringRecord) -> Result<RawRow, Problem> {
        let timestamp = field(line, columns.timestamp, "timestamp")?;
        let at = moment::parse(timestamp).ok_or_else(|| {
            let reason = format!("`{timestamp}` is neither Unix seconds nor RFC 3339 nor an ISO day");
            ("timestamp", reason)
        })?;
        let source = field(line, columns.source, "source")?;
        let target = field(line, columns.target, "target")?;
        let source = self.people.id(source);
        let target = self.people.id(target);
        let kind = columns.kind.and_then(|it| line.get(it)).unwrap_or_default();
        let kind = Kind::parse(kind).unwrap_or_else(|| {
            self.reading.unknown_kinds += 1;
            Kind::To
        });
        let id = columns.message.and_then(|it| line.get(it)).filter(|it| !it.is_empty());
        let recipients = columns.recipients.and_then(|it| line.get(it)?.trim().parse().ok()).unwrap_or_default();
        Ok(RawRow { message: self.message(at, source, id), target, source, at, kind, recipients })
    }

    fn message(&mut self, at: i64, source: PersonId, id: Option<&str>) -> u32 {
        let next = self.messages;
        let message = match id {
            Some(id) => *self.message_by_id.entry((id.to_owned(), source)).or_insert(next),
            None => *self.message_by_second.entry((at, source)).or_insert(next),
        };
        if message == next {
            self.messages += 1;
        }
        message
    }

    fn into_edges(self) -> Result<Edges, ReadError> {
        if self.rows.is_empty() {
            return Err(match self.reading.skipped.first().first() {
                Some(first) => ReadError::NothingReadable { lines: self.reading.lines, first: first.clone() },
                None => ReadError::Empty,
            });
        }
        Ok(Edges::from_rows(self.rows, self.people.into_names(), self.reading))
    }
}

fn field<'a>(line: &'a StringRecord, column: usize, name: &'static str) -> Result<&'a str, Problem> {
    let found = line.get(column).filter(|it| !it.is_empty());
    found.ok_or_else(|| (name, "is missing".to_owned()))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(file: &str, expected: Expect) {
        let text = match Edges::read(file.as_bytes()) {
            Ok(edges) => show(&edges),
            Err(error) => format!("error: {error}\n"),
        };
        expected.assert_eq(&text);
    }

    fn show(edges: &Edges) -> String {
        let name = |id: PersonId| &edges.people()[id as usize];
        let mut text = String::new();
        for it in edges.pairs().flatten() {
            let (source, target) = (name(it.source), name(it.target));
            text += &format!("{} {source} -> {target} 1 of {} {:?}\n", it.at, it.recipients, it.kind);
        }
        let Reading { lines, repeated, to_oneself, unknown_kinds, skipped } = edges.reading();
        text += &format!("{lines} lines, {} messages, ", edges.message_count());
        text += &format!("{repeated} repeated, {to_oneself} to oneself, {unknown_kinds} of unknown kind\n");
        text + &skipped.to_string()
    }

    #[test]
    fn rows_of_one_second_and_sender_are_one_message() {
        check(
            "10,lea,ben\n10,lea,zoe,cc\n10,ben,zoe\n",
            expect![[r#"
            10 lea -> ben 1 of 2 To
            10 ben -> zoe 1 of 1 To
            10 lea -> zoe 1 of 2 Cc
            3 lines, 2 messages, 0 repeated, 0 to oneself, 0 of unknown kind
        "#]],
        );
    }

    #[test]
    fn message_ids_tell_messages_of_one_second_apart() {
        check(
            "timestamp,source,target,message\n10,lea,ben,1\n10,lea,ben,2\n10,lea,zoe,2\n",
            expect![[r#"
            10 lea -> ben 1 of 1 To
            10 lea -> ben 1 of 2 To
            10 lea -> zoe 1 of 2 To
            3 lines, 2 messages, 0 repeated, 0 to oneself, 0 of unknown kind
        "#]],
        );
    }

    #[test]
    fn repetitions_count_once_and_the_more_telling_kind_survives() {
        check(
            "10,lea,ben,cc\n10,lea,ben,reply\n10,lea,lea\n",
            expect![[r#"
            10 lea -> ben 1 of 1 ToReply
            3 lines, 1 messages, 1 repeated, 1 to oneself, 0 of unknown kind
        "#]],
        );
    }

    #[test]
    fn a_header_names_the_columns_in_any_order() {
        check(
            "to,from,size,date\nben,lea,17,1970-01-02\n",
            expect![[r#"
            86400 lea -> ben 1 of 1 To
            1 lines, 1 messages, 0 repeated, 0 to oneself, 0 of unknown kind
        "#]],
        );
    }

    #[test]
    fn a_header_without_a_needed_column_is_an_error() {
        check(
            "timestamp,source,whom\n10,lea,ben\n",
            expect![[r#"
            error: the header has no column `target`; expected timestamp,source,target[,kind][,message]
        "#]],
        );
    }

    #[test]
    fn bad_lines_are_counted_and_explained() {
        check(
            "10,lea,ben\nyesterday,lea,ben\n20,,ben\n30,lea\n40,lea,ben,meeting\n",
            expect![[r#"
            10 lea -> ben 1 of 1 To
            40 lea -> ben 1 of 1 To
            5 lines, 2 messages, 0 repeated, 0 to oneself, 1 of unknown kind
            skipped line 2, column `timestamp`: `yesterday` is neither Unix seconds nor RFC 3339 nor an ISO day
            skipped line 3, column `source`: is missing
            skipped line 4, column `target`: is missing
        "#]],
        );
    }

    #[test]
    fn nothing_readable_is_an_error() {
        check(
            "<html>\n<body>\n",
            expect![[r#"
            error: none of 2 lines could be read; line 1, column `timestamp`: `<html>` is neither Unix seconds nor RFC 3339 nor an ISO day
        "#]],
        );
        check(
            "",
            expect![[r#"
            error: the file is empty; expected lines of timestamp,source,target[,kind][,message]
        "#]],
        );
        check(
            "timestamp,source,target\n",
            expect![[r#"
            error: the file is empty; expected lines of timestamp,source,target[,kind][,message]
        "#]],
        );
    }

    #[test]
    fn a_line_that_is_not_text_is_skipped() {
        let edges = Edges::read(&b"10,lea,ben\n20,l\xe9a,ben\n"[..]).unwrap();
        expect![[r#"
            10 lea -> ben 1 of 1 To
            2 lines, 1 messages, 0 repeated, 0 to oneself, 0 of unknown kind
            skipped line 2, column `timestamp`: the line is not UTF-8
        "#]]
        .assert_eq(&show(&edges));
    }
}
