//! Account engagement as it was released: figures of a period with noise, and what they cost.
//!
//! **Invariant:** a period is released once, with its charge in the same transaction; the charges of a year stay within
//! what the year allows, and outlive the figures. What the figures mean is no business of the store.

use jiff::Timestamp;
use jiff::civil::Date;
use relata_model::RecordId;
use sqlx::AnyConnection;

use crate::Store;
use crate::consent::moment;
use crate::database::insert;
use crate::error::Result;
use crate::records::day;

/// A period whose figures were released.
#[derive(Clone, Debug, PartialEq)]
pub struct Release {
    /// How long the period is: `week`, `month` or `year`.
    pub level: String,
    /// Its first day.
    pub start: Date,
    /// When it was released.
    pub released_at: Timestamp,
    /// What it cost, as people read it.
    pub epsilon: f64,
    /// What it cost, as it adds up.
    pub loss: f64,
    /// How many of our people must have taken part for an account to be shown.
    pub minimum_group: u32,
    /// What is said of the whole release, as JSON.
    pub notes: String,
}

/// What was released of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleasedRow {
    /// Which account.
    pub account: RecordId,
    /// Its figures, as JSON.
    pub figures: String,
}

/// What was released of an account, with what it is called now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngagementRow {
    /// Which account.
    pub account: RecordId,
    /// Its name; its identifier, where it is not among the records any more.
    pub name: String,
    /// Its figures, as JSON.
    pub figures: String,
}

/// A part of a year's budget that was spent.
#[derive(Clone, Debug, PartialEq)]
pub struct Charge {
    /// For a period of which length.
    pub level: String,
    /// The period's first day.
    pub start: Date,
    /// How much, as it adds up.
    pub loss: f64,
    /// When.
    pub charged_at: Timestamp,
}

/// What became of figures to be released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Released {
    /// They are released now.
    Now,
    /// The period was released before; what was released stays, these are to be thrown away.
    Before,
    /// The year does not allow it; these are to be thrown away.
    OverBudget,
}

/// Sums of charges such as 0.1 differ from what they are meant to be by this little.
const ROUNDING: f64 = 1e-9;

impl Store {
    /// Releases the figures of a period and charges the year for it, if the year allows `yearly_loss` in all.
    pub async fn put_release(
        &self,
        release: &Release,
        rows: &[ReleasedRow],
        year: i16,
        yearly_loss: f64,
    ) -> Result<Released> {
        let mut writing = self.write().await?;
        // The number is taken first: it locks the sequence, so two processes cannot both find the budget sufficient.
        let charge = writing.take_numbers("engagement_charge", 1).await?;
        let connection = writing.connection();
        let sql = "select count(*) from engagement_release where level = $1 and start = $2";
        let query = sqlx::query_scalar(sql).bind(release.level.clone()).bind(release.start.to_string());
        let before: i64 = query.fetch_one(&mut *connection).await?;
        if before > 0 {
            return Ok(Released::Before);
        }
        let sql = "select coalesce(sum(loss), 0.0) from engagement_charge where year = $1";
        let spent: f64 = sqlx::query_scalar(sql).bind(i64::from(year)).fetch_one(&mut *connection).await?;
        // Written so that figures of no number are over any budget.
        let allowed = spent + release.loss <= yearly_loss + ROUNDING && release.loss >= 0.0;
        if !allowed {
            return Ok(Released::OverBudget);
        }
        let sql = "
            insert into engagement_charge (charge_id, year, level, start, loss, charged_at)
            values ($1, $2, $3, $4, $5, $6)";
        sqlx::query(sql)
            .bind(charge)
            .bind(i64::from(year))
            .bind(release.level.clone())
            .bind(release.start.to_string())
            .bind(release.loss)
            .bind(release.released_at.as_second())
            .execute(&mut *connection)
            .await?;
        let sql = "
            insert into engagement_release (level, start, released_at, epsilon, loss, minimum_group, notes)
            values ($1, $2, $3, $4, $5, $6, $7)";
        sqlx::query(sql)
            .bind(release.level.clone())
            .bind(release.start.to_string())
            .bind(release.released_at.as_second())
            .bind(release.epsilon)
            .bind(release.loss)
            .bind(i64::from(release.minimum_group))
            .bind(release.notes.clone())
            .execute(&mut *connection)
            .await?;
        let into = ("insert into engagement_row (level, start, record_id, figures)", 4, "");
        insert(connection, into, rows, |query, it| {
            let query = query.bind(release.level.clone()).bind(release.start.to_string());
            query.bind(it.account.0.clone()).bind(it.figures.clone())
        })
        .await?;
        writing.commit().await?;
        Ok(Released::Now)
    }

