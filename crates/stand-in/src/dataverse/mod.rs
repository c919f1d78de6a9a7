//! Dataverse: the Web API, read only.
//!
//! Sources: "Query data using the Web API", "Use change tracking to synchronize data with external systems", "Compose HTTP requests
//! and handle errors", "Service protection API limits". What those pages leave open: an expired token is answered with
//! `0x80044352` (ExpiredVersionStamp, "Web service error codes") and status 400.

pub(crate) mod tables;

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::delta::{Place, Round, TOKEN_LIFE};
use crate::fault::Bend;
use crate::journal::last_of_each;
use crate::odata::{Filter, order, select};
use crate::page::Page;
use crate::tenant::Tenant;
use tables::{Description, description};

/// Rows on a page at most.
const MOST_ROWS: usize = 5_000;

/// An error in Dataverse's words.
pub(crate) fn refused(status: u16, code: &str, message: &str) -> Answer {
    let mut answer = Answer::ok(json!({"error": {"code": code, "message": message}}));
    answer.status = status;
    answer
}

/// Answers a request below `/api/data/v9.2`.
pub(crate) fn answer(tenant: &mut Tenant, asked: &Asked, bend: &Bend) -> Answer {
    if tenant.crm.stranger {
        return refused(403, "0x80072560", "The user is not a member of the organization.");
    }
    let parts: Vec<&str> = asked.parts.iter().map(String::as_str).collect();
    let ["api", "data", version, rest @ ..] = parts.as_slice() else { return Answer::empty(404) };
    if !version.starts_with("v9.") || asked.method != "GET" {
        return refused(405, "0x80060888", "The stand-in of Dataverse is read only.");
    }
    let rest = rest.to_vec();
    let answer = match rest[..] {
        ["WhoAmI"] => {
            Answer::ok(json!({"UserId": tenant.id, "OrganizationId": tenant.id, "BusinessUnitId": tenant.id}))
        }
        [set] => list(tenant, asked, bend, set),
        [set, "$count"] => {
            description(set).map_or_else(|| no_such(set), |it| Answer::text(live(tenant, it).count().to_string()))
        }
        [set, id] => one(tenant, asked, set, id),
        _ => no_such("it"),
    };
    answer.with("odata-version", "4.0")
}

fn no_such(set: &str) -> Answer {
    refused(404, "0x8006088a", &format!("Resource not found for the segment '{set}'."))
}

fn readable(tenant: &Tenant, set: &str) -> Result<&'static Description, Answer> {
    let of = description(set).ok_or_else(|| no_such(set))?;
    match tenant.crm.forbidden.contains(set) {
        true => {
            let words = format!("Principal user is missing the privilege to read {}.", of.name);
            Err(refused(403, "0x80040220", &words))
        }
        false => Ok(of),
    }
}

fn live<'a>(tenant: &'a Tenant, of: &'static Description) -> impl Iterator<Item = &'a Value> {
    let ids = tenant.crm.order.get(of.set).map(Vec::as_slice).unwrap_or_default();
    ids.iter().filter_map(|it| tenant.crm.row(of, it))
}

fn check_columns(of: &Description, fields: Option<&str>) -> Result<(), Answer> {
    let unknown = fields.into_iter().flat_map(|it| it.split(',')).map(str::trim).find(|it| !of.has(it));
    unknown.map_or(Ok(()), |it| {
        let words = format!("Could not find a property named '{it}' on type 'Microsoft.Dynamics.CRM.{}'.", of.name);
        Err(refused(400, "0x80060888", &words))
    })
}

