//! Dataverse: a CRM's records and activities by the Web API, read only.
//!
//! ```text
//! Dataverse::lookups ──▶ who owners are, what currencies are called
//! Dataverse::records ──▶ a page of accounts, contacts, leads or opportunities: Record, and which are gone
//! Activities         ──▶ emails, appointments, phone calls and tasks, behind the connector contract
//! ```
//!
//! What a column means is said once, for files and for this client: rows become the lines `relata_connectors` reads.
//!
//! **Invariant:** nothing is written: every question is a GET.

mod activities;
mod counts;
mod lookups;
mod records;
mod tables;
mod tracked;

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use relata_outgoing::Outgoing;

use crate::application::{Application, Limits};
use crate::graph::{NotUsable, query};
use crate::link::Link;
use crate::pace::Pace;
use crate::page::Onward;
use crate::service::{Place, Question, Service};
use crate::trouble::Trouble;
pub use activities::Activities;
pub use counts::TableCount;
pub use lookups::{Lookups, User};
pub use records::RecordPage;
use tables::{Row, Table};
pub use tracked::{Round, Tracked};

/// The environment lets an application have 52 questions at once; it shares them with everybody, so four are enough.
const AT_ONCE: usize = 4;
const GATE: &str = "dataverse";
/// A list that goes on for so many pages goes in a circle.
const MOST_PAGES: usize = 10_000;

/// One environment of Dataverse, asked as one application. Cheap to clone; clones share tokens, gates and connections.
#[derive(Clone)]
pub struct Dataverse {
    service: Service,
    /// Tables that lack the columns some environments have.
    plain: Arc<Mutex<BTreeSet<&'static str>>>,
}

impl Dataverse {
    /// Returns a client that has not asked anything yet. `environment` is its address:
    /// `https://contoso.crm4.dynamics.com`.
    ///
    /// # Errors
    ///
    /// If an address may not be asked, or the certificate cannot be used.
    pub fn new(
        application: &Application,
        environment: &str,
        outgoing: Outgoing,
        limits: Limits,
        pace: Pace,
    ) -> Result<Dataverse, NotUsable> {
        let limits = Limits { per_mailbox: AT_ONCE, ..limits };
        let service = Service::new(application, environment, outgoing, limits, pace).map_err(NotUsable)?;
        Ok(Dataverse { service, plain: Arc::default() })
    }

    fn is_plain(&self, table: &Table) -> bool {
        self.plain.lock().unwrap_or_else(PoisonError::into_inner).contains(table.set)
    }

    /// Asks for one page of a table, with changes tracked.
    async fn page(&self, table: &Table, at: Option<&Link>) -> Result<(Vec<Option<Row>>, Onward), Trouble> {
        loop {
            let is_plain = self.is_plain(table);
            let path = list(table.set, &[("$select", &table.select(!is_plain))]);
            let place = at.map_or(Place::Path(&path), Place::Link);
            match self.asked(table.set, place, "odata.track-changes,").await {
                // Not every environment has every column.
                Err(Trouble::Refused { code, .. })
                    if code == NO_SUCH_COLUMN && at.is_none() && !is_plain && !table.optional.is_empty() =>
                {
                    self.plain.lock().unwrap_or_else(PoisonError::into_inner).insert(table.set);
                }
                // A link that is not understood any more leads nowhere: everything is told again.
                Err(Trouble::Refused { code, .. }) if code == NO_SUCH_COLUMN && at.is_some() => {
                    return Err(Trouble::Reset);
                }
                answered => return answered,
            }
        }
    }

    /// Asks for all rows of a table, without tracking; those that meet a condition, if there is one.
    async fn all(&self, table: &Table, filter: Option<&str>) -> Result<Vec<Row>, Trouble> {
        self.listed(table, &table.select(false), filter).await
    }

    /// Asks for the rows whose column has one of these ids.
    async fn chosen(&self, table: &Table, columns: &str, column: &str, ids: &[&str]) -> Result<Vec<Row>, Trouble> {
        let sound = ids.iter().filter(|it| it.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-') && !it.is_empty());
        let any: Vec<String> = sound.map(|it| format!("{column} eq {it}")).collect();
        if any.is_empty() {
            return Ok(Vec::new());
        }
        self.listed(table, columns, Some(&any.join(" or "))).await
    }

    async fn listed(&self, table: &Table, columns: &str, filter: Option<&str>) -> Result<Vec<Row>, Trouble> {
        let mut options = vec![("$select", columns)];
        options.extend(filter.map(|it| ("$filter", it)));
        let path = list(table.set, &options);
        let (mut rows, mut at) = (Vec::new(), None);
        for _ in 0..MOST_PAGES {
            let place = at.as_ref().map_or(Place::Path(&path), Place::Link);
            let (page, onward) = self.asked(table.set, place, "").await?;
            rows.extend(page.into_iter().flatten());
            match onward {
                Onward::Next(next) if Some(&next) != at.as_ref() => at = Some(next),
                Onward::Next(_) => break,
                _ => return Ok(rows),
            }
        }
        Err(Trouble::passing(format!("the table {} of Dataverse goes in a circle", table.set)))
    }

    async fn asked(
        &self,
        set: &str,
        place: Place<'_>,
        preference: &str,
    ) -> Result<(Vec<Option<Row>>, Onward), Trouble> {
        let what = format!("the table {set} of Dataverse");
        let size = self.service.limits().page.clamp(1, 5_000);
        let prefer =
            format!("{preference}odata.maxpagesize={size},odata.include-annotations=\"{}\"", &tables::LOOKUP[1..]);
        let headers = [("prefer", prefer.as_str()), ("odata-maxversion", "4.0"), ("odata-version", "4.0")];
        let question = Question { headers: &headers, ..Question::get(place, GATE, &what) };
        self.service.page(&question).await.map_err(|it| said(it, set))
    }
}

impl fmt::Debug for Dataverse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dataverse(…)")
    }
}

fn list(set: &str, options: &[(&str, &str)]) -> String {
    format!("/api/data/v9.2/{set}?{}", query(options))
}

/// "Could not find a property named …"
const NO_SUCH_COLUMN: &str = "0x80060888";
/// The change token has outlived the seven days: "Please perform a full sync."
const EXPIRED: &str = "0x80044352";
/// The application has no user in the environment, or a disabled one.
const STRANGER: [&str; 2] = ["0x80072560", "0x80040225"];

/// Says what a refusal means here, and what to do.
fn said(trouble: Trouble, set: &str) -> Trouble {
    let why = match &trouble {
        Trouble::Refused { code, .. } if code == EXPIRED => return Trouble::Reset,
        Trouble::Refused { code, .. } if STRANGER.contains(&code.as_str()) => format!(
            "the application has no user in the Dataverse environment, or a disabled one ({code}): add it as an application \
             user in the Power Platform admin center, with the role that docs/dataverse.md describes"
        ),
        Trouble::Refused { code, .. } if code != NO_SUCH_COLUMN => format!(
            "the table {set} of Dataverse may not be read ({code}): give the application user a security role that reads it for \
             the whole organisation"
        ),
        _ => return trouble,
    };
    match trouble {
        Trouble::Refused { code, .. } => Trouble::Refused { code, why },
        trouble => trouble,
    }
}

#[cfg(test)]
mod tests;
