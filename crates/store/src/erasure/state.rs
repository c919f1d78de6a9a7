//! How far erasures have come, and what each takes out.

use std::collections::BTreeMap;

use jiff::Timestamp;
use relata_model::audit::{Action, AuditEvent};
use relata_model::consent::Interval;
use relata_model::{AddressId, Leaving, MailboxId};

use super::{Erasure, ErasureId, ErasureState};
use crate::audit::append;
use crate::consent::moment;
use crate::error::Result;
use crate::{Store, StoreError};

#[derive(sqlx::FromRow)]
struct ErasureRow {
    erasure_id: i64,
    kind: String,
    source: String,
    subject: String,
    state: String,
    requested_at: i64,
    requested_by: String,
    reason: String,
    rows_gone_at: Option<i64>,
    files_due: i64,
    files_gone_at: Option<i64>,
    counts: String,
    receipt: Option<String>,
    detail: Option<String>,
}

const COLUMNS: &str = "erasure_id, kind, source, subject, state, requested_at, requested_by, reason, rows_gone_at, \
                       files_due, files_gone_at, counts, receipt, detail";

impl ErasureRow {
    fn into_erasure(self) -> Result<Erasure> {
        let state = ErasureState::named(&self.state)
            .ok_or_else(|| StoreError::NotUnderstood(format!("an erasure that is `{}`", self.state)))?;
        Ok(Erasure {
            id: ErasureId(self.erasure_id),
            kind: self.kind,
            source: self.source,
            subject: self.subject,
            state,
            requested_at: moment(self.requested_at),
            requested_by: self.requested_by,
            reason: self.reason,
            rows_gone_at: self.rows_gone_at.map(moment),
            files_due: moment(self.files_due),
            files_gone_at: self.files_gone_at.map(moment),
            counts: self.counts,
            receipt: self.receipt,
            detail: self.detail,
        })
    }
}

impl Store {
    /// Returns every erasure that was asked for, the oldest first.
    pub async fn erasures(&self) -> Result<Vec<Erasure>> {
        let sql = format!("select {COLUMNS} from erasure order by erasure_id");
        let rows: Vec<ErasureRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(&self.pool).await?;
        rows.into_iter().map(ErasureRow::into_erasure).collect()
    }

    /// Returns an erasure; `None` if there is none of that number.
    pub async fn erasure(&self, id: ErasureId) -> Result<Option<Erasure>> {
        let sql = format!("select {COLUMNS} from erasure where erasure_id = $1");
        let query = sqlx::query_as::<_, ErasureRow>(sqlx::AssertSqlSafe(sql)).bind(id.0);
        query.fetch_optional(&self.pool).await?.map(ErasureRow::into_erasure).transpose()
    }

    /// Returns what an erasure takes out.
    pub async fn leaving(&self, id: ErasureId) -> Result<Leaving> {
        let mut leaving = Leaving::default();
        let sql = "select address_id, from_at, to_at from erasing_address where erasure_id = $1";
        type Row = (i64, i64, Option<i64>);
        let rows: Vec<Row> = sqlx::query_as(sql).bind(id.0).fetch_all(&self.pool).await?;
        rows.iter().for_each(|it| leaving.person(AddressId(it.0), interval(it)));
        let sql = "select mailbox_id, from_at, to_at from erasing_mailbox where erasure_id = $1";
        let rows: Vec<Row> = sqlx::query_as(sql).bind(id.0).fetch_all(&self.pool).await?;
        rows.iter().for_each(|it| leaving.mailbox(MailboxId(it.0), interval(it)));
        let sql = "select all_mail, source from erasure where erasure_id = $1";
        let (all_mail, source): (i64, String) = sqlx::query_as(sql).bind(id.0).fetch_one(&self.pool).await?;
        if all_mail == 1 {
            leaving.all_mail();
        }
        if source == "group" {
            leaving.keep_crm();
        }
        Ok(leaving)
    }

    /// Notes that the log holds nothing of it any more.
    pub async fn log_is_gone(&self, id: ErasureId) -> Result<()> {
        self.move_on(id, ErasureState::LogGone, None).await
    }

