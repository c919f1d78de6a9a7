//! The provider: the way there, the way back, the way out.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use relata_outgoing::{Outgoing, Url};
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::sync::Mutex;

use crate::asking;
use crate::claims::Expected;
use crate::discovery::{Metadata, discover};
use crate::error::Result;
use crate::id_token::{Begun, IdToken};
use crate::jws::Unchecked;
use crate::keys::Keys;
use crate::logout_token::{LogoutToken, TYPES};

use crate::{Identity, Logout, SignInError};

/// What a provider says of itself is asked for again after this long.
const KEPT_SECONDS: i64 = 3600;
/// Longer codes are nobody's.
const LONGEST_CODE_BYTES: usize = 4096;

/// What the operator says of the provider.
#[derive(Clone)]
pub struct ProviderSettings {
    /// Who vouches: the URL that the provider calls itself.
    pub issuer: String,
    /// What the provider calls us.
    pub client_id: String,
    /// What proves to the provider that it is us; none for a public client.
    pub client_secret: Option<String>,
    /// What we ask for beside `openid`.
    pub scopes: Vec<String>,
    /// The claim that lists groups; empty: none does.
    pub groups_claim: String,
    /// Where the provider sends the browser back to.
    pub redirect_uri: String,
}

/// A provider, and what was last heard of it.
pub struct Provider {
    settings: ProviderSettings,
    outgoing: Outgoing,
    metadata: Mutex<Option<(Timestamp, Metadata)>>,
    keys: Keys,
}

/// What a sign-in is begun with: drawn by the caller, and kept by it until the way back.
#[derive(Clone, Copy)]
pub struct Attempt<'a> {
    /// What the browser brings back.
    pub state: &'a str,
    /// What the id token repeats.
    pub nonce: &'a str,
    /// What proves that the code comes back from whom it was asked by.
    pub verifier: &'a str,
    /// When the person was asked to prove anew who they are, if they were.
    pub again_at: Option<Timestamp>,
}

/// What the browser brings back beside the state.
#[derive(Clone, Copy, Default)]
pub struct Answer<'a> {
    /// To be exchanged for tokens.
    pub code: Option<&'a str>,
    /// Who sent the browser back.
    pub iss: Option<&'a str>,
    /// Why there is no code.
    pub error: Option<&'a str>,
}

/// What is asked for beyond signing in: one permission, for one purpose.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// The permission, as the provider names it.
    pub scope: &'a str,
    /// Where the provider sends the browser back to.
    pub redirect_uri: &'a str,
    /// Who is to grant it, if known: the provider need not ask which account.
    pub hint: Option<&'a str>,
}

/// What somebody granted. It does not print.
pub struct Granted {
    /// Who did.
    pub identity: Identity,
    /// What stands for it. No token is asked for that would outlive it.
    pub access_token: String,
    /// For how many seconds, if the provider says so.
    pub life_seconds: Option<i64>,
}

impl Provider {
    /// Returns a provider that is not asked anything yet.
    ///
    /// # Errors
    ///
    /// [`SignInError::Settings`] if the issuer is no URL that may be asked.
    pub fn new(settings: ProviderSettings, outgoing: Outgoing) -> std::result::Result<Provider, SignInError> {
        let issuer = outgoing.permit(&settings.issuer)?;
        if issuer.query().is_some() {
            return Err(SignInError::Settings(format!("sign_in.issuer: `{issuer}` is no issuer")));
        }
        Ok(Provider { settings, outgoing, metadata: Mutex::default(), keys: Keys::default() })
    }

    /// Returns who vouches.
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Returns where to send the browser to sign in.
    ///
    /// # Errors
    ///
    /// When the provider cannot be asked about itself.
    pub async fn way_there(&self, attempt: Attempt<'_>, now: Timestamp) -> std::result::Result<String, SignInError> {
        let scopes = std::iter::once("openid").chain(self.settings.scopes.iter().map(String::as_str));
        let mut url = self.there(attempt, scopes.collect(), &self.settings.redirect_uri, now).await?;
        if attempt.again_at.is_some() {
            // Who asks for a greatest age is told the age.
            url.query_pairs_mut().append_pair("prompt", "login").append_pair("max_age", "60");
        }
        Ok(url.into())
    }

