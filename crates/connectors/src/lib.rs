//! Connectors: where interactions come from.
//!
//! Mail headers and calendars are the only outside things this crate knows. A connector fetches and translates;
//! consent, storing, retries and schedules happen once, in the pipeline, for every connector alike.
//!
//! Start at [`Connector`], then [`open`], which makes connectors of whatever lies under a path, and
//! [`open_activities`], which makes one of a CRM's activities. [`read_directory`], [`read_groups`] and
//! [`read_records`] read tables.

mod activities;
mod calendar;
mod census;
mod charset;
pub mod contract;
mod csv_directory;
mod eml;
pub mod files;
mod folder;
mod groups;
pub mod mail;
mod maildir;
mod mbox;
mod records;
mod scripted;
mod table;

pub use activities::{ReadActivity, activities_from_bytes, open_activities};
pub use calendar::{MOST_OCCURRENCES, Window};
pub use census::{Census, Folder, Folders, Received};
pub use contract::{Batch, Connector, Cursor, FetchError, Places};
pub use csv_directory::{directory_from_csv, read_directory};
pub use files::compressed::reader;
pub use folder::{OpenOptions, Source, open};
pub use groups::{groups_from_bytes, read_groups};
pub use records::{read_records, records_from_bytes};
pub use scripted::Scripted;
pub use table::{Imported, TableError};
