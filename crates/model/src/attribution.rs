//! Attribution: which interactions count for which record.
//!
//! ```text
//! account      any colleague           with   the primary contact, every contact of the account
//! contact      any colleague           with   the contact
//! opportunity  the owner, the team     with   the customer contact, stakeholders, the account's primary contact
//! lead         the owner               with   the lead, stakeholders
//! ```
//!
//! What a CRM says *regards* a record always counts for it. A meeting counts for an opportunity only if it regards it,
//! or was seen in a mailbox with somebody of the opportunity's customers in it. An interaction counts once per record.
//!
//! The same rule in SQL, over the log, is `crates/analytics/sql/record/attributed.sql`; a property test holds the two together.

use std::collections::BTreeSet;

use crate::{Kind, PersonId, RecordKind, RecordNumber, Role, Status};

/// A record to analyse, and whose interactions count for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The record, as the log knows it.
    pub number: RecordNumber,
    /// Which kind of entry.
    pub kind: RecordKind,
    /// Where it stands.
    pub status: Status,
    /// Where an opportunity stands, in the CRM's words.
    pub stage: Option<String>,
    /// When the CRM got it, as days since 1970.
    pub created: Option<i32>,
    /// Colleagues whose interactions count, where not everybody's do.
    pub ours: BTreeSet<PersonId>,
    /// Persons outside whose interactions count.
    pub theirs: BTreeSet<PersonId>,
}

impl Subject {
    /// Returns whether any colleague's interactions count.
    pub fn takes_any_colleague(&self) -> bool {
        matches!(self.kind, RecordKind::Account | RecordKind::Contact)
    }

    /// Returns whether an interaction counts for this record.
    pub fn counts(&self, it: &Attributable<'_>) -> bool {
        if it.regarding == Some(self.number) {
            return true;
        }
        if it.kind == Kind::Task || (it.kind == Kind::Meeting && !self.takes_unregarded_meeting(it)) {
            return false;
        }
        let ours = |(person, colleague, _): &(PersonId, bool, Role)| {
            *colleague && (self.takes_any_colleague() || self.ours.contains(person))
        };
        let theirs = |(person, colleague, role): &(PersonId, bool, Role)| {
            !colleague && is_visible_to_all(*role) && self.theirs.contains(person)
        };
        it.participants.iter().any(ours) && it.participants.iter().any(theirs)
    }

    fn takes_unregarded_meeting(&self, it: &Attributable<'_>) -> bool {
        self.kind != RecordKind::Opportunity || it.in_mailbox
    }
}

/// An interaction, as far as attribution asks.
#[derive(Clone, Copy, Debug)]
pub struct Attributable<'a> {
    /// Email, meeting, call or task.
    pub kind: Kind,
    /// Who took part: the person, whether that is a colleague, and as what.
    pub participants: &'a [(PersonId, bool, Role)],
    /// The record a CRM says it regards.
    pub regarding: Option<RecordNumber>,
    /// Whether a mailbox showed it, not the CRM alone.
    pub in_mailbox: bool,
}