    /// Returns who signed in, by what the browser brought back for this attempt.
    ///
    /// # Errors
    ///
    /// When the provider said no, cannot be asked, or what it says does not hold.
    pub async fn way_back(
        &self,
        answer: Answer<'_>,
        attempt: Attempt<'_>,
        now: Timestamp,
    ) -> std::result::Result<Identity, SignInError> {
        let (metadata, id_token, tokens) = self.back(answer, attempt, &self.settings.redirect_uri, now).await?;
        let more = self.more_about(&metadata, &id_token, &tokens).await?;
        Ok(id_token.into_identity(&self.settings.issuer, &self.settings.groups_claim, more))
    }

    /// Returns where to send the browser to grant a wish.
    ///
    /// # Errors
    ///
    /// When the provider cannot be asked about itself.
    pub async fn way_to_grant(
        &self,
        attempt: Attempt<'_>,
        wish: Wish<'_>,
        now: Timestamp,
    ) -> std::result::Result<String, SignInError> {
        let mut url = self.there(attempt, vec!["openid", wish.scope], wish.redirect_uri, now).await?;
        if let Some(hint) = wish.hint {
            url.query_pairs_mut().append_pair("login_hint", hint);
        }
        Ok(url.into())
    }

    /// Returns what was granted, by what the browser brought back. Whether it was granted by whom it should have been is
    /// the caller's to ask.
    ///
    /// # Errors
    ///
    /// When the provider said no, cannot be asked, granted something else, or what it says does not hold.
    pub async fn granted(
        &self,
        answer: Answer<'_>,
        attempt: Attempt<'_>,
        wish: Wish<'_>,
        now: Timestamp,
    ) -> std::result::Result<Granted, SignInError> {
        let (_, id_token, tokens) = self.back(answer, attempt, wish.redirect_uri, now).await?;
        // Microsoft names a permission with or without the address of whom it is for.
        let last = |it: &str| it.rsplit('/').next().map(str::to_owned);
        let is_it = |it: &str| it == wish.scope || last(it) == last(wish.scope);
        if tokens.scope.as_ref().is_some_and(|it| !it.split(' ').any(is_it)) {
            return Err(SignInError::NotTrusted("the provider did not grant what was asked for"));
        }
        let life_seconds = match &tokens.expires_in {
            Value::String(it) => it.parse().ok(),
            it => it.as_i64(),
        };
        let access_token = tokens.access_token.ok_or(SignInError::NotTrusted("the provider granted nothing"))?;
        let identity = id_token.into_identity(&self.settings.issuer, &self.settings.groups_claim, Map::new());
        Ok(Granted { identity, access_token, life_seconds })
    }

