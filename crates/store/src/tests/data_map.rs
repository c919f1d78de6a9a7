//! The data map: it names every table and every column there is, and none there is not.

use std::collections::BTreeSet;

use crate::data_map::TABLES;
use crate::testing::on_every_database;

#[test]
fn every_column_of_the_database_says_what_it_is_and_how_it_goes() {
    on_every_database(async |store| {
        let mut connection = store.pool.acquire().await.unwrap();
        let sql = match connection.backend_name() {
            "SQLite" => {
                "select tables.name, columns.name from sqlite_master as tables
                 join pragma_table_info(tables.name) as columns where tables.type = 'table'"
            }
            _ => {
                "select cast(columns.table_name as text), cast(columns.column_name as text)
                 from information_schema.columns as columns
                 join information_schema.tables as tables on tables.table_name = columns.table_name
                 where columns.table_schema = 'public' and tables.table_type = 'BASE TABLE'"
            }
        };
        let found: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(&mut *connection).await.unwrap();
        let ours = |it: &(String, String)| !it.0.starts_with("_sqlx") && !it.0.starts_with("sqlite_");
        let found: BTreeSet<(String, String)> = found.into_iter().filter(ours).collect();
        let declared: BTreeSet<(String, String)> = TABLES
            .iter()
            .filter(|it| !it.name.starts_with("log."))
            .flat_map(|table| table.columns.iter().map(|it| (table.name.to_owned(), it.0.to_owned())))
            .collect();
        let undeclared: Vec<_> = found.difference(&declared).collect();
        let vanished: Vec<_> = declared.difference(&found).collect();
        assert!(
            undeclared.is_empty() && vanished.is_empty(),
            "say in data_map/tables.rs what these are: {undeclared:?}; these are there no more: {vanished:?}"
        );
    });
}
