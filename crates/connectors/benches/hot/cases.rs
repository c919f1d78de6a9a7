//! The hot functions, each over the same invented input every time: what one call of [`Case::run`] does is what is measured.

use std::hint::black_box;
use std::path::PathBuf;

use jiff::Timestamp;
use relata_connectors::{OpenOptions, Window, open};
use relata_generator::{Event, Person, Shares, Size, World};
use relata_model::consent::{Consent, Insights};
use relata_model::health::formula::{ActiveDay, ActiveDays, Coefficients, score};
use relata_model::strength::{Counts, Newest};
use relata_model::{Address, Directory, Identity, Interaction, Strength, Sums};

/// A hot function with its input.
pub struct Case {
    /// What it is called.
    pub name: &'static str,
    /// How many rows one call works on.
    pub rows: u64,
    /// Does the work once.
    pub run: Box<dyn Fn()>,
}

/// Returns all of them. `folder` takes the mail that is read.
pub fn all(folder: PathBuf) -> Vec<Case> {
    let size = Size { colleagues: 200, contacts: 5_000, emails_a_month: 20_000, months: 1 };
    let until = "2026-10-31".parse().expect("a day");
    let world = World::new(size, Shares::default(), 1, until).expect("an organisation of that size");
    let addresses: Vec<Address> = (0..world.people()).map(|it| world.address(Person(it))).collect();
    let (mut mail, mut interactions, mut ids, mut mails) = (String::new(), Vec::new(), Vec::new(), 0);
    for day in world.days().take(3) {
        for (event, people) in day.iter() {
            let before = mail.len();
            world.write_mbox(event, people, &mut mail);
            mails += u64::from(mail.len() > before);
            interactions.extend(world.interaction(event, people, &addresses));
            ids.extend(message_id(&world, event));
        }
    }
    let path = folder.join("hot.mbox");
    std::fs::write(&path, mail).expect("the folder can be written");
    let directory = Directory::new(world.colleagues().map(|it| world.entry(it)));
    let (rows, number_of_ids) = (interactions.len() as u64, ids.len() as u64);
    vec![
        Case { name: "headers", rows: mails, run: Box::new(move || read(&path)) },
        Case { name: "identity", rows: number_of_ids, run: Box::new(move || identify(&ids)) },
        Case { name: "admit", rows, run: Box::new(move || admit(&interactions, &directory)) },
        Case { name: "strength", rows: SUMS, run: Box::new(strength) },
        Case { name: "health", rows: HISTORIES, run: Box::new(health) },
    ]
}

fn message_id(world: &World, event: &Event) -> Option<String> {
    if !event.sort.is_mail() {
        return None;
    }
    let mut id = String::new();
    world.write_message_id(event.thread, event.number, &mut id);
    Some(id)
}

/// Reads the headers of a mailbox file.
fn read(path: &std::path::Path) {
    let now: Timestamp = "2026-12-01T00:00:00Z".parse().expect("a moment");
    let window = Window { from: "2026-01-01T00:00:00Z".parse().expect("a moment"), to: now };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(async {
        for source in open(path, &OpenOptions { now, window }).expect("a mailbox file") {
            let mut cursor = None;
            loop {
                let batch = source.connector.fetch(cursor.as_ref()).await.expect("a batch");
                if !black_box(&batch).more {
                    break;
                }
                cursor = Some(batch.cursor);
            }
        }
    });
}

/// Names every message by its Message-ID.
fn identify(ids: &[String]) {
    for it in ids {
        black_box(Identity::of_message_id(black_box(it)));
    }
}

/// The consent gate, with a copy of what goes in.
fn admit(interactions: &[Interaction], directory: &Directory) {
    black_box(Consent::to(Insights::ALL).admit(interactions.to_vec(), directory, None));
}

const SUMS: u64 = 50_000;

fn strength() {
    for it in 0..SUMS {
        let part = it as f64 / SUMS as f64;
        let counts = Counts { sent: it as u32 % 40, received: it as u32 % 37, replies: 3, meetings: 1, calls: 0 };
        let sums = Sums {
            sent: 20.0 * part,
            received: 15.0 * (1.0 - part),
            replies: part,
            meetings: 0.5,
            counts,
            first_at: Timestamp::UNIX_EPOCH,
            newest: Newest::default(),
        };
        black_box(Strength::of(black_box(&sums)));
    }
}

const HISTORIES: u64 = 2_000;

/// Health of histories of up to 60 active days.
fn health() {
    for it in 0..HISTORIES {
        let days = (0..it % 60).map(|day| ActiveDay::new((day * day * 40_000 + it * 86_400) as i64));
        let seen = ActiveDays::at(400 * 86_400, days);
        let _ = black_box(score(&seen, None, &Coefficients::IN_90_DAYS));
    }
}
