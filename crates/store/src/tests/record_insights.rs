//! Record insights: replaced whole or in part, with the run, and what is read of them.

use expect_test::expect;
use jiff::Timestamp;
use relata_model::figures::Movement;
use relata_model::health::{Grade, State, Trend};
use relata_model::{Direction, Kind, RecordNumber, Touch};

use crate::testing::{TODAY, insight, on_every_database, records};
use crate::{Edition, InsightRun, Moved, RecordInsight, RecordScope, Store};

fn run(seconds: i64, edition: Edition) -> InsightRun {
    let computed_at = Timestamp::from_second(1_775_000_000 + seconds).unwrap();
    InsightRun { computed_for: TODAY.parse().unwrap(), computed_at, edition, intercept: None }
}

async fn a_store(store: Store) -> Store {
    let lines = "contact c1 Lea at=lea@acme.com\nlead l2 Jo\nopportunity o3 Deal state=won closed=2026-01-05 owner=a@us.com\n\
                 opportunity o4 Lost state=lost closed=2026-02-05 of=a9\nopportunity o5 Old state=won\ncontact c6 No hands-off";
    store.upsert_records(&records(lines)).await.unwrap();
    store
}

async fn put(store: &Store, scope: RecordScope<'_>, rows: Vec<RecordInsight>) {
    store.put_record_insights(scope, &run(0, Edition::Basic), rows).await.unwrap();
}

async fn scores(store: &Store) -> Vec<(i64, Option<u8>)> {
    let all: Vec<RecordNumber> = (1..9).map(RecordNumber).collect();
    store.record_insights(&all).await.unwrap().into_iter().map(|it| (it.record.0, it.score)).collect()
}

#[test]
fn a_computation_comes_back_with_what_it_was_made_of() {
    on_every_database(async |store| {
        for intercept in [Some(0.5), None] {
            let run = InsightRun { intercept, ..run(7, Edition::Enhanced) };
            store.put_record_insights(RecordScope::Everything, &run, []).await.unwrap();
            assert_eq!(store.insight_run().await.unwrap(), Some(run));
        }
    });
}

#[test]
fn an_insight_comes_back_as_it_went_in() {
    on_every_database(async |store| {
        let store = a_store(store).await;
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let full = RecordInsight {
            state: State::Scored,
            score: Some(0),
            grade: Some(Grade::Poor),
            trend: Trend::Declining,
            last: Some(Touch { at: at(1_700_000_000), kind: Kind::Email, direction: Direction::Inbound }),
            next: Some(Touch { at: at(1_900_000_000), kind: Kind::Task, direction: Direction::Both }),
            emails: 7,
            meetings: 8,
            calls: u32::MAX,
            people_hash: "ab'c".to_owned(),
            score_week_ago: Some(100),
            score_month_ago: None,
            single_threaded: true,
            moved: Some(Moved { what: Movement::RepliedAfterSilence, at: at(-5) }),
            early_emails: 3,
            early_meetings: 4,
            ..insight(1, None)
        };
        put(&store, RecordScope::Everything, vec![full.clone(), insight(2, None)]).await;
        assert_eq!(store.record_insight(RecordNumber(1)).await.unwrap(), Some(full));
        assert_eq!(store.record_insight(RecordNumber(2)).await.unwrap(), Some(insight(2, None)));
        assert_eq!(store.record_insight(RecordNumber(3)).await.unwrap(), None);
    });
}

#[test]
fn a_scope_keeps_the_others_and_loses_who_is_not_given() {
    on_every_database(async |store| {
        let store = a_store(store).await;
        put(&store, RecordScope::Everything, (1..=5).map(|it| insight(it, Some(10))).collect()).await;
        let whole = store.record_digest().await.unwrap();
        let some = [RecordNumber(1), RecordNumber(2)];
        put(&store, RecordScope::Records(&some), vec![insight(2, Some(20))]).await;
        assert_eq!(scores(&store).await, [(2, Some(20)), (3, Some(10)), (4, Some(10)), (5, Some(10))]);
        put(&store, RecordScope::Records(&some), vec![insight(2, Some(10)), insight(1, Some(10))]).await;
        assert_eq!(store.record_digest().await.unwrap(), whole);
        put(&store, RecordScope::Everything, vec![insight(4, None)]).await;
        assert_eq!(scores(&store).await, [(4, None)]);
        put(&store, RecordScope::Everything, Vec::new()).await;
        assert_eq!(scores(&store).await, []);
    });
}

