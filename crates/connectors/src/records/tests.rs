use expect_test::{Expect, expect};
use relata_model::Status;

use super::*;

#[track_caller]
fn check(kind: RecordKind, file: &str, text: &str, expected: Expect) {
    let text = match records_from_bytes(kind, file, text.as_bytes()) {
        Err(error) => format!("{error}\n"),
        Ok(imported) => {
            let problems = imported.skipped.iter().map(|it| format!("{}: {}\n", it.place, it.reason));
            imported.items.iter().map(shown).chain(problems).collect()
        }
    };
    expected.assert_eq(&text);
}

/// What is filled in, on one line.
fn shown(it: &Record) -> String {
    let addresses = |it: &[Address]| it.iter().map(Address::as_str).collect::<Vec<_>>().join(" ");
    let name = |it: &Option<Name>| it.as_ref().map_or(String::new(), |it| it.as_str().to_owned());
    let id = |it: &Option<RecordId>| it.as_ref().map_or(String::new(), |it| it.0.clone());
    let stakeholders = it.stakeholders.iter().map(|it| match it {
        Stakeholder::Record(id) => format!("record {}", id.0),
        Stakeholder::Address(address) => address.as_str().to_owned(),
    });
    let text = |it: Option<String>| it.unwrap_or_default();
    let fields = [
        ("title", name(&it.title)),
        ("of", name(&it.company)),
        ("account", id(&it.account)),
        ("contact", id(&it.primary_contact)),
        ("at", addresses(&it.addresses)),
        ("domains", it.domains.join(" ")),
        ("owner", it.owner.as_ref().map_or("", Address::as_str).to_owned()),
        ("team", addresses(&it.team)),
        ("with", stakeholders.collect::<Vec<_>>().join(" ")),
        ("state", it.state.clone().unwrap_or_default()),
        ("stage", it.stage.clone().unwrap_or_default()),
        ("worth", text(it.revenue.map(|it| it.to_string()))),
        ("in", it.currency.clone().unwrap_or_default()),
        ("created", text(it.created_on.map(|it| it.to_string()))),
        ("close", text(it.close_on.map(|it| it.to_string()))),
        ("closed", text(it.closed_on.map(|it| it.to_string()))),
        ("flagged", text(it.do_not_analyse.then(|| "yes".to_owned()))),
        ("invented", it.invented.join(" ")),
    ];
    let filled = fields.iter().filter(|it| !it.1.is_empty()).map(|(name, value)| format!(", {name} {value}"));
    let status = if it.status() == Status::Open { String::new() } else { format!(" [{}]", it.status().name()) };
    format!("{} {}{status}{}\n", it.id.0, it.name.as_str(), filled.collect::<String>())
}

