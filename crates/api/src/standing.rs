//! How a record stands, on the wire: its health in a word and a number, where it goes, the last and the next contact.

use jiff::Timestamp;
use relata_model::health::{Grade, State, Trend};
use relata_model::{AnalyticsSettings, Kind};
use relata_store::RecordRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::wire::DirectionWord;

/// What can be said of a relationship's health.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HealthState {
    /// Its score has the best grade.
    Good,
    /// Its score has the middle grade.
    Fair,
    /// Its score has the lowest grade.
    Poor,
    /// There was contact, on fewer days than a score needs.
    NotEnoughInformation,
    /// Nothing was completed within the history that counts.
    NoCompletedActivities,
    /// It was not computed yet.
    InProgress,
    /// It could not be computed.
    Failed,
    /// The record is closed, or not to be analysed.
    NotApplicable,
    /// Health is switched off, or not for this viewer.
    Hidden,
}

/// Where a relationship is going.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = Trend)]
pub enum TrendWord {
    /// Better than about a month ago.
    Improving,
    /// About as it was.
    Steady,
    /// Worse than about a month ago.
    Declining,
    /// Too young to tell.
    NotEnoughInformation,
    /// The record has no health.
    NotApplicable,
}

/// As what there was contact.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// An email.
    Email,
    /// A meeting.
    Meeting,
    /// A call.
    Call,
    /// A task that was done.
    Task,
}

/// One contact in time.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Touch {
    #[schema(value_type = String, format = DateTime)]
    pub(crate) at: Timestamp,
    pub(crate) channel: Channel,
    /// Who started it; `both` for a task.
    pub(crate) direction: DirectionWord,
}

/// How a relationship stands.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Standing {
    pub(crate) state: HealthState,
    /// 0 to 100, where the state is a grade.
    #[schema(required)]
    pub(crate) score: Option<u8>,
    pub(crate) trend: TrendWord,
}

/// The least score of each grade; poor begins at 0.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
pub struct Grades {
    pub(crate) good: u8,
    pub(crate) fair: u8,
}

impl HealthState {
    /// Returns the word on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            HealthState::Good => "good",
            HealthState::Fair => "fair",
            HealthState::Poor => "poor",
            HealthState::NotEnoughInformation => "not_enough_information",
            HealthState::NoCompletedActivities => "no_completed_activities",
            HealthState::InProgress => "in_progress",
            HealthState::Failed => "failed",
            HealthState::NotApplicable => "not_applicable",
            HealthState::Hidden => "hidden",
        }
    }
}

impl Standing {
    /// What a viewer gets who may not see how relationships stand.
    pub(crate) const HIDDEN: Standing =
        Standing { state: HealthState::Hidden, score: None, trend: TrendWord::NotApplicable };

    /// Returns what was said of a record.
    pub(crate) fn said(state: State, grade: Option<Grade>, score: Option<u8>, trend: Trend) -> Standing {
        let state = match (state, grade) {
            (State::Scored, Some(Grade::Good)) => HealthState::Good,
            (State::Scored, Some(Grade::Fair)) => HealthState::Fair,
            (State::Scored, Some(Grade::Poor)) => HealthState::Poor,
            (State::NotEnoughInformation, _) => HealthState::NotEnoughInformation,
            (State::NoCompletedActivities, _) => HealthState::NoCompletedActivities,
            (State::InProgress, _) => HealthState::InProgress,
            (State::Scored | State::Failed, _) => HealthState::Failed,
            (State::NotApplicable, _) => HealthState::NotApplicable,
        };
        Standing { state, score, trend: trend.into() }
    }

    /// Returns how a record in a list stands. `health_shown`: nobody switched it off, and the viewer may see it.
    pub(crate) fn of(row: &RecordRow, health_shown: bool) -> Standing {
        match &row.insight {
            _ if !health_shown => Standing::HIDDEN,
            Some(it) => Standing::said(it.state, it.grade, it.score, it.trend),
            None if row.do_not_analyse => Standing::said(State::NotApplicable, None, None, Trend::NotApplicable),
            None => Standing::said(State::InProgress, None, None, Trend::NotEnoughInformation),
        }
    }
}

impl Grades {
    pub(crate) fn of(settings: &AnalyticsSettings) -> Grades {
        Grades { good: settings.health.grades.good(), fair: settings.health.grades.fair() }
    }
}

impl From<Trend> for TrendWord {
    fn from(trend: Trend) -> Self {
        match trend {
            Trend::Improving => TrendWord::Improving,
            Trend::Steady => TrendWord::Steady,
            Trend::Declining => TrendWord::Declining,
            Trend::NotEnoughInformation => TrendWord::NotEnoughInformation,
            Trend::NotApplicable => TrendWord::NotApplicable,
        }
    }
}

impl From<TrendWord> for Trend {
    fn from(trend: TrendWord) -> Self {
        match trend {
            TrendWord::Improving => Trend::Improving,
            TrendWord::Steady => Trend::Steady,
            TrendWord::Declining => Trend::Declining,
            TrendWord::NotEnoughInformation => Trend::NotEnoughInformation,
            TrendWord::NotApplicable => Trend::NotApplicable,
        }
    }
}

impl From<Kind> for Channel {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Email => Channel::Email,
            Kind::Meeting => Channel::Meeting,
            Kind::Call => Channel::Call,
            Kind::Task => Channel::Task,
        }
    }
}

impl From<relata_model::Touch> for Touch {
    fn from(it: relata_model::Touch) -> Self {
        Touch { at: it.at, channel: it.kind.into(), direction: it.direction.into() }
    }
}
