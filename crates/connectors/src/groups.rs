//! Security groups as CSV or JSON lines: a row for each member.
//!
//! ```text
//! group,name,colleague,from,to
//! legal,Legal,kean-s,,
//! legal,Legal,max@us.com,2025-01-01,2025-07-01
//! board,Board of directors,,,                       (a group without members)
//! ```
//!
//! A colleague is named by the directory's id or an address. Without `from` and `to` they are a member now, and nobody
//! knows since when.

use std::collections::BTreeMap;
use std::path::Path;

use relata_model::groups::{Group, Stated};
use relata_model::{Address, ColleagueId, Directory, GroupId, Name, Quarantined};

use crate::table::date::moment;
use crate::table::{Column, Imported, Row, Table, TableError, bytes_of, identifier};

const COLUMNS: &[Column] = &[
    Column { names: &["group", "groupid", "group id"], required: true },
    Column { names: &["name", "groupname", "group name", "displayname"], required: false },
    Column { names: &["colleague", "member", "user", "userid", "email", "mail"], required: true },
    Column { names: &["from", "since"], required: false },
    Column { names: &["to", "until"], required: false },
];

/// Reads groups from a file, with their members as the directory knows them.
///
/// # Errors
///
/// If the file cannot be read, or lacks a column.
pub fn read_groups(path: &Path, directory: &Directory) -> Result<Imported<Group>, TableError> {
    let (file, bytes) = bytes_of(path)?;
    groups_from_bytes(&file, &bytes, directory)
}

/// Reads groups from the bytes of a file; `file` is what messages call it. Groups come in the order of their ids.
///
/// # Errors
///
/// If it lacks a column.
pub fn groups_from_bytes(file: &str, bytes: &[u8], directory: &Directory) -> Result<Imported<Group>, TableError> {
    let table = Table::parse(file, bytes, COLUMNS)?;
    let mut groups: BTreeMap<GroupId, Group> = BTreeMap::new();
    let mut skipped = Vec::new();
    for row in table.rows() {
        let taken = row.and_then(|row| {
            let group = group_of(&row, &mut groups)?;
            if !row.get("colleague").is_empty() {
                group.members.push(member(&row, directory)?);
            }
            Ok(())
        });
        skipped.extend(taken.err());
    }
    Ok(Imported { items: groups.into_values().collect(), skipped })
}

/// Returns the group of a row; the first name that is given holds.
fn group_of<'a>(row: &Row<'_>, groups: &'a mut BTreeMap<GroupId, Group>) -> Result<&'a mut Group, Quarantined> {
    let id = identifier(row.get("group")).map_err(|it| row.problem("group", it))?;
    let name = Name::new(row.get("name"));
    let unnamed = Name::new(&id).ok_or_else(|| row.problem("group", "it has no letter or digit"))?;
    let group = groups.entry(GroupId(id.clone())).or_insert_with(|| Group {
        id: GroupId(id),
        name: unnamed.clone(),
        members: Vec::new(),
    });
    if group.name == unnamed {
        group.name = name.unwrap_or(unnamed);
    }
    Ok(group)
}

fn member(row: &Row<'_>, directory: &Directory) -> Result<Stated, Quarantined> {
    let text = row.get("colleague");
    let by_id =
        || directory.get(&ColleagueId(text.to_owned())).or_else(|| directory.get(&ColleagueId(text.to_lowercase())));
    let by_address = || directory.find(&Address::parse_unlisted(text).ok()?);
    let entry = by_id().or_else(by_address);
    let entry = entry.ok_or_else(|| row.problem("colleague", "nobody in the directory has this id or address"))?;
    let day = |column: &'static str| match row.get(column) {
        "" => Ok(None),
        text => moment(text).map(Some).map_err(|reason| row.problem(column, reason)),
    };
    let (from, to) = (day("from")?, day("to")?);
    if from.zip(to).is_some_and(|(from, to)| to <= from) {
        return Err(row.problem("to", "it does not lie after `from`"));
    }
    Ok(Stated { colleague: entry.id.clone(), from, to })
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use relata_model::notation;

    use super::*;

    #[track_caller]
    fn check(file: &str, text: &str, expected: Expect) {
        let directory = notation::directory("amber@us=a.stone@us ben@us");
        let text = match groups_from_bytes(file, text.as_bytes(), &directory) {
            Err(error) => format!("{error}\n"),
            Ok(imported) => {
                let day = |it: Option<jiff::Timestamp>| it.map_or(String::new(), |it| it.to_string());
                let member = |it: &Stated| format!("  {} {}..{}\n", it.colleague.0, day(it.from), day(it.to));
                let groups = imported.items.iter().map(|it| {
                    let members: String = it.members.iter().map(member).collect();
                    format!("{} {}\n{members}", it.id.0, it.name.as_str())
                });
                let problems = imported.skipped.iter().map(|it| format!("{}: {}\n", it.place, it.reason));
                groups.chain(problems).collect()
            }
        };
        expected.assert_eq(&text);
    }

    #[test]
    fn members_are_named_by_id_or_address_with_their_days() {
        check(
            "groups.csv",
            "Group,Name,Member,Since,Until\nlegal,Legal,amber@us,,\nlegal,,A.Stone@us,2025-01-01,2025-07-01\nboard,,,,\n",
            expect![[r#"
                board board
                legal Legal
                  amber@us ..
                  amber@us 2025-01-01T00:00:00Z..2025-07-01T00:00:00Z
            "#]],
        );
        check(
            "groups.jsonl",
            "{\"group\": \"legal\", \"name\": \"Legal\", \"colleague\": \"ben@us\", \"from\": null}",
            expect![[r#"
                legal Legal
                  ben@us ..
            "#]],
        );
    }

    #[test]
    fn bad_rows_are_named_and_left_out() {
        check(
            "groups.csv",
            "group,colleague,from,to\nlegal,nobody@us,,\nlegal,ben@us,02/03/2026,\nlegal,ben@us,2026-02-01,2026-01-01\n,ben@us,,\n",
            expect![[r#"
                legal legal
                groups.csv line 2, column colleague: nobody in the directory has this id or address
                groups.csv line 3, column from: it can be read as two different days; write it as 2026-03-02
                groups.csv line 4, column to: it does not lie after `from`
                groups.csv line 5, column group: it is empty
            "#]],
        );
        check(
            "groups.csv",
            "team,who\nlegal,ben@us\n",
            expect![[r#"
                groups.csv has no column group; its columns should be group, name (optional), colleague, from (optional), to (optional), and they are team, who
            "#]],
        );
    }
}
