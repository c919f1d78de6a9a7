//! Organisations: who works for whom, when an edge file says more than who wrote to whom.
//!
//! With a file of `person,organisation` every organisation asks for its own people: who of us
//! knows this outsider? A file with one column lists the people of the one organisation. Without
//! a file everybody is a colleague of everybody else.

use std::collections::BTreeMap;
use std::io::Read;

use csv::StringRecord;

use crate::edges::{ReadError, csv_reader};

/// The organisation of those whose file has one column.
const THE_ONE: &str = "";
const PERSON: [&str; 4] = ["person", "id", "address", "email"];

/// Who works for which organisation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Organisations {
    by_person: BTreeMap<String, String>,
}

impl Organisations {
    /// Reads CSV of `person,organisation` or of `person` alone; the header is optional.
    ///
    /// Of two lines for one person the later counts; lines without a person are passed over.
    ///
    /// # Errors
    ///
    /// When the bytes cannot be read, or name nobody.
    pub fn read(reader: impl Read) -> Result<Organisations, ReadError> {
        let mut by_person = BTreeMap::new();
        for (index, line) in csv_reader(reader).records().enumerate() {
            let line = line?;
            if index == 0 && is_header(&line) {
                continue;
            }
            let person = line.get(0).unwrap_or_default();
            if !person.is_empty() {
                by_person.insert(person.to_owned(), line.get(1).unwrap_or(THE_ONE).to_owned());
            }
        }
        if by_person.is_empty() {
            return Err(ReadError::Empty);
        }
        Ok(Organisations { by_person })
    }

    /// How many people work for some organisation.
    pub fn len(&self) -> usize {
        self.by_person.len()
    }

    /// Whether nobody does, so that all are of one organisation.
    pub fn is_empty(&self) -> bool {
        self.by_person.is_empty()
    }

    /// For every person the number of their organisation, organisations numbered by name.
    pub(crate) fn of_people(&self, people: &[String]) -> Vec<Option<u32>> {
        let mut numbers: BTreeMap<&str, u32> = self.by_person.values().map(|it| (it.as_str(), 0)).collect();
        for (next, number) in (0..).zip(numbers.values_mut()) {
            *number = next;
        }
        let number_of = |person: &String| self.by_person.get(person).map(|it| numbers[it.as_str()]);
        people.iter().map(number_of).collect()
    }
}

fn is_header(line: &StringRecord) -> bool {
    line.get(0).is_some_and(|it| PERSON.contains(&it.to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(file: &str, people: &[&str], expected: &[Option<u32>]) {
        let organisations = Organisations::read(file.as_bytes()).unwrap();
        let people: Vec<String> = people.iter().map(|it| (*it).to_owned()).collect();
        assert_eq!(organisations.of_people(&people), expected);
    }

    #[test]
    fn two_columns_name_organisations() {
        let file = "person,organisation\nlea,us\nben,acme\nzoe,us\n";
        check(file, &["ben", "lea", "mia", "zoe"], &[Some(0), Some(1), None, Some(1)]);
    }

    #[test]
    fn one_column_lists_the_people_of_the_one_organisation() {
        check("lea\n\nben\n", &["ben", "lea", "mia"], &[Some(0), Some(0), None]);
    }

    #[test]
    fn a_file_that_names_nobody_is_an_error() {
        assert!(Organisations::read("person\n".as_bytes()).is_err());
    }
}
