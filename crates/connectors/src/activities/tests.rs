use std::fs;

use expect_test::{Expect, expect};
use relata_model::{Identity, Observed, Role};

use super::*;
use crate::Connector;

fn fetch(file: &str, bytes: &[u8]) -> Result<Batch, FetchError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(file);
    fs::write(&path, bytes).unwrap();
    let now = "2026-06-30T00:00:00Z".parse().unwrap();
    let activities = Activities { path, now, read: Mutex::new(None) };
    activities.read(None)
}

/// What became of a file: a line for each activity, then one for each report.
#[track_caller]
fn check(file: &str, text: &str, expected: Expect) {
    let text = match fetch(file, text.as_bytes()) {
        Err(FetchError::Unreadable { reason, .. }) => format!("{reason}\n"),
        Err(error) => format!("{error}\n"),
        Ok(batch) => {
            let problems = batch.skipped.iter().map(|it| format!("{}: {}\n", it.place, it.reason));
            batch.observed.iter().map(shown).chain(problems).collect()
        }
    };
    expected.assert_eq(&text);
}

fn shown(it: &Observed) -> String {
    let activity = it.activity.as_ref().unwrap();
    let people = it.participants.iter().map(|it| {
        let role = match it.role {
            Role::From | Role::Organiser | Role::Caller | Role::Owner => "by",
            Role::Cc => "cc",
            Role::Bcc => "bcc",
            Role::Optional => "optional",
            _ => "to",
        };
        format!(" {role} {}", it.address.as_str())
    });
    let mut text = format!("{} {:?} {}min{}", it.at, it.kind, it.minutes, people.collect::<String>());
    text += &activity.regarding.as_ref().map_or(String::new(), |it| format!(" regarding {}", it.0));
    text +=
        &activity.followed.map_or(String::new(), |it| format!(" {}/{}/{}", it.opens, it.clicks, it.attachment_opens));
    text += if activity.completed { "" } else { " open" };
    text += if it.marks.cancelled { " cancelled" } else { "" };
    text + "\n"
}

