//! What several releases together say of an account: since when, and when last.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;
use relata_model::RecordNumber;

use crate::release::{Outcome, Release};

/// What is known of an account from released figures. It tells nothing that they do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// First engagement: the first day of the earliest period in which figures were shown.
    pub first_engagement: Date,
    /// A group of our people had an email on this day or later, and as far as is known not after the period it is from.
    pub last_email: Option<Date>,
    /// The same of meetings.
    pub last_meeting: Option<Date>,
}

/// Returns what releases, of any levels and in any order, say of each account that was ever shown.
pub fn known<'a>(releases: impl IntoIterator<Item = &'a Release>) -> BTreeMap<RecordNumber, Known> {
    let mut accounts = BTreeMap::new();
    for release in releases {
        let start = release.period.start();
        let day =
            |days: Option<u16>| days.map(|it| release.period.end().saturating_sub(Span::new().days(i64::from(it))));
        for row in &release.rows {
            let Outcome::Figures(figures) = &row.outcome else { continue };
            let known = accounts.entry(row.account).or_insert(Known {
                first_engagement: start,
                last_email: None,
                last_meeting: None,
            });
            known.first_engagement = known.first_engagement.min(start);
            known.last_email = known.last_email.max(day(figures.days_since_email));
            known.last_meeting = known.last_meeting.max(day(figures.days_since_meeting));
        }
    }
    accounts
}
