//! The operator gives what plain SQL gives, to the bit, over random exchanges in any order and in any number of parts.

use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, BinaryArray, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::common::ScalarValue;
use datafusion::datasource::MemTable;
use datafusion::prelude::SessionContext;
use proptest::prelude::*;
use relata_analytics::{AnalyticsError, Engine, REPLY_REACH_MONTHS, Room, Scope, Window, partials};
use relata_model::{AddressId, Month};

/// What is asked for: the last of the months below.
const MONTH: &str = "2001-05";

#[derive(Clone, Debug)]
struct Row {
    at: i64,
    contact: i64,
    colleague: i64,
    direction: i32,
    kind: i32,
    weight: f64,
    identity: u8,
    reply_to: Option<u8>,
}

/// Few people and few messages, so that they meet; half a year, so that some lies out of reach.
fn row() -> impl Strategy<Value = Row> {
    let from = "2000-12".parse::<Month>().unwrap().start_seconds();
    let until = MONTH.parse::<Month>().unwrap().end_seconds() + 86_400;
    let who = (prop_oneof![0..6_i64, Just(5_000), Just(1 << 40)], 0..4_i64);
    let what = (0..3, 0..3, prop_oneof![Just(1.0), Just(0.1), 0.0..1.0]);
    (from..until, who, what, 0..12_u8, prop::option::of(0..12_u8)).prop_map(
        |(at, (contact, colleague), (direction, kind, weight), identity, reply_to)| Row {
            at,
            contact,
            colleague,
            direction,
            kind,
            weight,
            identity,
            reply_to,
        },
    )
}

/// A message stands once with each pair, as in the log.
fn distinct(mut rows: Vec<Row>) -> Vec<Row> {
    let key = |it: &Row| (it.identity, it.contact, it.colleague);
    rows.sort_by_key(key);
    rows.dedup_by_key(|it| key(it));
    rows
}

fn identity(of: u8) -> [u8; 16] {
    let mut bytes = [of; 16];
    // Some differ in their last byte alone.
    bytes[0] /= 4;
    bytes
}

fn table(rows: &[Row], parts: usize) -> Arc<MemTable> {
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
    let month = |at| Month::of(jiff::Timestamp::from_second(at).unwrap()).to_string();
    let batch = |rows: &[Row]| {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(rows.iter().map(|it| Some(month(it.at))).collect::<StringArray>()),
            Arc::new(rows.iter().map(|it| it.contact).collect::<Int64Array>()),
            Arc::new(rows.iter().map(|it| it.colleague).collect::<Int64Array>()),
            Arc::new(rows.iter().map(|it| it.at).collect::<Int64Array>()),
            Arc::new(rows.iter().map(|it| it.direction).collect::<Int32Array>()),
            Arc::new(rows.iter().map(|it| it.kind).collect::<Int32Array>()),
            Arc::new(rows.iter().map(|it| it.weight).collect::<Float64Array>()),
            Arc::new(rows.iter().map(|it| Some(identity(it.identity))).collect::<BinaryArray>()),
            Arc::new(rows.iter().map(|it| it.reply_to.map(identity)).collect::<BinaryArray>()),
        ];
        RecordBatch::try_new(schema.clone(), columns).unwrap()
    };
    let parts = rows.chunks(rows.len().div_ceil(parts).max(1)).map(|it| vec![batch(it)]).collect();
    Arc::new(MemTable::try_new(schema.clone(), parts).unwrap())
}

/// The same in SQL alone: every email joined with what it answers, then grouped.
async fn in_plain_sql(rows: &[Row], window: Window) -> String {
    let session = SessionContext::new();
    session.register_table("exchange", table(rows, 1)).unwrap();
    let month: Month = MONTH.parse().unwrap();
    let text = |it: String| ScalarValue::Utf8(Some(it));
    let parameters = vec![
        ("month", text(month.to_string())),
        ("reach_from", text(month.plus(-REPLY_REACH_MONTHS).to_string())),
        ("of", text("these".to_owned())),
        ("from", ScalarValue::Int64(Some(window.from))),
        ("until", ScalarValue::Int64(Some(window.until))),
    ];
    let rows = session.sql(include_str!("pair_month.sql")).await.unwrap().with_param_values(parameters).unwrap();
    shown(&rows.collect().await.unwrap())
}

async fn folded(rows: &[Row], parts: usize, window: Option<Window>, largest: i64) -> String {
    with_room(&Room::default(), rows, parts, window, largest).await.unwrap()
}

async fn with_room(
    room: &Room,
    rows: &[Row],
    parts: usize,
    window: Option<Window>,
    largest: i64,
) -> Result<String, AnalyticsError> {
    let engine = Engine::new(table(rows, parts), &Scope::Everything, room).await?;
    let month = MONTH.parse().unwrap();
    Ok(shown(&partials(&engine, month, window, "these", AddressId(largest)).await?))
}

fn shown(batches: &[RecordBatch]) -> String {
    let filled: Vec<RecordBatch> = batches.iter().filter(|it| it.num_rows() > 0).cloned().collect();
    pretty_format_batches(&filled).unwrap().to_string()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_fold_is_the_sql(
        rows in prop::collection::vec(row(), 1..120).prop_map(distinct).prop_shuffle(),
        parts in 1..4_usize,
        largest in prop_oneof![Just(0), Just(7), Just(6_000), Just(1 << 41)],
        cut in prop::option::of(0..30_i64),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
        let month: Month = MONTH.parse().unwrap();
        let whole = Window { from: month.start_seconds(), until: month.end_seconds() };
        let window = cut.map(|days| Window { from: whole.from + days * 40_000, until: whole.until - days * 40_000 });
        let expected = runtime.block_on(in_plain_sql(&rows, window.unwrap_or(whole)));
        prop_assert_eq!(runtime.block_on(folded(&rows, parts, window, largest)), expected);
    }
}

/// A thousand exchanges with each of sixteen contacts, the last of whom is beyond the largest that is known.
#[tokio::test]
async fn a_month_that_does_not_fit_is_summed_in_pieces_and_one_contact_that_does_not_is_told() {
    let from = MONTH.parse::<Month>().unwrap().start_seconds();
    let row = |it: i64| Row {
        at: from + it * 100,
        contact: it % 16,
        colleague: 100 + it % 7,
        direction: (it % 3) as i32,
        kind: 1,
        weight: 0.25,
        identity: (it % 251) as u8,
        reply_to: None,
    };
    let rows: Vec<Row> = (0..16_000).map(row).collect();
    let little = |memory_bytes| Room { memory_bytes, spill: None };
    let expected = folded(&rows, 3, None, 14).await;
    for kib in [512, 192] {
        let in_pieces = with_room(&little(kib << 10), &rows, 3, None, 14).await.unwrap();
        assert!(in_pieces == expected, "with {kib} KiB");
    }
    let error = with_room(&little(16 << 10), &rows, 3, None, 14).await.unwrap_err();
    assert!(matches!(error, AnalyticsError::TooLittleMemory(_)), "{error}");
}
