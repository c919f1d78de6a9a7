//! Tokens: how they are got, kept and lost, and what is said when there is none.

use expect_test::{Expect, expect};
use relata_connectors::Connector;
use relata_microsoft::{Application, Credential, Limits, Probed, probe};
use relata_stand_in::{Endpoint, Fault, StandIn, Tenant, Trouble};

use crate::world::{World, application, graph};

async fn said(change: impl FnOnce(&mut Tenant), wrong: impl FnOnce(&mut Application), limits: Limits) -> String {
    let mut tenant = Tenant::new(7);
    tenant.user("lea@contoso.com");
    change(&mut tenant);
    let stand_in = std::sync::Arc::new(StandIn::start(tenant).await.unwrap());
    let mut application = application(&stand_in);
    wrong(&mut application);
    match graph(&stand_in, &application, limits).roles().await {
        Ok(roles) => roles.join(" "),
        Err(trouble) => trouble.to_string(),
    }
}

async fn check(change: impl FnOnce(&mut Tenant), wrong: impl FnOnce(&mut Application), expected: Expect) {
    expected.assert_eq(&said(change, wrong, Limits::default()).await);
}

#[tokio::test]
async fn a_token_says_which_permissions_it_has_and_a_refusal_what_to_do() {
    check(
        |_| (),
        |_| (),
        expect!["Calendars.Read GroupMember.Read.All Mail.ReadBasic.All User.Read.All user_impersonation"],
    )
    .await;
    let secret = |it: &mut Application| it.credential = Credential::Secret("guess".to_owned().into());
    check(|_| (), secret, expect!["the client secret is wrong: enter the secret's value, which the portal shows once, not its id (AADSTS7000215)"]).await;
    check(
        |it| it.application().secret_expired = true,
        |_| (),
        expect![
            "the client secret has expired: make a new one in the app registration and enter it here (AADSTS7000222)"
        ],
    )
    .await;
    check(
        |it| it.application().disabled = true,
        |_| (),
        expect!["the application is disabled in the tenant: enable its enterprise application again (AADSTS7000112)"],
    )
    .await;
    check(|_| (), |it| it.client = "another".to_owned(), expect!["the tenant does not know the application: check the client id, and that the app is registered in this tenant (AADSTS700016)"]).await;
    check(
        |_| (),
        |it| it.tenant = "nowhere.example".to_owned(),
        expect!["there is no such tenant: check the tenant id (AADSTS90002)"],
    )
    .await;
}

/// Made for this test, valid for a hundred years, and of no use elsewhere.
const CERTIFICATE: &str = include_str!("certificate.pem");
const KEY: &str = include_str!("key.pem");

#[tokio::test]
async fn a_certificate_stands_for_a_secret() {
    let certificate = |it: &mut Application| {
        it.credential =
            Credential::Certificate { key_pem: KEY.to_owned().into(), certificate_pem: CERTIFICATE.to_owned() };
    };
    let uploaded = |it: &mut Tenant| it.application().certificates.push(CERTIFICATE.to_owned());
    check(
        uploaded,
        certificate,
        expect!["Calendars.Read GroupMember.Read.All Mail.ReadBasic.All User.Read.All user_impersonation"],
    )
    .await;
    check(|_| (), certificate, expect!["the certificate is not the one uploaded to the app registration, or it has expired there: upload it again (AADSTS700027)"]).await;
}

#[tokio::test]
async fn one_token_serves_all_and_a_lost_one_is_renewed_once() {
    let world = World::new(|it| {
        for name in ["a", "b", "c", "d"] {
            it.user(&format!("{name}@contoso.com"));
        }
    })
    .await;
    let tokens = |world: &World| world.stand_in.log().count(Endpoint::Token);
    let all = ["a", "b", "c", "d"].map(|it| {
        let graph = world.graph.clone();
        tokio::spawn(async move { probe(&graph, &format!("{it}@contoso.com")).await })
    });
    for it in all {
        assert_eq!(it.await.unwrap(), Ok(Probed::Readable));
    }
    assert_eq!(tokens(&world), 1);
    world.stand_in.fault(Fault::new(Trouble::Unauthorized).at(Endpoint::Folders).once());
    assert_eq!(probe(&world.graph, "a@contoso.com").await, Ok(Probed::Readable));
    assert_eq!(tokens(&world), 2);
    // A token that nobody takes is no reason to ask for ever.
    world.stand_in.fault(Fault::new(Trouble::Unauthorized).at(Endpoint::Folders));
    let said = world.mail("a@contoso.com").fetch(None).await.map(|_| ()).unwrap_err().to_string();
    expect!["the service does not take our token (InvalidAuthenticationToken, status 401); nothing has been read since 2026-03-02T09:00:00Z"].assert_eq(&said);
    assert_eq!(tokens(&world), 3);
}
