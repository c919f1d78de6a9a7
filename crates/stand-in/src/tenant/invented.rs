//! Invented: a large tenant that nobody wrote down.
//!
//! Mail follows from the seed alone: message `n` of a person in a month goes to people at fixed distances in the list of all, so
//! that a sender's copy and each recipient's copy agree without being held. Nothing is kept for a message, so none can be moved
//! or deleted; those that are delivered later can. Each place in a month makes, for everybody, one message sent and on average two received (one from inside, one from
//! outside). Meetings are few series, held as such.
//!
//! **Invariant:** memory grows with people, not with messages: about 5 kB a mailbox (35 MB for 5,000).

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::mail::{FolderNumber, INBOX, Key, Message, SENT, Stored};
use super::meetings::{Attendee, Event, Repeats, Unit};
use super::{MessageId, Tenant};
use crate::chance::{below, mix};

/// How large an invented tenant is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// People with a mailbox.
    pub mailboxes: usize,
    /// Messages a mailbox gets and sends in a month, about: a third of them sent.
    pub messages_a_month: u32,
    /// How many months of mail there are.
    pub months: u32,
    /// Weekly series that each person runs: with two colleagues and one contact outside.
    pub series: u32,
    /// People outside that they deal with.
    pub contacts: usize,
}

impl Default for Size {
    /// A small office: 20 mailboxes, 60 messages a month for 12 months.
    fn default() -> Size {
        Size { mailboxes: 20, messages_a_month: 60, months: 12, series: 1, contacts: 100 }
    }
}

/// The rule that mail follows from.
#[derive(Clone, Debug)]
pub(crate) struct Invention {
    seed: u64,
    size: Size,
    addresses: Vec<String>,
    /// The last instant of invented mail.
    until: Timestamp,
}

/// A month of invented mail: its number since year 0, and how many seconds a place has.
#[derive(Clone, Copy, Debug)]
struct Month {
    number: i32,
    begin: Timestamp,
    step: i64,
}

const GIVEN: [&str; 20] = [
    "Lea", "Ben", "Amber", "Noor", "Ivo", "Mila", "Jonas", "Aiko", "Ruth", "Omar", "Tess", "Hugo", "Zoe", "Pavel",
    "Ines", "Karl", "Dana", "Felix", "Greta", "Sami",
];
const FAMILY: [&str; 20] = [
    "Marx", "Okafor", "Lindt", "Weber", "Sato", "Novak", "Rossi", "Dubois", "Larsen", "Haas", "Silva", "Khan",
    "Moreau", "Vogel", "Petrov", "Adler", "Costa", "Byrne", "Yilmaz", "Frank",
];
const TITLES: [&str; 6] = ["Account Manager", "Buyer", "Engineer", "Head of Sales", "Consultant", "Assistant"];
const DEPARTMENTS: [&str; 5] = ["Sales", "Service", "Finance", "Research", "Operations"];
const DOMAIN: &str = "contoso.example.com";

/// How far apart in the list colleagues are at most.
const REACH: u64 = 30;
/// After so many places the same colleagues and contacts come again.
const ROUND: u64 = 24;

fn person(seed: u64, kind: u64, nth: usize) -> (String, String) {
    let given = GIVEN[below(20, seed, &[kind, nth as u64, 1]) as usize];
    let family = FAMILY[below(20, seed, &[kind, nth as u64, 2]) as usize];
    (format!("{given} {family}"), format!("{}.{}{nth}", given.to_lowercase(), family.to_lowercase()))
}

