//! The commands, one file each.

pub mod access;
pub mod administrator;
pub mod audit;
pub mod collect;
pub mod compute;
pub mod consent;
mod data_connect;
pub mod demo;
pub mod doctor;
pub mod explain;
pub mod forget;
pub mod generate;
pub mod import;
pub mod keys;
pub mod ledger;
pub mod plan;
pub mod receipt;
mod rehearsal;
pub mod serve;
pub mod source;
pub mod validate;
