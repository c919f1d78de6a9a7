//! Introducers: the colleagues who know a target best, the strongest first.
//!
//! Known bands come first, by raw strength; then mail in one direction only, by raw strength; ties by the newer last
//! contact, then by number. Of an account every colleague stands once, with the contact they know best.
//!
//! **Invariant:** only colleagues who work here introduce, and only contacts are targets: no colleague, no list,
//! nobody a record says to leave alone.
//!
//! **Invariant:** who may not be named is not in the list; who may be counted is in `hidden` and nowhere else. Which is
//! which is said in `sharing.rs`.

use relata_model::{PersonId, RecordId, end_of_day_seconds};
use sqlx::AssertSqlSafe;

use crate::Store;
use crate::directory::{Colleague, ColleagueRow};
use crate::error::Result;
use crate::generation::Generation;
use crate::mailbox::unsigned;
use crate::pair::{PairInsight, PairRow};
use crate::sharing::{Asker, SHARED};

/// Where the newest contact of all is older than this, the relationship is quiet and nobody is suggested.
pub const QUIET_AFTER_DAYS: i64 = 365;

/// Whom a viewer wants to be introduced to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Somebody outside.
    Person(PersonId),
    /// Whomever a record stands for.
    Record(RecordId),
}

/// A colleague who could introduce somebody to a contact.
#[derive(Clone, Debug, PartialEq)]
pub struct Introducer {
    /// Who.
    pub colleague: Colleague,
    /// What the contact is called.
    pub contact_name: String,
    /// How well the two know each other.
    pub pair: PairInsight,
}

/// The answer to "who can introduce me".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Introducers {
    /// The best, up to the limit asked for. Empty while the relationship is quiet.
    pub introducers: Vec<Introducer>,
    /// How many there are in all.
    pub total: u64,
    /// How many colleagues know the target and do not share it.
    pub hidden: u64,
    /// Whom it was last with, where there was contact once and there is none worth naming now.
    pub quiet: Option<Quiet>,
}

/// A relationship that once was.
#[derive(Clone, Debug, PartialEq)]
pub struct Quiet {
    /// The colleague who was in contact last.
    pub colleague: Colleague,
    /// What there was between the two.
    pub pair: PairInsight,
}

#[derive(sqlx::FromRow)]
pub(crate) struct TieRow {
    #[sqlx(flatten)]
    pub(crate) pair: PairRow,
    #[sqlx(flatten)]
    pub(crate) colleague: ColleagueRow,
    contact_name: String,
}

/// How many colleagues know a target, of whom something may be told.
#[derive(Clone, Copy, sqlx::FromRow)]
struct Summary {
    /// Colleagues who may be named.
    known: i64,
    /// Those of them whose tie is worth it.
    worth_naming: i64,
    /// When one of them was last in contact.
    last_at: i64,
    /// Colleagues who may be counted, and are not named.
    counted: i64,
}

impl Store {
    /// Returns the colleagues who know a target best in a generation, as far as they share it with whoever asks.
    pub async fn introducers(
        &self,
        generation: &Generation,
        target: &Target,
        asker: &Asker,
        limit: u32,
    ) -> Result<Introducers> {
        let found = self.summary(generation, target, asker).await?;
        let hidden = unsigned(found.counted);
        let quiet_before = end_of_day_seconds(generation.computed_for) - QUIET_AFTER_DAYS * 86_400;
        if found.worth_naming == 0 || found.last_at < quiet_before {
            let quiet = if found.known > 0 { self.last_of(generation, target, asker).await? } else { None };
            return Ok(Introducers { hidden, quiet, ..Introducers::default() });
        }
        let introducers = self.best(generation, target, asker, limit).await?;
        Ok(Introducers { introducers, total: unsigned(found.worth_naming), hidden, quiet: None })
    }

    /// Returns how many colleagues know the target, and how recently. Who is named for one contact of an account and
    /// counted for another is named.
    async fn summary(&self, generation: &Generation, target: &Target, asker: &Asker) -> Result<Summary> {
        let sql = summary_question(target);
        let rows: Vec<Summary> = self.ask(sql, generation, target, asker).await?;
        Ok(rows[0])
    }

    async fn best(
        &self,
        generation: &Generation,
        target: &Target,
        asker: &Asker,
        limit: u32,
    ) -> Result<Vec<Introducer>> {
        let rows: Vec<TieRow> = self.ask(best_question(target, limit), generation, target, asker).await?;
        Ok(rows.into_iter().map(TieRow::into_introducer).collect())
    }

    async fn last_of(&self, generation: &Generation, target: &Target, asker: &Asker) -> Result<Option<Quiet>> {
        let rows: Vec<TieRow> = self.ask(last_question(target), generation, target, asker).await?;
        let quiet = |row: TieRow| Quiet { colleague: row.colleague.into_colleague(), pair: row.pair.into_insight() };
        Ok(rows.into_iter().next().map(quiet))
    }

