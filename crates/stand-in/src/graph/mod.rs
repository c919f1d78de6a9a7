//! Graph: which endpoint answers what, and who may ask it.
//!
//! Source of the permissions: the tables on each endpoint's page, least privileged ones and what contains them.

pub(crate) mod calendar;
pub(crate) mod calendar_delta;
pub(crate) mod folders;
pub(crate) mod groups;
pub(crate) mod ids;
pub(crate) mod mail_delta;
pub(crate) mod messages;
pub(crate) mod send;
pub(crate) mod subscriptions;
pub(crate) mod users;

use crate::answer::{Answer, access_denied, bad_request, insufficient_privileges, resource_not_found};
use crate::asked::Asked;
use crate::fault::Bend;
use crate::tenant::Tenant;
use crate::tenant::mail::ROOT;
use crate::token::Claims;

const USERS: [&str; 3] = ["User.Read.All", "Directory.Read.All", "User.ReadBasic.All"];
const GROUPS: [&str; 5] = [
    "GroupMember.ReadBasic.All",
    "GroupMember.Read.All",
    "Group.ReadBasic.All",
    "Group.Read.All",
    "Directory.Read.All",
];
const MAIL_WITH_BODIES: [&str; 2] = ["Mail.Read", "Mail.ReadWrite"];
const MAIL: [&str; 5] = ["Mail.ReadBasic", "Mail.ReadBasic.All", "Mail.Read", "Mail.ReadWrite", "Mail.ReadBasicAll"];
const CALENDARS_WITH_BODIES: [&str; 2] = ["Calendars.Read", "Calendars.ReadWrite"];
const CALENDARS: [&str; 3] = ["Calendars.ReadBasic", "Calendars.Read", "Calendars.ReadWrite"];
const SETTINGS: [&str; 2] = ["MailboxSettings.Read", "MailboxSettings.ReadWrite"];
const SEND: [&str; 1] = ["Mail.Send"];

/// A request by somebody who is known, and how it is to be answered.
pub(crate) struct Call<'a> {
    pub asked: &'a Asked,
    pub claims: &'a Claims,
    pub bend: &'a Bend,
}

impl Call<'_> {
    /// Returns the address of the service, without path.
    pub fn origin(&self) -> String {
        self.asked.url.origin().ascii_serialization()
    }

    pub fn context(&self, of: &str) -> String {
        format!("{}/v1.0/$metadata#{of}", self.origin())
    }
}

/// Answers a request to Graph whose bearer is known.
pub(crate) fn answer(tenant: &mut Tenant, call: &Call<'_>) -> Answer {
    let mut parts: Vec<&str> = call.asked.parts.iter().map(String::as_str).collect();
    // `/me` is the signed-in user.
    if let (Some(it), Some(oid)) = (parts.iter().position(|it| it.eq_ignore_ascii_case("me")), &call.claims.oid) {
        parts.splice(it..=it, ["users", oid]);
    }
    let small: Vec<String> = parts.iter().map(|it| it.to_lowercase()).collect();
    let small: Vec<&str> = small.iter().map(String::as_str).collect();
    let now = call.asked.now;
    let unknown = || bad_request("Resource not found for the segment.", now);
    let Some(("v1.0", path)) = small.split_first().map(|it| (*it.0, it.1)) else { return unknown() };
    match (call.asked.method.as_str(), path) {
        (_, ["users", ..]) => users_below(tenant, call, &parts[1..], path),
        ("GET", ["groups", ..]) if !may(call.claims, &GROUPS) => insufficient_privileges(now),
        ("GET", ["groups", "delta"]) => groups::delta(tenant, call),
        ("GET", ["groups"]) => groups::list(tenant, call),
        ("GET", ["groups", id]) => groups::one(tenant, call, id),
        ("GET", ["groups", id, members @ ("members" | "transitivemembers"), rest @ ..]) => {
            groups::members(tenant, call, id, *members == "transitivemembers", rest)
        }
        (_, ["subscriptions", rest @ ..]) => subscriptions::answer(tenant, call, rest),
        _ => unknown(),
    }
}

