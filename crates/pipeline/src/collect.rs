//! Collect: brings the mailboxes of a connection up to date, several at once, then shows what changed.
//!
//! ```text
//! mailboxes ──▶ forgotten, or not taking part? not even asked for
//!           ──▶ whoever waits longest first; those never read to their end get half of the places while others wait
//!           ──▶ sync, some at a time; one that fails is that mailbox's trouble, told with its reason
//!           ──▶ time is up? the rest is the next round's: who is to be forgotten does not wait for a year of mail
//! touched   ──▶ refresh: the pairs of whoever took part, or all of them
//! ```

use std::collections::{BTreeSet, HashMap};

use futures::{StreamExt, stream};
use jiff::Timestamp;
use jiff::civil::Date;
use relata_connectors::{Connector, FetchError};
use relata_model::{AddressId, ColleagueId, Consent, Directory, Ledger, MailboxId, Participation};
use relata_store::{Fared, NewMailbox, SourceState};

use crate::compute::{ComputeError, Computed, For, changed_months, compute};
use crate::erasure::is_forgotten;
use crate::import::ImportError;
use crate::line::{Line, Tell};
use crate::sync::{GoOn, Mailbox, SyncError, Synced, sync};
use crate::upkeep::join_small;

/// The contacts among so many addresses are computed by themselves; beyond, computing everybody costs no more.
pub const FEW_ADDRESSES: usize = 2_000;
/// A narrow scope sums the months that changed anew each time: beyond this month and the last, they are summed once for everybody.
const FEW_MONTHS: usize = 2;

/// A source of mailboxes on the network.
#[derive(Clone, Copy, Debug)]
pub struct Remote<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is there, in a word.
    pub kind: &'a str,
    /// How many mailboxes are read at once.
    pub at_once: usize,
    /// Mailboxes that there are beside those found: they were read lately.
    pub resting: usize,
}

/// A mailbox or calendar there.
pub struct Found {
    /// What its source calls it.
    pub name: String,
    /// `mail` or `calendar`.
    pub kind: &'static str,
    /// Whose it is.
    pub owner: ColleagueId,
    /// Where it is read.
    pub connector: Box<dyn Connector>,
}

/// What a round brought.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    /// What became of the messages that were new.
    pub ledger: Ledger,
    /// Whoever took part in what was stored.
    pub touched: BTreeSet<AddressId>,
    /// Mailboxes read to their end.
    pub read: u64,
    /// Mailboxes that have more, or that nobody came to.
    pub unfinished: u64,
    /// Mailboxes that could not be read.
    pub failing: u64,
    /// Mailboxes that were not asked for: forgotten, or of somebody who does not take part.
    pub left_alone: u64,
    /// The names of those that were read to their end, or cannot be.
    pub met: BTreeSet<String>,
    /// Mailboxes that showed something new.
    pub brought: BTreeSet<MailboxId>,
}

/// Brings the log up to date with these mailboxes.
///
/// # Errors
///
/// [`ImportError::NoConsent`] before anybody consented; [`ImportError::Store`] and [`ImportError::Sync`] if something of
/// ours failed. A mailbox that cannot be read is counted, and its reason kept.
pub async fn collect(
    line: &Line<'_>,
    remote: Remote<'_>,
    found: Vec<Found>,
    go_on: GoOn<'_>,
    tell: Tell<'_>,
) -> Result<Collected, ImportError> {
    let consent = line.store.consent().await?;
    if !consent.allows_any() {
        return Err(ImportError::NoConsent);
    }
    let directory = line.store.directory().await?;
    let all = found.len() as u64;
    let found = taking_part(line, &consent, remote.name, found).await?;
    let mut collected = Collected { left_alone: all - found.len() as u64, ..Collected::default() };
    let (new, others) = longest_waiting_first(line, remote.name, found).await?;
    // Looking for what changed is no reason to say that figures are not whole yet.
    let is_first = !new.is_empty();
    if is_first {
        line.store.set_source(remote.name, remote.kind, &SourceState::Reading, line.now).await?;
    }
    // A year of mail takes its place for long: where others wait, it gets half of them.
    let at_once = remote.at_once.max(1);
    let places = |waiting: usize| if waiting == 0 { at_once } else { at_once.div_ceil(2) };
    let (places_of_new, places_of_others) = (places(others.len()), places(new.len()));
    let read = |it: Found| read(line, &directory, remote, it, go_on, tell);
    let new = stream::iter(new.into_iter().map(read)).buffer_unordered(places_of_new);
    let others = stream::iter(others.into_iter().map(read)).buffer_unordered(places_of_others);
    let mut reading = std::pin::pin!(stream::select(others, new));
    let mut reason = None;
    while let Some(read) = reading.next().await {
        let Met { name, mailbox, outcome } = read?;
        match outcome {
            Ok(synced) => {
                collected.read += u64::from(synced.is_whole);
                collected.unfinished += u64::from(!synced.is_whole);
                collected.ledger += &synced.ledger;
                collected.brought.extend(mailbox.filter(|_| synced.ledger.stored > 0));
                collected.touched.extend(synced.touched);
                if synced.is_whole {
                    collected.met.insert(name);
                }
            }
            Err(why) => {
                collected.failing += 1;
                collected.met.insert(name);
                reason = Some(why);
            }
        }
    }
    let state = match reason {
        Some(reason) if collected.read + collected.unfinished == 0 && remote.resting == 0 => {
            SourceState::Broken(reason)
        }
        _ if is_first && collected.unfinished > 0 => SourceState::Reading,
        _ => SourceState::Ready,
    };
    line.store.set_source(remote.name, remote.kind, &state, line.now).await?;
    if collected.ledger.stored > 0 {
        join_small(line).await.map_err(SyncError::from)?;
    }
    Ok(collected)
}