    async fn there(&self, attempt: Attempt<'_>, scopes: Vec<&str>, redirect_uri: &str, now: Timestamp) -> Result<Url> {
        let metadata = self.metadata(now).await?;
        let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, attempt.verifier.as_bytes()));
        let mut url = self.outgoing.permit(&metadata.authorization_endpoint)?;
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("scope", &scopes.join(" "))
            .append_pair("state", attempt.state)
            .append_pair("nonce", attempt.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256");
        Ok(url)
    }

    /// Returns what the code the browser brought back is good for, checked.
    async fn back(
        &self,
        answer: Answer<'_>,
        attempt: Attempt<'_>,
        redirect_uri: &str,
        now: Timestamp,
    ) -> Result<(Metadata, IdToken, Tokens)> {
        let metadata = self.metadata(now).await?;
        match answer.iss {
            Some(iss) if iss != metadata.issuer => {
                return Err(SignInError::NotTrusted("the answer is by another provider"));
            }
            None if metadata.authorization_response_iss_parameter_supported => {
                return Err(SignInError::NotTrusted("the answer does not say by which provider it is"));
            }
            _ => {}
        }
        if let Some(error) = answer.error {
            return Err(SignInError::Refused(code_word(error)));
        }
        let code = answer.code.filter(|it| it.len() <= LONGEST_CODE_BYTES);
        let code = code.ok_or(SignInError::NotTrusted("the answer holds no code"))?;
        let tokens = self.exchange(&metadata, code, attempt.verifier, redirect_uri).await?;
        let unchecked = Unchecked::parse(&tokens.id_token, &["JWT"])?;
        let id_token: IdToken = self.keys.claims(&unchecked, &metadata.jwks_uri, &self.outgoing, now).await?;
        id_token.check(self.expected(now), Begun { nonce: attempt.nonce, again_at: attempt.again_at })?;
        Ok((metadata, id_token, tokens))
    }

    /// Returns where to send the browser to sign out there too, if the provider has such a place.
    ///
    /// # Errors
    ///
    /// When the provider cannot be asked about itself.
    pub async fn way_out(&self, back: &str, now: Timestamp) -> std::result::Result<Option<String>, SignInError> {
        let metadata = self.metadata(now).await?;
        let Some(endpoint) = &metadata.end_session_endpoint else { return Ok(None) };
        let mut url = self.outgoing.permit(endpoint)?;
        url.query_pairs_mut()
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("post_logout_redirect_uri", back);
        Ok(Some(url.into()))
    }

    /// Returns what is over by the provider's word. The caller takes each `jti` once.
    ///
    /// # Errors
    ///
    /// When the token does not hold, or the provider cannot be asked for its keys.
    pub async fn logout(&self, token: &str, now: Timestamp) -> std::result::Result<Logout, SignInError> {
        let unchecked = Unchecked::parse(token, &TYPES)?;
        let metadata = self.metadata(now).await?;
        let token: LogoutToken = self.keys.claims(&unchecked, &metadata.jwks_uri, &self.outgoing, now).await?;
        token.check(self.expected(now))
    }

    fn expected(&self, now: Timestamp) -> Expected<'_> {
        Expected { issuer: &self.settings.issuer, client_id: &self.settings.client_id, now }
    }

    async fn metadata(&self, now: Timestamp) -> Result<Metadata> {
        let mut kept = self.metadata.lock().await;
        if let Some((at, metadata)) = kept.as_ref()
            && now.as_second() - at.as_second() < KEPT_SECONDS
        {
            return Ok(metadata.clone());
        }
        let metadata = discover(&self.settings.issuer, &self.outgoing).await?;
        Ok(kept.insert((now, metadata)).1.clone())
    }

    async fn exchange(&self, metadata: &Metadata, code: &str, verifier: &str, redirect_uri: &str) -> Result<Tokens> {
        let settings = &self.settings;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirect_uri),
            ("code_verifier", verifier),
        ];
        let mut authorization = None;
        match &settings.client_secret {
            Some(secret) if metadata.secret_goes_into_the_form() => {
                form.extend([("client_id", settings.client_id.as_str()), ("client_secret", secret)]);
            }
            Some(secret) => authorization = Some(basic(&settings.client_id, secret)),
            None => form.push(("client_id", &settings.client_id)),
        }
        let body = asking::post(&self.outgoing, &metadata.token_endpoint, &form, authorization.as_deref()).await?;
        #[derive(Deserialize)]
        struct Refusal {
            error: String,
        }
        if let Ok(refusal) = serde_json::from_slice::<Refusal>(&body) {
            return Err(SignInError::Refused(code_word(&refusal.error)));
        }
        let not_understood = |_| SignInError::Unreachable("the provider answered no tokens for the code".to_owned());
        serde_json::from_slice(&body).map_err(not_understood)
    }

    /// Asks the provider about whom the token names, where the token itself says too little.
    async fn more_about(&self, metadata: &Metadata, token: &IdToken, tokens: &Tokens) -> Result<Map<String, Value>> {
        let (Some(endpoint), Some(access)) = (&metadata.userinfo_endpoint, &tokens.access_token) else {
            return Ok(Map::new());
        };
        if !token.says_too_little(&self.settings.groups_claim) {
            return Ok(Map::new());
        }
        let body = asking::get_as(&self.outgoing, endpoint, access).await?;
        let not_understood = |_| SignInError::Unreachable(format!("{endpoint} says nothing of anybody"));
        let more: Map<String, Value> = serde_json::from_slice(&body).map_err(not_understood)?;
        match more.get("sub").and_then(Value::as_str) {
            Some(sub) if sub == token.sub => Ok(more),
            _ => Err(SignInError::NotTrusted("the provider speaks of somebody else")),
        }
    }
}

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
    access_token: Option<String>,
    /// What was granted, if it is not what was asked for.
    scope: Option<String>,
    /// Seconds; some providers write them as text.
    #[serde(default)]
    expires_in: Value,
}

/// A code for an error is a word; whatever else is there is not repeated.
fn code_word(error: &str) -> String {
    error.chars().filter(|it| it.is_ascii_lowercase() || *it == '_').take(40).collect()
}

/// Name and password as RFC 6749 wants them: escaped as in a form, before they are put together.
fn basic(client_id: &str, secret: &str) -> String {
    let escaped = |text: &str| {
        let mut url = Url::parse("x:/").expect("this is a URL");
        url.query_pairs_mut().append_pair("", text);
        url.query().unwrap_or_default()[1..].to_owned()
    };
    format!("Basic {}", STANDARD.encode(format!("{}:{}", escaped(client_id), escaped(secret))))
}
