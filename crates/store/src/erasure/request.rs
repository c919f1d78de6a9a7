//! The request: one transaction, after which nobody finds whoever is to be forgotten.

use jiff::Timestamp;
use relata_model::audit::{self, Action, AuditEvent};
use relata_model::consent::Interval;
use relata_model::directory::Entry;
use relata_model::{Address, MailboxId, PersonId, SuppressionKey};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::{EVER, ErasureId, Forget, NewErasure};
use crate::audit::append;
use crate::database::{Writing, execute_in, fetch_in};
use crate::directory::addresses;
use crate::engagement::drop_releases;
use crate::error::Result;
use crate::person::address;
use crate::record_import::FORGOTTEN;
use crate::sharing::{known_by_alone, unpublish};
use crate::suppression::{put, suppress, suppress_entry};
use crate::{Store, StoreError};

/// Somebody, by everything the store knows them by.
struct Subject {
    person: Option<PersonId>,
    /// Their addresses, with numbers where they were met.
    addresses: Vec<(Option<i64>, Address)>,
    entry: Option<Entry>,
    mailboxes: Vec<i64>,
}

impl Store {
    /// Asks for somebody or something to be forgotten. From here on nobody finds them, and nothing new of them is kept;
    /// the steps that follow take out what is there. That it was asked for stands in the audit trail, or was not asked for.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotThere`] if there is no such person or mailbox.
    pub async fn request_erasure(&self, new: &NewErasure) -> Result<ErasureId> {
        let key = self.suppression_key()?.clone();
        let entries = self.entries().await?;
        let mut writing = self.write().await?;
        let id = writing.take_numbers("erasure", 1).await?;
        let connection = writing.connection();
        let subject = match &new.forget {
            Forget::Person(person) | Forget::OptOut(person) | Forget::Within(person, _) => {
                Some(of_person(connection, *person, &entries).await?.ok_or(StoreError::NotThere)?)
            }
            Forget::Address(it) => Some(of_address(connection, it, &entries).await?),
            Forget::Mailbox(_) | Forget::Mail | Forget::Released | Forget::Everything => None,
        };
        let hash = match (&new.forget, &subject) {
            (Forget::Mailbox(mailbox), _) => {
                let (source, name) = mailbox_name(connection, *mailbox).await?.ok_or(StoreError::NotThere)?;
                key.of_mailbox(&source, &name).hex()
            }
            (_, Some(subject)) => hash_of(&key, subject),
            _ => String::new(),
        };
        begin(connection, id, new, &hash).await?;
        append(connection, &[event(id, new, subject.as_ref())]).await?;
        match (&new.forget, &subject) {
            (Forget::Person(_) | Forget::Address(_), Some(subject)) => {
                take(connection, id, subject, &[EVER]).await?;
                forget_person(connection, &key, subject).await?;
            }
            (Forget::OptOut(_), Some(subject)) => {
                take(connection, id, subject, &[EVER]).await?;
                opt_out(&mut writing, subject, new).await?;
            }
            (Forget::Within(_, during), Some(subject)) => take(connection, id, subject, during).await?,
            (Forget::Mailbox(mailbox), _) => {
                let (source, name) = mailbox_name(connection, *mailbox).await?.ok_or(StoreError::NotThere)?;
                put(connection, key.of_mailbox(&source, &name), None).await?;
                take_mailbox(connection, id, mailbox.0, EVER).await?;
                // What it showed of requests is not told apart from what the other's mailbox showed: all of it goes.
                let sql = "
                    delete from introduction_sign where introduction_id in (
                        select introduction_id from introduction join mailbox
                               on mailbox.owner_id in (introduction.colleague_id, introduction.requester_id)
                        where mailbox.mailbox_id = $1)";
                sqlx::query(sql).bind(mailbox.0).execute(connection).await?;
            }
            (Forget::Mail, _) => {
                sqlx::query("delete from introduction_sign").execute(connection).await?;
            }
            (Forget::Released, _) => drop_releases(connection).await?,
            _ => {
                // Nothing is shown any more; what is there goes in the steps that follow.
                sqlx::query("delete from published").execute(&mut *connection).await?;
            }
        }
        writing.commit().await?;
        self.refresh_search().await?;
        Ok(ErasureId(id))
    }
}

