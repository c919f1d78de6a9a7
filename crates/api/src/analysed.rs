//! A record to say something of: allowed, there, to be analysed, and with what its figures are made of.
//!
//! Every answer about a record's figures begins with [`ApiState::analysed`], so that none forgets to ask.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use relata_model::analytics_settings::BadSetting;
use relata_model::kpi::Window;
use relata_model::policy::Right;
use relata_model::{AnalyticsSettings, RecordId, RecordNumber, Series, Subject};
use relata_store::{InsightRun, RecordPage, SourceState, StoreError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::records::no_such_record;
use crate::{ApiError, ApiResult, ApiState, Viewer};

/// A record that may be analysed, and shown to whoever asks.
pub(crate) struct Analysed {
    pub(crate) page: RecordPage,
    /// The settings in force, with the coefficients of the run.
    pub(crate) settings: AnalyticsSettings,
    pub(crate) run: InsightRun,
}

/// What is said where a series is damaged.
pub(crate) const FAILED: &str =
    "what is stored of this record cannot be read; the next computation reads it anew from the log";

/// Whether figures are made of everything there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Accuracy {
    /// They are.
    Complete,
    /// Something is still to come, or cannot be read.
    Partial,
}

impl ApiState {
    /// Returns a record whose figures the viewer may see.
    pub(crate) async fn analysed(&self, viewer: &Viewer, id: String) -> ApiResult<Analysed> {
        self.let_see(viewer, Right::SeeAnalytics).await?;
        let page = self.store.record(&RecordId(id)).await?.ok_or_else(no_such_record)?;
        if page.do_not_analyse {
            return Err(not_analysed());
        }
        let run = self.store.insight_run().await?.ok_or_else(nothing_computed)?;
        let mut settings = self.analytics_settings().await?;
        settings.health.coefficients = run.coefficients();
        Ok(Analysed { page, settings, run })
    }

    /// Returns what happened with a record.
    pub(crate) async fn series(&self, record: RecordNumber) -> ApiResult<Series> {
        self.store.whole_series_of(record).await.map_err(|error| match error {
            StoreError::NotUnderstood(_) => ApiError::Conflict(FAILED.to_owned()),
            other => other.into(),
        })
    }

    /// Returns the settings in force.
    pub(crate) async fn analytics_settings(&self) -> ApiResult<AnalyticsSettings> {
        match self.store.analytics_settings().await? {
            Some(it) => AnalyticsSettings::from_text(&it.settings).map_err(unreadable),
            None => Ok(AnalyticsSettings::default()),
        }
    }

    /// Returns whether figures are made of everything, and what is missing if not.
    pub(crate) async fn accuracy(&self) -> ApiResult<(Accuracy, Vec<String>)> {
        let missing: Vec<String> = self.store.sources().await?.into_iter().filter_map(missing).collect();
        Ok((if missing.is_empty() { Accuracy::Complete } else { Accuracy::Partial }, missing))
    }

    /// Returns the day figures speak of: the last one computed for, or the clock's before there was one.
    pub(crate) async fn today(&self) -> ApiResult<Date> {
        let run = self.store.insight_run().await?;
        Ok(run.map_or_else(|| (self.clock)().to_zoned(TimeZone::UTC).date(), |it| it.computed_for))
    }
}

impl Analysed {
    /// Returns what health asks of the record beside what happened. Whose interactions count was settled when the
    /// series was made.
    pub(crate) fn subject(&self) -> Subject {
        Subject {
            number: self.page.number,
            kind: self.page.summary.kind,
            status: self.page.status,
            stage: self.page.stage.clone(),
            created: self.page.created_on.map(relata_model::series::day_of),
            ours: [].into(),
            theirs: [].into(),
        }
    }

    /// Returns the window of so many days that ends with the day computed for.
    pub(crate) fn window(&self, days: u16) -> Window {
        Window::last(days, self.run.computed_for)
    }
}

/// Returns a number of days that was asked for, or the usual one.
pub(crate) fn days(asked: Option<i64>, usual: u16, least: u16, most: u16) -> ApiResult<u16> {
    let days = asked.unwrap_or(i64::from(usual));
    let fits = u16::try_from(days).ok().filter(|it| (least..=most).contains(it));
    fits.ok_or_else(|| ApiError::BadRequest(format!("`days` is {days}; it must lie between {least} and {most}")))
}

fn missing(source: relata_store::Source) -> Option<String> {
    match source.state {
        SourceState::Ready => None,
        SourceState::Reading => Some(format!("`{}` is still being read", source.name)),
        SourceState::Broken(detail) => Some(format!("`{}` cannot be read: {detail}", source.name)),
    }
}

pub(crate) fn not_analysed() -> ApiError {
    ApiError::NotFound("this record is not to be analysed".to_owned())
}

pub(crate) fn nothing_computed() -> ApiError {
    ApiError::Conflict("nothing was computed of records yet; `relata compute` does it".to_owned())
}

fn unreadable(error: BadSetting) -> ApiError {
    ApiError::Internal(error.into())
}
