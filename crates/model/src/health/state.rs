//! What is said of a relationship's health: states, grades, trends, in the words of the API.

/// What can be said of a record's health.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// It has a score.
    Scored,
    /// There was contact, on fewer days than a score needs.
    NotEnoughInformation,
    /// Nothing was completed yet, ever, or within the history that counts.
    NoCompletedActivities,
    /// It was not computed yet.
    InProgress,
    /// It could not be computed.
    Failed,
    /// The record is closed, or not to be analysed.
    NotApplicable,
}

impl State {
    /// Every state.
    pub const ALL: [State; 6] = [
        State::Scored,
        State::NotEnoughInformation,
        State::NoCompletedActivities,
        State::InProgress,
        State::Failed,
        State::NotApplicable,
    ];

    /// Returns the word used in tables.
    pub fn name(self) -> &'static str {
        match self {
            State::Scored => "scored",
            State::NotEnoughInformation => "not_enough_information",
            State::NoCompletedActivities => "no_completed_activities",
            State::InProgress => "in_progress",
            State::Failed => "failed",
            State::NotApplicable => "not_applicable",
        }
    }

    /// Returns the state of that name.
    pub fn named(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// How good a score is. The minima are the administrator's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// From 0.
    Poor,
    /// From 40, unless changed.
    Fair,
    /// From 60, unless changed.
    Good,
}

impl Grade {
    /// Returns the word used in tables and the API.
    pub fn name(self) -> &'static str {
        match self {
            Grade::Poor => "poor",
            Grade::Fair => "fair",
            Grade::Good => "good",
        }
    }

    /// Returns the grade of that name.
    pub fn named(name: &str) -> Option<Grade> {
        [Grade::Poor, Grade::Fair, Grade::Good].into_iter().find(|it| it.name() == name)
    }
}

/// Where a relationship is going. Slow by design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trend {
    /// Worse than about a month ago.
    Declining,
    /// About as it was.
    Steady,
    /// Better than about a month ago.
    Improving,
    /// Too young to tell.
    NotEnoughInformation,
    /// The record has no health.
    NotApplicable,
}

impl Trend {
    /// Every trend.
    pub const ALL: [Trend; 5] =
        [Trend::Declining, Trend::Steady, Trend::Improving, Trend::NotEnoughInformation, Trend::NotApplicable];

    /// Returns the word used in tables and the API.
    pub fn name(self) -> &'static str {
        match self {
            Trend::Declining => "declining",
            Trend::Steady => "steady",
            Trend::Improving => "improving",
            Trend::NotEnoughInformation => "not_enough_information",
            Trend::NotApplicable => "not_applicable",
        }
    }

    /// Returns the trend of that name.
    pub fn named(name: &str) -> Option<Trend> {
        Trend::ALL.into_iter().find(|it| it.name() == name)
    }
}