/// What an erasure is of, and where it comes from.
fn kind_and_source(forget: &Forget) -> (&'static str, &'static str) {
    match forget {
        Forget::Person(_) | Forget::Address(_) => ("person", "forget"),
        Forget::OptOut(_) => ("person", "opt_out"),
        Forget::Within(..) => ("person", "group"),
        Forget::Mailbox(_) => ("mailbox", "forget"),
        Forget::Mail | Forget::Released => ("insights", "withdrawal"),
        Forget::Everything => ("everything", "forget"),
    }
}

/// Whoever reads the trail finds whom or what by number, as long as a number means somebody.
fn event(id: i64, new: &NewErasure, subject: Option<&Subject>) -> AuditEvent {
    let (kind, source) = kind_and_source(&new.forget);
    let of = match (&new.forget, subject.and_then(|it| it.person)) {
        (Forget::Mailbox(mailbox), _) => format!("mailbox:{mailbox}"),
        (_, Some(person)) => audit::of_person(person),
        _ => format!("erasure:{id}"),
    };
    let event = AuditEvent::new(new.at, &new.by, Action::ErasureRequested).of(of);
    event.with("erasure", id).with("kind", kind).with("source", source)
}

async fn begin(connection: &mut AnyConnection, id: i64, new: &NewErasure, hash: &str) -> Result<()> {
    let (kind, source) = kind_and_source(&new.forget);
    let sql = "
        insert into erasure (erasure_id, kind, source, subject, state, all_mail, requested_at, requested_by, reason,
                             hidden_at, files_due, counts)
        values ($1, $2, $3, $4, 'requested', $5, $6, $7, $8, $6, $9, '{}')";
    sqlx::query(sql)
        .bind(id)
        .bind(kind)
        .bind(source)
        .bind(hash.to_owned())
        .bind(i64::from(new.forget == Forget::Mail))
        .bind(new.at.as_second())
        .bind(new.by.clone())
        .bind(new.reason.clone())
        .bind(new.files_due.as_second())
        .execute(connection)
        .await?;
    Ok(())
}

async fn of_person(connection: &mut AnyConnection, person: PersonId, entries: &[Entry]) -> Result<Option<Subject>> {
    let sql = "select address_id, address from address where person_id = $1 order by address_id";
    let rows: Vec<(i64, String)> = sqlx::query_as(sql).bind(person.0).fetch_all(&mut *connection).await?;
    let sql = "select entry_id from entry where person_id = $1";
    let entry: Option<String> = sqlx::query_scalar(sql).bind(person.0).fetch_optional(&mut *connection).await?;
    if rows.is_empty() && entry.is_none() {
        return Ok(None);
    }
    let mut all = Vec::with_capacity(rows.len());
    for (number, text) in rows {
        all.push((Some(number), address(&text)?));
    }
    let entry = entry.and_then(|id| entries.iter().find(|it| it.id.0 == id)).cloned();
    let sql = "select mailbox_id from mailbox where owner_id = $1 order by mailbox_id";
    let mailboxes: Vec<i64> = sqlx::query_scalar(sql).bind(person.0).fetch_all(connection).await?;
    Ok(Some(Subject { person: Some(person), addresses: all, entry, mailboxes }))
}

async fn of_address(connection: &mut AnyConnection, it: &Address, entries: &[Entry]) -> Result<Subject> {
    let sql = "select person_id from address where address = $1";
    let person: Option<i64> =
        sqlx::query_scalar(sql).bind(it.as_str().to_owned()).fetch_optional(&mut *connection).await?;
    if let Some(person) = person
        && let Some(subject) = of_person(connection, PersonId(person), entries).await?
    {
        return Ok(subject);
    }
    Ok(Subject { person: None, addresses: vec![(None, it.clone())], entry: None, mailboxes: Vec::new() })
}

