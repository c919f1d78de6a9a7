//! Any bytes as activities of a CRM: no panic, every row read or named, an end that is an end.
#![no_main]

mod to_the_end;

use libfuzzer_sys::fuzz_target;
use relata_connectors::open_activities;

fuzz_target!(|bytes: &[u8]| {
    let header =
        b"id,type,regarding,direction,from,to,owner,start,end,duration,state,message_id,in_reply_to,ical_uid,opens\n";
    for (bytes, ending) in [(bytes, "jsonl"), (bytes, "csv"), (&[header, bytes].concat(), "csv")] {
        to_the_end::read(bytes, ending, |path, options| Ok(vec![open_activities(path, options)?]));
    }
});
