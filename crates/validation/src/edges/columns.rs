//! Columns: which field of a line is which, told by a header or by position.
//!
//! Without a header the order is `timestamp,source,target,kind,message`, the last two optional. A header may also
//! name `recipients`: to how many a message went, where the file does not hold a row for each.

use csv::StringRecord;

use super::{ReadError, moment};

const TIMESTAMP: [&str; 5] = ["timestamp", "ts", "time", "date", "at"];
const SOURCE: [&str; 4] = ["source", "src", "sender", "from"];
const TARGET: [&str; 5] = ["target", "dst", "recipient", "receiver", "to"];
const KIND: [&str; 2] = ["kind", "type"];
const RECIPIENTS: [&str; 2] = ["recipients", "audience"];
const MESSAGE: [&str; 3] = ["message", "message_id", "mid"];

/// Where the fields of an edge stand in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Columns {
    pub timestamp: usize,
    pub source: usize,
    pub target: usize,
    pub kind: Option<usize>,
    pub message: Option<usize>,
    pub recipients: Option<usize>,
}

impl Columns {
    /// The order of a file without header.
    pub const BY_POSITION: Columns =
        Columns { timestamp: 0, source: 1, target: 2, kind: Some(3), message: Some(4), recipients: None };

    /// Reads a header; `Ok(None)` when the line is not one.
    ///
    /// # Errors
    ///
    /// When it is a header, but a column we cannot do without is missing.
    pub fn from_header(line: &StringRecord) -> Result<Option<Columns>, ReadError> {
        let find = |names: &[&str]| {
            let is_named = |it: &str| names.contains(&it.trim().to_ascii_lowercase().as_str());
            line.iter().position(is_named)
        };
        let (timestamp, source, target) = (find(&TIMESTAMP), find(&SOURCE), find(&TARGET));
        let starts_with_a_moment = line.get(0).is_some_and(|it| moment::parse(it).is_some());
        if starts_with_a_moment || (timestamp.is_none() && source.is_none() && target.is_none()) {
            return Ok(None);
        }
        let need = |column: Option<usize>, name| column.ok_or(ReadError::MissingColumn(name));
        Ok(Some(Columns {
            timestamp: need(timestamp, "timestamp")?,
            source: need(source, "source")?,
            target: need(target, "target")?,
            kind: find(&KIND),
            message: find(&MESSAGE),
            recipients: find(&RECIPIENTS),
        }))
    }
}
