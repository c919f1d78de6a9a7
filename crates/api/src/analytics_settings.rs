//! Settings of analytics: what an administrator may say about them. Changing them changes no data; every record is
//! graded anew at once.

use relata_model::policy::Right;
use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use jiff::civil::Time;
use relata_model::RecordKind;
use relata_model::analytics_settings::WorkingWeek;
use relata_model::health::Settings as HealthSettings;
use relata_model::health::settings::{Expected, Frequency, Grades as HealthGrades, Weights as HealthWeights};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ask::Given;
use crate::error::ErrorBody;
use crate::health::ExpectedWord;
use crate::standing::Grades;
use crate::viewer::Asking;
use crate::{ApiError, ApiResult, ApiState};

/// A stage is a word or a few.
const LONGEST_STAGE_CHARS: usize = 100;
/// Nobody has more.
const MOST_STAGES: usize = 100;

/// What an administrator says about analytics.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct AnalyticsSettings {
    /// Whether health is shown; data are gathered all the same.
    health_shown: bool,
    weights: Weights,
    grades: Grades,
    frequency: Frequencies,
    business_hours: BusinessHours,
    /// Whether opportunities are compared with won deals.
    similar_deals: bool,
    /// How many of our people it takes for a figure of account engagement; 5 or more.
    minimum_group: u32,
    /// Null: never. What a request says here is passed over.
    #[serde(default)]
    #[schema(required, value_type = Option<String>, format = DateTime)]
    changed_at: Option<Timestamp>,
    /// By whom. What a request says here is passed over.
    #[serde(default)]
    #[schema(required)]
    changed_by: Option<String>,
}

/// How much each kind of contact counts, 0.5 to 1.5; 1 is as usual.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct Weights {
    email: f64,
    meeting: f64,
    call: f64,
    task: f64,
}

/// How often contact is expected. The most particular answer holds: stage, then kind, then the rest.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct Frequencies {
    default: ExpectedWord,
    #[schema(required)]
    contact: Option<ExpectedWord>,
    #[schema(required)]
    lead: Option<ExpectedWord>,
    #[schema(required)]
    opportunity: Option<ExpectedWord>,
    #[schema(required)]
    account: Option<ExpectedWord>,
    stages: Vec<StageFrequency>,
}

/// How often contact is expected in a stage of opportunities.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct StageFrequency {
    stage: String,
    expected: ExpectedWord,
}

/// When the organisation works.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct BusinessHours {
    /// `Europe/Berlin`.
    time_zone: String,
    /// `09:00`.
    from: String,
    /// `17:00`; `00:00` is midnight.
    to: String,
    /// Working days, Monday is 1.
    days: Vec<u8>,
}

/// What became of a change.
#[derive(Serialize, ToSchema)]
pub struct SavedSettings {
    settings: AnalyticsSettings,
    /// How many records were graded anew.
    regraded: u64,
    /// How long that took.
    milliseconds: i64,
}

/// Returns the settings of analytics.
#[utoipa::path(
    get,
    path = "/api/v1/settings/analytics",
    tag = "settings",
    responses((status = 200, body = AnalyticsSettings), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody)),
)]
pub(crate) async fn get_analytics_settings(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
) -> ApiResult<Json<AnalyticsSettings>> {
    state.let_see(&viewer, Right::ManageSettings).await?;
    Ok(Json(in_force(&state).await?))
}

/// Changes the settings of analytics, and grades every record anew.
#[utoipa::path(
    put,
    path = "/api/v1/settings/analytics",
    tag = "settings",
    request_body = AnalyticsSettings,
    responses(
        (status = 200, body = SavedSettings),
        (status = 400, body = ErrorBody),
        (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody),
    ),
)]
pub(crate) async fn change_analytics_settings(
    State(state): State<ApiState>,
    Asking(viewer): Asking,
    Given(given): Given<AnalyticsSettings>,
) -> ApiResult<Json<SavedSettings>> {
    state.let_see(&viewer, Right::ManageSettings).await?;
    let began_at = (state.clock)();
    let changed = given.understood()?;
    let kept = relata_store::AnalyticsSettings {
        settings: changed.to_text(),
        changed_at: began_at,
        changed_by: viewer.actor(),
    };
    state.store.set_analytics_settings(&kept).await?;
    let regraded = match state.store.insight_run().await? {
        // Whom the series were made with has not changed, so nobody has to be named.
        Some(run) => state.store.grade_records(&run, &changed, &HashMap::new()).await?,
        None => 0,
    };
    let milliseconds = (state.clock)().as_millisecond() - began_at.as_millisecond();
    Ok(Json(SavedSettings { settings: in_force(&state).await?, regraded, milliseconds }))
}

