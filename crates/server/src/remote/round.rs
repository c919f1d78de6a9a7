//! Rounds: every connection that is read is brought up to date, then what changed is shown.

use std::collections::{BTreeMap, BTreeSet, HashMap, btree_map};
use std::time::Instant;

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use relata_api::Verdict;
use relata_microsoft::dataverse::Dataverse;
use relata_model::directory::Entry;
use relata_model::groups::Group;
use relata_model::{AddressId, GroupId, MailboxId, Participation};
use relata_pipeline::{
    Checked, Collected, For, Found, GoOn, Line, Remote, Tell, check, collect, compute, compute_records, day_of,
    is_forgotten, look, refresh,
};
use relata_store::{Connection, ConnectionId, ConnectionKind, ConnectionState, Hinted, SourceState, Store};

use crate::push::{Known, Wanted};
use crate::remote::tenant::CALENDAR;
use crate::remote::{CrmRead, Seal, Tenant, Unshown, judge, open, open_dataverse, read_crm};
use crate::settings::Settings;

/// How far a grant reaches is tried so often: it can be widened at any time.
const TRIED_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// While a CRM is read for the first time, records are computed so often: it takes as much as there is.
const RECORDS_EVERY: SignedDuration = SignedDuration::from_mins(15);

/// Calendars are not looked at more often: each takes a question a month of the year.
const CALENDARS_EVERY: SignedDuration = SignedDuration::from_mins(15);

/// Directory and groups are not asked for again within this, while one round is read bit by bit.
const ASKED_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// What is known of connections from round to round.
#[derive(Default)]
pub struct Rounds {
    tenants: BTreeMap<ConnectionId, Kept>,
    entries: Vec<Entry>,
    groups: Vec<Group>,
    /// When mailboxes were last read to their end, or were found to be failing.
    met: HashMap<(ConnectionId, String), Timestamp>,
    unshown: Unshown,
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
    /// When directory and groups were last asked for.
    asked_at: Option<Timestamp>,
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
    /// Returns rounds that show everything once: a server before this one may have been killed before it showed what it had read.
    pub fn of_a_server() -> Rounds {
        Rounds { unshown: Unshown::unknown(), ..Rounds::default() }
    }

    /// Brings every connection that is read up to date, and shows what changed. Mailboxes that were met after the round `began` are
    /// not read again.
    ///
    /// # Errors
    ///
    /// If something of ours failed. A connection that cannot be read says so in its outcome, and at its source.
    pub async fn round(
        &mut self,
        line: &Line<'_>,
        settings: &Settings,
        (began, clock): (Timestamp, fn() -> Timestamp),
        (go_on, tell): (GoOn<'_>, Tell<'_>),
    ) -> anyhow::Result<Vec<Round>> {
        let connections: Vec<Connection> = line.store.connections().await?;
        let reading: Vec<&Connection> = connections.iter().filter(|it| it.state == ConnectionState::Reading).collect();
        self.crms.retain(|id, kept| reading.iter().any(|it| it.id == *id && it.changed_at == kept.1));
        self.tenants.retain(|id, kept| reading.iter().any(|it| it.id == *id && it.changed_at == kept.changed_at));
        let mut rounds = Vec::new();
        for it in reading {
            let (outcome, crm) = match it.to.kind {
                ConnectionKind::Microsoft365 => {
                    (self.read(line, settings, it, (began, clock), (go_on, tell)).await?, None)
                }
                ConnectionKind::Dataverse => self.read_crm(line, settings, it, clock, (go_on, tell)).await?,
            };
            match &outcome {
                Ok(collected) => {
                    self.unshown.add(&collected.touched);
                    // What nobody told us of: see whether the subscription is still there.
                    line.store.subscriptions_are_doubtful(&collected.brought, line.now).await?;
                }
                Err(why) => {
                    let broken = SourceState::Broken(why.clone());
                    line.store.set_source(&it.to.source, it.to.kind.name(), &broken, line.now).await?;
                }
            }
            rounds.push(Round { source: it.to.source.clone(), outcome, crm });
        }
        let is_unfinished = rounds.iter().any(Round::is_unfinished);
        if !rounds.is_empty()
            && let Some(touched) = self.unshown.after_round(is_unfinished, line.now)
        {
            if self.unshown.is_unknown() {
                compute(line, day_of(line.now), For::Everybody, tell)
                    .await
                    .context("what there is cannot be computed")?;
                self.unshown.note_all_shown(line.now);
            } else {
                self.show(line, &touched, tell).await?;
            }
        }
        let caught_up = std::mem::replace(&mut self.records.was_unfinished, is_unfinished) && !is_unfinished;
        let is_due = caught_up || self.records.computed_at.is_none_or(|it| it + RECORDS_EVERY <= line.now);
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
        Ok(match read_crm(line, connection, (&dataverse, &Seal::of(settings)?), (go_on, tell)).await? {
            Ok(read) => {
                self.records.changed |= read.is_news();
                (Ok(read.collected.clone()), Some(read))
            }
            Err(why) => (Err(why), None),
        })
    }

