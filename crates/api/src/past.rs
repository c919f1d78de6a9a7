//! The past: what is to be erased after a choice. The worker of erasures does it; here it is asked to.

use std::collections::BTreeSet;

use relata_model::consent::{Insights, Interval};
use relata_model::{GroupId, PersonId};

use crate::{ApiResult, ApiState, Viewer};

/// What is to be erased.
pub(crate) enum Past {
    /// Everything about a colleague, who opted out.
    Colleague(PersonId),
    /// What was collected about members of these groups while they were.
    Groups(BTreeSet<GroupId>),
    /// What is stored for these kinds of insight, whose consent was withdrawn.
    Insights(BTreeSet<Insights>),
}

/// Asks for the past to be erased.
pub(crate) async fn erase_past(state: &ApiState, viewer: &Viewer, past: Past) -> ApiResult<()> {
    match past {
        Past::Colleague(person) => request(viewer, "opt_out", Some(person), &[Interval::ever()]),
        Past::Groups(groups) => {
            for (person, during) in state.store.colleagues_within(&groups).await? {
                request(viewer, "group", Some(person), &during);
            }
        }
        Past::Insights(insights) => insights.into_iter().for_each(|_| request(viewer, "withdrawal", None, &[])),
    }
    Ok(())
}

fn request(viewer: &Viewer, source: &str, person: Option<PersonId>, during: &[Interval]) {
    let (actor, person, spans) = (viewer.actor(), person.map_or(0, |it| it.0), during.len());
    tracing::info!(actor, source, person, spans, "asked to erase the past");
}
