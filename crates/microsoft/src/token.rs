//! Tokens: got once, kept until five minutes before they end, and got by one question however many wait.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use relata_outgoing::{Call, Method, Outgoing, Url, form};
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio::time::Instant;
use zeroize::Zeroizing;

use crate::application::{Application, Credential};
use crate::assertion::Signer;
use crate::pace::Pace;
use crate::refusal;
use crate::retry_after::retry_after;
use crate::trouble::Trouble;

/// A token is not shown any more when this is left of it.
const SPARE: Duration = Duration::from_secs(300);
const LONGEST_CALL: Duration = Duration::from_secs(30);
const LONGEST_ANSWER_BYTES: usize = 256 * 1024;

/// A token, as it is shown.
pub(crate) type Token = Arc<Zeroizing<String>>;

/// The way to tokens for one service.
pub(crate) struct Tokens {
    application: Application,
    signer: Option<Signer>,
    endpoint: Url,
    scope: String,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    token: Option<(Token, Instant)>,
    /// When a token was last to be had.
    worked: Option<Timestamp>,
}

impl Tokens {
    /// Returns the way to tokens for the service at `audience`. Fails in words for the operator.
    pub(crate) fn new(application: &Application, audience: &str, outgoing: &Outgoing) -> Result<Tokens, String> {
        let (login, tenant) = (application.cloud.login.trim_end_matches('/'), application.tenant.trim());
        let plain = |it: char| it.is_ascii_alphanumeric() || ".-".contains(it);
        if tenant.is_empty() || !tenant.chars().all(plain) || matches!(tenant, "common" | "organizations" | "consumers")
        {
            return Err("the tenant is no tenant id and no domain of a tenant".to_owned());
        }
        let endpoint = outgoing.permit(&format!("{login}/{tenant}/oauth2/v2.0/token")).map_err(|it| it.to_string())?;
        let signer = match &application.credential {
            Credential::Secret(_) => None,
            Credential::Certificate { key_pem, certificate_pem } => Some(Signer::new(key_pem, certificate_pem)?),
        };
        let scope = format!("{}/.default", audience.trim_end_matches('/'));
        Ok(Tokens { application: application.clone(), signer, endpoint, scope, kept: Mutex::default() })
    }

    /// Returns a token that is good for a while. Whoever asks while one is being got waits for that one.
    pub(crate) async fn token(&self, outgoing: &Outgoing, pace: &Pace) -> Result<Token, Trouble> {
        let mut kept = self.kept.lock().await;
        if let Some((token, until)) = &kept.token
            && Instant::now() < *until
        {
            return Ok(Arc::clone(token));
        }
        let (token, life) = match self.get(outgoing, pace).await {
            Err(Trouble::Reauthorise { why, .. }) => return Err(Trouble::Reauthorise { since: kept.worked, why }),
            got => got?,
        };
        let token = Arc::new(token);
        let until = Instant::now() + life.saturating_sub(SPARE).max(life / 2);
        kept.worked = Some(pace.now());
        kept.token = Some((Arc::clone(&token), until));
        Ok(token)
    }

    /// Shows this token no more: the service did not take it.
    pub(crate) async fn forget(&self, token: &Token) {
        let mut kept = self.kept.lock().await;
        if kept.token.as_ref().is_some_and(|it| Arc::ptr_eq(&it.0, token)) {
            kept.token = None;
        }
    }

    async fn get(&self, outgoing: &Outgoing, pace: &Pace) -> Result<(Zeroizing<String>, Duration), Trouble> {
        let client = self.application.client.as_str();
        let mut pairs =
            vec![("grant_type", "client_credentials"), ("client_id", client), ("scope", self.scope.as_str())];
        let assertion;
        match (&self.application.credential, &self.signer) {
            (Credential::Secret(secret), _) => pairs.push(("client_secret", secret)),
            (Credential::Certificate { .. }, signer) => {
                let signed = signer.as_ref().map(|it| it.assertion(client, self.endpoint.as_str(), pace.now()));
                let signed = signed.unwrap_or_else(|| Err("there is no key to sign with".to_owned()));
                assertion = signed.map_err(|why| Trouble::Reauthorise { since: None, why })?;
                pairs.push(("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
                pairs.push(("client_assertion", &assertion));
            }
        }
        let call = Call {
            method: Method::Post,
            url: &self.endpoint,
            headers: &[("accept", "application/json")],
            body: Some(form(&pairs)),
            longest: LONGEST_CALL,
            most_bytes: LONGEST_ANSWER_BYTES,
        };
        let mut answer = outgoing.call(call).await.map_err(|it| Trouble::passing(it.to_string()))?;
        let body = Zeroizing::new(std::mem::take(&mut answer.body));
        match answer.status {
            200 => {
                let got: Got = serde_json::from_slice(&body)
                    .map_err(|_| Trouble::passing("the token endpoint answers what nobody understands"))?;
                Ok((Zeroizing::new(got.access_token), Duration::from_secs(got.expires_in.unwrap_or(600))))
            }
            400 | 401 | 403 => {
                let refused = refusal::meaning(&body);
                Err(match refused.passing {
                    true => Trouble::passing(refused.why),
                    false => Trouble::Reauthorise { since: None, why: refused.why },
                })
            }
            status => {
                let after = retry_after(answer.header("retry-after"), answer.header("date"), pace.now());
                Err(Trouble::Retry { after, why: format!("the token endpoint answered {status}") })
            }
        }
    }
}

#[derive(Deserialize)]
struct Got {
    access_token: String,
    expires_in: Option<u64>,
}

/// Returns the permissions that stand in a token, sorted. What a scope of Exchange grants stands in none.
pub(crate) fn roles_of(token: &str) -> Vec<String> {
    #[derive(Default, Deserialize)]
    struct Claims {
        #[serde(default)]
        roles: Vec<String>,
    }
    // The service checks the token's signature; here it only says what was consented to.
    let claims = token.split('.').nth(1).and_then(|it| URL_SAFE_NO_PAD.decode(it).ok());
    let claims: Claims = claims.and_then(|it| serde_json::from_slice(&it).ok()).unwrap_or_default();
    let mut roles = claims.roles;
    roles.sort();
    roles.dedup();
    roles
}
