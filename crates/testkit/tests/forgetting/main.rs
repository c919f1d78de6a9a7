//! Forgetting: after it, everything is as it would be if whoever was forgotten had never been there.
//!
//! Histories are drawn at random (`history.rs`): mailboxes with copies of the same messages, a CRM's copies, meetings ahead
//! and called off, a directory people join and leave, spans of time left out, records that merge addresses, mailboxes read
//! again, and a process that dies between any two commits of the log, with a source that grows until it starts again. In the
//! middle somebody is forgotten, opts out, is in a group that is left out from then on, or the consent is withdrawn, and the
//! process dies on the way. `RELATA_TEST_CASES` says how many are drawn, `RELATA_TEST_SEED` of which sequence;
//! `RELATA_TEST_POSTGRES_CASES` names empty databases, `{}` standing for a number from 0, two for each of four histories.

mod history;
mod life;
mod named;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use relata_model::PersonId;
use relata_pipeline::{end_withdrawals, erase_step};
use relata_store::{ErasureId, ErasureState, Forget};

use crate::history::{History, PEOPLE, What, history};
use crate::life::{Life, Never, address, colleague, group};

/// How far back an answer reaches, in months: partials so far ahead of what changed are made anew.
const REACH_MONTHS: i32 = 3;

/// Where the two worlds of a history are kept; `None` for SQLite.
type Databases<'a> = &'a (dyn Fn() -> Option<String> + Sync);

/// Asks for what a history wants to be forgotten. Returns the erasures, and what the other world is without from the
/// start.
async fn ask(life: &Life, history: &History) -> (Vec<ErasureId>, Never) {
    let store = &life.world.store;
    let mut never = Never::default();
    let text = PEOPLE[history.who];
    let person = store.person_of(&address(text)).await.unwrap();
    let member = store.person_of_colleague(&colleague(history.who)).await.unwrap();
    let forget = match (history.what, person, member) {
        (What::Mailbox, _, Some(_)) => {
            never.mailboxes.push(history.who);
            Forget::Mailbox(life.world.mailbox(text).await)
        }
        // Who joined later was nobody's colleague before, and an opt-out from the start says nothing of that time.
        (What::OptOut, _, Some(person)) if history.who < 3 => {
            never.mailboxes.push(history.who);
            never.opted_out = Some(history.who);
            Forget::OptOut(person)
        }
        (What::Group { .. }, ..) => {
            never.group = true;
            life.exclude_group().await;
            let mut asked = Vec::new();
            for (person, during) in store.colleagues_within(&group()).await.unwrap() {
                asked.push(life.world.ask_to_forget(Forget::Within(person, during)).await);
            }
            return (asked, never);
        }
        (What::Consent, ..) => {
            never.mail = true;
            life.world.withdraw().await;
            return (store.erasures().await.unwrap().iter().map(|it| it.id).collect(), never);
        }
        (_, Some(person), _) => {
            never.addresses = addresses(life, person).await;
            never.mailboxes.extend((0..4).filter(|it| never.addresses.contains(&address(PEOPLE[*it]))));
            Forget::Person(person)
        }
        (_, None, _) => {
            never.addresses.push(address(text));
            Forget::Address(address(text))
        }
    };
    (vec![life.world.ask_to_forget(forget).await], never)
}

async fn addresses(life: &Life, person: PersonId) -> Vec<relata_model::Address> {
    life.world.store.person(person).await.unwrap().unwrap().addresses
}

/// Erases to the last row; the process dies on the way as the history says.
async fn erase(mut life: Life, history: &History, asked: &[ErasureId]) -> Life {
    for id in asked {
        for _ in 0..history.steps {
            erase_step(&life.world.line(), *id, &|_| ()).await.unwrap();
        }
        match life.world.store.erasure(*id).await.unwrap().unwrap().state {
            ErasureState::Requested => {
                let leaving = life.world.store.leaving(*id).await.unwrap();
                let before = life.world.commits().len();
                let erasing = relata_interaction_log::Doing::Erasing;
                life.world.log.erase(&leaving, REACH_MONTHS, erasing).await.unwrap();
                life.world = life.world.stopped(before + history.commits).await;
            }
            ErasureState::StoreGone => life.compute().await,
            _ => {}
        }
        life.world = life.world.reopened().await;
        while erase_step(&life.world.line(), *id, &|_| ()).await.unwrap() < ErasureState::RowsGone {}
    }
    life
}

