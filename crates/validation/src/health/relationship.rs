//! Relationships: who there is to fall silent, and when there were messages.

use std::collections::BTreeMap;

use crate::accounts::Accounts;
use crate::edges::{Edges, PersonId};

/// The times of the messages of every relationship, in Unix seconds, in order, each once.
#[derive(Debug)]
pub(crate) struct Relationships {
    pub messages: Vec<Vec<i64>>,
}

impl Relationships {
    /// Every two people; with organisations only those of whom one works where the other does not.
    pub fn pairs(edges: &Edges, organisations: Option<&[Option<u32>]>) -> Relationships {
        let asked = |(one, other): (PersonId, PersonId)| match organisations {
            Some(of) => of[one as usize] != of[other as usize],
            None => true,
        };
        let pairs = edges.pairs().filter(|it| it.first().is_some_and(|it| asked(it.pair())));
        let messages = pairs.map(|rows| in_order(rows.iter().map(|it| it.at).collect()));
        Relationships { messages: messages.collect() }
    }

    /// Every organisation with every account: all messages of its people with people of the account who are not its
    /// own. A pair of two organisations' people counts for both.
    pub fn accounts(edges: &Edges, organisations: &[Option<u32>], accounts: &Accounts) -> Relationships {
        let account_of: Vec<Option<String>> = edges.people().iter().map(|it| accounts.of(it)).collect();
        let mut messages: BTreeMap<(u32, &str), Vec<i64>> = BTreeMap::new();
        for rows in edges.pairs() {
            let Some((one, other)) = rows.first().map(|it| it.pair()) else { continue };
            for (ours, theirs) in [(one, other), (other, one)] {
                let of = |person: PersonId| organisations[person as usize];
                if let (Some(organisation), Some(account)) = (of(ours), &account_of[theirs as usize])
                    && of(theirs) != Some(organisation)
                {
                    messages.entry((organisation, account)).or_default().extend(rows.iter().map(|it| it.at));
                }
            }
        }
        Relationships { messages: messages.into_values().map(in_order).collect() }
    }
}

fn in_order(mut times: Vec<i64>) -> Vec<i64> {
    times.sort_unstable();
    times.dedup();
    times
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;
    use crate::organisations::Organisations;

    /// Lea and Ben work for us, Kim for them; Mia and Noa are of acme, Kim of theirs.
    #[track_caller]
    fn check(edges: &str, expected: Expect) {
        let edges = Edges::read(edges.as_bytes()).unwrap();
        let who = Organisations::read("person,organisation\nlea,us\nben,us\nkim,them\n".as_bytes()).unwrap();
        let accounts = Accounts::read("person,account\nmia,acme\nnoa,acme\nkim,theirs\n".as_bytes()).unwrap();
        let of = who.of_people(edges.people());
        let by_pair = Relationships::pairs(&edges, Some(&of)).messages;
        let by_account = Relationships::accounts(&edges, &of, &accounts).messages;
        expected.assert_eq(&format!("pairs {by_pair:?}\naccounts {by_account:?}"));
    }

    #[test]
    fn an_account_is_all_of_ours_with_all_of_theirs() {
        check(
            "1,lea,mia\n2,noa,ben\n2,noa,lea\n3,lea,mia\n",
            expect![[r#"
                pairs [[2], [1, 3], [2]]
                accounts [[1, 2, 3]]"#]],
        );
    }

    #[test]
    fn colleagues_and_strangers_among_themselves_are_nobodys() {
        check(
            "1,lea,ben\n2,mia,noa\n",
            expect![[r#"
                pairs []
                accounts []"#]],
        );
    }

    #[test]
    fn who_is_of_no_account_is_only_a_pair() {
        check(
            "1,lea,zoe\n",
            expect![[r#"
                pairs [[1]]
                accounts []"#]],
        );
    }

    #[test]
    fn between_two_organisations_each_has_an_account_of_the_other_if_it_is_one() {
        check(
            "1,kim,lea\n2,kim,mia\n",
            expect![[r#"
                pairs [[1], [2]]
                accounts [[2], [1]]"#]],
        );
    }
}
