//! A tenant to whose mail things happen at random, and what it ever held.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use relata_microsoft::{Application, Cloud, Credential, Graph, Limits, Mail, Pace};
use relata_model::ColleagueId;
use relata_outgoing::Outgoing;
use relata_pipeline::Found;
use relata_stand_in::{CLIENT, Endpoint, Fault, Message, MessageId, RetryAfter, SECRET, StandIn, Tenant, Trouble};
use serde_json::json;

pub const COLLEAGUES: [&str; 2] = ["amber@contoso.com", "ben@contoso.com"];
const CONTACTS: [&str; 4] = ["lea@acme.com", "max@acme.com", "zoe@fabrikam.com", "ida@northwind.com"];
const FOLDERS: [&str; 4] = ["inbox", "archive", "Customers", "Customers/Big"];
const UNREAD: [&str; 2] = ["deleteditems", "junkemail"];
/// Longer than what is read of the past.
const PAST_DAYS: u64 = 400;

/// Numbers that follow from a seed (SplitMix64).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (it ^ (it >> 31)) % limit
    }

    pub fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }
}

/// A message in a mailbox.
struct Lies {
    owner: &'static str,
    id: MessageId,
    /// Whether a round that was read to its end has met it.
    was_read: bool,
    is_there: bool,
}

/// A tenant and a client for it.
pub struct Played {
    pub stand_in: Arc<StandIn>,
    graph: Graph,
    lies: Vec<Lies>,
    /// Every message that ever lay in a folder that is read.
    held: Vec<(&'static str, Message)>,
    number: u64,
    seed: u64,
}

impl Played {
    pub async fn new(seed: u64) -> Played {
        let mut tenant = Tenant::new(seed);
        COLLEAGUES.iter().for_each(|it| {
            tenant.user(it);
        });
        Played::of(tenant, seed).await
    }

    async fn of(tenant: Tenant, seed: u64) -> Played {
        let stand_in = Arc::new(StandIn::start(tenant).await.unwrap());
        let application = Application {
            tenant: stand_in.look(|it| it.id().to_owned()),
            client: CLIENT.to_owned(),
            credential: Credential::Secret(SECRET.to_owned().into()),
            cloud: Cloud { login: stand_in.login().to_owned(), graph: stand_in.graph().to_owned() },
        };
        let clock = Arc::clone(&stand_in);
        let mut pace = Pace::new(move || clock.look(|it| it.now()));
        (pace.first_pause, pace.patience) = (Duration::from_millis(1), Duration::from_millis(20));
        let outgoing = Outgoing::new(&["127.0.0.1".to_owned()]).unwrap();
        let limits = Limits { page: 10, ..Limits::default() };
        let graph = Graph::new(&application, outgoing, limits, pace).unwrap();
        Played { stand_in, graph, lies: Vec::new(), held: Vec::new(), number: 0, seed }
    }

    /// A tenant in which nothing happens but that what this one ever held comes: first what had come by a time, then the rest.
    pub async fn oracle(&self, by: Timestamp) -> (Played, impl FnOnce(&Played)) {
        let mut tenant = Tenant::new(self.seed).at(by);
        COLLEAGUES.iter().for_each(|it| {
            tenant.user(it);
        });
        let (before, after): (Vec<_>, Vec<_>) =
            self.held.iter().cloned().partition(|(_, it)| it.received.is_some_and(|it| it <= by));
        for (owner, message) in before {
            tenant.message(owner, "inbox", message);
        }
        let until = self.now();
        let rest = move |played: &Played| {
            played.stand_in.change(|it| {
                it.advance(until.duration_since(by));
                for (owner, message) in after {
                    it.message(owner, "inbox", message);
                }
            });
        };
        (Played::of(tenant, self.seed).await, rest)
    }

    pub fn now(&self) -> Timestamp {
        self.stand_in.look(|it| it.now())
    }

    pub fn mailboxes(&self) -> Vec<Found> {
        let found = |owner: &&str| Found {
            name: format!("{owner} mail"),
            kind: "mail",
            owner: ColleagueId((*owner).to_owned()),
            connector: Box::new(Mail::new(&self.graph, owner)),
        };
        COLLEAGUES.iter().map(found).collect()
    }

