//! What may happen: messages, who gets copies of them, and everything else an organisation does, drawn at random.

use proptest::prelude::*;

/// Everybody there may be: four who are colleagues at some time, four who never are.
pub const PEOPLE: [&str; 8] =
    ["amber@us", "ben@us", "cleo@us", "dan@us", "lea@acme.com", "max@acme.com", "zoe@bank.com", "kim@bank.com"];
/// The CRM, among those who have mailboxes.
pub const CRM: usize = 4;

/// A message that some mailboxes hold.
#[derive(Clone, Debug)]
pub struct Message {
    pub day: u8,
    /// 0..=4 email, 5..=6 meeting, 7 call, 8 task.
    pub kind: u8,
    pub sender: usize,
    pub others: Vec<(usize, u8)>,
    pub answers: Option<u8>,
}

#[derive(Clone, Debug)]
pub enum Event {
    /// A mailbox gets copies of messages, and is read; the fifth is the CRM.
    Read { owner: usize, copies: Vec<(usize, u8)> },
    /// As reading, but the process dies before the cursor is saved, after so many commits of the log.
    Die { owner: usize, copies: Vec<(usize, u8)>, commits: usize },
    /// A mailbox is read again from the start.
    Again { owner: usize },
    /// The directory is imported: who of the first four is in it.
    Directory { members: u8 },
    /// A colleague is left out for a span of days.
    LeftOut { who: usize, from: u8, days: u8 },
    /// The CRM is imported: whose addresses contact `C-n` has.
    Records { addresses: Vec<usize>, owner: usize },
    /// Insights are computed.
    Compute,
    /// The process starts anew.
    Restart,
}

fn message() -> impl Strategy<Value = Message> {
    let others = prop::collection::vec((0..PEOPLE.len(), 0..4_u8), 1..4);
    (0..100_u8, 0..9_u8, 0..PEOPLE.len(), others, prop::option::weighted(0.3, 0..12_u8))
        .prop_map(|(day, kind, sender, others, answers)| Message { day, kind, sender, others, answers })
}

fn event() -> impl Strategy<Value = Event> {
    let copies = || prop::collection::vec((0..12_usize, 0..6_u8), 1..5);
    prop_oneof![
        8 => (0..5_usize, copies()).prop_map(|(owner, copies)| Event::Read { owner, copies }),
        2 => (0..5_usize, copies(), 0..5_usize)
            .prop_map(|(owner, copies, commits)| Event::Die { owner, copies, commits }),
        1 => (0..5_usize).prop_map(|owner| Event::Again { owner }),
        1 => (0..16_u8).prop_map(|members| Event::Directory { members }),
        1 => (0..4_usize, 0..90_u8, 1..30_u8).prop_map(|(who, from, days)| Event::LeftOut { who, from, days }),
        1 => (prop::collection::vec(0..PEOPLE.len(), 1..3), 0..4_usize)
            .prop_map(|(addresses, owner)| Event::Records { addresses, owner }),
        1 => Just(Event::Compute),
        1 => Just(Event::Restart),
    ]
}

/// What is forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Somebody.
    Person,
    /// What their mailbox showed.
    Mailbox,
    /// A colleague, who opts out.
    OptOut,
    /// A span of time of a colleague, as a member of a group that is left out from now on.
    Group { from: u8, days: u8 },
    /// Everything any mailbox showed: the consent is withdrawn.
    Consent,
}

/// What happens in a world, and who or what is forgotten in the middle of it.
#[derive(Clone, Debug)]
pub struct History {
    pub messages: Vec<Message>,
    pub events: Vec<Event>,
    /// After so many events something is forgotten.
    pub at: usize,
    /// Of whom.
    pub who: usize,
    pub what: What,
    /// How many steps of the erasure are done before the process dies,
    pub steps: u8,
    /// and how far the next one had come: commits of the log.
    pub commits: usize,
}

pub fn history() -> impl Strategy<Value = History> {
    let messages = prop::collection::vec(message(), 12);
    let what = prop_oneof![
        4 => Just(What::Person),
        2 => Just(What::Mailbox),
        2 => Just(What::OptOut),
        2 => (0..90_u8, 1..60_u8).prop_map(|(from, days)| What::Group { from, days }),
        1 => Just(What::Consent),
    ];
    let events = prop::collection::vec(event(), 3..14);
    (messages, events, any::<prop::sample::Index>(), 0..PEOPLE.len(), what, 0..4_u8, 0..12_usize).prop_map(
        |(messages, events, at, who, what, steps, commits)| {
            let at = at.index(events.len()) + 1;
            History { messages, events, at, who, what, steps, commits }
        },
    )
}

pub fn day(number: u8) -> String {
    let start: jiff::civil::Date = "2026-04-10".parse().unwrap();
    start.saturating_add(jiff::Span::new().days(i64::from(number))).to_string()
}

/// A copy of a message: 0 whole, 1 without who got it blind, 2 without the last, 3 a CRM's, 4 a CRM's with a record,
/// 5 called off.
pub fn line(messages: &[Message], number: usize, variant: u8) -> String {
    let it = &messages[number];
    let mut others: Vec<(usize, u8)> = Vec::new();
    for (who, role) in &it.others {
        if *who != it.sender && !others.iter().any(|it| it.0 == *who) {
            others.push((*who, *role));
        }
    }
    match variant {
        1 => others.retain(|it| it.1 != 3),
        2 => {
            others.pop();
        }
        _ => {}
    }
    let kind = match it.kind {
        0..=4 => "email",
        5..=6 => "meeting",
        7 => "call",
        _ => "task",
    };
    let word = |role: u8| match (kind, role) {
        ("email", 1 | 2) => "cc ",
        ("email", 3) => "bcc ",
        ("meeting", 2) => "optional ",
        _ => "",
    };
    let others: Vec<String> = others.iter().map(|(who, role)| format!("{}{}", word(*role), PEOPLE[*who])).collect();
    let answers = it.answers.map_or(String::new(), |it| format!(" re m{it}"));
    let place = match (variant, kind) {
        (3, _) => " in crm",
        (4, _) => " regarding O-1",
        (5, "meeting") => " in cancelled",
        (_, "call" | "task") => " in crm",
        _ => "",
    };
    let hour = 8 + number % 10;
    let minutes = if kind == "meeting" { " 30min" } else { "" };
    let sender = PEOPLE[it.sender];
    format!(
        "{}T{hour:02}:00 {kind}#m{number}{minutes} {sender} -> {}{answers}{place}\n",
        day(it.day),
        others.join(", ")
    )
}

/// Whether a copy is a CRM's.
pub fn is_of_a_crm(message: &Message, variant: u8) -> bool {
    message.kind > 6 || matches!(variant, 3 | 4)
}
