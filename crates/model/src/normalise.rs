//! Normalising: from what a source showed to an interaction, or to the rule that leaves it out.
//!
//! ```text
//! Observed ──▶ how was it made? ──▶ who wrote it? ──▶ who is on which side? ──▶ does it relate anybody?
//!              bounce, list, …      aliases, Sent,     the directory              Interaction
//!                                   on behalf of
//! ```
//!
//! **Invariant:** a pure function of the message, the directory, the mailbox's owner and the present moment.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::classification::{self, Class, Evidence};
use crate::directory::Entry;
use crate::{Activity, Address, ColleagueId, Directory, Filter, Folder, Interaction, Kind, Observed, Participant};
use crate::{Response, Role, Side, Standing};

/// More recipients than this, and nobody can be said to know anybody by it.
pub const MASS_MAIL: u32 = 500;

/// What became of an observed message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Normalised {
    /// It counts.
    Kept(Interaction),
    /// It lies ahead: it counts once it took place, and is shown as what comes next.
    Scheduled(Interaction),
    /// A rule leaves it out.
    Filtered(Filter),
}

/// Whose mailbox is read, against which directory, and when.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Who the colleagues are.
    pub directory: &'a Directory,
    /// Whose mailbox the copy lay in, if anybody's.
    pub owner: Option<&'a Entry>,
    /// The present: meetings and planned activities after it have not taken place.
    pub now: Timestamp,
}

/// Returns the interaction in an observed message, or the rule that leaves it out.
pub fn normalise(observed: Observed, context: Context<'_>) -> Normalised {
    if let Some((rule, _)) = classification::filter_of(&observed) {
        return Normalised::Filtered(rule);
    }
    if let Some(rule) = unsent_or_unheld(&observed, context.now) {
        return Normalised::Filtered(rule);
    }
    let ahead = observed.at > context.now && is_held(observed.kind, observed.activity.as_ref());
    let mut participants = observed.participants;
    credit_real_sender(&mut participants, observed.folder, context);
    let mut audience = observed.audience;
    if observed.kind == Kind::Meeting {
        let invited = participants.len();
        participants.retain(|it| attends(it, context.directory));
        audience = participants.len() as u32;
        if invited > 1 && audience < 2 {
            return Normalised::Filtered(Filter::Declined);
        }
    }
    for participant in &mut participants {
        let colleague = context.directory.colleague(&participant.address).is_some();
        participant.side = if colleague { Side::Colleague } else { Side::Outside };
    }
    let interaction = Interaction {
        identity: observed.identity,
        at: observed.at,
        kind: observed.kind,
        participants: once_each(participants, context.directory),
        audience,
        reply_to: observed.reply_to,
        conversation: observed.conversation,
        minutes: observed.minutes,
        activity: observed.activity,
    };
    match relates_nobody(&interaction) {
        Some(rule) => Normalised::Filtered(rule),
        None if ahead => Normalised::Scheduled(interaction),
        None => Normalised::Kept(interaction),
    }
}

fn unsent_or_unheld(observed: &Observed, now: Timestamp) -> Option<Filter> {
    let marks = &observed.marks;
    match observed.kind {
        _ if marks.draft || observed.folder == Folder::Drafts => Some(Filter::Draft),
        _ if observed.folder == Folder::Junk => Some(Filter::Junk),
        _ if marks.cancelled => Some(Filter::Cancelled),
        Kind::Meeting if marks.private => Some(Filter::Private),
        _ => match &observed.activity {
            Some(activity) if !activity.completed && observed.at <= now => Some(Filter::NotCompleted),
            Some(activity) if activity.completed && observed.at > now => Some(Filter::Future),
            _ => None,
        },
    }
}

/// Whether it takes place at its time: a meeting, or whatever a CRM has planned. Mail dated ahead has a wrong clock.
fn is_held(kind: Kind, activity: Option<&Activity>) -> bool {
    kind == Kind::Meeting || activity.is_some()
}

/// Rooms, devices and note-taker bots attend nothing, nor does who declined.
fn attends(participant: &Participant, directory: &Directory) -> bool {
    let standing = directory.find(&participant.address).map(|it| it.standing);
    let class =
        classification::classify(&participant.address, participant.name.as_ref(), Evidence::default(), standing);
    participant.role != Role::Resource
        && participant.response != Response::Declined
        && standing != Some(Standing::Room)
        && !matches!(class.class, Class::Bot | Class::Room)
}

/// Puts whoever really wrote the message into [`Role::From`].
///
/// * The Sent folder is its owner's: a From the directory does not know is an alias it has not heard of.
/// * A colleague in `Sender` wrote it on behalf of `From`; both are kept. Any other `Sender` is machinery.
fn credit_real_sender(participants: &mut Vec<Participant>, folder: Folder, context: Context<'_>) {
    if let (Folder::Sent, Some(owner)) = (folder, context.owner) {
        for from in participants.iter_mut().filter(|it| it.role == Role::From) {
            if context.directory.find(&from.address).is_none() {
                from.address = owner.primary.clone();
            }
        }
    }
    let colleague = |address: &Address| context.directory.colleague(address).map(|it| it.id.clone());
    let from = participants.iter().find(|it| it.role == Role::From).and_then(|it| colleague(&it.address));
    let delegate = participants
        .iter()
        .position(|it| it.role == Role::Sender && colleague(&it.address).is_some_and(|id| Some(id) != from));
    if let Some(delegate) = delegate {
        for it in participants.iter_mut().filter(|it| it.role == Role::From) {
            it.role = Role::OnBehalfOf;
        }
        participants[delegate].role = Role::From;
    }
    participants.retain(|it| it.role != Role::Sender);
}

