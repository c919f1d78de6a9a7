//! KPIs: what happened with a record in a window, in figures a salesperson can check by hand.
//!
//! ```text
//! Series ──Window──▶ Kpis ──▶ summary::sentences
//!                     └─────▶ Averages (of similar deals)
//! ```
//!
//! All of it are sums and counts over a [`Series`](crate::Series); nothing is a second truth. Start at [`Kpis::of`].

pub mod activity;
mod averages;
mod business_hours;
mod figures;
#[cfg(test)]
mod notation;
pub mod people;
mod response;
pub mod summary;
#[cfg(test)]
mod tests;
mod window;

pub use averages::Averages;
pub use business_hours::{BusinessHours, NotBusinessHours};
pub use figures::{Kpis, Party, Rates, SideKpis, Waiting};
pub use response::ResponseTimes;
pub use window::Window;
