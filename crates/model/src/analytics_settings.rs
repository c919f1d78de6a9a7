//! Settings of analytics as one text: what an administrator changed, kept in the store.
//!
//! A line each, `name = value`; what is missing has its default, so that a newer program reads what an older one wrote.
//!
//! ```text
//! weights = 1 1.2 1 0.8
//! grades = 60 40
//! frequency = learnt
//! frequency.lead = weekly
//! stage.Proposal = biweekly
//! hours = 09:00 17:00 12345 Europe/Berlin
//! ```

use std::fmt::Write;

use jiff::civil::{Time, Weekday};
use jiff::tz::TimeZone;

use crate::RecordKind;
use crate::health::Settings;
use crate::health::settings::{Expected, Grades, Weights};
use crate::kpi::BusinessHours;

/// Everything an administrator may say about analytics.
#[derive(Clone, Debug, PartialEq)]
pub struct AnalyticsSettings {
    /// How health is computed and graded, and whether it is shown.
    pub health: Settings,
    /// When the organisation works.
    pub hours: WorkingWeek,
    /// Whether opportunities are compared with similar won deals.
    pub similar_deals: bool,
    /// How many of our people it takes for a figure of account engagement; 5 or more.
    pub minimum_group: u32,
}

/// When the organisation works, as it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingWeek {
    /// A name of the time zone database: `Europe/Berlin`.
    pub time_zone: String,
    /// When work begins.
    pub from: Time,
    /// When it ends.
    pub to: Time,
    /// Working days, Monday is 1.
    pub days: Vec<u8>,
}

/// Fewer people than this could be told apart.
pub const LEAST_GROUP: u32 = 5;

/// What is wrong with settings, in words for a person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadSetting(pub String);

impl Default for AnalyticsSettings {
    fn default() -> AnalyticsSettings {
        AnalyticsSettings {
            health: Settings::default(),
            hours: WorkingWeek {
                time_zone: "UTC".to_owned(),
                from: Time::constant(9, 0, 0, 0),
                to: Time::constant(17, 0, 0, 0),
                days: vec![1, 2, 3, 4, 5],
            },
            similar_deals: true,
            minimum_group: LEAST_GROUP,
        }
    }
}

impl WorkingWeek {
    /// Returns the hours, ready to be counted with.
    ///
    /// # Errors
    ///
    /// If there is no such time zone, no such day, no working day, or work would end before it begins.
    pub fn business_hours(&self) -> Result<BusinessHours, BadSetting> {
        let zone = if self.time_zone == "UTC" { Ok(TimeZone::UTC) } else { TimeZone::get(&self.time_zone) };
        let zone = zone.map_err(|_| {
            BadSetting(format!("`{}` is no time zone this server knows; write one like Europe/Berlin", self.time_zone))
        })?;
        let day = |it: &u8| i8::try_from(*it).ok().and_then(|it| Weekday::from_monday_one_offset(it).ok());
        let days: Option<Vec<Weekday>> = self.days.iter().map(day).collect();
        let days = days.ok_or_else(|| BadSetting("working days are numbers from 1 (Monday) to 7".to_owned()))?;
        BusinessHours::new(zone, self.from, self.to, &days).map_err(|it| BadSetting(it.to_string()))
    }
}

impl AnalyticsSettings {
    /// Checks what the types alone do not.
    ///
    /// # Errors
    ///
    /// A minimum group below 5, or hours that are none.
    pub fn check(&self) -> Result<(), BadSetting> {
        if self.minimum_group < LEAST_GROUP {
            return Err(BadSetting(format!("the smallest group can be raised, but not below {LEAST_GROUP} people")));
        }
        self.hours.business_hours().map(|_| ())
    }

