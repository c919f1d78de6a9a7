//! A whole API with a small organisation in it.
//!
//! Amber and Ben know Lea (contact `c1` of account `a1`); Cleo knows her and does not share it. Jo of Acme has no
//! record; `news@acme.com` is a list. What there is of deals is in `deals.rs`.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use axum::response::Response;
use jiff::Timestamp;
use relata_keys::{RootKeys, Signer};
use relata_model::consent::Insights;
use relata_model::directory::Entry;
use relata_model::groups::Group;
use relata_model::introduced::Terms;
use relata_model::introduction::Template;
use relata_model::policy::Role;
use relata_model::strength::{Counts, Newest};
use relata_model::{
    Address, Class, Classified, ColleagueId, Filter, GroupId, Ledger, Name, PersonId, Record, RecordId,
};
use relata_model::{RecordKind, Standing, Strength, Sums, Visibility, end_of_day_seconds};
use relata_store::{
    BatchCommit, Edition, NewGeneration, NewMailbox, PairInsight, Scope, Seen, SignedIn, SourceState, Store,
};
use serde_json::Value;
use tower::ServiceExt;

use super::trials::Parrot;
use crate::{Access, AccessSettings, ApiState, Introductions, Limits, Proxies, Settings, Smtp, Viewer};

pub(super) const TODAY: &str = "2026-03-31";

pub(super) struct App {
    pub(super) state: ApiState,
    folder: Arc<tempfile::TempDir>,
}

impl App {
    /// An API with nothing in its store.
    pub(super) async fn empty() -> App {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", folder.path().join("api.db").display())).await.unwrap();
        let store = store.knowing(relata_model::SuppressionKey::new([7; 32]));
        let template = Template::new("Introduction to {target}", "Dear {colleague_first_name},\n{reason}\n{requester}");
        let settings = Settings {
            organisation: "Us".to_owned(),
            demo: true,
            hosts: vec!["relata.example.com".to_owned()],
            access: access(),
            introductions: Introductions { template: template.unwrap(), smtp: None, terms: Terms::default() },
        };
        let viewer = Viewer::with_roles("Sam Sales", Some("sam@us.com".to_owned()), [Role::SalesManager]);
        let state = ApiState {
            store: Arc::new(store),
            settings: Arc::new(settings),
            viewer: Some(Arc::new(viewer)),
            access: Arc::new(Access::new(None, RootKeys::in_memory(), &access().limits, day_end)),
            signer: Arc::new(Signer::from_seed(&[7; 32])),
            hears: None,
            tries: Arc::new(Parrot::default()),
            clock: || day_end(),
        };
        App { state, folder: Arc::new(folder) }
    }

    /// The organisation of the header.
    pub(super) async fn start() -> App {
        let app = App::empty().await;
        let store = &app.state.store;
        app.consent_to(&[Insights::Identifiable]).await;
        store.replace_directory(&["Amber Stone", "Ben Hill", "Cleo Day"].map(entry)).await.unwrap();
        store.intern(&met()).await.unwrap();
        store.upsert_records(&records()).await.unwrap();
        let cleo = app.person("cleo@us.com").await;
        store.set_visibility(cleo, Visibility::CountedOnly).await.unwrap();
        read_a_mailbox(&app).await;
        app.publish(&[("amber@us.com", 2.0, 3), ("ben@us.com", 8.0, 9), ("cleo@us.com", 9.0, 1)]).await;
        app
    }

    /// Lets the organisation consent to these kinds of insight and no others.
    pub(super) async fn consent_to(&self, insights: &[Insights]) {
        let store = &self.state.store;
        let steps = store.enabling().await.unwrap().steps_to(insights.iter().copied(), day_end(), "demo");
        store.append_consent_events(&steps).await.unwrap();
    }

    /// Lets there be the group `g-1` of nobody, and account 1 of Eve.
    pub(super) async fn with_group_and_account(&self) {
        let store = &self.state.store;
        let group = Group { id: GroupId("g-1".to_owned()), name: Name::new("Legal").unwrap(), members: Vec::new() };
        store.replace_groups(&[group], day_end(), "operator").await.unwrap();
        let eve = SignedIn {
            issuer: "https://idp.example",
            subject: "eve-1",
            name: "Eve",
            email: None,
            colleague: None,
            groups: &[],
            at: day_end(),
        };
        store.account_of(&eve).await.unwrap();
    }

    /// Publishes pairs with Lea: colleague, weight both ways, days since.
    pub(super) async fn publish(&self, pairs: &[(&str, f64, i64)]) {
        let with_lea: Vec<_> = pairs.iter().map(|it| (it.0, "lea@acme.com", it.1, it.2)).collect();
        self.publish_all(&with_lea).await;
    }

