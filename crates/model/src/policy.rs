//! Policy: who may see and do what.
//!
//! ```text
//! roles + grants ──▶ Rights ┐
//! what is in force today    ├──▶ decide ──▶ allowed, or what is missing and who can change it
//! what is asked for: Right  ┘
//! ```
//!
//! **Invariant:** [`decide`] is the only rule, on every path. Whatever it does not allow is forbidden, and nothing is
//! read before it was asked.

use std::collections::BTreeSet;

use crate::consent::Insights;

/// What somebody is in the organisation's eyes. One person may have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Works with records, and sees who knows whom and how relationships stand.
    Salesperson,
    /// The same, and takes lists along.
    SalesManager,
    /// Sets Relata up and looks after people's wishes; sees no insights by that.
    Administrator,
    /// Speaks for the directory: gives and withdraws consent.
    DirectoryAdministrator,
    /// Reads what was done, and nothing else.
    Auditor,
}

/// What somebody may see or do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// See counts and the state of sources.
    SeeOverview,
    /// See records, persons and colleagues, without who knows whom.
    SeeRecords,
    /// See who knows whom, by name.
    SeeWhoKnowsWhom,
    /// See how the relationship with a record stands.
    SeeAnalytics,
    /// See figures about accounts that tell of nobody.
    SeeEngagement,
    /// See one's own relationships; everybody may, nobody may see another's.
    SeeOwnTies,
    /// Download lists.
    ExportLists,
    /// Ask colleagues for introductions.
    AskForIntroductions,
    /// Change how analytics behave.
    ManageSettings,
    /// Turn relationship intelligence on and off, and choose who contributes.
    ManageInsights,
    /// Give and withdraw the organisation's consent, and leave groups out.
    GiveConsent,
    /// Carry out people's wishes: opting out, erasure, access.
    ManagePeople,
    /// Give and take roles and rights.
    ManageRoles,
    /// Connect, pause and disconnect sources of mail and records.
    ManageSources,
    /// Issue API tokens, end sessions, register applications that show widgets.
    ManageAccess,
    /// Issue tokens for widgets in other applications' forms.
    IssueEmbedTokens,
    /// Read and download the audit trail.
    ReadAudit,
}

/// The rights of somebody, all of their roles and grants together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights(BTreeSet<Right>);

/// What is in force for the organisation at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InForce {
    /// The kinds of insight consented to.
    pub insights: BTreeSet<Insights>,
    /// Whether *who knows whom* is switched on. Its basic edition is never off.
    pub who_knows_whom: bool,
    /// Whether the part of analytics that comes from mailboxes is switched on.
    pub analytics: bool,
    /// Whether the published pairs were computed from mailboxes.
    pub pairs_from_mailboxes: bool,
    /// Whether the published figures of records were computed from mailboxes.
    pub records_from_mailboxes: bool,
}

/// What is missing for what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The asker lacks the right.
    Right(Right),
    /// The organisation has not consented to that kind of insight, or withdrew it.
    Consent(Insights),
    /// An administrator switched it off, or it switched itself off without a consent.
    SwitchedOff(Right),
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 5] =
        [Role::Salesperson, Role::SalesManager, Role::Administrator, Role::DirectoryAdministrator, Role::Auditor];

    /// Returns its name in settings, tables and answers.
    pub fn name(self) -> &'static str {
        match self {
            Role::Salesperson => "salesperson",
            Role::SalesManager => "sales_manager",
            Role::Administrator => "administrator",
            Role::DirectoryAdministrator => "directory_administrator",
            Role::Auditor => "auditor",
        }
    }

    /// Returns the role of that name.
    pub fn named(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Returns what the role allows before anything is granted beside it.
    pub fn rights(self) -> Rights {
        use Right::*;
        let rights: &[Right] = match self {
            Role::Salesperson => {
                &[SeeOverview, SeeRecords, SeeWhoKnowsWhom, SeeAnalytics, SeeEngagement, AskForIntroductions]
            }
            Role::SalesManager => &[
                SeeOverview,
                SeeRecords,
                SeeWhoKnowsWhom,
                SeeAnalytics,
                SeeEngagement,
                AskForIntroductions,
                ExportLists,
            ],
            Role::Administrator => &[
                SeeOverview,
                SeeRecords,
                ManageSettings,
                ManageInsights,
                ManagePeople,
                ManageRoles,
                ManageSources,
                ManageAccess,
            ],
            Role::DirectoryAdministrator => &[SeeOverview, GiveConsent, ManagePeople],
            Role::Auditor => &[SeeOverview, ReadAudit],
        };
        Rights(rights.iter().copied().collect())
    }
}

