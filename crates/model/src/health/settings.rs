//! Settings of health: what an administrator may say about it. Changing them changes no data.

use super::formula::Coefficients;
use super::state::Grade;
use crate::series::Counts;
use crate::{RecordKind, Subject};

/// Everything that health depends on beside what happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Whether health is shown; data are gathered all the same.
    pub shown: bool,
    /// How much each kind of contact counts.
    pub weights: Weights,
    /// From which score a relationship is good or fair.
    pub grades: Grades,
    /// How often contact is expected.
    pub frequency: Frequency,
    /// The formula's coefficients: the published ones, or with the organisation's own intercept.
    pub coefficients: Coefficients,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            shown: true,
            weights: Weights::default(),
            grades: Grades::default(),
            frequency: Frequency::default(),
            coefficients: Coefficients::IN_90_DAYS,
        }
    }
}

/// Why settings cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotASetting {
    /// A weight beyond half or one and a half.
    #[error("a kind of contact can count between 0.5 and 1.5 times as much as usual")]
    Weight,
    /// Minima that leave a grade nothing.
    #[error("good must begin above fair, fair at 1 or more, and good at 100 or less")]
    Grades,
}

/// How much each kind of contact counts; 1 is the model that was validated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    email: f64,
    meeting: f64,
    call: f64,
    task: f64,
}

impl Weights {
    /// Returns these weights.
    ///
    /// # Errors
    ///
    /// [`NotASetting::Weight`] if one lies outside 0.5 to 1.5.
    pub fn new(email: f64, meeting: f64, call: f64, task: f64) -> Result<Weights, NotASetting> {
        let allowed = [email, meeting, call, task].iter().all(|it| (0.5..=1.5).contains(it));
        if allowed { Ok(Weights { email, meeting, call, task }) } else { Err(NotASetting::Weight) }
    }

    /// Returns the weights of emails, meetings, calls and tasks.
    pub fn all(&self) -> [f64; 4] {
        [self.email, self.meeting, self.call, self.task]
    }

    /// Returns what a day counts on which this happened: as much as the weightiest of it.
    pub fn of(&self, counts: &Counts) -> f64 {
        let happened = [counts.emails(), counts.meetings(), counts.calls(), counts.tasks];
        let weights = self.all().into_iter().zip(happened).filter(|it| it.1 > 0).map(|it| it.0);
        weights.fold(0.5, f64::max)
    }
}

impl Default for Weights {
    fn default() -> Weights {
        Weights { email: 1.0, meeting: 1.0, call: 1.0, task: 1.0 }
    }
}

/// The lowest score of the two better grades; what lies below is poor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grades {
    good: u8,
    fair: u8,
}

impl Grades {
    /// Returns grades that begin there. The one below ends where the next begins.
    ///
    /// # Errors
    ///
    /// [`NotASetting::Grades`] if a grade would be empty or out of reach.
    pub fn new(good: u8, fair: u8) -> Result<Grades, NotASetting> {
        if fair >= 1 && good > fair && good <= 100 { Ok(Grades { good, fair }) } else { Err(NotASetting::Grades) }
    }

    /// Returns where good begins.
    pub fn good(&self) -> u8 {
        self.good
    }

    /// Returns where fair begins.
    pub fn fair(&self) -> u8 {
        self.fair
    }

    /// Returns the grade of a score.
    pub fn of(&self, score: u8) -> Grade {
        if score >= self.good {
            Grade::Good
        } else if score >= self.fair {
            Grade::Fair
        } else {
            Grade::Poor
        }
    }
}

impl Default for Grades {
    fn default() -> Grades {
        Grades { good: 60, fair: 40 }
    }
}

/// How often contact is expected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Expected {
    /// As often as there usually is.
    #[default]
    Learnt,
    /// Every week.
    Weekly,
    /// Every two weeks.
    Biweekly,
    /// Every month.
    Monthly,
    /// Every two months.
    Bimonthly,
    /// Every quarter.
    Quarterly,
}

impl Expected {
    /// Every expectation.
    pub const ALL: [Expected; 6] = [
        Expected::Learnt,
        Expected::Weekly,
        Expected::Biweekly,
        Expected::Monthly,
        Expected::Bimonthly,
        Expected::Quarterly,
    ];

    /// Returns the word used in settings and the API.
    pub fn name(self) -> &'static str {
        match self {
            Expected::Learnt => "learnt",
            Expected::Weekly => "weekly",
            Expected::Biweekly => "biweekly",
            Expected::Monthly => "monthly",
            Expected::Bimonthly => "bimonthly",
            Expected::Quarterly => "quarterly",
        }
    }

    /// Returns the expectation of that name.
    pub fn named(name: &str) -> Option<Expected> {
        Expected::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Returns days between contacts; `None` where they are learnt.
    pub fn days(self) -> Option<f64> {
        match self {
            Expected::Learnt => None,
            Expected::Weekly => Some(7.0),
            Expected::Biweekly => Some(14.0),
            Expected::Monthly => Some(30.4),
            Expected::Bimonthly => Some(60.9),
            Expected::Quarterly => Some(91.3),
        }
    }
}

/// How often contact is expected with whom. The most particular answer holds: stage, then kind, then the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frequency {
    /// Of every record nothing else is said of.
    pub default: Expected,
    /// By kind of record, in the order of [`RecordKind::ALL`].
    pub kinds: [Option<Expected>; 4],
    /// By stage of an opportunity, in the CRM's words.
    pub stages: Vec<(String, Expected)>,
}

impl Frequency {
    /// Returns how often contact with a record is expected.
    pub fn of(&self, subject: &Subject) -> Expected {
        let stage = subject.stage.as_deref().unwrap_or_default();
        let by_stage = self.stages.iter().find(|it| it.0.eq_ignore_ascii_case(stage)).map(|it| it.1);
        by_stage.or(self.kind(subject.kind)).unwrap_or(self.default)
    }

    /// Returns what is said of a kind of record.
    pub fn kind(&self, kind: RecordKind) -> Option<Expected> {
        RecordKind::ALL.iter().position(|it| *it == kind).and_then(|it| self.kinds[it])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_stay_within_half_of_what_was_validated() {
        assert!(Weights::new(0.5, 1.5, 1.0, 1.0).is_ok());
        for bad in [0.49, 1.51, f64::NAN, f64::INFINITY, -1.0] {
            assert_eq!(Weights::new(1.0, bad, 1.0, 1.0), Err(NotASetting::Weight), "{bad}");
        }
    }

    #[test]
    fn a_day_counts_as_much_as_the_weightiest_of_it() {
        let weights = Weights::new(0.5, 1.5, 1.0, 0.75).unwrap();
        let day =
            |emails_out, meetings_in, calls_out| Counts { emails_out, meetings_in, calls_out, ..Counts::default() };
        assert_eq!(weights.of(&day(9, 0, 0)), 0.5);
        assert_eq!(weights.of(&day(9, 0, 1)), 1.0);
        assert_eq!(weights.of(&day(0, 1, 1)), 1.5);
    }

    #[test]
    fn grades_leave_each_other_room() {
        let grades = Grades::new(50, 30).unwrap();
        assert_eq!([49, 50, 29, 30].map(|it| grades.of(it)), [Grade::Fair, Grade::Good, Grade::Poor, Grade::Fair]);
        for (good, fair) in [(40, 40), (101, 40), (60, 0), (30, 40)] {
            assert_eq!(Grades::new(good, fair), Err(NotASetting::Grades), "{good} {fair}");
        }
    }
}
