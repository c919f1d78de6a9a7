//! The guard: names are resolved to addresses that may be connected to, or to none.

use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::public_address::is_public;

/// Whether the operator named the host.
pub(crate) fn is_allowed(allowed: &[String], host: &str) -> bool {
    allowed.iter().any(|it| it.eq_ignore_ascii_case(host) || it.eq_ignore_ascii_case(host.trim_matches(['[', ']'])))
}

/// A name leads inside, where nobody may be asked whom the operator did not name.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("it lies inside; name its host in outgoing.allow if you trust it")]
pub(crate) struct Inside;

/// Resolves names to addresses that may be connected to.
pub(crate) struct Guarded {
    allowed: Arc<[String]>,
}

impl Guarded {
    pub(crate) fn new(allowed: Arc<[String]>) -> Guarded {
        Guarded { allowed }
    }
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
                return Err(Inside.into());
            }
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}
