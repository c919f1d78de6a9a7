//! `relata plan`: what would be read, before anything is: whose mailboxes, how many messages, an example of what is kept, and
//! whether what was granted keeps the scope. What a CRM would bring is in `plan_crm.rs`.

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::Args;
use relata_microsoft::counts;
use relata_model::directory::Entry;
use relata_model::enabling::Stage;
use relata_model::{GroupId, Month, Participation, Standing};
use relata_store::{Connection, ConnectionKind, ConnectionState, Store};

use crate::commands::plan_crm::plan_crm;
use crate::opened::{Opened, now};
use crate::remote::{Finding, Range, Seal, Tenant, judge, open, range};
use crate::settings::Settings;

/// So many mailboxes are counted; more tell little more, and counting one takes a dozen questions a folder.
const COUNTED: usize = 12;
const MONTHS: i32 = 12;
/// So many are named.
const NAMED: usize = 20;

/// Nothing to choose.
#[derive(Args)]
pub struct Plan {}

impl Plan {
    /// Prints the plan of every connection, and fails if one may not be read.
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        let store = Opened::open_existing(&settings).await?.store;
        let connections = store.connections().await?;
        let planned: Vec<&Connection> = connections.iter().filter(|it| it.state != ConnectionState::Ended).collect();
        if planned.is_empty() {
            println!("nothing is connected; `relata source connect --help` says how");
        }
        let mut code = ExitCode::SUCCESS;
        for it in planned {
            println!("{}", it.to.source);
            let planned = match it.to.kind {
                ConnectionKind::Microsoft365 => plan(&settings, &store, it).await,
                ConnectionKind::Dataverse => plan_crm(&settings, &store, it).await,
            };
            match planned {
                Ok(true) => {}
                Ok(false) => code = ExitCode::FAILURE,
                Err(error) => {
                    println!("  WRONG  {error:#}");
                    code = ExitCode::FAILURE;
                }
            }
        }
        Ok(code)
    }
}

/// Prints the plan of one tenant of Microsoft 365; returns whether it may be read.
async fn plan(settings: &Settings, store: &Store, connection: &Connection) -> anyhow::Result<bool> {
    let scope = GroupId(connection.to.group.clone());
    let mut tenant = Tenant::new(open(settings, store, connection, now).await?, scope, Seal::of(settings)?);
    tenant.ask_for_users().await?;
    let enabling = store.enabling().await?;
    tenant.ask_for_groups(enabling.excluded()).await?;
    println!("  {}", people(&tenant));

    let reach = tenant.reach().await?;
    let roles = if reach.roles.is_empty() { "none".to_owned() } else { reach.roles.join(", ") };
    println!("  Permissions in the token: {roles}");
    let findings = judge(&reach);
    let is_kept = !findings.iter().any(|it| matches!(it, Finding::Refused(_)));
    for it in findings {
        match it {
            Finding::Fine(what) => println!("  ok     {what}"),
            Finding::Note(what) => println!("  hint   {what}"),
            Finding::Refused(what) => println!("  WRONG  {what}"),
        }
    }
    if !is_kept {
        println!("  Nothing is read until this is mended.");
        return Ok(false);
    }
    let consent = store.consent().await?;
    let takes_part = |it: &Entry| consent.standing_of(&it.id, now()) == Participation::Contributing;
    let members: Vec<&Entry> = tenant.members().collect();
    let (reading, left_alone): (Vec<_>, Vec<_>) = members.into_iter().partition(|it| takes_part(it));
    println!(
        "  Mailboxes that would be read: {}; members of the group left alone: {}",
        reading.len(),
        left_alone.len()
    );
    for it in reading.iter().take(NAMED) {
        println!("    {} <{}>", it.name.as_ref().map_or("", |it| it.as_str()), it.primary.as_str());
    }
    if reading.len() > NAMED {
        println!("    and {} more", reading.len() - NAMED);
    }
    if enabling.stage(now()) != Stage::Consented {
        println!("  hint   nobody has consented yet, so nothing is read until then (`relata consent status`)");
    }
    messages(&tenant, &reading).await?;
    println!("{EXAMPLE}");
    Ok(true)
}

fn people(tenant: &Tenant) -> String {
    let mut by_standing = BTreeMap::<Standing, usize>::new();
    for it in tenant.entries() {
        *by_standing.entry(it.standing).or_default() += 1;
    }
    let counts: Vec<String> =
        by_standing.iter().map(|(standing, count)| format!("{count} {}", standing.name())).collect();
    let skipped = match tenant.skipped().len() {
        0 => String::new(),
        count => format!("; {count} entries or addresses cannot be used"),
    };
    format!("The directory has {}{skipped}", counts.join(", "))
}

async fn messages(tenant: &Tenant, reading: &[&Entry]) -> anyhow::Result<()> {
    let last = Month::of(now());
    let first = last.plus(1 - MONTHS);
    // Spread over the list, which is in order of ids: as good as drawn.
    let step = reading.len().div_ceil(COUNTED).max(1);
    let mut a_month = Vec::new();
    for it in reading.iter().step_by(step) {
        let counted = counts(tenant.graph(), &it.id.0, first, last).await?;
        a_month.push(counted.iter().map(|it| it.messages).sum::<u64>() / u64::from(MONTHS.unsigned_abs()));
    }
    match range(&a_month, reading.len()) {
        None => println!("  No mailbox to count messages in"),
        Some(Range { low, .. }) if a_month.len() == reading.len() => {
            println!("  Messages a month: {low}, counted in every mailbox");
        }
        Some(Range { low, high }) => println!(
            "  Messages a month: between {low} and {high}, estimated from {} of {} mailboxes (95 % of such estimates hold)",
            a_month.len(),
            reading.len()
        ),
    }
    Ok(())
}

const EXAMPLE: &str = "\
  What is kept of a message, for example:
    when 2026-11-20T09:12:04Z  what email  conversation 9f3c…  answers 51d0…  folder sent
    from amber@us.example (we)  to lea@them.example (they)  cc ben@us.example (we)  audience 2
  What is kept of a meeting: the same, with who accepted and how many minutes.
  What is never asked for: subjects, bodies, attachments, locations.";
