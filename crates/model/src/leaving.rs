//! Leaving: who and what is to go out of what is kept, by number.
//!
//! The same as [`Consent::admit`](crate::Consent::admit) says of what comes in, said of what is there already: people
//! leave for a span of time, and mailboxes as if they had not been read in it.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::consent::Interval;
use crate::{AddressId, MailboxId};

/// Who leaves, and what is to be as if it had never been read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaving {
    people: HashMap<AddressId, Vec<Interval>>,
    crm_stays: bool,
    mailboxes: HashMap<MailboxId, Vec<Interval>>,
    mail: bool,
}

impl Leaving {
    /// Lets somebody leave for a span of time.
    pub fn person(&mut self, address: AddressId, during: Interval) {
        self.people.entry(address).or_default().push(during);
    }

    /// Lets what a mailbox showed of a span of time be as if it had not been read.
    pub fn mailbox(&mut self, mailbox: MailboxId, during: Interval) {
        self.mailboxes.entry(mailbox).or_default().push(during);
    }

    /// Lets what a CRM holds stay as it is: somebody was in a group that is left out, which is about mailboxes alone.
    pub fn keep_crm(&mut self) {
        self.crm_stays = true;
    }

    /// Lets everything go that any mailbox showed; what a CRM holds stays.
    pub fn all_mail(&mut self) {
        self.mail = true;
    }

    /// Returns whether nothing is to go.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.mailboxes.is_empty() && !self.mail
    }

    /// Returns whether somebody leaves a copy of an interaction of that moment, in seconds since 1970.
    pub fn takes_out(&self, address: AddressId, of_a_crm: bool, at_seconds: i64) -> bool {
        !(of_a_crm && self.crm_stays) && self.people.get(&address).is_some_and(|it| within(it, at_seconds))
    }

    /// Returns whether a mailbox's copy of an interaction of that moment was, now, never read.
    pub fn unreads(&self, mailbox: MailboxId, of_a_crm: bool, at_seconds: i64) -> bool {
        let is_theirs = || self.mailboxes.get(&mailbox).is_some_and(|it| within(it, at_seconds));
        (self.mail && !of_a_crm) || (!(of_a_crm && self.crm_stays) && is_theirs())
    }

    /// Returns whether it may be about any interaction at all.
    pub fn concerns_all(&self) -> bool {
        self.mail
    }

    /// Returns whether it may be about a copy that came by this mailbox and in which these addresses take part, whenever that was.
    pub fn concerns(&self, mailbox: i64, mut addresses: impl Iterator<Item = i64>) -> bool {
        self.mail
            || self.mailboxes.contains_key(&MailboxId(mailbox))
            || addresses.any(|it| self.people.contains_key(&AddressId(it)))
    }

    /// Returns who leaves, in order.
    pub fn people(&self) -> Vec<AddressId> {
        let mut people: Vec<AddressId> = self.people.keys().copied().collect();
        people.sort_unstable();
        people
    }
}

fn within(intervals: &[Interval], at_seconds: i64) -> bool {
    let at = Timestamp::from_second(at_seconds).unwrap_or(Timestamp::MAX);
    intervals.iter().any(|it| it.contains(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notation::moment;

    #[test]
    fn somebody_leaves_within_the_span_alone() {
        let mut leaving = Leaving::default();
        leaving.person(AddressId(1), Interval { from: moment("2026-03-01"), to: Some(moment("2026-04-01")) });
        for (address, day, expected) in
            [(1, "2026-02-28", false), (1, "2026-03-01", true), (1, "2026-04-01", false), (2, "2026-03-01", false)]
        {
            assert_eq!(
                leaving.takes_out(AddressId(address), false, moment(day).as_second()),
                expected,
                "{address} {day}"
            );
        }
    }

    #[test]
    fn all_mail_leaves_what_a_crm_holds() {
        let mut leaving = Leaving::default();
        leaving.all_mail();
        assert!(leaving.unreads(MailboxId(1), false, 0) && !leaving.unreads(MailboxId(1), true, 0));
    }
}
