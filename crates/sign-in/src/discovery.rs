//! Discovery: what a provider says about itself.

use relata_outgoing::Outgoing;
use serde::Deserialize;

use crate::error::Result;
use crate::{SignInError, asking};

/// What we read of a provider's metadata.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Metadata {
    pub(crate) issuer: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) jwks_uri: String,
    pub(crate) userinfo_endpoint: Option<String>,
    pub(crate) end_session_endpoint: Option<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
    #[serde(default)]
    code_challenge_methods_supported: Option<Vec<String>>,
}

/// Asks a provider about itself.
pub(crate) async fn discover(issuer: &str, outgoing: &Outgoing) -> Result<Metadata> {
    let place = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let body = asking::get(outgoing, &place).await?;
    let not_understood = |_| SignInError::Unreachable(format!("{place} is no description of a provider"));
    let metadata: Metadata = serde_json::from_slice(&body).map_err(not_understood)?;
    check(issuer, &metadata, outgoing)?;
    Ok(metadata)
}

fn check(issuer: &str, metadata: &Metadata, outgoing: &Outgoing) -> Result<()> {
    if metadata.issuer != issuer {
        let said = format!("sign_in.issuer is `{issuer}`, but the provider there calls itself `{}`", metadata.issuer);
        return Err(SignInError::Settings(said));
    }
    let endpoints = [&metadata.authorization_endpoint, &metadata.token_endpoint, &metadata.jwks_uri];
    for endpoint in endpoints.into_iter().chain(&metadata.userinfo_endpoint).chain(&metadata.end_session_endpoint) {
        outgoing.permit(endpoint)?;
    }
    match &metadata.code_challenge_methods_supported {
        Some(methods) if !methods.iter().any(|it| it == "S256") => {
            Err(SignInError::Settings("the provider does not know PKCE with S256".to_owned()))
        }
        _ => Ok(()),
    }
}

impl Metadata {
    /// Whether the client proves itself in the form rather than in a header, which is what goes without saying.
    pub(crate) fn secret_goes_into_the_form(&self) -> bool {
        let known = |name: &str| self.token_endpoint_auth_methods_supported.iter().any(|it| it == name);
        known("client_secret_post") && !known("client_secret_basic")
    }
}
