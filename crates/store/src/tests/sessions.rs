//! Sessions: every way in which one ends, and ways to the provider and back.

use jiff::Timestamp;
use relata_model::ColleagueId;

use crate::testing::{entry, on_every_database};
use crate::{AccountId, NewSession, Session, SessionId, SignInAttempt, SignedIn, Store};

const IDLE: i64 = 30 * 60;
const LONGEST: i64 = 12 * 3600;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

/// An account of `https://idp` of that subject, who is the colleague of that entry.
async fn account(store: &Store, subject: &str, entry: Option<&str>, groups: &[&str]) -> AccountId {
    let colleague = entry.map(|it| ColleagueId(it.to_owned()));
    let groups: Vec<String> = groups.iter().map(|it| (*it).to_owned()).collect();
    let signed_in = SignedIn {
        issuer: "https://idp",
        subject,
        name: subject,
        email: None,
        colleague: colleague.as_ref(),
        groups: &groups,
        at: at(0),
    };
    store.account_of(&signed_in).await.unwrap()
}

/// Begins a session at second 0.
async fn start(store: &Store, token: &str, account: AccountId) -> SessionId {
    let new = NewSession {
        token_hash: token,
        account,
        authenticated_at: at(0),
        at: at(0),
        expires_at: at(LONGEST),
        idp_session: Some("sid-1"),
        client: "Firefox",
        instead_of: None,
    };
    store.start_session(&new).await.unwrap()
}

async fn find(store: &Store, token: &str, seconds: i64) -> Option<Session> {
    store.session(token, at(seconds), IDLE).await.unwrap().map(|it| it.0)
}

#[test]
fn a_session_ends_when_it_is_not_used_and_when_its_time_is_over() {
    on_every_database(async |store| {
        let amber = account(&store, "amber", None, &[]).await;
        start(&store, "unused", amber).await;
        assert!(find(&store, "unused", IDLE - 1).await.is_some());
        start(&store, "left alone", amber).await;
        assert!(find(&store, "left alone", IDLE).await.is_none());
        start(&store, "used", amber).await;
        for seconds in (0..LONGEST).step_by(IDLE as usize - 1) {
            assert!(find(&store, "used", seconds).await.is_some(), "at {seconds}");
        }
        assert!(find(&store, "used", LONGEST - 1).await.is_some());
        assert!(find(&store, "used", LONGEST).await.is_none());
        assert!(find(&store, "never begun", 0).await.is_none());
    });
}

#[test]
fn that_a_session_is_used_is_noted_once_a_minute() {
    on_every_database(async |store| {
        let amber = account(&store, "amber", None, &[]).await;
        start(&store, "a", amber).await;
        let mut noted = Vec::new();
        for seconds in [0, 59, 60, 61, 119, 120] {
            find(&store, "a", seconds).await;
            noted.push(store.sessions_of(amber, at(seconds), IDLE).await.unwrap()[0].seen_at.as_second());
        }
        assert_eq!(noted, [0, 0, 60, 60, 60, 120]);
    });
}

#[test]
fn a_session_is_ended_by_its_owner_by_the_provider_or_by_another() {
    on_every_database(async |store| {
        let (amber, ben) = (account(&store, "amber", None, &[]).await, account(&store, "ben", None, &[]).await);
        let open = async |store: &Store| {
            let mut open = Vec::new();
            for token in ["a1", "a2", "b"] {
                if find(store, token, 1).await.is_some() {
                    open.push(token);
                }
            }
            open.join(" ")
        };
        let begin = async |store: &Store| {
            for (token, account) in [("a1", amber), ("a2", amber), ("b", ben)] {
                store.end_session(token).await.unwrap();
                start(store, token, account).await;
            }
        };
        begin(&store).await;
        store.end_session("a1").await.unwrap();
        assert_eq!(open(&store).await, "a2 b");
        begin(&store).await;
        assert_eq!(store.end_sessions_of(amber).await.unwrap(), 2);
        assert_eq!(open(&store).await, "b");
        begin(&store).await;
        assert_eq!(store.end_sessions_of_subject("https://other", "amber").await.unwrap(), 0);
        assert_eq!(store.end_sessions_of_subject("https://idp", "amber").await.unwrap(), 2);
        assert_eq!(open(&store).await, "b");
        begin(&store).await;
        assert_eq!(store.end_idp_session("https://other", "sid-1").await.unwrap(), 0);
        assert_eq!(store.end_idp_session("https://idp", "sid-1").await.unwrap(), 3);
        assert_eq!(open(&store).await, "");
        let of_ben = start(&store, "b", ben).await;
        assert!(!store.end_session_of(amber, of_ben).await.unwrap(), "it is Ben's");
        assert!(store.end_session_of(ben, of_ben).await.unwrap());
        assert_eq!(open(&store).await, "");
    });
}

#[test]
fn a_new_session_ends_the_one_the_browser_had_before() {
    on_every_database(async |store| {
        let amber = account(&store, "amber", None, &[]).await;
        start(&store, "before", amber).await;
        let new = NewSession {
            token_hash: "after",
            account: amber,
            authenticated_at: at(5),
            at: at(5),
            expires_at: at(LONGEST),
            idp_session: None,
            client: "",
            instead_of: Some("before"),
        };
        store.start_session(&new).await.unwrap();
        assert!(find(&store, "before", 6).await.is_none());
        assert_eq!(find(&store, "after", 6).await.unwrap().authenticated_at, at(5));
    });
}

