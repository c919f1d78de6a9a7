//! `relata compute`: who knows whom, how every record stands, and what is released of accounts.

use clap::Args;
use jiff::civil::Date;
use relata_pipeline::{
    For, Line, Releasing, clear_away, compact, compute, compute_records, day_of, release_engagement,
};

use crate::opened::{Opened, now};
use crate::progress::Bar;
use crate::settings::Settings;
use crate::turn::Turn;
use crate::worker::do_what_is_due;

/// When to compute for.
#[derive(Args)]
pub struct Compute {
    /// A past day, e.g. 2001-05-01, published beside today; `relata explain --on` reads it
    #[arg(long, value_name = "DAY")]
    on: Option<Date>,
}

impl Compute {
    /// Computes and publishes, and says how much.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        let _turn = Turn::wait(&settings).await?;
        let opened = Opened::open(&settings).await?;
        let line = opened.line(now());
        compact(&line).await?;
        match self.on {
            Some(day) => pairs(&line, day, For::Past).await?,
            None => everything(&line, day_of(line.now), &settings.released()?).await?,
        }
        clear_away(&line).await?;
        do_what_is_due(&line, &opened.signer).await
    }
}

/// Computes all there is to know on a day: pairs, records, and what is released of accounts.
pub async fn everything(line: &Line<'_>, on: Date, releasing: &Releasing) -> anyhow::Result<()> {
    pairs(line, on, For::Everybody).await?;
    let bar = Bar::new("Reading records");
    let computed = compute_records(line, on, &|it| bar.tell(it)).await?;
    bar.done(&format!(
        "{} records as of {on}; {} months had changed, the people of {} records had",
        computed.records, computed.months, computed.changed
    ));
    let bar = Bar::new("Account engagement");
    let released = release_engagement(line, on, releasing, &|it| bar.tell(it)).await?;
    bar.done(&format!("{released} periods of account engagement released"));
    Ok(())
}

async fn pairs(line: &Line<'_>, day: Date, what: For<'_>) -> anyhow::Result<()> {
    let bar = Bar::new("Computing");
    let computed = compute(line, day, what, &|it| bar.tell(it)).await?;
    bar.done(&format!(
        "{} pairs published as of {day}; {} months had changed and were summed",
        computed.pairs, computed.months
    ));
    Ok(())
}
