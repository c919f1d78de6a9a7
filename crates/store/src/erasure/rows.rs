//! What an erasure takes out of the store, once the log is without it: one transaction.

use std::collections::{BTreeSet, HashMap, HashSet};

use relata_model::classification::{Evidence, classify};
use relata_model::{AddressId, Class, Classified, MailboxId, Name};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::{EVER, ErasureId, ErasureState};
use crate::Store;
use crate::data_map::{Goes, TABLES, Table};
use crate::database::{execute_in, fetch_in};
use crate::dictionary::{class_of, set_class};
use crate::directory::remove_persons_without_address;
use crate::error::Result;
use crate::mailbox::count_mailboxes;
use crate::person::{NAMED_BY_RECORD, address};
use crate::scheduled;

/// What the log says every mailbox brought: interactions it brought first, copies, and the newest moment in seconds since
/// 1970.
pub type Brought = HashMap<MailboxId, (u64, u64, Option<i64>)>;

/// What the log says is left.
#[derive(Clone, Debug, Default)]
pub struct Left {
    /// Of every mailbox.
    pub brought: Brought,
    /// Every address that stands in it.
    pub addresses: Vec<AddressId>,
}

impl Store {
    /// Returns how many batches every mailbox has committed.
    pub async fn committed(&self) -> Result<HashMap<MailboxId, i64>> {
        let rows: Vec<(i64, i64)> =
            sqlx::query_as("select mailbox_id, batch_seq from mailbox").fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(|(mailbox, number)| (MailboxId(mailbox), number)).collect())
    }

    /// Takes an erasure's rows out of the store: what lies ahead, what mailboxes gave away of addresses, mailboxes, and
    /// addresses nobody refers to any more. Ledgers say what they would if it had never been. Doing it twice is harmless.
    pub async fn erase_rows(&self, id: ErasureId, left: &Left) -> Result<()> {
        let leaving = self.leaving(id).await?;
        let mut writing = self.write().await?;
        let connection = writing.connection();
        let all_mail: i64 = sqlx::query_scalar("select all_mail from erasure where erasure_id = $1")
            .bind(id.0)
            .fetch_one(&mut *connection)
            .await?;
        if self.erasure(id).await?.is_some_and(|it| it.kind == "everything") {
            forget_everything(connection).await?;
            self.move_on(id, ErasureState::StoreGone, Some(&mut writing)).await?;
            return writing.commit().await;
        }
        let mut mailboxes = whole(connection, "erasing_mailbox", "mailbox_id", id).await?;
        let mut touched = within(connection, "erasing_mailbox", "mailbox_id", id).await?;
        if all_mail == 1 {
            let sql = "select mailbox_id from mailbox where kind <> 'crm' order by mailbox_id";
            mailboxes = sqlx::query_scalar(sql).fetch_all(&mut *connection).await?;
            touched = mailboxes.clone();
        }
        let people = whole(connection, "erasing_address", "address_id", id).await?;
        scheduled::leave(connection, &leaving, &touched).await?;
        forget_evidence(connection, &people, &mailboxes).await?;
        forget_mailboxes(connection, &mailboxes).await?;
        settle_ledgers(connection, &left.brought).await?;
        forget_unreferred(connection, left).await?;
        self.move_on(id, ErasureState::StoreGone, Some(&mut writing)).await?;
        writing.commit().await?;
        self.refresh_search().await?;
        Ok(())
    }

    /// Lets every ledger say what the log says, as counted when mailboxes had committed so many batches. One that has
    /// moved on since is left as it is; returns whether none had.
    pub async fn settle_ledgers(&self, committed: &HashMap<MailboxId, i64>, brought: &Brought) -> Result<bool> {
        let mut writing = self.write().await?;
        let rows: Vec<(i64, i64)> =
            sqlx::query_as("select mailbox_id, batch_seq from mailbox").fetch_all(writing.connection()).await?;
        let stood = |it: &(i64, i64)| committed.get(&MailboxId(it.0)) == Some(&it.1);
        let (still, moved): (Vec<_>, Vec<_>) = rows.into_iter().partition(stood);
        for (mailbox, _) in still {
            settle_ledger(writing.connection(), MailboxId(mailbox), brought).await?;
        }
        writing.commit().await?;
        Ok(moved.is_empty())
    }

    /// Takes addresses out of the dictionary that nothing refers to any more: no interaction, record, entry of the directory,
    /// or thing ahead.
    pub async fn forget_unreferred(&self, left: &Left) -> Result<()> {
        let mut writing = self.write().await?;
        forget_unreferred(writing.connection(), left).await?;
        writing.commit().await?;
        self.refresh_search().await?;
        Ok(())
    }

    /// Removes every generation but the one readers follow: past days and the one before were computed of what is gone.
    pub async fn drop_other_generations(&self) -> Result<()> {
        let mut writing = self.write().await?;
        let connection = writing.connection();
        let published: Option<i64> =
            sqlx::query_scalar("select generation_id from published").fetch_optional(&mut *connection).await?;
        let published = published.unwrap_or(0);
        for sql in
            ["delete from pair where series <> 0 or valid_to <= $1", "delete from generation where generation_id <> $1"]
        {
            sqlx::query(sql).bind(published).execute(&mut *connection).await?;
        }
        writing.commit().await
    }
}

