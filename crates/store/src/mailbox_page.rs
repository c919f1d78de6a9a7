//! Pages of mailboxes, for whoever chooses one: what each is called, whose it is, and how much was read of it.

use jiff::Timestamp;
use relata_model::{MailboxId, PersonId};

use crate::Store;
use crate::consent::moment;
use crate::error::Result;
use crate::groups::holding;
use crate::mailbox::unsigned;

/// Which mailboxes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailboxQuery {
    /// Only those after that one.
    pub after: Option<MailboxId>,
    /// What their name, the source's or their owner's holds; empty: anything.
    pub holds: String,
}

/// A mailbox to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedMailbox {
    /// Its number.
    pub id: MailboxId,
    /// The source it lies in.
    pub source: String,
    /// What it is called there.
    pub name: String,
    /// What sort it is of: `mbox`, `ics`, `crm`, …
    pub kind: String,
    /// The colleague it belongs to, and what they are called.
    pub owner: Option<(PersonId, String)>,
    /// How many messages were read.
    pub read: u64,
    /// How many of them are stored.
    pub stored: u64,
    /// When the newest was sent.
    pub read_until: Option<Timestamp>,
}

#[derive(sqlx::FromRow)]
struct Row {
    mailbox_id: i64,
    source: String,
    name: String,
    kind: String,
    owner_id: Option<i64>,
    owner: Option<String>,
    read: i64,
    stored: i64,
    read_until: Option<i64>,
}

impl Store {
    /// Returns mailboxes by number, those left out that are being forgotten.
    pub async fn mailbox_page(&self, asked: &MailboxQuery, limit: u32) -> Result<Vec<ListedMailbox>> {
        let sql = "
            select mailbox.mailbox_id, mailbox.source, mailbox.name, mailbox.kind, mailbox.owner_id,
                   mailbox.read, mailbox.stored, mailbox.read_until,
                   (select max(entry.name) from entry where entry.person_id = mailbox.owner_id) as owner
            from mailbox
            where mailbox.mailbox_id > $1
              and mailbox.mailbox_id not in (
                  select erasing_mailbox.mailbox_id from erasing_mailbox
                  join erasure on erasure.erasure_id = erasing_mailbox.erasure_id where erasure.kind = 'mailbox')
              and (lower(mailbox.name) like $2 escape '\\' or lower(mailbox.source) like $2 escape '\\'
                   or mailbox.owner_id in (select person_id from entry where sort_name like $2 escape '\\'))
            order by mailbox.mailbox_id limit $3";
        let after = asked.after.map_or(-1, |it| it.0);
        let query = sqlx::query_as(sql).bind(after).bind(holding(&asked.holds)).bind(i64::from(limit));
        let rows: Vec<Row> = query.fetch_all(&self.pool).await?;
        let listed = |it: Row| ListedMailbox {
            id: MailboxId(it.mailbox_id),
            source: it.source,
            name: it.name,
            kind: it.kind,
            owner: it.owner_id.map(PersonId).zip(it.owner),
            read: unsigned(it.read),
            stored: unsigned(it.stored),
            read_until: it.read_until.map(moment),
        };
        Ok(rows.into_iter().map(listed).collect())
    }
}
