//! Tenant: everything the services know, as plain values that a test sets up and changes.
//!
//! Every change goes through a method here, because each leaves its trace: in the journal that delta queries read, and in the
//! notifications that subscribers get.

pub(crate) mod invented;
mod invented_crm;
pub(crate) mod mail;
pub(crate) mod meetings;
pub(crate) mod people;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::application::{Application, Scope};
use crate::authority::Code;
use crate::chance::{guid, mix};
use crate::clock::Clock;
use crate::dataverse::tables::Crm;
use crate::graph::ids;
use crate::graph::subscriptions::Subscriptions;
use crate::journal::Journal;
use invented::{Invention, Size};
use mail::{Change, Folder, FolderNumber, INBOX, Key, MailChange, Mailbox, Message, ROOT, SENT, Stored, WELL_KNOWN};
use meetings::Meeting;
use people::{Group, Member, User};

/// The name of a message that a test delivered, the same in every mailbox it went to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MessageId(pub(crate) u64);

/// The name of an event that a test made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventId(pub(crate) u64);

/// A membership that began or ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Membership {
    pub group: usize,
    pub member: Member,
    pub joined: bool,
}

/// Something a subscriber may want to hear of.
#[derive(Clone, Debug)]
pub(crate) struct Happening {
    pub user: usize,
    pub change: Change,
    pub what: Happened,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Happened {
    Message { folder: FolderNumber, key: Key },
    Event { meeting: u64 },
}

/// A tenant of Microsoft 365, with its directory, mailboxes, calendars and a Dataverse environment.
#[derive(Debug)]
pub struct Tenant {
    pub(crate) seed: u64,
    pub(crate) id: String,
    pub(crate) clock: Clock,
    pub(crate) applications: Vec<Application>,
    pub(crate) users: Vec<User>,
    pub(crate) user_changes: Journal<usize>,
    pub(crate) groups: Vec<Group>,
    pub(crate) group_changes: Journal<Membership>,
    /// By place of the user.
    pub(crate) mailboxes: Vec<Mailbox>,
    pub(crate) meetings: BTreeMap<u64, Meeting>,
    pub(crate) crm: Crm,
    pub(crate) subscriptions: Subscriptions,
    /// What has happened and was not yet told to subscribers.
    pub(crate) happenings: Vec<Happening>,
    pub(crate) invention: Option<Invention>,
    /// How many tokens were minted.
    pub(crate) mints: u64,
    /// The `jti` of every assertion, which is good once.
    pub(crate) assertions_seen: HashSet<String>,
    /// Codes that were given out; none any more once they were used.
    pub(crate) codes: BTreeMap<String, Option<Code>>,
    /// Who is signed in in the browser, by place.
    pub(crate) signed_in: Option<usize>,
    /// Permissions that nobody grants.
    pub(crate) refused: Vec<String>,
    places: HashMap<String, usize>,
    next: u64,
}

impl Tenant {
    /// Returns an empty tenant in which it is Monday, 2 March 2026, nine o'clock UTC, with the standard application.
    pub fn new(seed: u64) -> Tenant {
        let start = "2026-03-02T09:00:00Z".parse().expect("this is a time");
        Tenant {
            seed,
            id: guid(seed, &[0]),
            clock: Clock::standing(start),
            applications: vec![Application::standard()],
            users: Vec::new(),
            user_changes: Journal::default(),
            groups: Vec::new(),
            group_changes: Journal::default(),
            mailboxes: Vec::new(),
            meetings: BTreeMap::new(),
            crm: Crm::default(),
            subscriptions: Subscriptions::default(),
            happenings: Vec::new(),
            invention: None,
            mints: 0,
            assertions_seen: HashSet::new(),
            codes: BTreeMap::new(),
            signed_in: None,
            refused: Vec::new(),
            places: HashMap::new(),
            next: 1,
        }
    }

    /// Returns a tenant with invented people, mail and meetings up to a time; the same seed makes the same.
    pub fn invented(size: &Size, seed: u64, now: Timestamp) -> Tenant {
        invented::tenant(size, seed, now)
    }

    /// Sets the time.
    pub fn at(mut self, now: Timestamp) -> Tenant {
        self.clock = Clock::standing(now);
        self
    }

    /// Lets the tenant's time run along with the real one.
    pub fn ticking(mut self) -> Tenant {
        self.clock.tick();
        self
    }

