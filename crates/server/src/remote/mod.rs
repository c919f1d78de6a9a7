//! Remote: connections opened, and read in rounds.
//!
//! ```text
//! connection + sealed secret ──▶ Tenant ──▶ directory, groups ──▶ reach: is the scope kept? ──▶ mailboxes ──▶ collect
//! ```
//!
//! **Invariant:** groups are asked for before mailboxes, so that nothing is read of somebody who was left out since.

mod crm;
mod opening;
mod range;
mod reach;
mod round;
mod sealed;
mod tenant;
mod unshown;

pub use crm::{CrmRead, read_crm};
pub use opening::{open, open_dataverse};
pub use range::{Range, range};
pub use reach::{Finding, judge};
pub use round::{Round, Rounds};
pub use sealed::Seal;
pub use tenant::Tenant;
use unshown::Unshown;