/// Returns a row as it is sent: the key always, annotations where they are wanted, parties where they are expanded.
fn shown(
    tenant: &Tenant,
    asked: &Asked,
    of: &Description,
    row: &Value,
    fields: Option<&str>,
    expand: Option<&str>,
) -> Value {
    let fields = fields.map(|it| format!("{it},{}", of.key));
    let mut shown = fields.map_or_else(|| row.clone(), |it| select(row, &it));
    let annotated =
        asked.preference("odata.include-annotations").is_some_and(|it| it == "*" || it.contains("lookuplogicalname"));
    let map = shown.as_object_mut().expect("a row is an object");
    map.retain(|name, _| annotated || !name.contains('@'));
    // An annotation stands only beside the column it is about.
    let columns: Vec<String> = map.keys().cloned().collect();
    map.retain(|name, _| name.split_once('@').is_none_or(|(column, _)| columns.iter().any(|it| it == column)));
    map.insert("@odata.etag".to_owned(), format!("W/\"{}\"", row["versionnumber"]).into());
    let parties = format!("{}_activity_parties", of.name);
    if let Some(expand) = expand.and_then(|it| it.strip_prefix(&parties)) {
        let fields = expand.split_once("$select=").map(|it| it.1.trim_end_matches(')'));
        let parties_of = description("activityparties").expect("the table is there");
        let own = live(tenant, parties_of).filter(|it| it["_activityid_value"] == row["activityid"]);
        let own: Vec<Value> = own.map(|it| self::shown(tenant, asked, parties_of, it, fields, None)).collect();
        map.insert(parties, own.into());
    }
    shown
}

fn one(tenant: &Tenant, asked: &Asked, set: &str, id: &str) -> Answer {
    let of = match readable(tenant, set) {
        Ok(it) => it,
        Err(answer) => return answer,
    };
    let (fields, expand) = (asked.option("$select"), asked.option("$expand"));
    if let Err(answer) = check_columns(of, fields) {
        return answer;
    }
    match tenant.crm.row(of, id) {
        Some(row) => Answer::ok(shown(tenant, asked, of, row, fields, expand)),
        None => refused(404, "0x80040217", &format!("{} With Id = {id} Does Not Exist", of.name)),
    }
}

fn list(tenant: &mut Tenant, asked: &Asked, bend: &Bend, set: &str) -> Answer {
    let tracks = asked.preference("odata.track-changes").is_some();
    let has_token = ["$deltatoken", "$skiptoken"].iter().any(|it| asked.option(it).is_some());
    let of = match readable(tenant, set).and_then(|of| check_columns(of, asked.option("$select")).map(|()| of)) {
        Ok(it) => it,
        Err(answer) => return answer,
    };
    match tracks || (has_token && asked.option("page").is_none()) {
        true => tracked(tenant, asked, bend, of),
        false => untracked(tenant, asked, bend, of),
    }
}

/// Answers a plain query: `$select`, `$filter`, `$orderby`, `$top`, `$expand` of parties, `$count`.
fn untracked(tenant: &Tenant, asked: &Asked, bend: &Bend, of: &'static Description) -> Answer {
    let filter = match asked.option("$filter").map(Filter::read) {
        Some(None) => return refused(400, "0x80060888", "Syntax error in the filter."),
        it => it.flatten(),
    };
    let mut rows: Vec<&Value> =
        live(tenant, of).filter(|it| filter.as_ref().is_none_or(|filter| filter.holds(it))).collect();
    if let Some((field, down)) = asked.option("$orderby").map(order) {
        rows.sort_by_key(|it| it[field].to_string());
        if down {
            rows.reverse();
        }
    }
    rows.truncate(asked.number("$top").unwrap_or(usize::MAX));
    let size = bend.page_size.or(asked.page_size()).unwrap_or(MOST_ROWS).min(MOST_ROWS);
    let skipped = asked.number("page").unwrap_or(0);
    let count = (asked.option("$count") == Some("true")).then_some(rows.len());
    let more = rows.len() > skipped + size;
    let next = more.then(|| asked.link(&["page"], &[("page", (skipped + size).to_string())]));
    let show = |it: &&Value| shown(tenant, asked, of, it, asked.option("$select"), asked.option("$expand"));
    let rows = rows.iter().skip(skipped).take(size).map(show).collect();
    Answer::ok(Page { context: context(asked, of, ""), rows, count, next, delta: None }.into())
}

