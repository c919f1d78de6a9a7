//! Lookups: what ids in rows stand for: users and their addresses, currencies, whoever else took part.

use std::collections::{BTreeMap, BTreeSet};

use relata_model::{Address, ColleagueId};

use super::Dataverse;
use super::tables::{CURRENCIES, Row, Table, USERS};
use crate::trouble::Trouble;

/// What owners and currencies are called. Ask for it anew before each run: people change.
#[derive(Clone, Debug, Default)]
pub struct Lookups {
    users: BTreeMap<String, User>,
    currencies: BTreeMap<String, String>,
}

/// A user of the CRM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Where they get mail.
    pub address: Option<Address>,
    /// The directory's id.
    pub colleague: Option<ColleagueId>,
}

/// Tables a party or an owner may be of: logical name, name in addresses, key, column with the address.
const PEOPLE: [(&str, &str, &str, &str); 4] = [
    ("contact", "contacts", "contactid", "emailaddress1"),
    ("lead", "leads", "leadid", "emailaddress1"),
    ("account", "accounts", "accountid", "emailaddress1"),
    ("systemuser", "systemusers", "systemuserid", "internalemailaddress"),
];
/// Ids in one question, so that its address stays short.
const IDS_AT_ONCE: usize = 50;

impl Lookups {
    /// Returns a user by the CRM's id.
    pub fn user(&self, id: &str) -> Option<&User> {
        self.users.get(id)
    }

    /// Returns every user, by the CRM's id.
    pub fn users(&self) -> impl Iterator<Item = (&str, &User)> {
        self.users.iter().map(|(id, user)| (id.as_str(), user))
    }

    /// The address of a user, as text; empty if there is none.
    pub(super) fn address_of(&self, id: &str) -> &str {
        self.user(id).and_then(|it| it.address.as_ref()).map_or("", Address::as_str)
    }

    pub(super) fn currency(&self, id: &str) -> &str {
        self.currencies.get(id).map_or("", String::as_str)
    }

    pub(super) fn of_rows(users: &[Row], currencies: &[Row]) -> Lookups {
        let user = |row: &Row| {
            let address = Address::parse_unlisted(row.text("internalemailaddress")).ok();
            let colleague = Some(row.id("azureactivedirectoryobjectid")).filter(|it| !it.is_empty());
            (row.id("systemuserid"), User { address, colleague: colleague.map(ColleagueId) })
        };
        let currency = |row: &Row| (row.id("transactioncurrencyid"), row.text("isocurrencycode").to_owned());
        Lookups { users: users.iter().map(user).collect(), currencies: currencies.iter().map(currency).collect() }
    }
}

impl Dataverse {
    /// Returns what owners and currencies are called. Without the right to read currencies, revenues have none.
    ///
    /// # Errors
    ///
    /// If the users may not be read.
    pub async fn lookups(&self) -> Result<Lookups, Trouble> {
        let users = self.all(&USERS, None).await?;
        let currencies = match self.all(&CURRENCIES, None).await {
            Err(Trouble::Refused { .. } | Trouble::Skip { .. }) => Vec::new(),
            read => read?,
        };
        Ok(Lookups::of_rows(&users, &currencies))
    }

    /// The addresses of contacts, leads, accounts and users, by id. Each id comes with its table's logical name; where
    /// that is not said, all are asked.
    pub(super) async fn addresses(
        &self,
        wanted: &BTreeSet<(String, String)>,
    ) -> Result<BTreeMap<String, String>, Trouble> {
        let mut found = BTreeMap::new();
        for (name, set, key, column) in PEOPLE {
            let of_table = |it: &&(String, String)| it.0 == name || it.0.is_empty();
            let ids: Vec<&str> = wanted.iter().filter(of_table).map(|it| it.1.as_str()).collect();
            for some in ids.chunks(IDS_AT_ONCE) {
                let table = Table { set, key, columns: &[], optional: &[] };
                let query = format!("{key},{column}");
                for row in self.chosen(&table, &query, key, some).await? {
                    let address = row.text(column);
                    if !address.is_empty() {
                        found.insert(row.id(key), address.to_owned());
                    }
                }
            }
        }
        Ok(found)
    }
}
