//! Server: the services on loopback, and the reins a test holds.
//!
//! Each service has a port of its own, so that a client that confuses their hosts is found out. A request is read, counted, put to
//! the faults and answered by a plain function on the tenant; only waiting, and telling subscribers, happens here.
//!
//! **Invariant:** nothing listens beyond 127.0.0.1, and nothing but loopback is called.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body as Stream, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::answer::{Answer, Body, unauthenticated};
use crate::asked::Asked;
use crate::fault::{Bend, Endpoint, Fault, Target, Trouble, bend, http_date, instead};
use crate::graph::Call;
use crate::log::{Log, Seen};
use crate::tenant::mail::Message;
use crate::tenant::{MessageId, Tenant};
use crate::{authority, dataverse, delivery, graph, token};

/// How many requests Outlook serves at once for one mailbox and application ("Outlook service limits").
const MOST_IN_FLIGHT: usize = 4;
/// The largest request that is read.
const MOST_BYTES: usize = 4 << 20;
/// Headers that the log keeps.
const HEADERS: [&str; 7] = [
    "prefer",
    "consistencylevel",
    "user-agent",
    "x-ms-throttle-priority",
    "accept",
    "odata-version",
    "odata-maxversion",
];

/// One of the services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Service {
    Login,
    Graph,
    Dataverse,
}

/// What all requests share.
pub(crate) struct Inner {
    pub tenant: Tenant,
    pub faults: Vec<Fault>,
    pub log: Log,
    pub latency: Duration,
    in_flight: BTreeMap<String, usize>,
    bent: u64,
}

pub(crate) struct Shared {
    inner: Mutex<Inner>,
    bases: BTreeMap<Service, String>,
    pub http: reqwest::Client,
    runtime: tokio::runtime::Handle,
}

impl Shared {
    pub fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no request panics while it holds the tenant")
    }

    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.runtime.spawn(task);
    }

    fn base(&self, service: Service) -> &str {
        &self.bases[&service]
    }
}

/// A message that arrived while somebody watched.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// Its name.
    pub id: MessageId,
    /// Who wrote to whom.
    pub message: Message,
    /// When it lay in the mailboxes, by the real time.
    pub at: Instant,
}

/// The running services. Dropping it stops them.
pub struct StandIn {
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

impl StandIn {
    /// Starts the services for a tenant, on free ports.
    ///
    /// # Errors
    ///
    /// Whatever keeps a port from being opened.
    pub async fn start(tenant: Tenant) -> std::io::Result<StandIn> {
        StandIn::start_at(tenant, 0).await
    }

    /// Starts the services on a port and the two after it; 0 means free ones.
    ///
    /// # Errors
    ///
    /// Whatever keeps a port from being opened.
    pub async fn start_at(tenant: Tenant, port: u16) -> std::io::Result<StandIn> {
        let mut listeners = Vec::new();
        for (offset, service) in (0..).zip([Service::Login, Service::Graph, Service::Dataverse]) {
            let port = if port == 0 { 0 } else { port + offset };
            listeners.push((service, TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?));
        }
        let mut bases = BTreeMap::new();
        for (service, listener) in &listeners {
            bases.insert(*service, format!("http://{}", listener.local_addr()?));
        }
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let http = http.timeout(Duration::from_secs(10)).build().map_err(std::io::Error::other)?;
        let inner = Inner {
            tenant,
            faults: Vec::new(),
            log: Log::default(),
            latency: Duration::ZERO,
            in_flight: BTreeMap::new(),
            bent: 0,
        };
        let shared = Shared { inner: Mutex::new(inner), bases, http, runtime: tokio::runtime::Handle::current() };
        let shared = Arc::new(shared);
        let mut tasks = Vec::new();
        for (service, listener) in listeners {
            let router = Router::new().fallback(answer).with_state((service, shared.clone()));
            tasks.push(tokio::spawn(async move {
                // It ends when the stand-in is dropped; until then there is nothing to do about an error here.
                axum::serve(listener, router).await.unwrap_or_default();
            }));
        }
        Ok(StandIn { shared, tasks })
    }

    /// Returns the base address of the sign-in service.
    pub fn login(&self) -> &str {
        self.shared.base(Service::Login)
    }

    /// Returns the base address of Graph, without `/v1.0`.
    pub fn graph(&self) -> &str {
        self.shared.base(Service::Graph)
    }

    /// Returns the base address of the Dataverse environment, without `/api/data`.
    pub fn dataverse(&self) -> &str {
        self.shared.base(Service::Dataverse)
    }

