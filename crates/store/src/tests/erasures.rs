//! Requests to forget: each and its event in the trail are one.

use expect_test::expect;
use relata_model::PersonId;
use relata_model::audit::Verdict;

use crate::testing::{address, ask_to_forget, entry, on_every_database, seen, today};
use crate::{AuditQuery, Forget, NewErasure, StoreError};

#[test]
fn what_is_asked_to_be_forgotten_stands_in_the_trail() {
    on_every_database(async |store| {
        store.replace_directory(&[entry("a Amber a@us.com")]).await.unwrap();
        store.intern(&[seen("lea@acme.com", "Lea")]).await.unwrap();
        let amber = store.person_of(&address("a@us.com")).await.unwrap().unwrap();
        for forget in [
            Forget::OptOut(amber),
            Forget::Address(address("lea@acme.com")),
            Forget::Address(address("nobody@acme.com")),
            Forget::Mail,
            Forget::Everything,
        ] {
            ask_to_forget(&store, forget).await;
        }
        let (at, by, reason) = (today().computed_at, "account:7".to_owned(), "asked for".to_owned());
        let nobody = NewErasure { forget: Forget::Person(PersonId(99)), at, files_due: at, by, reason };
        assert!(matches!(store.request_erasure(&nobody).await, Err(StoreError::NotThere)));

        let mut events = store.audited(&AuditQuery::default(), 10).await.unwrap();
        events.reverse();
        let told = events.iter().map(|it| format!("{} {} {} {}\n", it.actor, it.action, it.subject, it.detail));
        expect![[r#"
            operator erasure_requested person:2 {"erasure":"1","kind":"person","source":"opt_out"}
            operator erasure_requested person:3 {"erasure":"2","kind":"person","source":"forget"}
            operator erasure_requested erasure:3 {"erasure":"3","kind":"person","source":"forget"}
            operator erasure_requested erasure:4 {"erasure":"4","kind":"insights","source":"withdrawal"}
            operator erasure_requested erasure:5 {"erasure":"5","kind":"everything","source":"forget"}
        "#]]
        .assert_eq(&told.collect::<String>());
        assert!(matches!(store.verify_audit(Vec::new()).await.unwrap(), Verdict::Intact(_)));
    });
}
