//! Secrets of the installation, sealed under the root keys: the store keeps bytes it cannot open.

use jiff::Timestamp;

use crate::Store;
use crate::error::Result;

impl Store {
    /// Returns what is sealed under that name.
    pub async fn secret(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let sql = "select sealed from secret where name = $1";
        Ok(sqlx::query_scalar(sql).bind(name.to_owned()).fetch_optional(&self.pool).await?)
    }

    /// Keeps a secret unless there is one of that name, and returns the one that is kept: of two that are made at the
    /// same time, both makers use the first.
    pub async fn keep_secret_once(&self, name: &str, sealed: &[u8], version: u32, at: Timestamp) -> Result<Vec<u8>> {
        let sql = "
            insert into secret (name, sealed, version, changed_at) values ($1, $2, $3, $4)
            on conflict (name) do nothing";
        let mut writing = self.write().await?;
        sqlx::query(sql)
            .bind(name.to_owned())
            .bind(sealed.to_vec())
            .bind(i64::from(version))
            .bind(at.as_second())
            .execute(writing.connection())
            .await?;
        let sql = "select sealed from secret where name = $1";
        let kept: Vec<u8> = sqlx::query_scalar(sql).bind(name.to_owned()).fetch_one(writing.connection()).await?;
        writing.commit().await?;
        Ok(kept)
    }

    /// Replaces a secret by the same one, sealed anew.
    pub async fn replace_secret(&self, name: &str, sealed: &[u8], version: u32, at: Timestamp) -> Result<()> {
        let sql = "update secret set sealed = $2, version = $3, changed_at = $4 where name = $1";
        let mut writing = self.write().await?;
        sqlx::query(sql)
            .bind(name.to_owned())
            .bind(sealed.to_vec())
            .bind(i64::from(version))
            .bind(at.as_second())
            .execute(writing.connection())
            .await?;
        writing.commit().await
    }

    /// Returns every secret that an older version of the root key sealed, by name.
    pub async fn secrets_older_than(&self, version: u32) -> Result<Vec<(String, Vec<u8>)>> {
        let sql = "select name, sealed from secret where version < $1 order by name";
        Ok(sqlx::query_as(sql).bind(i64::from(version)).fetch_all(&self.pool).await?)
    }
}
