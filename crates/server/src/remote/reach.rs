//! Reach: how far what was granted to the application really goes, and whether that keeps the scope.
//!
//! What Exchange grants for a group stands in no token, and grants add up: one left-over consent for the whole tenant voids
//! the scope. So one mailbox inside the group and one outside are asked for, and what comes of it decides.

use relata_api::Finding;
use relata_microsoft::Probed;

/// What was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The permissions in the token, sorted.
    pub roles: Vec<String>,
    /// Mail and calendar of somebody in the group.
    pub inside: Option<(Probed, Probed)>,
    /// Mail and calendar of somebody outside; `None`: everybody is inside.
    pub outside: Option<(Probed, Probed)>,
}

/// Permissions that allow more than reading who, when and which way.
const TOO_BROAD: [&str; 8] = [
    "Mail.Read",
    "Mail.ReadWrite",
    "Mail.Send",
    "Calendars.Read",
    "Calendars.ReadWrite",
    "full_access_as_app",
    "MailboxSettings.ReadWrite",
    "Directory.ReadWrite.All",
];

/// Returns what follows from what was tried.
///
/// Mail outside the group must not be readable. Calendars may be, if the token allows no more than their basic form for all:
/// Exchange has no role that reads calendars of a group without what is written in them.
pub fn judge(reach: &Reach) -> Vec<Finding> {
    let mut findings = Vec::new();
    let broad: Vec<&str> = reach.roles.iter().map(String::as_str).filter(|it| TOO_BROAD.contains(it)).collect();
    if !broad.is_empty() {
        findings.push(Finding::wrong(
            format!("the application holds {} for the whole tenant, which is more than Relata needs", broad.join(", ")),
            Some("take it away and grant Mail.ReadBasic for the group (docs/microsoft365.md)"),
        ));
    }
    findings.extend(match &reach.inside {
        None => vec![Finding::wrong(
            "nobody in the group has a mailbox that may be read",
            Some("put people who work here into the group, or choose another one"),
        )],
        Some((Probed::Readable, Probed::Readable)) => {
            vec![Finding::fine("mail of the group can be read"), Finding::fine("calendars of the group can be read")]
        }
        Some((Probed::Readable, _)) => vec![
            Finding::fine("mail of the group can be read"),
            Finding::note(
                "calendars of the group cannot be read, so meetings count only where a CRM has them",
                Some("grant the application Calendars.Read for the group, if they shall count"),
            ),
        ],
        Some((Probed::Missing, _)) => vec![Finding::wrong(
            "the mailbox tried inside the group is not there",
            Some("see that people in the group have mailboxes in the cloud"),
        )],
        Some((Probed::Denied { code }, _)) => vec![Finding::wrong(
            format!("mail of the group cannot be read ({code})"),
            Some("grant the application Mail.ReadBasic for the group, and wait up to two hours until Exchange knows"),
        )],
    });
    let basic_calendars = reach.roles.iter().any(|it| it == "Calendars.ReadBasic" || it == "Calendars.ReadBasic.All");
    findings.push(match &reach.outside {
        None => Finding::note("everybody with a mailbox is in the group, so its limit cannot be tried", None),
        Some((Probed::Readable, _)) => Finding::wrong(
            "mail outside the group can be read, too: a grant for the whole tenant defeats the group",
            Some(
                "take away Mail.ReadBasic.All (and whatever else reads mail) from the application, and keep the grant for \
                 the group",
            ),
        ),
        Some((_, Probed::Readable)) if basic_calendars => Finding::note(
            "calendars outside the group could be read in their basic form; Relata reads those of the group alone",
            None,
        ),
        Some((_, Probed::Readable)) => Finding::wrong(
            "calendars outside the group can be read, with what is written in them",
            Some("grant Calendars.ReadBasic instead, or Calendars.Read for the group alone"),
        ),
        Some(_) => Finding::fine("mailboxes outside the group cannot be read"),
    });
    findings
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn probed(text: &str) -> Option<(Probed, Probed)> {
        let one = |it: &str| match it {
            "yes" => Probed::Readable,
            "gone" => Probed::Missing,
            code => Probed::Denied { code: code.to_owned() },
        };
        let (mail, calendar) = text.split_once('/')?;
        Some((one(mail), one(calendar)))
    }

    /// Roles; mail/calendar inside; mail/calendar outside, `-` for nobody.
    fn check(text: &str, expected: Expect) {
        let [roles, inside, outside] = text.splitn(3, ';').map(str::trim).collect::<Vec<_>>().try_into().unwrap();
        let roles = roles.split_whitespace().map(str::to_owned).collect();
        let findings = judge(&Reach { roles, inside: probed(inside), outside: probed(outside) });
        expected
            .assert_eq(&findings.iter().map(|it| format!("{:?}: {}\n", it.verdict, it.sentence())).collect::<String>());
    }

    #[test]
    fn a_grant_for_the_group_alone_is_fine() {
        check(
            "User.Read.All; yes/yes; no/no",
            expect![[r#"
                Fine: mail of the group can be read
                Fine: calendars of the group can be read
                Fine: mailboxes outside the group cannot be read
            "#]],
        );
        check(
            "User.Read.All Calendars.ReadBasic; yes/yes; no/yes",
            expect![[r#"
                Fine: mail of the group can be read
                Fine: calendars of the group can be read
                Note: calendars outside the group could be read in their basic form; Relata reads those of the group alone
            "#]],
        );
        check(
            "User.Read.All; yes/no; -",
            expect![[r#"
                Fine: mail of the group can be read
                Note: calendars of the group cannot be read, so meetings count only where a CRM has them; grant the application Calendars.Read for the group, if they shall count
                Note: everybody with a mailbox is in the group, so its limit cannot be tried
            "#]],
        );
    }

    #[test]
    fn a_broader_grant_is_refused() {
        check(
            "Mail.ReadBasic.All; yes/yes; yes/no",
            expect![[r#"
                Fine: mail of the group can be read
                Fine: calendars of the group can be read
                Wrong: mail outside the group can be read, too: a grant for the whole tenant defeats the group; take away Mail.ReadBasic.All (and whatever else reads mail) from the application, and keep the grant for the group
            "#]],
        );
        check(
            "Mail.Read; yes/yes; yes/yes",
            expect![[r#"
                Wrong: the application holds Mail.Read for the whole tenant, which is more than Relata needs; take it away and grant Mail.ReadBasic for the group (docs/microsoft365.md)
                Fine: mail of the group can be read
                Fine: calendars of the group can be read
                Wrong: mail outside the group can be read, too: a grant for the whole tenant defeats the group; take away Mail.ReadBasic.All (and whatever else reads mail) from the application, and keep the grant for the group
            "#]],
        );
        check(
            "User.Read.All; yes/yes; no/yes",
            expect![[r#"
                Fine: mail of the group can be read
                Fine: calendars of the group can be read
                Wrong: calendars outside the group can be read, with what is written in them; grant Calendars.ReadBasic instead, or Calendars.Read for the group alone
            "#]],
        );
    }

    #[test]
    fn a_mailbox_that_cannot_be_read_says_what_to_do() {
        check(
            "User.Read.All; ErrorAccessDenied/no; no/no",
            expect![[r#"
                Wrong: mail of the group cannot be read (ErrorAccessDenied); grant the application Mail.ReadBasic for the group, and wait up to two hours until Exchange knows
                Fine: mailboxes outside the group cannot be read
            "#]],
        );
        check(
            "User.Read.All; gone/gone; no/no",
            expect![[r#"
                Wrong: the mailbox tried inside the group is not there; see that people in the group have mailboxes in the cloud
                Fine: mailboxes outside the group cannot be read
            "#]],
        );
        check(
            "User.Read.All; -; no/no",
            expect![[r#"
                Wrong: nobody in the group has a mailbox that may be read; put people who work here into the group, or choose another one
                Fine: mailboxes outside the group cannot be read
            "#]],
        );
    }
}
