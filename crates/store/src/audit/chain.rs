//! Adding to the chain, inside a transaction.

use relata_model::audit::{AuditEvent, Hash, Head, Line};
use sqlx::AnyConnection;

use crate::database::{Bound, insert};
use crate::error::{Result, StoreError};

/// Adds events to the trail in the transaction of whatever they tell of. Others who add wait for its end.
pub(crate) async fn append(connection: &mut AnyConnection, events: &[AuditEvent]) -> Result<()> {
    super::check(events)?;
    add(connection, events.iter()).await
}

/// Adds events that were checked.
pub(super) async fn add<'a>(
    connection: &mut AnyConnection,
    events: impl ExactSizeIterator<Item = &'a AuditEvent>,
) -> Result<()> {
    // The update locks the row before anything is read, so nobody else goes on from the same line.
    let count = events.len() as i64;
    let sql = "update audit_head set count = count + $1 where one = 1 returning count - $1, hash";
    let (before, hash): (i64, String) = sqlx::query_as(sql).bind(count).fetch_one(&mut *connection).await?;
    let mut head = head(before, &hash).ok_or_else(damaged)?;
    let mut lines: Vec<(Line, &AuditEvent)> = Vec::with_capacity(events.len());
    for event in events {
        let line = head.followed_by(event);
        head = line.head();
        lines.push((line, event));
    }
    let columns = "(seq, at, actor, action, subject, people, detail, previous, hash)";
    let head_of_insert = format!("insert into audit_event {columns}");
    insert(connection, (&head_of_insert, 9, ""), &lines, bound).await?;
    let people: Vec<(i64, i64)> =
        lines.iter().flat_map(|(line, event)| event.people.iter().map(|it| (it.0, line.seq as i64))).collect();
    let into = ("insert into audit_person (person_id, seq)", 2, "on conflict do nothing");
    insert(connection, into, &people, |query, (person, seq)| query.bind(*person).bind(*seq)).await?;
    let sql = "update audit_head set hash = $1 where one = 1";
    sqlx::query(sql).bind(head.hash.to_string()).execute(connection).await?;
    Ok(())
}

/// Returns the head that is stored, if it is one.
pub(super) fn head(count: i64, hash: &str) -> Option<Head> {
    Some(Head { count: u64::try_from(count).ok()?, hash: Hash::parse(hash)? })
}

pub(super) fn damaged() -> StoreError {
    StoreError::NotUnderstood("an audit trail without its last line".to_owned())
}

fn bound(query: Bound, (line, event): &(Line, &AuditEvent)) -> Bound {
    let people: Vec<String> = event.people.iter().map(ToString::to_string).collect();
    query
        .bind(line.seq as i64)
        .bind(event.at.as_second())
        .bind(event.actor.clone())
        .bind(event.action.name())
        .bind(event.subject.clone())
        .bind(people.join(" "))
        .bind(event.detail.clone())
        .bind(line.previous.to_string())
        .bind(line.hash.to_string())
}
