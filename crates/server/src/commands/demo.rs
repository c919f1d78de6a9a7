//! `relata demo`: the whole product on a sample of real mail headers.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use jiff::Timestamp;
use relata_api::Viewer;
use relata_model::policy::Role;
use relata_model::{Address, Enabling, RecordKind, end_of_day_seconds};
use relata_pipeline::{
    Line, Mail, compact, import_activities, import_directory, import_groups, import_mail, import_records,
};
use relata_store::Store;

use crate::commands::import::balance;
use crate::commands::serve::{self, Shown};
use crate::commands::{compute, rehearsal};
use crate::opened::Opened;
use crate::progress::Bar;
use crate::sample;
use crate::settings::Settings;

/// Where the demo shows and keeps things.
#[derive(Args)]
pub struct Demo {
    /// Where to serve; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8620")]
    listen: SocketAddr,
    /// Where the demo keeps its data; a second start finds them and is up in seconds
    #[arg(long, value_name = "FOLDER", default_value = "relata-demo")]
    data: PathBuf,
    /// Import and compute, then end without serving
    #[arg(long)]
    prepare: bool,
    /// Rehearse Microsoft 365 instead: an invented tenant behind a stand-in for Graph on this machine, where mail keeps
    /// arriving; enable, consent, plan and watch it being read
    #[arg(long, conflicts_with = "prepare")]
    microsoft365: bool,
}

impl Demo {
    /// Imports the sample unless that was done before, computes, and serves until interrupted.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        anyhow::ensure!(
            self.listen.ip().is_loopback(),
            "the demo has no sign-in and stays on this machine; listen on 127.0.0.1 or [::1], not on {}",
            self.listen.ip()
        );
        if self.microsoft365 {
            return rehearsal::run(settings, self.data, self.listen).await;
        }
        let settings = for_demo(settings, self.data);
        let opened = Opened::open(&settings).await?;
        let now =
            Timestamp::from_second(end_of_day_seconds(sample::TODAY)).context("the sample's last day is a day")?;
        prepare(&opened.line(now), &settings).await?;
        if self.prepare {
            return Ok(());
        }
        let organisation = "Enron (sample)".to_owned();
        let demo_viewer = Some(viewer(&opened.store).await?);
        serve::show(opened, &settings, Shown { listen: self.listen, organisation, demo_viewer }).await
    }
}

/// The sample's viewer and privacy budget, and a data folder of its own whatever the settings say.
pub(super) fn for_demo(mut settings: Settings, folder: PathBuf) -> Settings {
    settings.data.folder = folder;
    settings.data.database = String::new();
    settings.data.log = String::new();
    // Nobody signs in to the demo, and nothing of it is reached under another name.
    settings.sign_in.issuer = String::new();
    settings.server.url = String::new();
    // A sample of 65 mailboxes is too small for a budget that protects; its mail has been public since 2003.
    settings.engagement.epsilon = 50.0;
    settings
}

/// Somebody who owns opportunities of the sample, and tries everything.
async fn viewer(store: &Store) -> anyhow::Result<Viewer> {
    let address = Address::parse_unlisted("susan.scott@enron.com").context("this is an address")?;
    let person = store.person_of(&address).await?.context("she is in the sample")?;
    let colleague = store.colleague(person).await?.context("she is a colleague")?;
    let roles = [Role::SalesManager, Role::Administrator, Role::DirectoryAdministrator, Role::Auditor];
    let viewer = Viewer::with_roles(&colleague.name, Some(colleague.email), roles);
    Ok(Viewer { person: Some(person), ..viewer })
}

async fn prepare(line: &Line<'_>, settings: &Settings) -> anyhow::Result<()> {
    // Once: what somebody tries out with the consent of the sample is there at the next start, too.
    if line.store.consent_events().await?.is_empty() {
        line.store.append_consent_events(&Enabling::everything_granted(line.now, "demo")).await?;
    }
    let computed = line.store.insight_run().await?;
    if computed.is_some_and(|it| it.computed_for == sample::TODAY) {
        return Ok(());
    }
    eprintln!("Setting up the sample: headers of 4,594 real Enron messages, 1997–2002 (no subjects, no bodies).");
    let folder = sample::unpack(&settings.data.folder)?;
    let colleagues = import_directory(line, &folder.join("directory.csv")).await?;
    let groups = import_groups(line, &folder.join("groups.csv")).await?;
    let kinds = [
        (RecordKind::Account, "accounts.csv"),
        (RecordKind::Contact, "contacts.csv"),
        (RecordKind::Lead, "leads.csv"),
        (RecordKind::Opportunity, "opportunities.csv"),
    ];
    let mut records = 0;
    for (kind, file) in kinds {
        records += import_records(line, kind, &folder.join(file)).await?.entries;
    }
    let (entries, groups) = (colleagues.entries, groups.entries);
    eprintln!("{entries} directory entries, {groups} groups, {records} CRM records");
    let bar = Bar::new("Reading mail");
    let ledger =
        import_mail(line, Mail { path: &folder.join("mail"), owner: None, again: false }, &|it| bar.tell(it)).await?;
    bar.done(&balance(&ledger));
    let bar = Bar::new("Reading invented activities of the CRM");
    let ledger = import_activities(line, &folder.join("activities.csv"), false, &|it| bar.tell(it)).await?;
    bar.done(&balance(&ledger));
    compact(line).await?;
    compute::everything(line, sample::TODAY, &settings.released()?).await
}
