//! Users: who works here, who left, who is a guest, and which mailboxes are nobody's.

use std::collections::BTreeMap;

use relata_model::directory::Entry;
use relata_model::{Address, ColleagueId, Name, Quarantined, Standing};
use serde::Deserialize;

use crate::graph::{Graph, LOW_PRIORITY, part};
use crate::lenient::{Object, Text};
use crate::link::Link;
use crate::page::Onward;
use crate::service::{Place, Question};
use crate::trouble::Trouble;

const FIELDS: &str =
    "id,displayName,mail,userPrincipalName,proxyAddresses,otherMails,accountEnabled,userType,department,jobTitle";
const WHAT: &str = "the directory";
const GATE: &str = "directory";
/// A directory of 500 a page has two million users by then; more is a circle.
const MOST_PAGES: usize = 4_000;

/// What changed in the directory since a link, or all there is.
#[derive(Clone, Debug)]
pub struct Changes {
    /// Entries as they stand now.
    pub entries: Vec<Entry>,
    /// Who is no longer there.
    pub removed: Vec<ColleagueId>,
    /// What could not be used, and the id it has in the directory.
    pub skipped: Vec<Quarantined>,
    /// Where to ask for what changes from now on. Good for seven days.
    pub link: Link,
    /// Whether this is everything there is: who is in none of the entries is not there.
    pub whole: bool,
}

/// Returns the whole directory.
///
/// # Errors
///
/// [`Trouble`] of the service.
pub async fn users(graph: &Graph) -> Result<Changes, Trouble> {
    let path = format!("/v1.0/users/delta?$select={FIELDS}");
    let first = graph.service.page(&question(Place::Path(&path))).await?;
    gather(graph, first, true).await
}

/// Returns what changed since a link. If the link is too old, the whole directory: nothing is taken away before that is read.
///
/// # Errors
///
/// [`Trouble`] of the service.
pub async fn users_delta(graph: &Graph, since: &Link) -> Result<Changes, Trouble> {
    match graph.service.page(&question(Place::Link(since))).await {
        Ok(first) => match gather(graph, first, false).await {
            Err(Trouble::Reset) => users(graph).await,
            changes => changes,
        },
        Err(Trouble::Reset) => users(graph).await,
        Err(trouble) => Err(trouble),
    }
}

fn question(place: Place<'_>) -> Question<'_> {
    Question { headers: &[LOW_PRIORITY], ..Question::get(place, GATE, WHAT) }
}

type First = (Vec<Option<User>>, Onward);

async fn gather(graph: &Graph, first: First, whole: bool) -> Result<Changes, Trouble> {
    // By id, the last one counts: rounds repeat users, and a user may be removed and come back.
    let mut users: BTreeMap<String, User> = BTreeMap::new();
    let (mut page, mut pages) = (first, 0);
    let link = loop {
        for it in page.0.into_iter().flatten().filter(|it| it.id.some().is_some()) {
            users.insert(it.id.0.clone(), it);
        }
        pages += 1;
        match page.1 {
            Onward::Next(next) if pages < MOST_PAGES => {
                page = graph.service.page(&question(Place::Link(&next))).await?;
            }
            Onward::Next(_) => return Err(Trouble::passing("the directory's pages go in a circle")),
            Onward::Delta(link) => break link,
            Onward::End => return Err(Trouble::passing("the directory ends without saying where its changes are")),
        }
    };
    let mut changes = Changes { entries: Vec::new(), removed: Vec::new(), skipped: Vec::new(), link, whole };
    let mut purposes = true;
    for (id, mut user) in users {
        if user.removed.0.is_some() {
            changes.removed.push(ColleagueId(id));
            continue;
        }
        if !whole && user.is_partial() {
            match user_of(graph, &id).await {
                Ok(it) => user = it,
                Err(Trouble::Skip { .. }) => continue,
                Err(trouble) => return Err(trouble),
            }
        }
        let standing = user.standing(graph, &mut purposes).await?;
        match user.entry(standing, &mut changes.skipped) {
            Ok(entry) => changes.entries.push(entry),
            Err(reason) => changes.skipped.push(Quarantined { place: place(&id), reason }),
        }
    }
    Ok(changes)
}

async fn user_of(graph: &Graph, id: &str) -> Result<User, Trouble> {
    let path = format!("/v1.0/users/{}?$select={FIELDS}", part(id));
    graph.service.ask(&Question::get(Place::Path(&path), GATE, "a user of the directory")).await
}

fn place(id: &str) -> String {
    format!("directory, user {}", id.chars().take(64).collect::<String>())
}

/// A user as it stands on the wire.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct User {
    id: Text,
    display_name: Text,
    mail: Text,
    user_principal_name: Text,
    proxy_addresses: Texts,
    other_mails: Texts,
    account_enabled: Option<bool>,
    user_type: Text,
    department: Text,
    job_title: Text,
    #[serde(rename = "@removed")]
    removed: Object<Removed>,
}

