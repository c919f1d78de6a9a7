//! `relata explain`: why a colleague and a contact have the strength they have.

use anyhow::Context;
use clap::Args;
use jiff::civil::Date;
use relata_model::explanation::parts;
use relata_model::{Address, Band, PersonId};
use relata_store::{Asker, Generation, PairInsight, Store};

use crate::opened::Opened;
use crate::settings::Settings;

/// Whom to explain.
#[derive(Args)]
pub struct Explain {
    /// The colleague's address
    colleague: String,
    /// The contact's address
    contact: String,
    /// A past day that was computed with `relata compute --on`
    #[arg(long, value_name = "DAY")]
    on: Option<Date>,
}

impl Explain {
    /// Prints the parts of the strength, which add up to it.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        let opened = Opened::open(&settings).await?;
        let store = &opened.store;
        let generation = self.generation(store).await?;
        let [one, other] = [person(store, &self.colleague).await?, person(store, &self.contact).await?];
        let asker = Asker::stranger(generation.computed_at);
        let found = match store.pair(&generation, other, one, &asker).await? {
            Some(found) => Some(found),
            None => store.pair(&generation, one, other, &asker).await?,
        };
        match found {
            Some(pair) => print(&generation, &pair),
            None => println!(
                "Nothing is known of {} and {} as of {}: no email, meeting or call between the two in {} months.",
                self.colleague, self.contact, generation.computed_for, generation.history_months
            ),
        }
        Ok(())
    }

    async fn generation(&self, store: &Store) -> anyhow::Result<Generation> {
        match self.on {
            Some(day) => store
                .generation_for(day)
                .await?
                .with_context(|| format!("nothing was computed for {day}; run `relata compute --on {day}` first")),
            None => store.published().await?.context("nothing was computed yet; run `relata compute` first"),
        }
    }
}

async fn person(store: &Store, text: &str) -> anyhow::Result<PersonId> {
    let address = Address::parse_unlisted(text).with_context(|| format!("`{text}` is no address"))?;
    store.person_of(&address).await?.with_context(|| format!("nobody with the address {text} has been seen"))
}

fn print(generation: &Generation, pair: &PairInsight) {
    let strength = pair.strength;
    let counts = pair.sums.counts;
    println!("As of {}, computed {}", generation.computed_for, generation.computed_at);
    println!(
        "{} sent, {} received, {} replies, {} meetings, {} calls; the last on {}",
        counts.sent,
        counts.received,
        counts.replies,
        counts.meetings,
        counts.calls,
        day(pair)
    );
    if strength.band == Band::Unknown {
        println!("Strength: unknown, because mail went in one direction only");
        return;
    }
    let at = relata_model::end_of_day_seconds(generation.computed_for);
    let at = jiff::Timestamp::from_second(at).unwrap_or(generation.computed_at);
    for (part, points) in parts(&pair.sums, at) {
        println!("{points:>+6}  {}", part.name().replace('_', " "));
    }
    println!(
        "{:>6}  {} (S = {:.3}; confidence {})",
        strength.score,
        strength.band.name(),
        strength.raw,
        strength.confidence.name()
    );
}

fn day(pair: &PairInsight) -> Date {
    pair.last_at().to_zoned(jiff::tz::TimeZone::UTC).date()
}
