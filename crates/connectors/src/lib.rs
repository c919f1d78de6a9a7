//! Connectors: where interactions come from.

pub mod contract;

pub use contract::{Batch, Connector, Cursor, FetchError};