#[test]
fn every_kind_is_read_with_whoever_started_it() {
    check(
        "crm.csv",
        "id,type,regarding,direction,from,to,cc,organizer,required,optional,owner,start,end,duration,state,followed,opens,clicks,attachment_opens\n\
         1,email,o1,outgoing,amber@us.com,\"Lea Berg <lea@acme.com>; max@acme.com\",ben@us.com,,,,amber@us.com,2026-03-02T10:00:00+02:00,,15,completed,true,2,1,0\n\
         2,appointment,o1,,,,,lea@acme.com,amber@us.com,max@acme.com,amber@us.com,2026-03-03T10:00Z,2026-03-03T10:45Z,,completed,,,,\n\
         3,phonecall,c1,outgoing,,lea@acme.com,,,,,amber@us.com,2026-03-04 09:00,,20,completed,,,,\n\
         4,call,c1,incoming,,lea@acme.com,,,,,amber@us.com,2026-03-04 10:00,,20,completed,,,,\n\
         5,call,c1,incoming,lea@acme.com,amber@us.com,,,,,ben@us.com,2026-03-04 11:00,,20,completed,,,,\n\
         6,task,o1,,,lea@acme.com,,,,,amber@us.com,2026-03-05,,30,completed,,,,\n\
         7,email,o1,incoming,lea@acme.com,,,,,,amber@us.com,2026-03-06,,,completed,false,3,,\n",
        expect![[r#"
            2026-03-02T08:00:00Z Email 0min by amber@us.com to lea@acme.com to max@acme.com cc ben@us.com regarding o1 2/1/0
            2026-03-03T10:00:00Z Meeting 45min by lea@acme.com to amber@us.com optional max@acme.com regarding o1
            2026-03-04T09:00:00Z Call 20min by amber@us.com to lea@acme.com regarding c1
            2026-03-04T10:00:00Z Call 20min by lea@acme.com to amber@us.com regarding c1
            2026-03-04T11:00:00Z Call 20min by lea@acme.com to amber@us.com regarding c1
            2026-03-05T00:00:00Z Task 30min by amber@us.com to lea@acme.com regarding o1
            2026-03-06T00:00:00Z Email 0min by lea@acme.com to amber@us.com regarding o1
        "#]],
    );
}

#[test]
fn what_is_open_cancelled_or_says_nothing_is_told_apart() {
    check(
        "crm.csv",
        "id,type,to,owner,start,end,state\n\
         1,call,lea@acme.com,amber@us.com,2026-07-02,,Open\n2,call,lea@acme.com,amber@us.com,2026-03-02,,Planned\n\
         3,meeting,lea@acme.com,amber@us.com,2026-07-02T10:00,2026-07-02T11:00,Canceled\n4,call,lea@acme.com,amber@us.com,2026-07-02,,cancelled\n\
         5,meeting,lea@acme.com,amber@us.com,2026-03-02,,\n6,meeting,lea@acme.com,amber@us.com,2026-08-02,,\n7,task,lea@acme.com,amber@us.com,2026-03-02,2026-07-09,Not Started\n8,meeting,lea@acme.com,amber@us.com,2026-01-02,2026-07-09,held\n",
        expect![[r#"
            2026-07-02T00:00:00Z Call 0min by amber@us.com to lea@acme.com open
            2026-03-02T00:00:00Z Call 0min by amber@us.com to lea@acme.com open
            2026-07-02T10:00:00Z Meeting 60min by amber@us.com to lea@acme.com open cancelled
            2026-07-02T00:00:00Z Call 0min by amber@us.com to lea@acme.com open cancelled
            2026-03-02T00:00:00Z Meeting 0min by amber@us.com to lea@acme.com
            2026-08-02T00:00:00Z Meeting 0min by amber@us.com to lea@acme.com open
            2026-07-09T00:00:00Z Task 0min by amber@us.com to lea@acme.com open
            2026-01-02T00:00:00Z Meeting 0min by amber@us.com to lea@acme.com
            crm.csv line 9, column end: kept with 0 minutes: it lasts longer than a month
        "#]],
    );
}

#[test]
fn exports_of_other_programs_are_read() {
    check(
        "dataverse.csv",
        "activityid,activitytypecode,_regardingobjectid_value,directioncode,sender,torecipients,scheduledstart,scheduledend,actualstart,actualend,actualdurationminutes,statecode,senton,messageid,opencount,linksclickedcount,attachmentopencount,isemailfollowed\n\
         11ee,4202,a1,true,amber@us.com,lea@acme.com;max@acme.com;,,2026-03-09,,2026-03-02T10:05:00Z,,1,2026-03-02T10:00:00Z,<1@us.com>,3,1,0,true\n\
         12ee,phonecall,a1,false,lea@acme.com,amber@us.com,2026-03-02T10:00:00Z,,2026-03-03T10:00:00Z,2026-03-03T10:25:00Z,,Completed,,,,,,\n",
        expect![[r#"
            2026-03-02T10:00:00Z Email 0min by amber@us.com to lea@acme.com to max@acme.com regarding a1 3/1/0
            2026-03-03T10:00:00Z Call 25min by lea@acme.com to amber@us.com regarding a1
        "#]],
    );
    check(
        "salesforce.csv",
        "Id;TaskSubtype;WhatId;CallType;Who;Owner.Email;ActivityDate;CallDurationInSeconds;Status\n00T1;Call;006A;Inbound;lea@acme.com;amber@us.com;2026-03-02;95;Completed\n",
        expect![[r#"
            2026-03-02T00:00:00Z Call 2min by lea@acme.com to amber@us.com regarding 006A
        "#]],
    );
    check(
        "crm.jsonl",
        "\u{feff}{\"id\": 1, \"type\": \"email\", \"regarding\": {\"id\": \"o1\"}, \"from\": \"amber@us.com\", \"to\": [\"lea@acme.com\", {\"email\": \"max@acme.com\"}], \"start\": \"2026-03-02T10:00:00Z\", \"state\": \"completed\", \"opens\": 0}\n\
         {\"id\": 2, \"type\": \"call\"}\n{\"type\": \n{\"id\": 3, \"type\": \"task\", \"owner\": \"amber@us.com\", \"start\": 1740909600000, \"duration\": 7.5}\n",
        expect![[r#"
            2026-03-02T10:00:00Z Email 0min by amber@us.com to lea@acme.com to max@acme.com regarding o1 0/0/0
            2025-03-02T10:00:00Z Task 8min by amber@us.com
            crm.jsonl line 2, column start: it has no date, so it was at no time
            crm.jsonl line 3: the line is no JSON object; each line should be one, from { to }
        "#]],
    );
}

#[test]
fn hostile_cells_are_data_and_reports_never_repeat_them() {
    check(
        "crm.csv",
        "\u{feff}id;type;regarding;direction;from;to;cc;owner;start;end;duration;state\n\
         =cmd|' /C calc'!A0;email;<img src=x onerror=alert(1)>;sideways;amber@us.com;\"\"\"Berg, Lea\"\" <lea@acme.com>, evil@acme.com <max@acme.com>\";Amber Smith;amber@us.com;2026-03-02;;;\n\
         2;call;o\0;;amber@us.com;lea@acme.com;;;2026-03-02T10:00;2026-03-02T09:00;;completed\n\
         2;call;o1;;amber@us.com;lea@acme.com;;;2026-03-02;;;completed\n\
         3;call;;;amber@us.com;lea@acme.com;;;2026-03-02;;-30;completed\n\
         4;call;;;amber@us.com;lea@acme.com;;;2026-03-02;;1e300;completed\n\
         5;fax;;;amber@us.com;lea@acme.com;;;2026-03-02;;;\n6;call;;;amber@us.com;lea@acme.com;;;02/03/2026;;;\n\
         7;call;;;amber@us.com;lea@acme.com;;;;;;\n8;call;;;amber;lea;;Amber;2026-03-02;;;\n9;call;;;amber@us.com;lea@acme.com;;;2026-03-02;;;perhaps\n\
         ;call;;;amber@us.com;lea@acme.com;;;2026-03-02;;;\na\0;call;;;amber@us.com;lea@acme.com;;;2026-03-02;;;\n",
        expect![[r#"
            2026-03-02T00:00:00Z Email 0min by amber@us.com to lea@acme.com to max@acme.com regarding <img src=x onerror=alert(1)>
            2026-03-02T10:00:00Z Call 0min by amber@us.com to lea@acme.com
            2026-03-02T00:00:00Z Call 0min by amber@us.com to lea@acme.com
            2026-03-02T00:00:00Z Call 0min by amber@us.com to lea@acme.com
            crm.csv line 2, column direction: left out: should be outgoing, incoming, or empty
            crm.csv line 2, column cc: somebody is left out: it has no @
            crm.csv line 3, column regarding: left out: it holds control characters
            crm.csv line 3, column end: kept with 0 minutes: nothing is shorter than that
            crm.csv line 4, column id: another row has the same id; the first one counts
            crm.csv line 5, column duration: kept with 0 minutes: nothing is shorter than that
            crm.csv line 6, column duration: kept with 0 minutes: it lasts longer than a month
            crm.csv line 7, column type: should be one of email, appointment, meeting, phonecall, call, task
            crm.csv line 8, column start: left out: it can be read as two different days; write it as 2026-03-02
            crm.csv line 9, column start: it has no date, so it was at no time
            crm.csv line 10, column from: it names nobody by a valid address
            crm.csv line 11, column state: should be one of open, completed, cancelled, or empty
            crm.csv line 12, column id: it is empty
            crm.csv line 13, column id: it holds control characters
        "#]],
    );
    check(
        "crm.csv",
        "id,regarding\n1,o1\n",
        expect![[r#"
        crm.csv has no column type; its columns should be id, type, regarding (optional), direction (optional), from (optional), to (optional), cc (optional), bcc (optional), organizer (optional), required (optional), optional (optional), owner (optional), sent (optional), start (optional), actual_start (optional), end (optional), actual_end (optional), duration (optional), duration_seconds (optional), state (optional), message_id (optional), in_reply_to (optional), conversation (optional), ical_uid (optional), opens (optional), clicks (optional), attachment_opens (optional), followed (optional), and they are id, regarding
    "#]],
    );
    let crowd: String = (0..2_000).map(|it| format!("p{it}@acme.com;")).collect();
    let huge = format!(
        "id,type,from,to,start\n1,email,amber@us.com,\"{crowd}\",2026-03-02\n{},email,amber@us.com,lea@acme.com,2026-03-02\n",
        "x".repeat(1_000_000)
    );
    let batch = fetch("huge.csv", huge.as_bytes()).unwrap();
    assert_eq!((batch.observed.len(), batch.skipped.len()), (1, 1));
    assert_eq!((batch.observed[0].participants.len(), batch.observed[0].audience), (500, 2_000));
}

#[test]
fn copies_of_one_message_or_meeting_have_one_identity() {
    let text = "id,type,from,to,start,message_id,in_reply_to,conversation,ical_uid\n\
         1,email,amber@us.com,lea@acme.com,2026-03-01,<1@us.com>,,,\n\
         2,email,lea@acme.com,amber@us.com,2026-03-02,,1,1,\n\
         3,email,amber@us.com,lea@acme.com,2026-03-03,<x.JavaMail.evans@thyme>,2,T-9,\n\
         4,meeting,amber@us.com,lea@acme.com,2026-03-04T10:00Z,,,,once@us\n\
         5,meeting,amber@us.com,lea@acme.com,2026-03-05T10:00Z,,,,weekly@us\n\
         6,meeting,amber@us.com,lea@acme.com,2026-03-12T10:00Z,,,,weekly@us\n";
    let batch = fetch("crm.csv", text.as_bytes()).unwrap();
    let found: Vec<Identity> = batch.observed.iter().map(|it| it.identity).collect();
    let message = Identity::of_message_id("1@us.com").unwrap();
    let activity = |id| Identity::of_activity("csv", id);
    assert_eq!(
        found,
        [
            message,
            activity("2"),
            activity("3"),
            Identity::of_meeting("once@us", ""),
            Identity::of_meeting("weekly@us", "20260305T100000Z"),
            Identity::of_meeting("weekly@us", "20260312T100000Z"),
        ]
    );
    let threads: Vec<_> = batch.observed[..3].iter().map(|it| (it.reply_to, it.conversation)).collect();
    let numbered = Identity::of_activity("csv conversation", "T-9");
    assert_eq!(threads, [(None, message), (Some(message), message), (Some(activity("2")), numbered)]);
}

#[tokio::test]
async fn a_folder_is_no_file_and_what_is_missing_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let moment = |it: &str| it.parse().unwrap();
    let window = crate::Window { from: moment("2026-01-01T00:00:00Z"), to: moment("2026-12-31T00:00:00Z") };
    let options = OpenOptions { now: moment("2026-06-30T00:00:00Z"), window };
    assert!(matches!(open_activities(folder.path(), &options), Err(FetchError::Unreadable { .. })));
    let path = folder.path().join("a.csv.gz");
    assert!(matches!(open_activities(&path, &options), Err(FetchError::Missing { .. })));

    let rows: String = (0..2_000).map(|it| format!("{it},task,a@us.com,2026-03-02\n")).collect();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, format!("id,type,owner,start\n{rows}").as_bytes()).unwrap();
    let whole = gzip.finish().unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let connector: Box<dyn Connector> = open_activities(&path, &options).unwrap().connector;
    let batch = connector.fetch(None).await.unwrap();
    assert!(batch.observed.len() > 100);
    assert!(batch.skipped.last().unwrap().reason.contains("breaks off"));
}
