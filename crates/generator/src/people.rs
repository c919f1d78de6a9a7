//! People: what they are called, where they work, how mail reaches them. All of it is made up when it is asked for.

use std::fmt::Write as _;

use relata_model::directory::Entry;
use relata_model::{Address, ColleagueId, Name, Standing};

use crate::dice::Dice;
use crate::event::Person;
use crate::world::{TEAM, World, sorts};

/// Where the colleagues have their addresses.
pub const HOME: &str = "home.example";

/// First names, and how they stand in an address.
const GIVEN: [(&str, &str); 24] = [
    ("Lea", "lea"),
    ("Max", "max"),
    ("Jörgen", "joergen"),
    ("Amber", "amber"),
    ("Ben", "ben"),
    ("Cleo", "cleo"),
    ("Dana", "dana"),
    ("Emil", "emil"),
    ("Finn", "finn"),
    ("Greta", "greta"),
    ("Hugo", "hugo"),
    ("Ida", "ida"),
    ("Jon", "jon"),
    ("Kim", "kim"),
    ("Lars", "lars"),
    ("Mára", "mara"),
    ("Nils", "nils"),
    ("Olga", "olga"),
    ("Paul", "paul"),
    ("Rosa", "rosa"),
    ("Sigrún", "sigrun"),
    ("Tariq", "tariq"),
    ("Uma", "uma"),
    ("Wei", "wei"),
];
const FAMILY: [(&str, &str); 20] = [
    ("Berger", "berger"),
    ("Lindt", "lindt"),
    ("O'Shea", "oshea"),
    ("van Dijk", "vandijk"),
    ("Kowalski", "kowalski"),
    ("Sørensen", "sorensen"),
    ("Tanaka", "tanaka"),
    ("Müller", "mueller"),
    ("Okafor", "okafor"),
    ("Rossi", "rossi"),
    ("Smith", "smith"),
    ("Novák", "novak"),
    ("Byrne", "byrne"),
    ("Garcia", "garcia"),
    ("Haddad", "haddad"),
    ("Ivanova", "ivanova"),
    ("Jansen", "jansen"),
    ("Kaya", "kaya"),
    ("Lopez", "lopez"),
    ("Mbeki", "mbeki"),
];
const FIRMS: [&str; 20] = [
    "harbor", "copper", "meadow", "summit", "cedar", "river", "amber", "north", "silver", "granite", "willow",
    "falcon", "orchard", "beacon", "maple", "canyon", "coral", "prairie", "juniper", "tundra",
];
const TRADES: [&str; 15] = [
    "foods", "freight", "labs", "textiles", "energy", "press", "optics", "tools", "homes", "paper", "glass", "travel",
    "health", "metals", "games",
];
const DEPARTMENTS: [&str; 8] =
    ["Sales", "Marketing", "Delivery", "Engineering", "Finance", "Purchasing", "Service", "Research"];
const TITLES: [&str; 6] = ["Manager", "Specialist", "Director", "Assistant", "Consultant", "Lead"];
/// One colleague in so many has a second address.
const ALIASED: u32 = 10;

impl World {
    /// Returns what somebody is called.
    pub fn name(&self, person: Person) -> String {
        match self.robot_number(person) {
            Some(_) => "Updates".to_owned(),
            None => {
                let (given, family) = self.names(person);
                format!("{} {}", given.0, family.0)
            }
        }
    }

    /// Writes the address of somebody.
    pub fn write_address(&self, person: Person, into: &mut String) {
        if let Some(number) = self.robot_number(person) {
            // Each robot speaks for a company, as far as there are that many.
            let _ = write!(into, "updates{number}@");
            self.write_domain(number % self.companies.count, into);
            return;
        }
        let (given, family) = self.names(person);
        let _ = match person.0.checked_sub(self.size.colleagues) {
            None => write!(into, "{}.{}{}@{HOME}", given.1, family.1, person.0),
            Some(contact) => {
                let company = self.companies.of_contact(contact);
                let among = contact - self.companies.contacts(company).0;
                let _ = write!(into, "{}.{}{among}@", given.1, family.1);
                self.write_domain(company, into);
                Ok(())
            }
        };
    }

    /// Returns the address of somebody.
    pub fn address(&self, person: Person) -> Address {
        let mut text = String::new();
        self.write_address(person, &mut text);
        Address::parse(&text).expect("an address is made to be one")
    }

    /// Returns the directory's id of a colleague.
    pub fn id(&self, colleague: Person) -> ColleagueId {
        ColleagueId(format!("e{}", colleague.0))
    }

    /// Returns what the directory says of a colleague at the end.
    pub fn entry(&self, colleague: Person) -> Entry {
        let number = colleague.0;
        let primary = self.address(colleague);
        let (given, _) = self.names(colleague);
        let alias = format!("{}{number}@{HOME}", given.1);
        let has_alias = number % ALIASED == 3;
        let title = TITLES[(Dice::of(self.seed, sorts::NAME, u64::from(number)).roll() % 6) as usize];
        let department = DEPARTMENTS[(number / TEAM / 4) as usize % DEPARTMENTS.len()];
        Entry {
            id: self.id(colleague),
            name: Name::new(&self.name(colleague)),
            primary,
            aliases: has_alias
                .then(|| Address::parse(&alias).expect("an address is made to be one"))
                .into_iter()
                .collect(),
            title: Name::new(title),
            department: Name::new(department),
            standing: if self.has_left(colleague) { Standing::Left } else { Standing::Active },
        }
    }

    /// Returns the colleagues, in the order of their numbers.
    pub fn colleagues(&self) -> impl Iterator<Item = Person> {
        (0..self.size.colleagues).map(Person)
    }

    fn names(&self, person: Person) -> ((&'static str, &'static str), (&'static str, &'static str)) {
        let mut dice = Dice::of(self.seed, sorts::NAME, u64::from(person.0));
        (GIVEN[dice.below(GIVEN.len() as u32) as usize], FAMILY[dice.below(FAMILY.len() as u32) as usize])
    }

    fn robot_number(&self, person: Person) -> Option<u32> {
        person.0.checked_sub(self.size.colleagues + self.size.contacts)
    }

    fn write_domain(&self, company: u32, into: &mut String) {
        let names = (FIRMS.len() * TRADES.len()) as u32;
        let (firm, trade) =
            (FIRMS[company as usize % FIRMS.len()], TRADES[company as usize / FIRMS.len() % TRADES.len()]);
        let _ = match company / names {
            0 => write!(into, "{firm}{trade}.example"),
            more => write!(into, "{firm}{trade}{more}.example"),
        };
    }
}
