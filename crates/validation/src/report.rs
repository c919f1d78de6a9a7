//! The report of `relata validate`: one key per thing validated.

use serde::Serialize;

use crate::strength::StrengthReport;

/// `{"strength": {…}}`; health will be the second key.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValidationReport {
    /// Whether the people ranked first are those who will write.
    pub strength: StrengthReport,
}