    /// Returns the settings as text.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let mut line = |name: &str, value: String| {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{name} = {value}");
        };
        let health = &self.health;
        line("health_shown", health.shown.to_string());
        line("weights", health.weights.all().map(|it| it.to_string()).join(" "));
        line("grades", format!("{} {}", health.grades.good(), health.grades.fair()));
        line("frequency", health.frequency.default.name().to_owned());
        for kind in RecordKind::ALL {
            if let Some(expected) = health.frequency.kind(kind) {
                line(&format!("frequency.{}", kind.name()), expected.name().to_owned());
            }
        }
        for (stage, expected) in &health.frequency.stages {
            line(&format!("stage.{}", stage.replace(['\n', '='], " ")), expected.name().to_owned());
        }
        let WorkingWeek { time_zone, from, to, days } = &self.hours;
        let days: String = days.iter().map(u8::to_string).collect();
        line("hours", format!("{} {} {days} {time_zone}", from.strftime("%H:%M"), to.strftime("%H:%M")));
        line("similar_deals", self.similar_deals.to_string());
        line("minimum_group", self.minimum_group.to_string());
        text
    }

    /// Returns the settings of a text.
    ///
    /// # Errors
    ///
    /// The first line that cannot be read.
    pub fn from_text(text: &str) -> Result<AnalyticsSettings, BadSetting> {
        let mut settings = AnalyticsSettings::default();
        for line in text.lines().filter(|it| !it.trim().is_empty()) {
            let read = line.split_once(" = ").and_then(|(name, value)| settings.take(name, value));
            read.ok_or_else(|| BadSetting(format!("`{line}` is no setting of analytics")))?;
        }
        settings.check()?;
        Ok(settings)
    }

    fn take(&mut self, name: &str, value: &str) -> Option<()> {
        let health = &mut self.health;
        let words: Vec<&str> = value.split(' ').collect();
        match name {
            "health_shown" => health.shown = value.parse().ok()?,
            "weights" => {
                let weights: Vec<f64> = words.iter().map(|it| it.parse().ok()).collect::<Option<_>>()?;
                let [email, meeting, call, task] = weights[..] else { return None };
                health.weights = Weights::new(email, meeting, call, task).ok()?;
            }
            "grades" => {
                let [good, fair] = words[..] else { return None };
                health.grades = Grades::new(good.parse().ok()?, fair.parse().ok()?).ok()?;
            }
            "frequency" => health.frequency.default = Expected::named(value)?,
            "hours" => {
                let [from, to, days, time_zone] = words[..] else { return None };
                let days = days.chars().map(|it| it.to_digit(10).and_then(|it| u8::try_from(it).ok()));
                self.hours = WorkingWeek {
                    time_zone: time_zone.to_owned(),
                    from: from.parse().ok()?,
                    to: to.parse().ok()?,
                    days: days.collect::<Option<_>>()?,
                };
            }
            "similar_deals" => self.similar_deals = value.parse().ok()?,
            "minimum_group" => self.minimum_group = value.parse().ok()?,
            _ => {
                if let Some(kind) = name.strip_prefix("frequency.") {
                    let index = RecordKind::ALL.iter().position(|it| it.name() == kind)?;
                    health.frequency.kinds[index] = Some(Expected::named(value)?);
                } else {
                    let stage = name.strip_prefix("stage.")?;
                    health.frequency.stages.push((stage.to_owned(), Expected::named(value)?));
                }
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut settings = AnalyticsSettings::default();
        settings.health.shown = false;
        settings.health.weights = Weights::new(1.0, 1.5, 0.75, 0.5).unwrap();
        settings.health.grades = Grades::new(70, 30).unwrap();
        settings.health.frequency.default = Expected::Monthly;
        settings.health.frequency.kinds[1] = Some(Expected::Weekly);
        settings.health.frequency.stages = vec![("Closing soon".to_owned(), Expected::Biweekly)];
        settings.hours.days = vec![1, 2, 6];
        settings.similar_deals = false;
        settings.minimum_group = 12;
        assert_eq!(AnalyticsSettings::from_text(&settings.to_text()), Ok(settings));
        assert_eq!(AnalyticsSettings::from_text(""), Ok(AnalyticsSettings::default()));
    }

    #[test]
    fn what_cannot_be_is_refused_in_words() {
        for (text, expected) in [
            ("weights = 1 2 1 1", "`weights = 1 2 1 1` is no setting of analytics"),
            ("grades = 40 60", "`grades = 40 60` is no setting of analytics"),
            ("minimum_group = 4", "the smallest group can be raised, but not below 5 people"),
            ("hours = 09:00 17:00 8 UTC", "working days are numbers from 1 (Monday) to 7"),
            ("colour = red", "`colour = red` is no setting of analytics"),
        ] {
            assert_eq!(AnalyticsSettings::from_text(text).unwrap_err().to_string(), expected);
        }
        let unknown = AnalyticsSettings::from_text("hours = 09:00 17:00 12345 Moon/Tycho").unwrap_err();
        assert!(unknown.to_string().starts_with("`Moon/Tycho` is no time zone"), "{unknown}");
    }
}
