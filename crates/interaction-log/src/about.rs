//! About somebody: every interaction a person took part in, for that person. Nobody else is named, not even by number.

use std::collections::{BTreeMap, BTreeSet};

use relata_model::{AddressId, Identity, Kind, Role};

use crate::append::InteractionLog;
use crate::concerned::Concerned;
use crate::erase::Rows;
use crate::table::LogError;

/// An interaction, as somebody who took part in it may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TookPart {
    /// When, in seconds since 1970.
    pub at: i64,
    /// What.
    pub kind: Kind,
    /// As what.
    pub role: Role,
    /// How many it was addressed to, or attended.
    pub audience: u32,
    /// How long it lasted.
    pub minutes: u32,
    /// In how many mailboxes it was seen.
    pub in_mailboxes: u32,
    /// Whether a CRM holds it.
    pub in_crm: bool,
}

impl InteractionLog {
    /// Returns every interaction somebody took part in, in order of time.
    ///
    /// # Errors
    ///
    /// [`LogError::Query`] if a table cannot be read.
    pub async fn about(&self, person: &BTreeSet<AddressId>) -> Result<Vec<TookPart>, LogError> {
        let mut all = Vec::new();
        for month in self.interaction.files_by_month().await?.into_keys() {
            let rows = Rows::read(self, month, &Concerned::All).await?;
            let mut copies: BTreeMap<Identity, (BTreeSet<i64>, bool)> = BTreeMap::new();
            for it in &rows.copies {
                let (mailboxes, crm) = copies.entry(it.identity).or_default();
                match it.said {
                    Some(_) => *crm = true,
                    None => {
                        mailboxes.insert(it.came.mailbox);
                    }
                }
            }
            for row in &rows.interactions {
                let own = row.content.people.iter().find(|it| person.contains(&AddressId(it.address)));
                let (mailboxes, in_crm) = copies.remove(&row.identity).unwrap_or_default();
                all.extend(own.map(|own| TookPart {
                    at: row.content.at,
                    kind: row.content.kind,
                    role: own.role,
                    audience: row.content.audience.unsigned_abs(),
                    minutes: row.content.minutes.unsigned_abs(),
                    in_mailboxes: mailboxes.len() as u32,
                    in_crm,
                }));
            }
        }
        all.sort_by_key(|it| it.at);
        Ok(all)
    }
}
