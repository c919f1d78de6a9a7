//! Calendars and what becomes of them.

use expect_test::{Expect, expect};

use super::*;

fn window() -> Window {
    Window { from: "2026-01-01T00:00:00Z".parse().unwrap(), to: "2026-12-31T00:00:00Z".parse().unwrap() }
}

/// Shows the meetings of a calendar, a line each.
fn show(events: &str) -> String {
    let text = format!("BEGIN:VCALENDAR\nVERSION:2.0\n{events}END:VCALENDAR\n");
    let lines = meetings(&text, window()).unwrap().into_iter().map(|it| match it.meeting {
        Err(reason) => format!("item {}: {reason}\n", it.item),
        Ok(it) => {
            let people: Vec<String> = it
                .participants
                .iter()
                .map(|who| format!("{:?} {} {:?}", who.role, who.address.local(), who.response))
                .collect();
            let marks = match (it.marks.cancelled, it.marks.private) {
                (true, _) => " cancelled",
                (_, true) => " private",
                _ => "",
            };
            format!("{} {}min of {}{marks}: {}\n", it.at, it.minutes, it.audience, people.join(", "))
        }
    });
    lines.collect()
}

#[track_caller]
fn check(events: &str, expected: Expect) {
    expected.assert_eq(&show(events));
}

fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\n{lines}END:VEVENT\n")
}

const BERLIN: &str = "BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\nDTSTART:19701025T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\n";

