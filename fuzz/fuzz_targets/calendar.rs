//! Any bytes as a calendar file: no panic, everything accounted for, an end that is an end.
#![no_main]

mod to_the_end;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| to_the_end::read(bytes, "ics", relata_connectors::open));
