//! The gate as stored: what may be read of whom, put together from enabling, groups and everybody's choices. The rules
//! themselves are in [`relata_model::consent`].

use jiff::Timestamp;
use relata_model::Consent;
use relata_model::enabling::{Contributors, Mode};

use crate::Store;
use crate::error::Result;

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
        consent.suppress(self.suppression().await?);
        Ok(consent)
    }
}

/// Returns a moment that was stored; one beyond the calendar counts as its end.
pub(crate) fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX })
}