    /// Returns what time it is in the tenant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Lets time pass: tokens and subscriptions age.
    pub fn advance(&mut self, by: SignedDuration) {
        self.clock.advance(by);
    }

    /// Returns the tenant's id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the address of everybody in the directory, in the order they were added.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.users.iter().map(|it| it.principal.as_str())
    }

    // --- applications

    /// Returns the standard application, to change it.
    pub fn application(&mut self) -> &mut Application {
        self.applications.first_mut().expect("every tenant has the standard application")
    }

    /// Registers a further application.
    pub fn register(&mut self, application: Application) {
        self.applications.push(application);
    }

    /// Takes the tenant-wide mail and calendar permissions of the standard application away and grants them for a group instead.
    pub fn limit_to_group(&mut self, group: &str) {
        let (scoped, roles) =
            self.application().roles.drain(..).partition(|it| it.starts_with("Mail") || it.starts_with("Cal"));
        self.application().roles = roles;
        self.application().scoped = Some(Scope { group: group.to_owned(), roles: scoped });
    }

    // --- directory

    /// Returns the user with an address, new if there is none.
    pub fn user(&mut self, address: &str) -> &mut User {
        let place = self.place_of(address).unwrap_or_else(|| {
            let place = self.users.len();
            self.users.push(User::new(guid(self.seed, &[1, place as u64]), address));
            self.mailboxes.push(Mailbox::default());
            self.places.insert(address.to_lowercase(), place);
            self.places.insert(self.users[place].id.clone(), place);
            place
        });
        self.user_changes.record(place);
        &mut self.users[place]
    }

    /// Deletes a user: the mailbox is gone, memberships end.
    pub fn remove_user(&mut self, address: &str) {
        let Some(user) = self.place_of(address) else { return };
        let groups = self.groups.iter().enumerate().filter(|it| it.1.members.contains(&Member::User(user)));
        for group in groups.map(|it| it.0).collect::<Vec<_>>() {
            self.end(group, Member::User(user));
        }
        self.users[user].gone = true;
        self.user_changes.record(user);
    }

    /// Makes a group of addresses and names of other groups, or adds to it. Whoever is not there yet is made.
    pub fn group(&mut self, name: &str, members: &[&str]) {
        let group = self.group_named(name).unwrap_or_else(|| {
            let id = guid(self.seed, &[2, self.groups.len() as u64]);
            self.groups.push(Group { id, name: name.to_owned(), members: Vec::new() });
            self.groups.len() - 1
        });
        for name in members {
            let member = match self.group_named(name) {
                Some(it) => Member::Group(it),
                None => Member::User(self.place_or_new(name)),
            };
            if !self.groups[group].members.contains(&member) {
                self.groups[group].members.push(member);
                self.group_changes.record(Membership { group, member, joined: true });
            }
        }
    }

    /// Ends a membership.
    pub fn leave(&mut self, group: &str, member: &str) {
        let Some(group) = self.group_named(group) else { return };
        let member = match self.group_named(member) {
            Some(it) => Some(Member::Group(it)),
            None => self.place_of(member).map(Member::User),
        };
        if let Some(member) = member {
            self.end(group, member);
        }
    }

    fn end(&mut self, group: usize, member: Member) {
        if let Some(place) = self.groups[group].members.iter().position(|it| *it == member) {
            self.groups[group].members.remove(place);
            self.group_changes.record(Membership { group, member, joined: false });
        }
    }

    /// Returns a group's id.
    pub fn group_id(&self, name: &str) -> Option<&str> {
        Some(&self.groups[self.group_named(name)?].id)
    }

    pub(crate) fn group_named(&self, name: &str) -> Option<usize> {
        self.groups.iter().position(|it| it.name == name || it.id == name)
    }

    /// Returns the place of a user by id, principal name or alias; `Lea Marx <lea@contoso.example>` is lea@contoso.example.
    pub(crate) fn place_of(&self, name: &str) -> Option<usize> {
        let name = name.split_once('<').map_or(name, |it| it.1.trim_end_matches('>'));
        let known = self.places.get(&name.to_lowercase()).copied().filter(|it| !self.users[*it].gone);
        known.or_else(|| self.users.iter().position(|it| !it.gone && !it.aliases.is_empty() && it.is(name)))
    }