impl Right {
    /// Every right.
    pub const ALL: [Right; 17] = [
        Right::SeeOverview,
        Right::SeeRecords,
        Right::SeeWhoKnowsWhom,
        Right::SeeAnalytics,
        Right::SeeEngagement,
        Right::SeeOwnTies,
        Right::ExportLists,
        Right::AskForIntroductions,
        Right::ManageSettings,
        Right::ManageInsights,
        Right::GiveConsent,
        Right::ManagePeople,
        Right::ManageRoles,
        Right::ManageSources,
        Right::ManageAccess,
        Right::IssueEmbedTokens,
        Right::ReadAudit,
    ];

    /// Returns its name in settings, tables and answers.
    pub fn name(self) -> &'static str {
        match self {
            Right::SeeOverview => "see_overview",
            Right::SeeRecords => "see_records",
            Right::SeeWhoKnowsWhom => "see_who_knows_whom",
            Right::SeeAnalytics => "see_analytics",
            Right::SeeEngagement => "see_engagement",
            Right::SeeOwnTies => "see_own_ties",
            Right::ExportLists => "export_lists",
            Right::AskForIntroductions => "ask_for_introductions",
            Right::ManageSettings => "manage_settings",
            Right::ManageInsights => "manage_insights",
            Right::GiveConsent => "give_consent",
            Right::ManagePeople => "manage_people",
            Right::ManageRoles => "manage_roles",
            Right::ManageSources => "manage_sources",
            Right::ManageAccess => "manage_access",
            Right::IssueEmbedTokens => "issue_embed_tokens",
            Right::ReadAudit => "read_audit",
        }
    }

    /// Returns the right of that name.
    pub fn named(name: &str) -> Option<Right> {
        Right::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Returns what it allows, to follow "the right to".
    pub fn what(self) -> &'static str {
        match self {
            Right::SeeOverview => "see counts and the state of sources",
            Right::SeeRecords => "see records and people",
            Right::SeeWhoKnowsWhom => "see who knows whom",
            Right::SeeAnalytics => "see how relationships stand",
            Right::SeeEngagement => "see figures about accounts",
            Right::SeeOwnTies => "see your own relationships",
            Right::ExportLists => "download lists",
            Right::AskForIntroductions => "ask for introductions",
            Right::ManageSettings => "see and change settings",
            Right::ManageInsights => "turn relationship intelligence on and off",
            Right::GiveConsent => "give and withdraw the organisation's consent",
            Right::ManagePeople => "carry out opt-outs, erasures and access requests",
            Right::ManageRoles => "give and take roles",
            Right::ManageSources => "connect sources of mail and records",
            Right::ManageAccess => "manage tokens, sessions and embedding",
            Right::IssueEmbedTokens => "issue tokens for widgets",
            Right::ReadAudit => "read the audit trail",
        }
    }
}

impl Rights {
    /// Returns the rights of these roles, and what was granted beside them.
    pub fn of(roles: impl IntoIterator<Item = Role>, granted: impl IntoIterator<Item = Right>) -> Rights {
        let of_roles = roles.into_iter().flat_map(|it| it.rights().0);
        Rights(of_roles.chain(granted).collect())
    }

    /// Returns only what these and those both allow: a token never allows more than who issued it.
    pub fn and(&self, others: &Rights) -> Rights {
        Rights(self.0.intersection(&others.0).copied().collect())
    }

