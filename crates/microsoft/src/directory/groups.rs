//! Groups: who is in one, through however many groups in between.

use relata_model::groups::{Group, Stated};
use relata_model::{ColleagueId, GroupId, Name};
use serde::Deserialize;

use crate::graph::{Graph, LOW_PRIORITY, part, query};
use crate::lenient::Text;
use crate::page::Onward;
use crate::service::{Place, Question};
use crate::trouble::Trouble;

const WHAT: &str = "the group";
const DIRECTORY: &str = "the directory";
const GATE: &str = "directory";
/// Groups shown to choose from.
const MOST_FOUND: &str = "25";
/// Of 999 members each.
const MOST_PAGES: usize = 1_000;
/// Counting members takes the directory's index, which lags by seconds.
const EVENTUAL: (&str, &str) = ("consistencylevel", "eventual");

/// A group to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedGroup {
    /// The directory's id.
    pub id: GroupId,
    /// What it is called.
    pub name: Name,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Wire {
    id: Text,
    display_name: Text,
}

impl Wire {
    fn named(self) -> Option<NamedGroup> {
        Some(NamedGroup { id: GroupId(self.id.some()?.to_owned()), name: Name::new(&self.display_name.0)? })
    }
}

/// Returns security groups whose names begin like this, by name, at most 25. Other groups cannot limit what an application reads.
///
/// # Errors
///
/// [`Trouble`] of the service.
pub async fn find_groups(graph: &Graph, beginning: &str) -> Result<Vec<NamedGroup>, Trouble> {
    let mut filter = "securityEnabled eq true".to_owned();
    if !beginning.is_empty() {
        filter += &format!(" and startswith(displayName,'{}')", beginning.replace('\'', "''"));
    }
    let options = [("$select", "id,displayName"), ("$top", MOST_FOUND), ("$filter", &filter)];
    let path = format!("/v1.0/groups?{}", query(&options));
    let question = Question { headers: &[LOW_PRIORITY], ..Question::get(Place::Path(&path), GATE, DIRECTORY) };
    let (found, _) = graph.service.page::<Wire>(&question).await?;
    let mut found: Vec<NamedGroup> = found.into_iter().flatten().filter_map(Wire::named).collect();
    found.sort_by_cached_key(|it| (it.name.as_str().to_lowercase(), it.id.clone()));
    Ok(found)
}

/// Returns how many users are in a group, also through groups in it.
///
/// # Errors
///
/// [`Trouble`] of the service.
pub async fn count_members(graph: &Graph, id: &GroupId) -> Result<u64, Trouble> {
    let path = format!("/v1.0/groups/{}/transitiveMembers/microsoft.graph.user/$count", part(&id.0));
    // Another gate than the directory's: a list of groups is counted in one go, each by itself.
    let question = Question { headers: &[LOW_PRIORITY, EVENTUAL], ..Question::get(Place::Path(&path), &id.0, WHAT) };
    graph.service.count(&question).await
}

/// Returns every group, by what it is called.
///
/// # Errors
///
/// [`Trouble`] of the service.
pub async fn groups(graph: &Graph) -> Result<Vec<NamedGroup>, Trouble> {
    let path = format!("/v1.0/groups?{}", query(&[("$select", "id,displayName"), ("$top", "999")]));
    let headers = &[LOW_PRIORITY];
    let first = Question { headers, ..Question::get(Place::Path(&path), GATE, DIRECTORY) };
    let mut page = graph.service.page::<Wire>(&first).await?;
    let mut found = Vec::new();
    for _ in 0..MOST_PAGES {
        found.extend(page.0.into_iter().flatten().filter_map(Wire::named));
        let Onward::Next(next) = page.1 else { return Ok(found) };
        page = graph.service.page(&Question { headers, ..Question::get(Place::Link(&next), GATE, DIRECTORY) }).await?;
    }
    Err(Trouble::passing("the pages of groups go in a circle"))
}

/// Returns a group with every user in it, also those in groups of it. Nobody knows since when they are.
///
/// # Errors
///
/// [`Trouble`] of the service; a group that is not there is [`Trouble::Skip`].
pub async fn group(graph: &Graph, id: &GroupId) -> Result<Group, Trouble> {
    let path = format!("/v1.0/groups/{}?$select=id,displayName", part(&id.0));
    let question = Question { headers: &[LOW_PRIORITY], ..Question::get(Place::Path(&path), GATE, WHAT) };
    let wire: Wire = graph.service.ask(&question).await?;
    let unnamed = || Name::new(&id.0).ok_or_else(|| Trouble::passing("the group has no name"));
    let name = Name::new(&wire.display_name.0).map_or_else(unnamed, Ok)?;
    let options = query(&[("$select", "id"), ("$count", "true"), ("$top", "999")]);
    let path = format!("/v1.0/groups/{}/transitiveMembers/microsoft.graph.user?{options}", part(&id.0));
    let headers = &[LOW_PRIORITY, EVENTUAL];
    let mut members = Vec::new();
    let mut page =
        graph.service.page::<Wire>(&Question { headers, ..Question::get(Place::Path(&path), GATE, WHAT) }).await?;
    for _ in 0..MOST_PAGES {
        members.extend(page.0.into_iter().flatten().filter_map(|it| Some(ColleagueId(it.id.some()?.to_owned()))));
        let Onward::Next(next) = page.1 else {
            members.sort();
            members.dedup();
            let members = members.into_iter().map(|colleague| Stated { colleague, from: None, to: None }).collect();
            return Ok(Group { id: id.clone(), name, members });
        };
        page = graph.service.page(&Question { headers, ..Question::get(Place::Link(&next), GATE, WHAT) }).await?;
    }
    Err(Trouble::passing("the group's pages go in a circle"))
}
