//! Validation: do the strength and the health we publish predict who will in fact write to whom?
//!
//! ```text
//!                                        ┌▶ at each: ties ─▶ six scores ─▶ queries ─▶ metrics ──▶ StrengthReport
//! edges (CSV) ──▶ Edges ──▶ cut-offs ──┤      organisation (CSV) ───────┤
//!                                        └▶ at each: relationships ─▶ nine scores ─▶ metrics ───▶ HealthReport
//! ```
//!
//! The engine of `relata validate`. At a cut-off it sees only what was written before, and compares with the 90 days
//! that followed: were those ranked first the ones who wrote, and did those fall silent of whom it was foretold? Our
//! formulas run beside named baselines, so the number printed for ours is never alone.
//!
//! **Invariant:** nothing here reads a clock, a file or the network; the caller hands in readers.
//!
//! **Invariant:** the same rows in any order give the same report, bit for bit.
//!
//! Start at [`validate_strength`] and [`validate_health`]; [`strength`] and [`health`] tell the protocols.

mod accounts;
mod cut_offs;
pub mod edges;
pub mod health;
pub mod metrics;
mod organisations;
mod report;
pub mod strength;
mod too_little;

pub use accounts::Accounts;
pub use edges::{Edges, ReadError};
pub use health::{HealthOptions, HealthReport, validate_health};
pub use organisations::Organisations;
pub use report::ValidationReport;
pub use strength::{StrengthOptions, StrengthReport, Truth, validate_strength};
pub use too_little::TooLittle;
