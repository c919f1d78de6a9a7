//! Lists of records: every filter, every order, every page.

use relata_model::health::{Grade, Trend};
use relata_model::{Direction, Kind, RecordId, RecordKind, Status, Touch};

use crate::testing::{TODAY, address, entry, insight, on_every_database, records};
use crate::{Edition, GradeFilter, InsightRun, RecordInsight, RecordQuery, RecordScope, RecordSort, Store};

/// Opportunities o1–o7 and two others; o6 is left alone, o7 has no insight.
async fn a_store(store: Store) -> Store {
    store.replace_directory(&["1 Amber amber@us.com amber@old.us.com", "2 Ben ben@us.com"].map(entry)).await.unwrap();
    let lines = "opportunity o1 Zeta_deal owner=amber@us.com of=a1 worth=100 close=2026-05-01
        opportunity o2 Élan team=amber@old.us.com owner=ben@us.com worth=-5 close=2026-03-01
        opportunity o3 elan_2 owner=ben@us.com worth=0 state=won of=a1
        opportunity o4 100%_sure owner=ben@us.com worth=1000000000000.5 close=2026-04-01 state=lost
        opportunity o5 <b>a_b\\c</b> of=missing close=2026-04-02
        opportunity o6 Hands_off worth=7 hands-off
        opportunity o7 New_deal owner=who@else.com
        account a1 Acme
        contact c1 Élan_Vital of=a1";
    store.upsert_records(&records(lines)).await.unwrap();
    let touch = |seconds: i64| Touch {
        at: jiff::Timestamp::from_second(seconds).unwrap(),
        kind: Kind::Email,
        direction: Direction::Outbound,
    };
    let rows = vec![
        RecordInsight { emails: 3, last: Some(touch(50)), trend: Trend::Improving, ..insight(1, Some(80)) },
        RecordInsight { emails: 9, last: Some(touch(90)), next: Some(touch(999)), ..insight(2, Some(40)) },
        RecordInsight { meetings: 2, last: Some(touch(70)), ..insight(3, None) },
        RecordInsight { calls: 4, trend: Trend::NotEnoughInformation, ..insight(4, None) },
        RecordInsight { emails: 3, trend: Trend::Declining, ..insight(5, Some(10)) },
        insight(8, Some(55)),
        insight(9, Some(99)),
    ];
    let computed_at = jiff::Timestamp::from_second(1_775_000_000).unwrap();
    let run =
        InsightRun { computed_for: TODAY.parse().unwrap(), computed_at, edition: Edition::Basic, intercept: None };
    store.put_record_insights(RecordScope::Everything, &run, rows).await.unwrap();
    store
}

fn deals() -> RecordQuery {
    RecordQuery { kind: Some(RecordKind::Opportunity), ..RecordQuery::default() }
}

/// Lists whole, then in pages of every size; all must agree.
fn check(cases: &[(RecordQuery, &str)]) {
    on_every_database(async |store| {
        let store = a_store(store).await;
        for (query, expected) in cases {
            let expected: Vec<&str> = expected.split_whitespace().collect();
            let whole = store.list_records(query).await.unwrap();
            let ids: Vec<&str> = whole.rows.iter().map(|it| it.id.0.as_str()).collect();
            assert_eq!(ids, expected, "{query:?}");
            let numbers: Vec<_> = whole.rows.iter().map(|it| it.number).collect();
            assert_eq!(store.listed(query).await.unwrap(), numbers, "{query:?}");
            for limit in 1..=4 {
                let mut paged = Vec::new();
                for offset in (0..=numbers.len()).step_by(limit) {
                    let query = RecordQuery { offset: offset as u64, limit: limit as u32, ..query.clone() };
                    let page = store.list_records(&query).await.unwrap();
                    assert_eq!(page.total, numbers.len() as u64, "{query:?}");
                    paged.extend(page.rows.iter().map(|it| it.number));
                }
                assert_eq!(paged, numbers, "{query:?} in pages of {limit}");
            }
        }
    });
}

#[test]
fn every_order_puts_what_has_no_value_last() {
    let up = |sort| RecordQuery { sort, ..deals() };
    let down = |sort| RecordQuery { sort, descending: true, ..deals() };
    check(&[
        (up(RecordSort::Name), "o4 o5 o2 o3 o6 o7 o1"),
        (down(RecordSort::Name), "o1 o7 o6 o3 o2 o5 o4"),
        (up(RecordSort::Health), "o5 o2 o1 o3 o4 o6 o7"),
        (down(RecordSort::Health), "o1 o2 o5 o3 o4 o6 o7"),
        (up(RecordSort::Trend), "o5 o2 o1 o3 o4 o6 o7"),
        (down(RecordSort::Trend), "o1 o2 o5 o3 o4 o6 o7"),
        (up(RecordSort::Last), "o1 o3 o2 o4 o5 o6 o7"),
        (down(RecordSort::Last), "o2 o3 o1 o4 o5 o6 o7"),
        (down(RecordSort::Next), "o2 o1 o3 o4 o5 o6 o7"),
        (up(RecordSort::Emails), "o3 o4 o1 o5 o2 o6 o7"),
        (down(RecordSort::Emails), "o2 o1 o5 o3 o4 o6 o7"),
        (down(RecordSort::Meetings), "o3 o1 o2 o4 o5 o6 o7"),
        (down(RecordSort::Calls), "o4 o1 o2 o3 o5 o6 o7"),
        (up(RecordSort::Revenue), "o2 o3 o6 o1 o4 o5 o7"),
        (down(RecordSort::Revenue), "o4 o1 o6 o3 o2 o5 o7"),
        (up(RecordSort::Close), "o2 o4 o5 o1 o3 o6 o7"),
        (down(RecordSort::Close), "o1 o5 o4 o2 o3 o6 o7"),
    ]);
}