    /// Holds the mailboxes of connections that were read lately against their source, those that were not checked since `since`.
    /// What is found is shown when that is over, or by the next look. Returns also whether every connection that is read could be asked.
    ///
    /// # Errors
    ///
    /// If something of ours failed.
    pub async fn check(
        &mut self,
        line: &Line<'_>,
        settings: &Settings,
        since: Timestamp,
        (go_on, tell): (GoOn<'_>, Tell<'_>),
    ) -> anyhow::Result<(Checked, bool)> {
        let (mut sum, mut all) = (Checked::default(), true);
        let connections = line.store.connections().await?.into_iter();
        let is_read =
            |it: &Connection| it.state == ConnectionState::Reading && it.to.kind == ConnectionKind::Microsoft365;
        for it in connections.filter(is_read) {
            let is_open = |kept: &&Kept| kept.tried_at.is_some_and(|at| line.now < at + TRIED_EVERY);
            let Some(kept) = self.tenants.get(&it.id).filter(is_open) else {
                all = false;
                continue;
            };
            sum += check(line, remote(settings, &it, 0), kept.tenant.mailboxes(), since, go_on, tell).await?;
        }
        self.unshown.add(&sum.touched);
        if !sum.touched.is_empty()
            && let Some(touched) = self.unshown.after_round(sum.unfinished > 0, line.now)
        {
            self.show(line, &touched, tell).await?;
        }
        Ok((sum, all))
    }

    /// Shows what changed for whoever took part.
    async fn show(&mut self, line: &Line<'_>, touched: &BTreeSet<AddressId>, tell: Tell<'_>) -> anyhow::Result<()> {
        refresh(line, day_of(line.now), touched, tell).await.context("what changed cannot be computed")?;
        self.unshown.note_shown(touched, line.now);
        Ok(())
    }

    /// Reads one connection; the inner error is its own trouble, in words for a person.
    async fn read(
        &mut self,
        line: &Line<'_>,
        settings: &Settings,
        connection: &Connection,
        (began, clock): (Timestamp, fn() -> Timestamp),
        (go_on, tell): (GoOn<'_>, Tell<'_>),
    ) -> anyhow::Result<Result<Collected, String>> {
        let scope = GroupId(connection.to.group.clone());
        if let btree_map::Entry::Vacant(unopened) = self.tenants.entry(connection.id) {
            match open(settings, line.store, connection, clock).await {
                Ok(graph) => {
                    let (tenant, changed_at) = (Tenant::new(graph, scope, Seal::of(settings)?), connection.changed_at);
                    unopened.insert(Kept { tenant, changed_at, tried_at: None, asked_at: None });
                }
                Err(error) => return Ok(Err(format!("{error:#}"))),
            }
        }
        let asked_at = self.tenants.get(&connection.id).and_then(|it| it.asked_at);
        if asked_at.is_none_or(|it| it < began || it + ASKED_EVERY <= line.now)
            && let Err(why) = self.ask(line, connection).await?
        {
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
            if let Some(refused) = judge(&reach).iter().find(|it| it.verdict == Verdict::Wrong) {
                return Ok(Err(refused.sentence()));
            }
            kept.tried_at = Some(line.now);
        }
        let mut found = kept.tenant.mailboxes();
        let all = found.len();
        found.retain(|it| {
            let met = self.met.get(&(connection.id, it.name.clone()));
            met.is_none_or(|met| *met < began && (it.kind != CALENDAR || *met + CALENDARS_EVERY <= line.now))
        });
        let resting = all - found.len();
        let collected = collect(line, remote(settings, connection, resting), found, go_on, tell).await?;
        self.met.extend(collected.met.iter().map(|name| ((connection.id, name.clone()), line.now)));
        Ok(Ok(collected))
    }

