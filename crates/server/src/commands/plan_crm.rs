//! The plan of a CRM: how much is in each table, and what would be kept of it. Nobody is named.

use relata_microsoft::Trouble;
use relata_microsoft::dataverse::TableCount;
use relata_store::{Connection, Store};

use crate::opened::now;
use crate::remote::open_dataverse;
use crate::settings::Settings;

/// Prints the plan of a connection to Dataverse; returns whether everything may be read.
///
/// # Errors
///
/// If it cannot be opened, or the environment cannot be asked at all.
pub async fn plan_crm(settings: &Settings, store: &Store, connection: &Connection) -> anyhow::Result<bool> {
    let dataverse = open_dataverse(settings, store, connection, now).await?;
    let mut may_all = true;
    for TableCount { table, rows } in dataverse.counts().await? {
        match rows {
            Ok(TableCount::MOST) => println!("  ok     {table}: {} or more", TableCount::MOST),
            Ok(rows) => println!("  ok     {table}: {rows}"),
            // An environment without Sales has no leads.
            Err(Trouble::Skip { .. }) => println!("  hint   {table}: there is no such table, so none is read"),
            Err(trouble) => {
                println!("  WRONG  {trouble}");
                may_all = false;
            }
        }
    }
    println!("{EXAMPLE}");
    Ok(may_all)
}

const EXAMPLE: &str = "\
  What is kept of a contact, for example:
    name Lea Berg  title Head of Purchasing  addresses lea@them.example  account 7c1f…  owner amber@us.example  active
  What is kept of an email: who sent it to whom, when, and which record it regards; whether it was opened, if you follow it.
  What is kept of an appointment, a phone call or a task: who took part, when, how many minutes, and which record it regards.
  What is never asked for: subjects, descriptions, notes, locations, attachments.
  A record that is deleted there is removed here.";
