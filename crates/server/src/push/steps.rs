//! Steps: what is to be done so that there is a subscription to each mailbox that wants one, and to no other.

use std::collections::BTreeMap;

use jiff::Timestamp;
use relata_model::MailboxId;
use relata_store::{AtService, ConnectionId, Subscription};

/// A mailbox or calendar we want to be told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Through which connection.
    pub connection: ConnectionId,
    /// Whose, by the directory's id.
    pub user: String,
    /// Whether it is a calendar.
    pub is_calendar: bool,
}

/// What is to be done.
#[derive(Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Nobody there is to be told of any more.
    End(&'a Subscription),
    /// It lapses unless it is renewed.
    Renew(&'a Subscription, &'a AtService),
    /// There is none, or it lapsed.
    Make(MailboxId, &'a Wanted),
}

/// Returns what is to be done now: first what ends, then what would lapse, then what is new.
///
/// What a subscription is through that `is_settled` does not know is left alone: nobody knows yet what is wanted there.
pub fn steps<'a>(
    wanted: &'a BTreeMap<MailboxId, Wanted>,
    have: &'a [Subscription],
    is_settled: impl Fn(ConnectionId) -> bool,
    now: Timestamp,
) -> Vec<Step<'a>> {
    let (mut ended, mut renewed, mut made) = (Vec::new(), Vec::new(), Vec::new());
    let mut there = BTreeMap::new();
    for it in have {
        there.insert(it.mailbox, it);
        match (wanted.get(&it.mailbox).filter(|of| of.connection == it.connection), &it.at_service) {
            (None, _) if is_settled(it.connection) => ended.push(Step::End(it)),
            (Some(_), Some(at_service)) if it.due_at <= now && at_service.until > now => {
                renewed.push(Step::Renew(it, at_service));
            }
            _ => {}
        }
    }
    for (mailbox, of) in wanted {
        let lives = |it: &&Subscription| {
            it.connection == of.connection
                && (it.at_service.as_ref().is_some_and(|it| it.until > now) || it.due_at > now)
        };
        if there.get(mailbox).copied().filter(lives).is_none() {
            made.push(Step::Make(*mailbox, of));
        }
    }
    ended.into_iter().chain(renewed).chain(made).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    /// Mailboxes we want; then, for each there is, `mailbox: until due`, with `-` for none at the service. It is 100.
    fn check(wanted: &[i64], have: &[&str], expected: Expect) {
        let of = |connection, user: i64| Wanted {
            connection: ConnectionId(connection),
            user: user.to_string(),
            is_calendar: false,
        };
        let wanted = wanted.iter().map(|it| (MailboxId(*it), of(1, *it))).collect();
        let have: Vec<Subscription> = have
            .iter()
            .map(|text| {
                let (mailbox, rest) = text.split_once(": ").unwrap();
                let (until, due) = rest.split_once(' ').unwrap();
                let made = |it: i64| AtService { id: "s".to_owned(), secret_hash: [0; 32], until: at(it) };
                let (mailbox, other) = mailbox.split_once('@').unwrap_or((mailbox, "1"));
                Subscription {
                    mailbox: MailboxId(mailbox.parse().unwrap()),
                    connection: ConnectionId(other.parse().unwrap()),
                    at_service: until.parse().ok().map(made),
                    due_at: at(due.parse().unwrap()),
                    failing: None,
                }
            })
            .collect();
        let steps = steps(&wanted, &have, |it| it == ConnectionId(1), at(100));
        let told = steps.iter().map(|it| match it {
            Step::End(it) => format!("end {}", it.mailbox.0),
            Step::Renew(it, _) => format!("renew {}", it.mailbox.0),
            Step::Make(mailbox, _) => format!("make {}", mailbox.0),
        });
        expected.assert_eq(&told.collect::<Vec<_>>().join(", "));
    }

    #[test]
    fn there_is_one_to_each_mailbox_that_wants_one_and_to_no_other() {
        check(&[1, 2], &[], expect!["make 1, make 2"]);
        check(&[1], &["1: 200 150", "2: 200 150"], expect!["end 2"]);
        check(&[], &["1: - 150"], expect!["end 1"]);
    }

    #[test]
    fn what_is_due_is_renewed_and_what_lapsed_is_made_anew() {
        check(&[1, 2, 3, 4], &["1: 200 100", "2: 100 90", "3: - 150", "4: - 100"], expect!["renew 1, make 2, make 4"]);
    }

    #[test]
    fn what_nobody_knows_of_yet_is_left_alone() {
        check(&[], &["1@2: 200 150"], expect![""]);
        // Moved to another connection: made there.
        check(&[1], &["1@2: 200 150"], expect!["make 1"]);
    }
}
