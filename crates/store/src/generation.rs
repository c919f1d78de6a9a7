//! Generations: insights published whole.
//!
//! ```text
//! publish(everything)   ends every pair of the series, writes all anew ┐
//! publish(contacts)     the same for those contacts alone              ├──▶ one update of `published`
//! publish_past(day)     a series of its own, beside the others         ┘    (a past day is found by its day)
//! ```
//!
//! A pair holds for the generations `[valid_from, valid_to)`; a reader who keeps to one number sees one whole
//! generation, however many are published meanwhile. The last two are kept, and the last few past days.
//!
//! **Invariant:** insights are a function of log, records and a day. All can be dropped and computed again.

use futures::TryStreamExt;
use jiff::Timestamp;
use jiff::civil::Date;
use relata_model::{PersonId, hex};
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, AssertSqlSafe, Row};

use crate::consent::moment;
use crate::database::{ASKED_AT_ONCE, Writing, insert, placeholders};
use crate::error::Result;
use crate::mailbox::unsigned;
use crate::pair::{self, PairInsight, STILL_VALID};
use crate::record_insights::Edition;
use crate::{Store, StoreError};

/// Readers that began before a switch finish on the generation before.
const KEPT: i64 = 2;
/// Past days are asked for one after the other, seldom again.
const PAST_DAYS_KEPT: i64 = 8;
const ROWS_AT_ONCE: usize = 400;

/// A generation's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GenerationId(pub i64);

/// What is said of a generation when it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewGeneration {
    /// The day the insights are of.
    pub computed_for: Date,
    /// When they were computed.
    pub computed_at: Timestamp,
    /// How far back they look.
    pub history_months: u32,
    /// What they were computed of.
    pub edition: Edition,
}

/// A generation that was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Generation {
    /// Its number.
    pub id: GenerationId,
    pub(crate) series: i64,
    /// The day the insights are of.
    pub computed_for: Date,
    /// When they were computed.
    pub computed_at: Timestamp,
    /// How far back they look.
    pub history_months: u32,
    /// How many pairs it holds.
    pub pairs: u64,
    /// What they were computed of.
    pub edition: Edition,
}

/// What a publication replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'a> {
    /// Every pair.
    Everything,
    /// The pairs of these contacts; all others carry over.
    Contacts(&'a [PersonId]),
}

#[derive(sqlx::FromRow)]
struct GenerationRow {
    generation_id: i64,
    series: i64,
    computed_for: String,
    computed_at: i64,
    history_months: i64,
    pairs: i64,
    edition: String,
}

impl Store {
    /// Publishes insights as the next generation. Readers see all of it or none.
    ///
    /// Insights come fastest in the order of contact and colleague. With [`Scope::Contacts`] they must be of those
    /// contacts alone.
    pub async fn publish(
        &self,
        new: &NewGeneration,
        scope: Scope<'_>,
        insights: impl IntoIterator<Item = PairInsight, IntoIter: Send>,
    ) -> Result<GenerationId> {
        self.take_back_prepared().await?;
        let generation = match scope {
            Scope::Everything => self.publish_everything(new, insights.into_iter()).await?,
            Scope::Contacts(contacts) => self.publish_contacts(new, contacts, insights.into_iter()).await?,
        };
        // Whoever shows a message does not wait until a whole day is cleared away: each takes a turn of it.
        self.remove_old_generations(if scope == Scope::Everything { usize::MAX } else { 1 }).await?;
        self.refresh_search().await?;
        Ok(generation.id)
    }

    async fn publish_contacts(
        &self,
        new: &NewGeneration,
        contacts: &[PersonId],
        mut insights: impl Iterator<Item = PairInsight> + Send,
    ) -> Result<Generation> {
        let mut writing = self.write().await?;
        let id = writing.take_numbers("generation", 1).await?;
        let mut generation = generation(new, id, 0);
        generation.pairs = carry_over(writing.connection(), &generation, contacts).await?;
        generation.pairs += write_all(&mut writing, &generation, &mut insights).await?;
        show(writing.connection(), &generation).await?;
        writing.commit().await?;
        Ok(generation)
    }

    /// Publishes insights of a past day somebody asked for, beside what is published from day to day.
    pub async fn publish_past(
        &self,
        new: &NewGeneration,
        insights: impl IntoIterator<Item = PairInsight, IntoIter: Send>,
    ) -> Result<GenerationId> {
        let mut writing = self.write().await?;
        let id = writing.take_numbers("generation", 1).await?;
        let mut generation = generation(new, id, id);
        generation.pairs = write_all(&mut writing, &generation, &mut insights.into_iter()).await?;
        write_generation(writing.connection(), &generation).await?;
        writing.commit().await?;
        self.remove_old_generations(usize::MAX).await?;
        Ok(generation.id)
    }