/// From, To and Cc; whoever attends a meeting or is on a call. A blind copy tells nobody of a relationship.
fn is_visible_to_all(role: Role) -> bool {
    matches!(
        role,
        Role::From
            | Role::To
            | Role::Cc
            | Role::Organiser
            | Role::Required
            | Role::Optional
            | Role::Caller
            | Role::Callee
    )
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::notation;

    const PEOPLE: [&str; 8] =
        ["amber@us", "ben@us", "cleo@us", "lea@acme", "max@acme", "prim@acme", "stan@bank", "zoe@other"];

    fn person(address: &str) -> PersonId {
        PersonId(PEOPLE.iter().position(|it| *it == address).expect("somebody of the test") as i64)
    }

    fn subject(number: i64, kind: RecordKind, ours: &[&str], theirs: &[&str]) -> Subject {
        let persons = |all: &[&str]| all.iter().map(|it| person(it)).collect();
        Subject {
            number: RecordNumber(number),
            kind,
            status: Status::Open,
            stage: None,
            created: None,
            ours: persons(ours),
            theirs: persons(theirs),
        }
    }

    /// The CRM of these tests: an account with two contacts, of whom `prim` is the primary one; an opportunity that
    /// amber owns with ben in the team, lea as customer and stan as stakeholder; a lead of amber's.
    fn crm() -> Vec<(&'static str, Subject)> {
        use RecordKind::{Account, Contact, Lead, Opportunity};
        vec![
            ("account", subject(1, Account, &[], &["prim@acme", "lea@acme"])),
            ("contact", subject(2, Contact, &[], &["lea@acme"])),
            ("opportunity", subject(3, Opportunity, &["amber@us", "ben@us"], &["lea@acme", "stan@bank", "prim@acme"])),
            ("lead", subject(4, Lead, &["amber@us"], &["max@acme", "stan@bank"])),
        ]
    }

    /// Says for every line which records it counts for. `regarding 3` is the opportunity.
    fn check(given: &str, expected: Expect) {
        let directory = notation::directory("amber@us ben@us cleo@us");
        let mut text = String::new();
        for it in notation::interactions(given, &directory) {
            let participants: Vec<_> = it
                .participants
                .iter()
                .map(|it| (person(it.address.as_str()), it.side == crate::Side::Colleague, it.role))
                .collect();
            let regarding = it.activity.as_ref().and_then(|it| it.regarding.as_ref()).and_then(|it| it.0.parse().ok());
            let attributable = Attributable {
                kind: it.kind,
                participants: &participants,
                regarding: regarding.map(RecordNumber),
                in_mailbox: it.activity.is_none(),
            };
            let records = crm().into_iter().filter(|(_, it)| it.counts(&attributable)).map(|it| it.0);
            let records: Vec<&str> = records.collect();
            let line = notation::print(&[it]);
            text += &format!("{} => {}\n", line.trim_end(), records.join(" "));
        }
        expected.assert_eq(&text);
    }

    #[test]
    fn what_regards_a_record_counts_even_without_anybody_of_interest() {
        check(
            "2026-03-02 email cleo@us -> zoe@other regarding 3
             2026-03-02 task cleo@us -> regarding 3
             2026-03-02 task cleo@us -> lea@acme in crm
             2026-03-02 call cleo@us -> zoe@other in crm",
            expect![[r#"
                2026-03-02 email cleo@us -> zoe@other regarding 3 => opportunity
                2026-03-02 task cleo@us ->  regarding 3 => opportunity
                2026-03-02 task cleo@us -> lea@acme in crm => 
                2026-03-02 call cleo@us -> zoe@other in crm => 
            "#]],
        );
    }

    #[test]
    fn a_stakeholder_of_a_lead_called_by_somebody_else_than_the_owner_does_not_count() {
        check(
            "2026-03-02 call cleo@us -> stan@bank in crm
             2026-03-02 call amber@us -> stan@bank in crm
             2026-03-02 call ben@us -> max@acme in crm",
            expect![[r#"
                2026-03-02 call cleo@us -> stan@bank in crm => 
                2026-03-02 call amber@us -> stan@bank in crm => opportunity lead
                2026-03-02 call ben@us -> max@acme in crm => 
            "#]],
        );
    }

    #[test]
    fn a_stakeholder_of_an_opportunity_mailed_from_outside_the_team_does_not_count() {
        check(
            "2026-03-02 email cleo@us -> stan@bank
             2026-03-02 email ben@us -> stan@bank
             2026-03-02 email cleo@us -> stan@bank, cc ben@us
             2026-03-02 email stan@bank -> cleo@us, cc amber@us",
            expect![[r#"
                2026-03-02 email cleo@us -> stan@bank => 
                2026-03-02 email ben@us -> stan@bank => opportunity
                2026-03-02 email cleo@us -> stan@bank, cc ben@us => opportunity
                2026-03-02 email stan@bank -> cleo@us, cc amber@us => opportunity lead
            "#]],
        );
    }

    #[test]
    fn a_meeting_with_the_accounts_primary_contact_counts_for_the_account_and_for_an_opportunity_by_regarding_or_mailbox()
     {
        check(
            "2026-03-02 meeting cleo@us -> prim@acme in crm
             2026-03-02 meeting amber@us -> prim@acme in crm
             2026-03-02 meeting amber@us -> prim@acme regarding 3
             2026-03-02 meeting amber@us -> prim@acme
             2026-03-02 meeting cleo@us -> prim@acme",
            expect![[r#"
                2026-03-02 meeting cleo@us -> prim@acme in crm => account
                2026-03-02 meeting amber@us -> prim@acme in crm => account
                2026-03-02 meeting amber@us -> prim@acme regarding 3 => account opportunity
                2026-03-02 meeting amber@us -> prim@acme => account opportunity
                2026-03-02 meeting cleo@us -> prim@acme => account
            "#]],
        );
    }

    #[test]
    fn a_blind_copy_and_somebody_elses_mail_count_for_nobody() {
        check(
            "2026-03-02 email amber@us -> zoe@other, bcc lea@acme
             2026-03-02 email zoe@other -> amber@us
             2026-03-02 email zoe@other -> cleo@us, cc lea@acme",
            expect![[r#"
                2026-03-02 email amber@us -> zoe@other, bcc lea@acme => 
                2026-03-02 email zoe@other -> amber@us => 
                2026-03-02 email zoe@other -> cleo@us, cc lea@acme => account contact
            "#]],
        );
    }
}
