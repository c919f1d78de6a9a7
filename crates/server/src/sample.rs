//! The sample: real mail headers with a CRM around them, carried inside the binary.

use std::path::{Path, PathBuf};

use anyhow::Context;
use jiff::civil::Date;
use rust_embed::RustEmbed;

/// `fixtures/enron`, without what only tests and its makers need.
#[derive(RustEmbed)]
#[folder = "../../fixtures/enron"]
#[include = "mail/*.gz"]
#[include = "*.csv"]
struct Enron;

/// The last day of the sample's mail: the demo's today (fixtures/enron/sample.toml says the same, and a test holds them together).
pub const TODAY: Date = jiff::civil::date(2002, 2, 13);

/// Unpacks the sample under a folder, and returns where it lies.
///
/// # Errors
///
/// If the folder cannot be written.
pub fn unpack(under: &Path) -> anyhow::Result<PathBuf> {
    let folder = under.join("sample");
    for name in Enron::iter() {
        let file = folder.join(name.as_ref());
        let content = Enron::get(&name).context("a file listed in the sample is in the sample")?;
        let parent = file.parent().context("a file of the sample lies in a folder")?;
        std::fs::create_dir_all(parent).with_context(|| format!("{} cannot be made", parent.display()))?;
        std::fs::write(&file, content.data).with_context(|| format!("{} cannot be written", file.display()))?;
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_today_is_what_its_makers_wrote_down() {
        let text = include_str!("../../../fixtures/enron/sample.toml");
        assert!(text.contains(&format!("today = \"{TODAY}\"")), "{text}");
    }

    #[test]
    fn the_sample_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let sample = unpack(folder.path()).unwrap();
        for name in ["directory.csv", "accounts.csv", "contacts.csv", "leads.csv", "groups.csv", "mail/kean-s.mbox.gz"]
        {
            assert!(sample.join(name).is_file(), "{name}");
        }
    }
}
