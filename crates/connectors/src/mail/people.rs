//! People: who takes part in a message, by addresses that hold strictly.
//!
//! **Invariant:** an address never comes from a name, nor out of an encoded word (RFC 2047 §5 forbids those);
//! what the parser made of such headers is checked against the raw header.

use mail_parser::{Addr, Header, HeaderName, HeaderValue};
use relata_model::{Address, Name, Participant, Response, Role, Side};

use super::Headers;

/// More recipients than this are counted and not read: nobody knows anybody by such a message.
const MOST_PARTICIPANTS: usize = 500;

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

/// Every entry of the headers of that name, groups opened.
fn named<'a>(
    headers: &'a Headers<'_>,
    name: HeaderName<'a>,
) -> impl Iterator<Item = (&'a Addr<'a>, &'a Header<'a>)> {
    headers.message.headers().iter().filter(move |it| it.name == name).flat_map(|header| {
        let list = match &header.value {
            HeaderValue::Address(list) => Some(list),
            _ => None,
        };
        list.into_iter().flat_map(|it| it.iter()).map(move |it| (it, header))
    })
}

fn valid<'a>(
    headers: &'a Headers<'_>,
    name: HeaderName<'a>,
) -> impl Iterator<Item = (Address, Option<Name>)> + 'a {
    named(headers, name).filter_map(|(entry, header)| {
        let text = entry.address.as_deref()?;
        let address = Address::parse(text).ok()?;
        let raw = &headers.block[header.offset_start as usize..header.offset_end as usize];
        is_written_out(text, raw).then(|| (address, entry.name.as_deref().and_then(Name::new)))
    })
}

/// Whether the raw header shows the address as it is, and not hidden in an encoded word.
fn is_written_out(address: &str, raw: &[u8]) -> bool {
    let encoded = raw.windows(2).any(|it| it == b"=?");
    !encoded || raw.windows(address.len()).any(|it| it == address.as_bytes())
}