#[derive(Default, Deserialize)]
pub(crate) struct Removed {}

/// A list of texts.
#[derive(Default)]
struct Texts(Vec<String>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Texts, D::Error> {
        let given: Option<Vec<Text>> = Deserialize::deserialize(deserializer)?;
        Ok(Texts(given.unwrap_or_default().into_iter().map(|it| it.0).collect()))
    }
}

impl User {
    /// With minimal answers a change may name but a few fields.
    fn is_partial(&self) -> bool {
        self.user_principal_name.some().is_none() && self.mail.some().is_none()
    }

    /// Disabled accounts have left, unless their mailbox says that it is a room's or a shared one.
    async fn standing(&self, graph: &Graph, purposes: &mut bool) -> Result<Standing, Trouble> {
        if self.user_type.0.eq_ignore_ascii_case("guest") {
            return Ok(Standing::Guest);
        }
        if self.account_enabled.unwrap_or(true) {
            return Ok(Standing::Active);
        }
        if !*purposes || self.proxy_addresses.0.is_empty() {
            return Ok(Standing::Left);
        }
        let path = format!("/v1.0/users/{}/mailboxSettings?$select=userPurpose", part(&self.id.0));
        let asked = graph.service.ask::<Settings>(&Question::get(Place::Path(&path), &self.id.0, "the mailbox")).await;
        match asked {
            Ok(settings) => Ok(match settings.user_purpose.0.as_str() {
                "shared" => Standing::Shared,
                "room" | "equipment" => Standing::Room,
                _ => Standing::Left,
            }),
            Err(Trouble::Skip { .. }) => Ok(Standing::Left),
            // Without the permission nobody is asked again: whoever is disabled counts as having left.
            Err(Trouble::Refused { .. }) => {
                *purposes = false;
                Ok(Standing::Left)
            }
            Err(trouble) => Err(trouble),
        }
    }

    fn entry(self, standing: Standing, problems: &mut Vec<Quarantined>) -> Result<Entry, String> {
        let place = place(&self.id.0);
        let (mut primary, mut aliases) = (None, Vec::new());
        for text in &self.proxy_addresses.0 {
            let Some((scheme, address)) = text.split_once(':').filter(|it| it.0.eq_ignore_ascii_case("smtp")) else {
                continue;
            };
            match Address::parse_unlisted(address) {
                Ok(it) if scheme == "SMTP" && primary.is_none() => primary = Some(it),
                Ok(it) => aliases.push(it),
                Err(why) => problems.push(Quarantined {
                    place: place.clone(),
                    reason: format!("one of its addresses is left out, no address: {why}"),
                }),
            }
        }
        let given = |it: &Text| it.some().and_then(|it| Address::parse_unlisted(it).ok());
        let guest = standing == Standing::Guest;
        // The principal name of a guest, `lea_acme.com#EXT#@contoso…`, is nobody's address.
        let principal = given(&self.user_principal_name).filter(|it| !it.as_str().contains("#ext#"));
        let other = self.other_mails.0.iter().filter(|_| guest).filter_map(|it| Address::parse_unlisted(it).ok());
        aliases.extend([given(&self.mail), principal].into_iter().flatten().chain(other));
        let primary = primary.or_else(|| aliases.first().cloned()).ok_or("it has no address")?;
        aliases.retain(|it| *it != primary);
        aliases.sort();
        aliases.dedup();
        Ok(Entry {
            id: ColleagueId(self.id.0),
            name: Name::new(&self.display_name.0),
            primary,
            aliases,
            title: Name::new(&self.job_title.0),
            department: Name::new(&self.department.0),
            standing,
        })
    }
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Settings {
    user_purpose: Text,
}
