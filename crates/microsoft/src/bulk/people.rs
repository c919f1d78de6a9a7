//! People: User_v1 becomes entries of the directory, GroupMembers_v0 groups with their members.
//!
//! Groups hold groups; who is a member of a group through another is a member of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use relata_connectors::FetchError;
use relata_connectors::files::stored::{Place, Stored};
use relata_connectors::files::{compressed, failed, shown};
use relata_model::directory::Entry;
use relata_model::groups::{Group, Stated};
use relata_model::{Address, ColleagueId, GroupId, Name, Quarantined, Standing};
use serde::Deserialize;

use super::dataset::{Dataset, owner};
use super::line::Row;
use super::lines::Lines;
use super::quirks::{Flag, Quoted, Text};
use super::split::{Told, dataset_of};

/// Who works here, and in which groups.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Users, each once.
    pub entries: Vec<Entry>,
    /// Groups, with everybody who is a member of them now, also through other groups.
    pub groups: Vec<Group>,
    /// Lines that could not be used.
    pub skipped: Vec<Quarantined>,
}

/// Reads the files of an extract that hold people, and passes over all others.
///
/// # Errors
///
/// If a file cannot be read.
pub fn read_people(extract: &dyn Place) -> Result<People, FetchError> {
    let mut gathered = Gathered::default();
    for listed in extract.list()? {
        let path = &listed.path;
        let file = extract.open(&listed).map_err(|it| failed(path, &it))?;
        if let Told::Holds(dataset @ (Dataset::User | Dataset::Member)) = dataset_of(&file, path)? {
            gathered.file(&file, path, dataset)?;
        }
    }
    Ok(gathered.into_people())
}

#[derive(Default)]
struct Gathered {
    entries: BTreeMap<String, Entry>,
    /// Members of each group: groups and users, by id.
    members: BTreeMap<String, BTreeSet<(bool, String)>>,
    skipped: Vec<Quarantined>,
}

impl Gathered {
    fn file(&mut self, file: &Arc<dyn Stored>, path: &Path, dataset: Dataset) -> Result<(), FetchError> {
        let error = |it: std::io::Error| failed(path, &it);
        let Some(mut file) = Lines::open(file, 0).map_err(error)? else { return Ok(()) };
        let (mut line, mut number) = (Vec::new(), 0);
        loop {
            match file.next(&mut line) {
                Ok(None) => return Ok(()),
                Ok(Some(_)) => {}
                Err(it) if compressed::is_break(&it) => {
                    self.skip(path, number, "the file breaks off here; whatever followed is missing");
                    return Ok(());
                }
                Err(it) => return Err(error(it)),
            }
            number += 1;
            let text = file.bare(&line);
            if text.is_empty() {
                continue;
            }
            let taken = if dataset == Dataset::User { self.user(text) } else { self.member(text) };
            if let Err(reason) = taken {
                self.skip(path, number, reason);
            }
        }
    }

    fn skip(&mut self, path: &Path, number: u64, reason: &str) {
        let place = format!("{} line {number}", shown(path));
        self.skipped.push(Quarantined { place, reason: reason.to_owned() });
    }

    fn user(&mut self, text: &[u8]) -> Result<(), &'static str> {
        let mut line: UserLine<'_> =
            serde_json::from_slice(text).map_err(|_| "the line is no JSON object of this dataset")?;
        if std::mem::take(&mut line.rowinformation).tells_a_summary() {
            return Ok(());
        }
        let id = owner(line.id.as_str()).ok_or("its id is no directory id")?;
        let address = |text: &str| Address::parse_unlisted(text).ok();
        let given = address(line.mail.as_str()).or_else(|| address(line.user_principal_name.as_str()));
        let primary = given.ok_or("it has no valid address")?;
        let mut aliases = Vec::new();
        let others = line.proxy_addresses.take()?.unwrap_or_default().into_iter().filter_map(|it| smtp(&it));
        for it in others.chain(address(line.user_principal_name.as_str())) {
            if it != primary && !aliases.contains(&it) {
                aliases.push(it);
            }
        }
        let standing = match (line.user_type.as_str(), line.account_enabled.0) {
            ("Guest", _) => Standing::Guest,
            (_, Some(false)) => Standing::Left,
            _ => Standing::Active,
        };
        let text = |it: &Text<'_>| Name::new(it.as_str());
        let (name, title, department) = (text(&line.display_name), text(&line.job_title), text(&line.department));
        let entry = Entry { id: ColleagueId(id.clone()), name, primary, aliases, title, department, standing };
        self.entries.insert(id, entry);
        Ok(())
    }

    fn member(&mut self, text: &[u8]) -> Result<(), &'static str> {
        let mut line: MemberLine<'_> =
            serde_json::from_slice(text).map_err(|_| "the line is no JSON object of this dataset")?;
        if std::mem::take(&mut line.rowinformation).tells_a_summary() {
            return Ok(());
        }
        // Older extracts name the group where all others name the mailbox.
        let of = Some(line.group.as_str()).filter(|it| !it.is_empty()).unwrap_or(line.puser.as_str());
        let group = owner(of).ok_or("the group it belongs to is no directory id")?;
        let members = self.members.entry(group).or_default();
        let is_group = match line.odata_type.as_str().rsplit('.').next() {
            Some("user") => false,
            Some("group") => true,
            // Contacts, devices and programs have no mailbox.
            _ => return Ok(()),
        };
        members.insert((is_group, owner(line.id.as_str()).ok_or("its id is no directory id")?));
        Ok(())
    }

    fn into_people(self) -> People {
        let group = |id: &String| {
            let stated = |it: String| Stated { colleague: ColleagueId(it), from: None, to: None };
            let members = self.within(id).into_iter().map(stated).collect();
            // An id has a letter or digit, so it can stand for the name, which this dataset does not have.
            Name::new(id).map(|name| Group { id: GroupId(id.clone()), name, members })
        };
        let groups = self.members.keys().filter_map(group).collect();
        People { entries: self.entries.into_values().collect(), groups, skipped: self.skipped }
    }

    /// The users in a group, and in the groups in it.
    fn within(&self, id: &str) -> BTreeSet<String> {
        let (mut users, mut seen, mut open) = (BTreeSet::new(), BTreeSet::from([id]), vec![id]);
        while let Some(group) = open.pop() {
            for (is_group, member) in self.members.get(group).into_iter().flatten() {
                if !is_group {
                    users.insert(member.clone());
                } else if seen.insert(member) {
                    open.push(member);
                }
            }
        }
        users
    }
}

/// `SMTP:lea@acme.com`; addresses of other worlds are none.
fn smtp(text: &str) -> Option<Address> {
    let (scheme, bare) = text.split_once(':').unwrap_or(("smtp", text));
    scheme.eq_ignore_ascii_case("smtp").then(|| Address::parse_unlisted(bare).ok())?
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct UserLine<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    display_name: Text<'a>,
    #[serde(borrow)]
    mail: Text<'a>,
    #[serde(borrow)]
    user_principal_name: Text<'a>,
    #[serde(borrow)]
    job_title: Text<'a>,
    #[serde(borrow)]
    department: Text<'a>,
    #[serde(borrow)]
    user_type: Text<'a>,
    account_enabled: Flag,
    proxy_addresses: Quoted<Vec<String>>,
    rowinformation: Quoted<Row>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct MemberLine<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    puser: Text<'a>,
    #[serde(rename = "pObjectId", borrow)]
    group: Text<'a>,
    #[serde(rename = "ODataType", borrow)]
    odata_type: Text<'a>,
    rowinformation: Quoted<Row>,
}
