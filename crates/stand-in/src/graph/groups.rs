//! Groups. Sources: "List groups", "List group transitive members", "group: delta".

use serde_json::{Value, json};

use super::Call;
use super::users::{directory_count, directory_list, ended, expired};
use crate::answer::{Answer, bad_request, resource_not_found};
use crate::delta::{Place, Round, TOKEN_LIFE};
use crate::journal::last_of_each;
use crate::odata::{Filter, select};
use crate::tenant::Tenant;
use crate::tenant::people::Member;

/// How many groups a filter of the delta may name.
const MOST_GROUPS: usize = 50;

pub(crate) fn list(tenant: &Tenant, call: &Call<'_>) -> Answer {
    let rows = tenant.groups.iter().map(|it| it.row()).collect();
    directory_list(call, "groups", rows)
}

pub(crate) fn one(tenant: &Tenant, call: &Call<'_>, id: &str) -> Answer {
    let Some(group) = by_id(tenant, id) else { return resource_not_found(id, call.asked.now) };
    let mut row = tenant.groups[group].row();
    if let Some(fields) = call.asked.option("$select") {
        row = select(&row, fields);
    }
    row["@odata.context"] = call.context("groups/$entity").into();
    Answer::ok(row)
}

fn by_id(tenant: &Tenant, id: &str) -> Option<usize> {
    tenant.groups.iter().position(|it| it.id == id)
}

/// Answers `members` and `transitiveMembers`, all or users alone (`/microsoft.graph.user`), as a list or as a number.
pub(crate) fn members(tenant: &Tenant, call: &Call<'_>, id: &str, transitive: bool, rest: &[&str]) -> Answer {
    let Some(group) = by_id(tenant, id) else { return resource_not_found(id, call.asked.now) };
    let (users_only, counted) = match rest {
        [] => (false, false),
        ["microsoft.graph.user"] => (true, false),
        ["$count"] => (false, true),
        ["microsoft.graph.user", "$count"] => (true, true),
        _ => return bad_request("Resource not found for the segment.", call.asked.now),
    };
    let members = match transitive {
        true => tenant.transitive_users(group).into_iter().map(Member::User).collect(),
        false => tenant.groups[group].members.clone(),
    };
    let rows = members.into_iter().filter(|it| !users_only || matches!(it, Member::User(_)));
    let rows: Vec<Value> = rows.map(|it| member_row(tenant, it)).collect();
    match counted {
        true => directory_count(call, rows.len()),
        false => directory_list(call, "users", rows),
    }
}

fn member_row(tenant: &Tenant, member: Member) -> Value {
    let (mut row, kind) = match member {
        Member::User(it) => (tenant.users[it].row(), "#microsoft.graph.user"),
        Member::Group(it) => (tenant.groups[it].row(), "#microsoft.graph.group"),
    };
    row["@odata.type"] = kind.into();
    row
}

/// Answers `/groups/delta`: groups with `members@delta`, each member as joined or with `@removed`.
pub(crate) fn delta(tenant: &mut Tenant, call: &Call<'_>) -> Answer {
    let asked = call.asked;
    let head = tenant.group_changes.head();
    let round = match Round::<usize>::of(tenant, asked, "groups".to_owned(), head, call.bend.replay) {
        Ok(it) if it.is_older_than(TOKEN_LIFE, asked.now) => return expired(call),
        Ok(it) => it,
        Err(answer) => return answer,
    };
    let wanted: Option<Vec<String>> = match round.option("$filter").map(Filter::read) {
        None => None,
        Some(Some(filter)) => Some(filter.equals("id").into_iter().map(str::to_owned).collect()),
        Some(None) => return bad_request("Invalid filter clause.", asked.now),
    };
    if wanted.as_ref().is_some_and(|it| it.len() > MOST_GROUPS || it.is_empty()) {
        return bad_request("The filter of group delta takes 1 to 50 ids.", asked.now);
    }
    let is_wanted = |group: usize| wanted.as_ref().is_none_or(|it| it.contains(&tenant.groups[group].id));
    let told = match round.place {
        Place::Walk { .. } => {
            let groups = tenant.groups.iter().enumerate().filter(|it| is_wanted(it.0));
            groups.map(|(group, it)| (group, it.members.iter().map(|it| (*it, true)).collect())).collect()
        }
        Place::Changes { from, until, .. } => {
            let changes = tenant.group_changes.between(from, until);
            let mut told: Vec<(usize, Vec<(Member, bool)>)> = Vec::new();
            for change in last_of_each(changes, |it| (it.group, it.member)).into_iter().filter(|it| is_wanted(it.group))
            {
                match told.iter_mut().find(|it| it.0 == change.group) {
                    Some((_, members)) => members.push((change.member, change.joined)),
                    None => told.push((change.group, vec![(change.member, change.joined)])),
                }
            }
            told
        }
        Place::Since(_) => Vec::new(),
    };
    let with_members = round.option("$select").is_none_or(|it| it.contains("members"));
    let rows: Vec<Value> = told.into_iter().map(|it| group_row(tenant, it.0, &it.1, with_members)).collect();
    Answer::ok(ended(tenant, call, &round, "groups(displayName,members)", rows, None))
}

fn group_row(tenant: &Tenant, group: usize, members: &[(Member, bool)], with_members: bool) -> Value {
    let mut row = json!({"id": tenant.groups[group].id, "displayName": tenant.groups[group].name});
    let entry = |(member, joined): &(Member, bool)| {
        let (id, kind) = match *member {
            Member::User(it) => (&tenant.users[it].id, "#microsoft.graph.user"),
            Member::Group(it) => (&tenant.groups[it].id, "#microsoft.graph.group"),
        };
        match joined {
            true => json!({"@odata.type": kind, "id": id}),
            false => json!({"@odata.type": kind, "id": id, "@removed": {"reason": "deleted"}}),
        }
    };
    if with_members && !members.is_empty() {
        row["members@delta"] = members.iter().map(entry).collect();
    }
    row
}
