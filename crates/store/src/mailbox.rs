//! Sources and mailboxes: where interactions come from, and how far each has been read.
//!
//! What moves a mailbox on is in `batch.rs`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use relata_model::{Filter, Ledger, MailboxId, PersonId};
use sqlx::AnyConnection;

use crate::consent::moment;
use crate::error::Result;
use crate::{Store, StoreError};

/// How a source fares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceState {
    /// Read to its end for now.
    Ready,
    /// Being read.
    Reading,
    /// Cannot be read; the text says why and what to do.
    Broken(String),
}

/// A source, with the sums over its mailboxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What the settings call it.
    pub name: String,
    /// Which connector reads it.
    pub kind: String,
    /// How it fares.
    pub state: SourceState,
    /// When it came into that state.
    pub since: Timestamp,
    /// How many mailboxes it has.
    pub mailboxes: u64,
    /// What became of its messages.
    pub ledger: Ledger,
    /// How far it has been read, in the unit of `extent`.
    pub position: u64,
    /// How much there is to read in all, if every mailbox can say so.
    pub extent: Option<u64>,
    /// The newest interaction read.
    pub read_until: Option<Timestamp>,
}

/// A mailbox to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMailbox<'a> {
    /// The name of its source.
    pub source: &'a str,
    /// What the source calls it.
    pub name: &'a str,
    /// `mail`, `calendar`, ….
    pub kind: &'a str,
    /// The colleague whose it is.
    pub owner: Option<PersonId>,
}

/// A mailbox, and how far it has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// Which.
    pub id: MailboxId,
    /// The name of its source.
    pub source: String,
    /// What the source calls it.
    pub name: String,
    /// `mail`, `calendar`, ….
    pub kind: String,
    /// The colleague whose it is.
    pub owner: Option<PersonId>,
    /// What became of its messages.
    pub ledger: Ledger,
    /// How far it has been read, in the unit of `extent`.
    pub position: u64,
    /// How much there is to read in all, where the source can say so.
    pub extent: Option<u64>,
    /// The newest interaction read.
    pub read_until: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct MailboxRow {
    mailbox_id: i64,
    source: String,
    name: String,
    kind: String,
    owner_id: Option<i64>,
    position: i64,
    extent: Option<i64>,
    read: i64,
    stored: i64,
    duplicates: i64,
    quarantined: i64,
    read_until: Option<i64>,
}

impl Store {
    /// Says how a source fares; makes it known if it is new.
    pub async fn set_source(&self, name: &str, kind: &str, state: &SourceState, at: Timestamp) -> Result<()> {
        let sql = "
            insert into source (name, kind, state, detail, since) values ($1, $2, $3, $4, $5)
            on conflict (name) do update set
                kind = excluded.kind, state = excluded.state, detail = excluded.detail,
                since = case when source.state = excluded.state then source.since else excluded.since end";
        let (state, detail) = match state {
            SourceState::Ready => ("ready", None),
            SourceState::Reading => ("reading", None),
            SourceState::Broken(detail) => ("broken", Some(detail.replace('\0', " "))),
        };
        let mut writing = self.write().await?;
        sqlx::query(sql)
            .bind(name.to_owned())
            .bind(kind.to_owned())
            .bind(state)
            .bind(detail)
            .bind(at.as_second())
            .execute(writing.connection())
            .await?;
        writing.commit().await
    }

    /// Returns the number of a mailbox; a new one gets one. The source must be known.
    pub async fn mailbox(&self, new: &NewMailbox<'_>) -> Result<MailboxId> {
        let mut writing = self.write().await?;
        // Taking no number locks the sequence: nobody makes the same mailbox meanwhile.
        writing.take_numbers("mailbox", 0).await?;
        let sql = "select mailbox_id, kind from mailbox where source = $1 and name = $2";
        let query = sqlx::query_as(sql).bind(new.source.to_owned()).bind(new.name.to_owned());
        let known: Option<(i64, String)> = query.fetch_optional(writing.connection()).await?;
        let owner = new.owner.map(|it| it.0);
        let id = match known {
            Some((id, kind)) => {
                let sql = "update mailbox set owner_id = $1, kind = $2 where mailbox_id = $3";
                let query = sqlx::query(sql).bind(owner).bind(new.kind.to_owned()).bind(id);
                query.execute(writing.connection()).await?;
                if kind != new.kind {
                    count_mailboxes(writing.connection(), new.source).await?;
                }
                id
            }
            None => {
                let id = writing.take_numbers("mailbox", 1).await?;
                let sql = "
                    insert into mailbox (mailbox_id, source, name, kind, owner_id, batch_seq, position,
                                         read, stored, duplicates, quarantined)
                    values ($1, $2, $3, $4, $5, 0, 0, 0, 0, 0, 0)";
                let query = sqlx::query(sql).bind(id).bind(new.source.to_owned()).bind(new.name.to_owned());
                query.bind(new.kind.to_owned()).bind(owner).execute(writing.connection()).await?;
                let sql = "update source set mailboxes = mailboxes + 1 where name = $1 and $2 <> 'crm'";
                let query = sqlx::query(sql).bind(new.source.to_owned()).bind(new.kind.to_owned());
                query.execute(writing.connection()).await?;
                id
            }
        };
        writing.commit().await?;
        Ok(MailboxId(id))
    }

