//! The gate as stored: what may be read of whom, put together from enabling, groups and everybody's choices. The rules
//! themselves are in [`relata_model::consent`].

use jiff::Timestamp;
use relata_model::enabling::{Contributors, Mode};
use relata_model::{Address, Consent};

use crate::Store;
use crate::error::Result;
use crate::person::address;

impl Store {
    /// Returns what mailboxes may be read for, and every exception.
    pub async fn consent(&self) -> Result<Consent> {
        let enabling = self.enabling().await?;
        let mut consent = Consent::to(enabling.purposes());
        if let Contributors::Roles(roles) = enabling.contributors() {
            consent.contribute(self.colleagues_with(roles).await?);
        }
        if enabling.mode() == Mode::OptIn {
            consent.ask_everybody_first();
        }
        for (colleague, during) in self.opt_outs().await? {
            consent.opt_out(colleague, during);
        }
        for (colleague, during) in self.opt_ins().await? {
            consent.opt_in(colleague, during);
        }
        for colleague in self.flagged().await? {
            consent.flag(colleague);
        }
        for (group, colleague, during) in self.members_of(enabling.excluded()).await? {
            consent.exclude(colleague, group, during);
        }
        let suppressed: Vec<String> =
            sqlx::query_scalar("select address from suppressed order by address").fetch_all(&self.pool).await?;
        for text in suppressed {
            consent.suppress(address(&text)?);
        }
        Ok(consent)
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
