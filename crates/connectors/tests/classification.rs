//! How often the rules that tell people from programs are right, on messages labelled by hand.
//!
//! `fixtures/mail/labels.tsv` says what each message is. The floors below are what `docs/classification.md` states;
//! a change of the rules that lowers one shows here.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use relata_connectors::mail::{Place, observe};
use relata_model::classification::filter_of;
use relata_model::{Filter, Folder};

const LABELS: [&str; 5] = ["personal", "list", "machine", "bounce", "auto_reply"];

/// Counts of (label, what the rules say).
fn confusion() -> BTreeMap<(String, String), usize> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/mail/labelled.mbox.gz");
    let mut text = Vec::new();
    flate2::read::MultiGzDecoder::new(std::fs::File::open(path).unwrap()).read_to_end(&mut text).unwrap();
    let place = Place {
        folder: Folder::Other,
        delivered: "2001-01-01T00:00:00Z".parse().ok(),
        now: "2026-06-01T00:00:00Z".parse().unwrap(),
    };
    let mut counts = BTreeMap::new();
    let text: String = text.iter().map(|it| char::from(*it)).collect();
    for block in text.split("From - Thu Jan 01 00:00:00 2009\nX-Label: ").skip(1) {
        let (label, headers) = block.split_once('\n').unwrap();
        let headers: Vec<u8> = headers.chars().map(|it| it as u8).collect();
        let said = match observe(&headers, &place) {
            Err(reason) => format!("refused: {reason}"),
            Ok(observed) => match filter_of(&observed) {
                None => "personal".to_owned(),
                Some((Filter::AutoReply, _)) => "auto_reply".to_owned(),
                Some((rule, _)) => rule.name().to_owned(),
            },
        };
        *counts.entry((label.to_owned(), said)).or_default() += 1;
    }
    counts
}

#[test]
fn people_are_told_from_programs() {
    let counts = confusion();
    let sum = |fits: &dyn Fn(&str, &str) -> bool| {
        counts.iter().filter(|((label, said), _)| fits(label, said)).map(|it| it.1).sum::<usize>() as f64
    };
    println!("{counts:#?}");
    for label in LABELS {
        let right = sum(&|is, said| is == label && said == label);
        let (labelled, said) = (sum(&|is, _| is == label), sum(&|_, said| said == label));
        println!("{label}: {labelled} labelled, precision {:.3}, recall {:.3}", right / said, right / labelled);
    }
    let is_noise = |it: &str| it != "personal";
    let right = sum(&|is, said| is_noise(is) && is_noise(said));
    let (precision, recall) = (right / sum(&|_, said| is_noise(said)), right / sum(&|is, _| is_noise(is)));
    println!("noise: precision {precision:.3}, recall {recall:.3}");
    assert!(sum(&|_, _| true) > 300.0);
    assert!(precision > 0.9 && recall > 0.5, "precision {precision:.3}, recall {recall:.3}");
}
