//! Keeping the search index: entries, their words, and the pieces words are found by.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sqlx::{AnyConnection, AssertSqlSafe};

use crate::Store;
use crate::database::{ASKED_AT_ONCE, Writing, insert, placeholders};
use crate::error::Result;
use crate::fold::{telling_words, words};

/// Persons or records in one transaction: enough to be quick, few enough that others get their turn.
const AT_ONCE: i64 = 1_000;
/// Beginnings longer than this are found by their first letters, then compared.
pub(super) const LONGEST_BEGINNING: usize = 8;

/// What the index holds of one subject.
struct Entry {
    reference: String,
    kind: &'static str,
    rank: i64,
    name: String,
    detail: String,
    email: Option<String>,
    /// Every word of it, with whether it is found by that word.
    words: BTreeMap<String, bool>,
}

impl Store {
    /// Brings the search index up to date with persons and records; returns how many had changed.
    pub async fn refresh_search(&self) -> Result<u64> {
        let mut refreshed = 0;
        loop {
            let mut writing = self.write().await?;
            // Taking no number locks the sequence: nobody else refreshes the same entries meanwhile.
            writing.take_numbers("search_entry", 0).await?;
            let done = refresh_persons(&mut writing).await? + refresh_records(&mut writing).await?;
            writing.commit().await?;
            refreshed += done;
            if done == 0 {
                return Ok(refreshed);
            }
        }
    }
}

async fn refresh_persons(writing: &mut Writing<'_>) -> Result<u64> {
    let sql = "select person_id from person where search_stale = 1 order by person_id limit $1";
    let stale: Vec<i64> = sqlx::query_scalar(sql).bind(AT_ONCE).fetch_all(writing.connection()).await?;
    let Some(last) = stale.last() else { return Ok(0) };
    let entries = persons(writing.connection(), *last).await?;
    let references: Vec<String> = stale.iter().map(i64::to_string).collect();
    replace(writing, "person", &references, &entries).await?;
    let sql = "update person set search_stale = 0 where search_stale = 1 and person_id <= $1";
    sqlx::query(sql).bind(stale.last().copied()).execute(writing.connection()).await?;
    Ok(stale.len() as u64)
}

async fn refresh_records(writing: &mut Writing<'_>) -> Result<u64> {
    let sql = "select record_id from record where search_stale = 1 order by record_id limit $1";
    let stale: Vec<String> = sqlx::query_scalar(sql).bind(AT_ONCE).fetch_all(writing.connection()).await?;
    let Some(last) = stale.last() else { return Ok(0) };
    let entries = records(writing.connection(), last).await?;
    replace(writing, "record", &stale, &entries).await?;
    let sql = "update record set search_stale = 0 where search_stale = 1 and record_id <= $1";
    sqlx::query(sql).bind(stale.last().cloned()).execute(writing.connection()).await?;
    Ok(stale.len() as u64)
}

/// Returns the entries of the stale persons up to a number, as far as they are found at all: colleagues who work here, and persons outside for whom
/// no record stands and who are not being forgotten.
async fn persons(connection: &mut AnyConnection, last: i64) -> Result<Vec<Entry>> {
    let sql = "
        select person.person_id, person.name, coalesce(entry.standing, -1), coalesce(entry.visibility, 0),
                entry.title, entry.department, address.address, address.company, address.class,
                case when record_address.record_id is null then 0 else 1 end,
                entry.email
         from person
         join address on address.person_id = person.person_id
         left join entry on entry.person_id = person.person_id
         left join record_address
              on record_address.address_id = address.address_id and record_address.position = 0
         where person.search_stale = 1 and person.person_id <= $1
           and person.person_id not in (select person_id from erasing)
         order by person.person_id, address.address_id";
    type Text = Option<String>;
    type Row = (i64, Text, i64, i64, Text, Text, String, Text, i64, i64, Text);
    let rows: Vec<Row> = sqlx::query_as(sql).bind(last).fetch_all(connection).await?;
    let entries = rows.chunk_by(|left, right| left.0 == right.0).filter_map(|rows| {
        let (person, name, standing, visibility, title, department, address, company, .., primary) = &rows[0];
        let address = primary.as_ref().unwrap_or(address);
        let colleague = *standing == 0 && *visibility != 3;
        let is_person = rows.iter().any(|it| it.8 == 0);
        // Found by a record, or not at all.
        let is_elsewhere = rows.iter().any(|it| it.9 == 1);
        let outside = !matches!(standing, 0 | 1) && is_person && !is_elsewhere;
        if !colleague && !outside {
            return None;
        }
        let detail = if colleague { joined(title, department) } else { company.clone().unwrap_or_default() };
        let words = all_words(&[name], rows.iter().map(|it| it.6.as_str()));
        Some(Entry {
            reference: person.to_string(),
            kind: if colleague { "colleague" } else { "person" },
            rank: if colleague { 1 } else { 2 },
            name: name.clone().unwrap_or_else(|| address.clone()),
            detail,
            email: Some(address.clone()),
            words,
        })
    });
    Ok(entries.collect())
}

