//! The history of a consent, in sentences everybody understands.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Contributors, Enabling, Event, Features, Given, Happened, Mode, Stage};
use crate::GroupId;
use crate::consent::Insights;
use crate::policy::Role;

/// One line of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// When.
    pub at: Timestamp,
    /// Who, as the audit trail names them; `relata` for what happens by itself.
    pub by: String,
    /// What, in whole sentences.
    pub what: String,
}

/// Returns what happened up to a moment, the newest first, with the times it turned itself off.
/// `name_of` says what a group is called.
pub fn history(events: &[Happened], now: Timestamp, name_of: &dyn Fn(&GroupId) -> String) -> Vec<Told> {
    let enabling = Enabling::of(events);
    let lapsed_now = enabling.lapses_at().filter(|_| enabling.stage(now) == Stage::Lapsed);
    let mut told: Vec<Told> = enabling.lapsed.iter().copied().chain(lapsed_now).map(lapse).collect();
    told.extend(events.iter().map(|it| Told { at: it.at, by: it.by.clone(), what: sentences(&it.event, name_of) }));
    told.sort_by_key(|it| it.at);
    told.reverse();
    told
}

fn lapse(at: Timestamp) -> Told {
    let what = "Nobody consented within 14 days, so relationship intelligence turned itself off. What the CRM holds is \
                still shown.";
    Told { at, by: "relata".to_owned(), what: what.to_owned() }
}

fn sentences(event: &Event, name_of: &dyn Fn(&GroupId) -> String) -> String {
    match event {
        Event::Enabled => "Relationship intelligence was turned on. Nothing is read from mailboxes before somebody \
                           consents; without consent within 14 days it turns itself off."
            .to_owned(),
        Event::Disabled => {
            "Relationship intelligence was turned off. Nothing more is read from mailboxes, and nothing that came from \
             mailboxes is shown. What is stored stays until the consent is withdrawn."
                .to_owned()
        }
        Event::ContributorsChosen(Contributors::Everybody) => {
            "The mailboxes of all colleagues may be used, as far as consent reaches.".to_owned()
        }
        Event::ContributorsChosen(Contributors::Roles(roles)) => {
            let roles: Vec<&str> = roles.iter().map(|it| plural(*it)).collect();
            format!("Only the mailboxes of {} may be used.", all_of(&roles))
        }
        Event::FeaturesSwitched(it) => switched(*it),
        Event::ConsentGiven(it) => given(it, name_of),
        Event::GroupsExcluded { groups, .. } if groups.is_empty() => "No group is left out any more.".to_owned(),
        Event::GroupsExcluded { groups, erase_past } => {
            let past = match erase_past {
                true => "What was collected about them before is erased too.",
                false => "What was collected before stays.",
            };
            format!("{} Nothing is collected about anybody while they are a member. {past}", left_out(groups, name_of))
        }
        Event::Withdrawn(it) => format!(
            "The consent to {} was withdrawn. It was out of sight at once; it is out of the database within 24 hours, \
             and out of all files within 30 days.",
            all_kinds(it)
        ),
        Event::RowsGone(it) => format!("Everything stored for {} is out of the database and the log.", all_kinds(it)),
        Event::FilesGone(it) => format!("The last file with anything stored for {} is gone.", all_kinds(it)),
    }
}

fn switched(features: Features) -> String {
    let both = "Who knows whom and the mailbox part of relationship analytics were switched";
    match features {
        Features { who_knows_whom: true, analytics: true } => format!("{both} on."),
        Features { who_knows_whom: false, analytics: false } => {
            format!("{both} off. Mailboxes are not read for them.")
        }
        Features { who_knows_whom: true, analytics: false } => {
            "Who knows whom is switched on; the mailbox part of relationship analytics is switched off.".to_owned()
        }
        Features { who_knows_whom: false, analytics: true } => {
            "The mailbox part of relationship analytics is switched on; who knows whom is switched off.".to_owned()
        }
    }
}

fn given(given: &Given, name_of: &dyn Fn(&GroupId) -> String) -> String {
    let mode = match given.mode {
        Mode::OptOut => "Colleagues take part unless they opt out.",
        Mode::OptIn => "Colleagues take part only after they opt in.",
    };
    let groups = match given.excluded.is_empty() {
        true => "No group is left out.".to_owned(),
        false => left_out(&given.excluded, name_of),
    };
    let kinds = all_kinds(&given.insights);
    format!("The organisation consented to {kinds} (text {}). {mode} {groups}", given.text_version)
}

fn left_out(groups: &BTreeSet<GroupId>, name_of: &dyn Fn(&GroupId) -> String) -> String {
    let names: Vec<String> = groups.iter().map(name_of).collect();
    match names.as_slice() {
        [one] => format!("The group {one} is left out."),
        _ => format!("The groups {} are left out.", all_of(&names)),
    }
}

fn all_kinds(insights: &BTreeSet<Insights>) -> String {
    let names: Vec<&str> = insights.iter().map(|it| it.words()).collect();
    all_of(&names)
}

fn plural(role: Role) -> &'static str {
    match role {
        Role::Salesperson => "salespeople",
        Role::SalesManager => "sales managers",
        Role::Administrator => "administrators",
        Role::DirectoryAdministrator => "directory administrators",
        Role::Auditor => "auditors",
    }
}

/// Returns `a`, `a and b`, `a, b and c`.
fn all_of(names: &[impl AsRef<str>]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.as_slice() {
        [] => "nothing".to_owned(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}