#[test]
fn what_is_left_alone_or_not_there_has_no_insight() {
    on_every_database(async |store| {
        let store = a_store(store).await;
        put(&store, RecordScope::Everything, vec![insight(1, Some(50)), insight(6, Some(50)), insight(77, Some(50))])
            .await;
        assert_eq!(scores(&store).await, [(1, Some(50))]);
        store.upsert_records(&records("contact c1 Lea_Berg at=lea@acme.com")).await.unwrap();
        assert_eq!(scores(&store).await, [(1, Some(50))]);
        store.upsert_records(&records("contact c1 Lea_Berg at=lea@acme.com hands-off")).await.unwrap();
        assert_eq!(scores(&store).await, []);
    });
}

#[test]
fn the_run_says_of_when_and_of_what_the_insights_are() {
    on_every_database(async |store| {
        assert_eq!(store.insight_run().await.unwrap(), None);
        for it in [run(0, Edition::Basic), run(60, Edition::Enhanced)] {
            store.put_record_insights(RecordScope::Everything, &it, []).await.unwrap();
            assert_eq!(store.insight_run().await.unwrap(), Some(it));
        }
    });
}

#[test]
fn what_moved_comes_newest_first() {
    on_every_database(async |store| {
        let store = a_store(store).await;
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let moved = |record, what, seconds| RecordInsight {
            moved: Some(Moved { what, at: at(seconds) }),
            score_week_ago: Some(70),
            ..insight(record, Some(40))
        };
        let rows = vec![
            moved(1, Movement::Cooled, 100),
            moved(2, Movement::WentQuiet, 300),
            moved(3, Movement::Warmed, 99),
            moved(4, Movement::SingleThreaded, 300),
            insight(5, Some(3)),
        ];
        put(&store, RecordScope::Everything, rows).await;
        let told = async |since, limit| {
            let moves = store.moves(at(since), limit).await.unwrap();
            let told =
                moves.iter().map(|it| format!("{} {:?} {:?}->{:?}", it.id.0, it.moved.what, it.before, it.after));
            told.collect::<Vec<_>>().join("\n")
        };
        expect![[r#"
            l2 WentQuiet Some(70)->Some(40)
            o4 SingleThreaded Some(70)->Some(40)
            c1 Cooled Some(70)->Some(40)"#]]
        .assert_eq(&told(100, 9).await);
        assert_eq!(told(301, 9).await, "");
        assert_eq!(told(0, 1).await.lines().count(), 1);
        store.upsert_records(&records("lead l2 Jo hands-off\nopportunity o4 Lost hands-off")).await.unwrap();
        assert_eq!(told(100, 9).await.lines().count(), 1);
    });
}

#[test]
fn deals_that_were_closed_come_with_their_first_days() {
    on_every_database(async |store| {
        let store = a_store(store).await;
        let early =
            RecordInsight { early_emails: 5, early_meetings: 2, state: State::NotApplicable, ..insight(3, None) };
        put(&store, RecordScope::Everything, vec![early]).await;
        let deals = store.closed_deals(1_000).await.unwrap();
        let told = deals.iter().map(|it| {
            let (id, early) = (&it.id.0, (it.early_emails, it.early_meetings));
            format!("{id} won {} {:?} {:?} {:?} {early:?}", it.won, it.closed_on, it.owner, it.account)
        });
        expect![[r#"
            o4 won false Some(2026-02-05) None Some(RecordId("a9")) (0, 0)
            o3 won true Some(2026-01-05) Some("a@us.com") None (5, 2)
            o5 won true None None None (0, 0)"#]]
        .assert_eq(&told.collect::<Vec<_>>().join("\n"));
    });
}
