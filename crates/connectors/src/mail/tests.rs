//! Header blocks and what becomes of them.

use expect_test::{Expect, expect};
use relata_model::Folder;

use super::*;

fn place() -> Place {
    Place { folder: Folder::Other, delivered: None, now: "2026-06-01T00:00:00Z".parse().unwrap() }
}

/// Shows a message on a few lines, or why it is refused.
fn show(block: &str) -> String {
    match observe(block.as_bytes(), &place()) {
        Err(reason) => format!("refused: {reason}\n"),
        Ok(it) => {
            let people: Vec<String> = it
                .participants
                .iter()
                .map(|who| {
                    let name = who.name.as_ref().map_or(String::new(), |name| format!(" ({})", name.as_str()));
                    format!("{:?} {}{name}", who.role, who.address.as_str())
                })
                .collect();
            format!("{} of {}: {}\n", it.at, it.audience, people.join(", "))
        }
    }
}

#[track_caller]
fn check(block: &str, expected: Expect) {
    expected.assert_eq(&show(block));
}

const DATE: &str = "Date: Mon, 2 Mar 2026 10:00:00 +0100\n";

#[test]
fn a_plain_message_is_who_when_and_to_whom() {
    check(
        &format!(
            "From: \"Berg, Lea\" <Lea@Acme.com>\nTo: amber@contoso.com,\n\tBen <ben@contoso.com>\nCc: max@acme.com\n{DATE}"
        ),
        expect![[r#"
            2026-03-02T09:00:00Z of 3: From lea@acme.com (Berg, Lea), To amber@contoso.com, To ben@contoso.com (Ben), Cc max@acme.com
        "#]],
    );
}

#[test]
fn send_on_behalf_keeps_both() {
    check(
        &format!("From: boss@acme.com\nSender: lea@acme.com\nTo: a@contoso.com\n{DATE}"),
        expect![[r#"
            2026-03-02T09:00:00Z of 1: From boss@acme.com, Sender lea@acme.com, To a@contoso.com
        "#]],
    );
}

#[test]
fn names_and_encoded_words_never_become_addresses() {
    check(
        &format!(
            "From: \"amber@contoso.com\" <evil@attacker.com>\nTo: \"a@b.com\" <x@y.com>, =?utf-8?B?YUBiLmV4YW1wbGUuY29t?=\n{DATE}"
        ),
        expect![[r#"
            2026-03-02T09:00:00Z of 2: From evil@attacker.com (amber@contoso.com), To x@y.com (a@b.com)
        "#]],
    );
    check(
        &format!("From: <=?utf-8?Q?boss=40acme.com?=>\nTo: a@contoso.com\n{DATE}"),
        expect![[r#"
            refused: it names no sender with a valid address
        "#]],
    );
    check(
        &format!("From: =?utf-8?Q?B=C3=A9a?= <bea@acme.com>\nTo: =?iso-8859-1?Q?J=FCrg?= <j@contoso.com>\n{DATE}"),
        expect![[r#"
            2026-03-02T09:00:00Z of 1: From bea@acme.com (Béa), To j@contoso.com (Jürg)
        "#]],
    );
}

#[test]
fn what_is_no_address_is_counted_and_left_out() {
    check(
        &format!(
            "From: lea@acme.com\nTo: legal <.hall@enron.com>, a@b@c.com, x@[10.0.0.1], ben@contoso.com\nCc: undisclosed-recipients:;\n{DATE}"
        ),
        expect![[r#"
            2026-03-02T09:00:00Z of 4: From lea@acme.com, To ben@contoso.com
        "#]],
    );
    check(
        &format!("From: lea@acme.com\nTo: Team: amber@contoso.com, ben@contoso.com;, max@acme.com\n{DATE}"),
        expect![[r#"
            2026-03-02T09:00:00Z of 3: From lea@acme.com, To amber@contoso.com, To ben@contoso.com, To max@acme.com
        "#]],
    );
}

#[test]
fn two_senders_or_none_are_refused() {
    check(
        &format!("From: a@acme.com\nFrom: b@acme.com\nTo: c@contoso.com\n{DATE}"),
        expect![[r#"
        refused: it has more than one From header; which is true, nobody knows
    "#]],
    );
    check(
        &format!("To: c@contoso.com\n{DATE}"),
        expect![[r#"
        refused: it names no sender with a valid address
    "#]],
    );
    check(
        "",
        expect![[r#"
        refused: it has no mail headers
    "#]],
    );
    check(
        "just some text, no headers at all",
        expect![[r#"
        refused: it has no mail headers
    "#]],
    );
}

#[test]
fn a_folded_header_stays_one_header() {
    check(
        &format!("Subject: x\n\tBcc: evil@attacker.com\nFrom: lea@acme.com\nTo: c@contoso.com\n{DATE}"),
        expect![[r#"
        2026-03-02T09:00:00Z of 1: From lea@acme.com, To c@contoso.com
    "#]],
    );
}

#[test]
fn dates_count_as_far_as_they_can_be_believed() {
    let received = "Received: from a by b; Tue, 3 Mar 2026 08:00:00 +0000\n";
    for (headers, expected) in [
        ("Date: Mon, 2 Mar 2026 10:00:00 +0100\n".to_owned(), Some("2026-03-02T09:00:00Z")),
        (format!("{received}Date: Mon, 2 Mar 2026 10:00:00 +0100\n"), Some("2026-03-02T09:00:00Z")),
        (format!("{received}Date: Mon, 2 Feb 2025 10:00:00 +0100\n"), Some("2026-03-03T08:00:00Z")),
        (format!("{received}Date: 9999-12-31T23:59:60+9999\n"), Some("2026-03-03T08:00:00Z")),
        (format!("{received}Date: 99 Foo 20260 99:99:99\n"), Some("2026-03-03T08:00:00Z")),
        (received.to_owned(), Some("2026-03-03T08:00:00Z")),
        ("Date: Mon, 31 Dec 1979 16:00:00 -0800 (PST)\n".to_owned(), None),
        ("Date: Mon, 2 Mar 2037 10:00:00 +0100\n".to_owned(), None),
        (String::new(), None),
    ] {
        let block = format!("From: lea@acme.com\nTo: c@contoso.com\n{headers}");
        let at = observe(block.as_bytes(), &place()).ok().map(|it| it.at.to_string());
        assert_eq!(at.as_deref(), expected, "{headers}");
    }
}

#[test]
fn a_servers_note_helps_where_the_date_is_missing() {
    let noted = Place { delivered: Some("2026-03-05T00:00:00Z".parse().unwrap()), ..place() };
    let observed = observe(b"From: lea@acme.com\nTo: c@contoso.com\n", &noted).unwrap();
    assert_eq!(observed.at.to_string(), "2026-03-05T00:00:00Z");
}

#[test]
fn copies_are_one_with_or_without_a_message_id() {
    let of = |block: String| observe(block.as_bytes(), &place()).unwrap().identity;
    let plain = "From: lea@acme.com\nTo: a@contoso.com, b@contoso.com\nDate: Mon, 2 Mar 2026 10:00:00 +0100\n";
    let other = "From: Lea <LEA@acme.com>\nTo: b@contoso.com\nCc: a@contoso.com\nBcc: x@acme.com\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n";
    assert_eq!(of(plain.to_owned()), of(other.to_owned()));
    assert_eq!(of(format!("Message-ID: <1@A.com>\n{plain}")), of(format!("Message-Id: 1@a.com\n{other}")));
    assert_ne!(of(format!("Message-ID: <1@a.com>\n{plain}")), of(plain.to_owned()));
}

#[test]
fn threads_are_found_by_references() {
    let of = |headers: &str| {
        let block = format!("From: lea@acme.com\nTo: a@contoso.com\n{DATE}Message-ID: <9@a.com>\n{headers}");
        let it = observe(block.as_bytes(), &place()).unwrap();
        (it.reply_to, it.conversation)
    };
    let id = |it: &str| Identity::of_message_id(it).unwrap();
    assert_eq!(of(""), (None, id("9@a.com")));
    assert_eq!(of("In-Reply-To: <2@a.com>\n"), (Some(id("2@a.com")), id("2@a.com")));
    assert_eq!(of("In-Reply-To: Your message of Monday <2@a.com>\n"), (Some(id("2@a.com")), id("2@a.com")));
    assert_eq!(of("References: <1@a.com>\n <2@a.com>\n"), (Some(id("2@a.com")), id("1@a.com")));
    assert_eq!(of("References: <1@a.com>\nIn-Reply-To: <3@a.com>\n"), (Some(id("3@a.com")), id("1@a.com")));
}

#[test]
fn marks_are_facts_of_the_headers() {
    let of = |headers: &str| {
        let block = format!("From: lea@acme.com\nTo: a@contoso.com\n{DATE}{headers}");
        format!(
            "{:?}",
            relata_model::classification::filter_of(&observe(block.as_bytes(), &place()).unwrap()).map(|it| it.0)
        )
    };
    for (headers, expected) in [
        ("", "None"),
        ("List-Id: Rust users <rust-users.lists.acme.com>\n", "Some(List)"),
        ("Mailing-List: contact rust-help@acme.com\n", "Some(List)"),
        ("List-Unsubscribe: <mailto:leave@acme.com>\n", "Some(Machine)"),
        ("Precedence: Bulk\n", "Some(Machine)"),
        ("Auto-Submitted: no\n", "None"),
        ("Auto-Submitted: auto-generated; type=x\n", "Some(Machine)"),
        ("Auto-Submitted: auto-replied (vacation)\nReturn-Path: <>\n", "Some(AutoReply)"),
        ("X-Autoreply: yes\n", "Some(AutoReply)"),
        ("X-Auto-Response-Suppress: All\n", "None"),
        ("X-Auto-Response-Suppress: DR, All\nIn-Reply-To: <1@a.com>\n", "Some(AutoReply)"),
        ("Return-Path: <>\n", "Some(Bounce)"),
        ("Auto-Submitted: auto-replied\nX-Failed-Recipients: x@acme.com\n", "Some(Bounce)"),
        (
            "Content-Type: multipart/report;\n report-type=delivery-status; boundary=x\nAuto-Submitted: auto-replied\n",
            "Some(Bounce)",
        ),
        ("Content-Type: multipart/report; report-type=disposition-notification\n", "Some(AutoReply)"),
    ] {
        assert_eq!(of(headers), expected, "{headers}");
    }
    let daemon = format!("From: Mail Delivery <MAILER-DAEMON>\nTo: a@contoso.com\n{DATE}");
    assert!(observe(daemon.as_bytes(), &place()).unwrap().marks.delivery_report);
}

#[test]
fn folders_of_exports_are_believed_before_paths() {
    for (header, expected) in [
        ("X-Folder: \\Kean\\Notes Folders\\'sent mail\n", Folder::Sent),
        ("X-Gmail-Labels: Important,Sent,Work\n", Folder::Sent),
        ("X-Gmail-Labels: Spam\n", Folder::Junk),
        ("X-Folder: \\Kean\\Inbox\n", Folder::Other),
    ] {
        let block = format!("{header}From: lea@acme.com\nTo: a@contoso.com\n{DATE}");
        assert_eq!(observe(block.as_bytes(), &place()).unwrap().folder, expected, "{header}");
    }
}

#[test]
fn crowds_are_counted_and_not_read() {
    let crowd: Vec<String> = (0..5000).map(|it| format!("Somebody {it} <p{it}@acme.com>")).collect();
    let block = format!("From: lea@acme.com\nTo: {}\n{DATE}", crowd.join(",\n "));
    let observed = observe(block.as_bytes(), &place()).unwrap();
    assert_eq!((observed.audience, observed.participants.len()), (5000, 500));
}

#[test]
fn monsters_do_no_harm() {
    let long = format!("From: lea@acme.com\nTo: a@contoso.com\n{DATE}X-Long: {}\n", "x".repeat(300 * 1024));
    assert!(observe(long.as_bytes(), &place()).is_ok());
    let nested = "Content-Type: message/rfc822\n\n".repeat(40_000);
    assert!(observe(format!("From: lea@acme.com\nTo: a@contoso.com\n{DATE}{nested}").as_bytes(), &place()).is_ok());
    let comments = format!("From: {}lea@acme.com\n{DATE}", "(".repeat(200_000));
    assert!(observe(comments.as_bytes(), &place()).is_err());
    assert!(observe(&[0xff; 100_000], &place()).is_err());
}

#[test]
fn names_in_old_encodings_are_read() {
    let block = [b"From: J\xfcrg <j@acme.com>\nTo: a@contoso.com\n".as_slice(), DATE.as_bytes()].concat();
    let observed = observe(&block, &place()).unwrap();
    assert_eq!(observed.participants[0].name.as_ref().unwrap().as_str(), "Jürg");
}
