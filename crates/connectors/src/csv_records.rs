//! CRM records as CSV: accounts, contacts and leads, exported from any CRM.
//!
//! ```text
//! accounts   id,name,domains,owner,state
//! contacts   id,name,title,email,account,company,owner,state
//! leads      id,name,title,email,company,owner,state
//! ```
//!
//! `owner` is a colleague's address. A free-mail domain never becomes an account's.

use std::collections::HashSet;
use std::path::Path;

use relata_model::company::company_domain;
use relata_model::{Address, Name, Quarantined, Record, RecordId, RecordKind};

use crate::table::{Column, Imported, Row, Table, TableError, bytes_of};

const ID: Column =
    Column { names: &["id", "accountid", "contactid", "leadid", "recordid", "record id"], required: true };
const NAME: Column =
    Column { names: &["name", "fullname", "accountname", "company name", "contact name"], required: true };
const OWNER: Column = Column { names: &["owner", "owneremail", "ownerid", "account owner"], required: false };
const STATE: Column = Column { names: &["state", "status", "statecode", "lifecycle stage"], required: false };
const FLAG: Column = Column { names: &["do_not_analyse", "do not analyze"], required: false };
const INVENTED: Column = Column { names: &["invented"], required: false };
const DOMAINS: Column = Column { names: &["domains", "domain", "website", "websiteurl"], required: false };
const EMAIL: Column = Column { names: &["email", "emailaddress1", "e-mail", "mail", "emails"], required: true };
const TITLE: Column = Column { names: &["title", "jobtitle"], required: false };
const ACCOUNT: Column = Column { names: &["account", "accountid", "parentcustomerid"], required: false };
const COMPANY: Column = Column { names: &["company", "companyname", "account name"], required: false };

const ACCOUNTS: &[Column] = &[ID, NAME, DOMAINS, OWNER, STATE, FLAG, INVENTED];
const CONTACTS: &[Column] = &[ID, NAME, EMAIL, TITLE, ACCOUNT, COMPANY, OWNER, STATE, FLAG, INVENTED];
const LEADS: &[Column] = &[ID, NAME, EMAIL, TITLE, COMPANY, OWNER, STATE, FLAG, INVENTED];

/// Reads records of one kind from a CSV file.
///
/// # Errors
///
/// If the file cannot be read, or lacks a column.
pub fn read_records(kind: RecordKind, path: &Path) -> Result<Imported<Record>, TableError> {
    let (file, bytes) = bytes_of(path)?;
    records_from_csv(kind, &file, &bytes)
}

/// Reads records of one kind from the bytes of a CSV file; `file` is what messages call it.
///
/// # Errors
///
/// If it lacks a column.
pub fn records_from_csv(kind: RecordKind, file: &str, bytes: &[u8]) -> Result<Imported<Record>, TableError> {
    let columns = match kind {
        RecordKind::Account => ACCOUNTS,
        RecordKind::Contact => CONTACTS,
        RecordKind::Lead => LEADS,
    };
    let table = Table::parse(file, bytes, columns)?;
    let mut imported = Imported { items: Vec::new(), skipped: table.skipped.clone() };
    let mut ids = HashSet::new();
    for row in table.rows() {
        match record(kind, &row, &mut imported.skipped) {
            Ok(record) if !ids.insert(record.id.clone()) => {
                imported.skipped.push(row.problem("id", "another row has the same id; the first one counts"));
            }
            Ok(record) => imported.items.push(record),
            Err(problem) => imported.skipped.push(problem),
        }
    }
    Ok(imported)
}

