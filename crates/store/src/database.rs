//! The database behind the store: opening it, writing in turn, and inserting many rows at once.

use std::sync::Arc;

use relata_model::SuppressionKey;
use sqlx::any::{AnyArguments, AnyPoolOptions, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AnyPool, AssertSqlSafe, Encode, FromRow, Transaction, Type};
use tokio::sync::{Mutex, MutexGuard};

use crate::StoreError;
use crate::audit::Trail;
use crate::error::Result;

/// Things asked for in one `in (…)`.
pub(crate) const ASKED_AT_ONCE: usize = 100;

/// Rows in one insert. More save little; together with 26 columns this stays below SQLite's 32,766 parameters.
const ROWS_AT_ONCE: usize = 400;

/// Everything Relata knows beside the interaction log.
#[derive(Debug)]
pub struct Store {
    pub(crate) pool: AnyPool,
    pub(crate) trail: Trail,
    turns: Turns,
    suppression_key: Option<SuppressionKey>,
}

/// Writing in turn.
#[derive(Debug)]
pub(crate) struct Turns {
    pool: AnyPool,
    database: Database,
    /// SQLite lets one connection write at a time; waiting here is fairer than its busy loop.
    turn: Arc<Mutex<()>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Database {
    Sqlite,
    Postgres,
}

/// A transaction that writes. Dropped without [`Writing::commit`], it leaves nothing behind.
pub(crate) struct Writing<'a> {
    transaction: Transaction<'static, Any>,
    _turn: MutexGuard<'a, ()>,
}

impl Store {
    /// Opens the database at `sqlite:PATH` (made if it is missing) or `postgres://…`, and brings its tables up to date.
    ///
    /// # Errors
    ///
    /// [`StoreError::NotADatabase`] for any other address; otherwise what the database said.
    pub async fn open(url: &str) -> Result<Store> {
        sqlx::any::install_default_drivers();
        let (database, url) = match url.split_once(':') {
            Some(("sqlite", path)) => (Database::Sqlite, sqlite_url(path)),
            Some(("postgres" | "postgresql", _)) => (Database::Postgres, url.to_owned()),
            _ => return Err(StoreError::NotADatabase(url.to_owned())),
        };
        let pool = pool(database, 8, "normal").connect(&url).await?;
        sqlx::migrate!("./migrations").run(&pool).await?;
        let turn = Arc::new(Mutex::new(()));
        let of_trail = match database {
            Database::Sqlite => pool_of_trail(&url)?,
            Database::Postgres => pool.clone(),
        };
        let trail = Trail::start(Turns { pool: of_trail, database, turn: Arc::clone(&turn) });
        let turns = Turns { pool: pool.clone(), database, turn };
        Ok(Store { trail, turns, pool, suppression_key: None })
    }

    /// Gives the store the secret by which it knows again who asked to be forgotten. Without it nobody can be forgotten,
    /// and nobody forgotten is known again: whoever reads mail gives it first.
    pub fn knowing(self, key: SuppressionKey) -> Store {
        Store { suppression_key: Some(key), ..self }
    }

    /// Returns the key.
    pub(crate) fn suppression_key(&self) -> Result<&SuppressionKey> {
        self.suppression_key.as_ref().ok_or(StoreError::NoSuppressionKey)
    }

    /// Returns whether the database answers.
    pub async fn is_ready(&self) -> bool {
        sqlx::query("select 1").execute(&self.pool).await.is_ok()
    }

    /// Lets the database's files hold nothing of rows that are gone: free pages are rewritten, and what waited in the
    /// write-ahead log is taken over. PostgreSQL's own log is PostgreSQL's to recycle.
    pub async fn vacuum(&self) -> Result<()> {
        let _turn = self.turns.turn.lock().await;
        let sql = match self.turns.database {
            Database::Sqlite => "vacuum; pragma wal_checkpoint(truncate);",
            Database::Postgres => "vacuum full",
        };
        sqlx::raw_sql(sql).execute(&self.pool).await?;
        Ok(())
    }

    /// Waits until nobody else writes, then begins to.
    pub(crate) async fn write(&self) -> Result<Writing<'_>> {
        self.turns.begin().await
    }
}

impl Turns {
    /// Waits until nobody else writes, then begins to.
    pub(crate) async fn begin(&self) -> Result<Writing<'_>> {
        let turn = self.turn.lock().await;
        // A deferred transaction of SQLite that turns to writing fails at once if somebody wrote since it began.
        let begin = match self.database {
            Database::Sqlite => "begin immediate",
            Database::Postgres => "begin",
        };
        Ok(Writing { transaction: self.pool.begin_with(begin).await?, _turn: turn })
    }
}

impl Writing<'_> {
    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    pub(crate) async fn commit(self) -> Result<()> {
        Ok(self.transaction.commit().await?)
    }

    /// Takes `count` numbers from a sequence and returns the first. Whoever else wants one waits for the commit.
    pub(crate) async fn take_numbers(&mut self, counter: &'static str, count: usize) -> Result<i64> {
        let sql = "update counter set last = last + $1 where name = $2 returning last";
        let count = count as i64;
        let last: i64 = sqlx::query_scalar(sql).bind(count).bind(counter).fetch_one(self.connection()).await?;
        Ok(last - count + 1)
    }
}