/// Tables that stay when everything goes: who may sign in, and what people chose, so that it holds when they come back.
const STAY: [&str; 9] = [
    "account",
    "account_group",
    "session",
    "opt_out",
    "opt_in",
    "flagged",
    "erasing",
    "erasing_address",
    "erasing_mailbox",
];

/// Empties every table that holds something about somebody; those that refer to others first.
async fn forget_everything(connection: &mut AnyConnection) -> Result<()> {
    let goes = |it: &&Table| matches!(it.goes, Goes::WithPerson | Goes::WithMailbox | Goes::Anew);
    let tables = TABLES.iter().rev().filter(|it| !it.name.starts_with("log.") && !STAY.contains(&it.name));
    sqlx::query("delete from published").execute(&mut *connection).await?;
    for table in tables.filter(goes) {
        sqlx::query(AssertSqlSafe(format!("delete from {}", table.name))).execute(&mut *connection).await?;
    }
    Ok(())
}

/// What an erasure takes wholly: from the beginning, without an end.
async fn whole(connection: &mut AnyConnection, table: &str, column: &str, id: ErasureId) -> Result<Vec<i64>> {
    let sql = format!(
        "select distinct {column} from {table} where erasure_id = $1 and from_at = $2 and to_at is null order by {column}"
    );
    let query = sqlx::query_scalar(AssertSqlSafe(sql)).bind(id.0).bind(EVER.from.as_second());
    Ok(query.fetch_all(connection).await?)
}

/// What an erasure touches at all.
async fn within(connection: &mut AnyConnection, table: &str, column: &str, id: ErasureId) -> Result<Vec<i64>> {
    let sql = format!("select distinct {column} from {table} where erasure_id = $1 order by {column}");
    Ok(sqlx::query_scalar(AssertSqlSafe(sql)).bind(id.0).fetch_all(connection).await?)
}

/// Takes out what mailboxes said of addresses, and what was said of addresses that go; others are called, and are, what
/// the remaining mailboxes say.
async fn forget_evidence(connection: &mut AnyConnection, people: &[i64], mailboxes: &[i64]) -> Result<()> {
    let sql = |these: &str| format!("select distinct address_id from evidence where mailbox_id in ({these})");
    let told: Vec<(i64,)> = fetch_in(connection, mailboxes, sql).await?;
    for table in ["evidence", "left_out"] {
        execute_in(connection, mailboxes, |these| format!("delete from {table} where mailbox_id in ({these})")).await?;
        execute_in(connection, people, |these| format!("delete from {table} where address_id in ({these})")).await?;
    }
    let told: BTreeSet<i64> = told.into_iter().map(|it| it.0).chain(people.iter().copied()).collect();
    for it in told {
        class_anew(connection, it).await?;
        name_anew(connection, it).await?;
    }
    Ok(())
}

/// Says again what an address is: what a mailbox said first beside a person, else what its record's name says. The
/// directory's word stands.
pub(crate) async fn class_anew(connection: &mut AnyConnection, it: i64) -> Result<()> {
    let sql = "
        select address.address, address.class, address.class_reason from address
        where address_id = $1
          and not exists (select 1 from entry where entry.person_id = address.person_id)";
    let row: Option<(String, i64, String)> = sqlx::query_as(sql).bind(it).fetch_optional(&mut *connection).await?;
    let Some((text, class, reason)) = row else { return Ok(()) };
    let sql = "
        select class, class_reason from evidence where address_id = $1 and class <> 0
        order by class_seq, mailbox_id limit 1";
    let said: Option<(i64, String)> = sqlx::query_as(sql).bind(it).fetch_optional(&mut *connection).await?;
    let said = said.map(|(class, reason)| Classified { class: class_of(class), reason });
    let sql = "
        select record.name from record
        join record_address on record_address.record_id = record.record_id
        where record_address.address_id = $1 and record_address.position = 0 order by record.record_id";
    let names: Vec<String> = sqlx::query_scalar(sql).bind(it).fetch_all(&mut *connection).await?;
    let of_record =
        |name: &String| classify(&address(&text).ok()?, Name::new(name).as_ref(), Evidence::default(), None).into();
    let by_words = || {
        let mut all = names.iter().filter_map(of_record);
        all.find(|it: &Classified| it.class != Class::Person)
    };
    let anew = said
        .or_else(by_words)
        .unwrap_or_else(|| Classified { class: Class::Person, reason: "nothing speaks against a person".to_owned() });
    if (anew.class as i64, &anew.reason) != (class, &reason) {
        set_class(connection, AddressId(it), &anew).await?;
    }
    Ok(())
}

