//! The overview: how much of everything there is.

use crate::Store;
use crate::error::Result;
use crate::mailbox::unsigned;
use crate::sharing::hidden_from_all;

/// How much of everything there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Colleagues who work here and are not hidden.
    pub colleagues: u64,
    /// Contacts among the records.
    pub contacts: u64,
    /// Accounts among the records.
    pub accounts: u64,
    /// Leads among the records.
    pub leads: u64,
    /// Opportunities among the records.
    pub opportunities: u64,
    /// Persons outside who are not out of sight.
    pub people: u64,
    /// Mailboxes connected.
    pub mailboxes: u64,
    /// Interactions stored.
    pub interactions: u64,
    /// Pairs of the published generation that are not hidden.
    pub pairs: u64,
}

impl Store {
    /// Returns how much of everything there is.
    pub async fn counts(&self) -> Result<Counts> {
        let sql = "
            select (select count(*) from entry where standing = 0 and visibility <> 3),
                   (select count(*) from record where kind = 'contact'),
                   (select count(*) from record where kind = 'account'),
                   (select count(*) from record where kind = 'lead'),
                   (select count(*) from record where kind = 'opportunity'),
                   (select count(distinct person_id) from address
                    where class = 0 and person_id not in (select person_id from entry where standing in (0, 1))
                      and person_id not in (select person_id from erasing)),
                   (select count(*) from mailbox where kind <> 'crm'),
                   (select cast(coalesce(sum(stored), 0) as bigint) from mailbox),
                   coalesce((select pairs from generation
                             where generation_id = (select generation_id from published)), 0)";
        let row: (i64, i64, i64, i64, i64, i64, i64, i64, i64) = sqlx::query_as(sql).fetch_one(&self.pool).await?;
        let mut connection = self.pool.acquire().await?;
        let hidden = hidden_from_all(&mut connection).await?;
        let (colleagues, contacts, accounts, leads, opportunities, people, mailboxes, interactions, pairs) = row;
        Ok(Counts {
            colleagues: unsigned(colleagues),
            contacts: unsigned(contacts),
            accounts: unsigned(accounts),
            leads: unsigned(leads),
            opportunities: unsigned(opportunities),
            people: unsigned(people - hidden.people),
            mailboxes: unsigned(mailboxes),
            interactions: unsigned(interactions),
            pairs: unsigned(pairs - hidden.pairs),
        })
    }
}
