//! Authority: users who sign in, and what they grant: the authorisation endpoint, codes, id tokens.
//!
//! Sources: "OpenID Connect on the Microsoft identity platform", "Microsoft identity platform and OAuth 2.0 authorization code flow",
//! "ID token claims reference". Where Entra signs with RSA, this signs with Ed25519, whose keys follow from the seed. Nobody is
//! asked anything: whoever is hinted at is signed in, and grants what is asked for, unless a test says otherwise
//! ([`Tenant::refuses_to_grant`]).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use reqwest::Url;
use ring::digest::{SHA256, digest};
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::asked::Asked;
use crate::chance::guid;
use crate::tenant::Tenant;

/// A code is good for ten minutes, a token for an hour.
const LIFE_SECONDS: i64 = 3599;
/// How an Ed25519 key begins in PKCS #8.
const PKCS8: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];

/// A code that was given out, and what it is good for.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    user: usize,
    client: String,
    redirect: String,
    nonce: String,
    challenge: String,
    scope: String,
}

/// Answers what browsers and clients read: who the authority is, its keys, and the way to sign in.
pub(crate) fn answer(tenant: &mut Tenant, asked: &Asked) -> Answer {
    let parts: Vec<&str> = asked.parts.iter().map(String::as_str).collect();
    match parts.get(1..).unwrap_or_default() {
        ["v2.0", ".well-known", "openid-configuration"] => Answer::ok(metadata(tenant, asked)),
        ["discovery", "v2.0", "keys"] => {
            let x = URL_SAFE_NO_PAD.encode(tenant.authority_key().public_key().as_ref());
            Answer::ok(json!({"keys": [{"kty": "OKP", "use": "sig", "crv": "Ed25519", "kid": "1", "x": x}]}))
        }
        ["oauth2", "v2.0", "authorize"] => authorize(tenant, asked),
        _ => Answer::empty(404),
    }
}

fn metadata(tenant: &Tenant, asked: &Asked) -> Value {
    let base = base_of(tenant, asked);
    json!({
        "issuer": format!("{base}/v2.0"),
        "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
        "token_endpoint": format!("{base}/oauth2/v2.0/token"),
        "jwks_uri": format!("{base}/discovery/v2.0/keys"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
    })
}

/// Sends the browser back with a code, or with the reason why there is none.
fn authorize(tenant: &mut Tenant, asked: &Asked) -> Answer {
    let option = |name: &str| asked.option(name).unwrap_or_default().to_owned();
    let known = tenant.applications.iter().any(|it| it.client == option("client_id"));
    let Some(mut back) = Url::parse(&option("redirect_uri")).ok().filter(|_| known) else {
        return Answer::text("AADSTS50011: The redirect URI specified in the request does not match.".to_owned());
    };
    let signed_in = asked.option("login_hint").and_then(|it| tenant.place_of(it)).or(tenant.signed_in);
    let scope = option("scope");
    let refused = tenant.refused.iter().any(|it| scope.split(' ').any(|asked| asked.ends_with(it.as_str())));
    back.query_pairs_mut().append_pair("state", &option("state"));
    let (name, value) = match signed_in.filter(|_| !refused && option("code_challenge_method") == "S256") {
        None => ("error", "access_denied".to_owned()),
        Some(user) => {
            let code = guid(tenant.seed, &[31, tenant.codes.len() as u64]);
            let granted = Code {
                user,
                client: option("client_id"),
                redirect: option("redirect_uri"),
                nonce: option("nonce"),
                challenge: option("code_challenge"),
                scope,
            };
            tenant.codes.insert(code.clone(), Some(granted));
            ("code", code)
        }
    };
    back.query_pairs_mut().append_pair(name, &value);
    Answer::empty(302).with("location", back)
}

/// Answers `POST /{tenant}/oauth2/v2.0/token` for a code, once. `None`: the code is none, or was used before.
pub(crate) fn redeem(tenant: &mut Tenant, asked: &Asked) -> Option<Answer> {
    let form = asked.form();
    let field = |name: &str| form.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str());
    let code = tenant.codes.get_mut(field("code"))?.take()?;
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, field("code_verifier").as_bytes()));
    let is_theirs = challenge == code.challenge && field("redirect_uri") == code.redirect;
    if !is_theirs || (field("client_id") != code.client && named_in_header(asked)? != code.client) {
        return None;
    }
    let (user, now) = (tenant.users[code.user].clone(), asked.now.as_second());
    let claims = json!({
        "iss": format!("{}/v2.0", base_of(tenant, asked)),
        "aud": code.client,
        "sub": guid(tenant.seed, &[32, code.user as u64]),
        "oid": user.id,
        "tid": tenant.id,
        "name": user.name,
        "preferred_username": user.principal,
        "nonce": code.nonce,
        "iat": now,
        "nbf": now,
        "exp": now + LIFE_SECONDS,
        "ver": "2.0",
    });
    let header = Header { kid: Some("1".to_owned()), ..Header::new(Algorithm::EdDSA) };
    let key = EncodingKey::from_ed_der(&[&PKCS8[..], &tenant.authority_seed()].concat());
    let id_token = jsonwebtoken::encode(&header, &claims, &key).expect("claims are plain data");
    // A token is for whom the first permission names; without one it is for Graph, and nothing but to say who one is.
    let scopes: Vec<&str> = code.scope.split(' ').filter(|it| it.contains("://")).collect();
    let audience = scopes.first().and_then(|it| it.rsplit_once('/')).map_or("https://graph.microsoft.com", |it| it.0);
    let short: Vec<&str> = scopes.iter().filter_map(|it| it.rsplit('/').next()).collect();
    let access_token = tenant.user_token(&user.principal, audience, &short);
    let body = json!({
        "token_type": "Bearer", "scope": code.scope, "expires_in": LIFE_SECONDS, "access_token": access_token,
        "id_token": id_token,
    });
    Some(Answer::ok(body).with("cache-control", "no-store, no-cache"))
}

/// The client that a header names which holds its secret, too (`client_secret_basic`).
fn named_in_header(asked: &Asked) -> Option<String> {
    let pair = STANDARD.decode(asked.header("authorization")?.strip_prefix("Basic ")?).ok()?;
    Some(String::from_utf8(pair).ok()?.split_once(':')?.0.to_owned())
}

/// The authority's address, with the name of the tenant that was asked for.
fn base_of(tenant: &Tenant, asked: &Asked) -> String {
    format!("{}/{}", asked.url.origin().ascii_serialization(), tenant.id)
}

impl Tenant {
    /// Lets a user be signed in in the browser that comes next.
    ///
    /// # Panics
    ///
    /// If there is no such user.
    pub fn sign_in(&mut self, user: &str) {
        self.signed_in = Some(self.place_of(user).expect("a user of the tenant"));
    }

    /// Lets nobody grant a permission, such as `Mail.Send`.
    pub fn refuses_to_grant(&mut self, permission: &str) {
        self.refused.push(permission.to_owned());
    }

    fn authority_seed(&self) -> [u8; 32] {
        let of = digest(&SHA256, guid(self.seed, &[30]).as_bytes());
        of.as_ref().try_into().expect("SHA-256 is 32 bytes")
    }

    fn authority_key(&self) -> Ed25519KeyPair {
        Ed25519KeyPair::from_seed_unchecked(&self.authority_seed()).expect("any 32 bytes are a key")
    }
}
