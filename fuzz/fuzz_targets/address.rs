//! Any text as an address: what is accepted is accepted again, unchanged, and looks like nobody else.
#![no_main]

use libfuzzer_sys::fuzz_target;
use relata_model::{Address, Name};

fuzz_target!(|text: &str| {
    if let Ok(address) = Address::parse(text) {
        assert_eq!(Address::parse(address.as_str()).as_ref(), Ok(&address));
        assert!(!address.looks_like(&address));
        let _ = address.is_mixed_script();
        let _ = relata_model::company::company_domain(&address);
    }
    if let Some(name) = Name::new(text) {
        assert!(name.as_str().chars().count() <= 200 && !name.as_str().contains(['\r', '\n', '\u{202e}', '\0']));
    }
});