/// Of a colleague the hash of the entry, of somebody outside that of the first address.
fn hash_of(key: &SuppressionKey, subject: &Subject) -> String {
    match (&subject.entry, subject.addresses.first()) {
        (Some(entry), _) => key.of_colleague(&entry.id).hex(),
        (None, Some((_, it))) => key.of(it).hex(),
        (None, None) => String::new(),
    }
}

async fn mailbox_name(connection: &mut AnyConnection, mailbox: MailboxId) -> Result<Option<(String, String)>> {
    let sql = "select source, name from mailbox where mailbox_id = $1";
    Ok(sqlx::query_as(sql).bind(mailbox.0).fetch_optional(connection).await?)
}

/// Notes what the log is to lose, and takes the person out of sight.
async fn take(connection: &mut AnyConnection, id: i64, subject: &Subject, during: &[Interval]) -> Result<()> {
    for during in during {
        for (number, _) in &subject.addresses {
            let Some(number) = number else { continue };
            let sql = "
                insert into erasing_address (erasure_id, address_id, from_at, to_at) values ($1, $2, $3, $4)
                on conflict do nothing";
            let query = sqlx::query(sql).bind(id).bind(*number).bind(during.from.as_second());
            query.bind(during.to.map(Timestamp::as_second)).execute(&mut *connection).await?;
        }
        for mailbox in &subject.mailboxes {
            take_mailbox(connection, id, *mailbox, *during).await?;
        }
    }
    let Some(person) = subject.person else { return Ok(()) };
    // Whom they alone knew goes out of sight with them, until it is computed what is left.
    let mut out_of_sight = known_by_alone(connection, person.0).await?;
    out_of_sight.push(person.0);
    for it in out_of_sight {
        let sql = "insert into erasing (person_id, erasure_id) values ($1, $2)";
        sqlx::query(sql).bind(it).bind(id).execute(&mut *connection).await?;
        let sql = "update person set search_stale = 1 where person_id = $1";
        sqlx::query(sql).bind(it).execute(&mut *connection).await?;
    }
    unpublish(connection, person.0).await?;
    let sql = "delete from introduction where contact_id = $1 or colleague_id = $1 or requester_id = $1";
    sqlx::query(sql).bind(person.0).execute(connection).await?;
    Ok(())
}

async fn take_mailbox(connection: &mut AnyConnection, id: i64, mailbox: i64, during: Interval) -> Result<()> {
    let sql = "
        insert into erasing_mailbox (erasure_id, mailbox_id, from_at, to_at) values ($1, $2, $3, $4)
        on conflict do nothing";
    let query = sqlx::query(sql).bind(id).bind(mailbox).bind(during.from.as_second());
    query.bind(during.to.map(Timestamp::as_second)).execute(connection).await?;
    Ok(())
}

