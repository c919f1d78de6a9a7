//! Mail folders. Sources: "List mailFolders", "Get mailFolder", "mailFolder: delta", "Get incremental changes to messages in a folder".

use serde_json::{Value, json};

use super::users::ended;
use super::{Call, ids, mail_delta, messages};
use crate::answer::{Answer, bad_request, item_not_found};
use crate::delta::{Place, Round};
use crate::journal::last_of_each;
use crate::odata::select;
use crate::page::Page;
use crate::tenant::Tenant;
use crate::tenant::mail::FolderNumber;

/// Returns how a folder is shown. The well-known name stands in no field: one asks for the folder by it.
fn row(tenant: &Tenant, user: usize, number: FolderNumber) -> Option<Value> {
    let mailbox = &tenant.mailboxes[user];
    let folder = mailbox.folder(number)?;
    let items = tenant.listing(user, number, None, None).len();
    Some(json!({
        "id": ids::of_folder(tenant, user, number),
        "displayName": folder.name,
        "parentFolderId": ids::of_folder(tenant, user, folder.parent),
        "childFolderCount": mailbox.children(number).len(),
        "unreadItemCount": 0,
        "totalItemCount": items,
        "sizeInBytes": items * 24_000,
        "isHidden": false,
    }))
}

fn shown(call: &Call<'_>, row: Value) -> Value {
    match call.asked.option("$select") {
        Some(fields) => select(&row, fields),
        None => row,
    }
}

/// Answers the folders right below one.
pub(crate) fn list(tenant: &Tenant, call: &Call<'_>, user: usize, parent: FolderNumber) -> Answer {
    let children = tenant.mailboxes[user].children(parent);
    let rows: Vec<Value> = children.into_iter().filter_map(|it| row(tenant, user, it)).collect();
    let top = call.bend.page_size.or(call.asked.number("$top")).unwrap_or(10).max(1);
    let skipped = call.asked.number("$skip").unwrap_or(0);
    let next = rows.len() > skipped + top;
    let next = next.then(|| call.asked.link(&["$skip"], &[("$skip", (skipped + top).to_string())]));
    let rows = rows.into_iter().skip(skipped).take(top).map(|it| shown(call, it)).collect();
    let context = call.context(&format!("users('{}')/mailFolders", tenant.users[user].id));
    Answer::ok(Page { context, rows, next, ..Page::default() }.into())
}

/// Answers what lies below one folder: itself, its messages, their number, their changes.
pub(crate) fn below(tenant: &mut Tenant, call: &Call<'_>, user: usize, name: &str, rest: &[&str]) -> Answer {
    let now = call.asked.now;
    let Some(folder) = ids::folder(tenant, user, name) else { return item_not_found(now) };
    let small: Vec<String> = rest.iter().map(|it| it.to_lowercase()).collect();
    match small.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => row(tenant, user, folder).map_or_else(|| item_not_found(now), |it| Answer::ok(shown(call, it))),
        ["messages"] => messages::list(tenant, call, user, Some(folder)),
        ["messages", "$count"] => messages::count(tenant, call, user, Some(folder)),
        ["messages", "delta"] => mail_delta::delta(tenant, call, user, folder),
        ["messages", _] => messages::one(tenant, call, user, rest[1]),
        ["childfolders"] => list(tenant, call, user, folder),
        _ => bad_request("Resource not found for the segment.", now),
    }
}

pub(crate) fn delta(tenant: &mut Tenant, call: &Call<'_>, user: usize) -> Answer {
    let head = tenant.mailboxes[user].folder_changes.head();
    let round =
        match Round::<FolderNumber>::of(tenant, call.asked, format!("folders of {user}"), head, call.bend.replay) {
            Ok(it) if it.mint < tenant.mailboxes[user].forgotten_before => return mail_delta::forgotten(call),
            Ok(it) => it,
            Err(answer) => return answer,
        };
    let size = call.bend.page_size.or(call.asked.page_size()).unwrap_or(200);
    let show = |number: FolderNumber| match row(tenant, user, number) {
        Some(row) => round.option("$select").map_or_else(|| row.clone(), |fields| select(&row, fields)),
        None => json!({"id": ids::of_folder(tenant, user, number), "@removed": {"reason": "deleted"}}),
    };
    let (rows, next): (Vec<Value>, _) = match round.place {
        Place::Walk { behind, until } => {
            let first = behind.map_or(1, |it| it + 1);
            let mailbox = &tenant.mailboxes[user];
            let here: Vec<_> = (first..mailbox.folder_count()).filter(|it| mailbox.folder(*it).is_some()).collect();
            let more = here.get(size - 1).filter(|_| here.len() > size);
            let next = more.map(|it| Place::Walk { behind: Some(*it), until });
            (here.into_iter().take(size).map(show).collect(), next)
        }
        Place::Changes { from, until, .. } => {
            let changed = last_of_each(tenant.mailboxes[user].folder_changes.between(from, until), |it| *it);
            (changed.into_iter().map(|it| show(*it)).collect(), None)
        }
        Place::Since(_) => (Vec::new(), None),
    };
    Answer::ok(ended(tenant, call, &round, "mailFolders", rows, next))
}
