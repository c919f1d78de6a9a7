//! Roles and rights: who was given which, by whom and when, and what somebody has of them now.
//!
//! **Invariant:** nothing is deleted. What is taken away ends, and each change and its event in the audit trail are one.

use std::collections::BTreeSet;

use jiff::Timestamp;
use relata_model::Holder;
use relata_model::audit::{Action, AuditEvent};
use relata_model::policy::{Right, Rights, Role};
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::Store;
use crate::audit::append;
use crate::consent::moment;
use crate::database::Writing;
use crate::error::{Result, StoreError};

/// A role or a right that somebody was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<T> {
    /// Its number.
    pub id: i64,
    /// What was given.
    pub what: T,
    /// To whom.
    pub holder: Holder,
    /// By whom, as the audit trail names them.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Who gives or takes, and when.
#[derive(Clone, Copy, Debug)]
pub struct GivenBy<'a> {
    /// As the audit trail names them.
    pub actor: &'a str,
    /// When.
    pub at: Timestamp,
    /// Whether they give it to themselves, which stands in the trail.
    pub oneself: bool,
}

/// What became of taking something away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It has ended.
    Ended,
    /// There is nothing of that number that holds.
    Unknown,
    /// Nobody would be left who is surely an administrator, so it holds on.
    LastAdministrator,
}

/// What is given, and how it is kept and told.
trait Giveable: Copy {
    const TABLE: &'static str;
    const NUMBER: &'static str;
    const COLUMN: &'static str;
    const GIVEN: Action;
    const TAKEN: Action;
    fn name(self) -> &'static str;
    fn named(name: &str) -> Option<Self>;
}

impl Giveable for Role {
    const TABLE: &'static str = "role_assignment";
    const NUMBER: &'static str = "assignment_id";
    const COLUMN: &'static str = "role";
    const GIVEN: Action = Action::RoleGiven;
    const TAKEN: Action = Action::RoleTaken;
    fn name(self) -> &'static str {
        Role::name(self)
    }
    fn named(name: &str) -> Option<Role> {
        Role::named(name)
    }
}

impl Giveable for Right {
    const TABLE: &'static str = "right_grant";
    const NUMBER: &'static str = "grant_id";
    const COLUMN: &'static str = "what";
    const GIVEN: Action = Action::RightGranted;
    const TAKEN: Action = Action::RightTaken;
    fn name(self) -> &'static str {
        Right::name(self)
    }
    fn named(name: &str) -> Option<Right> {
        Right::named(name)
    }
}

impl Store {
    /// Gives a role, and returns the number of that; somebody who has it keeps it.
    pub async fn give_role(&self, role: Role, holder: &Holder, by: GivenBy<'_>) -> Result<i64> {
        self.give(role, holder, by).await
    }

    /// Takes a role away, unless nobody would be left who is surely an administrator: a colleague who works here, or an
    /// account. Who is in a group may change tomorrow, so a group is that only as long as there is nobody surer.
    pub async fn take_role(&self, id: i64, by: GivenBy<'_>) -> Result<Taken> {
        let mut writing = self.write().await?;
        let Some(given) = take::<Role>(&mut writing, id, by).await? else { return Ok(Taken::Unknown) };
        if given.what == Role::Administrator && !is_replaced(writing.connection(), &given.holder).await? {
            return Ok(Taken::LastAdministrator);
        }
        writing.commit().await?;
        Ok(Taken::Ended)
    }

    /// Grants a right beside the roles, and returns the number of that; somebody who has it keeps it.
    pub async fn grant_right(&self, right: Right, holder: &Holder, by: GivenBy<'_>) -> Result<i64> {
        self.give(right, holder, by).await
    }

    /// Takes a granted right back.
    pub async fn take_right(&self, id: i64, by: GivenBy<'_>) -> Result<Taken> {
        let mut writing = self.write().await?;
        if take::<Right>(&mut writing, id, by).await?.is_none() {
            return Ok(Taken::Unknown);
        }
        writing.commit().await?;
        Ok(Taken::Ended)
    }

    /// Returns every role that was given and holds, the oldest first.
    pub async fn role_assignments(&self) -> Result<Vec<Given<Role>>> {
        let mut connection = self.pool.acquire().await?;
        standing(&mut connection, None).await
    }

    /// Returns every right that was granted and holds, the oldest first.
    pub async fn right_grants(&self) -> Result<Vec<Given<Right>>> {
        let mut connection = self.pool.acquire().await?;
        standing(&mut connection, None).await
    }

