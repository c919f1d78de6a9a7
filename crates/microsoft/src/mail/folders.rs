//! Folders: which of a mailbox are read.
//!
//! Left out by their well-known names, with everything below them: junk, deleted items, drafts, outbox, and what Outlook keeps for
//! itself. Folders' own names are never asked for: people name them after people.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::graph::{Graph, IMMUTABLE, part};
use crate::lenient::{Count, Object, Text};
use crate::page::Onward;
use crate::service::{Place, Question};
use crate::trouble::Trouble;

const LEFT_OUT: [&str; 6] = ["junkemail", "deleteditems", "drafts", "outbox", "conversationhistory", "syncissues"];
/// Of some hundred folders each.
const MOST_PAGES: usize = 200;

/// A folder that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) id: String,
    pub(crate) sent: bool,
    /// How many messages lie in it.
    pub(crate) messages: u64,
}

/// The folders with well-known names, which keep their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Known {
    left_out: Vec<String>,
    sent: Option<String>,
}

/// A folder as it stands on the wire.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Wire {
    id: Text,
    parent_folder_id: Text,
    total_item_count: Count,
    #[serde(rename = "@removed")]
    removed: Object<Removed>,
}

#[derive(Default, Deserialize)]
struct Removed {}

/// Returns the folders of a mailbox that are read, in a lasting order.
pub(crate) async fn list(graph: &Graph, user: &str) -> Result<Vec<Listed>, Trouble> {
    let known = known(graph, user).await?;
    Ok(read(&all(graph, user).await?, &known))
}

/// Returns the folders with well-known names. Some are made only when they are needed.
pub(crate) async fn known(graph: &Graph, user: &str) -> Result<Known, Trouble> {
    let mut known = Known { left_out: Vec::new(), sent: id_of(graph, user, "sentitems").await? };
    for name in LEFT_OUT {
        known.left_out.extend(id_of(graph, user, name).await?);
    }
    Ok(known)
}

/// Returns how many messages lie in folders, whether they are read or not.
pub(crate) fn messages(folders: &[Wire]) -> u64 {
    folders.iter().filter_map(|it| it.total_item_count.0).sum()
}

/// Returns which of all folders are read.
pub(crate) fn read(folders: &[Wire], known: &Known) -> Vec<Listed> {
    let left_out: HashSet<&str> = known.left_out.iter().map(String::as_str).collect();
    let parents: HashMap<&str, &str> =
        folders.iter().map(|it| (it.id.0.as_str(), it.parent_folder_id.0.as_str())).collect();
    let is_left_out = |id: &str| {
        let mut above = HashSet::new();
        let mut next = Some(id);
        // Ids are the source's: a folder above itself ends the walk, not the program.
        while let Some(id) = next.filter(|it| above.insert(*it)) {
            if left_out.contains(id) {
                return true;
            }
            next = parents.get(id).copied();
        }
        false
    };
    let read = folders.iter().filter(|it| !is_left_out(&it.id.0));
    let mut listed: Vec<Listed> = read
        .map(|it| Listed {
            id: it.id.0.clone(),
            sent: known.sent.as_deref() == Some(&it.id.0),
            messages: it.total_item_count.0.unwrap_or(0),
        })
        .collect();
    listed.sort_by(|a, b| a.id.cmp(&b.id));
    listed
}

/// The id of a folder by its well-known name, if the mailbox has one.
pub(crate) async fn id_of(graph: &Graph, user: &str, name: &str) -> Result<Option<String>, Trouble> {
    let path = format!("/v1.0/users/{}/mailFolders/{name}?$select=id", part(user));
    let question = Question { headers: &[IMMUTABLE], ..Question::get(Place::Path(&path), user, "the mailbox") };
    match graph.service.ask::<Wire>(&question).await {
        Ok(it) => Ok(it.id.some().map(str::to_owned)),
        Err(trouble) if trouble.is_gone() => Ok(None),
        Err(trouble) => Err(trouble),
    }
}

/// Returns all folders of a mailbox, without their names.
pub(crate) async fn all(graph: &Graph, user: &str) -> Result<Vec<Wire>, Trouble> {
    let path = format!("/v1.0/users/{}/mailFolders/delta?$select=id,parentFolderId,totalItemCount", part(user));
    let headers = &[IMMUTABLE];
    let question = Question { headers, ..Question::get(Place::Path(&path), user, "the mailbox") };
    let mut folders: Vec<Wire> = Vec::new();
    let mut page = graph.service.page::<Wire>(&question).await?;
    for _ in 0..MOST_PAGES {
        folders.extend(page.0.into_iter().flatten().filter(|it| it.id.some().is_some() && it.removed.0.is_none()));
        let Onward::Next(next) = page.1 else {
            folders.sort_by(|a, b| a.id.0.cmp(&b.id.0));
            folders.dedup_by(|a, b| a.id.0 == b.id.0);
            return Ok(folders);
        };
        let question = Question { headers, ..Question::get(Place::Link(&next), user, "the mailbox") };
        page = graph.service.page(&question).await?;
    }
    Err(Trouble::passing("the mailbox's folders go in a circle"))
}
