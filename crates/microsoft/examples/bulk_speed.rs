//! Measures how fast an extract is read, beside two passes that do less or the same in the plain way:
//! `cargo run --release -p relata-microsoft --example bulk_speed -- <megabytes>`.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use arrow_json::ReaderBuilder;
use arrow_json::reader::infer_json_schema;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use relata_connectors::files::stored::{Folder, Place};
use relata_microsoft::bulk::{ExtractOptions, Split, Spool};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let megabytes: u64 = std::env::args().nth(1).map_or(Ok(400), |it| it.parse())?;
    let folder = tempfile::tempdir()?;
    let options = ExtractOptions { now: "2026-06-30T00:00:00Z".parse()?, subject_permitted: false };
    for (name, headers) in [("header columns", false), ("header columns with internetMessageHeaders", true)] {
        let path = folder.path().join("messages.json");
        let lines = generate(&path, megabytes * 1_000_000, headers)?;
        let bytes = std::fs::metadata(&path)?.len();
        println!("{name}: {lines} lines of {} bytes", bytes / lines.max(1));
        measure("split into lines", bytes, || each_line(&path, |line| _ = black_box(line.len())))?;
        measure("serde_json::Value", bytes, || {
            each_line(&path, |line| drop(black_box(serde_json::from_slice::<serde_json::Value>(line))))
        })?;
        measure("decoded to interactions", bytes, || {
            let mut survey = Split::survey(lying_at(&path), options)?;
            while survey.step()?.more {}
            assert_eq!(survey.manifest().files["messages.json"].taken, lines);
            Ok(())
        })?;
        let spool = folder.path().join(format!("spool {headers}"));
        measure("decoded and sorted into a spool", bytes, || {
            let mut split = Split::new(lying_at(&path), &Spool::at(&spool)?, options)?;
            while split.step()?.more {}
            Ok(())
        })?;
        let columnar = folder.path().join(format!("columnar {headers}"));
        std::fs::create_dir(&columnar)?;
        let on_disk = as_parquet(&path, &columnar.join("messages.parquet"))?;
        measure("the same as Parquet, decoded", bytes, || {
            let mut survey = Split::survey(lying_at(&columnar), options)?;
            while survey.step()?.more {}
            assert_eq!(survey.manifest().files["messages.parquet"].taken, lines);
            Ok(())
        })?;
        println!("  {lines} lines; as Parquet {} MB on the disk", on_disk / 1_000_000);
        let kept: u64 = std::fs::read_dir(&spool)?.map(|it| Ok(it?.metadata()?.len())).sum::<std::io::Result<u64>>()?;
        println!("  the spool has {} MB; memory at most {} MB", kept / 1_000_000, most_memory());
    }
    Ok(())
}

fn measure(what: &str, bytes: u64, run: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    let (begin, worked) = (Instant::now(), on_the_core());
    run()?;
    let (passed, worked) = (begin.elapsed().as_secs_f64(), on_the_core() - worked);
    let speed = |seconds: f64| bytes as f64 / 1e6 / seconds;
    println!("  {what:32} {:7.0} MB/s of a core, {:7.0} MB/s as time passed", speed(worked), speed(passed));
    Ok(())
}

/// How many seconds this thread was on a core, as Linux tells it: what counts where others work beside it.
fn on_the_core() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split_whitespace().next().and_then(|it| it.parse::<f64>().ok()).unwrap_or(f64::NAN) / 1e9
}

fn each_line(path: &Path, mut take: impl FnMut(&[u8])) -> Result<(), Failure> {
    let (mut file, mut line) = (BufReader::with_capacity(64 * 1024, File::open(path)?), Vec::new());
    while file.read_until(b'\n', &mut line)? > 0 {
        take(&line);
        line.clear();
    }
    Ok(())
}

/// Writes messages of 200 mailboxes, a thousand in a row each.
fn generate(path: &Path, bytes: u64, headers: bool) -> Result<u64, Failure> {
    let mut file = BufWriter::new(File::create(path)?);
    let (mut written, mut lines) = (0, 0);
    while written < bytes {
        let line = message(lines, headers);
        file.write_all(line.as_bytes())?;
        written += line.len() as u64;
        lines += 1;
    }
    file.flush()?;
    Ok(lines)
}

/// Writes the same as Parquet, nested as it is. Returns how many bytes that takes.
fn as_parquet(lines: &Path, into: &Path) -> Result<u64, Failure> {
    let schema = Arc::new(infer_json_schema(BufReader::new(File::open(lines)?), Some(1_000))?.0);
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = ArrowWriter::try_new(File::create(into)?, schema.clone(), Some(properties))?;
    for batch in ReaderBuilder::new(schema).build(BufReader::new(File::open(lines)?))? {
        writer.write(&batch?)?;
    }
    writer.close()?;
    Ok(std::fs::metadata(into)?.len())
}

