//! Real inputs with random damage: no parser panics, no reason repeats an address.
//!
//! The same seed every time; `RELATA_MUTATIONS=1000000` makes a longer run. The fuzz targets in `fuzz/` look deeper.

use std::fs;
use std::path::Path;

use relata_connectors::mail::{Place, observe};
use relata_connectors::{directory_from_csv, records_from_bytes};
use relata_model::classification::{Evidence, classify, filter_of};
use relata_model::{Address, Folder, Name, RecordKind, notation};

/// Xorshift: enough chance for damage, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    /// Flips, cuts, doubles and inserts, a few times over.
    fn damage(&mut self, text: &[u8]) -> Vec<u8> {
        let mut text = text.to_vec();
        for _ in 0..=self.below(6) {
            let at = self.below(text.len() + 1);
            match self.below(5) {
                0 if at < text.len() => text[at] = self.below(256) as u8,
                1 => text.truncate(at.max(8)),
                2 => {
                    let piece = text[at..(at + self.below(200)).min(text.len())].to_vec();
                    let to = self.below(text.len() + 1);
                    text.splice(to..to, piece);
                }
                3 => {
                    let tokens: [&[u8]; 9] =
                        [b"\r\n", b"=?utf-8?B?", b"?=", b"\"", b"<", b"@", b"\xff\xfe", b"\n\n", "\u{202e}".as_bytes()];
                    let token = tokens[self.below(tokens.len())];
                    text.splice(at..at, token.iter().copied());
                }
                _ => drop(text.drain(at..(at + self.below(20)).min(text.len()))),
            }
        }
        text
    }
}

const DEAL: &[u8] = b"{\"id\":7,\"name\":\"Pumps\",\"stakeholders\":[\"c1\",\"max@acme.com\"],\"amount\":\"1,234.50\",\"close\":\"13.02.2026 4:05 PM\"}\n";

#[test]
fn damage_never_panics() {
    let count = std::env::var("RELATA_MUTATIONS").ok().and_then(|it| it.parse().ok()).unwrap_or(3_000);
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let mut paths: Vec<_> =
        fs::read_dir(fixtures.join("mail/malformed")).unwrap().map(|it| it.unwrap().path()).collect();
    paths.sort();
    let mails: Vec<Vec<u8>> = paths.iter().map(|it| fs::read(it).unwrap()).collect();
    let tables = ["directory.csv", "contacts.csv", "opportunities.csv"].map(|it| {
        let text = fs::read(fixtures.join("enron").join(it)).unwrap();
        text[..2_000].to_vec()
    });
    let script = b"2026-03-02T10:00 meeting#a 30min amber@us -> lea@acme, declined ben@us re b in sent".to_vec();
    let now = "2026-06-01T00:00:00Z".parse().unwrap();
    let mut chance = Chance(0x5eed);
    for _ in 0..count {
        let seed = chance.below(mails.len());
        let mail = chance.damage(&mails[seed]);
        match observe(&mail, &Place { folder: Folder::Other, delivered: Some(now), now }) {
            Err(reason) => assert!(!reason.contains('@') && !reason.contains("gave up"), "{reason}"),
            Ok(observed) => {
                let _ = filter_of(&observed);
                for it in &observed.participants {
                    let evidence = Evidence::about(&it.address, &observed);
                    let _ = classify(&it.address, it.name.as_ref(), evidence, None);
                    assert_eq!(Address::parse(it.address.as_str()).as_ref(), Ok(&it.address));
                }
            }
        }
        let _ = directory_from_csv("people.csv", &chance.damage(&tables[0]));
        let _ = records_from_bytes(RecordKind::Contact, "crm.csv", &chance.damage(&tables[1]));
        let _ = records_from_bytes(RecordKind::Opportunity, "crm.csv", &chance.damage(&tables[2]));
        let _ = records_from_bytes(RecordKind::Opportunity, "crm.jsonl", &chance.damage(DEAL));
        let line = String::from_utf8_lossy(&chance.damage(&script)).into_owned();
        let _ = (notation::parse(&line), Name::new(&line), Address::parse(&line));
    }
}
