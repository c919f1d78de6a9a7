//! Faults: what goes wrong on demand.
//!
//! A fault says what happens (`Trouble`), and to which requests: of one mailbox, at one endpoint, from the how-manieth on, how
//! often, or by chance from a seed. Faults are tried in the order they were set; one request meets at most one that answers in the
//! service's stead, and any number of those that bend an answer.
//!
//! Sources: issues and pages named at each trouble; the rest is plain HTTP.

use std::time::Duration;

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::answer::{Answer, Body};
use crate::asked::Asked;
use crate::chance::below;
use crate::dataverse::CrmLimit;
use crate::seal::seal;

/// A family of endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// The token endpoint.
    Token,
    /// `/users`, `/users/{id}`, `/users/delta`.
    Users,
    /// `/groups` and everything below.
    Groups,
    /// `/users/{id}/mailFolders`, one folder, and their delta.
    Folders,
    /// `…/messages` and single messages.
    Messages,
    /// `…/messages/delta`.
    MessagesDelta,
    /// `…/calendarView` and `…/events`.
    Calendar,
    /// `…/calendarView/delta`.
    CalendarDelta,
    /// `/subscriptions`.
    Subscriptions,
    /// `/users/{id}/sendMail`.
    SendMail,
    /// The Dataverse Web API.
    Dataverse,
    /// The delivery of change notifications.
    Notifications,
}

/// When a throttled client may come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// It is not said.
    Unsaid,
    /// In seconds.
    Seconds(u32),
    /// As an HTTP date so many seconds ahead by the tenant's clock.
    Date(u32),
}

/// What goes wrong.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// 429, 500, 502, 503, 504 or any other status.
    Status(u16, RetryAfter),
    /// 410 with the `Location` of a new round.
    Gone,
    /// 404, 400 or 410 with a code such as `syncStateNotFound`, `syncStateInvalid`, `resyncRequired`.
    SyncState(u16, &'static str),
    /// 401 in the middle of anything: the token was revoked.
    Unauthorized,
    /// 403 `ErrorAccessDenied`: a mailbox out of reach.
    Forbidden,
    /// 404 `MailboxNotEnabledForRESTAPI`.
    NoMailbox,
    /// A delta round tells again what the last ones told: so many changes.
    Replay(usize),
    /// Rows stand twice on a page.
    Duplicates,
    /// `@removed` for so many ids nobody ever saw.
    Strangers(u32),
    /// An empty page whose next link leads to the real one.
    EmptyPage,
    /// Pages of this size, whatever was asked.
    PageSize(usize),
    /// The next link leads to the same page, for ever (msgraph-sdk-dotnet #3082). `true`: the links look new each time.
    Endless(bool),
    /// The next link leads to another host, such as `https://elsewhere.example`.
    ForeignLink(String),
    /// JSON that breaks off in the middle.
    Truncated,
    /// A body that is no JSON: a gateway's page.
    Html,
    /// Letters of ids change between upper and lower case.
    IdCase,
    /// The clock of the service goes wrong by so many seconds: the `Date` header, and the times in tokens.
    ClockSkew(i64),
    /// The answer takes so long.
    Slow(Duration),
    /// Content comes although it was not selected or may not be read.
    Bodies,
    /// `internetMessageHeaders` is left out although it was selected.
    WithoutHeaders,
    /// Rows come with their ids alone, as of a change of which only little is told.
    Partial,
    /// The first row of a page has a text where an object belongs.
    Malformed,
    /// 429 of Dataverse; whoever comes again while it lasts waits so many seconds longer each time.
    CrmLimit(CrmLimit, u32),
    /// Notifications are lost.
    Lost,
    /// Notifications come twice.
    Twice,
    /// Notifications carry a wrong `clientState`.
    Forged,
}

/// A trouble with the requests it meets.
#[derive(Clone, Debug)]
pub struct Fault {
    trouble: Trouble,
    mailbox: Option<String>,
    endpoint: Option<Endpoint>,
    path: Option<String>,
    after: u32,
    times: Option<u32>,
    chance: Option<(u32, u64)>,
    met: u32,
}

impl Fault {
    /// Returns a fault of all requests.
    pub fn new(trouble: Trouble) -> Fault {
        Fault { trouble, mailbox: None, endpoint: None, path: None, after: 0, times: None, chance: None, met: 0 }
    }

