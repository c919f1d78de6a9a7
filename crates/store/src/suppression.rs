//! Suppression as stored: hashes of who asked to be forgotten, so that no sync and no import brings them back.

use relata_model::directory::Entry;
use relata_model::suppression::Was;
use relata_model::{Address, Suppressed, Suppression, SuppressionKey};
use sqlx::AnyConnection;

use crate::directory::{addresses, standing_of};
use crate::error::Result;
use crate::{Store, StoreError};

impl Store {
    /// Returns who is not to be kept.
    pub async fn suppression(&self) -> Result<Suppression> {
        type Row = (Vec<u8>, Option<Vec<u8>>, Option<i64>);
        let rows: Vec<Row> =
            sqlx::query_as("select hash, entry, standing from suppressed").fetch_all(&self.pool).await?;
        if rows.is_empty() && self.suppression_key().is_err() {
            return Ok(Suppression::default());
        }
        let mut suppression = Suppression::with(self.suppression_key()?.clone());
        for (hash, entry, standing) in rows {
            let was = match entry.zip(standing) {
                Some((entry, standing)) => Some(Was { entry: hash_of(entry)?, standing: standing_of(standing) }),
                None => None,
            };
            suppression.add(hash_of(hash)?, was);
        }
        Ok(suppression)
    }

    /// Leaves an address out for ever, whether it was ever met or not. What is there of it already is
    /// [erased](Store::request_erasure).
    pub async fn suppress(&self, address: &Address) -> Result<()> {
        let key = self.suppression_key()?.clone();
        let entries = self.entries().await?;
        let entry = entries.iter().find(|entry| addresses(entry).any(|it| it == address));
        let mut writing = self.write().await?;
        suppress(writing.connection(), &key, address, entry).await?;
        writing.commit().await
    }

    /// Returns the entries of a directory without those that were forgotten, and how many those were. All of a forgotten
    /// entry's addresses are suppressed from now on, new ones too; no other entry has one of them as an alias.
    pub(crate) async fn without_forgotten(&self, entries: &[Entry]) -> Result<(Vec<Entry>, u64)> {
        let suppression = self.suppression().await?;
        let is_forgotten = |it: &&Entry| suppression.has_colleague(&it.id) || suppression.has(&it.primary);
        let (forgotten, others): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(is_forgotten);
        if !forgotten.is_empty() {
            let key = self.suppression_key()?.clone();
            let mut writing = self.write().await?;
            for entry in &forgotten {
                suppress_entry(writing.connection(), &key, entry).await?;
            }
            writing.commit().await?;
        }
        let mut others: Vec<Entry> = others.into_iter().cloned().collect();
        others.iter_mut().for_each(|entry| entry.aliases.retain(|it| !suppression.has(it)));
        Ok((others, forgotten.len() as u64))
    }
}

/// Suppresses an entry of the directory: the entry itself, and every address it has.
pub(crate) async fn suppress_entry(connection: &mut AnyConnection, key: &SuppressionKey, entry: &Entry) -> Result<()> {
    put(connection, key.of_colleague(&entry.id), None).await?;
    for it in addresses(entry) {
        suppress(connection, key, it, Some(entry)).await?;
    }
    Ok(())
}

/// Suppresses an address; with the entry it belongs to, if any.
pub(crate) async fn suppress(
    connection: &mut AnyConnection,
    key: &SuppressionKey,
    address: &Address,
    entry: Option<&Entry>,
) -> Result<()> {
    put(connection, key.of(address), entry.map(|it| Was { entry: key.of_colleague(&it.id), standing: it.standing }))
        .await
}

/// Puts a hash on the list; what the directory said of it stays once it is known.
pub(crate) async fn put(connection: &mut AnyConnection, hash: Suppressed, was: Option<Was>) -> Result<()> {
    let sql = "
        insert into suppressed (hash, entry, standing) values ($1, $2, $3)
        on conflict (hash) do update set
            entry = coalesce(excluded.entry, suppressed.entry),
            standing = coalesce(excluded.standing, suppressed.standing)";
    sqlx::query(sql)
        .bind(hash.0.to_vec())
        .bind(was.map(|it| it.entry.0.to_vec()))
        .bind(was.map(|it| it.standing as i64))
        .execute(connection)
        .await?;
    Ok(())
}

fn hash_of(bytes: Vec<u8>) -> Result<Suppressed> {
    let bytes: std::result::Result<[u8; 32], _> = bytes.try_into();
    bytes.map(Suppressed).map_err(|_| StoreError::NotUnderstood("a hash that is none".to_owned()))
}
