//! Troubles: what is wrong with what is connected, since when, and what to do about it. One list for the API, the pages and the
//! command line.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use relata_model::MailboxId;
use relata_model::silence::{AtOnce, Traffic, silences};

use crate::error::Result;
use crate::hours::hour_of;
use crate::{Connection, ConnectionState, LedgerQuery, SourceState, Store, Told};

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
    /// Of so many mailboxes we are not told that something happened in them; the text says why.
    NotTold(u64, String),
    /// The subscriptions to so many mailboxes lapsed, and nobody renewed them.
    Lapsed(u64),
    /// So many mailboxes of so many fell silent at once, because nearly all are quiet.
    AllSilent(usize, usize),
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
            Wrong::NotTold(..) => "not_told",
            Wrong::Lapsed(_) => "lapsed",
            Wrong::AllSilent(..) => "all_silent",
            Wrong::Failing(_) => "failing",
            Wrong::Silent => "silent",
            Wrong::Unexplained(_) => "unexplained",
        }
    }

    /// Returns what is wrong, in words for a person.
    pub fn text(&self) -> String {
        match self {
            Wrong::Connection(why) => format!("cannot be read: {why}"),
            Wrong::NotTold(mailboxes, why) => {
                format!("Microsoft 365 does not tell us of {}: {why}", many(*mailboxes, "mailbox", "mailboxes"))
            }
            Wrong::Lapsed(mailboxes) => {
                let what = many(*mailboxes, "subscription", "subscriptions");
                format!("{what} lapsed without being renewed: Microsoft 365 tells us nothing of what happens there")
            }
            Wrong::AllSilent(silent, of) => {
                format!(
                    "{silent} of {of} mailboxes have been silent for longer than chance explains, and the others are quiet, too"
                )
            }
            Wrong::Failing(why) => format!("a mailbox cannot be read: {why}"),
            Wrong::Silent => {
                "no message came to a mailbox for longer than chance explains, at hours at which it usually has mail"
                    .to_owned()
            }
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
            Wrong::NotTold(..) => {
                "mend what is named; it is tried again by itself, and until then rounds bring what is new"
            }
            Wrong::Lapsed(_) => {
                "see that `relata serve` runs, and what its log says; it makes them anew by itself, and looks for what was \
                 missed"
            }
            Wrong::AllSilent(..) => {
                "if it is a holiday, nothing needs doing; if not, see whether mail reaches the organisation, and whether it \
                 is delivered elsewhere now"
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
        let states: HashMap<String, (SourceState, Timestamp)> =
            self.sources().await?.into_iter().map(|it| (it.name, (it.state, it.since))).collect();
        let mut troubles = Vec::new();
        for it in self.connections().await?.into_iter().filter(|it| it.state == ConnectionState::Reading) {
            if let Some((SourceState::Broken(why), since)) = states.get(&it.to.source) {
                let what = Wrong::Connection(why.clone());
                troubles.push(Trouble { source: it.to.source.clone(), mailbox: None, since: *since, what });
            }
            self.troubles_of(&it, now, &mut troubles).await?;
        }
        troubles.sort_by_key(|it| (it.mailbox.is_some(), it.since));
        Ok(troubles)
    }

    /// Notes what is wrong with subscriptions and mailboxes of a connection.
    async fn troubles_of(&self, it: &Connection, now: Timestamp, troubles: &mut Vec<Trouble>) -> Result<()> {
        let source = &it.to.source;
        let of = |mailbox, since, what| Trouble { source: source.clone(), mailbox, since, what };
        let Told { lapsed, refused, .. } = self.told(it.id, now).await?;
        troubles.extend(refused.into_iter().map(|(why, since, many)| of(None, since, Wrong::NotTold(many, why))));
        troubles.extend(lapsed.map(|(since, many)| of(None, since, Wrong::Lapsed(many))));
        let mut read = Vec::new();
        for (mailbox, health) in self.mailbox_health(source).await? {
            match (health.failing, health.read_at) {
                (Some((since, why)), _) => troubles.push(of(Some(mailbox), since, Wrong::Failing(why))),
                (None, Some(read_at)) => read.push((mailbox, read_at.min(now))),
                (None, None) => {}
            }
        }
        troubles.extend(
            self.silent(source, &read).await?.into_iter().map(|(mailbox, since, what)| of(mailbox, since, what)),
        );
        let asked = LedgerQuery { source: source.clone(), after: None, unexplained: true };
        for it in self.ledger_page(&asked, MOST_UNEXPLAINED).await? {
            let since = it.completeness.since.unwrap_or(now);
            troubles.push(of(Some(it.mailbox), since, Wrong::Unexplained(it.completeness.unexplained)));
        }
        Ok(())
    }

    /// Returns which of these mailboxes of a source, each read up to a time, have fallen silent, and since when.
    async fn silent(
        &self,
        source: &str,
        read: &[(MailboxId, Timestamp)],
    ) -> Result<Vec<(Option<MailboxId>, Timestamp, Wrong)>> {
        let Some(until) = read.iter().map(|it| hour_of(it.1)).max() else { return Ok(Vec::new()) };
        let mut traffic = self.traffic(source, until).await?;
        let mut mailboxes = Vec::new();
        let mut hours: Vec<Traffic> = Vec::new();
        for (mailbox, read_at) in read {
            let Some(mut of) = traffic.remove(mailbox) else { continue };
            of.unread = until.duration_since(hour_of(*read_at)).as_hours() as usize;
            mailboxes.push(*mailbox);
            hours.push(of);
        }
        let found = silences(&hours);
        let since = |hours: usize| until - SignedDuration::from_hours(hours as i64);
        let each = mailboxes.into_iter().zip(found.each);
        let each = each.filter_map(|(mailbox, hours)| Some((Some(mailbox), since(hours?), Wrong::Silent)));
        let at_once = |it: AtOnce| (None, since(it.hours), Wrong::AllSilent(it.silent, it.of));
        Ok(found.at_once.map(at_once).into_iter().chain(each).collect())
    }
}

fn many(count: u64, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}
