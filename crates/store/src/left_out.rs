//! What was left out of a person's history, and by which rule: shown beside the evidence.

use std::collections::BTreeMap;

use relata_model::{AddressId, Filter, MailboxId, PersonId};
use sqlx::AnyConnection;

use crate::database::insert;
use crate::error::Result;
use crate::mailbox::unsigned;
use crate::{Store, StoreError};

impl Store {
    /// Returns how many interactions of a person were left out, by rule.
    pub async fn left_out(&self, person: PersonId) -> Result<Vec<(Filter, u64)>> {
        let sql = "
            select left_out.rule, cast(sum(left_out.count) as bigint)
            from left_out
            join address on address.address_id = left_out.address_id
            where address.person_id = $1
            group by left_out.rule";
        let rows: Vec<(String, i64)> = sqlx::query_as(sql).bind(person.0).fetch_all(&self.pool).await?;
        let mut counts = BTreeMap::new();
        for (rule, count) in rows {
            let rule = Filter::named(&rule).ok_or_else(|| StoreError::NotUnderstood(format!("the rule `{rule}`")))?;
            counts.insert(rule, unsigned(count));
        }
        Ok(counts.into_iter().collect())
    }
}

pub(crate) async fn add_left_out(
    connection: &mut AnyConnection,
    mailbox: MailboxId,
    left_out: &[(AddressId, Filter, u64)],
) -> Result<()> {
    // One statement may not touch a row twice.
    let mut sums: BTreeMap<(i64, &str), u64> = BTreeMap::new();
    for (address, rule, count) in left_out {
        *sums.entry((address.0, rule.name())).or_default() += count;
    }
    let rows: Vec<((i64, &str), u64)> = sums.into_iter().collect();
    let head = "insert into left_out (address_id, mailbox_id, rule, count)";
    let tail = "on conflict (address_id, mailbox_id, rule) do update set count = left_out.count + excluded.count";
    insert(connection, (head, 4, tail), &rows, |query, ((address, rule), count)| {
        query.bind(*address).bind(mailbox.0).bind((*rule).to_owned()).bind(*count as i64)
    })
    .await
}
