//! Freshness: how long it takes from a message's arrival until *who knows whom* shows it.
//!
//! ```sh
//! cargo build --workspace --release --bin relata --example freshness
//! target/release/examples/freshness push      # told by Microsoft 365
//! target/release/examples/freshness polling   # looked at every minute
//! ```
//!
//! The stand-in is a tenant of 1,000 mailboxes; the program beside this one serves it as it would serve a real one. When all of it is
//! read, ten messages a second arrive for a minute; each is asked for at `GET /api/v1/people/{person}/introducers` until it is there.

use std::collections::{HashMap, VecDeque};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use clap::{Parser, ValueEnum};
use jiff::Timestamp;
use relata_keys::Token;
use relata_model::policy::Role;
use relata_model::{Address, Holder, PersonId};
use relata_outgoing::{Call, Method, Outgoing};
use relata_stand_in::{CLIENT, SECRET, Size, StandIn, Tenant};
use relata_store::{GivenBy, NewApiToken, SignedIn, Store};
use serde_json::Value;
use tokio::sync::mpsc;

/// Measures how fresh who knows whom is.
#[derive(Parser)]
struct Arguments {
    /// How the program hears of a message
    how: How,
    /// How many mailboxes there are
    #[arg(long, default_value_t = 1_000)]
    mailboxes: usize,
    /// How many messages arrive a second
    #[arg(long, default_value_t = 10)]
    per_second: u32,
    /// For how many seconds
    #[arg(long, default_value_t = 60)]
    seconds: u32,
    /// How often every mailbox is looked at where nobody tells
    #[arg(long, default_value = "60s")]
    every: String,
    /// How many milliseconds the service takes for each answer
    #[arg(long, default_value_t = 0)]
    latency: u64,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum How {
    /// It is told, and would look by itself in an hour.
    Push,
    /// Nobody tells it.
    Polling,
}

/// In so long it is asked of all that wait whether they show, if there is time.
const ASKED_EVERY: Duration = Duration::from_millis(100);
/// After this a message is given up.
const LONGEST: Duration = Duration::from_secs(300);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let size = Size {
        mailboxes: arguments.mailboxes,
        messages_a_month: 20,
        months: 3,
        series: 1,
        contacts: arguments.mailboxes * 5,
    };
    let mut tenant = Tenant::invented(&size, 11, Timestamp::now()).ticking();
    let all: Vec<String> = tenant.addresses().map(str::to_owned).collect();
    tenant.group("everybody", &all.iter().map(String::as_str).collect::<Vec<_>>());
    tenant.limit_to_group("everybody");
    let stand_in = StandIn::start(tenant).await?;
    let folder = tempfile::tempdir()?;
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let program = Program { folder: folder.path().to_owned(), address: format!("http://127.0.0.1:{port}") };
    program.set_up(&stand_in, arguments.how, &arguments.every, port)?;

    let began = Instant::now();
    let mut serving = program.serve()?;
    let store = Store::open(&format!("sqlite:{}", folder.path().join("data/relata.db").display())).await?;
    let all_read = arguments.mailboxes as u64 * 2;
    wait(&mut serving, || async { Ok(read(&store).await? >= all_read && store.published().await?.is_some()) }).await?;
    println!(
        "{} mailboxes and as many calendars were read in {:.0} s",
        arguments.mailboxes,
        began.elapsed().as_secs_f64()
    );
    if arguments.how == How::Push {
        let began = Instant::now();
        wait(&mut serving, || async { Ok(stand_in.look(Tenant::subscription_count) as u64 >= all_read) }).await?;
        wait(&mut serving, || async { Ok(!store.is_hinted().await?) }).await?;
        println!("{all_read} subscriptions were made in {:.0} s", began.elapsed().as_secs_f64());
    }
    stand_in.set_latency(Duration::from_millis(arguments.latency));