    /// Looks at mailboxes that were hinted at, and shows what changed there. Of a connection that was never read, nothing is looked at.
    ///
    /// # Errors
    ///
    /// If something of ours failed.
    pub async fn look(
        &mut self,
        line: &Line<'_>,
        settings: &Settings,
        hinted: Vec<Hinted>,
        (go_on, tell): (GoOn<'_>, Tell<'_>),
    ) -> anyhow::Result<()> {
        let (began, mailboxes) = (Instant::now(), hinted.len());
        let mut touched = BTreeSet::new();
        let connections = line.store.connections().await?;
        let mut of: BTreeMap<String, Vec<Hinted>> = BTreeMap::new();
        for it in hinted {
            of.entry(it.source.clone()).or_default().push(it);
        }
        for (source, hinted) in of {
            let connection = connections.iter().find(|it| it.to.source == source);
            let kept = connection.and_then(|it| Some((it, self.tenants.get(&it.id)?)));
            let reading = |it: &(&Connection, &Kept)| {
                it.0.state == ConnectionState::Reading && it.0.changed_at == it.1.changed_at && it.1.tried_at.is_some()
            };
            let Some((connection, kept)) = kept.filter(reading) else {
                // The next round reads all of it, or nobody does.
                line.store.looked(&hinted, None).await?;
                continue;
            };
            let mut there: HashMap<String, Found> = kept.tenant.some(|name| hinted.iter().any(|it| it.name == name));
            let (found, gone): (Vec<Hinted>, Vec<Hinted>) =
                hinted.into_iter().partition(|it| there.contains_key(&it.name));
            line.store.looked(&gone, None).await?;
            let found = found.into_iter().filter_map(|it| there.remove(&it.name).map(|found| (it, found))).collect();
            let looked = look(line, remote(settings, connection, 0), found, go_on, tell).await?;
            self.met.extend(looked.met.iter().map(|name| ((connection.id, name.clone()), line.now)));
            touched.extend(looked.touched);
        }
        let read_ms = began.elapsed().as_millis();
        let touched = self.unshown.after_look(touched);
        if !touched.is_empty() {
            self.unshown.add(&touched);
            self.show(line, &touched, tell).await?;
        }
        let shown_ms = began.elapsed().as_millis();
        tracing::debug!(mailboxes, touched = touched.len(), read_ms, shown_ms, "looked where something changed");
        Ok(())
    }

    /// Returns what is known of connections, for whoever keeps subscriptions: to which mailboxes we want some, if anybody can tell us.
    ///
    /// # Errors
    ///
    /// If the database failed.
    pub async fn known(
        &self,
        store: &Store,
        settings: &Settings,
        (now, clock): (Timestamp, fn() -> Timestamp),
        can_be_told: bool,
    ) -> anyhow::Result<Known> {
        let mut known = Known { graphs: BTreeMap::new(), settled: Vec::new(), wanted: BTreeMap::new() };
        let connections = store.connections().await?;
        let (consent, suppression) = (store.consent().await?, store.suppression().await?);
        let mailboxes = store.mailboxes().await?;
        for connection in &connections {
            let kept = self.tenants.get(&connection.id);
            let is_reading = connection.state == ConnectionState::Reading;
            let reads = kept.filter(|it| is_reading && it.changed_at == connection.changed_at && it.tried_at.is_some());
            if is_reading && reads.is_none() {
                continue;
            }
            known.settled.push(connection.id);
            match kept {
                Some(kept) => drop(known.graphs.insert(connection.id, kept.tenant.graph().clone())),
                // A pause leaves us the secret; of what has ended, subscriptions lapse by themselves.
                None if connection.state == ConnectionState::Paused => {
                    let opened = open(settings, store, connection, clock).await.ok();
                    known.graphs.extend(opened.map(|it| (connection.id, it)));
                }
                None => {}
            }
            let Some(kept) = reads.filter(|_| can_be_told && consent.allows_any()) else { continue };
            let source = &connection.to.source;
            let health = store.mailbox_health(source).await?;
            let read: BTreeSet<MailboxId> = health.iter().filter(|it| it.1.read_at.is_some()).map(|it| it.0).collect();
            let of_source = mailboxes.iter().filter(|it| it.source == *source && read.contains(&it.id));
            let ids: HashMap<&str, MailboxId> = of_source.map(|it| (it.name.as_str(), it.id)).collect();
            for (name, kind, owner) in kept.tenant.names() {
                let Some(id) = ids.get(name.as_str()) else { continue };
                let takes_part = consent.standing_of(owner, now) == Participation::Contributing
                    && !is_forgotten(&suppression, source, &name, Some(&owner.0));
                if takes_part {
                    let (connection, user) = (connection.id, owner.0.clone());
                    known.wanted.insert(*id, Wanted { connection, user, is_calendar: kind == CALENDAR });
                }
            }
        }
        Ok(known)
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
        if let Some(kept) = self.tenants.get_mut(&connection.id) {
            kept.asked_at = Some(line.now);
        }
        Ok(Ok(()))
    }
}

fn remote<'a>(settings: &Settings, connection: &'a Connection, resting: usize) -> Remote<'a> {
    Remote {
        name: &connection.to.source,
        kind: connection.to.kind.name(),
        at_once: settings.sources.mailboxes_at_once,
        resting,
    }
}
