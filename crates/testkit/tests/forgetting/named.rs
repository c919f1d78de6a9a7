//! Histories that once came out differently, each by what was wrong.

use crate::history::{Event, History, Message, What};

fn email(day: u8, sender: usize, others: &[usize]) -> Message {
    Message { day, kind: 0, sender, others: others.iter().map(|it| (*it, 0)).collect(), answers: None }
}

fn read(owner: usize, copies: &[usize]) -> Event {
    Event::Read { owner, copies: copies.iter().map(|it| (*it, 0)).collect() }
}

/// Somebody is forgotten when all of it has happened.
fn told(messages: &[Message], events: &[Event], who: usize) -> History {
    let (messages, events) = (messages.to_vec(), events.to_vec());
    History { at: events.len(), messages, events, who, what: What::Person, steps: 0, commits: 0 }
}

/// Every one of them, with the sentence that holds since.
pub fn all() -> Vec<(&'static str, History)> {
    vec![
        (
            "who is there under two addresses counts under the one the interaction names first",
            told(
                &[email(23, 4, &[2]), email(29, 1, &[7, 4])],
                &[read(2, &[0]), Event::Records { addresses: vec![4, 7], owner: 1 }, read(1, &[1])],
                2,
            ),
        ),
        (
            "when a batch is taken back, the ledgers of those who bring the same say what the log says",
            told(
                &[email(67, 5, &[0, 3])],
                &[
                    Event::Die { owner: 0, copies: vec![(0, 0)], commits: 1 },
                    Event::Directory { members: 9 },
                    read(3, &[0]),
                    read(0, &[]),
                ],
                7,
            ),
        ),
        (
            "a record does not name a colleague, so that none loses the name by opting out",
            History {
                what: What::OptOut,
                ..told(&[email(67, 0, &[5])], &[Event::Records { addresses: vec![0], owner: 1 }, read(0, &[0])], 0)
            },
        ),
        (
            "what a mailbox showed as called off goes with the consent",
            History {
                what: What::Consent,
                ..told(
                    &[Message { kind: 6, ..email(94, 0, &[4]) }],
                    &[Event::Read { owner: 0, copies: vec![(0, 5)] }],
                    4,
                )
            },
        ),
    ]
}
