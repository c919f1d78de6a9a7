//! The directory as CSV: who the colleagues are, exported from whatever holds it.
//!
//! ```text
//! id,name,email,aliases,title,department,status
//! kean-s,Steven J Kean,steven.kean@enron.com,skean@enron.com;steve.kean@enron.com,VP,Enron,active
//! ```
//!
//! `status` is one of active, left, guest, shared, room, group; empty means active. Aliases may carry `smtp:`, as
//! Microsoft's `proxyAddresses` do. Domains need no public suffix here: the operator knows his own.

use std::collections::HashSet;
use std::path::Path;

use relata_model::directory::Entry;
use relata_model::{Address, ColleagueId, Name, Quarantined, Standing};

use crate::table::{Column, Imported, Row, Table, TableError, bytes_of};

const COLUMNS: &[Column] = &[
    Column { names: &["email", "mail", "primary", "emailaddress", "userprincipalname", "e-mail"], required: true },
    Column { names: &["id", "objectid", "employeeid", "user id"], required: false },
    Column { names: &["name", "displayname", "fullname", "cn"], required: false },
    Column { names: &["aliases", "proxyaddresses", "alias", "other emails"], required: false },
    Column { names: &["title", "jobtitle", "position"], required: false },
    Column { names: &["department", "team"], required: false },
    Column { names: &["status", "standing", "state"], required: false },
];

/// Reads a directory from a CSV file.
///
/// # Errors
///
/// If the file cannot be read, or has no column with addresses.
pub fn read_directory(path: &Path) -> Result<Imported<Entry>, TableError> {
    let (file, bytes) = bytes_of(path)?;
    directory_from_csv(&file, &bytes)
}

/// Reads a directory from the bytes of a CSV file; `file` is what messages call it.
///
/// # Errors
///
/// If it has no column with addresses.
pub fn directory_from_csv(file: &str, bytes: &[u8]) -> Result<Imported<Entry>, TableError> {
    let table = Table::parse(file, bytes, COLUMNS)?;
    let mut imported = Imported { items: Vec::new(), skipped: Vec::new() };
    let mut ids = HashSet::new();
    for row in table.rows() {
        match row.and_then(|row| entry(&row, &mut ids, &mut imported.skipped)) {
            Ok(entry) => imported.items.push(entry),
            Err(problem) => imported.skipped.push(problem),
        }
    }
    Ok(imported)
}

fn entry(row: &Row<'_>, ids: &mut HashSet<String>, problems: &mut Vec<Quarantined>) -> Result<Entry, Quarantined> {
    let address = |text: &str| Address::parse_unlisted(without_scheme(text));
    let primary = address(row.get("email")).map_err(|it| row.problem("email", format!("no address: {it}")))?;
    let status = row.get("status").to_lowercase();
    let standing = match status.as_str() {
        "" | "enabled" | "true" => Standing::Active,
        "disabled" | "false" | "leaver" => Standing::Left,
        word => Standing::named(word).ok_or_else(|| {
            row.problem("status", "should be one of active, left, guest, shared, room, group, or empty")
        })?,
    };
    let mut aliases = Vec::new();
    for text in row.list("aliases").filter(|it| !is_other_scheme(it)) {
        match address(text) {
            Ok(alias) if alias != primary && !aliases.contains(&alias) => aliases.push(alias),
            Ok(_) => {}
            Err(reason) => problems.push(row.problem("aliases", format!("one is left out, no address: {reason}"))),
        }
    }
    let id = if row.get("id").is_empty() { primary.as_str() } else { row.get("id") };
    if !ids.insert(id.to_owned()) {
        return Err(row.problem("id", "another row has the same id; the first one counts"));
    }
    Ok(Entry {
        id: ColleagueId(id.to_owned()),
        name: Name::new(row.get("name")),
        primary,
        aliases,
        title: Name::new(row.get("title")),
        department: Name::new(row.get("department")),
        standing,
    })
}

