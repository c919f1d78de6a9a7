//! A world that lives through a history.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use relata_model::consent::Interval;
use relata_model::enabling::Event as OfConsent;
use relata_model::groups::{Group, Stated};
use relata_model::{Address, ColleagueId, GroupId, Name, Record, RecordId, RecordKind, notation};
use relata_pipeline::For;
use relata_store::OptOut;
use relata_testkit::{World, record};

use crate::history::{CRM, Event, History, PEOPLE, What, day, is_of_a_crm, line};

const NOW: &str = "2026-06-30T12:00";
const DAY: &str = "2026-06-30";

/// What is left out of a world from the start.
#[derive(Clone, Debug, Default)]
pub struct Never {
    /// Who is suppressed.
    pub addresses: Vec<Address>,
    /// Mailboxes that are not read.
    pub mailboxes: Vec<usize>,
    /// Who opted out.
    pub opted_out: Option<usize>,
    /// The group.
    pub group: bool,
    /// Whatever a mailbox shows: nobody consented.
    pub mail: bool,
}

/// A world, and what each mailbox holds.
pub struct Life {
    pub world: World,
    texts: BTreeMap<usize, String>,
    pub never: Never,
}

pub fn address(text: &str) -> Address {
    Address::parse_unlisted(text).unwrap()
}

pub fn colleague(who: usize) -> ColleagueId {
    ColleagueId(PEOPLE[who].to_owned())
}

fn directory(members: u8) -> relata_model::Directory {
    let all: Vec<String> = (0..4)
        .filter(|it| members & (1 << it) != 0)
        .map(|it| format!("{}={}", PEOPLE[it], PEOPLE[it].replace('@', ".alias@")))
        .collect();
    notation::directory(&all.join(" "))
}

fn opportunity(owner: usize) -> Record {
    Record {
        primary_contact: Some(RecordId("C-4".to_owned())),
        owner: Some(address(PEOPLE[owner])),
        team: vec![address(PEOPLE[(owner + 1) % 4])],
        ..record("O-1", RecordKind::Opportunity)
    }
}

/// The group that may be left out.
pub fn group() -> BTreeSet<GroupId> {
    BTreeSet::from([GroupId("legal".to_owned())])
}

fn span(from: u8, days: u8) -> Interval {
    Interval { from: notation::moment(&day(from)), to: Some(notation::moment(&day(from + days))) }
}

impl Life {
    pub async fn new(history: &History, never: Never, database: Option<String>) -> Life {
        let now = notation::moment(NOW);
        let world = World::without(&never.addresses, &directory(7), database.as_deref(), now).await;
        if let Some(who) = never.opted_out {
            let colleague = &colleague(who);
            let (by, reason) = ("operator", "asked for");
            world.store.opt_out(&OptOut { colleague, from: Timestamp::MIN, at: now, by, reason }).await.unwrap();
        }
        if let What::Group { from, days } = history.what {
            let Interval { from, to } = span(from, days);
            let members = vec![Stated { colleague: colleague(history.who % 3), from: Some(from), to }];
            let legal = Group { id: GroupId("legal".to_owned()), name: Name::new("Legal").unwrap(), members };
            world.store.replace_groups(&[legal], now, "operator").await.unwrap();
        }
        let life = Life { world, texts: BTreeMap::new(), never };
        if life.never.group {
            life.exclude_group().await;
        }
        if life.never.mail {
            life.world.consent_to(&[]).await;
        }
        life
    }

    /// Leaves the group out from now on.
    pub async fn exclude_group(&self) {
        let excluded = OfConsent::GroupsExcluded { groups: group(), erase_past: true };
        let now = notation::moment(NOW);
        self.world.store.append_consent_event(now, "operator", excluded).await.unwrap();
    }

    pub async fn live(mut self, history: &History, events: &[Event]) -> Life {
        for event in events {
            self = self.happen(history, event).await;
        }
        self
    }

