//! The line itself: fetch → admit → append → compute → publish, written one after the other.
//!
//! Reading `sync.rs` and `compute.rs` is reading the product.
//!
//! **Invariant:** a cursor moves only with stored rows. A crash repeats a batch, and never loses one.
//!
//! **Invariant:** time is an argument.

mod access;
mod check;
mod collect;
mod compute;
mod crm;
mod engagement;
mod erasure;
mod evidence;
mod hinted;
mod import;
mod introduced;
mod line;
mod records;
mod schedule;
mod sync;
mod upkeep;
mod withdrawal;

pub use access::grant_access;
pub use check::{Checked, check};
pub use collect::{Collected, FEW_ADDRESSES, Found, Remote, collect, refresh};
pub use compute::{ComputeError, Computed, For, compute, day_of, known};
pub use crm::{ACTIVITIES, TakenRecords, ToldRecords, collect_activities, forget_idle, take_records};
pub use engagement::{Releasing, release_engagement};
pub use erasure::{Ending, ErasureError, end_erasures, erase, erase_step, is_forgotten, tidy};
pub use hinted::look;
pub use import::{
    ImportError, Imported, Mail, colleagues, import_activities, import_directory, import_groups, import_mail,
    import_part_of_directory, import_records, source_name, take_groups,
};
pub use line::{Line, Progress, Tell};
pub use records::{ComputedRecords, compute_records};
pub use relata_analytics::Room;
pub use relata_privacy::{Epsilon, Levels};
pub use sync::{GoOn, Mailbox, SyncError, Synced, sync};
pub use upkeep::{clear_away, compact};
pub use withdrawal::end_withdrawals;
