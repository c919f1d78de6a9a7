//! Months: the partials of one month, and which months a day needs.

use std::ops::Range;
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::catalog::TableProvider;
use datafusion::common::ScalarValue;
use datafusion::datasource::MemTable;
use jiff::civil::Date;
use relata_model::{AddressId, Month, end_of_day_seconds};

use crate::Scope;
use crate::engine::{AnalyticsError, Engine};
use crate::fold::{FoldPairs, Labels};

/// How far back history counts.
pub const HISTORY_DAYS: i64 = 730;

/// A reply is known for one if what it answers is of its own month or of the three before: a later answer is a new
/// conversation, and a month's sums then depend on four months and no more.
pub const REPLY_REACH_MONTHS: i32 = 3;

/// The history that counts on a day, `[from, until)`, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first second that counts.
    pub from: i64,
    /// The first second after the day: what sums refer to.
    pub until: i64,
}

impl Window {
    /// Returns the history that counts on a day.
    pub fn of(day: Date) -> Window {
        let until = end_of_day_seconds(day);
        Window { from: until - HISTORY_DAYS * 86_400, until }
    }

    /// Returns whether a month lies inside whole, so that its partials can be kept.
    pub fn holds(&self, month: Month) -> bool {
        self.from <= month.start_seconds() && month.end_seconds() <= self.until
    }

    /// Returns whether a month lies inside in part: it is summed anew for this day.
    pub fn cuts(&self, month: Month) -> bool {
        !self.holds(month) && self.from < month.end_seconds() && month.start_seconds() < self.until
    }
}

/// Returns the partials of one month in order of the pair: whole, or only what a day's window leaves of it. `of` is kept beside
/// them; `largest` is the largest address there is, by which work is cut.
///
/// Where memory does not do for all contacts of the month, it is summed in pieces, each of fewer contacts: the month is read once
/// for each, and the rows are the same.
///
/// # Errors
///
/// [`AnalyticsError::Query`] if the log cannot be read; [`AnalyticsError::TooLittleMemory`] if memory does not do for one contact.
pub async fn partials(
    engine: &Engine,
    month: Month,
    window: Option<Window>,
    of: &str,
    largest: AddressId,
) -> Result<Vec<RecordBatch>, AnalyticsError> {
    let whole = Window { from: month.start_seconds(), until: month.end_seconds() };
    let window = window.unwrap_or(whole);
    let text = |it: String| ScalarValue::Utf8(Some(it));
    let in_month = vec![
        ("month", text(month.to_string())),
        ("from", ScalarValue::Int64(Some(window.from))),
        ("until", ScalarValue::Int64(Some(window.until))),
    ];
    let in_reach =
        vec![("month", text(month.to_string())), ("reach_from", text(month.plus(-REPLY_REACH_MONTHS).to_string()))];
    let labels = Labels { month: month.to_string(), of: of.to_owned(), until: window.until, largest: largest.0 };
    let everybody = 0..largest.0.saturating_add(1);
    let (mut rows, mut pieces) = (Vec::new(), vec![everybody.clone()]);
    while let Some(contacts) = pieces.pop() {
        let only = only(&contacts, &everybody);
        let counted = format!("{}{only}", include_str!("../sql/pair_month/counted.sql"));
        let answered = format!("{}{only}", include_str!("../sql/pair_month/answered.sql"));
        let counted = engine.plan(&counted, in_month.clone()).await?;
        let answered = engine.plan(&answered, in_reach.clone()).await?;
        let fold = FoldPairs::new(counted, answered, labels.clone())?;
        match engine.run(Arc::new(fold)).await {
            Err(AnalyticsError::TooLittleMemory(_)) if contacts.end - contacts.start > 1 => {
                let middle = contacts.start.midpoint(contacts.end);
                // The first is next.
                pieces.extend([middle..contacts.end, contacts.start..middle]);
            }
            of_piece => rows.extend(of_piece?),
        }
    }
    Ok(rows)
}

/// Returns the condition that keeps to these contacts; of the last there may be more than is known. The files are in their order,
/// so that few are read.
fn only(contacts: &Range<i64>, everybody: &Range<i64>) -> String {
    let from =
        if contacts.start > everybody.start { format!(" and contact >= {}", contacts.start) } else { String::new() };
    let to = if contacts.end < everybody.end { format!(" and contact < {}", contacts.end) } else { String::new() };
    from + &to
}

/// Returns rows of partials as tables to go into [`pairs`](crate::pairs()).
///
/// # Errors
///
/// [`AnalyticsError::Query`] if they are of different shapes.
pub fn live(rows: Vec<RecordBatch>) -> Result<Option<Arc<dyn TableProvider>>, AnalyticsError> {
    let Some(first) = rows.first() else { return Ok(None) };
    let table = MemTable::try_new(first.schema(), vec![rows])?;
    Ok(Some(Arc::new(table)))
}

/// Returns the partials the log keeps of these months, for the contacts in scope.
///
/// # Errors
///
/// [`AnalyticsError::Query`] if they cannot be read.
pub async fn kept(
    engine: &Engine,
    partials: Arc<dyn TableProvider>,
    months: &[Month],
    scope: &Scope,
) -> Result<Arc<dyn TableProvider>, AnalyticsError> {
    let names: Vec<String> = months.iter().map(|it| format!("'{it}'")).collect();
    let months = if names.is_empty() { "false".to_owned() } else { format!("month in ({})", names.join(", ")) };
    let contacts = match scope {
        Scope::Everything => "",
        Scope::Contacts(_) => " and contact in (select contact from scope)",
    };
    engine.view("kept", partials, &format!("{months}{contacts}")).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_keeps_whole_months_and_cuts_the_two_at_its_ends() {
        let window = Window::of("2001-05-15".parse().unwrap());
        let months = |keep: fn(&Window, Month) -> bool| {
            let first: Month = "1999-01".parse().unwrap();
            let all = (0..36).map(|it| first.plus(it)).filter(|it| keep(&window, *it));
            all.map(|it| it.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(months(|window, it| window.cuts(it)), ["1999-05", "2001-05"]);
        let whole = months(|window, it| window.holds(it));
        assert_eq!((whole.len(), whole[0].as_str(), whole[22].as_str()), (23, "1999-06", "2001-04"));
    }
}