    /// Returns whether a right is among them.
    pub fn has(&self, right: Right) -> bool {
        self.0.contains(&right)
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns them in order.
    pub fn iter(&self) -> impl Iterator<Item = Right> {
        self.0.iter().copied()
    }
}

impl FromIterator<Right> for Rights {
    fn from_iter<I: IntoIterator<Item = Right>>(rights: I) -> Rights {
        Rights(rights.into_iter().collect())
    }
}

/// Decides whether somebody with these rights may see or do that, as things stand.
///
/// # Errors
///
/// [`Missing`]: the right first, so that who may not ask anyway learns nothing of the organisation's consent.
pub fn decide(rights: &Rights, right: Right, in_force: &InForce) -> Result<(), Missing> {
    if right != Right::SeeOwnTies && !rights.has(right) {
        return Err(Missing::Right(right));
    }
    let consented = |insights| match in_force.insights.contains(&insights) {
        true => Ok(()),
        false => Err(Missing::Consent(insights)),
    };
    match right {
        Right::SeeWhoKnowsWhom | Right::AskForIntroductions if in_force.pairs_from_mailboxes => {
            consented(Insights::Identifiable)?;
            if in_force.who_knows_whom { Ok(()) } else { Err(Missing::SwitchedOff(Right::SeeWhoKnowsWhom)) }
        }
        Right::SeeAnalytics if in_force.records_from_mailboxes => {
            consented(Insights::Identifiable)?;
            if in_force.analytics { Ok(()) } else { Err(Missing::SwitchedOff(Right::SeeAnalytics)) }
        }
        Right::SeeEngagement => consented(Insights::Aggregated),
        Right::SeeOwnTies => consented(Insights::ForEachUser),
        _ => Ok(()),
    }
}

impl Missing {
    /// Returns what is missing and who can change it, as a sentence without its full stop.
    pub fn sentence(self) -> String {
        match self {
            Missing::Right(right) => {
                let having: Vec<String> = Role::ALL
                    .into_iter()
                    .filter(|it| it.rights().has(right))
                    .map(|it| format!("`{}`", it.name()))
                    .collect();
                let roles = match having.as_slice() {
                    [] => "no role has it by itself".to_owned(),
                    [one] => format!("the role {one} has it"),
                    [all @ .., last] => format!("the roles {} and {last} have it", all.join(", ")),
                };
                format!("you need the right to {}; {roles}, and an administrator can grant it", right.what())
            }
            Missing::Consent(insights) => {
                let (kind, what) = match insights {
                    Insights::ForEachUser => ("insights for each user", "their own relationships from mailboxes"),
                    Insights::Aggregated => ("aggregated insights", "figures about accounts"),
                    Insights::Identifiable => ("identifiable insights", "what was computed from mailboxes"),
                };
                format!(
                    "the organisation has not consented to {kind}, so nobody may see {what}; an administrator of the \
                     directory can consent"
                )
            }
            Missing::SwitchedOff(right) => {
                let what = match right {
                    Right::SeeAnalytics => "what mailboxes add to relationship analytics",
                    _ => "who knows whom",
                };
                format!("{what} is switched off for the organisation; an administrator can switch it on")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    /// Everything that can be in force, less what the text names.
    fn in_force(without: &str) -> InForce {
        let all = [
            ("for_each_user", Insights::ForEachUser),
            ("aggregated", Insights::Aggregated),
            ("identifiable", Insights::Identifiable),
        ];
        let has = |name: &str| !without.split(' ').any(|it| it == name);
        InForce {
            insights: all.into_iter().filter(|(name, _)| has(name)).map(|it| it.1).collect(),
            who_knows_whom: has("who_knows_whom"),
            analytics: has("analytics"),
            pairs_from_mailboxes: has("mailboxes"),
            records_from_mailboxes: has("mailboxes"),
        }
    }

    /// The one place that knows the API: what each role may, where a line is a right and a column a role.
    fn check(without: &str, expected: Expect) {
        let in_force = in_force(without);
        let mut text = String::new();
        for right in Right::ALL {
            text += &format!("{:<22}", right.name());
            for role in Role::ALL {
                let decided = decide(&role.rights(), right, &in_force);
                let mark = match decided {
                    Ok(()) => "yes",
                    Err(Missing::Right(_)) => "-",
                    Err(Missing::Consent(_)) => "consent",
                    Err(Missing::SwitchedOff(_)) => "off",
                };
                text += &format!(" {mark:<8}");
            }
            text = format!("{}\n", text.trim_end());
        }
        expected.assert_eq(&text);
    }

    #[test]
    fn roles_allow_this_much_when_everything_is_in_force() {
        check(
            "",
            expect![[r#"
                see_overview           yes      yes      yes      yes      yes
                see_records            yes      yes      yes      -        -
                see_who_knows_whom     yes      yes      -        -        -
                see_analytics          yes      yes      -        -        -
                see_engagement         yes      yes      -        -        -
                see_own_ties           yes      yes      yes      yes      yes
                export_lists           -        yes      -        -        -
                ask_for_introductions  yes      yes      -        -        -
                manage_settings        -        -        yes      -        -
                manage_insights        -        -        yes      -        -
                give_consent           -        -        -        yes      -
                manage_people          -        -        yes      yes      -
                manage_roles           -        -        yes      -        -
                manage_sources         -        -        yes      -        -
                manage_access          -        -        yes      -        -
                issue_embed_tokens     -        -        -        -        -
                read_audit             -        -        -        -        yes
            "#]],
        );
    }

    #[test]
    fn without_any_consent_nothing_from_mailboxes_is_seen() {
        check(
            "for_each_user aggregated identifiable",
            expect![[r#"
                see_overview           yes      yes      yes      yes      yes
                see_records            yes      yes      yes      -        -
                see_who_knows_whom     consent  consent  -        -        -
                see_analytics          consent  consent  -        -        -
                see_engagement         consent  consent  -        -        -
                see_own_ties           consent  consent  consent  consent  consent
                export_lists           -        yes      -        -        -
                ask_for_introductions  consent  consent  -        -        -
                manage_settings        -        -        yes      -        -
                manage_insights        -        -        yes      -        -
                give_consent           -        -        -        yes      -
                manage_people          -        -        yes      yes      -
                manage_roles           -        -        yes      -        -
                manage_sources         -        -        yes      -        -
                manage_access          -        -        yes      -        -
                issue_embed_tokens     -        -        -        -        -
                read_audit             -        -        -        -        yes
            "#]],
        );
    }

    #[test]
    fn the_basic_edition_needs_no_consent_and_no_switch() {
        check(
            "identifiable who_knows_whom analytics mailboxes",
            expect![[r#"
                see_overview           yes      yes      yes      yes      yes
                see_records            yes      yes      yes      -        -
                see_who_knows_whom     yes      yes      -        -        -
                see_analytics          yes      yes      -        -        -
                see_engagement         yes      yes      -        -        -
                see_own_ties           yes      yes      yes      yes      yes
                export_lists           -        yes      -        -        -
                ask_for_introductions  yes      yes      -        -        -
                manage_settings        -        -        yes      -        -
                manage_insights        -        -        yes      -        -
                give_consent           -        -        -        yes      -
                manage_people          -        -        yes      yes      -
                manage_roles           -        -        yes      -        -
                manage_sources         -        -        yes      -        -
                manage_access          -        -        yes      -        -
                issue_embed_tokens     -        -        -        -        -
                read_audit             -        -        -        -        yes
            "#]],
        );
    }

    #[test]
    fn what_is_switched_off_nobody_sees() {
        check(
            "who_knows_whom analytics",
            expect![[r#"
                see_overview           yes      yes      yes      yes      yes
                see_records            yes      yes      yes      -        -
                see_who_knows_whom     off      off      -        -        -
                see_analytics          off      off      -        -        -
                see_engagement         yes      yes      -        -        -
                see_own_ties           yes      yes      yes      yes      yes
                export_lists           -        yes      -        -        -
                ask_for_introductions  off      off      -        -        -
                manage_settings        -        -        yes      -        -
                manage_insights        -        -        yes      -        -
                give_consent           -        -        -        yes      -
                manage_people          -        -        yes      yes      -
                manage_roles           -        -        yes      -        -
                manage_sources         -        -        yes      -        -
                manage_access          -        -        yes      -        -
                issue_embed_tokens     -        -        -        -        -
                read_audit             -        -        -        -        yes
            "#]],
        );
    }

    #[test]
    fn what_is_missing_says_who_can_change_it() {
        let all = Right::ALL.into_iter().map(Missing::Right);
        let consents = [Insights::ForEachUser, Insights::Aggregated, Insights::Identifiable].map(Missing::Consent);
        let off = [Right::SeeWhoKnowsWhom, Right::SeeAnalytics].map(Missing::SwitchedOff);
        let text: Vec<String> = all.chain(consents).chain(off).map(Missing::sentence).collect();
        expect![[r#"
            you need the right to see counts and the state of sources; the roles `salesperson`, `sales_manager`, `administrator`, `directory_administrator` and `auditor` have it, and an administrator can grant it
            you need the right to see records and people; the roles `salesperson`, `sales_manager` and `administrator` have it, and an administrator can grant it
            you need the right to see who knows whom; the roles `salesperson` and `sales_manager` have it, and an administrator can grant it
            you need the right to see how relationships stand; the roles `salesperson` and `sales_manager` have it, and an administrator can grant it
            you need the right to see figures about accounts; the roles `salesperson` and `sales_manager` have it, and an administrator can grant it
            you need the right to see your own relationships; no role has it by itself, and an administrator can grant it
            you need the right to download lists; the role `sales_manager` has it, and an administrator can grant it
            you need the right to ask for introductions; the roles `salesperson` and `sales_manager` have it, and an administrator can grant it
            you need the right to see and change settings; the role `administrator` has it, and an administrator can grant it
            you need the right to turn relationship intelligence on and off; the role `administrator` has it, and an administrator can grant it
            you need the right to give and withdraw the organisation's consent; the role `directory_administrator` has it, and an administrator can grant it
            you need the right to carry out opt-outs, erasures and access requests; the roles `administrator` and `directory_administrator` have it, and an administrator can grant it
            you need the right to give and take roles; the role `administrator` has it, and an administrator can grant it
            you need the right to connect sources of mail and records; the role `administrator` has it, and an administrator can grant it
            you need the right to manage tokens, sessions and embedding; the role `administrator` has it, and an administrator can grant it
            you need the right to issue tokens for widgets; no role has it by itself, and an administrator can grant it
            you need the right to read the audit trail; the role `auditor` has it, and an administrator can grant it
            the organisation has not consented to insights for each user, so nobody may see their own relationships from mailboxes; an administrator of the directory can consent
            the organisation has not consented to aggregated insights, so nobody may see figures about accounts; an administrator of the directory can consent
            the organisation has not consented to identifiable insights, so nobody may see what was computed from mailboxes; an administrator of the directory can consent
            who knows whom is switched off for the organisation; an administrator can switch it on
            what mailboxes add to relationship analytics is switched off for the organisation; an administrator can switch it on"#]].assert_eq(&text.join("\n"));
    }

    #[test]
    fn names_lead_back_to_what_they_name() {
        assert!(Role::ALL.into_iter().all(|it| Role::named(it.name()) == Some(it)));
        assert!(Right::ALL.into_iter().all(|it| Right::named(it.name()) == Some(it)));
        assert_eq!((Role::named("boss"), Right::named("see_all")), (None, None));
    }

    #[test]
    fn a_token_allows_no_more_than_who_issued_it() {
        let token: Rights = [Right::SeeRecords, Right::ReadAudit].into_iter().collect();
        let both = token.and(&Role::Salesperson.rights());
        assert_eq!(both.iter().collect::<Vec<_>>(), [Right::SeeRecords]);
    }
}
