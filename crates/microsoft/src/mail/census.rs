//! The census of a mailbox: its folders, counts by time of receiving, and all that lies in one folder and month.

use async_trait::async_trait;
use relata_connectors::{Batch, Census, Cursor, FetchError, Folder, Folders, Received};

use super::cursor::{Span, State};
use super::{Mail, Read, folders, place};
use crate::counts::count;

/// Folders that are called by name; their ids tell nobody anything.
const NAMED: [&str; 3] = ["inbox", "sentitems", "archive"];
/// More pages than a month of a folder has.
const MOST_PAGES: u32 = 2_000;

#[async_trait]
impl Census for Mail {
    async fn folders(&self, cursor: &Cursor) -> Result<Option<Folders>, FetchError> {
        let state = State::parse(cursor)?;
        let failed = |it| self.failed(it);
        let all = folders::all(&self.graph, &self.user).await.map_err(failed)?;
        let known = folders::known(&self.graph, &self.user).await.map_err(failed)?;
        let mut names = Vec::new();
        for name in NAMED {
            names.push((name, folders::id_of(&self.graph, &self.user, name).await.map_err(failed)?));
        }
        let read: Vec<Folder> = folders::read(&all, &known)
            .into_iter()
            .map(|it| Folder {
                key: place::short(&it.id),
                name: names.iter().find(|(_, id)| id.as_deref() == Some(&it.id)).map(|(name, _)| (*name).to_owned()),
                messages: it.messages,
                id: it.id,
            })
            .collect();
        let beside = folders::messages(&all).saturating_sub(read.iter().map(|it| it.messages).sum());
        Ok(Some(Folders { read, beside, since: state.reads_since() }))
    }

    async fn count(&self, folder: &Folder, received: Received) -> Result<u64, FetchError> {
        let from = received.from.map_or_else(String::new, |it| format!("receivedDateTime ge {it} and "));
        let filter = format!("{from}receivedDateTime lt {}", received.to);
        match count(&self.graph, &self.user, &folder.id, &filter).await {
            // It was removed since it was listed.
            Err(trouble) if trouble.is_gone() => Ok(0),
            counted => counted.map_err(|it| self.failed(it)),
        }
    }

    async fn whole(&self, folder: &Folder, received: Received) -> Result<Batch, FetchError> {
        let sent = folder.name.as_deref() == Some("sentitems");
        let from = received.from.unwrap_or_default();
        let (mut rest, mut read) = (Some(Span::new(&folder.id, sent, from, received.to)), Read::default());
        for _ in 0..MOST_PAGES {
            match rest.take() {
                Some(span) => self.past(&mut rest, span, &mut read).await?,
                None => {
                    let Read { observed, skipped, places } = read;
                    let position = observed.len() as u64;
                    let cursor = Cursor(String::new());
                    return Ok(Batch { observed, skipped, places, cursor, position, more: false });
                }
            }
        }
        Err(super::endless())
    }
}
