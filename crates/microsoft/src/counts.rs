//! Counts: how many messages a mailbox has, by folder and month, without reading one. For the plan before anything is read, and for
//! the census after.

use relata_model::Month;

use crate::graph::{Graph, IMMUTABLE, LOW_PRIORITY, part, query};
use crate::mail::folders;
use crate::service::{Place, Question};
use crate::trouble::Trouble;

/// Messages of one folder that were received in one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The folder, by the service's id.
    pub folder: String,
    /// Whether it is the folder of what was sent.
    pub sent: bool,
    /// When they were received, in UTC.
    pub month: Month,
    /// How many.
    pub messages: u64,
}

/// Returns how many messages lie in the folders that are read, for each month from `first` to `last`, both included.
///
/// # Errors
///
/// [`Trouble`] of the service.
pub async fn counts(graph: &Graph, user: &str, first: Month, last: Month) -> Result<Vec<Counted>, Trouble> {
    let mut counted = Vec::new();
    for folder in folders::list(graph, user).await?.into_iter().filter(|it| it.messages > 0) {
        let mut month = first;
        while month <= last {
            let filter = format!(
                "receivedDateTime ge {month}-01T00:00:00Z and receivedDateTime lt {}-01T00:00:00Z",
                month.plus(1)
            );
            let messages = count(graph, user, &folder.id, &filter).await?;
            counted.push(Counted { folder: folder.id.clone(), sent: folder.sent, month, messages });
            month = month.plus(1);
        }
    }
    Ok(counted)
}

/// Returns how many messages of a folder a filter lets through.
pub(crate) async fn count(graph: &Graph, user: &str, folder: &str, filter: &str) -> Result<u64, Trouble> {
    let options = query(&[("$filter", filter)]);
    let path = format!("/v1.0/users/{}/mailFolders/{}/messages/$count?{options}", part(user), part(folder));
    let headers = &[IMMUTABLE, LOW_PRIORITY];
    graph.service.count(&Question { headers, ..Question::get(Place::Path(&path), user, "the mailbox") }).await
}
