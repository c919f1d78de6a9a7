//! The gate as the store puts it together: purposes, contributors, groups, and what was chosen for each colleague.

use std::collections::BTreeSet;

use expect_test::expect;
use jiff::Timestamp;
use relata_model::consent::Insights;
use relata_model::enabling::{CONSENT_TEXT_VERSION, Contributors, Event, Given, Mode};
use relata_model::groups::{Group, Stated};
use relata_model::policy::Role;
use relata_model::{ColleagueId, Enabling, GroupId, Holder, Name, Standing};

use crate::testing::{address, entry, on_every_database};
use crate::{AuditQuery, GivenBy, OptOut, ParticipantQuery, Store};

fn at(day: i64) -> Timestamp {
    Timestamp::from_second(day * 86_400).unwrap()
}

fn colleague(id: &str) -> ColleagueId {
    ColleagueId(id.to_owned())
}

async fn an_organisation(store: &Store) {
    let mut left = entry("dora Dora dora@us.com");
    left.standing = Standing::Left;
    let entries =
        [entry("amber Amber amber@us.com"), entry("ben Ben ben@us.com"), entry("cleo Cleo cleo@us.com"), left];
    store.replace_directory(&entries).await.unwrap();
    store.append_consent_events(&Enabling::everything_granted(at(1), "account:1")).await.unwrap();
}

fn legal(members: &[&str]) -> Group {
    let members = members.iter().map(|it| Stated { colleague: colleague(it), from: None, to: None });
    Group { id: GroupId("legal".to_owned()), name: Name::new("Legal").unwrap(), members: members.collect() }
}

async fn opt_out(store: &Store, id: &str, from: Timestamp, day: i64) {
    let colleague = colleague(id);
    let new = OptOut { colleague: &colleague, from, at: at(day), by: "account:2", reason: "own wish" };
    store.opt_out(&new).await.unwrap();
}

/// Everybody with their state on a day: `Amber opted_out since 12 by account:2`.
async fn states(store: &Store, day: i64) -> Vec<String> {
    let consent = store.consent().await.unwrap();
    let query = ParticipantQuery { limit: 10, ..ParticipantQuery::default() };
    let found = store.participants(&consent, &query, at(day)).await.unwrap();
    let line = |it: crate::Participant| {
        let since = it.since.map_or(String::new(), |it| format!(" since {}", it.as_second() / 86_400));
        let by = it.by.as_ref().map_or(String::new(), |it| format!(" by {it}"));
        let group = it.group.as_ref().map_or(String::new(), |it| format!(" of {it}"));
        format!("{} {}{since}{by}{group}", it.name, it.state())
    };
    found.into_iter().map(line).collect()
}

#[test]
fn consent_comes_back_as_it_was_given() {
    on_every_database(async |store| {
        assert!(!store.consent().await.unwrap().allows_any());
        let events = Enabling::default().steps_to([Insights::Identifiable], at(1), "operator");
        store.append_consent_events(&events).await.unwrap();
        let consent = store.consent().await.unwrap();
        assert!(consent.allows(Insights::Identifiable) && !consent.allows(Insights::Aggregated));
        let withdrawn = Event::Withdrawn([Insights::Identifiable].into());
        store.append_consent_event(at(2), "operator", withdrawn).await.unwrap();
        assert!(!store.consent().await.unwrap().allows_any());
        store.suppress(&address("lea@acme.com")).await.unwrap();
        store.suppress(&address("lea@acme.com")).await.unwrap();
    });
}

#[test]
fn an_opt_out_ends_and_its_past_stays_out() {
    on_every_database(async |store| {
        an_organisation(&store).await;
        opt_out(&store, "amber", at(10), 10).await;
        opt_out(&store, "amber", Timestamp::MIN, 12).await;
        opt_out(&store, "ben", at(11), 11).await;
        assert_eq!(
            states(&store, 13).await,
            [
                "Amber opted_out since 10 by account:2",
                "Ben opted_out since 11 by account:2",
                "Cleo contributing",
                "Dora left"
            ]
        );
        store.end_opt_out(&colleague("amber"), at(20), "account:2").await.unwrap();
        let consent = store.consent().await.unwrap();
        let state = |day| consent.standing_of(&colleague("amber"), at(day)).name();
        assert_eq!([state(-1_000), state(19), state(20)], ["opted_out", "opted_out", "contributing"]);
    });
}