    fn place_or_new(&mut self, address: &str) -> usize {
        self.place_of(address).unwrap_or_else(|| {
            self.user(address);
            self.users.len() - 1
        })
    }

    /// Returns the members of a group and of the groups in it.
    pub(crate) fn transitive_users(&self, group: usize) -> Vec<usize> {
        let (mut groups, mut users, mut next) = (vec![group], Vec::new(), 0);
        while let Some(group) = groups.get(next) {
            next += 1;
            for member in self.groups[*group].members.clone() {
                match member {
                    Member::User(it) if !users.contains(&it) && !self.users[it].gone => users.push(it),
                    Member::Group(it) if !groups.contains(&it) => groups.push(it),
                    Member::User(_) | Member::Group(_) => (),
                }
            }
        }
        users
    }

    // --- mail

    /// Puts a message into one folder of one mailbox, as it lies there. The folder is a well-known name or any other, made if new.
    pub fn message(&mut self, user: &str, folder: &str, message: Message) -> MessageId {
        let user = self.place_or_new(user);
        let folder = self.folder_or_new(user, folder);
        let id = self.number();
        self.put(user, folder, id, message);
        MessageId(id)
    }

    /// Sends a message inside the tenant: a copy in the sender's Sent Items, one in each recipient's inbox.
    pub fn send(&mut self, message: Message) -> MessageId {
        let id = self.number();
        let message = self.with_message_id(id, message);
        let sender = self.place_of(message.sender.as_ref().unwrap_or(&message.from));
        if let Some(sender) = sender {
            self.put(sender, SENT, id, message.clone());
        }
        let mut recipients: Vec<usize> = message.recipients().filter_map(|it| self.place_of(it)).collect();
        recipients.sort_unstable();
        recipients.dedup();
        for recipient in recipients.into_iter().filter(|it| Some(*it) != sender) {
            self.put(recipient, INBOX, id, Message { bcc: Vec::new(), ..message.clone() });
        }
        MessageId(id)
    }

    fn with_message_id(&self, id: u64, message: Message) -> Message {
        let domain = message.from.rsplit('@').next().unwrap_or("example").trim_end_matches('>');
        let made = || format!("<{:016x}@{domain}>", mix(self.seed, &[3, id]));
        Message { message_id: Some(message.message_id.clone().unwrap_or_else(made)), ..message }
    }

    fn put(&mut self, user: usize, folder: FolderNumber, id: u64, message: Message) {
        let message = self.with_message_id(id, message);
        // Outlook knows no parts of a second.
        let received = message.received.unwrap_or_else(|| self.now());
        let received = Timestamp::from_second(received.as_second()).expect("a whole second is as good a time");
        let key = Key::Held(id);
        self.mailboxes[user].messages.insert(key, Stored { message, folder, received, modified: received });
        self.told(user, folder, key, Change::Created);
    }

    /// Moves a message inside a mailbox: its mutable id changes, its immutable one stays.
    pub fn move_message(&mut self, user: &str, id: MessageId, folder: &str) {
        let Some(user) = self.place_of(user) else { return };
        let folder = self.folder_or_new(user, folder);
        let (now, key) = (self.now(), Key::Held(id.0));
        let Some(stored) = self.mailboxes[user].messages.get_mut(&key) else { return };
        let left = std::mem::replace(&mut stored.folder, folder);
        stored.modified = now;
        self.told(user, left, key, Change::Deleted);
        self.told(user, folder, key, Change::Created);
    }

    /// Changes a message where it lies, as reading or flagging does.
    pub fn touch_message(&mut self, user: &str, id: MessageId) {
        let Some(user) = self.place_of(user) else { return };
        let (now, key) = (self.now(), Key::Held(id.0));
        let Some(stored) = self.mailboxes[user].messages.get_mut(&key) else { return };
        stored.modified = now;
        let folder = stored.folder;
        self.told(user, folder, key, Change::Updated);
    }

    /// Lets a message be as it is documented from now on, and tells nobody: as if only its reader had got better.
    pub fn mend_message(&mut self, user: &str, id: MessageId) {
        let Some(user) = self.place_of(user) else { return };
        if let Some(stored) = self.mailboxes[user].messages.get_mut(&Key::Held(id.0)) {
            stored.message.instead.clear();
        }
    }

