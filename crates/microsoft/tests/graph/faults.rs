//! Faults: whatever goes wrong, the same interactions arrive in the end.

use std::collections::BTreeSet;

use relata_connectors::{Connector, Cursor, FetchError};
use relata_microsoft::{Calendar, Limits, Mail};
use relata_model::Identity;
use relata_stand_in::{Endpoint, Event, Fault, Message, Repeats, RetryAfter, StandIn, Tenant, Trouble, Unit};

use crate::world::World;

const LEA: &str = "lea@contoso.com";

/// A stream of numbers that follow from a seed (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (it ^ (it >> 31)) % most
    }
}

fn tenant(seed: u64) -> Tenant {
    let mut chance = Chance(seed);
    let mut tenant = Tenant::new(seed);
    tenant.user(LEA);
    for _ in 0..60 {
        let (month, day) = (1 + chance.below(12), 1 + chance.below(28));
        let year = if month > 2 { 2025 } else { 2026 };
        let at = format!("{year}-{month:02}-{day:02}T{:02}:00:00Z", chance.below(3) + 8);
        let folder = ["inbox", "inbox", "Customers", "archive", "junkemail"][chance.below(5) as usize];
        let from = format!("p{}@acme.com", chance.below(9));
        tenant.message(LEA, folder, Message::new(&from, &[LEA]).at(&at));
    }
    for number in 0..8 {
        let start = format!("2026-0{}-{:02}T10:00", 1 + chance.below(5), 1 + chance.below(28));
        let mut event = Event::new(&start, 30, &[&format!("p{number}@acme.com")]);
        if number % 3 == 0 {
            event = event.repeats(Repeats { every: 1, unit: Unit::Week, until: None });
        }
        tenant.event(LEA, event);
    }
    tenant
}

/// What happens between two rounds; the same for every run of a seed.
fn change(stand_in: &StandIn, seed: u64, round: u64) {
    let mut chance = Chance(seed ^ (round << 32));
    stand_in.change(|it| {
        let mut ids = Vec::new();
        for number in 0..12 {
            let folder = ["inbox", "Customers", "new"][chance.below(3) as usize];
            let at = format!("2026-03-02T0{round}:{:02}:00Z", number + chance.below(10));
            let message = Message::new(&format!("p{}@acme.com", chance.below(9)), &[LEA]).at(&at);
            ids.push(it.message(LEA, folder, message));
        }
        it.move_message(LEA, ids[chance.below(12) as usize], "archive");
        it.touch_message(LEA, ids[chance.below(12) as usize]);
        it.event(LEA, Event::new(&format!("2026-04-1{round}T10:00"), 30, &["ben@acme.com"]));
    });
}

fn some_fault(chance: &mut Chance) -> Fault {
    let retry = [RetryAfter::Unsaid, RetryAfter::Seconds(0), RetryAfter::Date(0)][chance.below(3) as usize];
    let trouble = match chance.below(18) {
        0 => Trouble::Status(429, retry),
        1 => Trouble::Status(503, retry),
        2 => Trouble::Status(504, retry),
        3 => Trouble::Gone,
        4 => Trouble::SyncState(404, "syncStateNotFound"),
        5 => Trouble::SyncState(400, "syncStateInvalid"),
        6 => Trouble::Unauthorized,
        7 => Trouble::Forbidden,
        8 => Trouble::NoMailbox,
        9 => Trouble::Replay(5),
        10 => Trouble::Duplicates,
        11 => Trouble::Strangers(3),
        12 => Trouble::EmptyPage,
        13 => Trouble::PageSize(1 + chance.below(6) as usize),
        14 => Trouble::Endless(chance.below(2) == 0),
        15 => Trouble::ForeignLink("https://elsewhere.example".to_owned()),
        16 => Trouble::Truncated,
        _ => Trouble::Html,
    };
    let endpoints =
        [Endpoint::Messages, Endpoint::MessagesDelta, Endpoint::Folders, Endpoint::Calendar, Endpoint::CalendarDelta];
    let fault = Fault::new(trouble).at(endpoints[chance.below(5) as usize]);
    fault.after(chance.below(8) as u32).times(1 + chance.below(6) as u32)
}

