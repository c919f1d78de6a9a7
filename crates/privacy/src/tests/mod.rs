//! Tests of the crate as a whole: what a release holds, what it costs, and what an attacker learns.

mod attack;
mod bounds;
mod budget;
mod noise;
mod released;

use std::ops::RangeInclusive;

use jiff::civil::Date;
use relata_model::{PersonId, RecordNumber};

use crate::{
    Budget, Contribution, Epsilon, Figures, Level, Levels, MinimumGroup, Outcome, Period, Release, Settings, release,
};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn may() -> Period {
    Period::of(Level::Month, day("2001-05-09"))
}

/// Settings with that much ε a year, spent on months alone.
fn monthly(epsilon: f64) -> Settings {
    Settings {
        minimum_group: MinimumGroup::default(),
        epsilon_a_year: Epsilon::new(epsilon).unwrap(),
        levels: Levels { week: false, month: true, year: false },
    }
}

/// What a busy colleague did: as much as counts, of everything.
fn busy(colleague: i64, account: i64) -> Contribution {
    let theirs: Vec<PersonId> = (0..4).map(|it| PersonId(1000 + it)).collect();
    Contribution {
        emails_to: 10,
        emails_from: 10,
        meetings_by_us: 4,
        meetings_by_them: 4,
        meeting_minutes: 8 * 60,
        replies: 2,
        reply_seconds: 2 * 4 * 3600,
        their_people_emails: theirs.clone(),
        their_people_meetings: theirs,
        last_email: Some(day("2001-05-30")),
        last_meeting: Some(day("2001-05-20")),
        ..Contribution::none(PersonId(colleague), RecordNumber(account))
    }
}

/// Busy colleagues, all with one account.
fn group(colleagues: RangeInclusive<i64>, account: i64) -> Vec<Contribution> {
    colleagues.map(|it| busy(it, account)).collect()
}

fn released(accounts: &[i64], contributions: &[Contribution], settings: &Settings) -> Release {
    let accounts: Vec<RecordNumber> = accounts.iter().copied().map(RecordNumber).collect();
    release(&accounts, contributions, may(), day("2001-06-01"), &Budget::default(), settings).unwrap().0
}

fn figures(release: &Release, account: i64) -> Option<&Figures> {
    let row = release.rows.iter().find(|it| it.account == RecordNumber(account)).unwrap();
    match &row.outcome {
        Outcome::Figures(figures) => Some(figures),
        Outcome::Suppressed(_) => None,
    }
}
