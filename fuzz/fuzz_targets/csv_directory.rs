//! Any bytes as a directory: no panic, every row read or named.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = relata_connectors::directory_from_csv("people.csv", bytes);
    let _ = relata_connectors::directory_from_csv("people.csv", &[b"email,id,name,aliases,status\n", bytes].concat());
});
