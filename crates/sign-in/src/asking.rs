//! Asking the provider: short calls, short answers, and of those only the ones that are for us.

use std::time::Duration;

use relata_outgoing::{Call, Method, Outgoing, OutgoingError, form};

use crate::SignInError;
use crate::error::Result;

/// Keys and metadata of the largest providers are some 20 KB.
const LONGEST_ANSWER_BYTES: usize = 512 * 1024;
const LONGEST_CALL: Duration = Duration::from_secs(10);

pub(crate) async fn get(outgoing: &Outgoing, url: &str) -> Result<Vec<u8>> {
    ask(outgoing, url, Method::Get, None, None).await
}

pub(crate) async fn get_as(outgoing: &Outgoing, url: &str, bearer: &str) -> Result<Vec<u8>> {
    ask(outgoing, url, Method::Get, Some(&format!("Bearer {bearer}")), None).await
}

/// Sends a form, with a name and a password if there is one.
pub(crate) async fn post(
    outgoing: &Outgoing,
    url: &str,
    pairs: &[(&str, &str)],
    authorization: Option<&str>,
) -> Result<Vec<u8>> {
    ask(outgoing, url, Method::Post, authorization, Some(form(pairs))).await
}

/// Answers of 200 and of 400 are read, as those have a body for us; all others are none of ours.
async fn ask(
    outgoing: &Outgoing,
    url: &str,
    method: Method,
    authorization: Option<&str>,
    body: Option<(&str, Vec<u8>)>,
) -> Result<Vec<u8>> {
    let url = outgoing.permit(url)?;
    let mut headers = vec![("accept", "application/json")];
    headers.extend(authorization.map(|it| ("authorization", it)));
    let (longest, most_bytes) = (LONGEST_CALL, LONGEST_ANSWER_BYTES);
    let answer = outgoing.call(Call { method, url: &url, headers: &headers, body, longest, most_bytes }).await?;
    let host = url.host_str().unwrap_or_default();
    match answer.status {
        200 | 400 | 401 => Ok(answer.body),
        status @ 300..400 => {
            Err(SignInError::Unreachable(format!("{host} answered {status}, and nothing is followed")))
        }
        status => Err(SignInError::Unreachable(format!("{host} answered {status}"))),
    }
}

impl From<OutgoingError> for SignInError {
    fn from(error: OutgoingError) -> SignInError {
        match error {
            OutgoingError::NotPermitted(said) => SignInError::Settings(said),
            OutgoingError::Unreachable(said) => SignInError::Unreachable(said),
        }
    }
}
