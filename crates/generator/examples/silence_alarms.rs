//! How often a mailbox is told to be silent that is not, how soon one is told that is, and what a holiday does:
//! `silence_alarms <colleagues> <emails a month> <weeks> <seed>`. After ten weeks it is asked at every hour, as if each had been read.
//! Prints a line of JSON. Whoever joins or leaves within the time is left out: their mailboxes are silent.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use relata_generator::{Shares, Size, World};
use relata_model::hours::{HourOfWeek, Hours};
use relata_model::silence::{Silences, Traffic, silences};

const WEEK: usize = 168;
/// Weeks that are known before it is asked.
const KNOWN: usize = 10;
/// Of all mail, what comes on a holiday in one of so many.
const ON_A_HOLIDAY: u64 = 10;

type Mailboxes = Vec<Vec<u8>>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<u32> = std::env::args().skip(1).map(|it| it.parse()).collect::<Result<_, _>>()?;
    let [colleagues, emails_a_month, weeks, seed] = arguments[..] else {
        return Err("say how many colleagues, emails a month and weeks, and a seed".into());
    };
    let months = weeks.div_ceil(4);
    let size = Size { colleagues, contacts: 50 * colleagues, emails_a_month, months };
    let world = World::new(size, Shares::default(), u64::from(seed), "2025-12-31".parse()?)?;
    let peace = mailboxes(&world, weeks as usize, |_| true);
    let (alarms, told_weeks, asked) = alarms(&peace);
    // The Wednesday of the last week but one.
    let holiday = (weeks as usize - 2) * 7 + 2;
    let quiet = mailboxes(&world, weeks as usize, |(day, message)| day != holiday || message % ON_A_HOLIDAY == 0);
    let (mut of_one, mut of_all) = (0, 0);
    for hour in holiday * 24..(holiday + 1) * 24 {
        let told = at(&quiet, hour);
        of_one += told.each.iter().flatten().count();
        of_all += usize::from(told.at_once.is_some());
    }
    let (rates, delays) = delays(&peace, (weeks as usize - 2) * WEEK + 34);
    let by_rate: Vec<String> = rates.iter().map(|(rate, of)| format!("\"{rate}\": {}", median(of))).collect();
    println!(
        r#"{{"mailboxes": {}, "mailbox_weeks": {asked}, "alarms": {alarms}, "weeks_told": {told_weeks}, "holiday": {{"hours_told_of_one": {of_one}, "hours_told_of_all": {of_all}}}, "never_told_in_9_days": {}, "median_hours_by_messages_a_working_day": {{{}}}}}"#,
        peace.len(),
        delays.iter().filter(|it| it.is_none()).count(),
        by_rate.join(", ")
    );
    Ok(())
}

/// Returns about how many messages each hour brought whoever worked all the time, from the first Monday on.
fn mailboxes(world: &World, weeks: usize, comes: impl Fn((usize, u64)) -> bool) -> Mailboxes {
    let mut monday = Date::constant(2025, 12, 29);
    monday -= (weeks as i64 * 7).days();
    let first = monday.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |it| it.timestamp().as_second()) / 86_400;
    let people = world.size().colleagues;
    let works = |it: &u32| (0..weeks as i64 * 7).all(|day| world.works(relata_generator::Person(*it), first + day));
    let place: BTreeMap<u32, usize> = (0..people).filter(works).zip(0..).collect();
    let mut hours = vec![vec![Hours::default(); weeks]; place.len()];
    for day in world.days() {
        let Ok(number) = usize::try_from(day.day - first) else { continue };
        if number >= weeks * 7 {
            break;
        }
        for (event, of) in day.iter().filter(|it| it.0.sort.is_mail()) {
            let message = (event.thread ^ u64::from(event.number) << 40).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
            let (Ok(at), true) = (Timestamp::from_second(event.at), comes((number, message))) else { continue };
            for (person, _) in world.copies(event, of) {
                if let Some(place) = place.get(&person.0) {
                    hours[*place][number / 7].note(HourOfWeek::of(at), message);
                }
            }
        }
    }
    hours.into_iter().map(|it| it.iter().flat_map(Hours::messages).collect()).collect()
}

/// Returns what is told after so many hours.
fn at(mailboxes: &Mailboxes, after: usize) -> Silences {
    let known = |it: &Vec<u8>| {
        let hours = it[after.saturating_sub(KNOWN * WEEK)..after].iter().rev().copied();
        Traffic { hours: hours.collect(), unread: 0 }
    };
    silences(&mailboxes.iter().map(known).collect::<Vec<_>>())
}

/// Returns how often a mailbox was told, in how many of its weeks, and of how many.
fn alarms(mailboxes: &Mailboxes) -> (usize, usize, usize) {
    let weeks = mailboxes.first().map_or(0, |it| it.len() / WEEK);
    let (mut alarms, mut told_weeks) = (0, 0);
    let mut told = vec![false; mailboxes.len()];
    for week in KNOWN..weeks {
        let mut this_week = vec![false; mailboxes.len()];
        for hour in week * WEEK..(week + 1) * WEEK {
            for (place, silent) in at(mailboxes, hour).each.iter().enumerate() {
                alarms += usize::from(silent.is_some() && !told[place]);
                told[place] = silent.is_some();
                this_week[place] |= silent.is_some();
            }
        }
        told_weeks += this_week.iter().filter(|it| **it).count();
    }
    (alarms, told_weeks, mailboxes.len() * weeks.saturating_sub(KNOWN))
}

/// Silences each hundredth mailbox from an hour on; returns after how many hours each was told, by about how much a working day brings it.
fn delays(mailboxes: &Mailboxes, from: usize) -> (BTreeMap<usize, Vec<usize>>, Vec<Option<usize>>) {
    let (mut by_rate, mut all): (BTreeMap<usize, Vec<usize>>, _) = (BTreeMap::new(), Vec::new());
    let end = mailboxes.first().map_or(0, Vec::len);
    let mut broken = mailboxes.clone();
    let silenced: Vec<usize> = (0..mailboxes.len()).step_by(100).collect();
    silenced.iter().for_each(|it| broken[*it][from..].fill(0));
    let mut after = vec![None; silenced.len()];
    for hour in from..end {
        let told = at(&broken, hour);
        for (place, of) in silenced.iter().zip(&mut after) {
            *of = of.or(told.each[*place].map(|_| hour - from));
        }
    }
    for (place, after) in silenced.into_iter().zip(after) {
        let month: u32 = mailboxes[place][from - 4 * WEEK..from].iter().map(|it| u32::from(*it)).sum();
        // To the next power of two.
        let rate = (month / 20).next_power_of_two() as usize;
        by_rate.entry(rate).or_default().extend(after);
        all.push(after);
    }
    (by_rate, all)
}

fn median(of: &[usize]) -> String {
    let mut of = of.to_vec();
    of.sort_unstable();
    of.get(of.len() / 2).map_or("null".to_owned(), ToString::to_string)
}
