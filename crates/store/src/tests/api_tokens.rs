//! API tokens: found by their hash as long as they may be used.

use jiff::Timestamp;

use crate::testing::on_every_database;
use crate::{ApiTokenId, NewApiToken, Store};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

async fn keep(store: &Store, hash: &str, expires_at: Option<i64>) -> ApiTokenId {
    let new = NewApiToken {
        token_hash: hash,
        name: "CRM",
        rights: "see_records",
        created_by: "account:1",
        at: at(0),
        expires_at: expires_at.map(at),
    };
    store.keep_api_token(&new).await.unwrap()
}

#[test]
fn a_token_is_good_until_it_ends_or_is_revoked() {
    on_every_database(async |store| {
        let lasting = keep(&store, "lasting", None).await;
        keep(&store, "ending", Some(100)).await;
        let good = async |hash, seconds| store.api_token(hash, at(seconds)).await.unwrap().is_some();
        assert!(good("lasting", 1_000_000).await);
        assert!(good("ending", 99).await);
        assert!(!good("ending", 100).await);
        assert!(!good("unheard of", 0).await);
        assert!(store.revoke_api_token(lasting, at(5)).await.unwrap());
        assert!(!store.revoke_api_token(lasting, at(6)).await.unwrap(), "it is revoked already");
        assert!(!store.revoke_api_token(ApiTokenId(99), at(6)).await.unwrap());
        assert!(!good("lasting", 5).await);
    });
}

#[test]
fn tokens_are_listed_with_their_last_use_to_a_minute() {
    on_every_database(async |store| {
        keep(&store, "one", None).await;
        keep(&store, "other", Some(900)).await;
        for seconds in [10, 69, 70, 71] {
            store.api_token("one", at(seconds)).await.unwrap();
        }
        let listed = store.api_tokens().await.unwrap();
        let used: Vec<_> = listed.iter().map(|it| (it.id.0, it.used_at.map(Timestamp::as_second))).collect();
        assert_eq!(used, [(2, None), (1, Some(70))]);
    });
}
