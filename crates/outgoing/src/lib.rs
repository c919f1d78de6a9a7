//! Outgoing calls: over TLS, to public addresses or hosts the operator named, following nothing, reading little.
//!
//! ```text
//! Outgoing::permit(text) ──▶ Url ──▶ Outgoing::call(Call) ──▶ Answer { status, headers, body }
//! ```
//!
//! **Invariant:** the address is judged where it is connected to, in the resolver: a name that first leads outside and
//! then inside (DNS rebinding) leads nowhere.
//!
//! **Invariant:** an error names the host that was asked, and nothing else of the URL.

mod guard;
mod public_address;
mod storage;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

pub use reqwest::Url;
use reqwest::header::HeaderMap;
use reqwest::{Client, ClientBuilder, Response, redirect};
pub use storage::ToStorage;

use crate::guard::{Guarded, is_allowed};
use crate::public_address::is_public;

/// Connecting takes no longer than this, whatever the call may take.
const LONGEST_CONNECTING: Duration = Duration::from_secs(10);

/// How the outside is asked. Cheap to clone; connections are kept and used again.
#[derive(Clone, Debug)]
pub struct Outgoing {
    client: Client,
    allowed: Arc<[String]>,
}

/// One question to the outside.
pub struct Call<'a> {
    /// What is asked for.
    pub method: Method,
    /// Where; what [`Outgoing::permit`] returned.
    pub url: &'a Url,
    /// Names and values of headers.
    pub headers: &'a [(&'a str, &'a str)],
    /// What goes along: its type and its bytes.
    pub body: Option<(&'a str, Vec<u8>)>,
    /// How long the whole call may take, from connecting to the last byte.
    pub longest: Duration,
    /// Longer answers are not read.
    pub most_bytes: usize,
}

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Makes.
    Post,
    /// Changes.
    Patch,
    /// Removes.
    Delete,
}

/// What came back, whatever its status. Nothing was followed.
pub struct Answer {
    /// The status, e.g. 200.
    pub status: u16,
    headers: HeaderMap,
    /// The whole body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Returns the first header of that name, if it can be shown.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Why there is no answer, told apart by what the caller should do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutgoingError {
    /// The operator or a stranger chose something that may not be asked.
    #[error("{0}")]
    NotPermitted(String),
    /// Nobody answered, or not to the end: try again later.
    #[error("{0}")]
    Unreachable(String),
}

impl Outgoing {
    /// Returns a way to public addresses, and to these hosts wherever they are.
    ///
    /// # Errors
    ///
    /// [`OutgoingError::NotPermitted`] if the system's certificates cannot be read.
    pub fn new(allowed: &[String]) -> Result<Outgoing, OutgoingError> {
        let allowed: Arc<[String]> = allowed.iter().map(|it| it.to_ascii_lowercase()).collect();
        let client = built(guarded(&allowed))?;
        Ok(Outgoing { client, allowed })
    }

    /// Returns the URL, if it may be asked.
    ///
    /// # Errors
    ///
    /// [`OutgoingError::NotPermitted`], which says what is wrong with it.
    pub fn permit(&self, text: &str) -> Result<Url, OutgoingError> {
        let refused = |why: &str| OutgoingError::NotPermitted(format!("`{text}` {why}"));
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

    /// Asks, and returns what came back.
    ///
    /// # Errors
    ///
    /// [`OutgoingError::NotPermitted`] if the URL may not be asked; [`OutgoingError::Unreachable`] if nobody answered,
    /// the answer broke off, took too long or was too long.
    pub async fn call(&self, call: Call<'_>) -> Result<Answer, OutgoingError> {
        let url = self.permit(call.url.as_str())?;
        let host = call.url.host_str().unwrap_or_default();
        let trouble = |what: &str| OutgoingError::Unreachable(format!("{host} {what}"));
        let unreachable = |error: reqwest::Error| trouble(&format!("cannot be reached: {}", innermost(&error)));
        let request = match call.method {
            Method::Get => self.client.get(url),
            Method::Post => self.client.post(url),
            Method::Patch => self.client.patch(url),
            Method::Delete => self.client.delete(url),
        };
        let request =
            call.headers.iter().fold(request.timeout(call.longest), |it, (name, value)| it.header(*name, *value));
        let request = match call.body {
            Some((kind, bytes)) => request.header("content-type", kind).body(bytes),
            None => request,
        };
        let mut response: Response = request.send().await.map_err(|it| unreachable(it.without_url()))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|it| unreachable(it.without_url()))? {
            body.extend_from_slice(&chunk);
            if body.len() > call.most_bytes {
                return Err(trouble("answers more than it should"));
            }
        }
        Ok(Answer { status, headers, body })
    }
}

/// How every client begins.
fn guarded(allowed: &Arc<[String]>) -> ClientBuilder {
    Client::builder()
        // A proxy would resolve names itself, past the guard.
        .no_proxy()
        .redirect(redirect::Policy::none())
        .connect_timeout(LONGEST_CONNECTING)
        .dns_resolver(Arc::new(Guarded::new(Arc::clone(allowed))))
}

fn built(client: ClientBuilder) -> Result<Client, OutgoingError> {
    client.build().map_err(|error| OutgoingError::NotPermitted(format!("outgoing calls cannot be made: {error}")))
}

/// Returns the pairs as the body of a form, with its type.
pub fn form(pairs: &[(&str, &str)]) -> (&'static str, Vec<u8>) {
    let mut url = Url::parse("x:/").expect("this is a URL");
    url.query_pairs_mut().extend_pairs(pairs);
    ("application/x-www-form-urlencoded", url.query().unwrap_or_default().as_bytes().to_vec())
}

fn innermost(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => innermost(source),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests;