#[test]
fn a_meeting_is_who_when_and_how_long() {
    check(
        &event(
            "UID:1\nDTSTART;TZID=Europe/Berlin:20260302T100000\nDTEND;TZID=Europe/Berlin:20260302T104500\nSUMMARY:x\nORGANIZER;CN=Amber:mailto:amber@contoso.com\nATTENDEE;PARTSTAT=ACCEPTED:MAILTO:lea@acme.com\nATTENDEE;PARTSTAT=DECLINED;ROLE=OPT-PARTICIPANT:mailto:max@acme.com\nATTENDEE;CUTYPE=ROOM:mailto:room@contoso.com\nATTENDEE;PARTSTAT=ACCEPTED:mailto:amber@contoso.com\nATTENDEE;ROLE=NON-PARTICIPANT:mailto:fyi@acme.com\nATTENDEE;EMAIL=tim@acme.com:urn:uuid:1\nATTENDEE:invalid:nomail\n",
        ),
        expect![[r#"
            2026-03-02T09:00:00Z 45min of 5: Organiser amber Accepted, Required lea Accepted, Optional max Declined, Resource room None, Required tim None
        "#]],
    );
}

#[test]
fn days_without_a_clock_have_no_minutes() {
    check(
        &event("UID:1\nDTSTART;VALUE=DATE:20260302\nDTEND;VALUE=DATE:20260304\nORGANIZER:mailto:a@contoso.com\n"),
        expect![[r#"
        2026-03-02T00:00:00Z 0min of 1: Organiser a None
    "#]],
    );
    check(
        &event("UID:1\nDTSTART:20260302T100000Z\nDURATION:PT30M\nORGANIZER:mailto:a@contoso.com\n"),
        expect![[r#"
        2026-03-02T10:00:00Z 30min of 1: Organiser a None
    "#]],
    );
    check(
        &event("UID:1\nDTSTART:20260302T100000Z\nDTEND:20260302T090000Z\nORGANIZER:mailto:a@contoso.com\n"),
        expect![[r#"
        2026-03-02T10:00:00Z 0min of 1: Organiser a None
    "#]],
    );
}

#[test]
fn a_series_keeps_its_hour_when_clocks_change() {
    let weekly = event(
        "UID:1\nDTSTART;TZID=Europe/Berlin:20260322T090000\nDTEND;TZID=Europe/Berlin:20260322T093000\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=Europe/Berlin:20260405T090000\nORGANIZER:mailto:a@contoso.com\n",
    );
    check(
        &format!("{BERLIN}{weekly}"),
        expect![[r#"
        2026-03-22T08:00:00Z 30min of 1: Organiser a None
        2026-03-29T07:00:00Z 30min of 1: Organiser a None
    "#]],
    );
    check(
        &weekly.replace("Europe/Berlin", "W. Europe Standard Time"),
        expect![[r#"
        2026-03-22T08:00:00Z 30min of 1: Organiser a None
        2026-03-29T07:00:00Z 30min of 1: Organiser a None
    "#]],
    );
}

#[test]
fn moved_and_cancelled_occurrences_stay_the_same_occurrence() {
    let series = event(
        "UID:1\nSEQUENCE:0\nDTSTART:20260302T100000Z\nDTEND:20260302T103000Z\nRRULE:FREQ=DAILY;COUNT=3\nORGANIZER:mailto:a@contoso.com\n",
    );
    let moved = event(
        "UID:1\nSEQUENCE:2\nRECURRENCE-ID:20260303T100000Z\nDTSTART:20260303T150000Z\nDTEND:20260303T153000Z\nORGANIZER:mailto:a@contoso.com\n",
    );
    let cancelled = event(
        "UID:1\nSEQUENCE:3\nSTATUS:CANCELLED\nRECURRENCE-ID:20260304T100000Z\nDTSTART:20260304T100000Z\nORGANIZER:mailto:a@contoso.com\n",
    );
    check(
        &format!("{series}{moved}{cancelled}"),
        expect![[r#"
        2026-03-02T10:00:00Z 30min of 1: Organiser a None
        2026-03-03T15:00:00Z 30min of 1: Organiser a None
        2026-03-04T10:00:00Z 0min of 1 cancelled: Organiser a None
    "#]],
    );

    let text = |events: &str| format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n");
    let of = |events: &str| -> Vec<_> {
        let mut all: Vec<_> =
            meetings(&text(events), window()).unwrap().into_iter().map(|it| it.meeting.unwrap().identity).collect();
        all.sort();
        all
    };
    assert_eq!(of(&series), of(&format!("{series}{moved}{cancelled}")));
    assert!(of(&series).contains(&of(&moved)[0]));
}

#[test]
fn overrides_of_one_meeting_leave_another_alone() {
    let series = |uid: &str| {
        event(&format!(
            "UID:{uid}\nDTSTART:20260302T100000Z\nRRULE:FREQ=DAILY;COUNT=2\nORGANIZER:mailto:{uid}@contoso.com\n"
        ))
    };
    let moved =
        event("UID:b\nRECURRENCE-ID:20260303T100000Z\nDTSTART:20260303T150000Z\nORGANIZER:mailto:b@contoso.com\n");
    check(
        &format!("{}{}{moved}", series("a"), series("b")),
        expect![[r#"
        2026-03-02T10:00:00Z 0min of 1: Organiser a None
        2026-03-03T10:00:00Z 0min of 1: Organiser a None
        2026-03-02T10:00:00Z 0min of 1: Organiser b None
        2026-03-03T15:00:00Z 0min of 1: Organiser b None
    "#]],
    );
}

#[test]
fn cancelled_private_and_answered_are_told() {
    check(
        &event("UID:1\nDTSTART:20260302T100000Z\nSTATUS:CANCELLED\nORGANIZER:mailto:a@contoso.com\n"),
        expect![[r#"
        2026-03-02T10:00:00Z 0min of 1 cancelled: Organiser a None
    "#]],
    );
    check(
        &event("UID:1\nDTSTART:20260302T100000Z\nCLASS:PRIVATE\nORGANIZER:mailto:a@contoso.com\n"),
        expect![[r#"
        2026-03-02T10:00:00Z 0min of 1 private: Organiser a None
    "#]],
    );
    check(
        &format!("METHOD:CANCEL\n{}", event("UID:1\nDTSTART:20260302T100000Z\nORGANIZER:mailto:a@contoso.com\n")),
        expect![[r#"
        2026-03-02T10:00:00Z 0min of 1 cancelled: Organiser a None
    "#]],
    );
    check(
        &format!(
            "METHOD:REPLY\n{}",
            event("UID:1\nDTSTART:20260302T100000Z\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@contoso.com\n")
        ),
        expect![[r#"
        item 1: it is an answer to an invitation, and shows one attendee of the meeting
    "#]],
    );
}

#[test]
fn what_cannot_be_used_is_accounted_for() {
    check(
        &event("DTSTART:20260302T100000Z\n"),
        expect![[r#"
        item 1: the meeting has no UID
    "#]],
    );
    check(
        &event("UID:1\nORGANIZER:mailto:a@contoso.com\n"),
        expect![[r#"
        item 1: the meeting has no usable start, end or rule
    "#]],
    );
    assert_eq!(meetings("hello", window()).err().as_deref(), Some("it is no calendar"));
}

#[test]
fn endless_rules_end() {
    for (rule, expected) in
        [("FREQ=DAILY", 363), ("FREQ=HOURLY", 501), ("FREQ=SECONDLY", 501), ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 1)]
    {
        let text = format!(
            "BEGIN:VCALENDAR\n{}END:VCALENDAR\n",
            event(&format!("UID:1\nDTSTART:20260102T100000Z\nRRULE:{rule}\nORGANIZER:mailto:a@contoso.com\n"))
        );
        assert_eq!(meetings(&text, window()).unwrap().len(), expected, "{rule}");
    }
}

#[test]
fn an_old_series_is_read_in_the_window() {
    let text = format!(
        "BEGIN:VCALENDAR\n{}END:VCALENDAR\n",
        event("UID:1\nDTSTART:20050102T100000Z\nRRULE:FREQ=DAILY\nORGANIZER:mailto:a@contoso.com\n")
    );
    let found = meetings(&text, window()).unwrap();
    assert_eq!((found.len(), found.iter().filter(|it| it.meeting.is_err()).count()), (364, 0));
}

#[test]
fn monsters_do_no_harm() {
    assert!(meetings(&"BEGIN:VCALENDAR\n".repeat(100_000), window()).is_err());
    let folded = format!(
        "BEGIN:VCALENDAR\n{}END:VCALENDAR\n",
        event(&format!("UID:1\nDTSTART:20260302T100000Z\nSUMMARY:{}\n", "x\n ".repeat(500_000)))
    );
    assert_eq!(meetings(&folded, window()).unwrap().len(), 1);
    assert!(meetings(&"x".repeat(MOST_BYTES + 1), window()).is_err());
    let crowd: String = (0..5000).map(|it| format!("ATTENDEE:mailto:p{it}@acme.com\n")).collect();
    let found = meetings(
        &format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", event(&format!("UID:1\nDTSTART:20260302T100000Z\n{crowd}"))),
        window(),
    )
    .unwrap();
    let meeting = found[0].meeting.as_ref().unwrap();
    assert_eq!((meeting.audience, meeting.participants.len()), (5000, 500));
}
