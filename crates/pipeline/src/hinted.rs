//! Hinted: looks at the mailboxes in which something changed, as the other side said, and at no other.
//!
//! ```text
//! hinted ──▶ forgotten, or not taking part now? not even asked for ──▶ sync, some at a time ──▶ looked
//! ```
//!
//! **Invariant:** whoever opted out or was forgotten is so here, too: that is asked for every time.

use std::collections::HashMap;

use futures::{StreamExt, stream};
use relata_model::Directory;
use relata_store::Hinted;

use crate::collect::{Collected, Found, Remote, fared, taking_part};
use crate::import::ImportError;
use crate::line::{Line, Tell};
use crate::sync::{GoOn, Mailbox, SyncError, Synced, sync};
use crate::upkeep::join_small;

/// Brings the log up to date with mailboxes that were hinted at. One that cannot be read now waits for the next round.
///
/// # Errors
///
/// [`ImportError`] if something of ours failed; then all of them are hinted at still.
pub async fn look(
    line: &Line<'_>,
    remote: Remote<'_>,
    hinted: Vec<(Hinted, Found)>,
    go_on: GoOn<'_>,
    tell: Tell<'_>,
) -> Result<Collected, ImportError> {
    let consent = line.store.consent().await?;
    let directory = line.store.directory().await?;
    let (hints, found): (Vec<Hinted>, Vec<Found>) = hinted.into_iter().unzip();
    let mut of: HashMap<String, Hinted> = hints.into_iter().map(|it| (it.name.clone(), it)).collect();
    let all = found.len() as u64;
    let found = taking_part(line, &consent, remote.name, found).await?;
    let mut collected = Collected { left_alone: all - found.len() as u64, ..Collected::default() };
    let taken = found.into_iter().filter_map(|it| of.remove(&it.name).map(|hint| (hint, it))).collect::<Vec<_>>();
    // What is left is nobody's who takes part: nothing is read, and there is nothing to look for.
    let mut left: Vec<Hinted> = of.into_values().collect();
    let reading = taken.into_iter().map(|it| read(line, &directory, it, go_on, tell));
    let mut reading = stream::iter(reading).buffer_unordered(remote.at_once.max(1));
    let (mut well, mut unfinished) = (Vec::new(), Vec::new());
    while let Some(read) = reading.next().await {
        let (hint, outcome) = read?;
        match outcome {
            Ok(synced) => {
                collected.ledger += &synced.ledger;
                collected.touched.extend(synced.touched);
                match synced.is_whole {
                    true => well.push(hint),
                    false => unfinished.push(hint),
                }
            }
            Err(_) => {
                collected.failing += 1;
                left.push(hint);
            }
        }
    }
    (collected.read, collected.unfinished) = (well.len() as u64, unfinished.len() as u64);
    collected.met.extend(well.iter().map(|it| it.name.clone()));
    if go_on() {
        // There was time: the service wants to be left alone, and the next round finds out for how long.
        left.append(&mut unfinished);
    }
    if collected.ledger.stored > 0 {
        join_small(line).await.map_err(SyncError::from)?;
    }
    line.store.looked(&well, Some(line.now)).await?;
    line.store.looked(&left, None).await?;
    Ok(collected)
}

/// Reads one mailbox, unless time is up; the inner error is its own trouble, in words for a person.
async fn read(
    line: &Line<'_>,
    directory: &Directory,
    (hint, found): (Hinted, Found),
    go_on: GoOn<'_>,
    tell: Tell<'_>,
) -> Result<(Hinted, Result<Synced, String>), ImportError> {
    if !go_on() {
        return Ok((hint, Ok(Synced::default())));
    }
    let connector = found.connector.as_ref();
    let mailbox = Mailbox { id: hint.mailbox, name: &found.name, owner: Some(&found.owner), connector };
    let outcome = fared(line, hint.mailbox, sync(line, directory, &mailbox, go_on, tell).await).await?;
    Ok((hint, outcome))
}
