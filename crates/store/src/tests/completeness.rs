//! Completeness: what batches change in folders and months, and what is told of it.

use jiff::{SignedDuration, Timestamp};
use relata_model::completeness::{FolderChanges, Gone, Outcome, Placed};
use relata_model::{ColleagueId, Filter, Ledger, MailboxId, Month, Quarantined};

use crate::testing::{entry, on_every_database};
use crate::{
    BatchCommit, Committed, ConnectionKind, CredentialKind, Fared, LedgerQuery, MailFolder, NewConnection, NewMailbox,
    OptOut, SourceState, Store,
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
        store.note_checked(mailbox, 7, "1", now).await.unwrap();
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
        // Four messages in each of nine hours of every day, until the evening of the second of March.
        let sent = |it: i64| began + SignedDuration::from_hours(24 * (it / 36) + 8 + it % 36 / 4);
        let placed = |it: i64| Placed { folder: "f1".to_owned(), received: sent(it), message: it as u64 };
        let read: Vec<_> = (0..61 * 36).map(|it| (placed(it), Outcome::Kept)).collect();
        commit(&store, mailbox, FolderChanges { read: read.clone(), ..FolderChanges::default() }).await;
        // One that moves to another folder is no other message.
        let moved = read.into_iter().map(|it| (Placed { folder: "f2".to_owned(), ..it.0 }, it.1)).collect();
        commit(&store, mailbox, FolderChanges { read: moved, ..FolderChanges::default() }).await;
        let told = async |now| {
            let troubles = store.troubles(now).await.unwrap();
            troubles.iter().map(|it| format!("{} {} since {}", it.source, it.what.name(), it.since)).collect::<Vec<_>>()
        };
        let now = at("2026-03-03T13:10:00Z");
        // Read in the morning, it may have got mail since then.
        store.mailbox_fared(mailbox, Fared::Well, at("2026-03-03T09:30:00Z")).await.unwrap();
        assert_eq!(told(now).await, [] as [&str; 0]);
        store.mailbox_fared(mailbox, Fared::Well, at("2026-03-03T11:59:00Z")).await.unwrap();
        assert_eq!(told(now).await, [] as [&str; 0]);
        store.mailbox_fared(mailbox, Fared::Well, now).await.unwrap();
        assert_eq!(told(at("2026-03-02T17:30:00Z")).await, [] as [&str; 0]);
        assert_eq!(told(now).await, ["tenant silent since 2026-03-02T17:00:00Z"]);
        // Ten weeks are kept, and nothing of what nobody reads any more.
        store.forget_old_hours(at("2026-07-01T00:00:00Z")).await.unwrap();
        assert_eq!(told(now).await, [] as [&str; 0]);
        let now = at("2026-03-03T07:00:00Z");
        store.mailbox_fared(mailbox, Fared::Badly("no"), now).await.unwrap();
        store.note_count(mailbox, ("f1", month("2026-03")), (5, 5), now).await.unwrap();
        store.set_source("tenant", "microsoft365", &SourceState::Broken("no".to_owned()), now).await.unwrap();
        let all = ["connection", "failing", "unexplained"].map(|it| format!("tenant {it} since 2026-03-03T07:00:00Z"));
        assert_eq!(told(now).await, all);
    });
}

#[test]
fn what_can_be_read_at_last_counts_once_and_leaves_no_sample() {
    on_every_database(async |store| {
        let mailbox = a_mailbox(&store).await;
        let bad = |message| (placed("2026-03-02T08:00:00Z", message), Outcome::Quarantined);
        let sample = Quarantined { place: "mail, message 1".to_owned(), reason: "no sender".to_owned() };
        let commit = async |quarantined: &[Quarantined], stored, folders| {
            let read = stored + quarantined.len() as u64;
            let ledger = Ledger { read, stored, quarantined: quarantined.len() as u64, ..Ledger::default() };
            let batch_seq = store.batch_seq(mailbox).await.unwrap();
            let batch = BatchCommit { batch_seq, cursor: "c", ledger, quarantined, folders, ..BatchCommit::default() };
            store.commit_batch(mailbox, &batch).await.unwrap();
            let it = &store.mailboxes().await.unwrap()[0].ledger;
            assert!(it.adds_up(), "{it:?}");
            (it.read, it.stored, it.quarantined, store.quarantined(mailbox).await.unwrap().len())
        };
        let changes = FolderChanges { read: vec![bad(1), bad(2)], ..FolderChanges::default() };
        assert_eq!(commit(&[sample.clone(), sample], 0, changes).await, (2, 0, 2, 2));
        let whole = || Some(("f1".to_owned(), month("2026-03")));
        let good = |message| (placed("2026-03-02T08:00:00Z", message), Outcome::Kept);
        let changes =
            FolderChanges { read: vec![good(1), bad(2)], whole: whole(), mended: 1, ..FolderChanges::default() };
        assert_eq!(commit(&[], 1, changes).await, (2, 1, 1, 2));
        let changes =
            FolderChanges { read: vec![good(1), good(2)], whole: whole(), mended: 1, ..FolderChanges::default() };
        assert_eq!(commit(&[], 1, changes).await, (2, 2, 0, 0));
        assert_eq!(march(&store, mailbox).await, (2, 0, 0, 0, false));
    });
}

#[test]
fn whoever_opts_out_leaves_no_hours_behind() {
    on_every_database(async |store| {
        store.replace_directory(&[entry("amber Amber amber@us.com"), entry("ben Ben ben@us.com")]).await.unwrap();
        let now = at("2026-03-05T00:00:00Z");
        store.set_source("tenant", "microsoft365", &SourceState::Ready, now).await.unwrap();
        for name in ["amber", "ben"] {
            let owner = store.person_of_colleague(&ColleagueId(name.to_owned())).await.unwrap();
            let mailbox = store.mailbox(&NewMailbox { source: "tenant", name, kind: "mail", owner }).await.unwrap();
            let read = vec![(placed("2026-03-02T08:00:00Z", 1), Outcome::Kept)];
            commit(&store, mailbox, FolderChanges { read, ..FolderChanges::default() }).await;
        }
        assert_eq!(store.traffic("tenant", now).await.unwrap().len(), 2);
        let colleague = ColleagueId("amber".to_owned());
        let opt_out = OptOut { colleague: &colleague, from: now, at: now, by: "account:2", reason: "own wish" };
        store.opt_out(&opt_out).await.unwrap();
        let left: Vec<_> = store.traffic("tenant", now).await.unwrap().into_values().collect();
        assert_eq!((left.len(), left[0].hours.iter().filter(|it| **it > 0).count()), (1, 1));
        assert_eq!(left[0].hours.len(), 2 * 24 + 16);
    });
}