    /// Returns the roles of somebody who is all of these holders, and the rights they have by them and beside them. A
    /// name this version does not know gives nothing.
    pub async fn rights_of(&self, holders: &[Holder]) -> Result<(BTreeSet<Role>, Rights)> {
        if holders.is_empty() {
            return Ok((BTreeSet::new(), Rights::default()));
        }
        let pair = |number: usize| format!("(${}, ${})", 2 * number + 1, 2 * number + 2);
        let these = (0..holders.len()).map(pair).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "with holder (kind, id) as (values {these}),
             held as (
                 select distinct role
                 from role_assignment
                 join holder on holder.kind = role_assignment.holder_kind and holder.id = role_assignment.holder
                 where ended_at is null)
             select 0 as kind, role as name from held
             union
             select 1 as kind, what as name
             from right_grant
             where ended_at is null
               and ((holder_kind = 'role' and holder in (select role from held))
                    or exists (select 1 from holder
                               where holder.kind = right_grant.holder_kind and holder.id = right_grant.holder))"
        );
        let query = sqlx::query_as(AssertSqlSafe(sql));
        let query = holders.iter().fold(query, |query, it| query.bind(it.kind()).bind(it.id()));
        let rows: Vec<(i32, String)> = query.fetch_all(&self.pool).await?;
        let roles: BTreeSet<Role> = rows.iter().filter(|it| it.0 == 0).filter_map(|it| Role::named(&it.1)).collect();
        let granted = rows.iter().filter(|it| it.0 == 1).filter_map(|it| Right::named(&it.1));
        let rights = Rights::of(roles.iter().copied(), granted);
        Ok((roles, rights))
    }

    async fn give<T: Giveable>(&self, what: T, holder: &Holder, by: GivenBy<'_>) -> Result<i64> {
        let mut writing = self.write().await?;
        let id = writing.take_numbers(T::TABLE, 1).await?;
        let (table, number, column) = (T::TABLE, T::NUMBER, T::COLUMN);
        let sql = format!(
            "select {number} from {table}
             where {column} = $1 and holder_kind = $2 and holder = $3 and ended_at is null"
        );
        let query = sqlx::query_scalar(AssertSqlSafe(sql)).bind(what.name()).bind(holder.kind()).bind(holder.id());
        let known: Option<i64> = query.fetch_optional(writing.connection()).await?;
        if let Some(known) = known {
            return Ok(known);
        }
        let sql = format!(
            "insert into {table} ({number}, {column}, holder_kind, holder, given_by, given_at)
             values ($1, $2, $3, $4, $5, $6)"
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(id)
            .bind(what.name())
            .bind(holder.kind())
            .bind(holder.id())
            .bind(by.actor.to_owned())
            .bind(by.at.as_second())
            .execute(writing.connection())
            .await?;
        append(writing.connection(), &[event(T::GIVEN, what, holder, by)]).await?;
        writing.commit().await?;
        Ok(id)
    }
}

/// Ends what holds under a number, and says so in the trail; `None` if nothing does.
async fn take<T: Giveable>(writing: &mut Writing<'_>, id: i64, by: GivenBy<'_>) -> Result<Option<Given<T>>> {
    // Whoever takes waits here for others who do, so that of two administrators one stays.
    writing.take_numbers(T::TABLE, 0).await?;
    let Some(given) = standing::<T>(writing.connection(), Some(id)).await?.pop() else { return Ok(None) };
    let sql = format!("update {} set ended_by = $1, ended_at = $2 where {} = $3", T::TABLE, T::NUMBER);
    sqlx::query(AssertSqlSafe(sql))
        .bind(by.actor.to_owned())
        .bind(by.at.as_second())
        .bind(id)
        .execute(writing.connection())
        .await?;
    append(writing.connection(), &[event(T::TAKEN, given.what, &given.holder, by)]).await?;
    Ok(Some(given))
}

fn event<T: Giveable>(action: Action, what: T, holder: &Holder, by: GivenBy<'_>) -> AuditEvent {
    let event = AuditEvent::new(by.at, by.actor, action).of(holder.subject()).with(T::COLUMN, what.name());
    if by.oneself { event.with("to", "oneself") } else { event }
}

/// Returns what holds; with a number, that alone.
async fn standing<T: Giveable>(connection: &mut AnyConnection, id: Option<i64>) -> Result<Vec<Given<T>>> {
    let one = if id.is_some() { format!("and {} = $1", T::NUMBER) } else { String::new() };
    let sql = format!(
        "select {}, {}, holder_kind, holder, given_by, given_at from {} where ended_at is null {one} order by {}",
        T::NUMBER,
        T::COLUMN,
        T::TABLE,
        T::NUMBER
    );
    let query = sqlx::query_as(AssertSqlSafe(sql));
    let query = id.into_iter().fold(query, |query, it| query.bind(it));
    type Row = (i64, String, String, String, String, i64);
    let rows: Vec<Row> = query.fetch_all(connection).await?;
    let given = |(id, what, kind, holder, by, at): Row| {
        let strange = || StoreError::NotUnderstood(format!("`{what}` given to a `{kind}`"));
        let holder = Holder::named(&kind, &holder).ok_or_else(strange)?;
        Ok(Given { id, what: T::named(&what).ok_or_else(strange)?, holder, by, at: moment(at) })
    };
    rows.into_iter().map(given).collect()
}

/// Returns whether, of those who are still administrators, somebody is one as surely as this holder was.
async fn is_replaced(connection: &mut AnyConnection, was: &Holder) -> Result<bool> {
    let others: Vec<Given<Role>> = standing(connection, None).await?;
    let mut left = others.into_iter().filter(|it| it.what == Role::Administrator).map(|it| it.holder).peekable();
    if !was.is_one_person() && left.peek().is_some() {
        return Ok(true);
    }
    for holder in left {
        let is_here = match holder {
            Holder::Account(_) => true,
            Holder::Colleague(person) => {
                let sql = "select count(*) from entry where person_id = $1 and standing = 0";
                sqlx::query_scalar::<_, i64>(sql).bind(person.0).fetch_one(&mut *connection).await? > 0
            }
            _ => false,
        };
        if is_here {
            return Ok(true);
        }
    }
    Ok(false)
}
