//! For tests: a whole line in a folder of its own, driven by a few lines of the interaction notation.
//!
//! Start at [`World`].

use jiff::Timestamp;
use jiff::civil::Date;
use relata_connectors::Scripted;
use relata_interaction_log::InteractionLog;
use relata_model::consent::Insights;
use relata_model::{
    Address, ColleagueId, Directory, Enabling, Ledger, MailboxId, Name, PersonId, Record, RecordId, RecordKind,
};
use relata_pipeline::{Computed, ComputedRecords, For, Line, Mailbox, compute, compute_records, sync};
use relata_store::{Asker, Generation, NewMailbox, SourceState, Store, Target};

/// A store, a log, and a present moment; everything consented to.
pub struct World {
    folder: tempfile::TempDir,
    /// The operational database.
    pub store: Store,
    /// The history.
    pub log: InteractionLog,
    now: Timestamp,
}

impl World {
    /// Makes a world with these colleagues (see [`relata_model::notation::directory`]) on SQLite, or in the empty
    /// database named.
    ///
    /// # Panics
    ///
    /// If something cannot be made; this is for tests.
    pub async fn new(directory: &Directory, database: Option<&str>, now: Timestamp) -> World {
        let folder = tempfile::tempdir().expect("a folder for a test");
        let sqlite = format!("sqlite:{}", folder.path().join("relata.db").display());
        let store = Store::open(database.unwrap_or(&sqlite)).await.expect("a database for a test");
        let log = open_log(&folder).await;
        let entries: Vec<_> = directory.entries().cloned().collect();
        store.replace_directory(&entries).await.expect("a directory for a test");
        let granted = Enabling::everything_granted(now, "operator");
        store.append_consent_events(&granted).await.expect("a consent for a test");
        store.set_source("script", "scripted", &SourceState::Ready, now).await.expect("a source for a test");
        World { folder, store, log, now }
    }

    /// Forgets what is in memory, as a restart does.
    pub async fn reopened(self) -> World {
        let log = open_log(&self.folder).await;
        World { log, ..self }
    }

    /// Lets the organisation consent to these kinds of insight and no others.
    ///
    /// # Panics
    ///
    /// If the store cannot be written.
    pub async fn consent_to(&self, insights: &[Insights]) {
        let enabling = self.store.enabling().await.expect("a readable store");
        let steps = enabling.steps_to(insights.iter().copied(), self.now, "operator");
        self.store.append_consent_events(&steps).await.expect("a consent for a test");
    }

    /// What every step of the line needs.
    pub fn line(&self) -> Line<'_> {
        Line { store: &self.store, log: &self.log, now: self.now }
    }

    /// Returns the mailbox of a colleague, made when missing.
    ///
    /// # Panics
    ///
    /// If the colleague is not in the directory.
    pub async fn mailbox(&self, owner: &str) -> MailboxId {
        let person = self.store.person_of_colleague(&ColleagueId(owner.to_owned())).await.expect("a readable store");
        let mailbox = NewMailbox { source: "script", name: owner, kind: "mail", owner: person };
        self.store.mailbox(&mailbox).await.expect("a mailbox for a test")
    }

    /// Lets a colleague's mailbox hold what a text says, and syncs it, a few interactions a batch.
    ///
    /// # Panics
    ///
    /// If the text is not in the notation, or the sync fails.
    pub async fn sync(&self, owner: &str, text: &str) -> Ledger {
        let connector = Scripted::new(text, 2).expect("a script written in a test");
        let owner_id = ColleagueId(owner.to_owned());
        let id = self.mailbox(owner).await;
        let mailbox = Mailbox { id, name: owner, owner: Some(&owner_id), connector: &connector };
        let directory = self.store.directory().await.expect("a readable store");
        sync(&self.line(), &directory, &mailbox, &|_| ()).await.expect("a sync in a test")
    }

    /// Computes a day.
    ///
    /// # Panics
    ///
    /// If computing fails.
    pub async fn compute(&self, on: &str, what: For<'_>) -> Computed {
        compute(&self.line(), day(on), what, &|_| ()).await.expect("computing in a test")
    }

    /// Computes what is known of every record on a day.
    ///
    /// # Panics
    ///
    /// If computing fails.
    pub async fn compute_records(&self, on: &str) -> ComputedRecords {
        compute_records(&self.line(), day(on), &|_| ()).await.expect("computing in a test")
    }

    /// Returns the person an address belongs to.
    ///
    /// # Panics
    ///
    /// If nobody does.
    pub async fn person(&self, address: &str) -> PersonId {
        let address = Address::parse_unlisted(address).expect("an address written in a test");
        self.store.person_of(&address).await.expect("a readable store").expect("somebody seen before")
    }

    /// Returns who knows a contact in the published generation, a line each: colleague, band, score, counts.
    ///
    /// # Panics
    ///
    /// If nothing was published, or nobody has the address.
    pub async fn who_knows(&self, contact: &str) -> String {
        let target = Target::Person(self.person(contact).await);
        let generation = self.published().await;
        let asker = Asker::stranger(generation.computed_at);
        let found = self.store.introducers(&generation, &target, &asker, 5).await;
        let lines = found.expect("a readable store").introducers.into_iter().map(|it| {
            let (strength, counts) = (it.pair.strength, it.pair.sums.counts);
            format!(
                "{} {} {} sent {} received {} replies {} meetings {}\n",
                it.colleague.email,
                strength.band.name(),
                strength.score,
                counts.sent,
                counts.received,
                counts.replies,
                counts.meetings
            )
        });
        lines.collect()
    }

    /// Returns the generation everybody sees.
    ///
    /// # Panics
    ///
    /// If nothing was published.
    pub async fn published(&self) -> Generation {
        self.store.published().await.expect("a readable store").expect("something was published")
    }

    /// Returns a digest of everything published.
    ///
    /// # Panics
    ///
    /// If nothing was published.
    pub async fn digest(&self) -> String {
        let generation = self.published().await;
        self.store.insights_digest(generation.id).await.expect("a readable store")
    }
}

async fn open_log(folder: &tempfile::TempDir) -> InteractionLog {
    let place = folder.path().join("log");
    std::fs::create_dir_all(&place).expect("a folder for a test");
    InteractionLog::open(&place.to_string_lossy()).await.expect("a log for a test")
}

fn day(text: &str) -> Date {
    text.parse().expect("a day written in a test")
}

/// Returns a record of which nothing is known but what it is.
///
/// # Panics
///
/// If the id is no name.
pub fn record(id: &str, kind: RecordKind) -> Record {
    Record::named(RecordId(id.to_owned()), kind, Name::new(id).expect("a name written in a test"))
}
