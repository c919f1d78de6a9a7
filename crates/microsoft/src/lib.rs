//! Microsoft 365 and Dataverse: the clients of Graph and of the Web API, behind the connector contract.
//!
//! ```text
//! Graph ──▶ service (gates, tokens, trouble) ──▶ typed pages ──▶ directory   entries, groups
//!                                                            ──▶ Mail        Batch + Cursor
//!                                                            ──▶ Calendar    Batch + Cursor
//! ```
//!
//! **Invariant:** no structure here has a field for a body, a subject, an attachment, a location or a link to a meeting. What a
//! service sends of those all the same is passed over in the stream.
//!
//! **Invariant:** links and tokens are capabilities: they go back to the configured host alone, and show in no log and no error.
//!
//! Start at [`Graph`], then [`Mail`] and [`Calendar`]; `service.rs` is the one place that asks.

mod application;
mod assertion;
pub mod bulk;
mod calendar;
mod counts;
pub mod dataverse;
pub mod directory;
mod gate;
mod graph;
mod lenient;
mod link;
mod loop_guard;
mod mail;
mod pace;
mod page;
mod people;
mod probe;
mod refusal;
mod retry_after;
mod send_mail;
mod service;
mod stamp;
pub mod subscriptions;
mod token;
mod trouble;

pub use application::{Application, Cloud, Credential, Limits};
pub use calendar::Calendar;
pub use counts::{Counted, counts};
pub use graph::{Graph, NotUsable};
pub use link::Link;
pub use mail::Mail;
pub use pace::Pace;
pub use probe::{Probed, probe, probe_calendar};
pub use send_mail::{Draft, send_mail};
pub use trouble::Trouble;
