//! Sealed secrets: the first of a name is kept, and what older keys sealed is found.

use jiff::Timestamp;

use crate::testing::on_every_database;

#[test]
fn of_two_secrets_of_a_name_the_first_is_kept_until_it_is_replaced() {
    on_every_database(async |store| {
        let at = Timestamp::from_second(7).unwrap();
        assert_eq!(store.secret("receipts").await.unwrap(), None);
        let (one, other) = tokio::join!(
            store.keep_secret_once("receipts", &[0, 1, 255], 1, at),
            store.keep_secret_once("receipts", &[2], 1, at)
        );
        let kept = one.unwrap();
        assert_eq!(kept, other.unwrap());
        assert_eq!(store.secret("receipts").await.unwrap(), Some(kept.clone()));
        assert_eq!(store.secrets_older_than(2).await.unwrap(), [("receipts".to_owned(), kept)]);
        store.replace_secret("receipts", &[9], 2, at).await.unwrap();
        assert_eq!(store.secret("receipts").await.unwrap(), Some(vec![9]));
        assert_eq!(store.secrets_older_than(2).await.unwrap(), []);
    });
}
