//! Response times: how long one side takes to answer the other.

use super::BusinessHours;

const HOUR_SECONDS: f64 = 3600.0;

/// How long a side took to answer, in hours. Without an answer there is no time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ResponseTimes {
    /// How many answers these are the times of.
    pub count: u32,
    /// The mean, by the clock.
    pub mean_hours: Option<f64>,
    /// The median, by the clock: half of the answers came sooner.
    pub median_hours: Option<f64>,
    /// The mean of the working time that passed.
    pub business_mean_hours: Option<f64>,
    /// The median of the working time that passed.
    pub business_median_hours: Option<f64>,
}

impl ResponseTimes {
    /// Returns the times of answers, each given as the moments asked and answered, in seconds since 1970.
    pub(super) fn of(answers: &[(i64, i64)], hours: &BusinessHours) -> ResponseTimes {
        let mut by_clock: Vec<i64> = answers.iter().map(|(asked, answered)| answered - asked).collect();
        let mut worked: Vec<i64> = answers.iter().map(|(asked, answered)| hours.seconds(*asked, *answered)).collect();
        ResponseTimes {
            count: answers.len() as u32,
            mean_hours: mean(&by_clock),
            median_hours: median(&mut by_clock),
            business_mean_hours: mean(&worked),
            business_median_hours: median(&mut worked),
        }
    }
}

fn mean(seconds: &[i64]) -> Option<f64> {
    (!seconds.is_empty()).then(|| seconds.iter().sum::<i64>() as f64 / seconds.len() as f64 / HOUR_SECONDS)
}

/// Of an even number, the middle of the two in the middle.
fn median(seconds: &mut [i64]) -> Option<f64> {
    seconds.sort_unstable();
    let upper = *seconds.get(seconds.len() / 2)?;
    let lower = seconds[(seconds.len() - 1) / 2];
    Some((lower + upper) as f64 / 2.0 / HOUR_SECONDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers after so many hours, from Monday 10:00 UTC; mean, median, and both in business hours.
    #[track_caller]
    fn check(hours: &[i64], expected: [Option<f64>; 4]) {
        let asked = crate::notation::moment("2026-03-02T10:00").as_second();
        let answers: Vec<_> = hours.iter().map(|it| (asked, asked + it * 3600)).collect();
        let found = ResponseTimes::of(&answers, &crate::kpi::notation::usual_hours());
        let ResponseTimes { mean_hours, median_hours, business_mean_hours, business_median_hours, .. } = found;
        assert_eq!([mean_hours, median_hours, business_mean_hours, business_median_hours], expected);
    }

    #[test]
    fn mean_and_median_by_clock_and_by_working_time() {
        check(&[], [None; 4]);
        check(&[3], [Some(3.0); 4]);
        check(&[1, 3], [Some(2.0); 4]);
        // A day later eight working hours have passed; the slow answer moves the mean and not the median.
        check(&[1, 2, 24], [Some(9.0), Some(2.0), Some(11.0 / 3.0), Some(2.0)]);
        check(&[24, 1, 2, 3], [Some(7.5), Some(2.5), Some(3.5), Some(2.5)]);
    }
}