    /// Only requests for a mailbox, named by its principal name.
    pub fn on(mut self, mailbox: &str) -> Fault {
        self.mailbox = Some(mailbox.to_lowercase());
        self
    }

    /// Only requests to an endpoint.
    pub fn at(mut self, endpoint: Endpoint) -> Fault {
        self.endpoint = Some(endpoint);
        self
    }

    /// Only requests whose path or options contain a word.
    pub fn path(mut self, word: &str) -> Fault {
        self.path = Some(word.to_owned());
        self
    }

    /// Not the first so many.
    pub fn after(mut self, requests: u32) -> Fault {
        self.after = requests;
        self
    }

    /// So many times and no more.
    pub fn times(mut self, times: u32) -> Fault {
        self.times = Some(times);
        self
    }

    /// Once.
    pub fn once(self) -> Fault {
        self.times(1)
    }

    /// About so many of a hundred; which ones follows from the seed.
    pub fn chance(mut self, percent: u32, seed: u64) -> Fault {
        self.chance = Some((percent, seed));
        self
    }

    /// Returns whether a request meets this fault, and counts it.
    pub(crate) fn meets(&mut self, target: &Target<'_>) -> Option<Trouble> {
        let is_meant =
            self.mailbox.as_ref().is_none_or(|it| target.mailbox.is_some_and(|name| name.eq_ignore_ascii_case(it)))
                && self.endpoint.is_none_or(|it| Some(it) == target.endpoint)
                && self.path.as_ref().is_none_or(|it| target.path.contains(it.as_str()));
        if !is_meant {
            return None;
        }
        self.met += 1;
        let nth = self.met;
        let by_chance =
            self.chance.is_none_or(|(percent, seed)| below(100, seed, &[u64::from(nth)]) < u64::from(percent));
        if nth <= self.after || !by_chance || self.times == Some(0) {
            return None;
        }
        self.times = self.times.map(|it| it - 1);
        Some(match &self.trouble {
            Trouble::CrmLimit(limit, seconds) => Trouble::CrmLimit(*limit, seconds * (nth - self.after)),
            trouble => trouble.clone(),
        })
    }
}

impl Fault {
    /// As `meets`, for a notification: only faults set at [`Endpoint::Notifications`].
    pub(crate) fn meets_letter(&mut self, target: &Target<'_>) -> Option<Trouble> {
        (self.endpoint == Some(Endpoint::Notifications)).then(|| self.meets(target)).flatten()
    }
}

/// What a fault judges a request by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'a> {
    pub mailbox: Option<&'a str>,
    pub endpoint: Option<Endpoint>,
    pub path: &'a str,
}

/// How an answer is bent while it is made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bend {
    pub page_size: Option<usize>,
    pub replay: usize,
    pub bodies: bool,
    pub without_headers: bool,
    pub skew: SignedDuration,
    pub slow: Duration,
}

impl Bend {
    pub fn of(troubles: &[Trouble]) -> Bend {
        let mut bend = Bend::default();
        for trouble in troubles {
            match trouble {
                Trouble::PageSize(size) => bend.page_size = Some((*size).max(1)),
                Trouble::Replay(changes) => bend.replay = *changes,
                Trouble::Bodies => bend.bodies = true,
                Trouble::WithoutHeaders => bend.without_headers = true,
                Trouble::ClockSkew(seconds) => bend.skew = SignedDuration::from_secs(*seconds),
                Trouble::Slow(time) => bend.slow += *time,
                _ => (),
            }
        }
        bend
    }
}

