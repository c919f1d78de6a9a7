//! Record reading: which connection told a record, and how far each kind is read there.
//!
//! ```text
//! a page ──▶ upsert_records_of(origin) ──▶ record_origin: told by this connection, met in this walk
//!        ──▶ walk over? met_in_walk ──▶ missing_from_walk ──▶ remove_records (record_removal.rs)
//!        ──▶ read_records_up_to(place)     a place moves only with stored records
//! ```
//!
//! **Invariant:** a record belongs to the connection that told it last; nobody else's word removes it.

use jiff::Timestamp;
use relata_model::{AddressId, RecordId, RecordKind};
use sqlx::AnyConnection;

use crate::consent::moment;
use crate::database::{execute_in, fetch_in, insert};
use crate::error::Result;
use crate::records::kind_of;
use crate::{ConnectionId, Store};

/// Who tells records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The connection.
    pub connection: ConnectionId,
    /// When the walk through all records began that they are met in, if they are met in one.
    pub walk: Option<Timestamp>,
}

/// How many records of a kind a connection has told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InWalk {
    /// Of them, met in the walk.
    pub met: u64,
    /// Of them, told before and not met.
    pub missing: u64,
}

/// A page that was taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageOfRecords<'a> {
    /// Where to go on; `None`: at the beginning.
    pub place: Option<&'a str>,
    /// Rows on it.
    pub read: u64,
    /// What of them could not be used.
    pub unreadable: u64,
    /// Records that were removed for it.
    pub removed: u64,
    /// Whether there is no more for now, and nothing stands against what there was.
    pub is_whole: bool,
}

/// How reading a kind of record fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordReading {
    /// Which kind.
    pub kind: RecordKind,
    /// Records that are stored.
    pub stored: u64,
    /// Rows met so far, changes included.
    pub read: u64,
    /// What of them could not be used.
    pub unreadable: u64,
    /// Records removed because they were deleted there.
    pub removed: u64,
    /// When it was last read to its end.
    pub read_at: Option<Timestamp>,
    /// Since when it cannot be read, and why.
    pub failing: Option<(Timestamp, String)>,
}

impl Store {
    /// Returns where reading a kind of record goes on; `None` at the beginning.
    pub async fn record_place(&self, connection: ConnectionId, kind: RecordKind) -> Result<Option<String>> {
        let sql = "select place from record_reading where connection_id = $1 and kind = $2";
        let query = sqlx::query_scalar(sql).bind(connection.0).bind(kind.name());
        let place: Option<Option<String>> = query.fetch_optional(&self.pool).await?;
        Ok(place.flatten())
    }

    /// Notes that a page was taken over, and where to go on. Call it when its records are stored.
    pub async fn read_records_up_to(
        &self,
        connection: ConnectionId,
        kind: RecordKind,
        page: &PageOfRecords<'_>,
        at: Timestamp,
    ) -> Result<()> {
        let sql = "
            insert into record_reading (connection_id, kind, place, read, unreadable, removed, believed, read_at)
            values ($1, $2, $3, $4, $5, $6, 0, $7)
            on conflict (connection_id, kind) do update set
                place = excluded.place, read = record_reading.read + excluded.read,
                unreadable = record_reading.unreadable + excluded.unreadable,
                removed = record_reading.removed + excluded.removed,
                believed = case when excluded.read_at is null then record_reading.believed else 0 end,
                read_at = coalesce(excluded.read_at, record_reading.read_at),
                failing_since = case when excluded.read_at is null then record_reading.failing_since end,
                reason = case when excluded.read_at is null then record_reading.reason end";
        let mut writing = self.write().await?;
        sqlx::query(sql)
            .bind(connection.0)
            .bind(kind.name())
            .bind(page.place.map(str::to_owned))
            .bind(page.read as i64)
            .bind(page.unreadable as i64)
            .bind(page.removed as i64)
            .bind(page.is_whole.then(|| at.as_second()))
            .execute(writing.connection())
            .await?;
        writing.commit().await
    }

    /// Notes why a kind of record cannot be read, in words for a person; since when is kept until it is read again.
    pub async fn records_failed(
        &self,
        connection: ConnectionId,
        kind: RecordKind,
        why: &str,
        at: Timestamp,
    ) -> Result<()> {
        let sql = "
            insert into record_reading (connection_id, kind, read, unreadable, removed, believed, failing_since, reason)
            values ($1, $2, 0, 0, 0, 0, $3, $4)
            on conflict (connection_id, kind) do update set
                failing_since = coalesce(record_reading.failing_since, excluded.failing_since), reason = excluded.reason";
        let mut writing = self.write().await?;
        let query = sqlx::query(sql).bind(connection.0).bind(kind.name()).bind(at.as_second());
        query.bind(why.replace('\0', " ")).execute(writing.connection()).await?;
        writing.commit().await
    }

    /// Lets what the next walk through each kind does not meet count as deleted, however much that is. Returns whether the
    /// connection reads any.
    pub async fn believe_walks(&self, connection: ConnectionId) -> Result<bool> {
        let mut writing = self.write().await?;
        let sql = "update record_reading set believed = 1 where connection_id = $1";
        let done = sqlx::query(sql).bind(connection.0).execute(writing.connection()).await?.rows_affected();
        writing.commit().await?;
        Ok(done > 0)
    }

