//! Statements: how much the database is asked for an answer, as the measure of how long the answer takes. Time itself
//! differs from run to run; what it is spent on does not.
//!
//! The database says what it is asked to whoever listens to the whole process, so this runs in a process of its own.

use std::process::Command;
use std::sync::atomic::{AtomicU64, Ordering};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::questions;
use super::world::{CLEO, Secret, World};

/// Statements so far.
static ASKED: AtomicU64 = AtomicU64::new(0);

/// Listens to what the database is asked.
struct Counting;

impl Subscriber for Counting {
    fn enabled(&self, of: &Metadata<'_>) -> bool {
        of.target().starts_with("sqlx::query")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut said = Said(true);
        event.record(&mut said);
        ASKED.fetch_add(u64::from(said.0), Ordering::SeqCst);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Whether an event is of a statement that an answer needs; a new connection is set up by `pragma`s.
struct Said(bool);

impl Visit for Said {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        self.0 &= field.name() != "summary" || !format!("{value:?}").contains("pragma");
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
    tracing::subscriber::set_global_default(Counting).unwrap();
    for secret in [Secret::Hidden, Secret::ContactLeftAlone, Secret::ContactForgotten] {
        let (world, twin) = (World::with(secret, true).await, World::with(secret, false).await);
        let mut leaks = Vec::new();
        let mut cases = 0;
        for question in questions::all() {
            for viewer in (0..world.viewers.len()).filter(|it| *it != CLEO) {
                let (asked, of_twin) = (asked(&world, viewer, &question).await, asked(&twin, viewer, &question).await);
                if asked != of_twin {
                    leaks.push(format!("{} asks {question}: {asked}, twin {of_twin}", world.viewers[viewer].0));
                }
                cases += 1;
            }
        }
        assert!(ASKED.load(Ordering::SeqCst) > cases, "nobody heard what the database was asked");
        assert!(leaks.is_empty(), "{} leaks in {cases} cases of {secret:?}:\n{}", leaks.len(), leaks.join("\n"));
    }
}

async fn asked(world: &World, viewer: usize, question: &str) -> u64 {
    let before = ASKED.load(Ordering::SeqCst);
    world.ask(viewer, &world.with_ids(question)).await;
    ASKED.load(Ordering::SeqCst) - before
}
