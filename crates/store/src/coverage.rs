//! Coverage: which colleagues know which contacts of a record.
//!
//! **Invariant:** who may not be named is in no cell, no count and no conclusion: see `sharing.rs`.

use std::collections::{HashMap, HashSet};

use relata_model::{Band, PersonId, RecordId};
use sqlx::AssertSqlSafe;

use crate::Store;
use crate::database::fetch_in;
use crate::directory::{Colleague, ColleagueRow};
use crate::error::Result;
use crate::generation::Generation;
use crate::introducers::{ORDER, WORTH_NAMING};
use crate::names::named_persons;
use crate::pair::band_of;
use crate::sharing::{Asker, named};

/// Contacts of a record and the colleagues who know them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// Who is party to the record outside, the best known first, those nobody knows last; up to the limit.
    pub contacts: Vec<CoveredContact>,
    /// Who knows any of these, the best tie first; up to the limit.
    pub colleagues: Vec<Colleague>,
    /// The ties between the two, the strongest first.
    pub cells: Vec<CoverageCell>,
    /// How many contacts of the record nobody knows, shown or not.
    pub uncovered: u64,
    /// Whether exactly one colleague knows any contact of the record.
    pub single_threaded: bool,
}

/// Somebody outside who is party to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoveredContact {
    /// Who.
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// Job title.
    pub title: Option<String>,
}

/// A colleague knows a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CoverageCell {
    /// Which of [`Coverage::contacts`].
    pub contact: usize,
    /// Which of [`Coverage::colleagues`].
    pub colleague: usize,
    /// How well, 0–100.
    pub score: u8,
    /// In words.
    pub band: Band,
}

/// A tie: contact, colleague, score, band.
type Tie = (i64, i64, i64, i64);

impl Store {
    /// Returns who knows whom around a record: at most `limit` contacts and as many colleagues, as far as they
    /// share it with whoever asks.
    pub async fn coverage(
        &self,
        generation: &Generation,
        record: &RecordId,
        asker: &Asker,
        limit: u32,
    ) -> Result<Coverage> {
        let parties: Vec<i64> = sqlx::query_scalar(PARTIES).bind(record.0.clone()).fetch_all(&self.pool).await?;
        let sql = format!(
            "with party as materialized ({})
             select pair.contact_id, pair.colleague_id, pair.score, pair.band
             from pair
             join entry on entry.person_id = pair.colleague_id and entry.standing = 0
             where pair.series = $1 and pair.valid_from <= $2 and pair.valid_to > $2
               and pair.contact_id in (select person_id from party) and {} and {WORTH_NAMING}
             order by {ORDER}",
            PARTIES.replace("$1", "$3"),
            named()
        );
        let ties: Vec<Tie> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(generation.series)
            .bind(generation.id.0)
            .bind(record.0.clone())
            .bind(asker.number())
            .bind(asker.at.as_second())
            .fetch_all(&self.pool)
            .await?;
        self.map(&parties, &ties, limit as usize).await
    }

    async fn map(&self, parties: &[i64], ties: &[Tie], limit: usize) -> Result<Coverage> {
        let known: HashSet<i64> = ties.iter().map(|it| it.0).collect();
        let knowing: HashSet<i64> = ties.iter().map(|it| it.1).collect();
        let unknown: Vec<i64> = parties.iter().copied().filter(|it| !known.contains(it)).collect();
        let contacts: Vec<i64> = in_order(ties.iter().map(|it| it.0).chain(unknown.iter().copied()), limit);
        let place: HashMap<i64, usize> = contacts.iter().copied().zip(0..).collect();
        let colleagues = in_order(ties.iter().filter(|it| place.contains_key(&it.0)).map(|it| it.1), limit);

        let mut connection = self.pool.acquire().await?;
        let named = named_persons(&mut connection, &contacts).await?;
        let mut named: HashMap<i64, CoveredContact> = named
            .into_iter()
            .map(|it| (it.person_id, CoveredContact { person: PersonId(it.person_id), name: it.name, title: it.title }))
            .collect();
        let sql = |these: &str| {
            format!(
                "select person_id, name, title, department, email, standing, visibility
                 from entry where person_id in ({these})"
            )
        };
        let entries: Vec<ColleagueRow> = fetch_in(&mut connection, &colleagues, sql).await?;
        let mut entries: HashMap<i64, Colleague> =
            entries.into_iter().map(ColleagueRow::into_colleague).map(|it| (it.id.0, it)).collect();
        let column: HashMap<i64, usize> = colleagues.iter().copied().zip(0..).collect();
        let cell = |(contact, colleague, score, band): &Tie| {
            let (contact, colleague) = (*place.get(contact)?, *column.get(colleague)?);
            Some(CoverageCell { contact, colleague, score: u8::try_from(*score).unwrap_or(0), band: band_of(*band) })
        };
        Ok(Coverage {
            contacts: contacts.iter().filter_map(|it| named.remove(it)).collect(),
            colleagues: colleagues.iter().filter_map(|it| entries.remove(it)).collect(),
            cells: ties.iter().filter_map(cell).collect(),
            uncovered: unknown.len() as u64,
            single_threaded: knowing.len() == 1,
        })
    }
}

/// Who is party to a record outside and may be a target.
const PARTIES: &str = "
    select distinct record_party.person_id from record_party
    where record_party.record_id = $1
      and exists (select 1 from contact where contact.person_id = record_party.person_id)
      and not exists (select 1 from record where record.record_id = $1 and record.do_not_analyse = 1)
    order by record_party.person_id";

/// Returns each once, in the order first met, the first few.
fn in_order(all: impl Iterator<Item = i64>, limit: usize) -> Vec<i64> {
    let mut met = HashSet::new();
    all.filter(|it| met.insert(*it)).take(limit).collect()
}
