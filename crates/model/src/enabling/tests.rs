//! Every transition, the 14 days to the second, and that a withdrawal leaves nothing in force.

use std::collections::BTreeSet;

use expect_test::{Expect, expect};
use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::consent::{Consent, Insights};
use crate::policy::Role;
use crate::{GroupId, notation};

/// An event in a word, as the tables below name it.
fn event(word: &str) -> Event {
    let all = || BTreeSet::from(Insights::ALL);
    let identifiable = || BTreeSet::from([Insights::Identifiable]);
    let given = |insights| Given { insights, excluded: BTreeSet::new(), mode: Mode::OptOut, text_version: 1 };
    match word {
        "enable" => Event::Enabled,
        "disable" => Event::Disabled,
        "everybody" => Event::ContributorsChosen(Contributors::Everybody),
        "sales" => Event::ContributorsChosen(Contributors::Roles(BTreeSet::from([Role::Salesperson]))),
        "nobody" => Event::ContributorsChosen(Contributors::Roles(BTreeSet::new())),
        "both_off" => Event::FeaturesSwitched(Features::OFF),
        "analytics_off" => Event::FeaturesSwitched(Features { analytics: false, ..Features::ON }),
        "both_on" => Event::FeaturesSwitched(Features::ON),
        "give" => Event::ConsentGiven(given(all())),
        "give_identifiable" => Event::ConsentGiven(given(identifiable())),
        "give_nothing" => Event::ConsentGiven(given(BTreeSet::new())),
        "give_opt_in" => Event::ConsentGiven(Given {
            excluded: BTreeSet::from([GroupId("board".to_owned())]),
            mode: Mode::OptIn,
            ..given(identifiable())
        }),
        "exclude" => Event::GroupsExcluded { groups: [GroupId("legal".to_owned())].into(), erase_past: true },
        "exclude_none" => Event::GroupsExcluded { groups: BTreeSet::new(), erase_past: false },
        "withdraw" => Event::Withdrawn(all()),
        "withdraw_identifiable" => Event::Withdrawn(identifiable()),
        "withdraw_nothing" => Event::Withdrawn(BTreeSet::new()),
        "rows_gone" => Event::RowsGone(all()),
        "files_gone" => Event::FilesGone(all()),
        _ => panic!("`{word}` is no event"),
    }
}

const WORDS: [&str; 19] = [
    "enable",
    "disable",
    "everybody",
    "sales",
    "nobody",
    "both_off",
    "analytics_off",
    "both_on",
    "give",
    "give_identifiable",
    "give_nothing",
    "give_opt_in",
    "exclude",
    "exclude_none",
    "withdraw",
    "withdraw_identifiable",
    "withdraw_nothing",
    "rows_gone",
    "files_gone",
];

/// `2026-03-01 enable`, a line each; by whom, alternating.
fn events(story: &str) -> Vec<Happened> {
    let lines = story.lines().map(str::trim).filter(|it| !it.is_empty());
    let happened = lines.enumerate().map(|(index, line)| {
        let (at, word) = line.split_once(' ').unwrap();
        let by = ["account:1", "account:2"][index % 2].to_owned();
        Happened { at: notation::moment(at), by, event: event(word) }
    });
    happened.collect()
}

fn print(enabling: &Enabling, now: Timestamp) -> String {
    let on = |it| if it { "on" } else { "off" };
    let insights = |set: BTreeSet<Insights>| match set.len() {
        0 => "none".to_owned(),
        3 => "all".to_owned(),
        _ => set.iter().map(|it| it.name()).collect::<Vec<_>>().join(","),
    };
    let Features { who_knows_whom, analytics } = enabling.features(now);
    format!(
        "{:<9} days {:<2} who knows whom {:<3} analytics {:<3} in force {} read for {}",
        enabling.stage(now).name(),
        enabling.days_left(now).map_or("-".to_owned(), |it| it.to_string()),
        on(who_knows_whom),
        on(analytics),
        insights(enabling.in_force()),
        insights(enabling.purposes()),
    )
}