    /// Returns every source with its sums, by name.
    pub async fn sources(&self) -> Result<Vec<Source>> {
        let sql = "select name, kind, state, detail, since from source order by name";
        type Row = (String, String, String, Option<String>, i64);
        let rows: Vec<Row> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        let mailboxes = self.mailboxes().await?;
        let source = |(name, kind, state, detail, since): Row| {
            sum_up(
                Source {
                    state: state_of(&state, detail),
                    since: moment(since),
                    mailboxes: 0,
                    ledger: Ledger::default(),
                    position: 0,
                    extent: Some(0),
                    read_until: None,
                    name,
                    kind,
                },
                &mailboxes,
            )
        };
        Ok(rows.into_iter().map(source).collect())
    }

    /// Returns every mailbox, by number.
    pub async fn mailboxes(&self) -> Result<Vec<Mailbox>> {
        let sql = "
            select mailbox_id, source, name, kind, owner_id, position, extent, read, stored, duplicates, quarantined,
                   read_until
            from mailbox order by mailbox_id";
        let rows: Vec<MailboxRow> = sqlx::query_as(sql).fetch_all(&self.pool).await?;
        let filtered: Vec<(i64, String, i64)> =
            sqlx::query_as("select mailbox_id, rule, count from filtered").fetch_all(&self.pool).await?;
        let mut filtered_by_mailbox: BTreeMap<i64, BTreeMap<Filter, u64>> = BTreeMap::new();
        for (mailbox, rule, count) in filtered {
            let rule = Filter::named(&rule).ok_or_else(|| StoreError::NotUnderstood(format!("the rule `{rule}`")))?;
            filtered_by_mailbox.entry(mailbox).or_default().insert(rule, unsigned(count));
        }
        let mailbox = |row: MailboxRow| {
            let filtered = filtered_by_mailbox.remove(&row.mailbox_id).unwrap_or_default();
            row.into_mailbox(filtered)
        };
        Ok(rows.into_iter().map(mailbox).collect())
    }

    /// Returns a colleague's mailboxes.
    pub async fn mailboxes_of(&self, owner: PersonId) -> Result<Vec<Mailbox>> {
        let mut mailboxes = self.mailboxes().await?;
        mailboxes.retain(|it| it.owner == Some(owner));
        Ok(mailboxes)
    }
}

impl MailboxRow {
    fn into_mailbox(self, filtered: BTreeMap<Filter, u64>) -> Mailbox {
        Mailbox {
            id: MailboxId(self.mailbox_id),
            source: self.source,
            name: self.name,
            kind: self.kind,
            owner: self.owner_id.map(PersonId),
            ledger: Ledger {
                read: unsigned(self.read),
                stored: unsigned(self.stored),
                duplicates: unsigned(self.duplicates),
                filtered,
                quarantined: unsigned(self.quarantined),
            },
            position: unsigned(self.position),
            extent: self.extent.map(unsigned),
            read_until: self.read_until.map(moment),
        }
    }
}

fn sum_up(mut source: Source, mailboxes: &[Mailbox]) -> Source {
    for it in mailboxes.iter().filter(|it| it.source == source.name) {
        // A file of a CRM is read like a mailbox, and is none.
        source.mailboxes += u64::from(it.kind != "crm");
        source.ledger += &it.ledger;
        source.position += it.position;
        source.extent = source.extent.zip(it.extent).map(|(sum, extent)| sum + extent);
        source.read_until = source.read_until.max(it.read_until);
    }
    source
}

/// Returns the state stored as that word.
pub(crate) fn state_of(word: &str, detail: Option<String>) -> SourceState {
    match word {
        "ready" => SourceState::Ready,
        "reading" => SourceState::Reading,
        _ => SourceState::Broken(detail.unwrap_or_default()),
    }
}

/// Counts the mailboxes of a source anew; a file of a CRM is read like a mailbox, and is none.
pub(crate) async fn count_mailboxes(connection: &mut AnyConnection, source: &str) -> Result<()> {
    let sql = "
        update source set mailboxes = (
            select count(*) from mailbox where mailbox.source = source.name and mailbox.kind <> 'crm')
        where name = $1";
    sqlx::query(sql).bind(source.to_owned()).execute(connection).await?;
    Ok(())
}

/// Counts are never negative in the database.
pub(crate) fn unsigned(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}
