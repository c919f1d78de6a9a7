//! For tests: a whole line in a folder of its own, driven by a few lines of the interaction notation.
//!
//! Start at [`World`]; `stopped.rs` lets its process have died between two commits of the log.

mod stopped;

use jiff::Timestamp;
use jiff::civil::Date;
use relata_connectors::{Connector, Cursor, Scripted};
use relata_interaction_log::{BatchId, InteractionLog, Naming, Numbers};
use relata_model::classification::classify;
use relata_model::consent::Insights;
use relata_model::enabling::Event;
use relata_model::normalise::{Context, Normalised, normalise};
use relata_model::{
    Address, ColleagueId, Directory, Enabling, Ledger, MailboxId, Name, PersonId, Record, RecordId, RecordKind,
    SuppressionKey,
};
use relata_pipeline::{Computed, ComputedRecords, For, Line, Mailbox, Room, compute, compute_records, sync};
use relata_pipeline::{end_withdrawals, erase, is_forgotten, tidy};
use relata_store::data_map::Is;
use relata_store::{
    Asker, ErasureId, Forget, Generation, Names, NewErasure, NewMailbox, Seen, SourceState, Store, Target,
};

/// A store, a log, and a present moment; everything consented to.
pub struct World {
    folder: tempfile::TempDir,
    /// The operational database.
    pub store: Store,
    /// The history.
    pub log: InteractionLog,
    room: Room,
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
        World::without(&[], directory, database, now).await
    }

    /// Makes a world in which these addresses are suppressed from the start.
    ///
    /// # Panics
    ///
    /// If something cannot be made.
    pub async fn without(
        forgotten: &[Address],
        directory: &Directory,
        database: Option<&str>,
        now: Timestamp,
    ) -> World {
        let folder = tempfile::tempdir().expect("a folder for a test");
        let sqlite = format!("sqlite:{}", folder.path().join("relata.db").display());
        let store = Store::open(database.unwrap_or(&sqlite)).await.expect("a database for a test");
        let store = store.knowing(SuppressionKey::new([7; 32]));
        for it in forgotten {
            store.suppress(it).await.expect("a store for a test");
        }
        let log = open_log(&folder).await;
        let entries: Vec<_> = directory.entries().cloned().collect();
        store.replace_directory(&entries).await.expect("a directory for a test");
        let granted = Enabling::everything_granted(now, "operator");
        store.append_consent_events(&granted).await.expect("a consent for a test");
        World { folder, store, log, room: Room::default(), now }
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

    /// Takes back the consent to everything, and asks for what it leaves behind to be erased.
    ///
    /// # Panics
    ///
    /// If the store cannot be written.
    pub async fn withdraw(&self) {
        let withdrawn = Event::Withdrawn(Insights::ALL.into());
        self.store.append_consent_event(self.now, "operator", withdrawn).await.expect("a consent to withdraw");
        end_withdrawals(&self.line()).await.expect("a withdrawal in a test");
    }

    /// What every step of the line needs.
    pub fn line(&self) -> Line<'_> {
        Line { store: &self.store, log: &self.log, room: &self.room, now: self.now }
    }

    /// Returns the mailbox of a colleague, made when missing.
    ///
    /// # Panics
    ///
    /// If the colleague is not in the directory.
    pub async fn mailbox(&self, owner: &str) -> MailboxId {
        let person = self.store.person_of_colleague(&ColleagueId(owner.to_owned())).await.expect("a readable store");
        let set = self.store.set_source("script", "scripted", &SourceState::Ready, self.now);
        set.await.expect("a source for a test");
        let mailbox = NewMailbox { source: "script", name: owner, kind: "mail", owner: person };
        self.store.mailbox(&mailbox).await.expect("a mailbox for a test")
    }

    /// Returns the CRM's activities as a mailbox that is nobody's, made when missing.
    ///
    /// # Panics
    ///
    /// If the store cannot be written.
    pub async fn crm(&self) -> MailboxId {
        let set = self.store.set_source("crm", "scripted", &SourceState::Ready, self.now);
        set.await.expect("a source for a test");
        let mailbox = NewMailbox { source: "crm", name: "activities", kind: "crm", owner: None };
        self.store.mailbox(&mailbox).await.expect("a mailbox for a test")
    }

    /// Lets a colleague's mailbox hold what a text says, and syncs it, a few interactions a batch.
    ///
    /// # Panics
    ///
    /// If the text is not in the notation, or the sync fails.
    pub async fn sync(&self, owner: &str, text: &str) -> Ledger {
        let suppression = self.store.suppression().await.expect("a readable store");
        if is_forgotten(&suppression, "script", owner, Some(owner)) {
            return Ledger::default();
        }
        self.read(self.mailbox(owner).await, Some(owner), text).await
    }

    /// Lets the CRM hold what a text says, and syncs it.
    ///
    /// # Panics
    ///
    /// As [`World::sync`].
    pub async fn sync_crm(&self, text: &str) -> Ledger {
        self.read(self.crm().await, None, text).await
    }

    async fn read(&self, id: MailboxId, owner: Option<&str>, text: &str) -> Ledger {
        let connector = Scripted::new(text, 2).expect("a script written in a test");
        let owner_id = owner.map(|it| ColleagueId(it.to_owned()));
        let name = owner.unwrap_or("activities");
        let mailbox = Mailbox { id, name, owner: owner_id.as_ref(), connector: &connector };
        let directory = self.store.directory().await.expect("a readable store");
        sync(&self.line(), &directory, &mailbox, &|| true, &|_| ()).await.expect("a sync in a test").ledger
    }

    /// Does what a sync does up to the moment before its cursor is saved, with the next batch of a mailbox.
    ///
    /// # Panics
    ///
    /// If the text is not in the notation, or the log cannot be written.
    pub async fn sync_and_die(&self, (id, owner): (MailboxId, Option<&str>), text: &str) {
        let suppression = self.store.suppression().await.expect("a readable store");
        if is_forgotten(&suppression, "script", owner.unwrap_or_default(), owner) {
            return;
        }
        let cursor = self.store.cursor(id).await.expect("a readable store").map(|it| Cursor(it.0));
        let number = self.store.batch_seq(id).await.expect("a readable store") + 1;
        let connector = Scripted::new(text, 2).expect("a script written in a test");
        let Ok(batch) = connector.fetch(cursor.as_ref()).await else { return };
        let directory = self.store.directory().await.expect("a readable store");
        let owner = owner.map(|it| ColleagueId(it.to_owned()));
        let owner_entry = owner.as_ref().and_then(|it| directory.get(it));
        let context = Context { directory: &directory, owner: owner_entry, now: self.now };
        let kept = batch.observed.into_iter().filter_map(|it| match normalise(it, context) {
            Normalised::Kept(interaction) => Some(interaction),
            Normalised::Scheduled(_) | Normalised::Filtered(_) => None,
        });
        let consent = self.store.consent().await.expect("a readable store");
        let (admitted, _) = consent.admit(kept.collect(), &directory, owner.as_ref());
        let met = admitted.interactions().iter().flat_map(|it| &it.participants);
        let seen: Vec<Seen> = met
            .map(|it| Seen {
                address: it.address.clone(),
                name: None,
                classified: classify(&it.address, None, Default::default(), None),
            })
            .collect();
        let addresses = self.store.intern_from(Some(id), &seen).await.expect("a writable store");
        let regarded = admitted.interactions().iter().filter_map(|it| it.activity.as_ref()?.regarding.clone());
        let records = self.store.record_numbers(&regarded.collect::<Vec<_>>()).await.expect("a writable store");
        let numbers = Numbers { addresses: &addresses, records: &records };
        self.log.append(BatchId { mailbox: id, number }, &admitted, numbers).await.expect("a writable log");
    }

    /// Asks for somebody or something to be forgotten, thirty days for the files.
    ///
    /// # Panics
    ///
    /// If there is no such person or mailbox.
    pub async fn ask_to_forget(&self, forget: Forget) -> ErasureId {
        let files_due = self.now + jiff::SignedDuration::from_hours(24 * 30);
        let by = "operator".to_owned();
        let new = NewErasure { forget, at: self.now, files_due, by, reason: "asked for".to_owned() };
        self.store.request_erasure(&new).await.expect("somebody to forget")
    }

    /// Forgets somebody or something, to the last row.
    ///
    /// # Panics
    ///
    /// If a step fails.
    pub async fn forget(&self, forget: Forget) -> ErasureId {
        let id = self.ask_to_forget(forget).await;
        erase(&self.line(), id, &|_| ()).await.expect("an erasure in a test");
        id
    }

    /// Returns everything the log and the store hold, a line a row, with names for numbers.
    ///
    /// # Panics
    ///
    /// If something cannot be read.
    pub async fn canonical(&self) -> String {
        tidy(&self.line()).await.expect("a tidy dictionary");
        let names = self.store.canonical_names().await.expect("a readable store");
        let log = self.log.canonical(&Named(&names)).await.expect("a readable log");
        self.store.canonical().await.expect("a readable store") + &log
    }

    /// Returns the folder everything lies in.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Lets time pass.
    pub fn wait_until(&mut self, now: Timestamp) {
        self.now = now;
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

/// The store's names for the log's numbers.
struct Named<'a>(&'a Names);

impl Naming for Named<'_> {
    fn address(&self, number: i64) -> String {
        self.0.text(Is::Address, number)
    }

    fn mailbox(&self, number: i64) -> String {
        self.0.text(Is::Mailbox, number)
    }

    fn record(&self, number: i64) -> String {
        self.0.text(Is::RecordNumber, number)
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
