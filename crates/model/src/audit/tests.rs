use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_774_950_000 + second).unwrap()
}

/// A trail of events, one for each number.
fn trail(people: &[i64]) -> Vec<Line> {
    let mut head = Head::EMPTY;
    let line = |(second, person): (usize, &i64)| {
        let event = AuditEvent::new(at(second as i64), "account:7", Action::View)
            .of(of_person(PersonId(*person)))
            .showing([PersonId(*person + 1)])
            .with("total", person);
        let line = head.followed_by(&event);
        head = line.head();
        line
    };
    people.iter().enumerate().map(line).collect()
}

/// Exports a trail, does something to its lines, and reads it again.
fn check(damage: impl Fn(&mut Vec<String>), known: Option<usize>, expected: Expect) {
    let trail = trail(&[3, 5, 8, 13]);
    let mut lines: Vec<String> = trail.iter().map(Line::exported).collect();
    damage(&mut lines);
    let verdict =
        verify(lines.iter().map(|it| Line::parse(it)), known.map(|it| trail[it - 1].head()).into_iter().collect());
    let text = match verdict {
        Verdict::Intact(head) => format!("intact, {} lines", head.count),
        Verdict::Broken { seq, why } => format!("line {seq} {}", why.sentence()),
    };
    expected.assert_eq(&text);
}