    /// Returns the generation readers follow, or `None` while nothing is published.
    pub async fn published(&self) -> Result<Option<Generation>> {
        let sql = "
            select generation.* from generation
            join published on published.generation_id = generation.generation_id";
        let row: Option<GenerationRow> = sqlx::query_as(sql).fetch_optional(&self.pool).await?;
        row.map(GenerationRow::into_generation).transpose()
    }

    /// Returns the generation of a day: the published one if it is of that day, else the newest past one.
    pub async fn generation_for(&self, day: Date) -> Result<Option<Generation>> {
        if let Some(published) = self.published().await?.filter(|it| it.computed_for == day) {
            return Ok(Some(published));
        }
        let sql = "
            select * from generation where computed_for = $1 and series <> 0
            order by generation_id desc limit 1";
        let row: Option<GenerationRow> = sqlx::query_as(sql).bind(day.to_string()).fetch_optional(&self.pool).await?;
        row.map(GenerationRow::into_generation).transpose()
    }

    /// Returns a fingerprint of everything a generation says, in hexadecimal: equal insights, equal fingerprint.
    pub async fn insights_digest(&self, id: GenerationId) -> Result<String> {
        let sql = AssertSqlSafe(format!(
            "select {} from pair
             where series = (select series from generation where generation_id = $1)
               and valid_from <= $1 and valid_to > $1
             order by contact_id, colleague_id",
            pair::COLUMNS
        ));
        let mut rows = sqlx::query(sql).bind(id.0).fetch(&self.pool);
        let mut hasher = Sha256::new();
        while let Some(row) = rows.try_next().await? {
            for column in DIGESTED_NUMBERS {
                hasher.update(row.try_get::<Option<i64>, _>(column)?.unwrap_or(i64::MIN).to_be_bytes());
            }
            for column in DIGESTED_FRACTIONS {
                hasher.update(row.try_get::<f64, _>(column)?.to_bits().to_be_bytes());
            }
        }
        Ok(hex(&hasher.finalize()))
    }

    /// Removes what no kept generation needs, a little at a time so that others get their turn, in so many turns at most: what is left
    /// goes with a later publication.
    async fn remove_old_generations(&self, turns: usize) -> Result<()> {
        let sql = "
            select generation_id from generation where series = 0 order by generation_id desc limit 1 offset $1";
        let oldest: Option<i64> = sqlx::query_scalar(sql).bind(KEPT - 1).fetch_optional(&self.pool).await?;
        if let Some(oldest) = oldest {
            self.remove_in_turns(REMOVE_ENDED, oldest, turns).await?;
            self.execute("delete from generation where series = 0 and generation_id < $1", oldest).await?;
        }
        let sql = "
            select generation_id from generation as it
            where series <> 0 and (
                exists (select 1 from generation as newer where newer.series <> 0
                        and newer.computed_for = it.computed_for and newer.generation_id > it.generation_id)
                or $1 <= (select count(*) from generation as newer
                          where newer.series <> 0 and newer.generation_id > it.generation_id))";
        let past: Vec<i64> = sqlx::query_scalar(sql).bind(PAST_DAYS_KEPT).fetch_all(&self.pool).await?;
        for id in past {
            self.execute("delete from generation where generation_id = $1", id).await?;
            self.remove_in_turns(REMOVE_SERIES, id, usize::MAX).await?;
        }
        Ok(())
    }

    /// Repeats a delete, each time in a transaction of its own, until it finds nothing or had its turns.
    async fn remove_in_turns(&self, sql: &'static str, id: i64, turns: usize) -> Result<()> {
        for _ in 0..turns {
            let mut writing = self.write().await?;
            let removed = sqlx::query(sql).bind(id).execute(writing.connection()).await?.rows_affected();
            writing.commit().await?;
            if removed == 0 {
                break;
            }
        }
        Ok(())
    }

    async fn execute(&self, sql: &'static str, id: i64) -> Result<()> {
        let mut writing = self.write().await?;
        sqlx::query(sql).bind(id).execute(writing.connection()).await?;
        writing.commit().await
    }
}

/// Some pairs that ended by a generation. The second condition on `valid_to` is the index's own.
const REMOVE_ENDED: &str = "
    delete from pair
    where series = 0 and (contact_id, colleague_id, valid_from) in (
        select contact_id, colleague_id, valid_from from pair
        where series = 0 and valid_to <= $1 and valid_to < 4611686018427387904
        order by valid_to limit 20000)";

