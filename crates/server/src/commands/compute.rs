//! `relata compute`: who knows whom, on a day.

use clap::Args;
use jiff::civil::Date;
use relata_pipeline::{For, compact, compute, day_of, vacuum};

use crate::opened::{Opened, now};
use crate::progress::Bar;
use crate::settings::Settings;

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
        let opened = Opened::open(&settings).await?;
        let line = opened.line(now());
        let (day, what) = match self.on {
            Some(day) => (day, For::Past),
            None => (day_of(line.now), For::Everybody),
        };
        let bar = Bar::new("Computing");
        compact(&line).await?;
        let computed = compute(&line, day, what, &|it| bar.tell(it)).await?;
        vacuum(&line).await?;
        bar.done(&format!(
            "{} pairs published as of {day}; {} months had changed and were summed",
            computed.pairs, computed.months
        ));
        Ok(())
    }
}
