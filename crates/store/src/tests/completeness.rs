//! Completeness: what batches change in folders and months, and what is told of it.

use jiff::{SignedDuration, Timestamp};
use relata_model::completeness::{FolderChanges, Gone, Outcome, Placed};
use relata_model::{Filter, MailboxId, Month};

use crate::testing::on_every_database;
use crate::{
    BatchCommit, Committed, ConnectionKind, CredentialKind, Fared, LedgerQuery, MailFolder, NewConnection, NewMailbox,
    SourceState, Store,
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn placed(received: &str, message: u64) -> Placed {
    Placed { folder: "f1".to_owned(), received: at(received), message }
}

async fn a_mailbox(store: &Store) -> MailboxId {
    store.set_source("tenant", "microsoft365", &SourceState::Ready, at("2026-03-01T00:00:00Z")).await.unwrap();
    store.mailbox(&NewMailbox { source: "tenant", name: "amber", kind: "mail", owner: None }).await.unwrap()
}

async fn commit(store: &Store, mailbox: MailboxId, folders: FolderChanges) -> Committed {
    let batch_seq = store.batch_seq(mailbox).await.unwrap();
    store
        .commit_batch(mailbox, &BatchCommit { batch_seq, cursor: "c", folders, ..BatchCommit::default() })
        .await
        .unwrap()
}

/// The one folder and month there is: kept, left out, gone, found late, doubtful.
async fn march(store: &Store, mailbox: MailboxId) -> (u64, u64, u64, u64, bool) {
    let all = store.folder_months(mailbox).await.unwrap();
    let it = all.iter().find(|it| it.month == month("2026-03")).unwrap();
    (it.tally.kept, it.tally.left_out.values().sum(), it.gone, it.found_late, it.doubtful)
}

#[test]
fn a_folder_and_month_has_each_message_once_and_loses_what_left() {
    on_every_database(async |store| {
        let mailbox = a_mailbox(&store).await;
        let read = vec![
            (placed("2026-03-02T08:00:00Z", 1), Outcome::Kept),
            (placed("2026-03-02T08:00:00Z", 1), Outcome::Kept),
            (placed("2026-03-03T08:00:00Z", 2), Outcome::LeftOut(Filter::List)),
        ];
        let changes = FolderChanges { read: read.clone(), ..FolderChanges::default() };
        commit(&store, mailbox, changes.clone()).await;
        commit(&store, mailbox, changes).await;
        assert_eq!(march(&store, mailbox).await, (1, 1, 0, 0, false));

        let gone = |told_since: &str| Gone { folder: "f1".to_owned(), message: 2, told_since: at(told_since) };
        // It was received before the changes tell of anything: it may lie there still.
        let doubtful = FolderChanges { gone: vec![gone("2026-03-05T00:00:00Z")], ..FolderChanges::default() };
        commit(&store, mailbox, doubtful).await;
        assert_eq!(march(&store, mailbox).await, (1, 1, 0, 0, true));
        let left = FolderChanges { gone: vec![gone("2026-03-01T00:00:00Z")], ..FolderChanges::default() };
        commit(&store, mailbox, left).await;
        assert_eq!(march(&store, mailbox).await, (1, 0, 1, 0, true));

        let whole = Some(("f1".to_owned(), month("2026-03")));
        let read = vec![(placed("2026-03-04T08:00:00Z", 3), Outcome::Kept)];
        commit(&store, mailbox, FolderChanges { read, whole, ..FolderChanges::default() }).await;
        assert_eq!(march(&store, mailbox).await, (1, 0, 2, 1, false));
    });
}

#[test]
fn what_a_source_says_stands_beside_what_was_read() {
    on_every_database(async |store| {
        let mailbox = a_mailbox(&store).await;
        let read = vec![(placed("2026-03-02T08:00:00Z", 1), Outcome::Kept)];
        commit(&store, mailbox, FolderChanges { read, ..FolderChanges::default() }).await;
        let now = at("2026-03-05T00:00:00Z");
        let cell = ("f1", month("2026-03"));
        store.note_count(mailbox, cell, (3, 2), now).await.unwrap();
        // Since when is kept as long as it lasts.
        store.note_count(mailbox, cell, (2, 1), at("2026-03-06T00:00:00Z")).await.unwrap();
        let folders = [MailFolder { folder: "f1".to_owned(), name: Some("inbox".to_owned()), older: 40 }];
        store.note_folders(mailbox, &folders).await.unwrap();
        store.note_checked(mailbox, 7, now).await.unwrap();
        let asked = LedgerQuery { source: "tenant".to_owned(), after: None, unexplained: true };
        let line = &store.ledger_page(&asked, 10).await.unwrap()[0].completeness;
        assert_eq!((line.source, line.kept, line.unexplained, line.older, line.beside), (2, 1, 1, 40, 7));
        assert_eq!((line.since, line.checked_at), (Some(now), Some(now)));
        assert_eq!(store.mailboxes_checked("tenant").await.unwrap()[&mailbox], now);

        store.note_count(mailbox, cell, (1, 0), now).await.unwrap();
        assert_eq!(store.ledger_page(&asked, 10).await.unwrap(), []);
        // A folder that is gone holds nothing any more.
        store.note_folders(mailbox, &[]).await.unwrap();
        assert_eq!(march(&store, mailbox).await, (0, 0, 1, 0, false));
        assert_eq!(store.mail_folders(mailbox).await.unwrap(), []);
    });
}

#[test]
fn what_is_wrong_is_told_since_when_and_with_its_remedy() {
    on_every_database(async |store| {
        let to = NewConnection {
            kind: ConnectionKind::Microsoft365,
            source: "tenant".to_owned(),
            tenant: "t".to_owned(),
            client: "c".to_owned(),
            login_host: String::new(),
            service_host: String::new(),
            credential: CredentialKind::Secret,
            group: "g".to_owned(),
        };
        let began = at("2026-01-01T00:00:00Z");
        store.connect(&to, |_| (vec![1], 1), "operator", began).await.unwrap();
        let mailbox = a_mailbox(&store).await;
        // Ten messages a day until the first of March, then none.
        let day = |it: i64| began + SignedDuration::from_hours(24 * (it / 10));
        let read: Vec<_> = (0..590)
            .map(|it| (Placed { folder: "f1".to_owned(), received: day(it), message: it as u64 }, Outcome::Kept))
            .collect();
        commit(&store, mailbox, FolderChanges { read, ..FolderChanges::default() }).await;
        let now = at("2026-03-03T07:00:00Z");
        store.mailbox_fared(mailbox, Fared::Well, now).await.unwrap();
        let told = async |now| {
            let troubles = store.troubles(now).await.unwrap();
            troubles.iter().map(|it| format!("{} {} since {}", it.source, it.what.name(), it.since)).collect::<Vec<_>>()
        };
        assert_eq!(told(at("2026-03-01T07:00:00Z")).await, [] as [&str; 0]);
        assert_eq!(told(now).await, ["tenant silent since 2026-03-01T00:00:00Z"]);
        store.mailbox_fared(mailbox, Fared::Badly("no"), now).await.unwrap();
        store.note_count(mailbox, ("f1", month("2026-03")), (5, 5), now).await.unwrap();
        store.set_source("tenant", "microsoft365", &SourceState::Broken("no".to_owned()), now).await.unwrap();
        let all = ["connection", "failing", "unexplained"].map(|it| format!("tenant {it} since 2026-03-03T07:00:00Z"));
        assert_eq!(told(now).await, all);
    });
}
