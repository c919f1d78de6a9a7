//! Signing in at a provider of our own, which lies in every way one can.

mod fake;

use expect_test::{Expect, expect};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{Answer, Attempt, Identity, Outgoing, Provider, ProviderSettings, SignInError};
use fake::{Fake, Lies};

const NOW: i64 = 1_800_000_000;
const NONCE: &str = "a nonce";
const VERIFIER: &str = "a verifier of forty-three letters or more, say";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn attempt() -> Attempt<'static> {
    Attempt { state: "a state", nonce: NONCE, verifier: VERIFIER, again_at: None }
}

fn provider(fake: &Fake) -> Provider {
    let settings = ProviderSettings {
        issuer: fake.base.clone(),
        client_id: "relata".to_owned(),
        client_secret: Some("a secret: & more".to_owned()),
        scopes: vec!["email".to_owned(), "profile".to_owned()],
        groups_claim: "groups".to_owned(),
        redirect_uri: "https://relata.example/api/v1/sign-in/callback".to_owned(),
    };
    Provider::new(settings, Outgoing::new(&["127.0.0.1".to_owned()]).unwrap()).unwrap()
}

/// Goes to a provider that lies so, comes back with that answer, and returns who signed in.
async fn sign_in(lies: Lies, attempt: Attempt<'_>, answer: Answer<'_>) -> Result<Identity, SignInError> {
    let fake = Fake::start(lies).await;
    let provider = provider(&fake);
    provider.way_there(attempt, at(NOW)).await?;
    provider.way_back(answer, attempt, at(NOW)).await
}

const WITH_A_CODE: Answer<'static> = Answer { code: Some("a code"), iss: None, error: None };

/// Signs in at a provider whose id token is changed so, and compares what becomes of it.
async fn check(claims: fn(&mut Value), expected: Expect) {
    let lies = Lies { claims, ..Lies::default() };
    check_lies(lies, expected).await;
}

async fn check_lies(lies: Lies, expected: Expect) {
    expected.assert_eq(&shown(sign_in(lies, attempt(), WITH_A_CODE).await));
}

fn shown(result: Result<Identity, SignInError>) -> String {
    match result {
        Ok(it) => format!("{} signed in", it.subject),
        Err(SignInError::NotTrusted(why)) => format!("not trusted: {why}"),
        Err(SignInError::Refused(code)) => format!("refused: {code}"),
        Err(SignInError::Unreachable(why)) => format!("unreachable: {}", without_port(&why)),
        Err(SignInError::Settings(why)) => format!("settings: {}", without_port(&why)),
    }
}

fn without_port(text: &str) -> String {
    let mut parts = text.split("127.0.0.1:");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "127.0.0.1" + part.trim_start_matches(|it: char| it.is_ascii_digit()))
}