/// Keeps everybody once, in the role that says most, whoever started it first.
fn once_each(mut participants: Vec<Participant>, directory: &Directory) -> Vec<Participant> {
    participants.sort_by_key(|it| (!it.role.starts(), it.role));
    let mut people: HashSet<ColleagueId> = HashSet::new();
    let mut addresses: HashSet<Address> = HashSet::new();
    participants.retain(|it| {
        let entry = directory.find(&it.address);
        let new_person = entry.is_none_or(|entry| people.insert(entry.id.clone()));
        new_person && addresses.insert(it.address.clone())
    });
    participants
}

fn relates_nobody(interaction: &Interaction) -> Option<Filter> {
    if !interaction.relates_somebody() {
        Some(Filter::Nobody)
    } else if !interaction.counts() {
        Some(Filter::NoColleague)
    } else if interaction.audience > MASS_MAIL {
        Some(Filter::MassMail)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::notation;

    /// Normalises lines of the notation in the mailbox of `amber@us` (alias `a.b@us`).
    fn check(given: &str, expected: Expect) {
        let directory = notation::directory("amber@us=a.b@us ben@us room@us:room guest@acme:guest");
        let owner = directory.get(&ColleagueId("amber@us".to_owned()));
        let now = notation::moment("2026-06-30");
        let mut text = String::new();
        for observed in notation::parse(given).unwrap() {
            text += &match normalise(observed, Context { directory: &directory, owner, now }) {
                Normalised::Kept(interaction) => notation::print(&[interaction]),
                Normalised::Scheduled(interaction) => format!("ahead: {}", notation::print(&[interaction])),
                Normalised::Filtered(rule) => format!("filtered: {}\n", rule.name()),
            };
        }
        expected.assert_eq(&text);
    }

    #[test]
    fn direction_comes_from_aliases_and_from_the_sent_folder() {
        check(
            "2026-03-01 email a.b@us -> lea@acme
             2026-03-02 email old.name@us -> lea@acme in sent
             2026-03-03 email old.name@us -> lea@acme",
            expect![[r#"
                2026-03-01 email a.b@us -> lea@acme
                2026-03-02 email amber@us -> lea@acme
                filtered: no_colleague
            "#]],
        );
    }

    #[test]
    fn a_colleague_who_sends_on_behalf_is_credited_and_both_are_kept() {
        check(
            "2026-03-01 email ben@us -> lea@acme, sender amber@us
             2026-03-01 email lea@acme -> amber@us, sender bounce@acme",
            expect![[r#"
                2026-03-01 email amber@us -> lea@acme, on-behalf-of ben@us
                2026-03-01 email lea@acme -> amber@us
            "#]],
        );
    }

    #[test]
    fn everybody_counts_once_whatever_the_address() {
        check(
            "2026-03-01 email lea@acme -> amber@us, cc a.b@us, cc ben@us, bcc ben@us",
            expect![[r#"
            2026-03-01 email lea@acme -> amber@us, cc ben@us
        "#]],
        );
    }

    #[test]
    fn only_meetings_that_took_place_count_and_rooms_attend_nothing() {
        check(
            "2026-03-01 meeting amber@us -> lea@acme, room@us, declined ben@us
             2026-03-01 meeting amber@us -> declined lea@acme
             2026-03-01 meeting amber@us -> lea@acme in cancelled
             2026-07-01 meeting amber@us -> lea@acme
             2026-03-01 meeting amber@us -> lea@acme in private",
            expect![[r#"
                2026-03-01 meeting amber@us -> lea@acme
                filtered: declined
                filtered: cancelled
                ahead: 2026-07-01 meeting amber@us -> lea@acme
                filtered: private
            "#]],
        );
    }

    #[test]
    fn of_a_crm_only_what_was_completed_counts_and_what_it_regards_is_enough() {
        check(
            "2026-03-01 call 30min amber@us -> lea@acme in crm
             2026-03-01 task amber@us -> regarding O-1
             2026-03-01 email lea@acme -> max@acme regarding O-1
             2026-03-01 call amber@us -> lea@acme in open
             2026-07-01 call amber@us -> lea@acme in open
             2026-07-01 call amber@us -> lea@acme in crm
             2026-03-01 task amber@us ->  in crm",
            expect![[r#"
                2026-03-01 call 30min amber@us -> lea@acme in crm
                2026-03-01 task amber@us ->  regarding O-1
                2026-03-01 email lea@acme -> max@acme regarding O-1
                filtered: not_completed
                ahead: 2026-07-01 call amber@us -> lea@acme in open
                filtered: future
                filtered: nobody
            "#]],
        );
    }

    #[test]
    fn what_relates_nobody_is_left_out_by_name() {
        check(
            "2026-03-01 email lea@acme -> max@acme
             2026-03-01 email amber@us -> a.b@us
             2026-03-01 email guest@acme -> lea@acme
             2026-03-01 email amber@us -> lea@acme in drafts",
            expect![[r#"
                filtered: no_colleague
                filtered: nobody
                filtered: no_colleague
                filtered: draft
            "#]],
        );
    }
}
