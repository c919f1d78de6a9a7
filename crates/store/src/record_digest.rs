//! The fingerprint of everything computed of records: what tests compare.

use futures::TryStreamExt;
use relata_model::hex;
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Row};

use crate::Store;
use crate::error::Result;
use crate::insight_row::COLUMNS;

/// The computed columns that are text; all others are whole numbers.
const TEXTS: [&str; 5] = ["state", "grade", "trend", "people_hash", "moved"];

impl Store {
    /// Returns a fingerprint of all series and list rows, in hexadecimal: equal insights, equal fingerprint.
    pub async fn record_digest(&self) -> Result<String> {
        let mut hasher = Sha256::new();
        let sql = "select number, month, blob from record_month order by number, month";
        let mut rows = sqlx::query_as::<_, (i64, String, Vec<u8>)>(sql).fetch(&self.pool);
        while let Some((number, month, blob)) = rows.try_next().await? {
            hasher.update(number.to_be_bytes());
            add_text(&mut hasher, Some(month.as_bytes()));
            add_text(&mut hasher, Some(&blob));
        }
        drop(rows);
        let sql = format!("select number, {COLUMNS} from record_row where state is not null order by number");
        let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&self.pool);
        while let Some(row) = rows.try_next().await? {
            for column in std::iter::once("number").chain(COLUMNS.split(", ")) {
                if TEXTS.contains(&column) {
                    add_text(&mut hasher, row.try_get::<Option<String>, _>(column)?.as_ref().map(String::as_bytes));
                } else {
                    hasher.update(row.try_get::<Option<i64>, _>(column)?.unwrap_or(i64::MIN).to_be_bytes());
                }
            }
        }
        Ok(hex(&hasher.finalize()))
    }
}

/// Lengths keep neighbours apart.
fn add_text(hasher: &mut Sha256, text: Option<&[u8]>) {
    hasher.update(text.map_or(u64::MAX, |it| it.len() as u64).to_be_bytes());
    hasher.update(text.unwrap_or_default());
}
