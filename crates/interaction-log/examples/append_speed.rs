//! How fast the log takes large batches, and what they take on disk: `append_speed <folder> <emails> <a batch>`.
//!
//! A month of invented mail, meetings and calls, of 10,000 colleagues and 500,000 contacts. Prints one line of JSON.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use relata_generator::{Person, Shares, Size, World};
use relata_interaction_log::{BatchId, InteractionLog, Numbers};
use relata_model::consent::Insights;
use relata_model::{Address, AddressId, Consent, Directory, Interaction, MailboxId};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, emails, batch] = &arguments[..] else {
        return Err("name a folder, how many emails, and a batch".into());
    };
    let (emails_a_month, batch): (u32, usize) = (emails.parse()?, batch.parse()?);
    let size = Size { emails_a_month, months: 1, ..Size::named("8m").ok_or("there is no such size")? };
    let world = World::new(size, Shares::default(), 1, "2025-12-31".parse()?)?;
    let addresses: Vec<Address> = (0..world.people()).map(|it| world.address(Person(it))).collect();
    let ids: HashMap<Address, AddressId> = addresses.iter().cloned().zip((1..).map(AddressId)).collect();
    let directory = Directory::new(world.colleagues().map(|it| world.entry(it)));
    let consent = Consent::to(Insights::ALL);
    std::fs::create_dir_all(folder)?;
    let log = InteractionLog::open(folder).await?;

    let (mut inventing, mut admitting, mut appending) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let (mut number, mut stored, mut begin) = (0, 0, Instant::now());
    let mut some: Vec<Interaction> = Vec::with_capacity(batch);
    let mut days = world.days().peekable();
    while let Some(day) = days.next() {
        let mut events = day.iter().filter_map(|it| world.interaction(it.0, it.1, &addresses)).peekable();
        while let Some(it) = events.next() {
            some.push(it);
            let is_last = days.peek().is_none() && events.peek().is_none();
            if some.len() < batch && !is_last {
                continue;
            }
            inventing += begin.elapsed();
            begin = Instant::now();
            let whole = std::mem::replace(&mut some, Vec::with_capacity(batch));
            let (admitted, _) = consent.admit(whole, &directory, None);
            admitting += begin.elapsed();
            begin = Instant::now();
            number += 1;
            let numbers = Numbers { addresses: &ids, records: &HashMap::new() };
            stored += log.append(BatchId { mailbox: MailboxId(1), number }, &admitted, numbers).await?.stored;
            appending += begin.elapsed();
            begin = Instant::now();
        }
    }
    let [inventing, admitting, appending] = [inventing, admitting, appending].map(|it| it.as_secs_f64());
    let bytes = ["interaction", "exchange", "sighting"].map(|it| bytes_in(&Path::new(folder).join(it)));
    println!(
        r#"{{"stored": {stored}, "batches": {number}, "invent_s": {inventing:.2}, "admit_s": {admitting:.2}, "append_s": {appending:.2}, "appended_a_second": {:.0}, "interaction_bytes": {}, "exchange_bytes": {}, "sighting_bytes": {}}}"#,
        stored as f64 / appending,
        bytes[0],
        bytes[1],
        bytes[2],
    );
    Ok(())
}

fn bytes_in(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let of = |it: std::fs::DirEntry| match it.metadata() {
        Ok(about) if about.is_dir() => bytes_in(&it.path()),
        Ok(about) => about.len(),
        Err(_) => 0,
    };
    entries.flatten().map(of).sum()
}