    /// Changes the tenant; subscribers are told.
    pub fn change<T>(&self, change: impl FnOnce(&mut Tenant) -> T) -> T {
        let result = change(&mut self.shared.lock().tenant);
        delivery::tell(&self.shared);
        result
    }

    /// Lets invented mail arrive at a rate, so many messages in all, and returns each with the moment it arrived.
    ///
    /// # Panics
    ///
    /// If the tenant was not invented.
    pub async fn deliver(&self, per_second: u32, messages: u32) -> Vec<Delivered> {
        let mut beat = tokio::time::interval(Duration::from_secs(1) / per_second.max(1));
        let mut delivered = Vec::new();
        for _ in 0..messages {
            beat.tick().await;
            let (id, message) = self.change(Tenant::deliver_invented);
            delivered.push(Delivered { id, message, at: Instant::now() });
        }
        delivered
    }

    /// Looks at the tenant.
    pub fn look<T>(&self, look: impl FnOnce(&Tenant) -> T) -> T {
        look(&self.shared.lock().tenant)
    }

    /// Sets a fault.
    pub fn fault(&self, fault: Fault) {
        self.shared.lock().faults.push(fault);
    }

    /// Takes all faults away.
    pub fn heal(&self) {
        self.shared.lock().faults.clear();
    }

    /// Makes every answer take so long, so that requests overlap.
    pub fn set_latency(&self, latency: Duration) {
        self.shared.lock().latency = latency;
    }

    /// Returns what came so far.
    pub fn log(&self) -> Log {
        self.shared.lock().log.clone()
    }

    /// Forgets what came so far.
    pub fn clear_log(&self) {
        self.shared.lock().log = Log::default();
    }

