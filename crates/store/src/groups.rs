//! Groups of the directory, and the intervals in which colleagues were members.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use relata_model::audit::{Action, AuditEvent};
use relata_model::consent::Interval;
use relata_model::groups::{Group, Stated, Taken, memberships, merged};
use relata_model::{ColleagueId, GroupId, PersonId};
use sqlx::AnyConnection;

use crate::Store;
use crate::audit::append;
use crate::consent::moment;
use crate::database::{fetch_in, insert};
use crate::error::Result;
use crate::fold::fold;

/// A group, as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryGroup {
    /// The directory's own identifier.
    pub id: GroupId,
    /// What it is called.
    pub name: String,
    /// How many colleagues are members now.
    pub members: u64,
}

#[derive(sqlx::FromRow)]
struct MemberRow {
    group_id: String,
    entry_id: String,
    from_at: i64,
    to_at: Option<i64>,
}

impl MemberRow {
    fn interval(&self) -> Interval {
        Interval { from: moment(self.from_at), to: self.to_at.map(moment) }
    }
}

impl Store {
    /// Takes over what a directory says of its groups now: all of them. Who is no longer stated has left now, also
    /// where the whole group is missing; who is new is a member since now, or since ever if the group is new. `by` is who
    /// does it, as the audit trail names them.
    pub async fn replace_groups(&self, groups: &[Group], now: Timestamp, by: &str) -> Result<()> {
        let now = moment(now.as_second());
        let mut writing = self.write().await?;
        let connection = writing.connection();
        let known = known_members(connection).await?;
        let seen: Vec<String> =
            sqlx::query_scalar("select group_id from directory_group").fetch_all(&mut *connection).await?;
        let mut stated: BTreeMap<&GroupId, Vec<&Stated>> = BTreeMap::new();
        for group in groups {
            let first = !seen.contains(&group.id.0);
            name_group(connection, group, first.then_some(now)).await?;
            stated.entry(&group.id).or_default().extend(&group.members);
        }
        let gone: Vec<GroupId> = seen.iter().cloned().map(GroupId).collect();
        for group in gone.iter().filter(|it| !groups.iter().any(|group| group.id == **it)) {
            stated.entry(group).or_default();
        }
        for (group, members) in stated {
            let taken = Taken { now, first: !seen.contains(&group.0) };
            let before = known.get(&group.0).cloned().unwrap_or_default();
            let after = members_after(&before, &members, taken);
            if before != after {
                write_members(connection, group, &after).await?;
            }
        }
        let event = AuditEvent::new(now, by, Action::GroupsImported).with("groups", groups.len());
        append(writing.connection(), &[event]).await?;
        writing.commit().await
    }

    /// Returns groups whose name holds a text (all if it is empty), by name.
    pub async fn groups(&self, text: &str, now: Timestamp) -> Result<Vec<DirectoryGroup>> {
        let sql = "
            select directory_group.group_id, directory_group.name, count(distinct group_member.entry_id)
            from directory_group
            left join group_member
                on group_member.group_id = directory_group.group_id
                and group_member.from_at <= $1 and (group_member.to_at is null or group_member.to_at > $1)
                and group_member.entry_id in (select entry_id from entry where standing = 0)
            where directory_group.sort_name like $2 escape '\\'
            group by directory_group.group_id, directory_group.name, directory_group.sort_name
            order by directory_group.sort_name, directory_group.group_id";
        let rows: Vec<(String, String, i64)> =
            sqlx::query_as(sql).bind(now.as_second()).bind(holding(text)).fetch_all(&self.pool).await?;
        let group = |(id, name, members): (String, String, i64)| DirectoryGroup {
            id: GroupId(id),
            name,
            members: members.unsigned_abs(),
        };
        Ok(rows.into_iter().map(group).collect())
    }

