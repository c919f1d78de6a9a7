//! Object storage is asked like anybody else: through the guard, and following nothing.
//!
//! Its protocols, their signatures and their patience are the library's; what goes over the wire is ours.

use std::error::Error;
use std::time::Duration;

use async_trait::async_trait;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
};
use reqwest::Client;

use crate::guard::Inside;
use crate::{Outgoing, OutgoingError, built, guarded};

/// A download takes as long as it takes, but never waits this long for the next byte.
const LONGEST_SILENCE: Duration = Duration::from_secs(30);

/// A way to object storage.
#[derive(Clone, Debug)]
pub struct ToStorage {
    outgoing: Outgoing,
    client: Client,
}

impl Outgoing {
    /// Returns a way to object storage, to the same hosts.
    ///
    /// # Errors
    ///
    /// As [`Outgoing::new`].
    pub fn to_storage(&self) -> Result<ToStorage, OutgoingError> {
        let client = built(guarded(&self.allowed).read_timeout(LONGEST_SILENCE))?;
        Ok(ToStorage { outgoing: self.clone(), client })
    }
}

impl HttpConnector for ToStorage {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for ToStorage {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let host = request.uri().host().unwrap_or_default().to_owned();
        // What may not be asked is not asked again.
        let refused = |it: OutgoingError| HttpError::new(HttpErrorKind::Unknown, it);
        if self.outgoing.permit(&request.uri().to_string()).is_err() {
            // The address may hold a signature, the host does not.
            let why = format!(
                "{host} may not be asked: it is not https, or it lies inside; name its host in outgoing.allow if you trust it"
            );
            return Err(refused(OutgoingError::NotPermitted(why)));
        }
        self.client.call(request).await.map_err(|error| match is_inside(&error) {
            true => refused(OutgoingError::NotPermitted(format!("{host} may not be asked: {Inside}"))),
            false => error,
        })
    }
}

fn is_inside(error: &HttpError) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = next {
        if error.is::<Inside>() {
            return true;
        }
        next = error.source();
    }
    false
}
