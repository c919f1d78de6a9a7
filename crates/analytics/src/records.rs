//! Records: what happened with each record in a month.
//!
//! ```text
//! interaction ─relevant─▶ numbered ─present, said, theirs─▶ who ─attributed─▶ of records ─┬─day────┐
//!                                                                                         ├─turn───┼─▶ Series of a month
//!                                                                                         └─person─┘
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Int64Array, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema};
use datafusion::catalog::TableProvider;
use datafusion::common::ScalarValue;
use datafusion::datasource::MemTable;
use relata_model::series::{Contacted, Counts, Day, Followed, Series, Turn};
use relata_model::{AddressId, Direction, Kind, Month, RecordKind, RecordNumber, Subject};

use crate::Room;
use crate::engine::{AnalyticsError, Engine};
use crate::pairs::{Known, addresses};

/// How far back a month's turns look: two silences that end a turn.
pub(crate) const TURNS_REACH_SECONDS: i64 = 28 * 86_400;

/// The tables of the log that records are asked of.
pub struct RecordTables {
    /// One row per interaction.
    pub interaction: Arc<dyn TableProvider>,
    /// One row per copy out of a mailbox.
    pub sighting: Arc<dyn TableProvider>,
    /// One row per copy out of a CRM.
    pub activity: Arc<dyn TableProvider>,
}

/// What records may be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// What a CRM holds, and nothing else.
    Basic,
    /// That, and mailboxes.
    Enhanced,
}

/// Returns a session for questions about these records.
///
/// # Errors
///
/// [`AnalyticsError::Query`] if a table cannot be read.
pub fn record_engine(
    tables: RecordTables,
    known: &[Known],
    subjects: &[Subject],
    room: &Room,
) -> Result<Engine, AnalyticsError> {
    let engine = Engine::empty(room)?;
    engine.name("interaction", tables.interaction)?;
    engine.name("sighting", tables.sighting)?;
    engine.name("activity", tables.activity)?;
    engine.name("address", addresses(known)?)?;
    engine.name("subject", subject_table(subjects)?)?;
    engine.name("party", party_table(subjects)?)?;
    Ok(engine)
}

/// Returns the series of every record with which something happened in a month, in order of record.
///
/// # Errors
///
/// [`AnalyticsError::Query`] if the log cannot be read.
pub async fn month_of_records(
    engine: &Engine,
    month: Month,
    edition: Edition,
) -> Result<BTreeMap<RecordNumber, Series>, AnalyticsError> {
    let start = month.start_seconds();
    let months = (month.plus(-1), month);
    let of_relevant = parameters_of_who(months, start - TURNS_REACH_SECONDS, month.end_seconds(), edition);
    let mut series = BTreeMap::new();
    // Each is kept: several ask it, and what joins are best is told from how many rows there are.
    for (name, question, parameters) in [
        ("relevant", include_str!("../sql/record/relevant.sql"), of_relevant),
        ("present", include_str!("../sql/record/present.sql"), Vec::new()),
        ("said", include_str!("../sql/record/said.sql"), parameters_of(months)),
        ("theirs", include_str!("../sql/record/theirs.sql"), Vec::new()),
        ("attributed", include_str!("../sql/record/attributed.sql"), parameters_of(months)),
    ] {
        engine.keep(name, question, parameters).await?;
    }
    let from_start = || vec![("start", ScalarValue::Int64(Some(start)))];
    for batch in engine.ask(include_str!("../sql/record/day.sql"), from_start()).await? {
        read_days(&batch, &mut series)?;
    }
    for batch in engine.ask(include_str!("../sql/record/turn.sql"), from_start()).await? {
        read_turns(&batch, &mut series)?;
    }
    for batch in engine.ask(include_str!("../sql/record/person.sql"), from_start()).await? {
        read_people(&batch, &mut series)?;
    }
    Ok(series)
}

/// Which months to look into.
fn parameters_of((first, last): (Month, Month)) -> Vec<(&'static str, ScalarValue)> {
    let text = |it: Month| ScalarValue::Utf8(Some(it.to_string()));
    vec![("before", text(first)), ("month", text(last))]
}

/// Which interactions to take people from.
pub(crate) fn parameters_of_who(
    months: (Month, Month),
    from: i64,
    until: i64,
    edition: Edition,
) -> Vec<(&'static str, ScalarValue)> {
    let mut parameters = parameters_of(months);
    parameters.extend([
        ("from", ScalarValue::Int64(Some(from))),
        ("until", ScalarValue::Int64(Some(until))),
        ("mailboxes", ScalarValue::Boolean(Some(edition == Edition::Enhanced))),
    ]);
    parameters
}

type ByRecord = BTreeMap<RecordNumber, Series>;

pub(crate) fn whole(batch: &RecordBatch, name: &str) -> Result<Int64Array, AnalyticsError> {
    let column = cast(batch.column_by_name(name).expect("a column of the question"), &DataType::Int64)?;
    Ok(column.as_primitive::<Int64Type>().clone())
}

