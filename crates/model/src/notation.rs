//! The interaction notation: one interaction on one line, for tests, fixtures, examples and docs.
//!
//! ```text
//! 2026-03-02 email lea@acme -> amber@us, cc ben@us
//! 2026-03-02T10:00 meeting 30min amber@us -> lea@acme, declined ben@us, optional max@acme
//! 2026-03-03 email#b amber@us -> lea@acme re a          (message b answers message a)
//! 2026-03-04 email amber@us -> lea@acme in sent         (folders: sent drafts junk; meetings: cancelled private)
//! 2026-03-05 call 15min amber@us -> lea@acme in crm     (copies of a CRM: crm completed, open not yet)
//! 2026-03-06 task amber@us -> regarding O-1             (what a CRM says it regards)
//! 2026-03-07 email amber@us -> lea@acme followed 2/1/0  (seen opened, clicked, attachment opened)
//! ```
//!
//! Days are midnight UTC. Blank lines and lines that begin with `#` say nothing. Addresses may have domains
//! without a public suffix (`@us`, `@acme`), which mail never has.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::directory::Entry;
use crate::normalise::{Context, Normalised, normalise};
use crate::{Activity, Address, ColleagueId, Directory, Folder, Followed, Identity, Interaction, Kind, Marks};
use crate::{Observed, Participant, RecordId, Response, Role, Side, Standing};

/// Why a line is not in the notation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct NotInNotation {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// Returns what the lines of a text say.
///
/// # Errors
///
/// The first line that is not in the notation.
pub fn parse(text: &str) -> Result<Vec<Observed>, NotInNotation> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    let meaningful = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    meaningful.map(|(number, line)| parse_line(line).map_err(|reason| NotInNotation { line: number, reason })).collect()
}

fn parse_line(line: &str) -> Result<Observed, String> {
    let (head, tail) = line.split_once("->").ok_or("`->` is missing")?;
    let mut words = head.split_whitespace();
    let at = parse_moment(words.next().unwrap_or_default())?;
    let (kind, label) = parse_kind(words.next().unwrap_or_default())?;
    let mut minutes = 0;
    let mut sender = words.next().unwrap_or_default();
    if let Some(number) = sender.strip_suffix("min") {
        minutes = number.parse().map_err(|_| format!("`{sender}` is no duration"))?;
        sender = words.next().unwrap_or_default();
    }
    let (tail, place) = split_word(tail, " in ");
    let (tail, followed) = split_word(tail, " followed ");
    let (tail, regarding) = split_word(tail, " regarding ");
    let (tail, answered) = split_word(tail, " re ");
    let mut participants = vec![participant(sender, starting_role(kind))?];
    for recipient in tail.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        participants.push(parse_recipient(recipient, kind)?);
    }
    let counted = |it: &&Participant| it.role != Role::Sender && !it.role.starts();
    let audience = participants.iter().filter(counted).count() as u32;
    let identity = match label {
        Some(label) => Identity::of_meeting("notation", label),
        None => Identity::of_meeting(line.split(" in ").next().unwrap_or(line).trim(), ""),
    };
    let (folder, marks) = parse_place(place)?;
    Ok(Observed {
        identity,
        at,
        kind,
        participants,
        audience: if kind == Kind::Meeting { audience + 1 } else { audience },
        reply_to: answered.map(|label| Identity::of_meeting("notation", label)),
        conversation: answered.map_or(identity, |label| Identity::of_meeting("notation", label)),
        minutes,
        marks,
        folder,
        activity: parse_activity(place, regarding, followed)?,
    })
}

fn parse_activity(
    place: Option<&str>,
    regarding: Option<&str>,
    followed: Option<&str>,
) -> Result<Option<Activity>, String> {
    let in_crm = matches!(place, Some("crm" | "open")) || regarding.is_some() || followed.is_some();
    Ok(in_crm.then_some(Activity {
        regarding: regarding.map(|it| RecordId(it.to_owned())),
        completed: place != Some("open"),
        followed: followed.map(parse_followed).transpose()?,
    }))
}

fn parse_followed(text: &str) -> Result<Followed, String> {
    let counts: Vec<u32> = text.split('/').filter_map(|it| it.parse().ok()).collect();
    let [opens, clicks, attachment_opens] = counts[..] else { return Err(format!("`{text}` is not like 2/1/0")) };
    Ok(Followed { opens, clicks, attachment_opens })
}

