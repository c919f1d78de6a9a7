//! Consent as stored: what was granted, and every opt-out. The rules themselves are in [`relata_model::consent`].

use jiff::Timestamp;
use relata_model::consent::{Insights, Interval};
use relata_model::{Address, ColleagueId, Consent};

use crate::Store;
use crate::error::Result;
use crate::person::address;

impl Store {
    /// Returns what was granted, and every opt-out from it.
    pub async fn consent(&self) -> Result<Consent> {
        let granted: Vec<i64> = sqlx::query_scalar("select insights from consent_grant").fetch_all(&self.pool).await?;
        let all = [Insights::ForEachUser, Insights::Aggregated, Insights::Identifiable];
        let mut consent = Consent::to(all.into_iter().filter(|it| granted.contains(&(*it as i64))));
        let sql = "select entry_id, from_at, to_at from opt_out order by entry_id, from_at";
        let opt_outs: Vec<(String, i64, Option<i64>)> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        for (entry, from, to) in opt_outs {
            consent.opt_out(ColleagueId(entry), Interval { from: moment(from), to: to.map(moment) });
        }
        let suppressed: Vec<String> =
            sqlx::query_scalar("select address from suppressed order by address").fetch_all(&self.pool).await?;
        for text in suppressed {
            consent.suppress(address(&text)?);
        }
        Ok(consent)
    }

    /// Grants these kinds of insight and no others.
    pub async fn grant(&self, granted: &[Insights]) -> Result<()> {
        let mut writing = self.write().await?;
        sqlx::query("delete from consent_grant").execute(writing.connection()).await?;
        for insights in granted {
            let sql = "insert into consent_grant (insights) values ($1) on conflict do nothing";
            sqlx::query(sql).bind(*insights as i64).execute(writing.connection()).await?;
        }
        writing.commit().await
    }

    /// Leaves a colleague out for a span of time. An interval that begins at the same moment is replaced, so an
    /// open one is ended by giving it again with its end.
    pub async fn opt_out(&self, colleague: &ColleagueId, during: Interval) -> Result<()> {
        let sql = "
            insert into opt_out (entry_id, from_at, to_at) values ($1, $2, $3)
            on conflict (entry_id, from_at) do update set to_at = excluded.to_at";
        let mut writing = self.write().await?;
        sqlx::query(sql)
            .bind(colleague.0.clone())
            .bind(during.from.as_second())
            .bind(during.to.map(Timestamp::as_second))
            .execute(writing.connection())
            .await?;
        writing.commit().await
    }

    /// Leaves an address out for ever; whoever it belongs to is no target and not found from now on.
    pub async fn suppress(&self, address: &Address) -> Result<()> {
        let sql = "insert into suppressed (address) values ($1) on conflict do nothing";
        let mut writing = self.write().await?;
        sqlx::query(sql).bind(address.as_str().to_owned()).execute(writing.connection()).await?;
        let sql = "
            update person set search_stale = 1
            where person_id = (select person_id from address where address = $1)";
        sqlx::query(sql).bind(address.as_str().to_owned()).execute(writing.connection()).await?;
        writing.commit().await?;
        self.refresh_search().await?;
        Ok(())
    }
}

/// Returns a moment that was stored; one beyond the calendar counts as its end.
pub(crate) fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX })
}
