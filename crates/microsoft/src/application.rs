//! Application: what an administrator registered with Microsoft, and what it shows to get in.

use std::fmt;

use zeroize::Zeroizing;

/// Where the services are: Microsoft's, a sovereign cloud's, or a stand-in's on loopback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cloud {
    /// Where tokens come from, without a slash at the end.
    pub login: String,
    /// Where Graph is, without a slash at the end.
    pub graph: String,
}

impl Default for Cloud {
    fn default() -> Cloud {
        Cloud { login: "https://login.microsoftonline.com".to_owned(), graph: "https://graph.microsoft.com".to_owned() }
    }
}

/// What proves that it is us. Logs never show it.
#[derive(Clone)]
pub enum Credential {
    /// A client secret.
    Secret(Zeroizing<String>),
    /// A certificate: what is signed with its key is shown, never the key.
    Certificate {
        /// The private key, an RSA key in PEM (PKCS #8 or PKCS #1).
        key_pem: Zeroizing<String>,
        /// The certificate that was uploaded, in PEM.
        certificate_pem: String,
    },
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Credential::Secret(_) => "Secret(…)",
            Credential::Certificate { .. } => "Certificate(…)",
        })
    }
}

/// An application, registered in one tenant.
#[derive(Clone, Debug)]
pub struct Application {
    /// The tenant's id or one of its domains; never `common`.
    pub tenant: String,
    /// The application's (client) id.
    pub client: String,
    /// What it shows.
    pub credential: Credential,
    /// Where to.
    pub cloud: Cloud,
}

/// How much is asked at once.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Requests in flight for one mailbox; Exchange lets an application have 4.
    pub per_mailbox: usize,
    /// Requests in flight in all.
    pub in_all: usize,
    /// Messages asked for at once; the service may give fewer.
    pub page: u32,
    /// Tries of one question that fail without the service asking for a pause.
    pub tries: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { per_mailbox: 2, in_all: 64, page: 200, tries: 5 }
    }
}