    /// Notes that no row is left: insights were computed without it. The person is out of sight for good, or back with
    /// what may be shown.
    pub async fn rows_are_gone(&self, id: ErasureId, at: Timestamp) -> Result<()> {
        let mut writing = self.write().await?;
        // Whoever is still there is found again.
        let sql = "
            update person set search_stale = 1
            where person_id in (select person_id from erasing where erasure_id = $1)";
        sqlx::query(sql).bind(id.0).execute(writing.connection()).await?;
        for table in ["erasing", "erasing_address", "erasing_mailbox"] {
            let sql = format!("delete from {table} where erasure_id = $1");
            sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id.0).execute(writing.connection()).await?;
        }
        let sql = "
            update erasure set state = 'rows_gone', rows_gone_at = $2, detail = null
            where erasure_id = $1 and state = 'store_gone'";
        sqlx::query(sql).bind(id.0).bind(at.as_second()).execute(writing.connection()).await?;
        append(writing.connection(), &[done(id, at, Action::ErasureRowsGone)]).await?;
        // A colleague who opted out is still in the directory, and found there.
        sqlx::query("update person set search_stale = 1 where person_id in (select person_id from entry)")
            .execute(writing.connection())
            .await?;
        writing.commit().await?;
        self.refresh_search().await?;
        Ok(())
    }

    /// Notes that no file is left, with the signed statement of it.
    pub async fn files_are_gone(&self, id: ErasureId, at: Timestamp, receipt: &str) -> Result<()> {
        let sql = "
            update erasure set state = 'files_gone', files_gone_at = $2, receipt = $3, detail = null
            where erasure_id = $1 and state = 'rows_gone'";
        let mut writing = self.write().await?;
        let query = sqlx::query(sql).bind(id.0).bind(at.as_second()).bind(receipt.to_owned());
        query.execute(writing.connection()).await?;
        append(writing.connection(), &[done(id, at, Action::ErasureFilesGone)]).await?;
        writing.commit().await
    }

    /// Notes why an erasure did not go on. It is tried again; what fails in the same way again is no news to the trail.
    pub async fn erasure_failed(&self, id: ErasureId, detail: &str, at: Timestamp) -> Result<()> {
        let sql = "update erasure set detail = $2 where erasure_id = $1 and (detail is null or detail <> $2)";
        let mut writing = self.write().await?;
        let query = sqlx::query(sql).bind(id.0).bind(detail.replace('\0', " "));
        if query.execute(writing.connection()).await?.rows_affected() > 0 {
            append(writing.connection(), &[done(id, at, Action::ErasureFailed)]).await?;
        }
        writing.commit().await
    }

    /// Notes how many rows of which tables go, unless that was noted before: a step that is repeated finds fewer.
    pub async fn count_erased(&self, id: ErasureId, rows: &BTreeMap<String, u64>) -> Result<()> {
        let erasure = self.erasure(id).await?.ok_or(StoreError::NotThere)?;
        let mut counts: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&erasure.counts).unwrap_or_default();
        for (table, rows) in rows {
            counts.entry(table.clone()).or_insert((*rows).into());
        }
        let sql = "update erasure set counts = $2 where erasure_id = $1";
        let mut writing = self.write().await?;
        let text = serde_json::Value::Object(counts).to_string();
        sqlx::query(sql).bind(id.0).bind(text).execute(writing.connection()).await?;
        writing.commit().await
    }

    pub(super) async fn move_on(
        &self,
        id: ErasureId,
        to: ErasureState,
        writing: Option<&mut crate::database::Writing<'_>>,
    ) -> Result<()> {
        let sql = "update erasure set state = $2, detail = null where erasure_id = $1";
        let query = sqlx::query(sql).bind(id.0).bind(to.name());
        match writing {
            Some(writing) => {
                query.execute(writing.connection()).await?;
                Ok(())
            }
            None => {
                let mut writing = self.write().await?;
                query.execute(writing.connection()).await?;
                writing.commit().await
            }
        }
    }
}

fn done(id: ErasureId, at: Timestamp, action: Action) -> AuditEvent {
    AuditEvent::new(at, "relata", action).of(format!("erasure:{}", id.0))
}

fn interval((_, from, to): &(i64, i64, Option<i64>)) -> Interval {
    Interval { from: moment(*from), to: to.map(moment) }
}