    /// A message of the past comes to lie somewhere.
    pub fn past(&mut self, chance: &mut Chance) {
        let ago = SignedDuration::from_secs(chance.below(PAST_DAYS * 86_400) as i64);
        self.come(chance, self.now() - ago);
    }

    fn come(&mut self, chance: &mut Chance, received: Timestamp) {
        self.number += 1;
        let (us, them) = (chance.one_of(&COLLEAGUES), chance.one_of(&CONTACTS));
        let both = chance.below(4) == 0;
        let is_sent = chance.below(3) == 0;
        let mut message = match is_sent {
            true => Message::new(us, &[them]),
            _ if both => Message::new(them, &COLLEAGUES),
            _ => Message::new(them, &[us]),
        };
        message = message.at(&received.to_string()).with_id(&format!("<{}@contoso.com>", self.number));
        message.conversation = Some(self.number.to_string());
        match chance.below(12) {
            0 if !is_sent => message = message.header("List-Id", "<news.acme.com>"),
            1 => message.instead = json!({"from": null, "sender": null}).as_object().unwrap().clone(),
            _ => {}
        }
        for owner in COLLEAGUES.into_iter().filter(|it| *it == us || (both && !is_sent)) {
            // Some is never mail: it lies where nothing is read.
            let folder = match chance.below(15) {
                0 => chance.one_of(&UNREAD),
                1..=5 if is_sent => "sentitems",
                _ => chance.one_of(&FOLDERS),
            };
            let id = self.stand_in.change(|it| it.message(owner, folder, message.clone()));
            if !UNREAD.contains(&folder) {
                self.held.push((owner, message.clone()));
                self.lies.push(Lies { owner, id, was_read: false, is_there: true });
            }
        }
    }

    /// Something happens.
    pub fn happens(&mut self, chance: &mut Chance) {
        let what = chance.below(12);
        let there: Vec<usize> = (0..self.lies.len()).filter(|it| self.lies[*it].is_there).collect();
        if what < 4 || there.is_empty() {
            return self.come(chance, self.now());
        }
        let place = chance.one_of(&there);
        let (owner, id) = (self.lies[place].owner, self.lies[place].id);
        let folder = chance.one_of(&FOLDERS);
        match what {
            4..=7 => self.stand_in.change(|it| it.move_message(owner, id, folder)),
            8 => self.stand_in.change(|it| it.touch_message(owner, id)),
            9 => self.stand_in.change(|it| it.forget_sync_states(owner)),
            // What nobody had time to read did not happen, as far as anybody can tell.
            _ if !self.lies[place].was_read => {}
            10 => {
                self.stand_in.change(|it| it.delete_message(owner, id));
                self.lies[place].is_there = false;
            }
            _ => {
                self.stand_in.change(|it| it.move_message(owner, id, "deleteditems"));
                self.lies[place].is_there = false;
            }
        }
    }

    /// Something goes wrong from now on.
    pub fn goes_wrong(&self, chance: &mut Chance) {
        let trouble = match chance.below(16) {
            0 => Trouble::Status(429, RetryAfter::Seconds(0)),
            1 => Trouble::Status(503, RetryAfter::Unsaid),
            2 => Trouble::Status(500, RetryAfter::Unsaid),
            3 => Trouble::Gone,
            4 => Trouble::SyncState(410, "syncStateNotFound"),
            5 => Trouble::Unauthorized,
            6 => Trouble::Forbidden,
            7 => Trouble::Replay(5),
            8 => Trouble::Duplicates,
            9 => Trouble::Strangers(3),
            10 => Trouble::PageSize(1 + chance.below(4) as usize),
            11 => Trouble::Endless(chance.below(2) == 0),
            12 => Trouble::ForeignLink("https://elsewhere.example".to_owned()),
            13 => Trouble::Truncated,
            14 => Trouble::IdCase,
            _ => Trouble::Partial,
        };
        let at = chance.one_of(&[Endpoint::Messages, Endpoint::MessagesDelta, Endpoint::Folders]);
        let fault = Fault::new(trouble).at(at).after(chance.below(20) as u32);
        self.stand_in.fault(fault.times(1 + chance.below(6) as u32));
    }

    /// A round was read to its end: whatever lies there was met.
    pub fn was_read(&mut self) {
        self.lies.iter_mut().for_each(|it| it.was_read = true);
    }
}