/// Names the person of an address again: the best name left, the earliest of several. The directory's and the CRM's
/// names stand.
pub(crate) async fn name_anew(connection: &mut AnyConnection, it: i64) -> Result<()> {
    let sql = "
        select evidence.name, evidence.name_rank from evidence
        join address on address.address_id = evidence.address_id
        where address.person_id = (select person_id from address where address_id = $1) and evidence.name is not null
        order by evidence.name_rank desc, evidence.name_seq, evidence.address_id limit 1";
    let best: Option<(String, i64)> = sqlx::query_as(sql).bind(it).fetch_optional(&mut *connection).await?;
    let (name, rank) = best.map_or((None, 0), |(name, rank)| (Some(name), rank));
    let sql = "
        update person set name = $2, name_rank = $3, search_stale = 1
        where person_id = (select person_id from address where address_id = $1) and name_rank < $4";
    sqlx::query(sql).bind(it).bind(name).bind(rank).bind(NAMED_BY_RECORD).execute(connection).await?;
    Ok(())
}

async fn forget_mailboxes(connection: &mut AnyConnection, mailboxes: &[i64]) -> Result<()> {
    let sql = |these: &str| format!("select distinct source from mailbox where mailbox_id in ({these})");
    let sources: Vec<(String,)> = fetch_in(connection, mailboxes, sql).await?;
    for table in [
        "folder_month",
        "mail_folder",
        "mailbox_week",
        "mailbox_check",
        "filtered",
        "quarantine",
        "mailbox_health",
        "subscription",
        "mailbox",
    ] {
        execute_in(connection, mailboxes, |these| format!("delete from {table} where mailbox_id in ({these})")).await?;
    }
    for (source,) in sources {
        count_mailboxes(connection, &source).await?;
        let sql = "
            delete from source
            where name = $1 and not exists (select 1 from mailbox where mailbox.source = source.name)";
        sqlx::query(sql).bind(source).execute(&mut *connection).await?;
    }
    Ok(())
}

async fn settle_ledgers(connection: &mut AnyConnection, brought: &Brought) -> Result<()> {
    let all: Vec<i64> = sqlx::query_scalar("select mailbox_id from mailbox").fetch_all(&mut *connection).await?;
    for mailbox in all {
        settle_ledger(connection, MailboxId(mailbox), brought).await?;
    }
    Ok(())
}

/// Lets a ledger say what the log says: what is missing from it was left out for somebody who opted out.
async fn settle_ledger(connection: &mut AnyConnection, mailbox: MailboxId, brought: &Brought) -> Result<()> {
    let (stored, copies, newest) = brought.get(&mailbox).copied().unwrap_or_default();
    let sql = "update mailbox set stored = $2, duplicates = $3, read_until = $4 where mailbox_id = $1";
    let query = sqlx::query(sql).bind(mailbox.0).bind(stored as i64).bind(copies.saturating_sub(stored) as i64);
    query.bind(newest).execute(&mut *connection).await?;
    let sql = "
        select mailbox.read - mailbox.quarantined - coalesce((
                   select cast(sum(filtered.count) as bigint) from filtered
                   where filtered.mailbox_id = mailbox.mailbox_id and filtered.rule <> 'opted_out'), 0)
        from mailbox where mailbox_id = $1";
    let counted: i64 = sqlx::query_scalar(sql).bind(mailbox.0).fetch_one(&mut *connection).await?;
    let opted_out = (counted - copies as i64).max(0);
    let sql = match opted_out {
        0 => "delete from filtered where mailbox_id = $1 and rule = 'opted_out' and $2 = 0",
        _ => {
            "insert into filtered (mailbox_id, rule, count) values ($1, 'opted_out', $2)
             on conflict (mailbox_id, rule) do update set count = excluded.count"
        }
    };
    sqlx::query(sql).bind(mailbox.0).bind(opted_out).execute(&mut *connection).await?;
    Ok(())
}

async fn forget_unreferred(connection: &mut AnyConnection, left: &Left) -> Result<()> {
    // `in`, for each of these is read once; no index leads from an address to most of them.
    let sql = "
        select address.address_id from address
        where address_id not in (select address_id from record_address)
          and address_id not in (select address_id from scheduled_copy_person)
          and address_id not in (select address_id from scheduled_person)
          and address not in (select email from entry)
          and address not in (select address from entry_alias)";
    let idle: Vec<i64> = sqlx::query_scalar(sql).fetch_all(&mut *connection).await?;
    let in_log: HashSet<i64> = left.addresses.iter().map(|it| it.0).collect();
    let gone: Vec<i64> = idle.into_iter().filter(|it| !in_log.contains(it)).collect();
    for table in ["left_out", "evidence", "address"] {
        execute_in(connection, &gone, |these| format!("delete from {table} where address_id in ({these})")).await?;
    }
    remove_persons_without_address(connection).await
}