fn message(number: u64, headers: bool) -> String {
    let person = |it: u64| {
        let (it, of) = (it % 5_000, it % 700);
        let address = format!("person{it}@company{of}.com");
        format!(r#"{{"emailAddress":{{"name":"Person {it} of Company {of}","address":"{address}"}}}}"#)
    };
    let people = |count: u64, from: u64| (0..count).map(|it| person(number * 7 + it * 13 + from)).collect::<Vec<_>>();
    let at = format!("2026-02-{:02}T{:02}:{:02}", number % 28 + 1, number % 24, number % 60);
    let times = format!(r#""receivedDateTime":"{at}:46Z","sentDateTime":"{at}:41Z""#);
    let ids = format!(
        r#""internetMessageId":"<{number:032x}@DM6NAM12FT007.eop-nam12.prod.protection.outlook.com>","conversationId":"AAQk{:056}""#,
        number / 3
    );
    let headers = if headers { format!(r#","internetMessageHeaders":[{}]"#, HEADERS.join(",")) } else { String::new() };
    let (from, to, cc) = (person(number), people(number % 3 + 1, 1).join(","), people(number % 4, 2).join(","));
    let owner = number / 1_000 % 200;
    format!(
        r#"{{{OTHER},{times},{ids}{headers},"sender":{from},"from":{from},"toRecipients":[{to}],"ccRecipients":[{cc}],"puser":"0409a7eb-588d-4871-b629-{owner:012x}"}}"#
    ) + "\n"
}

/// Columns that are passed over.
const OTHER: &str = concat!(
    r#""id":"AQMkAGRjNDFjNDY1LTVmNzUtNGViNC1hOTkANi1jOThlMmJmMTU3MmMARgAAA6jVIxIEDQNNtj9CZVt6SRUHAMquub9EVY9Nv31MRSqT","#,
    r#""createdDateTime":"2026-02-03T00:37:45Z","lastModifiedDateTime":"2026-02-03T00:37:47Z","hasAttachments":false,"#,
    r#""importance":"normal","parentFolderId":"AQMkAGRjNDFjNDY1LTVmNzUtNGViNC1hOTkANi1jOThlMmJmMTU3MmMALgAAA6jVIxIED==","#,
    r#""conversationIndex":"AQHW+cTKQfde9VSk0k+3/TSkpFZD7Q==","isDraft":false,"inferenceClassification":"focused","#,
    r#""bccRecipients":[],"replyTo":[],"ODataType":"x.graph.message","ptenant":"027d8585-9664-42ed-ae2a-c9e9fddfda22","#,
    r#""pAdditionalInfo":null,"datarow":1,"userrow":1,"pagerow":1,"rowinformation":{"errorInformation":null,"#,
    r#""userReturnedNoData":false,"isUserSummaryRow":false,"userHasCompleteData":false}"#,
);

/// A few of the sixty headers Exchange writes.
const HEADERS: [&str; 6] = [
    r#"{"name":"Received","value":"from BN8PR19MB3026.namprd19.prod.outlook.com (2603:10b6:408:9a::29) by BN6PR19MB3220.namprd19.prod.outlook.com with HTTPS; Wed, 3 Feb 2021 00:37:45 +0000"}"#,
    r#"{"name":"Received","value":"from DM5PR21CA0002.namprd21.prod.outlook.com (2603:10b6:3:ac::12) by BN8PR19MB3026.namprd19.prod.outlook.com (2603:10b6:408:9a::29) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.3805.19; Wed, 3 Feb 2021 00:37:43 +0000"}"#,
    r#"{"name":"ARC-Message-Signature","value":"i=2; a=rsa-sha256; c=relaxed/relaxed; d=microsoft.com; s=arcselector9901; h=From:Date:Subject:Message-ID:Content-Type:MIME-Version:X-MS-Exchange-SenderADCheck; bh=xrzVK9mc5p524cC/+rDunqn2NFAD3JOUzw7lQwL6IiE=; b=TQH9O8Mu6IgiqmgQiO+WVLlo3Hck29LbzAjK2tgmYBskvN8p0RPjC8D0794Nb5SDDqwjQNpI/PdegjvLxux+kQzkJu95Z3E7G6brWXSN6F95mF9lN2NAhRAKTazaNE3tauMMR62aCCEhOxmP2V0oMQc2j8YrOV5O987yvCtMda4tweo+ptnMSMPlMSGrR+M2aKa6BHN7MiIDuIVRHpdp8oXJ1zo3hteWK5M2TjQQ=="}"#,
    r#"{"name":"Content-Type","value":"multipart/alternative"}"#,
    r#"{"name":"In-Reply-To","value":"<8b683185-842a-4b01-9f14-a9453bb4a37f@DM6NAM12FT007.eop-nam12.prod.protection.outlook.com>"}"#,
    r#"{"name":"X-Forefront-Antispam-Report","value":"CIP:40.107.223.65;CTRY:US;LANG:en;SCL:1;SRV:;IPV:NLI;SFV:NSPM;H:NAM11-DM6-obe.outbound.protection.outlook.com;PTR:mail-dm6nam11on2065.outbound.protection.outlook.com;CAT:NONE;SFS:(286005)(8676002)(26005)(15650500001);DIR:INB;"}"#,
];

/// The largest amount of memory this program had, in MB, as Linux tells it.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|it| it.parse::<u64>().ok()).unwrap_or_default() / 1_024
}

fn lying_at(path: &Path) -> Arc<dyn Place> {
    Arc::new(Folder(path.to_owned()))
}