/// Returns a pool whose connections are set up. `synchronous` is SQLite's: with WAL `normal` is safe and spares a sync
/// for every commit, which a power failure may take back; after `full` it may not.
fn pool(database: Database, connections: u32, synchronous: &'static str) -> AnyPoolOptions {
    AnyPoolOptions::new().max_connections(connections).after_connect(move |connection, _| {
        Box::pin(async move {
            if database == Database::Sqlite {
                sqlx::raw_sql(SQLITE_SETTINGS).execute(&mut *connection).await?;
                let sql = format!("pragma synchronous = {synchronous}");
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await?;
            }
            Ok(())
        })
    })
}

/// Returns the one connection that writes the audit trail to a SQLite file, opened when it is first needed.
fn pool_of_trail(url: &str) -> Result<AnyPool> {
    Ok(pool(Database::Sqlite, 1, "full").connect_lazy(url)?)
}

/// WAL lets readers go on while somebody writes. The file is not mapped into memory: each connection would map it for itself, and
/// anew whenever it grew (importing a million rows took half as long again, and half as much memory again).
const SQLITE_SETTINGS: &str = "
    pragma journal_mode = wal;
    pragma busy_timeout = 10000;
    pragma foreign_keys = on;
    pragma secure_delete = on;
    pragma temp_store = memory;
    pragma cache_size = -16384;
";

/// Returns the URL of a SQLite file. What a URL would read as its own punctuation is escaped.
fn sqlite_url(path: &str) -> String {
    let path = path.strip_prefix("//").unwrap_or(path);
    let mut url = String::from("sqlite://");
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => url.push(byte as char),
            _ => url += &format!("%{byte:02X}"),
        }
    }
    url + "?mode=rwc"
}

pub(crate) type Bound = Query<'static, Any, AnyArguments>;

/// Inserts rows, many to a statement: `{head} values ($1, $2), ($3, $4), … {tail}`.
pub(crate) async fn insert<T>(
    connection: &mut AnyConnection,
    (head, columns, tail): (&str, usize, &str),
    rows: &[T],
    bind: impl Fn(Bound, &T) -> Bound,
) -> Result<()> {
    let numbered = connection.backend_name() != "SQLite";
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let sql = format!("{head} values {} {tail}", tuples(rows.len(), columns, numbered));
        let query = rows.iter().fold(sqlx::query(AssertSqlSafe(sql)), bind_of(&bind));
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

fn bind_of<'a, T>(bind: &'a impl Fn(Bound, &T) -> Bound) -> impl Fn(Bound, &'a T) -> Bound {
    move |query, row| bind(query, row)
}

/// Returns `($1, $2), ($3, $4), …`; for SQLite `(?, ?), (?, ?), …`: to SQLite `$1` is a name, and it looks through all
/// names for each.
fn tuples(rows: usize, columns: usize, numbered: bool) -> String {
    let row = |row: usize| match numbered {
        true => placeholders(row * columns + 1, columns),
        false => vec!["?"; columns].join(", "),
    };
    (0..rows).map(|it| format!("({})", row(it))).collect::<Vec<_>>().join(", ")
}

/// Returns `$first, $first+1, …`.
pub(crate) fn placeholders(first: usize, count: usize) -> String {
    (first..first + count).map(|it| format!("${it}")).collect::<Vec<_>>().join(", ")
}

/// Asks for many things a few at a time: `sql` is given `$1, $2, …` for them. The order of rows is that of each few.
pub(crate) async fn fetch_in<K, R>(
    connection: &mut AnyConnection,
    keys: &[K],
    sql: impl Fn(&str) -> String,
) -> Result<Vec<R>>
where
    K: Clone + for<'q> Encode<'q, Any> + Type<Any> + Send + 'static,
    R: for<'r> FromRow<'r, AnyRow> + Send + Unpin,
{
    let mut all = Vec::new();
    for keys in keys.chunks(ASKED_AT_ONCE) {
        let query = sqlx::query_as(AssertSqlSafe(sql(&placeholders(1, keys.len()))));
        let query = keys.iter().fold(query, |query, it| query.bind(it.clone()));
        all.extend(query.fetch_all(&mut *connection).await?);
    }
    Ok(all)
}

/// Does something to many things, a few at a time: `sql` is given `$1, $2, …` for them.
pub(crate) async fn execute_in<K>(
    connection: &mut AnyConnection,
    keys: &[K],
    sql: impl Fn(&str) -> String,
) -> Result<()>
where
    K: Clone + for<'q> Encode<'q, Any> + Type<Any> + Send + 'static,
{
    for keys in keys.chunks(ASKED_AT_ONCE) {
        let query = sqlx::query(AssertSqlSafe(sql(&placeholders(1, keys.len()))));
        keys.iter().fold(query, |query, it| query.bind(it.clone())).execute(&mut *connection).await?;
    }
    Ok(())
}

pub(crate) fn truth(it: bool) -> i64 {
    i64::from(it)
}
