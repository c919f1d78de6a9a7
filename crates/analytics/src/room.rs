//! Room: how much memory the engine may take, and where it puts what does not fit.
//!
//! What sorts and groups puts rows into files when memory is used up; months are summed in pieces then (`months.rs`). What neither
//! can do, such as a join, fails, and says which setting allows more.

use std::path::PathBuf;
use std::sync::Arc;

use datafusion::error::DataFusionError;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};

/// A sort holds this share of the memory back, to merge what it put into files.
const MERGING_SHARE: usize = 32;
/// And no more than this.
const MOST_FOR_MERGING: usize = 10 * 1024 * 1024;

/// Each part of a query that works beside others needs so much to get anywhere; where memory is little, fewer work at once.
const PART_BYTES: usize = 4 * 1024 * 1024;

/// What an engine may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// Bytes that queries may hold at once. What an engine returns, and what it is given, is not among them.
    pub memory_bytes: usize,
    /// The folder for what does not fit, made when it is missing; `None`: that of the system. Files are gone when the engine is; a
    /// process that is killed leaves them.
    pub spill: Option<PathBuf>,
}

impl Default for Room {
    /// All the memory there is.
    fn default() -> Room {
        Room { memory_bytes: usize::MAX, spill: None }
    }
}

impl Room {
    /// Returns a session that takes no more.
    pub(crate) fn session(&self) -> Result<SessionContext, DataFusionError> {
        let disk = match &self.spill {
            Some(folder) => DiskManagerMode::Directories(vec![folder.clone()]),
            None => DiskManagerMode::OsTmpDirectory,
        };
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(FairSpillPool::new(self.memory_bytes)))
            .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(disk))
            .build_arc()?;
        let merging = (self.memory_bytes / MERGING_SHARE).min(MOST_FOR_MERGING);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let parts = (self.memory_bytes / PART_BYTES).clamp(1, cores);
        let config = SessionConfig::new().with_sort_spill_reservation_bytes(merging).with_target_partitions(parts);
        Ok(SessionContext::new_with_config_rt(config, runtime))
    }
}
