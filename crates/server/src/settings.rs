//! Settings: one commented file compiled in, the operator's file over it, the environment over that.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use figment::Figment;
use figment::providers::{Env, Format, Toml};
use relata_pipeline::{Epsilon, Levels, Releasing};
use serde::Deserialize;

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
    /// Who is shown as signed in.
    pub viewer: ViewerSettings,
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
}

/// `[viewer]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViewerSettings {
    /// An address of the directory, or nothing.
    pub colleague: String,
    /// What they may do.
    pub role: ViewerRole,
}

/// What a viewer may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ViewerRole {
    /// Sees insights.
    Salesperson,
    /// Changes settings too.
    Administrator,
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
    /// How they are sent.
    pub smtp: Smtp,
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
        Ok(())
    }

    /// Returns the database's address.
    pub fn database_url(&self) -> String {
        match self.data.database.as_str() {
            "" => format!("sqlite:{}", self.data.folder.join("relata.db").display()),
            url => url.to_owned(),
        }
    }

    /// Returns the log's place.
    pub fn log_place(&self) -> String {
        match self.data.log.as_str() {
            "" => self.data.folder.join("log").display().to_string(),
            place => place.to_owned(),
        }
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
