//! Users. Sources: "List users", "Get a user", "user: delta", "Advanced query capabilities on directory objects".

use serde_json::{Value, json};

use super::Call;
use crate::answer::{Answer, resource_not_found};
use crate::delta::{Place, Round, TOKEN_LIFE};
use crate::journal::last_of_each;
use crate::odata::{Filter, select};
use crate::page::Page;
use crate::tenant::Tenant;

/// What comes without `$select`: neither aliases nor whether the account is enabled.
const DEFAULT: &str = "id,businessPhones,displayName,givenName,jobTitle,mail,mobilePhone,officeLocation,preferredLanguage,surname,\
                       userPrincipalName";

pub(crate) fn list(tenant: &Tenant, call: &Call<'_>) -> Answer {
    let rows = tenant.users.iter().filter(|it| !it.gone).map(|it| it.row()).collect();
    directory_list(call, "users", rows)
}

/// Answers a list of directory objects: `$filter`, `$top` up to 999, `$skiptoken`, `$count` with `ConsistencyLevel: eventual`.
pub(super) fn directory_list(call: &Call<'_>, of: &str, rows: Vec<Value>) -> Answer {
    let (asked, bend) = (call.asked, call.bend);
    let filtered = match filtered(call, rows) {
        Ok(it) => it,
        Err(answer) => return answer,
    };
    let Some(top @ 1..=999) = bend.page_size.or(asked.number("$top")).or(Some(100)) else {
        let words = "Invalid page size specified: it must be between 1 and 999 inclusive.";
        return Answer::error(400, "Request_UnsupportedQuery", words, asked.now);
    };
    let skipped = asked.number("$skiptoken").unwrap_or(0);
    let count = (is_eventual(call) && asked.option("$count") == Some("true")).then_some(filtered.len());
    let more = filtered.len() > skipped + top;
    let fields = asked.option("$select").unwrap_or(if of == "users" { DEFAULT } else { "" });
    let show = |row: &Value| if fields.is_empty() { row.clone() } else { select(row, fields) };
    let rows = filtered.iter().skip(skipped).take(top).map(show).collect();
    let next = more.then(|| asked.link(&["$skiptoken"], &[("$skiptoken", (skipped + top).to_string())]));
    Answer::ok(Page { context: call.context(of), rows, count, next, delta: None }.into())
        .with("x-ms-resource-unit", if asked.option("$select").is_some() { 1 } else { 2 })
}

fn is_eventual(call: &Call<'_>) -> bool {
    call.asked.header("consistencylevel").is_some_and(|it| it.eq_ignore_ascii_case("eventual"))
}

pub(super) fn filtered(call: &Call<'_>, rows: Vec<Value>) -> Result<Vec<Value>, Answer> {
    let Some(text) = call.asked.option("$filter") else { return Ok(rows) };
    let refused = |words| Answer::error(400, "Request_UnsupportedQuery", words, call.asked.now);
    let filter = Filter::read(text).ok_or_else(|| refused("Invalid filter clause."))?;
    let is_advanced = text.contains(" ne ") || text.split([' ', '(']).any(|it| it == "not");
    if is_advanced && !(is_eventual(call) && call.asked.option("$count") == Some("true")) {
        return Err(refused(
            "Operator 'NotEqualsMatch' is not supported without the ConsistencyLevel header and $count.",
        ));
    }
    Ok(rows.into_iter().filter(|it| filter.holds(it)).collect())
}

/// Answers `/users/$count` and its like: a number as text.
pub(super) fn directory_count(call: &Call<'_>, rows: usize) -> Answer {
    match is_eventual(call) {
        true => Answer::text(rows.to_string()),
        false => {
            let words = "$count is not currently supported without the ConsistencyLevel header.";
            Answer::error(400, "Request_BadRequest", words, call.asked.now)
        }
    }
}

