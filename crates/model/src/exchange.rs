//! Exchanges: an interaction taken apart into the pairs it relates.
//!
//! One line for each colleague and contact who met in it: what all pair questions read.
//! A sender meets every recipient; recipients do not meet each other; everyone in a meeting meets everyone. A task
//! is nobody's meeting.

use crate::strength::{meeting_weight, message_weight};
use crate::{Direction, Interaction, Kind, Participant, Role, Side};

/// One interaction between one colleague and one contact. `P` names a person: an address, or its number.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange<P> {
    /// Somebody of ours.
    pub colleague: P,
    /// Somebody outside.
    pub contact: P,
    /// Which way it went.
    pub direction: Direction,
    /// What it weighs before it fades (see [`crate::strength`]).
    pub weight: f64,
}

/// Returns the exchanges of an interaction, in the order of its participants.
pub fn exchanges(interaction: &Interaction) -> Vec<Exchange<&Participant>> {
    let people: Vec<(Role, Side)> = interaction.participants.iter().map(|it| (it.role, it.side)).collect();
    let of = |it: Exchange<usize>| Exchange {
        colleague: &interaction.participants[it.colleague],
        contact: &interaction.participants[it.contact],
        direction: it.direction,
        weight: it.weight,
    };
    exchanges_of(interaction.kind, interaction.audience, &people).into_iter().map(of).collect()
}

/// The rule behind [`exchanges`], for whoever knows people by number: in what order they took part names them.
pub fn exchanges_of(kind: Kind, audience: u32, people: &[(Role, Side)]) -> Vec<Exchange<usize>> {
    match kind {
        Kind::Meeting => of_meeting(audience, people),
        Kind::Email | Kind::Call => of_message(audience, people),
        Kind::Task => Vec::new(),
    }
}

fn of_message(audience: u32, people: &[(Role, Side)]) -> Vec<Exchange<usize>> {
    let Some(&(_, sender_side)) = people.first() else { return Vec::new() };
    let met = |it: &usize| !matches!(people[*it].0, Role::Sender | Role::OnBehalfOf | Role::Resource);
    let recipients = (1..people.len()).filter(met);
    let exchange = |recipient: usize| {
        let (role, side) = people[recipient];
        let weight = message_weight(audience, role == Role::Cc);
        match (sender_side, side) {
            (Side::Colleague, Side::Outside) => {
                Some(Exchange { colleague: 0, contact: recipient, direction: Direction::Outbound, weight })
            }
            (Side::Outside, Side::Colleague) => {
                Some(Exchange { colleague: recipient, contact: 0, direction: Direction::Inbound, weight })
            }
            _ => None,
        }
    };
    recipients.filter_map(exchange).collect()
}

fn of_meeting(audience: u32, people: &[(Role, Side)]) -> Vec<Exchange<usize>> {
    let weight = meeting_weight(audience);
    let on =
        |wanted: Side| (0..people.len()).filter(move |it| people[*it].0 != Role::Resource && people[*it].1 == wanted);
    on(Side::Colleague)
        .flat_map(|colleague| {
            on(Side::Outside).map(move |contact| Exchange { colleague, contact, direction: Direction::Both, weight })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::notation;

    fn check(given: &str, expected: Expect) {
        let directory = notation::directory("amber@us ben@us");
        let mut text = String::new();
        for interaction in notation::interactions(given, &directory) {
            for it in exchanges(&interaction) {
                let (colleague, contact) = (it.colleague.address.as_str(), it.contact.address.as_str());
                text += &format!("{colleague} {contact} {:?} {:.3}\n", it.direction, it.weight);
            }
        }
        expected.assert_eq(&text);
    }

    #[test]
    fn a_sender_meets_every_recipient_across_the_wall() {
        check(
            "2026-03-02 email amber@us -> lea@acme, ben@us, cc max@acme, cc jo@acme",
            expect![[r#"
                amber@us lea@acme Outbound 0.500
                amber@us max@acme Outbound 0.250
                amber@us jo@acme Outbound 0.250
            "#]],
        );
        check(
            "2026-03-02 email lea@acme -> amber@us, cc ben@us",
            expect![[r#"
            amber@us lea@acme Inbound 0.707
            ben@us lea@acme Inbound 0.354
        "#]],
        );
    }

    #[test]
    fn everyone_in_a_meeting_meets_everyone_across_the_wall() {
        check(
            "2026-03-02 meeting amber@us -> ben@us, lea@acme",
            expect![[r#"
            amber@us lea@acme Both 1.414
            ben@us lea@acme Both 1.414
        "#]],
        );
    }

    #[test]
    fn mail_among_colleagues_relates_no_pair() {
        check("2026-03-02 email amber@us -> ben@us", expect![[""]]);
    }
}
