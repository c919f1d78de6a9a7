//! The canonical form: everything the store holds as lines of text, with names in place of numbers, sorted.
//!
//! Two stores that say the same have the same lines, whatever numbers they gave out and whenever they computed. What
//! [`data_map`](crate::data_map) says of a column decides how it is written.

use std::collections::{BTreeSet, HashMap};

use relata_model::hex;
use sqlx::{AssertSqlSafe, Row};

use crate::Store;
use crate::data_map::{Is, TABLES, Table};
use crate::error::Result;

/// What numbers stand for.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Addresses by number.
    pub addresses: HashMap<i64, String>,
    /// Mailboxes by number: source and name.
    pub mailboxes: HashMap<i64, String>,
    /// Records by number.
    pub records: HashMap<i64, String>,
    persons: HashMap<i64, String>,
}

/// Tables about erasures themselves, which differ between a store that forgot somebody and one that never knew them; the
/// trail, which says that it was done and is never rewritten; and numbers, which stay given out.
const NOT_COMPARED: [&str; 10] = [
    "erasure",
    "erasing",
    "erasing_address",
    "erasing_mailbox",
    "access_request",
    "audit_event",
    "audit_head",
    "suppressed",
    "counter",
    "record_number",
];

impl Store {
    /// Returns what numbers stand for.
    pub async fn canonical_names(&self) -> Result<Names> {
        let rows: Vec<(i64, String, i64)> =
            sqlx::query_as("select address_id, address, person_id from address").fetch_all(&self.pool).await?;
        let mut names = Names::default();
        let mut of_persons: HashMap<i64, BTreeSet<String>> = HashMap::new();
        for (number, address, person) in rows {
            of_persons.entry(person).or_default().insert(address.clone());
            names.addresses.insert(number, address);
        }
        let rows: Vec<(i64, String)> =
            sqlx::query_as("select person_id, entry_id from entry").fetch_all(&self.pool).await?;
        for (person, entry) in rows {
            of_persons.entry(person).or_default().insert(format!("entry {entry}"));
        }
        let joined = |(person, of): (i64, BTreeSet<String>)| (person, of.into_iter().collect::<Vec<_>>().join("+"));
        names.persons = of_persons.into_iter().map(joined).collect();
        let rows: Vec<(i64, String, String)> =
            sqlx::query_as("select mailbox_id, source, name from mailbox").fetch_all(&self.pool).await?;
        names.mailboxes = rows.into_iter().map(|(number, source, name)| (number, format!("{source}/{name}"))).collect();
        let rows: Vec<(i64, String)> =
            sqlx::query_as("select number, record_id from record_number").fetch_all(&self.pool).await?;
        names.records = rows.into_iter().collect();
        Ok(names)
    }

    /// Returns everything that is kept of anybody, a sorted line a row.
    pub async fn canonical(&self) -> Result<String> {
        let names = self.canonical_names().await?;
        let mut text = String::new();
        for table in TABLES.iter().filter(|it| !it.name.starts_with("log.") && !NOT_COMPARED.contains(&it.name)) {
            let mut lines = self.lines(table, &names).await?;
            lines.sort();
            text.extend(lines);
        }
        Ok(text)
    }

    async fn lines(&self, table: &Table, names: &Names) -> Result<Vec<String>> {
        let columns: Vec<String> = table.columns.iter().map(|it| format!("\"{}\"", it.0)).collect();
        let sql = format!("select {} from \"{}\"", columns.join(", "), table.name);
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&self.pool).await?;
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let mut line = table.name.to_owned();
            for (place, (name, is)) in table.columns.iter().enumerate() {
                if matches!(is, Is::Number | Is::Run) {
                    continue;
                }
                let value = match Value::of(&row, place)? {
                    Value::Number(number) => names.text(*is, number),
                    Value::Bytes(bytes) if *is == Is::Addresses => names.series(&bytes),
                    other => other.text(),
                };
                line += &format!(" {name}={value}");
            }
            lines.push(line + "\n");
        }
        Ok(lines)
    }
}

impl Names {
    /// Returns how a number is written.
    pub fn text(&self, is: Is, number: i64) -> String {
        let named = match is {
            Is::Address => self.addresses.get(&number),
            Is::Person => self.persons.get(&number),
            Is::Mailbox => self.mailboxes.get(&number),
            Is::RecordNumber => self.records.get(&number),
            _ => return number.to_string(),
        };
        named.cloned().unwrap_or_else(|| "?".to_owned())
    }

    /// Returns a series with addresses in place of numbers.
    fn series(&self, bytes: &[u8]) -> String {
        match relata_model::Series::from_bytes(bytes) {
            Ok(series) => {
                let of = |it: &relata_model::series::Contacted| {
                    let name = self.text(Is::Address, it.address.0);
                    format!("{name} {} {} {} {}", it.emails, it.meetings, it.calls, it.last_at)
                };
                let people: BTreeSet<String> = series.people.iter().map(of).collect();
                format!("{:?} {:?} {people:?}", series.days, series.turns)
            }
            Err(_) => "damaged".to_owned(),
        }
    }
}

/// A value of a row, of whatever type.
pub(crate) enum Value {
    Nothing,
    Number(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

impl Value {
    pub(crate) fn of(row: &sqlx::any::AnyRow, place: usize) -> Result<Value> {
        if let Ok(value) = row.try_get::<Option<i64>, _>(place) {
            return Ok(value.map_or(Value::Nothing, Value::Number));
        }
        if let Ok(value) = row.try_get::<Option<f64>, _>(place) {
            return Ok(value.map_or(Value::Nothing, Value::Real));
        }
        if let Ok(value) = row.try_get::<Option<String>, _>(place) {
            return Ok(value.map_or(Value::Nothing, Value::Text));
        }
        Ok(row.try_get::<Option<Vec<u8>>, _>(place)?.map_or(Value::Nothing, Value::Bytes))
    }

    pub(crate) fn text(&self) -> String {
        match self {
            Value::Nothing => "-".to_owned(),
            Value::Number(it) => it.to_string(),
            Value::Real(it) => format!("{it:?}"),
            Value::Text(it) => format!("{it:?}"),
            Value::Bytes(it) => hex(it),
        }
    }
}
