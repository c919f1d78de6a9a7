//! The leak suite: nobody learns of a tie that is not shared with them, by any way of asking.
//!
//! ```text
//! a world in which Cleo knows people, and does not share it  ┐  the same questions  ┌ answers, byte by byte
//! its twin, in which she knows nobody                        ┘  by the same viewers └ equal, or a number apart
//! ```
//!
//! Bodies, headers and statuses are compared, and how many statements the database was asked. Every endpoint of the
//! OpenAPI document that reads is asked, with everything it can be asked with (`questions.rs`).

mod answers;
mod questions;
mod statements;
mod world;

use answers::{Allowed, compare};
use world::{Secret, World};

/// Compares a world with its twin, as everybody sees the two.
async fn check(secret: Secret, allowed: Allowed) {
    let (world, twin) = (World::with(secret, true).await, World::with(secret, false).await);
    let cases = compare(&world, &twin, allowed).await;
    assert!(cases > 2_000, "only {cases} cases of {secret:?} were compared");
    println!("{secret:?}: {cases} cases");
}

#[tokio::test]
async fn who_is_hidden_might_as_well_know_nobody() {
    check(Secret::Hidden, Allowed::Nothing).await;
}

#[tokio::test]
async fn who_is_hidden_and_left_might_as_well_have_known_nobody() {
    check(Secret::HiddenAndLeft, Allowed::Nothing).await;
}

#[tokio::test]
async fn who_hides_people_might_as_well_not_know_them() {
    check(Secret::HiddenTies, Allowed::Nothing).await;
}

#[tokio::test]
async fn who_is_counted_is_one_more_in_one_number() {
    check(Secret::CountedOnly, Allowed::TheCount).await;
}

#[tokio::test]
async fn who_is_named_after_a_yes_is_one_more_in_one_number_until_then() {
    check(Secret::NamedAfterYes, Allowed::TheCount).await;
}

#[tokio::test]
async fn who_must_be_left_alone_might_as_well_be_known_to_nobody() {
    check(Secret::ContactLeftAlone, Allowed::Nothing).await;
}

#[tokio::test]
async fn who_was_forgotten_might_as_well_be_known_to_nobody() {
    check(Secret::ContactForgotten, Allowed::Nothing).await;
}

#[tokio::test]
async fn who_opted_out_might_as_well_have_known_nobody() {
    check(Secret::OptedOut, Allowed::Nothing).await;
}

#[tokio::test]
async fn who_was_in_a_group_that_is_left_out_might_as_well_have_known_nobody() {
    check(Secret::OptedOutByGroup, Allowed::Nothing).await;
}

#[tokio::test]
async fn a_widget_is_answered_of_its_own_record_and_nothing_else() {
    let answered = answers::answered_to_widgets(&World::with(Secret::None, true).await).await;
    expect_test::expect![[r#"
        a widget in the form of a contact: /people/{lea}/introducers/{amber} /people/{lea}/introducers/{ben} /people/{lea}/introducers/{cleo} /records/c1 /records/c1/activities /records/c1/health /records/c1/introducers /records/c1/kpis /viewer
        a widget in the form of an account: /people/{lea}/introducers/{amber} /people/{lea}/introducers/{ben} /people/{lea}/introducers/{cleo} /records/a1 /records/a1/activities /records/a1/health /records/a1/introducers /records/a1/kpis /viewer
        a widget in the form of a deal: /people/{lea}/introducers/{amber} /people/{lea}/introducers/{ben} /people/{lea}/introducers/{cleo} /records/o1 /records/o1/activities /records/o1/health /records/o1/introducers /records/o1/kpis /viewer
    "#]].assert_eq(&answered);
}

#[tokio::test]
async fn asking_for_who_is_hidden_is_asking_for_nobody() {
    let cases = answers::compare_with_nobody(&World::with(Secret::Hidden, true).await, "cleo").await;
    assert!(cases > 200, "only {cases} cases were compared");
}

/// Without this the others would hold also if the suite were blind.
#[tokio::test]
async fn who_is_named_is_seen_by_the_same_questions() {
    let (world, twin) = (World::with(Secret::None, true).await, World::with(Secret::None, false).await);
    let different = answers::different(&world, &twin).await;
    let paths = questions::templates_of(&different);
    expect_test::expect![[r#"
        /audit
        /audit.jsonl
        /audit/check
        /colleagues/{colleague}/contacts
        /introductions/draft
        /me/stored
        /me/ties
        /me/views
        /me/waiting
        /overview
        /people/{contact}/introducers/{colleague}
        /people/{person}/introducers
        /records/{record}/coverage
        /records/{record}/introducers
        /records/{record}/people
        POST /introductions"#]]
    .assert_eq(&paths.join("\n"));
}

#[tokio::test]
async fn oneself_is_never_hidden_from_oneself() {
    for secret in [Secret::Hidden, Secret::HiddenTies, Secret::CountedOnly, Secret::NamedAfterYes] {
        let world = World::with(secret, true).await;
        for question in ["/people/{lea}/introducers", "/people/{jo}/introducers", "/people/{kim}/introducers/{cleo}"] {
            let answer = world.ask(world::CLEO, &world.with_ids(question)).await;
            assert!(answer.body.contains("Cleo Day"), "{secret:?} {question}: {}", answer.body);
        }
    }
}
