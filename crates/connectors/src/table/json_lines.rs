//! JSON lines: one object on each line, its fields under the names columns have. Lists are arrays, or one text.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use super::{Column, Line, NoColumn, squeezed};

/// Fields of an object that stands where a text is wanted: `{"id": "c1", "email": "lea@acme.com"}`.
const MEANT: [&str; 5] = ["email", "emailAddress", "address", "id", "value"];

/// Returns a row for each line that is not blank.
pub(super) fn read(text: &str, columns: &'static [Column]) -> Result<Vec<Line>, NoColumn> {
    let mut names = Names::of(columns);
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let cells = match serde_json::from_str::<Map<String, Value>>(line) {
            Ok(object) => names.cells(&object),
            Err(_) => Err("the line is no JSON object; each line should be one, from { to }".to_owned()),
        };
        lines.push(Line { number: index as u64 + 1, cells });
    }
    let missing = columns.iter().zip(&names.met).find(|(column, met)| column.required && !**met);
    match missing {
        Some((column, _)) if lines.iter().any(|it| it.cells.is_ok()) => {
            Err(NoColumn { column, found: names.found.into_iter().collect() })
        }
        _ => Ok(lines),
    }
}

/// What fields of objects are called.
struct Names {
    columns: &'static [Column],
    /// Which columns a field of that name fills, each with how well the name fits (0 is best).
    fills: HashMap<String, Vec<(usize, usize)>>,
    /// Which columns any object filled.
    met: Vec<bool>,
    /// Names of fields, for whoever asks what is there instead.
    found: BTreeSet<String>,
}

/// As many names as a person reads.
const MOST_NAMES: usize = 50;

impl Names {
    fn of(columns: &'static [Column]) -> Names {
        let mut fills: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (index, column) in columns.iter().enumerate() {
            for (fit, name) in column.names.iter().enumerate() {
                fills.entry(squeezed(name)).or_default().push((index, fit));
            }
        }
        Names { columns, fills, met: vec![false; columns.len()], found: BTreeSet::new() }
    }

    fn cells(&mut self, object: &Map<String, Value>) -> Result<Vec<Box<str>>, String> {
        let mut cells = vec![Box::<str>::default(); self.columns.len()];
        let mut fits = vec![usize::MAX; self.columns.len()];
        for (name, value) in object {
            let name = squeezed(name);
            for &(column, fit) in self.fills.get(&name).map_or(&[][..], Vec::as_slice) {
                self.met[column] = true;
                if fit < fits[column] && !value.is_null() {
                    let words = text_of(value).ok_or_else(|| {
                        format!("column {} holds an object nothing is known of", self.columns[column].names[0])
                    })?;
                    (cells[column], fits[column]) = (words.into(), fit);
                }
            }
            if self.found.len() < MOST_NAMES {
                self.found.insert(name);
            }
        }
        Ok(cells)
    }
}

fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(it) => Some(it.to_string()),
        Value::String(it) => Some(it.clone()),
        Value::Number(it) => Some(written_out(&it.to_string())),
        Value::Array(list) => {
            let entries: Option<Vec<String>> = list.iter().map(text_of).collect();
            Some(entries?.join("\n"))
        }
        Value::Object(fields) => {
            MEANT.iter().find_map(|it| fields.get(*it)).filter(|it| !it.is_object()).and_then(text_of)
        }
    }
}

/// In JSON `1.234` is no thousand; one digit more says so to whoever reads the cell.
fn written_out(number: &str) -> String {
    let is_decimal = number.contains('.') && !number.contains(['e', 'E']);
    if is_decimal { format!("{number}0") } else { number.to_owned() }
}
