//! Compressed files: gzip and zstd, recognised by their first bytes and read as if they were plain.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::stored::Stored;

/// Large enough that the system is asked seldom, small enough to open thousands.
const BUFFER_BYTES: usize = 64 * 1024;
const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// A file being read, plain whatever it is on disk.
pub struct Opened {
    /// Its plain text.
    pub text: Box<dyn BufRead + Send>,
    /// How many bytes were read on disk: how far a progress bar is.
    pub on_disk: Arc<AtomicU64>,
}

/// Opens a file at an offset of its plain text. `None` if it is shorter.
///
/// # Errors
///
/// If the file cannot be opened, or breaks off before the offset.
pub fn open_at(path: &Path, offset: u64) -> io::Result<Option<Opened>> {
    let mut file = File::open(path)?;
    let mut magic = [0; 4];
    let got = read_up_to(&mut file, &mut magic)?;
    let bytes = file.metadata()?.len();
    unpacked(&magic[..got], bytes, offset, |start| {
        file.seek(SeekFrom::Start(start))?;
        Ok(Box::new(file))
    })
}

/// As [`open_at`], of a file wherever it is stored.
///
/// # Errors
///
/// As [`open_at`].
pub fn open_stored(stored: &dyn Stored, offset: u64) -> io::Result<Option<Opened>> {
    unpacked(&stored.range(0, ZSTD.len())?, stored.bytes(), offset, |start| stored.onward(start))
}

/// Unpacks what begins with these bytes, and has so many, if it is packed.
fn unpacked(
    magic: &[u8],
    bytes: u64,
    offset: u64,
    from: impl FnOnce(u64) -> io::Result<Box<dyn Read + Send>>,
) -> io::Result<Option<Opened>> {
    let (is_gzip, is_zstd) = (magic.starts_with(GZIP), magic.starts_with(ZSTD));
    let compressed = is_gzip || is_zstd;
    if !compressed && bytes < offset {
        return Ok(None);
    }
    let start = if compressed { 0 } else { offset };
    let on_disk = Arc::new(AtomicU64::new(start));
    let raw = BufReader::with_capacity(BUFFER_BYTES, Counted { file: from(start)?, read: on_disk.clone() });
    let mut text: Box<dyn BufRead + Send> = match () {
        () if is_gzip => Box::new(BufReader::with_capacity(BUFFER_BYTES, MultiGzDecoder::new(raw))),
        () if is_zstd => Box::new(BufReader::with_capacity(BUFFER_BYTES, zstd::Decoder::with_buffer(raw)?)),
        () => Box::new(raw),
    };
    let reached = !compressed || io::copy(&mut text.by_ref().take(offset), &mut io::sink())? == offset;
    Ok(reached.then_some(Opened { text, on_disk }))
}

/// Opens a file for whoever reads bytes: plain, gzip or zstd.
///
/// # Errors
///
/// If the file cannot be opened.
pub fn reader(path: &Path) -> io::Result<Box<dyn Read>> {
    let opened = open_at(path, 0)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    Ok(Box::new(opened.text))
}

/// Whether an error says that compressed data breaks off or is damaged, rather than that the disk fails.
pub fn is_break(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
    // zstd reports damage as `Other`.
    matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof | Other) && error.raw_os_error().is_none()
}

fn read_up_to(file: &mut File, into: &mut [u8]) -> io::Result<usize> {
    let mut got = 0;
    while got < into.len() {
        match file.read(&mut into[got..])? {
            0 => break,
            more => got += more,
        }
    }
    Ok(got)
}

struct Counted {
    file: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.file.read(into)?;
        self.read.fetch_add(got as u64, Ordering::Relaxed);
        Ok(got)
    }
}
