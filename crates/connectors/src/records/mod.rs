//! CRM records as CSV or JSON lines: accounts, contacts, leads and opportunities, exported from any CRM.
//!
//! ```text
//! accounts       id,name,domains,primary_contact,owner,state,created
//! contacts       id,name,first_name,title,email,account,company,owner,state,created
//! leads          id,name,first_name,title,email,company,stakeholders,owner,state,created,closed
//! opportunities  id,name,account,contact,stakeholders,owner,team,stage,state,won,over,revenue,currency,
//!                created,close,closed
//! and for all    do_not_analyse,invented
//! ```
//!
//! The names other programs give these are in columns.rs. `owner` and `team` are colleagues' addresses, stakeholders
//! contacts' ids or addresses. A free-mail domain never becomes an account's.
//!
//! **Invariant:** nothing is lost in silence: a row without id or name is left out and reported, a field that cannot
//! be read is left out of its record and reported, by line and column.

mod columns;
mod deal;

use std::collections::HashSet;
use std::path::Path;

use relata_model::company::company_domain;
use relata_model::{Address, Name, Quarantined, Record, RecordId, RecordKind, Stakeholder};

use crate::table::{Imported, Row, Table, TableError, bytes_of, date, identifier};

/// Reads records of one kind from a file of CSV or JSON lines.
///
/// # Errors
///
/// If the file cannot be read, or lacks a column.
pub fn read_records(kind: RecordKind, path: &Path) -> Result<Imported<Record>, TableError> {
    let (file, bytes) = bytes_of(path)?;
    records_from_bytes(kind, &file, &bytes)
}

/// Reads records of one kind from the bytes of a file; `file` is what messages call it.
///
/// # Errors
///
/// If it lacks a column.
pub fn records_from_bytes(kind: RecordKind, file: &str, bytes: &[u8]) -> Result<Imported<Record>, TableError> {
    let table = Table::parse(file, bytes, columns::of(kind))?;
    let mut imported = Imported { items: Vec::new(), skipped: Vec::new() };
    let mut ids = HashSet::new();
    for row in table.rows() {
        match row.and_then(|row| record(kind, &row, &mut ids, &mut imported.skipped)) {
            Ok(record) => imported.items.push(record),
            Err(problem) => imported.skipped.push(problem),
        }
    }
    Ok(imported)
}

fn record(
    kind: RecordKind,
    row: &Row<'_>,
    ids: &mut HashSet<String>,
    problems: &mut Vec<Quarantined>,
) -> Result<Record, Quarantined> {
    let id = identifier(row.get("id")).map_err(|reason| row.problem("id", reason))?;
    let name = name(row).ok_or_else(|| row.problem("name", "it is empty or unreadable"))?;
    if !ids.insert(id.clone()) {
        return Err(row.problem("id", "another row has the same id; the first one counts"));
    }
    let deal = deal::of(kind, row, problems);
    let owner = kept(row, "owner", owner, problems).pop();
    let mut team = kept(row, "team", self::owner, problems);
    team.retain(|it| Some(it) != owner.as_ref());
    let contact = if kind == RecordKind::Opportunity { "contact" } else { "primary_contact" };
    let mut contacts = kept(row, contact, record_id, problems).into_iter();
    let primary_contact = contacts.next();
    let mut stakeholders = kept(row, "stakeholders", stakeholder, problems);
    // Some CRMs know several contacts of a deal and prefer none; the first is its own, the others have a say.
    stakeholders.extend(contacts.map(Stakeholder::Record));
    Ok(Record {
        id: RecordId(id),
        kind,
        name,
        title: Name::new(row.get("title")),
        company: Name::new(row.get("company")),
        account: kept(row, "account", record_id, problems).into_iter().next(),
        primary_contact,
        addresses: kept(row, "email", address, problems),
        domains: kept(row, "domains", domain, problems),
        owner,
        team,
        stakeholders,
        state: deal.state,
        stage: deal.stage,
        revenue: deal.revenue,
        currency: deal.currency,
        created_on: row.parsed("created", date::day, problems),
        close_on: deal.close_on,
        closed_on: deal.closed_on,
        do_not_analyse: row.says_yes("do_not_analyse"),
        invented: row.list("invented").filter_map(Name::new).map(|it| it.as_str().to_owned()).collect(),
    })
}

/// `Lea Berg`, or first and last name where a table keeps them apart.
fn name(row: &Row<'_>) -> Option<Name> {
    let (name, first) = (row.get("name"), row.get("first_name"));
    let is_whole = first.is_empty() || name.split([' ', ',']).any(|it| it == first);
    if is_whole { Name::new(name) } else { Name::new(&format!("{first} {name}")) }
}

/// What is good in a cell; what is not is reported, and the record goes without it.
fn kept<T: PartialEq>(
    row: &Row<'_>,
    column: &str,
    parse: impl Fn(&str) -> Result<T, &'static str>,
    problems: &mut Vec<Quarantined>,
) -> Vec<T> {
    let mut found = Vec::new();
    for text in row.list(column) {
        match parse(text) {
            Ok(it) if !found.contains(&it) => found.push(it),
            Ok(_) => {}
            Err(reason) => problems.push(row.problem(column, format!("left out: {reason}"))),
        }
    }
    found
}

fn address(text: &str) -> Result<Address, &'static str> {
    Address::parse(text).map_err(|it| it.0)
}

/// Colleagues may have addresses of a private network.
fn owner(text: &str) -> Result<Address, &'static str> {
    Address::parse_unlisted(text).map_err(|it| it.0)
}

fn record_id(text: &str) -> Result<RecordId, &'static str> {
    identifier(text).map(RecordId)
}

fn stakeholder(text: &str) -> Result<Stakeholder, &'static str> {
    if text.contains('@') { address(text).map(Stakeholder::Address) } else { record_id(text).map(Stakeholder::Record) }
}

/// `https://www.Acme.com/de` and `mail.acme.com` are `acme.com`, as the addresses of its people are.
fn domain(text: &str) -> Result<String, &'static str> {
    let host = text.split_once("://").map_or(text, |it| it.1).split(['/', '?', ':']).next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let address = Address::parse(&format!("x@{}", host.trim_start_matches('@'))).map_err(|_| "it is no domain")?;
    company_domain(&address).ok_or("everybody can have an address there, so it names no company")
}

#[cfg(test)]
mod tests;
