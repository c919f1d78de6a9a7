//! What lies ahead: noted, moved, called off, passed.

use expect_test::{Expect, expect};
use jiff::Timestamp;
use relata_model::{AddressId, Identity, Kind, MailboxId, RecordNumber, Role};

use crate::testing::{address, on_every_database, seen};
use crate::{ScheduledCopy, ScheduledPerson, Store};

fn at(hour: i64) -> Timestamp {
    Timestamp::from_second(1_774_000_000 + hour * 3_600).unwrap()
}

/// `number hour` and any of: `us`, `mailbox`, `of=7`, `with=1,2`, `call`.
fn scheduled(line: &str) -> ScheduledCopy {
    let mut words = line.split_whitespace();
    let number: u8 = words.next().unwrap().parse().unwrap();
    let mut us = false;
    let mut it = ScheduledCopy {
        identity: Identity([number; 16]),
        at: at(words.next().unwrap().parse().unwrap()),
        kind: Kind::Meeting,
        minutes: 30,
        regarding: None,
        in_mailbox: false,
        people: Vec::new(),
    };
    for word in words {
        match word.split_once('=').unwrap_or((word, "")) {
            ("us", _) => us = true,
            ("mailbox", _) => it.in_mailbox = true,
            ("call", _) => it.kind = Kind::Call,
            ("of", value) => it.regarding = Some(RecordNumber(value.parse().unwrap())),
            ("with", value) => it.people = value.split(',').map(taking_part).collect(),
            _ => panic!("`{word}` says nothing of what lies ahead"),
        }
    }
    if let Some(first) = it.people.first_mut() {
        (first.role, first.colleague) = (Role::Organiser, us);
    }
    it
}

fn taking_part(number: &str) -> ScheduledPerson {
    ScheduledPerson { address: AddressId(number.parse().unwrap()), role: Role::Required, colleague: false }
}

async fn told(store: &Store, after: Timestamp) -> String {
    let mut lines = String::new();
    for it in store.scheduled(after).await.unwrap() {
        let hour = (it.at.as_second() - at(0).as_second()) / 3_600;
        let people: Vec<i64> = it.participants.iter().map(|it| it.0).collect();
        lines += &format!(
            "{} at {hour}: {:?} {} min, us {}, mailbox {}, of {:?}, with {people:?}\n",
            it.identity.0[0],
            it.kind,
            it.minutes,
            it.started_by_us,
            it.in_mailbox,
            it.regarding.map(|it| it.0),
        );
    }
    lines
}

/// Each reading is of a mailbox of its own; a line `- number` calls off; then what lies after hour 1 is told.
fn check(readings: &[&str], expected: &Expect) {
    on_every_database(async |store| {
        store.intern(&["a@x.com", "b@x.com", "c@x.com"].map(|it| seen(it, ""))).await.unwrap();
        assert!(store.address_id(&address("c@x.com")).await.unwrap().is_some());
        for (reading, mailbox) in readings.iter().zip(1..).map(|(it, number)| (it, MailboxId(number))) {
            let lines: Vec<&str> = reading.lines().map(str::trim).collect();
            let (off, on): (Vec<&str>, Vec<&str>) = lines.iter().partition(|it| it.starts_with('-'));
            store.put_scheduled(mailbox, &on.into_iter().map(scheduled).collect::<Vec<_>>()).await.unwrap();
            let off = off.iter().map(|it| (Identity([it[1..].trim().parse().unwrap(); 16]), at(5)));
            store.call_off(mailbox, &off.collect::<Vec<_>>()).await.unwrap();
        }
        expected.assert_eq(&told(&store, at(1)).await);
    });
}

#[test]
fn what_lies_ahead_comes_by_time() {
    check(
        &["3 9 us with=2,1,2\n200 5 call\n1 1\n2 0\n4 5 mailbox of=7 with=3"],
        &expect![[r#"
            4 at 5: Meeting 30 min, us false, mailbox true, of Some(7), with [3]
            200 at 5: Call 30 min, us true, mailbox false, of None, with []
            3 at 9: Meeting 30 min, us true, mailbox false, of None, with [1, 2]
        "#]],
    );
}

#[test]
fn what_is_moved_is_replaced_and_keeps_what_another_copy_knew() {
    check(
        &["1 5 us mailbox with=1,2", "1 7 of=9 with=3\n1 8 with=3,1"],
        &expect![[r#"
        1 at 8: Meeting 30 min, us false, mailbox true, of Some(9), with [1, 3]
    "#]],
    );
}

#[test]
fn what_was_called_off_is_forgotten() {
    check(
        &["1 5 with=1\n2 6 with=1,2", "- 1\n- 99"],
        &expect![[r#"
        2 at 6: Meeting 30 min, us false, mailbox false, of None, with [1, 2]
    "#]],
    );
}

#[test]
fn what_passed_is_forgotten_and_nothing_is_nothing() {
    on_every_database(async |store| {
        let mailbox = MailboxId(1);
        store.put_scheduled(mailbox, &[]).await.unwrap();
        store.call_off(mailbox, &[]).await.unwrap();
        store.put_scheduled(mailbox, &[scheduled("1 1"), scheduled("2 2"), scheduled("3 3")]).await.unwrap();
        assert_eq!(store.drop_scheduled_until(at(2)).await.unwrap(), 2);
        let left: Vec<Identity> = store.scheduled(at(-9)).await.unwrap().iter().map(|it| it.identity).collect();
        assert_eq!(left, [Identity([3; 16])]);
    });
}
