//! Asking the search index.
//!
//! The rarest word of the question that tells something fetches entries; all its words are then compared with each
//! entry's. An entry must answer every word: by the same word (costs nothing), by one that begins with it (a little),
//! or by one that resembles it (more). Ties go to records, then colleagues, then persons.

use sqlx::AssertSqlSafe;

use super::distance::{distance, forgiven};
use super::index::{LONGEST_BEGINNING, beginning, neighbours};
use super::{HitKind, SearchHit};
use crate::Store;
use crate::database::placeholders;
use crate::error::Result;
use crate::fold::{telling_words, words};
use crate::sharing::{Asker, out_of_sight};

/// Words of the index taken for one word of the question.
const WORDS_TRIED: i64 = 200;
/// Entries compared for one question.
const ENTRIES_COMPARED: i64 = 1_500;
/// Words of a question that count; whoever types more has found it by then.
const WORDS_ASKED: usize = 6;

/// The number of no word and nobody. Where nothing is found, that is asked for all the same: what is out of sight takes as
/// much asking as what is not there.
const NOTHING: i64 = 0;

const EXACT: usize = 0;
const NOT_BY_NAME: usize = 1;
const BEGINS: usize = 2;
const RESEMBLES: usize = 20;

#[derive(sqlx::FromRow)]
struct EntryRow {
    search_entry_id: i64,
    reference: String,
    kind: String,
    rank: i64,
    name: String,
    detail: String,
    email: Option<String>,
    words: String,
}

impl Store {
    /// Returns what a text may mean, the likeliest first, without whoever is out of sight of the asker.
    pub async fn search(&self, text: &str, limit: u32, asker: &Asker) -> Result<Vec<SearchHit>> {
        let mut asked = telling_words(text);
        asked.truncate(WORDS_ASKED);
        let mut found = self.search_words(&asked, false, asker).await?;
        if found.is_empty() {
            // What looked like an address was a name with a dot in it.
            asked.iter_mut().for_each(|it| it.1 = true);
            found = self.search_words(&asked, false, asker).await?;
        }
        if found.len() < limit as usize {
            let known: Vec<i64> = found.iter().map(|it| it.1.search_entry_id).collect();
            let resembling = self.search_words(&asked, true, asker).await?;
            found.extend(resembling.into_iter().filter(|it| !known.contains(&it.1.search_entry_id)));
        }
        found.sort_by(|(left_cost, left), (right_cost, right)| {
            let key = |it: &EntryRow| (it.rank, it.name.len(), it.search_entry_id);
            left_cost.cmp(right_cost).then_with(|| key(left).cmp(&key(right)))
        });
        Ok(found.into_iter().take(limit as usize).map(|(_, it)| it.into_hit()).collect())
    }

    async fn search_words(
        &self,
        asked: &[(String, bool)],
        resembling: bool,
        asker: &Asker,
    ) -> Result<Vec<(usize, EntryRow)>> {
        let mut rarest: Option<(i64, Vec<i64>, i64)> = None;
        for (word, _) in asked.iter().filter(|it| it.1) {
            let (candidates, exact) = self.candidates(word, resembling).await?;
            let entries = self.entries_with(&candidates).await?;
            if entries > 0 && rarest.as_ref().is_none_or(|it| entries < it.0) {
                rarest = Some((entries, candidates, exact));
            }
        }
        let (_, candidates, exact) = rarest.unwrap_or((0, vec![NOTHING], NOTHING));
        let entries = self.entries_of(&candidates, exact).await?;
        let found: Vec<(usize, EntryRow)> =
            entries.into_iter().filter_map(|it| Some((cost(asked, &it)?, it))).collect();
        self.in_sight(found, asker).await
    }

    /// Leaves out persons who are out of sight, before anything is counted.
    async fn in_sight(&self, mut found: Vec<(usize, EntryRow)>, asker: &Asker) -> Result<Vec<(usize, EntryRow)>> {
        let person = |it: &EntryRow| -> Option<i64> {
            (HitKind::named(&it.kind) == HitKind::Person).then(|| it.reference.parse().ok()).flatten()
        };
        let mut persons: Vec<i64> = found.iter().filter_map(|it| person(&it.1)).collect();
        if persons.is_empty() {
            persons.push(NOTHING);
        }
        let mut connection = self.pool.acquire().await?;
        let unseen = out_of_sight(&mut connection, &persons, asker).await?;
        found.retain(|it| person(&it.1).is_none_or(|it| !unseen.contains(&it)));
        Ok(found)
    }

