//! Contributors by role: whoever has the role, by whatever they have it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use relata_model::policy::Role;
use relata_model::{ColleagueId, Holder};

use crate::testing::{entry, on_every_database};
use crate::{AccountId, GivenBy, SignedIn, Store};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_774_950_000 + second).unwrap()
}

async fn sign_in(store: &Store, subject: &str, colleague: Option<&str>, groups: &[&str], second: i64) -> AccountId {
    let colleague = colleague.map(|it| ColleagueId(it.to_owned()));
    let groups: Vec<String> = groups.iter().map(|it| (*it).to_owned()).collect();
    let (issuer, name) = ("https://id.example", subject);
    let colleague = colleague.as_ref();
    let signed_in = SignedIn { issuer, subject, name, email: None, colleague, groups: &groups, at: at(second) };
    store.account_of(&signed_in).await.unwrap()
}

async fn check(store: &Store, expected: &[&str]) {
    let roles = BTreeSet::from([Role::Salesperson]);
    let found = store.colleagues_with(&roles).await.unwrap();
    assert_eq!(found.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), expected);
}

#[test]
fn who_has_a_role_by_an_account_or_by_what_the_provider_says_contributes() {
    on_every_database(async |store| {
        store.replace_directory(&[entry("a Amber a@us.com"), entry("b Ben b@us.com")]).await.unwrap();
        let give = async |holder| {
            let by = GivenBy { actor: "operator", at: at(0), oneself: false };
            store.give_role(Role::Salesperson, &holder, by).await.unwrap()
        };
        let of_amber = sign_in(&store, "amber", Some("a"), &[], 1).await;
        sign_in(&store, "ben", Some("b"), &["Support"], 1).await;
        let nobody = sign_in(&store, "consultant", None, &["Sales"], 1).await;
        give(Holder::Account(nobody.0)).await;
        give(Holder::Claim("Sales".to_owned())).await;
        check(&store, &[]).await;

        let by_account = give(Holder::Account(of_amber.0)).await;
        check(&store, &["a"]).await;
        sign_in(&store, "ben", Some("b"), &["Sales", "Support"], 2).await;
        check(&store, &["a", "b"]).await;

        let by = GivenBy { actor: "operator", at: at(3), oneself: false };
        store.take_role(by_account, by).await.unwrap();
        check(&store, &["b"]).await;
        sign_in(&store, "ben", Some("b"), &[], 4).await;
        check(&store, &[]).await;
    });
}
