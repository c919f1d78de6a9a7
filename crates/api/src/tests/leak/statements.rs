//! Statements: how much the database is asked for an answer, as the measure of how long the answer takes. Time itself
//! differs from run to run; what it is spent on does not.
//!
//! The database says what it is asked to whoever listens to the whole process, so this runs in a process of its own.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Mutex;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::questions;
use super::world::{CLEO, Secret, World};

/// How often the database was asked what, by the first words of it.
static ASKED: Mutex<BTreeMap<String, u64>> = Mutex::new(BTreeMap::new());

/// Listens to what the database is asked.
struct Listening;

impl Subscriber for Listening {
    fn enabled(&self, of: &Metadata<'_>) -> bool {
        of.target().starts_with("sqlx::query")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Heard);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Heard;

impl Visit for Heard {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let words = format!("{value:?}").to_lowercase();
        // A new connection is set up by `pragma`s; `select 1` is how a test waits.
        if field.name() == "summary" && !words.contains("pragma") && !words.contains("select 1\"") {
            *ASKED.lock().unwrap().entry(words).or_default() += 1;
        }
    }
}

#[test]
fn an_answer_takes_as_much_asking_whether_or_not_there_is_a_secret() {
    let name = "tests::leak::statements::counted_in_a_process_of_its_own";
    let ran = Command::new(std::env::current_exe().unwrap()).args([name, "--exact", "--ignored"]).output().unwrap();
    let said = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
#[ignore = "the test above runs it in a process of its own"]
async fn counted_in_a_process_of_its_own() {
    tracing::subscriber::set_global_default(Listening).unwrap();
    for secret in [Secret::Hidden, Secret::HiddenTies, Secret::CountedOnly, Secret::ContactLeftAlone] {
        let (world, twin) = (World::with(secret, true).await, World::with(secret, false).await);
        for viewer in (0..world.viewers.len()).filter(|it| *it != CLEO) {
            let (asked, of_twin) = (asked(&world, viewer).await, asked(&twin, viewer).await);
            assert_eq!(asked, of_twin, "{secret:?}, {}", world.viewers[viewer].name);
            let is_signed_in = world.viewers[viewer].name != "nobody";
            assert_eq!(asked.values().sum::<u64>() > 1_000, is_signed_in, "{asked:?}");
        }
    }
}

/// Returns what the database is asked for every question of a viewer.
async fn asked(world: &World, viewer: usize) -> BTreeMap<String, u64> {
    quiet(world).await;
    ASKED.lock().unwrap().clear();
    for question in questions::all() {
        world.ask(viewer, &world.with_ids(&question)).await;
    }
    quiet(world).await;
    ASKED.lock().unwrap().clone()
}

/// Waits until nothing is heard any more: what a connection was asked is told a moment after it has answered.
async fn quiet(world: &World) {
    let heard = || ASKED.lock().unwrap().values().sum::<u64>();
    let mut before = heard();
    loop {
        for _ in 0..100 {
            assert!(world.is_ready().await);
        }
        match heard() {
            now if now == before => return,
            now => before = now,
        }
    }
}