/// Returns the answer that a trouble gives in the service's stead.
pub(crate) fn instead(trouble: &Trouble, asked: &Asked) -> Option<Answer> {
    let now = asked.now;
    let answer = match trouble {
        Trouble::Status(status, retry) => {
            let (code, words) = match status {
                429 => ("ApplicationThrottled", "Application is over its MailboxConcurrency limit."),
                503 => ("serviceNotAvailable", "The service is temporarily unavailable."),
                504 => ("UnknownError", "Gateway timeout."),
                _ => ("generalException", "An unspecified error has occurred."),
            };
            let answer = Answer::error(*status, code, words, now);
            match retry {
                RetryAfter::Unsaid => answer,
                RetryAfter::Seconds(it) => answer.with("retry-after", it),
                RetryAfter::Date(it) => {
                    answer.with("retry-after", http_date(now + SignedDuration::from_secs(i64::from(*it))))
                }
            }
        }
        Trouble::Gone => {
            let words = "Resync required. Any differences between the client and server state must be resolved.";
            Answer::error(410, "resyncRequired", words, now)
                .with("location", asked.bare_link(&[("$deltatoken", String::new())]))
        }
        Trouble::SyncState(status, code) => {
            Answer::error(*status, code, "The sync state generation is not found; restart the round.", now)
        }
        Trouble::Unauthorized => crate::answer::unauthenticated("Access token has been revoked.", now),
        Trouble::Forbidden => crate::answer::access_denied(now),
        Trouble::NoMailbox => {
            let words = "The mailbox is either inactive, soft-deleted, or is hosted on-premise.";
            Answer::error(404, "MailboxNotEnabledForRESTAPI", words, now)
        }
        Trouble::CrmLimit(limit, seconds) => limit.answer(*seconds),
        Trouble::Html => Answer {
            status: 502,
            headers: vec![("content-type", "text/html".to_owned())],
            body: Body::Text("<html><body>Bad gateway</body></html>".to_owned()),
        },
        Trouble::EmptyPage => {
            let next = asked.url.to_string();
            Answer::ok(json!({"@odata.context": next, "value": [], "@odata.nextLink": next}))
        }
        _ => return None,
    };
    Some(answer)
}

/// Bends an answer that was made.
pub(crate) fn bend(trouble: &Trouble, answer: &mut Answer, asked: &Asked, nth: u64) {
    if let Trouble::Truncated = trouble {
        let Some(text) = answer.json().map(Value::to_string) else { return };
        let half = text.floor_char_boundary(text.len() / 2);
        answer.body = Body::Text(text[..half].to_owned());
        answer.headers.push(("content-type", "application/json".to_owned()));
        return;
    }
    let Some(body) = answer.json_mut().filter(|it| it["value"].is_array()) else { return };
    match trouble {
        Trouble::Duplicates => {
            let rows = rows_of(body);
            let again: Vec<Value> = rows.iter().step_by(2).cloned().collect();
            rows.extend(again);
        }
        Trouble::Strangers(many) => {
            let stranger = |it| json!({"id": format!("AAkALg{}", seal(nth, &it)), "@removed": {"reason": "deleted"}});
            rows_of(body).extend((0..*many).map(stranger));
        }
        Trouble::Endless(fresh) => {
            let mut link = asked.url.clone();
            if *fresh {
                link.query_pairs_mut().append_pair("round", &nth.to_string());
            }
            lead_on(body, link.into());
        }
        Trouble::ForeignLink(host) => {
            lead_on(body, format!("{host}{}?$skiptoken=elsewhere", asked.url.path()));
        }
        Trouble::IdCase => {
            for row in rows_of(body) {
                if let Some(id) = row["id"].as_str() {
                    let turned =
                        |it: char| if it.is_lowercase() { it.to_ascii_uppercase() } else { it.to_ascii_lowercase() };
                    row["id"] = id.chars().map(turned).collect::<String>().into();
                }
            }
        }
        Trouble::Partial => {
            for row in rows_of(body).iter_mut().filter_map(Value::as_object_mut) {
                row.retain(|name, _| name == "id" || name.contains('@') || name == "type");
            }
        }
        Trouble::Malformed => {
            if let Some(row) = rows_of(body).first_mut() {
                for name in ["from", "toRecipients", "attendees", "start", "proxyAddresses", "fullname"] {
                    if row.get(name).is_some() {
                        row[name] = "this belongs elsewhere".into();
                    }
                }
            }
        }
        _ => (),
    }
}

/// Gives a page a next link, and no end.
fn lead_on(body: &mut Value, link: String) {
    body["@odata.nextLink"] = link.into();
    body.as_object_mut().expect("a page is an object").remove("@odata.deltaLink");
}

fn rows_of(body: &mut Value) -> &mut Vec<Value> {
    body["value"].as_array_mut().expect("it was looked at before")
}

/// Returns a time as HTTP writes it (RFC 9110 §5.6.7).
pub(crate) fn http_date(at: jiff::Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
