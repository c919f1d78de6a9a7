//! A stand-in for Microsoft Graph and Dataverse on loopback: stateful, and as unkind as the real ones.
//!
//! A test (or a rehearsal) sets up a [`Tenant`], starts it as a [`StandIn`], points a client at its three addresses, changes the
//! tenant while it runs, and sets [`Fault`]s. Answers have the shapes in Microsoft's documentation; what is known to differ from it
//! in practice differs here, too:
//!
//! - `calendarView/delta` tells an occurrence of a series with `id`, `type`, `seriesMasterId`, `start` and `end` alone; the master
//!   stands beside it, if the series began inside the window; else one asks for it (`/events/{id}`). Deleted occurrences are simply
//!   not there (microsoft-graph-docs #7632, #22197).
//! - `@removed` tells of messages and events that a client never saw: those outside its filter or window.
//! - Lists of messages page by `$skip`, delta rounds by opaque tokens.
//! - Without `Prefer: IdType="ImmutableId"` a message's id changes when it moves.
//! - `internetMessageHeaders` comes only when selected, and never in Sent Items.
//! - Without `$select`, users come without aliases and without `accountEnabled`.
//!
//! **Invariant:** the same seed, the same calls and the same requests in the same order give the same answers.

mod answer;
mod application;
mod asked;
mod authority;
mod certificate;
mod chance;
mod clock;
mod dataverse;
mod delivery;
mod delta;
mod fault;
mod graph;
mod journal;
mod log;
mod odata;
mod page;
mod seal;
mod server;
mod tenant;
mod token;

pub use application::{Application, CLIENT, SECRET, Scope};
pub use dataverse::CrmLimit;
pub use fault::{Endpoint, Fault, RetryAfter, Trouble};
pub use log::{Log, Seen};
pub use server::{Delivered, StandIn};
pub use tenant::invented::Size;
pub use tenant::mail::Message;
pub use tenant::meetings::{Attendee, Event, Exception, Repeats, Unit};
pub use tenant::people::User;
pub use tenant::{EventId, MessageId, Tenant};
