//! `relata generate`: an invented organisation of any size, as mail, as an extract, or straight in a log.

mod files;
mod into_log;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use anyhow::Context;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use relata_generator::{Shares, Size, World};
use relata_model::Month;

use crate::opened::now;
use crate::progress::Bar;
use crate::settings::Settings;

/// What to invent, and where to.
#[derive(Args)]
#[command(after_help = "\
Sizes: small   50 colleagues,     1,000 contacts, 3 months of     5,000 emails
       1m       2,000 colleagues,  50,000 contacts, 12 months of   83,333 emails
       8m      10,000 colleagues, 500,000 contacts, 1 month of  8,000,000 emails
       96m-year 10,000 colleagues, 500,000 contacts, 12 months of 8,000,000 emails
Everybody is made up; every address ends in .example, where nobody can have one.
Stopped half-way, the same command goes on with what is missing.")]
pub struct Generate {
    /// Where to begin from; the other options change it
    #[arg(long, value_name = "SIZE", default_value = "small")]
    size: String,
    /// How many colleagues
    #[arg(long, value_name = "NUMBER")]
    colleagues: Option<u32>,
    /// How many people outside
    #[arg(long, value_name = "NUMBER")]
    contacts: Option<u32>,
    /// How many emails a month; meetings and calls come on top
    #[arg(long, value_name = "NUMBER")]
    emails_a_month: Option<u32>,
    /// How many calendar months
    #[arg(long, value_name = "NUMBER")]
    months: Option<u32>,
    /// Another seed, another organisation
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The last day [default: the last day of the month before this one]
    #[arg(long, value_name = "DAY")]
    until: Option<Date>,
    /// As what
    #[arg(long, value_name = "FORM")]
    to: Form,
    /// A folder: of files, or for `log` a data folder of its own
    path: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// directory.csv, and a file of mail for each month under mail; mail alone, every mail once
    Mbox,
    /// Graph Data Connect: User_v1, and a folder for each month with Message_v1, SentItem_v1 and CalendarView_v0
    DataConnect,
    /// A data folder with database and log, everything consented to, ready for `relata compute`
    Log,
}

impl Generate {
    /// Makes what is missing, and says how fast.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        let named = Size::named(&self.size).with_context(|| {
            let names: Vec<&str> = Size::NAMED.iter().map(|it| it.0).collect();
            format!("there is no size `{}`; choose one of {}", self.size, names.join(", "))
        })?;
        let size = Size {
            colleagues: self.colleagues.unwrap_or(named.colleagues),
            contacts: self.contacts.unwrap_or(named.contacts),
            emails_a_month: self.emails_a_month.unwrap_or(named.emails_a_month),
            months: self.months.unwrap_or(named.months),
        };
        let until = match self.until {
            Some(it) => it,
            None => {
                let month = Month::of(now()).start_seconds();
                jiff::Timestamp::from_second(month - 1)?.to_zoned(jiff::tz::TimeZone::UTC).date()
            }
        };
        let world = Arc::new(World::new(size, Shares::default(), self.seed, until)?);
        let what = Invented { name: name(size, self.seed, until), world };
        match self.to {
            Form::Mbox => files::mbox(&what, &self.path),
            Form::DataConnect => files::data_connect(&what, &self.path),
            Form::Log => into_log::run(&what, of_folder(settings, self.path)).await,
        }
    }
}

/// An organisation, and what it is called: the same name, the same bytes.
struct Invented {
    name: String,
    world: Arc<World>,
}

fn name(size: Size, seed: u64, until: Date) -> String {
    let Size { colleagues, contacts, emails_a_month, months } = size;
    format!(
        "invented: {colleagues} colleagues, {contacts} contacts, {emails_a_month} emails a month, {months} months until \
         {until}, seed {seed}"
    )
}

/// Settings whose data lies in a folder, whatever they said before.
fn of_folder(mut settings: Settings, folder: PathBuf) -> Settings {
    settings.data.folder = folder;
    settings.data.database = String::new();
    settings.data.log = String::new();
    settings.keys.file = PathBuf::new();
    settings
}

/// What was written so far, and how fast.
struct Rate {
    bar: Bar,
    begun: Instant,
    extent: u64,
    done: AtomicU64,
}

impl Rate {
    /// Begins to count to so many.
    fn new(what: &str, extent: u64) -> Rate {
        Rate { bar: Bar::new(what), begun: Instant::now(), extent, done: AtomicU64::new(0) }
    }

    fn add(&self, more: u64) {
        let done = self.done.fetch_add(more, Ordering::Relaxed) + more;
        self.bar.show(
            done.min(self.extent),
            self.extent,
            format!("{done} events, {:.0} a second", self.a_second(done)),
        );
    }

    fn done(self, of: &str) {
        let done = self.done.load(Ordering::Relaxed);
        let seconds = self.begun.elapsed().as_secs_f64();
        let rate = self.a_second(done);
        self.bar.done(&format!("{done} events written in {seconds:.1} s, {rate:.0} a second: {of}"));
    }

    fn a_second(&self, done: u64) -> f64 {
        done as f64 / self.begun.elapsed().as_secs_f64().max(1e-3)
    }
}