#[test]
fn a_group_that_is_left_out_is_left_out_for_the_time_of_its_members() {
    on_every_database(async |store| {
        an_organisation(&store).await;
        store.replace_groups(&[legal(&["amber"])], at(5), "operator").await.unwrap();
        store.replace_groups(&[legal(&["ben"])], at(8), "operator").await.unwrap();
        assert_eq!(states(&store, 9).await[..2], ["Amber contributing", "Ben contributing"]);
        let groups: BTreeSet<GroupId> = [GroupId("legal".to_owned())].into();
        let event = Event::GroupsExcluded { groups, erase_past: false };
        store.append_consent_event(at(9), "account:1", event).await.unwrap();
        assert_eq!(states(&store, 9).await[..2], ["Amber contributing", "Ben excluded_group since 8 of Legal"]);
        let consent = store.consent().await.unwrap();
        let state = |id, day| consent.standing_of(&colleague(id), at(day)).name();
        assert_eq!(
            [state("amber", -9), state("amber", 7), state("amber", 8)].map(|it| it == "contributing"),
            [false, false, true]
        );
        assert_eq!([state("ben", 7), state("ben", 8)].map(|it| it == "contributing"), [true, false]);
        let counts = store.participant_counts(&consent, at(9)).await.unwrap();
        assert_eq!((counts["contributing"], counts["excluded_group"]), (2, 1));
    });
}

#[test]
fn in_opt_in_mode_everybody_waits_until_they_say_so() {
    on_every_database(async |store| {
        an_organisation(&store).await;
        let given = Given {
            insights: BTreeSet::from(Insights::ALL),
            excluded: BTreeSet::new(),
            mode: Mode::OptIn,
            text_version: CONSENT_TEXT_VERSION,
        };
        store.append_consent_event(at(2), "account:1", Event::ConsentGiven(given)).await.unwrap();
        store.opt_in(&colleague("ben"), at(4), "account:3").await.unwrap();
        store.opt_in(&colleague("ben"), at(5), "account:3").await.unwrap();
        let expected = ["Amber waiting_for_opt_in", "Ben contributing since 4 by account:3"];
        assert_eq!(states(&store, 6).await[..2], expected);
        store.end_opt_in(&colleague("ben"), at(7), "account:3").await.unwrap();
        assert_eq!(states(&store, 7).await[1], "Ben waiting_for_opt_in");
        let consent = store.consent().await.unwrap();
        assert_eq!(consent.standing_of(&colleague("ben"), at(6)).name(), "contributing");
    });
}

#[test]
fn a_flag_and_a_role_that_nobody_has_leave_people_out() {
    on_every_database(async |store| {
        an_organisation(&store).await;
        store.set_flag(&colleague("cleo"), true, at(3), "account:1").await.unwrap();
        let roles = Contributors::Roles([Role::Salesperson].into());
        store.append_consent_event(at(3), "account:1", Event::ContributorsChosen(roles)).await.unwrap();
        let expected = ["Amber not_a_contributor", "Ben not_a_contributor", "Cleo flagged since 3 by account:1"];
        assert_eq!(states(&store, 4).await[..3], expected);
        store.set_flag(&colleague("cleo"), false, at(5), "account:1").await.unwrap();
        assert_eq!(states(&store, 5).await[2], "Cleo not_a_contributor");
    });
}

#[test]
fn whoever_has_the_role_contributes_by_themselves_or_by_their_group() {
    on_every_database(async |store| {
        an_organisation(&store).await;
        store.replace_groups(&[legal(&["cleo"])], at(2), "operator").await.unwrap();
        let roles = Contributors::Roles([Role::Salesperson, Role::SalesManager].into());
        store.append_consent_event(at(3), "account:1", Event::ContributorsChosen(roles)).await.unwrap();
        let by = GivenBy { actor: "account:1", at: at(3), oneself: false };
        let amber = store.person_of_colleague(&colleague("amber")).await.unwrap().unwrap();
        store.give_role(Role::Salesperson, &Holder::Colleague(amber), by).await.unwrap();
        let group = store.give_role(Role::SalesManager, &Holder::Group("legal".to_owned()), by).await.unwrap();
        let expected = ["Amber contributing", "Ben not_a_contributor", "Cleo contributing"];
        assert_eq!(states(&store, 4).await[..3], expected);
        store.take_role(group, GivenBy { at: at(5), ..by }).await.unwrap();
        assert_eq!(states(&store, 5).await[2], "Cleo not_a_contributor");
    });
}

