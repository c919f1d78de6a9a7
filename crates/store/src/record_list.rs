//! Lists of records: filtered, sorted, cut into pages, with how many there are in all.
//!
//! What has no value in the order asked for comes last, both ways; ties go by number. A page is found in two steps, each
//! along an index: first what has a value, then what has none. Only then are the few rows read that are shown.

use relata_model::health::{Grade, Trend};
use relata_model::{Address, RecordId, RecordKind, RecordNumber, Status};
use sqlx::AssertSqlSafe;

use crate::Store;
use crate::database::placeholders;
use crate::error::Result;
use crate::fold::fold;
use crate::mailbox::unsigned;
use crate::record_rows::RecordRow;

/// Which records to list, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordQuery {
    /// Of this kind.
    pub kind: Option<RecordKind>,
    /// That stand there.
    pub status: Option<Status>,
    /// That this colleague owns, or is on the team of; any of the colleague's addresses will do.
    pub mine: Option<Address>,
    /// With this grade of health, or with none.
    pub grade: Option<GradeFilter>,
    /// That go this way.
    pub trend: Option<Trend>,
    /// With all these words, or pieces of words, in their name.
    pub words: Option<String>,
    /// Of this account.
    pub account: Option<RecordId>,
    /// In this order.
    pub sort: RecordSort,
    /// The greatest first.
    pub descending: bool,
    /// How many to pass over.
    pub offset: u64,
    /// How many to show.
    pub limit: u32,
}

impl Default for RecordQuery {
    fn default() -> RecordQuery {
        RecordQuery {
            kind: None,
            status: None,
            mine: None,
            grade: None,
            trend: None,
            words: None,
            account: None,
            sort: RecordSort::Name,
            descending: false,
            offset: 0,
            limit: 50,
        }
    }
}

/// What a list may ask of health.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GradeFilter {
    /// This grade.
    Is(Grade),
    /// No grade: not enough contact, not computed, not applicable.
    None,
}

/// The orders a list may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordSort {
    /// By name, without case and accents.
    Name,
    /// By score.
    Health,
    /// Declining, steady, improving.
    Trend,
    /// By the last contact.
    Last,
    /// By the next one planned.
    Next,
    /// By the number of emails.
    Emails,
    /// By the number of meetings.
    Meetings,
    /// By the number of calls.
    Calls,
    /// By expected revenue, whatever the currency.
    Revenue,
    /// By the day it is expected to close.
    Close,
}

impl RecordSort {
    fn column(self) -> &'static str {
        match self {
            RecordSort::Name => "sort_key",
            RecordSort::Health => "score",
            RecordSort::Trend => "trend_rank",
            RecordSort::Last => "last_at",
            RecordSort::Next => "next_at",
            RecordSort::Emails => "emails",
            RecordSort::Meetings => "meetings",
            RecordSort::Calls => "calls",
            RecordSort::Revenue => "revenue",
            RecordSort::Close => "close_on",
        }
    }
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordList {
    /// How many records there are in all.
    pub total: u64,
    /// Those of the page, in order.
    pub rows: Vec<RecordRow>,
}

impl Store {
    /// Returns a page of a list.
    pub async fn list_records(&self, query: &RecordQuery) -> Result<RecordList> {
        let wanted = self.wanted(query).await?;
        let total = self.count_rows(&wanted, "").await?;
        let numbers = self.page(query, &wanted, query.offset, i64::from(query.limit)).await?;
        Ok(RecordList { total, rows: self.record_rows(&numbers).await? })
    }

    /// Returns all records of a list in order, whatever page was asked for: for an export, which then reads the rows
    /// a thousand at a time.
    pub async fn listed(&self, query: &RecordQuery) -> Result<Vec<RecordNumber>> {
        self.page(query, &self.wanted(query).await?, 0, i64::MAX).await
    }

    async fn page(&self, query: &RecordQuery, wanted: &Wanted, offset: u64, limit: i64) -> Result<Vec<RecordNumber>> {
        let column = query.sort.column();
        let direction = if query.descending { "desc" } else { "asc" };
        let with_value = format!("and {column} is not null");
        let order = format!("{with_value} order by {column} {direction}, number");
        let offset = i64::try_from(offset).unwrap_or(i64::MAX);
        let mut numbers = self.numbers(wanted, &order, offset, limit).await?;
        let found = numbers.len() as i64;
        if found < limit && query.sort != RecordSort::Name {
            let passed =
                if found > 0 || offset == 0 { 0 } else { offset - self.count_rows(wanted, &with_value).await? as i64 };
            let order = format!("and {column} is null order by number");
            numbers.extend(self.numbers(wanted, &order, passed, limit - found).await?);
        }
        Ok(numbers.into_iter().map(RecordNumber).collect())
    }