/// Leaves out the mailboxes that were forgotten, and those of whoever does not take part: nothing of them would be kept.
pub(crate) async fn taking_part(
    line: &Line<'_>,
    consent: &Consent,
    source: &str,
    mut found: Vec<Found>,
) -> Result<Vec<Found>, ImportError> {
    let suppression = line.store.suppression().await?;
    found.retain(|it| {
        consent.standing_of(&it.owner, line.now) == Participation::Contributing
            && !is_forgotten(&suppression, source, &it.name, Some(&it.owner.0))
    });
    Ok(found)
}

/// Returns those that were never read to their end, and the others, for whom that is longest ago first.
async fn longest_waiting_first(
    line: &Line<'_>,
    source: &str,
    found: Vec<Found>,
) -> Result<(Vec<Found>, Vec<Found>), ImportError> {
    let known = line.store.mailboxes().await?.into_iter().filter(|it| it.source == source);
    let names: HashMap<MailboxId, String> = known.map(|it| (it.id, it.name)).collect();
    let health = line.store.mailbox_health(source).await?.into_iter();
    let read_at: HashMap<&str, Timestamp> =
        health.filter_map(|(id, it)| Some((names.get(&id)?.as_str(), it.read_at?))).collect();
    let (mut others, new): (Vec<Found>, Vec<Found>) =
        found.into_iter().partition(|it| read_at.contains_key(it.name.as_str()));
    others.sort_by_key(|it| read_at.get(it.name.as_str()).copied());
    Ok((new, others))
}

/// What became of a mailbox.
struct Met {
    name: String,
    /// Its number; `None`: nobody came to it.
    mailbox: Option<MailboxId>,
    /// The error is its own trouble, in words for a person.
    outcome: Result<Synced, String>,
}

/// Reads one mailbox.
async fn read(
    line: &Line<'_>,
    directory: &Directory,
    remote: Remote<'_>,
    found: Found,
    go_on: GoOn<'_>,
    tell: Tell<'_>,
) -> Result<Met, ImportError> {
    let Found { name, kind, owner, connector } = found;
    if !go_on() {
        return Ok(Met { name, mailbox: None, outcome: Ok(Synced::default()) });
    }
    let person = line.store.person_of_colleague(&owner).await?;
    let id = line.store.mailbox(&NewMailbox { source: remote.name, name: &name, kind, owner: person }).await?;
    let mailbox = Mailbox { id, name: &name, owner: Some(&owner), connector: connector.as_ref() };
    let outcome = fared(line, id, sync(line, directory, &mailbox, go_on, tell).await).await?;
    if outcome.as_ref().is_ok_and(|it| it.is_whole) {
        line.store.mailbox_fared(id, Fared::Well, line.now).await?;
    }
    Ok(Met { name, mailbox: Some(id), outcome })
}

/// Tells a mailbox's own trouble, which is noted, from ours.
pub(crate) async fn fared(
    line: &Line<'_>,
    id: MailboxId,
    synced: Result<Synced, SyncError>,
) -> Result<Result<Synced, String>, ImportError> {
    match synced {
        Ok(synced) => Ok(Ok(synced)),
        // Being asked to wait is no trouble: a later round goes on from there.
        Err(SyncError::Source(FetchError::Throttled { .. })) => Ok(Ok(Synced::default())),
        Err(SyncError::Source(error)) => {
            let reason = error.to_string();
            line.store.mailbox_fared(id, Fared::Badly(&reason), line.now).await?;
            Ok(Err(reason))
        }
        Err(error) => Err(error.into()),
    }
}

/// Computes the pairs of whoever took part in something new, and publishes them. `None`: nothing had changed.
///
/// # Errors
///
/// [`ComputeError`]; what was published before stays.
pub async fn refresh(
    line: &Line<'_>,
    on: Date,
    touched: &BTreeSet<AddressId>,
    tell: Tell<'_>,
) -> Result<Option<Computed>, ComputeError> {
    let is_of_today = line.store.published().await?.is_some_and(|it| it.computed_for == on);
    if touched.is_empty() && is_of_today {
        return Ok(None);
    }
    let is_narrow = is_of_today && changed_months(line.log, on).await? <= FEW_MONTHS;
    if is_narrow && touched.len() <= FEW_ADDRESSES {
        let touched: Vec<AddressId> = touched.iter().copied().collect();
        let contacts = line.store.contacts_among(&touched).await?;
        if contacts.is_empty() {
            return Ok(None);
        }
        return Ok(Some(compute(line, on, For::Contacts(&contacts), tell).await?));
    }
    Ok(Some(compute(line, on, For::Everybody, tell).await?))
}
