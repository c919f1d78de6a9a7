//! The line itself: fetch → admit → append → compute → publish, written one after the other.
//!
//! Reading `sync.rs` and `compute.rs` is reading the product.
//!
//! **Invariant:** a cursor moves only with stored rows. A crash repeats a batch, and never loses one.
//!
//! **Invariant:** time is an argument.

mod compute;
mod evidence;
mod import;
mod line;
mod sync;
mod upkeep;

pub use compute::{ComputeError, Computed, For, compute, day_of, known};
pub use import::{ImportError, Imported, Mail, import_directory, import_mail, import_records};
pub use line::{Line, Progress, Tell};
pub use sync::{Mailbox, SyncError, sync};
pub use upkeep::{compact, vacuum};
