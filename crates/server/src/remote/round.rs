//! Rounds: every connection that is read is brought up to date, then what changed is shown.

use std::collections::{BTreeMap, BTreeSet, btree_map};

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use relata_microsoft::dataverse::Dataverse;
use relata_model::directory::Entry;
use relata_model::groups::Group;
use relata_model::{AddressId, GroupId};
use relata_pipeline::{Collected, GoOn, Line, Remote, Tell, collect, compute_records, day_of, refresh};
use relata_store::{Connection, ConnectionId, ConnectionKind, ConnectionState, SourceState};

use crate::remote::{CrmRead, Finding, Tenant, judge, open, open_dataverse, read_crm};
use crate::settings::Settings;

/// How far a grant reaches is tried so often: it can be widened at any time.
const TRIED_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// While much is read for the first time, what it comes to is shown so often: computing it takes as much as there is.
const SHOWN_EVERY: SignedDuration = SignedDuration::from_mins(15);

/// What is known of connections from round to round.
#[derive(Default)]
pub struct Rounds {
    tenants: BTreeMap<ConnectionId, Kept>,
    entries: Vec<Entry>,
    groups: Vec<Group>,
    /// Whoever took part in something that is not shown yet.
    touched: BTreeSet<AddressId>,
    shown_at: Option<Timestamp>,
    /// What is known of every CRM that is read, and when its connection was last changed.
    crms: BTreeMap<ConnectionId, (Dataverse, Timestamp)>,
    records: Records,
}

/// When records are computed anew.
#[derive(Default)]
struct Records {
    /// Whether some changed, or what regards them did.
    changed: bool,
    computed_at: Option<Timestamp>,
    /// Whether the last round left something unread.
    was_unfinished: bool,
}

struct Kept {
    tenant: Tenant,
    /// When the connection was last changed: a newer one is opened anew.
    changed_at: Timestamp,
    tried_at: Option<Timestamp>,
}

/// What a round of one connection brought.
pub struct Round {
    /// What the connection is called among the sources.
    pub source: String,
    /// What became of it; in words for a person why nothing could be read.
    pub outcome: Result<Collected, String>,
    /// What a CRM brought beside activities.
    pub crm: Option<CrmRead>,
}

impl Round {
    /// Returns whether there is more to read now.
    pub fn is_unfinished(&self) -> bool {
        self.outcome.as_ref().is_ok_and(|it| it.unfinished > 0)
    }
}

impl Rounds {
    /// Brings every connection that is read up to date, and shows what changed.
    ///
    /// # Errors
    ///
    /// If something of ours failed. A connection that cannot be read says so in its outcome, and at its source.
    pub async fn round(
        &mut self,
        line: &Line<'_>,
        settings: &Settings,
        clock: fn() -> Timestamp,
        (go_on, tell): (GoOn<'_>, Tell<'_>),
    ) -> anyhow::Result<Vec<Round>> {
        let connections: Vec<Connection> = line.store.connections().await?;
        let reading: Vec<&Connection> = connections.iter().filter(|it| it.state == ConnectionState::Reading).collect();
        self.crms.retain(|id, kept| reading.iter().any(|it| it.id == *id && it.changed_at == kept.1));
        self.tenants.retain(|id, kept| reading.iter().any(|it| it.id == *id && it.changed_at == kept.changed_at));
        let mut rounds = Vec::new();
        for it in reading {
            let (outcome, crm) = match it.to.kind {
                ConnectionKind::Microsoft365 => (self.read(line, settings, it, clock, (go_on, tell)).await?, None),
                ConnectionKind::Dataverse => self.read_crm(line, settings, it, clock, (go_on, tell)).await?,
            };
            match &outcome {
                Ok(collected) => self.touched.extend(&collected.touched),
                Err(why) => {
                    let broken = SourceState::Broken(why.clone());
                    line.store.set_source(&it.to.source, it.to.kind.name(), &broken, line.now).await?;
                }
            }
            rounds.push(Round { source: it.to.source.clone(), outcome, crm });
        }
        let is_due =
            !rounds.iter().any(Round::is_unfinished) || self.shown_at.is_none_or(|it| it + SHOWN_EVERY <= line.now);
        if !rounds.is_empty() && is_due {
            refresh(line, day_of(line.now), &self.touched, tell).await.context("what changed cannot be computed")?;
            self.touched.clear();
            self.shown_at = Some(line.now);
        }
        let is_unfinished = rounds.iter().any(Round::is_unfinished);
        let caught_up = std::mem::replace(&mut self.records.was_unfinished, is_unfinished) && !is_unfinished;
        let is_due = caught_up || self.records.computed_at.is_none_or(|it| it + SHOWN_EVERY <= line.now);
        if self.records.changed && is_due {
            compute_records(line, day_of(line.now), tell).await.context("records cannot be computed")?;
            (self.records.changed, self.records.computed_at) = (false, Some(line.now));
        }
        Ok(rounds)
    }