pub(crate) fn count(tenant: &Tenant, call: &Call<'_>) -> Answer {
    let rows = tenant.users.iter().filter(|it| !it.gone).map(|it| it.row()).collect();
    match filtered(call, rows) {
        Ok(rows) => directory_count(call, rows.len()),
        Err(answer) => answer,
    }
}

pub(crate) fn one(tenant: &Tenant, call: &Call<'_>, name: &str) -> Answer {
    let Some(user) = tenant.place_of(name) else { return resource_not_found(name, call.asked.now) };
    let mut row = select(&tenant.users[user].row(), call.asked.option("$select").unwrap_or(DEFAULT));
    row["@odata.context"] = call.context("users/$entity").into();
    Answer::ok(row)
}

/// Answers `/users/{id}/mailboxSettings`: what the mailbox is for ("mailboxSettings resource type").
pub(crate) fn settings(tenant: &Tenant, call: &Call<'_>, user: usize) -> Answer {
    let row = json!({"userPurpose": tenant.users[user].purpose, "timeZone": "UTC"});
    let mut row = call.asked.option("$select").map_or_else(|| row.clone(), |it| select(&row, it));
    row["@odata.context"] = call.context("users/mailboxSettings").into();
    Answer::ok(row)
}

pub(crate) fn delta(tenant: &mut Tenant, call: &Call<'_>) -> Answer {
    let asked = call.asked;
    let round = Round::<usize>::of(tenant, asked, "users".to_owned(), tenant.user_changes.head(), call.bend.replay);
    let round = match round {
        Ok(it) if it.is_older_than(TOKEN_LIFE, asked.now) => return expired(call),
        Ok(it) => it,
        Err(answer) => return answer,
    };
    let size = call.bend.page_size.or(asked.page_size()).or(asked.number("$top")).unwrap_or(200);
    let fields = round.option("$select").unwrap_or(DEFAULT);
    let show = |user: &usize| match &tenant.users[*user] {
        it if it.gone => json!({"id": it.id, "@removed": {"reason": "changed"}}),
        it => select(&it.row(), fields),
    };
    let (rows, next): (Vec<Value>, _) = match round.place {
        Place::Walk { behind, until } => {
            let first = behind.map_or(0, |it| it + 1);
            let here: Vec<usize> = (first..tenant.users.len()).filter(|it| !tenant.users[*it].gone).collect();
            let more = here.get(size - 1).filter(|_| here.len() > size);
            let next = more.map(|it| Place::Walk { behind: Some(*it), until });
            (here.iter().take(size).map(show).collect(), next)
        }
        Place::Changes { from, until, told } => {
            let changed = last_of_each(tenant.user_changes.between(from, until), |it| *it);
            let next = (changed.len() > told + size).then_some(Place::Changes { from, until, told: told + size });
            (changed.into_iter().skip(told).take(size).map(show).collect(), next)
        }
        Place::Since(_) => (Vec::new(), None),
    };
    Answer::ok(ended(tenant, call, &round, "users", rows, next))
}

/// Returns a page of a round with the link that leads on.
pub(crate) fn ended<C: Clone + serde::Serialize + serde::de::DeserializeOwned>(
    tenant: &mut Tenant,
    call: &Call<'_>,
    round: &Round<C>,
    of: &str,
    rows: Vec<Value>,
    next: Option<Place<C>>,
) -> Value {
    let mut page = Page { context: call.context(of), rows, ..Page::default() };
    match next {
        Some(place) => page.next = Some(round.next_link(tenant, call.asked, place)),
        None => page.delta = Some(round.delta_link(tenant, call.asked)),
    }
    page.into()
}

/// The directory's answer to a token that is too old: start anew at `Location`.
pub(super) fn expired(call: &Call<'_>) -> Answer {
    let words = "Resync required. Any differences between the client and server state must be resolved.";
    Answer::error(410, "resyncRequired", words, call.asked.now)
        .with("location", call.asked.bare_link(&[("$deltatoken", String::new())]))
}
