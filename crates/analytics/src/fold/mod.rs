//! Fold: the exchanges of a month become one row for each pair, as an operator inside the plan.
//!
//! ```text
//! counted.sql  ──scan──▶ scatter by contact ─┐
//!                        what is answered? ──┼──▶ bucket by bucket: sort, fold each run ──▶ rows in order of the pair
//! answered.sql ──scan──▶ scatter by contact ─┘
//! ```
//!
//! Plain SQL joins all emails of four months with themselves and groups what comes of it (docs/decisions/0026 says what that
//! costs). A bucket holds a range of contacts and fits into a core's cache; its rows are sorted, and those of a pair lie side
//! by side.
//!
//! **Invariant:** sums are whole numbers, so that neither the order of rows nor the number of cores changes a bit of them.
//!
//! Start at [`FoldPairs`]; [`pair`] says what a sum is.

mod buckets;
mod columns;
mod pair;
mod plan;

pub(crate) use plan::{FoldPairs, Labels};
