//! The report of `relata validate`: one key per thing validated.

use std::fmt;

use serde::Serialize;

use crate::health::HealthReport;
use crate::strength::StrengthReport;

/// `{"strength": {…}, "health": {…}}`; null where the log holds too little for one of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValidationReport {
    /// Whether the people ranked first are those who will write.
    pub strength: Option<StrengthReport>,
    /// Whether the relationships said to fall silent are those that do.
    pub health: Option<HealthReport>,
}

impl fmt::Display for ValidationReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ValidationReport { strength, health } = self;
        if let Some(strength) = strength {
            write!(f, "{strength}")?;
        }
        if strength.is_some() && health.is_some() {
            writeln!(f)?;
        }
        if let Some(health) = health {
            write!(f, "{health}")?;
        }
        Ok(())
    }
}
