//! The past: what is to be erased after a choice. The worker of erasures does it; here it is asked to.

use std::collections::BTreeSet;

use relata_model::consent::Insights;
use relata_model::enabling::FILES_DUE;
use relata_model::{GroupId, PersonId};
use relata_store::{Forget, NewErasure};

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
    let (store, at) = (&state.store, (state.clock)());
    let (asked, reason) = match past {
        Past::Colleague(person) => (vec![Forget::OptOut(person)], "opted out, and asked for the past to go"),
        Past::Groups(groups) => {
            let within = |(person, during)| Forget::Within(person, during);
            (
                store.colleagues_within(&groups).await?.into_iter().map(within).collect(),
                "was in a group that is left out",
            )
        }
        Past::Insights(insights) => {
            store.erase_withdrawn(&insights, (at, at + FILES_DUE), &viewer.actor()).await?;
            return Ok(());
        }
    };
    for forget in asked {
        let new = NewErasure { forget, at, files_due: at + FILES_DUE, by: viewer.actor(), reason: reason.to_owned() };
        store.request_erasure(&new).await?;
    }
    Ok(())
}