/// Suppresses somebody, and takes what the directory and the CRM say of them out of the store.
async fn forget_person(connection: &mut AnyConnection, key: &SuppressionKey, subject: &Subject) -> Result<()> {
    if let Some(entry) = &subject.entry {
        suppress_entry(connection, key, entry).await?;
        let theirs = "select account_id from account where entry_id = $1";
        for table in ["session", "account_group", "account"] {
            let sql = AssertSqlSafe(format!("delete from {table} where account_id in ({theirs})"));
            sqlx::query(sql).bind(entry.id.0.clone()).execute(&mut *connection).await?;
        }
        for sql in [
            "delete from embed_session where entry_id = $1",
            "delete from entry_alias where entry_id = $1",
            "delete from opt_out where entry_id = $1",
            "delete from opt_in where entry_id = $1",
            "delete from flagged where entry_id = $1",
            "delete from group_member where entry_id = $1",
            "delete from entry where entry_id = $1",
        ] {
            sqlx::query(sql).bind(entry.id.0.clone()).execute(&mut *connection).await?;
        }
    }
    for (_, it) in &subject.addresses {
        suppress(connection, key, it, subject.entry.as_ref()).await?;
    }
    for mailbox in &subject.mailboxes {
        if let Some((source, name)) = mailbox_name(connection, MailboxId(*mailbox)).await? {
            put(connection, key.of_mailbox(&source, &name), None).await?;
        }
    }
    let mut all: Vec<Address> = subject.addresses.iter().map(|it| it.1.clone()).collect();
    all.extend(subject.entry.iter().flat_map(addresses).cloned());
    let texts: Vec<String> = all.iter().map(|it| it.as_str().to_owned()).collect();
    let numbers: Vec<i64> = subject.addresses.iter().filter_map(|it| it.0).collect();
    forget_in_records(connection, &texts, &numbers).await
}

async fn forget_in_records(connection: &mut AnyConnection, texts: &[String], numbers: &[i64]) -> Result<()> {
    let sql = |these: &str| {
        format!(
            "select record.record_id from record
             join record_address on record_address.record_id = record.record_id and record_address.position = 0
             where record.kind in ('contact', 'lead') and record_address.address_id in ({these})"
        )
    };
    let stood_for: Vec<(String,)> = fetch_in(connection, numbers, sql).await?;
    for (record,) in &stood_for {
        let sort_name = crate::fold::fold(FORGOTTEN);
        for sql in [
            format!(
                "update record set name = '{FORGOTTEN}', sort_name = '{sort_name}', title = null, search_stale = 1
                 where record_id = $1"
            ),
            "insert into forgotten_record (record_id) values ($1) on conflict do nothing".to_owned(),
        ] {
            sqlx::query(AssertSqlSafe(sql)).bind(record.clone()).execute(&mut *connection).await?;
        }
        let sql = "update record_row set sort_key = $2 where record_id = $1";
        sqlx::query(sql).bind(record.clone()).bind(sort_name.into_bytes()).execute(&mut *connection).await?;
    }
    let sql = |these: &str| {
        format!(
            "update record set search_stale = 1
             where record_id in (select record_id from record_address where address_id in ({these}))"
        )
    };
    execute_in(connection, numbers, sql).await?;
    for column in ["record_address where address_id", "scheduled_person where address_id"] {
        execute_in(connection, numbers, |these| format!("delete from {column} in ({these})")).await?;
    }
    for column in ["record_team where address", "record_stakeholder where address"] {
        execute_in(connection, texts, |these| format!("delete from {column} in ({these})")).await?;
    }
    execute_in(connection, texts, |these| format!("update record set owner = null where owner in ({these})")).await
}

/// Leaves a colleague out from the beginning on; an interval that was there already is part of it.
async fn opt_out(writing: &mut Writing<'_>, subject: &Subject, new: &NewErasure) -> Result<()> {
    let Some(entry) = &subject.entry else { return Err(StoreError::NotThere) };
    let sql = "select count(*) from opt_out where entry_id = $1 and from_at = $2 and to_at is null";
    let query = sqlx::query_scalar(sql).bind(entry.id.0.clone()).bind(EVER.from.as_second());
    let found: i64 = query.fetch_one(writing.connection()).await?;
    if found > 0 {
        return Ok(());
    }
    let number = writing.take_numbers("opt_out", 1).await?;
    let sql = "insert into opt_out (opt_out_id, entry_id, from_at, at, actor, reason) values ($1, $2, $3, $4, $5, $6)";
    sqlx::query(sql)
        .bind(number)
        .bind(entry.id.0.clone())
        .bind(EVER.from.as_second())
        .bind(new.at.as_second())
        .bind(new.by.clone())
        .bind(new.reason.clone())
        .execute(writing.connection())
        .await?;
    Ok(())
}
