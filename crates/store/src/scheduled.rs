//! What lies ahead: meetings, calls and tasks that were planned and have not taken place.
//!
//! Kept beside the log because it may still be moved or called off; once it lies behind, the log has it.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use relata_model::interaction::relates_somebody;
use relata_model::{AddressId, Identity, Kind, Leaving, MailboxId, RecordNumber, Role, from_hex};
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::consent::moment;
use crate::database::{execute_in, fetch_in, insert, truth};
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

/// Somebody in a copy of what lies ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScheduledPerson {
    /// Who.
    pub address: AddressId,
    /// As what.
    pub role: Role,
    /// Whether they are a colleague.
    pub colleague: bool,
}

/// What a mailbox, or a CRM's file, shows of something ahead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduledCopy {
    /// What makes two copies the same.
    pub identity: Identity,
    /// When it begins.
    pub at: Timestamp,
    /// Meeting, call or task.
    pub kind: Kind,
    /// How long it is to last.
    pub minutes: u32,
    /// The record it regards, where a CRM says so.
    pub regarding: Option<RecordNumber>,
    /// Whether a mailbox showed it; else only a CRM did.
    pub in_mailbox: bool,
    /// Who takes part, in order.
    pub people: Vec<ScheduledPerson>,
}

impl Store {
    /// Notes what a mailbox shows ahead. Of several mailboxes the one read last says when and who; what it regards and
    /// that a mailbox showed it are known from any: no one copy knows both.
    pub async fn put_scheduled(&self, mailbox: MailboxId, copies: &[ScheduledCopy]) -> Result<()> {
        if copies.is_empty() {
            return Ok(());
        }
        let mut writing = self.write().await?;
        let arrived = writing.take_numbers("scheduled", 1).await?;
        let connection = writing.connection();
        let all = once(copies);
        let keys: Vec<String> = all.iter().map(|it| key(it.identity)).collect();
        let known = regarded_before(connection, mailbox, &keys).await?;
        let head = "
            insert into scheduled_copy (identity, mailbox_id, arrived, called_off, at, kind, minutes, regarding, in_mailbox)";
        let tail = "
            on conflict (identity, mailbox_id) do update set
                arrived = excluded.arrived, called_off = 0, at = excluded.at, kind = excluded.kind,
                minutes = excluded.minutes, regarding = excluded.regarding, in_mailbox = excluded.in_mailbox";
        insert(connection, (head, 9, tail), &all, |query, it| {
            let (regarding, in_mailbox) = known.get(&key(it.identity)).copied().unwrap_or_default();
            query
                .bind(key(it.identity))
                .bind(mailbox.0)
                .bind(arrived)
                .bind(0_i64)
                .bind(it.at.as_second())
                .bind(it.kind as i64)
                .bind(i64::from(it.minutes))
                .bind(it.regarding.map(|it| it.0).or(regarding))
                .bind(truth(it.in_mailbox || in_mailbox))
        })
        .await?;
        forget_people(connection, mailbox, &keys).await?;
        let people: Vec<(Identity, i64, ScheduledPerson)> = all
            .iter()
            .flat_map(|it| (0..).zip(&it.people).map(|(place, person)| (it.identity, place, *person)))
            .collect();
        let head = "insert into scheduled_copy_person (identity, mailbox_id, address_id, role, colleague, place)";
        insert(connection, (head, 6, "on conflict do nothing"), &people, |query, (identity, place, it)| {
            let query = query.bind(key(*identity)).bind(mailbox.0).bind(it.address.0);
            query.bind(it.role as i64).bind(truth(it.colleague)).bind(*place)
        })
        .await?;
        settle(connection, &keys).await?;
        writing.commit().await
    }

    /// Notes what a mailbox shows as called off, by when it was to begin.
    pub async fn call_off(&self, mailbox: MailboxId, off: &[(Identity, Timestamp)]) -> Result<()> {
        let off: BTreeMap<Identity, Timestamp> = off.iter().copied().collect();
        if off.is_empty() {
            return Ok(());
        }
        let off: Vec<(Identity, Timestamp)> = off.into_iter().collect();
        let mut writing = self.write().await?;
        let arrived = writing.take_numbers("scheduled", 1).await?;
        let connection = writing.connection();
        let keys: Vec<String> = off.iter().map(|it| key(it.0)).collect();
        forget_people(connection, mailbox, &keys).await?;
        let head = "
            insert into scheduled_copy (identity, mailbox_id, arrived, called_off, at, kind, minutes, in_mailbox)";
        let tail = "
            on conflict (identity, mailbox_id) do update set
                arrived = excluded.arrived, called_off = 1, at = excluded.at, kind = 0, minutes = 0, regarding = null,
                in_mailbox = 0";
        insert(connection, (head, 8, tail), &off, |query, (identity, at)| {
            let query = query.bind(key(*identity)).bind(mailbox.0).bind(arrived).bind(1_i64).bind(at.as_second());
            query.bind(0_i64).bind(0_i64).bind(0_i64)
        })
        .await?;
        settle(connection, &keys).await?;
        writing.commit().await
    }

