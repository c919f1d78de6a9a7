//! The calendar: what comes of it, and what is called off.

use expect_test::{Expect, expect};
use relata_connectors::{Connector, OpenOptions, Window};
use relata_microsoft::Calendar;
use relata_model::Address;
use relata_stand_in::{Attendee, Endpoint, Event, Exception, Fault, Repeats, RetryAfter, Tenant, Trouble, Unit};

use crate::world::{World, identities, read, show};

const LEA: &str = "lea@contoso.com";
const BEN: &str = "ben@acme.com";

fn calendar(world: &World) -> Calendar {
    Calendar::new(&world.graph, LEA, vec![Address::parse(LEA).unwrap()])
}

async fn world(build: impl FnOnce(&mut Tenant)) -> World {
    World::new(|it| {
        it.user(LEA);
        build(it);
    })
    .await
}

async fn check(build: impl FnOnce(&mut Tenant), expected: Expect) {
    let world = world(build).await;
    expected.assert_eq(&show(&read(&calendar(&world), &mut None).await.unwrap()));
}

#[tokio::test]
async fn meetings_come_with_who_was_asked_and_what_they_answered() {
    check(
        |it| {
            let attendees = |event: Event| {
                event
                    .attendee(Attendee::optional("max@acme.com"))
                    .attendee(Attendee::required("no@acme.com").answering("declined"))
                    .attendee(Attendee::room("room1@contoso.com"))
            };
            it.event(LEA, attendees(Event::new("2026-02-02T10:00", 30, &[BEN])));
            let invited = Event { organizer: Some(BEN.to_owned()), ..Event::new("2026-02-03T10:00", 45, &[LEA]) };
            let id = it.event(LEA, invited);
            it.answer(id, LEA, "declined");
            it.event(LEA, Event { all_day: true, ..Event::new("2026-02-04T00:00", 1440, &[BEN]) });
            it.event(LEA, Event { sensitivity: "private", ..Event::new("2026-02-05T10:00", 30, &[BEN]) });
            let hidden = Event { organizer: Some(BEN.to_owned()), hide_attendees: true, ..Event::new("2026-02-06T10:00", 30, &[LEA, "max@acme.com"]) };
            it.event(LEA, hidden);
            let id = it.event(LEA, Event::new("2026-02-07T10:00", 30, &[BEN]));
            it.cancel(id, None);
            it.event(LEA, Event { zone: "W. Europe Standard Time", ..Event::new("2026-03-30T10:00", 30, &[BEN]) });
            it.event(LEA, Event::new("2025-02-28T10:00", 30, &[BEN]));
            it.event(LEA, Event::new("2026-06-01T10:00", 30, &[BEN]));
        },
        expect![[r#"
            2026-02-02T10:00:00Z of 4 30min: Organiser lea@contoso.com (lea@contoso.com) Accepted, Required ben@acme.com (ben@acme.com) Accepted, Optional max@acme.com (max@acme.com), Required no@acme.com (no@acme.com) Declined, Resource room1@contoso.com (room1@contoso.com) Accepted
            2026-02-03T10:00:00Z of 2 45min: Organiser ben@acme.com (ben@acme.com), Required lea@contoso.com (lea@contoso.com) Declined
            2026-02-04T00:00:00Z of 2: Organiser lea@contoso.com (lea@contoso.com) Accepted, Required ben@acme.com (ben@acme.com) Accepted
            2026-02-05T10:00:00Z of 2 30min private: Organiser lea@contoso.com (lea@contoso.com) Accepted, Required ben@acme.com (ben@acme.com) Accepted
            2026-02-06T10:00:00Z of 2 30min: Organiser ben@acme.com (ben@acme.com), Required lea@contoso.com Accepted
            2026-02-07T10:00:00Z of 2 30min cancelled: Organiser lea@contoso.com (lea@contoso.com) Accepted, Required ben@acme.com (ben@acme.com) Accepted
            2026-03-30T08:00:00Z of 2 30min: Organiser lea@contoso.com (lea@contoso.com) Accepted, Required ben@acme.com (ben@acme.com) Accepted
        "#]],
    )
    .await;
}

#[tokio::test]
async fn a_series_comes_as_its_occurrences_across_a_change_of_clocks() {
    check(
        |it| {
            let weekly = Repeats { every: 1, unit: Unit::Week, until: Some("2026-04-20".parse().unwrap()) };
            let event = Event::new("2026-03-16T10:00", 30, &[BEN]).zone("W. Europe Standard Time").repeats(weekly);
            let id = it.event(LEA, event);
            let day = |it: &str| it.parse().unwrap();
            it.except(id, day("2026-03-23"), Exception { deleted: true, ..Exception::default() });
            let moved = Exception { start: Some("2026-04-07T15:00".parse().unwrap()), ..Exception::default() };
            it.except(id, day("2026-04-06"), moved);
            it.cancel(id, Some(day("2026-04-13")));
        },
        expect![[r#"
            2026-03-16T09:00:00Z of 2 30min: Organiser lea@contoso.com (lea@contoso.com) Accepted, Required ben@acme.com (ben@acme.com) Accepted
            2026-03-30T08:00:00Z of 2 30min: Organiser lea@contoso.com (lea@contoso.com) Accepted, Required ben@acme.com (ben@acme.com) Accepted
            2026-04-07T13:00:00Z of 2 30min: Organiser lea@contoso.com (lea@contoso.com) Accepted, Required ben@acme.com (ben@acme.com) Accepted
            2026-04-13T08:00:00Z of 2 30min cancelled: Organiser lea@contoso.com (lea@contoso.com) Accepted, Required ben@acme.com (ben@acme.com) Accepted
            2026-04-20T08:00:00Z of 2 30min: Organiser lea@contoso.com (lea@contoso.com) Accepted, Required ben@acme.com (ben@acme.com) Accepted
        "#]],
    )
    .await;
}

/// The calendar as a program exports it, with the meeting's own name for itself.
const EXPORTED: &str = "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:7u2b@example.com\nDTSTART:20260202T100000Z\nDTEND:20260202T103000Z\n\
    ORGANIZER:mailto:lea@contoso.com\nATTENDEE:mailto:ben@acme.com\nEND:VEVENT\nEND:VCALENDAR\n";

#[tokio::test]
async fn a_meeting_is_the_same_out_of_a_calendar_file() {
    let world = world(|it| {
        let uid = Some("7u2b@example.com".to_owned());
        it.event(LEA, Event { uid, ..Event::new("2026-02-02T10:00", 30, &[BEN]) });
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lea.ics");
    std::fs::write(&path, EXPORTED).unwrap();
    let moment = |it: &str| it.parse().unwrap();
    let window = Window { from: moment("2025-03-01T00:00:00Z"), to: moment("2026-06-01T00:00:00Z") };
    let options = OpenOptions { now: moment("2026-03-02T09:00:00Z"), window };
    let sources = relata_connectors::open(&path, &options).unwrap();
    let batch = sources[0].connector.fetch(None).await.unwrap();
    let read = read(&calendar(&world), &mut None).await.unwrap();
    assert_eq!(identities(&read), identities(&batch.observed));
}

#[tokio::test]
async fn what_will_not_take_place_is_called_off_and_what_did_stays() {
    let world = world(|_| ()).await;
    let (past, ahead, moved, weekly) = world.stand_in.change(|it| {
        let weekly = Repeats { every: 1, unit: Unit::Week, until: Some("2026-04-30".parse().unwrap()) };
        (
            it.event(LEA, Event::new("2026-02-02T10:00", 30, &[BEN])),
            it.event(LEA, Event::new("2026-03-20T10:00", 30, &[BEN])),
            it.event(LEA, Event::new("2026-03-21T10:00", 30, &[BEN])),
            it.event(LEA, Event::new("2026-04-06T10:00", 30, &[BEN]).repeats(weekly)),
        )
    });
    let (calendar, mut cursor) = (calendar(&world), None);
    assert_eq!(identities(&read(&calendar, &mut cursor).await.unwrap()).len(), 7);
    assert!(read(&calendar, &mut cursor).await.unwrap().is_empty());
    world.stand_in.change(|it| {
        it.remove_event(LEA, past);
        it.remove_event(LEA, ahead);
        it.change_event(moved, |it| it.start = "2026-03-22T11:00".parse().unwrap());
        it.except(weekly, "2026-04-13".parse().unwrap(), Exception { deleted: true, ..Exception::default() });
    });
    expect![[r#"
        2026-03-20T10:00:00Z of 0 cancelled: 
        2026-03-22T11:00:00Z of 2 30min: Organiser lea@contoso.com (lea@contoso.com) Accepted, Required ben@acme.com (ben@acme.com) Accepted
        2026-04-06T10:00:00Z of 2 30min: Organiser lea@contoso.com (lea@contoso.com) Accepted, Required ben@acme.com (ben@acme.com) Accepted
        2026-04-13T10:00:00Z of 0 cancelled: 
        2026-04-20T10:00:00Z of 2 30min: Organiser lea@contoso.com (lea@contoso.com) Accepted, Required ben@acme.com (ben@acme.com) Accepted
        2026-04-27T10:00:00Z of 2 30min: Organiser lea@contoso.com (lea@contoso.com) Accepted, Required ben@acme.com (ben@acme.com) Accepted
    "#]].assert_eq(&show(&read(&calendar, &mut cursor).await.unwrap()));
}

#[tokio::test]
async fn a_month_whose_changes_keep_failing_is_read_plainly_and_compared() {
    let world = world(|_| ()).await;
    let id = world.stand_in.change(|it| it.event(LEA, Event::new("2026-03-20T10:00", 30, &[BEN])));
    world.stand_in.change(|it| it.event(LEA, Event::new("2026-03-21T10:00", 30, &[BEN])));
    let (calendar, mut cursor) = (calendar(&world), None);
    assert_eq!(read(&calendar, &mut cursor).await.unwrap().len(), 2);
    world.stand_in.change(|it| it.remove_event(LEA, id));
    let broken = Fault::new(Trouble::Status(503, RetryAfter::Unsaid)).at(Endpoint::CalendarDelta);
    world.stand_in.fault(broken);
    let (mut failures, mut observed) = (0, Vec::new());
    loop {
        match calendar.fetch(cursor.as_ref()).await {
            Ok(batch) => {
                observed.extend(batch.observed);
                cursor = Some(batch.cursor);
                if !batch.more {
                    break;
                }
            }
            Err(_) => failures += 1,
        }
    }
    // Of each of the four months that are asked for every time, the third failure is the last, and is not told.
    assert!((4..=8).contains(&failures), "{failures}");
    expect![[r#"
        2026-03-20T10:00:00Z of 0 cancelled: 
        2026-03-21T10:00:00Z of 2 30min: Organiser lea@contoso.com (lea@contoso.com) Accepted, Required ben@acme.com (ben@acme.com) Accepted
    "#]].assert_eq(&show(&observed));
    let plain = world.stand_in.log();
    let plain = plain.requests.iter().find(|it| it.path.ends_with("calendarView")).unwrap();
    assert!(plain.query.contains("%24select") || plain.query.contains("$select"));
}

#[tokio::test]
async fn every_question_about_meetings_carries_the_three_preferences() {
    let world = world(|it| {
        it.event(LEA, Event::new("2026-02-02T10:00", 30, &[BEN]));
    })
    .await;
    read(&calendar(&world), &mut None).await.unwrap();
    let log = world.stand_in.log();
    let asked: Vec<_> = log.requests.iter().filter(|it| it.mailbox.is_some()).collect();
    assert_eq!(asked.len(), 15);
    for it in asked {
        let prefer = &it.headers["prefer"];
        for part in ["outlook.timezone=\"UTC\"", "IdType=\"ImmutableId\"", "odata.maxpagesize=100"] {
            assert!(prefer.contains(part), "{prefer}");
        }
        assert!(!it.query.contains("select"), "{}", it.query);
    }
}
