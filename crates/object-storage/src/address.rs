//! Addresses: which container and what in it, as operators write it.

use relata_outgoing::Url;

use crate::Unusable;

/// Where an extract lies in object storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub(crate) service: Service,
    /// The container, or the bucket.
    pub(crate) container: String,
    /// What the names begin with, percent-encoded, without `/` at its ends.
    pub(crate) prefix: String,
}

/// Who keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    /// An account of Azure, and the host of its blobs.
    Azure { account: String, host: String },
    /// S3, or what speaks its protocol.
    S3,
}

const FORMS: &str = "write it as abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH, \
     https://ACCOUNT.blob.core.windows.net/CONTAINER/PATH or s3://BUCKET/PATH";

impl Address {
    /// Returns whether a text is an address, rather than a path of this machine.
    pub fn is_meant(text: &str) -> bool {
        text.contains("://")
    }

    /// Reads an address.
    ///
    /// # Errors
    ///
    /// What is wrong with it, without repeating it: it may hold a signature.
    pub fn parse(text: &str) -> Result<Address, Unusable> {
        let unusable = |why: &str| Unusable(format!("the address of the extract {why}; {FORMS}"));
        let url = Url::parse(text).map_err(|_| unusable("is none"))?;
        if url.query().is_some() || url.fragment().is_some() || url.password().is_some() {
            let why = "the address of the extract holds more than a place; whoever lists the programs of this machine reads it there. \
                 Give the address alone, and put a shared access signature into the access file, as sas = \"…\"";
            return Err(Unusable(why.to_owned()));
        }
        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        let path = url.path().trim_matches('/');
        let (service, container, prefix) = match url.scheme() {
            "s3" => (Service::S3, host.as_str(), path),
            "abfss" => (azure(&host).ok_or_else(|| unusable("names no account of Azure"))?, url.username(), path),
            "https" if url.username().is_empty() => {
                let (container, prefix) = path.split_once('/').unwrap_or((path, ""));
                (azure(&host).ok_or_else(|| unusable("names no account of Azure"))?, container, prefix)
            }
            _ => return Err(unusable("is of no kind that is read")),
        };
        if container.is_empty() {
            return Err(unusable("names no container"));
        }
        Ok(Address { service, container: container.to_owned(), prefix: prefix.trim_matches('/').to_owned() })
    }

    /// Returns what it is called, however it was written.
    pub fn name(&self) -> String {
        let Address { service, container, prefix } = self;
        let place = match service {
            Service::Azure { host, .. } => format!("https://{host}/{container}/{prefix}"),
            Service::S3 => format!("s3://{container}/{prefix}"),
        };
        place.trim_end_matches('/').to_owned()
    }
}

/// The account a host is of; its blobs are asked for, which is also where Data Lake keeps its files.
fn azure(host: &str) -> Option<Service> {
    let (account, rest) = host.split_once('.')?;
    let parts: Vec<&str> = rest.split('.').map(|it| if it == "dfs" { "blob" } else { it }).collect();
    let is_plain = !account.is_empty() && account.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
    let host = format!("{account}.{}", parts.join("."));
    (is_plain && parts.contains(&"blob")).then(|| Service::Azure { account: account.to_owned(), host })
}
