//! Facts: what a deal was like, as far as it can be compared.

use jiff::civil::Date;

use crate::series::day_of;

/// A longer time is not told apart.
const LONGEST_DAYS: i32 = 365;

/// What a deal was like. Unknown is `None`, and never 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Facts {
    /// What it was expected to bring.
    pub revenue: Option<f64>,
    /// Days from its creation to its end, at most 365.
    pub days: Option<f64>,
    /// Emails of both sides in the first 30 days.
    pub early_emails: Option<f64>,
    /// Meetings of both sides in the first 30 days.
    pub early_meetings: Option<f64>,
    /// How many people outside had a say.
    pub stakeholders: Option<f64>,
    /// How many contacts its account has.
    pub account_contacts: Option<f64>,
}

impl Facts {
    /// Returns these with how long the deal took: from its creation to its end, which for an open deal is the day it is
    /// expected to close, or today if that has passed.
    pub fn lasting(self, created_on: Option<Date>, end: Option<Date>) -> Facts {
        let days = created_on.zip(end).map(|(from, to)| (day_of(to) - day_of(from)).clamp(0, LONGEST_DAYS));
        Facts { days: days.map(f64::from), ..self }
    }
}

/// What of a deal is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// [`Facts::revenue`].
    Revenue,
    /// [`Facts::days`].
    Days,
    /// [`Facts::early_emails`].
    EarlyEmails,
    /// [`Facts::early_meetings`].
    EarlyMeetings,
    /// [`Facts::stakeholders`].
    Stakeholders,
    /// [`Facts::account_contacts`].
    AccountContacts,
}

impl Field {
    /// Every field.
    pub const ALL: [Field; 6] = [
        Field::Revenue,
        Field::Days,
        Field::EarlyEmails,
        Field::EarlyMeetings,
        Field::Stakeholders,
        Field::AccountContacts,
    ];

    /// Returns the word used in the API.
    pub fn name(self) -> &'static str {
        match self {
            Field::Revenue => "revenue",
            Field::Days => "days",
            Field::EarlyEmails => "early_emails",
            Field::EarlyMeetings => "early_meetings",
            Field::Stakeholders => "stakeholders",
            Field::AccountContacts => "account_contacts",
        }
    }

    /// Returns the value that is compared: twice as much is as far for small deals as for big ones.
    pub(super) fn of(self, facts: &Facts) -> Option<f64> {
        let value = match self {
            Field::Revenue => facts.revenue,
            Field::Days => facts.days,
            Field::EarlyEmails => facts.early_emails,
            Field::EarlyMeetings => facts.early_meetings,
            Field::Stakeholders => facts.stakeholders,
            Field::AccountContacts => facts.account_contacts,
        };
        value.filter(|it| it.is_finite()).map(|it| it.abs().ln_1p().copysign(it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deal_lasts_from_its_creation_to_its_end() {
        let lasting = |from: &str, to: &str| Facts::default().lasting(from.parse().ok(), to.parse().ok()).days;
        assert_eq!(lasting("2026-03-01", "2026-03-31"), Some(30.0));
        assert_eq!(lasting("2024-03-01", "2026-03-31"), Some(365.0));
        assert_eq!(lasting("2026-03-31", "2026-03-01"), Some(0.0));
        assert_eq!(lasting("", "2026-03-31"), None);
    }

    #[test]
    fn twice_as_much_is_about_as_far_for_big_and_small() {
        let of = |revenue| Field::Revenue.of(&Facts { revenue: Some(revenue), ..Facts::default() });
        assert!((of(2e6).unwrap() - of(1e6).unwrap() - (of(2e4).unwrap() - of(1e4).unwrap())).abs() < 1e-3);
        assert_eq!((of(0.0), of(f64::NAN), of(-9.0).map(|it| it < 0.0)), (Some(0.0), None, Some(true)));
    }
}
