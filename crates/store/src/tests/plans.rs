//! How the questions behind every page are answered: along indexes, whatever the size.
//!
//! SQLite says whether it searches or scans. PostgreSQL scans small tables because that is faster, so it is told not to: what it
//! scans all the same, no index leads to.

use relata_model::{PersonId, RecordId};
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::Target;
use crate::introducers::{best_question, last_question, summary_question};
use crate::searched::SOURCES;
use crate::sharing::ANYTHING_HIDDEN;
use crate::testing::on_every_database;

/// Tables that grow with the organisation.
const LARGE: [&str; 10] = [
    "pair",
    "person",
    "address",
    "entry",
    "record",
    "record_address",
    "record_row",
    "hidden_tie",
    "named_to",
    "mailbox",
];

/// Whatever stands for a parameter; the plan does not depend on which.
fn with_values(question: &str, target: &str) -> String {
    [("$1", "0"), ("$2", "1"), ("$3", target), ("$4", "7"), ("$5", "1700000000")]
        .iter()
        .fold(question.to_owned(), |sql, (place, value)| sql.replace(place, value))
}

/// Checks that answering goes through no large table from its beginning, but for those of which the first row is enough.
fn check(question: &str, first_row_enough: &[&str]) {
    on_every_database(async |store| {
        let mut connection = store.pool.acquire().await.unwrap();
        let mut scanned = match connection.backend_name() {
            "SQLite" => scanned_by_sqlite(&mut connection, question).await,
            _ => scanned_by_postgres(&mut connection, question).await,
        };
        scanned.retain(|it| !first_row_enough.contains(&it.as_str()));
        assert_eq!(scanned, Vec::<String>::new(), "{question}");
    });
}

/// The tables that SQLite scans; a part of the query that is called like a table is none.
async fn scanned_by_sqlite(connection: &mut AnyConnection, question: &str) -> Vec<String> {
    let sql = AssertSqlSafe(format!("explain query plan {question}"));
    let plan: Vec<(i64, i64, i64, String)> = sqlx::query_as(sql).fetch_all(connection).await.unwrap();
    let searched = plan.iter().any(|it| it.3.starts_with("SEARCH pair USING INDEX"));
    let words = plan.iter().filter_map(|it| it.3.strip_prefix("SCAN "));
    let tables = words.map(|it| it.split(' ').next().unwrap_or_default());
    tables.filter(|it| LARGE.contains(it) && !(*it == "pair" && searched)).map(str::to_owned).collect()
}

/// The tables that PostgreSQL scans though it was told not to.
async fn scanned_by_postgres(connection: &mut AnyConnection, question: &str) -> Vec<String> {
    sqlx::raw_sql("set enable_seqscan = off").execute(&mut *connection).await.unwrap();
    let plan: Vec<(String,)> =
        sqlx::query_as(AssertSqlSafe(format!("explain {question}"))).fetch_all(connection).await.unwrap();
    let words = plan.iter().filter_map(|it| it.0.split_once("Seq Scan on "));
    let tables = words.map(|it| it.1.split(' ').next().unwrap_or_default());
    tables.filter(|it| LARGE.contains(it)).map(str::to_owned).collect()
}

#[test]
fn who_knows_whom_is_found_along_indexes() {
    let person = (Target::Person(PersonId(1)), "1");
    let record = (Target::Record(RecordId("c1".to_owned())), "'c1'");
    for (target, value) in [person, record] {
        for question in [summary_question(&target), best_question(&target, 5), last_question(&target)] {
            check(&with_values(&question, value), &[]);
        }
    }
}

#[test]
fn whether_anything_is_hidden_is_known_without_reading_the_directory() {
    check(ANYTHING_HIDDEN, &["hidden_tie"]);
}

#[test]
fn what_was_searched_is_told_without_going_through_mailboxes() {
    check(SOURCES, &[]);
}
