//! Measures what people ask, without HTTP, on a database that `bench/serving.py` filled, and prints one line of JSON:
//! `measure_serving URL COLLEAGUES CONTACTS`.
//!
//! Colleagues are persons 1 to COLLEAGUES, contacts come after them; `c1`, `c2`, … are contacts of the CRM, `a1`, `a2`, … accounts.

use std::time::Instant;

use relata_model::{Address, PersonId, RecordId};
use relata_store::{Asker, Generation, RecordQuery, RecordSort, Store, StoreError, Target};
use serde_json::{Value, json};

/// Questions of each sort.
const ASKED: usize = 20_000;
/// Questions before those that are measured, so that what is read first of all is in memory.
const BEFORE: usize = 1_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), StoreError> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, colleagues, contacts] = arguments.as_slice() else {
        eprintln!("measure_serving URL COLLEAGUES CONTACTS");
        std::process::exit(2);
    };
    let (colleagues, contacts): (i64, i64) = (number(colleagues), number(contacts));
    let store = Store::open(url).await?;
    let generation = store.published().await?.expect("bench/serving.py published one");
    let in_crm = contacts.min(200_000);
    let persons = each(&store, &generation, |it| Target::Person(PersonId(colleagues + it % contacts + 1))).await?;
    let records = each(&store, &generation, |it| Target::Record(RecordId(format!("c{}", it % in_crm + 1)))).await?;
    let accounts =
        each(&store, &generation, |it| Target::Record(RecordId(format!("a{}", it % (contacts / 50) + 1)))).await?;
    let mine = mine(&store, colleagues).await?;
    println!("{}", json!({ "person": persons, "contact record": records, "account": accounts, "mine": mine }));
    Ok(())
}

fn number(text: &str) -> i64 {
    text.parse().expect("a number")
}

/// Asks who knows each of many targets, chosen by a hash.
async fn each(store: &Store, generation: &Generation, target: impl Fn(i64) -> Target) -> Result<Value, StoreError> {
    let asker = Asker::stranger(generation.computed_at);
    let mut took = Vec::with_capacity(ASKED);
    let mut found = 0;
    for it in 0..BEFORE + ASKED {
        let target = target(it as i64 * 2_654_435_761 % 4_294_967_296 * 31);
        let begin = Instant::now();
        found += store.introducers(generation, &target, &asker, 5).await?.introducers.len();
        took.push(begin.elapsed().as_secs_f64() * 1_000.0);
    }
    let mut answer = quantiles(took.split_off(BEFORE));
    answer["introducers"] = json!(found);
    Ok(answer)
}

/// Lists the records of colleagues, which over HTTP needs somebody who is one.
async fn mine(store: &Store, colleagues: i64) -> Result<Value, StoreError> {
    let mut took = Vec::new();
    for it in 0..200 {
        let address = Address::parse(&format!("p{}@us.com", it * 97 % colleagues + 1)).expect("an address");
        for sort in [RecordSort::Name, RecordSort::Health, RecordSort::Next] {
            let query = RecordQuery { mine: Some(address.clone()), sort, descending: true, ..RecordQuery::default() };
            let begin = Instant::now();
            store.list_records(&query).await?;
            took.push(begin.elapsed().as_secs_f64() * 1_000.0);
        }
    }
    Ok(quantiles(took))
}

/// Returns the middle and the slowest of what was measured, in milliseconds.
fn quantiles(mut took: Vec<f64>) -> Value {
    took.sort_by(f64::total_cmp);
    let at = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    json!({ "p50": at(0.5), "p99": at(0.99), "p99.9": at(0.999), "max": at(1.0) })
}
