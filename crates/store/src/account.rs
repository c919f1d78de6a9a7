//! Accounts: who can sign in, known by issuer and subject, and which colleague of the directory they are.

use jiff::Timestamp;
use relata_model::{Address, ColleagueId};
use sqlx::AnyConnection;

use crate::Store;
use crate::consent::moment;
use crate::database::insert;
use crate::error::Result;

/// An account's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccountId(pub i64);

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Which account.
    pub id: AccountId,
    /// Who vouches for them; `local` for local administrators.
    pub issuer: String,
    /// What the issuer calls them.
    pub subject: String,
    /// What they are called.
    pub name: String,
    /// Where answers to them go.
    pub email: Option<String>,
    /// The colleague they are.
    pub colleague: Option<ColleagueId>,
    /// When they signed in first.
    pub created_at: Timestamp,
    /// When they signed in last.
    pub seen_at: Timestamp,
}

/// Somebody who has just proved who they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn<'a> {
    /// Who vouches for them.
    pub issuer: &'a str,
    /// What the issuer calls them.
    pub subject: &'a str,
    /// What they are called.
    pub name: &'a str,
    /// Where answers to them go.
    pub email: Option<&'a str>,
    /// The colleague they are.
    pub colleague: Option<&'a ColleagueId>,
    /// The groups the issuer named.
    pub groups: &'a [String],
    /// When.
    pub at: Timestamp,
}

#[derive(sqlx::FromRow)]
pub(crate) struct AccountRow {
    account_id: i64,
    issuer: String,
    subject: String,
    name: String,
    email: Option<String>,
    entry_id: Option<String>,
    account_created_at: i64,
    account_seen_at: i64,
}

impl AccountRow {
    pub(crate) fn into_account(self) -> Account {
        Account {
            id: AccountId(self.account_id),
            issuer: self.issuer,
            subject: self.subject,
            name: self.name,
            email: self.email,
            colleague: self.entry_id.map(ColleagueId),
            created_at: moment(self.account_created_at),
            seen_at: moment(self.account_seen_at),
        }
    }
}

/// The columns of an [`AccountRow`].
pub(crate) const ACCOUNT_COLUMNS: &str = "
    account.account_id, account.issuer, account.subject, account.name, account.email, account.entry_id,
    account.created_at as account_created_at, account.seen_at as account_seen_at";

impl Store {
    /// Takes note of who has proved who they are, and returns their account: theirs from before, or a new one.
    pub async fn account_of(&self, signed_in: &SignedIn<'_>) -> Result<AccountId> {
        let mut writing = self.write().await?;
        let sql = "select account_id from account where issuer = $1 and subject = $2";
        let query = sqlx::query_scalar(sql).bind(signed_in.issuer.to_owned()).bind(signed_in.subject.to_owned());
        let known: Option<i64> = query.fetch_optional(writing.connection()).await?;
        let id = match known {
            Some(id) => id,
            None => writing.take_numbers("account", 1).await?,
        };
        let sql = "
            insert into account (account_id, issuer, subject, name, email, entry_id, created_at, seen_at)
            values ($1, $2, $3, $4, $5, $6, $7, $7)
            on conflict (account_id) do update set
                name = excluded.name, email = excluded.email, entry_id = excluded.entry_id, seen_at = excluded.seen_at";
        sqlx::query(sql)
            .bind(id)
            .bind(signed_in.issuer.to_owned())
            .bind(signed_in.subject.to_owned())
            .bind(signed_in.name.to_owned())
            .bind(signed_in.email.map(str::to_owned))
            .bind(signed_in.colleague.map(|it| it.0.clone()))
            .bind(signed_in.at.as_second())
            .execute(writing.connection())
            .await?;
        replace_groups(writing.connection(), AccountId(id), signed_in.groups).await?;
        writing.commit().await?;
        Ok(AccountId(id))
    }

    /// Returns an account, or `None` if there is no such one.
    pub async fn account(&self, id: AccountId) -> Result<Option<Account>> {
        let sql = format!("select {ACCOUNT_COLUMNS} from account where account_id = $1");
        let row: Option<AccountRow> =
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id.0).fetch_optional(&self.pool).await?;
        Ok(row.map(AccountRow::into_account))
    }

    /// Returns every account with how many sessions of it are open, by name. `idle_seconds`: see [`Store::session`].
    pub async fn accounts(&self, at: Timestamp, idle_seconds: i64) -> Result<Vec<(Account, u32)>> {
        let sql = format!(
            "select {ACCOUNT_COLUMNS},
                    (select count(*) from session
                     where session.account_id = account.account_id
                       and session.expires_at > $1 and session.seen_at > $2) as sessions
             from account order by account.name, account.account_id"
        );
        #[derive(sqlx::FromRow)]
        struct Row {
            #[sqlx(flatten)]
            account: AccountRow,
            sessions: i64,
        }
        let query = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(at.as_second()).bind(at.as_second() - idle_seconds);
        let rows: Vec<Row> = query.fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|it| (it.account.into_account(), it.sessions as u32)).collect())
    }

    /// Returns the accounts a colleague signs in with.
    pub async fn accounts_of_colleague(&self, colleague: &ColleagueId) -> Result<Vec<AccountId>> {
        let sql = "select account_id from account where entry_id = $1 order by account_id";
        let ids: Vec<i64> = sqlx::query_scalar(sql).bind(colleague.0.clone()).fetch_all(&self.pool).await?;
        Ok(ids.into_iter().map(AccountId).collect())
    }

    /// Returns the groups the issuer named when the account signed in last, in order.
    pub async fn groups_of_account(&self, id: AccountId) -> Result<Vec<String>> {
        let sql = "select claim from account_group where account_id = $1 order by claim";
        Ok(sqlx::query_scalar(sql).bind(id.0).fetch_all(&self.pool).await?)
    }

    /// Returns the groups of the directory that a colleague is in at a moment, in order.
    pub async fn groups_of_colleague(&self, colleague: &ColleagueId, at: Timestamp) -> Result<Vec<String>> {
        let sql = "
            select distinct group_id from group_member
            where entry_id = $1 and from_at <= $2 and (to_at is null or to_at > $2)
            order by group_id";
        let query = sqlx::query_scalar(sql).bind(colleague.0.clone()).bind(at.as_second());
        Ok(query.fetch_all(&self.pool).await?)
    }

    /// Returns the colleague who works here and has that entry in the directory.
    pub async fn colleague_of_entry(&self, entry: &str) -> Result<Option<ColleagueId>> {
        let sql = "select entry_id from entry where entry_id = $1 and standing = 0";
        let entry: Option<String> = sqlx::query_scalar(sql).bind(entry.to_owned()).fetch_optional(&self.pool).await?;
        Ok(entry.map(ColleagueId))
    }

    /// Returns the colleague who works here and whose address that is in the directory.
    pub async fn colleague_of_address(&self, address: &Address) -> Result<Option<ColleagueId>> {
        let directory = self.directory().await?;
        let Some(owner) = directory.find(address) else { return Ok(None) };
        self.colleague_of_entry(&owner.id.0).await
    }
}

async fn replace_groups(connection: &mut AnyConnection, account: AccountId, groups: &[String]) -> Result<()> {
    sqlx::query("delete from account_group where account_id = $1").bind(account.0).execute(&mut *connection).await?;
    let into = ("insert into account_group (account_id, claim)", 2, "on conflict do nothing");
    insert(connection, into, groups, |query, it| query.bind(account.0).bind(it.clone())).await
}
