//! Token: the token endpoint of Entra, and what a token allows.
//!
//! Sources: "Microsoft identity platform and the OAuth 2.0 client credentials flow", "Microsoft identity platform application
//! authentication certificate credentials", "Microsoft Entra authentication and authorization error codes".

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::answer::{Answer, unauthenticated};
use crate::application::Application;
use crate::asked::Asked;
use crate::authority;
use crate::chance::guid;
use crate::tenant::Tenant;

/// How long a token is good for.
const LIFE: SignedDuration = SignedDuration::from_secs(3599);

/// What stands in a token of the stand-in, in the names of "Access token claims reference".
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Claims {
    pub aud: String,
    pub iss: String,
    pub iat: i64,
    pub nbf: i64,
    pub exp: i64,
    pub appid: String,
    pub tid: String,
    /// The signed-in user of a delegated token.
    pub oid: Option<String>,
    /// Permissions of the application.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Permissions of a delegated token, with spaces between.
    pub scp: Option<String>,
}

/// The claims of a client's assertion.
#[derive(Debug, Deserialize)]
struct Assertion {
    aud: String,
    exp: i64,
    nbf: Option<i64>,
    iss: String,
    sub: String,
    jti: String,
}

/// Answers `POST /{tenant}/oauth2/v2.0/token`. `skew` moves what the endpoint thinks the time is.
pub(crate) fn answer(tenant: &mut Tenant, asked: &Asked, skew: SignedDuration) -> Answer {
    let parts: Vec<&str> = asked.parts.iter().map(String::as_str).collect();
    let ["oauth2", "v2.0", "token"] = parts.get(1..).unwrap_or_default() else { return Answer::empty(404) };
    let form = asked.form();
    let field = |name: &str| form.iter().find(|it| it.0 == name).map(|it| it.1.as_str());
    let wrong = |status, error, code, words: &str| refused(status, error, code, words, asked.now);

    if parts[0] != tenant.id && !tenant.users.iter().any(|it| it.principal.ends_with(&format!("@{}", parts[0]))) {
        let words = format!("Tenant '{}' not found. Check to make sure you have the correct tenant ID.", parts[0]);
        return wrong(400, "invalid_request", 90002, &words);
    }
    if field("grant_type") == Some("authorization_code") {
        let words = "The provided authorization code is expired, was used before, or is none.";
        return authority::redeem(tenant, asked).unwrap_or_else(|| wrong(400, "invalid_grant", 70008, words));
    }
    if field("grant_type") != Some("client_credentials") {
        return wrong(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
    }
    let Some(client) = field("client_id") else {
        let words = "The request body must contain the following parameter: 'client_id'.";
        return wrong(400, "invalid_request", 900144, words);
    };
    let Some(audience) = field("scope").and_then(|it| it.strip_suffix("/.default")) else {
        let words = "The provided value for the input parameter 'scope' is not valid.";
        return wrong(400, "invalid_scope", 1002012, words);
    };
    let Some(application) = tenant.applications.iter().find(|it| it.client == client).cloned() else {
        let words = format!("Application with identifier '{client}' was not found in the directory.");
        return wrong(400, "unauthorized_client", 700016, &words);
    };
    if application.disabled {
        let words = format!("Application '{client}' is disabled.");
        return wrong(401, "unauthorized_client", 7000112, &words);
    }
    let proof = match (field("client_assertion"), field("client_secret")) {
        (Some(assertion), _) => check_assertion(tenant, &application, assertion, asked),
        (None, Some(secret)) => check_secret(&application, secret),
        (None, None) => Err((
            7000218,
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.".to_owned(),
        )),
    };
    if let Err((code, words)) = proof {
        return wrong(401, "invalid_client", code, &words);
    }
    let token = tenant.minted(&application, audience.trim_end_matches('/'), asked.now + skew);
    let life = LIFE.as_secs();
    Answer::ok(json!({"token_type": "Bearer", "expires_in": life, "ext_expires_in": life, "access_token": token}))
        .with("cache-control", "no-store, no-cache")
}

fn check_secret(application: &Application, secret: &str) -> Result<(), (u32, String)> {
    match &application.secret {
        Some(it) if it == secret && application.secret_expired => {
            Err((7000222, "The provided client secret keys for app are expired.".to_owned()))
        }
        Some(it) if it == secret => Ok(()),
        _ => Err((
            7000215,
            "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the \
             client secret ID."
                .to_owned(),
        )),
    }
}

/// Checks a certificate assertion: the key of a registered certificate, the signature, for whom, until when, and that it is new.
fn check_assertion(tenant: &mut Tenant, of: &Application, assertion: &str, asked: &Asked) -> Result<(), (u32, String)> {
    let malformed = || (50027, "JWT token is invalid or malformed.".to_owned());
    let unknown = || {
        let words =
            "The certificate with identifier used to sign the client assertion is not registered on application.";
        (700027, words.to_owned())
    };
    let header = jsonwebtoken::decode_header(assertion).map_err(|_| malformed())?;
    if !matches!(header.alg, Algorithm::RS256 | Algorithm::PS256) {
        return Err((5002738, "Invalid JWT token. The algorithm is not supported.".to_owned()));
    }
    let thumbprint = header.x5t_s256.ok_or_else(malformed)?;
    let certificates = of.certificates.iter().filter_map(|it| der_of(it));
    let certificate = certificates.into_iter().find(|it| thumbprint_of(it) == thumbprint).ok_or_else(unknown)?;
    let key = DecodingKey::from_rsa_der(crate::certificate::rsa_key(&certificate).ok_or_else(unknown)?);
    // Times are judged by the tenant's clock, below.
    let mut rules = Validation::new(header.alg);
    rules.set_required_spec_claims::<&str>(&[]);
    (rules.validate_exp, rules.validate_aud) = (false, false);
    let claims = jsonwebtoken::decode::<Assertion>(assertion, &key, &rules).map_err(|it| match it.kind() {
        jsonwebtoken::errors::ErrorKind::InvalidSignature => unknown(),
        _ => malformed(),
    })?;
    let claims = claims.claims;
    let now = asked.now.as_second();
    if claims.exp <= now || claims.nbf.is_some_and(|it| it > now + 300) || claims.exp > now + 86_400 {
        return Err((700024, "Client assertion is not within its valid time range.".to_owned()));
    }
    if claims.iss != of.client || claims.sub != of.client {
        let words = "Client assertion application identifier doesn't match 'client_id' parameter.";
        return Err((700021, words.to_owned()));
    }
    if claims.aud != asked.bare_link(&[]) {
        return Err((700023, "Client assertion audience claim does not match Realm issuer.".to_owned()));
    }
    match tenant.assertions_seen.insert(claims.jti) {
        true => Ok(()),
        false => Err((50027, "JWT token is invalid or malformed: its jti was used before.".to_owned())),
    }
}

fn der_of(pem: &str) -> Option<Vec<u8>> {
    let body: String = pem.lines().filter(|it| !it.starts_with("-----")).map(str::trim).collect();
    STANDARD.decode(body).ok()
}

fn thumbprint_of(certificate: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(ring::digest::digest(&ring::digest::SHA256, certificate))
}

/// Entra's errors: the number stands in the text as well as in a list.
fn refused(status: u16, error: &str, code: u32, words: &str, now: Timestamp) -> Answer {
    let time = now.strftime("%Y-%m-%d %H:%M:%SZ").to_string();
    let trace = "00000000-0000-4000-8000-000000000000";
    let description = format!("AADSTS{code}: {words} Trace ID: {trace} Correlation ID: {trace} Timestamp: {time}");
    let body = json!({
        "error": error, "error_description": description, "error_codes": [code], "timestamp": time, "trace_id": trace,
        "correlation_id": trace, "error_uri": format!("https://login.microsoftonline.com/error?code={code}"),
    });
    Answer { status, ..Answer::ok(body) }
}

impl Tenant {
    fn minted(&mut self, application: &Application, audience: &str, now: Timestamp) -> String {
        self.signed(Claims {
            aud: audience.to_owned(),
            iss: format!("https://sts.windows.net/{}/", self.id),
            iat: now.as_second(),
            nbf: now.as_second(),
            exp: (now + LIFE).as_second(),
            appid: application.client.clone(),
            tid: self.id.clone(),
            oid: None,
            roles: application.roles.clone(),
            scp: None,
        })
    }

    /// Returns a delegated token: what a user who signed in to the standard application got, such as for `Mail.Send`.
    ///
    /// # Panics
    ///
    /// If there is no such user.
    pub fn user_token(&self, user: &str, audience: &str, scopes: &[&str]) -> String {
        let user = self.place_of(user).expect("a user of the tenant");
        let now = self.now();
        self.signed(Claims {
            aud: audience.to_owned(),
            iss: format!("https://sts.windows.net/{}/", self.id),
            iat: now.as_second(),
            nbf: now.as_second(),
            exp: (now + LIFE).as_second(),
            appid: self.applications[0].client.clone(),
            tid: self.id.clone(),
            oid: Some(self.users[user].id.clone()),
            roles: Vec::new(),
            scp: Some(scopes.join(" ")),
        })
    }

    fn signed(&self, claims: Claims) -> String {
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &EncodingKey::from_secret(&self.signing_key()))
            .expect("claims are plain data")
    }

    fn signing_key(&self) -> Vec<u8> {
        guid(self.seed, &[9]).into_bytes()
    }

    /// Returns what the bearer of a request may do; else the answer that says why not.
    pub(crate) fn bearer(&self, asked: &Asked, audiences: &[&str]) -> Result<Claims, Answer> {
        let refused = |words| unauthenticated(words, asked.now);
        let header = asked.header("authorization").unwrap_or_default();
        let token = header.strip_prefix("Bearer ").ok_or_else(|| refused("Access token is empty."))?;
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_required_spec_claims::<&str>(&[]);
        (rules.validate_exp, rules.validate_aud) = (false, false);
        let claims = jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_secret(&self.signing_key()), &rules)
            .map_err(|_| refused("Access token validation failure. Invalid signature."))?
            .claims;
        if !audiences.iter().any(|it| it.trim_end_matches('/') == claims.aud.trim_end_matches('/')) {
            return Err(refused("Access token validation failure. Invalid audience."));
        }
        if claims.exp <= asked.now.as_second() {
            return Err(refused("Lifetime validation failed, the token is expired."));
        }
        Ok(claims)
    }
}
