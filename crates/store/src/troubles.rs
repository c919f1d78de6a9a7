//! Troubles: what is wrong with what is connected, since when, and what to do about it. One list for the API, the pages and the
//! command line.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use relata_model::MailboxId;
use relata_model::silence::silent_since;

use crate::error::Result;
use crate::{ConnectionState, LedgerQuery, SourceState, Store, StoreError};

/// More mailboxes with something unexplained are not named.
const MOST_UNEXPLAINED: u32 = 1_000;

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// With which source.
    pub source: String,
    /// With which of its mailboxes; `None`: with all of it.
    pub mailbox: Option<MailboxId>,
    /// Since when.
    pub since: Timestamp,
    /// What it is.
    pub what: Wrong,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The whole connection cannot be read; the text says why and what to do.
    Connection(String),
    /// A mailbox cannot be read; the text says why.
    Failing(String),
    /// A mailbox has brought nothing where much was to be expected.
    Silent,
    /// So many messages of a mailbox were not met even by reading again.
    Unexplained(u64),
}

impl Wrong {
    /// Returns the word used in the API.
    pub fn name(&self) -> &'static str {
        match self {
            Wrong::Connection(_) => "connection",
            Wrong::Failing(_) => "failing",
            Wrong::Silent => "silent",
            Wrong::Unexplained(_) => "unexplained",
        }
    }

    /// Returns what is wrong, in words for a person.
    pub fn text(&self) -> String {
        match self {
            Wrong::Connection(why) => format!("cannot be read: {why}"),
            Wrong::Failing(why) => format!("a mailbox cannot be read: {why}"),
            Wrong::Silent => "a mailbox has been silent for longer than chance explains".to_owned(),
            Wrong::Unexplained(1) => "1 message of a mailbox is unexplained".to_owned(),
            Wrong::Unexplained(messages) => format!("{messages} messages of a mailbox are unexplained"),
        }
    }

    /// Returns what to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Wrong::Connection(_) => {
                "mend what is named there, or connect it anew with another secret; what was read is kept, and reading goes \
                 on where it stopped"
            }
            Wrong::Failing(_) => "mend what is named; reading goes on by itself where it stopped",
            Wrong::Silent => {
                "ask whether its mail goes elsewhere now, or is forwarded or filtered away; if its owner is away, nothing \
                 needs doing"
            }
            Wrong::Unexplained(_) => {
                "what does not add up is read again every night; if it stays, look at `relata ledger` and report it"
            }
        }
    }
}

impl Store {
    /// Returns what is wrong with connections that are read: what concerns a whole source first, then the oldest first.
    pub async fn troubles(&self, now: Timestamp) -> Result<Vec<Trouble>> {
        let today = now.to_zoned(TimeZone::UTC).date();
        let states: HashMap<String, (SourceState, Timestamp)> =
            self.sources().await?.into_iter().map(|it| (it.name, (it.state, it.since))).collect();
        let mut troubles = Vec::new();
        for it in self.connections().await?.into_iter().filter(|it| it.state == ConnectionState::Reading) {
            let source = it.to.source;
            let of = |mailbox, since, what| Trouble { source: source.clone(), mailbox, since, what };
            if let Some((SourceState::Broken(why), since)) = states.get(&source) {
                troubles.push(of(None, *since, Wrong::Connection(why.clone())));
            }
            let mut read = Vec::new();
            for (mailbox, health) in self.mailbox_health(&source).await? {
                match health.failing {
                    Some((since, why)) => troubles.push(of(Some(mailbox), since, Wrong::Failing(why))),
                    None if health.read_at.is_some() => read.push(mailbox),
                    None => {}
                }
            }
            let days = self.mailbox_days(&source).await?;
            for mailbox in read {
                let Some(of_it) = days.get(&mailbox) else { continue };
                let first = of_it.keys().next().copied().unwrap_or(today);
                if let Some(since) = silent_since(of_it, first, today) {
                    let since = since.to_zoned(TimeZone::UTC).map_or(now, |it| it.timestamp());
                    troubles.push(of(Some(mailbox), since, Wrong::Silent));
                }
            }
            let asked = LedgerQuery { source: source.clone(), after: None, unexplained: true };
            for it in self.ledger_page(&asked, MOST_UNEXPLAINED).await? {
                let since = it.completeness.since.unwrap_or(now);
                troubles.push(of(Some(it.mailbox), since, Wrong::Unexplained(it.completeness.unexplained)));
            }
        }
        troubles.sort_by_key(|it| (it.mailbox.is_some(), it.since));
        Ok(troubles)
    }

    /// Returns how many messages came to each mailbox of a source on which day of the last weeks.
    async fn mailbox_days(&self, source: &str) -> Result<HashMap<MailboxId, BTreeMap<Date, u64>>> {
        let sql = "
            select mailbox_day.mailbox_id, day, messages from mailbox_day
            join mailbox on mailbox.mailbox_id = mailbox_day.mailbox_id where mailbox.source = $1";
        let rows: Vec<(i64, String, i64)> = sqlx::query_as(sql).bind(source.to_owned()).fetch_all(&self.pool).await?;
        let mut days: HashMap<MailboxId, BTreeMap<Date, u64>> = HashMap::new();
        for (mailbox, day, messages) in rows {
            let day = day.parse().map_err(|_| StoreError::NotUnderstood(format!("the day `{day}`")))?;
            days.entry(MailboxId(mailbox)).or_default().insert(day, messages.unsigned_abs());
        }
        Ok(days)
    }
}