    async fn happen(mut self, history: &History, event: &Event) -> Life {
        match event {
            Event::Read { owner, copies } => {
                let text = self.gets(history, *owner, copies);
                if self.is_read(*owner).await {
                    let ledger = self.sync(*owner, &text).await;
                    assert!(ledger.adds_up(), "{ledger:?}");
                }
            }
            Event::Die { owner, copies, commits } => {
                let text = self.gets(history, *owner, copies);
                if self.is_read(*owner).await {
                    let before = self.world.commits().len();
                    self.world.sync_and_die(self.mailbox(*owner).await, &text).await;
                    self.world = self.world.stopped(before + commits).await;
                }
            }
            Event::Again { owner } => {
                let text = self.texts.get(owner).cloned().unwrap_or_default();
                if self.is_read(*owner).await {
                    let (id, _) = self.mailbox(*owner).await;
                    self.world.store.drop_cursor(id).await.unwrap();
                    self.sync(*owner, &text).await;
                }
            }
            Event::Directory { members } => {
                let entries: Vec<_> = directory(*members).entries().cloned().collect();
                self.world.store.replace_directory(&entries).await.unwrap();
            }
            // Ending an opt-out would end the one that is asked for as well.
            Event::LeftOut { who, .. } if history.what == What::OptOut && *who == history.who => {}
            Event::LeftOut { who, from, days } => {
                let colleague = &colleague(*who);
                if self.world.store.person_of_colleague(colleague).await.unwrap().is_some() {
                    let Interval { from, to } = span(*from, *days);
                    let (by, reason) = ("operator", "asked for");
                    let new = OptOut { colleague, from, at: from, by, reason };
                    self.world.store.opt_out(&new).await.unwrap();
                    self.world.store.end_opt_out(colleague, to.unwrap(), by).await.unwrap();
                }
            }
            Event::Records { addresses, owner } => {
                // A record stands for one person all along. One that stood for somebody forgotten keeps no name for
                // ever, and what it stood for once is not kept (docs/decisions/0019-erasure-equivalence.md).
                let contact = Record {
                    addresses: addresses.iter().map(|it| address(PEOPLE[*it])).collect(),
                    ..record(&format!("C-{}", addresses[0]), RecordKind::Contact)
                };
                self.world.store.upsert_records(&[contact, opportunity(*owner)]).await.unwrap();
            }
            Event::Compute => self.compute().await,
            Event::Restart => self.world = self.world.reopened().await,
        }
        self
    }

    /// Puts copies of messages into a mailbox; returns what it holds then.
    fn gets(&mut self, history: &History, owner: usize, copies: &[(usize, u8)]) -> String {
        let text = self.texts.entry(owner).or_default();
        for (number, variant) in copies {
            let variant = if owner == CRM { 3 + variant % 2 } else { *variant };
            // What a mailbox's file says of a CRM goes with the mailbox; whose a CRM's row is must be one question.
            if history.what != What::Consent || owner == CRM || !is_of_a_crm(&history.messages[*number], variant) {
                text.push_str(&line(&history.messages, *number, variant));
            }
        }
        text.clone()
    }

    /// Returns whether a mailbox is read: whoever has it is in the directory, and it is none that is not to be read.
    async fn is_read(&self, owner: usize) -> bool {
        owner == CRM
            || !self.never.mail
                && !self.never.mailboxes.contains(&owner)
                && self.world.store.person_of_colleague(&colleague(owner)).await.unwrap().is_some()
    }

    async fn mailbox(&self, owner: usize) -> (relata_model::MailboxId, Option<&'static str>) {
        match owner {
            CRM => (self.world.crm().await, None),
            _ => (self.world.mailbox(PEOPLE[owner]).await, Some(PEOPLE[owner])),
        }
    }

    async fn sync(&self, owner: usize, text: &str) -> relata_model::Ledger {
        match owner {
            CRM => self.world.sync_crm(text).await,
            _ => self.world.sync(PEOPLE[owner], text).await,
        }
    }

    pub async fn compute(&self) {
        self.world.compute(DAY, For::Everybody).await;
        self.world.compute_records(DAY).await;
    }

    /// Returns everything there is in the end, when every batch that was begun has come again.
    pub async fn end(&self) -> String {
        for (owner, text) in &self.texts {
            if self.is_read(*owner).await {
                self.sync(*owner, text).await;
            }
        }
        self.compute().await;
        self.world.store.drop_other_generations().await.unwrap();
        self.world.canonical().await
    }
}
