//! The token endpoint.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use expect_test::expect;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use relata_stand_in::{CLIENT, SECRET, Tenant};
use serde_json::json;

use crate::talk::Talk;

/// Made for these tests; opens nothing.
const KEY: &str = include_str!("keys/key.pem");
const CERTIFICATE: &str = include_str!("keys/certificate.pem");

fn der(pem: &str) -> Vec<u8> {
    STANDARD.decode(pem.lines().filter(|it| !it.starts_with('-')).collect::<String>()).unwrap()
}

/// An assertion that is right, but for what replaces its claims.
fn assertion(talk: &Talk, algorithm: Algorithm, instead: serde_json::Value) -> String {
    let tenant = talk.stand_in.look(|it| it.id().to_owned());
    let now = talk.stand_in.look(Tenant::now).as_second();
    let audience = format!("{}/{tenant}/oauth2/v2.0/token", talk.stand_in.login());
    let mut claims = json!({"aud": audience, "iss": CLIENT, "sub": CLIENT, "jti": "a", "nbf": now, "exp": now + 600});
    claims.as_object_mut().unwrap().extend(instead.as_object().unwrap().clone());
    let mut header = Header::new(algorithm);
    let thumbprint = ring::digest::digest(&ring::digest::SHA256, &der(CERTIFICATE));
    header.x5t_s256 = Some(URL_SAFE_NO_PAD.encode(thumbprint));
    // An RSAPrivateKey (PKCS #1), as the signer takes it.
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_rsa_der(&der(KEY))).unwrap()
}

async fn said(talk: &Talk, fields: &[(&str, &str)]) -> String {
    let scope = format!("{}/.default", talk.stand_in.graph());
    let all = [&[("grant_type", "client_credentials"), ("scope", scope.as_str())], fields].concat();
    let (status, body) = talk.post_form(&all).await;
    let words = body["error_description"].as_str().unwrap_or("a token").split(" Trace").next().unwrap().to_owned();
    format!("{status} {} {words}\n", body["error"].as_str().unwrap_or_default())
}

#[tokio::test]
async fn credentials_are_checked_as_entra_does() {
    let mut tenant = Tenant::new(1);
    tenant.application().certificates.push(CERTIFICATE.to_owned());
    let talk = Talk::with(tenant).await;
    let kind = ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    let mut text = String::new();
    text += &said(&talk, &[("client_id", CLIENT), ("client_secret", SECRET)]).await;
    text += &said(&talk, &[("client_id", CLIENT), ("client_secret", "wrong")]).await;
    text += &said(&talk, &[("client_id", "somebody"), ("client_secret", SECRET)]).await;
    text += &said(&talk, &[("client_id", CLIENT)]).await;
    for (algorithm, instead) in [
        (Algorithm::RS256, json!({})),
        (Algorithm::RS256, json!({})),
        (Algorithm::PS256, json!({"jti": "b"})),
        (Algorithm::PS256, json!({"jti": "c", "aud": "https://elsewhere.example"})),
        (Algorithm::PS256, json!({"jti": "d", "exp": 0})),
        (Algorithm::PS256, json!({"jti": "e", "sub": "somebody"})),
    ] {
        let word = assertion(&talk, algorithm, instead);
        text += &said(&talk, &[("client_id", CLIENT), kind, ("client_assertion", &word)]).await;
    }
    let mut broken = assertion(&talk, Algorithm::RS256, json!({"jti": "f"}));
    broken.replace_range(broken.len() - 40..broken.len() - 36, "AAAA");
    text += &said(&talk, &[("client_id", CLIENT), kind, ("client_assertion", &broken)]).await;
    talk.stand_in.change(|it| it.application().secret_expired = true);
    text += &said(&talk, &[("client_id", CLIENT), ("client_secret", SECRET)]).await;
    talk.stand_in.change(|it| it.application().disabled = true);
    text += &said(&talk, &[("client_id", CLIENT), ("client_secret", SECRET)]).await;
    expect![[r#"
        200  a token
        401 invalid_client AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.
        400 unauthorized_client AADSTS700016: Application with identifier 'somebody' was not found in the directory.
        401 invalid_client AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.
        200  a token
        401 invalid_client AADSTS50027: JWT token is invalid or malformed: its jti was used before.
        200  a token
        401 invalid_client AADSTS700023: Client assertion audience claim does not match Realm issuer.
        401 invalid_client AADSTS700024: Client assertion is not within its valid time range.
        401 invalid_client AADSTS700021: Client assertion application identifier doesn't match 'client_id' parameter.
        401 invalid_client AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application.
        401 invalid_client AADSTS7000222: The provided client secret keys for app are expired.
        401 unauthorized_client AADSTS7000112: Application '6f1d3a52-0c1e-4a53-9a7e-3f3c1f5b2c11' is disabled.
    "#]].assert_eq(&text);
}

#[tokio::test]
async fn a_token_names_its_permissions_and_is_good_for_an_hour_and_one_service() {
    let mut talk = Talk::with(Tenant::new(1)).await;
    let claims = talk.token.split('.').nth(1).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
    assert_eq!(claims["roles"][2], "Mail.ReadBasic.All");
    talk.stand_in.change(|it| it.advance(jiff::SignedDuration::from_mins(61)));
    talk.ask("GET /v1.0/users").await;
    talk.token = talk.sign_in(talk.stand_in.dataverse()).await;
    talk.ask("GET /v1.0/users").await;
    talk.token.push('x');
    talk.ask("GET /v1.0/users").await;
    talk.expect(expect![[r#"
        GET /v1.0/users
          401
          InvalidAuthenticationToken: Lifetime validation failed, the token is expired.
        GET /v1.0/users
          401
          InvalidAuthenticationToken: Access token validation failure. Invalid audience.
        GET /v1.0/users
          401
          InvalidAuthenticationToken: Access token validation failure. Invalid signature.
    "#]]);
}
