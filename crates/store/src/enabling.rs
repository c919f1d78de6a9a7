//! Enabling and consent as stored: events, one line each, in the order they happened. What they mean is said in
//! [`relata_model::enabling`].
//!
//! **Invariant:** events are appended. There is no function that changes or removes one. Each stands in the audit trail, too,
//! or did not happen.

use std::collections::BTreeSet;

use jiff::Timestamp;
use relata_model::Enabling;
use relata_model::audit::{Action, AuditEvent};
use relata_model::consent::Insights;
use relata_model::enabling::{Contributors, Event, Happened};
use sqlx::AnyConnection;

use crate::audit::append;
use crate::consent::moment;
use crate::database::insert;
use crate::error::Result;
use crate::{Store, StoreError};

const EVENTS: &str = "select at, actor, event from consent_event order by number";

impl Store {
    /// Returns where the organisation stands with relationship intelligence.
    pub async fn enabling(&self) -> Result<Enabling> {
        Ok(Enabling::of(&self.consent_events().await?))
    }

    /// Returns everything that happened, the oldest first.
    pub async fn consent_events(&self) -> Result<Vec<Happened>> {
        let rows: Vec<(i64, String, String)> = sqlx::query_as(EVENTS).fetch_all(&self.pool).await?;
        rows.into_iter().map(happened).collect()
    }

    /// Appends events, all or none, and returns where they lead. Moments are kept to the second.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotPossible`] if one of them cannot happen after those before it; nothing is appended then.
    pub async fn append_consent_events(&self, events: &[Happened]) -> Result<Enabling> {
        let mut writing = self.write().await?;
        // Before reading what there is: whoever else appends waits here until these are committed.
        let first = writing.take_numbers("consent_event", events.len()).await?;
        let mut enabling = Enabling::of(&all(writing.connection()).await?);
        let events = events.iter().map(|it| Happened { at: moment(it.at.as_second()), ..it.clone() });
        let numbered: Vec<(i64, Happened)> = (first..).zip(events).collect();
        for (_, it) in &numbered {
            enabling.check(&it.event, it.at)?;
            enabling.take(it);
        }
        let into = ("insert into consent_event (number, at, actor, event)", 4, "");
        insert(writing.connection(), into, &numbered, |query, (number, it)| {
            query.bind(*number).bind(it.at.as_second()).bind(it.by.clone()).bind(it.event.to_text())
        })
        .await?;
        let audited: Vec<AuditEvent> = numbered.iter().map(|it| audited(&it.1)).collect();
        append(writing.connection(), &audited).await?;
        writing.commit().await?;
        Ok(enabling)
    }

    /// Appends one event.
    ///
    /// # Errors
    ///
    /// As [`Store::append_consent_events`].
    pub async fn append_consent_event(&self, at: Timestamp, by: &str, event: Event) -> Result<Enabling> {
        self.append_consent_events(&[Happened { at, by: by.to_owned(), event }]).await
    }
}

async fn all(connection: &mut AnyConnection) -> Result<Vec<Happened>> {
    let rows: Vec<(i64, String, String)> = sqlx::query_as(EVENTS).fetch_all(connection).await?;
    rows.into_iter().map(happened).collect()
}

fn happened((at, by, event): (i64, String, String)) -> Result<Happened> {
    let event = Event::from_text(&event).map_err(|_| StoreError::NotUnderstood("an event of a consent".to_owned()))?;
    Ok(Happened { at: moment(at), by, event })
}

/// Returns what the audit trail says of an event.
fn audited(happened: &Happened) -> AuditEvent {
    let event = |action| AuditEvent::new(happened.at, &happened.by, action);
    match &happened.event {
        Event::Enabled => event(Action::InsightsEnabled),
        Event::Disabled => event(Action::InsightsDisabled),
        Event::ContributorsChosen(Contributors::Everybody) => {
            event(Action::ContributorsChanged).with("everybody", true)
        }
        Event::ContributorsChosen(Contributors::Roles(roles)) => {
            let roles = roles.iter().map(|it| it.name()).collect::<Vec<_>>().join(",");
            event(Action::ContributorsChanged).with("roles", roles)
        }
        Event::FeaturesSwitched(it) => {
            event(Action::FeaturesChanged).with("who_knows_whom", it.who_knows_whom).with("analytics", it.analytics)
        }
        Event::ConsentGiven(it) => event(Action::ConsentGiven)
            .with("insights", words(&it.insights))
            .with("mode", it.mode.name())
            .with("excluded_groups", it.excluded.len())
            .with("text", it.text_version),
        Event::GroupsExcluded { groups, erase_past } => {
            event(Action::ExcludedGroupsChanged).with("groups", groups.len()).with("erase_past", erase_past)
        }
        Event::Withdrawn(it) => event(Action::ConsentWithdrawn).with("insights", words(it)),
        Event::RowsGone(it) => event(Action::ErasureRowsGone).with("insights", words(it)),
        Event::FilesGone(it) => event(Action::ErasureFilesGone).with("insights", words(it)),
    }
}

fn words(insights: &BTreeSet<Insights>) -> String {
    insights.iter().map(|it| it.name()).collect::<Vec<_>>().join(",")
}
