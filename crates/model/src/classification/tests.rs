//! The rules as tables.

use super::*;
use crate::{Folder, Identity, Marks, Participant, Response, Side};

#[track_caller]
fn check_words(address: &str, name: &str, expected: Class) {
    let classified = classify(&Address::parse(address).unwrap(), Name::new(name).as_ref(), Evidence::default(), None);
    assert_eq!(classified.class, expected, "{address} {name}: {}", classified.reason);
}

#[test]
fn words_tell_roles_lists_machines_bots_and_rooms_from_people() {
    for (address, name, expected) in [
        ("lea.berg@acme.com", "", Class::Person),
        ("salesky@acme.com", "", Class::Person),
        ("t.news@acme.com", "", Class::Machine),
        ("grace.hope@acme.com", "", Class::Person),
        ("it.support@acme.com", "", Class::Role),
        ("allan.rooney@acme.com", "", Class::Person),
        ("bill2@acme.com", "", Class::Person),
        ("sales@acme.com", "", Class::Role),
        ("sales.emea@acme.com", "", Class::Role),
        ("info-uk@acme.com", "", Class::Role),
        ("customer.service@acme.com", "", Class::Role),
        ("service.smith@acme.com", "", Class::Person),
        ("staffing@acme.com", "", Class::Role),
        ("buchhaltung@acme.de", "", Class::Role),
        ("no-reply@acme.com", "", Class::Machine),
        ("security-noreply@linkedin.com", "", Class::Machine),
        ("ne.pas.repondre@acme.fr", "", Class::Machine),
        ("posts-recap-noreply@acme.com", "", Class::Machine),
        ("mailer-daemon@acme.com", "", Class::Machine),
        ("bounce-17_html-8372@acme.com", "", Class::Machine),
        ("1800flowers.251421602@s2u2.com", "", Class::Machine),
        ("ebe4476b2d94882a86256a1475ff3b@acme.com", "", Class::Machine),
        ("rssfeeds@acme.com", "", Class::Machine),
        ("lea@newsletter.acme.com", "", Class::Machine),
        ("lea@newsletter.com", "", Class::Person),
        ("online#3.19586.b5@acme.com", "", Class::Machine),
        ("rrga-l@list.rtowest.org", "", Class::List),
        ("python-list@python.org", "", Class::List),
        ("rust@googlegroups.com", "", Class::List),
        ("all.houston@acme.com", "", Class::List),
        ("c_188@resource.calendar.google.com", "", Class::Room),
        ("room-3b@acme.com", "", Class::Room),
        ("b3@acme.com", "Conference Room B3", Class::Room),
        ("fred@fireflies.ai", "", Class::Bot),
        ("anna@fireflies.ai", "", Class::Person),
        ("lea@gong.io", "Lea Berg", Class::Person),
        ("assistant@gong.io", "", Class::Bot),
        ("x7@acme.com", "Lea's Notetaker", Class::Bot),
        ("x7@acme.com", "Fathom Notetaker", Class::Bot),
        ("x7@acme.com", "Read.ai meeting notes", Class::Bot),
        ("x7@acme.com", "tl;dv", Class::Bot),
        ("x7@acme.com", "OtterPilot", Class::Bot),
        ("x7@acme.com", "Avoma Assistant", Class::Bot),
        ("x7@acme.com", "Jane Otter", Class::Person),
    ] {
        check_words(address, name, expected);
    }
}

#[test]
fn headers_come_before_the_directory_and_the_directory_before_words() {
    let sales = Address::parse("sales@acme.com").unwrap();
    let list = Evidence { list: 1, ..Evidence::default() };
    let bulk = Evidence { machine: 3, personal: 1, ..Evidence::default() };
    for (evidence, standing, expected) in [
        (Evidence::default(), None, Class::Role),
        (Evidence::default(), Some(Standing::Active), Class::Person),
        (Evidence::default(), Some(Standing::Room), Class::Room),
        (Evidence::default(), Some(Standing::Group), Class::List),
        (list, Some(Standing::Active), Class::List),
        (bulk, Some(Standing::Active), Class::Machine),
    ] {
        assert_eq!(classify(&sales, None, evidence, standing).class, expected);
    }
}

fn email(from: &str, marks: Marks) -> Observed {
    let from = Address::parse(from).unwrap();
    Observed {
        identity: Identity([1; 16]),
        at: "2026-03-01T00:00:00Z".parse().unwrap(),
        kind: Kind::Email,
        participants: vec![Participant {
            address: from,
            name: None,
            role: Role::From,
            response: Response::None,
            side: Side::Unknown,
        }],
        audience: 1,
        reply_to: None,
        conversation: Identity([1; 16]),
        minutes: 0,
        marks,
        folder: Folder::Other,
        activity: None,
    }
}

#[test]
fn headers_decide_how_a_message_was_made_and_bounces_come_first() {
    let text = |it: &str| Some(it.to_owned());
    for (from, marks, expected) in [
        ("lea@acme.com", Marks::default(), None),
        ("noreply@acme.com", Marks::default(), Some(Filter::Machine)),
        ("sales@acme.com", Marks::default(), None),
        (
            "mailer-daemon@acme.com",
            Marks { auto_submitted: text("auto-replied"), ..Marks::default() },
            Some(Filter::Bounce),
        ),
        (
            "lea@acme.com",
            Marks { delivery_report: true, auto_submitted: text("auto-replied"), ..Marks::default() },
            Some(Filter::Bounce),
        ),
        ("lea@acme.com", Marks { auto_submitted: text("auto-replied"), ..Marks::default() }, Some(Filter::AutoReply)),
        (
            "lea@acme.com",
            Marks { auto_reply: true, precedence: text("bulk"), ..Marks::default() },
            Some(Filter::AutoReply),
        ),
        ("lea@acme.com", Marks { list: text(""), unsubscribe: true, ..Marks::default() }, Some(Filter::List)),
        ("lea@acme.com", Marks { precedence: text("list"), ..Marks::default() }, Some(Filter::List)),
        ("lea@acme.com", Marks { unsubscribe: true, ..Marks::default() }, Some(Filter::Machine)),
        ("lea@acme.com", Marks { precedence: text("bulk"), ..Marks::default() }, Some(Filter::Machine)),
        ("lea@acme.com", Marks { auto_submitted: text("auto-generated"), ..Marks::default() }, Some(Filter::Machine)),
    ] {
        assert_eq!(filter_of(&email(from, marks)).map(|it| it.0), expected, "{from}");
    }
}

#[test]
fn evidence_adds_up_over_messages() {
    let lea = Address::parse("lea@acme.com").unwrap();
    let bulk = Marks { unsubscribe: true, ..Marks::default() };
    let mut evidence = Evidence::about(&lea, &email("lea@acme.com", bulk));
    evidence += Evidence::about(&lea, &email("lea@acme.com", Marks::default()));
    evidence += Evidence::about(&lea, &email("max@acme.com", Marks::default()));
    assert_eq!(evidence, Evidence { list: 0, machine: 1, personal: 1 });

    let rust = Address::parse("rust@lists.acme.com").unwrap();
    let listed = Marks { list: Some("<rust.lists.acme.com>".to_owned()), ..Marks::default() };
    assert_eq!(Evidence::about(&rust, &email("lea@acme.com", listed)).list, 1);
}
