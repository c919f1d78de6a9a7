//! `relata access`: everything that is kept about a person, for that person.

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use relata_model::Address;
use relata_model::audit::{Action, AuditEvent, of_person};
use relata_pipeline::grant_access;

use crate::opened::{Opened, now, private_file};
use crate::settings::Settings;
use crate::turn::Turn;

/// Whose data, and where to.
#[derive(Args)]
pub struct Access {
    /// An address of the person
    address: String,
    /// Where to put `about.json`, for programs, and `about.html`, for people; only you can read them
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    out: PathBuf,
}

impl Access {
    /// Gathers everything, and writes it to two files.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        let opened = Opened::open_existing(&settings).await?;
        let _turn = Turn::wait(&settings).await?;
        let address =
            Address::parse_unlisted(&self.address).with_context(|| format!("`{}` is no address", self.address))?;
        let person = opened.store.person_of(&address).await?;
        let person = person
            .with_context(|| format!("nothing is kept of {}; did they write from another address?", self.address))?;
        std::fs::create_dir_all(&self.out).with_context(|| format!("{} cannot be made", self.out.display()))?;
        let line = opened.line(now());
        let event = |action| AuditEvent::new(line.now, "operator", action).of(of_person(person));
        opened.store.audit(&[event(Action::AccessRequested)]).await?;
        let id = opened.store.request_access(person, "operator", line.now).await?;
        grant_access(&line).await?;
        let requests = opened.store.access_requests().await?;
        let found = requests.into_iter().find(|it| it.id == id).context("it was just asked for")?;
        // Before it leaves: what cannot be recorded is not given away.
        opened.store.audit(&[event(Action::AccessDownloaded)]).await?;
        for (name, text) in [("about.json", found.json), ("about.html", found.html)] {
            let file = self.out.join(name);
            let text = text.context("the answer is empty; is the person still there?")?;
            private_file(&file, &text).with_context(|| format!("{} cannot be written", file.display()))?;
            println!("{}", file.display());
        }
        opened.store.close_access(id, "expired", line.now).await?;
        println!("Hand them to that person alone, and remove them then. Other people are not named in them.");
        Ok(())
    }
}
