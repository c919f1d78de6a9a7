//! `relata plan`: what would be read, before anything is: whose mailboxes, how many messages, an example of what is kept, and
//! whether what was granted keeps the scope.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use relata_api::{Extent, Finding, Plan as Planned, PlannedMessages, Tell, TrialLine, Tried, Verdict};
use relata_microsoft::Pace;
use relata_store::{Connection, ConnectionState};

use crate::opened::{Opened, now};
use crate::remote::Trial;
use crate::settings::Settings;

/// Nothing to choose.
#[derive(Args)]
pub struct Plan {}

impl Plan {
    /// Prints the plan of every connection, and fails if one may not be read.
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        let store = Opened::open_existing(&settings).await?.store;
        let connections = store.connections().await?;
        let planned: Vec<Connection> =
            connections.into_iter().filter(|it| it.state != ConnectionState::Ended).collect();
        if planned.is_empty() {
            println!("nothing is connected; `relata source connect --help` says how");
        }
        let mut code = ExitCode::SUCCESS;
        let tell: Tell = Arc::new(print);
        for it in planned {
            println!("{}", it.to.source);
            let what = Tried::Connected(it);
            let (extent, pace) = (Extent::Plan, Pace::new(now));
            let trial =
                Trial { settings: &settings, store: &store, what: &what, extent, pace, tell: Arc::clone(&tell) };
            match trial.run().await {
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

fn print(line: TrialLine) {
    match line {
        TrialLine::Step(_) => {}
        TrialLine::Finding(it) => print_finding(&it),
        TrialLine::Plan(it) => print_plan(&it),
        TrialLine::End(it) if it.sound => {}
        TrialLine::End(_) => println!("  Nothing is read until what is wrong is mended."),
    }
}

fn print_finding(finding: &Finding) {
    let verdict = match finding.verdict {
        Verdict::Fine => "ok   ",
        Verdict::Note => "hint ",
        Verdict::Wrong => "WRONG",
    };
    println!("  {verdict}  {}", finding.text);
    if let Some(remedy) = &finding.remedy {
        println!("         → {remedy}");
    }
}

fn print_plan(plan: &Planned) {
    if plan.tables.is_empty() {
        print_mailboxes(plan);
    }
    for it in &plan.tables {
        println!("  {}: {}{}", it.table, it.rows, if it.or_more { " or more" } else { "" });
    }
    for it in &plan.examples {
        let fields: Vec<String> = it.fields.iter().map(|it| format!("{} {}", it.name, it.value)).collect();
        println!("  What is kept of {}, for example:\n    {}", it.of, fields.join("  "));
    }
    for it in &plan.sentences {
        println!("  {it}");
    }
}

fn print_mailboxes(plan: &Planned) {
    println!(
        "  Mailboxes that would be read: {}; members of the group left alone: {}",
        plan.mailboxes, plan.left_alone
    );
    for it in &plan.named {
        println!("    {} <{}>", it.name.as_deref().unwrap_or_default(), it.address);
    }
    let others = plan.mailboxes - plan.named.len() as u64;
    if others > 0 {
        println!("    and {others} more");
    }
    match &plan.messages {
        None => println!("  No mailbox to count messages in"),
        Some(PlannedMessages { low, counted, of, .. }) if counted == of => {
            println!("  Messages a month: {low}, counted in every mailbox");
        }
        Some(PlannedMessages { low, high, counted, of }) => println!(
            "  Messages a month: between {low} and {high}, estimated from {counted} of {of} mailboxes (95 % of such estimates hold)"
        ),
    }
}
