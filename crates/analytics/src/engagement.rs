//! Engagement: what each colleague did with each account in a period: what goes into figures that tell of nobody.

use std::collections::BTreeMap;

use datafusion::arrow::array::{Array, Int64Array, RecordBatch};
use datafusion::common::ScalarValue;
use relata_model::{Month, PersonId, RecordNumber};

use crate::engine::{AnalyticsError, Engine};
use crate::records::{Edition, TURNS_REACH_SECONDS, parameters_of_who, whole};

/// What one colleague did with one account in a span of time. Times are seconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Involvement {
    /// Emails of the colleague to the account.
    pub emails_to: u32,
    /// Emails of the account addressed to the colleague.
    pub emails_from: u32,
    /// Meetings of ours they were in.
    pub meetings_by_us: u32,
    /// Meetings of theirs they were in.
    pub meetings_by_them: u32,
    /// How long these meetings were.
    pub meeting_minutes: u32,
    /// Emails of the colleague that the account answered.
    pub replies: u32,
    /// How long the answers took together.
    pub reply_seconds: u64,
    /// With whom they had emails, the most often first.
    pub their_people_emails: Vec<PersonId>,
    /// With whom they had meetings, the most often first.
    pub their_people_meetings: Vec<PersonId>,
    /// The last email.
    pub last_email: Option<i64>,
    /// The last meeting.
    pub last_meeting: Option<i64>,
}

/// Who did something with what: an account, and a colleague.
pub type Involvements = BTreeMap<(RecordNumber, PersonId), Involvement>;

/// Returns what every colleague did with every account from one moment until another, both in seconds since 1970.
/// `months` are the first and the last that hold them.
///
/// The engine is one of [`record_engine`](crate::record_engine()), made for accounts alone.
///
/// # Errors
///
/// [`AnalyticsError::Query`] if the log cannot be read.
pub async fn involvements(
    engine: &Engine,
    months: (Month, Month),
    from: i64,
    until: i64,
) -> Result<Involvements, AnalyticsError> {
    let mut all = Involvements::new();
    let months = (months.0.plus(-1), months.1);
    // What is answered may lie before.
    let who = parameters_of_who(months, from - TURNS_REACH_SECONDS, until, Edition::Enhanced);
    let nothing: Vec<ScalarValue> = Vec::new();
    if !engine.keep("who", include_str!("../sql/record/who.sql"), who).await?
        || !engine.keep("touch", include_str!("../sql/engagement/touch.sql"), nothing).await?
    {
        return Ok(all);
    }
    let start = || vec![("start", ScalarValue::Int64(Some(from)))];
    for batch in engine.ask(include_str!("../sql/engagement/total.sql"), start()).await? {
        read_totals(&batch, &mut all)?;
    }
    for batch in engine.ask(include_str!("../sql/engagement/answer.sql"), start()).await? {
        read_answers(&batch, &mut all)?;
    }
    for batch in engine.ask(include_str!("../sql/engagement/person.sql"), start()).await? {
        read_people(&batch, &mut all)?;
    }
    Ok(all)
}

/// The columns of a batch, by name.
struct Columns<'a>(&'a RecordBatch);

impl Columns<'_> {
    fn all<const N: usize>(&self, names: [&str; N]) -> Result<[Int64Array; N], AnalyticsError> {
        let columns: Vec<Int64Array> = names.iter().map(|it| whole(self.0, it)).collect::<Result<_, _>>()?;
        Ok(columns.try_into().expect("as many columns as names"))
    }
}

fn key(account: &Int64Array, colleague: &Int64Array, row: usize) -> (RecordNumber, PersonId) {
    (RecordNumber(account.value(row)), PersonId(colleague.value(row)))
}

fn read_totals(batch: &RecordBatch, all: &mut Involvements) -> Result<(), AnalyticsError> {
    let [account, colleague] = Columns(batch).all(["account", "colleague"])?;
    let names = ["emails_to", "emails_from", "meetings_by_us", "meetings_by_them", "meeting_minutes"];
    let counts = Columns(batch).all(names)?;
    let [last_email, last_meeting] = Columns(batch).all(["last_email", "last_meeting"])?;
    let time = |column: &Int64Array, row| (!column.is_null(row)).then(|| column.value(row));
    for row in 0..batch.num_rows() {
        let of = |column: usize| u32::try_from(counts[column].value(row).max(0)).unwrap_or(u32::MAX);
        let it = all.entry(key(&account, &colleague, row)).or_default();
        it.emails_to = of(0);
        it.emails_from = of(1);
        it.meetings_by_us = of(2);
        it.meetings_by_them = of(3);
        it.meeting_minutes = of(4);
        it.last_email = time(&last_email, row);
        it.last_meeting = time(&last_meeting, row);
    }
    Ok(())
}

fn read_answers(batch: &RecordBatch, all: &mut Involvements) -> Result<(), AnalyticsError> {
    let [account, colleague, replies, seconds] =
        Columns(batch).all(["account", "colleague", "replies", "reply_seconds"])?;
    for row in 0..batch.num_rows() {
        let it = all.entry(key(&account, &colleague, row)).or_default();
        it.replies = u32::try_from(replies.value(row)).unwrap_or(u32::MAX);
        it.reply_seconds = u64::try_from(seconds.value(row)).unwrap_or_default();
    }
    Ok(())
}

fn read_people(batch: &RecordBatch, all: &mut Involvements) -> Result<(), AnalyticsError> {
    let [account, colleague, kind, person] = Columns(batch).all(["account", "colleague", "kind", "person"])?;
    for row in 0..batch.num_rows() {
        let it = all.entry(key(&account, &colleague, row)).or_default();
        let people = if kind.value(row) == 0 { &mut it.their_people_emails } else { &mut it.their_people_meetings };
        people.push(PersonId(person.value(row)));
    }
    Ok(())
}
