//! Probes: whether a mailbox can be read at all. The only honest way to know how far a grant reaches, since what Exchange grants
//! for a group stands in no token.

use jiff::SignedDuration;
use serde::Deserialize;

use crate::graph::{Graph, IMMUTABLE, part, query};
use crate::service::{Place, Question};
use crate::trouble::Trouble;

/// What came of asking for a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Probed {
    /// It can be read.
    Readable,
    /// The service says no.
    Denied {
        /// The service's code.
        code: String,
    },
    /// There is no such mailbox.
    Missing,
}

#[derive(Deserialize)]
struct Nothing {}

/// Returns whether the mail of a user can be read; nothing of it is.
///
/// # Errors
///
/// [`Trouble`] that says nothing about the mailbox: no token, a busy service.
pub async fn probe(graph: &Graph, user: &str) -> Result<Probed, Trouble> {
    asked(graph, user, "mailFolders/inbox?$select=id").await
}

/// Returns whether the calendar of a user can be read; nothing of it is.
///
/// # Errors
///
/// As [`probe`].
pub async fn probe_calendar(graph: &Graph, user: &str) -> Result<Probed, Trouble> {
    let now = graph.service.pace().now();
    let (from, to) = (now.to_string(), (now + SignedDuration::from_mins(1)).to_string());
    let options = [("startDateTime", from.as_str()), ("endDateTime", to.as_str()), ("$select", "id"), ("$top", "1")];
    asked(graph, user, &format!("calendarView?{}", query(&options))).await
}

async fn asked(graph: &Graph, user: &str, what: &str) -> Result<Probed, Trouble> {
    let path = format!("/v1.0/users/{}/{what}", part(user));
    let question = Question { headers: &[IMMUTABLE], ..Question::get(Place::Path(&path), user, "the mailbox") };
    match graph.service.ask::<Nothing>(&question).await {
        Ok(Nothing {}) => Ok(Probed::Readable),
        Err(Trouble::Refused { code, .. }) => Ok(Probed::Denied { code }),
        Err(Trouble::Skip { .. }) => Ok(Probed::Missing),
        Err(trouble) => Err(trouble),
    }
}