#[test]
fn accounts_own_domains_and_never_free_mail() {
    check(
        RecordKind::Account,
        "crm.csv",
        "id,name,website,owner,status,primary_contact,createdon\n\
         a1,Acme,https://www.Acme.com/de;mail.acme.co.uk,amber@contoso.com,Active,c1,2026-01-05T09:00:00Z\n\
         a2,Gmail,gmail.com,,,,\na3,Odd,not a domain,amber,,,soon\n,Nameless,,,,,\n",
        expect![[r#"
            a1 Acme, contact c1, domains acme.com acme.co.uk, owner amber@contoso.com, state active, created 2026-01-05
            a2 Gmail
            a3 Odd
            crm.csv line 3, column domains: left out: everybody can have an address there, so it names no company
            crm.csv line 4, column owner: left out: it has no @
            crm.csv line 4, column domains: left out: it is no domain
            crm.csv line 4, column created: left out: it is no date; write 2026-03-02, or 2026-03-02T10:30:00Z
            crm.csv line 5, column id: it is empty
        "#]],
    );
}

#[test]
fn contacts_and_leads_have_addresses() {
    check(
        RecordKind::Contact,
        "crm.csv",
        "id,name,title,email,account,company,owner,state,created,invented\n\
         c1,Lea Berg,CEO,lea@acme.com;l@acme.com,a1,Acme,,active,2026-01-05,state\n\
         c1,Again,,x@acme.com,,,,,,\nc2,\u{200b},,y@acme.com,,,,,,\nc3,No Mail,,,,,,,,\n",
        expect![[r#"
            c1 Lea Berg, title CEO, of Acme, account a1, at lea@acme.com l@acme.com, state active, created 2026-01-05, invented state
            c3 No Mail
            crm.csv line 3, column id: another row has the same id; the first one counts
            crm.csv line 4, column name: it is empty or unreadable
        "#]],
    );
    check(
        RecordKind::Lead,
        "crm.csv",
        "id;first name;last name;e-mail;stakeholders;status\nl1;;=1+1;max@acme.com;\"c1;eva@acme.com;eva@\";Qualified\nl2;Eva;Lund;;;0\n",
        expect![[r#"
            l1 =1+1 [closed], at max@acme.com, with record c1 eva@acme.com, state qualified
            l2 Eva Lund, state open
            crm.csv line 2, column stakeholders: left out: its domain is empty or ends with a dot
        "#]],
    );
    check(
        RecordKind::Lead,
        "crm.csv",
        "id,name\nl1,Max\n",
        expect![[r#"
        crm.csv has no column email; its columns should be id, name, email, first_name (optional), title (optional), company (optional), stakeholders (optional), owner (optional), state (optional), created (optional), closed (optional), do_not_analyse (optional), invented (optional), and they are id, name
    "#]],
    );
}

#[test]
fn an_account_column_is_not_taken_for_the_contacts_id() {
    check(
        RecordKind::Contact,
        "crm.csv",
        "accountid,contactid,fullname,emailaddress1\na1,c1,Lea Berg,lea@acme.com\n",
        expect![[r#"
            c1 Lea Berg, account a1, at lea@acme.com
        "#]],
    );
}

#[test]
fn of_several_columns_with_one_meaning_the_first_that_is_filled_counts() {
    let expected = || {
        expect![[r#"
            o1 Pumps, account a2
            o2 Valves, account a1
        "#]]
    };
    let csv = "_customerid_value,_parentaccountid_value,opportunityid,name\na2,,o1,Pumps\na2,a1,o2,Valves\n";
    check(RecordKind::Opportunity, "crm.csv", csv, expected());
    let json = "{\"_customerid_value\":\"a2\",\"_parentaccountid_value\":null,\"id\":\"o1\",\"name\":\"Pumps\"}\n\
                {\"_customerid_value\":\"a2\",\"_parentaccountid_value\":\"a1\",\"id\":\"o2\",\"name\":\"Valves\"}\n";
    check(RecordKind::Opportunity, "crm.jsonl", json, expected());
}

#[test]
fn opportunities_come_from_every_crm() {
    check(
        RecordKind::Opportunity,
        "ours.csv",
        "id,name,account,contact,stakeholders,owner,team,stage,state,revenue,currency,created,close,closed,do_not_analyse,invented\n\
         o1,Pump station,a1,c1,c2;max@acme.com,amber@us,ben@us;amber@us,Propose,open,120000,EUR,2026-01-05,2026-06-30,,,stage;revenue\n\
         o2,Old one,a1,,,,,Close,won,\"€ 1.234,50\",,2026-01-05,2026-03-01,2026/03/02,yes,\n",
        expect![[r#"
            o1 Pump station, account a1, contact c1, owner amber@us, team ben@us, with record c2 max@acme.com, state open, stage Propose, worth 120000, in EUR, created 2026-01-05, close 2026-06-30, invented stage revenue
            o2 Old one [won], account a1, state won, stage Close, worth 1234.5, in EUR, created 2026-01-05, close 2026-03-01, closed 2026-03-02, flagged yes
        "#]],
    );
    check(
        RecordKind::Opportunity,
        "dataverse.csv",
        "opportunityid,name,_parentaccountid_value,_parentcontactid_value,statecode,estimatedvalue,estimatedclosedate,actualclosedate,createdon,stepname\n\
         11ee,Pumps,a1,c1,1,120000.0000,2026-06-30,2026-06-01,2026-01-05T23:30:00Z,3-Propose\n22ee,Valves,a1,c1,Lost,,,,,\n",
        expect![[r#"
            11ee Pumps [won], account a1, contact c1, state won, stage 3-Propose, worth 120000, created 2026-01-05, close 2026-06-30, closed 2026-06-01
            22ee Valves [lost], account a1, contact c1, state lost
        "#]],
    );
    check(
        RecordKind::Opportunity,
        "salesforce.csv",
        "Id,Name,AccountId,StageName,Amount,CloseDate,IsWon,IsClosed,CreatedDate,CurrencyIsoCode,Owner.Email\n\
         006A,Pumps,001A,Negotiation,5000.0,2026-06-30,false,false,2026-01-05T10:00:00.000+0000,USD,amber@contoso.com\n\
         006B,Valves,001A,Closed Won,5000.0,2026-02-28,true,true,2026-01-05T10:00:00.000+0000,USD,amber@contoso.com\n\
         006C,Tanks,001A,Closed Lost,,2026-02-28,false,true,,USD,\n",
        expect![[r#"
            006A Pumps, account 001A, owner amber@contoso.com, stage Negotiation, worth 5000, in USD, created 2026-01-05, close 2026-06-30
            006B Valves [won], account 001A, owner amber@contoso.com, state won, stage Closed Won, worth 5000, in USD, created 2026-01-05, close 2026-02-28, closed 2026-02-28
            006C Tanks [lost], account 001A, state lost, stage Closed Lost, in USD, close 2026-02-28, closed 2026-02-28
        "#]],
    );
    check(
        RecordKind::Opportunity,
        "hubspot.csv",
        "Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Deal owner,Associated Company IDs,Associated Contact IDs\n\
         77,Pumps,closedwon,\"5,000.00\",2026-02-28 10:00,2026-01-05 09:00,amber@contoso.com,88,99;98\n78,Valves,Appointment scheduled,,,,Amber Smith,,\n",
        expect![[r#"
            77 Pumps [won], account 88, contact 99, owner amber@contoso.com, with record 98, state won, stage closedwon, worth 5000, created 2026-01-05, close 2026-02-28, closed 2026-02-28
            78 Valves, stage Appointment scheduled
            hubspot.csv line 3, column owner: left out: it has no @
        "#]],
    );
}

#[test]
fn json_lines_say_the_same() {
    check(
        RecordKind::Opportunity,
        "deals.jsonl",
        "\u{feff}{\"id\": 7, \"name\": \"Pumps\", \"accountId\": \"a1\", \"stakeholders\": [\"c1\", \"max@acme.com\"], \"owner\": {\"email\": \"amber@us\"}, \"amount\": 1.234, \"won\": true, \"do_not_analyse\": true}\n\
         \n{\"id\": \"o2\", \"name\": \"Valves; pipes | more\", \"team\": \"amber@us; ben@us\", \"revenue\": null, \"unknown\": {\"a\": [1]}}\n\
         {\"id\": \"o3\", \"name\": {\"first\": \"x\"}}\nnonsense\n[1]\n{\"id\": \"o4\"\n{\"name\": \"No id\"}\n",
        expect![[r#"
            7 Pumps [won], account a1, owner amber@us, with record c1 max@acme.com, state won, worth 1.234, flagged yes
            o2 Valves; pipes | more, team amber@us ben@us
            deals.jsonl line 4: column name holds an object nothing is known of
            deals.jsonl line 5: the line is no JSON object; each line should be one, from { to }
            deals.jsonl line 6: the line is no JSON object; each line should be one, from { to }
            deals.jsonl line 7: the line is no JSON object; each line should be one, from { to }
            deals.jsonl line 8, column id: it is empty
        "#]],
    );
    check(
        RecordKind::Contact,
        "people",
        "{\"id\": 1, \"name\": \"Lea\"}\n",
        expect![[r#"
        people has no column email; its columns should be id, name, email, first_name (optional), title (optional), account (optional), company (optional), owner (optional), state (optional), created (optional), do_not_analyse (optional), invented (optional), and they are id, name
    "#]],
    );
    check(RecordKind::Contact, "people.jsonl", "", expect![[r#""#]]);
}

#[test]
fn what_cannot_be_read_is_left_out_of_its_record_and_named() {
    check(
        RecordKind::Opportunity,
        "bad.csv",
        "id;name;account;revenue;currency;created;close;closed;state\n\
         o1;Pumps;a1;NaN;Taler;02/03/2026;9999-12-31;2026-02-30;open\n\
         o2;Pumps;a\0;1.234;EUR;2026-05-01;;2026-04-01;lost\n\
         o\0;Pumps;;;;;;;\no4;\"<img src=x onerror=alert(1)>\";;inf;;;;;=cmd|' /C calc'!A0\n",
        expect![[r#"
            o1 Pumps, account a1, state open
            o2 Pumps [lost], state lost, in EUR, created 2026-05-01, closed 2026-04-01
            o4 <img src=x onerror=alert(1)>, state =cmd|' /c calc'!a0
            bad.csv line 2, column revenue: left out: it is no number
            bad.csv line 2, column currency: left out: it is no currency; write three letters, such as EUR
            bad.csv line 2, column close: left out: its year is not between 1900 and 2200; an empty cell says never
            bad.csv line 2, column closed: left out: there is no such day
            bad.csv line 2, column created: left out: it can be read as two different days; write it as 2026-03-02
            bad.csv line 3, column revenue: left out: it can be read as thousands or as decimals; write it without either sign, or with two decimals
            bad.csv line 3, column closed: kept, but it was closed before it was created
            bad.csv line 3, column account: left out: it holds control characters
            bad.csv line 4, column id: it holds control characters
            bad.csv line 5, column revenue: left out: it is no number
        "#]],
    );
    let huge = format!(
        "id,name,account,revenue\n{},Pumps,,\no2,{},{},{}\n",
        "i".repeat(300),
        "n".repeat(9_000),
        "a".repeat(9_000),
        "9".repeat(9_000)
    );
    let read = records_from_bytes(RecordKind::Opportunity, "huge.csv", huge.as_bytes()).unwrap();
    assert_eq!(read.items[0].name.as_str().len(), 200);
    assert_eq!(read.skipped.len(), 3, "{:?}", read.skipped);
}
