//! `relata collect`: one round over everything that is connected.

use std::process::ExitCode;

use clap::Args;

use crate::opened::{Opened, now};
use crate::progress::Bar;
use crate::remote::Rounds;
use crate::settings::Settings;
use crate::turn::Turn;

/// Nothing to choose.
#[derive(Args)]
pub struct Collect {}

impl Collect {
    /// Reads every connection to its end, shows what changed, and fails if one could not be read.
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        let _turn = Turn::wait(&settings).await?;
        let opened = Opened::open_existing(&settings).await?;
        let bar = Bar::new("Reading mailboxes");
        let rounds = Rounds::default().round(&opened.line(now()), &settings, now, &|it| bar.tell(it)).await?;
        bar.done(&format!("{} connections", rounds.len()));
        let mut code = ExitCode::SUCCESS;
        for it in rounds {
            match it.outcome {
                Ok(collected) => {
                    let ledger = &collected.ledger;
                    println!(
                        "{}: {} mailboxes and calendars read, {} cannot be, {} are left alone; {} messages, {} stored",
                        it.source, collected.read, collected.failing, collected.left_alone, ledger.read, ledger.stored
                    );
                }
                Err(why) => {
                    println!("{}: {why}", it.source);
                    code = ExitCode::FAILURE;
                }
            }
        }
        Ok(code)
    }
}
