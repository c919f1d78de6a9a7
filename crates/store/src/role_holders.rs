//! Who has a role: the colleagues whose mailboxes may be used when an administrator chose roles.

use std::collections::BTreeSet;

use relata_model::ColleagueId;
use relata_model::policy::Role;

use crate::Store;
use crate::error::Result;

/// Colleagues who have a role themselves, and those who have it as members of a group.
const COLLEAGUES: &str = "
    select entry.entry_id
    from role_assignment
    join entry on cast(entry.person_id as text) = role_assignment.holder
    where holder_kind = 'colleague' and ended_at is null and role = $1
    union
    select group_member.entry_id
    from role_assignment
    join group_member on group_member.group_id = role_assignment.holder and group_member.to_at is null
    where holder_kind = 'group' and ended_at is null and role = $1";

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
