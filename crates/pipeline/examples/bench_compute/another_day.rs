//! A day more: what happens on it is appended as connectors do, and shown to whoever took part; then one message.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use jiff::civil::Date;
use relata_generator::{Person, Shares, Size, World};
use relata_interaction_log::{BatchId, Numbers};
use relata_model::{Address, AddressId, Class, Classified, Directory, Interaction, MailboxId, Month, Side};
use relata_pipeline::{For, Line, Room};
use relata_store::Seen;

use crate::{evening, open, peak_mib, take, timed};

/// As many as a connector puts in a batch.
const BATCH: usize = 2_000;
/// Stands for all mailboxes.
const MAILBOX: MailboxId = MailboxId(1_000_000);

pub async fn run(folder: &Path, day: Date, size: &str, messages: usize) -> anyhow::Result<()> {
    let (store, log) = open(folder).await?;
    let line = Line { store: &store, log: &log, room: &Room::default(), now: evening(day)? };
    let world = world(size, day)?;
    let addresses: Vec<Address> = (0..world.people()).map(|it| world.address(Person(it))).collect();
    let mut happened = happened(&world, day, &addresses);
    anyhow::ensure!(happened.len() > messages, "on {day} there were {} messages", happened.len());
    happened.truncate(messages + 1);
    let one = happened.pop().context("there is one more")?;
    let directory = Directory::new(world.colleagues().map(|it| world.entry(it)));
    // What there was before is shown as of the day, or everything would be computed for being of another.
    let before = take(&line, day, For::Everybody).await?;

    let (mut interning, mut appending) = (Duration::ZERO, Duration::ZERO);
    let mut append = async |number: usize, some: Vec<Interaction>| -> anyhow::Result<BTreeSet<AddressId>> {
        let ids = timed(&mut interning, store.intern(&seen(&some))).await?;
        let outside = some.iter().flat_map(|it| &it.participants).filter(|it| it.side == Side::Outside);
        let touched = outside.map(|it| ids[&it.address]).collect();
        let (admitted, _) = store.consent().await?.admit(some, &directory, None);
        let numbers = Numbers { addresses: &ids, records: &HashMap::new() };
        let id = BatchId { mailbox: MAILBOX, number: number as i64 + 1 };
        let appended = timed(&mut appending, log.append(id, &admitted, numbers)).await?;
        anyhow::ensure!(!appended.came_again, "the day was appended before; fill the folder anew");
        Ok(touched)
    };
    let mut touched = BTreeSet::new();
    for (number, some) in happened.chunks(BATCH).enumerate() {
        touched.extend(append(number, some.to_vec()).await?);
    }
    let of_one: Vec<AddressId> = append(messages, vec![one]).await?.into_iter().collect();
    let (interning, appending) = (interning.as_secs_f64(), appending.as_secs_f64());

    let touched: Vec<AddressId> = touched.into_iter().collect();
    let contacts = store.contacts_among(&touched).await?;
    let narrow = take(&line, day, For::Contacts(&contacts)).await?;
    let its_contacts = store.contacts_among(&of_one).await?;
    let message = take(&line, day, For::Contacts(&its_contacts)).await?;
    let shown = store.insights_digest(message.generation).await?;
    let peak = peak_mib();
    let all = take(&line, day, For::Everybody).await?;
    let is_equal = shown == store.insights_digest(all.generation).await?;
    println!(
        r#"{{{}, {}, {}, {}, "messages": {messages}, "contacts": {}, "intern_s": {interning}, "append_s": {appending}, "equal": {is_equal}, "peak_mib": {peak}}}"#,
        before.show("before"),
        narrow.show("day"),
        message.show("message"),
        all.show("all"),
        contacts.len(),
    );
    Ok(())
}

/// The organisation of a size, with as many months more as the day takes.
fn world(size: &str, day: Date) -> anyhow::Result<World> {
    let size = Size::named(size).with_context(|| format!("there is no size `{size}`"))?;
    Ok(World::new(Size { months: size.months + 1, ..size }, Shares::default(), 1, day)?)
}

/// Everything of a day, in order.
fn happened(world: &World, day: Date, addresses: &[Address]) -> Vec<Interaction> {
    let mut of_the_month = world.days_of(world.size().months - 1);
    let first = Month::of_day(day).start_seconds() / 86_400;
    let Some(last) = of_the_month.find(|it| it.day - first == i64::from(day.day()) - 1) else { return Vec::new() };
    last.iter().filter_map(|it| world.interaction(it.0, it.1, addresses)).collect()
}

/// Whoever takes part, as the store wants to be told of them.
fn seen(of: &[Interaction]) -> Vec<Seen> {
    let person = || Classified { class: Class::Person, reason: "invented".to_owned() };
    let addresses: BTreeSet<&Address> = of.iter().flat_map(|it| &it.participants).map(|it| &it.address).collect();
    addresses.into_iter().map(|it| Seen { address: it.clone(), name: None, classified: person() }).collect()
}