/// `SMTP:lea@acme.com`
fn without_scheme(text: &str) -> &str {
    match text.get(..5) {
        Some(scheme) if scheme.eq_ignore_ascii_case("smtp:") => &text[5..],
        _ => text,
    }
}

/// `X500:/o=…`, `sip:…`: addresses of other worlds.
fn is_other_scheme(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |it| it.0).to_lowercase();
    matches!(scheme.as_str(), "x500" | "x400" | "sip" | "sips" | "eum" | "spo" | "im" | "mailto")
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[track_caller]
    fn check(csv: &[u8], expected: Expect) {
        let text = match directory_from_csv("people.csv", csv) {
            Err(error) => format!("{error}\n"),
            Ok(imported) => {
                let entries = imported.items.iter().map(|it| {
                    let aliases: Vec<&str> = it.aliases.iter().map(Address::as_str).collect();
                    let name = it.name.as_ref().map_or("?", Name::as_str);
                    format!(
                        "{} {name} {} [{}] {}\n",
                        it.id.0,
                        it.primary.as_str(),
                        aliases.join(" "),
                        it.standing.name()
                    )
                });
                let problems = imported.skipped.iter().map(|it| format!("{}: {}\n", it.place, it.reason));
                entries.chain(problems).collect()
            }
        };
        expected.assert_eq(&text);
    }

    #[test]
    fn a_directory_is_read_as_programs_write_it() {
        check(
            b"id,name,email,aliases,title,department,status\nlea,Lea Berg,Lea@acme.com,l.berg@acme.com;lea@acme.com,,,\nr1,Room 1,room1@acme.com,,,,room\n",
            expect![[r#"
                lea Lea Berg lea@acme.com [l.berg@acme.com] active
                r1 Room 1 room1@acme.com [] room
            "#]],
        );
        check(
            b"\xef\xbb\xbfDisplay Name;E-Mail;Proxy Addresses;Status\nJ\xfcrg;j@acme.de;SMTP:j@acme.de|smtp:jj@acme.de|X500:/o=acme;disabled\n",
            expect![[r#"
                j@acme.de Jürg j@acme.de [jj@acme.de] left
            "#]],
        );
        check(
            b"mail\tname\nlea@corp\t=cmd|' /C calc'!A0\n",
            expect![[r#"
            lea@corp =cmd|' /C calc'!A0 lea@corp [] active
        "#]],
        );
    }

    #[test]
    fn bad_rows_are_named_and_left_out() {
        check(
            b"id,email,status,aliases\n1,lea@acme.com,,nobody\n2,lea,,\n3,max@acme.com,asleep,\n1,ben@acme.com,,\n\n4,\n",
            expect![[r#"
                1 ? lea@acme.com [] active
                people.csv line 2, column aliases: one is left out, no address: it has no @
                people.csv line 3, column email: no address: it has no @
                people.csv line 4, column status: should be one of active, left, guest, shared, room, group, or empty
                people.csv line 5, column id: another row has the same id; the first one counts
                people.csv line 6, column email: no address: it has no @
            "#]],
        );
    }

    #[test]
    fn a_table_of_something_else_is_told_what_is_expected() {
        check(
            b"name,phone\nLea,123\n",
            expect![[r#"
            people.csv has no column email; its columns should be email, id (optional), name (optional), aliases (optional), title (optional), department (optional), status (optional), and they are name, phone
        "#]],
        );
        check(
            b"",
            expect![[r#"
            people.csv has no column email; its columns should be email, id (optional), name (optional), aliases (optional), title (optional), department (optional), status (optional), and they are none
        "#]],
        );
    }

    #[test]
    fn a_missing_file_is_missing() {
        assert!(matches!(
            read_directory(Path::new("/nowhere/people.csv")),
            Err(TableError::File(crate::FetchError::Missing { .. }))
        ));
    }
}
