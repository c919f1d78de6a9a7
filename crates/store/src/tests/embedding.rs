//! Embedding: a token is exchanged once, for one record on one site, and everything it rests on can end it.

use jiff::Timestamp;
use relata_model::{ColleagueId, RecordId};

use crate::testing::{entry, on_every_database};
use crate::{ApiTokenId, EmbedOrigin, NewApiToken, NewEmbedToken, Store};

const CRM: &str = "https://crm.example";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn origin(text: &str) -> EmbedOrigin {
    EmbedOrigin { origin: text.to_owned(), label: "CRM".to_owned() }
}

/// A store with a colleague, a site and the API token of that site's server.
async fn ready(store: &Store) -> ApiTokenId {
    store.replace_directory(&[entry("1 Amber_Stone amber@us.com")]).await.unwrap();
    store.set_embed_origins(&[origin(CRM)], "account:1", at(0)).await.unwrap();
    let api = NewApiToken {
        token_hash: "api",
        name: "CRM",
        rights: "issue_embed_tokens",
        created_by: "account:1",
        at: at(0),
        expires_at: Some(at(10_000)),
    };
    store.keep_api_token(&api).await.unwrap()
}

async fn keep(store: &Store, hash: &str, asked_with: ApiTokenId) {
    let token = NewEmbedToken {
        token_hash: hash,
        record: &RecordId("O-1".to_owned()),
        colleague: &ColleagueId("1".to_owned()),
        origin: CRM,
        asked_with,
        at: at(0),
        expires_at: at(300),
    };
    store.keep_embed_token(&token).await.unwrap();
}

async fn opens(store: &Store, token: &str, session: &str, origin: &str, seconds: i64) -> bool {
    store.open_embed_session(token, session, origin, at(seconds)).await.unwrap().is_some()
}

async fn is_open(store: &Store, session: &str, seconds: i64) -> bool {
    store.embed_session(session, at(seconds)).await.unwrap().is_some()
}

#[test]
fn a_token_is_exchanged_once_on_its_site_and_in_time() {
    on_every_database(async |store| {
        let api = ready(&store).await;
        for token in ["t1", "t2", "t3"] {
            keep(&store, token, api).await;
        }
        assert!(!opens(&store, "t1", "s1", "https://elsewhere.example", 1).await);
        assert!(opens(&store, "t1", "s1", CRM, 1).await);
        assert!(!opens(&store, "t1", "s1 again", CRM, 2).await, "it was exchanged");
        assert!(opens(&store, "t2", "s2", CRM, 299).await);
        assert!(!opens(&store, "t3", "s3", CRM, 300).await, "it is over");
        assert!(!opens(&store, "made up", "s4", CRM, 1).await);
        let open = store.embed_session("s1", at(299)).await.unwrap().unwrap();
        assert_eq!((open.record.0.as_str(), open.colleague.0.as_str(), open.origin.as_str()), ("O-1", "1", CRM));
        assert!(!is_open(&store, "s1", 300).await, "the session ends with the token");
        assert!(!is_open(&store, "t1", 1).await, "a token is no session");
    });
}

#[test]
fn of_two_who_exchange_a_token_at_the_same_time_one_is_refused() {
    on_every_database(async |store| {
        let api = ready(&store).await;
        keep(&store, "t", api).await;
        let (one, other) = tokio::join!(opens(&store, "t", "s1", CRM, 1), opens(&store, "t", "s2", CRM, 1));
        assert!(one != other);
    });
}

#[test]
fn a_widget_ends_with_whatever_it_rests_on() {
    on_every_database(async |store| {
        let api = ready(&store).await;
        for (token, session) in [("t1", "s1"), ("t2", "s2")] {
            keep(&store, token, api).await;
            assert!(opens(&store, token, session, CRM, 1).await);
        }
        keep(&store, "t3", api).await;
        store.set_embed_origins(&[origin("https://other.example")], "account:1", at(2)).await.unwrap();
        assert!(!is_open(&store, "s1", 2).await, "the site is registered no longer");
        assert!(!opens(&store, "t3", "s3", CRM, 2).await);
        store.set_embed_origins(&[origin(CRM), origin("https://other.example")], "account:1", at(2)).await.unwrap();
        assert!(is_open(&store, "s1", 2).await);
        store.replace_directory(&[]).await.unwrap();
        assert!(!is_open(&store, "s1", 3).await, "the colleague has left");
        store.replace_directory(&[entry("1 Amber_Stone amber@us.com")]).await.unwrap();
        assert!(is_open(&store, "s1", 3).await);
        store.revoke_api_token(api, at(4)).await.unwrap();
        assert!(!is_open(&store, "s2", 4).await, "the right it rests on was revoked");
        assert!(!opens(&store, "t3", "s3", CRM, 4).await);
    });
}