    /// Forgets what a mailbox showed ahead: nothing of it may be kept any more.
    pub async fn drop_scheduled(&self, mailbox: MailboxId, identities: &[Identity]) -> Result<()> {
        if identities.is_empty() {
            return Ok(());
        }
        let keys: Vec<String> = identities.iter().copied().map(key).collect();
        let mut writing = self.write().await?;
        forget_copies(writing.connection(), mailbox, &keys).await?;
        settle(writing.connection(), &keys).await?;
        writing.commit().await
    }

    /// Forgets what lies behind a moment, the moment included; returns how much that was.
    pub async fn drop_scheduled_until(&self, until: Timestamp) -> Result<u64> {
        let mut writing = self.write().await?;
        let sql = "delete from scheduled where at <= $1";
        let dropped = sqlx::query(sql).bind(until.as_second()).execute(writing.connection()).await?.rows_affected();
        // A copy stays while another mailbox's lies ahead: without the newest of them, it would be the newest.
        let over = "select identity from scheduled_copy group by identity having max(at) <= $1";
        for table in ["scheduled_copy_person", "scheduled_copy"] {
            let sql = AssertSqlSafe(format!("delete from {table} where identity in ({over})"));
            sqlx::query(sql).bind(until.as_second()).execute(writing.connection()).await?;
        }
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

/// Takes people and mailboxes out of what lies ahead; a copy that relates nobody without them goes.
pub(crate) async fn leave(connection: &mut AnyConnection, leaving: &Leaving, mailboxes: &[i64]) -> Result<u64> {
    let people: Vec<i64> = leaving.people().iter().map(|it| it.0).collect();
    let sql = |these: &str| {
        format!("select distinct identity, mailbox_id from scheduled_copy_person where address_id in ({these})")
    };
    let mut copies: Vec<(String, i64)> = fetch_in(connection, &people, sql).await?;
    let sql = |these: &str| format!("select identity, mailbox_id from scheduled_copy where mailbox_id in ({these})");
    copies.extend(fetch_in::<_, (String, i64)>(connection, mailboxes, sql).await?);
    copies.sort_unstable();
    copies.dedup();
    for (key, mailbox) in &copies {
        leave_copy(connection, leaving, key, MailboxId(*mailbox)).await?;
    }
    let keys: Vec<String> = copies.iter().map(|it| it.0.clone()).collect();
    settle(connection, &keys).await?;
    Ok(copies.len() as u64)
}

async fn leave_copy(connection: &mut AnyConnection, leaving: &Leaving, key: &str, mailbox: MailboxId) -> Result<()> {
    let sql = "
        select at, kind, case when regarding is null then 0 else 1 end, in_mailbox, called_off
        from scheduled_copy where identity = $1 and mailbox_id = $2";
    type Row = (i64, i64, i64, i64, i64);
    let row: Option<Row> =
        sqlx::query_as(sql).bind(key.to_owned()).bind(mailbox.0).fetch_optional(&mut *connection).await?;
    let Some((at, kind, regards, in_mailbox, called_off)) = row else { return Ok(()) };
    let only = [key.to_owned()];
    // Of what was called off nothing is kept, not even whether a CRM said so: it goes with the mailbox.
    if leaving.unreads(mailbox, in_mailbox == 0 && called_off == 0, at) {
        return forget_copies(connection, mailbox, &only).await;
    }
    let sql = "
        select address_id, role, colleague from scheduled_copy_person
        where identity = $1 and mailbox_id = $2 order by place";
    let people: Vec<(i64, i64, i64)> =
        sqlx::query_as(sql).bind(key.to_owned()).bind(mailbox.0).fetch_all(&mut *connection).await?;
    let (gone, left): (Vec<_>, Vec<_>) =
        people.into_iter().partition(|it| leaving.takes_out(AddressId(it.0), in_mailbox == 0, at));
    let roles: Vec<Role> = left.iter().map(|it| Role::numbered(it.1 as i32)).collect();
    let counts =
        relates_somebody(kind_of(kind)?, &roles, regards == 1) && (regards == 1 || left.iter().any(|it| it.2 == 1));
    if !gone.is_empty() && !counts {
        return forget_copies(connection, mailbox, &only).await;
    }
    for (address, ..) in gone {
        let sql = "delete from scheduled_copy_person where identity = $1 and mailbox_id = $2 and address_id = $3";
        let query = sqlx::query(sql).bind(key.to_owned()).bind(mailbox.0).bind(address);
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

async fn forget_copies(connection: &mut AnyConnection, mailbox: MailboxId, keys: &[String]) -> Result<()> {
    forget_people(connection, mailbox, keys).await?;
    let sql =
        |these: &str| format!("delete from scheduled_copy where mailbox_id = {} and identity in ({these})", mailbox.0);
    execute_in(connection, keys, sql).await
}

async fn forget_people(connection: &mut AnyConnection, mailbox: MailboxId, keys: &[String]) -> Result<()> {
    let sql = |these: &str| {
        format!("delete from scheduled_copy_person where mailbox_id = {} and identity in ({these})", mailbox.0)
    };
    execute_in(connection, keys, sql).await
}

/// What a mailbox said before of these: what each regards, and whether it showed it itself.
async fn regarded_before(
    connection: &mut AnyConnection,
    mailbox: MailboxId,
    keys: &[String],
) -> Result<HashMap<String, (Option<i64>, bool)>> {
    let sql = |these: &str| {
        format!(
            "select identity, regarding, in_mailbox from scheduled_copy
             where mailbox_id = {} and called_off = 0 and identity in ({these})",
            mailbox.0
        )
    };
    let rows: Vec<(String, Option<i64>, i64)> = fetch_in(connection, keys, sql).await?;
    Ok(rows.into_iter().map(|(key, regarding, in_mailbox)| (key, (regarding, in_mailbox == 1))).collect())
}

/// Makes `scheduled` anew of the copies there are.
async fn settle(connection: &mut AnyConnection, keys: &[String]) -> Result<()> {
    for table in ["scheduled_person", "scheduled"] {
        execute_in(connection, keys, |these| format!("delete from {table} where identity in ({these})")).await?;
    }
    // The first participant who starts it decides whose it is; whoever started it may have been left out.
    let sql = |these: &str| {
        format!(
            "insert into scheduled (identity, at, kind, minutes, started_by_us, regarding, in_mailbox)
             select newest.identity, newest.at, newest.kind, newest.minutes,
                    coalesce((select p.colleague from scheduled_copy_person p
                              where p.identity = newest.identity and p.mailbox_id = newest.mailbox_id
                                and p.role in (0, 5, 9, 12)
                              order by p.place limit 1), 1),
                    (select other.regarding from scheduled_copy other
                     where other.identity = newest.identity and other.regarding is not null
                     order by other.arrived desc, other.mailbox_id limit 1),
                    (select max(other.in_mailbox) from scheduled_copy other where other.identity = newest.identity)
             from scheduled_copy newest
             where newest.identity in ({these}) and newest.called_off = 0
               and newest.arrived = (select max(arrived) from scheduled_copy where identity = newest.identity)"
        )
    };
    execute_in(connection, keys, sql).await?;
    let sql = |these: &str| {
        format!(
            "insert into scheduled_person (identity, address_id)
             select p.identity, p.address_id
             from scheduled_copy_person p
             join scheduled_copy newest on newest.identity = p.identity and newest.mailbox_id = p.mailbox_id
             where newest.identity in ({these}) and newest.called_off = 0
               and newest.arrived = (select max(arrived) from scheduled_copy where identity = newest.identity)"
        )
    };
    execute_in(connection, keys, sql).await
}

/// Returns each once: the later copy, with what an earlier one knew beyond it.
fn once(copies: &[ScheduledCopy]) -> Vec<ScheduledCopy> {
    let mut once: BTreeMap<Identity, ScheduledCopy> = BTreeMap::new();
    for it in copies {
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
    from_hex(key).map(Identity).ok_or_else(|| StoreError::NotUnderstood("an identity that is none".to_owned()))
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
