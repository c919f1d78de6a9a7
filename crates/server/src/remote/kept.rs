//! Kept: what is kept of a message or a record, for example, in the words a plan says it with.

use relata_api::{PlannedExample, PlannedField};

/// Returns what is kept of a tenant: examples, and what else is to be said.
pub fn kept_of_microsoft365() -> (Vec<PlannedExample>, Vec<String>) {
    let message = example(
        "a message",
        &[
            ("identity", "7be1… (a hash of its Message-ID)"),
            ("when", "2026-11-20T09:12:04Z"),
            ("what", "email"),
            ("from", "Amber Stone, amber@us.example (we)"),
            ("to", "Lea Berg, lea@them.example (they)"),
            ("cc", "Ben Hill, ben@us.example (we)"),
            ("audience", "2"),
            ("conversation", "9f3c… (a hash)"),
            ("answers", "51d0… (a hash)"),
            ("found in", "the mailbox of Amber Stone"),
        ],
    );
    let sentences = [
        "Of a meeting the same is kept, with who accepted and how many minutes.",
        "Of each folder and month is kept how many messages were read, and a number made of each one's id.",
        "Subjects, bodies, attachments and locations are never asked for.",
    ];
    (vec![message], sentences.map(str::to_owned).to_vec())
}

/// Returns what is kept of an environment: examples, and what else is to be said.
pub fn kept_of_dataverse() -> (Vec<PlannedExample>, Vec<String>) {
    let contact = example(
        "a contact",
        &[
            ("id", "c41d…"),
            ("name", "Lea Berg"),
            ("title", "Head of Purchasing"),
            ("addresses", "lea@them.example"),
            ("account", "7c1f…"),
            ("owner", "amber@us.example"),
            ("state", "active"),
            ("created", "2024-03-01"),
            ("not to be analysed", "no"),
        ],
    );
    let sentences = [
        "Of an email is kept who sent it to whom, when, and which record it regards; whether it was opened, if you follow it.",
        "Of an appointment, a phone call or a task is kept who took part, when, how many minutes, and which record it regards.",
        "Subjects, descriptions, notes, locations and attachments are never asked for.",
        "A record that is deleted there is removed here.",
    ];
    (vec![contact], sentences.map(str::to_owned).to_vec())
}

fn example(of: &str, fields: &[(&str, &str)]) -> PlannedExample {
    let field = |it: &(&str, &str)| PlannedField { name: it.0.to_owned(), value: it.1.to_owned() };
    PlannedExample { of: of.to_owned(), fields: fields.iter().map(field).collect() }
}