async fn records(connection: &mut AnyConnection, last: &str) -> Result<Vec<Entry>> {
    let sql = "
        select record.record_id, record.kind, record.name, record.title, record.company, address.address,
                record_domain.domain
         from record
         left join record_address on record_address.record_id = record.record_id
         left join address on address.address_id = record_address.address_id
         left join record_domain on record_domain.record_id = record.record_id
         where record.search_stale = 1 and record.record_id <= $1
         order by record.record_id, record_address.position, record_domain.position";
    type Text = Option<String>;
    type Row = (String, String, String, Text, Text, Text, Text);
    let rows: Vec<Row> = sqlx::query_as(sql).bind(last.to_owned()).fetch_all(connection).await?;
    let entries = rows.chunk_by(|left, right| left.0 == right.0).map(|rows| {
        let (id, kind, name, title, company, email, domain) = &rows[0];
        let kind = super::HitKind::named(kind).name();
        let addresses = rows.iter().flat_map(|(.., address, domain)| [address, domain]).flatten();
        let words = all_words(&[&Some(name.clone()), company], addresses.map(String::as_str));
        Entry {
            reference: id.clone(),
            kind,
            rank: 0,
            name: name.clone(),
            detail: if kind == "account" { domain.clone().unwrap_or_default() } else { joined(title, company) },
            email: email.clone(),
            words,
        }
    });
    Ok(entries.collect())
}

/// Returns the words of names, which all tell something, and of addresses and domains, of which the last does not.
fn all_words<'a>(names: &[&Option<String>], addresses: impl Iterator<Item = &'a str>) -> BTreeMap<String, bool> {
    let mut all = BTreeMap::new();
    for (word, telling) in addresses.flat_map(telling_words) {
        *all.entry(word).or_default() |= telling;
    }
    all.extend(names.iter().copied().flatten().flat_map(|it| words(it)).map(|it| (it, true)));
    all
}