    /// Returns a delegated token for Graph, as a user who signed in would hold.
    pub fn user_token(&self, user: &str, scopes: &[&str]) -> String {
        self.shared.lock().tenant.user_token(user, self.graph(), scopes)
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

/// A request under way: counted for its mailbox until it is dropped.
struct InFlight {
    shared: Arc<Shared>,
    mailbox: Option<String>,
}

impl Drop for InFlight {
    fn drop(&mut self) {
        if let Some(mailbox) = &self.mailbox
            && let Some(many) = self.shared.lock().in_flight.get_mut(mailbox)
        {
            *many -= 1;
        }
    }
}

async fn answer(State((service, shared)): State<(Service, Arc<Shared>)>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let method = head.method.as_str().to_owned();
    let target = head.uri.path_and_query().map_or("/", |it| it.as_str()).to_owned();
    let headers: BTreeMap<String, String> = head
        .headers
        .iter()
        .map(|it| (it.0.as_str().to_owned(), String::from_utf8_lossy(it.1.as_bytes()).into_owned()))
        .collect();
    let Ok(body) = to_bytes(body, MOST_BYTES).await else {
        return sent(Answer::empty(413), jiff::Timestamp::UNIX_EPOCH);
    };

    let now = shared.lock().tenant.now();
    let base = shared.base(service).to_owned();
    let Some(asked) = Asked::read(&method, &base, &target, headers, body.to_vec(), now) else {
        return sent(Answer::empty(400), now);
    };
    let (endpoint, mailbox) = {
        let inner = shared.lock();
        (endpoint(service, &asked), mailbox(service, &asked, &inner.tenant))
    };

    let (troubles, in_flight, latency) = {
        let mut inner = shared.lock();
        let in_flight = mailbox.as_ref().map_or(0, |it| {
            let many = inner.in_flight.entry(it.clone()).or_default();
            *many += 1;
            *many
        });
        let path = Target { mailbox: mailbox.as_deref(), endpoint, path: &target };
        let troubles: Vec<Trouble> = inner.faults.iter_mut().filter_map(|it| it.meets(&path)).collect();
        (troubles, in_flight, inner.latency)
    };
    let counted = InFlight { shared: shared.clone(), mailbox: mailbox.clone() };
    let bending = Bend::of(&troubles);
    let wait = latency + bending.slow;
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    let mut answer = match troubles.iter().find_map(|it| instead(it, &asked)) {
        Some(it) => it,
        None if service == Service::Graph && in_flight > MOST_IN_FLIGHT => {
            let words = "Application is over its MailboxConcurrency limit.";
            Answer::error(429, "ApplicationThrottled", words, now).with("retry-after", 1)
        }
        None => made(service, &shared, &asked, &bending).await,
    };
    {
        let mut inner = shared.lock();
        inner.bent += 1;
        let nth = inner.bent;
        troubles.iter().for_each(|it| bend(it, &mut answer, &asked, nth));
        let mut headers: BTreeMap<String, String> =
            HEADERS.iter().filter_map(|name| Some(((*name).to_owned(), asked.header(name)?.to_owned()))).collect();
        if asked.header("authorization").is_some() {
            headers.insert("authorization".to_owned(), "there".to_owned());
        }
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        inner.log.note(Seen {
            method,
            path: path.to_owned(),
            query: query.to_owned(),
            endpoint,
            mailbox,
            headers,
            in_flight,
            status: answer.status,
        });
    }
    drop(counted);
    delivery::tell(&shared);
    sent(answer, now + bending.skew)
}

/// Answers as the service does when nothing is wrong.
async fn made(service: Service, shared: &Arc<Shared>, asked: &Asked, bending: &Bend) -> Answer {
    if service == Service::Graph && asked.method == "POST" && graph::subscriptions::is_creation(asked) {
        // Asked before the tenant is locked: the receiver may have to ask us something to answer.
        if let Err(answer) = delivery::handshake(&shared.http, asked).await {
            return answer;
        }
    }
    let mut inner = shared.lock();
    let tenant = &mut inner.tenant;
    match service {
        Service::Login => match asked.method.as_str() {
            "POST" => token::answer(tenant, asked, bending.skew),
            "GET" => authority::answer(tenant, asked),
            _ => Answer::empty(405),
        },
        Service::Graph => match tenant.bearer(asked, &["https://graph.microsoft.com", shared.base(Service::Graph)]) {
            Ok(claims) => graph::answer(tenant, &Call { asked, claims: &claims, bend: bending }),
            Err(answer) => answer,
        },
        Service::Dataverse => match tenant.bearer(asked, &[shared.base(Service::Dataverse)]) {
            Ok(claims) if claims.tid == tenant.id => dataverse::answer(tenant, asked, bending),
            Ok(_) => unauthenticated("The token is of another tenant.", asked.now),
            Err(answer) => answer,
        },
    }
}

fn endpoint(service: Service, asked: &Asked) -> Option<Endpoint> {
    let small: Vec<String> = asked.parts.iter().map(|it| it.to_lowercase()).collect();
    let small: Vec<&str> = small.iter().map(String::as_str).collect();
    match service {
        Service::Login => Some(Endpoint::Token),
        Service::Dataverse => Some(Endpoint::Dataverse),
        Service::Graph => match small.get(1..)? {
            ["users"] | ["users", _] => Some(Endpoint::Users),
            ["groups", ..] => Some(Endpoint::Groups),
            ["subscriptions", ..] => Some(Endpoint::Subscriptions),
            ["users", _, "sendmail"] | ["me", "sendmail"] => Some(Endpoint::SendMail),
            ["users", _, rest @ ..] => match (rest, rest.contains(&"messages")) {
                ([.., "delta"], true) => Some(Endpoint::MessagesDelta),
                (_, true) => Some(Endpoint::Messages),
                (["mailfolders", ..], false) => Some(Endpoint::Folders),
                ([.., "delta"], false) => Some(Endpoint::CalendarDelta),
                _ => Some(Endpoint::Calendar),
            },
            _ => None,
        },
    }
}

fn mailbox(service: Service, asked: &Asked, tenant: &Tenant) -> Option<String> {
    match (service, asked.parts.as_slice()) {
        (Service::Graph, [_, users, user, _, ..]) if users.eq_ignore_ascii_case("users") => {
            tenant.place_of(user).map(|it| tenant.users[it].principal.to_lowercase())
        }
        _ => None,
    }
}

fn sent(answer: Answer, date: jiff::Timestamp) -> Response {
    let mut response = Response::builder().status(answer.status).header("date", http_date(date));
    let has_type = answer.headers.iter().any(|it| it.0 == "content-type");
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    let (kind, body) = match answer.body {
        Body::Nothing => (None, String::new()),
        Body::Json(it) => (Some("application/json; odata.metadata=minimal; charset=utf-8"), it.to_string()),
        Body::Text(it) => (Some("text/plain"), it),
    };
    if let Some(kind) = kind.filter(|_| !has_type) {
        response = response.header("content-type", kind);
    }
    response.body(Stream::from(body)).expect("headers are of our making")
}
