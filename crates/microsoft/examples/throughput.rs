//! How fast mailboxes are read from a stand-in, and with how much memory.
//!
//! ```text
//! throughput serve                               a tenant of 20 mailboxes with 60,000 messages each
//! throughput read <login> <graph> <tenant> <n>   reads n of its mailboxes, one after the other
//! ```
//!
//! Two processes, so that the memory is the reader's own; `taskset -c 0` before each keeps them to a core of their own.

use std::time::{Duration, Instant};

use relata_connectors::Connector;
use relata_microsoft::{Application, Cloud, Credential, Graph, Limits, Mail, Pace, directory};
use relata_outgoing::Outgoing;
use relata_stand_in::{CLIENT, SECRET, Size, StandIn, Tenant};

const NOW: &str = "2026-03-02T09:00:00Z";

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["serve"] => serve().await,
        ["read", login, graph, tenant, mailboxes] => read(login, graph, tenant, mailboxes.parse().unwrap()).await,
        _ => eprintln!("throughput serve | throughput read <login> <graph> <tenant> <mailboxes>"),
    }
}

async fn serve() {
    let size = Size { messages_a_month: 5_000, ..Size::default() };
    let stand_in = StandIn::start(Tenant::invented(&size, 1, NOW.parse().unwrap())).await.unwrap();
    println!("{} {} {}", stand_in.login(), stand_in.graph(), stand_in.look(|it| it.id().to_owned()));
    tokio::time::sleep(Duration::from_secs(3600)).await;
}

async fn read(login: &str, graph: &str, tenant: &str, mailboxes: usize) {
    let application = Application {
        tenant: tenant.to_owned(),
        client: CLIENT.to_owned(),
        credential: Credential::Secret(SECRET.to_owned().into()),
        cloud: Cloud { login: login.to_owned(), graph: graph.to_owned() },
    };
    let now = NOW.parse().unwrap();
    let outgoing = Outgoing::new(&["127.0.0.1".to_owned()]).unwrap();
    let limits = Limits { page: 500, ..Limits::default() };
    let graph = Graph::new(&application, outgoing, limits, Pace::new(move || now)).unwrap();
    let users = directory::users(&graph).await.unwrap().entries;
    // Invented domains end in .example, which no public suffix list knows.
    let outside = (0..100).flat_map(|it| [format!("company{it}.example"), format!("list{it}.example")]);
    let graph = graph.trusting(users.iter().map(|it| it.primary.domain().to_owned()).chain(outside));
    let (began, mut pages, mut messages, mut skipped) = (Instant::now(), 0_u64, 0_u64, 0_usize);
    for user in users.iter().take(mailboxes) {
        let (mail, mut cursor) = (Mail::new(&graph, &user.id.0), None);
        loop {
            let batch = mail.fetch(cursor.as_ref()).await.unwrap();
            pages += 1;
            messages += batch.read();
            skipped += batch.skipped.len();
            cursor = Some(batch.cursor);
            if !batch.more {
                break;
            }
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    println!("{messages} messages on {pages} pages in {seconds:.1} s, {skipped} not usable");
    println!("{:.0} messages/s, {:.0} pages/s", messages as f64 / seconds, pages as f64 / seconds);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|it| it.starts_with("VmHWM")) {
        println!("most memory: {}", line.trim_start_matches("VmHWM:").trim());
    }
    // User and system time of this process, in hundredths of a second.
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks: u64 = stat.split_whitespace().skip(13).take(2).filter_map(|it| it.parse::<u64>().ok()).sum();
    println!(
        "{:.1} s of it busy itself: {:.0} messages/s",
        ticks as f64 / 100.0,
        messages as f64 * 100.0 / ticks.max(1) as f64
    );
}
