//! Settings: one commented file compiled in, the operator's file over it, the environment over that.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use figment::Figment;
use figment::providers::{Env, Format, Toml};
use jiff::SignedDuration;
use relata_model::introduced::WATCHED_DAYS;
use relata_pipeline::{Epsilon, Levels, Releasing, Room};
use serde::Deserialize;

use crate::access::origin;
use crate::memory::{bytes, of_this_machine};

/// The file every setting starts from.
pub const DEFAULTS: &str = include_str!("../../../config.default.toml");

/// Every setting.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Who we are.
    pub organisation: Organisation,
    /// Where things are kept.
    pub data: Data,
    /// Where things are shown.
    pub server: Server,
    /// Who vouches for people.
    pub sign_in: SignIn,
    /// How long people stay signed in.
    pub sessions: Sessions,
    /// How often may be asked.
    pub limits: Limits,
    /// Whom Relata itself may ask.
    pub outgoing: Outgoing,
    /// What computing may take.
    pub engine: Engine,
    /// How connections are read.
    pub sources: Sources,
    /// How extracts are read.
    pub extracts: Extracts,
    /// What secrets are sealed with.
    pub keys: Keys,
    /// What is released of accounts.
    pub engagement: Engagement,
    /// How introductions are asked for.
    pub introductions: Introductions,
}

/// `[organisation]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its name.
    pub name: String,
}

/// `[data]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// The data folder.
    pub folder: PathBuf,
    /// The database's address, or nothing.
    pub database: String,
    /// The log's place, or nothing.
    pub log: String,
}

/// `[server]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// Address and port.
    pub listen: SocketAddr,
    /// What browsers call it, or nothing.
    pub url: String,
    /// Networks of proxies whose word on the client's address is taken.
    pub trusted_proxies: Vec<String>,
}

/// `[sign_in]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The provider's issuer, or nothing.
    pub issuer: String,
    /// What the provider calls us.
    pub client_id: String,
    /// Or nothing.
    pub client_secret_file: PathBuf,
    /// What is asked for beside `openid`.
    pub scopes: Vec<String>,
    /// The claim that lists groups, or nothing.
    pub groups_claim: String,
    /// What the provider is called.
    pub name: String,
}

/// `[sessions]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sessions {
    /// Until a session that is not used ends.
    pub idle_minutes: u32,
    /// Until every session ends.
    pub longest_hours: u32,
}

/// `[limits]`, each a minute
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// From one address.
    pub passwords: u32,
    /// For one name.
    pub passwords_of_name: u32,
    /// By one account or token.
    pub requests: u32,
    /// By one account or token.
    pub searches: u32,
    /// By one widget.
    pub embedded: u32,
}

/// `[outgoing]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outgoing {
    /// Hosts that may lie inside.
    pub allow: Vec<String>,
}

/// `[engine]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Engine {
    /// Memory for computing, as text: "4 GiB"; or nothing.
    pub memory: String,
}

/// `[sources]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// The address under which Microsoft 365 reaches us, or nothing.
    pub public_url: String,
    /// How often every mailbox is looked at, as text: "15m".
    pub every: String,
    /// Mailboxes read at once.
    pub mailboxes_at_once: usize,
    /// Requests in flight for one mailbox.
    pub requests_at_once: usize,
    /// When every night mailboxes begin to be held against their source, in UTC: `02:00`.
    pub check_at: String,
}

/// `[extracts]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extracts {
    /// What is shown to object storage, or nothing.
    pub access_file: PathBuf,
}

/// `[keys]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// The file of root keys, or nothing.
    pub file: PathBuf,
}

/// `[engagement]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Engagement {
    /// The privacy budget of a year.
    pub epsilon: f64,
    /// For which periods.
    pub levels: Vec<EngagementLevel>,
}

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EngagementLevel {
    /// From Monday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

/// `[introductions]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Introductions {
    /// With tokens.
    pub subject: String,
    /// With tokens.
    pub body: String,
    /// A request is open so many days.
    pub open_days: u32,
    /// After the colleague wrote to the contact, what the two begin within so many days counts as an introduction.
    pub begin_within_days: u32,
    /// Sending from the asking person's own mailbox.
    pub graph: OwnMailboxes,
    /// How they are sent.
    pub smtp: Smtp,
}

/// `[introductions.graph]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnMailboxes {
    /// Where Microsoft Graph is, or nothing.
    pub host: String,
}

/// `[introductions.smtp]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// The server, or nothing.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// The sender's address.
    pub from: String,
    /// Or nothing.
    pub username: String,
    /// Or nothing.
    pub password_file: PathBuf,
}