#[tokio::test]
async fn the_way_there_names_everything_that_comes_back() {
    let fake = Fake::start(Lies::default()).await;
    let url = provider(&fake).way_there(attempt(), at(NOW)).await.unwrap();
    let shown = without_port(&url).replace(['?', '&'], "\n");
    expect![[r#"
        http://127.0.0.1/authorize
        tenant=1
        response_type=code
        client_id=relata
        redirect_uri=https%3A%2F%2Frelata.example%2Fapi%2Fv1%2Fsign-in%2Fcallback
        scope=openid+email+profile
        state=a+state
        nonce=a+nonce
        code_challenge=gWSEnVHoFmew7EyJPk_ZrdlqCXqw3r5tP-aTwCtmYrY
        code_challenge_method=S256"#]]
    .assert_eq(&shown);
    let again = Attempt { again_at: Some(at(NOW)), ..attempt() };
    assert!(provider(&fake).way_there(again, at(NOW)).await.unwrap().ends_with("&prompt=login&max_age=60"));
}

#[tokio::test]
async fn who_signs_in_is_known_by_issuer_and_subject() {
    let fake = Fake::start(Lies::default()).await;
    let identity = provider(&fake).way_back(WITH_A_CODE, attempt(), at(NOW)).await.unwrap();
    let expected = Identity {
        issuer: fake.base.clone(),
        subject: "amber-1".to_owned(),
        name: Some("Amber Stone".to_owned()),
        verified_email: Some("amber@us.com".to_owned()),
        directory_id: Some("entry-1".to_owned()),
        groups: vec!["sales".to_owned(), "all".to_owned()],
        idp_session: Some("sid-1".to_owned()),
        authenticated_at: Some(at(NOW - 5)),
    };
    assert_eq!(identity, expected);
    // The form is sent with our name and secret, escaped, and with what the challenge was made of.
    let sent = fake.sent().await;
    let form = "grant_type=authorization_code&code=a+code\
        &redirect_uri=https%3A%2F%2Frelata.example%2Fapi%2Fv1%2Fsign-in%2Fcallback\
        &code_verifier=a+verifier+of+forty-three+letters+or+more%2C+say";
    assert_eq!(sent, ("Basic cmVsYXRhOmErc2VjcmV0JTNBKyUyNittb3Jl".to_owned(), form.to_owned()));
}

#[tokio::test]
async fn an_address_that_was_not_verified_is_nobodys() {
    for verified in [json!(false), json!("no"), Value::Null, json!(1)] {
        let fake = Fake::start(Lies::default()).await;
        fake.set_claim("email_verified", verified).await;
        let identity = provider(&fake).way_back(WITH_A_CODE, attempt(), at(NOW)).await.unwrap();
        assert_eq!(identity.verified_email, None);
    }
}

#[tokio::test]
async fn an_id_token_for_another_sign_in_provider_or_client_is_not_trusted() {
    check(|it| it["nonce"] = json!("another"), expect!["not trusted: the token is for another sign-in"]).await;
    check(|it| it["nonce"] = Value::Null, expect!["not trusted: the token is for another sign-in"]).await;
    check(|it| it["iss"] = json!("https://evil"), expect!["not trusted: the token is by another provider"]).await;
    check(|it| it["aud"] = json!("another"), expect!["not trusted: the token is for somebody else"]).await;
    check(|it| it["aud"] = json!([]), expect!["not trusted: the token is for somebody else"]).await;
    check(|it| it["aud"] = json!(["relata", "another"]), expect!["not trusted: the token is for somebody else"]).await;
    check(|it| it["azp"] = json!("another"), expect!["not trusted: the token is for somebody else"]).await;
    let several = |it: &mut Value| {
        it["aud"] = json!(["relata", "another"]);
        it["azp"] = json!("relata");
    };
    check(several, expect!["amber-1 signed in"]).await;
}

#[tokio::test]
async fn an_id_token_that_is_over_old_or_of_the_future_is_not_trusted() {
    check(|it| it["exp"] = json!(NOW - 59), expect!["amber-1 signed in"]).await;
    check(|it| it["exp"] = json!(NOW - 60), expect!["not trusted: the token is over"]).await;
    check(|it| it["exp"] = Value::Null, expect!["not trusted: the token does not say when it ends"]).await;
    check(|it| it["exp"] = json!("soon"), expect!["not trusted: the claims of the token are not understood"]).await;
    check(|it| it["iat"] = json!(NOW - 601), expect!["not trusted: the token is too old"]).await;
    for claim in ["iat", "nbf"] {
        let fake = Fake::start(Lies::default()).await;
        fake.set_claim(claim, json!(NOW + 61)).await;
        let said = shown(provider(&fake).way_back(WITH_A_CODE, attempt(), at(NOW)).await);
        assert_eq!(said, "not trusted: the token is of the future; compare the clocks of the two servers", "{claim}");
    }
    check(
        |it| it["auth_time"] = json!(NOW + 61),
        expect![[r#"not trusted: the token is of the future; compare the clocks of the two servers"#]],
    )
    .await;
    check(|it| it["sub"] = json!(""), expect!["not trusted: the token does not say whose it is"]).await;
}

#[tokio::test]
async fn who_has_to_prove_anew_who_they_are_does() {
    let again = Attempt { again_at: Some(at(NOW - 30)), ..attempt() };
    for (claims, expected) in [
        ((|_| ()) as fn(&mut Value), "amber-1 signed in"),
        (
            |it| it["auth_time"] = json!(NOW - 91),
            "not trusted: the provider did not ask you to prove again who you are, which is needed here",
        ),
        (
            |it| it["auth_time"] = Value::Null,
            "not trusted: the provider does not say when you proved who you are, which is needed here",
        ),
    ] {
        assert_eq!(shown(sign_in(Lies { claims, ..Lies::default() }, again, WITH_A_CODE).await), expected);
    }
}

#[tokio::test]
async fn a_token_without_a_signature_of_the_provider_is_not_trusted() {
    let none = Lies { header: |it| it["alg"] = json!("none"), ..Lies::default() };
    check_lies(none, expect!["not trusted: the token is signed by an algorithm that is not taken"]).await;
    let symmetric = Lies { header: |it| it["alg"] = json!("HS256"), ..Lies::default() };
    check_lies(symmetric, expect!["not trusted: the token is signed by an algorithm that is not taken"]).await;
    let another = Lies { signed_by_another: true, ..Lies::default() };
    check_lies(another, expect!["not trusted: the signature of the token does not hold"]).await;
    let kind = Lies { header: |it| it["alg"] = json!("RS256"), ..Lies::default() };
    check_lies(kind, expect!["not trusted: the token is signed by a key that the provider does not have"]).await;
    let unknown = Lies { header: |it| it["kid"] = json!("another"), ..Lies::default() };
    check_lies(unknown, expect!["not trusted: the token is signed by a key that the provider does not have"]).await;
    let kind = Lies { header: |it| it["typ"] = json!("logout+jwt"), ..Lies::default() };
    check_lies(kind, expect!["not trusted: the token is of another type"]).await;
}

#[tokio::test]
async fn an_answer_by_another_provider_is_not_trusted() {
    let by_another = Answer { iss: Some("https://evil"), ..WITH_A_CODE };
    let said = shown(sign_in(Lies::default(), attempt(), by_another).await);
    assert_eq!(said, "not trusted: the answer is by another provider");
    let names_itself =
        Lies { metadata: |it| it["authorization_response_iss_parameter_supported"] = json!(true), ..Lies::default() };
    check_lies(names_itself, expect!["not trusted: the answer does not say by which provider it is"]).await;
    let fake = Fake::start(names_itself).await;
    let named = Answer { iss: Some(&fake.base), ..WITH_A_CODE };
    assert_eq!(shown(provider(&fake).way_back(named, attempt(), at(NOW)).await), "amber-1 signed in");
}

#[tokio::test]
async fn a_refusal_is_repeated_as_a_word_and_no_more() {
    for (error, said) in [("access_denied", "access_denied"), ("<script>alert(1)</script>", "scriptalertscript")] {
        let answer = Answer { code: None, iss: None, error: Some(error) };
        assert_eq!(shown(sign_in(Lies::default(), attempt(), answer).await), format!("refused: {said}"));
    }
    let nothing = shown(sign_in(Lies::default(), attempt(), Answer::default()).await);
    assert_eq!(nothing, "not trusted: the answer holds no code");
    let used = Answer { code: Some("used before"), ..WITH_A_CODE };
    assert_eq!(shown(sign_in(Lies::default(), attempt(), used).await), "refused: invalid_grant");
}

#[tokio::test]
async fn a_provider_that_is_another_than_it_was_asked_as_is_not_used() {
    let another = Lies { metadata: |it| it["issuer"] = json!("https://evil"), ..Lies::default() };
    check_lies(
        another,
        expect!["settings: sign_in.issuer is `http://127.0.0.1`, but the provider there calls itself `https://evil`"],
    )
    .await;
    let inside = Lies { metadata: |it| it["token_endpoint"] = json!("https://169.254.169.254/"), ..Lies::default() };
    check_lies(
        inside,
        expect!["settings: `https://169.254.169.254/` lies inside; name its host in outgoing.allow if you trust it"],
    )
    .await;
    let plain = Lies { metadata: |it| it["jwks_uri"] = json!("http://login.example/keys"), ..Lies::default() };
    check_lies(plain, expect!["settings: `http://login.example/keys` is not https"]).await;
    let no_pkce = Lies { metadata: |it| it["code_challenge_methods_supported"] = json!(["plain"]), ..Lies::default() };
    check_lies(no_pkce, expect!["settings: the provider does not know PKCE with S256"]).await;
}

#[tokio::test]
async fn nothing_is_followed_and_nothing_endless_is_read() {
    let elsewhere = Lies { metadata: |it| move_to(it, "token_endpoint", "elsewhere"), ..Lies::default() };
    check_lies(elsewhere, expect!["unreachable: 127.0.0.1 answered 302, and nothing is followed"]).await;
    let endless = Lies { metadata: |it| move_to(it, "jwks_uri", "endless"), ..Lies::default() };
    check_lies(endless, expect!["unreachable: 127.0.0.1 answers more than it should"]).await;
    let missing = Lies { metadata: |it| move_to(it, "jwks_uri", "missing"), ..Lies::default() };
    check_lies(missing, expect!["unreachable: 127.0.0.1 answered 404"]).await;
}

fn move_to(metadata: &mut Value, endpoint: &str, path: &str) {
    metadata[endpoint] = json!(format!("{}/{path}", metadata["issuer"].as_str().unwrap()));
}

#[tokio::test]
async fn a_token_that_says_too_little_is_completed_by_its_own_provider_about_its_own_subject() {
    let bare: fn(&mut Value) = |it| {
        for claim in ["name", "email", "email_verified", "groups"] {
            it.as_object_mut().unwrap().remove(claim);
        }
    };
    let fake = Fake::start(Lies { claims: bare, ..Lies::default() }).await;
    let identity = provider(&fake).way_back(WITH_A_CODE, attempt(), at(NOW)).await.unwrap();
    let found = (identity.name.as_deref(), identity.verified_email.as_deref(), identity.groups.len());
    assert_eq!(found, (Some("Amber of userinfo"), Some("amber@us.com"), 1));
    let of_another = Lies { claims: bare, person: |it| it["sub"] = json!("ben-2"), ..Lies::default() };
    check_lies(of_another, expect!["not trusted: the provider speaks of somebody else"]).await;
}

#[tokio::test]
async fn another_word_for_it_does_not_verify_an_address() {
    let unsaid: fn(&mut Value) = |it| {
        for claim in ["name", "email_verified"] {
            it.as_object_mut().unwrap().remove(claim);
        }
    };
    let fake = Fake::start(Lies { claims: unsaid, ..Lies::default() }).await;
    let identity = provider(&fake).way_back(WITH_A_CODE, attempt(), at(NOW)).await.unwrap();
    assert_eq!((identity.name.as_deref(), identity.verified_email), (Some("Amber of userinfo"), None));
}

#[tokio::test]
async fn keys_are_asked_for_once_and_again_when_a_token_names_a_new_one() {
    let fake = Fake::start(Lies::default()).await;
    let provider = provider(&fake);
    let back = async |seconds| shown(provider.way_back(WITH_A_CODE, attempt(), at(NOW + seconds)).await);
    assert_eq!((back(0).await.as_str(), back(5).await.as_str()), ("amber-1 signed in", "amber-1 signed in"));
    assert_eq!(fake.times_asked_for_keys().await, 1);
    fake.rotate().await;
    let unknown = "not trusted: the token is signed by a key that the provider does not have";
    assert_eq!(back(29).await, unknown, "somebody who invents names makes us ask seldom");
    assert_eq!(fake.times_asked_for_keys().await, 1);
    assert_eq!(back(30).await, "amber-1 signed in");
    assert_eq!(fake.times_asked_for_keys().await, 2);
    assert_eq!(back(31).await, "amber-1 signed in");
    assert_eq!(fake.times_asked_for_keys().await, 2);
}

/// Hands a logout token that is changed so to a provider, and compares what becomes of it.
async fn check_logout(change: fn(&mut Value), expected: Expect) {
    let fake = Fake::start(Lies::default()).await;
    let mut claims = json!({
        "iss": fake.base, "aud": "relata", "iat": NOW, "exp": NOW + 120, "jti": "j1", "sid": "sid-1",
        "sub": "amber-1", "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
    });
    change(&mut claims);
    let token = fake.sign(&json!({"alg": "EdDSA", "kid": "k1", "typ": "logout+jwt"}), &claims).await;
    let said = match provider(&fake).logout(&token, at(NOW)).await {
        Ok(it) => {
            format!("{:?} {:?} {} until +{}", it.idp_session, it.subject, it.jti, it.expires_at.as_second() - NOW)
        }
        Err(error) => error.to_string(),
    };
    expected.assert_eq(&said);
}

#[tokio::test]
async fn a_logout_token_says_what_is_over_and_is_nothing_else() {
    check_logout(|_| (), expect![[r#"Some("sid-1") Some("amber-1") j1 until +120"#]]).await;
    check_logout(|it| it["sid"] = Value::Null, expect![[r#"None Some("amber-1") j1 until +120"#]]).await;
    let nobodys: fn(&mut Value) = |it| {
        it["sid"] = Value::Null;
        it["sub"] = Value::Null;
    };
    check_logout(nobodys, expect!["the token does not say whose it is"]).await;
    check_logout(|it| it["nonce"] = json!("n"), expect!["the token is an id token"]).await;
    check_logout(|it| it["events"] = json!({"other": {}}), expect!["the token tells of something else"]).await;
    check_logout(|it| it["events"] = Value::Null, expect!["the claims of the token are not understood"]).await;
    check_logout(|it| it["jti"] = Value::Null, expect!["the claims of the token are not understood"]).await;
    check_logout(|it| it["iss"] = json!("https://evil"), expect!["the token is by another provider"]).await;
    check_logout(|it| it["aud"] = json!("another"), expect!["the token is for somebody else"]).await;
    check_logout(|it| it["exp"] = json!(NOW - 60), expect!["the token is over"]).await;
    check_logout(|it| it["iat"] = json!(NOW - 601), expect!["the token is too old"]).await;
}

#[tokio::test]
async fn an_id_token_is_no_logout_token() {
    let fake = Fake::start(Lies::default()).await;
    let token = fake.id_token().await;
    let said = provider(&fake).logout(&token, at(NOW)).await;
    assert_eq!(said, Err(SignInError::NotTrusted("the token is of another type")));
}
