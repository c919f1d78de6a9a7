//! The stable text of an event: one line, as the store keeps it for ever.
//!
//! ```text
//! enabled
//! contributors_chosen roles=salesperson,sales_manager        (or: everybody)
//! features_switched who_knows_whom=on analytics=off
//! consent_given insights=aggregated,identifiable mode=opt_out text=1 ⇥ group ⇥ group
//! groups_excluded erase_past=no ⇥ group ⇥ group
//! withdrawn insights=identifiable
//! ```
//!
//! Groups stand behind tabs, which no identifier holds. A word that was ever written stays readable.

use std::collections::BTreeSet;

use super::{Contributors, Event, Features, Given, Mode};
use crate::GroupId;
use crate::consent::Insights;
use crate::policy::Role;

/// A text that is no event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no event of a consent")]
pub struct NoEvent(pub String);

impl Event {
    /// Returns the event as one line, without its end.
    pub fn to_text(&self) -> String {
        match self {
            Event::Enabled => "enabled".to_owned(),
            Event::Disabled => "disabled".to_owned(),
            Event::ContributorsChosen(Contributors::Everybody) => "contributors_chosen everybody".to_owned(),
            Event::ContributorsChosen(Contributors::Roles(roles)) => {
                let roles: Vec<&str> = roles.iter().map(|it| it.name()).collect();
                format!("contributors_chosen roles={}", roles.join(","))
            }
            Event::FeaturesSwitched(it) => format!(
                "features_switched who_knows_whom={} analytics={}",
                on_or_off(it.who_knows_whom),
                on_or_off(it.analytics)
            ),
            Event::ConsentGiven(it) => format!(
                "consent_given insights={} mode={} text={}{}",
                kinds(&it.insights),
                it.mode.name(),
                it.text_version,
                behind_tabs(&it.excluded)
            ),
            Event::GroupsExcluded { groups, erase_past } => {
                let erase_past = if *erase_past { "yes" } else { "no" };
                format!("groups_excluded erase_past={erase_past}{}", behind_tabs(groups))
            }
            Event::Withdrawn(insights) => format!("withdrawn insights={}", kinds(insights)),
            Event::RowsGone(insights) => format!("rows_gone insights={}", kinds(insights)),
            Event::FilesGone(insights) => format!("files_gone insights={}", kinds(insights)),
        }
    }

    /// Returns the event of a line.
    ///
    /// # Errors
    ///
    /// If no version of this program writes such a line.
    pub fn from_text(text: &str) -> Result<Event, NoEvent> {
        read(text).ok_or_else(|| NoEvent(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Event> {
    let (words, groups) = text.split_once('\t').map_or((text, ""), |it| it);
    let groups = groups.split('\t').filter(|it| !it.is_empty()).map(|it| GroupId(it.to_owned())).collect();
    let (name, rest) = words.split_once(' ').unwrap_or((words, ""));
    let value = |key: &str| rest.split(' ').find_map(|it| it.strip_prefix(key)?.strip_prefix('='));
    let switch = |key: &str| match value(key)? {
        "on" | "yes" => Some(true),
        "off" | "no" => Some(false),
        _ => None,
    };
    Some(match name {
        "enabled" => Event::Enabled,
        "disabled" => Event::Disabled,
        "contributors_chosen" if rest == "everybody" => Event::ContributorsChosen(Contributors::Everybody),
        "contributors_chosen" => Event::ContributorsChosen(Contributors::Roles(each(value("roles")?, Role::named)?)),
        "features_switched" => Event::FeaturesSwitched(Features {
            who_knows_whom: switch("who_knows_whom")?,
            analytics: switch("analytics")?,
        }),
        "consent_given" => Event::ConsentGiven(Given {
            insights: each(value("insights")?, Insights::named)?,
            excluded: groups,
            mode: Mode::named(value("mode")?)?,
            text_version: value("text")?.parse().ok()?,
        }),
        "groups_excluded" => Event::GroupsExcluded { groups, erase_past: switch("erase_past")? },
        "withdrawn" => Event::Withdrawn(each(value("insights")?, Insights::named)?),
        "rows_gone" => Event::RowsGone(each(value("insights")?, Insights::named)?),
        "files_gone" => Event::FilesGone(each(value("insights")?, Insights::named)?),
        _ => return None,
    })
}

fn each<T: Ord>(text: &str, named: impl Fn(&str) -> Option<T>) -> Option<BTreeSet<T>> {
    text.split(',').filter(|it| !it.is_empty()).map(named).collect()
}

fn kinds(insights: &BTreeSet<Insights>) -> String {
    insights.iter().map(|it| it.name()).collect::<Vec<_>>().join(",")
}

fn on_or_off(it: bool) -> &'static str {
    if it { "on" } else { "off" }
}

fn behind_tabs(groups: &BTreeSet<GroupId>) -> String {
    groups.iter().map(|it| format!("\t{}", it.0)).collect()
}
