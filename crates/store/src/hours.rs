//! Hours: in which hours of the last weeks something came to a mailbox, for telling whether it has fallen silent.
//!
//! **Invariant:** what a batch changes here is committed with its cursor. Ten weeks are kept of whoever takes part, and nothing of whoever
//! opted out.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use relata_model::MailboxId;
use relata_model::completeness::Placed;
use relata_model::hours::{HourOfWeek, Hours};
use relata_model::silence::Traffic;
use sqlx::AnyConnection;

use crate::error::Result;
use crate::{Store, StoreError};

/// Weeks that are kept beside the one that is not over.
const WEEKS_KEPT: i32 = 10;
const HOUR: SignedDuration = SignedDuration::from_hours(1);

impl Store {
    /// Returns what each hour brought to each mailbox of a source; they end with the last hour that was over at `until`.
    pub(crate) async fn traffic(&self, source: &str, until: Timestamp) -> Result<HashMap<MailboxId, Traffic>> {
        let sql = "
            select mailbox_week.mailbox_id, monday, hours from mailbox_week
            join mailbox on mailbox.mailbox_id = mailbox_week.mailbox_id
            where mailbox.source = $1 and monday >= $2 order by mailbox_week.mailbox_id, monday";
        let now = HourOfWeek::of(until);
        let first = before(now.monday, WEEKS_KEPT);
        let query = sqlx::query_as(sql).bind(source.to_owned()).bind(first.to_string());
        let rows: Vec<(i64, String, Vec<u8>)> = query.fetch_all(&self.pool).await?;
        let mut traffic: HashMap<MailboxId, Traffic> = HashMap::new();
        // The first hour first for now: weeks in which nothing came have no row.
        for (mailbox, monday, bytes) in rows {
            let monday: Date = monday.parse().map_err(|_| StoreError::NotUnderstood(format!("the day `{monday}`")))?;
            let hours = Hours::from_bytes(&bytes);
            let hours = hours.ok_or_else(|| StoreError::NotUnderstood("the hours of a week".to_owned()))?;
            let begin = (monday - first).get_days() as usize * 24;
            let of = &mut traffic.entry(MailboxId(mailbox)).or_default().hours;
            of.resize(begin, 0);
            of.extend(hours.messages());
        }
        let over = WEEKS_KEPT as usize * 7 * 24 + now.hour();
        for of in traffic.values_mut() {
            of.hours.resize(over, 0);
            let unknown = of.hours.iter().take_while(|it| **it == 0).count();
            of.hours.drain(..unknown);
            of.hours.reverse();
        }
        Ok(traffic)
    }

    /// Forgets hours of weeks long gone, whosever they were.
    pub async fn forget_old_hours(&self, now: Timestamp) -> Result<()> {
        let mut writing = self.write().await?;
        let oldest = before(HourOfWeek::of(now).monday, WEEKS_KEPT).to_string();
        let sql = "delete from mailbox_week where monday < $1";
        sqlx::query(sql).bind(oldest).execute(writing.connection()).await?;
        writing.commit().await
    }
}

/// Returns the moment at which the hour began in which another lies.
pub(crate) fn hour_of(at: Timestamp) -> Timestamp {
    let seconds = at.as_second().rem_euclid(HOUR.as_secs());
    Timestamp::from_second(at.as_second() - seconds).unwrap_or(at)
}

/// Notes in which hours messages came, within the transaction that moves their mailbox on.
pub(crate) async fn note_hours(
    connection: &mut AnyConnection,
    mailbox: MailboxId,
    read: impl Iterator<Item = &Placed>,
) -> Result<()> {
    let mut weeks: BTreeMap<Date, Vec<(HourOfWeek, u64)>> = BTreeMap::new();
    for it in read {
        let hour = HourOfWeek::of(it.received);
        weeks.entry(hour.monday).or_default().push((hour, it.message));
    }
    let Some(newest) = weeks.keys().next_back().copied() else { return Ok(()) };
    let sql = "select max(monday) from mailbox_week where mailbox_id = $1";
    let known: Option<String> = sqlx::query_scalar(sql).bind(mailbox.0).fetch_one(&mut *connection).await?;
    let newest = known.and_then(|it| it.parse().ok()).map_or(newest, |it: Date| it.max(newest));
    // A year is read once; ten weeks of it are asked for.
    for (monday, came) in weeks.split_off(&before(newest, WEEKS_KEPT)) {
        let sql = "select hours from mailbox_week where mailbox_id = $1 and monday = $2";
        let query = sqlx::query_scalar(sql).bind(mailbox.0).bind(monday.to_string());
        let known: Option<Vec<u8>> = query.fetch_optional(&mut *connection).await?;
        let known = known.and_then(|it| Hours::from_bytes(&it));
        let mut hours = known.clone().unwrap_or_default();
        came.into_iter().for_each(|(hour, message)| hours.note(hour, message));
        if known.as_ref() == Some(&hours) {
            continue;
        }
        let sql = "
            insert into mailbox_week (mailbox_id, monday, hours) values ($1, $2, $3)
            on conflict (mailbox_id, monday) do update set hours = excluded.hours";
        let query = sqlx::query(sql).bind(mailbox.0).bind(monday.to_string()).bind(hours.to_bytes());
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

fn before(monday: Date, weeks: i32) -> Date {
    monday.saturating_sub(jiff::Span::new().weeks(weeks))
}