/// Some pairs of a past day.
const REMOVE_SERIES: &str = "
    delete from pair
    where series = $1 and contact_id in (
        select contact_id from pair where series = $1 order by contact_id limit 20000)";

/// `valid_from` and `valid_to` say how a generation came about, not what it says.
const DIGESTED_NUMBERS: [&str; 18] = [
    "contact_id",
    "colleague_id",
    "sent_count",
    "received_count",
    "reply_count",
    "meeting_count",
    "call_count",
    "first_at",
    "sent_at",
    "received_at",
    "reply_at",
    "meeting_at",
    "call_out_at",
    "call_in_at",
    "last_at",
    "score",
    "band",
    "confidence",
];
const DIGESTED_FRACTIONS: [&str; 5] = ["sent", "received", "replies", "meetings", "raw"];

impl GenerationRow {
    fn into_generation(self) -> Result<Generation> {
        let day = self.computed_for.parse();
        Ok(Generation {
            id: GenerationId(self.generation_id),
            series: self.series,
            computed_for: day.map_err(|_| StoreError::NotUnderstood(format!("the day `{}`", self.computed_for)))?,
            computed_at: moment(self.computed_at),
            history_months: u32::try_from(self.history_months).unwrap_or(0),
            pairs: unsigned(self.pairs),
            edition: Edition::named(&self.edition)?,
        })
    }
}

pub(crate) fn generation(new: &NewGeneration, id: i64, series: i64) -> Generation {
    let NewGeneration { computed_for, computed_at, history_months, edition } = *new;
    Generation { id: GenerationId(id), series, computed_for, computed_at, history_months, pairs: 0, edition }
}

/// Ends the pairs of these contacts; returns how many of others go on to hold.
async fn carry_over(connection: &mut AnyConnection, generation: &Generation, contacts: &[PersonId]) -> Result<u64> {
    let end = "update pair set valid_to = $1 where series = 0 and valid_to = $2";
    let sql = "
        select coalesce(max(pairs), 0) from generation
        where generation_id = (select generation_id from published)";
    let held: i64 = sqlx::query_scalar(sql).fetch_one(&mut *connection).await?;
    let mut ended = 0;
    for contacts in contacts.chunks(ASKED_AT_ONCE) {
        let sql = format!("{end} and contact_id in ({})", placeholders(3, contacts.len()));
        let query = sqlx::query(AssertSqlSafe(sql)).bind(generation.id.0).bind(STILL_VALID);
        let query = contacts.iter().fold(query, |query, it| query.bind(it.0));
        ended += query.execute(&mut *connection).await?.rows_affected();
    }
    Ok(unsigned(held).saturating_sub(ended))
}

async fn write_all(
    writing: &mut Writing<'_>,
    generation: &Generation,
    insights: &mut (impl Iterator<Item = PairInsight> + Send),
) -> Result<u64> {
    let mut all = 0;
    loop {
        match write_pairs(writing, generation, insights).await? {
            0 => return Ok(all),
            written => all += written,
        }
    }
}

/// Writes the next few pairs. Returns how many; none if there are no more.
pub(crate) async fn write_pairs(
    writing: &mut Writing<'_>,
    generation: &Generation,
    insights: &mut (impl Iterator<Item = PairInsight> + Send),
) -> Result<u64> {
    let some: Vec<PairInsight> = insights.take(ROWS_AT_ONCE).collect();
    let head = format!("insert into pair ({})", pair::COLUMNS);
    let into = (head.as_str(), pair::COLUMN_COUNT, "");
    insert(writing.connection(), into, &some, |query, it| pair::bind(query, generation, it)).await?;
    Ok(some.len() as u64)
}

/// Lets readers follow a generation.
pub(crate) async fn show(connection: &mut AnyConnection, generation: &Generation) -> Result<()> {
    write_generation(connection, generation).await?;
    let sql = "
        insert into published (one, generation_id) values (1, $1)
        on conflict (one) do update set generation_id = excluded.generation_id";
    sqlx::query(sql).bind(generation.id.0).execute(connection).await?;
    Ok(())
}

async fn write_generation(connection: &mut AnyConnection, it: &Generation) -> Result<()> {
    let sql = "
        insert into generation (generation_id, series, computed_for, computed_at, history_months, pairs, edition)
        values ($1, $2, $3, $4, $5, $6, $7)";
    sqlx::query(sql)
        .bind(it.id.0)
        .bind(it.series)
        .bind(it.computed_for.to_string())
        .bind(it.computed_at.as_second())
        .bind(i64::from(it.history_months))
        .bind(it.pairs as i64)
        .bind(it.edition.name().to_owned())
        .execute(connection)
        .await?;
    Ok(())
}