    /// Publishes pairs: colleague, contact, weight both ways, days since.
    pub(super) async fn publish_all(&self, pairs: &[(&str, &str, f64, i64)]) {
        let mut insights = Vec::new();
        for (colleague, contact, weight, days) in pairs {
            insights.push(pair(self.person(contact).await, self.person(colleague).await, *weight, *days));
        }
        insights.sort_by_key(|it| (it.contact, it.colleague));
        let new = NewGeneration {
            computed_for: TODAY.parse().unwrap(),
            computed_at: day_end(),
            history_months: 24,
            edition: Edition::Enhanced,
        };
        self.state.store.publish(&new, Scope::Everything, insights).await.unwrap();
    }

    /// Lets a colleague meet somebody whom no record stands for; returns who that is.
    pub(super) async fn met(&self, address: &str, colleague: &str) -> PersonId {
        let store = &self.state.store;
        let classified = Classified { class: Class::Person, reason: "so said the test".to_owned() };
        let address = Address::parse(address).unwrap();
        let seen = Seen { address: address.clone(), name: Name::new("Kim Moss"), classified };
        store.intern(&[seen]).await.unwrap();
        let met = store.person_of(&address).await.unwrap().unwrap();
        let new = NewGeneration {
            computed_for: TODAY.parse().unwrap(),
            computed_at: day_end(),
            history_months: 24,
            edition: Edition::Enhanced,
        };
        let insight = pair(met, self.person(colleague).await, 5.0, 2);
        store.publish(&new, Scope::Contacts(&[met]), [insight]).await.unwrap();
        met
    }

    /// The same, seen by somebody with these roles; `None`: by somebody who is not signed in.
    pub(super) fn viewed_by(mut self, roles: Option<&[Role]>) -> App {
        let viewer = self.state.viewer.take().unwrap();
        let same = |roles: &[Role]| Viewer::with_roles(&viewer.name, viewer.email.clone(), roles.iter().copied());
        self.state.viewer = roles.map(|it| Arc::new(same(it)));
        self
    }

    /// The same, seen by a colleague.
    pub(super) async fn seen_by(mut self, address: &str) -> App {
        let person = Some(self.person(address).await);
        let viewer = self.state.viewer.take().unwrap();
        self.state.viewer = Some(Arc::new(Viewer { person, ..(*viewer).clone() }));
        self
    }

    pub(super) fn sending_through(mut self, smtp: Smtp) -> App {
        let mut settings = (*self.state.settings).clone();
        settings.introductions.smtp = Some(smtp);
        self.state.settings = Arc::new(settings);
        self
    }

    pub(super) async fn person(&self, address: &str) -> PersonId {
        self.state.store.person_of(&Address::parse(address).unwrap()).await.unwrap().unwrap()
    }

    pub(super) fn router(&self) -> Router {
        crate::router(self.state.clone())
    }

