//! Batches: cursor, ledger, quarantine and left-out counts move together, and once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use relata_model::{Filter, Ledger, MailboxId, Quarantined};

use crate::testing::{address, on_every_database, seen};
use crate::{BatchCommit, Committed, NewMailbox, SourceState, Store, StoreError};

async fn a_mailbox(store: &Store) -> MailboxId {
    let at = Timestamp::from_second(1_000).unwrap();
    store.set_source("mail", "mbox", &SourceState::Reading, at).await.unwrap();
    let new = NewMailbox { source: "mail", name: "amber", kind: "mail", owner: None };
    let id = store.mailbox(&new).await.unwrap();
    assert_eq!(store.mailbox(&new).await.unwrap(), id);
    id
}

fn ledger() -> Ledger {
    Ledger { read: 5, stored: 2, duplicates: 1, filtered: BTreeMap::from([(Filter::List, 1)]), quarantined: 1 }
}

#[test]
fn the_same_batch_twice_counts_once() {
    on_every_database(async |store| {
        let mailbox = a_mailbox(&store).await;
        let lea = store.intern(&[seen("lea@acme.com", "")]).await.unwrap()[&address("lea@acme.com")];
        assert_eq!(store.cursor(mailbox).await.unwrap(), None);
        let bad = [Quarantined { place: "a.mbox at 7".to_owned(), reason: "no date\0".to_owned() }];
        let left_out = [(lea, Filter::List, 1), (lea, Filter::List, 2), (lea, Filter::Machine, 1)];
        let batch = BatchCommit {
            cursor: "c1",
            ledger: ledger(),
            quarantined: &bad,
            left_out: &left_out,
            position: 10,
            extent: Some(40),
            read_until: Timestamp::from_second(900).ok(),
            ..BatchCommit::default()
        };
        assert_eq!(store.commit_batch(mailbox, &batch).await.unwrap(), Committed::Now);
        assert_eq!(store.commit_batch(mailbox, &batch).await.unwrap(), Committed::Before);
        assert_eq!(store.cursor(mailbox).await.unwrap(), Some(("c1".to_owned(), 1)));
        let source = &store.sources().await.unwrap()[0];
        assert_eq!((&source.ledger, source.position, source.extent), (&ledger(), 10, Some(40)));
        assert_eq!(store.quarantined(mailbox).await.unwrap()[0].reason, "no date ");
        let person = store.person_of(&address("lea@acme.com")).await.unwrap().unwrap();
        assert_eq!(store.left_out(person).await.unwrap(), [(Filter::List, 3), (Filter::Machine, 1)]);
    });
}

#[test]
fn a_batch_out_of_step_is_refused_and_leaves_nothing() {
    on_every_database(async |store| {
        let mailbox = a_mailbox(&store).await;
        let batch = BatchCommit { batch_seq: 3, cursor: "c4", ledger: ledger(), ..BatchCommit::default() };
        let refused = store.commit_batch(mailbox, &batch).await;
        assert!(matches!(refused, Err(StoreError::OutOfStep { expected: 3, found: 0, .. })));
        assert_eq!(store.sources().await.unwrap()[0].ledger, Ledger::default());
    });
}

#[test]
fn of_two_workers_one_counts() {
    on_every_database(async |store| {
        let mailbox = a_mailbox(&store).await;
        let batch = BatchCommit { cursor: "c1", ledger: ledger(), ..BatchCommit::default() };
        let (one, other) = tokio::join!(store.commit_batch(mailbox, &batch), store.commit_batch(mailbox, &batch));
        assert_ne!(one.unwrap(), other.unwrap());
        assert_eq!(store.sources().await.unwrap()[0].ledger.read, 5);
    });
}

#[test]
fn a_dropped_cursor_starts_over_and_keeps_the_count() {
    on_every_database(async |store| {
        let mailbox = a_mailbox(&store).await;
        let batch = BatchCommit { cursor: "c1", ledger: ledger(), ..BatchCommit::default() };
        store.commit_batch(mailbox, &batch).await.unwrap();
        store.drop_cursor(mailbox).await.unwrap();
        assert_eq!((store.cursor(mailbox).await.unwrap(), store.batch_seq(mailbox).await.unwrap()), (None, 1));
        let again = BatchCommit { batch_seq: 1, ..batch };
        store.commit_batch(mailbox, &again).await.unwrap();
        assert_eq!(store.sources().await.unwrap()[0].ledger.read, 10);
    });
}

#[test]
fn a_thousand_samples_are_kept_and_every_one_is_counted() {
    on_every_database(async |store| {
        let mailbox = a_mailbox(&store).await;
        let bad: Vec<Quarantined> =
            (0..700).map(|it| Quarantined { place: it.to_string(), reason: "bad".to_owned() }).collect();
        for batch_seq in 0..2 {
            let ledger = Ledger { read: 700, quarantined: 700, ..Ledger::default() };
            let batch = BatchCommit { batch_seq, cursor: "c", ledger, quarantined: &bad, ..BatchCommit::default() };
            store.commit_batch(mailbox, &batch).await.unwrap();
        }
        assert_eq!(store.quarantined(mailbox).await.unwrap().len(), 1_000);
        assert_eq!(store.sources().await.unwrap()[0].ledger.quarantined, 1_400);
    });
}

#[test]
fn a_source_keeps_the_time_its_state_began() {
    on_every_database(async |store| {
        let broken = SourceState::Broken("the password was changed; connect it again".to_owned());
        for (state, at) in [(SourceState::Ready, 1), (broken.clone(), 5), (broken.clone(), 9)] {
            store.set_source("mail", "imap", &state, Timestamp::from_second(at).unwrap()).await.unwrap();
        }
        let source = &store.sources().await.unwrap()[0];
        assert_eq!((&source.state, source.since.as_second()), (&broken, 5));
    });
}