fn split_word<'a>(text: &'a str, word: &str) -> (&'a str, Option<&'a str>) {
    match text.split_once(word) {
        Some((before, after)) => (before, Some(after.trim())),
        None => (text, None),
    }
}

fn parse_kind(word: &str) -> Result<(Kind, Option<&str>), String> {
    let (kind, label) = split_word(word, "#");
    match kind {
        "email" => Ok((Kind::Email, label)),
        "meeting" => Ok((Kind::Meeting, label)),
        "call" => Ok((Kind::Call, label)),
        "task" => Ok((Kind::Task, label)),
        _ => Err(format!("`{word}` is none of email, meeting, call, task")),
    }
}

fn starting_role(kind: Kind) -> Role {
    match kind {
        Kind::Email => Role::From,
        Kind::Meeting => Role::Organiser,
        Kind::Call => Role::Caller,
        Kind::Task => Role::Owner,
    }
}

fn parse_recipient(text: &str, kind: Kind) -> Result<Participant, String> {
    let (word, address) = text.split_once(' ').map_or(("", text), |(word, rest)| (word, rest.trim()));
    let usual = match kind {
        Kind::Email => Role::To,
        Kind::Meeting => Role::Required,
        Kind::Call => Role::Callee,
        Kind::Task => Role::Concerned,
    };
    let role = match word {
        "cc" => Role::Cc,
        "bcc" => Role::Bcc,
        "sender" => Role::Sender,
        "on-behalf-of" => Role::OnBehalfOf,
        "optional" => Role::Optional,
        "room" => Role::Resource,
        "" | "to" | "declined" | "accepted" | "tentative" => usual,
        _ => return Err(format!("`{word}` is no role")),
    };
    let mut it = participant(address, role)?;
    it.response = match word {
        "declined" => Response::Declined,
        "accepted" => Response::Accepted,
        "tentative" => Response::Tentative,
        _ => Response::None,
    };
    Ok(it)
}

fn participant(address: &str, role: Role) -> Result<Participant, String> {
    let address = parse_address(address)?;
    Ok(Participant { address, name: None, role, response: Response::None, side: Side::Unknown })
}

fn parse_address(text: &str) -> Result<Address, String> {
    Address::parse_unlisted(text).map_err(|reason| format!("`{text}` is no address: {reason}"))
}

fn parse_place(word: Option<&str>) -> Result<(Folder, Marks), String> {
    let mut marks = Marks::default();
    let folder = match word {
        None | Some("crm" | "open") => Folder::Other,
        Some("sent") => Folder::Sent,
        Some("drafts") => Folder::Drafts,
        Some("junk") => Folder::Junk,
        Some("cancelled") => {
            marks.cancelled = true;
            Folder::Other
        }
        Some("private") => {
            marks.private = true;
            Folder::Other
        }
        Some(other) => return Err(format!("`{other}` is none of sent, drafts, junk, cancelled, private, crm, open")),
    };
    Ok((folder, marks))
}

fn parse_moment(text: &str) -> Result<Timestamp, String> {
    let moment = if text.contains('T') { text.parse::<DateTime>() } else { text.parse::<Date>().map(Into::into) };
    moment
        .and_then(|it| it.to_zoned(TimeZone::UTC))
        .map(|it| it.timestamp())
        .map_err(|_| format!("`{text}` is no day or time"))
}

/// Returns the lines that say the same.
pub fn print(interactions: &[Interaction]) -> String {
    interactions.iter().map(print_line).collect()
}

fn print_line(interaction: &Interaction) -> String {
    let at = interaction.at.to_zoned(TimeZone::UTC).datetime();
    let when = if at.time() == jiff::civil::Time::midnight() {
        at.date().to_string()
    } else {
        at.strftime("%Y-%m-%dT%H:%M").to_string()
    };
    let kind = match interaction.kind {
        Kind::Email => "email",
        Kind::Meeting => "meeting",
        Kind::Call => "call",
        Kind::Task => "task",
    };
    let minutes = if interaction.minutes > 0 { format!("{}min ", interaction.minutes) } else { String::new() };
    let mut people = interaction.participants.iter();
    let sender = people.next().map_or("nobody", |it| it.address.as_str());
    let others: Vec<String> = people.map(print_recipient).collect();
    format!("{when} {kind} {minutes}{sender} -> {}{}\n", others.join(", "), print_activity(interaction))
}

