//! The ledger of a source by mailbox and folder, all of it: for tables.

use jiff::Timestamp;
use relata_model::MailboxId;

use crate::Store;
use crate::consent::moment;
use crate::error::Result;
use crate::mailbox::unsigned;

/// A folder of a mailbox in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerFolder {
    /// The number of its mailbox.
    pub mailbox: MailboxId,
    /// Whose that is.
    pub owner: Option<String>,
    /// What stands for the folder; `None`: nothing is known of any folder of this mailbox yet.
    pub folder: Option<String>,
    /// Its well-known name, if it has one.
    pub name: Option<String>,
    /// When its mailbox was last held against its source.
    pub checked_at: Option<Timestamp>,
    /// How many messages the source said it has in what is read.
    pub source: u64,
    /// Of what was read and lies there: how many passed the rules.
    pub kept: u64,
    /// How many rules left out.
    pub left_out: u64,
    /// How many could not be read.
    pub quarantined: u64,
    /// How many the source has that were not met even by reading again; what is too many counts, too.
    pub unexplained: u64,
    /// Since when something is.
    pub since: Option<Timestamp>,
    /// How many were read and have left since.
    pub gone: u64,
    /// How many were found by reading again what did not add up.
    pub found_late: u64,
    /// How many came before what is read.
    pub older: u64,
}

#[derive(sqlx::FromRow)]
struct Row {
    mailbox_id: i64,
    owner: Option<String>,
    folder: Option<String>,
    name: Option<String>,
    checked_at: Option<i64>,
    source: i64,
    kept: i64,
    left_out: i64,
    quarantined: i64,
    unexplained: i64,
    since: Option<i64>,
    gone: i64,
    found_late: i64,
    older: i64,
}

impl Store {
    /// Returns every folder of every mailbox of a source that holds mail, by the mailbox's number and the folder; with `unexplained`, those
    /// where something is.
    pub async fn ledger_folders(&self, source: &str, unexplained: bool) -> Result<Vec<LedgerFolder>> {
        let sql = "
            select mailbox.mailbox_id,
                   (select max(entry.name) from entry where entry.person_id = mailbox.owner_id) as owner,
                   month.folder, mail_folder.name, mailbox_check.checked_at,
                   coalesce(month.source, 0) as source, coalesce(month.kept, 0) as kept,
                   coalesce(month.left_out, 0) as left_out, coalesce(month.quarantined, 0) as quarantined,
                   coalesce(month.unexplained, 0) as unexplained, month.since, coalesce(month.gone, 0) as gone,
                   coalesce(month.found_late, 0) as found_late, coalesce(mail_folder.older, 0) as older
            from mailbox
            left join mailbox_check on mailbox_check.mailbox_id = mailbox.mailbox_id
            left join (
                select mailbox_id, folder, cast(sum(coalesce(counted, 0)) as bigint) as source,
                       cast(sum(kept) as bigint) as kept, cast(sum(left_out) as bigint) as left_out,
                       cast(sum(quarantined) as bigint) as quarantined, cast(sum(gone) as bigint) as gone,
                       cast(sum(found_late) as bigint) as found_late,
                       cast(sum(abs(unexplained)) as bigint) as unexplained, min(unexplained_since) as since
                from folder_month group by mailbox_id, folder) as month on month.mailbox_id = mailbox.mailbox_id
            left join mail_folder
                on mail_folder.mailbox_id = mailbox.mailbox_id and mail_folder.folder = month.folder
            where mailbox.source = $1 and mailbox.kind = 'mail' and ($2 = 0 or coalesce(month.unexplained, 0) > 0)
              and mailbox.mailbox_id not in (
                  select erasing_mailbox.mailbox_id from erasing_mailbox
                  join erasure on erasure.erasure_id = erasing_mailbox.erasure_id where erasure.kind = 'mailbox')
            order by mailbox.mailbox_id, month.folder";
        let query = sqlx::query_as(sql).bind(source.to_owned()).bind(i64::from(unexplained));
        let rows: Vec<Row> = query.fetch_all(&self.pool).await?;
        Ok(rows.into_iter().map(Row::into_folder).collect())
    }
}

impl Row {
    fn into_folder(self) -> LedgerFolder {
        LedgerFolder {
            mailbox: MailboxId(self.mailbox_id),
            owner: self.owner,
            folder: self.folder,
            name: self.name,
            checked_at: self.checked_at.map(moment),
            source: unsigned(self.source),
            kept: unsigned(self.kept),
            left_out: unsigned(self.left_out),
            quarantined: unsigned(self.quarantined),
            unexplained: unsigned(self.unexplained),
            since: self.since.map(moment),
            gone: unsigned(self.gone),
            found_late: unsigned(self.found_late),
            older: unsigned(self.older),
        }
    }
}
