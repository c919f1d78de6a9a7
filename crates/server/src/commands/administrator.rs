//! `relata administrator`: local administrators, who sign in with a password when nobody else can.

use std::io::{IsTerminal, Read, stdin};
use std::process::{Command, Stdio};

use anyhow::Context;
use clap::{Args, Subcommand};
use relata_keys::{Password, is_guessable};
use relata_model::audit::{Action, AuditEvent, subject};
use relata_store::Store;

use crate::opened::{Opened, now};
use crate::settings::Settings;

/// Long enough that nobody guesses it at five a minute.
const SHORTEST_PASSWORD_CHARS: usize = 12;
const LONGEST_PASSWORD_BYTES: usize = 1000;
const LONGEST_NAME_BYTES: usize = 40;

/// What to do with local administrators.
#[derive(Args)]
pub struct Administrator {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Set the password of a local administrator, who is new or was there before
    ///
    /// The password is asked for, or read from the standard input. Whoever is signed in with the old one is signed in
    /// no longer.
    Set {
        /// The name to sign in with: small letters, digits, `.`, `-` and `_`
        name: String,
    },
    /// List who can sign in with a password, and since when with the one of today
    List,
    /// Take the way in away from a local administrator, who is signed in no longer
    Remove {
        /// The name to sign in with
        name: String,
    },
}

impl Administrator {
    /// Sets a password, lists or removes.
    pub async fn run(self, settings: Settings) -> anyhow::Result<()> {
        match self.what {
            What::Set { name } => set(&settings, &name).await,
            What::List => list(&Opened::open_existing(&settings).await?.store).await,
            What::Remove { name } => remove(&Opened::open_existing(&settings).await?.store, &name).await,
        }
    }
}

async fn set(settings: &Settings, name: &str) -> anyhow::Result<()> {
    let plain = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || b".-_".contains(&it);
    anyhow::ensure!(
        (1..=LONGEST_NAME_BYTES).contains(&name.len()) && name.bytes().all(plain),
        "`{name}` is no name to sign in with; use small letters, digits, `.`, `-` and `_`"
    );
    let password = password().context("the password cannot be read")?;
    anyhow::ensure!(
        password.chars().count() >= SHORTEST_PASSWORD_CHARS && password.len() <= LONGEST_PASSWORD_BYTES,
        "the password must have {SHORTEST_PASSWORD_CHARS} letters or more; nothing was changed"
    );
    anyhow::ensure!(
        !is_guessable(&password, &["relata", name, &settings.organisation.name]),
        "this password is made of what everybody tries: common words, the name of the account, the organisation or Relata, \
             rows of keys, years, repetitions; take four words that have nothing to do with each other, or let a password \
             manager draw one; nothing was changed"
    );
    let opened = Opened::open(settings).await?;
    let event = AuditEvent::new(now(), "operator", Action::LocalAdministratorChanged);
    opened.store.audit(&[event.of(subject("administrator", name)).with("what", "set")]).await?;
    opened.store.set_local_administrator(name, &Password::hash(&password), now()).await?;
    println!("{name} can sign in with this password");
    Ok(())
}

async fn list(store: &Store) -> anyhow::Result<()> {
    let administrators = store.local_administrators().await?;
    if administrators.is_empty() {
        println!("Nobody can sign in with a password; `relata administrator set NAME` lets somebody.");
    }
    administrators.iter().for_each(|(name, at)| println!("{name}  with the password of {at}"));
    Ok(())
}

async fn remove(store: &Store, name: &str) -> anyhow::Result<()> {
    anyhow::ensure!(
        store.local_administrator(name).await?.is_some(),
        "there is no local administrator {name}; `relata administrator list` lists them"
    );
    let event = AuditEvent::new(now(), "operator", Action::LocalAdministratorChanged);
    store.audit(&[event.of(subject("administrator", name)).with("what", "removed")]).await?;
    store.remove_local_administrator(name).await?;
    println!("{name} can sign in no longer");
    Ok(())
}

/// Reads one line; from a terminal twice, without showing it.
fn password() -> anyhow::Result<String> {
    if !stdin().is_terminal() {
        let mut text = String::new();
        stdin().take(LONGEST_PASSWORD_BYTES as u64 + 2).read_to_string(&mut text)?;
        return Ok(text.lines().next().unwrap_or_default().to_owned());
    }
    let (first, second) = (asked("Password: ")?, asked("The same again: ")?);
    anyhow::ensure!(first == second, "the two differ");
    Ok(first)
}

fn asked(question: &str) -> anyhow::Result<String> {
    eprint!("{question}");
    echo(false)?;
    let mut line = String::new();
    let read = stdin().read_line(&mut line);
    echo(true)?;
    eprintln!();
    read?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Lets the terminal show what is typed, or not.
fn echo(shown: bool) -> anyhow::Result<()> {
    let mode = if shown { "echo" } else { "-echo" };
    let done = Command::new("stty").arg(mode).stdin(Stdio::inherit()).status();
    let hint = "the terminal cannot hide what is typed; hand the password to the standard input instead";
    anyhow::ensure!(done.context(hint)?.success(), hint);
    Ok(())
}