fn record(kind: RecordKind, row: &Row<'_>, problems: &mut Vec<Quarantined>) -> Result<Record, Quarantined> {
    let id = row.get("id");
    if id.is_empty() {
        return Err(row.problem("id", "it is empty"));
    }
    let name = Name::new(row.get("name")).ok_or_else(|| row.problem("name", "it is empty or unreadable"))?;
    let account = Some(row.get("account")).filter(|it| !it.is_empty());
    Ok(Record {
        id: RecordId(id.to_owned()),
        kind,
        name,
        title: Name::new(row.get("title")),
        company: Name::new(row.get("company")),
        account: account.map(|it| RecordId(it.to_owned())),
        addresses: kept(row, "email", address, problems),
        domains: kept(row, "domains", domain, problems),
        owner: kept(row, "owner", owner, problems).pop(),
        state: Some(row.get("state").to_lowercase()).filter(|it| !it.is_empty()),
        do_not_analyse: matches!(row.get("do_not_analyse").to_lowercase().as_str(), "true" | "yes" | "1" | "ja"),
        invented: row.list("invented").map(str::to_owned).collect(),
    })
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

/// `https://www.Acme.com/de` and `mail.acme.com` are `acme.com`, as the addresses of its people are.
fn domain(text: &str) -> Result<String, &'static str> {
    let host = text.split_once("://").map_or(text, |it| it.1).split(['/', '?', ':']).next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let address = Address::parse(&format!("x@{}", host.trim_start_matches('@'))).map_err(|_| "it is no domain")?;
    company_domain(&address).ok_or("everybody can have an address there, so it names no company")
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(kind: RecordKind, csv: &str, expected: Expect) {
        let text = match records_from_csv(kind, "crm.csv", csv.as_bytes()) {
            Err(error) => format!("{error}\n"),
            Ok(imported) => {
                let records = imported.items.iter().map(|it| {
                    let addresses: Vec<&str> = it.addresses.iter().map(Address::as_str).collect();
                    let owner = it.owner.as_ref().map_or("-", Address::as_str);
                    format!("{} {} {addresses:?} {:?} {owner} {:?}\n", it.id.0, it.name.as_str(), it.domains, it.state)
                });
                let problems = imported.skipped.iter().map(|it| format!("{}: {}\n", it.place, it.reason));
                records.chain(problems).collect()
            }
        };
        expected.assert_eq(&text);
    }

    #[test]
    fn accounts_own_domains_and_never_free_mail() {
        check(
            RecordKind::Account,
            "id,name,website,owner,status\na1,Acme,https://www.Acme.com/de;mail.acme.co.uk,amber@contoso.com,Active\na2,Gmail,gmail.com,,\na3,Odd,not a domain,amber,\n,Nameless,,,\n",
            expect![[r#"
                a1 Acme [] ["acme.com", "acme.co.uk"] amber@contoso.com Some("active")
                a2 Gmail [] [] - None
                a3 Odd [] [] - None
                crm.csv line 3, column domains: left out: everybody can have an address there, so it names no company
                crm.csv line 4, column domains: left out: it is no domain
                crm.csv line 4, column owner: left out: it has no @
                crm.csv line 5, column id: it is empty
            "#]],
        );
    }

    #[test]
    fn contacts_and_leads_have_addresses() {
        check(
            RecordKind::Contact,
            "id,name,title,email,account,company,owner,state,invented\nc1,Lea Berg,CEO,lea@acme.com;l@acme.com,a1,Acme,,active,state\nc1,Again,,x@acme.com,,,,,\nc2,\u{200b},,y@acme.com,,,,,\nc3,No Mail,,,,,,,\n",
            expect![[r#"
                c1 Lea Berg ["lea@acme.com", "l@acme.com"] [] - Some("active")
                c3 No Mail [] [] - None
                crm.csv line 3, column id: another row has the same id; the first one counts
                crm.csv line 4, column name: it is empty or unreadable
            "#]],
        );
        check(
            RecordKind::Lead,
            "id;full name;e-mail\nl1;=1+1;max@acme.com\n",
            expect![[r#"
            l1 =1+1 ["max@acme.com"] [] - None
        "#]],
        );
        check(
            RecordKind::Lead,
            "id,name\nl1,Max\n",
            expect![[r#"
            crm.csv has no column email; its columns should be id, name, email, title (optional), company (optional), owner (optional), state (optional), do_not_analyse (optional), invented (optional), and they are id, name
        "#]],
        );
    }
}
