//! Trouble: what an error of object storage means, and what to do about it.

use std::error::Error;

use relata_connectors::FetchError;
use relata_outgoing::OutgoingError;

use crate::Address;
use crate::address::Service;

/// What was asked for.
pub(crate) struct Asked<'a> {
    /// The container.
    pub(crate) address: &'a Address,
    /// Which file of it; `None` for the listing.
    pub(crate) file: Option<&'a str>,
}

/// Says what went wrong. The words of the service stay out, but for its code: they may repeat what was shown to it.
pub(crate) fn trouble(asked: Asked<'_>, error: &object_store::Error) -> FetchError {
    let place = asked.address.name();
    let what = asked.file.unwrap_or(&place);
    if let Some(refused) = chain(error).find_map(|it| it.downcast_ref::<OutgoingError>()) {
        return FetchError::Refused { why: refused.to_string() };
    }
    let text = error.to_string();
    let code = code(&text).map(|it| format!(" ({it})")).unwrap_or_default();
    match status(error, &text) {
        Some(404) if asked.file.is_none() => {
            FetchError::Refused { why: format!("{place} does not exist{code}; check account, container and path") }
        }
        Some(404) => FetchError::Interrupted { why: format!("{what} is no longer there") },
        Some(401 | 403) => {
            FetchError::Refused { why: format!("{what} may not be read{code}; {}", remedy(asked.address)) }
        }
        Some(400) => FetchError::Refused {
            why: format!(
                "{what} was not answered{code}: something in the access file is not known there; check every line of it"
            ),
        },
        Some(412) => FetchError::Interrupted { why: format!("{what} was replaced while it was read") },
        Some(429 | 503) => {
            FetchError::Interrupted { why: format!("{place} is busy and did not answer for long{code}") }
        }
        Some(300..=399) => FetchError::Refused {
            why: format!(
                "{place} lies in another region; name the region of the bucket in the access file, as region = \"…\""
            ),
        },
        Some(status) => FetchError::Interrupted { why: format!("{what} was answered with status {status}{code}") },
        None => FetchError::Interrupted { why: format!("{what} cannot be reached: {}", innermost(error)) },
    }
}

fn remedy(address: &Address) -> &'static str {
    match address.service {
        Service::Azure { .. } => {
            "a key must be one of the account; a shared access signature must allow reading and listing (sp=rl) and not have ended; an application needs a secret that has not ended and the role \
             Storage Blob Data Reader on the container; and the firewall of the account must let this machine through"
        }
        Service::S3 => {
            "the key needs s3:ListBucket on the bucket and s3:GetObject on what is in it, and must not have ended"
        }
    }
}

/// The status an error speaks of. For listings the library has it in the text alone.
fn status(error: &object_store::Error, text: &str) -> Option<u16> {
    match error {
        object_store::Error::NotFound { .. } => Some(404),
        object_store::Error::Precondition { .. } => Some(412),
        object_store::Error::PermissionDenied { .. } => Some(403),
        object_store::Error::Unauthenticated { .. } => Some(401),
        _ if text.contains("Received redirect") => Some(301),
        _ => text.split_once("status code: ")?.1.get(..3)?.parse().ok(),
    }
}

/// The code an answer gives in its XML: letters alone, and no more than a name of them.
fn code(text: &str) -> Option<&str> {
    let (code, _) = text.split_once("<Code>")?.1.split_once("</Code>")?;
    (code.len() <= 64 && code.bytes().all(|it| it.is_ascii_alphanumeric())).then_some(code)
}

fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |it| (*it).source())
}

fn innermost(error: &(dyn Error + 'static)) -> String {
    chain(error).last().map(ToString::to_string).unwrap_or_default()
}
