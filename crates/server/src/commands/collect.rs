//! `relata collect`: one round over everything that is connected.

use std::collections::BTreeMap;
use std::fmt;
use std::process::ExitCode;

use clap::Args;

use crate::opened::{Opened, now};
use crate::progress::Bar;
use crate::remote::{Round, Rounds};
use crate::settings::Settings;
use crate::turn::Turn;
use crate::worker::{do_what_is_due, for_a_while};

/// Nothing to choose.
#[derive(Args)]
pub struct Collect {}

impl Collect {
    /// Reads every connection to its end, shows what changed, and fails if one could not be read.
    pub async fn run(self, settings: Settings) -> anyhow::Result<ExitCode> {
        let (mut rounds, mut sums, began) = (Rounds::default(), BTreeMap::<String, Sum>::new(), now());
        let bar = Bar::new("Reading mailboxes");
        loop {
            // A while at a time: who is to be forgotten does not wait for a year of mail.
            let _turn = Turn::wait(&settings).await?;
            let opened = Opened::open_existing(&settings).await?;
            let line = opened.line(now());
            do_what_is_due(&line, &opened.signer).await?;
            let go_on = for_a_while();
            let read = rounds.round(&line, &settings, (began, now), (&go_on, &|it| bar.tell(it))).await?;
            let is_whole = !read.iter().any(Round::is_unfinished);
            for it in read {
                sums.entry(it.source.clone()).or_default().take(it);
            }
            if is_whole {
                break;
            }
        }
        bar.done(&format!("{} connections", sums.len()));
        let mut code = ExitCode::SUCCESS;
        for (source, sum) in sums {
            println!("{source}: {sum}");
            if sum.trouble.is_some() {
                code = ExitCode::FAILURE;
            }
        }
        Ok(code)
    }
}

/// What was read of one connection so far.
#[derive(Default)]
struct Sum {
    messages: u64,
    stored: u64,
    /// Records of a CRM: stored, and removed.
    records: Option<(u64, u64)>,
    read: u64,
    failing: u64,
    /// At the last look.
    left_alone: u64,
    trouble: Option<String>,
}

impl Sum {
    fn take(&mut self, round: Round) {
        if let Some(crm) = round.crm {
            let (stored, removed) = self.records.unwrap_or_default();
            self.records = Some((stored + crm.stored, removed + crm.removed));
            self.trouble = (!crm.troubles.is_empty()).then(|| crm.troubles.join("; "));
        }
        match round.outcome {
            Ok(collected) => {
                self.messages += collected.ledger.read;
                self.stored += collected.ledger.stored;
                self.read += collected.read;
                self.failing += collected.failing;
                self.left_alone = collected.left_alone;
            }
            Err(why) => self.trouble = Some(why),
        }
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(why) = &self.trouble {
            return f.write_str(why);
        }
        if let Some((stored, removed)) = self.records {
            let (read, kept) = (self.messages, self.stored);
            return write!(f, "{stored} records taken over, {removed} removed; {read} activities read, {kept} stored");
        }
        let Sum { read, failing, left_alone, .. } = self;
        write!(f, "{read} mailboxes and calendars read, {failing} cannot be, {left_alone} are left alone; ")?;
        write!(f, "{} messages, {} stored", self.messages, self.stored)
    }
}