async fn in_force(state: &ApiState) -> ApiResult<AnalyticsSettings> {
    let changed = state.store.analytics_settings().await?;
    let it = state.analytics_settings().await?;
    let changed_by = match &changed {
        Some(it) => Some(state.name_of(&it.changed_by).await?),
        None => None,
    };
    Ok(AnalyticsSettings {
        changed_at: changed.as_ref().map(|it| it.changed_at),
        changed_by,
        ..AnalyticsSettings::from(it)
    })
}

impl AnalyticsSettings {
    /// Returns what the words mean, or says in words what cannot be.
    fn understood(self) -> ApiResult<relata_model::AnalyticsSettings> {
        let Weights { email, meeting, call, task } = self.weights;
        let expected = |it: Option<ExpectedWord>| it.map(Expected::from);
        let Frequencies { default, contact, lead, opportunity, account, stages } = self.frequency;
        let kinds = RecordKind::ALL.map(|kind| match kind {
            RecordKind::Contact => expected(contact),
            RecordKind::Lead => expected(lead),
            RecordKind::Account => expected(account),
            RecordKind::Opportunity => expected(opportunity),
        });
        let frequency = Frequency { default: default.into(), kinds, stages: understood_stages(stages)? };
        let hours = self.business_hours;
        let settings = relata_model::AnalyticsSettings {
            health: HealthSettings {
                shown: self.health_shown,
                weights: HealthWeights::new(email, meeting, call, task).map_err(refused)?,
                grades: HealthGrades::new(self.grades.good, self.grades.fair).map_err(refused)?,
                frequency,
                ..HealthSettings::default()
            },
            hours: WorkingWeek {
                time_zone: hours.time_zone,
                from: time("from", &hours.from)?,
                to: time("to", &hours.to)?,
                days: hours.days,
            },
            similar_deals: self.similar_deals,
            minimum_group: self.minimum_group,
        };
        settings.check().map_err(refused)?;
        Ok(settings)
    }
}

fn understood_stages(stages: Vec<StageFrequency>) -> ApiResult<Vec<(String, Expected)>> {
    if stages.len() > MOST_STAGES {
        return Err(ApiError::BadRequest(format!("there are {} stages; {MOST_STAGES} are the most", stages.len())));
    }
    let mut understood: Vec<(String, Expected)> = Vec::new();
    for StageFrequency { stage, expected } in stages {
        let stage = stage.trim().to_owned();
        if stage.is_empty() || stage.chars().count() > LONGEST_STAGE_CHARS || stage.contains(['\n', '\r', '=']) {
            let reason = format!("a stage is a line of 1 to {LONGEST_STAGE_CHARS} characters without `=`");
            return Err(ApiError::BadRequest(reason));
        }
        if understood.iter().any(|it| it.0.eq_ignore_ascii_case(&stage)) {
            return Err(ApiError::BadRequest(format!("the stage `{stage}` is there twice")));
        }
        understood.push((stage, expected.into()));
    }
    Ok(understood)
}

fn time(name: &str, text: &str) -> ApiResult<Time> {
    let wrong = || ApiError::BadRequest(format!("`{name}` is `{text}`; it must be a time of day like 09:00"));
    text.parse().map_err(|_| wrong())
}

fn refused(error: impl std::error::Error) -> ApiError {
    ApiError::BadRequest(error.to_string())
}

impl From<relata_model::AnalyticsSettings> for AnalyticsSettings {
    fn from(it: relata_model::AnalyticsSettings) -> Self {
        let [email, meeting, call, task] = it.health.weights.all();
        let frequency = &it.health.frequency;
        let of_kind = |kind| frequency.kind(kind).map(ExpectedWord::from);
        let stage = |(stage, expected): &(String, Expected)| StageFrequency {
            stage: stage.clone(),
            expected: (*expected).into(),
        };
        AnalyticsSettings {
            health_shown: it.health.shown,
            weights: Weights { email, meeting, call, task },
            grades: Grades::of(&it),
            frequency: Frequencies {
                default: frequency.default.into(),
                contact: of_kind(RecordKind::Contact),
                lead: of_kind(RecordKind::Lead),
                opportunity: of_kind(RecordKind::Opportunity),
                account: of_kind(RecordKind::Account),
                stages: frequency.stages.iter().map(stage).collect(),
            },
            business_hours: BusinessHours {
                time_zone: it.hours.time_zone.clone(),
                from: it.hours.from.strftime("%H:%M").to_string(),
                to: it.hours.to.strftime("%H:%M").to_string(),
                days: it.hours.days.clone(),
            },
            similar_deals: it.similar_deals,
            minimum_group: it.minimum_group,
            changed_at: None,
            changed_by: None,
        }
    }
}
