//! A tenant with a client, and what it takes to read one to the end.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use relata_connectors::{Batch, Connector, Cursor, FetchError};
use relata_microsoft::{Application, Cloud, Credential, Graph, Limits, Mail, Pace};
use relata_model::{Identity, Observed};
use relata_outgoing::Outgoing;
use relata_stand_in::{CLIENT, SECRET, StandIn, Tenant};

pub struct World {
    pub stand_in: Arc<StandIn>,
    pub graph: Graph,
}

impl World {
    pub async fn new(build: impl FnOnce(&mut Tenant)) -> World {
        let mut tenant = Tenant::new(7);
        build(&mut tenant);
        World::of(tenant, Limits::default()).await
    }

    pub async fn of(tenant: Tenant, limits: Limits) -> World {
        let stand_in = Arc::new(StandIn::start(tenant).await.unwrap());
        let graph = graph(&stand_in, &application(&stand_in), limits);
        World { stand_in, graph }
    }

    pub fn mail(&self, user: &str) -> Mail {
        Mail::new(&self.graph, user)
    }
}

pub fn application(stand_in: &StandIn) -> Application {
    Application {
        tenant: stand_in.look(|it| it.id().to_owned()),
        client: CLIENT.to_owned(),
        credential: Credential::Secret(SECRET.to_owned().into()),
        cloud: Cloud { login: stand_in.login().to_owned(), graph: stand_in.graph().to_owned() },
    }
}

pub fn graph(stand_in: &Arc<StandIn>, application: &Application, limits: Limits) -> Graph {
    let clock = Arc::clone(stand_in);
    let mut pace = Pace::new(move || clock.look(|it| it.now()));
    (pace.first_pause, pace.patience) = (Duration::from_millis(1), Duration::from_secs(5));
    let outgoing = Outgoing::new(&["127.0.0.1".to_owned()]).unwrap();
    Graph::new(application, outgoing, limits, pace).unwrap()
}

/// Reads until there is no more, with a connector that lives on.
pub async fn read(connector: &dyn Connector, cursor: &mut Option<Cursor>) -> Result<Vec<Observed>, FetchError> {
    let mut observed = Vec::new();
    for _ in 0..5_000 {
        let batch = connector.fetch(cursor.as_ref()).await?;
        let Batch { observed: more_of_it, more, cursor: next, .. } = batch;
        observed.extend(more_of_it);
        *cursor = Some(next);
        if !more {
            return Ok(observed);
        }
    }
    panic!("reading does not end");
}

pub fn identities(observed: &[Observed]) -> BTreeSet<Identity> {
    observed.iter().map(|it| it.identity).collect()
}

/// One line for each, in order of time.
pub fn show(observed: &[Observed]) -> String {
    let mut lines: Vec<String> = observed
        .iter()
        .map(|it| {
            let people = it.participants.iter().map(|who| {
                let name = who.name.as_ref().map_or(String::new(), |it| format!(" ({})", it.as_str()));
                let answer = match who.response {
                    relata_model::Response::None => String::new(),
                    it => format!(" {it:?}"),
                };
                format!("{:?} {}{name}{answer}", who.role, who.address.as_str())
            });
            let people = people.collect::<Vec<_>>().join(", ");
            let marks = &it.marks;
            let marks = [
                (marks.cancelled, " cancelled"),
                (marks.private, " private"),
                (marks.draft, " draft"),
                (marks.delivery_report, " report"),
                (marks.list.is_some(), " list"),
                (it.reply_to.is_some(), " reply"),
                (it.folder == relata_model::Folder::Sent, " sent"),
            ];
            let marks: String = marks.iter().filter(|it| it.0).map(|it| it.1).collect();
            let minutes = if it.minutes > 0 { format!(" {}min", it.minutes) } else { String::new() };
            format!("{} of {}{minutes}{marks}: {people}\n", it.at, it.audience)
        })
        .collect();
    lines.sort();
    lines.dedup();
    lines.concat()
}
