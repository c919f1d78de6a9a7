//! Trial: a connection tried, and what would be read of it, before anything is. `relata plan` prints what it tells, the web
//! application shows it; nothing of it is kept.

use std::collections::BTreeMap;

use relata_api::{
    Extent, Finding, Plan, PlannedMailbox, PlannedMessages, PlannedTable, Step, Tell, TrialEnd, TrialLine, TrialStep,
    Tried, Verdict,
};
use relata_microsoft::dataverse::TableCount;
use relata_microsoft::directory::group;
use relata_microsoft::{Application, Pace, Trouble, counts};
use relata_model::directory::Entry;
use relata_model::enabling::Stage;
use relata_model::{GroupId, Month, Participation, Standing};
use relata_store::{ConnectionKind, NewConnection, Store};

use crate::remote::kept::{kept_of_dataverse, kept_of_microsoft365};
use crate::remote::opening::{dataverse, graph, of_tried};
use crate::remote::range::{Range, range};
use crate::remote::reach::judge;
use crate::remote::sealed::Seal;
use crate::remote::tenant::Tenant;
use crate::settings::Settings;

/// So many mailboxes are counted; more tell little more, and counting one takes a dozen questions a folder.
const COUNTED: usize = 12;
const MONTHS: i32 = 12;
/// So many are named.
const NAMED: usize = 20;

/// A connection to be tried.
pub struct Trial<'a> {
    /// What the operator chose.
    pub settings: &'a Settings,
    /// Where consent is, and the secret of what was connected before. Nothing is written.
    pub store: &'a Store,
    /// What is tried.
    pub what: &'a Tried,
    /// How far.
    pub extent: Extent,
    /// How long a busy service is waited for.
    pub pace: Pace,
    /// Takes what is found.
    pub tell: Tell,
}

