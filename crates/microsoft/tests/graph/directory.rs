//! The directory: users, groups, probes and counts.

use expect_test::{Expect, expect};
use relata_microsoft::directory::{Changes, count_members, find_groups, group, users, users_delta};
use relata_microsoft::{Probed, counts, probe, probe_calendar};
use relata_model::{Address, GroupId, Name};
use relata_stand_in::{Endpoint, Fault, Message, Trouble};

use crate::world::World;

fn show(changes: &Changes) -> String {
    let mut lines: Vec<String> = changes
        .entries
        .iter()
        .map(|it| {
            let aliases: Vec<&str> = it.aliases.iter().map(Address::as_str).collect();
            let named = |it: &Option<Name>| it.as_ref().map_or("?".to_owned(), |it| it.as_str().to_owned());
            let (name, title, team) = (named(&it.name), named(&it.title), named(&it.department));
            format!("{} {name}, {title}, {team} [{}] {}\n", it.primary.as_str(), aliases.join(" "), it.standing.name())
        })
        .collect();
    lines.sort();
    lines.extend(changes.removed.iter().map(|_| "one removed\n".to_owned()));
    lines.extend(changes.skipped.iter().map(|it| format!("skipped: {}\n", it.reason)));
    lines.concat()
}

fn check(changes: &Changes, expected: Expect) {
    expected.assert_eq(&show(changes));
}

#[tokio::test]
async fn users_come_with_every_address_and_with_how_they_stand() {
    let world = World::new(|it| {
        it.user("lea@contoso.com").named("Lea Marx").alias("l.marx@contoso.com").title("Buyer").department("Sales");
        it.user("left@contoso.com").disabled();
        it.user("visitor@acme.com").guest();
        it.user("odd name@contoso.com").alias("also odd@contoso.com");
    })
    .await;
    let all = users(&world.graph).await.unwrap();
    check(
        &all,
        expect![[r#"
        lea@contoso.com Lea Marx, Buyer, Sales [l.marx@contoso.com] active
        left@contoso.com Left, ?, ? [] left
        visitor@acme.com Visitor, ?, ? [] guest
        skipped: one of its addresses is left out, no address: the part before the @ holds quotes, spaces or other signs
        skipped: one of its addresses is left out, no address: the part before the @ holds quotes, spaces or other signs
        skipped: it has no address
    "#]],
    );
    world.stand_in.change(|it| {
        it.user("new@contoso.com");
        it.user("lea@contoso.com").disabled();
        it.remove_user("left@contoso.com");
    });
    let since = users_delta(&world.graph, &all.link).await.unwrap();
    check(
        &since,
        expect![[r#"
        lea@contoso.com Lea Marx, Buyer, Sales [l.marx@contoso.com] left
        new@contoso.com New, ?, ? [] active
        one removed
    "#]],
    );
    assert!(all.whole && !since.whole);
    world.stand_in.fault(Fault::new(Trouble::Gone).at(Endpoint::Users).once());
    let again = users_delta(&world.graph, &since.link).await.unwrap();
    assert!(again.whole);
    check(
        &again,
        expect![[r#"
        lea@contoso.com Lea Marx, Buyer, Sales [l.marx@contoso.com] left
        new@contoso.com New, ?, ? [] active
        visitor@acme.com Visitor, ?, ? [] guest
        skipped: one of its addresses is left out, no address: the part before the @ holds quotes, spaces or other signs
        skipped: one of its addresses is left out, no address: the part before the @ holds quotes, spaces or other signs
        skipped: it has no address
    "#]],
    );
}

#[tokio::test]
async fn a_group_holds_everybody_in_it_through_other_groups() {
    let world = World::new(|it| {
        it.group("inner", &["ben@contoso.com", "amber@contoso.com"]);
        it.group("Sales", &["lea@contoso.com", "inner", "ben@contoso.com"]);
    })
    .await;
    let found = find_groups(&world.graph, "Sal").await.unwrap();
    assert_eq!(found.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["Sales"]);
    let sales = group(&world.graph, &found[0].id).await.unwrap();
    assert_eq!((sales.name.as_str(), sales.members.len()), ("Sales", 3));
    assert_eq!(count_members(&world.graph, &found[0].id).await.unwrap(), 3);
    let all = find_groups(&world.graph, "").await.unwrap();
    assert_eq!(all.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["inner", "Sales"]);
    let nowhere = group(&world.graph, &GroupId("00000000-0000-4000-8000-000000000000".to_owned())).await;
    expect!["the group is not there, is inactive or lies on premises (Request_ResourceNotFound, status 404)"]
        .assert_eq(&nowhere.unwrap_err().to_string());
    let seen = world.stand_in.log();
    let members = seen.requests.iter().find(|it| it.path.contains("transitiveMembers")).unwrap();
    assert_eq!(members.headers.get("consistencylevel").map(String::as_str), Some("eventual"));
}

#[tokio::test]
async fn probes_show_how_far_a_grant_reaches() {
    let world = World::new(|it| {
        it.group("pilot", &["inside@contoso.com", "none@contoso.com"]);
        it.user("outside@contoso.com");
        it.user("none@contoso.com").without_mailbox();
        it.limit_to_group("pilot");
    })
    .await;
    for (user, expected) in [
        ("inside@contoso.com", Probed::Readable),
        ("outside@contoso.com", Probed::Denied { code: "ErrorAccessDenied".to_owned() }),
        ("none@contoso.com", Probed::Missing),
        ("nobody@contoso.com", Probed::Missing),
    ] {
        assert_eq!(probe(&world.graph, user).await.unwrap(), expected, "{user}");
    }
    assert_eq!(probe_calendar(&world.graph, "inside@contoso.com").await.unwrap(), Probed::Readable);
    assert_eq!(world.graph.roles().await.unwrap(), ["GroupMember.Read.All", "User.Read.All", "user_impersonation"]);
}

#[tokio::test]
async fn messages_are_counted_by_folder_and_month_without_reading_one() {
    let world = World::new(|it| {
        for (folder, day) in
            [("inbox", "2026-01-05"), ("inbox", "2026-01-31"), ("inbox", "2026-03-01"), ("junkemail", "2026-01-01")]
        {
            let message = Message::new("ben@acme.com", &["lea@contoso.com"]).at(&format!("{day}T09:00:00Z"));
            it.message("lea@contoso.com", folder, message);
        }
        it.message(
            "lea@contoso.com",
            "sentitems",
            Message::new("lea@contoso.com", &["ben@acme.com"]).at("2026-02-01T00:00:00Z"),
        );
    })
    .await;
    let (first, last) = ("2026-01".parse().unwrap(), "2026-03".parse().unwrap());
    let counted = counts(&world.graph, "lea@contoso.com", first, last).await.unwrap();
    let mut lines: Vec<String> = counted
        .iter()
        .map(|it| format!("{} {}: {}", it.month, if it.sent { "sent" } else { "other" }, it.messages))
        .collect();
    lines.sort();
    assert_eq!(
        lines.join(", "),
        "2026-01 other: 2, 2026-01 sent: 0, 2026-02 other: 0, 2026-02 sent: 1, 2026-03 other: 1, 2026-03 sent: 0"
    );
    assert_eq!(world.stand_in.log().requests.iter().filter(|it| it.path.ends_with("/messages")).count(), 0);
}
