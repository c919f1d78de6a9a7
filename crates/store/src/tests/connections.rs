//! Connections: what is added, paused and ended, and how mailboxes fare.

use jiff::Timestamp;
use relata_model::MailboxId;

use crate::testing::on_every_database;
use crate::{
    AuditQuery, ConnectionKind, ConnectionState, CredentialKind, Fared, MailboxHealth, NewConnection, NewMailbox,
    SourceState, Store, secret_name,
};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn tenant(client: &str) -> NewConnection {
    NewConnection {
        kind: ConnectionKind::Microsoft365,
        source: "Microsoft 365: contoso.example".to_owned(),
        tenant: "contoso.example".to_owned(),
        client: client.to_owned(),
        login_host: "https://login.example".to_owned(),
        service_host: "https://graph.example".to_owned(),
        credential: CredentialKind::Secret,
        group: "sales".to_owned(),
    }
}

#[test]
fn a_connection_is_paused_resumed_and_ended_and_the_trail_says_so() {
    on_every_database(async |store| {
        let seal = |name: &str| (format!("sealed as {name}").into_bytes(), 1);
        let id = store.connect(&tenant("app"), seal, "account:1", at(10)).await.unwrap();
        assert_eq!(store.secret(&secret_name(id)).await.unwrap(), Some(b"sealed as connection 1".to_vec()));
        let change = async |state, seconds| store.change_connection(id, state, "account:1", at(seconds)).await.unwrap();
        assert!(change(ConnectionState::Paused, 20).await);
        assert!(!change(ConnectionState::Paused, 21).await);
        assert!(change(ConnectionState::Reading, 30).await);
        assert!(change(ConnectionState::Ended, 40).await);
        assert!(!change(ConnectionState::Reading, 41).await);
        assert_eq!(store.secret(&secret_name(id)).await.unwrap(), None);

        // Connected anew: the same connection, with its history.
        assert_eq!(store.connect(&tenant("new app"), seal, "account:2", at(50)).await.unwrap(), id);
        let connections = store.connections().await.unwrap();
        assert_eq!(connections.len(), 1);
        assert_eq!(connections[0].to, tenant("new app"));
        let (state, since) = (connections[0].state, connections[0].changed_at);
        assert_eq!((state, since, connections[0].added_at), (ConnectionState::Reading, at(50), at(10)));
        assert_eq!(
            told(&store).await,
            ["source_connected", "source_disconnected", "source_resumed", "source_paused", "source_connected"]
        );
    });
}

async fn told(store: &Store) -> Vec<String> {
    let found = store.audited(&AuditQuery::default(), 10).await.unwrap();
    found.into_iter().map(|it| it.action).collect()
}

#[test]
fn since_when_a_mailbox_fails_is_kept_until_it_is_read_again() {
    on_every_database(async |store| {
        store.set_source("tenant", "microsoft365", &SourceState::Ready, at(0)).await.unwrap();
        let new = NewMailbox { source: "tenant", name: "amber", kind: "mail", owner: None };
        let id = store.mailbox(&new).await.unwrap();
        assert_eq!(store.mailbox_health("tenant").await.unwrap(), []);
        let failing = |since, reason: &str| Some((at(since), reason.to_owned()));
        let checks = [
            (Fared::Well, 10, MailboxHealth { read_at: Some(at(10)), failing: None, hinted_at: None }),
            (
                Fared::Badly("gone"),
                20,
                MailboxHealth { read_at: Some(at(10)), failing: failing(20, "gone"), hinted_at: None },
            ),
            (
                Fared::Badly("no"),
                30,
                MailboxHealth { read_at: Some(at(10)), failing: failing(20, "no"), hinted_at: None },
            ),
            (Fared::Well, 40, MailboxHealth { read_at: Some(at(40)), failing: None, hinted_at: None }),
        ];
        for (fared, when, expected) in checks {
            store.mailbox_fared(id, fared, at(when)).await.unwrap();
            assert_eq!(health(&store, id).await, expected);
        }
        store.hint(&[id], at(50)).await.unwrap();
        assert_eq!(health(&store, id).await.hinted_at, Some(at(50)));
    });
}

async fn health(store: &Store, of: MailboxId) -> MailboxHealth {
    let all = store.mailbox_health("tenant").await.unwrap();
    all.into_iter().find(|it| it.0 == of).map(|it| it.1).unwrap()
}
