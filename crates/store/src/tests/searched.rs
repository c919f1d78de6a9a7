//! What was searched is what the sums over all mailboxes say, and is counted without them.

use jiff::Timestamp;
use relata_model::{Ledger, MailboxId};

use crate::erasure::Left;
use crate::testing::{ask_to_forget, on_every_database};
use crate::{BatchCommit, Forget, NewMailbox, SourceState, Store};

async fn set(store: &Store, source: &str, state: SourceState) {
    store.set_source(source, "files", &state, Timestamp::from_second(1_000).unwrap()).await.unwrap();
}

/// Makes a mailbox of five messages known, half of it read.
async fn mailbox(store: &Store, source: &str, name: &str, kind: &str) -> MailboxId {
    let id = store.mailbox(&NewMailbox { source, name, kind, owner: None }).await.unwrap();
    let ledger = Ledger { read: 5, stored: 5, ..Ledger::default() };
    let batch = BatchCommit { cursor: "c1", ledger, position: 10, extent: Some(20), ..BatchCommit::default() };
    store.commit_batch(id, &batch).await.unwrap();
    id
}

/// Checks what is told against the sums, and how many mailboxes each source has.
async fn check(store: &Store, expected: &[(&str, u64)]) {
    let searched = store.searched().await.unwrap();
    let sums = store.sources().await.unwrap();
    assert_eq!(searched.len(), sums.len());
    for (it, sum) in searched.iter().zip(&sums) {
        assert_eq!((&it.name, &it.state, it.since, it.mailboxes), (&sum.name, &sum.state, sum.since, sum.mailboxes));
        if it.state == SourceState::Reading {
            assert_eq!((it.read, it.position, it.extent), (sum.ledger.read, sum.position, sum.extent));
        }
    }
    let told: Vec<(&str, u64)> = searched.iter().map(|it| (it.name.as_str(), it.mailboxes)).collect();
    assert_eq!(told, expected);
}

#[test]
fn what_was_searched_is_what_the_mailboxes_come_to() {
    on_every_database(async |store| {
        set(&store, "crm", SourceState::Ready).await;
        set(&store, "mail", SourceState::Reading).await;
        check(&store, &[("crm", 0), ("mail", 0)]).await;
        mailbox(&store, "crm", "activities", "crm").await;
        let amber = mailbox(&store, "mail", "amber", "mail").await;
        mailbox(&store, "mail", "ben", "mail").await;
        mailbox(&store, "mail", "ben", "mail").await;
        check(&store, &[("crm", 0), ("mail", 2)]).await;
        set(&store, "mail", SourceState::Broken("cannot be read".to_owned())).await;
        check(&store, &[("crm", 0), ("mail", 2)]).await;
        mailbox(&store, "mail", "ben", "crm").await;
        check(&store, &[("crm", 0), ("mail", 1)]).await;
        let forgotten = ask_to_forget(&store, Forget::Mailbox(amber)).await;
        store.erase_rows(forgotten, &Left::default()).await.unwrap();
        check(&store, &[("crm", 0), ("mail", 0)]).await;
    });
}