/// Lives through a history with a forgetting in it, and through the same without whoever is forgotten.
async fn compare(history: &History, databases: Databases<'_>) -> Result<(), TestCaseError> {
    let (before, after) = history.events.split_at(history.at);
    let life = Life::new(history, Never::default(), databases()).await.live(history, before).await;
    let (asked, never) = ask(&life, history).await;
    let mut life = erase(life, history, &asked).await;
    end_withdrawals(&life.world.line()).await.unwrap();
    life.never.mailboxes = never.mailboxes.clone();
    life.never.mail = never.mail;
    let life = life.live(history, after).await;
    let enabling = life.world.store.enabling().await.unwrap();
    prop_assert!(enabling.to_erase().is_empty(), "something withdrawn is still there");
    life.world.store.vacuum().await.unwrap();

    let oracle = Life::new(history, never, databases()).await.live(history, &history.events).await;
    let (found, expected) = (comparable(&life.end().await), comparable(&oracle.end().await));
    if found != expected {
        let differ = |these: &str, those: &str, sign: &str| -> String {
            let those: Vec<&str> = those.lines().collect();
            these.lines().filter(|it| !those.contains(it)).map(|it| format!("{sign} {it}\n")).collect()
        };
        let text = differ(&found, &expected, "+") + &differ(&expected, &found, "-");
        return Err(TestCaseError::fail(text));
    }
    Ok(())
}

/// Everything but how many messages of others a rule left out, which is counted from the moment somebody is known, and
/// whoever is forgotten may have made them known (docs/decisions/0019-erasure-equivalence.md); and but the events of the
/// consent, which are what differs.
fn comparable(canonical: &str) -> String {
    let differs = |it: &&str| it.starts_with("left_out ") || it.starts_with("consent_event ");
    canonical.lines().filter(|it| !differs(it)).map(|it| format!("{it}\n")).collect()
}

fn on_sqlite() -> Option<String> {
    None
}

fn number_in(variable: &str) -> Option<u32> {
    std::env::var(variable).ok().and_then(|it| it.parse().ok())
}

fn check(cases: u32, max_shrink_iters: u32, databases: Databases<'_>) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters, ..Config::default() };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    // The same histories each time, so that a change is judged by what it changed.
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number_in("RELATA_TEST_SEED").unwrap_or(0).to_le_bytes());
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(config, random);
    match runner.run(&history(), |history| runtime.block_on(compare(&history, databases))) {
        Ok(()) => {}
        // On one line, to be copied.
        Err(TestError::Fail(reason, history)) => panic!("{reason}\n{history:?}"),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn after_forgetting_everything_is_as_if_they_had_never_been() {
    check(number_in("RELATA_TEST_CASES").unwrap_or(12), number_in("RELATA_TEST_SHRINK").unwrap_or(24), &on_sqlite);
}

#[test]
fn so_it_is_on_postgresql() {
    let Ok(pattern) = std::env::var("RELATA_TEST_POSTGRES_CASES") else {
        return println!("skipped: RELATA_TEST_POSTGRES_CASES names no databases");
    };
    let next = std::sync::atomic::AtomicU32::new(0);
    let number = || next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    check(number_in("RELATA_TEST_CASES").unwrap_or(4), 0, &|| Some(pattern.replace("{}", &number().to_string())));
}

#[tokio::test]
async fn what_once_differed_differs_no_more() {
    for (sentence, history) in named::all() {
        if let Err(error) = compare(&history, &on_sqlite).await {
            panic!("{sentence}: {error}");
        }
    }
}
