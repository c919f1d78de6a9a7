//! People: who takes part in a message, by addresses that hold strictly.
//!
//! **Invariant:** an address never comes from a name, nor out of an encoded word (RFC 2047 §5 forbids those);
//! what the parser made of such headers is checked against the raw header.

use mail_parser::{Addr, HeaderName, HeaderValue};
use relata_model::{Address, Name, Participant, Response, Role, Side};

use super::Headers;

/// More recipients or attendees than this are counted and not read: nobody knows anybody by them.
pub const MOST_PARTICIPANTS: usize = 500;

pub(super) struct People {
    pub(super) participants: Vec<Participant>,
    /// Every recipient the headers name, also those without a valid address.
    pub(super) audience: u32,
}

pub(super) fn of(headers: &Headers<'_>) -> People {
    let mut people = People { participants: Vec::new(), audience: 0 };
    let from = valid(headers, HeaderName::From).next();
    let sender = valid(headers, HeaderName::Sender).next();
    match (from, sender) {
        (Some(from), Some(sender)) => {
            let delegated = sender.0 != from.0;
            people.add(from, Role::From);
            if delegated {
                people.add(sender, Role::Sender);
            }
        }
        (Some(it), None) | (None, Some(it)) => people.add(it, Role::From),
        (None, None) => {}
    }
    for (name, role) in [(HeaderName::To, Role::To), (HeaderName::Cc, Role::Cc), (HeaderName::Bcc, Role::Bcc)] {
        people.audience += named(headers, name.clone()).count() as u32;
        let free = MOST_PARTICIPANTS.saturating_sub(people.participants.len());
        for it in valid(headers, name).take(free) {
            people.add(it, role);
        }
    }
    people
}

impl People {
    fn add(&mut self, (address, name): (Address, Option<Name>), role: Role) {
        self.participants.push(Participant { address, name, role, response: Response::None, side: Side::Unknown });
    }
}

/// Every entry of the headers of that name, groups opened, with the raw header if it holds encoded words.
fn named<'a>(headers: &'a Headers<'_>, name: HeaderName<'a>) -> impl Iterator<Item = (&'a Addr<'a>, Option<&'a [u8]>)> {
    headers.message.headers().iter().filter(move |it| it.name == name).flat_map(|header| {
        let raw = &headers.block[header.offset_start as usize..header.offset_end as usize];
        let encoded = raw.windows(2).any(|it| it == b"=?").then_some(raw);
        let list = match &header.value {
            HeaderValue::Address(list) => Some(list),
            _ => None,
        };
        list.into_iter().flat_map(|it| it.iter()).map(move |it| (it, encoded))
    })
}

/// Who of them has an address that the raw header shows as it is, and that is not hidden in an encoded word.
fn valid<'a>(headers: &'a Headers<'_>, name: HeaderName<'a>) -> impl Iterator<Item = (Address, Option<Name>)> + 'a {
    named(headers, name).filter_map(|(entry, encoded)| {
        let text = entry.address.as_deref()?;
        let written_out = encoded.is_none_or(|raw| raw.windows(text.len().max(1)).any(|it| it == text.as_bytes()));
        let address = Address::parse(text).ok().filter(|_| written_out)?;
        Some((address, entry.name.as_deref().and_then(Name::new)))
    })
}
