//! `relata consent`: enabling and consent where there is no browser. Whoever can run this command is the operator, and
//! the history and the audit trail say so.

use std::collections::BTreeSet;

use anyhow::Context;
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use relata_model::GroupId;
use relata_model::consent::Insights;
use relata_model::enabling::{
    CONSENT_TEXT_VERSION, Contributors, Event, FILES_KEPT_DAYS, Given, Happened, Kind, Mode, Stage, history,
};
use relata_model::policy::Role;
use relata_store::Store;

use crate::opened::{Opened, now};
use crate::settings::Settings;

/// Whoever runs a command, in the history and the audit trail.
const OPERATOR: &str = "operator";

/// What to do about consent.
#[derive(Args)]
pub struct Consent {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Where the organisation stands, with everything that happened
    Status,
    /// Turn relationship intelligence on; nothing is read before a consent, which is awaited for 14 days
    Enable(Whose),
    /// Turn it off: nothing from mailboxes is read or shown; what is stored stays
    Disable,
    /// Consent for the organisation to kinds of insight
    ///
    /// Give it only for whoever may speak for the organisation. docs/operations.md has the text that is consented to.
    Give(Give),
    /// Take the consent to kinds of insight back: out of sight at once, erased within 24 hours, out of files within 30 days
    Withdraw(Kinds),
    /// Leave these groups of the directory out, and no others
    Exclude(Exclude),
    /// Choose whose mailboxes may be used
    Contributors(Whose),
}

#[derive(Args)]
struct Whose {
    /// Only colleagues with this role, e.g. salesperson; give it several times for several [default: everybody]
    #[arg(long = "role", value_name = "ROLE", value_parser = role)]
    roles: Vec<Role>,
}

#[derive(Args)]
struct Kinds {
    /// Which kinds of insight
    #[arg(required = true, value_name = "INSIGHTS")]
    insights: Vec<KindOfInsight>,
}

#[derive(Args)]
struct Give {
    #[command(flatten)]
    kinds: Kinds,
    /// A group to leave out, by its id; give it several times for several
    #[arg(long = "exclude", value_name = "GROUP")]
    excluded: Vec<String>,
    /// Colleagues take part only after they opt in
    #[arg(long)]
    opt_in: bool,
}

#[derive(Args)]
struct Exclude {
    /// The groups, by their ids; none: nobody is left out any more
    #[arg(value_name = "GROUP")]
    groups: Vec<String>,
}

/// A kind of insight, as the command line spells it.
#[derive(Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum KindOfInsight {
    /// A user's own data, visible to that user alone
    ForEachUser,
    /// De-identified figures of accounts
    Aggregated,
    /// Individual users' data, visible to those whose role allows
    Identifiable,
}

impl Consent {
    /// Does it, and says where the organisation stands then.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        // The first of them is a beginning; the others are about what there is.
        let opened = match self.what {
            What::Enable(_) => Opened::open(&settings).await?,
            _ => Opened::open_existing(&settings).await?,
        };
        let store = opened.store;
        let at = now();
        let events = self.what.events(&store, at).await?;
        let happened: Vec<Happened> =
            events.into_iter().map(|event| Happened { at, by: OPERATOR.to_owned(), event }).collect();
        store.append_consent_events(&happened).await?;
        print!("{}", status(&store, at).await?);
        Ok(())
    }
}

impl What {
    async fn events(self, store: &Store, at: Timestamp) -> anyhow::Result<Vec<Event>> {
        Ok(match self {
            What::Status => Vec::new(),
            What::Enable(it) => vec![Event::Enabled, Event::ContributorsChosen(it.contributors())],
            What::Disable => vec![Event::Disabled],
            What::Give(it) => vec![Event::ConsentGiven(Given {
                insights: it.kinds.understood(),
                excluded: known_groups(store, it.excluded, at).await?,
                mode: if it.opt_in { Mode::OptIn } else { Mode::OptOut },
                text_version: CONSENT_TEXT_VERSION,
            })],
            What::Withdraw(it) => vec![Event::Withdrawn(it.understood())],
            What::Exclude(it) => {
                let groups = known_groups(store, it.groups, at).await?;
                vec![Event::GroupsExcluded { groups, erase_past: false }]
            }
            What::Contributors(it) => vec![Event::ContributorsChosen(it.contributors())],
        })
    }
}

