//! Any bytes as CRM records, in CSV and in JSON lines: no panic, every row read or named.
#![no_main]

use libfuzzer_sys::fuzz_target;
use relata_connectors::records_from_bytes;
use relata_model::RecordKind;

fuzz_target!(|bytes: &[u8]| {
    for (kind, header) in [
        (RecordKind::Account, &b"id,name,domains,owner\n"[..]),
        (RecordKind::Contact, b"id;name;email;account\n"),
        (RecordKind::Opportunity, b"id,name,stakeholders,stage,revenue,currency,created,close,closed\n"),
    ] {
        let _ = records_from_bytes(kind, "crm.csv", bytes);
        let _ = records_from_bytes(kind, "crm.jsonl", bytes);
        if let Ok(read) = records_from_bytes(kind, "crm.csv", &[header, bytes].concat()) {
            assert!(read.items.iter().all(|it| it.revenue.is_none_or(f64::is_finite)));
        }
    }
});