/// How a connection to the mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// Upgraded before anything is said.
    Starttls,
    /// From the first byte.
    Tls,
    /// Not at all.
    None,
}

impl Sources {
    /// Returns how often every mailbox is looked at: 10 seconds to a day.
    ///
    /// # Errors
    ///
    /// If it is no such time.
    pub fn pause(&self) -> anyhow::Result<SignedDuration> {
        let pause: Option<SignedDuration> = self.every.parse().ok();
        let usable = SignedDuration::from_secs(10)..=SignedDuration::from_hours(24);
        pause.filter(|it| usable.contains(it)).with_context(|| {
            format!("sources.every: `{}` is no time between 10 seconds and a day; write it as 15m or 60s", self.every)
        })
    }

    /// Returns the address under which Microsoft 365 reaches us: scheme and host. `None`: it does not.
    ///
    /// # Errors
    ///
    /// If it is no address over TLS; plain HTTP leads no further than this machine.
    pub fn origin(&self) -> anyhow::Result<Option<String>> {
        if self.public_url.is_empty() {
            return Ok(None);
        }
        let wrong = || {
            format!(
                "sources.public_url: `{}` is no address that Microsoft 365 can reach; write it as https://relata.example.com",
                self.public_url
            )
        };
        origin(&self.public_url).map(Some).with_context(wrong)
    }
}

impl Settings {
    /// Reads the settings: the defaults, the file (`relata.toml` here, if there is one and none is named), the
    /// environment.
    ///
    /// # Errors
    ///
    /// If a named file is missing, a key is unknown, or a value does not fit; the message names it.
    pub fn read(file: Option<&Path>) -> anyhow::Result<Settings> {
        if let Some(file) = file {
            anyhow::ensure!(file.is_file(), "there is no settings file {}", file.display());
        }
        let figment = Figment::from(Toml::string(DEFAULTS))
            .merge(Toml::file(file.unwrap_or(Path::new("relata.toml"))))
            .merge(Env::prefixed("RELATA_").split("__").filter(|it| it.as_str().contains('.')));
        let settings: Settings = figment.extract().context("the settings cannot be used")?;
        settings.check()?;
        Ok(settings)
    }

    /// Rules between settings.
    fn check(&self) -> anyhow::Result<()> {
        let smtp = &self.introductions.smtp;
        anyhow::ensure!(
            smtp.host.is_empty() || !smtp.from.is_empty(),
            "introductions.smtp.host is set, and introductions.smtp.from is not; say which address introductions are sent from"
        );
        anyhow::ensure!(
            smtp.username.is_empty() == smtp.password_file.as_os_str().is_empty(),
            "introductions.smtp.username and introductions.smtp.password_file go together; set both or neither"
        );
        let introductions = &self.introductions;
        anyhow::ensure!(
            introductions.open_days > 0
                && introductions.open_days.saturating_add(introductions.begin_within_days) <= WATCHED_DAYS,
            "introductions.open_days must be 1 or more, and with introductions.begin_within_days {WATCHED_DAYS} at most; mail is \
             looked at so long"
        );
        anyhow::ensure!(
            introductions.graph.host.is_empty() || !self.sign_in.issuer.is_empty(),
            "introductions.graph.host is set, and sign_in.issuer is not; people allow it where they sign in"
        );
        anyhow::ensure!(
            self.sign_in.issuer.is_empty() == self.sign_in.client_id.is_empty(),
            "sign_in.issuer and sign_in.client_id go together; set both or neither"
        );
        self.sources.pause()?;
        self.sources.origin()?;
        self.check_at()?;
        self.room()?;
        let sessions = &self.sessions;
        anyhow::ensure!(
            sessions.idle_minutes > 0 && sessions.longest_hours > 0,
            "sessions.idle_minutes and sessions.longest_hours must be 1 or more; nobody could stay signed in"
        );
        Ok(())
    }

    /// Returns the database's address.
    pub fn database_url(&self) -> String {
        match self.data.database.as_str() {
            "" => format!("sqlite:{}", self.data.folder.join("relata.db").display()),
            url => url.to_owned(),
        }
    }

    /// Returns when every night mailboxes begin to be held against their source, in UTC.
    ///
    /// # Errors
    ///
    /// If it is no time of day.
    pub fn check_at(&self) -> anyhow::Result<jiff::civil::Time> {
        self.sources.check_at.parse().context("sources.check_at is no time of day; write it as 02:00")
    }

