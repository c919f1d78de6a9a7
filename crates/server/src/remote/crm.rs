//! A CRM in Dataverse: its records kind by kind, then its activities, until there is no more or time is up.

use relata_microsoft::Trouble;
use relata_microsoft::dataverse::{Activities, Dataverse, Lookups, Round, Tracked};
use relata_model::RecordKind;
use relata_pipeline::{Collected, GoOn, Line, Tell, ToldRecords, collect_activities, forget_idle, take_records};
use relata_store::{Connection, SourceState};

use crate::remote::sealed::{Seal, Sealed};

/// Accounts first: the others name them.
pub const KINDS: [RecordKind; 4] =
    [RecordKind::Account, RecordKind::Contact, RecordKind::Lead, RecordKind::Opportunity];

/// What reading a CRM brought.
#[derive(Clone, Debug, Default)]
pub struct CrmRead {
    /// Records stored.
    pub stored: u64,
    /// Records removed.
    pub removed: u64,
    /// What could not be read, each in words for a person.
    pub troubles: Vec<String>,
    /// Activities, and whoever took part in them; addresses of records that came or went.
    pub collected: Collected,
}

impl CrmRead {
    /// Returns whether anything is to be computed anew.
    pub fn is_news(&self) -> bool {
        self.stored + self.removed + self.collected.ledger.stored > 0
    }
}

/// Reads a CRM; the inner error is its own trouble, in words for a person: nothing of it could be read.
///
/// # Errors
///
/// If something of ours failed.
pub async fn read_crm(
    line: &Line<'_>,
    connection: &Connection,
    (dataverse, seal): (&Dataverse, &Seal),
    (go_on, tell): (GoOn<'_>, Tell<'_>),
) -> anyhow::Result<Result<CrmRead, String>> {
    let (source, kind) = (&connection.to.source, connection.to.kind.name());
    line.store.set_source(source, kind, &SourceState::Reading, line.now).await?;
    let lookups = match dataverse.lookups().await {
        Ok(lookups) => lookups,
        Err(Trouble::Retry { after: Some(_), .. }) => return Ok(Ok(unfinished())),
        Err(trouble) => return Ok(Err(trouble.to_string())),
    };
    let mut read = CrmRead::default();
    for kind in KINDS {
        read_kind(line, connection, (dataverse, &lookups, seal), kind, go_on, &mut read).await?;
    }
    if go_on() {
        read_activities(line, source, (dataverse, seal), (go_on, tell), &mut read).await?;
    } else {
        read.collected.unfinished += 1;
    }
    let state = match read.troubles.first() {
        Some(why) if read.collected.read + read.collected.unfinished == 0 => SourceState::Broken(why.clone()),
        _ if read.collected.unfinished > 0 => SourceState::Reading,
        _ => SourceState::Ready,
    };
    line.store.set_source(source, kind, &state, line.now).await?;
    Ok(Ok(read))
}

/// Nothing was read, and nothing is wrong.
fn unfinished() -> CrmRead {
    CrmRead { collected: Collected { unfinished: 1, ..Collected::default() }, ..CrmRead::default() }
}

/// Reads one kind of record to its end, or until time is up.
async fn read_kind(
    line: &Line<'_>,
    connection: &Connection,
    (dataverse, lookups, seal): (&Dataverse, &Lookups, &Seal),
    kind: RecordKind,
    go_on: GoOn<'_>,
    read: &mut CrmRead,
) -> anyhow::Result<()> {
    let mut idle = Vec::new();
    let place = line.store.record_place(connection.id, kind).await?;
    let purpose = format!("where {} {} go on", connection.to.source, kind.name());
    let place = place.and_then(|it| seal.open(&purpose, &it));
    // A place that is not understood any more is none: all is told again.
    let mut tracked: Tracked = place.and_then(|it| serde_json::from_str(&it).ok()).unwrap_or_default();
    loop {
        if !go_on() {
            read.collected.unfinished += 1;
            break;
        }
        let page = match dataverse.records(kind, lookups, &tracked).await {
            Ok(page) => page,
            // Being asked to wait is no trouble, and an environment without Sales has no leads.
            Err(Trouble::Retry { after: Some(_), .. }) => {
                read.collected.unfinished += 1;
                break;
            }
            Err(Trouble::Skip { .. }) => break,
            Err(trouble) => {
                let why = trouble.to_string();
                line.store.records_failed(connection.id, kind, &why, line.now).await?;
                read.collected.failing += 1;
                read.troubles.push(why);
                break;
            }
        };
        let told = ToldRecords {
            kind,
            told: page.told,
            records: page.records,
            gone: page.gone,
            unreadable: page.skipped.len() as u64,
            walk: match page.round {
                Round::Walk { began, ended } => Some((began, ended.is_some())),
                Round::Changes => None,
            },
            place: seal.close(&purpose, &serde_json::to_string(&page.tracked)?),
            more: page.more,
        };
        // What changed while a walk went on is told right behind it.
        let is_end = !page.more && told.walk.is_none();
        let taken = take_records(line, connection.id, &told).await?;
        read.stored += taken.stored;
        read.removed += taken.removed;
        read.collected.touched.extend(taken.touched);
        idle.extend(taken.idle);
        if let Some(why) = taken.kept {
            read.collected.failing += 1;
            read.troubles.push(why);
            break;
        }
        if is_end {
            read.collected.read += 1;
            break;
        }
        tracked = page.tracked;
    }
    Ok(forget_idle(line, &idle).await?)
}

async fn read_activities(
    line: &Line<'_>,
    source: &str,
    (dataverse, seal): (&Dataverse, &Seal),
    (go_on, tell): (GoOn<'_>, Tell<'_>),
    read: &mut CrmRead,
) -> anyhow::Result<()> {
    let collected = &mut read.collected;
    let activities = Sealed::new(Activities::new(dataverse), seal, &format!("{source}: activities"));
    match collect_activities(line, source, &activities, go_on, tell).await? {
        Ok(Some(synced)) => {
            collected.read += u64::from(synced.is_whole);
            collected.unfinished += u64::from(!synced.is_whole);
            collected.ledger += &synced.ledger;
            collected.touched.extend(synced.touched);
        }
        Ok(None) => collected.left_alone += 1,
        Err(why) => {
            collected.failing += 1;
            read.troubles.push(why);
        }
    }
    Ok(())
}
