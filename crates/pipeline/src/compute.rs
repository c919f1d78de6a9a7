//! Compute and publish: from the log to what people see on a day.
//!
//! ```text
//! months that changed ──▶ partials ──▶ pairs of the day ──▶ strength ──▶ one generation
//! ```

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use relata_analytics::{
    AnalyticsError, Engine, HISTORY_DAYS, Known, REPLY_REACH_MONTHS, Window, kept, live, pairs, partials,
};
use relata_interaction_log::{InteractionLog, LogError};
use relata_model::{AddressId, Class, Month, PersonId, Strength};
use relata_store::{Edition, GenerationId, NewGeneration, PairInsight, PersonOfAddress, Scope, Store, StoreError};

use crate::line::{Line, Progress, Tell};

/// What to compute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For<'a> {
    /// Every pair, as the generation everybody sees.
    Everybody,
    /// The pairs of these contacts; all others carry over.
    Contacts(&'a [PersonId]),
    /// Every pair on a past day, beside the generation everybody sees.
    Past,
}

/// What was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Computed {
    /// The generation that was published.
    pub generation: GenerationId,
    /// Pairs computed.
    pub pairs: u64,
    /// Months summed because they changed.
    pub months: u64,
}

/// Why insights could not be computed.
#[derive(Debug, thiserror::Error)]
pub enum ComputeError {
    /// The log cannot be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// A query failed.
    #[error(transparent)]
    Analytics(#[from] AnalyticsError),
    /// The operational database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Figures of account engagement could not be released.
    #[error("figures of account engagement could not be released")]
    Release(#[from] relata_privacy::Refused),
}

/// Computes the insights of a day and publishes them, whole, in one transaction.
///
/// # Errors
///
/// [`ComputeError`]; what was published before stays.
pub async fn compute(line: &Line<'_>, on: Date, what: For<'_>, tell: Tell<'_>) -> Result<Computed, ComputeError> {
    let known = match what {
        For::Everybody | For::Past => known(line.store).await?,
        For::Contacts(contacts) => {
            line.store.people_with_colleagues(contacts).await?.into_iter().map(to_know).collect()
        }
    };
    let scope = scope(what, &known);
    let (insights, months) = insights(line, on, &known, &scope, tell).await?;
    tell(Progress::Publishing { pairs: insights.len() as u64 });

    let history_months = u32::try_from(HISTORY_DAYS / 30).unwrap_or_default();
    // Pairs of a CRM alone are the basic edition, which needs no consent.
    let edition = if line.log.holds_mailboxes().await? { Edition::Enhanced } else { Edition::Basic };
    let new = NewGeneration { computed_for: on, computed_at: line.now, history_months, edition };
    let pairs = insights.len() as u64;
    let generation = match what {
        For::Everybody => line.store.publish(&new, Scope::Everything, insights).await?,
        For::Contacts(contacts) => line.store.publish(&new, Scope::Contacts(contacts), insights).await?,
        For::Past => line.store.publish_past(&new, insights).await?,
    };
    Ok(Computed { generation, pairs, months })
}

/// Returns the insights of a day in order of contact and colleague, and how many months were summed.
async fn insights(
    line: &Line<'_>,
    on: Date,
    known: &[Known],
    scope: &relata_analytics::Scope,
    tell: Tell<'_>,
) -> Result<(Vec<PairInsight>, u64), ComputeError> {
    let (log, window) = (line.log, Window::of(on));
    let largest = known.iter().map(|it| it.address).max().unwrap_or(AddressId(0));
    let engine = Engine::new(log.exchanges().await?, scope, line.room).await?;
    let made = log.partial_months().await?;
    let months = log.months(REPLY_REACH_MONTHS).await?;
    let changed: Vec<&Month> =
        months.iter().filter(|(it, of)| window.holds(**it) && made.get(it) != Some(of)).map(|it| it.0).collect();

    let mut anew: Vec<Arc<_>> = Vec::new();
    for (done, month) in changed.iter().enumerate() {
        tell(Progress::Summing { done: done as u64, of: changed.len() as u64 });
        let rows = partials(&engine, **month, None, &months[*month].0, largest).await?;
        // A narrow scope sums its own contacts only, so nothing of it may be kept for everybody.
        if *scope == relata_analytics::Scope::Everything {
            log.replace_partials(**month, rows).await?;
        } else {
            anew.extend(live(rows)?);
        }
    }
    for month in months.keys().filter(|it| window.cuts(**it)) {
        anew.extend(live(partials(&engine, *month, Some(window), "", largest).await?)?);
    }
    let whole: Vec<Month> = months.keys().copied().filter(|it| window.holds(*it)).collect();
    let from_log = match scope {
        relata_analytics::Scope::Everything => whole,
        relata_analytics::Scope::Contacts(_) => whole.into_iter().filter(|it| !changed.contains(&it)).collect(),
    };
    anew.push(kept(&engine, log.partials().await?, &from_log, scope).await?);

    let sums = pairs(&engine, anew, known, window).await?;
    let insight = |it: relata_analytics::PairSums| PairInsight {
        contact: it.contact,
        colleague: it.colleague,
        sums: it.sums,
        strength: Strength::of(&it.sums),
    };
    Ok((sums.into_iter().map(insight).collect(), changed.len() as u64))
}

/// Returns how many months changed since they were last summed for everybody: a narrow scope sums them anew each time.
pub(crate) async fn changed_months(log: &InteractionLog, on: Date) -> Result<usize, ComputeError> {
    let window = Window::of(on);
    Ok(summed(log).await?.into_iter().filter(|(month, is_summed)| window.holds(*month) && !is_summed).count())
}

/// Returns the months that have exchanges, each with whether its partials are those of its rows as they are now.
///
/// # Errors
///
/// [`LogError`] if a table cannot be read.
pub(crate) async fn summed(log: &InteractionLog) -> Result<BTreeMap<Month, bool>, LogError> {
    let made = log.partial_months().await?;
    let months = log.months(REPLY_REACH_MONTHS).await?.into_iter();
    Ok(months.map(|(month, of)| (month, made.get(&month) == Some(&of))).collect())
}

/// Returns what the store knows of every address.
///
/// # Errors
///
/// [`StoreError`] if the database cannot be read.
pub async fn known(store: &Store) -> Result<Vec<Known>, StoreError> {
    Ok(store.people().await?.into_iter().map(to_know).collect())
}

fn to_know(it: PersonOfAddress) -> Known {
    Known { address: it.address, person: it.person, colleague: it.colleague, person_class: it.class == Class::Person }
}

fn scope(what: For<'_>, known: &[Known]) -> relata_analytics::Scope {
    match what {
        For::Everybody | For::Past => relata_analytics::Scope::Everything,
        For::Contacts(contacts) => {
            let contacts: HashSet<&PersonId> = contacts.iter().collect();
            let addresses = known.iter().filter(|it| contacts.contains(&it.person)).map(|it| it.address);
            relata_analytics::Scope::Contacts(addresses.collect::<Vec<AddressId>>())
        }
    }
}

/// Returns the day that follows from a moment, in UTC.
pub fn day_of(now: Timestamp) -> Date {
    now.to_zoned(jiff::tz::TimeZone::UTC).date()
}
