//! Histories that once came out differently, each by what was wrong.

use crate::history::{Event, History, Message, What};

fn email(day: u8, sender: usize, others: &[usize]) -> Message {
    Message { day, kind: 0, sender, others: others.iter().map(|it| (*it, 0)).collect(), answers: None }
}

/// Every one of them, with the sentence that holds since.
pub fn all() -> Vec<(&'static str, History)> {
    let read = |owner, copies: &[(usize, u8)]| Event::Read { owner, copies: copies.to_vec() };
    vec![(
        "who is there under two addresses counts under the one the interaction names first",
        History {
            messages: vec![email(23, 4, &[2]), email(29, 1, &[7, 4])],
            events: vec![read(2, &[(0, 0)]), Event::Records { addresses: vec![4, 7], owner: 1 }, read(1, &[(1, 0)])],
            at: 3,
            who: 2,
            what: What::Person,
            steps: 0,
            commits: 0,
        },
    )]
}
