//! Asked: a request as the stand-in reads it.
//!
//! Graph's paths and the names of its query options do not mind upper and lower case, ids do; keys may stand in brackets
//! (`mailFolders('inbox')`) as well as behind a slash. All of that is settled here, so that endpoints match on plain words.

use std::collections::BTreeMap;

use jiff::Timestamp;
use reqwest::Url;

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub method: String,
    /// The parts of the path as sent, keys in brackets as parts of their own.
    pub parts: Vec<String>,
    /// The options behind the `?`, decoded, names in small letters.
    pub query: Vec<(String, String)>,
    /// Names in small letters.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
    /// The whole address that was asked.
    pub url: Url,
    /// When, by the tenant's clock.
    pub now: Timestamp,
}

impl Asked {
    /// Reads a request for a path below a base address, such as `http://127.0.0.1:4711`.
    pub fn read(
        method: &str,
        base: &str,
        path_and_query: &str,
        headers: BTreeMap<String, String>,
        body: Vec<u8>,
        now: Timestamp,
    ) -> Option<Asked> {
        let url = Url::parse(&format!("{base}{path_and_query}")).ok()?;
        let parts = url.path().split('/').filter(|it| !it.is_empty()).flat_map(|it| keys_apart(&decoded(it))).collect();
        let query = url.query_pairs().map(|(name, value)| (name.to_lowercase(), value.into_owned())).collect();
        Some(Asked { method: method.to_owned(), parts, query, headers, body, url, now })
    }

    /// Returns a query option by its name in small letters.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }

    /// Returns a whole number among the query options.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.option(name)?.parse().ok()
    }

    /// Returns the fields of a form in the body.
    pub fn form(&self) -> Vec<(String, String)> {
        let text = String::from_utf8_lossy(&self.body);
        let url = Url::parse(&format!("http://form/?{text}"));
        url.map(|it| it.query_pairs().into_owned().collect()).unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// Returns a preference, such as that of `odata.maxpagesize`; empty if it has no value. Several stand in one header.
    pub fn preference(&self, name: &str) -> Option<&str> {
        self.header("prefer")?.split(',').find_map(|it| {
            let (key, value) = it.trim().split_once('=').unwrap_or((it.trim(), ""));
            key.eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"'))
        })
    }

    /// Returns how many rows a page may have at most.
    pub fn page_size(&self) -> Option<usize> {
        self.preference("odata.maxpagesize")?.parse().ok().filter(|it| *it > 0)
    }

    pub fn wants_immutable_ids(&self) -> bool {
        self.preference("idtype").is_some_and(|it| it.eq_ignore_ascii_case("ImmutableId"))
    }

    /// Returns the address asked with other options: those of `drop` taken away, those of `add` put behind.
    pub fn link(&self, drop: &[&str], add: &[(&str, String)]) -> String {
        let mut url = self.url.clone();
        let kept = self.url.query_pairs().filter(|it| !drop.contains(&it.0.to_lowercase().as_str()));
        let mut pairs: Vec<(String, String)> = kept.map(|it| (it.0.into_owned(), it.1.into_owned())).collect();
        pairs.extend(add.iter().map(|it| (it.0.to_owned(), it.1.clone())));
        url.set_query(None);
        if !pairs.is_empty() {
            url.query_pairs_mut().extend_pairs(pairs);
        }
        url.into()
    }

    /// Returns the address asked without options, with these instead.
    pub fn bare_link(&self, add: &[(&str, String)]) -> String {
        let mut bare = self.clone();
        bare.url.set_query(None);
        bare.link(&[], add)
    }
}

/// `mailFolders('inbox')` is `mailFolders` and `inbox`; `delta()` is `delta`; `microsoft.graph.delta` is `delta` as well.
fn keys_apart(part: &str) -> Vec<String> {
    let part = part.strip_prefix("microsoft.graph.delta").map_or(part, |it| if it.is_empty() { "delta" } else { part });
    match part.strip_suffix(')').and_then(|it| it.split_once('(')) {
        Some((name, key)) => {
            let key = key.trim_matches('\'');
            [name, key].into_iter().filter(|it| !it.is_empty()).map(str::to_owned).collect()
        }
        None => vec![part.to_owned()],
    }
}

/// Returns a part of a path with `%40` as `@`.
fn decoded(part: &str) -> String {
    let bytes = part.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| part.get(at + 1..at + 3)).flatten();
        match hex.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
