//! The strengths an independent program computed for the Enron colleagues on 2001-05-01, met to 1e-6.
//!
//! Everybody is in turn the contact and all others are colleagues, as in fixtures/enron/golden/PROVENANCE.md.

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BinaryArray, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::catalog::TableProvider;
use datafusion::datasource::MemTable;
use jiff::Timestamp;
use relata_analytics::{Engine, Known, PairSums, Room, Scope, Window, live, pairs, partials};
use relata_model::strength::message_weight;
use relata_model::{AddressId, Month, PersonId, Strength};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/enron/golden");
/// The same person as a contact has this much more for an id.
const AS_CONTACT: i64 = 1_000;

struct Row {
    at: i64,
    contact: i64,
    colleague: i64,
    direction: i32,
    message: i64,
    audience: u32,
}

/// Every message twice: once with its sender as the colleague, once with its recipient.
fn rows() -> Vec<Row> {
    let file = File::open(format!("{FIXTURES}/edges.csv.gz")).unwrap();
    let mut edges: Vec<(i64, i64, i64, i64)> = Vec::new();
    let mut reader = csv::Reader::from_reader(flate2::read::GzDecoder::new(file));
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|it| it == name).unwrap();
    let [at, source, target, message] = ["timestamp", "source", "target", "message"].map(column);
    for record in reader.records() {
        let record = record.unwrap();
        let number = |it: usize| record[it].parse().unwrap();
        edges.push((number(at), number(source), number(target), number(message)));
    }
    let mut audience: BTreeMap<i64, u32> = BTreeMap::new();
    edges.iter().for_each(|it| *audience.entry(it.3).or_default() += 1);
    let both = edges.iter().flat_map(|&(at, source, target, message)| {
        let audience = audience[&message];
        [
            Row { at, contact: target + AS_CONTACT, colleague: source, direction: 0, message, audience },
            Row { at, contact: source + AS_CONTACT, colleague: target, direction: 1, message, audience },
        ]
    });
    both.collect()
}

fn month(at: i64) -> Month {
    Month::of(Timestamp::from_second(at).unwrap())
}

fn exchange(rows: &[Row]) -> Arc<dyn TableProvider> {
    let field = |name: &str, data_type| Field::new(name, data_type, true);
    let schema = Arc::new(Schema::new(vec![
        field("month", DataType::Utf8),
        field("contact", DataType::Int64),
        field("colleague", DataType::Int64),
        field("at", DataType::Int64),
        field("direction", DataType::Int32),
        field("kind", DataType::Int32),
        field("weight", DataType::Float64),
        field("identity", DataType::Binary),
        field("reply_to", DataType::Binary),
    ]));
    let columns: Vec<ArrayRef> = vec![
        Arc::new(rows.iter().map(|it| Some(month(it.at).to_string())).collect::<StringArray>()),
        Arc::new(rows.iter().map(|it| it.contact).collect::<Int64Array>()),
        Arc::new(rows.iter().map(|it| it.colleague).collect::<Int64Array>()),
        Arc::new(rows.iter().map(|it| it.at).collect::<Int64Array>()),
        Arc::new(rows.iter().map(|it| it.direction).collect::<Int32Array>()),
        Arc::new(rows.iter().map(|_| 0).collect::<Int32Array>()),
        Arc::new(rows.iter().map(|it| message_weight(it.audience, false)).collect::<Float64Array>()),
        Arc::new(rows.iter().map(|it| Some(i128::from(it.message).to_be_bytes())).collect::<BinaryArray>()),
        Arc::new(rows.iter().map(|_| None::<[u8; 16]>).collect::<BinaryArray>()),
    ];
    let batch = RecordBatch::try_new(schema.clone(), columns).unwrap();
    Arc::new(MemTable::try_new(schema, vec![vec![batch]]).unwrap())
}

fn known() -> Vec<Known> {
    let both = (0..AS_CONTACT).flat_map(|id| [(id, true), (id + AS_CONTACT, false)]);
    let known = both.map(|(id, colleague)| Known {
        address: AddressId(id),
        person: PersonId(id),
        colleague,
        person_class: true,
    });
    known.collect()
}

/// Computes the pairs in scope on the day before the cut-off, by months as the pipeline does.
async fn compute(rows: &[Row], scope: Scope) -> Vec<PairSums> {
    let window = Window::of("2001-04-30".parse().unwrap());
    let engine = Engine::new(exchange(rows), &scope, &Room::default()).await.unwrap();
    let mut months: Vec<Month> = rows.iter().map(|it| month(it.at)).collect();
    months.sort_unstable();
    months.dedup();
    let mut tables = Vec::new();
    let largest = AddressId(2 * AS_CONTACT);
    for month in months {
        let rows = match (window.holds(month), window.cuts(month)) {
            (true, _) => partials(&engine, month, None, "", largest).await.unwrap(),
            (_, true) => partials(&engine, month, Some(window), "", largest).await.unwrap(),
            _ => continue,
        };
        tables.extend(live(rows).unwrap());
    }
    pairs(&engine, tables, &known(), window).await.unwrap()
}

#[tokio::test]
async fn the_golden_strengths_are_met() {
    let golden = std::fs::read_to_string(format!("{FIXTURES}/2001-05-01.json")).unwrap();
    let golden: serde_json::Value = serde_json::from_str(&golden).unwrap();
    let pairs = compute(&rows(), Scope::Everything).await;
    let sums: BTreeMap<(i64, i64), _> = pairs.iter().map(|it| ((it.contact.0, it.colleague.0), it.sums)).collect();
    let mut compared = 0;
    for query in golden["queries"].as_array().unwrap() {
        let contact = query["contact"].as_i64().unwrap() + AS_CONTACT;
        for expected in query["top"].as_array().unwrap() {
            let sums = &sums[&(contact, expected["colleague"].as_i64().unwrap())];
            let strength = Strength::of(sums);
            let close = |name: &str, ours: f64| {
                let theirs = expected[name].as_f64().unwrap();
                assert!((ours - theirs).abs() <= 1e-6, "{name} of {contact}: {ours}, expected {theirs}");
            };
            close("O", sums.sent);
            close("I", sums.received);
            close("S", strength.raw);
            assert_eq!(i64::from(strength.score), expected["score"].as_i64().unwrap());
            compared += 1;
        }
        let candidates = pairs.iter().filter(|it| it.contact.0 == contact).count();
        assert_eq!(candidates as i64, query["candidates"].as_i64().unwrap());
    }
    assert_eq!(compared, 200);
}

#[tokio::test]
async fn the_order_of_rows_does_not_change_a_bit_and_a_few_contacts_get_what_everybody_gets() {
    let mut rows = rows();
    let everybody = compute(&rows, Scope::Everything).await;
    rows.reverse();
    let few = [AS_CONTACT + 67, AS_CONTACT + 156];
    let scope = Scope::Contacts(few.iter().map(|it| AddressId(*it)).collect());
    let narrow = compute(&rows, scope).await;
    let expected: Vec<PairSums> = everybody.into_iter().filter(|it| few.contains(&it.contact.0)).collect();
    assert!(expected.len() > 50);
    assert_eq!(narrow, expected);
}
