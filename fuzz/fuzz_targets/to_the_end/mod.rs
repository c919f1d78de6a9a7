//! Reads any bytes as a file of some kind, batch by batch: every cursor must be a new one, so that there is an end.

use std::path::Path;

use relata_connectors::{FetchError, OpenOptions, Source, Window};

/// Reads the bytes as a file whose name ends so, in whichever sources it opens as.
pub fn read(bytes: &[u8], ending: &str, open: impl Fn(&Path, &OpenOptions) -> Result<Vec<Source>, FetchError>) {
    let path = std::env::temp_dir().join(format!("relata-fuzz-{}.{ending}", std::process::id()));
    std::fs::write(&path, bytes).expect("a temporary file");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let moment = |it: &str| it.parse().expect("a moment");
    let window = Window { from: moment("2026-01-01T00:00:00Z"), to: moment("2026-12-31T00:00:00Z") };
    let options = OpenOptions { now: moment("2026-06-01T00:00:00Z"), window };
    for source in open(&path, &options).expect("a file that is there") {
        let mut cursor = None;
        loop {
            match runtime.block_on(source.connector.fetch(cursor.as_ref())) {
                Ok(batch) if batch.more => {
                    assert!(cursor.as_ref() != Some(&batch.cursor));
                    cursor = Some(batch.cursor);
                }
                Ok(_) | Err(FetchError::Unreadable { .. }) => break,
                Err(error) => panic!("{error}"),
            }
        }
    }
}
