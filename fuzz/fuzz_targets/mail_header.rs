//! Any bytes as a header block: no panic, bounded output, no address in a reason.
#![no_main]

use libfuzzer_sys::fuzz_target;
use relata_connectors::mail::{Place, observe};
use relata_model::classification::{Evidence, classify, filter_of};
use relata_model::Folder;

fuzz_target!(|bytes: &[u8]| {
    let now = "2026-06-01T00:00:00Z".parse().expect("a moment");
    match observe(bytes, &Place { folder: Folder::Other, delivered: Some(now), now }) {
        Err(reason) => assert!(!reason.contains('@')),
        Ok(observed) => {
            assert!(observed.participants.len() <= 502);
            let _ = filter_of(&observed);
            for it in &observed.participants {
                let _ = classify(&it.address, it.name.as_ref(), Evidence::about(&it.address, &observed), None);
                let _ = relata_model::company::company_domain(&it.address);
            }
        }
    }
});
