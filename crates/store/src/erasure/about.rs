//! Whom erasures and access requests are about, for showing alone: as long as a name is there.

use std::collections::{HashMap, HashSet};

use relata_model::{ColleagueId, PersonId};
use sqlx::AnyConnection;

use super::ErasureId;
use crate::Store;
use crate::database::fetch_in;
use crate::error::Result;

impl Store {
    /// Returns whom erasures are about who have a name: somebody who is being forgotten until their rows are gone, a
    /// colleague of whom a part was erased as long as the directory knows them.
    pub async fn names_in_erasures(&self) -> Result<HashMap<ErasureId, (PersonId, String)>> {
        let mut connection = self.pool.acquire().await?;
        let sql = "select erasure_id, person_id from erasing";
        let mut about: Vec<(i64, i64)> = sqlx::query_as(sql).fetch_all(&mut *connection).await?;
        about.extend(self.of_colleagues(&mut connection).await?);
        let persons: Vec<PersonId> = about.iter().map(|it| PersonId(it.1)).collect();
        let names = names(&mut connection, &persons).await?;
        let named = |(erasure, person): (i64, i64)| {
            let person = PersonId(person);
            Some((ErasureId(erasure), (person, names.get(&person)?.clone())))
        };
        Ok(about.into_iter().filter_map(named).collect())
    }

    /// Returns what persons are called: their name, or an address where no name is known. Who is there no more is not
    /// among them.
    pub async fn names_of_persons(&self, persons: &[PersonId]) -> Result<HashMap<PersonId, String>> {
        let mut connection = self.pool.acquire().await?;
        names(&mut connection, persons).await
    }

    /// Of the erasures that leave a colleague in the directory, those whose hash is a colleague's.
    async fn of_colleagues(&self, connection: &mut AnyConnection) -> Result<Vec<(i64, i64)>> {
        let sql = "select erasure_id, subject from erasure where kind = 'person' and source in ('opt_out', 'group')";
        let erasures: Vec<(i64, String)> = sqlx::query_as(sql).fetch_all(&mut *connection).await?;
        if erasures.is_empty() {
            return Ok(Vec::new());
        }
        let key = self.suppression_key()?;
        let sql = "select entry_id, person_id from entry";
        let entries: Vec<(String, i64)> = sqlx::query_as(sql).fetch_all(connection).await?;
        let person_by_hash: HashMap<String, i64> =
            entries.into_iter().map(|(entry, person)| (key.of_colleague(&ColleagueId(entry)).hex(), person)).collect();
        Ok(erasures.into_iter().filter_map(|(id, hash)| Some((id, *person_by_hash.get(&hash)?))).collect())
    }
}

async fn names(connection: &mut AnyConnection, persons: &[PersonId]) -> Result<HashMap<PersonId, String>> {
    let ids: HashSet<i64> = persons.iter().map(|it| it.0).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let first = "(select address from address where person_id = person.person_id order by address_id limit 1)";
    let sql = |these: &str| {
        format!(
            "select person.person_id, coalesce(entry.name, entry.email, person.name, {first})
             from person
             left join entry on entry.person_id = person.person_id
             where person.person_id in ({these})
               and coalesce(entry.name, entry.email, person.name, {first}) is not null"
        )
    };
    let found: Vec<(i64, String)> = fetch_in(connection, &ids, sql).await?;
    Ok(found.into_iter().map(|(person, name)| (PersonId(person), name)).collect())
}
