//! Records: rows of accounts, contacts, leads and opportunities become [`Record`]s, by the columns files have.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::Timestamp;
use relata_connectors::{Imported, records_from_bytes};
use relata_model::{Quarantined, Record, RecordId, RecordKind};
use serde_json::{Value, json};

use super::tables::{ACCOUNTS, CONTACTS, LEADS, OPPORTUNITIES, Row, Table};
use super::{Dataverse, Lookups, Round, Tracked};
use crate::page::Onward;
use crate::trouble::Trouble;

/// A page of records of one kind.
#[derive(Clone, Debug)]
pub struct RecordPage {
    /// Every row there is on it, readable or not.
    pub told: Vec<RecordId>,
    /// Records that are new or were changed, or all in a walk.
    pub records: Vec<Record>,
    /// Records that were deleted.
    pub gone: Vec<RecordId>,
    /// What could not be read: which row and column, and why.
    pub skipped: Vec<Quarantined>,
    /// What the page belongs to.
    pub round: Round,
    /// Where to go on.
    pub tracked: Tracked,
    /// Whether there is more right now.
    pub more: bool,
}

fn table_of(kind: RecordKind) -> &'static Table {
    match kind {
        RecordKind::Account => &ACCOUNTS,
        RecordKind::Contact => &CONTACTS,
        RecordKind::Lead => &LEADS,
        RecordKind::Opportunity => &OPPORTUNITIES,
    }
}

/// A page of a table, whatever it holds.
pub(super) struct TablePage {
    pub(super) rows: Vec<Row>,
    pub(super) gone: Vec<String>,
    /// Entries that are no rows.
    pub(super) broken: usize,
    pub(super) round: Round,
    pub(super) tracked: Tracked,
    pub(super) more: bool,
}

impl Dataverse {
    /// Returns the page of records behind `from`. Where the service no longer knows that place, all records are told again,
    /// beginning with this page.
    ///
    /// # Errors
    ///
    /// What to do about a table that cannot be read now. A kind the environment does not have is [`Trouble::Skip`].
    pub async fn records(&self, kind: RecordKind, lookups: &Lookups, from: &Tracked) -> Result<RecordPage, Trouble> {
        let page = self.table_page(table_of(kind), from).await?;
        let Imported { items, mut skipped } = records_of(kind, &page.rows, lookups);
        skipped.extend(broken(kind.name(), page.broken));
        let gone = page.gone.into_iter().map(RecordId).collect();
        let told = page.rows.iter().map(|it| RecordId(it.id(table_of(kind).key))).collect();
        Ok(RecordPage {
            told,
            records: items,
            gone,
            skipped,
            round: page.round,
            tracked: page.tracked,
            more: page.more,
        })
    }

    pub(super) async fn table_page(&self, table: &Table, from: &Tracked) -> Result<TablePage, Trouble> {
        match self.table_page_at(table, from).await {
            // Nothing is wiped: what is not told again until the walk's end is gone then.
            Err(Trouble::Reset) if *from != Tracked::Begin => self.table_page_at(table, &Tracked::Begin).await,
            page => page,
        }
    }

    async fn table_page_at(&self, table: &Table, from: &Tracked) -> Result<TablePage, Trouble> {
        let at = match from {
            Tracked::Begin => None,
            Tracked::Walking { next, .. } => Some(next),
            Tracked::Changes { link, .. } => Some(link),
        };
        let (entries, onward) = self.page(table, at).await?;
        page_of(table, entries, onward, from, self.service.pace().now())
    }
}

/// What a page means where reading had come to.
pub(super) fn page_of(
    table: &Table,
    entries: Vec<Option<Row>>,
    onward: Onward,
    from: &Tracked,
    now: Timestamp,
) -> Result<TablePage, Trouble> {
    let (all, fingerprint) = (entries.len(), fingerprint(&entries, table));
    let before = match from {
        Tracked::Walking { page, .. } => Some(*page),
        Tracked::Changes { page, .. } => *page,
        Tracked::Begin => None,
    };
    if all > 0 && before == Some(fingerprint) {
        return Err(Trouble::passing(format!("the table {} of Dataverse goes in a circle", table.set)));
    }
    // A row may stand twice on a page; its last state counts.
    let (mut rows, mut gone): (BTreeMap<String, Row>, Vec<String>) = (BTreeMap::new(), Vec::new());
    let mut sound = 0;
    for row in entries.into_iter().flatten() {
        let (deleted, id) = (row.deleted(), row.id(table.key));
        sound += usize::from(deleted.is_some() || !id.is_empty());
        match deleted {
            Some(id) => {
                rows.remove(&id);
                gone.push(id);
            }
            None if id.is_empty() => {}
            None => {
                gone.retain(|it| *it != id);
                rows.insert(id, row);
            }
        }
    }
    let walk = match from {
        Tracked::Begin => Some((now, 0)),
        Tracked::Walking { began, met, .. } => Some((*began, *met)),
        Tracked::Changes { .. } => None,
    };
    let (round, tracked, more) = match (walk, onward) {
        (Some((began, met)), Onward::Next(next)) => {
            let met = met + rows.len() as u64;
            (Round::Walk { began, ended: None }, Tracked::Walking { began, met, next, page: fingerprint }, true)
        }
        (Some((began, met)), Onward::Delta(link)) => {
            (Round::Walk { began, ended: Some(met + rows.len() as u64) }, Tracked::Changes { link, page: None }, false)
        }
        (None, Onward::Next(link)) => (Round::Changes, Tracked::Changes { link, page: Some(fingerprint) }, true),
        (None, Onward::Delta(link)) => (Round::Changes, Tracked::Changes { link, page: None }, false),
        (_, Onward::End) => {
            let why = format!(
                "changes of the table {} are not tracked: switch on \"Track changes\" in its settings, in the Power Apps maker portal",
                table.set
            );
            return Err(Trouble::Refused { code: String::new(), why });
        }
    };
    Ok(TablePage { rows: rows.into_values().collect(), gone, broken: all - sound, round, tracked, more })
}

