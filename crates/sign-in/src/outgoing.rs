//! Outgoing calls: over TLS, to public addresses or hosts the operator named, following nothing, reading little.
//!
//! The address is judged where it is connected to, in the resolver: a name that first leads outside and then inside
//! (DNS rebinding) leads nowhere.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, RequestBuilder, Url, redirect};

use crate::SignInError;
use crate::error::Result;
use crate::public_address::is_public;

/// Keys and metadata of the largest providers are some 20 KB.
const LONGEST_ANSWER_BYTES: usize = 512 * 1024;
const LONGEST_CALL: Duration = Duration::from_secs(10);

/// How the outside is asked.
#[derive(Clone, Debug)]
pub struct Outgoing {
    client: Client,
    allowed: Arc<[String]>,
}

impl Outgoing {
    /// Returns a way to public addresses, and to these hosts wherever they are.
    ///
    /// # Errors
    ///
    /// [`SignInError::Settings`] if the system's certificates cannot be read.
    pub fn new(allowed: &[String]) -> std::result::Result<Outgoing, SignInError> {
        let allowed: Arc<[String]> = allowed.iter().map(|it| it.to_ascii_lowercase()).collect();
        let client = Client::builder()
            // A proxy would resolve names itself, past the guard.
            .no_proxy()
            .redirect(redirect::Policy::none())
            .timeout(LONGEST_CALL)
            .dns_resolver(Arc::new(Guarded { allowed: Arc::clone(&allowed) }))
            .build()
            .map_err(|error| SignInError::Settings(format!("outgoing calls cannot be made: {error}")))?;
        Ok(Outgoing { client, allowed })
    }

    /// Returns the URL, if it may be asked.
    ///
    /// # Errors
    ///
    /// [`SignInError::Settings`], which says what is wrong with it.
    pub(crate) fn permit(&self, text: &str) -> Result<Url> {
        let refused = |why: &str| SignInError::Settings(format!("`{text}` {why}"));
        let url = Url::parse(text).map_err(|_| refused("is no URL"))?;
        let host = url.host_str().ok_or_else(|| refused("names no host"))?;
        if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
            return Err(refused("holds more than an address"));
        }
        let literal: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        let loopback = host == "localhost" || literal.is_some_and(|it| it.is_loopback());
        if url.scheme() != "https" && !(url.scheme() == "http" && loopback) {
            return Err(refused("is not https"));
        }
        // An address written as such never meets the resolver.
        if literal.is_some_and(|it| !is_public(it)) && !is_allowed(&self.allowed, host) {
            return Err(refused("lies inside; name its host in outgoing.allow if you trust it"));
        }
        Ok(url)
    }

    pub(crate) async fn get(&self, url: &str) -> Result<Vec<u8>> {
        let url = self.permit(url)?;
        self.send(&url, self.client.get(url.clone())).await
    }

    pub(crate) async fn get_as(&self, url: &str, bearer: &str) -> Result<Vec<u8>> {
        let url = self.permit(url)?;
        self.send(&url, self.client.get(url.clone()).bearer_auth(bearer)).await
    }

    /// Sends a form, with a name and a password if there is one.
    pub(crate) async fn post(&self, url: &str, form: &[(&str, &str)], authorization: Option<&str>) -> Result<Vec<u8>> {
        let url = self.permit(url)?;
        let request = self.client.post(url.clone()).form(form);
        let request = authorization.into_iter().fold(request, |request, it| request.header("authorization", it));
        self.send(&url, request).await
    }

    /// Answers of 200 and of 400 are read, as those have a body for us; all others are none of ours.
    async fn send(&self, url: &Url, request: RequestBuilder) -> Result<Vec<u8>> {
        let host = url.host_str().unwrap_or_default();
        let trouble = |what: &str| SignInError::Unreachable(format!("{host} {what}"));
        let unreachable = |error: reqwest::Error| trouble(&format!("cannot be reached: {}", innermost(&error)));
        let mut response = request.header("accept", "application/json").send().await.map_err(unreachable)?;
        match response.status().as_u16() {
            200 | 400 | 401 => {}
            status @ 300..400 => return Err(trouble(&format!("answered {status}, and nothing is followed"))),
            status => return Err(trouble(&format!("answered {status}"))),
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST_ANSWER_BYTES {
                return Err(trouble("answers more than it should"));
            }
        }
        Ok(body)
    }
}

fn innermost(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => innermost(source),
        None => error.to_string(),
    }
}

fn is_allowed(allowed: &[String], host: &str) -> bool {
    allowed.iter().any(|it| it.eq_ignore_ascii_case(host) || it.eq_ignore_ascii_case(host.trim_matches(['[', ']'])))
}

/// Resolves names to addresses that may be connected to.
struct Guarded {
    allowed: Arc<[String]>,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = Arc::clone(&self.allowed);
        Box::pin(async move {
            let host = name.as_str();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host, 0)).await?.collect();
            let permitted: Vec<SocketAddr> = match is_allowed(&allowed, host) {
                true => found,
                false => found.into_iter().filter(|it| is_public(it.ip())).collect(),
            };
            if permitted.is_empty() {
                return Err("it lies inside; name its host in outgoing.allow if you trust it".into());
            }
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn check(allowed: &[&str], urls: &[&str], expected: &Expect) {
        let allowed: Vec<String> = allowed.iter().map(|it| (*it).to_owned()).collect();
        let outgoing = Outgoing::new(&allowed).unwrap();
        let said = urls.iter().map(|it| match outgoing.permit(it) {
            Ok(url) => format!("{url} may be asked\n"),
            Err(error) => format!("{error}\n"),
        });
        expected.assert_eq(&said.collect::<String>());
    }

    #[test]
    fn what_is_not_https_or_lies_inside_is_not_asked() {
        check(
            &[],
            &[
                "https://login.example/x",
                "http://login.example/x",
                "file:///etc/passwd",
                "https://amber:pw@login.example/",
                "https://169.254.169.254/latest",
                "https://[::1]/",
                "https://0x7f.1/",
                "http://127.0.0.1:9000/",
                "nonsense",
            ],
            &expect![[r#"
                https://login.example/x may be asked
                `http://login.example/x` is not https
                `file:///etc/passwd` names no host
                `https://amber:pw@login.example/` holds more than an address
                `https://169.254.169.254/latest` lies inside; name its host in outgoing.allow if you trust it
                `https://[::1]/` lies inside; name its host in outgoing.allow if you trust it
                `https://0x7f.1/` lies inside; name its host in outgoing.allow if you trust it
                `http://127.0.0.1:9000/` lies inside; name its host in outgoing.allow if you trust it
                `nonsense` is no URL
            "#]],
        );
    }

    #[test]
    fn a_host_that_the_operator_named_may_lie_inside() {
        check(
            &["10.0.0.7", "::1", "127.0.0.1"],
            &["https://10.0.0.7/", "https://10.0.0.8/", "https://[::1]/", "http://127.0.0.1:9000/", "http://10.0.0.7/"],
            &expect![[r#"
                https://10.0.0.7/ may be asked
                `https://10.0.0.8/` lies inside; name its host in outgoing.allow if you trust it
                https://[::1]/ may be asked
                http://127.0.0.1:9000/ may be asked
                `http://10.0.0.7/` is not https
            "#]],
        );
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_leads_nowhere() {
        let asked = Outgoing::new(&[]).unwrap().get("https://localhost:1/").await;
        let said = "localhost cannot be reached: it lies inside; name its host in outgoing.allow if you trust it";
        assert_eq!(asked, Err(SignInError::Unreachable(said.to_owned())));
    }
}
