//! The audit trail: in one chain whoever writes, found by what it tells, and broken by whatever is done to it.

use expect_test::{Expect, expect};
use futures::future::join_all;
use jiff::Timestamp;
use relata_model::PersonId;
use relata_model::audit::{Action, AuditEvent, Verdict, verify};

use crate::testing::on_every_database;
use crate::{AuditQuery, Audited, Store};

fn event(second: i64, actor: &str, action: Action) -> AuditEvent {
    AuditEvent::new(Timestamp::from_second(1_774_950_000 + second).unwrap(), actor, action)
}

async fn some(store: &Store) {
    let view = |person| event(1, "account:7", Action::View).of("record:O-1").showing([PersonId(person), PersonId(9)]);
    store.audit(&[view(3), view(4)]).await.unwrap();
    store.audit(&[event(2, "operator", Action::RoleGiven).of("account:7").with("role", "auditor")]).await.unwrap();
    store.audit(&[event(3, "account:8", Action::Export).showing([PersonId(3)])]).await.unwrap();
}

fn table(events: &[Audited]) -> String {
    let line = |it: &Audited| {
        let people: Vec<String> = it.people.iter().map(ToString::to_string).collect();
        format!("{} {} {} {} [{}] {}\n", it.seq, it.actor, it.action, it.subject, people.join(" "), it.detail)
    };
    events.iter().map(line).collect()
}

#[test]
fn events_are_found_by_what_they_tell() {
    async fn check(store: &Store, asked: AuditQuery, limit: u32, expected: Expect) {
        expected.assert_eq(&table(&store.audited(&asked, limit).await.unwrap()));
    }
    on_every_database(async |store| {
        some(&store).await;
        let all = AuditQuery::default;
        check(
            &store,
            all(),
            10,
            expect![[r#"
                4 account:8 export  [3] {}
                3 operator role_given account:7 [] {"role":"auditor"}
                2 account:7 view record:O-1 [4 9] {}
                1 account:7 view record:O-1 [3 9] {}
            "#]],
        )
        .await;
        check(&store, AuditQuery { before: Some(3), ..all() }, 1, expect!["2 account:7 view record:O-1 [4 9] {}\n"])
            .await;
        let asked = AuditQuery { action: Some(Action::Export), actor: Some("account:8".to_owned()), ..all() };
        check(&store, asked, 10, expect!["4 account:8 export  [3] {}\n"]).await;
        let asked = AuditQuery { subject: Some("account:7".to_owned()), ..all() };
        check(
            &store,
            asked,
            10,
            expect![[r#"
            3 operator role_given account:7 [] {"role":"auditor"}
        "#]],
        )
        .await;
    });
}

#[test]
fn whose_ties_were_shown_can_be_told() {
    on_every_database(async |store| {
        some(&store).await;
        let views = |person, before| store.views_of(PersonId(person), before, 10);
        expect![[r#"
            4 account:8 export  [3] {}
            1 account:7 view record:O-1 [3 9] {}
        "#]]
        .assert_eq(&table(&views(3, None).await.unwrap()));
        assert_eq!(views(3, Some(4)).await.unwrap().len(), 1);
        assert_eq!(views(9, None).await.unwrap().len(), 2);
        assert_eq!(views(7, None).await.unwrap(), []);
    });
}

#[test]
fn many_who_write_at_once_make_one_chain() {
    on_every_database(async |store| {
        let write = async |caller: i64| {
            for _ in 0..5 {
                let event = event(caller, &format!("account:{caller}"), Action::View).showing([PersonId(caller)]);
                store.audit(&[event]).await.unwrap();
            }
        };
        join_all((0..32).map(write)).await;
        let Verdict::Intact(head) = store.verify_audit(Vec::new()).await.unwrap() else {
            panic!("the trail is broken")
        };
        assert_eq!((head.count, head), (160, store.audit_head().await.unwrap()));
        let lines = store.audit_lines(0).await.unwrap();
        assert_eq!(verify(lines.into_iter().map(|it| it.1), vec![head]), Verdict::Intact(head));
    });
}

#[test]
fn what_is_no_event_is_refused_and_spoils_nothing() {
    on_every_database(async |store| {
        for wrong in [
            event(1, "account:7", Action::View).of("lea@acme.com"),
            AuditEvent { detail: "{no json}".to_owned(), ..event(1, "account:7", Action::View) },
        ] {
            assert!(store.audit(&[event(1, "account:7", Action::View), wrong]).await.is_err());
        }
        assert_eq!(store.audit_head().await.unwrap().count, 0);
        store.audit(&[]).await.unwrap();
        assert!(matches!(store.verify_audit(Vec::new()).await.unwrap(), Verdict::Intact(_)));
    });
}

#[test]
fn whatever_is_done_to_a_row_is_found() {
    for (sql, expected) in [
        ("update audit_event set actor = 'account:9' where seq = 2", "line 2 was changed after it was written"),
        ("update audit_event set at = at + 1 where seq = 3", "line 3 was changed after it was written"),
        ("update audit_event set people = '4' where seq = 2", "line 2 was changed after it was written"),
        ("update audit_event set people = '4  9' where seq = 2", "line 2 is no line of an audit trail"),
        ("update audit_event set detail = '{}' where seq = 3", "line 3 was changed after it was written"),
        ("update audit_event set action = 'nothing' where seq = 1", "line 1 is no line of an audit trail"),
        ("delete from audit_event where seq = 2", "line 2 is missing"),
        ("delete from audit_event where seq = 1", "line 1 is missing"),
        ("delete from audit_event where seq > 2", "line 3 and those after it were removed"),
        ("delete from audit_event", "line 1 and those after it were removed"),
        ("update audit_event set seq = seq + 1 where seq = 4", "line 4 was changed after it was written"),
        ("update audit_head set count = 9", "line 5 and those after it were removed"),
        (
            "update audit_head set hash = previous from audit_event where seq = 4",
            "line 4 is not the one that was known: the trail was written anew",
        ),
        ("delete from audit_head", "line 1 and those after it were removed"),
    ] {
        on_every_database(async |store| {
            some(&store).await;
            sqlx::query(sql).execute(&store.pool).await.unwrap();
            let found = match store.verify_audit(Vec::new()).await.unwrap() {
                Verdict::Intact(_) => "intact".to_owned(),
                Verdict::Broken { seq, why } => format!("line {seq} {}", why.sentence()),
            };
            assert_eq!(found, expected, "{sql}");
        });
    }
}

#[test]
fn a_change_and_its_event_are_one() {
    on_every_database(async |store| {
        let mut writing = store.write().await.unwrap();
        let events = [event(1, "operator", Action::SettingsChanged)];
        crate::audit::append(writing.connection(), &events).await.unwrap();
        drop(writing);
        assert_eq!(store.audit_head().await.unwrap().count, 0);
        let mut writing = store.write().await.unwrap();
        crate::audit::append(writing.connection(), &events).await.unwrap();
        writing.commit().await.unwrap();
        assert_eq!(store.audit_head().await.unwrap().count, 1);
    });
}