    /// Returns when the colleagues the directory knows were members of these groups.
    pub async fn colleagues_within(&self, groups: &BTreeSet<GroupId>) -> Result<BTreeMap<PersonId, Vec<Interval>>> {
        let mut within: BTreeMap<PersonId, Vec<Interval>> = BTreeMap::new();
        for (_, colleague, during) in self.members_of(groups).await? {
            if let Some(person) = self.person_of_colleague(&colleague).await? {
                within.entry(person).or_default().push(during);
            }
        }
        Ok(within.into_iter().map(|(person, during)| (person, merged(during))).collect())
    }

    /// Returns who was a member of these groups when.
    pub async fn members_of(&self, groups: &BTreeSet<GroupId>) -> Result<Vec<(GroupId, ColleagueId, Interval)>> {
        let ids: Vec<String> = groups.iter().map(|it| it.0.clone()).collect();
        let mut connection = self.pool.acquire().await?;
        let rows: Vec<MemberRow> = fetch_in(&mut connection, &ids, |these| {
            format!(
                "select group_id, entry_id, from_at, to_at from group_member where group_id in ({these})
                 order by group_id, entry_id, from_at"
            )
        })
        .await?;
        Ok(rows
            .into_iter()
            .map(|it| (GroupId(it.group_id.clone()), ColleagueId(it.entry_id.clone()), it.interval()))
            .collect())
    }
}

/// Returns the pattern of `like` for texts that hold this one, whatever its case and accents.
pub(crate) fn holding(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in fold(text.trim()).chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern + "%"
}

type Members = BTreeMap<String, Vec<Interval>>;

async fn known_members(connection: &mut AnyConnection) -> Result<BTreeMap<String, Members>> {
    let sql = "select group_id, entry_id, from_at, to_at from group_member order by group_id, entry_id, from_at";
    let rows: Vec<MemberRow> = sqlx::query_as(sql).fetch_all(connection).await?;
    let mut known: BTreeMap<String, Members> = BTreeMap::new();
    for it in rows {
        let interval = it.interval();
        known.entry(it.group_id).or_default().entry(it.entry_id).or_default().push(interval);
    }
    Ok(known)
}

fn members_after(before: &Members, stated: &[&Stated], taken: Taken) -> Members {
    let mut stated_by_entry: BTreeMap<&str, Vec<Stated>> = before.keys().map(|it| (it.as_str(), Vec::new())).collect();
    for it in stated {
        stated_by_entry.entry(&it.colleague.0).or_default().push((*it).clone());
    }
    let after = stated_by_entry.into_iter().map(|(entry, stated)| {
        let known = before.get(entry).map_or(&[][..], Vec::as_slice);
        (entry.to_owned(), memberships(known, &stated, taken))
    });
    after.filter(|it| !it.1.is_empty()).collect()
}

/// Keeps a group's name as now stated, and if it is new, since when it is known.
async fn name_group(connection: &mut AnyConnection, group: &Group, first_seen: Option<Timestamp>) -> Result<()> {
    let name = group.name.as_str();
    let sql = "
        insert into directory_group (group_id, name, sort_name, first_seen) values ($1, $2, $3, $4)
        on conflict (group_id) do update set name = excluded.name, sort_name = excluded.sort_name";
    sqlx::query(sql)
        .bind(group.id.0.clone())
        .bind(name.to_owned())
        .bind(fold(name))
        .bind(first_seen.map_or(0, Timestamp::as_second))
        .execute(connection)
        .await?;
    Ok(())
}

async fn write_members(connection: &mut AnyConnection, group: &GroupId, members: &Members) -> Result<()> {
    let sql = "delete from group_member where group_id = $1";
    sqlx::query(sql).bind(group.0.clone()).execute(&mut *connection).await?;
    let rows: Vec<(&String, &Interval)> =
        members.iter().flat_map(|(entry, intervals)| intervals.iter().map(move |it| (entry, it))).collect();
    let into = ("insert into group_member (group_id, entry_id, from_at, to_at)", 4, "");
    insert(connection, into, &rows, |query, (entry, it)| {
        query
            .bind(group.0.clone())
            .bind((*entry).clone())
            .bind(it.from.as_second())
            .bind(it.to.map(Timestamp::as_second))
    })
    .await
}
