//! Object storage: a place of files that is asked over the network, read like a folder of this machine.
//!
//! ```text
//! abfss://container@account.dfs.core.windows.net/2026 ─┐
//! https://account.blob.core.windows.net/container/2026 ├─▶ Address ──Access──▶ Bucket: Place ──▶ Blob: Stored
//! s3://bucket/2026 ────────────────────────────────────┘
//! ```
//!
//! **Invariant:** no file is held whole: memory is 64 blocks of a megabyte for those who jump, and two
//! windows of eight for those who read onward, however many files and bytes there are.
//!
//! **Invariant:** what is read of a file is one version of it. If it is replaced meanwhile, reading fails and says so.
//!
//! **Invariant:** no error and no name holds what [`Access`] holds, nor the address with a signature in it.

mod access;
mod address;
mod blob;
mod bucket;
mod recent;
mod trouble;

pub use access::Access;
pub use address::Address;
pub use bucket::Bucket;

/// What is wrong with what the operator named, before anybody is asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unusable(pub String);

#[cfg(test)]
mod tests;
