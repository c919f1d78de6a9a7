//! Actors: what those are called whom the audit trail knows by numbers. For showing alone; the trail keeps the numbers.

use std::collections::HashMap;

use crate::Store;
use crate::database::fetch_in;
use crate::error::Result;

/// Sorts of actors and holders that have a name, and where it stands: `{these}` are their ids.
const NAMED: [(&str, &str); 4] = [
    (
        "person",
        "select cast(person_id as text), coalesce(name, email) from entry where cast(person_id as text) in ({these})",
    ),
    ("group", "select group_id, name from directory_group where group_id in ({these})"),
    ("account", "select cast(account_id as text), name from account where cast(account_id as text) in ({these})"),
    ("token", "select cast(token_id as text), name from api_token where cast(token_id as text) in ({these})"),
];

impl Store {
    /// Returns what those are called whom the trail calls `person:7` or `group:g-1`, as far as they are still there.
    pub async fn names_of_actors(&self, actors: &[&str]) -> Result<HashMap<String, String>> {
        let mut connection = self.pool.acquire().await?;
        let mut names = HashMap::new();
        for (kind, sql) in NAMED {
            let of_kind = |it: &&str| Some(it.strip_prefix(kind)?.strip_prefix(':')?.to_owned());
            let mut ids: Vec<String> = actors.iter().filter_map(of_kind).collect();
            ids.sort_unstable();
            ids.dedup();
            let found: Vec<(String, String)> =
                fetch_in(&mut connection, &ids, |these| sql.replace("{these}", these)).await?;
            names.extend(found.into_iter().map(|(id, name)| (format!("{kind}:{id}"), name)));
        }
        Ok(names)
    }
}