    async fn ask<R>(&self, sql: String, generation: &Generation, target: &Target, asker: &Asker) -> Result<Vec<R>>
    where
        R: for<'r> sqlx::FromRow<'r, sqlx::any::AnyRow> + Send + Unpin,
    {
        let query = sqlx::query_as(AssertSqlSafe(sql)).bind(generation.series).bind(generation.id.0);
        let query = match target {
            Target::Person(person) => query.bind(person.0),
            Target::Record(record) => query.bind(record.0.clone()),
        };
        Ok(query.bind(asker.number()).bind(asker.at.as_second()).fetch_all(&self.pool).await?)
    }
}

impl TieRow {
    fn into_introducer(self) -> Introducer {
        Introducer {
            colleague: self.colleague.into_colleague(),
            contact_name: self.contact_name,
            pair: self.pair.into_insight(),
        }
    }
}

/// Rank first, cut after.
pub(crate) const ORDER: &str = "case when pair.band = 0 then 1 else 0 end, pair.raw desc, pair.last_at desc, \
                                pair.colleague_id, pair.contact_id";

/// What has faded to nothing is no introduction.
pub(crate) const WORTH_NAMING: &str = "pair.score >= 1";

/// A person without a name is called by their first address.
pub(crate) const CONTACT_NAME: &str = "(
    select coalesce(person.name, min(address.address))
    from person join address on address.person_id = person.person_id
    where person.person_id = pair.contact_id
    group by person.person_id, person.name)";

/// Returns the question how many colleagues know a target.
pub(crate) fn summary_question(target: &Target) -> String {
    format!(
        "{}, one as (
             select max(case when shared = 0 then 1 else 0 end) as known,
                    max(case when shared = 0 and {WORTH_NAMING} then 1 else 0 end) as worth_naming,
                    max(case when shared in (1, 2) and {WORTH_NAMING} then 1 else 0 end) as counted,
                    max(case when shared = 0 then last_at end) as last_at
             from tie as pair group by colleague_id
         )
         select coalesce(sum(known), 0) as known, coalesce(sum(worth_naming), 0) as worth_naming,
                coalesce(sum(case when worth_naming = 0 then counted else 0 end), 0) as counted,
                coalesce(max(last_at), 0) as last_at
         from one",
        ties(target)
    )
}

/// Returns the question who they are, the best so many.
pub(crate) fn best_question(target: &Target, limit: u32) -> String {
    format!(
        "{}, placed as (
             select pair.*, row_number() over (partition by colleague_id order by {ORDER}) as place
             from tie as pair where shared = 0 and {WORTH_NAMING}
         ), chosen as materialized (
             select contact_id, colleague_id from placed as pair where place = 1 order by {ORDER} limit {limit}
         )
         {} order by {ORDER}",
        ties(target),
        in_full()
    )
}

/// Returns the question who of them was in contact last.
pub(crate) fn last_question(target: &Target) -> String {
    format!(
        "{}, chosen as materialized (
             select contact_id, colleague_id from tie where shared = 0
             order by last_at desc, raw desc, colleague_id limit 1
         )
         {}",
        ties(target),
        in_full()
    )
}

/// Returns a query's beginning: `tie`, every pair of a target with a colleague who works here, and how far it is shared. Only
/// what ranks and counts them: a target may have thousands, of whom five are shown.
///
/// Materialised, because SQLite would rather read all pairs in the order of colleagues than sort a few, and would ask how far each
/// is shared wherever that is mentioned. Whether a contact may be a target is asked once for each, not for each of their ties.
fn ties(target: &Target) -> String {
    let contacts = match target {
        Target::Person(_) => "= $3 and exists (select 1 from contact where contact.person_id = $3)",
        Target::Record(_) => {
            "in (select record_person.person_id from record_person where record_person.record_id = $3
                   and exists (select 1 from contact where contact.person_id = record_person.person_id))"
        }
    };
    format!(
        "with tie as materialized (
             select pair.contact_id, pair.colleague_id, pair.last_at, pair.raw, pair.score, pair.band, {SHARED} as shared
             from pair
             join entry on entry.person_id = pair.colleague_id and entry.standing = 0
             where pair.series = $1 and pair.valid_from <= $2 and pair.valid_to > $2 and pair.contact_id {contacts}
         )"
    )
}

/// Returns a query's end: the pairs that were `chosen`, with everything shown of them. The joins go from the few to what belongs
/// to each.
fn in_full() -> String {
    format!(
        "select pair.*, entry.person_id, entry.name, entry.title, entry.department, entry.email, entry.standing,
                entry.visibility, {CONTACT_NAME} as contact_name
         from chosen cross join pair cross join entry
         where pair.series = $1 and pair.valid_from <= $2 and pair.valid_to > $2
           and pair.contact_id = chosen.contact_id and pair.colleague_id = chosen.colleague_id
           and entry.person_id = pair.colleague_id"
    )
}
