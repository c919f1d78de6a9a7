//! Series: months replaced whole or in part, read one by one and all in order.

use relata_model::{Month, RecordNumber};

use crate::testing::on_every_database;
use crate::{Months, RecordMonth, Store};

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// Bytes of every value, so that a database that takes them for text is found out.
fn row(record: i64, at: &str, salt: u8) -> RecordMonth {
    let blob = (0..=255).map(|it: u8| it.wrapping_add(salt)).collect();
    RecordMonth { record: RecordNumber(record), month: month(at), blob }
}

async fn put_whole(store: &Store, at: &str, made_of: &str, rows: Vec<RecordMonth>) {
    let months = [(month(at), made_of.to_owned())];
    store.put_record_months(Months::Whole(&months), rows).await.unwrap();
}

/// Two months of records 1 to 5.
async fn a_store(store: Store) -> Store {
    for (at, salt) in [("2026-02", 1), ("2026-01", 2)] {
        put_whole(&store, at, "made", (1..=5).map(|it| row(it, at, salt)).collect()).await;
    }
    store
}

#[test]
fn a_month_is_replaced_whole_with_what_it_was_made_of() {
    on_every_database(async |store| {
        let store = a_store(store).await;
        put_whole(&store, "2026-02", "made anew", vec![row(2, "2026-02", 9)]).await;
        assert_eq!(store.series_of(RecordNumber(1)).await.unwrap(), [(month("2026-01"), row(1, "2026-01", 2).blob)]);
        let both = [(month("2026-01"), row(2, "2026-01", 2).blob), (month("2026-02"), row(2, "2026-02", 9).blob)];
        assert_eq!(store.series_of(RecordNumber(2)).await.unwrap(), both);
        let made = store.record_months_made().await.unwrap();
        assert_eq!((made[&month("2026-01")].as_str(), made[&month("2026-02")].as_str()), ("made", "made anew"));
    });
}

#[test]
fn months_of_some_records_leave_the_others_and_give_the_same_bytes() {
    on_every_database(async |store| {
        let store = a_store(store).await;
        let before = store.record_digest().await.unwrap();
        let (months, records) = ([month("2026-01"), month("2026-02")], [RecordNumber(2), RecordNumber(4)]);
        store.put_record_months(Months::Of(&months, &records), [row(4, "2026-02", 7)]).await.unwrap();
        assert_eq!(store.series_of(RecordNumber(2)).await.unwrap(), []);
        assert_eq!(store.series_of(RecordNumber(4)).await.unwrap().len(), 1);
        assert_eq!(store.series_of(RecordNumber(3)).await.unwrap().len(), 2);
        assert_ne!(store.record_digest().await.unwrap(), before);
        let rows = [row(2, "2026-01", 2), row(2, "2026-02", 1), row(4, "2026-02", 1), row(4, "2026-01", 2)];
        assert_eq!(store.put_record_months(Months::Of(&months, &records), rows).await.unwrap(), 4);
        assert_eq!(store.record_digest().await.unwrap(), before);
        assert_eq!(store.record_months_made().await.unwrap()[&month("2026-01")], "made");
    });
}

#[test]
fn all_series_come_in_order_and_in_pages_of_whole_records() {
    on_every_database(async |store| {
        let store = a_store(store).await;
        put_whole(&store, "2025-12", "made", vec![row(4, "2025-12", 0), row(1_000_000, "2025-12", 0)]).await;
        for limit in [1, 2, 3, 100] {
            let (mut after, mut all) = (RecordNumber(0), Vec::new());
            loop {
                let page = store.each_series(after, limit).await.unwrap();
                let Some(last) = page.last() else { break };
                assert!(page.len() <= limit as usize);
                after = last.0;
                all.extend(page);
            }
            let counts: Vec<(i64, usize)> = all.iter().map(|it| (it.0.0, it.1.len())).collect();
            assert_eq!(counts, [(1, 2), (2, 2), (3, 2), (4, 3), (5, 2), (1_000_000, 1)]);
            for (record, months) in all {
                assert_eq!(store.series_of(record).await.unwrap(), months);
            }
        }
    });
}

#[test]
fn a_month_beyond_the_history_is_forgotten() {
    on_every_database(async |store| {
        let store = a_store(store).await;
        store.drop_record_months(&[month("2026-01"), month("1999-01")]).await.unwrap();
        let made: Vec<Month> = store.record_months_made().await.unwrap().into_keys().collect();
        assert_eq!(made, [month("2026-02")]);
        assert_eq!(store.series_of(RecordNumber(3)).await.unwrap().len(), 1);
        put_whole(&store, "2026-02", "of nothing", Vec::new()).await;
        assert!(store.each_series(RecordNumber(0), 9).await.unwrap().is_empty());
        assert_eq!(store.record_months_made().await.unwrap()[&month("2026-02")], "of nothing");
    });
}