    let mut asking = Asking::new(token(&store).await?, &program.address, store)?;
    let messages = arguments.per_second * arguments.seconds;
    let (arrived, mut arriving) = mpsc::unbounded_channel();
    let arrive = async {
        let mut beat = tokio::time::interval(Duration::from_secs(1) / arguments.per_second.max(1));
        for _ in 0..messages {
            beat.tick().await;
            let (now, message) = stand_in.change(|it| (it.now(), it.deliver_invented().1));
            let (from, to) = (message.from, message.to[0].clone());
            // Nobody takes it: the other side of this failed, and says so.
            let _ = arrived.send(Waited { from, to, now, at: Instant::now() });
        }
        drop(arrived);
    };
    let ask = async {
        let (mut waiting, mut took) = (VecDeque::new(), Vec::new());
        loop {
            while let Ok(it) = arriving.try_recv() {
                waiting.push_back(it);
            }
            let Some(it) = waiting.pop_front() else {
                match arriving.recv().await {
                    Some(it) => waiting.push_back(it),
                    None => return anyhow::Ok(took),
                }
                continue;
            };
            // One after the other: asking is to cost next to nothing of what is measured.
            tokio::time::sleep(ASKED_EVERY / (waiting.len() as u32 + 1)).await;
            match asking.is_shown(&it).await? {
                true => took.push(it.at.elapsed()),
                false if it.at.elapsed() < LONGEST => waiting.push_back(it),
                false => {}
            }
        }
    };
    let ((), took) = tokio::join!(arrive, ask);
    report(took?, messages, &stand_in);
    serving.kill()?;
    serving.wait()?;
    Ok(())
}

fn report(mut took: Vec<Duration>, of: u32, stand_in: &StandIn) {
    took.sort();
    let at = |share: f64| took.get(((took.len() as f64 * share).ceil() as usize).saturating_sub(1));
    let seconds = |it: Option<&Duration>| it.map_or("-".to_owned(), |it| format!("{:.2} s", it.as_secs_f64()));
    println!("{} of {of} messages were shown", took.len());
    println!(
        "p50 {}, p95 {}, p99 {}, longest {}",
        seconds(at(0.5)),
        seconds(at(0.95)),
        seconds(at(0.99)),
        seconds(took.last())
    );
    let log = stand_in.log();
    println!("notifications: {} taken, {} given up", log.notifications_delivered, log.notifications_given_up);
}

/// The program, in a folder of its own.
struct Program {
    folder: std::path::PathBuf,
    address: String,
}

impl Program {
    fn set_up(&self, stand_in: &StandIn, how: How, every: &str, port: u16) -> anyhow::Result<()> {
        let (every, url) = match how {
            How::Push => ("1h", self.address.as_str()),
            How::Polling => (every, ""),
        };
        let settings = format!(
            "[data]\nfolder = 'data'\n[server]\nlisten = '127.0.0.1:{port}'\n[outgoing]\nallow = ['127.0.0.1']\n\
             [limits]\nrequests = 1000000\n[sources]\npublic_url = '{url}'\nevery = '{every}'\n"
        );
        std::fs::write(self.folder.join("relata.toml"), settings)?;
        std::fs::write(self.folder.join("secret"), SECRET)?;
        let (tenant, group) = stand_in.look(|it| (it.id().to_owned(), it.group_id("everybody").map(str::to_owned)));
        let (login, graph) = (stand_in.login(), stand_in.graph());
        self.run("consent enable")?;
        self.run("consent give for_each_user aggregated identifiable")?;
        self.run(&format!(
            "source connect --tenant {tenant} --client {CLIENT} --group {} --secret-file secret --login-host {login} \
             --graph-host {graph}",
            group.context("the group was just made")?
        ))
    }

    fn command(&self) -> anyhow::Result<Command> {
        let here = std::env::current_exe()?;
        let program = here.parent().and_then(Path::parent).context("examples lie in a folder")?.join("relata");
        ensure!(program.is_file(), "build {} first", program.display());
        let mut command = Command::new(program);
        command.current_dir(&self.folder);
        Ok(command)
    }

    fn run(&self, arguments: &str) -> anyhow::Result<()> {
        let status = self.command()?.args(arguments.split(' ')).stdout(Stdio::null()).status()?;
        ensure!(status.success(), "relata {arguments}");
        Ok(())
    }

    fn serve(&self) -> anyhow::Result<Child> {
        Ok(self.command()?.arg("serve").stdout(Stdio::null()).spawn()?)
    }
}

