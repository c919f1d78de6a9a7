//! The generator: invented organisations of any size, the same ones every time, to try, test and measure with.
//!
//! ```text
//! Size, Shares, seed, day ──▶ World ──▶ days of any month ──▶ an interaction, a mail, a line of an extract
//! ```
//!
//! Nobody in it exists: every address ends in `.example`, under which no name can be had (RFC 2606).
//!
//! **Invariant:** what happens is a function of size, shares, seed and the last day. A month is the same whether it is
//! made alone, after others, or beside them.
//!
//! Start at [`World`]; `threads.rs` tells how mail comes about.

mod alias;
mod calendar;
mod companies;
mod data_connect;
mod days;
mod dice;
mod event;
mod interaction;
mod mbox;
mod meetings;
mod people;
mod size;
#[cfg(test)]
mod tests;
mod threads;
mod world;

pub use data_connect::Dataset;
pub use days::Days;
pub use event::{Day, Event, Part, Person, Sort};
pub use size::{Shares, Size};
pub use world::{Unfit, World};
