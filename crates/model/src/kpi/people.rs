//! People: who was contacted most, and who contacted most.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::hash::Hash;

use super::Window;
use crate::series::Contacted;
use crate::{AddressId, Series};

/// What one person has to do with a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonTally<K> {
    /// Who, as the caller calls them.
    pub person: K,
    /// Emails of ours that they got, or wrote.
    pub emails: u32,
    /// Meetings both sides were in.
    pub meetings: u32,
    /// Calls both sides were in.
    pub calls: u32,
    /// The newest of these, in seconds since 1970.
    pub last_at: i64,
}

/// Returns the `limit` people with the most emails, meetings and calls, most first; of equals, the latest.
///
/// `person` says whose an address is: several addresses of a person are added up, and an address of nobody (or of the
/// side not asked for) is left out. The lines of a series are months: one counts if its newest interaction lies in
/// the window.
pub fn most<K: Copy + Ord + Hash>(
    series: &Series,
    window: Window,
    limit: usize,
    person: impl Fn(AddressId) -> Option<K>,
) -> Vec<PersonTally<K>> {
    let moments = window.seconds();
    let mut tallies: HashMap<K, PersonTally<K>> = HashMap::new();
    for line in series.people.iter().filter(|it| moments.contains(&it.last_at)) {
        let Some(person) = person(line.address) else { continue };
        let Contacted { emails, meetings, calls, last_at, .. } = *line;
        let new = PersonTally { person, emails, meetings, calls, last_at };
        tallies.entry(person).and_modify(|it| it.add(&new)).or_insert(new);
    }
    let mut ranked: Vec<_> = tallies.into_values().collect();
    ranked.sort_unstable_by_key(|it| (Reverse(it.all()), Reverse(it.last_at), it.person));
    ranked.truncate(limit);
    ranked
}

impl<K> PersonTally<K> {
    fn all(&self) -> u32 {
        self.emails + self.meetings + self.calls
    }

    fn add(&mut self, other: &PersonTally<K>) {
        self.emails += other.emails;
        self.meetings += other.meetings;
        self.calls += other.calls;
        self.last_at = self.last_at.max(other.last_at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::notation::{UNTIL, series};

    /// Person a has the addresses 1 and 2, b has 3, c has 4; 9 is nobody's.
    #[track_caller]
    fn check(limit: usize, text: &str, expected: &str) {
        let window = Window::last(62, UNTIL.parse().unwrap());
        let person =
            |it: AddressId| [(1, 'a'), (2, 'a'), (3, 'b'), (4, 'c')].iter().find(|own| own.0 == it.0).map(|own| own.1);
        let found = most(&series(text), window, limit, person);
        let print = |it: &PersonTally<char>| format!("{} {}/{}/{}", it.person, it.emails, it.meetings, it.calls);
        assert_eq!(found.iter().map(print).collect::<Vec<_>>().join(", "), expected);
    }

    #[test]
    fn months_and_addresses_of_a_person_are_added_up() {
        let text =
            "2026-02-20T10:00 #1 emails 2/0/1\n2026-03-05T10:00 #2 emails 1/1/0\n2026-03-09T10:00 #3 emails 4/0/0";
        check(3, text, "a 3/1/1, b 4/0/0");
        check(1, text, "a 3/1/1");
    }

    #[test]
    fn of_equals_the_latest_comes_first_and_strangers_and_the_past_are_left_out() {
        let text = "2026-03-05T10:00 #3 emails 1/0/0\n2026-03-06T10:00 #4 emails 0/0/1
                    2026-03-07T10:00 #9 emails 8/0/0\n2026-01-20T10:00 #1 emails 7/0/0";
        check(3, text, "c 0/0/1, b 1/0/0");
    }
}
