//! Calendars and their changes.

use expect_test::expect;
use jiff::civil::date;
use relata_stand_in::{Attendee, Event, Exception, Repeats, Tenant, Unit};

use crate::talk::Talk;

const LEA: &str = "lea@contoso.example";
const BEN: &str = "ben@contoso.example";
const MARCH: &str = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z";
const PREFER: &str = "prefer: outlook.timezone=\"UTC\", odata.maxpagesize=50, IdType=\"ImmutableId\"";

fn weekly() -> Event {
    // The clocks go forward on 29 March.
    let rule = Repeats { every: 1, unit: Unit::Week, until: Some(date(2026, 4, 10)) };
    Event::new("2026-03-16T10:00", 30, &[BEN, "max@acme.example"]).zone("W. Europe Standard Time").repeats(rule)
}

fn office() -> Tenant {
    let mut tenant = Tenant::new(1);
    tenant.user(LEA);
    tenant.user(BEN);
    tenant
}

#[tokio::test]
async fn a_series_is_expanded_in_its_own_time_zone() {
    let mut tenant = office();
    let series = tenant.event(LEA, weekly());
    tenant.except(
        series,
        date(2026, 3, 23),
        Exception { start: Some(date(2026, 3, 24).at(15, 0, 0, 0)), ..Exception::default() },
    );
    tenant.cancel(series, Some(date(2026, 3, 30)));
    let mut talk = Talk::with(tenant).await;
    let whole = "startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-05-01T00:00:00Z";
    let fields = "$select=type,start,end,isCancelled,iCalUId,seriesMasterId,originalStartTimeZone";
    talk.ask(&format!("{PREFER}; GET /v1.0/users/{LEA}/calendarView?{whole}&{fields}")).await;
    talk.expect(expect![[r#"
        GET /v1.0/users/lea@contoso.example/calendarView?startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-05-01T00:00:00Z&$select=type,start,end,isCancelled,iCalUId,seriesMasterId,originalStartTimeZone
          200
          4 rows
          {"end":{"dateTime":"2026-03-16T09:30:00.0000000","timeZone":"UTC"},"iCalUId":"040000008200E00074C5B7101A82E00807EA03103BA4D423150AE2EA0000000000000000100000004AD741722CCABB1456D1E4F09AA10C1D","id":"id1","isCancelled":false,"originalStartTimeZone":"W. Europe Standard Time","seriesMasterId":"id2","start":{"dateTime":"2026-03-16T09:00:00.0000000","timeZone":"UTC"},"type":"occurrence"}
          {"end":{"dateTime":"2026-03-24T14:30:00.0000000","timeZone":"UTC"},"iCalUId":"040000008200E00074C5B7101A82E00807EA03173BA4D423150AE2EA0000000000000000100000004AD741722CCABB1456D1E4F09AA10C1D","id":"id3","isCancelled":false,"originalStartTimeZone":"W. Europe Standard Time","seriesMasterId":"id2","start":{"dateTime":"2026-03-24T14:00:00.0000000","timeZone":"UTC"},"type":"exception"}
          {"end":{"dateTime":"2026-03-30T08:30:00.0000000","timeZone":"UTC"},"iCalUId":"040000008200E00074C5B7101A82E00807EA031E3BA4D423150AE2EA0000000000000000100000004AD741722CCABB1456D1E4F09AA10C1D","id":"id4","isCancelled":true,"originalStartTimeZone":"W. Europe Standard Time","seriesMasterId":"id2","start":{"dateTime":"2026-03-30T08:00:00.0000000","timeZone":"UTC"},"type":"exception"}
          {"end":{"dateTime":"2026-04-06T08:30:00.0000000","timeZone":"UTC"},"iCalUId":"040000008200E00074C5B7101A82E00807EA04063BA4D423150AE2EA0000000000000000100000004AD741722CCABB1456D1E4F09AA10C1D","id":"id5","isCancelled":false,"originalStartTimeZone":"W. Europe Standard Time","seriesMasterId":"id2","start":{"dateTime":"2026-04-06T08:00:00.0000000","timeZone":"UTC"},"type":"occurrence"}
    "#]]);
}

#[tokio::test]
async fn a_delta_tells_occurrences_bare_beside_their_master() {
    let mut tenant = office();
    let series = tenant.event(LEA, weekly());
    let single = tenant.event(LEA, Event::new("2026-03-03T09:00", 60, &[BEN]));
    let far = tenant.event(LEA, Event::new("2026-08-03T09:00", 60, &[]));
    let mut talk = Talk::with(tenant).await;
    let (_, _, page) = talk.say(&format!("{PREFER}; GET /v1.0/users/{LEA}/calendarView/delta?{MARCH}")).await;
    let shown: Vec<String> = page["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| format!("{} {}", it["type"], it.as_object().unwrap().len()))
        .collect();
    assert_eq!(
        shown,
        ["\"seriesMaster\" 34", "\"occurrence\" 7", "\"occurrence\" 7", "\"occurrence\" 7", "\"singleInstance\" 34"]
    );
    talk.stand_in.change(|it| {
        it.except(series, date(2026, 3, 23), Exception { deleted: true, ..Exception::default() });
        it.remove_event(LEA, single);
        it.change_event(far, |it| it.minutes = 90);
    });
    let (_, _, page) = talk.say(&format!("{PREFER}; GET delta")).await;
    let start = |it: &serde_json::Value| it["start"]["dateTime"].as_str().unwrap_or("removed").to_owned();
    let shown: Vec<String> = page["value"].as_array().unwrap().iter().map(start).collect();
    // The master, two of its three occurrences, and two that are gone or were never in the window.
    let first = "2026-03-16T09:00:00.0000000";
    assert_eq!(shown, [first, first, "2026-03-30T08:00:00.0000000", "removed", "removed"]);
    talk.ask(&format!("GET /v1.0/users/{LEA}/calendarView/delta?{MARCH}&$select=start")).await;
    talk.ask(&format!("GET /v1.0/users/{LEA}/calendarView/delta")).await;
    talk.expect(expect![[r#"
        GET /v1.0/users/lea@contoso.example/calendarView/delta?startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z&$select=start
          400
          ErrorInvalidUrlQuery: The query parameter '$select' is not supported with change tracking over calendarView.
        GET /v1.0/users/lea@contoso.example/calendarView/delta
          400
          ErrorInvalidParameter: This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.
    "#]]);
}

#[tokio::test]
async fn a_window_after_the_beginning_has_no_master_and_one_may_ask_for_it() {
    let mut tenant = office();
    tenant.event(
        LEA,
        Event {
            repeats: Some(Repeats { every: 2, unit: Unit::Week, until: None }),
            ..Event::new("2026-01-05T10:00", 30, &[BEN])
        },
    );
    let mut talk = Talk::with(tenant).await;
    let (_, _, page) = talk.say(&format!("{PREFER}; GET /v1.0/users/{BEN}/calendarView/delta?{MARCH}")).await;
    assert!(page["value"].as_array().unwrap().iter().all(|it| it["type"] == "occurrence"));
    let master = page["value"][0]["seriesMasterId"].as_str().unwrap().to_owned();
    talk.ask(&format!(
        "{PREFER}; GET /v1.0/users/{BEN}/events/{master}?$select=type,organizer,isOrganizer,attendees,recurrence"
    ))
    .await;
    talk.ask(&format!("{PREFER}; GET /v1.0/users/{BEN}/events/{master}/instances?{MARCH}&$select=start")).await;
    talk.expect(expect![[r#"
        GET /v1.0/users/ben@contoso.example/events/id1?$select=type,organizer,isOrganizer,attendees,recurrence
          200
          {"attendees":[{"emailAddress":{"address":"ben@contoso.example","name":"ben@contoso.example"},"status":{"response":"accepted","time":"0001-01-01T00:00:00Z"},"type":"required"}],"id":"id1","isOrganizer":false,"organizer":"lea@contoso.example","recurrence":{"pattern":{"dayOfMonth":0,"daysOfWeek":["monday"],"firstDayOfWeek":"sunday","index":"first","interval":2,"month":0,"type":"weekly"},"range":{"endDate":"0001-01-01","numberOfOccurrences":0,"recurrenceTimeZone":"UTC","startDate":"2026-01-05","type":"noEnd"}},"type":"seriesMaster"}
        GET /v1.0/users/ben@contoso.example/events/id1/instances?startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z&$select=start
          200
          3 rows
          {"id":"id2","start":{"dateTime":"2026-03-02T10:00:00.0000000","timeZone":"UTC"}}
          {"id":"id3","start":{"dateTime":"2026-03-16T10:00:00.0000000","timeZone":"UTC"}}
          {"id":"id4","start":{"dateTime":"2026-03-30T10:00:00.0000000","timeZone":"UTC"}}
    "#]]);
}

#[tokio::test]
async fn each_copy_knows_its_owners_answer_and_hidden_attendees_are_not_shown() {
    let mut tenant = office();
    let event = Event::new("2026-03-03T09:00", 60, &[BEN, "max@acme.example"])
        .attendee(Attendee::room("room1@contoso.example"));
    let seen = tenant.event(LEA, event.clone());
    tenant.event(LEA, Event { hide_attendees: true, sensitivity: "private", ..event });
    tenant.answer(seen, BEN, "declined");
    let mut talk = Talk::with(tenant).await;
    let fields = "$select=isOrganizer,responseStatus,attendees,sensitivity,hideAttendees,organizer";
    for user in [LEA, BEN] {
        talk.ask(&format!("GET /v1.0/users/{user}/calendarView?{MARCH}&{fields}")).await;
    }
    talk.expect(expect![[r#"
        GET /v1.0/users/lea@contoso.example/calendarView?startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z&$select=isOrganizer,responseStatus,attendees,sensitivity,hideAttendees,organizer
          200
          2 rows
          {"attendees":[{"emailAddress":{"address":"ben@contoso.example","name":"ben@contoso.example"},"status":{"response":"declined","time":"0001-01-01T00:00:00Z"},"type":"required"},{"emailAddress":{"address":"max@acme.example","name":"max@acme.example"},"status":{"response":"accepted","time":"0001-01-01T00:00:00Z"},"type":"required"},{"emailAddress":{"address":"room1@contoso.example","name":"room1@contoso.example"},"status":{"response":"accepted","time":"0001-01-01T00:00:00Z"},"type":"resource"}],"hideAttendees":false,"id":"id1","isOrganizer":true,"organizer":"lea@contoso.example","responseStatus":{"response":"organizer","time":"0001-01-01T00:00:00Z"},"sensitivity":"normal"}
          {"attendees":[{"emailAddress":{"address":"ben@contoso.example","name":"ben@contoso.example"},"status":{"response":"accepted","time":"0001-01-01T00:00:00Z"},"type":"required"},{"emailAddress":{"address":"max@acme.example","name":"max@acme.example"},"status":{"response":"accepted","time":"0001-01-01T00:00:00Z"},"type":"required"},{"emailAddress":{"address":"room1@contoso.example","name":"room1@contoso.example"},"status":{"response":"accepted","time":"0001-01-01T00:00:00Z"},"type":"resource"}],"hideAttendees":true,"id":"id2","isOrganizer":true,"organizer":"lea@contoso.example","responseStatus":{"response":"organizer","time":"0001-01-01T00:00:00Z"},"sensitivity":"private"}
        GET /v1.0/users/ben@contoso.example/calendarView?startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z&$select=isOrganizer,responseStatus,attendees,sensitivity,hideAttendees,organizer
          200
          2 rows
          {"attendees":[{"emailAddress":{"address":"ben@contoso.example","name":"ben@contoso.example"},"status":{"response":"declined","time":"0001-01-01T00:00:00Z"},"type":"required"},{"emailAddress":{"address":"max@acme.example","name":"max@acme.example"},"status":{"response":"none","time":"0001-01-01T00:00:00Z"},"type":"required"},{"emailAddress":{"address":"room1@contoso.example","name":"room1@contoso.example"},"status":{"response":"none","time":"0001-01-01T00:00:00Z"},"type":"resource"}],"hideAttendees":false,"id":"id3","isOrganizer":false,"organizer":"lea@contoso.example","responseStatus":{"response":"declined","time":"0001-01-01T00:00:00Z"},"sensitivity":"normal"}
          {"attendees":[],"hideAttendees":true,"id":"id4","isOrganizer":false,"organizer":"lea@contoso.example","responseStatus":{"response":"accepted","time":"0001-01-01T00:00:00Z"},"sensitivity":"private"}
    "#]]);
}

#[tokio::test]
async fn a_whole_day_lasts_from_midnight_to_midnight_where_it_is() {
    let mut tenant = office();
    let day = Event { all_day: true, ..Event::new("2026-03-29T00:00", 1440, &[]).zone("W. Europe Standard Time") };
    tenant.event(LEA, day);
    let mut talk = Talk::with(tenant).await;
    talk.ask(&format!("GET /v1.0/users/{LEA}/calendarView?{MARCH}&$select=start,end,isAllDay,iCalUId")).await;
    talk.ask(&format!("prefer: outlook.timezone=\"W. Europe Standard Time\"; GET /v1.0/users/{LEA}/calendarView?{MARCH}&$select=start,end")).await;
    talk.expect(expect![[r#"
        GET /v1.0/users/lea@contoso.example/calendarView?startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z&$select=start,end,isAllDay,iCalUId
          200
          1 rows
          {"end":{"dateTime":"2026-03-29T22:00:00.0000000","timeZone":"UTC"},"iCalUId":"040000008200E00074C5B7101A82E008000000003BA4D423150AE2EA0000000000000000100000004AD741722CCABB1456D1E4F09AA10C1D","id":"id1","isAllDay":true,"start":{"dateTime":"2026-03-28T23:00:00.0000000","timeZone":"UTC"}}
        GET /v1.0/users/lea@contoso.example/calendarView?startDateTime=2026-03-01T00:00:00Z&endDateTime=2026-04-01T00:00:00Z&$select=start,end
          200
          1 rows
          {"end":{"dateTime":"2026-03-30T00:00:00.0000000","timeZone":"W. Europe Standard Time"},"id":"id1","start":{"dateTime":"2026-03-29T00:00:00.0000000","timeZone":"W. Europe Standard Time"}}
    "#]]);
}
