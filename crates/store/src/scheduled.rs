//! What lies ahead: meetings, calls and tasks that were planned and have not taken place.
//!
//! Kept beside the log because it may still be moved or called off; once it lies behind, the log has it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use relata_model::{AddressId, Identity, Kind, RecordNumber};

use crate::consent::moment;
use crate::database::{execute_in, insert, truth};
use crate::error::Result;
use crate::{Store, StoreError};

/// An interaction that lies ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheduled {
    /// What makes two copies the same, and the same as the interaction it will be.
    pub identity: Identity,
    /// When it begins.
    pub at: Timestamp,
    /// Meeting, call or task.
    pub kind: Kind,
    /// How long it is to last.
    pub minutes: u32,
    /// Whether a colleague called it.
    pub started_by_us: bool,
    /// The record it regards, where a CRM says so.
    pub regarding: Option<RecordNumber>,
    /// Whether a mailbox showed it; else only a CRM did.
    pub in_mailbox: bool,
    /// Who takes part.
    pub participants: Vec<AddressId>,
}

impl Store {
    /// Notes what lies ahead; of something already noted, time and people are replaced. What it regards and that a
    /// mailbox showed it stay once they are known: no one copy knows both.
    pub async fn put_scheduled(&self, scheduled: &[Scheduled]) -> Result<()> {
        let all = once(scheduled);
        let mut writing = self.write().await?;
        let connection = writing.connection();
        let head = "insert into scheduled (identity, at, kind, minutes, started_by_us, regarding, in_mailbox)";
        let tail = "
            on conflict (identity) do update set
                at = excluded.at, kind = excluded.kind, minutes = excluded.minutes,
                started_by_us = excluded.started_by_us, regarding = coalesce(excluded.regarding, scheduled.regarding),
                in_mailbox = case when scheduled.in_mailbox = 1 then 1 else excluded.in_mailbox end";
        insert(connection, (head, 7, tail), &all, |query, it| {
            query
                .bind(key(it.identity))
                .bind(it.at.as_second())
                .bind(it.kind as i64)
                .bind(i64::from(it.minutes))
                .bind(truth(it.started_by_us))
                .bind(it.regarding.map(|it| it.0))
                .bind(truth(it.in_mailbox))
        })
        .await?;
        let keys: Vec<String> = all.iter().map(|it| key(it.identity)).collect();
        let sql = |these: &str| format!("delete from scheduled_person where identity in ({these})");
        execute_in(connection, &keys, sql).await?;
        let people: Vec<(Identity, AddressId)> =
            all.iter().flat_map(|it| it.participants.iter().map(|person| (it.identity, *person))).collect();
        let into = ("insert into scheduled_person (identity, address_id)", 2, "on conflict do nothing");
        insert(connection, into, &people, |query, (identity, it)| query.bind(key(*identity)).bind(it.0)).await?;
        writing.commit().await
    }

    /// Forgets what was called off.
    pub async fn drop_scheduled(&self, identities: &[Identity]) -> Result<()> {
        let keys: Vec<String> = identities.iter().copied().map(key).collect();
        let mut writing = self.write().await?;
        let sql = |these: &str| format!("delete from scheduled where identity in ({these})");
        execute_in(writing.connection(), &keys, sql).await?;
        writing.commit().await
    }

    /// Forgets what lies behind a moment, the moment included; returns how much that was.
    pub async fn drop_scheduled_until(&self, until: Timestamp) -> Result<u64> {
        let mut writing = self.write().await?;
        let sql = "delete from scheduled where at <= $1";
        let dropped = sqlx::query(sql).bind(until.as_second()).execute(writing.connection()).await?.rows_affected();
        writing.commit().await?;
        Ok(dropped)
    }

    /// Returns what lies ahead of a moment, the nearest first.
    pub async fn scheduled(&self, after: Timestamp) -> Result<Vec<Scheduled>> {
        let sql = "
            select identity, at, kind, minutes, started_by_us, regarding, in_mailbox
            from scheduled where at > $1";
        type Row = (String, i64, i64, i64, i64, Option<i64>, i64);
        let rows: Vec<Row> = sqlx::query_as(sql).bind(after.as_second()).fetch_all(&self.pool).await?;
        let sql = "
            select scheduled.identity, scheduled_person.address_id
            from scheduled join scheduled_person on scheduled_person.identity = scheduled.identity
            where scheduled.at > $1 order by scheduled_person.address_id";
        let people: Vec<(String, i64)> = sqlx::query_as(sql).bind(after.as_second()).fetch_all(&self.pool).await?;
        let mut people_by_key: BTreeMap<String, Vec<AddressId>> = BTreeMap::new();
        for (key, person) in people {
            people_by_key.entry(key).or_default().push(AddressId(person));
        }
        let mut scheduled = Vec::with_capacity(rows.len());
        for (key, at, kind, minutes, started_by_us, regarding, in_mailbox) in rows {
            scheduled.push(Scheduled {
                identity: identity(&key)?,
                at: moment(at),
                kind: kind_of(kind)?,
                minutes: u32::try_from(minutes).unwrap_or(0),
                started_by_us: started_by_us != 0,
                regarding: regarding.map(RecordNumber),
                in_mailbox: in_mailbox != 0,
                participants: people_by_key.remove(&key).unwrap_or_default(),
            });
        }
        scheduled.sort_by_key(|it| (it.at, it.identity));
        Ok(scheduled)
    }
}

/// Returns each once: the later copy, with what an earlier one knew beyond it.
fn once(scheduled: &[Scheduled]) -> Vec<Scheduled> {
    let mut once: BTreeMap<Identity, Scheduled> = BTreeMap::new();
    for it in scheduled {
        let mut it = it.clone();
        if let Some(before) = once.get(&it.identity) {
            it.regarding = it.regarding.or(before.regarding);
            it.in_mailbox |= before.in_mailbox;
        }
        once.insert(it.identity, it);
    }
    once.into_values().collect()
}

fn key(identity: Identity) -> String {
    format!("{identity:?}")
}

fn identity(key: &str) -> Result<Identity> {
    let number = u128::from_str_radix(key, 16);
    number
        .map(|it| Identity(it.to_be_bytes()))
        .map_err(|_| StoreError::NotUnderstood("an identity that is none".to_owned()))
}

/// Returns the kind of interaction stored as that number.
pub(crate) fn kind_of(number: i64) -> Result<Kind> {
    match number {
        0 => Ok(Kind::Email),
        1 => Ok(Kind::Meeting),
        2 => Ok(Kind::Call),
        3 => Ok(Kind::Task),
        _ => Err(StoreError::NotUnderstood(format!("an interaction of kind {number}"))),
    }
}
