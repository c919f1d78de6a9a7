//! Any text as the notation: no panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = relata_model::notation::parse(text);
});
