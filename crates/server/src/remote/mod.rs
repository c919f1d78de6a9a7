//! Remote: connections opened, and read in rounds.
//!
//! ```text
//! connection + sealed secret ──▶ Tenant ──▶ directory, groups ──▶ reach: is the scope kept? ──▶ mailboxes ──▶ collect
//! ```
//!
//! **Invariant:** groups are asked for before mailboxes, so that nothing is read of somebody who was left out since.

mod crm;
mod kept;
mod opening;
mod range;
mod reach;
mod round;
mod sealed;
mod tenant;
mod trial;
mod unshown;

pub use crm::{CrmRead, read_crm};
pub use opening::{graph, of_tried, open, open_dataverse};
pub use reach::judge;
pub use round::{Round, Rounds};
pub use sealed::Seal;
pub use tenant::Tenant;
pub use trial::Trial;
use unshown::Unshown;
