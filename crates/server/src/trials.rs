//! Trials: what the API lets an administrator try, with the services themselves. The API knows none of them.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use relata_api::{Extent, Finding, Looking, Tell, TenantGroup, TrialEnd, TrialLine, Tried, Try, Trying};
use relata_microsoft::directory::{NamedGroup, count_members, find_groups};
use relata_microsoft::{Graph, Pace, Trouble};
use relata_store::Store;

use crate::remote::{Trial, graph, of_tried};
use crate::settings::Settings;

/// Somebody types while groups are looked for.
const PATIENCE: Duration = Duration::from_secs(10);
/// What Entra says where the directory may not be read.
const FORBIDDEN: &str = "Authorization_RequestDenied";
/// Groups are counted so many at a time.
const COUNTED_AT_ONCE: usize = 8;

/// Tries connections with Microsoft 365 and Dataverse.
pub struct Trials {
    settings: Arc<Settings>,
    store: Arc<Store>,
    clock: fn() -> Timestamp,
}

impl Trials {
    /// Returns trials of this installation.
    pub fn new(settings: Settings, store: Arc<Store>, clock: fn() -> Timestamp) -> Trials {
        Trials { settings: Arc::new(settings), store, clock }
    }
}

impl Try for Trials {
    fn attempt(&self, what: Tried, extent: Extent, tell: Tell) -> Trying {
        let (settings, store, pace) = (Arc::clone(&self.settings), Arc::clone(&self.store), Pace::new(self.clock));
        Box::pin(async move {
            let trial =
                Trial { settings: &settings, store: &store, what: &what, extent, pace, tell: Arc::clone(&tell) };
            if let Err(error) = trial.run().await {
                tracing::error!("a connection could not be tried: {error:#}");
                let ours = "something went wrong on our side; the log of the server says what";
                tell(TrialLine::Finding(Finding::wrong(ours, None)));
                tell(TrialLine::End(TrialEnd { sound: false }));
            }
        })
    }

    fn groups(&self, what: Tried, beginning: String) -> Looking {
        let (settings, store) = (Arc::clone(&self.settings), Arc::clone(&self.store));
        let mut pace = Pace::new(self.clock);
        pace.patience = PATIENCE;
        Box::pin(async move {
            let application = of_tried(&settings, &store, &what).await.map_err(|it| it.to_string())?;
            let graph = graph(&settings, &application, pace).map_err(|it| format!("{it:#}"))?;
            let found = find_groups(&graph, &beginning).await.map_err(|trouble| match trouble {
                Trouble::Refused { code, .. } if code == FORBIDDEN => format!(
                    "the application may not list groups ({code}); grant it GroupMember.Read.All in Entra, or enter the \
                     group's object ID"
                ),
                other => other.to_string(),
            })?;
            Ok(counted(&graph, found).await)
        })
    }
}

