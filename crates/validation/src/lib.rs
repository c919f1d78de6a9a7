//! Validation: does the strength we publish predict who will in fact write to whom?
//!
//! ```text
//! edges (CSV) ──▶ Edges ──▶ cut-offs ──▶ at each: ties ─▶ six scores ─▶ queries ─▶ metrics ──▶ StrengthReport
//!                              organisation (CSV) ───────────────────────┘
//! ```
//!
//! The engine of `relata validate`. At a cut-off it sees only what was written before, ranks the
//! colleagues of every contact, and compares with the 90 days that followed. Our formula runs
//! beside five named baselines, so the number printed for ours is never alone.
//!
//! **Invariant:** nothing here reads a clock, a file or the network; the caller hands in readers.
//!
//! **Invariant:** the same rows in any order give the same report, bit for bit.
//!
//! Start at [`validate_strength`]; [`strength`] tells the protocol. Health will stand beside it.

pub mod edges;
pub mod metrics;
mod organisations;
mod report;
pub mod strength;

pub use edges::{Edges, ReadError};
pub use organisations::Organisations;
pub use report::ValidationReport;
pub use strength::{StrengthOptions, StrengthReport, TooLittle, Truth, validate_strength};
