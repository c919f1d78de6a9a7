//! Released figures as they are kept: JSON that whoever releases writes, and the store does not read.

use jiff::Timestamp;
use jiff::civil::Date;
use relata_store::Release;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::engagement::{EngagementRow, Level};
use crate::wire::Named;
use crate::{ApiError, ApiResult, ApiState};

/// What is said of an account in a period. All of it carries noise.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(default)]
pub struct Measures {
    /// 0 to 100: the account's place among those shown.
    #[schema(required)]
    pub(crate) score: Option<u8>,
    #[schema(required)]
    pub(crate) emails_to: Option<u32>,
    #[schema(required)]
    pub(crate) emails_from: Option<u32>,
    #[schema(required)]
    pub(crate) meetings_by_us: Option<u32>,
    #[schema(required)]
    pub(crate) meetings_by_them: Option<u32>,
    #[schema(required)]
    pub(crate) our_people_emails: Option<u32>,
    #[schema(required)]
    pub(crate) their_people_emails: Option<u32>,
    #[schema(required)]
    pub(crate) our_people_meetings: Option<u32>,
    #[schema(required)]
    pub(crate) their_people_meetings: Option<u32>,
    /// The first day of the first period in which figures were shown.
    #[schema(required)]
    pub(crate) first_engagement: Option<String>,
    /// At most so many days before the period's end; its last day is 1.
    #[schema(required)]
    pub(crate) days_since_email: Option<u32>,
    #[schema(required)]
    pub(crate) days_since_meeting: Option<u32>,
    #[schema(required)]
    pub(crate) mean_meeting_minutes: Option<f64>,
    #[schema(required)]
    pub(crate) mean_reply_hours: Option<f64>,
}

/// What was kept of an account in a period.
#[derive(Deserialize)]
pub(crate) struct Figures {
    #[serde(default)]
    suppressed: Option<String>,
    #[serde(flatten)]
    measures: Measures,
}

/// How people are protected.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct Privacy {
    budget: EngagementBudget,
    /// How many of our people it takes for an account to be shown.
    minimum_group: u32,
    /// What the newest release of the level cost.
    epsilon_per_release: f64,
    accuracy: Vec<MeasureAccuracy>,
}

/// What releases may cost in a year, and what they have cost.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
pub struct EngagementBudget {
    epsilon_spent: f64,
    epsilon_total: f64,
    year: i32,
    /// The first day of the next year's budget.
    renews_on: String,
}

/// How accurate a measure is: nineteen of twenty are at most this far from what would be shown without noise.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct MeasureAccuracy {
    measure: String,
    half_width_95: f64,
}

/// What was kept of a whole release.
#[derive(Deserialize)]
struct Notes {
    accuracy: Vec<MeasureAccuracy>,
    budget: EngagementBudget,
}

impl Figures {
    pub(crate) fn read(text: &str) -> ApiResult<Figures> {
        read(text)
    }

    /// Returns whether anything is said of the account.
    pub(crate) fn is_shown(&self) -> bool {
        self.suppressed.is_none()
    }

    /// Returns at most how many days before the period's end the last email was.
    pub(crate) fn days_since_email(&self) -> Option<u32> {
        self.measures.days_since_email
    }

    /// Returns at most how many days before the period's end the last meeting was.
    pub(crate) fn days_since_meeting(&self) -> Option<u32> {
        self.measures.days_since_meeting
    }

    pub(crate) fn of(self, account: Named) -> EngagementRow {
        EngagementRow { account, suppressed: self.suppressed, measures: self.measures }
    }
}

impl Privacy {
    /// Returns how people are protected in what was last released of a level, and what all levels together have cost.
    pub(crate) async fn of(state: &ApiState, level: Level) -> ApiResult<Privacy> {
        let minimum_group = state.analytics_settings().await?.minimum_group;
        let mut privacy = Privacy { minimum_group, ..Privacy::default() };
        let mut newest: Option<(Timestamp, Date)> = None;
        for it in Level::ALL {
            // Releases of one run are charged in the order in which their periods end.
            let charged = |release: &Release| (release.released_at, it.end(release.start));
            let releases = state.store.releases(it.name()).await?;
            let Some(last) = releases.iter().max_by_key(|it| charged(it)) else { continue };
            let notes: Notes = read(&last.notes)?;
            if Some(charged(last)) > newest {
                newest = Some(charged(last));
                privacy.budget = notes.budget;
            }
            if it == level {
                privacy.minimum_group = last.minimum_group;
                privacy.epsilon_per_release = last.epsilon;
                privacy.accuracy = notes.accuracy;
            }
        }
        Ok(privacy)
    }
}

fn read<T: DeserializeOwned>(text: &str) -> ApiResult<T> {
    serde_json::from_str(text).map_err(|it| ApiError::Internal(it.into()))
}