fn joined(left: &Option<String>, right: &Option<String>) -> String {
    [left.as_deref(), right.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

async fn replace(
    writing: &mut Writing<'_>,
    subject: &'static str,
    references: &[String],
    entries: &[Entry],
) -> Result<()> {
    for references in references.chunks(ASKED_AT_ONCE) {
        let list = references.iter().map(|it| format!("'{}'", it.replace('\'', "''"))).collect::<Vec<_>>();
        let old = format!(
            "select reference from search_entry where subject = '{subject}' and reference in ({})",
            list.join(", ")
        );
        forget(writing.connection(), subject, &old).await?;
    }
    add(writing, subject, entries).await
}

/// Removes the entries of records.
pub(crate) async fn forget_records(connection: &mut AnyConnection, ids: &[String]) -> Result<()> {
    for ids in ids.chunks(ASKED_AT_ONCE) {
        let list = ids.iter().map(|it| format!("('{}')", it.replace('\'', "''"))).collect::<Vec<_>>();
        forget(connection, "record", &format!("values {}", list.join(", "))).await?;
    }
    Ok(())
}

/// Removes the entries of those references a query returns, and the words nobody has any more.
pub(crate) async fn forget(connection: &mut AnyConnection, subject: &'static str, references: &str) -> Result<()> {
    let sql =
        format!("select search_entry_id from search_entry where subject = '{subject}' and reference in ({references})");
    let entries: Vec<i64> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(&mut *connection).await?;
    for entries in entries.chunks(ASKED_AT_ONCE) {
        let these = placeholders(1, entries.len());
        let ask = format!("select distinct word_id from search_posting where search_entry_id in ({these})");
        let query = entries.iter().fold(sqlx::query_scalar(AssertSqlSafe(ask)), |query, it| query.bind(*it));
        let touched: Vec<i64> = query.fetch_all(&mut *connection).await?;
        for table in ["search_posting", "search_entry"] {
            let sql = format!("delete from {table} where search_entry_id in ({these})");
            let query = entries.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, it| query.bind(*it));
            query.execute(&mut *connection).await?;
        }
        forget_words(connection, &touched).await?;
    }
    Ok(())
}

/// A word nobody has any more may be the name of somebody who was forgotten.
async fn forget_words(connection: &mut AnyConnection, touched: &[i64]) -> Result<()> {
    for touched in touched.chunks(ASKED_AT_ONCE) {
        let sql = format!(
            "delete from search_word where word_id in ({})
             and not exists (select 1 from search_posting where search_posting.word_id = search_word.word_id)
             returning word_id, word",
            placeholders(1, touched.len())
        );
        let query = touched.iter().fold(sqlx::query_as(AssertSqlSafe(sql)), |query, it| query.bind(*it));
        let words: Vec<(i64, String)> = query.fetch_all(&mut *connection).await?;
        for (number, word) in words {
            for piece in pieces(&word) {
                let sql = "delete from search_piece where piece = $1 and word_id = $2";
                sqlx::query(sql).bind(piece).bind(number).execute(&mut *connection).await?;
            }
        }
    }
    Ok(())
}

async fn add(writing: &mut Writing<'_>, subject: &'static str, entries: &[Entry]) -> Result<()> {
    let first = writing.take_numbers("search_entry", entries.len()).await?;
    let words: BTreeSet<&str> = entries.iter().flat_map(found_by).collect();
    let numbers = number_words(writing, &words).await?;
    let numbered: Vec<(i64, &Entry)> = (first..).zip(entries).collect();
    let head = "insert into search_entry (search_entry_id, subject, reference, kind, rank, name, detail, email, words)";
    insert(writing.connection(), (head, 9, ""), &numbered, |query, (number, it)| {
        query
            .bind(*number)
            .bind(subject)
            .bind(it.reference.clone())
            .bind(it.kind)
            .bind(it.rank)
            .bind(it.name.clone())
            .bind(it.detail.clone())
            .bind(it.email.clone())
            .bind(it.words.keys().map(String::as_str).collect::<Vec<_>>().join(" "))
    })
    .await?;
    let mut postings: Vec<(i64, i64, i64)> =
        numbered.iter().flat_map(|(number, it)| found_by(it).map(|word| (numbers[word], it.rank, *number))).collect();
    postings.sort_unstable();
    let head = "insert into search_posting (word_id, rank, search_entry_id)";
    insert(writing.connection(), (head, 3, ""), &postings, |query, (word, rank, entry)| {
        query.bind(*word).bind(*rank).bind(*entry)
    })
    .await
}

fn found_by(entry: &Entry) -> impl Iterator<Item = &str> {
    entry.words.iter().filter(|(_, telling)| **telling).map(|(word, _)| word.as_str())
}

/// Returns the number of every word; a new word gets one, and its pieces.
async fn number_words<'a>(writing: &mut Writing<'_>, words: &BTreeSet<&'a str>) -> Result<HashMap<&'a str, i64>> {
    let all: Vec<&str> = words.iter().copied().collect();
    let mut numbers: HashMap<&str, i64> = HashMap::with_capacity(all.len());
    for some in all.chunks(ASKED_AT_ONCE) {
        let sql = format!("select word, word_id from search_word where word in ({})", placeholders(1, some.len()));
        let query = some.iter().fold(sqlx::query_as(AssertSqlSafe(sql)), |query, it| query.bind((*it).to_owned()));
        let known: Vec<(String, i64)> = query.fetch_all(writing.connection()).await?;
        let known: BTreeMap<String, i64> = known.into_iter().collect();
        numbers.extend(some.iter().filter_map(|it| known.get(*it).map(|number| (*it, *number))));
    }
    let new: Vec<&str> = all.into_iter().filter(|it| !numbers.contains_key(it)).collect();
    let first = writing.take_numbers("search_word", new.len()).await?;
    let new: Vec<(i64, &str)> = (first..).zip(new).collect();
    let into = ("insert into search_word (word_id, word, length)", 3, "");
    insert(writing.connection(), into, &new, |query, (number, word)| {
        query.bind(*number).bind((*word).to_owned()).bind(word.chars().count() as i64)
    })
    .await?;
    let mut all_pieces: Vec<(String, i64)> =
        new.iter().flat_map(|(number, word)| pieces(word).into_iter().map(|it| (it, *number))).collect();
    all_pieces.sort_unstable();
    let into = ("insert into search_piece (piece, word_id)", 2, "");
    insert(writing.connection(), into, &all_pieces, |query, (piece, number)| query.bind(piece.clone()).bind(*number))
        .await?;
    numbers.extend(new.into_iter().map(|(number, word)| (word, number)));
    Ok(numbers)
}

/// Returns what a word is found by: its beginnings, and its pairs of neighbours.
fn pieces(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = word.chars().collect();
    let beginnings = (1..=letters.len().min(LONGEST_BEGINNING)).map(|it| beginning(&letters[..it]));
    beginnings.chain(neighbours(word)).collect()
}

pub(super) fn beginning(letters: &[char]) -> String {
    format!("^{}", letters.iter().collect::<String>())
}

/// Returns every two letters that stand together; `_` stands before the first and behind the last. Pairs and not
/// threes, because two swapped letters spoil every three of a short name.
pub(super) fn neighbours(word: &str) -> BTreeSet<String> {
    let letters: Vec<char> = std::iter::once('_').chain(word.chars()).chain(std::iter::once('_')).collect();
    letters.windows(2).map(|it| it.iter().collect()).collect()
}