fn users_below(tenant: &mut Tenant, call: &Call<'_>, parts: &[&str], path: &[&str]) -> Answer {
    let now = call.asked.now;
    let is_get = call.asked.method == "GET";
    if let ["users"] | ["users", "delta" | "$count" | _] = path {
        return match path {
            _ if !is_get || !may(call.claims, &USERS) => insufficient_privileges(now),
            ["users", "delta"] => users::delta(tenant, call),
            ["users", "$count"] => users::count(tenant, call),
            ["users"] => users::list(tenant, call),
            _ => users::one(tenant, call, parts[1]),
        };
    }
    let Some(user) = tenant.place_of(parts[1]) else { return resource_not_found(parts[1], now) };
    let needed: &[&str] = match path[2] {
        "mailfolders" | "messages" => &MAIL,
        "sendmail" => &SEND,
        "mailboxsettings" => &SETTINGS,
        "calendarview" | "events" | "calendar" | "calendars" => &CALENDARS,
        _ => return bad_request(&format!("Resource not found for the segment '{}'.", parts[2]), now),
    };
    if !may_reach(tenant, call.claims, user, needed) {
        return access_denied(now);
    }
    if !tenant.users[user].has_mailbox {
        let words = "The mailbox is either inactive, soft-deleted, or is hosted on-premise.";
        return Answer::error(404, "MailboxNotEnabledForRESTAPI", words, now);
    }
    match (call.asked.method.as_str(), &path[2..]) {
        ("GET", ["mailfolders"]) => folders::list(tenant, call, user, ROOT),
        ("GET", ["mailfolders", "delta"]) => folders::delta(tenant, call, user),
        ("GET", ["mailfolders", _, rest @ ..]) => folders::below(tenant, call, user, parts[3], &rest_of(parts, rest)),
        ("GET", ["messages"]) => messages::list(tenant, call, user, None),
        ("GET", ["messages", "$count"]) => messages::count(tenant, call, user, None),
        ("GET", ["messages", _]) => messages::one(tenant, call, user, parts[3]),
        ("GET", ["calendarview"] | ["calendar", "calendarview"]) => calendar::view(tenant, call, user),
        ("GET", ["calendarview", "delta"] | ["calendar", "calendarview", "delta"]) => {
            calendar_delta::delta(tenant, call, user)
        }
        ("GET", ["events"] | ["calendar", "events"]) => calendar::list(tenant, call, user),
        ("GET", ["events", _]) => calendar::one(tenant, call, user, parts[3]),
        ("GET", ["events", _, "instances"]) => calendar::instances(tenant, call, user, parts[3]),
        ("GET", ["calendars"]) => calendar::calendars(tenant, call, user),
        ("GET", ["mailboxsettings"]) => users::settings(tenant, call, user),
        ("POST", ["sendmail"]) => send::send(tenant, call, user),
        _ => Answer::error(
            405,
            "Request_BadRequest",
            "Specified HTTP method is not allowed for the request target.",
            now,
        ),
    }
}

/// Returns the last parts of a path as sent, as many as `rest` has.
fn rest_of<'a>(parts: &[&'a str], rest: &[&str]) -> Vec<&'a str> {
    parts[parts.len() - rest.len()..].to_vec()
}

/// Returns whether a token has one of some permissions, tenant-wide or of the signed-in user.
pub(crate) fn may(claims: &Claims, needed: &[&str]) -> bool {
    let scopes = claims.scp.iter().flat_map(|it| it.split(' '));
    claims.roles.iter().map(String::as_str).chain(scopes).any(|it| needed.contains(&it))
}

/// Returns whether a token reaches into a mailbox: by a tenant-wide permission, by one scoped to a group, or as the user.
pub(crate) fn may_reach(tenant: &Tenant, claims: &Claims, user: usize, needed: &[&str]) -> bool {
    if let Some(oid) = &claims.oid {
        return *oid == tenant.users[user].id && may(claims, needed);
    }
    may(claims, needed) || scoped(tenant, claims, user, needed)
}

fn scoped(tenant: &Tenant, claims: &Claims, user: usize, needed: &[&str]) -> bool {
    let application = tenant.applications.iter().find(|it| it.client == claims.appid);
    let Some(scope) = application.and_then(|it| it.scoped.as_ref()) else { return false };
    let group = tenant.group_named(&scope.group);
    scope.roles.iter().any(|it| needed.contains(&it.as_str()))
        && group.is_some_and(|it| tenant.transitive_users(it).contains(&user))
}

/// Returns whether what a token may read of mail includes bodies.
pub(crate) fn sees_bodies(tenant: &Tenant, claims: &Claims, user: usize) -> bool {
    may_reach(tenant, claims, user, &MAIL_WITH_BODIES)
}

/// Returns whether what a token may read of calendars includes bodies.
pub(crate) fn sees_event_bodies(tenant: &Tenant, claims: &Claims, user: usize) -> bool {
    may_reach(tenant, claims, user, &CALENDARS_WITH_BODIES)
}