fn print_activity(interaction: &Interaction) -> String {
    let Some(activity) = &interaction.activity else { return String::new() };
    let mut text = String::new();
    if let Some(regarding) = &activity.regarding {
        text += &format!(" regarding {}", regarding.0);
    }
    if let Some(Followed { opens, clicks, attachment_opens }) = activity.followed {
        text += &format!(" followed {opens}/{clicks}/{attachment_opens}");
    }
    match (activity.completed, text.is_empty()) {
        (false, _) => text + " in open",
        (true, true) => text + " in crm",
        (true, false) => text,
    }
}

fn print_recipient(participant: &Participant) -> String {
    let word = match (participant.role, participant.response) {
        (Role::Cc, _) => "cc ",
        (Role::Bcc, _) => "bcc ",
        (Role::Sender, _) => "sender ",
        (Role::OnBehalfOf, _) => "on-behalf-of ",
        (Role::Optional, _) => "optional ",
        (Role::Resource, _) => "room ",
        (_, Response::Declined) => "declined ",
        (_, Response::Accepted) => "accepted ",
        (_, Response::Tentative) => "tentative ",
        _ => "",
    };
    format!("{word}{}", participant.address.as_str())
}

/// Returns the moment a day or time names; for tests.
///
/// # Panics
///
/// If it names none.
pub fn moment(text: &str) -> Timestamp {
    parse_moment(text).expect("a day or time written in a test")
}

/// Returns a directory of the addresses named, `primary=alias=alias:standing`; for tests.
///
/// # Panics
///
/// If a word is no address or no standing.
pub fn directory(text: &str) -> Directory {
    Directory::new(text.split_whitespace().map(|word| {
        let (addresses, standing) = word.split_once(':').unwrap_or((word, "active"));
        let mut addresses = addresses.split('=').map(|it| parse_address(it).expect("an address written in a test"));
        let primary = addresses.next().expect("split gives at least one part");
        Entry {
            id: ColleagueId(primary.as_str().to_owned()),
            name: None,
            primary,
            aliases: addresses.collect(),
            title: None,
            department: None,
            standing: Standing::named(standing).expect("a standing written in a test"),
        }
    }))
}

/// Returns the interactions that lines of the notation amount to; for tests.
///
/// # Panics
///
/// If a line is not in the notation, or a rule leaves it out.
pub fn interactions(text: &str, directory: &Directory) -> Vec<Interaction> {
    let context = Context { directory, owner: None, now: Timestamp::MAX };
    let observed = parse(text).expect("lines written in a test");
    let kept = observed.into_iter().map(|it| match normalise(it, context) {
        Normalised::Kept(interaction) => interaction,
        Normalised::Scheduled(interaction) => interaction,
        Normalised::Filtered(rule) => panic!("a line in the test is filtered: {}", rule.name()),
    });
    kept.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_what_was_read() {
        let text = "2026-03-02 email lea@acme -> amber@us, cc ben@us, bcc jo@us\n\
                    2026-03-02T10:30 meeting 45min amber@us -> lea@acme, optional max@acme\n\
                    2026-03-03 call amber@us -> lea@acme\n\
                    2026-03-04 call 20min amber@us -> lea@acme in crm\n\
                    2026-03-05 email amber@us -> lea@acme regarding O-1 followed 2/1/0\n\
                    2026-03-06 task amber@us ->  regarding O-1\n";
        assert_eq!(print(&interactions(text, &directory("amber@us ben@us jo@us"))), text);
    }

    #[test]
    fn a_line_outside_the_notation_is_named() {
        for (line, expected) in [
            ("2026-03-02 email a@us b@us", "line 2: `->` is missing"),
            ("yesterday email a@us -> b@us", "line 2: `yesterday` is no day or time"),
            ("2026-03-02 fax a@us -> b@us", "line 2: `fax` is none of email, meeting, call, task"),
            (
                "2026-03-02 email a@us -> b@us in trash",
                "line 2: `trash` is none of sent, drafts, junk, cancelled, private, crm, open",
            ),
        ] {
            assert_eq!(parse(&format!("# a comment\n{line}")).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn an_answer_carries_the_identity_of_what_it_answers() {
        let text = "2026-03-02 email#a lea@acme -> amber@us\n2026-03-03 email#b amber@us -> lea@acme re a";
        let observed = parse(text).unwrap();
        assert_eq!(observed[1].reply_to, Some(observed[0].identity));
    }
}
