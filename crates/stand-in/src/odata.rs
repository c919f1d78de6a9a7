//! OData: `$select`, `$filter`, `$orderby` on JSON rows, as far as Graph and the Web API are asked here.
//!
//! Source: "Use query parameters to customize Microsoft Graph responses"; OData 4.01, Part 2.

use jiff::Timestamp;
use serde_json::{Map, Value};

/// Returns a row with the named fields alone; `id` and annotations (names with an `@`) stay.
pub(crate) fn select(row: &Value, fields: &str) -> Value {
    let wanted: Vec<&str> = fields.split(',').map(str::trim).collect();
    let Value::Object(fields) = row else { return row.clone() };
    let is_kept =
        |name: &str| name == "id" || name.contains('@') || wanted.iter().any(|it| it.eq_ignore_ascii_case(name));
    Value::Object(
        fields.iter().filter(|it| is_kept(it.0)).map(|it| (it.0.clone(), it.1.clone())).collect::<Map<_, _>>(),
    )
}

/// A condition on rows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
    And(Box<Filter>, Box<Filter>),
    Or(Box<Filter>, Box<Filter>),
    Not(Box<Filter>),
    Compare { field: String, by: By, value: Value },
    StartsWith { field: String, prefix: String },
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum By {
    Eq,
    Ne,
    Ge,
    Gt,
    Le,
    Lt,
}

impl Filter {
    /// Reads a `$filter`, or returns nothing if it cannot be understood.
    pub fn read(text: &str) -> Option<Filter> {
        let mut words = words(text)?;
        words.reverse();
        let filter = either(&mut words)?;
        words.is_empty().then_some(filter)
    }

    /// Returns whether a row meets the condition.
    pub fn holds(&self, row: &Value) -> bool {
        match self {
            Filter::And(a, b) => a.holds(row) && b.holds(row),
            Filter::Or(a, b) => a.holds(row) || b.holds(row),
            Filter::Not(it) => !it.holds(row),
            Filter::StartsWith { field, prefix } => {
                let found = at(row, field).as_str().map(str::to_lowercase);
                found.is_some_and(|it| it.starts_with(&prefix.to_lowercase()))
            }
            Filter::Compare { field, by, value } => compare(at(row, field), *by, value),
        }
    }

    /// Returns the earliest and the first too late time that the condition leaves for a field.
    pub fn bounds(&self, of: &str) -> (Option<Timestamp>, Option<Timestamp>) {
        match self {
            Filter::And(a, b) => {
                let (a, b) = (a.bounds(of), b.bounds(of));
                (a.0.max(b.0), [a.1, b.1].into_iter().flatten().min())
            }
            Filter::Compare { field, by, value } if field.eq_ignore_ascii_case(of) => {
                let Some(at) = value.as_str().and_then(|it| it.parse::<Timestamp>().ok()) else { return (None, None) };
                let next = at + jiff::SignedDuration::from_nanos(1);
                match by {
                    By::Ge => (Some(at), None),
                    By::Gt => (Some(next), None),
                    By::Lt => (None, Some(at)),
                    By::Le => (None, Some(next)),
                    By::Eq => (Some(at), Some(next)),
                    By::Ne => (None, None),
                }
            }
            _ => (None, None),
        }
    }

    /// Returns the field that stands first.
    pub fn first_field(&self) -> &str {
        match self {
            Filter::And(a, _) | Filter::Or(a, _) | Filter::Not(a) => a.first_field(),
            Filter::Compare { field, .. } | Filter::StartsWith { field, .. } => field,
        }
    }

    /// Returns the values that a field may equal, as in `id eq 'a' or id eq 'b'`.
    pub fn equals(&self, of: &str) -> Vec<&str> {
        match self {
            Filter::Or(a, b) | Filter::And(a, b) => [a.equals(of), b.equals(of)].concat(),
            Filter::Compare { field, by: By::Eq, value } if field == of => value.as_str().into_iter().collect(),
            _ => Vec::new(),
        }
    }
}

fn at<'a>(row: &'a Value, field: &str) -> &'a Value {
    field.split('/').fold(row, |row, name| {
        let named = row.as_object().and_then(|it| it.iter().find(|it| it.0.eq_ignore_ascii_case(name)));
        named.map_or(&Value::Null, |it| it.1)
    })
}

fn compare(left: &Value, by: By, right: &Value) -> bool {
    let order = match (left, right) {
        (Value::String(a), Value::String(b)) => match (a.parse::<Timestamp>(), b.parse::<Timestamp>()) {
            (Ok(a), Ok(b)) => Some(a.cmp(&b)),
            _ => Some(a.to_lowercase().cmp(&b.to_lowercase())),
        },
        (Value::Number(a), Value::Number(b)) => a.as_f64().partial_cmp(&b.as_f64()),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Null, Value::Null) => Some(std::cmp::Ordering::Equal),
        _ => None,
    };
    match by {
        By::Eq => order.is_some_and(|it| it.is_eq()),
        By::Ne => !order.is_some_and(|it| it.is_eq()),
        By::Ge => order.is_some_and(|it| it.is_ge()),
        By::Gt => order.is_some_and(|it| it.is_gt()),
        By::Le => order.is_some_and(|it| it.is_le()),
        By::Lt => order.is_some_and(|it| it.is_lt()),
    }
}