/// Waits until something holds, as long as the program runs.
async fn wait<F: Future<Output = anyhow::Result<bool>>>(
    serving: &mut Child,
    holds: impl Fn() -> F,
) -> anyhow::Result<()> {
    while !holds().await? {
        ensure!(serving.try_wait()?.is_none(), "the program ended");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    Ok(())
}

/// Returns how many mailboxes and calendars were read to their end.
async fn read(store: &Store) -> anyhow::Result<u64> {
    let mut read = 0;
    for it in store.connections().await? {
        read += store.mailbox_health(&it.to.source).await?.iter().filter(|it| it.1.read_at.is_some()).count() as u64;
    }
    Ok(read)
}

/// Makes a token of a sales manager.
async fn token(store: &Store) -> anyhow::Result<String> {
    let (token, at) = (Token::random(), Timestamp::now());
    let hash = token.hash();
    let signed_in = SignedIn {
        issuer: "https://login.example",
        subject: "freshness",
        name: "Freshness",
        email: None,
        colleague: None,
        groups: &[],
        at,
    };
    let account = store.account_of(&signed_in).await?;
    let by = GivenBy { actor: "operator", at, oneself: false };
    store.give_role(Role::SalesManager, &Holder::Account(account.0), by).await?;
    let new = NewApiToken {
        token_hash: hash.as_str(),
        name: "freshness",
        rights: "see_records see_who_knows_whom",
        created_by: &format!("account:{}", account.0),
        at,
        expires_at: None,
    };
    store.keep_api_token(&new).await?;
    Ok(token.reveal().to_owned())
}

/// A message that is not shown yet.
struct Waited {
    from: String,
    to: String,
    /// When it arrived, by the service's clock and by ours.
    now: Timestamp,
    at: Instant,
}

/// Asks the program as any other would.
struct Asking {
    authorization: String,
    address: String,
    store: Store,
    outgoing: Outgoing,
    people: HashMap<String, PersonId>,
}

impl Asking {
    fn new(token: String, address: &str, store: Store) -> anyhow::Result<Asking> {
        let outgoing = Outgoing::new(&["127.0.0.1".to_owned()])?;
        let (authorization, address) = (format!("Bearer {token}"), address.to_owned());
        Ok(Asking { authorization, address, store, outgoing, people: HashMap::new() })
    }

    /// Returns whether a message is shown.
    async fn is_shown(&mut self, it: &Waited) -> anyhow::Result<bool> {
        let (Some(one), Some(other)) = (self.person(&it.from).await?, self.person(&it.to).await?) else {
            return Ok(false);
        };
        // Whoever of the two is asked for, the other is the introducer.
        let outside = if it.from.contains("@contoso") { other } else { one };
        let inside = if outside == one { other } else { one };
        let url = format!("{}/api/v1/people/{}/introducers?limit=50", self.address, outside.0);
        let url = self.outgoing.permit(&url)?;
        let headers = [("authorization", self.authorization.as_str())];
        let (longest, most_bytes) = (Duration::from_secs(30), 10 << 20);
        let call = Call { method: Method::Get, url: &url, headers: &headers, body: None, longest, most_bytes };
        let answer = self.outgoing.call(call).await?;
        ensure!(answer.status == 200, "{}: {}", answer.status, String::from_utf8_lossy(&answer.body));
        let answer: Value = serde_json::from_slice(&answer.body)?;
        let introducers = answer["introducers"].as_array().context("a list")?;
        let inside = inside.0.to_string();
        let tie = introducers.iter().find(|it| it["colleague"]["id"].as_str() == Some(&inside));
        let last = tie.and_then(|it| it["last"]["at"].as_str()?.parse::<Timestamp>().ok());
        Ok(last.is_some_and(|last| last.as_second() >= it.now.as_second()))
    }

    async fn person(&mut self, address: &str) -> anyhow::Result<Option<PersonId>> {
        let address = address.split(['<', '>']).nth(1).unwrap_or(address);
        if let Some(known) = self.people.get(address) {
            return Ok(Some(*known));
        }
        let parsed = Address::parse(address).map_err(|_| anyhow::anyhow!("no address"))?;
        let found = self.store.person_of(&parsed).await?;
        self.people.extend(found.map(|it| (address.to_owned(), it)));
        Ok(found)
    }
}
