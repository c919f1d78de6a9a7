//! Reads whatever lies under a path and tells what became of it, with the speed:
//! `cargo run --release -p relata-connectors --example read -- <path>`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use relata_connectors::{OpenOptions, Window, open};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let path = std::env::args().nth(1).ok_or_else(|| anyhow::anyhow!("say what to read: a file or a folder"))?;
    let window = Window { from: "1990-01-01T00:00:00Z".parse()?, to: "2030-01-01T00:00:00Z".parse()? };
    let options = OpenOptions { now: "2030-01-01T00:00:00Z".parse()?, window };
    let begin = Instant::now();
    let (mut read, mut bytes) = (0, 0);
    let mut reasons: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for source in open(Path::new(&path), &options)? {
        bytes += source.connector.extent().await?;
        let mut cursor = None;
        loop {
            let batch = match source.connector.fetch(cursor.as_ref()).await {
                Ok(batch) => batch,
                Err(error) => {
                    println!("{}: {error}", source.name);
                    break;
                }
            };
            read += batch.read();
            for it in batch.skipped {
                reasons.entry(it.reason).or_insert((0, it.place)).0 += 1;
            }
            if !batch.more {
                break;
            }
            cursor = Some(batch.cursor);
        }
    }
    let seconds = begin.elapsed().as_secs_f64();
    println!("{read} messages and meetings, {bytes} bytes, in {seconds:.2} s: {:.0} a second", read as f64 / seconds);
    for (reason, (count, place)) in reasons {
        println!("{count:6} × {reason} (e.g. {place})");
    }
    Ok(())
}
