//! Publishing everything: rows are written in turns, and shown in one step.
//!
//! SQLite lets one connection write at a time, and whoever looks at somebody writes a line of the audit trail. Were millions of pairs
//! one transaction, nobody would be answered until it ends. A pair holds for the generations `[valid_from, valid_to)`, so that
//! nobody who follows an earlier one sees what is prepared:
//!
//! ```text
//! pairs, valid from the next ──▶ pairs of before, valid up to the next ──▶ the generation, and `published`
//!        in turns                           in turns                            one transaction
//! ```
//!
//! **Invariant:** stopped anywhere, readers go on seeing the generation before, whole; the next publication first takes back what was
//! prepared for one that was never shown.

use std::time::{Duration, Instant};

use crate::Store;
use crate::error::Result;
use crate::generation::{Generation, NewGeneration, generation, show, write_pairs};
use crate::pair::PairInsight;

/// So long others who want to write wait at most, but for a few rows.
const LONGEST_TURN: Duration = if cfg!(test) { Duration::ZERO } else { Duration::from_secs(1) };
/// Then nobody writes for so long: another process that waits looks again every tenth of a second.
const BETWEEN_TURNS: Duration = if cfg!(test) { Duration::ZERO } else { Duration::from_millis(120) };
/// Pairs that are gone through in one turn.
const PAIRS_A_TURN: i64 = if cfg!(test) { 100 } else { 100_000 };

/// Ends the pairs of contacts in `($1, $2]` that held until a generation.
const END: &str = "
    update pair set valid_to = $3
    where series = 0 and contact_id > $1 and contact_id <= $2 and valid_to = 4611686018427387904 and valid_from < $3";
/// Removes what was prepared of these contacts after the published generation.
const REMOVE_PREPARED: &str =
    "delete from pair where series = 0 and contact_id > $1 and contact_id <= $2 and valid_from > $3";
/// Lets what was ended for a later generation than the published one hold again.
const HOLD_AGAIN: &str = "
    update pair set valid_to = 4611686018427387904
    where series = 0 and contact_id > $1 and contact_id <= $2 and valid_to > $3 and valid_to < 4611686018427387904";

impl Store {
    /// Prepares the next generation of every pair, and shows it.
    pub(crate) async fn publish_everything(
        &self,
        new: &NewGeneration,
        mut insights: impl Iterator<Item = PairInsight> + Send,
    ) -> Result<Generation> {
        let mut writing = self.write().await?;
        let id = writing.take_numbers("generation", 1).await?;
        writing.commit().await?;
        let mut generation = generation(new, id, 0);
        loop {
            let (mut writing, began, before) = (self.write().await?, Instant::now(), generation.pairs);
            while let written @ 1.. = write_pairs(&mut writing, &generation, &mut insights).await? {
                generation.pairs += written;
                if began.elapsed() >= LONGEST_TURN {
                    break;
                }
            }
            writing.commit().await?;
            if generation.pairs == before {
                break;
            }
            breathe().await;
        }
        self.in_turns(END, id).await?;
        let mut writing = self.write().await?;
        show(writing.connection(), &generation).await?;
        writing.commit().await?;
        Ok(generation)
    }

    /// Takes back what was prepared for a generation that was never shown, if there may be such.
    pub(crate) async fn take_back_prepared(&self) -> Result<()> {
        let sql = "select last, coalesce((select max(generation_id) from generation), 0) from counter where name = 'generation'";
        let numbers: Option<(i64, i64)> = sqlx::query_as(sql).fetch_optional(&self.pool).await?;
        if numbers.is_none_or(|(last, newest)| last <= newest) {
            return Ok(());
        }
        let published = self.published().await?.map_or(0, |it| it.id.0);
        self.in_turns(REMOVE_PREPARED, published).await?;
        self.in_turns(HOLD_AGAIN, published).await
    }

    /// Changes the pairs that are published from day to day, in order of contact, in transactions of some pairs each.
    async fn in_turns(&self, sql: &'static str, generation: i64) -> Result<()> {
        let next = "
            select contact_id from pair where series = 0 and contact_id > $1
            order by contact_id limit 1 offset $2";
        let mut from = -1;
        loop {
            let to: Option<i64> =
                sqlx::query_scalar(next).bind(from).bind(PAIRS_A_TURN).fetch_optional(&self.pool).await?;
            let mut writing = self.write().await?;
            let change = sqlx::query(sql).bind(from).bind(to.unwrap_or(i64::MAX)).bind(generation);
            change.execute(writing.connection()).await?;
            writing.commit().await?;
            match to {
                Some(to) => from = to,
                None => return Ok(()),
            }
            breathe().await;
        }
    }
}

/// Lets others write.
async fn breathe() {
    tokio::time::sleep(BETWEEN_TURNS).await;
}