impl Trial<'_> {
    /// Tries it, and tells each step and finding, last the end. Returns whether nothing stands in the way of reading.
    ///
    /// # Errors
    ///
    /// If something of ours failed; the end is not told then.
    pub async fn run(&self) -> anyhow::Result<bool> {
        let sound = self.tried().await?;
        (self.tell)(TrialLine::End(TrialEnd { sound }));
        Ok(sound)
    }

    async fn tried(&self) -> anyhow::Result<bool> {
        let application = match of_tried(self.settings, self.store, self.what).await {
            Ok(application) => application,
            // The outermost words are for whoever asks; what is below is not.
            Err(error) => return Ok(self.say(Finding::wrong(error.to_string(), None))),
        };
        match self.to().kind {
            ConnectionKind::Microsoft365 => self.tenant(&application).await,
            ConnectionKind::Dataverse => Ok(self.environment(&application).await),
        }
    }

    fn to(&self) -> &NewConnection {
        match self.what {
            Tried::Entered { to, .. } => to,
            Tried::Connected(it) => &it.to,
        }
    }

    async fn tenant(&self, application: &Application) -> anyhow::Result<bool> {
        let graph = match graph(self.settings, application, self.pace.clone()) {
            Ok(graph) => graph,
            Err(error) => return Ok(self.say(Finding::wrong(format!("{error:#}"), None))),
        };
        self.at(Step::SigningIn, 0, 0);
        match graph.roles().await {
            Ok(roles) if roles.is_empty() => self.say(Finding::note(
                "signed in; the token holds no permission",
                Some("grant User.Read.All and GroupMember.Read.All in Entra, and consent as an administrator"),
            )),
            Ok(roles) => self.say(Finding::fine(format!("signed in; the token holds {}", roles.join(", ")))),
            Err(trouble) => return Ok(self.refused(&trouble, None)),
        };
        let scope = GroupId(self.to().group.clone());
        let mut tenant = Tenant::new(graph, scope.clone(), Seal::of(self.settings)?);
        self.at(Step::Directory, 0, 0);
        if let Err(trouble) = tenant.ask_for_users().await {
            let remedy = "grant the application User.Read.All in Entra (an application permission), and consent as an administrator";
            return Ok(self.refused(&trouble, Some(("the directory may not be read", remedy))));
        }
        self.say(Finding::fine(people(&tenant)));
        if scope.0.is_empty() {
            let remedy = Some("choose the security group whose members’ mailboxes may be read");
            return Ok(self.say(Finding::note("no group is chosen yet, so no mailbox was tried", remedy)));
        }
        if !self.groups(&mut tenant).await? {
            return Ok(false);
        }
        self.at(Step::Mailboxes, 0, 0);
        let sound = match tenant.reach().await {
            Ok(reach) => {
                let mut sound = true;
                for it in judge(&reach) {
                    sound &= self.say(it);
                }
                sound
            }
            Err(trouble) => self.refused(&trouble, None),
        };
        if sound && self.extent == Extent::Plan {
            return self.plan(&tenant).await;
        }
        Ok(sound)
    }

    /// Asks who is in the group, and whether those that are left out are still there.
    async fn groups(&self, tenant: &mut Tenant) -> anyhow::Result<bool> {
        self.at(Step::Group, 0, 0);
        let forbidden = "grant the application GroupMember.Read.All in Entra (an application permission), and consent as an administrator";
        let found = match tenant.ask_for_scope().await {
            Ok(it) => (it.name.as_str().to_owned(), it.members.len()),
            Err(trouble @ Trouble::Skip { .. }) => {
                let remedy = "choose it from the list, or copy its object ID from Entra";
                return Ok(self.refused(&trouble, Some(("the tenant has no group with this object ID", remedy))));
            }
            Err(trouble) => return Ok(self.refused(&trouble, Some(("the group may not be read", forbidden)))),
        };
        let works_here = tenant.members().count();
        let (name, members) = found;
        self.say(Finding::fine(format!("the group {name} has {members} members; {works_here} of them active")));
        let mut sound = true;
        for id in self.store.enabling().await?.excluded() {
            if let Err(trouble) = group(tenant.graph(), id).await {
                let what = format!("the group {}, which is left out, cannot be found", id.0);
                let remedy =
                    "take it from the groups that are left out, if it is gone: nobody knows any more who was in it";
                sound &= self.refused(&trouble, Some((&what, remedy)));
            }
        }
        Ok(sound)
    }

    /// Tells what would be read of a tenant whose scope is kept.
    async fn plan(&self, tenant: &Tenant) -> anyhow::Result<bool> {
        let now = self.pace.now();
        let consent = self.store.consent().await?;
        let takes_part = |it: &Entry| consent.standing_of(&it.id, now) == Participation::Contributing;
        let (reading, left_alone): (Vec<&Entry>, Vec<&Entry>) = tenant.members().partition(|it| takes_part(it));
        let messages = match self.messages(tenant, &reading).await {
            Ok(messages) => messages,
            Err(trouble) => return Ok(self.refused(&trouble, None)),
        };
        if self.store.enabling().await?.stage(now) != Stage::Consented {
            self.say(Finding::note(
                "nobody has consented yet, so nothing is read until then",
                Some("consent under Overview and consent in the settings, or on the command line: relata consent give"),
            ));
        }
        let (examples, sentences) = kept_of_microsoft365();
        let named = reading.iter().take(NAMED).map(|it| PlannedMailbox {
            name: it.name.as_ref().map(|it| it.as_str().to_owned()),
            address: it.primary.as_str().to_owned(),
        });
        (self.tell)(TrialLine::Plan(Plan {
            mailboxes: reading.len() as u64,
            left_alone: left_alone.len() as u64,
            named: named.collect(),
            messages,
            tables: Vec::new(),
            examples,
            sentences,
        }));
        Ok(true)
    }

    /// Counts the messages of some mailboxes, and estimates those of all.
    async fn messages(&self, tenant: &Tenant, reading: &[&Entry]) -> Result<Option<PlannedMessages>, Trouble> {
        let last = Month::of(self.pace.now());
        let first = last.plus(1 - MONTHS);
        // Spread over the list, which is in order of ids: as good as drawn.
        let sample: Vec<&&Entry> = reading.iter().step_by(reading.len().div_ceil(COUNTED).max(1)).collect();
        let mut a_month = Vec::new();
        for (done, it) in sample.iter().enumerate() {
            self.at(Step::Counting, done as u64, sample.len() as u64);
            match counts(tenant.graph(), &it.id.0, first, last).await {
                Ok(counted) => {
                    a_month.push(counted.iter().map(|it| it.messages).sum::<u64>() / u64::from(MONTHS.unsigned_abs()));
                }
                // One that is not there, or may not be read, tells nothing of the others.
                Err(Trouble::Skip { .. } | Trouble::Refused { .. }) => {}
                Err(trouble) => return Err(trouble),
            }
        }
        let estimate = |Range { low, high }| PlannedMessages {
            low,
            high,
            counted: a_month.len() as u64,
            of: reading.len() as u64,
        };
        Ok(range(&a_month, reading.len()).map(estimate))
    }

    async fn environment(&self, application: &Application) -> bool {
        let environment = match dataverse(self.settings, application, self.pace.clone()) {
            Ok(environment) => environment,
            Err(error) => return self.say(Finding::wrong(format!("{error:#}"), None)),
        };
        self.at(Step::Tables, 0, 0);
        let counted = match environment.counts().await {
            Ok(counted) => counted,
            Err(trouble) => return self.refused(&trouble, None),
        };
        let (mut sound, mut tables) = (true, Vec::new());
        for TableCount { table, rows } in counted {
            match rows {
                Ok(rows) => {
                    tables.push(PlannedTable { table: table.to_owned(), rows, or_more: rows >= TableCount::MOST })
                }
                // An environment without Sales has no leads.
                Err(Trouble::Skip { .. }) => {
                    self.say(Finding::note(format!("there is no table {table}, so none is read"), None));
                }
                Err(trouble) => sound &= self.refused(&trouble, None),
            }
        }
        let readable: Vec<&str> = tables.iter().map(|it| it.table.as_str()).collect();
        if !readable.is_empty() {
            self.say(Finding::fine(format!("signed in; can be read: {}", readable.join(", "))));
        }
        if self.extent == Extent::Plan {
            let (examples, sentences) = kept_of_dataverse();
            (self.tell)(TrialLine::Plan(Plan {
                mailboxes: 0,
                left_alone: 0,
                named: Vec::new(),
                messages: None,
                tables,
                examples,
                sentences,
            }));
        }
        sound
    }

    fn at(&self, step: Step, done: u64, of: u64) {
        (self.tell)(TrialLine::Step(TrialStep { step, done, of }));
    }

    /// Tells a finding; returns whether reading may go on with it.
    fn say(&self, finding: Finding) -> bool {
        let sound = finding.verdict != Verdict::Wrong;
        (self.tell)(TrialLine::Finding(finding));
        sound
    }

    /// Tells of trouble: a refusal in words for what was asked, and with what to do; everything else says that itself.
    fn refused(&self, trouble: &Trouble, words: Option<(&str, &str)>) -> bool {
        self.say(match (trouble, words) {
            (Trouble::Refused { code, .. } | Trouble::Skip { code, .. }, Some((what, remedy))) => {
                Finding::wrong(format!("{what} ({code})"), Some(remedy))
            }
            (Trouble::Retry { .. }, _) => Finding::wrong(trouble.to_string(), Some("try again in a few minutes")),
            _ => Finding::wrong(trouble.to_string(), None),
        })
    }
}

fn people(tenant: &Tenant) -> String {
    let mut by_standing = BTreeMap::<Standing, usize>::new();
    for it in tenant.entries() {
        *by_standing.entry(it.standing).or_default() += 1;
    }
    let counts: Vec<String> =
        by_standing.iter().map(|(standing, count)| format!("{count} {}", standing.name())).collect();
    let skipped = match tenant.skipped().len() {
        0 => String::new(),
        count => format!("; {count} entries or addresses cannot be used"),
    };
    format!("the directory has {}{skipped}", counts.join(", "))
}
