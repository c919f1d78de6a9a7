//! Actors: what those are called whom the audit trail knows by numbers. For showing alone; the trail keeps the numbers.

use std::collections::HashMap;

use crate::Store;
use crate::database::fetch_in;
use crate::error::Result;

/// Sorts of actors that have a name here, and where it stands: `{these}` are their numbers.
const NAMED: [(&str, &str); 3] = [
    ("person", "select person_id, coalesce(name, email) from entry where person_id in ({these})"),
    ("account", "select account_id, name from account where account_id in ({these})"),
    ("token", "select token_id, name from api_token where token_id in ({these})"),
];

impl Store {
    /// Returns what actors are called, as far as they have a name and are still there.
    pub async fn names_of_actors(&self, actors: &[&str]) -> Result<HashMap<String, String>> {
        let mut connection = self.pool.acquire().await?;
        let mut names = HashMap::new();
        for (kind, sql) in NAMED {
            let of_kind = |it: &&str| it.strip_prefix(kind)?.strip_prefix(':')?.parse().ok();
            let mut numbers: Vec<i64> = actors.iter().filter_map(of_kind).collect();
            numbers.sort_unstable();
            numbers.dedup();
            let found: Vec<(i64, String)> =
                fetch_in(&mut connection, &numbers, |these| sql.replace("{these}", these)).await?;
            names.extend(found.into_iter().map(|(number, name)| (format!("{kind}:{number}"), name)));
        }
        Ok(names)
    }
}
