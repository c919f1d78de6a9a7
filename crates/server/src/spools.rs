//! Spools: what was read of extracts and is not in the log yet, and how it goes again.
//!
//! ```text
//! data folder/extracts/5f3c…/      one spool for each extract, emptied when everything in it was read
//! ```
//!
//! **Invariant:** a spool holds addresses and names, so nothing stays in it that nobody went on with for a week: whoever is forgotten
//! is gone from it, too, long before the 30 days are over.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};
use relata_microsoft::bulk::Spool;
use relata_model::{ColleagueId, Identity, Participation};
use relata_pipeline::is_forgotten;
use relata_store::Store;

use crate::opened::private_folder;
use crate::settings::Settings;

/// A spool that nobody went on with for so long goes.
const KEPT: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Opens the spool of an extract, and makes it if it is not there.
///
/// # Errors
///
/// If its folder cannot be made.
pub fn spool_of(settings: &Settings, source: &str) -> anyhow::Result<Spool> {
    // A name of letters and digits, however long or strange the extract's is.
    let folder = folder(settings).join(format!("{:?}", Identity::of_conversation(source)));
    private_folder(&folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    Ok(Spool::at(&folder)?)
}

/// Returns whose mailboxes of an extract may be read now, by directory id: colleagues who take part and were not forgotten.
///
/// # Errors
///
/// If the database fails.
pub async fn readable(store: &Store, source: &str, now: Timestamp) -> anyhow::Result<BTreeSet<String>> {
    let (consent, suppression) = (store.consent().await?, store.suppression().await?);
    let directory = store.directory().await?;
    let colleagues = directory.entries().filter(|it| it.standing.is_colleague()).map(|it| &it.id);
    let takes_part = |id: &&ColleagueId| {
        consent.allows_any()
            && consent.standing_of(id, now) == Participation::Contributing
            && !is_forgotten(&suppression, source, &id.0, Some(&id.0))
    };
    Ok(colleagues.filter(takes_part).map(|it| it.0.clone()).collect())
}

/// Returns the spools with something in them that nobody went on with.
///
/// # Errors
///
/// If a folder cannot be read.
pub fn stale_spools(settings: &Settings, now: Timestamp) -> anyhow::Result<Vec<PathBuf>> {
    let folder = folder(settings);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut stale = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        if !Spool::at(&path)?.is_empty()? && last_touched(&path)? + KEPT <= now {
            stale.push(path);
        }
    }
    Ok(stale)
}

/// Removes spools; for whoever has the turn. Their extracts are read from the start by the next import.
///
/// # Errors
///
/// If one cannot be removed.
pub fn remove(spools: &[PathBuf]) -> anyhow::Result<()> {
    for it in spools {
        fs::remove_dir_all(it).with_context(|| format!("{} cannot be removed", it.display()))?;
    }
    Ok(())
}

fn folder(settings: &Settings) -> PathBuf {
    settings.data.folder.join("extracts")
}

/// When anything in a spool was written last.
fn last_touched(spool: &Path) -> anyhow::Result<Timestamp> {
    let mut last = Timestamp::try_from(fs::metadata(spool)?.modified()?)?;
    for entry in fs::read_dir(spool)? {
        last = last.max(Timestamp::try_from(entry?.metadata()?.modified()?)?);
    }
    Ok(last)
}