/// Reads to the end, whatever happens; drops the connector and loses batches by chance.
async fn read_on(
    world: &World,
    make: &dyn Fn(&World) -> Box<dyn Connector>,
    cursor: &mut Option<Cursor>,
    chance: &mut Option<Chance>,
) -> BTreeSet<Identity> {
    let mut identities = BTreeSet::new();
    let mut connector = make(world);
    for _ in 0..3_000 {
        if let Some(chance) = chance {
            if chance.below(4) == 0 {
                connector = make(world);
            }
            if chance.below(6) == 0 {
                world.stand_in.fault(some_fault(chance));
            }
        }
        match connector.fetch(cursor.as_ref()).await {
            Ok(batch) => {
                // A crash before the batch was stored: it is read again.
                if chance.as_mut().is_some_and(|it| it.below(8) == 0) {
                    connector = make(world);
                    continue;
                }
                identities.extend(batch.observed.iter().map(|it| it.identity));
                *cursor = Some(batch.cursor);
                if !batch.more {
                    return identities;
                }
            }
            Err(FetchError::CursorExpired) => panic!("a cursor of ours is not taken back"),
            Err(error) => {
                let chance = chance.as_mut().unwrap_or_else(|| panic!("undisturbed, and yet: {error}"));
                // Somebody mends it in the end.
                if chance.below(3) == 0 {
                    world.stand_in.heal();
                }
            }
        }
    }
    panic!("reading does not end");
}

async fn run(seed: u64, disturbed: bool, make: &dyn Fn(&World) -> Box<dyn Connector>) -> BTreeSet<Identity> {
    let world = World::of(tenant(seed), Limits { page: 10, ..Limits::default() }).await;
    let (mut cursor, mut all) = (None, BTreeSet::new());
    let mut chance = disturbed.then(|| Chance(seed.wrapping_mul(31)));
    for round in 1..=3 {
        all.extend(read_on(&world, make, &mut cursor, &mut chance).await);
        change(&world.stand_in, seed, round);
    }
    // The last round meets nobody's ill will.
    world.stand_in.heal();
    all.extend(read_on(&world, make, &mut cursor, &mut None).await);
    all
}

fn runs() -> u64 {
    std::env::var("RUNS").ok().and_then(|it| it.parse().ok()).unwrap_or(6)
}

#[tokio::test]
async fn whatever_faults_and_crashes_the_same_mail_arrives() {
    let make = |it: &World| Box::new(it.mail(LEA)) as Box<dyn Connector>;
    for seed in 0..runs() {
        let undisturbed = run(seed, false, &make).await;
        assert!(undisturbed.len() > 60, "seed {seed}: {}", undisturbed.len());
        assert_eq!(run(seed, true, &make).await, undisturbed, "seed {seed}");
    }
}

#[tokio::test]
async fn whatever_faults_and_crashes_the_same_meetings_arrive() {
    let make = |it: &World| Box::new(Calendar::new(&it.graph, LEA, Vec::new())) as Box<dyn Connector>;
    for seed in 0..runs() {
        let undisturbed = run(seed, false, &make).await;
        assert!(undisturbed.len() > 20, "seed {seed}: {}", undisturbed.len());
        assert_eq!(run(seed, true, &make).await, undisturbed, "seed {seed}");
    }
}

/// Mail is deleted and moved away while its folder is read: what stays is not passed over.
#[tokio::test]
async fn what_leaves_a_folder_while_it_is_read_hides_nothing_of_what_stays() {
    let mut tenant = Tenant::new(3);
    let mut ids = Vec::new();
    for number in 0..200 {
        let at = format!("2026-02-10T{:02}:{:02}:00Z", 8 + number / 60, number % 60);
        let message = Message::new(&format!("p{number}@acme.com"), &[LEA]).at(&at);
        ids.push(tenant.message(LEA, "inbox", message));
    }
    let world = World::of(tenant, Limits { page: 1, ..Limits::default() }).await;
    let mail = Mail::new(&world.graph, LEA);
    let (mut cursor, mut senders, mut batches) = (None, BTreeSet::new(), 0);
    loop {
        let batch = mail.fetch(cursor.as_ref()).await.unwrap();
        senders.extend(batch.observed.iter().map(|it| it.participants[0].address.as_str().to_owned()));
        // Three that were read already go after each batch, which is some pages.
        world.stand_in.change(|it| ids.drain(..3.min(ids.len())).for_each(|id| it.delete_message(LEA, id)));
        cursor = Some(batch.cursor);
        batches += 1;
        if !batch.more {
            break;
        }
    }
    assert!(batches > 4, "{batches}");
    assert_eq!(senders.len(), 200);
}
