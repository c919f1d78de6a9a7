//! Acquaintances: whom a colleague knows, the strongest first.

use relata_model::{PersonId, RecordId};
use sqlx::AssertSqlSafe;

use crate::Store;
use crate::error::Result;
use crate::generation::Generation;
use crate::introducers::{CONTACT_NAME, ORDER, WORTH_NAMING};
use crate::mailbox::unsigned;
use crate::pair::{PairInsight, PairRow};
use crate::sharing::{Asker, named};

/// A contact a colleague knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Acquaintance {
    /// What the contact is called.
    pub name: String,
    /// The domain of the contact's company.
    pub company: Option<String>,
    /// The contact's first address.
    pub email: Option<String>,
    /// A contact or lead that stands for them.
    pub record: Option<RecordId>,
    /// How well the two know each other.
    pub pair: PairInsight,
}

/// Whom a colleague knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Acquaintances {
    /// The best, up to the limit asked for.
    pub contacts: Vec<Acquaintance>,
    /// How many there are in all.
    pub total: u64,
}

#[derive(sqlx::FromRow)]
struct AcquaintanceRow {
    #[sqlx(flatten)]
    pair: PairRow,
    contact_name: String,
    company: Option<String>,
    email: Option<String>,
    record_id: Option<String>,
}

impl Store {
    /// Returns whom a colleague knows best in a generation, as far as they share it with whoever asks.
    pub async fn contacts_of(
        &self,
        generation: &Generation,
        colleague: PersonId,
        asker: &Asker,
        limit: u32,
    ) -> Result<Acquaintances> {
        let ties = format!(
            "from pair
             join entry on entry.person_id = pair.colleague_id and entry.standing in (0, 1)
             where pair.series = $1 and pair.valid_from <= $2 and pair.valid_to > $2
               and pair.colleague_id = $3
               and exists (select 1 from contact where contact.person_id = pair.contact_id)
               and {} and {WORTH_NAMING}",
            named()
        );
        let count: i64 = sqlx::query_scalar(AssertSqlSafe(format!("select count(*) {ties}")))
            .bind(generation.series)
            .bind(generation.id.0)
            .bind(colleague.0)
            .bind(asker.number())
            .bind(asker.at.as_second())
            .fetch_one(&self.pool)
            .await?;
        let sql = format!(
            "with best as (select pair.* {ties} order by {ORDER} limit {limit})
             select pair.*, {CONTACT_NAME} as contact_name, {OF_CONTACT}
             from best as pair
             order by {ORDER}"
        );
        let rows: Vec<AcquaintanceRow> = sqlx::query_as(AssertSqlSafe(sql))
            .bind(generation.series)
            .bind(generation.id.0)
            .bind(colleague.0)
            .bind(asker.number())
            .bind(asker.at.as_second())
            .fetch_all(&self.pool)
            .await?;
        let contacts = rows.into_iter().map(AcquaintanceRow::into_acquaintance).collect();
        Ok(Acquaintances { contacts, total: unsigned(count) })
    }
}

/// What tells a contact from others of the same name; `pair.contact_id` is in scope.
pub(crate) const OF_CONTACT: &str = "
    (select min(company) from address where person_id = pair.contact_id) as company,
    (select address from address where person_id = pair.contact_id order by address_id limit 1) as email,
    (select min(record_address.record_id) from address
     join record_address on record_address.address_id = address.address_id and record_address.position = 0
     where address.person_id = pair.contact_id) as record_id";

impl AcquaintanceRow {
    fn into_acquaintance(self) -> Acquaintance {
        Acquaintance {
            name: self.contact_name,
            company: self.company,
            email: self.email,
            record: self.record_id.map(RecordId),
            pair: self.pair.into_insight(),
        }
    }
}
