//! Cookies: the session, and what a browser holds while it is on its way to the provider.
//!
//! Over TLS their names begin with `__Host-`, so that no other host of the same domain can set them.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

use super::AccessSettings;

/// What a cookie is for.
#[derive(Clone, Copy)]
pub(crate) enum Cookie {
    /// The session.
    Session,
    /// The way to the provider and back.
    Way,
}

/// A token of ours has this many letters; anything longer is none.
const TOKEN_LETTERS: usize = 43;

impl Cookie {
    fn name(self, settings: &AccessSettings) -> String {
        let name = match self {
            Cookie::Session => "relata",
            Cookie::Way => "relata-way",
        };
        if settings.is_https() { format!("__Host-{name}") } else { name.to_owned() }
    }

    /// Returns what the browser sent of it.
    pub(crate) fn read<'a>(self, headers: &'a HeaderMap, settings: &AccessSettings) -> Option<&'a str> {
        let name = self.name(settings);
        let lines = headers.get_all(COOKIE).into_iter().filter_map(|it| it.to_str().ok());
        let mut pairs = lines.flat_map(|it| it.split(';')).filter_map(|it| it.trim().split_once('='));
        pairs.find(|it| it.0 == name).map(|it| it.1).filter(|it| it.len() == TOKEN_LETTERS)
    }

    /// Returns the header that sets it for so long; `0`: that removes it.
    pub(crate) fn set(self, value: &str, seconds: i64, settings: &AccessSettings) -> HeaderValue {
        let name = self.name(settings);
        let secure = if settings.is_https() { "; Secure" } else { "" };
        let header = format!("{name}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::try_from(header).expect("a token is letters of base64url")
    }

    /// Returns the header that removes it.
    pub(crate) fn remove(self, settings: &AccessSettings) -> HeaderValue {
        self.set("", 0, settings)
    }
}
