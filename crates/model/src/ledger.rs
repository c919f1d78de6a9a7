//! The ledger: where every message that was read has gone.
//!
//! **Invariant:** read = stored + duplicates + filtered + quarantined, after every batch.

use std::collections::BTreeMap;

/// Why an interaction is left out on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Filter {
    /// A delivery report. Tested first: bounces also carry the marks of auto-replies.
    Bounce,
    /// A vacation or out-of-office reply.
    AutoReply,
    /// Came through a mailing list.
    List,
    /// Bulk or machine mail: newsletters, notifications.
    Machine,
    /// A draft or unsent message.
    Draft,
    /// Lay in the junk folder.
    Junk,
    /// A meeting or activity that was cancelled.
    Cancelled,
    /// A meeting the mailbox's owner, or everyone on one side, declined.
    Declined,
    /// A meeting or activity that lies in the future; it is shown as what comes next.
    Future,
    /// A CRM activity that lies in the past and was never completed.
    NotCompleted,
    /// A meeting marked private or confidential.
    Private,
    /// No colleague of the directory takes part.
    NoColleague,
    /// Nobody but the sender takes part.
    Nobody,
    /// Addressed to more people than can be said to know each other by it.
    MassMail,
    /// A participant or the mailbox's owner opted out or does not take part, and what is left relates nobody.
    OptedOut,
    /// The organisation has not consented to mailbox data.
    NoConsent,
}

impl Filter {
    /// Every rule, in the order in which they are tested.
    pub const ALL: [Filter; 16] = [
        Filter::Bounce,
        Filter::AutoReply,
        Filter::List,
        Filter::Machine,
        Filter::Draft,
        Filter::Junk,
        Filter::Cancelled,
        Filter::Declined,
        Filter::Future,
        Filter::NotCompleted,
        Filter::Private,
        Filter::NoColleague,
        Filter::Nobody,
        Filter::MassMail,
        Filter::OptedOut,
        Filter::NoConsent,
    ];

    /// Returns the rule's name in tables, logs and the API.
    pub fn name(self) -> &'static str {
        match self {
            Filter::Bounce => "bounce",
            Filter::AutoReply => "auto_reply",
            Filter::List => "list",
            Filter::Machine => "machine",
            Filter::Draft => "draft",
            Filter::Junk => "junk",
            Filter::Cancelled => "cancelled",
            Filter::Declined => "declined",
            Filter::Future => "future",
            Filter::NotCompleted => "not_completed",
            Filter::Private => "private",
            Filter::NoColleague => "no_colleague",
            Filter::Nobody => "nobody",
            Filter::MassMail => "mass_mail",
            Filter::OptedOut => "opted_out",
            Filter::NoConsent => "no_consent",
        }
    }

    /// Returns the rule in words for a person.
    pub fn explanation(self) -> &'static str {
        match self {
            Filter::Bounce => "delivery reports: a mail server wrote, not a person",
            Filter::AutoReply => "automatic replies, such as out of office",
            Filter::List => "mail that came through a mailing list",
            Filter::Machine => "newsletters, notifications and other mail that programs send",
            Filter::Draft => "drafts that were never sent",
            Filter::Junk => "mail in the junk folder",
            Filter::Cancelled => "meetings and activities that were cancelled",
            Filter::Declined => "meetings that were declined",
            Filter::Future => "meetings and activities that lie in the future",
            Filter::NotCompleted => "CRM activities that were never completed",
            Filter::Private => "meetings marked private",
            Filter::NoColleague => "mail in which no colleague of the directory takes part",
            Filter::Nobody => "mail without anybody but the sender",
            Filter::MassMail => "mail to more than 500 recipients",
            Filter::OptedOut => "interactions of people who opted out or do not take part",
            Filter::NoConsent => "mailbox data the organisation has not consented to",
        }
    }

    /// Returns the rule of that name.
    pub fn named(name: &str) -> Option<Filter> {
        Filter::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// Something that could not be read, with the reason: set aside, counted, never fatal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// Where it lies: a file with a byte offset or an item's number; never an address.
    pub place: String,
    /// What is wrong with it, in words.
    pub reason: String,
}

/// Counts of what became of the messages of a batch, a mailbox, a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Everything the source gave.
    pub read: u64,
    /// What the log holds because of it.
    pub stored: u64,
    /// Copies of what the log already held.
    pub duplicates: u64,
    /// What a rule left out.
    pub filtered: BTreeMap<Filter, u64>,
    /// What could not be read.
    pub quarantined: u64,
}

impl Ledger {
    /// Returns whether every message is accounted for.
    pub fn adds_up(&self) -> bool {
        self.read == self.stored + self.duplicates + self.filtered.values().sum::<u64>() + self.quarantined
    }

    /// Counts one message as left out by a rule.
    pub fn filter(&mut self, rule: Filter) {
        *self.filtered.entry(rule).or_default() += 1;
    }
}

impl std::ops::AddAssign<&Ledger> for Ledger {
    fn add_assign(&mut self, other: &Ledger) {
        self.read += other.read;
        self.stored += other.stored;
        self.duplicates += other.duplicates;
        self.quarantined += other.quarantined;
        for (rule, count) in &other.filtered {
            *self.filtered.entry(*rule).or_default() += count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_found_by_its_name() {
        for rule in Filter::ALL {
            assert_eq!(Filter::named(rule.name()), Some(rule));
        }
    }

    #[test]
    fn a_ledger_adds_up_only_if_every_message_is_accounted_for() {
        let mut ledger = Ledger { read: 3, stored: 1, duplicates: 1, ..Ledger::default() };
        assert!(!ledger.adds_up());
        ledger.filter(Filter::List);
        assert!(ledger.adds_up());
    }
}
