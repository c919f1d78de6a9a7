//! Releases: once a period, within the year's budget.

use expect_test::expect;
use jiff::Timestamp;
use relata_model::RecordId;

use crate::testing::{ask_to_forget, on_every_database, records};
use crate::{AnalyticsSettings, Forget, Release, Released, ReleasedRow, Store};

fn release(level: &str, start: &str, loss: f64) -> Release {
    Release {
        level: level.to_owned(),
        start: start.parse().unwrap(),
        released_at: Timestamp::from_second(1_775_000_000).unwrap(),
        epsilon: 10.0 * loss,
        loss,
        minimum_group: 5,
        notes: "{\"accuracy\": []}".to_owned(),
    }
}

fn row(account: &str, figures: &str) -> ReleasedRow {
    ReleasedRow { account: RecordId(account.to_owned()), figures: figures.to_owned() }
}

async fn put(store: &Store, level: &str, start: &str, loss: f64, rows: &[ReleasedRow]) -> Released {
    store.put_release(&release(level, start, loss), rows, 2026, 1.0).await.unwrap()
}

#[test]
fn a_period_is_released_once() {
    on_every_database(async |store| {
        store.upsert_records(&records("account a1 zeta\naccount a2 Álpha")).await.unwrap();
        assert_eq!(store.release("month", None).await.unwrap(), None);
        let rows = [row("a1", "{\"emails\": 1}"), row("a2", "<b>"), row("a9", "")];
        assert_eq!(put(&store, "month", "2026-01-01", 0.1, &rows).await, Released::Now);
        assert_eq!(put(&store, "month", "2026-01-01", 0.1, &[row("a1", "other noise")]).await, Released::Before);
        assert_eq!(put(&store, "month", "2026-02-01", 0.1, &[row("a1", "{\"emails\": 2}")]).await, Released::Now);
        assert_eq!(put(&store, "year", "2026-01-01", 0.1, &[]).await, Released::Now);

        let (found, rows) = store.release("month", Some("2026-01-01".parse().unwrap())).await.unwrap().unwrap();
        assert_eq!(found, release("month", "2026-01-01", 0.1));
        let rows: Vec<String> = rows.iter().map(|it| format!("{} {} {}", it.account.0, it.name, it.figures)).collect();
        assert_eq!(rows, ["a2 Álpha <b>", "a1 zeta {\"emails\": 1}", "a9 a9 "]);
        let newest = store.release("month", None).await.unwrap().unwrap();
        assert_eq!((newest.0.start.to_string().as_str(), newest.1.len()), ("2026-02-01", 1));
        let starts: Vec<String> =
            store.releases("month").await.unwrap().into_iter().map(|it| it.start.to_string()).collect();
        assert_eq!(starts, ["2026-02-01", "2026-01-01"]);
        let account = store.releases_of_account("month", &RecordId("a1".to_owned())).await.unwrap();
        let account: Vec<String> = account.into_iter().map(|(it, figures)| format!("{} {figures}", it.start)).collect();
        assert_eq!(account, ["2026-02-01 {\"emails\": 2}", "2026-01-01 {\"emails\": 1}"]);
        assert_eq!(store.charges(2026).await.unwrap().len(), 3);
    });
}

#[test]
fn a_years_budget_is_never_overspent_and_outlives_the_figures() {
    on_every_database(async |store| {
        let mut told = String::new();
        for month in 1..=12 {
            let start = format!("2026-{month:02}-01");
            told += &format!("{start} {:?}\n", put(&store, "month", &start, 0.1, &[row("a1", "{}")]).await);
        }
        told += &format!("nothing at all {:?}\n", put(&store, "week", "2026-01-05", 0.0, &[]).await);
        told += &format!("less than nothing {:?}\n", put(&store, "week", "2026-01-12", -0.5, &[]).await);
        told += &format!("no number {:?}\n", put(&store, "week", "2026-01-19", f64::NAN, &[]).await);
        expect![[r#"
            2026-01-01 Now
            2026-02-01 Now
            2026-03-01 Now
            2026-04-01 Now
            2026-05-01 Now
            2026-06-01 Now
            2026-07-01 Now
            2026-08-01 Now
            2026-09-01 Now
            2026-10-01 Now
            2026-11-01 OverBudget
            2026-12-01 OverBudget
            nothing at all Now
            less than nothing OverBudget
            no number OverBudget
        "#]]
        .assert_eq(&told);
        ask_to_forget(&store, Forget::Released).await;
        assert_eq!(
            (store.releases("month").await.unwrap(), store.release("month", None).await.unwrap()),
            (vec![], None)
        );
        assert_eq!(put(&store, "month", "2026-01-01", 0.1, &[]).await, Released::OverBudget);
        let charges = store.charges(2026).await.unwrap();
        assert_eq!((charges.len(), charges[0].level.as_str(), charges[0].loss), (11, "month", 0.1));
        assert!(store.charges(2025).await.unwrap().is_empty());
        let other_year = store.put_release(&release("month", "2025-01-01", 0.3), &[], 2025, 1.0).await.unwrap();
        assert_eq!(other_year, Released::Now);
    });
}

#[test]
fn of_two_who_release_at_once_one_counts() {
    on_every_database(async |store| {
        let (one, two) =
            tokio::join!(put(&store, "month", "2026-01-01", 0.7, &[]), put(&store, "month", "2026-02-01", 0.7, &[]));
        let mut both = [one, two];
        both.sort_by_key(|it| *it != Released::Now);
        assert_eq!(both, [Released::Now, Released::OverBudget]);
    });
}

#[test]
fn settings_are_as_last_changed() {
    on_every_database(async |store| {
        assert_eq!(store.analytics_settings().await.unwrap(), None);
        for (settings, second) in [("{}", 5), ("{\"weights\": {\"email\": 1.5}}", 6)] {
            let changed_at = Timestamp::from_second(second).unwrap();
            let it =
                AnalyticsSettings { settings: settings.to_owned(), changed_at, changed_by: "account:7".to_owned() };
            store.set_analytics_settings(&it).await.unwrap();
            assert_eq!(store.analytics_settings().await.unwrap(), Some(it));
        }
    });
}