/// The same rows in the same order have the same number.
fn fingerprint(entries: &[Option<Row>], table: &Table) -> u64 {
    let mut hasher = DefaultHasher::new();
    for row in entries {
        row.as_ref().map(|it| (it.id(table.key), it.deleted())).hash(&mut hasher);
    }
    hasher.finish()
}

pub(super) fn broken(what: &str, count: usize) -> impl Iterator<Item = Quarantined> {
    let place = format!("Dataverse {what}");
    (0..count).map(move |_| Quarantined { place: place.clone(), reason: "the entry is no row with an id".to_owned() })
}

/// Translates rows; the columns are those of files.
pub(super) fn records_of(kind: RecordKind, rows: &[Row], lookups: &Lookups) -> Imported<Record> {
    let mut lines = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut lines, &line(kind, row, lookups)).expect("plain fields are written without error");
        lines.push(b'\n');
    }
    let none = Imported { items: Vec::new(), skipped: Vec::new() };
    let mut imported = records_from_bytes(kind, FILE, &lines).unwrap_or(none);
    let ids: Vec<String> = rows.iter().map(|it| it.id(table_of(kind).key)).collect();
    imported.skipped.iter_mut().for_each(|it| it.place = placed(&it.place, kind.name(), &ids));
    imported
}

pub(super) const FILE: &str = "dataverse.jsonl";

/// `dataverse.jsonl line 7, column email` is the seventh row: `Dataverse contact 0409…, column email`.
pub(super) fn placed(place: &str, what: &str, ids: &[String]) -> String {
    let rest = place.strip_prefix(FILE).and_then(|it| it.strip_prefix(" line ")).unwrap_or_default();
    let (number, column) = rest.split_once(", ").map_or((rest, String::new()), |it| (it.0, format!(", {}", it.1)));
    let id = number.parse::<usize>().ok().and_then(|it| ids.get(it.checked_sub(1)?)).map_or("", String::as_str);
    format!("Dataverse {what} {id}{column}")
}

/// An address as one entry of a cell; what could be taken for several is none.
pub(super) fn one_entry(address: &str) -> &str {
    if address.contains([';', '|', ',', '<', '>', '"', '\n', '\r']) { "?" } else { address }
}

fn line(kind: RecordKind, row: &Row, lookups: &Lookups) -> Value {
    let mails: Vec<&str> = ["emailaddress1", "emailaddress2", "emailaddress3"]
        .into_iter()
        .map(|it| row.text(it))
        .filter(|it| !it.is_empty())
        .map(one_entry)
        .collect();
    let mut line = json!({
        "id": row.id(table_of(kind).key),
        "owner": lookups.address_of(&row.id("_ownerid_value")),
        "state": row.value("statecode"),
        "created": row.text("createdon"),
        "do_not_analyse": row.says_yes("msdyn_gdproptout"),
    });
    let customer = row.id("_customerid_value");
    let is_contact = row.leads_to("_customerid_value") == "contact";
    let first = |it: [String; 2]| it.into_iter().find(|it| !it.is_empty()).unwrap_or_default();
    let more = match kind {
        RecordKind::Account => json!({
            "name": row.text("name"),
            // A website says what a company's domain is; without one, the domain of its own address.
            "domains": if row.text("websiteurl").is_empty() {
                row.text("emailaddress1").rsplit_once('@').map_or("", |it| it.1)
            } else {
                row.text("websiteurl")
            },
            "primary_contact": row.id("_primarycontactid_value"),
        }),
        RecordKind::Contact => json!({
            "name": row.text("fullname"),
            "email": mails,
            "title": row.text("jobtitle"),
            "account": match row.leads_to("_parentcustomerid_value") {
                // A contact may belong to another contact, which is no company.
                "contact" => String::new(),
                _ => row.id("_parentcustomerid_value"),
            },
        }),
        RecordKind::Lead => json!({
            "name": row.text("fullname"),
            "email": mails,
            "title": row.text("jobtitle"),
            "company": row.text("companyname"),
        }),
        RecordKind::Opportunity => json!({
            "name": row.text("name"),
            "account": first([row.id("_parentaccountid_value"), if is_contact { String::new() } else { customer.clone() }]),
            "contact": first([row.id("_parentcontactid_value"), if is_contact { customer } else { String::new() }]),
            "stage": row.text("stepname"),
            "revenue": row.value("estimatedvalue"),
            "currency": lookups.currency(&row.id("_transactioncurrencyid_value")),
            "close": row.text("estimatedclosedate"),
            "closed": row.text("actualclosedate"),
        }),
    };
    if let (Value::Object(line), Value::Object(more)) = (&mut line, more) {
        line.extend(more);
    }
    line
}