fn context(asked: &Asked, of: &Description, more: &str) -> String {
    format!("{}/api/data/v9.2/$metadata#{}{more}", asked.url.origin().ascii_serialization(), of.set)
}

/// Answers a query with change tracking: all rows once, then what changed and what was deleted.
fn tracked(tenant: &mut Tenant, asked: &Asked, bend: &Bend, of: &'static Description) -> Answer {
    if let Some(it) = ["$filter", "$orderby", "$expand", "$top"].iter().find(|it| asked.option(it).is_some()) {
        return refused(400, "0x80060888", &format!("The query option {it} is not supported with change tracking."));
    }
    let head = tenant.crm.changes.get(of.set).map_or(0, |it| it.head());
    let round = match Round::<usize>::of(tenant, asked, of.set.to_owned(), head, bend.replay) {
        Ok(it) if it.is_older_than(TOKEN_LIFE, asked.now) => {
            let words = "Version stamp associated with the client has expired. Please perform a full sync.";
            return refused(400, "0x80044352", words);
        }
        Ok(it) => it,
        Err(_) => return refused(400, "0x80060888", "The token is malformed."),
    };
    let size = bend.page_size.or(asked.page_size()).unwrap_or(MOST_ROWS).min(MOST_ROWS);
    let fields = round.option("$select");
    let show = |id: &String| match tenant.crm.row(of, id) {
        Some(row) => shown(tenant, asked, of, row, fields, None),
        None => json!({"@odata.context": context(asked, of, "/$deletedEntity"), "id": id, "reason": "deleted"}),
    };
    let (rows, next): (Vec<Value>, _) = match round.place {
        Place::Walk { behind, until } => {
            let ids = tenant.crm.order.get(of.set).map(Vec::as_slice).unwrap_or_default();
            let first = behind.map_or(0, |it| it + 1);
            let here = ids.iter().enumerate().skip(first).filter(|it| tenant.crm.row(of, it.1).is_some());
            let here: Vec<_> = here.take(size + 1).collect();
            let next = here.get(size).and(here.get(size - 1)).map(|it| Place::Walk { behind: Some(it.0), until });
            (here.into_iter().take(size).map(|it| show(it.1)).collect(), next)
        }
        Place::Changes { from, until, told } => {
            let entries = tenant.crm.changes.get(of.set).map(|it| it.between(from, until)).unwrap_or_default();
            let changed = last_of_each(entries, |it| (*it).clone());
            let next = (changed.len() > told + size).then_some(Place::Changes { from, until, told: told + size });
            (changed.into_iter().skip(told).take(size).map(show).collect(), next)
        }
        Place::Since(_) => (Vec::new(), None),
    };
    let mut page = Page { context: context(asked, of, "/$delta"), rows, ..Page::default() };
    match next {
        Some(place) => page.next = Some(round.next_link(tenant, asked, place)),
        None => page.delta = Some(round.delta_link(tenant, asked)),
    }
    Answer::ok(page.into())
}

/// Which of the limits on an application user was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrmLimit {
    /// 6,000 requests in five minutes.
    Requests,
    /// 20 minutes of execution in five minutes.
    Time,
    /// 52 at once.
    Concurrency,
}

impl CrmLimit {
    /// Returns the answer of a limit, with how many seconds to wait.
    pub(crate) fn answer(self, seconds: u32) -> Answer {
        let (code, words) = match self {
            CrmLimit::Requests => {
                ("0x80072322", "Number of requests exceeded the limit of 6000 over time window of 300 seconds.")
            }
            CrmLimit::Time => {
                let words = "Combined execution time of incoming requests exceeded limit of 1200000 milliseconds over time window \
                             of 300 seconds. Decrease number of concurrent requests or reduce the duration of requests and try \
                             again later.";
                ("0x80072321", words)
            }
            CrmLimit::Concurrency => ("0x80072326", "Number of concurrent requests exceeded the limit of 52."),
        };
        refused(429, code, words).with("retry-after", seconds)
    }
}
