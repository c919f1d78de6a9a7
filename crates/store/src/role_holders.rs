//! Who has a role: the colleagues whose mailboxes may be used when an administrator chose roles.

use std::collections::BTreeSet;

use relata_model::ColleagueId;
use relata_model::policy::Role;

use crate::Store;
use crate::error::Result;

/// Colleagues who have a role themselves, as members of a group, by an account they sign in with, or because the provider
/// of identities said of that account that it is in a group.
const COLLEAGUES: &str = "
    select entry.entry_id
    from role_assignment
    join entry on cast(entry.person_id as text) = role_assignment.holder
    where holder_kind = 'colleague' and ended_at is null and role = $1
    union
    select group_member.entry_id
    from role_assignment
    join group_member on group_member.group_id = role_assignment.holder and group_member.to_at is null
    where holder_kind = 'group' and ended_at is null and role = $1
    union
    select account.entry_id
    from role_assignment
    join account on cast(account.account_id as text) = role_assignment.holder
    join entry on entry.entry_id = account.entry_id
    where holder_kind = 'account' and ended_at is null and role = $1
    union
    select account.entry_id
    from role_assignment
    join account_group on account_group.claim = role_assignment.holder
    join account on account.account_id = account_group.account_id
    join entry on entry.entry_id = account.entry_id
    where holder_kind = 'claim' and ended_at is null and role = $1";

impl Store {
    /// Returns the colleagues who have one of these roles.
    pub(crate) async fn colleagues_with(&self, roles: &BTreeSet<Role>) -> Result<BTreeSet<ColleagueId>> {
        let mut colleagues = BTreeSet::new();
        for role in roles {
            let entries: Vec<String> = sqlx::query_scalar(COLLEAGUES).bind(role.name()).fetch_all(&self.pool).await?;
            colleagues.extend(entries.into_iter().map(ColleagueId));
        }
        Ok(colleagues)
    }
}
