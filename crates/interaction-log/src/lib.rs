//! interaction-log
