//! Accounts: which company an outsider belongs to, so that an organisation's mail with all of its people is one
//! relationship.
//!
//! Without a file it is the company domain of those whose name is an address; free mail belongs to nobody.

use std::collections::BTreeMap;
use std::io::Read;

use relata_model::Address;
use relata_model::company::company_domain;

use crate::edges::{ReadError, csv_reader};

const PERSON: [&str; 4] = ["person", "id", "address", "email"];

/// Who belongs to which company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accounts {
    /// By the domain of the address that names a person.
    ByDomain,
    /// As listed; nobody else belongs to any.
    Listed(BTreeMap<String, String>),
}

impl Accounts {
    /// Reads CSV of `person,account`; the header is optional.
    ///
    /// Of two lines for one person the later counts; lines that lack either are passed over.
    ///
    /// # Errors
    ///
    /// When the bytes cannot be read, or list nobody.
    pub fn read(reader: impl Read) -> Result<Accounts, ReadError> {
        let mut by_person = BTreeMap::new();
        for (index, line) in csv_reader(reader).records().enumerate() {
            let line = line?;
            let (person, account) = (line.get(0).unwrap_or_default(), line.get(1).unwrap_or_default());
            let is_header = index == 0 && PERSON.contains(&person.to_ascii_lowercase().as_str());
            if !is_header && !person.is_empty() && !account.is_empty() {
                by_person.insert(person.to_owned(), account.to_owned());
            }
        }
        if by_person.is_empty() {
            return Err(ReadError::Empty);
        }
        Ok(Accounts::Listed(by_person))
    }

    /// The account of a person, if any.
    pub(crate) fn of(&self, person: &str) -> Option<String> {
        match self {
            Accounts::ByDomain => company_domain(&Address::parse(person).ok()?),
            Accounts::Listed(by_person) => by_person.get(person).cloned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_says_who_belongs_where() {
        let accounts = Accounts::read("person,account\n7,acme\n8,\n9,beta\n".as_bytes()).unwrap();
        let of = |person: &str| accounts.of(person);
        assert_eq!([of("7"), of("8"), of("9")], [Some("acme".to_owned()), None, Some("beta".to_owned())]);
        assert!(Accounts::read("person,account\n".as_bytes()).is_err());
    }

    #[test]
    fn without_a_list_the_domain_says_it() {
        let of = |person: &str| Accounts::ByDomain.of(person);
        assert_eq!(of("lea@mail.acme.com").as_deref(), Some("acme.com"));
        assert_eq!((of("lea@gmail.com"), of("17")), (None, None));
    }
}
