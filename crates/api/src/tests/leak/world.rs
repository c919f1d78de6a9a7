//! A world with a secret in it, and its twin without what is secret.
//!
//! Amber and Ben know Lea (`c1` of `a1`); Amber knew Max (`c3`) long ago, and knows Ada, who is to be left alone (`c5`), and
//! Gil, who was forgotten; Ben met Jo. Cleo knows Lea better than both, Max later than Amber, Jo better than Ben, and alone
//! Kim (`c4` of `a2`) and Sol. Where nobody may learn of that, nobody has heard of Sol: the twin never met him. She took part in the deals `o1` (with others), `o2` (alone now) and `o3` (before, not now).

use std::collections::BTreeSet;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use relata_model::consent::{Insights, Interval};
use relata_model::enabling::Event;
use relata_model::groups::{Group, Stated};
use relata_model::notation::moment;
use relata_model::policy::{Right, Role};
use relata_model::series::{Contacted, Counts, day_of};
use relata_model::{Address, Class, Classified, ColleagueId, GroupId, Holder, Name, PersonId, Record, RecordId};
use relata_model::{RecordKind, Series, Visibility};
use relata_store::{Edition, EmbedOrigin, Forget, GivenBy, NewErasure, Seen};
use tower::ServiceExt;

use crate::Viewer;
use crate::tests::app::{self, App};
use crate::tests::deals;

/// What nobody may learn of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Secret {
    /// Nothing: Cleo shares whom she knows.
    None,
    /// Whom Cleo knows; she is named only after she says yes.
    NamedAfterYes,
    /// Whom Cleo knows; she is counted.
    CountedOnly,
    /// Whom Cleo knows, and that she is there.
    Hidden,
    /// The same, and she works here no more.
    HiddenAndLeft,
    /// Whom Cleo knows of four people she hides; she is named otherwise.
    HiddenTies,
    /// Who knows Ada, whom a record says to leave alone.
    ContactLeftAlone,
    /// Who knows Gil, who asked to be forgotten.
    ContactForgotten,
    /// Whom Cleo knew, who opted out and asked for the past to go.
    OptedOut,
    /// Whom Cleo knew while she was in a group that is left out, and its past with it.
    OptedOutByGroup,
}

/// Who asks: their place in [`World::viewers`].
pub(super) const CLEO: usize = 0;

