//! A series in a few lines, for tests.
//!
//! ```text
//! 2026-03-02 emails 2/1 meetings 1/0 calls 0/1 tasks 1 minutes 90/30 followed 4/3/2/1
//! 2026-03-02T10:00 them asks              (a turn; theirs, addressed to us)
//! 2026-03-02T14:00 us answers 4h          (a turn of ours that answers after four hours)
//! 2026-03-02T14:00 #7 emails 3/1/2        (address 7 got 3 emails and was in 1 meeting and 2 calls; the newest then)
//! ```
//!
//! Before the slash is ours, after it theirs; time spent is the team's and the customer's.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;

use super::{BusinessHours, Kpis, Window};
use crate::notation::moment;
use crate::series::{Contacted, Counts, Day, Followed, Turn};
use crate::{AddressId, Series};

/// The days of March 2026 that windows of tests end on.
pub const UNTIL: &str = "2026-03-31";

/// Monday to Friday, nine to five, UTC.
pub fn usual_hours() -> BusinessHours {
    use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};
    let (nine, five) = (jiff::civil::time(9, 0, 0, 0), jiff::civil::time(17, 0, 0, 0));
    let days = [Monday, Tuesday, Wednesday, Thursday, Friday];
    BusinessHours::new(TimeZone::UTC, nine, five, &days).expect("hours written in a test")
}

/// The figures of a text in the usual business hours, in a window of so many days that ends with March 2026.
pub fn kpis(days: u16, text: &str) -> Kpis {
    Kpis::of(&series(text), Window::last(days, UNTIL.parse().unwrap()), &usual_hours())
}

/// The series of a text.
pub fn series(text: &str) -> Series {
    let mut series = Series::default();
    for line in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let at = moment(words[0]).as_second();
        match words[1] {
            "us" | "them" => series.turns.push(turn(at, &words[1..])),
            word if word.starts_with('#') => series.people.push(contacted(at, &words[1..])),
            _ => series.days.push(day(at, &words[1..])),
        }
    }
    series
}

fn numbers<const N: usize>(text: &str) -> [u32; N] {
    let numbers: Vec<u32> = text.split('/').map(|it| it.parse().expect("a number written in a test")).collect();
    numbers.try_into().expect("as many numbers as the word takes")
}

fn turn(at: i64, words: &[&str]) -> Turn {
    let mut turn = Turn { at, ours: words[0] == "us", asks: words.contains(&"asks"), answers_after: None };
    if let Some(index) = words.iter().position(|it| *it == "answers") {
        let after = words[index + 1].strip_suffix('h').expect("hours written in a test");
        turn.answers_after = Some(after.parse::<u32>().expect("hours written in a test") * 3600);
    }
    turn
}

fn contacted(last_at: i64, words: &[&str]) -> Contacted {
    let address = AddressId(words[0][1..].parse().expect("an address's number written in a test"));
    let [emails, meetings, calls] = numbers(words[2]);
    Contacted { address, emails, meetings, calls, last_at }
}

fn day(at: i64, words: &[&str]) -> Day {
    let mut day =
        Day { day: at.div_euclid(86_400) as i32, last_second: at.rem_euclid(86_400) as u32, ..Day::default() };
    for pair in words.chunks(2) {
        let counts: &mut Counts = &mut day.counts;
        match pair[0] {
            "emails" => [counts.emails_out, counts.emails_in] = numbers(pair[1]),
            "meetings" => [counts.meetings_out, counts.meetings_in] = numbers(pair[1]),
            "calls" => [counts.calls_out, counts.calls_in] = numbers(pair[1]),
            "tasks" => [counts.tasks] = numbers(pair[1]),
            "minutes" => [day.team_seconds, day.customer_seconds] = numbers(pair[1]).map(|it| it * 60),
            "followed" => {
                let [emails, opened, clicked, attachment_opened] = numbers(pair[1]);
                day.followed = Followed { emails, opened, clicked, attachment_opened };
            }
            other => panic!("`{other}` says nothing of a day"),
        }
    }
    day
}
