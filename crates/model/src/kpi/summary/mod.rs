//! Summary: what stands out in the figures, in a sentence each.
//!
//! Sentences name nobody, and count nothing that is not in [`Kpis`]: who asks "why?" can look it up.

use super::{Averages, Kpis, Party};
use crate::similar::Basis;

/// Fewer answers than this say nothing of how quick a side is.
const LEAST_ANSWERS: u32 = 3;
/// Email is plenty: a smaller difference is none.
const LEAST_EMAILS: u32 = 3;
/// Nobody is late before this many days.
const PATIENCE_DAYS: u32 = 3;
/// From here on it is silence, and no longer an answer that is awaited.
const SILENCE_DAYS: u32 = crate::series::TURN_DAYS as u32;

/// One sentence of a summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// What it says.
    pub kind: SentenceKind,
    /// Of whom; `None` if of both.
    pub side: Option<Party>,
    /// How much: interactions, hours or days, as the kind has it.
    pub amount: Option<f64>,
    /// The sentence in English.
    pub text: String,
}

/// What a sentence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SentenceKind {
    /// The side has called so many more meetings than the other.
    MoreMeetings,
    /// The side has written so many more emails.
    MoreEmails,
    /// The side has made so many more calls.
    MoreCalls,
    /// The side answers so many hours faster than the other, by their medians.
    FasterAnswers,
    /// The side answers so many hours faster than it did in the deals compared with.
    FasterThanSimilar,
    /// The side answers so many hours slower than it did in the deals compared with.
    SlowerThanSimilar,
    /// Nothing has happened for so many days.
    Silence,
    /// The side has owed an answer for so many days.
    NoReply,
    /// Both sides do about as much.
    Balanced,
}

impl SentenceKind {
    /// Returns the word used in the API.
    pub fn name(self) -> &'static str {
        match self {
            SentenceKind::MoreMeetings => "more_meetings",
            SentenceKind::MoreEmails => "more_emails",
            SentenceKind::MoreCalls => "more_calls",
            SentenceKind::FasterAnswers => "faster_answers",
            SentenceKind::FasterThanSimilar => "faster_than_similar",
            SentenceKind::SlowerThanSimilar => "slower_than_similar",
            SentenceKind::Silence => "silence",
            SentenceKind::NoReply => "no_reply",
            SentenceKind::Balanced => "balanced",
        }
    }
}

/// Returns what stands out: what is urgent first, then how the sides compare, then how the deal does beside others.
pub fn sentences(kpis: &Kpis, others: Option<(&Averages, Basis)>) -> Vec<Sentence> {
    let mut found: Vec<Sentence> = silence(kpis).into_iter().chain(no_reply(kpis)).collect();
    let compared = [more_meetings(kpis), more_emails(kpis), more_calls(kpis), faster_answers(kpis)];
    let differ = compared.iter().any(Option::is_some);
    found.extend(compared.into_iter().flatten());
    if !differ && kpis.us.started() > 0 && kpis.them.started() > 0 {
        let text = "You and your customer do about as much.".to_owned();
        found.push(Sentence { kind: SentenceKind::Balanced, side: None, amount: None, text });
    }
    if let Some((averages, basis)) = others {
        found.extend([Party::Us, Party::Them].into_iter().filter_map(|it| beside_others(kpis, averages, basis, it)));
    }
    found
}

fn silence(kpis: &Kpis) -> Option<Sentence> {
    let days = kpis.silent_days.filter(|it| *it >= SILENCE_DAYS)?;
    let text = format!("Nothing has happened for {}.", count(days, "day"));
    Some(Sentence { kind: SentenceKind::Silence, side: None, amount: Some(days.into()), text })
}

fn no_reply(kpis: &Kpis) -> Option<Sentence> {
    let waiting = kpis.waiting.filter(|it| (PATIENCE_DAYS..SILENCE_DAYS).contains(&it.days))?;
    let days = count(waiting.days, "day");
    let text = match waiting.party {
        Party::Us => format!("Your customer has waited for your answer for {days}."),
        Party::Them => format!("You have waited for your customer's answer for {days}."),
    };
    Some(Sentence { kind: SentenceKind::NoReply, side: Some(waiting.party), amount: Some(waiting.days.into()), text })
}

fn more_meetings(kpis: &Kpis) -> Option<Sentence> {
    more(SentenceKind::MoreMeetings, "started", "meeting", kpis.us.meetings, kpis.them.meetings, 1)
}

fn more_emails(kpis: &Kpis) -> Option<Sentence> {
    more(SentenceKind::MoreEmails, "wrote", "email", kpis.us.emails, kpis.them.emails, LEAST_EMAILS)
}

fn more_calls(kpis: &Kpis) -> Option<Sentence> {
    more(SentenceKind::MoreCalls, "made", "call", kpis.us.calls, kpis.them.calls, 1)
}

fn more(kind: SentenceKind, did: &str, what: &str, ours: u32, theirs: u32, least: u32) -> Option<Sentence> {
    let difference = ours.abs_diff(theirs);
    if difference < least {
        return None;
    }
    let side = if ours > theirs { Party::Us } else { Party::Them };
    let more = if difference == 1 { format!("1 more {what}") } else { format!("{difference} more {what}s") };
    let text = match side {
        Party::Us => format!("You {did} {more} than your customer."),
        Party::Them => format!("Your customer {did} {more} than you."),
    };
    Some(Sentence { kind, side: Some(side), amount: Some(difference.into()), text })
}

fn faster_answers(kpis: &Kpis) -> Option<Sentence> {
    let (ours, theirs) = (usual_hours(kpis, Party::Us)?, usual_hours(kpis, Party::Them)?);
    let hours = whole_hours(ours - theirs)?;
    let (side, text) = if ours < theirs {
        (Party::Us, format!("You answer {} faster than your customer.", count(hours, "hour")))
    } else {
        (Party::Them, format!("Your customer answers {} faster than you.", count(hours, "hour")))
    };
    Some(Sentence { kind: SentenceKind::FasterAnswers, side: Some(side), amount: Some(hours.into()), text })
}

fn beside_others(kpis: &Kpis, averages: &Averages, basis: Basis, side: Party) -> Option<Sentence> {
    let (here, there) = (usual_hours(kpis, side)?, averages.response_hours(side)?);
    let hours = whole_hours(here - there)?;
    let (kind, how) = if here < there {
        (SentenceKind::FasterThanSimilar, "faster")
    } else {
        (SentenceKind::SlowerThanSimilar, "slower")
    };
    let who = match side {
        Party::Us => "You answer",
        Party::Them => "Your customer answers",
    };
    let others = match basis {
        Basis::Similar => "similar won deals",
        Basis::RecentlyWon => "deals won lately",
    };
    let text = format!("{who} {} {how} than in {others}.", count(hours, "hour"));
    Some(Sentence { kind, side: Some(side), amount: Some(hours.into()), text })
}

/// The median, because one holiday must not make a side slow.
fn usual_hours(kpis: &Kpis, side: Party) -> Option<f64> {
    let response = &kpis.side(side).response;
    response.median_hours.filter(|_| response.count >= LEAST_ANSWERS)
}

/// A difference in whole hours; `None` if it rounds to none.
fn whole_hours(difference: f64) -> Option<u32> {
    Some(difference.abs().round() as u32).filter(|it| *it > 0)
}

fn count(number: u32, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}

#[cfg(test)]
mod tests;
