//! Searched: in which sources an answer was looked for, as whoever asks who knows whom is told of them.
//!
//! Asked beside every such answer, so nothing here goes through the mailboxes of a source that is read to its end: there may be
//! thousands.

use jiff::Timestamp;

use crate::Store;
use crate::consent::moment;
use crate::error::Result;
use crate::mailbox::{SourceState, state_of, unsigned};

/// A source, and how far it has been read while it is read for the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Searched {
    /// What the settings call it.
    pub name: String,
    /// How it fares.
    pub state: SourceState,
    /// When it came into that state.
    pub since: Timestamp,
    /// How many mailboxes it has; files of a CRM are none.
    pub mailboxes: u64,
    /// How many of its messages were read; counted only while it is being read, as is the rest.
    pub read: u64,
    /// How far it has been read, in the unit of `extent`.
    pub position: u64,
    /// How much there is to read in all, if every mailbox can say so.
    pub extent: Option<u64>,
}

impl Store {
    /// Returns every source, by name.
    pub async fn searched(&self) -> Result<Vec<Searched>> {
        type Row = (String, String, Option<String>, i64, i64);
        let rows: Vec<Row> = sqlx::query_as(SOURCES).fetch_all(&self.pool).await?;
        let mut sources = Vec::with_capacity(rows.len());
        for (name, state, detail, since, mailboxes) in rows {
            let state = state_of(&state, detail);
            let (read, position, extent) = match state {
                SourceState::Reading => self.progress(&name).await?,
                SourceState::Ready | SourceState::Broken(_) => (0, 0, None),
            };
            sources.push(Searched {
                name,
                state,
                since: moment(since),
                mailboxes: unsigned(mailboxes),
                read: unsigned(read),
                position: unsigned(position),
                extent: extent.map(unsigned),
            });
        }
        Ok(sources)
    }

    async fn progress(&self, source: &str) -> Result<(i64, i64, Option<i64>)> {
        let sql = "
            select cast(coalesce(sum(read), 0) as bigint), cast(coalesce(sum(position), 0) as bigint),
                   case when count(extent) = count(*) then cast(coalesce(sum(extent), 0) as bigint) end
            from mailbox where source = $1";
        Ok(sqlx::query_as(sql).bind(source.to_owned()).fetch_one(&self.pool).await?)
    }
}

/// What is read of every source, whatever its state.
pub(crate) const SOURCES: &str = "select name, state, detail, since, mailboxes from source order by name";
