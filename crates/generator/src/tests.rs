//! What must hold of every organisation, whatever its size and seed.

use std::collections::{HashMap, HashSet};

use expect_test::expect;
use jiff::civil::date;
use proptest::prelude::*;
use relata_model::{Address, Role, Standing};

use crate::{Day, Person, Shares, Size, Sort, World};

fn world(size: Size, seed: u64) -> World {
    World::new(size, Shares::default(), seed, date(2026, 11, 22)).unwrap()
}

fn middle() -> World {
    world(Size { colleagues: 300, contacts: 6_000, emails_a_month: 40_000, months: 3 }, 7)
}

fn sizes() -> impl Strategy<Value = Size> {
    (2_u32..60, 8_u32..500, 0_u32..2_000, 1_u32..4).prop_map(|(colleagues, contacts, emails_a_month, months)| Size {
        colleagues,
        contacts,
        emails_a_month,
        months,
    })
}

/// Events come in order, and their people are there.
fn check_events(world: &World) -> Result<(), TestCaseError> {
    let mut last = 0;
    for day in world.days() {
        for (event, people) in day.iter() {
            prop_assert!(event.at >= last && event.at.div_euclid(86_400) == day.day);
            last = event.at;
            let everybody: HashSet<Person> = people.iter().map(|it| it.person()).collect();
            prop_assert!(people.len() >= 2 && everybody.len() == people.len());
            prop_assert!(everybody.iter().all(|it| it.0 < world.people()));
            prop_assert!(everybody.iter().any(|it| world.is_colleague(*it)));
            prop_assert!(people[0].role().starts() && !people[1..].iter().any(|it| it.role().starts()));
            let sender = people[0].person();
            prop_assert!(!world.is_colleague(sender) || world.works(sender, day.day));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_same_seed_gives_the_same_and_months_alone_are_months_in_sequence(size in sizes(), seed: u64) {
        let (one, other) = (world(size, seed), world(size, seed));
        let all: Vec<Day> = one.days().collect();
        let alone: Vec<Day> = (0..size.months).rev().map(|it| other.days_of(it).collect::<Vec<_>>()).rev().flatten().collect();
        prop_assert_eq!(all, alone);
    }

    #[test]
    fn events_come_in_order_and_their_people_are_there(size in sizes(), seed: u64) {
        check_events(&world(size, seed))?;
    }

    #[test]
    fn answers_come_after_what_they_answer_and_from_who_was_asked(size in sizes(), seed: u64) {
        let world = world(size, seed);
        let mut mails = HashMap::new();
        for day in world.days() {
            for (event, people) in day.iter().filter(|it| it.0.sort == Sort::Email) {
                if let Some(number) = event.answered() {
                    let asked: &(i64, Vec<Person>) = &mails[&(event.thread, number)];
                    prop_assert!(asked.0 < event.at && asked.1[1..].contains(&people[0].person()));
                    prop_assert_eq!(people[1].person(), asked.1[0]);
                }
                let all = people.iter().map(|it| it.person()).collect();
                prop_assert!(mails.insert((event.thread, event.number), (event.at, all)).is_none());
            }
        }
    }
}

/// Somebody outside goes on meeting those of the same company; what nobody at home sees is not made.
#[test]
fn a_series_ends_when_the_last_colleague_in_it_has_left() {
    let size = Size { colleagues: 11, contacts: 8, emails_a_month: 544, months: 3 };
    check_events(&world(size, 2_455_350_286_947_853_590)).unwrap();
}

#[test]
fn traffic_is_made_of_what_was_asked_for() {
    let (world, shares) = (middle(), Shares::default());
    let mut count: HashMap<&str, f64> = HashMap::new();
    for day in world.days() {
        for (event, people) in day.iter() {
            let mut note = |what| *count.entry(what).or_default() += 1.0;
            match event.sort {
                Sort::Meeting if event.is_in_series() => note("in series"),
                Sort::Meeting => note("meetings"),
                Sort::Call => note("calls"),
                _ => note("emails"),
            }
            match event.sort {
                Sort::Newsletter => note("newsletters"),
                Sort::Machine => note("machines"),
                Sort::Email if event.answered().is_some() => note("replies"),
                Sort::Email => {
                    note("first");
                    if people.iter().any(|it| it.role() == Role::Cc) {
                        note("copied");
                    }
                    if people[..2].iter().all(|it| world.is_colleague(it.person())) {
                        note("internal");
                    }
                }
                _ => {}
            }
        }
    }
    let near = |what: &str, of: &str, share: f64| {
        let found = count[what] / count[of];
        assert!((found / share - 1.0).abs() < 0.1, "{what}: {found:.3}, not {share:.3}");
    };
    near("replies", "emails", shares.replies);
    near("newsletters", "emails", shares.newsletters);
    near("machines", "emails", shares.machines);
    near("copied", "first", shares.copied);
    near("internal", "first", shares.internal);
    near("meetings", "emails", shares.meetings / 2.0);
    near("in series", "emails", shares.meetings / 2.0);
    near("calls", "emails", shares.calls);
    // The last month ends on the 22nd, a Sunday.
    let (emails, months) = (count["emails"], 2.0 + 15.56 / 21.72);
    assert!((emails / (40_000.0 * months) - 1.0).abs() < 0.05, "{emails}");
}

#[test]
fn few_pairs_hold_most_of_the_mail() {
    let world = middle();
    let mut pairs: HashMap<(Person, Person), u64> = HashMap::new();
    for day in world.days() {
        for (_, people) in day.iter().filter(|it| it.0.sort == Sort::Email) {
            let (one, other) = (people[0].person(), people[1].person());
            if world.is_colleague(one) != world.is_colleague(other) {
                *pairs.entry((one.min(other), one.max(other))).or_default() += 1;
            }
        }
    }
    let mut counts: Vec<u64> = pairs.into_values().collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    let top = counts[..counts.len() / 100].iter().sum::<u64>() as f64 / counts.iter().sum::<u64>() as f64;
    assert!(top > 0.12, "one pair in a hundred holds {top:.3} of the mail");
}

#[test]
fn whom_somebody_writes_with_changes_over_the_years() {
    let world = world(Size { colleagues: 100, contacts: 5_000, emails_a_month: 20_000, months: 13 }, 7);
    let known = |month: u32| -> HashMap<(Person, Person), u64> {
        let mut known = HashMap::new();
        for day in world.days_of(month) {
            for (_, people) in day.iter().filter(|it| it.0.sort == Sort::Email && it.0.number == 0) {
                *known.entry((people[0].person(), people[1].person())).or_default() += 1;
            }
        }
        known
    };
    let kept = |one: &HashMap<(Person, Person), u64>, other: &HashMap<(Person, Person), u64>| {
        let strong: Vec<_> = one.iter().filter(|it| *it.1 >= 5).collect();
        strong.iter().filter(|it| other.contains_key(it.0)).count() as f64 / strong.len() as f64
    };
    let (first, next, last) = (known(0), known(1), known(11));
    assert!(kept(&first, &next) > 0.8, "{}", kept(&first, &next));
    assert!(kept(&first, &last) < 0.8, "{}", kept(&first, &last));
}

#[test]
fn nobody_shares_an_address() {
    let world = world(Size { colleagues: 400, contacts: 20_000, emails_a_month: 1, months: 12 }, 7);
    let all: HashSet<Address> = (0..world.people()).map(|it| world.address(Person(it))).collect();
    assert_eq!(all.len(), world.people() as usize);
    assert!(all.iter().all(|it| it.domain().ends_with(".example")));
    let entries: Vec<_> = world.colleagues().map(|it| world.entry(it)).collect();
    assert!(entries.iter().flat_map(|it| &it.aliases).all(|it| !all.contains(it)));
    let left = entries.iter().filter(|it| it.standing == Standing::Left).count();
    assert!((20..80).contains(&left), "{left} of 400 have left in a year");
}

#[test]
fn a_day_begins_so() {
    let world = world(Size { colleagues: 5, contacts: 20, emails_a_month: 60, months: 1 }, 7);
    let day = world.days().find(|it| it.len() > 4).unwrap();
    let mut text = String::new();
    for (event, people) in day.iter() {
        let at = jiff::Timestamp::from_second(event.at).unwrap();
        text += &format!("{at} {:?} {:x}.{}", event.sort, event.thread, event.number);
        for it in people {
            text += &format!(" {:?} {}", it.role(), world.address(it.person()).as_str());
        }
        text += "\n";
    }
    expect![[r#"
        2026-11-04T00:07:52Z Newsletter 511900000002.0 From updates0@harborfoods.example To nils.kowalski2@home.example
        2026-11-04T09:01:11Z Email 511800000000.1 From nils.kowalski2@home.example To lars.tanaka3@home.example
        2026-11-04T10:02:09Z Email 511700000000.3 From wei.novak2@harborfoods.example To nils.kowalski2@home.example
        2026-11-04T12:11:30Z Email 511900000001.0 From lars.tanaka3@home.example To nils.kowalski2@home.example Cc uma.vandijk1@home.example Cc hugo.berger4@home.example
        2026-11-04T12:20:07Z Email 511900000001.1 From nils.kowalski2@home.example To lars.tanaka3@home.example
        2026-11-04T14:41:04Z Email 511900000000.0 From nils.kowalski2@home.example To lars.tanaka3@home.example
        2026-11-04T16:19:10Z Email 511900000000.1 From lars.tanaka3@home.example To nils.kowalski2@home.example
        2026-11-04T16:50:22Z Email 511900000000.2 From nils.kowalski2@home.example To lars.tanaka3@home.example
        2026-11-04T17:57:35Z Email 511700000000.4 From nils.kowalski2@home.example To wei.novak2@harborfoods.example
        2026-11-04T19:10:11Z Email 511900000000.3 From nils.kowalski2@home.example To lars.tanaka3@home.example
    "#]].assert_eq(&text);
}

#[test]
fn what_cannot_be_made_is_refused() {
    let refused = |size: Size| World::new(size, Shares::default(), 1, date(2026, 11, 22)).err().unwrap().0;
    let size = Size { colleagues: 2, contacts: 8, emails_a_month: 1, months: 1 };
    expect!["an organisation has at least 2 colleagues"].assert_eq(refused(Size { colleagues: 1, ..size }));
    expect!["an organisation has at least 8 contacts"].assert_eq(refused(Size { contacts: 7, ..size }));
    expect!["a history has 1 to 120 months"].assert_eq(refused(Size { months: 0, ..size }));
}