impl Whose {
    fn contributors(self) -> Contributors {
        match self.roles.is_empty() {
            true => Contributors::Everybody,
            false => Contributors::Roles(self.roles.into_iter().collect()),
        }
    }
}

impl Kinds {
    fn understood(self) -> BTreeSet<Insights> {
        let kind = |it| match it {
            KindOfInsight::ForEachUser => Insights::ForEachUser,
            KindOfInsight::Aggregated => Insights::Aggregated,
            KindOfInsight::Identifiable => Insights::Identifiable,
        };
        self.insights.into_iter().map(kind).collect()
    }
}

fn role(text: &str) -> Result<Role, String> {
    let names: Vec<&str> = Role::ALL.iter().map(|it| it.name()).collect();
    Role::named(text).ok_or_else(|| format!("it is none of {}", names.join(", ")))
}

/// Returns the groups of these ids, all of which must have been imported.
async fn known_groups(store: &Store, ids: Vec<String>, now: Timestamp) -> anyhow::Result<BTreeSet<GroupId>> {
    let known: BTreeSet<GroupId> = store.groups("", now).await?.into_iter().map(|it| it.id).collect();
    let groups: BTreeSet<GroupId> = ids.into_iter().map(GroupId).collect();
    let unknown = groups.iter().find(|it| !known.contains(*it));
    anyhow::ensure!(
        unknown.is_none(),
        "there is no group `{}`; `relata import groups` takes groups over",
        unknown.map_or("", |it| it.0.as_str())
    );
    Ok(groups)
}

/// Returns where the organisation stands, in lines for a person.
async fn status(store: &Store, now: Timestamp) -> anyhow::Result<String> {
    let events = store.consent_events().await?;
    let enabling = relata_model::Enabling::of(&events);
    let stage = match (enabling.stage(now), enabling.days_left(now)) {
        (Stage::Off, _) => "off: nothing is read from mailboxes".to_owned(),
        (Stage::Awaiting, days) => {
            format!("on, and nobody consented yet; it turns itself off in {} days", days.unwrap_or_default())
        }
        (Stage::Lapsed, _) => "turned itself off, because nobody consented within 14 days".to_owned(),
        (Stage::Consented, _) => "on, with consent".to_owned(),
        (Stage::Withdrawn, _) => "on, and every consent was withdrawn".to_owned(),
    };
    let mut text = format!("Relationship intelligence is {stage}.\n");
    for insights in Insights::ALL {
        text += &format!("  {:<24} {}\n", insights.words(), kind(enabling.kind(insights)));
    }
    let groups = store.groups("", now).await?;
    let name_of =
        |id: &GroupId| groups.iter().find(|it| it.id == *id).map_or_else(|| id.0.clone(), |it| it.name.clone());
    let excluded: Vec<String> = enabling.excluded().iter().map(name_of).collect();
    text += &format!(
        "  groups left out          {}\n",
        if excluded.is_empty() { "none".to_owned() } else { excluded.join(", ") }
    );
    let consent = store.consent().await?;
    let counts = store.participant_counts(&consent, now).await.context("colleagues cannot be counted")?;
    let counts: Vec<String> =
        counts.iter().map(|(state, count)| format!("{count} {}", state.replace('_', " "))).collect();
    text += &format!(
        "  colleagues               {}\n",
        if counts.is_empty() { "none".to_owned() } else { counts.join(", ") }
    );
    for it in history(&events, now, &name_of) {
        text += &format!("{} {}: {}\n", it.at.strftime("%Y-%m-%d %H:%M"), it.by, it.what);
    }
    Ok(text)
}

fn kind(kind: &Kind) -> String {
    match (&kind.granted, &kind.withdrawal) {
        (Some(it), _) => format!("consented to since {} by {}", it.at.strftime("%Y-%m-%d %H:%M"), it.by),
        (None, None) => "never consented to".to_owned(),
        (None, Some(it)) => {
            let deadlines = it.deadlines(FILES_KEPT_DAYS);
            let due = |gone: Option<Timestamp>, due: Timestamp| match gone {
                Some(at) => format!("gone since {}", at.strftime("%Y-%m-%d %H:%M")),
                None => format!("gone by {}", due.strftime("%Y-%m-%d %H:%M")),
            };
            format!(
                "withdrawn on {} by {}; rows {}, files {}",
                it.stamp.at.strftime("%Y-%m-%d %H:%M"),
                it.stamp.by,
                due(it.rows_gone, deadlines.rows),
                due(it.files_gone, deadlines.files)
            )
        }
    }
}