/// Sums beyond 2³² would need more of a day than there is; they are cut off rather than wrapped around.
fn small(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

fn read_days(batch: &RecordBatch, series: &mut ByRecord) -> Result<(), AnalyticsError> {
    let [record, day, last] = ["record", "day", "last"].map(|it| whole(batch, it));
    let (record, day, last) = (record?, day?, last?);
    let names = [
        "emails_out",
        "emails_in",
        "meetings_out",
        "meetings_in",
        "calls_out",
        "calls_in",
        "tasks",
        "team_seconds",
        "customer_seconds",
        "followed",
        "opened",
        "clicked",
        "attachment_opened",
    ];
    let sums: Vec<Int64Array> = names.iter().map(|it| whole(batch, it)).collect::<Result<_, _>>()?;
    for row in 0..batch.num_rows() {
        let of = |column: usize| small(sums[column].value(row));
        let newest = last.value(row);
        let day = Day {
            day: i32::try_from(day.value(row)).unwrap_or(i32::MAX),
            last_second: small((newest >> 4).rem_euclid(86_400)),
            last_kind: Kind::ALL[(newest >> 2 & 3) as usize],
            last_direction: Direction::ALL[(newest & 3).min(2) as usize],
            counts: Counts {
                emails_out: of(0),
                emails_in: of(1),
                meetings_out: of(2),
                meetings_in: of(3),
                calls_out: of(4),
                calls_in: of(5),
                tasks: of(6),
            },
            team_seconds: of(7),
            customer_seconds: of(8),
            followed: Followed { emails: of(9), opened: of(10), clicked: of(11), attachment_opened: of(12) },
        };
        series.entry(RecordNumber(record.value(row))).or_default().days.push(day);
    }
    Ok(())
}

fn read_turns(batch: &RecordBatch, series: &mut ByRecord) -> Result<(), AnalyticsError> {
    let (record, at, direction) = (whole(batch, "record")?, whole(batch, "at")?, whole(batch, "direction")?);
    let answers = whole(batch, "answers_after")?;
    let asks = batch.column_by_name("asks").expect("a column of turn.sql").as_boolean();
    for row in 0..batch.num_rows() {
        let turn = Turn {
            at: at.value(row),
            ours: direction.value(row) == 0,
            asks: asks.value(row),
            answers_after: (!answers.is_null(row)).then(|| small(answers.value(row))),
        };
        series.entry(RecordNumber(record.value(row))).or_default().turns.push(turn);
    }
    Ok(())
}

fn read_people(batch: &RecordBatch, series: &mut ByRecord) -> Result<(), AnalyticsError> {
    let names = ["record", "address", "emails", "meetings", "calls", "last_at"];
    let columns: Vec<Int64Array> = names.iter().map(|it| whole(batch, it)).collect::<Result<_, _>>()?;
    for row in 0..batch.num_rows() {
        let of = |column: usize| columns[column].value(row);
        series.entry(RecordNumber(of(0))).or_default().people.push(Contacted {
            address: AddressId(of(1)),
            emails: small(of(2)),
            meetings: small(of(3)),
            calls: small(of(4)),
            last_at: of(5),
        });
    }
    Ok(())
}

fn subject_table(subjects: &[Subject]) -> Result<Arc<dyn TableProvider>, AnalyticsError> {
    let record: Int64Array = subjects.iter().map(|it| it.number.0).collect();
    let anyone: BooleanArray = subjects.iter().map(|it| Some(it.takes_any_colleague())).collect();
    let opportunity: BooleanArray = subjects.iter().map(|it| Some(it.kind == RecordKind::Opportunity)).collect();
    table(&[
        ("record", DataType::Int64, Arc::new(record)),
        ("anyone", DataType::Boolean, Arc::new(anyone)),
        ("opportunity", DataType::Boolean, Arc::new(opportunity)),
    ])
}

fn party_table(subjects: &[Subject]) -> Result<Arc<dyn TableProvider>, AnalyticsError> {
    let mut rows: Vec<(i64, i64, bool)> = Vec::new();
    for it in subjects {
        rows.extend(it.ours.iter().map(|person| (it.number.0, person.0, true)));
        rows.extend(it.theirs.iter().map(|person| (it.number.0, person.0, false)));
    }
    let record: Int64Array = rows.iter().map(|it| it.0).collect();
    let person: Int64Array = rows.iter().map(|it| it.1).collect();
    let ours: BooleanArray = rows.iter().map(|it| Some(it.2)).collect();
    table(&[
        ("record", DataType::Int64, Arc::new(record)),
        ("person", DataType::Int64, Arc::new(person)),
        ("ours", DataType::Boolean, Arc::new(ours)),
    ])
}

fn table(columns: &[(&str, DataType, ArrayRef)]) -> Result<Arc<dyn TableProvider>, AnalyticsError> {
    let fields: Vec<Field> = columns.iter().map(|(name, kind, _)| Field::new(*name, kind.clone(), false)).collect();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(schema.clone(), columns.iter().map(|it| it.2.clone()).collect())?;
    Ok(Arc::new(MemTable::try_new(schema, vec![vec![batch]])?))
}
