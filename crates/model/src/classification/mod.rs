//! Classification: what an address is, how a message was made, and why we think so.
//!
//! ```text
//! headers ──▶ directory ──▶ words
//! List-Id, …  room, group   noreply@, "Otter.ai Notetaker"
//! ```
//!
//! Headers say most, so they are asked first; words deceive, so they are asked last.
//!
//! **Invariant:** hard bounces are tested before auto-replies: Google's and Microsoft's delivery reports also
//! carry `Auto-Submitted: auto-replied`.
//!
//! Start at [`filter_of`] for messages and [`classify`] for addresses. How often the rules are right is
//! measured in `docs/classification.md`.

mod words;

use std::ops::AddAssign;

use crate::{Address, Filter, Kind, Name, Observed, Role, Standing};

/// What an address is. Only persons are introduced or introduce.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Somebody.
    #[default]
    Person = 0,
    /// A shared mailbox for a function: `sales@`, `support@`.
    Role = 1,
    /// A mailing list or distribution group.
    List = 2,
    /// A program that writes on its own: notifications, newsletters, bounces.
    Machine = 3,
    /// A program that pretends to be somebody: meeting note-takers, assistants.
    Bot = 4,
    /// A room or a device.
    Room = 5,
}

/// A class with the reason for it, in words for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classified {
    /// What the address is.
    pub class: Class,
    /// Why, e.g. ``the header `List-Id` is present``.
    pub reason: String,
}

/// What headers gave away about an address, counted in messages. Add up what each message says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// It was the list a message came through.
    pub list: u32,
    /// It sent bulk or machine mail.
    pub machine: u32,
    /// It sent mail without such marks.
    pub personal: u32,
}

impl Evidence {
    /// Returns what one message gives away about one of its addresses.
    pub fn about(address: &Address, observed: &Observed) -> Evidence {
        let mut evidence = Evidence::default();
        // A List-Id is the list's address with a dot for the @ (RFC 2919).
        let list_id = address.as_str().replace('@', ".");
        if observed.marks.list.as_deref().is_some_and(|it| it.trim_matches(['<', '>']).eq_ignore_ascii_case(&list_id)) {
            evidence.list += 1;
        } else if sender(observed).is_some_and(|it| it.0 == address) {
            match made_by(observed) {
                None => evidence.personal += 1,
                Some((Filter::Machine, _)) => evidence.machine += 1,
                // A bounce, an auto-reply or a post to a list says nothing about who sent it.
                Some(_) => {}
            }
        }
        evidence
    }
}

impl AddAssign for Evidence {
    fn add_assign(&mut self, other: Evidence) {
        self.list += other.list;
        self.machine += other.machine;
        self.personal += other.personal;
    }
}

/// Returns the rule that leaves a message out for how it was made, with the reason. Meetings and calls pass.
pub fn filter_of(observed: &Observed) -> Option<(Filter, String)> {
    if observed.kind != Kind::Email {
        return None;
    }
    made_by(observed).or_else(|| {
        let (address, name) = sender(observed)?;
        let classified = classify(address, name, Evidence::default(), None);
        matches!(classified.class, Class::Machine | Class::Bot).then_some((Filter::Machine, classified.reason))
    })
}

/// What headers alone say.
fn made_by(observed: &Observed) -> Option<(Filter, String)> {
    let marks = &observed.marks;
    let precedence = marks.precedence.as_deref().unwrap_or_default();
    let submitted = marks.auto_submitted.as_deref().unwrap_or_default();
    let is_postmaster = sender(observed).is_some_and(|it| words::is_postmaster(it.0.local()));
    let (rule, reason) = match () {
        () if marks.delivery_report => (Filter::Bounce, "it is a delivery report".to_owned()),
        () if is_postmaster => (Filter::Bounce, "a mail server's own address sent it".to_owned()),
        () if submitted.starts_with("auto-replied") => {
            (Filter::AutoReply, "the header `Auto-Submitted` says auto-replied".to_owned())
        }
        () if marks.auto_reply => (Filter::AutoReply, "it carries the headers of a vacation reply".to_owned()),
        () if marks.list.is_some() => (Filter::List, "it carries the headers of a mailing list".to_owned()),
        () if precedence == "list" => (Filter::List, "the header `Precedence` says list".to_owned()),
        () if !submitted.is_empty() => (Filter::Machine, format!("the header `Auto-Submitted` says {submitted}")),
        () if marks.unsubscribe => (Filter::Machine, "the header `List-Unsubscribe` is present".to_owned()),
        () if matches!(precedence, "bulk" | "junk" | "first-class-bulk" | "auto_reply") => {
            (Filter::Machine, format!("the header `Precedence` says {precedence}"))
        }
        () => return None,
    };
    Some((rule, reason))
}

fn sender(observed: &Observed) -> Option<(&Address, Option<&Name>)> {
    let from = observed.participants.iter().find(|it| it.role == Role::From)?;
    Some((&from.address, from.name.as_ref()))
}

/// Returns what an address is: by headers, else by the directory, else by words.
pub fn classify(address: &Address, name: Option<&Name>, evidence: Evidence, standing: Option<Standing>) -> Classified {
    by_headers(evidence).or_else(|| by_directory(standing)).or_else(|| words::classify(address, name)).map_or_else(
        || Classified { class: Class::Person, reason: "nothing speaks against a person".to_owned() },
        |(class, reason)| Classified { class, reason },
    )
}

fn by_headers(evidence: Evidence) -> Option<(Class, String)> {
    let Evidence { list, machine, personal } = evidence;
    if list > 0 {
        Some((Class::List, format!("the header `List-Id` names it in {list} messages")))
    } else if machine > personal {
        Some((Class::Machine, format!("{machine} of {} messages it sent are bulk or automatic", machine + personal)))
    } else {
        None
    }
}

fn by_directory(standing: Option<Standing>) -> Option<(Class, String)> {
    let class = match standing? {
        Standing::Active | Standing::Left | Standing::Guest => Class::Person,
        Standing::Shared => Class::Role,
        Standing::Room => Class::Room,
        Standing::Group => Class::List,
    };
    Some((class, "the directory says so".to_owned()))
}

#[cfg(test)]
mod tests;