/// Splits into words, brackets, commas and literals in quotes (which keep their first quote).
fn words(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '(' | ')' | ',' => 1,
            '\'' => {
                let mut end = rest[1..].find('\'')? + 1;
                while rest[end + 1..].starts_with('\'') {
                    end = rest[end + 2..].find('\'')? + end + 2;
                }
                words.push(rest[..end].replace("''", "'"));
                rest = rest[end + 1..].trim_start();
                continue;
            }
            _ => rest.find(['(', ')', ',', ' ', '\'']).unwrap_or(rest.len()),
        };
        words.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    Some(words)
}

// The words stand in reverse: the next one is the last.

fn either(words: &mut Vec<String>) -> Option<Filter> {
    let mut filter = both(words)?;
    while words.last().is_some_and(|it| it.eq_ignore_ascii_case("or")) {
        words.pop();
        filter = Filter::Or(Box::new(filter), Box::new(both(words)?));
    }
    Some(filter)
}

fn both(words: &mut Vec<String>) -> Option<Filter> {
    let mut filter = single(words)?;
    while words.last().is_some_and(|it| it.eq_ignore_ascii_case("and")) {
        words.pop();
        filter = Filter::And(Box::new(filter), Box::new(single(words)?));
    }
    Some(filter)
}

fn single(words: &mut Vec<String>) -> Option<Filter> {
    let first = words.pop()?;
    match first.to_lowercase().as_str() {
        "(" => {
            let filter = either(words)?;
            (words.pop()? == ")").then_some(filter)
        }
        "not" => Some(Filter::Not(Box::new(single(words)?))),
        "startswith" => {
            let [open, field, comma, prefix, close] =
                [words.pop()?, words.pop()?, words.pop()?, words.pop()?, words.pop()?];
            let is_well_formed = open == "(" && comma == "," && close == ")";
            is_well_formed.then(|| Filter::StartsWith { field, prefix: prefix.trim_start_matches('\'').to_owned() })
        }
        _ => {
            let by = match words.pop()?.to_lowercase().as_str() {
                "eq" => By::Eq,
                "ne" => By::Ne,
                "ge" => By::Ge,
                "gt" => By::Gt,
                "le" => By::Le,
                "lt" => By::Lt,
                _ => return None,
            };
            Some(Filter::Compare { field: first, by, value: literal(&words.pop()?) })
        }
    }
}

/// A text in quotes; `true`, `false`, `null`; a number; a bare time or GUID, which is a text as well.
fn literal(word: &str) -> Value {
    match word.strip_prefix('\'') {
        Some(text) => Value::String(text.to_owned()),
        None => serde_json::from_str(word).unwrap_or_else(|_| Value::String(word.to_owned())),
    }
}

/// Returns the field and whether it goes down, of an `$orderby` by one field.
pub(crate) fn order(text: &str) -> (&str, bool) {
    let mut words = text.split(',').next().unwrap_or_default().split_whitespace();
    let field = words.next().unwrap_or_default();
    (field, words.next().is_some_and(|it| it.eq_ignore_ascii_case("desc")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(filter: &str, holds: bool) {
        let row = json!({
            "receivedDateTime": "2026-03-02T09:00:00Z", "isDraft": false, "statecode": 1, "mail": "Lea@contoso.example",
            "from": {"emailAddress": {"address": "ben@contoso.example"}}, "department": null, "name": "O'Hara, Lea",
        });
        assert_eq!(Filter::read(filter).map(|it| it.holds(&row)), Some(holds), "{filter}");
    }

    #[test]
    fn filters_mean_what_odata_says() {
        check("receivedDateTime ge 2026-03-01T00:00:00Z and receivedDateTime lt 2026-04-01T00:00:00Z", true);
        check("receivedDateTime ge 2026-03-02T09:00:00.0000001Z", false);
        check("isDraft eq false and (statecode eq 0 or statecode eq 1)", true);
        check("not(isDraft eq false)", false);
        check("mail eq 'lea@contoso.example'", true);
        check("startswith(mail,'lea@')", true);
        check("from/emailAddress/address eq 'ben@contoso.example'", true);
        check("department eq null", true);
        check("name eq 'O''Hara, Lea'", true);
        check("statecode ne 1 or isDraft eq true", false);
    }

    #[test]
    fn what_is_no_filter_is_not_read() {
        for wrong in ["", "isDraft", "isDraft is false", "(isDraft eq false", "name eq 'open", "a eq 1 b eq 2"] {
            assert_eq!(Filter::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_month_is_found_in_a_filter() {
        let filter = "receivedDateTime ge 2026-02-01T00:00:00Z and receivedDateTime lt 2026-03-01T00:00:00Z and isDraft eq false";
        let (from, to) = Filter::read(filter).unwrap().bounds("receivedDateTime");
        let shown = [from, to].map(|it| it.unwrap().to_string());
        assert_eq!(shown, ["2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"]);
    }
}