    /// Reads a CRM; the inner error is its own trouble, in words for a person.
    async fn read_crm(
        &mut self,
        line: &Line<'_>,
        settings: &Settings,
        connection: &Connection,
        clock: fn() -> Timestamp,
        (go_on, tell): (GoOn<'_>, Tell<'_>),
    ) -> anyhow::Result<(Result<Collected, String>, Option<CrmRead>)> {
        if let btree_map::Entry::Vacant(unopened) = self.crms.entry(connection.id) {
            match open_dataverse(settings, line.store, connection, clock).await {
                Ok(dataverse) => drop(unopened.insert((dataverse, connection.changed_at))),
                Err(error) => return Ok((Err(format!("{error:#}")), None)),
            }
        }
        let dataverse = self.crms[&connection.id].0.clone();
        Ok(match read_crm(line, connection, &dataverse, (go_on, tell)).await? {
            Ok(read) => {
                self.records.changed |= read.is_news();
                (Ok(read.collected.clone()), Some(read))
            }
            Err(why) => (Err(why), None),
        })
    }

    /// Reads one connection; the inner error is its own trouble, in words for a person.
    async fn read(
        &mut self,
        line: &Line<'_>,
        settings: &Settings,
        connection: &Connection,
        clock: fn() -> Timestamp,
        (go_on, tell): (GoOn<'_>, Tell<'_>),
    ) -> anyhow::Result<Result<Collected, String>> {
        let scope = GroupId(connection.to.group.clone());
        if let btree_map::Entry::Vacant(unopened) = self.tenants.entry(connection.id) {
            match open(settings, line.store, connection, clock).await {
                Ok(graph) => {
                    let (tenant, changed_at) = (Tenant::new(graph, scope), connection.changed_at);
                    unopened.insert(Kept { tenant, changed_at, tried_at: None });
                }
                Err(error) => return Ok(Err(format!("{error:#}"))),
            }
        }
        if let Err(why) = self.ask(line, connection).await? {
            return Ok(Err(why));
        }
        if !line.store.consent().await?.allows_any() {
            line.store
                .set_source(&connection.to.source, connection.to.kind.name(), &SourceState::Ready, line.now)
                .await?;
            return Ok(Ok(Collected::default()));
        }
        let kept = self.tenants.get_mut(&connection.id).context("it was opened above")?;
        if kept.tried_at.is_none_or(|it| it + TRIED_EVERY <= line.now) {
            let reach = match kept.tenant.reach().await {
                Ok(reach) => reach,
                Err(trouble) => return Ok(Err(trouble.to_string())),
            };
            let refused = judge(&reach).into_iter().find_map(|it| match it {
                Finding::Refused(why) => Some(why),
                Finding::Fine(_) | Finding::Note(_) => None,
            });
            if let Some(why) = refused {
                return Ok(Err(why));
            }
            kept.tried_at = Some(line.now);
        }
        let remote = Remote {
            name: &connection.to.source,
            kind: connection.to.kind.name(),
            at_once: settings.sources.mailboxes_at_once,
        };
        Ok(Ok(collect(line, remote, kept.tenant.mailboxes(), go_on, tell).await?))
    }

    /// Takes over directory and groups, where they changed: before any mailbox is read.
    async fn ask(&mut self, line: &Line<'_>, connection: &Connection) -> anyhow::Result<Result<(), String>> {
        let excluded = line.store.enabling().await?.excluded().clone();
        let kept = self.tenants.get_mut(&connection.id).context("it was opened before")?;
        if let Err(trouble) = kept.tenant.ask_for_users().await {
            return Ok(Err(trouble.to_string()));
        }
        if kept.tenant.entries().next().is_none() {
            // Taken for true, it would mean that everybody has left.
            return Ok(Err("the directory shows nobody; grant the application User.Read.All".to_owned()));
        }
        if let Err(trouble) = kept.tenant.ask_for_groups(&excluded).await {
            return Ok(Err(trouble.to_string()));
        }
        let entries: Vec<Entry> = self.tenants.values().flat_map(|it| it.tenant.entries()).cloned().collect();
        if entries != self.entries {
            line.store.replace_directory(&entries).await?;
            self.entries = entries;
        }
        let groups: Vec<Group> = self.tenants.values().flat_map(|it| it.tenant.groups()).cloned().collect();
        if groups != self.groups {
            line.store.replace_groups(&groups, line.now, "relata").await?;
            self.groups = groups;
        }
        Ok(Ok(()))
    }
}
