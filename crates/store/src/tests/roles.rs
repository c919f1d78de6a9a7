//! Roles and rights: what somebody has by them, and that nobody is left without an administrator.

use jiff::Timestamp;
use relata_model::Holder;
use relata_model::audit::Verdict;
use relata_model::policy::{Right, Role};

use crate::testing::{entry, on_every_database};
use crate::{AuditQuery, GivenBy, Store, Taken};

fn by(actor: &str) -> GivenBy<'_> {
    GivenBy { actor, at: Timestamp::from_second(1_774_950_000).unwrap(), oneself: false }
}

fn group(id: &str) -> Holder {
    Holder::Group(id.to_owned())
}

async fn has(store: &Store, holders: &[Holder]) -> String {
    let (roles, rights) = store.rights_of(holders).await.unwrap();
    let roles: Vec<&str> = roles.into_iter().map(Role::name).collect();
    let of_roles: Vec<Right> =
        roles.iter().flat_map(|it| Role::named(it).unwrap().rights().iter().collect::<Vec<_>>()).collect();
    let beside: Vec<&str> = rights.iter().filter(|it| !of_roles.contains(it)).map(Right::name).collect();
    format!("{} + {}", roles.join(" "), beside.join(" "))
}

#[test]
fn somebody_has_the_roles_and_rights_of_all_they_are() {
    on_every_database(async |store| {
        let account = Holder::Account(7);
        store.give_role(Role::Salesperson, &group("g-1"), by("operator")).await.unwrap();
        store.give_role(Role::Auditor, &account, by("operator")).await.unwrap();
        store.give_role(Role::Administrator, &Holder::Account(8), by("operator")).await.unwrap();
        store.grant_right(Right::ExportLists, &Holder::Role(Role::Salesperson), by("account:8")).await.unwrap();
        store.grant_right(Right::IssueEmbedTokens, &account, by("account:8")).await.unwrap();
        let claim = Holder::Claim("Sales".to_owned());
        assert_eq!(has(&store, &[]).await, " + ");
        assert_eq!(has(&store, &[Holder::Account(9), claim.clone()]).await, " + ");
        assert_eq!(has(&store, std::slice::from_ref(&account)).await, "auditor + issue_embed_tokens");
        assert_eq!(
            has(&store, &[account, group("g-1"), claim]).await,
            "salesperson auditor + export_lists issue_embed_tokens"
        );
    });
}

#[test]
fn what_is_given_twice_is_given_once_and_what_was_taken_stays_to_be_told() {
    on_every_database(async |store| {
        let holder = Holder::Account(7);
        let first = store.give_role(Role::Auditor, &holder, by("account:1")).await.unwrap();
        assert_eq!(store.give_role(Role::Auditor, &holder, by("account:2")).await.unwrap(), first);
        let given = store.role_assignments().await.unwrap();
        assert_eq!((given.len(), given[0].by.as_str(), &given[0].holder), (1, "account:1", &holder));
        assert_eq!(store.take_role(first, by("account:1")).await.unwrap(), Taken::Ended);
        assert_eq!(store.take_role(first, by("account:1")).await.unwrap(), Taken::Unknown);
        assert_eq!(store.role_assignments().await.unwrap(), []);
        assert_eq!(has(&store, &[holder]).await, " + ");
        let sql = "select count(*) from role_assignment where ended_by = 'account:1' and ended_at is not null";
        assert_eq!(sqlx::query_scalar::<_, i64>(sql).fetch_one(&store.pool).await.unwrap(), 1);
        let right = store.grant_right(Right::ReadAudit, &group("g-1"), by("account:1")).await.unwrap();
        assert_eq!(store.right_grants().await.unwrap()[0].id, right);
        assert_eq!(store.take_right(right, by("account:1")).await.unwrap(), Taken::Ended);
        assert_eq!(store.take_right(right, by("account:1")).await.unwrap(), Taken::Unknown);
        let events = store.audited(&AuditQuery::default(), 10).await.unwrap();
        let told: Vec<String> = events.iter().map(|it| format!("{} {} {}", it.action, it.subject, it.detail)).collect();
        assert_eq!(
            told,
            [
                r#"right_taken group:g-1 {"what":"read_audit"}"#,
                r#"right_granted group:g-1 {"what":"read_audit"}"#,
                r#"role_taken account:7 {"role":"auditor"}"#,
                r#"role_given account:7 {"role":"auditor"}"#,
            ]
        );
        assert!(matches!(store.verify_audit(Vec::new()).await.unwrap(), Verdict::Intact(_)));
    });
}

#[test]
fn nobody_takes_the_last_administrators_role_away() {
    on_every_database(async |store| {
        store.replace_directory(&[entry("a Amber a@us.com"), entry("b Ben b@us.com")]).await.unwrap();
        let amber = Holder::Colleague(
            store.person_of_colleague(&relata_model::ColleagueId("a".to_owned())).await.unwrap().unwrap(),
        );
        let give = async |holder: &Holder| store.give_role(Role::Administrator, holder, by("operator")).await.unwrap();
        let take = async |id| store.take_role(id, by("operator")).await.unwrap();
        let of_amber = give(&amber).await;
        assert_eq!(take(of_amber).await, Taken::LastAdministrator);
        let of_group = give(&group("admins")).await;
        assert_eq!(take(of_amber).await, Taken::LastAdministrator, "a group may be empty tomorrow");
        assert_eq!(store.role_assignments().await.unwrap().len(), 2, "who was refused is where they were");
        let of_account = give(&Holder::Account(7)).await;
        assert_eq!(take(of_amber).await, Taken::Ended);
        assert_eq!(take(of_account).await, Taken::LastAdministrator);
        assert_eq!(take(of_group).await, Taken::Ended);
        let of_amber = give(&amber).await;
        store.replace_directory(&[entry("b Ben b@us.com")]).await.unwrap();
        assert_eq!(take(of_account).await, Taken::LastAdministrator, "who has left administers nothing");
        assert_eq!(take(of_amber).await, Taken::Ended);
    });
}

#[test]
fn of_two_administrators_who_depose_each_other_one_stays() {
    on_every_database(async |store| {
        let one = store.give_role(Role::Administrator, &Holder::Account(1), by("operator")).await.unwrap();
        let other = store.give_role(Role::Administrator, &Holder::Account(2), by("operator")).await.unwrap();
        let (by_other, by_one) = (by("account:2"), by("account:1"));
        let both = futures::join!(store.take_role(one, by_other), store.take_role(other, by_one));
        let ended = [both.0.unwrap(), both.1.unwrap()].into_iter().filter(|it| *it == Taken::Ended).count();
        assert_eq!((ended, store.role_assignments().await.unwrap().len()), (1, 1));
    });
}
