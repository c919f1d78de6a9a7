//! Counts: how many rows each table has, before any is read.

use super::tables::{ACCOUNTS, APPOINTMENTS, CONTACTS, EMAILS, LEADS, OPPORTUNITIES, PHONE_CALLS, TASKS, USERS};
use super::{Dataverse, GATE, said};
use crate::service::{Place, Question};
use crate::trouble::Trouble;

/// What is counted: the tables that are read, beside those that only explain others.
const COUNTED: [&str; 9] = [
    USERS.set,
    ACCOUNTS.set,
    CONTACTS.set,
    LEADS.set,
    OPPORTUNITIES.set,
    EMAILS.set,
    APPOINTMENTS.set,
    PHONE_CALLS.set,
    TASKS.set,
];

/// How many rows a table has.
#[derive(Clone, Debug)]
pub struct TableCount {
    /// Its name in addresses.
    pub table: &'static str,
    /// Rows; the service counts no further than [`TableCount::MOST`]. Otherwise why the table cannot be read.
    pub rows: Result<u64, Trouble>,
}

impl TableCount {
    /// So far the service counts.
    pub const MOST: u64 = 5_000;
}

impl Dataverse {
    /// Counts the rows of each table that is read.
    ///
    /// # Errors
    ///
    /// If the environment cannot be asked at all.
    pub async fn counts(&self) -> Result<Vec<TableCount>, Trouble> {
        let mut counts = Vec::new();
        for table in COUNTED {
            let path = format!("/api/data/v9.2/{table}/$count");
            let what = format!("the table {table} of Dataverse");
            let question = Question::get(Place::Path(&path), GATE, &what);
            let rows = match self.service.count(&question).await.map_err(|it| said(it, table)) {
                Err(trouble @ (Trouble::Retry { .. } | Trouble::Reauthorise { .. })) => return Err(trouble),
                rows => rows,
            };
            counts.push(TableCount { table, rows });
        }
        Ok(counts)
    }
}
