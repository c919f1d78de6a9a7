//! Persons: what they are called, which addresses they have, what they are.

use relata_model::{Address, Class, Name, PersonId};

use crate::dictionary::class_of;
use crate::error::Result;
use crate::records::{RecordSummary, SummaryRow};
use crate::{Store, StoreError};

/// A name the directory gives its own.
pub(crate) const NAMED_BY_DIRECTORY: i64 = 5;
/// A name the CRM gives.
pub(crate) const NAMED_BY_RECORD: i64 = 4;

/// Somebody, inside or outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Which person.
    pub id: PersonId,
    /// What to call them: a name, or an address where no name is known.
    pub name: String,
    /// The company of their first address that has one: its domain.
    pub company: Option<String>,
    /// Every address, the oldest first.
    pub addresses: Vec<Address>,
    /// What they are, with the reason. Somebody with one address of a person is a person.
    pub class: Class,
    /// Why.
    pub class_reason: String,
    /// Whether they are, or were, a colleague.
    pub colleague: bool,
    /// The contacts and leads that stand for them.
    pub records: Vec<RecordSummary>,
}

impl Store {
    /// Returns a person with everything shown of them, or `None` if there is no such person.
    pub async fn person(&self, id: PersonId) -> Result<Option<Person>> {
        let sql = "
            select address.address, address.company, address.class, address.class_reason, person.name,
                   coalesce(entry.standing, -1)
            from person
            join address on address.person_id = person.person_id
            left join entry on entry.person_id = person.person_id
            where person.person_id = $1 and person.person_id not in (select person_id from erasing)
            order by address.address_id";
        type Row = (String, Option<String>, i64, String, Option<String>, i64);
        let rows: Vec<Row> = sqlx::query_as(sql).bind(id.0).fetch_all(&self.pool).await?;
        let Some((first, .., name, standing)) = rows.first() else { return Ok(None) };
        // Class::Person is the lowest number, so one address of a person makes a person.
        let (.., class, class_reason, _, _) = rows.iter().min_by_key(|it| it.2).expect("there is a first row");
        Ok(Some(Person {
            id,
            name: name.clone().unwrap_or_else(|| first.clone()),
            company: rows.iter().find_map(|it| it.1.clone()),
            addresses: rows.iter().map(|it| address(&it.0)).collect::<Result<_>>()?,
            class: class_of(*class),
            class_reason: class_reason.clone(),
            colleague: matches!(standing, 0 | 1),
            records: self.records_of(id).await?,
        }))
    }

    async fn records_of(&self, person: PersonId) -> Result<Vec<RecordSummary>> {
        let sql = "
            select record.record_id, record.kind, record.name, record.title, record.company, address.address as email
            from address
            join record_address on record_address.address_id = address.address_id and record_address.position = 0
            join record on record.record_id = record_address.record_id
            where address.person_id = $1
            order by record.kind, record.record_id";
        let rows: Vec<SummaryRow> = sqlx::query_as(sql).bind(person.0).fetch_all(&self.pool).await?;
        rows.into_iter().map(SummaryRow::into_summary).collect()
    }
}

/// Returns how good a name is that a stranger's mail gave: none, an address, one word, more.
pub(crate) fn name_rank(name: Option<&Name>, address: &Address) -> i64 {
    let Some(name) = name else { return 0 };
    let text = name.as_str();
    if text.contains('@') || text.eq_ignore_ascii_case(address.local()) {
        1
    } else if !text.contains(' ') {
        2
    } else {
        3
    }
}

/// Returns an address that was stored.
pub(crate) fn address(text: &str) -> Result<Address> {
    Address::parse_unlisted(text).map_err(|_| StoreError::NotUnderstood("an address that is none".to_owned()))
}
