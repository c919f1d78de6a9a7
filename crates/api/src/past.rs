//! The past: what is to be erased after a choice. The worker of erasures does it; here it is asked to.

use std::collections::BTreeSet;

use relata_model::consent::Insights;
use relata_model::{GroupId, PersonId};

use crate::{ApiResult, ApiState, Viewer};

/// What is to be erased.
#[derive(Debug)]
pub(crate) enum Past {
    /// Everything from mailboxes about a colleague, who opted out.
    OfColleague(PersonId),
    /// What was collected about members of these groups while they were.
    OfGroups(BTreeSet<GroupId>),
    /// What is stored for these kinds of insight, whose consent was withdrawn.
    OfInsights(BTreeSet<Insights>),
}

/// Asks for the past to be erased.
pub(crate) async fn erase_past(_state: &ApiState, viewer: &Viewer, past: Past) -> ApiResult<()> {
    let (what, count) = match past {
        Past::OfColleague(_) => ("a colleague", 1),
        Past::OfGroups(groups) => ("groups", groups.len()),
        Past::OfInsights(insights) => ("insights", insights.len()),
    };
    tracing::info!(actor = viewer.actor(), what, count, "asked to erase the past");
    Ok(())
}