    /// Returns the words of the index that may answer a word, and which of them is the word itself.
    async fn candidates(&self, word: &str, resembling: bool) -> Result<(Vec<i64>, i64)> {
        let letters: Vec<char> = word.chars().collect();
        let piece = beginning(&letters[..letters.len().min(LONGEST_BEGINNING)]);
        let sql = "
            select search_word.word_id, search_word.word
            from search_piece join search_word on search_word.word_id = search_piece.word_id
            where search_piece.piece = $1 and search_word.length >= $2
            order by search_word.length, search_word.word_id
            limit $3";
        let query = sqlx::query_as(sql).bind(piece).bind(letters.len() as i64).bind(WORDS_TRIED);
        let mut found: Vec<(i64, String)> = query.fetch_all(&self.pool).await?;
        found.retain(|it| it.1.starts_with(word));
        if resembling {
            found.extend(self.resembling(word, letters.len()).await?);
        }
        let exact = found.iter().find(|it| it.1 == word).map_or(0, |it| it.0);
        let mut ids: Vec<i64> = found.into_iter().map(|it| it.0).collect();
        ids.sort_unstable();
        ids.dedup();
        Ok((ids, exact))
    }

    async fn resembling(&self, word: &str, length: usize) -> Result<Vec<(i64, String)>> {
        let slips = forgiven(length);
        if slips == 0 {
            return Ok(Vec::new());
        }
        let pieces = neighbours(word);
        // One slip spoils up to three pairs of neighbours.
        let shared = pieces.len().saturating_sub(3 * slips).max(1);
        let sql = format!(
            "select search_word.word_id, search_word.word
             from search_piece join search_word on search_word.word_id = search_piece.word_id
             where search_piece.piece in ({}) and search_word.length between $1 and $2
             group by search_word.word_id, search_word.word
             having count(*) >= $3
             order by count(*) desc, search_word.word_id
             limit $4",
            placeholders(5, pieces.len())
        );
        let query = sqlx::query_as(AssertSqlSafe(sql))
            .bind((length - slips) as i64)
            .bind((length + slips) as i64)
            .bind(shared as i64)
            .bind(WORDS_TRIED);
        let query = pieces.into_iter().fold(query, |query, it| query.bind(it));
        let found: Vec<(i64, String)> = query.fetch_all(&self.pool).await?;
        Ok(found.into_iter().filter(|it| distance(word, &it.1, slips).is_some()).collect())
    }

    async fn entries_with(&self, words: &[i64]) -> Result<i64> {
        let words = if words.is_empty() { &[NOTHING] } else { words };
        let sql = format!("select count(*) from search_posting where word_id in ({})", placeholders(1, words.len()));
        let query = words.iter().fold(sqlx::query_scalar(AssertSqlSafe(sql)), |query, it| query.bind(*it));
        Ok(query.fetch_one(&self.pool).await?)
    }

    async fn entries_of(&self, words: &[i64], exact: i64) -> Result<Vec<EntryRow>> {
        let sql = format!(
            "select search_entry.search_entry_id, search_entry.reference, search_entry.kind, search_entry.rank,
                    search_entry.name, search_entry.detail, search_entry.email, search_entry.words
             from (select search_entry_id
                   from search_posting
                   where word_id in ({})
                   group by search_entry_id
                   order by max(case when word_id = $1 then 1 else 0 end) desc, min(rank), search_entry_id
                   limit $2) as found
             join search_entry on search_entry.search_entry_id = found.search_entry_id",
            placeholders(3, words.len())
        );
        let query = sqlx::query_as(AssertSqlSafe(sql)).bind(exact).bind(ENTRIES_COMPARED);
        let query = words.iter().fold(query, |query, it| query.bind(*it));
        Ok(query.fetch_all(&self.pool).await?)
    }
}

impl EntryRow {
    fn into_hit(self) -> SearchHit {
        let (id, name, detail, email) = (self.reference, self.name, self.detail, self.email);
        SearchHit { kind: HitKind::named(&self.kind), id, name, detail, email }
    }
}

/// Returns how badly an entry answers the words asked; `None` if one of them is not answered.
fn cost(asked: &[(String, bool)], entry: &EntryRow) -> Option<usize> {
    // Who has no name is called by an address, and an address is no name.
    let name = if entry.name.contains('@') { Vec::new() } else { words(&entry.name) };
    let others: Vec<&str> = entry.words.split(' ').collect();
    let cheapest = |(word, _): &(String, bool)| {
        let by_name = name.iter().filter_map(|it| cost_of_word(word, it)).min();
        let otherwise = others.iter().filter_map(|it| cost_of_word(word, it)).min().map(|it| it + NOT_BY_NAME);
        by_name.into_iter().chain(otherwise).min()
    };
    asked.iter().map(cheapest).sum()
}

fn cost_of_word(asked: &str, word: &str) -> Option<usize> {
    if word == asked {
        return Some(EXACT);
    }
    if word.starts_with(asked) {
        return Some(BEGINS);
    }
    let slips = distance(asked, word, forgiven(asked.chars().count()))?;
    Some(RESEMBLES * slips)
}