impl Secret {
    /// Returns who must be nowhere, and what only they are called.
    pub(super) fn nowhere(self) -> Option<(&'static str, &'static [&'static str])> {
        match self {
            Secret::Hidden | Secret::HiddenAndLeft => Some(("cleo", &["Cleo", "cleo"])),
            _ => None,
        }
    }
}

pub(super) struct World {
    app: App,
    pub(super) secret: Secret,
    /// What viewers are called, and the API as each sees it.
    pub(super) viewers: Vec<Asks>,
    ids: Vec<(&'static str, PersonId)>,
}

/// Somebody who asks.
pub(super) struct Asks {
    /// What they are called here.
    pub(super) name: &'static str,
    /// The API, as they see it.
    router: Router,
    /// The session of a widget they ask through.
    widget: Option<String>,
}

impl Asks {
    /// Returns whether it is a widget in another application's form.
    pub(super) fn is_widget(&self) -> bool {
        self.widget.is_some()
    }
}

/// An answer, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl World {
    /// Returns the world with a secret; `there`: what is secret is so, or it is the twin.
    pub(super) async fn with(secret: Secret, there: bool) -> World {
        let app = App::start().await;
        let store = &app.state.store;
        app.consent_to(&[Insights::ForEachUser, Insights::Aggregated, Insights::Identifiable]).await;
        store.intern(&strangers()).await.unwrap();
        store.upsert_records(&records()).await.unwrap();
        let out_of_sight = !matches!(
            secret,
            Secret::None
                | Secret::NamedAfterYes
                | Secret::CountedOnly
                | Secret::ContactLeftAlone
                | Secret::ContactForgotten
        );
        let sol_is_there = there || !out_of_sight;
        if sol_is_there {
            store.intern(&[seen((SOL, "Sol Unmet"))]).await.unwrap();
        }
        let cleo = app.person("cleo@us.com").await;
        let visibility = match secret {
            Secret::NamedAfterYes => Visibility::NamedAfterYes,
            Secret::CountedOnly => Visibility::CountedOnly,
            Secret::Hidden | Secret::HiddenAndLeft => Visibility::Hidden,
            _ => Visibility::Named,
        };
        store.set_visibility(cleo, visibility).await.unwrap();
        if secret == Secret::HiddenTies {
            let met = ["lea@acme.com", "jo@acme.com", "max@acme.com", "kim@other.com", SOL];
            for contact in met.into_iter().filter(|it| sol_is_there || *it != SOL) {
                assert!(store.hide_tie(cleo, app.person(contact).await, app::day_end()).await.unwrap());
            }
        }
        if secret == Secret::HiddenAndLeft {
            store.replace_directory(&["Amber Stone", "Ben Hill"].map(app::entry)).await.unwrap();
        }
        let of_contact = match secret {
            Secret::ContactLeftAlone => Some("ada@acme.com"),
            Secret::ContactForgotten => Some("gil@acme.com"),
            _ => None,
        };
        let is_kept = |(colleague, contact, ..): &(&str, &str, f64, i64)| match of_contact {
            Some(secret) => there || secret != *contact,
            None => there || *colleague != "cleo@us.com",
        };
        app.publish_all(&PAIRS.into_iter().filter(is_kept).collect::<Vec<_>>()).await;
        let cleo_knows = there || of_contact.is_some();
        for (record, months) in [("o1", "lea"), ("o2", "kim"), ("o3", "lea")] {
            app.happened(record, &happened(&app, record, months, cleo_knows).await).await;
        }
        if secret == Secret::ContactForgotten {
            // Asked for, and not carried out yet: the rows are there, and nobody may find them.
            let (forget, at) = (Forget::Person(app.person("gil@acme.com").await), app::day_end());
            let (by, reason) = ("demo".to_owned(), "asked for".to_owned());
            store.request_erasure(&NewErasure { forget, at, files_due: at, by, reason }).await.unwrap();
        }
        app.compute(Edition::Enhanced).await;
        let wish = match secret {
            Secret::OptedOut => Some(Forget::OptOut(cleo)),
            Secret::OptedOutByGroup => Some(Forget::Within(cleo, in_the_group(store).await)),
            _ => None,
        };
        if let Some(forget) = wish {
            // After everything was computed with what she did; the steps of the erasure are still to come.
            let (at, by, reason) = (app::day_end(), "demo".to_owned(), "asked for".to_owned());
            store.request_erasure(&NewErasure { forget, at, files_due: at, by, reason }).await.unwrap();
        }
        let mut ids = Vec::new();
        for (name, address) in PEOPLE {
            ids.push((name, app.person(address).await));
        }
        // The last who was met, or the next who would be.
        let last = ids.iter().map(|it| it.1).max().unwrap();
        ids.push(("sol", PersonId(last.0 + 1)));
        let viewers = viewers(&app).await;
        World { app, secret, viewers, ids }
    }

    /// Asks, as one of the viewers.
    pub(super) async fn ask(&self, viewer: usize, path: &str) -> Answer {
        let asks = &self.viewers[viewer];
        let (request, body) = match path.strip_prefix("POST ") {
            Some(post) => {
                let (path, body) = post.split_once(' ').unwrap();
                let request = Request::post(format!("/api/v1{path}")).header("content-type", "application/json");
                (request, Body::from(body.to_owned()))
            }
            None => (Request::get(format!("/api/v1{path}")), Body::empty()),
        };
        let request = request.header("host", "localhost");
        let request = match &asks.widget {
            Some(session) => request.header("authorization", format!("Embed {session}")).header("origin", CRM),
            None => request,
        };
        let response = asks.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let header = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
            (name.to_string(), value.to_str().unwrap().to_owned())
        };
        let (status, headers) = (response.status().as_u16(), response.headers().iter().map(header).collect());
        let body = to_bytes(response.into_body(), 1 << 24).await.unwrap();
        Answer { status, headers, body: String::from_utf8(body.to_vec()).unwrap() }
    }

    /// Returns whether the database answers.
    pub(super) async fn is_ready(&self) -> bool {
        self.app.state.store.is_ready().await
    }

    /// Puts numbers for names in braces.
    pub(super) fn with_ids(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, id) in &self.ids {
            text = text.replace(&format!("{{{name}}}"), &id.to_string());
        }
        text
    }

    /// Returns the number of a name.
    pub(super) fn id(&self, name: &str) -> PersonId {
        self.ids.iter().find(|it| it.0 == name).unwrap().1
    }
}

/// Whom nobody but Cleo ever met.
const SOL: &str = "sol@else.com";

/// Everybody who is asked about.
pub(super) const PEOPLE: [(&str, &str); 10] = [
    ("lea", "lea@acme.com"),
    ("jo", "jo@acme.com"),
    ("max", "max@acme.com"),
    ("kim", "kim@other.com"),
    ("ada", "ada@acme.com"),
    ("gil", "gil@acme.com"),
    ("news", "news@acme.com"),
    ("amber", "amber@us.com"),
    ("ben", "ben@us.com"),
    ("cleo", "cleo@us.com"),
];