/// Counts the members of each, some at a time. What cannot be counted is shown all the same.
async fn counted(graph: &Graph, found: Vec<NamedGroup>) -> Vec<TenantGroup> {
    let mut groups = Vec::new();
    for some in found.chunks(COUNTED_AT_ONCE) {
        let counting = some.iter().map(|it| {
            let (graph, id) = (graph.clone(), it.id.clone());
            tokio::spawn(async move { count_members(&graph, &id).await.ok() })
        });
        for (it, counting) in some.iter().zip(counting.collect::<Vec<_>>()) {
            let members = counting.await.unwrap_or_default();
            groups.push(TenantGroup { id: it.id.0.clone(), name: it.name.as_str().to_owned(), members });
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use expect_test::{Expect, expect};
    use relata_stand_in::{CLIENT, Message, SECRET, StandIn, Tenant};
    use relata_store::{ConnectionKind, CredentialKind, NewConnection};

    use super::*;
    use crate::opened::now;

    /// An installation without a connection, beside a tenant.
    struct World {
        _folder: tempfile::TempDir,
        trials: Trials,
        stand_in: StandIn,
        told: Arc<Mutex<Vec<TrialLine>>>,
    }

    impl World {
        async fn new() -> World {
            let mut tenant = Tenant::new(7).at(now());
            tenant.user("amber@contoso.com").named("Amber Stone");
            tenant.user("ben@contoso.com").named("Ben Hill");
            tenant.user("cleo@contoso.com").named("Cleo Day");
            tenant.group("Sales North", &["ben@contoso.com"]);
            tenant.group("Sales", &["amber@contoso.com", "Sales North"]);
            tenant.limit_to_group("Sales");
            for n in 0..24 {
                let id = format!("<{n}@acme.com>");
                let message = Message::new("lea@acme.com", &["amber@contoso.com"]).at(&now().to_string()).with_id(&id);
                tenant.message("amber@contoso.com", "inbox", message);
            }
            let stand_in = StandIn::start(tenant).await.unwrap();
            let folder = tempfile::tempdir().unwrap();
            let (file, data) = (folder.path().join("relata.toml"), folder.path().join("data"));
            std::fs::create_dir(&data).unwrap();
            let said = format!("[data]\nfolder = '{}'\n[outgoing]\nallow = ['127.0.0.1']\n", data.display());
            std::fs::write(&file, said).unwrap();
            let settings = Settings::read(Some(&file)).unwrap();
            let store = Store::open(&settings.database_url()).await.unwrap();
            let trials = Trials::new(settings, Arc::new(store), now);
            World { _folder: folder, trials, stand_in, told: Arc::default() }
        }

        fn entered(&self, secret: &str, group: &str) -> Tried {
            let (tenant, group) = self
                .stand_in
                .look(|it| (it.id().to_owned(), it.group_id(group).map_or_else(|| group.to_owned(), str::to_owned)));
            let kind = ConnectionKind::Microsoft365;
            let to = NewConnection {
                kind,
                source: NewConnection::source_of(kind, &tenant, self.stand_in.graph()),
                tenant,
                client: CLIENT.to_owned(),
                login_host: self.stand_in.login().to_owned(),
                service_host: self.stand_in.graph().to_owned(),
                credential: CredentialKind::Secret,
                group,
            };
            Tried::Entered { to, secret: secret.to_owned() }
        }

        fn tell(&self) -> Tell {
            let told = Arc::clone(&self.told);
            Arc::new(move |line| told.lock().unwrap().push(line))
        }

        /// Tries, and compares what was told but for the steps.
        async fn check(&self, what: Tried, extent: Extent, expected: Expect) {
            self.trials.attempt(what, extent, self.tell()).await;
            expected.assert_eq(&self.told.lock().unwrap().drain(..).filter_map(said).collect::<String>());
        }
    }

    fn said(line: TrialLine) -> Option<String> {
        Some(match line {
            TrialLine::Step(_) => return None,
            TrialLine::Finding(it) => format!("{:?}: {}\n", it.verdict, it.sentence()),
            TrialLine::Plan(it) => {
                let named: Vec<&str> = it.named.iter().map(|it| it.address.as_str()).collect();
                format!("{} mailboxes {named:?}, {} left alone, {:?}\n", it.mailboxes, it.left_alone, it.messages)
            }
            TrialLine::End(it) => format!("sound: {}\n", it.sound),
        })
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_works_is_said_and_nothing_is_read_or_kept() {
        let world = World::new().await;
        world
            .check(
                world.entered(SECRET, "Sales"),
                Extent::Plan,
                expect![[r#"
                    Fine: signed in; the token holds GroupMember.Read.All, User.Read.All, user_impersonation
                    Fine: the directory has 3 active
                    Fine: the group Sales has 2 members; 2 of them active
                    Fine: mail of the group can be read
                    Fine: calendars of the group can be read
                    Fine: mailboxes outside the group cannot be read
                    Note: nobody has consented yet, so nothing is read until then; consent under Overview and consent in the settings, or on the command line: relata consent give
                    2 mailboxes ["amber@contoso.com", "ben@contoso.com"], 0 left alone, Some(PlannedMessages { low: 2, high: 2, counted: 2, of: 2 })
                    sound: true
                "#]],
            )
            .await;
        world
            .check(
                world.entered(SECRET, ""),
                Extent::Test,
                expect![[r#"
                    Fine: signed in; the token holds GroupMember.Read.All, User.Read.All, user_impersonation
                    Fine: the directory has 3 active
                    Note: no group is chosen yet, so no mailbox was tried; choose the security group whose members’ mailboxes may be read
                    sound: true
                "#]],
            )
            .await;
        let log = world.stand_in.log();
        let messages = log.requests.iter().filter(|it| it.path.contains("/messages"));
        assert!(messages.clone().all(|it| it.path.contains("$count")), "they are counted, and none is asked for");
        assert_eq!(world.trials.store.connections().await.unwrap(), []);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_does_not_is_said_with_its_remedy() {
        let world = World::new().await;
        world
            .check(
                world.entered("wrong", "Sales"),
                Extent::Test,
                expect![[r#"
                    Wrong: the client secret is wrong: enter the secret's value, which the portal shows once, not its id (AADSTS7000215)
                    sound: false
                "#]],
            )
            .await;
        world
            .check(
                world.entered(SECRET, "00000000-0000-4000-8000-000000000000"),
                Extent::Test,
                expect![[r#"
                    Fine: signed in; the token holds GroupMember.Read.All, User.Read.All, user_impersonation
                    Fine: the directory has 3 active
                    Wrong: the tenant has no group with this object ID (Request_ResourceNotFound); choose it from the list, or copy its object ID from Entra
                    sound: false
                "#]],
            )
            .await;
        world.stand_in.change(|it| it.application().roles.push("Mail.ReadBasic.All".to_owned()));
        world
            .check(
                world.entered(SECRET, "Sales"),
                Extent::Plan,
                expect![[r#"
                    Fine: signed in; the token holds GroupMember.Read.All, Mail.ReadBasic.All, User.Read.All, user_impersonation
                    Fine: the directory has 3 active
                    Fine: the group Sales has 2 members; 2 of them active
                    Fine: mail of the group can be read
                    Fine: calendars of the group can be read
                    Wrong: mail outside the group can be read, too: a grant for the whole tenant defeats the group; take away Mail.ReadBasic.All (and whatever else reads mail) from the application, and keep the grant for the group
                    sound: false
                "#]],
            )
            .await;
        world.stand_in.change(|it| it.application().roles.clear());
        world
            .check(
                world.entered(SECRET, "Sales"),
                Extent::Test,
                expect![[r#"
                    Note: signed in; the token holds no permission; grant User.Read.All and GroupMember.Read.All in Entra, and consent as an administrator
                    Wrong: the directory may not be read (Authorization_RequestDenied); grant the application User.Read.All in Entra (an application permission), and consent as an administrator
                    sound: false
                "#]],
            )
            .await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn who_goes_away_has_ended_it() {
        let world = World::new().await;
        world.stand_in.set_latency(Duration::from_millis(50));
        let trying = world.trials.attempt(world.entered(SECRET, "Sales"), Extent::Plan, world.tell());
        assert!(tokio::time::timeout(Duration::from_millis(300), trying).await.is_err(), "it takes longer");
        let asked = || world.stand_in.log().counts.values().sum::<u64>();
        tokio::time::sleep(Duration::from_millis(200)).await;
        let before = asked();
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!((asked(), before > 0), (before, true), "nothing is asked any more");
        assert!(!world.told.lock().unwrap().iter().any(|it| matches!(it, TrialLine::End(_))));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn groups_are_found_by_name_with_everybody_in_them() {
        let world = World::new().await;
        let found = |beginning: &str| world.trials.groups(world.entered(SECRET, ""), beginning.to_owned());
        let groups = found("Sales").await.unwrap();
        let said: Vec<_> = groups.iter().map(|it| (it.name.as_str(), it.members)).collect();
        assert_eq!(said, [("Sales", Some(2)), ("Sales North", Some(1))]);
        assert_eq!(found("nothing").await.unwrap(), []);
        world.stand_in.change(|it| it.application().roles.clear());
        expect!["the application may not list groups (Authorization_RequestDenied); grant it GroupMember.Read.All in Entra, or enter the group's object ID"]
        .assert_eq(&found("").await.unwrap_err());
    }
}
