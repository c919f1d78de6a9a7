//! Lines: an event as the one text its hash is made of.

use std::fmt::{self, Write};

use sha2::{Digest, Sha256};

use super::AuditEvent;
use crate::{from_hex, hex};

/// A SHA-256 hash. As text it is 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hash(pub [u8; 32]);

/// An event in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1, without gaps.
    pub seq: u64,
    /// The event: a JSON object whose members always stand in this order: `seq`, `at`, `actor`, `action`, `subject`,
    /// `people`, `detail`.
    pub text: String,
    /// The hash of the line before; of the first, [`Hash::NONE`].
    pub previous: Hash,
    /// The hash of this line.
    pub hash: Hash,
}

/// The last line of a trail, in short: whoever keeps it can tell later whether something before it was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// How many lines there were.
    pub count: u64,
    /// The hash of the last; of an empty trail, [`Hash::NONE`].
    pub hash: Hash,
}

/// Who vouches for a head: an Ed25519 key and its signature of [`Head::statement`], both in base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The key.
    pub public_key: String,
    /// The signature.
    pub signature: String,
}

impl Hash {
    /// What stands before the first line.
    pub const NONE: Hash = Hash([0; 32]);

    /// Returns the hash of some bytes.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(Sha256::digest(bytes).into())
    }

    /// Returns the hash of 64 hexadecimal digits in small letters.
    pub fn parse(text: &str) -> Option<Hash> {
        from_hex(text).map(Hash)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl Head {
    /// Of a trail without a line.
    pub const EMPTY: Head = Head { count: 0, hash: Hash::NONE };

    /// Returns the line that an event is after this head.
    pub fn followed_by(self, event: &AuditEvent) -> Line {
        let (seq, previous) = (self.count + 1, self.hash);
        let text = text(seq, event);
        let hash = chained(previous, &text);
        Line { seq, text, previous, hash }
    }

    /// Returns what is signed to say that this was the head.
    pub fn statement(&self) -> String {
        format!("relata audit head v1\n{}\n{}\n", self.count, self.hash)
    }

    /// Returns the last line of an export: the head, and its signature if somebody signs it.
    pub fn closing(&self, signed: Option<&Signed>) -> String {
        let (key, signature) = match signed {
            Some(it) => (quoted(&it.public_key), quoted(&it.signature)),
            None => ("null".to_owned(), "null".to_owned()),
        };
        format!(
            "{{\"head\":{{\"count\":{},\"hash\":\"{}\"}},\"public_key\":{key},\"signature\":{signature}}}",
            self.count, self.hash
        )
    }

    /// Returns the head of the last line of an export, with its signature; `None` if it is no such line.
    pub fn of_closing(line: &str) -> Option<(Head, Option<Signed>)> {
        let rest = line.strip_prefix("{\"head\":{\"count\":")?.strip_suffix('}')?;
        let (count, rest) = rest.split_once(",\"hash\":\"")?;
        let (hash, rest) = rest.split_once("\"},\"public_key\":")?;
        let (key, signature) = rest.split_once(",\"signature\":")?;
        let head = Head { count: count.parse().ok()?, hash: Hash::parse(hash)? };
        let text = |it: &str| it.strip_prefix('"')?.strip_suffix('"').map(str::to_owned);
        match (key, signature) {
            ("null", "null") => Some((head, None)),
            _ => Some((head, Some(Signed { public_key: text(key)?, signature: text(signature)? }))),
        }
    }

    /// Returns the head written `count:hash`, as [`Head`] prints it.
    pub fn parse(text: &str) -> Option<Head> {
        let (count, hash) = text.split_once(':')?;
        Some(Head { count: count.parse().ok()?, hash: Hash::parse(hash)? })
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.count, self.hash)
    }
}

impl Line {
    /// Returns what the hash of this line should be.
    pub fn due_hash(&self) -> Hash {
        chained(self.previous, &self.text)
    }

    /// Returns the head of a trail that ends with this line.
    pub fn head(&self) -> Head {
        Head { count: self.seq, hash: self.hash }
    }

    /// Returns the line as it is exported: one JSON object, the event with `previous` and `hash` at its end.
    pub fn exported(&self) -> String {
        let event = self.text.strip_suffix('}').unwrap_or(&self.text);
        format!("{event},\"previous\":\"{}\",\"hash\":\"{}\"}}", self.previous, self.hash)
    }

    /// Returns the line of an export; `None` if it is not in that form.
    pub fn parse(exported: &str) -> Option<Line> {
        let rest = exported.strip_suffix("\"}")?;
        let (rest, hash) = rest.rsplit_once("\",\"hash\":\"")?;
        let (event, previous) = rest.rsplit_once(",\"previous\":\"")?;
        let digits = event.strip_prefix("{\"seq\":")?;
        let (seq, _) = digits.split_once(',')?;
        let (previous, hash) = (Hash::parse(previous)?, Hash::parse(hash)?);
        Some(Line { seq: seq.parse().ok()?, text: format!("{event}}}"), previous, hash })
    }
}

fn chained(previous: Hash, text: &str) -> Hash {
    Hash(Sha256::new().chain_update(previous.0).chain_update(text.as_bytes()).finalize().into())
}

fn text(seq: u64, event: &AuditEvent) -> String {
    let people: Vec<String> = event.people.iter().map(|it| format!("\"{it}\"")).collect();
    format!(
        "{{\"seq\":{seq},\"at\":\"{}\",\"actor\":{},\"action\":\"{}\",\"subject\":{},\"people\":[{}],\"detail\":{}}}",
        jiff::Timestamp::from_second(event.at.as_second()).unwrap_or(event.at),
        quoted(&event.actor),
        event.action.name(),
        quoted(&event.subject),
        people.join(","),
        event.detail,
    )
}

/// Returns a string of JSON.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for it in text.chars() {
        match it {
            '"' | '\\' => quoted.extend(['\\', it]),
            it if it.is_control() => write!(quoted, "\\u{:04x}", u32::from(it)).expect("a string takes everything"),
            it => quoted.push(it),
        }
    }
    quoted + "\""
}
