//! How business stands: state, stage, revenue and closing dates, in the words and forms of several CRMs.

use jiff::civil::Date;
use relata_model::{Name, Quarantined, RecordKind, Status};

use crate::table::{Row, date, number};

/// Where a record stands, and what it is about to bring.
pub(super) struct Deal {
    pub(super) state: Option<String>,
    pub(super) stage: Option<String>,
    pub(super) revenue: Option<f64>,
    pub(super) currency: Option<String>,
    pub(super) close_on: Option<Date>,
    pub(super) closed_on: Option<Date>,
}

pub(super) fn of(kind: RecordKind, row: &Row<'_>, problems: &mut Vec<Quarantined>) -> Deal {
    let stage = words(row.get("stage"));
    let state = state(kind, row, stage.as_deref());
    let revenue = row.parsed("revenue", number::number, problems);
    let beside = || revenue.and_then(|_| number::currency(row.get("revenue")).ok());
    let currency = row.parsed("currency", number::currency, problems).or_else(beside);
    let close_on = row.parsed("close", date::day, problems);
    let is_over = matches!(Status::of(kind, state.as_deref()), Status::Won | Status::Lost);
    // CRMs with one closing date mean the real one once a deal is over.
    let closed_on = row.parsed("closed", date::day, problems).or(close_on.filter(|_| is_over));
    let created_on = date::day(row.get("created")).ok();
    if let (Some(created), Some(closed)) = (created_on, closed_on)
        && closed < created
    {
        problems.push(row.problem("closed", "kept, but it was closed before it was created"));
    }
    Deal { state, stage, revenue, currency, close_on, closed_on }
}

/// The CRM's word; where it has none for an opportunity, what its stage or its flags say.
fn state(kind: RecordKind, row: &Row<'_>, stage: Option<&str>) -> Option<String> {
    let word = words(row.get("state")).map(|it| numbered(kind, it.to_lowercase()));
    if kind != RecordKind::Opportunity || word.is_some() {
        return word;
    }
    let by_stage = || {
        let stage = stage?.to_lowercase();
        ["won", "lost"].into_iter().find(|it| stage.split(|it: char| !it.is_alphabetic()).any(|word| word == *it))
    };
    let closed_in_one = || stage.and_then(|it| Some(it.to_lowercase().strip_prefix("closed")?.to_owned()));
    match (row.says_yes("won"), row.says_yes("over")) {
        (true, _) => Some("won".to_owned()),
        (_, true) => Some("lost".to_owned()),
        _ => {
            by_stage().map(str::to_owned).or_else(|| closed_in_one().filter(|it| matches!(it.as_str(), "won" | "lost")))
        }
    }
}

/// Dataverse's statecode where an export left it a number.
fn numbered(kind: RecordKind, word: String) -> String {
    let named = match (kind, word.as_str()) {
        (RecordKind::Opportunity | RecordKind::Lead, "0") => "open",
        (RecordKind::Opportunity, "1") => "won",
        (RecordKind::Opportunity, "2") => "lost",
        (RecordKind::Lead, "1") => "qualified",
        (RecordKind::Lead, "2") => "disqualified",
        (RecordKind::Account | RecordKind::Contact, "0") => "active",
        (RecordKind::Account | RecordKind::Contact, "1") => "inactive",
        _ => return word,
    };
    named.to_owned()
}

/// A CRM's word without characters that are not seen, at most 200 of them.
fn words(text: &str) -> Option<String> {
    Name::new(text).map(|it| it.as_str().to_owned())
}
