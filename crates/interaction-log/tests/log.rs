//! What the log promises: once is once, nothing is lost, what is erased is gone.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::Duration;

use deltalake::arrow::util::display::array_value_to_string;
use deltalake::datafusion::prelude::SessionContext;
use expect_test::{Expect, expect};
use jiff::Timestamp;
use relata_interaction_log::{Appended, BatchId, Doing, Erased, InteractionLog, Naming, Numbers};
use relata_model::consent::{Consent, Insights, Interval};
use relata_model::{Address, AddressId, Admitted, Directory, Leaving, MailboxId, Month, notation};

/// A log in a folder of its own, with addresses numbered in order of first use.
struct Bench {
    folder: tempfile::TempDir,
    log: InteractionLog,
    directory: Directory,
    ids: HashMap<Address, AddressId>,
}

impl Bench {
    async fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let log = InteractionLog::open(folder.path().to_str().unwrap()).await.unwrap();
        Bench { folder, log, directory: notation::directory("amber@us ben@us"), ids: HashMap::new() }
    }

    /// Appends, and dies when so many tables have their commit.
    async fn append_and_die(mut self, mailbox: i64, number: i64, text: &str, tables: usize) -> Bench {
        let before = tempfile::tempdir().unwrap();
        copy(self.folder.path(), before.path());
        self.append(mailbox, number, text).await;
        for table in ["interaction", "exchange", "sighting", "activity"].iter().skip(tables) {
            std::fs::remove_dir_all(self.folder.path().join(table)).unwrap();
            copy(&before.path().join(table), &self.folder.path().join(table));
        }
        self.reopened().await
    }

    /// Everything the log holds, by address.
    async fn canonical(&self) -> String {
        self.log
            .canonical(&Named(self.ids.iter().map(|(it, id)| (id.0, it.as_str().to_owned())).collect()))
            .await
            .unwrap()
    }

    async fn reopened(self) -> Bench {
        let log = InteractionLog::open(self.folder.path().to_str().unwrap()).await.unwrap();
        Bench { log, ..self }
    }

    fn admitted(&mut self, text: &str) -> Admitted {
        let interactions = notation::interactions(text, &self.directory);
        for it in interactions.iter().flat_map(|it| &it.participants) {
            let next = AddressId(self.ids.len() as i64 + 1);
            self.ids.entry(it.address.clone()).or_insert(next);
        }
        Consent::to([Insights::Identifiable]).admit(interactions, &self.directory, None).0
    }

    async fn append(&mut self, mailbox: i64, number: i64, text: &str) -> Appended {
        let admitted = self.admitted(text);
        let batch = BatchId { mailbox: MailboxId(mailbox), number };
        let numbers = Numbers { addresses: &self.ids, records: &HashMap::new() };
        self.log.append(batch, &admitted, numbers).await.unwrap()
    }

    async fn erase(&self, address: AddressId) -> Erased {
        let mut leaving = Leaving::default();
        leaving.person(address, Interval { from: Timestamp::MIN, to: None });
        self.log.erase(&leaving, 1, Doing::Erasing).await.unwrap()
    }

    /// The exchanges, with addresses for ids.
    async fn exchanges(&self) -> String {
        let names: BTreeMap<String, &str> = self.ids.iter().map(|(it, id)| (id.to_string(), it.as_str())).collect();
        let rows = SessionContext::new().read_table(self.log.exchanges().await.unwrap()).unwrap();
        let rows = rows.select_columns(&["month", "contact", "colleague", "direction"]).unwrap();
        let mut lines = Vec::new();
        for batch in rows.collect().await.unwrap() {
            for row in 0..batch.num_rows() {
                let text = |it: usize| array_value_to_string(batch.column(it), row).unwrap();
                lines.push(format!("{} {} {} {}\n", text(0), names[&text(1)], names[&text(2)], text(3)));
            }
        }
        lines.sort();
        lines.concat()
    }
}

struct Named(HashMap<i64, String>);

impl Naming for Named {
    fn address(&self, number: i64) -> String {
        self.0[&number].clone()
    }

    fn mailbox(&self, number: i64) -> String {
        number.to_string()
    }

    fn record(&self, number: i64) -> String {
        number.to_string()
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            std::fs::copy(from, to).unwrap();
        }
    }
}

async fn check(bench: &Bench, expected: Expect) {
    expected.assert_eq(&bench.exchanges().await);
}