#[test]
fn each_choice_stands_in_the_audit_trail_by_numbers() {
    on_every_database(async |store| {
        an_organisation(&store).await;
        opt_out(&store, "amber", at(10), 10).await;
        store.end_opt_out(&colleague("amber"), at(11), "account:2").await.unwrap();
        store.set_flag(&colleague("ben"), true, at(12), "account:1").await.unwrap();
        store.replace_groups(&[legal(&["ben"])], at(13), "operator").await.unwrap();
        let events = store.audited(&AuditQuery::default(), 20).await.unwrap();
        let line = |it: &crate::Audited| format!("{} {} {} {}", it.actor, it.action, it.subject, it.detail);
        let text: Vec<String> = events.iter().rev().map(line).collect();
        expect![[r#"
            account:1 insights_enabled  {}
            account:1 contributors_changed  {"everybody":"true"}
            account:1 consent_given  {"insights":"for_each_user,aggregated,identifiable","mode":"opt_out","excluded_groups":"0","text":"1"}
            account:2 opted_out person:5 {"past":"false"}
            account:2 opted_in person:5 {}
            account:1 opted_out person:6 {"flag":"true"}
            operator groups_imported  {"groups":"1"}"#]].assert_eq(&text.join("\n"));
    });
}

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// Up to eleven choices: after how many days, what (an import, an opt-out, its end), and of whom.
    fn choices(&mut self) -> Vec<(i64, u64, Vec<usize>)> {
        let whom = |chance: &mut Chance| (0..3).filter(|_| chance.below(2) == 0).collect::<Vec<usize>>();
        (0..1 + self.below(11)).map(|_| (self.below(9) as i64, self.below(3), whom(self))).collect()
    }
}

const IDS: [&str; 3] = ["amber", "ben", "cleo"];

/// Whatever was chosen in whatever order, the store's gate says of each day what happened on the days before it.
#[test]
fn the_gate_of_the_store_knows_every_day() {
    let mut chance = Chance(20_261_121);
    for case in 0..24 {
        let choices = chance.choices();
        on_every_database(async |store| {
            an_organisation(&store).await;
            let groups: BTreeSet<GroupId> = [GroupId("legal".to_owned())].into();
            let event = Event::GroupsExcluded { groups, erase_past: false };
            store.append_consent_event(at(1), "account:1", event).await.unwrap();
            // A day of one's own for each choice, so that it is clear what came first.
            let (mut day, mut imported) = (10, false);
            let mut expected: Vec<[&str; 3]> = Vec::new();
            let (mut member, mut out) = ([false; 3], [false; 3]);
            for (days, what, whom) in &choices {
                let now = |member: [bool; 3], out: [bool; 3]| {
                    [0, 1, 2].map(|it| match (out[it], member[it]) {
                        (true, _) => "opted_out",
                        (false, true) => "excluded_group",
                        (false, false) => "contributing",
                    })
                };
                while (expected.len() as i64) < day + days {
                    expected.push(now(member, out));
                }
                day += days;
                match what {
                    0 => {
                        let members: Vec<&str> = whom.iter().map(|it| IDS[*it]).collect();
                        store.replace_groups(&[legal(&members)], at(day), "operator").await.unwrap();
                        member = [0, 1, 2].map(|it| whom.contains(&it));
                        // Members of the first import count as members since ever.
                        let past = if imported { &mut [][..] } else { &mut expected[..] };
                        for day in past {
                            for it in whom {
                                day[*it] = if day[*it] == "contributing" { "excluded_group" } else { day[*it] };
                            }
                        }
                        imported = true;
                    }
                    1 => {
                        for it in whom {
                            opt_out(&store, IDS[*it], at(day), day).await;
                            out[*it] = true;
                        }
                    }
                    _ => {
                        for it in whom {
                            store.end_opt_out(&colleague(IDS[*it]), at(day), "account:2").await.unwrap();
                            out[*it] = false;
                        }
                    }
                }
                day += 1;
                expected.push(now(member, out));
            }
            let consent = store.consent().await.unwrap();
            for (day, expected) in expected.iter().enumerate() {
                let found = IDS.map(|it| consent.standing_of(&colleague(it), at(day as i64)).name());
                assert_eq!(&found, expected, "case {case}, day {day}: {choices:?}");
            }
        });
    }
}

#[test]
fn colleagues_are_listed_by_text_and_state_a_page_at_a_time() {
    on_every_database(async |store| {
        an_organisation(&store).await;
        opt_out(&store, "ben", at(2), 2).await;
        let consent = store.consent().await.unwrap();
        let names = async |query: ParticipantQuery<'_>| {
            let found = store.participants(&consent, &query, at(3)).await.unwrap();
            found.into_iter().map(|it| it.name).collect::<Vec<_>>()
        };
        let all = ParticipantQuery { limit: 10, ..ParticipantQuery::default() };
        assert_eq!(names(ParticipantQuery { state: Some("contributing"), ..all }).await, ["Amber", "Cleo"]);
        assert_eq!(names(ParticipantQuery { state: Some("left"), ..all }).await, ["Dora"]);
        assert_eq!(names(ParticipantQuery { text: "EO@us", ..all }).await, ["Cleo"]);
        assert_eq!(names(ParticipantQuery { limit: 2, ..all }).await, ["Amber", "Ben"]);
        let ben = store.person_of_colleague(&colleague("ben")).await.unwrap();
        assert_eq!(names(ParticipantQuery { after: ben, limit: 1, ..all }).await, ["Cleo"]);
        let one = store.participant(&consent, ben.unwrap(), at(3)).await.unwrap().unwrap();
        assert_eq!((one.state(), one.by.as_deref()), ("opted_out", Some("account:2")));
    });
}