    /// Asks under `/api/v1` with these headers, as one of our own pages does if they do not say otherwise.
    pub(super) async fn request(&self, method: &str, path: &str, headers: &[(&str, String)], body: &str) -> Response {
        let mut request =
            Request::builder().method(method).uri(format!("/api/v1{path}")).header("host", "localhost:8080");
        if !headers.iter().any(|it| it.0 == "content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    /// The same, a while later.
    pub(super) fn at(&self, clock: fn() -> Timestamp) -> App {
        let mut state = self.state.clone();
        state.clock = clock;
        App { state, folder: Arc::clone(&self.folder) }
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Response {
        self.router().oneshot(request).await.unwrap()
    }

    /// Asks under `/api/v1`; `{lea}`, `{amber}`, `{cleo}`, `{jo}` and `{news}` stand for their persons.
    pub(super) async fn get(&self, path: &str) -> (StatusCode, Value) {
        let (status, body) = self.bytes(path).await;
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    /// Asks the same, and returns the answer to the letter.
    pub(super) async fn bytes(&self, path: &str) -> (StatusCode, Vec<u8>) {
        let path = format!("/api/v1{}", self.with_ids(path).await);
        let request = Request::get(path).header("host", "localhost:8080").body(Body::empty()).unwrap();
        let response = self.send(request).await;
        let status = response.status();
        (status, axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec())
    }

    pub(super) async fn post(&self, path: &str, body: &str) -> (StatusCode, Value) {
        self.give(Method::POST, path, body).await
    }

    pub(super) async fn give(&self, method: Method, path: &str, body: &str) -> (StatusCode, Value) {
        let (path, body) = (self.with_ids(path).await, self.with_ids(body).await);
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header("host", "localhost:8080")
            .header("origin", "http://localhost:8080")
            .header("content-type", "application/json");
        json(self.send(request.body(Body::from(body)).unwrap()).await).await
    }

    pub(super) async fn with_ids(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (token, address) in [
            ("{lea}", "lea@acme.com"),
            ("{amber}", "amber@us.com"),
            ("{cleo}", "cleo@us.com"),
            ("{jo}", "jo@acme.com"),
            ("{news}", "news@acme.com"),
        ] {
            if text.contains(token) {
                text = text.replace(token, &self.person(address).await.to_string());
            }
        }
        text
    }
}

/// Access as on the loopback, for tests that ask more often than people do.
pub(super) fn access() -> AccessSettings {
    AccessSettings {
        url: "http://localhost:8080".to_owned(),
        trusted_proxies: Proxies::default(),
        provider_name: "Our provider".to_owned(),
        idle_seconds: 30 * 60,
        longest_seconds: 12 * 3600,
        limits: Limits {
            passwords: 1_000_000,
            requests: 1_000_000,
            searches: 1_000_000,
            embedded: 1_000_000,
            ..Limits::default()
        },
    }
}

pub(super) async fn json(response: Response) -> (StatusCode, Value) {
    let status = response.status();
    let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

pub(super) fn day_end() -> Timestamp {
    Timestamp::from_second(end_of_day_seconds(TODAY.parse().unwrap())).unwrap()
}

pub(super) fn entry(name: &str) -> Entry {
    let first = name.split(' ').next().unwrap().to_lowercase();
    Entry {
        id: ColleagueId(first.clone()),
        name: Name::new(name),
        primary: Address::parse(&format!("{first}@us.com")).unwrap(),
        aliases: Vec::new(),
        title: Name::new("Trader"),
        department: None,
        standing: Standing::Active,
    }
}

fn met() -> Vec<Seen> {
    let seen = |address: &str, name: &str, class| Seen {
        address: Address::parse(address).unwrap(),
        name: Name::new(name),
        classified: Classified { class, reason: "so said the test".to_owned() },
    };
    vec![
        seen("lea@acme.com", "Lea B.", Class::Person),
        seen("jo@acme.com", "<img src=x onerror=alert(1)>", Class::Person),
        seen("news@acme.com", "Acme News", Class::List),
    ]
}

/// A record of which nothing is known but its name.
pub(super) fn record(id: &str, kind: RecordKind, name: &str) -> Record {
    Record::named(RecordId(id.to_owned()), kind, Name::new(name).unwrap())
}

fn records() -> Vec<Record> {
    let mut acme = record("a1", RecordKind::Account, "Acme Corp");
    acme.domains = vec!["acme.com".to_owned()];
    let mut lea = record("c1", RecordKind::Contact, "Lea Berg");
    lea.title = Name::new("Buyer");
    lea.company = Name::new("Acme Corp");
    lea.account = Some(RecordId("a1".to_owned()));
    lea.addresses = vec![Address::parse("lea@acme.com").unwrap()];
    lea.owner = Address::parse("amber@us.com").ok();
    lea.invented = vec!["title".to_owned()];
    let mut left_alone = record("c2", RecordKind::Contact, "Leave Alone");
    left_alone.do_not_analyse = true;
    vec![acme, lea, left_alone, record("l1", RecordKind::Lead, "Nobody Yet")]
}

async fn read_a_mailbox(app: &App) {
    let store = &app.state.store;
    store.set_source("mail", "mbox", &SourceState::Ready, day_end()).await.unwrap();
    let owner = Some(app.person("amber@us.com").await);
    let mailbox = NewMailbox { source: "mail", name: "amber.mbox", kind: "mail", owner };
    let mailbox = store.mailbox(&mailbox).await.unwrap();
    let lea = store.address_id(&Address::parse("lea@acme.com").unwrap()).await.unwrap().unwrap();
    let mut ledger = Ledger { read: 50, stored: 40, duplicates: 5, ..Ledger::default() };
    ledger.filtered.insert(Filter::List, 5);
    let batch = BatchCommit {
        cursor: "end",
        ledger,
        left_out: &[(lea, Filter::List, 2)],
        position: 100,
        extent: Some(400),
        read_until: Some(day_end()),
        ..BatchCommit::default()
    };
    store.commit_batch(mailbox, &batch).await.unwrap();
}

fn pair(contact: PersonId, colleague: PersonId, weight: f64, days: i64) -> PairInsight {
    let at = |days: i64| Timestamp::from_second(day_end().as_second() - days * 86_400).unwrap();
    let counts = Counts { sent: 9, received: 8, replies: 3, ..Counts::default() };
    let (sent_at, received_at, reply_at) = (Some(at(days)), Some(at(days + 1)), Some(at(days + 1)));
    let newest = Newest { sent_at, received_at, reply_at, ..Newest::default() };
    let (sent, received) = (weight, weight);
    let sums = Sums { sent, received, replies: 0.5, meetings: 0.0, counts, first_at: at(300), newest };
    PairInsight { contact, colleague, sums, strength: Strength::of(&sums) }
}
