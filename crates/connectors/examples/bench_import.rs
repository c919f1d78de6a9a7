//! How fast mail headers are read, on one thread: `bench_import read|floor <mbox>`. Part of `bench/run.py`.
//!
//! ```text
//! read    the connector: every header decoded, every address checked
//! floor   a minimal scanner: message boundaries and four header lines, nothing decoded, nothing kept
//! ```
//!
//! Prints one line of JSON; whoever starts it measures processor time.

use std::fs::File;
use std::hint::black_box;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use relata_connectors::{OpenOptions, Window, open};

const BUFFER_BYTES: usize = 256 * 1024;
/// What any reader of headers has to find.
const NEEDED: [&[u8]; 4] = [b"from:", b"to:", b"date:", b"message-id:"];

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, path] = arguments.as_slice() else { anyhow::bail!("say `read` or `floor`, and which mbox file") };
    let begin = Instant::now();
    let (messages, skipped) = match what.as_str() {
        "read" => read(Path::new(path))?,
        "floor" => (floor(Path::new(path))?, 0),
        other => anyhow::bail!("`{other}` is neither `read` nor `floor`"),
    };
    let seconds = begin.elapsed().as_secs_f64();
    println!(r#"{{"messages": {messages}, "skipped": {skipped}, "seconds": {seconds}, "peak_mib": {}}}"#, peak_mib());
    Ok(())
}

/// The most memory this process ever held. Linux says so; elsewhere it is 0.
fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|it| it.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
    peak.map_or(0.0, |kib: f64| kib / 1024.0)
}

/// Reads a file batch by batch, as a sync does; returns how many messages it has, and how many were unreadable.
#[tokio::main(flavor = "current_thread")]
async fn read(path: &Path) -> anyhow::Result<(u64, u64)> {
    let now = "2026-01-01T00:00:00Z".parse()?;
    let window = Window { from: "2024-01-01T00:00:00Z".parse()?, to: now };
    let (mut messages, mut skipped) = (0, 0);
    for source in open(path, &OpenOptions { now, window })? {
        let mut cursor = None;
        loop {
            let batch = source.connector.fetch(cursor.as_ref()).await?;
            messages += batch.read();
            skipped += batch.skipped.len() as u64;
            if !black_box(&batch).more {
                break;
            }
            cursor = Some(batch.cursor);
        }
    }
    Ok((messages, skipped))
}

/// Finds message boundaries and the needed header lines; returns how many messages there are.
fn floor(path: &Path) -> anyhow::Result<u64> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; BUFFER_BYTES];
    let mut scanner = Scanner { messages: 0, needed_bytes: 0, in_headers: false, after_blank: true };
    let mut filled = 0;
    loop {
        let got = file.read(&mut buffer[filled..])?;
        filled += got;
        // A line longer than the buffer is taken in pieces.
        let end = buffer[..filled].iter().rposition(|it| *it == b'\n').map_or(filled, |it| it + 1);
        buffer[..end].split_inclusive(|it| *it == b'\n').for_each(|it| scanner.line(it));
        buffer.copy_within(end..filled, 0);
        filled -= end;
        if got == 0 {
            black_box(scanner.needed_bytes);
            return Ok(scanner.messages);
        }
    }
}

struct Scanner {
    messages: u64,
    needed_bytes: usize,
    in_headers: bool,
    after_blank: bool,
}

impl Scanner {
    fn line(&mut self, line: &[u8]) {
        let blank = matches!(line, b"\n" | b"\r\n");
        if self.after_blank && line.starts_with(b"From ") {
            self.messages += 1;
            self.in_headers = true;
        } else if self.in_headers {
            self.in_headers = !blank;
            let starts = |it: &&[u8]| line.len() >= it.len() && line[..it.len()].eq_ignore_ascii_case(it);
            if NEEDED.iter().any(starts) {
                self.needed_bytes += line.len();
            }
        }
        self.after_blank = blank;
    }
}