/// The one place that knows the API: a story, and what is in force at each of these moments.
fn check(story: &str, moments: &[&str], expected: Expect) {
    let enabling = Enabling::of(&events(story));
    let text = moments.iter().map(|it| format!("{it} {}\n", print(&enabling, notation::moment(it))));
    expected.assert_eq(&text.collect::<String>());
}

/// What becomes of each state with each event: the stage it leads to, or why it is not possible.
#[test]
fn every_state_answers_every_event() {
    let states = [
        ("off", ""),
        ("awaiting", "2026-03-01 enable"),
        ("lapsed", "2026-02-01 enable"),
        ("consented", "2026-03-01 enable\n2026-03-02 give_identifiable"),
        ("consented, then off", "2026-03-01 enable\n2026-03-02 give_identifiable\n2026-03-03 disable"),
        ("withdrawn", "2026-02-01 enable\n2026-02-02 give_identifiable\n2026-03-03 withdraw"),
        (
            "withdrawn, rows gone",
            "2026-02-01 enable\n2026-02-02 give_identifiable\n2026-03-03 withdraw\n2026-03-04 rows_gone",
        ),
    ];
    let at = notation::moment("2026-03-05");
    let mut text = String::new();
    for (name, story) in states {
        let before = Enabling::of(&events(story));
        text += &format!("{name}: {}\n", print(&before, at));
        for word in WORDS {
            let mut after = before.clone();
            after.take(&Happened { at, by: "account:9".to_owned(), event: event(word) });
            let answer = match before.check(&event(word), at) {
                Ok(()) => print(&after, at),
                Err(reason) => {
                    assert_eq!(before, after, "{name}, {word}");
                    format!("no: {reason}")
                }
            };
            text += &format!("  {word:<22} {answer}\n");
        }
    }
    expect![[r#"
        off: off       days -  who knows whom off analytics off in force none read for none
          enable                 awaiting  days 14 who knows whom on  analytics on  in force none read for none
          disable                no: relationship intelligence is off; an administrator has to turn it on first
          everybody              no: relationship intelligence is off; an administrator has to turn it on first
          sales                  no: relationship intelligence is off; an administrator has to turn it on first
          nobody                 no: choose at least one role, or everybody
          both_off               no: relationship intelligence is off; an administrator has to turn it on first
          analytics_off          no: relationship intelligence is off; an administrator has to turn it on first
          both_on                no: relationship intelligence is off; an administrator has to turn it on first
          give                   no: relationship intelligence is off; an administrator has to turn it on first
          give_identifiable      no: relationship intelligence is off; an administrator has to turn it on first
          give_nothing           no: relationship intelligence is off; an administrator has to turn it on first
          give_opt_in            no: relationship intelligence is off; an administrator has to turn it on first
          exclude                off       days -  who knows whom off analytics off in force none read for none
          exclude_none           off       days -  who knows whom off analytics off in force none read for none
          withdraw               no: none of this is consented to, so there is nothing to withdraw
          withdraw_identifiable  no: none of this is consented to, so there is nothing to withdraw
          withdraw_nothing       no: name at least one kind of insight
          rows_gone              no: nothing of this was withdrawn that is not gone already
          files_gone             no: nothing of this was withdrawn that is not gone already
        awaiting: awaiting  days 10 who knows whom on  analytics on  in force none read for none
          enable                 no: relationship intelligence is on already
          disable                off       days -  who knows whom off analytics off in force none read for none
          everybody              awaiting  days 10 who knows whom on  analytics on  in force none read for none
          sales                  awaiting  days 10 who knows whom on  analytics on  in force none read for none
          nobody                 no: choose at least one role, or everybody
          both_off               awaiting  days 10 who knows whom off analytics off in force none read for none
          analytics_off          awaiting  days 10 who knows whom on  analytics off in force none read for none
          both_on                awaiting  days 10 who knows whom on  analytics on  in force none read for none
          give                   consented days -  who knows whom on  analytics on  in force all read for all
          give_identifiable      consented days -  who knows whom on  analytics on  in force identifiable read for identifiable
          give_nothing           no: name at least one kind of insight
          give_opt_in            consented days -  who knows whom on  analytics on  in force identifiable read for identifiable
          exclude                awaiting  days 10 who knows whom on  analytics on  in force none read for none
          exclude_none           awaiting  days 10 who knows whom on  analytics on  in force none read for none
          withdraw               no: none of this is consented to, so there is nothing to withdraw
          withdraw_identifiable  no: none of this is consented to, so there is nothing to withdraw
          withdraw_nothing       no: name at least one kind of insight
          rows_gone              no: nothing of this was withdrawn that is not gone already
          files_gone             no: nothing of this was withdrawn that is not gone already
        lapsed: lapsed    days -  who knows whom off analytics off in force none read for none
          enable                 awaiting  days 14 who knows whom on  analytics on  in force none read for none
          disable                off       days -  who knows whom off analytics off in force none read for none
          everybody              no: relationship intelligence turned itself off because nobody consented within 14 days; an administrator has to turn it on again first
          sales                  no: relationship intelligence turned itself off because nobody consented within 14 days; an administrator has to turn it on again first
          nobody                 no: choose at least one role, or everybody
          both_off               no: relationship intelligence turned itself off because nobody consented within 14 days; an administrator has to turn it on again first
          analytics_off          no: relationship intelligence turned itself off because nobody consented within 14 days; an administrator has to turn it on again first
          both_on                no: relationship intelligence turned itself off because nobody consented within 14 days; an administrator has to turn it on again first
          give                   no: relationship intelligence turned itself off because nobody consented within 14 days; an administrator has to turn it on again first
          give_identifiable      no: relationship intelligence turned itself off because nobody consented within 14 days; an administrator has to turn it on again first
          give_nothing           no: relationship intelligence turned itself off because nobody consented within 14 days; an administrator has to turn it on again first
          give_opt_in            no: relationship intelligence turned itself off because nobody consented within 14 days; an administrator has to turn it on again first
          exclude                lapsed    days -  who knows whom off analytics off in force none read for none
          exclude_none           lapsed    days -  who knows whom off analytics off in force none read for none
          withdraw               no: none of this is consented to, so there is nothing to withdraw
          withdraw_identifiable  no: none of this is consented to, so there is nothing to withdraw
          withdraw_nothing       no: name at least one kind of insight
          rows_gone              no: nothing of this was withdrawn that is not gone already
          files_gone             no: nothing of this was withdrawn that is not gone already
        consented: consented days -  who knows whom on  analytics on  in force identifiable read for identifiable
          enable                 no: relationship intelligence is on already
          disable                off       days -  who knows whom off analytics off in force none read for none
          everybody              consented days -  who knows whom on  analytics on  in force identifiable read for identifiable
          sales                  consented days -  who knows whom on  analytics on  in force identifiable read for identifiable
          nobody                 no: choose at least one role, or everybody
          both_off               consented days -  who knows whom off analytics off in force identifiable read for none
          analytics_off          consented days -  who knows whom on  analytics off in force identifiable read for identifiable
          both_on                consented days -  who knows whom on  analytics on  in force identifiable read for identifiable
          give                   consented days -  who knows whom on  analytics on  in force all read for all
          give_identifiable      consented days -  who knows whom on  analytics on  in force identifiable read for identifiable
          give_nothing           no: name at least one kind of insight
          give_opt_in            consented days -  who knows whom on  analytics on  in force identifiable read for identifiable
          exclude                consented days -  who knows whom on  analytics on  in force identifiable read for identifiable
          exclude_none           consented days -  who knows whom on  analytics on  in force identifiable read for identifiable
          withdraw               withdrawn days -  who knows whom off analytics off in force none read for none
          withdraw_identifiable  withdrawn days -  who knows whom off analytics off in force none read for none
          withdraw_nothing       no: name at least one kind of insight
          rows_gone              no: nothing of this was withdrawn that is not gone already
          files_gone             no: nothing of this was withdrawn that is not gone already
        consented, then off: off       days -  who knows whom off analytics off in force none read for none
          enable                 consented days -  who knows whom on  analytics on  in force identifiable read for identifiable
          disable                no: relationship intelligence is off; an administrator has to turn it on first
          everybody              no: relationship intelligence is off; an administrator has to turn it on first
          sales                  no: relationship intelligence is off; an administrator has to turn it on first
          nobody                 no: choose at least one role, or everybody
          both_off               no: relationship intelligence is off; an administrator has to turn it on first
          analytics_off          no: relationship intelligence is off; an administrator has to turn it on first
          both_on                no: relationship intelligence is off; an administrator has to turn it on first
          give                   no: relationship intelligence is off; an administrator has to turn it on first
          give_identifiable      no: relationship intelligence is off; an administrator has to turn it on first
          give_nothing           no: relationship intelligence is off; an administrator has to turn it on first
          give_opt_in            no: relationship intelligence is off; an administrator has to turn it on first
          exclude                off       days -  who knows whom off analytics off in force none read for none
          exclude_none           off       days -  who knows whom off analytics off in force none read for none
          withdraw               off       days -  who knows whom off analytics off in force none read for none
          withdraw_identifiable  off       days -  who knows whom off analytics off in force none read for none
          withdraw_nothing       no: name at least one kind of insight
          rows_gone              no: nothing of this was withdrawn that is not gone already
          files_gone             no: nothing of this was withdrawn that is not gone already
        withdrawn: withdrawn days -  who knows whom off analytics off in force none read for none
          enable                 no: relationship intelligence is on already
          disable                off       days -  who knows whom off analytics off in force none read for none
          everybody              withdrawn days -  who knows whom off analytics off in force none read for none
          sales                  withdrawn days -  who knows whom off analytics off in force none read for none
          nobody                 no: choose at least one role, or everybody
          both_off               withdrawn days -  who knows whom off analytics off in force none read for none
          analytics_off          withdrawn days -  who knows whom off analytics off in force none read for none
          both_on                withdrawn days -  who knows whom off analytics off in force none read for none
          give                   no: what was stored until the consent was withdrawn is still being erased; consent again once the rows are gone
          give_identifiable      no: what was stored until the consent was withdrawn is still being erased; consent again once the rows are gone
          give_nothing           no: name at least one kind of insight
          give_opt_in            no: what was stored until the consent was withdrawn is still being erased; consent again once the rows are gone
          exclude                withdrawn days -  who knows whom off analytics off in force none read for none
          exclude_none           withdrawn days -  who knows whom off analytics off in force none read for none
          withdraw               no: none of this is consented to, so there is nothing to withdraw
          withdraw_identifiable  no: none of this is consented to, so there is nothing to withdraw
          withdraw_nothing       no: name at least one kind of insight
          rows_gone              withdrawn days -  who knows whom off analytics off in force none read for none
          files_gone             no: nothing of this was withdrawn that is not gone already
        withdrawn, rows gone: withdrawn days -  who knows whom off analytics off in force none read for none
          enable                 no: relationship intelligence is on already
          disable                off       days -  who knows whom off analytics off in force none read for none
          everybody              withdrawn days -  who knows whom off analytics off in force none read for none
          sales                  withdrawn days -  who knows whom off analytics off in force none read for none
          nobody                 no: choose at least one role, or everybody
          both_off               withdrawn days -  who knows whom off analytics off in force none read for none
          analytics_off          withdrawn days -  who knows whom off analytics off in force none read for none
          both_on                withdrawn days -  who knows whom off analytics off in force none read for none
          give                   consented days -  who knows whom on  analytics on  in force all read for all
          give_identifiable      consented days -  who knows whom on  analytics on  in force identifiable read for identifiable
          give_nothing           no: name at least one kind of insight
          give_opt_in            consented days -  who knows whom on  analytics on  in force identifiable read for identifiable
          exclude                withdrawn days -  who knows whom off analytics off in force none read for none
          exclude_none           withdrawn days -  who knows whom off analytics off in force none read for none
          withdraw               no: none of this is consented to, so there is nothing to withdraw
          withdraw_identifiable  no: none of this is consented to, so there is nothing to withdraw
          withdraw_nothing       no: name at least one kind of insight
          rows_gone              no: nothing of this was withdrawn that is not gone already
          files_gone             withdrawn days -  who knows whom off analytics off in force none read for none
    "#]].assert_eq(&text);
}

#[test]
fn after_fourteen_days_without_consent_it_turns_itself_off_to_the_second() {
    check(
        "2026-03-01T12:00 enable",
        &["2026-03-01T12:00", "2026-03-02T11:59", "2026-03-14T12:00", "2026-03-15T11:59:59", "2026-03-15T12:00"],
        expect![[r#"
            2026-03-01T12:00 awaiting  days 14 who knows whom on  analytics on  in force none read for none
            2026-03-02T11:59 awaiting  days 14 who knows whom on  analytics on  in force none read for none
            2026-03-14T12:00 awaiting  days 1  who knows whom on  analytics on  in force none read for none
            2026-03-15T11:59:59 awaiting  days 1  who knows whom on  analytics on  in force none read for none
            2026-03-15T12:00 lapsed    days -  who knows whom off analytics off in force none read for none
        "#]],
    );
}

#[test]
fn a_consent_in_time_stands_for_good_and_one_too_late_needs_it_turned_on_again() {
    check(
        "2026-03-01 enable
         2026-03-14T23:59:59 give",
        &["2026-03-15", "2027-03-15"],
        expect![[r#"
            2026-03-15 consented days -  who knows whom on  analytics on  in force all read for all
            2027-03-15 consented days -  who knows whom on  analytics on  in force all read for all
        "#]],
    );
    check(
        "2026-03-01 enable
         2026-03-15 give",
        &["2026-03-15"],
        expect![[r#"
            2026-03-15 lapsed    days -  who knows whom off analytics off in force none read for none
        "#]],
    );
    check(
        "2026-03-01 enable
         2026-03-15 enable
         2026-03-20 give",
        &["2026-03-20"],
        expect![[r#"
            2026-03-20 consented days -  who knows whom on  analytics on  in force all read for all
        "#]],
    );
}

#[test]
fn a_withdrawal_is_out_of_sight_at_once_and_gone_in_time() {
    let story = "2026-03-01 enable
         2026-03-02 give
         2026-04-01T10:00 withdraw_identifiable";
    let withdrawn = Enabling::of(&events(story));
    let at = |it: &str| notation::moment(it);
    assert!(!withdrawn.in_force().contains(&Insights::Identifiable));
    let withdrawal = withdrawn.kind(Insights::Identifiable).withdrawal.clone().unwrap();
    let expected =
        Deadlines { out_of_sight: at("2026-04-01T10:00"), rows: at("2026-04-02T10:00"), files: at("2026-04-09T10:00") };
    assert_eq!(withdrawal.deadlines(7), expected);
    assert_eq!(withdrawal.deadlines(90).files, at("2026-05-01T10:00"));
    assert_eq!(withdrawn.to_erase(), BTreeSet::from([Insights::Identifiable]));

    let erased = Enabling::of(&events(&format!("{story}\n2026-04-01T10:05 rows_gone\n2026-04-08T11:00 files_gone")));
    let withdrawal = erased.kind(Insights::Identifiable).withdrawal.clone().unwrap();
    assert_eq!(withdrawal.deadlines(7).files, at("2026-04-08T10:05"));
    assert_eq!(withdrawal.rows_gone, Some(at("2026-04-01T10:05")));
    assert_eq!(withdrawal.files_gone, Some(at("2026-04-08T11:00")));
    assert!(erased.to_erase().is_empty());
}

#[test]
fn consenting_again_starts_anew() {
    let story = "2026-03-01 enable
         2026-03-02 give_opt_in
         2026-04-01 withdraw
         2026-04-02 rows_gone
         2026-04-03 give_identifiable";
    let enabling = Enabling::of(&events(story));
    let granted = enabling.kind(Insights::Identifiable).granted.clone().unwrap();
    assert_eq!(granted.at, notation::moment("2026-04-03"));
    assert_eq!((enabling.mode(), enabling.excluded().len()), (Mode::OptOut, 0));
    check(
        story,
        &["2026-04-03", "2027-04-03"],
        expect![[r#"
        2026-04-03 consented days -  who knows whom on  analytics on  in force identifiable read for identifiable
        2027-04-03 consented days -  who knows whom on  analytics on  in force identifiable read for identifiable
    "#]],
    );
}

#[test]
fn what_is_switched_off_is_no_purpose() {
    check(
        "2026-03-01 enable
         2026-03-02 give_identifiable
         2026-03-03 both_off",
        &["2026-03-03"],
        expect![[r#"
            2026-03-03 consented days -  who knows whom off analytics off in force identifiable read for none
        "#]],
    );
    check(
        "2026-03-01 enable
         2026-03-02 give
         2026-03-03 both_off
         2026-03-04 analytics_off",
        &["2026-03-04"],
        expect![[r#"
            2026-03-04 consented days -  who knows whom on  analytics off in force all read for all
        "#]],
    );
}

#[test]
fn the_history_says_who_did_what_when() {
    let story = "2026-01-01 enable
         2026-01-01 sales
         2026-03-01 enable
         2026-03-01 everybody
         2026-03-02 give_opt_in
         2026-03-03 exclude
         2026-03-04 exclude_none
         2026-03-05 analytics_off
         2026-03-05 both_off
         2026-04-01 withdraw
         2026-04-01T00:05 rows_gone
         2026-04-08 files_gone
         2026-05-01 disable
         2026-06-01 enable";
    let name = |it: &GroupId| format!("“{}”", it.0);
    let told = history(&events(story), notation::moment("2026-07-01"), &name);
    let day = |it: Timestamp| it.strftime("%Y-%m-%d").to_string();
    let text: Vec<String> = told.into_iter().map(|it| format!("{} {}: {}\n", day(it.at), it.by, it.what)).collect();
    expect![[r#"
        2026-06-15 relata: Nobody consented within 14 days, so relationship intelligence turned itself off. What the CRM holds is still shown.
        2026-06-01 account:2: Relationship intelligence was turned on. Nothing is read from mailboxes before somebody consents; without consent within 14 days it turns itself off.
        2026-05-01 account:1: Relationship intelligence was turned off. Nothing more is read from mailboxes, and nothing that came from mailboxes is shown. What is stored stays until the consent is withdrawn.
        2026-04-08 account:2: The last file with anything stored for insights for each user, aggregated insights and identifiable insights is gone.
        2026-04-01 account:1: Everything stored for insights for each user, aggregated insights and identifiable insights is out of the database and the log.
        2026-04-01 account:2: The consent to insights for each user, aggregated insights and identifiable insights was withdrawn. It was out of sight at once; it is out of the database within 24 hours, and out of all files within 30 days.
        2026-03-05 account:1: Who knows whom and the mailbox part of relationship analytics were switched off. Mailboxes are not read for them.
        2026-03-05 account:2: Who knows whom is switched on; the mailbox part of relationship analytics is switched off.
        2026-03-04 account:1: No group is left out any more.
        2026-03-03 account:2: The group “legal” is left out. Nothing is collected about anybody while they are a member. What was collected about them before is erased too.
        2026-03-02 account:1: The organisation consented to identifiable insights (text 1). Colleagues take part only after they opt in. The group “board” is left out.
        2026-03-01 account:2: The mailboxes of all colleagues may be used, as far as consent reaches.
        2026-03-01 account:1: Relationship intelligence was turned on. Nothing is read from mailboxes before somebody consents; without consent within 14 days it turns itself off.
        2026-01-15 relata: Nobody consented within 14 days, so relationship intelligence turned itself off. What the CRM holds is still shown.
        2026-01-01 account:2: Only the mailboxes of salespeople may be used.
        2026-01-01 account:1: Relationship intelligence was turned on. Nothing is read from mailboxes before somebody consents; without consent within 14 days it turns itself off.
    "#]].assert_eq(&text.concat());
}

#[test]
fn an_event_is_one_line_that_leads_back_to_it() {
    let text: String = WORDS.map(|it| format!("{it}: {}\n", event(it).to_text())).concat();
    expect![[r#"
        enable: enabled
        disable: disabled
        everybody: contributors_chosen everybody
        sales: contributors_chosen roles=salesperson
        nobody: contributors_chosen roles=
        both_off: features_switched who_knows_whom=off analytics=off
        analytics_off: features_switched who_knows_whom=on analytics=off
        both_on: features_switched who_knows_whom=on analytics=on
        give: consent_given insights=for_each_user,aggregated,identifiable mode=opt_out text=1
        give_identifiable: consent_given insights=identifiable mode=opt_out text=1
        give_nothing: consent_given insights= mode=opt_out text=1
        give_opt_in: consent_given insights=identifiable mode=opt_in text=1	board
        exclude: groups_excluded erase_past=yes	legal
        exclude_none: groups_excluded erase_past=no
        withdraw: withdrawn insights=for_each_user,aggregated,identifiable
        withdraw_identifiable: withdrawn insights=identifiable
        withdraw_nothing: withdrawn insights=
        rows_gone: rows_gone insights=for_each_user,aggregated,identifiable
        files_gone: files_gone insights=for_each_user,aggregated,identifiable
    "#]]
    .assert_eq(&text);
    for word in WORDS {
        assert_eq!(Event::from_text(&event(word).to_text()), Ok(event(word)));
    }
    for text in
        ["", "granted", "withdrawn", "withdrawn insights=gold", "consent_given insights=aggregated mode=x text=1"]
    {
        assert_eq!(Event::from_text(text), Err(NoEvent(text.to_owned())));
    }
}

/// Events at random, hours apart, in any order.
fn random_events() -> impl Strategy<Value = Vec<Happened>> {
    let one = (0..WORDS.len(), 0_i64..24 * 20);
    prop::collection::vec(one, 0..40).prop_map(|all| {
        let mut at = notation::moment("2026-01-01").as_second();
        let happened = all.into_iter().map(|(word, hours)| {
            at += hours * 3_600;
            Happened { at: moment(at), by: format!("account:{word}"), event: event(WORDS[word]) }
        });
        happened.collect()
    })
}

fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

proptest! {
    /// Without a purpose nothing of a mailbox is admitted; and there is one only while a consent stands.
    #[test]
    fn without_a_purpose_nothing_is_admitted(events in random_events(), hours in 0_i64..24 * 40) {
        let enabling = Enabling::of(&events);
        let last = events.last().map_or(0, |it| it.at.as_second());
        let now = moment(last + hours * 3_600);
        let directory = notation::directory("amber@us");
        let mail = notation::interactions("2026-03-02 email amber@us -> lea@acme", &directory);
        let (admitted, _) = Consent::to(enabling.purposes()).admit(mail, &directory, None);
        prop_assert_eq!(admitted.interactions().is_empty(), enabling.purposes().is_empty());
        if enabling.stage(now) != Stage::Consented {
            prop_assert!(enabling.purposes().is_empty() && enabling.in_force().is_empty());
        }
    }

    /// It lapses exactly 14 days after it was turned on, and only if nobody consented since.
    #[test]
    fn it_lapses_after_fourteen_days_and_not_a_second_before(events in random_events()) {
        let enabling = Enabling::of(&events);
        if let Some(lapses_at) = enabling.lapses_at() {
            let enabled_at = enabling.enabled().unwrap().at;
            prop_assert_eq!(lapses_at.as_second() - enabled_at.as_second(), 14 * 86_400);
            let before = moment(lapses_at.as_second() - 1);
            prop_assert_eq!(enabling.stage(before), Stage::Awaiting);
            prop_assert_eq!(enabling.days_left(before), Some(1));
            prop_assert_eq!(enabling.features(before).who_knows_whom, enabling.features(enabled_at).who_knows_whom);
            prop_assert_eq!(enabling.stage(lapses_at), Stage::Lapsed);
            prop_assert_eq!(enabling.days_left(lapses_at), None);
            prop_assert_eq!(enabling.features(lapses_at), Features::OFF);
        }
    }

    /// A withdrawal leaves nothing in force, and what it withdrew has its deadlines.
    #[test]
    fn a_withdrawal_never_leaves_anything_in_force(events in random_events()) {
        let mut events = events;
        let before = Enabling::of(&events);
        let at = events.last().map_or(moment(0), |it| it.at);
        events.push(Happened { at, by: "account:1".to_owned(), event: event("withdraw") });
        let after = Enabling::of(&events);
        prop_assert!(after.in_force().is_empty() && after.purposes().is_empty());
        for kind in before.in_force() {
            let withdrawal = after.kind(kind).withdrawal.clone().unwrap();
            prop_assert_eq!(withdrawal.stamp.at, at);
            prop_assert_eq!(withdrawal.rows_gone, None);
            let deadlines = withdrawal.deadlines(7);
            prop_assert!(deadlines.rows.as_second() - at.as_second() <= 86_400);
            prop_assert!(deadlines.files.as_second() - at.as_second() <= 30 * 86_400);
        }
    }

    /// What is consented to once nothing stands and all is erased, stands as if it had been for the first time.
    #[test]
    fn consenting_again_is_like_consenting_for_the_first_time(events in random_events()) {
        let mut events = events;
        let at = events.last().map_or(moment(0), |it| it.at);
        let first = events.len();
        for word in ["withdraw", "rows_gone", "disable", "enable", "give_opt_in"] {
            events.push(Happened { at, by: "account:1".to_owned(), event: event(word) });
        }
        let again = Enabling::of(&events);
        let anew = Enabling::of(&events[first..]);
        prop_assert_eq!(again.in_force(), anew.in_force());
        prop_assert_eq!(again.stage(at), Stage::Consented);
        prop_assert_eq!((again.mode(), again.excluded()), (anew.mode(), anew.excluded()));
        prop_assert_eq!(again.features(at), anew.features(at));
        prop_assert_eq!(&again.kind(Insights::Identifiable).granted, &anew.kind(Insights::Identifiable).granted);
    }

    /// Wherever an organisation stands, there are steps to any consent.
    #[test]
    fn steps_lead_to_the_consent_that_is_wanted(
        events in random_events(),
        wanted in prop::collection::btree_set((0..3_usize).prop_map(|it| Insights::ALL[it]), 0..4),
    ) {
        let mut events = events;
        let at = events.last().map_or(moment(0), |it| it.at);
        events.push(Happened { at, by: "account:1".to_owned(), event: event("withdraw") });
        events.push(Happened { at, by: "relata".to_owned(), event: event("rows_gone") });
        let steps = Enabling::of(&events).steps_to(wanted.clone(), at, "demo");
        events.extend(steps);
        prop_assert_eq!(Enabling::of(&events).in_force(), wanted);
    }

    /// The history has every event with its moment and who, and nothing disappears from it.
    #[test]
    fn the_history_holds_everything(events in random_events()) {
        let now = moment(events.last().map_or(0, |it| it.at.as_second()) + 100 * 86_400);
        let told = history(&events, now, &|it| it.0.clone());
        for it in &events {
            prop_assert!(told.iter().any(|told| (told.at, &told.by) == (it.at, &it.by)));
        }
        let lapses = told.iter().filter(|it| it.by == "relata").count();
        prop_assert_eq!(told.len(), events.len() + lapses);
        prop_assert!(told.is_sorted_by(|one, other| one.at >= other.at));
    }

    /// What the store keeps leads to the same state.
    #[test]
    fn texts_lead_to_the_same_state(events in random_events()) {
        let read = events.iter().map(|it| Happened {
            event: Event::from_text(&it.event.to_text()).unwrap(),
            ..it.clone()
        });
        prop_assert_eq!(Enabling::of(&read.collect::<Vec<_>>()), Enabling::of(&events));
    }
}