    /// Returns what was released at a level, the newest period first.
    pub async fn releases(&self, level: &str) -> Result<Vec<Release>> {
        let sql = "
            select level, start, released_at, epsilon, loss, minimum_group, notes
            from engagement_release where level = $1 order by start desc";
        let rows: Vec<ReleaseRow> = sqlx::query_as(sql).bind(level.to_owned()).fetch_all(&self.pool).await?;
        rows.into_iter().map(ReleaseRow::into_release).collect()
    }

    /// Returns a release with its accounts, by name; the newest of the level where no start is given.
    pub async fn release(&self, level: &str, start: Option<Date>) -> Result<Option<(Release, Vec<EngagementRow>)>> {
        let sql = "
            select level, start, released_at, epsilon, loss, minimum_group, notes
            from engagement_release where level = $1 and ($2 = '' or start = $2) order by start desc limit 1";
        let start = start.map_or(String::new(), |it| it.to_string());
        let query = sqlx::query_as(sql).bind(level.to_owned()).bind(start);
        let row: Option<ReleaseRow> = query.fetch_optional(&self.pool).await?;
        let Some(release) = row.map(ReleaseRow::into_release).transpose()? else { return Ok(None) };
        let sql = "
            select it.record_id, coalesce(record.name, it.record_id), it.figures
            from engagement_row as it
            left join record on record.record_id = it.record_id
            left join record_row on record_row.record_id = it.record_id
            where it.level = $1 and it.start = $2 and coalesce(record.do_not_analyse, 0) = 0
            order by case when record_row.number is null then 1 else 0 end, record_row.sort_key, record_row.number,
                     it.record_id";
        let query = sqlx::query_as(sql).bind(level.to_owned()).bind(release.start.to_string());
        let rows: Vec<(String, String, String)> = query.fetch_all(&self.pool).await?;
        let row = |(id, name, figures)| EngagementRow { account: RecordId(id), name, figures };
        Ok(Some((release, rows.into_iter().map(row).collect())))
    }

    /// Returns what was released of one account at a level, the newest period first.
    pub async fn releases_of_account(&self, level: &str, account: &RecordId) -> Result<Vec<(Release, String)>> {
        let sql = "
            select it.level, it.start, it.released_at, it.epsilon, it.loss, it.minimum_group, it.notes, engagement_row.figures
            from engagement_row
            join engagement_release as it on it.level = engagement_row.level and it.start = engagement_row.start
            where engagement_row.record_id = $1 and it.level = $2
            order by it.start desc";
        let query = sqlx::query_as(sql).bind(account.0.clone()).bind(level.to_owned());
        let rows: Vec<AccountRow> = query.fetch_all(&self.pool).await?;
        rows.into_iter().map(|it| Ok((it.release.into_release()?, it.figures))).collect()
    }

    /// Returns what was charged to a year, in the order of charging.
    pub async fn charges(&self, year: i16) -> Result<Vec<Charge>> {
        let sql = "
            select level, start, loss, charged_at from engagement_charge where year = $1 order by charge_id";
        let query = sqlx::query_as(sql).bind(i64::from(year));
        let rows: Vec<(String, String, f64, i64)> = query.fetch_all(&self.pool).await?;
        let charge = |(level, start, loss, at): (String, String, f64, i64)| {
            Ok(Charge { level, start: day(&start)?, loss, charged_at: moment(at) })
        };
        rows.into_iter().map(charge).collect()
    }
}

/// Withdraws every release. What was charged stays charged: what was told cannot be untold.
pub(crate) async fn drop_releases(connection: &mut AnyConnection) -> Result<()> {
    for sql in ["delete from engagement_row", "delete from engagement_release"] {
        sqlx::query(sql).execute(&mut *connection).await?;
    }
    Ok(())
}

#[derive(sqlx::FromRow)]
struct ReleaseRow {
    level: String,
    start: String,
    released_at: i64,
    epsilon: f64,
    loss: f64,
    minimum_group: i64,
    notes: String,
}

#[derive(sqlx::FromRow)]
struct AccountRow {
    #[sqlx(flatten)]
    release: ReleaseRow,
    figures: String,
}

impl ReleaseRow {
    fn into_release(self) -> Result<Release> {
        Ok(Release {
            level: self.level,
            start: day(&self.start)?,
            released_at: moment(self.released_at),
            epsilon: self.epsilon,
            loss: self.loss,
            minimum_group: u32::try_from(self.minimum_group).unwrap_or(u32::MAX),
            notes: self.notes,
        })
    }
}
