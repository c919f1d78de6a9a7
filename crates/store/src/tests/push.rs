//! Hints and subscriptions: what is to be looked at, and what we are told of.

use jiff::Timestamp;
use relata_model::MailboxId;

use crate::testing::on_every_database;
use crate::{
    AtService, ConnectionId, ConnectionKind, CredentialKind, Fared, Hinted, NewConnection, NewMailbox, SourceState,
    Store, Subscription, Told,
};

const SOURCE: &str = "Microsoft 365: contoso.example";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

async fn mailbox(store: &Store, name: &str, kind: &str) -> MailboxId {
    store.set_source(SOURCE, "microsoft365", &SourceState::Ready, at(0)).await.unwrap();
    store.mailbox(&NewMailbox { source: SOURCE, name, kind, owner: None }).await.unwrap()
}

async fn hinted(store: &Store) -> Vec<(MailboxId, i64)> {
    store.hinted(10).await.unwrap().into_iter().map(|it| (it.mailbox, it.hints)).collect()
}

#[test]
fn what_is_hinted_while_it_is_looked_at_is_looked_at_again() {
    on_every_database(async |store| {
        let (amber, ben) = (mailbox(&store, "amber mail", "mail").await, mailbox(&store, "ben mail", "mail").await);
        store.mailbox_fared(amber, Fared::Well, at(1)).await.unwrap();
        // Ben's is being read for the first time anyway.
        store.hint(&[amber, ben, MailboxId(99)], at(2)).await.unwrap();
        assert_eq!(hinted(&store).await, [(amber, 1)]);
        let looking: Vec<Hinted> = store.hinted(10).await.unwrap();
        store.hint(&[amber], at(2)).await.unwrap();
        store.looked(&looking, Some(at(2))).await.unwrap();
        assert_eq!(hinted(&store).await, [(amber, 2)]);
        assert!(store.is_hinted().await.unwrap());
        store.looked(&store.hinted(10).await.unwrap(), None).await.unwrap();
        assert_eq!(hinted(&store).await, []);
        assert!(!store.is_hinted().await.unwrap());
        // Late word of an earlier look takes nothing back.
        store.looked(&looking, Some(at(3))).await.unwrap();
        assert_eq!(hinted(&store).await, []);
        store.mailbox_fared(ben, Fared::Well, at(4)).await.unwrap();
        assert_eq!(hinted(&store).await, [(ben, 1)]);
    });
}

#[test]
fn since_when_we_are_not_told_is_kept_until_we_are() {
    on_every_database(async |store| {
        let to = NewConnection {
            kind: ConnectionKind::Microsoft365,
            source: SOURCE.to_owned(),
            tenant: "contoso.example".to_owned(),
            client: "app".to_owned(),
            login_host: "https://login.example".to_owned(),
            service_host: "https://graph.example".to_owned(),
            credential: CredentialKind::Secret,
            group: "sales".to_owned(),
        };
        let connection = store.connect(&to, |_| (vec![1], 1), "account:1", at(0)).await.unwrap();
        let amber = mailbox(&store, "amber mail", "mail").await;
        let calendar = mailbox(&store, "amber calendar", "calendar").await;
        let failing = |mailbox, since, why: &str| Subscription {
            mailbox,
            connection,
            at_service: None,
            due_at: at(since + 300),
            failing: Some((at(since), why.to_owned())),
        };
        let put = async |it: &Subscription| store.put_subscription(it).await.unwrap();
        put(&failing(amber, 10, "no way")).await;
        put(&failing(amber, 20, "still no way")).await;
        put(&failing(calendar, 20, "not granted")).await;
        let told = |subscribed, refused: &[(&str, i64, u64)]| Told {
            subscribed,
            lapsed: None,
            refused: refused.iter().map(|it| (it.0.to_owned(), at(it.1), it.2)).collect(),
        };
        assert_eq!(store.told(connection, at(40)).await.unwrap(), told(0, &[("still no way", 10, 1)]));

        let at_service = AtService { id: "s1".to_owned(), secret_hash: [7; 32], until: at(1_000) };
        let made = Subscription { at_service: Some(at_service), failing: None, ..failing(amber, 30, "") };
        put(&made).await;
        assert_eq!(store.told(connection, at(999)).await.unwrap(), told(1, &[]));
        let lapsed = Told { lapsed: Some((at(1_000), 1)), ..Told::default() };
        assert_eq!(store.told(connection, at(1_000)).await.unwrap(), lapsed);
        assert_eq!(store.told(ConnectionId(99), at(40)).await.unwrap(), Told::default());
        assert_eq!(store.subscriptions().await.unwrap(), [made.clone(), failing(calendar, 20, "not granted")]);

        store.subscription_is_due("s1", false).await.unwrap();
        assert_eq!(store.subscriptions().await.unwrap()[0], Subscription { due_at: at(0), ..made.clone() });
        store.subscription_is_due("s1", true).await.unwrap();
        assert_eq!(
            store.subscriptions().await.unwrap()[0],
            Subscription { due_at: at(0), at_service: None, ..made.clone() }
        );
        store.drop_subscription(amber).await.unwrap();
        assert_eq!(store.subscriptions().await.unwrap().len(), 1);
    });
}