    /// Returns whether somebody said that a walk is to be believed, however little it meets.
    pub async fn is_walk_believed(&self, connection: ConnectionId, kind: RecordKind) -> Result<bool> {
        let sql = "select believed from record_reading where connection_id = $1 and kind = $2";
        let query = sqlx::query_scalar(sql).bind(connection.0).bind(kind.name());
        let believed: Option<i64> = query.fetch_optional(&self.pool).await?;
        Ok(believed == Some(1))
    }

    /// Returns how reading records fares, by kind; a kind that was never asked for has no line.
    pub async fn record_readings(&self, connection: ConnectionId) -> Result<Vec<RecordReading>> {
        let sql = "
            select kind, read, unreadable, removed, read_at, failing_since, reason,
                   (select count(*) from record_origin
                    where record_origin.connection_id = record_reading.connection_id
                      and record_origin.kind = record_reading.kind)
            from record_reading where connection_id = $1 order by kind";
        type Row = (String, i64, i64, i64, Option<i64>, Option<i64>, Option<String>, i64);
        let rows: Vec<Row> = sqlx::query_as(sql).bind(connection.0).fetch_all(&self.pool).await?;
        let reading = |(kind, read, unreadable, removed, read_at, failing_since, reason, stored): Row| {
            Ok(RecordReading {
                kind: kind_of(&kind)?,
                stored: stored as u64,
                read: read as u64,
                unreadable: unreadable as u64,
                removed: removed as u64,
                read_at: read_at.map(moment),
                failing: failing_since.map(|it| (moment(it), reason.unwrap_or_default())),
            })
        };
        rows.into_iter().map(reading).collect()
    }

    /// Notes that a walk met records that are stored and could not be read now: they are not gone.
    pub async fn records_are_there(&self, origin: Origin, ids: &[RecordId]) -> Result<()> {
        let Some(walk) = origin.walk.filter(|_| !ids.is_empty()) else { return Ok(()) };
        let ids: Vec<String> = ids.iter().map(|it| it.0.clone()).collect();
        let mut writing = self.write().await?;
        let (walk, connection) = (walk.as_millisecond(), origin.connection.0);
        let sql = |these: &str| {
            format!(
                "update record_origin set met_in = {walk} where connection_id = {connection} and record_id in ({these})"
            )
        };
        execute_in(writing.connection(), &ids, sql).await?;
        writing.commit().await
    }

    /// Counts what a walk met of the records a connection has told, and what it did not.
    pub async fn met_in_walk(&self, connection: ConnectionId, kind: RecordKind, began: Timestamp) -> Result<InWalk> {
        let sql = "
            select count(*), count(case when met_in < $3 then 1 end) from record_origin
            where connection_id = $1 and kind = $2";
        let query = sqlx::query_as(sql).bind(connection.0).bind(kind.name()).bind(began.as_millisecond());
        let (all, missing): (i64, i64) = query.fetch_one(&self.pool).await?;
        Ok(InWalk { met: (all - missing) as u64, missing: missing as u64 })
    }

    /// Returns the records a connection has told and a walk did not meet.
    pub async fn missing_from_walk(
        &self,
        connection: ConnectionId,
        kind: RecordKind,
        began: Timestamp,
    ) -> Result<Vec<RecordId>> {
        let sql = "
            select record_id from record_origin where connection_id = $1 and kind = $2 and met_in < $3
            order by record_id";
        let query = sqlx::query_scalar(sql).bind(connection.0).bind(kind.name()).bind(began.as_millisecond());
        let ids: Vec<String> = query.fetch_all(&self.pool).await?;
        Ok(ids.into_iter().map(RecordId).collect())
    }

    /// Returns the addresses of records.
    pub async fn addresses_of_records(&self, ids: &[RecordId]) -> Result<Vec<AddressId>> {
        let ids: Vec<String> = ids.iter().map(|it| it.0.clone()).collect();
        let mut connection = self.pool.acquire().await?;
        let sql = |these: &str| format!("select distinct address_id from record_address where record_id in ({these})");
        let rows: Vec<(i64,)> = fetch_in(&mut connection, &ids, sql).await?;
        Ok(rows.into_iter().map(|it| AddressId(it.0)).collect())
    }
}

/// Notes who told records, in the transaction that stores them.
pub(crate) async fn note_origin(
    connection: &mut AnyConnection,
    origin: Origin,
    records: &[(String, RecordKind)],
) -> Result<()> {
    let head = "insert into record_origin (record_id, connection_id, kind, met_in)";
    // Changes say nothing about walks: what one met stays met.
    let tail = "
        on conflict (record_id) do update set
            met_in = case when excluded.met_in = 0 and record_origin.connection_id = excluded.connection_id
                     then record_origin.met_in else excluded.met_in end,
            connection_id = excluded.connection_id, kind = excluded.kind";
    let met_in = origin.walk.map_or(0, Timestamp::as_millisecond);
    insert(connection, (head, 4, tail), records, |query, (id, kind)| {
        query.bind(id.clone()).bind(origin.connection.0).bind(kind.name()).bind(met_in)
    })
    .await
}
