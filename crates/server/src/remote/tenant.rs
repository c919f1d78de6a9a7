//! A tenant of Microsoft 365, as it is known between rounds: its directory, and whose mailboxes are in scope.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use relata_microsoft::directory::{group, groups, users, users_delta};
use relata_microsoft::{Calendar, Graph, Link, Mail, Probed, Trouble, probe, probe_calendar};
use relata_model::directory::Entry;
use relata_model::groups::Group;
use relata_model::{Address, ColleagueId, GroupId, Quarantined, Standing};
use relata_pipeline::Found;

use crate::remote::reach::Reach;
use crate::remote::sealed::{Seal, Sealed};

/// So many are tried for one whose mailbox is there.
const MOST_TRIED: usize = 5;

/// A tenant, and what is known of it.
pub struct Tenant {
    graph: Graph,
    seal: Seal,
    scope: GroupId,
    entries: BTreeMap<ColleagueId, Entry>,
    skipped: Vec<Quarantined>,
    since: Option<Link>,
    groups: BTreeMap<GroupId, Group>,
    members: BTreeSet<ColleagueId>,
}

impl Tenant {
    /// Returns a tenant of which nothing is known yet.
    pub fn new(graph: Graph, scope: GroupId, seal: Seal) -> Tenant {
        Tenant {
            graph,
            seal,
            scope,
            entries: BTreeMap::new(),
            skipped: Vec::new(),
            since: None,
            groups: BTreeMap::new(),
            members: BTreeSet::new(),
        }
    }

    /// Returns the client.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Asks for what changed in the directory; the first time for all of it.
    ///
    /// # Errors
    ///
    /// [`Trouble`] of the service; what was known stays.
    pub async fn ask_for_users(&mut self) -> Result<(), Trouble> {
        let changes = match &self.since {
            Some(since) => users_delta(&self.graph, since).await?,
            None => users(&self.graph).await?,
        };
        if changes.whole {
            self.entries.clear();
        }
        for it in &changes.removed {
            self.entries.remove(it);
        }
        self.entries.extend(changes.entries.into_iter().map(|it| (it.id.clone(), it)));
        (self.skipped, self.since) = (changes.skipped, Some(changes.link));
        let domains: BTreeSet<String> = self.entries.values().map(|it| it.primary.domain().to_owned()).collect();
        self.graph = self.graph.clone().trusting(domains);
        Ok(())
    }

    /// Asks who is in the group in scope and in these, which are left out; the first time, in every group there is, so that
    /// any can be chosen.
    ///
    /// # Errors
    ///
    /// [`Trouble`] of the service, also for a group that is gone: whoever was left out with it is not to be read.
    pub async fn ask_for_groups(&mut self, excluded: &BTreeSet<GroupId>) -> Result<(), Trouble> {
        let mut asked: BTreeSet<GroupId> = excluded.iter().chain([&self.scope]).cloned().collect();
        if self.groups.is_empty() {
            asked.extend(groups(&self.graph).await?.into_iter().map(|it| it.id));
        }
        for id in asked {
            let found = group(&self.graph, &id).await?;
            self.groups.insert(id, found);
        }
        let scope = self.groups.get(&self.scope);
        self.members = scope.into_iter().flat_map(|it| &it.members).map(|it| it.colleague.clone()).collect();
        Ok(())
    }

    /// Asks who is in the group in scope, and in no other: for whoever wants to know no more.
    ///
    /// # Errors
    ///
    /// As [`Tenant::ask_for_groups`].
    pub async fn ask_for_scope(&mut self) -> Result<&Group, Trouble> {
        let found = group(&self.graph, &self.scope).await?;
        self.members = found.members.iter().map(|it| it.colleague.clone()).collect();
        Ok(self.groups.entry(self.scope.clone()).insert_entry(found).into_mut())
    }

    /// Returns the groups as they were last heard of.
    pub fn groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.values()
    }

    /// Returns the directory as it was last heard of.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// Returns what of the directory could not be used.
    pub fn skipped(&self) -> &[Quarantined] {
        &self.skipped
    }

    /// Returns who is in scope: members of the group who work here.
    pub fn members(&self) -> impl Iterator<Item = &Entry> {
        let works_here = |it: &&Entry| it.standing == Standing::Active;
        let entries = self.members.iter().filter_map(|it| self.entries.get(it));
        entries.filter(works_here)
    }

    /// Returns mail and calendar of everybody in scope.
    pub fn mailboxes(&self) -> Vec<Found> {
        self.members().flat_map(|it| mailboxes_of(it, &self.graph, &self.seal)).collect()
    }

    /// Returns some of them, by name.
    pub fn some(&self, wanted: impl Fn(&str) -> bool) -> HashMap<String, Found> {
        let of_some = self.members().filter(|it| [MAIL, CALENDAR].iter().any(|kind| wanted(&name(it, kind))));
        let found = of_some.flat_map(|it| mailboxes_of(it, &self.graph, &self.seal)).filter(|it| wanted(&it.name));
        found.map(|it| (it.name.clone(), it)).collect()
    }

    /// Returns their names, kinds and owners.
    pub fn names(&self) -> impl Iterator<Item = (String, &'static str, &ColleagueId)> {
        self.members().flat_map(|it| [MAIL, CALENDAR].map(|kind| (name(it, kind), kind, &it.id)))
    }

    /// Tries how far what was granted goes.
    ///
    /// # Errors
    ///
    /// [`Trouble`] that says nothing about mailboxes.
    pub async fn reach(&self) -> Result<Reach, Trouble> {
        let works_here = |it: &&Entry| it.standing == Standing::Active;
        let outside = self.entries.values().filter(works_here).filter(|it| !self.members.contains(&it.id));
        Ok(Reach {
            roles: self.graph.roles().await?,
            inside: self.first_there(self.members()).await?,
            outside: self.first_there(outside).await?,
        })
    }

    /// Tries one after the other until a mailbox is there: not everybody in a directory has one.
    async fn first_there<'a>(&self, of: impl Iterator<Item = &'a Entry>) -> Result<Option<(Probed, Probed)>, Trouble> {
        let mut last = None;
        for it in of.take(MOST_TRIED) {
            let mail = probe(&self.graph, &it.id.0).await?;
            let is_there = mail != Probed::Missing;
            last = Some((mail, probe_calendar(&self.graph, &it.id.0).await?));
            if is_there {
                break;
            }
        }
        Ok(last)
    }
}

/// What mailboxes are called among kinds, and behind their owner's id.
const MAIL: &str = "mail";
/// The same of calendars.
pub const CALENDAR: &str = "calendar";

fn name(owner: &Entry, kind: &str) -> String {
    format!("{} {kind}", owner.id.0)
}

/// Returns mail and calendar of somebody.
fn mailboxes_of(entry: &Entry, graph: &Graph, seal: &Seal) -> [Found; 2] {
    let id = &entry.id;
    let own: Vec<Address> = std::iter::once(&entry.primary).chain(&entry.aliases).cloned().collect();
    let (mail, calendar) = (name(entry, MAIL), name(entry, CALENDAR));
    let mail_of = Box::new(Sealed::new(Mail::new(graph, &id.0), seal, &mail));
    let calendar_of = Box::new(Sealed::new(Calendar::new(graph, &id.0, own), seal, &calendar));
    [
        Found { name: mail, kind: MAIL, owner: id.clone(), connector: mail_of },
        Found { name: calendar, kind: CALENDAR, owner: id.clone(), connector: calendar_of },
    ]
}
