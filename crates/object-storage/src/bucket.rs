//! Buckets: a container with an extract in it, as a place of files.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures::TryStreamExt;
use jiff::Timestamp;
use object_store::aws::AmazonS3Builder;
use object_store::azure::MicrosoftAzureBuilder;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, RetryConfig};
use relata_connectors::FetchError;
use relata_connectors::files::stored::{Listed, Place, Stored, is_a_note};
use relata_outgoing::ToStorage;
use tokio::runtime::Handle;

use crate::access::ToAzure;
use crate::address::Service;
use crate::blob::Blob;
use crate::recent::Recent;
use crate::trouble::{Asked, trouble};
use crate::{Access, Address, Unusable};

/// Blocks that are kept for those who jump: as many as a Parquet file of messages has columns, with what they hold.
pub(crate) const CACHED_BLOCKS: usize = 64;
/// A request is made so often before it has failed, at growing distances.
const MOST_RETRIES: usize = if cfg!(test) { 1 } else { 8 };
/// And no longer than this.
const LONGEST_TRYING: Duration = Duration::from_secs(2 * 60);

/// A container, or what lies below a path in it.
pub struct Bucket {
    of: Arc<Shared>,
    prefix: Path,
}

/// What a bucket and its files have in common.
pub(crate) struct Shared {
    pub(crate) store: Box<dyn ObjectStore>,
    /// Where requests are made; the code that waits for them blocks.
    pub(crate) handle: Handle,
    pub(crate) recent: Recent,
    address: Address,
    /// What stands before the names of files.
    root: String,
}

impl Bucket {
    /// Names a bucket, without asking anybody yet. What asks runs on `handle`, and waits on threads that may block.
    ///
    /// # Errors
    ///
    /// [`Unusable`] if what the access file says does not do for the address.
    pub fn of(
        address: &Address,
        access: &Access,
        outgoing: &ToStorage,
        handle: Handle,
        now: Timestamp,
    ) -> Result<Bucket, Unusable> {
        let retry = RetryConfig { max_retries: MOST_RETRIES, retry_timeout: LONGEST_TRYING, ..RetryConfig::default() };
        let endpoint = access.endpoint.as_deref().map(|it| it.trim_end_matches('/').to_owned());
        // The guard says which hosts may be asked in plain, as those on this machine.
        let plain = endpoint.as_ref().is_some_and(|it| it.starts_with("http://"));
        let built: Result<Box<dyn ObjectStore>, _> = match &address.service {
            Service::Azure { account, host } => {
                let builder = MicrosoftAzureBuilder::new().with_http_connector(outgoing.clone()).with_retry(retry);
                let endpoint = endpoint.unwrap_or_else(|| format!("https://{host}"));
                let builder = builder.with_account(account).with_container_name(&address.container);
                let builder = builder.with_endpoint(endpoint).with_allow_http(plain);
                let builder = access.login.iter().fold(builder, |it, login| it.with_authority_host(login));
                let builder = match access.to_azure(now)? {
                    ToAzure::Signature(sas) => builder.with_config(object_store::azure::AzureConfigKey::SasKey, sas),
                    ToAzure::Key(key) => builder.with_access_key(key),
                    ToAzure::Application { tenant, client, secret } => {
                        builder.with_client_secret_authorization(client, secret, tenant)
                    }
                };
                builder.build().map(|it| Box::new(it) as _)
            }
            Service::S3 => {
                let (id, secret) = access.to_s3()?;
                let builder = AmazonS3Builder::new().with_http_connector(outgoing.clone()).with_retry(retry);
                let builder = builder.with_bucket_name(&address.container).with_allow_http(plain);
                let builder = builder.with_access_key_id(id).with_secret_access_key(secret);
                let builder = builder.with_region(access.region.as_deref().unwrap_or("us-east-1"));
                let builder = access.session_token.iter().fold(builder, |it, token| it.with_token(token));
                let builder = endpoint.into_iter().fold(builder, |it, endpoint| it.with_endpoint(endpoint));
                builder.build().map(|it| Box::new(it) as _)
            }
        };
        // What the library says of a key it cannot use would show the key.
        let unusable =
            |_| Unusable("what the access file says cannot be used; copy it again, without line breaks".to_owned());
        let store = built.map_err(unusable)?;
        let prefix = Path::from_url_path(&address.prefix);
        let prefix =
            prefix.map_err(|_| Unusable("the path in the address of the extract cannot be used".to_owned()))?;
        Ok(Bucket { of: Arc::new(Shared::of(store, handle, address)), prefix })
    }

