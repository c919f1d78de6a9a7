//! Any bytes as CRM records: no panic, every row read or named.
#![no_main]

use libfuzzer_sys::fuzz_target;
use relata_model::RecordKind;

fuzz_target!(|bytes: &[u8]| {
    for (kind, header) in [(RecordKind::Account, &b"id,name,domains,owner\n"[..]), (RecordKind::Contact, b"id;name;email;account\n")] {
        let _ = relata_connectors::records_from_csv(kind, "crm.csv", bytes);
        let _ = relata_connectors::records_from_csv(kind, "crm.csv", &[header, bytes].concat());
    }
});
