//! The directory: users with every address they have, and groups with everybody in them.
//!
//! Whoever is to be left out must be known before anything is read: ask for users and groups before each run.

mod groups;
mod users;

pub use groups::{NamedGroup, count_members, find_groups, group, groups};
pub use users::{Changes, users, users_delta};