    /// Deletes a message for good from one mailbox.
    pub fn delete_message(&mut self, user: &str, id: MessageId) {
        let Some(user) = self.place_of(user) else { return };
        let key = Key::Held(id.0);
        if let Some(stored) = self.mailboxes[user].messages.remove(&key) {
            self.told(user, stored.folder, key, Change::Deleted);
        }
    }

    /// Makes a mailbox forget its sync states: every delta link handed out so far is answered with `syncStateNotFound`.
    pub fn forget_sync_states(&mut self, user: &str) {
        let mints = self.mints;
        if let Some(user) = self.place_of(user) {
            self.mailboxes[user].forgotten_before = mints + 1;
        }
    }

    fn told(&mut self, user: usize, folder: FolderNumber, key: Key, change: Change) {
        self.mailboxes[user].changes.record(MailChange { folder, key, change });
        self.happenings.push(Happening { user, change, what: Happened::Message { folder, key } });
    }

    /// Returns the folder of a name, new if there is none: `Projects` lies below the root, `deleteditems/Projects` below another.
    fn folder_or_new(&mut self, user: usize, name: &str) -> FolderNumber {
        if let Some(number) = self.mailboxes[user].folder_named(name) {
            return number;
        }
        let (parent, own) = match name.rsplit_once('/') {
            Some((parent, own)) => (self.folder_or_new(user, parent), own),
            None => (ROOT, name),
        };
        let mailbox = &mut self.mailboxes[user];
        let number = mailbox.folder_count();
        mailbox.folders.push(Folder { name: own.to_owned(), parent, gone: false });
        mailbox.folder_changes.record(number);
        number
    }

    /// Returns a folder's id, by its well-known name or the one that people see.
    pub fn folder_id(&self, user: &str, name: &str) -> Option<String> {
        let user = self.place_of(user)?;
        Some(ids::of_folder(self, user, self.mailboxes[user].folder_named(name)?))
    }

    /// Deletes a folder that a test made, with what is in it.
    pub fn remove_folder(&mut self, user: &str, name: &str) {
        let Some(user) = self.place_of(user) else { return };
        let Some(number) = self.mailboxes[user].folder_named(name) else { return };
        let inside = self.mailboxes[user].messages.iter().filter(|it| it.1.folder == number);
        for key in inside.map(|it| *it.0).collect::<Vec<_>>() {
            self.mailboxes[user].messages.remove(&key);
            self.told(user, number, key, Change::Deleted);
        }
        let mailbox = &mut self.mailboxes[user];
        if let Some(folder) = (number as usize).checked_sub(WELL_KNOWN.len()).and_then(|it| mailbox.folders.get_mut(it))
        {
            folder.gone = true;
            mailbox.folder_changes.record(number);
        }
    }

    /// Returns a message that is there.
    pub(crate) fn stored(&self, user: usize, key: Key) -> Option<Cow<'_, Stored>> {
        match self.mailboxes[user].messages.get(&key) {
            Some(it) => Some(Cow::Borrowed(it)),
            None => self.invention.as_ref()?.message(user, key).map(Cow::Owned),
        }
    }

    /// Returns what lies in a folder between two times, oldest first.
    pub(crate) fn listing(
        &self,
        user: usize,
        folder: FolderNumber,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> Vec<(Timestamp, Key)> {
        let mailbox = &self.mailboxes[user];
        let is_inside = |it: Timestamp| from.is_none_or(|from| it >= from) && to.is_none_or(|to| it < to);
        let held = mailbox.messages.iter().filter(|it| it.1.folder == folder).map(|it| (it.1.received, *it.0));
        let mut found: Vec<_> = held.filter(|it| is_inside(it.0)).collect();
        if let Some(invention) = &self.invention {
            let invented = invention.listing(user, folder, from, to).into_iter();
            found.extend(invented.filter(|it| is_inside(it.0)));
        }
        found.sort_unstable();
        found
    }

    /// Returns a number nothing else has.
    pub(crate) fn number(&mut self) -> u64 {
        self.next += 1;
        self.next - 1
    }

    /// Returns the number of the next token.
    pub(crate) fn mint(&mut self) -> u64 {
        self.mints += 1;
        self.mints
    }

    // --- calendar: see meetings.rs

    /// Returns the rows of a Dataverse table, to look at in a test.
    pub fn rows(&self, table: &str) -> Vec<Value> {
        self.crm.rows(table)
    }
}
