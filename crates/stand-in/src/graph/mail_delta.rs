//! Changes of messages in a folder. Sources: "message: delta", "Get incremental changes to messages in a folder".
//!
//! A message that leaves a folder is `@removed` there, whether it was moved or deleted. A filtered first round ends after 5,000
//! messages; messages outside the filter that change are `@removed` for whoever never saw them.

use serde_json::{Value, json};

use super::messages::{row, view};
use super::users::ended;
use super::{Call, ids};
use crate::answer::{Answer, bad_request};
use crate::delta::{Place, Round};
use crate::journal::last_of_each;
use crate::odata::Filter;
use crate::tenant::Tenant;
use crate::tenant::mail::{FolderNumber, Key, MailChange};

/// How many messages a filtered first round tells of.
const MOST_FILTERED: usize = 5_000;
const OPTIONS: [&str; 6] = ["$select", "$top", "$expand", "$filter", "$orderby", "changetype"];

pub(crate) fn delta(tenant: &mut Tenant, call: &Call<'_>, user: usize, folder: FolderNumber) -> Answer {
    let (asked, bend) = (call.asked, call.bend);
    let mailbox = &tenant.mailboxes[user];
    let of = format!("messages of {user}/{folder}");
    // A walk remembers how many it told of, for the limit.
    let round = match Round::<(i64, Key, usize)>::of(tenant, asked, of, mailbox.changes.head(), bend.replay) {
        Ok(it) if it.mint < mailbox.forgotten_before => return forgotten(call),
        Ok(it) => it,
        Err(answer) => return answer,
    };
    if let Some(it) = round.options.keys().find(|it| it.starts_with("$s") && !OPTIONS.contains(&it.as_str())) {
        return bad_request(&format!("The query option {it} is not supported with change tracking."), asked.now);
    }
    let filter = match round.option("$filter").map(Filter::read) {
        Some(None) => return bad_request("Invalid filter clause.", asked.now),
        it => it.flatten(),
    };
    let (from_time, _) = filter.as_ref().map_or((None, None), |it| it.bounds("receivedDateTime"));
    if filter.is_some() && from_time.is_none() {
        return bad_request("Only receivedDateTime ge or gt may be filtered by with change tracking.", asked.now);
    }
    let most = if filter.is_some() { MOST_FILTERED } else { usize::MAX };
    let size =
        bend.page_size.or(asked.page_size()).or(round.option("$top").and_then(|it| it.parse().ok())).unwrap_or(10);
    let view = view(tenant, call, user, round.option("$select"));
    let (rows, next): (Vec<Value>, _) = match &round.place {
        Place::Walk { behind, until } => {
            let told = behind.as_ref().map_or(0, |it| it.2);
            let mut listed = tenant.listing(user, folder, from_time, None);
            listed.reverse();
            let is_behind = |(at, key): &(jiff::Timestamp, Key)| {
                behind.as_ref().is_none_or(|(time, last, _)| (at.as_second(), key) < (*time, last))
            };
            let here: Vec<_> = listed.into_iter().filter(is_behind).take(most - told).collect();
            let last = here.get(size - 1).filter(|_| here.len() > size);
            let next =
                last.map(|it| Place::Walk { behind: Some((it.0.as_second(), it.1, told + size)), until: *until });
            (here.iter().take(size).filter_map(|it| row(tenant, user, it.1, &view)).collect(), next)
        }
        Place::Changes { from, until, told } => {
            let changes = tenant.mailboxes[user].changes.between(*from, *until);
            let here: Vec<MailChange> = changes.iter().filter(|it| it.folder == folder).copied().collect();
            let wanted = round.option("changetype").map(str::to_lowercase);
            let is_wanted = |it: &&MailChange| {
                wanted.as_ref().is_none_or(|wanted| *wanted == format!("{:?}", it.change).to_lowercase())
            };
            let changed: Vec<_> = last_of_each(&here, |it| it.key).into_iter().filter(is_wanted).collect();
            let show = |it: &MailChange| {
                let here = tenant
                    .stored(user, it.key)
                    .filter(|stored| stored.folder == folder && from_time.is_none_or(|from| stored.received >= from));
                let gone = || {
                    let id = ids::of_message(tenant, user, it.key, folder, view.immutable);
                    json!({"@odata.type": "#microsoft.graph.message", "id": id, "@removed": {"reason": "deleted"}})
                };
                here.and_then(|_| row(tenant, user, it.key, &view)).unwrap_or_else(gone)
            };
            let next = Place::Changes { from: *from, until: *until, told: told + size };
            let more = (changed.len() > told + size).then_some(next);
            (changed.into_iter().skip(*told).take(size).map(show).collect(), more)
        }
        Place::Since(_) => (Vec::new(), None),
    };
    let of = format!("users('{}')/mailFolders('{folder}')/messages", tenant.users[user].id);
    Answer::ok(ended(tenant, call, &round, &of, rows, next))
}

/// Outlook's answer to a token whose state it no longer has.
pub(crate) fn forgotten(call: &Call<'_>) -> Answer {
    let words = "The sync state generation is not found; clear your local cache and restart the round.";
    Answer::error(410, "SyncStateNotFound", words, call.asked.now)
}
