//! Accuracy: how far from the bounded truth the released numbers are, by the noise alone.

use opendp::accuracy::discrete_gaussian_scale_to_accuracy;

use crate::measure::Measure;
use crate::mechanism::scales;
use crate::period::Level;
use crate::settings::Settings;

/// Means are the more accurate the more people they are of; their accuracy is told for so many.
pub const ACCURACY_GROUP: u32 = 30;

/// Returns half the width of the 95 % interval of every number that is released: nineteen of twenty are at most this far from what would
/// be shown without noise. Not of days since (a bracket), nor of the score (a place). Nothing for a level that is off.
pub fn accuracy(settings: &Settings, level: Level) -> Vec<(Measure, f64)> {
    if !settings.levels.has(level) {
        return Vec::new();
    }
    let told = |measure: &Measure| !matches!(measure, Measure::LastEmail | Measure::LastMeeting | Measure::Answered);
    let scales = scales(settings, level);
    let half = |measure: Measure| {
        // OpenDP tells the first number that is too far; only a scale below zero is an error.
        let too_far = discrete_gaussian_scale_to_accuracy(scales[&measure], 0.05).unwrap_or(f64::INFINITY);
        let half = too_far - 1.0;
        match measure {
            Measure::MeetingMinutes | Measure::ReplyHours => half / f64::from(ACCURACY_GROUP),
            _ => half,
        }
    };
    Measure::ALL.into_iter().filter(told).map(|measure| (measure, half(measure))).collect()
}