const TWO: &str = "2026-03-02 email#a amber@us -> lea@acme, cc ben@us
                   2026-04-01 email#b lea@acme -> amber@us, ben@us";

#[tokio::test]
async fn a_batch_appended_twice_counts_once_and_is_counted_alike() {
    let mut bench = Bench::new().await;
    let first = bench.append(1, 1, TWO).await;
    let mut bench = bench.reopened().await;
    assert_eq!(bench.append(1, 1, TWO).await, Appended { came_again: true, ..first });
    assert_eq!(first, Appended { stored: 2, duplicates: 0, came_again: false });
    check(
        &bench,
        expect![[r#"
        2026-03 lea@acme amber@us 0
        2026-04 lea@acme amber@us 1
        2026-04 lea@acme ben@us 1
    "#]],
    )
    .await;
}

#[tokio::test]
async fn a_copy_in_another_mailbox_is_a_duplicate() {
    let mut bench = Bench::new().await;
    bench.append(1, 1, TWO).await;
    let mut bench = bench.reopened().await;
    let copies = bench.append(2, 1, TWO).await;
    assert_eq!(copies, Appended { stored: 0, duplicates: 2, came_again: false });
    let line = "2026-04-02 email#c ben@us -> lea@acme";
    let twice = bench.append(3, 1, &format!("{TWO}\n{line}\n{line}")).await;
    assert_eq!(twice, Appended { stored: 1, duplicates: 3, came_again: false });
    assert_eq!(bench.log.count().await.unwrap(), 3);
}

#[tokio::test]
async fn who_is_erased_leaves_no_row_and_others_keep_theirs() {
    let mut bench = Bench::new().await;
    bench.append(1, 1, TWO).await;
    bench
        .append(2, 1, "2026-04-03 email ben@us -> lea@acme, max@acme\n2026-04-04 email lea@acme -> max@acme, ben@us")
        .await;
    let lea = bench.ids[&Address::parse_unlisted("lea@acme").unwrap()];
    let erased = bench.erase(lea).await;
    assert_eq!((erased.interactions, erased.changed, erased.exchanges), (2, 2, 5));
    check(
        &bench,
        expect![[r#"
        2026-04 max@acme ben@us 0
    "#]],
    )
    .await;
    let again = bench.erase(lea).await;
    assert_eq!(again, Default::default());
}

#[tokio::test]
async fn a_copy_of_a_crm_is_an_activity_and_a_copy_of_a_mailbox_a_sighting() {
    let mut bench = Bench::new().await;
    let both = "2026-03-02 email#a amber@us -> lea@acme followed 1/0/0\n2026-03-02 email#a amber@us -> lea@acme";
    bench.append(1, 1, &format!("{both}\n2026-03-03 call amber@us -> lea@acme in crm")).await;
    let rows = async |table| SessionContext::new().read_table(table).unwrap().count().await.unwrap();
    assert_eq!(bench.log.count().await.unwrap(), 2);
    assert_eq!(rows(bench.log.activities().await.unwrap()).await, 2);
    assert_eq!(rows(bench.log.sightings().await.unwrap()).await, 1);
    let lea = bench.ids[&Address::parse_unlisted("lea@acme").unwrap()];
    bench.erase(lea).await;
    assert_eq!(rows(bench.log.activities().await.unwrap()).await, 0);
}

#[tokio::test]
async fn a_vacuum_removes_the_files_that_an_erasure_left_behind() {
    let mut bench = Bench::new().await;
    bench.append(1, 1, TWO).await;
    let lea = bench.ids[&Address::parse_unlisted("lea@acme").unwrap()];
    bench.erase(lea).await;
    let freed = bench.log.vacuum(Duration::ZERO).await.unwrap();
    assert!(freed.files >= 4, "{freed:?}");
    check(&bench.reopened().await, expect![[""]]).await;
}

#[tokio::test]
async fn compaction_changes_no_row() {
    let mut bench = Bench::new().await;
    for number in 1..=3 {
        bench.append(1, number, &format!("2026-03-0{number} email amber@us -> lea@acme")).await;
    }
    let before = bench.exchanges().await;
    bench.log.compact().await.unwrap();
    assert_eq!(bench.reopened().await.exchanges().await, before);
}

#[tokio::test]
async fn the_small_files_of_a_crowded_month_are_joined_where_that_is_wanted() {
    let mut bench = Bench::new().await;
    for number in 1..=30 {
        let both =
            format!("2026-03-02 email#a{number} amber@us -> lea@acme\n2026-04-02 email#b{number} amber@us -> lea@acme");
        bench.append(1, number, &both).await;
    }
    let (before, files) = (bench.exchanges().await, bench.log.files().await.unwrap());
    let april: Month = "2026-04".parse().unwrap();
    bench.log.join_small(|month| month == april).await.unwrap();
    assert_eq!(bench.log.files().await.unwrap(), files - 3 * 29);
    let mut bench = bench.reopened().await;
    assert_eq!(bench.exchanges().await, before);
    bench.append(1, 31, "2026-04-03 email amber@us -> lea@acme").await;
    bench.log.join_small(|_| true).await.unwrap();
    assert_eq!(bench.log.files().await.unwrap(), 3 + 3 * 2, "a month with few of them stays");
}

#[tokio::test]
async fn what_was_begun_is_known_when_the_commits_that_say_so_are_gone() {
    let mut bench = Bench::new().await;
    let text = |number| format!("2026-03-0{number} email#a{number} amber@us -> lea@acme");
    for number in 1..=3 {
        bench.append(1, number, &text(number)).await;
    }
    let before = bench.canonical().await;
    bench.log.forget_commits(Duration::ZERO).await.unwrap();
    let commits = std::fs::read_dir(bench.folder.path().join("interaction/_delta_log")).unwrap();
    let commits = commits.filter(|it| it.as_ref().is_ok_and(|it| it.path().extension().is_some_and(|it| it == "json")));
    assert!(commits.count() < 4);
    let mut bench = bench.reopened().await;
    assert!(bench.append(1, 3, &text(3)).await.came_again);
    assert_eq!(bench.canonical().await, before);
}

/// What the mailbox of somebody else brought before: copies of two of the messages below.
const OTHERS: &str = "2026-03-02 email#a amber@us -> lea@acme
                      2026-03-05 email#d ben@us -> max@acme";
const BEGUN: &str = "2026-03-02 email#a amber@us -> lea@acme, bcc ben@us
                     2026-03-03 email#b amber@us -> lea@acme, ben@us
                     2026-03-03 email#b amber@us -> lea@acme, ben@us in crm
                     2026-04-04 call#c amber@us -> max@acme in crm";
const GREW: &str = "2026-03-03 email#b amber@us -> lea@acme in crm
                    2026-03-05 email#d ben@us -> max@acme, bcc lea@acme
                    2026-03-06 email#e ben@us -> lea@acme
                    2026-03-06 email#e ben@us -> lea@acme
                    2026-05-07 call#f amber@us -> max@acme in crm";

/// Lets a batch be begun with one text, stop after so many tables, and come again with another, twice; the log is to be
/// as if the second had been all there ever was.
async fn check_again(begun: &str, tables: usize, again: &str) {
    let mut straight = Bench::new().await;
    straight.append(2, 1, OTHERS).await;
    let expected = straight.append(1, 1, again).await;

    let mut bench = Bench::new().await;
    bench.append(2, 1, OTHERS).await;
    let mut bench = bench.append_and_die(1, 1, begun, tables).await;
    for time in ["second", "third"] {
        let came_again = tables > 0 || time == "third";
        let expected = Appended { came_again, ..expected };
        assert_eq!(bench.append(1, 1, again).await, expected, "{tables} tables, the {time} time");
        assert_eq!(bench.canonical().await, straight.canonical().await, "{tables} tables, the {time} time");
        bench = bench.reopened().await;
    }
}

#[tokio::test]
async fn a_batch_that_comes_again_is_completed_wherever_it_stopped() {
    for tables in 0..=4 {
        check_again(BEGUN, tables, BEGUN).await;
    }
}

#[tokio::test]
async fn a_batch_that_comes_again_with_more_in_it_loses_nothing_and_doubles_nothing() {
    let grown = format!("{BEGUN}\n{GREW}");
    for tables in 0..=4 {
        check_again(BEGUN, tables, &grown).await;
    }
    // Nothing of it was new at first.
    check_again(OTHERS, 4, &format!("{OTHERS}\n{GREW}")).await;
}

#[tokio::test]
async fn a_batch_that_comes_again_is_judged_anew() {
    let less: String = BEGUN.lines().skip(1).map(|it| it.replace(", ben@us", "") + "\n").collect();
    for tables in 0..=4 {
        check_again(BEGUN, tables, &less).await;
    }
    check_again(BEGUN, 4, GREW).await;
}