    async fn numbers(&self, wanted: &Wanted, order: &str, offset: i64, limit: i64) -> Result<Vec<i64>> {
        let condition = &wanted.condition;
        let sql = format!("select number from record_row where {condition} {order} limit {limit} offset {offset}");
        let query = sqlx::query_scalar(AssertSqlSafe(sql));
        let query = wanted.values.iter().fold(query, |query, it| query.bind(it.clone()));
        Ok(query.fetch_all(&self.pool).await?)
    }

    async fn count_rows(&self, wanted: &Wanted, and: &str) -> Result<u64> {
        let sql = format!("select count(*) from record_row where {} {and}", wanted.condition);
        let query = sqlx::query_scalar(AssertSqlSafe(sql));
        let query = wanted.values.iter().fold(query, |query, it| query.bind(it.clone()));
        Ok(unsigned(query.fetch_one(&self.pool).await?))
    }
}

/// The condition on rows, and the texts it is about.
pub(crate) struct Wanted {
    pub(crate) condition: String,
    pub(crate) values: Vec<String>,
}

impl Store {
    /// Returns the condition a query comes to.
    pub(crate) async fn wanted(&self, query: &RecordQuery) -> Result<Wanted> {
        let mut wanted = Wanted { condition: "1 = 1".to_owned(), values: Vec::new() };
        let name = |name: &str| vec![name.to_owned()];
        wanted.add(query.kind.map(|it| name(it.name())), |it| format!("kind = {it}"));
        wanted.add(query.status.map(|it| name(it.name())), |it| format!("status = {it}"));
        wanted.add(query.trend.map(|it| name(it.name())), |it| format!("trend = {it}"));
        match query.grade {
            Some(GradeFilter::Is(grade)) => wanted.add(Some(name(grade.name())), |it| format!("grade = {it}")),
            Some(GradeFilter::None) => wanted.condition += " and grade is null",
            None => {}
        }
        wanted.add(query.account.as_ref().map(|it| name(&it.0)), |it| among(&format!("record.account_id = {it}")));
        if let Some(mine) = &query.mine {
            let addresses = self.addresses_beside(mine).await?;
            wanted.add(Some(addresses), |it| {
                let team = format!("select record_id from record_team where address in ({it})");
                format!(
                    "({} or {})",
                    among(&format!("record.owner in ({it})")),
                    among(&format!("record.record_id in ({team})"))
                )
            });
        }
        let words = fold(query.words.as_deref().unwrap_or_default());
        let patterns: Vec<String> = words.split_whitespace().map(|it| format!("%{}%", escaped(it))).collect();
        wanted.add((!patterns.is_empty()).then_some(patterns), |it| {
            let named = it.split(", ").map(|it| format!("record.sort_name like {it} escape '\\'"));
            among(&named.collect::<Vec<_>>().join(" and "))
        });
        Ok(wanted)
    }

    /// Returns an address and all others of its person. Who was never met has one all the same: the one given.
    async fn addresses_beside(&self, address: &Address) -> Result<Vec<String>> {
        let sql = "
            select address from address
            where person_id = (select person_id from address where address = $1) and address <> $1
            order by address_id";
        let mut all: Vec<String> =
            sqlx::query_scalar(sql).bind(address.as_str().to_owned()).fetch_all(&self.pool).await?;
        all.push(address.as_str().to_owned());
        Ok(all)
    }
}

impl Wanted {
    /// Adds a condition on values: it is given `$1, $2, …` for them.
    fn add(&mut self, values: Option<Vec<String>>, condition: impl Fn(&str) -> String) {
        let Some(values) = values else { return };
        let these = placeholders(self.values.len() + 1, values.len());
        self.values.extend(values);
        self.condition += " and ";
        self.condition += &condition(&these);
    }
}

/// Returns the condition that a row is of a record that answers another. By number, because every index of the list has
/// the number in it.
fn among(condition: &str) -> String {
    format!(
        "number in (select it.number from record join record_row as it on it.record_id = record.record_id
                    where {condition})"
    )
}

fn escaped(word: &str) -> String {
    let mut escaped = String::with_capacity(word.len());
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}