/// The site whose forms show widgets.
const CRM: &str = "https://crm.example";
/// Widgets, for Amber, and the records in whose forms they are.
const WIDGETS: [(&str, &str); 3] = [
    ("a widget in the form of a contact", "c1"),
    ("a widget in the form of an account", "a1"),
    ("a widget in the form of a deal", "o1"),
];

/// Leaves a group out that Cleo is in, and returns since when she was.
async fn in_the_group(store: &relata_store::Store) -> Vec<Interval> {
    let cleo = Stated { colleague: ColleagueId("cleo".to_owned()), from: None, to: None };
    let (id, name) = (GroupId("legal".to_owned()), Name::new("Legal").unwrap());
    let groups = [Group { id: id.clone(), name, members: vec![cleo] }];
    store.replace_groups(&groups, app::day_end(), "demo").await.unwrap();
    let left_out = Event::GroupsExcluded { groups: BTreeSet::from([id.clone()]), erase_past: true };
    store.append_consent_event(app::day_end(), "demo", left_out).await.unwrap();
    let within = store.colleagues_within(&BTreeSet::from([id])).await.unwrap();
    assert_eq!(within.len(), 1, "Cleo is in the group");
    within.into_iter().next().unwrap().1
}

/// Opens the widget of a record, as the CRM's server and page do.
async fn widget(app: &App, router: &Router, record: &str) -> String {
    let post = async |path: &str, headers: &[(&str, &str)], body: String| {
        let request = Request::post(format!("/api/v1{path}")).header("content-type", "application/json");
        let request =
            headers.iter().fold(request.header("host", "localhost"), |it, (name, value)| it.header(*name, *value));
        app::json(router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap()).await.1
    };
    let origin = EmbedOrigin { origin: CRM.to_owned(), label: "CRM".to_owned() };
    app.state.store.set_embed_origins(&[origin], "demo", app::day_end()).await.unwrap();
    let token = r#"{"name": "CRM", "rights": ["issue_embed_tokens"], "expires_in_days": 90}"#;
    let bearer = format!("Bearer {}", post("/tokens", &[], token.to_owned()).await["token"].as_str().unwrap());
    let wanted = format!(r#"{{"record": "{record}", "email": "amber@us.com", "origin": "{CRM}"}}"#);
    let token = post("/embed/tokens", &[("authorization", &bearer)], wanted).await;
    let exchange = format!(r#"{{"token": {}, "origin": "{CRM}"}}"#, token["token"]);
    post("/embed/sessions", &[("origin", CRM)], exchange).await["session"].as_str().unwrap().to_owned()
}

async fn viewers(app: &App) -> Vec<Asks> {
    let someone = |name, roles: &[Role], person| Viewer {
        person,
        ..Viewer::with_roles(name, Some("sam@us.com".to_owned()), roles.iter().copied())
    };
    let [cleo, amber] = ["cleo@us.com", "amber@us.com"].map(|it| app.person(it));
    let (cleo, amber) = (Some(cleo.await), Some(amber.await));
    let everything = Viewer { rights: Right::ALL.into_iter().collect(), ..someone("Sam", &[Role::SalesManager], None) };
    let viewers = [
        ("Cleo herself", Some(someone("Sam", &[Role::Salesperson], cleo))),
        ("a salesperson", Some(someone("Sam", &[Role::Salesperson], None))),
        ("Amber, a salesperson", Some(someone("Sam", &[Role::Salesperson], amber))),
        ("a manager", Some(someone("Sam", &[Role::SalesManager], None))),
        ("an administrator", Some(someone("Sam", &[Role::Administrator], None))),
        ("an auditor", Some(someone("Sam", &[Role::Auditor], None))),
        ("somebody with every right", Some(everything)),
        ("nobody", None),
    ];
    let seen_by = |viewer: Option<Viewer>| {
        let mut state = app.state.clone();
        state.viewer = viewer.map(Into::into);
        crate::router(state)
    };
    let administrator = seen_by(Some(someone("Sam", &[Role::Administrator], None)));
    let by_hand = GivenBy { actor: "demo", at: app::day_end(), oneself: false };
    let amber = Holder::Colleague(amber.unwrap());
    app.state.store.give_role(Role::Salesperson, &amber, by_hand).await.unwrap();
    let nobody = seen_by(None);
    let mut asking: Vec<Asks> =
        viewers.into_iter().map(|(name, viewer)| Asks { name, router: seen_by(viewer), widget: None }).collect();
    for (name, record) in WIDGETS {
        let widget = Some(widget(app, &administrator, record).await);
        asking.push(Asks { name, router: nobody.clone(), widget });
    }
    asking
}

fn seen((address, name): (&str, &str)) -> Seen {
    Seen {
        address: Address::parse(address).unwrap(),
        name: Name::new(name),
        classified: Classified { class: Class::Person, reason: "so said the test".to_owned() },
    }
}

fn strangers() -> Vec<Seen> {
    let all = [
        ("max@acme.com", "Max Old"),
        ("kim@other.com", "Kim Only"),
        ("ada@acme.com", "Ada Alone"),
        ("gil@acme.com", "Gil Gone"),
    ];
    all.into_iter().map(seen).collect()
}

fn records() -> Vec<Record> {
    let contact = |id: &str, name: &str, account: &str, address: &str| Record {
        account: Some(RecordId(account.to_owned())),
        addresses: vec![Address::parse(address).unwrap()],
        ..app::record(id, RecordKind::Contact, name)
    };
    let deal = |id: &str, name: &str, account: &str, contact: &str| Record {
        account: Some(RecordId(account.to_owned())),
        primary_contact: Some(RecordId(contact.to_owned())),
        owner: Address::parse("amber@us.com").ok(),
        revenue: Some(1_000.0),
        created_on: "2026-01-10".parse().ok(),
        close_on: "2026-06-30".parse().ok(),
        ..app::record(id, RecordKind::Opportunity, name)
    };
    vec![
        app::record("a2", RecordKind::Account, "Other Corp"),
        contact("c3", "Max Old", "a1", "max@acme.com"),
        contact("c4", "Kim Only", "a2", "kim@other.com"),
        Record { do_not_analyse: true, ..contact("c5", "Ada Alone", "a1", "ada@acme.com") },
        deal("o1", "Turbines", "a1", "c1"),
        deal("o2", "Valves", "a2", "c4"),
        deal("o3", "Pumps", "a1", "c1"),
    ]
}

/// Colleague, contact, weight both ways, days since.
const PAIRS: [(&str, &str, f64, i64); 11] = [
    ("amber@us.com", "lea@acme.com", 2.0, 3),
    ("ben@us.com", "lea@acme.com", 8.0, 9),
    ("amber@us.com", "max@acme.com", 1.0, 500),
    ("amber@us.com", "ada@acme.com", 4.0, 4),
    ("ben@us.com", "gil@acme.com", 4.0, 4),
    ("ben@us.com", "jo@acme.com", 1.0, 30),
    ("cleo@us.com", "lea@acme.com", 9.0, 1),
    ("cleo@us.com", "jo@acme.com", 5.0, 2),
    ("cleo@us.com", "max@acme.com", 3.0, 380),
    ("cleo@us.com", "kim@other.com", 4.0, 5),
    ("cleo@us.com", SOL, 4.0, 6),
];

/// What happened with a deal in February and March. The figures are those of the record; whether Cleo was in them is what
/// the lines of people tell.
async fn happened(app: &App, record: &str, contact: &str, with_cleo: bool) -> Vec<Series> {
    let theirs = app.address(if contact == "kim" { "kim@other.com" } else { "lea@acme.com" }).await;
    let (amber, cleo) = (app.address("amber@us.com").await, app.address("cleo@us.com").await);
    let lines: &[(&str, bool, u32)] = match record {
        "o1" => &[("2026-02-10", false, 3), ("2026-03-24", false, 3), ("2026-02-10", true, 9), ("2026-03-24", true, 9)],
        "o2" => &[("2026-01-02", false, 3), ("2026-03-24", true, 9)],
        _ => &[("2026-03-24", false, 3), ("2025-12-30", true, 9)],
    };
    let mut months: Vec<Series> = Vec::new();
    for (date, by_cleo, emails) in lines {
        let last_at = moment(&format!("{date}T10:00")).as_second();
        let met = |address, emails| Contacted { address, emails, meetings: 0, calls: 0, last_at };
        let day = deals::day(date, Counts { emails_out: 2, emails_in: 1, ..Counts::default() });
        let mut people = vec![met(theirs, *emails)];
        match by_cleo {
            true if with_cleo => people.push(met(cleo, *emails)),
            true => {}
            false => people.push(met(amber, *emails)),
        }
        let number = day_of(date.parse().unwrap());
        match months.iter_mut().find(|it| it.days[0].day == number) {
            Some(known) => known.people.extend(people.into_iter().skip(1)),
            None => months.push(Series { days: vec![day], people, ..Series::default() }),
        }
    }
    months.sort_by_key(|it| it.days[0].day);
    months
}