#[test]
fn every_filter_leaves_the_others_out() {
    let words = |text: &str| RecordQuery { words: Some(text.to_owned()), ..deals() };
    let mine = |text: &str| RecordQuery { mine: Some(address(text)), ..deals() };
    let grade = |it| RecordQuery { grade: Some(it), ..deals() };
    let status = |it| RecordQuery { status: Some(it), ..deals() };
    let of = |it: &str| RecordQuery { account: Some(RecordId(it.to_owned())), ..RecordQuery::default() };
    check(&[
        (status(Status::Open), "o5 o2 o6 o7 o1"),
        (status(Status::Won), "o3"),
        (status(Status::Lost), "o4"),
        (status(Status::Closed), ""),
        (grade(GradeFilter::Is(Grade::Good)), "o1"),
        (grade(GradeFilter::Is(Grade::Poor)), "o5"),
        (grade(GradeFilter::None), "o4 o3 o6 o7"),
        (RecordQuery { trend: Some(Trend::Steady), ..deals() }, "o2"),
        (RecordQuery { trend: Some(Trend::NotEnoughInformation), ..deals() }, "o4"),
        (mine("amber@us.com"), "o2 o1"),
        (mine("amber@old.us.com"), "o2 o1"),
        (mine("who@else.com"), "o7"),
        (mine("nobody@us.com"), ""),
        (words("ELAN"), "o2 o3"),
        (words("  deal  z"), "o1"),
        (words("%"), "o4"),
        (words("_"), ""),
        (words("\\"), "o5"),
        (words("' or 1=1 --"), ""),
        (words(" "), "o4 o5 o2 o3 o6 o7 o1"),
        (of("a1"), "o3 c1 o1"),
        (of("missing"), "o5"),
        (RecordQuery { limit: 0, ..of("gone") }, ""),
        (RecordQuery { status: Some(Status::Open), ..mine("ben@us.com") }, "o2"),
        (
            RecordQuery { sort: RecordSort::Health, descending: true, ..RecordQuery::default() },
            "c1 o1 a1 o2 o5 o3 o4 o6 o7",
        ),
    ]);
}

#[test]
fn a_row_shows_the_record_and_what_was_computed() {
    on_every_database(async |store| {
        let store = a_store(store).await;
        let rows = store.list_records(&deals()).await.unwrap().rows;
        let row = |id: &str| rows.iter().find(|it| it.id.0 == id).unwrap();
        assert_eq!(row("o1").account, Some((RecordId("a1".to_owned()), "Acme".to_owned())));
        assert_eq!((row("o1").owner.as_deref(), row("o7").owner.as_deref()), (Some("Amber"), Some("who@else.com")));
        assert_eq!((row("o5").account.clone(), row("o5").revenue), (None, None));
        assert_eq!(row("o4").revenue, Some(1_000_000_000_000.5));
        assert_eq!(row("o1").insight.as_ref().map(|it| it.emails), Some(3));
        assert_eq!((row("o6").insight.clone(), row("o6").do_not_analyse), (None, true));
        assert_eq!((row("o7").insight.clone(), row("o7").do_not_analyse), (None, false));
        let far = store.list_records(&RecordQuery { offset: u64::MAX, ..deals() }).await.unwrap();
        assert_eq!((far.total, far.rows.len()), (7, 0));
    });
}

#[test]
fn the_pipeline_draws_what_is_to_close_and_counts_the_rest() {
    on_every_database(async |store| {
        let store = a_store(store).await;
        let told = async |mine: Option<&str>, day: &str, limit| {
            let mine = mine.map(address);
            let found = store.pipeline(mine.as_ref(), day.parse().unwrap(), limit).await.unwrap();
            let ids: Vec<String> = found.bubbles.into_iter().map(|it| it.id.0).collect();
            format!("{} past {} none {}", ids.join(" "), found.past_close, found.no_close)
        };
        assert_eq!(told(None, "2026-03-01", 9).await, "o1 o2 o5 past 0 none 2");
        assert_eq!(told(None, "2026-03-02", 9).await, "o1 o5 past 1 none 2");
        assert_eq!(told(None, "2026-03-02", 1).await, "o1 past 1 none 2");
        assert_eq!(told(Some("amber@us.com"), "2026-03-02", 9).await, "o1 past 1 none 0");
        assert_eq!(told(Some("who@else.com"), "2026-03-02", 9).await, " past 0 none 1");
    });
}
