//! Extracts: where one lies, on this machine or in object storage, as the operator named it.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use figment::Figment;
use figment::error::Kind;
use figment::providers::{Format, Toml};
use jiff::Timestamp;
use relata_connectors::files::stored::{Folder, Place};
use relata_object_storage::{Access, Address, Bucket};
use relata_outgoing::Outgoing;
use relata_pipeline::source_name;
use tokio::runtime::Handle;

use crate::settings::Settings;

/// An extract that was found, though nothing of it was read yet.
pub struct Extract {
    /// What its mailboxes are a source under; the same however its place is written.
    pub source: String,
    /// Where its files are.
    pub place: Arc<dyn Place>,
}

impl Extract {
    /// Names an extract: a path, or an address in object storage.
    ///
    /// # Errors
    ///
    /// If the address or the access file cannot be used. Neither is repeated.
    pub fn named(
        named: &Path,
        access_file: Option<&Path>,
        settings: &Settings,
        now: Timestamp,
    ) -> anyhow::Result<Extract> {
        let Some(text) = named.to_str().filter(|it| Address::is_meant(it)) else {
            return Ok(Extract { source: source_name(named), place: Arc::new(Folder(named.to_owned())) });
        };
        let address = Address::parse(text)?;
        let access = read_access(access_file.unwrap_or(&settings.extracts.access_file))?;
        let outgoing = Outgoing::new(&settings.outgoing.allow).and_then(|it| it.to_storage());
        let outgoing = outgoing.context("[outgoing] cannot be used")?;
        let bucket = Bucket::of(&address, &access, &outgoing, Handle::current(), now)?;
        Ok(Extract { source: address.name(), place: Arc::new(bucket) })
    }
}

fn read_access(file: &Path) -> anyhow::Result<Access> {
    anyhow::ensure!(
        !file.as_os_str().is_empty(),
        "an extract in object storage needs an access file: name it with --access-file, or as extracts.access_file in the settings; \
         its lines are name = \"value\" with the names {}",
        Access::NAMES
    );
    let text =
        std::fs::read_to_string(file).with_context(|| format!("the access file {} cannot be read", file.display()))?;
    // What the parser says would show the line it stumbled on.
    Figment::from(Toml::string(&text)).extract().map_err(|error| match error.kind {
        Kind::UnknownField(name, _) => {
            anyhow::anyhow!("the access file {} has a line `{name}`; known are {}", file.display(), Access::NAMES)
        }
        _ => anyhow::anyhow!(
            "the access file {} cannot be used: its lines must be name = \"value\", with quotation marks",
            file.display()
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("access.toml");
        std::fs::write(&file, text).unwrap();
        let error = read_access(&file).err().unwrap().to_string();
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("canary"), "{error}");
    }

    #[test]
    fn an_access_file_is_not_repeated() {
        check("account_key = canary", "with quotation marks");
        check("account_key = 'canary'\nsas", "with quotation marks");
        check("account_key = ['canary']", "with quotation marks");
        check("account = 'canary'", "has a line `account`");
        assert!(read_access(Path::new("")).err().unwrap().to_string().contains("--access-file"));
    }
}