    /// Returns the file of root keys: beside the data folder, so that a copy of the data alone opens no secret.
    pub fn root_keys(&self) -> PathBuf {
        match self.keys.file.as_os_str().is_empty() {
            true => self.data.folder.with_extension("keys"),
            false => self.keys.file.clone(),
        }
    }

    /// Returns the log's place.
    pub fn log_place(&self) -> String {
        match self.data.log.as_str() {
            "" => self.data.folder.join("log").display().to_string(),
            place => place.to_owned(),
        }
    }

    /// Returns what computing may take: the memory that is set, or half of the machine's.
    ///
    /// # Errors
    ///
    /// If it is no amount of memory.
    pub fn room(&self) -> anyhow::Result<Room> {
        let memory = match self.engine.memory.as_str() {
            "" => of_this_machine() / 2,
            given => bytes(given).with_context(|| {
                format!("engine.memory: `{given}` is no amount of memory; write it as \"4 GiB\" or \"512 MiB\"")
            })?,
        };
        Ok(Room { memory_bytes: usize::try_from(memory)?, spill: Some(self.spill_folder()) })
    }

    /// Returns the folder of what computing puts into files where memory does not do.
    pub fn spill_folder(&self) -> PathBuf {
        self.data.folder.join("spill")
    }

    /// Returns what account engagement may cost, and for which periods it is released.
    ///
    /// # Errors
    ///
    /// If epsilon is no budget.
    pub fn released(&self) -> anyhow::Result<Releasing> {
        let has = |level| self.engagement.levels.contains(&level);
        Ok(Releasing {
            epsilon_a_year: Epsilon::new(self.engagement.epsilon).context("engagement.epsilon cannot be used")?,
            levels: Levels {
                week: has(EngagementLevel::Week),
                month: has(EngagementLevel::Month),
                year: has(EngagementLevel::Year),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("relata.toml");
        std::fs::write(&file, text).unwrap();
        Settings::read(Some(&file)).map_err(|it| format!("{it:#}"))
    }

    #[test]
    fn the_defaults_are_settings() {
        let settings = read("").unwrap();
        assert_eq!(settings.released().unwrap().levels, Levels::default());
        assert!(settings.database_url().ends_with("relata.db"));
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        assert!(read("[server]\nlisten_on = 'x'").unwrap_err().contains("listen_on"));
    }

    #[test]
    fn settings_that_need_each_other_are_named_together() {
        let error = read("[introductions.smtp]\nhost = 'localhost'").unwrap_err();
        assert!(error.contains("smtp.host") && error.contains("smtp.from"), "{error}");
        let error = read("[sign_in]\nissuer = 'https://login.example'").unwrap_err();
        assert!(error.contains("sign_in.issuer") && error.contains("sign_in.client_id"), "{error}");
    }

    #[test]
    fn the_root_keys_lie_beside_the_data() {
        assert_eq!(read("").unwrap().root_keys(), Path::new("relata-data.keys"));
        assert_eq!(read("[keys]\nfile = '/etc/relata/keys'").unwrap().root_keys(), Path::new("/etc/relata/keys"));
    }

    #[test]
    fn how_often_mailboxes_are_looked_at_and_where_we_are_told_is_checked() {
        for (given, expected) in [
            ("15m", Some(900)),
            ("60s", Some(60)),
            ("1h 30m", Some(5_400)),
            ("5s", None),
            ("2d", None),
            ("often", None),
        ] {
            let seconds =
                read(&format!("[sources]\nevery = '{given}'")).map(|it| it.sources.pause().unwrap().as_secs());
            assert_eq!(seconds.ok(), expected, "{given}");
        }
        for (given, expected) in [
            ("", Some(None)),
            ("https://relata.example.com/", Some(Some("https://relata.example.com"))),
            ("http://127.0.0.1:8620", Some(Some("http://127.0.0.1:8620"))),
            ("http://relata.example.com", None),
            ("https://relata.example.com/hooks", None),
        ] {
            let origin = read(&format!("[sources]\npublic_url = '{given}'")).map(|it| it.sources.origin().unwrap());
            assert_eq!(origin.ok(), expected.map(|it| it.map(str::to_owned)), "{given}");
        }
    }

    #[test]
    fn every_setting_says_why_it_is_there() {
        let lines: Vec<&str> = DEFAULTS.lines().collect();
        let mut in_text = false;
        for (index, line) in lines.iter().enumerate() {
            let setting = !in_text && !line.starts_with(['#', '[', ' ']) && line.contains(" = ");
            assert!(!setting || lines[index - 1].starts_with('#'), "`{line}` has no comment above it");
            in_text ^= line.matches("\"\"\"").count() == 1;
        }
    }
}