#[test]
fn a_line_is_one_json_object() {
    let event = AuditEvent::new(at(0), "account:7", Action::View)
        .of("record:O-1")
        .showing([9, 4, 9].map(PersonId))
        .with("what", "introducers")
        .with("total", 12);
    let line = Head::EMPTY.followed_by(&event);
    expect![[r#"{"seq":1,"at":"2026-03-31T09:40:00Z","actor":"account:7","action":"view","subject":"record:O-1","people":["4","9"],"detail":{"what":"introducers","total":"12"},"previous":"0000000000000000000000000000000000000000000000000000000000000000","hash":"d63be94a8fdc3ec01f59e706dbbd89ad95944e7d7e7a65e3645fd9f7f380f6a8"}"#]].assert_eq(&line.exported());
    assert_eq!(Line::parse(&line.exported()), Some(line));
}

#[test]
fn a_trail_nobody_touched_is_intact() {
    check(|_| (), None, expect!["intact, 4 lines"]);
    check(|_| (), Some(4), expect!["intact, 4 lines"]);
    check(|_| (), Some(2), expect!["intact, 4 lines"]);
    check(Vec::clear, None, expect!["intact, 0 lines"]);
}

#[test]
fn a_changed_line_is_named() {
    check(
        |it| it[1] = it[1].replace("account:7", "account:8"),
        None,
        expect!["line 2 was changed after it was written"],
    );
    check(|it| it[2].push(' '), None, expect!["line 3 is no line of an audit trail"]);
}

#[test]
fn a_removed_line_is_named() {
    check(|it| drop(it.remove(1)), None, expect!["line 2 is missing"]);
    check(|it| drop(it.remove(0)), None, expect!["line 1 is missing"]);
}

#[test]
fn lines_in_another_order_are_named() {
    check(|it| it.swap(1, 2), None, expect!["line 2 is missing"]);
    check(
        |it| it.insert(2, it[1].clone()),
        None,
        expect!["line 3 does not follow the line before it: one of the two was put there"],
    );
}

#[test]
fn a_line_of_another_trail_is_named() {
    let other = trail(&[3, 6, 8, 13]);
    check(
        |it| it[1] = other[1].exported(),
        None,
        expect!["line 3 does not follow the line before it: one of the two was put there"],
    );
}

#[test]
fn what_was_cut_off_or_written_anew_is_found_by_a_head_that_was_kept() {
    check(|it| it.truncate(2), None, expect!["intact, 2 lines"]);
    check(|it| it.truncate(2), Some(4), expect!["line 3 and those after it were removed"]);
    let anew: Vec<String> = trail(&[3, 6, 8, 13]).iter().map(Line::exported).collect();
    check(|it| it.clone_from(&anew), None, expect!["intact, 4 lines"]);
    check(
        |it| it.clone_from(&anew),
        Some(3),
        expect!["line 3 is not the one that was known: the trail was written anew"],
    );
}

#[test]
fn an_event_holds_ids_and_no_address() {
    let event = || AuditEvent::new(at(0), "account:7", Action::View);
    assert_eq!(event().of("record:O-1").with("total", 3).check(), Ok(()));
    assert_eq!(event().of("person:lea@acme.com").check(), Err(NotAnEvent::Address));
    assert_eq!(event().with("to", "lea@acme.com").check(), Err(NotAnEvent::Address));
    assert_eq!(event().of("Lea Berg").check(), Err(NotAnEvent::NoId));
    assert_eq!(AuditEvent { actor: String::new(), ..event() }.check(), Err(NotAnEvent::NoId));
    assert_eq!(AuditEvent { detail: "seen".to_owned(), ..event() }.check(), Err(NotAnEvent::NoObject));
    assert_eq!(AuditEvent { detail: "{\n}".to_owned(), ..event() }.check(), Err(NotAnEvent::NoObject));
    assert_eq!(of_record(&RecordId("O-1".to_owned())), "record:O-1");
    expect!["record:#e00dbc36875e23bf"].assert_eq(&of_record(&RecordId("lea@acme.com".to_owned())));
}

#[test]
fn an_export_ends_with_its_head() {
    let head = trail(&[3])[0].head();
    let signed = Signed { public_key: "a-_9".to_owned(), signature: "b".to_owned() };
    for signed in [None, Some(signed)] {
        assert_eq!(Head::of_closing(&head.closing(signed.as_ref())), Some((head, signed)));
    }
    assert_eq!(Head::of_closing(&trail(&[3])[0].exported()), None);
    assert_eq!(Line::parse(&head.closing(None)), None);
}

#[test]
fn an_export_is_verified_by_itself() {
    let trail = trail(&[3, 5, 8]);
    let whole: Vec<String> = trail.iter().map(Line::exported).chain([trail[2].head().closing(None)]).collect();
    let said = |lines: &[String], known: Vec<Head>| {
        let mut export = VerifyingExport::new(known);
        let verdict = match lines.iter().try_for_each(|it| export.take(it)) {
            Ok(()) => export.end().0,
            Err((seq, why)) => Verdict::Broken { seq, why },
        };
        match verdict {
            Verdict::Intact(head) => format!("intact, {} lines", head.count),
            Verdict::Broken { seq, why } => format!("line {seq} {}", why.sentence()),
        }
    };
    let mut changed = whole.clone();
    changed[1] = changed[1].replace("account:7", "account:8");
    let other = self::trail(&[4, 5, 8]);
    let heads = [
        said(&whole, vec![]),
        said(&whole[..2], vec![]),
        said(&[&whole[..2], &whole[3..]].concat(), vec![]),
        said(&[&whole[..], &whole[..1]].concat(), vec![]),
        said(&changed, vec![]),
        said(&[&whole[..3], &[other[2].head().closing(None)]].concat(), vec![]),
        said(&whole, vec![other[1].head()]),
    ];
    expect![[r#"
        intact, 3 lines
        line 3 and those after it were removed
        line 3 and those after it were removed
        line 4 is no line of an audit trail
        line 2 was changed after it was written
        line 3 is not the one that was known: the trail was written anew
        line 2 is not the one that was known: the trail was written anew"#]]
    .assert_eq(&heads.join("\n"));
}

#[test]
fn names_lead_back_to_actions() {
    assert!(Action::ALL.iter().all(|it| Action::named(it.name()) == Some(*it)));
    assert_eq!(Action::named("viewed"), None);
    assert_eq!(Head::parse(&trail(&[1])[0].head().to_string()), Some(trail(&[1])[0].head()));
}

/// One thing done to a trail.
#[derive(Clone, Debug)]
enum Damage {
    Letter(usize, usize, u8),
    Swap(usize, usize),
    Remove(usize),
    Insert(usize, usize),
    Foreign(usize, i64),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = || 0..1_000_usize;
    prop_oneof![
        (place(), place(), 32_u8..127).prop_map(|(line, letter, byte)| Damage::Letter(line, letter, byte)),
        (place(), place()).prop_map(|(one, other)| Damage::Swap(one, other)),
        place().prop_map(Damage::Remove),
        (place(), place()).prop_map(|(from, to)| Damage::Insert(from, to)),
        (place(), 0..50_i64).prop_map(|(line, person)| Damage::Foreign(line, person)),
    ]
}

fn damaged(lines: &[String], damage: &Damage) -> Vec<String> {
    let (mut lines, count) = (lines.to_vec(), lines.len());
    match damage {
        Damage::Letter(line, letter, byte) => {
            let mut bytes = lines[line % count].clone().into_bytes();
            let letter = letter % bytes.len();
            bytes[letter] = *byte;
            lines[line % count] = String::from_utf8(bytes).unwrap();
        }
        Damage::Swap(one, other) => lines.swap(one % count, other % count),
        Damage::Remove(line) => drop(lines.remove(line % count)),
        Damage::Insert(from, to) => lines.insert(to % (count + 1), lines[from % count].clone()),
        Damage::Foreign(line, person) => {
            // A line of a trail of its own, under the right number: each line by itself is as it should be.
            let numbers: Vec<i64> = (0..count as i64).map(|it| it * 7 + person).collect();
            lines[line % count] = trail(&numbers)[line % count].exported();
        }
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_is_done_to_a_trail_is_found(people in prop::collection::vec(0..50_i64, 1..20), damage in damage()) {
        let trail = trail(&people);
        let lines: Vec<String> = trail.iter().map(Line::exported).collect();
        let head = trail.last().map(Line::head).unwrap();
        prop_assert_eq!(verify(lines.iter().map(|it| Line::parse(it)), vec![head]), Verdict::Intact(head));
        let damaged = damaged(&lines, &damage);
        prop_assume!(damaged != lines);
        let verdict = verify(damaged.iter().map(|it| Line::parse(it)), vec![head]);
        prop_assert!(matches!(verdict, Verdict::Broken { .. }), "{:?} was not found", damage);
    }
}