/// Returns an invented tenant at a time.
pub(super) fn tenant(size: &Size, seed: u64, now: Timestamp) -> Tenant {
    let mut tenant = Tenant::new(seed).at(now);
    let mut addresses = Vec::new();
    for nth in 0..size.mailboxes {
        let (name, local) = person(seed, 40, nth);
        let address = format!("{local}@{DOMAIN}");
        let pick = |from: &[&'static str], salt| from[below(from.len() as u64, seed, &[salt, nth as u64]) as usize];
        let user = tenant.user(&address).named(&name).title(pick(&TITLES, 41)).department(pick(&DEPARTMENTS, 42));
        if nth % 5 == 0 {
            user.alias(&format!("{local}@contoso-mail.example.com"));
        }
        addresses.push(address);
    }
    for (nth, department) in DEPARTMENTS.iter().enumerate() {
        let members: Vec<&str> = addresses.iter().skip(nth).step_by(DEPARTMENTS.len()).map(String::as_str).collect();
        tenant.group(department, &members);
    }
    let invention = Invention { seed, size: *size, addresses, until: now };
    for nth in 0..size.mailboxes {
        for series in 0..size.series {
            let event = invention.series(nth, series);
            let owner = invention.addresses[nth].clone();
            tenant.event(&owner, event);
        }
    }
    tenant.invention = Some(invention);
    // What was there from the start is no news.
    tenant.happenings.clear();
    tenant
}

impl Invention {
    /// How many places a month has: each makes about three messages a mailbox.
    fn places(&self) -> u32 {
        (self.size.messages_a_month / 3).max(1)
    }

    fn months(&self) -> std::ops::RangeInclusive<i32> {
        let last = number_of(self.until.to_zoned(TimeZone::UTC).date());
        last - self.size.months as i32 + 1..=last
    }

    fn month(&self, number: i32) -> Month {
        let begin = begin_of(number);
        let step = begin_of(number + 1).duration_since(begin).as_secs() / i64::from(self.places());
        Month { number, begin, step }
    }

    /// Returns when a sender's message of a place goes out. People inside are numbered from 0, what comes from outside to somebody
    /// has its own numbers behind.
    fn time(&self, sender: usize, month: &Month, place: u32) -> Timestamp {
        let what = [43, sender as u64, month.number as u64, u64::from(place)];
        let jitter = below(month.step.max(1) as u64, self.seed, &what) as i64;
        month.begin + SignedDuration::from_secs(i64::from(place) * month.step + jitter)
    }

    /// Returns how far the inside recipients of a place are from its sender.
    fn distances(&self, place: u32) -> Vec<usize> {
        let people = self.addresses.len();
        if people < 2 {
            return Vec::new();
        }
        let reach = REACH.min(people as u64 - 1);
        let many = [0, 1, 1, 2][place as usize % 4];
        let distance = |nth| 1 + below(reach, self.seed, &[44, u64::from(place) % ROUND, nth]) as usize;
        let mut distances: Vec<usize> = (0..many).map(distance).collect();
        distances.dedup();
        distances
    }

    fn contact(&self, person: usize, place: u32) -> String {
        let nth =
            below(self.size.contacts.max(1) as u64, self.seed, &[45, person as u64, u64::from(place) % ROUND]) as usize;
        self.contact_address(nth)
    }

    /// Returns the addresses of everybody inside.
    pub fn people(&self) -> &[String] {
        &self.addresses
    }

    /// Returns name and address of everybody outside.
    pub fn outside(&self) -> Vec<(String, String)> {
        let one = |nth| {
            let (name, local) = person(self.seed, 46, nth);
            (name, format!("{local}@company{}.example.org", nth / 7))
        };
        (0..self.size.contacts).map(one).collect()
    }

    fn contact_address(&self, nth: usize) -> String {
        let (name, local) = person(self.seed, 46, nth);
        format!("{name} <{local}@company{}.example.org>", nth / 7)
    }

    /// Returns the invented messages of a folder in a window, in no order.
    pub fn listing(
        &self,
        user: usize,
        folder: FolderNumber,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> Vec<(Timestamp, Key)> {
        if user >= self.addresses.len() || !matches!(folder, INBOX | SENT) {
            return Vec::new();
        }
        let mut found = Vec::new();
        // How many copies a place makes is the same in every month.
        let copies: Vec<u32> = (0..self.places()).map(|it| self.distances(it).len() as u32).collect();
        for month in self.months() {
            let is_past = from.is_some_and(|it| begin_of(month + 1) <= it);
            let is_ahead = to.is_some_and(|it| begin_of(month) >= it);
            if is_past || is_ahead {
                continue;
            }
            let month = self.month(month);
            for (place, copies) in (0..).zip(&copies) {
                let which = if folder == SENT { 0..1 } else { 1..2 + copies };
                for which in which {
                    let (sender, _) = self.sender(user, place, which);
                    found.push((self.time(sender, &month, place), Key::Invented(month.number, place, which)));
                }
            }
        }
        found.retain(|it| it.0 < self.until);
        found
    }

    /// Returns who sent a message in somebody's mailbox, as a number, and as a person inside.
    fn sender(&self, user: usize, place: u32, which: u32) -> (usize, Option<usize>) {
        let people = self.addresses.len();
        match which {
            0 => (user, Some(user)),
            1 => (people + user, None),
            _ => {
                let distance = self.distances(place).get(which as usize - 2).copied().unwrap_or_default();
                let sender = (user + people - distance) % people;
                (sender, Some(sender))
            }
        }
    }

    /// Returns an invented message, if there is one of that name in the mailbox.
    pub fn message(&self, user: usize, key: Key) -> Option<Stored> {
        let Key::Invented(month, place, which) = key else { return None };
        let is_known = user < self.addresses.len()
            && self.months().contains(&month)
            && place < self.places()
            && (which < 2 || self.distances(place).len() > which as usize - 2);
        if !is_known {
            return None;
        }
        let (number, sender) = self.sender(user, place, which);
        let received = self.time(number, &self.month(month), place);
        let id = format!("<{month}.{place}.{number}@mail.example.org>");
        let message = match sender {
            Some(sender) => self.inside_mail(sender, place, id),
            None => self.outside_mail(user, place, id),
        };
        let folder = if which == 0 { SENT } else { INBOX };
        (received < self.until).then_some(Stored { message, folder, received, modified: received })
    }

    fn inside_mail(&self, sender: usize, place: u32, id: String) -> Message {
        let people = self.addresses.len();
        let inside: Vec<String> =
            self.distances(place).iter().map(|it| self.addresses[(sender + it) % people].clone()).collect();
        let outside = vec![self.contact(sender, place)];
        let (to, cc) = match place % 4 {
            0 => (outside, Vec::new()),
            2 => (outside, inside),
            _ if inside.is_empty() => (outside, Vec::new()),
            _ => (inside, Vec::new()),
        };
        let conversation = Some(format!("{sender} {}", u64::from(place) % ROUND));
        let from = self.addresses[sender].clone();
        Message { from, to, cc, message_id: Some(id), conversation, ..content(place) }
    }

    fn outside_mail(&self, user: usize, place: u32, id: String) -> Message {
        let to = vec![self.addresses[user].clone()];
        if place % 8 == 7 {
            let from = format!("News <news@list{}.example.net>", mix(self.seed, &[47, user as u64]) % 20);
            let headers =
                [("List-Id", "<news.list.example.net>"), ("List-Unsubscribe", "<mailto:off@list.example.net>")];
            let headers = headers.map(|it| (it.0.to_owned(), it.1.to_owned())).to_vec();
            return Message { from, to, message_id: Some(id), headers, other_inbox: true, ..content(place) };
        }
        let conversation = Some(format!("{user} {}", u64::from(place) % ROUND));
        Message { from: self.contact(user, place), to, message_id: Some(id), conversation, ..content(place) }
    }

    fn series(&self, owner: usize, nth: u32) -> Event {
        let people = self.addresses.len();
        let first = begin_of(*self.months().start()).to_zoned(TimeZone::UTC).date();
        let day = first + (below(28, self.seed, &[48, owner as u64, u64::from(nth)]) as i64).days();
        let hour = 8 + below(9, self.seed, &[49, owner as u64, u64::from(nth)]) as i8;
        let guest = |it: usize| Attendee::required(&self.addresses[(owner + it) % people]);
        let mut event = Event::new(&day.at(hour, 0, 0, 0).to_string(), 30, &[]).zone("W. Europe Standard Time");
        event.attendees = (1..=2.min(people - 1)).map(|it| guest(it * 3 % people)).collect();
        let contact = self.contact(owner, nth);
        let address = contact.split(['<', '>']).nth(1).unwrap_or_default();
        event.attendees.push(Attendee::required(address));
        event.repeats(Repeats { every: 1, unit: Unit::Week, until: None })
    }
}

impl Tenant {
    /// Lets one more invented message arrive now: from outside to somebody, or the other way round. Returns it, so that one can wait
    /// until it shows. Called at a rate, it is the load of a working day.
    ///
    /// # Panics
    ///
    /// If the tenant was not invented.
    pub fn deliver_invented(&mut self) -> (MessageId, Message) {
        let nth = self.number();
        let invention = self.invention.as_ref().expect("an invented tenant");
        let user = below(invention.addresses.len() as u64, self.seed, &[51, nth]) as usize;
        let place = below(ROUND, self.seed, &[52, nth]) as u32;
        let (contact, own) = (invention.contact(user, place), invention.addresses[user].clone());
        let (from, to) = if nth.is_multiple_of(2) { (contact, own) } else { (own, contact) };
        let message = Message { from, to: vec![to], ..content(place) };
        (self.send(message.clone()), message)
    }
}

/// What nobody may keep.
fn content(place: u32) -> Message {
    Message {
        subject: format!("Invented subject {place}"),
        body: format!("Invented body {place}"),
        ..Message::default()
    }
}

fn number_of(day: Date) -> i32 {
    i32::from(day.year()) * 12 + i32::from(day.month()) - 1
}

fn begin_of(month: i32) -> Timestamp {
    let (year, month) = (month.div_euclid(12) as i16, month.rem_euclid(12) as i8 + 1);
    let day = Date::new(year, month, 1).expect("a month of our time");
    day.to_zoned(TimeZone::UTC).expect("UTC knows every day").timestamp()
}
