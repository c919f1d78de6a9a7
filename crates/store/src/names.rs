//! Names for numbers: who stands behind the addresses a series counted, as far as the viewer may know.
//!
//! **Invariant:** a colleague is named who shares each of these ties with whoever asks (see `sharing.rs`), because what
//! is told beside the name is not told apart by contact; somebody outside is named unless they asked to be forgotten, a
//! record says to leave them alone, or they are out of sight.

use std::collections::{HashMap, HashSet};

use relata_model::{AddressId, PersonId};
use sqlx::AnyConnection;

use crate::Store;
use crate::database::fetch_in;
use crate::error::Result;
use crate::sharing::{Asker, out_of_sight, share_with_all};

/// Who an address belongs to, as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedAddress {
    /// Which address.
    pub address: AddressId,
    /// Whose it is.
    pub person: PersonId,
    /// What they are called: a name, or the address where no name is known.
    pub name: String,
    /// The address they are written to: a colleague's own choice, else the first.
    pub email: String,
    /// Job title.
    pub title: Option<String>,
    /// Whether they are, or were, a colleague.
    pub colleague: bool,
    /// Whether whoever asks may be told; if not, nothing of this may leave the server.
    pub visible: bool,
}

#[derive(Clone, sqlx::FromRow)]
pub(crate) struct NamedPerson {
    pub(crate) person_id: i64,
    pub(crate) name: String,
    email: String,
    pub(crate) title: Option<String>,
    standing: i64,
    alone: i64,
}

impl Store {
    /// Returns who addresses belong to, by address; a number nobody has is not among them. The addresses are those of
    /// both sides of something, a record as a rule: a colleague is visible who shares their ties with all of the other
    /// side.
    pub async fn names_of_addresses(&self, addresses: &[AddressId], asker: &Asker) -> Result<Vec<NamedAddress>> {
        let mut connection = self.pool.acquire().await?;
        let numbers: Vec<i64> = addresses.iter().map(|it| it.0).collect();
        let sql = |these: &str| format!("select address_id, person_id from address where address_id in ({these})");
        let mut persons: Vec<(i64, i64)> = fetch_in(&mut connection, &numbers, sql).await?;
        persons.sort_unstable();
        persons.dedup();
        let mut ids: Vec<i64> = persons.iter().map(|it| it.1).collect();
        ids.sort_unstable();
        ids.dedup();
        let named = named_persons(&mut connection, &ids).await?;
        let (ours, theirs): (Vec<&NamedPerson>, Vec<&NamedPerson>) = named.iter().partition(|it| it.is_colleague());
        let ours: Vec<i64> = ours.into_iter().map(|it| it.person_id).collect();
        let theirs: Vec<i64> = theirs.into_iter().map(|it| it.person_id).collect();
        let sharing: HashSet<i64> = share_with_all(&mut connection, &ours, &theirs, asker).await?;
        let unseen = out_of_sight(&mut connection, &theirs, asker).await?;
        let named: HashMap<i64, NamedPerson> = named.into_iter().map(|it| (it.person_id, it)).collect();
        let address = |(address, person): (i64, i64)| {
            let it = named.get(&person)?.clone();
            let colleague = it.is_colleague();
            let visible =
                it.alone == 0 && if colleague { sharing.contains(&person) } else { !unseen.contains(&person) };
            let (address, person) = (AddressId(address), PersonId(person));
            Some(NamedAddress { address, person, name: it.name, email: it.email, title: it.title, colleague, visible })
        };
        Ok(persons.into_iter().filter_map(address).collect())
    }
}

impl NamedPerson {
    fn is_colleague(&self) -> bool {
        matches!(self.standing, 0 | 1)
    }
}

/// Returns what persons are called, and what decides who may know; in no order.
pub(crate) async fn named_persons(connection: &mut AnyConnection, persons: &[i64]) -> Result<Vec<NamedPerson>> {
    let first = "(select address from address where person_id = person.person_id order by address_id limit 1)";
    let sql = |these: &str| {
        format!(
            "select person.person_id, coalesce(entry.name, person.name, {first}) as name,
                    coalesce(entry.email, {first}) as email,
                    coalesce(entry.title, (
                        select record.title from address
                        join record_address on record_address.address_id = address.address_id
                             and record_address.position = 0
                        join record on record.record_id = record_address.record_id
                        join record_row on record_row.record_id = record.record_id
                        where address.person_id = person.person_id and record.title is not null
                        order by record_row.number limit 1)) as title,
                    coalesce(entry.standing, -1) as standing,
                    case when exists (select 1 from left_alone where left_alone.person_id = person.person_id)
                         then 1 else 0 end as alone
             from person
             left join entry on entry.person_id = person.person_id
             where person.person_id in ({these})
               and exists (select 1 from address where address.person_id = person.person_id)"
        )
    };
    fetch_in(connection, persons, sql).await
}
