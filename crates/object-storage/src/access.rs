//! Access: what is shown to whoever keeps the files, from a file that the operator names.

use jiff::Timestamp;
use serde::Deserialize;

use crate::Unusable;

/// The access file: what is shown to Azure or S3. It has no `Debug`, so that it is shown to nobody else.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Access {
    /// Azure: a shared access signature of the container or account, with read and list.
    pub sas: Option<String>,
    /// Azure: a key of the account.
    pub account_key: Option<String>,
    /// Azure: the tenant of an application.
    pub tenant: Option<String>,
    /// Azure: the application's id.
    pub client: Option<String>,
    /// Azure: its secret.
    pub client_secret: Option<String>,
    /// Azure: where applications sign in, if not at Microsoft's public cloud.
    pub login: Option<String>,
    /// S3: the id of a key.
    pub access_key_id: Option<String>,
    /// S3: the key.
    pub secret_access_key: Option<String>,
    /// S3: what goes with a key that lasts some hours.
    pub session_token: Option<String>,
    /// S3: where the bucket is, such as `eu-central-1`.
    pub region: Option<String>,
    /// Where the service is, if not where Azure and Amazon have it.
    pub endpoint: Option<String>,
}

/// What is shown to Azure.
pub(crate) enum ToAzure<'a> {
    Signature(&'a str),
    Key(&'a str),
    Application { tenant: &'a str, client: &'a str, secret: &'a str },
}

impl Access {
    /// The names of all lines an access file may have.
    pub const NAMES: &str = "sas, account_key, tenant, client, client_secret, login for Azure; access_key_id, secret_access_key, \
         session_token, region for S3; endpoint for both";

    pub(crate) fn to_azure(&self, now: Timestamp) -> Result<ToAzure<'_>, Unusable> {
        let application = (self.tenant.as_deref(), self.client.as_deref(), self.client_secret.as_deref());
        match (self.sas.as_deref(), self.account_key.as_deref(), application) {
            (Some(sas), None, (None, None, None)) => match end_of(sas) {
                Some(end) if end <= now => Err(Unusable(format!(
                    "the shared access signature in the access file ended at {end}; make a new one that allows reading and listing"
                ))),
                _ => Ok(ToAzure::Signature(sas)),
            },
            (None, Some(key), (None, None, None)) => Ok(ToAzure::Key(key)),
            (None, None, (Some(tenant), Some(client), Some(secret))) => {
                Ok(ToAzure::Application { tenant, client, secret })
            }
            _ => Err(Unusable(
                "the access file must say one of these for Azure: sas; account_key; or tenant, client and client_secret"
                    .to_owned(),
            )),
        }
    }

    /// The key of S3, its id and its secret.
    pub(crate) fn to_s3(&self) -> Result<(&str, &str), Unusable> {
        let key = self.access_key_id.as_deref().zip(self.secret_access_key.as_deref());
        key.ok_or_else(|| Unusable("the access file must say access_key_id and secret_access_key for S3".to_owned()))
    }
}

/// When a shared access signature ends, if it says so.
fn end_of(sas: &str) -> Option<Timestamp> {
    let pair = sas.trim_start_matches('?').split('&').find_map(|it| it.strip_prefix("se="))?;
    let text = pair.replace("%3A", ":").replace("%3a", ":");
    text.parse().ok().or_else(|| format!("{text}T00:00:00Z").parse().ok())
}