    async fn objects(&self) -> Result<Vec<ObjectMeta>, object_store::Error> {
        let store = &self.of.store;
        let below: Vec<ObjectMeta> = store.list(Some(&self.prefix)).try_collect().await?;
        if !below.is_empty() || self.prefix.is_root() {
            return Ok(below);
        }
        match store.head(&self.prefix).await {
            Ok(file) => Ok(vec![file]),
            Err(object_store::Error::NotFound { .. }) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    fn listed(&self, object: ObjectMeta) -> Option<Listed> {
        let inside: Vec<_> = object.location.prefix_match(&self.prefix)?.collect();
        if inside.iter().any(|it| is_a_note(it.as_ref())) {
            return None;
        }
        let name = inside.iter().map(|it| it.as_ref()).collect::<Vec<_>>().join("/");
        let name = if name.is_empty() { object.location.filename()?.to_owned() } else { name };
        let path = PathBuf::from(self.of.path_of(&object.location));
        let etag = match &self.of.address.service {
            Service::Azure { .. } => object.e_tag.map(quoted).unwrap_or_default(),
            Service::S3 => object.e_tag.unwrap_or_default(),
        };
        let changed = if etag.is_empty() { object.last_modified.timestamp_millis() } else { 0 };
        Some(Listed { name, path, bytes: object.size, changed, etag })
    }
}

/// Listings of Azure leave out the quotation marks that its requests ask for.
fn quoted(etag: String) -> String {
    if etag.starts_with('"') { etag } else { format!("\"{etag}\"") }
}

impl Place for Bucket {
    fn list(&self) -> Result<Vec<Listed>, FetchError> {
        let objects = self.of.handle.block_on(self.objects()).map_err(|it| self.of.told(None, &it))?;
        let mut files: Vec<Listed> = objects.into_iter().filter_map(|it| self.listed(it)).collect();
        files.sort_by(|one, other| one.name.cmp(&other.name));
        if files.is_empty() {
            let place = self.of.path_of(&self.prefix);
            let why = format!("there is no file at {place}; check the path, in which capital letters matter");
            return Err(FetchError::Refused { why });
        }
        Ok(files)
    }

    fn open(&self, file: &Listed) -> io::Result<Arc<dyn Stored>> {
        let inside = file.path.strip_prefix(&self.of.root).ok().and_then(|it| it.to_str());
        let path = inside.and_then(|it| Path::parse(it).ok()).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(Arc::new(Blob { of: self.of.clone(), path, etag: file.etag.clone(), bytes: file.bytes }))
    }
}

impl Shared {
    pub(crate) fn of(store: Box<dyn ObjectStore>, handle: Handle, address: &Address) -> Shared {
        let address = Address { prefix: String::new(), ..address.clone() };
        Shared { store, handle, recent: Recent::of(CACHED_BLOCKS), root: address.name(), address }
    }

    fn path_of(&self, path: &Path) -> String {
        format!("{}/{path}", self.root).trim_end_matches('/').to_owned()
    }

    /// Says what went wrong with a file, or with the listing, and what to do.
    pub(crate) fn told(&self, file: Option<&Path>, error: &object_store::Error) -> FetchError {
        let file = file.map(|it| self.path_of(it));
        trouble(Asked { address: &self.address, file: file.as_deref() }, error)
    }
}