#[test]
fn who_left_is_signed_in_no_longer_from_the_moment_the_directory_says_so() {
    on_every_database(async |store| {
        store.replace_directory(&[entry("1 Amber_Stone amber@us.com"), entry("2 Ben_Hill ben@us.com")]).await.unwrap();
        let (amber, ben) =
            (account(&store, "amber", Some("1"), &[]).await, account(&store, "ben", Some("2"), &[]).await);
        start(&store, "a", amber).await;
        start(&store, "b", ben).await;
        store.replace_directory(&[entry("2 Ben_Hill ben@us.com")]).await.unwrap();
        assert!(find(&store, "a", 1).await.is_none());
        assert!(find(&store, "b", 1).await.is_some());
        store.forget_what_is_over(at(1), IDLE).await.unwrap();
        store.replace_directory(&[entry("1 Amber_Stone amber@us.com"), entry("2 Ben_Hill ben@us.com")]).await.unwrap();
        assert!(find(&store, "a", 1).await.is_none(), "who comes back signs in again");
    });
}

#[test]
fn an_account_is_known_by_issuer_and_subject_and_never_by_its_address() {
    on_every_database(async |store| {
        let (amber, ben) =
            (account(&store, "amber", None, &["sales", "all"]).await, account(&store, "ben", None, &[]).await);
        assert_ne!(amber, ben);
        assert_eq!(account(&store, "amber", None, &["sales", "sales"]).await, amber, "the same as before");
        assert_eq!(store.groups_of_account(amber).await.unwrap(), ["sales"], "as the provider says now");
        let elsewhere = SignedIn {
            issuer: "https://other",
            subject: "amber",
            name: "Amber",
            email: Some("amber@us.com"),
            colleague: None,
            groups: &[],
            at: at(9),
        };
        assert_ne!(store.account_of(&elsewhere).await.unwrap(), amber);
        start(&store, "a", amber).await;
        let accounts = store.accounts(at(1), IDLE).await.unwrap();
        let shown: Vec<_> = accounts.iter().map(|(it, open)| format!("{} {} {open}", it.issuer, it.name)).collect();
        assert_eq!(shown, ["https://other Amber 0", "https://idp amber 1", "https://idp ben 0"]);
        assert_eq!(store.account(ben).await.unwrap().unwrap().subject, "ben");
    });
}

#[test]
fn a_colleague_is_found_by_entry_and_address_as_long_as_they_work_here() {
    on_every_database(async |store| {
        store.replace_directory(&[entry("1 Amber_Stone amber@us.com a@us.com")]).await.unwrap();
        let alias = crate::testing::address("a@us.com");
        let amber = Some(ColleagueId("1".to_owned()));
        assert_eq!(store.colleague_of_entry("1").await.unwrap(), amber);
        assert_eq!(store.colleague_of_address(&alias).await.unwrap(), amber);
        assert_eq!(store.colleague_of_entry("2").await.unwrap(), None);
        store.replace_directory(&[]).await.unwrap();
        assert_eq!(store.colleague_of_entry("1").await.unwrap(), None);
        assert_eq!(store.colleague_of_address(&alias).await.unwrap(), None);
    });
}

#[test]
fn a_way_to_the_provider_is_finished_once_and_soon() {
    on_every_database(async |store| {
        let attempt = SignInAttempt {
            browser_hash: "b".to_owned(),
            nonce: "n".to_owned(),
            verifier: "v".to_owned(),
            back: "/records".to_owned(),
            again: true,
            session: Some(SessionId(3)),
            started_at: at(0),
        };
        for state in ["s1", "s2"] {
            store.start_sign_in(state, &attempt).await.unwrap();
        }
        assert_eq!(store.finish_sign_in("s1", at(599)).await.unwrap(), Some(attempt));
        assert_eq!(store.finish_sign_in("s1", at(599)).await.unwrap(), None, "it was finished");
        assert_eq!(store.finish_sign_in("s2", at(600)).await.unwrap(), None, "it took too long");
        assert_eq!(store.finish_sign_in("s3", at(0)).await.unwrap(), None);
    });
}

#[test]
fn a_logout_token_is_taken_once() {
    on_every_database(async |store| {
        assert!(store.take_logout("j1", at(100)).await.unwrap());
        assert!(!store.take_logout("j1", at(100)).await.unwrap());
        store.forget_what_is_over(at(100), IDLE).await.unwrap();
        assert!(store.take_logout("j1", at(200)).await.unwrap(), "it would be refused as too old by now");
    });
}

#[test]
fn a_new_password_of_a_local_administrator_ends_what_the_old_one_began() {
    on_every_database(async |store| {
        assert!(!store.has_local_administrator().await.unwrap());
        store.set_local_administrator("eve", "hash 1", at(0)).await.unwrap();
        assert!(store.has_local_administrator().await.unwrap());
        let signed_in = SignedIn {
            issuer: "local",
            subject: "eve",
            name: "eve",
            email: None,
            colleague: None,
            groups: &[],
            at: at(0),
        };
        let eve = store.account_of(&signed_in).await.unwrap();
        start(&store, "e", eve).await;
        store.set_local_administrator("eve", "hash 2", at(1)).await.unwrap();
        assert!(find(&store, "e", 2).await.is_none());
        assert_eq!(store.local_administrator("eve").await.unwrap().unwrap(), "hash 2");
        assert_eq!(store.local_administrator("adam").await.unwrap(), None);
        start(&store, "e", eve).await;
        assert_eq!(store.local_administrators().await.unwrap(), [("eve".to_owned(), at(1))]);
        assert!(store.remove_local_administrator("eve").await.unwrap());
        assert!(!store.remove_local_administrator("eve").await.unwrap());
        assert!(find(&store, "e", 2).await.is_none());
        assert!(!store.has_local_administrator().await.unwrap());
    });
}
