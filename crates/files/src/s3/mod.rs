//! Files in a bucket of a service that speaks S3 (`S3_URL`).
//!
//! A file is one object, `<prefix>/objects/<two characters>/<cid>`, whole and contiguous as on the
//! local disk, so that a range is a range. Large files are sent in parts; the service shows an
//! object when it is complete, or not at all. Every request is signed with a hash of its body, so
//! that the service refuses what was damaged on the way.

mod connect;
mod settings;

use std::error::Error as StdError;
use std::io;
use std::ops::Range;
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use cid::Cid;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream, StreamExt as _, TryStreamExt as _};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::client::{HttpError, HttpErrorKind};
use object_store::path::Path;
use object_store::{
    BackoffConfig, GetOptions, MultipartUpload, ObjectMeta, ObjectStore as _, ObjectStoreExt as _,
    RetryConfig,
};
use tokio::io::AsyncReadExt as _;

use crate::backend::{Backend, ByteStream, Object, check_range, exactly};
use crate::error::{Error, IoContext as _, Result};
use crate::ingest::{Staged, Stored};

pub use settings::S3Settings;
use settings::setting;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How long the service may be silent, also while it takes a part.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often and how long a request is tried again while somebody waits for it.
const RETRIES: usize = 3;
const RETRY_TIME: Duration = Duration::from_secs(10);
/// Up to this size a file is sent at once, above it in parts of this size or more: what one upload
/// has in memory. Services ask for at least 5 MiB.
const PART: u64 = 8 * 1024 * 1024;
/// The most parts that services take of an object.
const MAX_PARTS: u64 = 10_000;
/// The key that `health` writes and removes.
const PROBE: &str = "probe";

/// A bucket behind S3.
#[derive(Debug)]
pub struct S3Backend {
    store: AmazonS3,
    prefix: Path,
    /// For messages.
    shown: String,
}

impl S3Backend {
    /// Takes what is configured. Does not connect: [`health`](Backend::health) does.
    ///
    /// # Errors
    /// [`Error::Setting`] for what cannot be used; [`Error::Backend`] where TLS cannot be set up.
    pub fn new(settings: &S3Settings) -> Result<Self> {
        let shown = settings.shown();
        let endpoint = settings.endpoint()?;
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .read_timeout(PATIENCE)
            // A signature holds for one host.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| Error::Backend {
                backend: shown.clone(),
                why: causes(&error),
            })?;
        let prefix = Path::parse(&settings.prefix)
            .map_err(|error| setting("S3_PREFIX", &error.to_string()))?;
        let store = AmazonS3Builder::new()
            .with_endpoint(endpoint)
            .with_virtual_hosted_style_request(!settings.path_style)
            .with_allow_http(settings.url.scheme() == "http")
            .with_bucket_name(&settings.bucket)
            .with_region(&settings.region)
            .with_access_key_id(&settings.access_key_id)
            .with_secret_access_key(&settings.secret_access_key)
            // Not every service knows how to remove many objects at once.
            .with_disable_bulk_delete(true)
            .with_retry(RetryConfig {
                backoff: BackoffConfig::default(),
                max_retries: RETRIES,
                retry_timeout: RETRY_TIME,
            })
            .with_http_connector(connect::Connector(client))
            .build()
            .map_err(|error| setting("S3_URL", &error.to_string()))?;
        Ok(Self {
            store,
            prefix,
            shown,
        })
    }

    /// The same two characters as on the local disk: they spread keys evenly.
    fn key(&self, root: &Cid) -> Path {
        let name = root.to_string();
        let end = name.len() - 1;
        let shard = name[end - 2..end].to_owned();
        self.objects().join(shard).join(name)
    }

    fn objects(&self) -> Path {
        self.prefix.clone().join("objects")
    }

    async fn send(&self, staged: &Staged) -> Result<()> {
        let key = self.key(&staged.cid);
        let mut file = staged.reopen().during("could not open", staged.path())?;
        if staged.size <= PART {
            let bytes = piece(&mut file, staged, staged.size).await?;
            self.store
                .put(&key, bytes.into())
                .await
                .map_err(|error| self.failed(error))?;
            return Ok(());
        }
        let started = self.store.put_multipart(&key).await;
        let mut upload = started.map_err(|error| self.failed(error))?;
        let sent = self.send_parts(&mut *upload, &mut file, staged).await;
        if sent.is_err()
            && let Err(error) = upload.abort().await
        {
            // The service's own rule for unfinished uploads removes them.
            tracing::warn!(%error, backend = self.shown, "the parts of a failed upload remain");
        }
        sent
    }

    async fn send_parts(
        &self,
        upload: &mut dyn MultipartUpload,
        file: &mut tokio::fs::File,
        staged: &Staged,
    ) -> Result<()> {
        let part = part_size(staged.size);
        let mut left = staged.size;
        while left > 0 {
            let bytes = piece(file, staged, left.min(part)).await?;
            left -= bytes.len() as u64;
            let sent = upload.put_part(bytes.into()).await;
            sent.map_err(|error| self.failed(error))?;
        }
        upload
            .complete()
            .await
            .map_err(|error| self.failed(error))?;
        Ok(())
    }

    async fn head(&self, root: &Cid) -> Result<Option<ObjectMeta>> {
        match self.store.head(&self.key(root)).await {
            Ok(meta) => Ok(Some(meta)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Why a range was not given: there is no such file, it is shorter, or the service is away.
    async fn why_not(&self, root: &Cid, range: &Range<u64>, error: object_store::Error) -> Error {
        if matches!(error, object_store::Error::NotFound { .. }) {
            return Error::NotFound(*root);
        }
        match self.head(root).await {
            Ok(None) => Error::NotFound(*root),
            Ok(Some(meta)) => match check_range(range, meta.size) {
                Err(outside) => outside,
                Ok(()) => self.failed(error),
            },
            Err(error) => error,
        }
    }

    fn failed(&self, error: object_store::Error) -> Error {
        let backend = self.shown.clone();
        let why = causes(&error);
        if is_away(&error, &why) {
            Error::Unavailable { backend, why }
        } else {
            Error::Backend { backend, why }
        }
    }

    fn object(&self, meta: ObjectMeta) -> Option<Object> {
        Some(Object {
            cid: meta.location.filename()?.parse().ok()?,
            size: meta.size,
            since: Some(SystemTime::from(meta.last_modified)),
        })
    }
}

impl Backend for S3Backend {
    fn put(&self, staged: Staged) -> BoxFuture<'_, Result<Stored>> {
        Box::pin(async move {
            self.send(&staged).await?;
            let (stored, _removed) = staged.into_parts();
            Ok(stored)
        })
    }

    fn read<'a>(&'a self, root: &'a Cid, range: Range<u64>) -> BoxFuture<'a, Result<ByteStream>> {
        Box::pin(async move {
            if range.start >= range.end {
                let meta = self.head(root).await?.ok_or(Error::NotFound(*root))?;
                check_range(&range, meta.size)?;
                return Ok(stream::empty().boxed());
            }
            let options = GetOptions {
                range: Some(range.clone().into()),
                ..GetOptions::default()
            };
            let answer = match self.store.get_opts(&self.key(root), options).await {
                Ok(answer) => answer,
                Err(error) => return Err(self.why_not(root, &range, error).await),
            };
            check_range(&range, answer.meta.size)?;
            let bytes = answer.into_stream().map_err(io::Error::other);
            Ok(exactly(bytes, range.end - range.start))
        })
    }

    fn size<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<Option<u64>>> {
        Box::pin(async move { Ok(self.head(root).await?.map(|meta| meta.size)) })
    }

    fn delete<'a>(&'a self, root: &'a Cid) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            match self.store.delete(&self.key(root)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
                Err(error) => Err(self.failed(error)),
            }
        })
    }

    fn list(&self) -> BoxStream<'_, Result<Object>> {
        self.store
            .list(Some(&self.objects()))
            .map_err(|error| self.failed(error))
            .try_filter_map(|meta| std::future::ready(Ok(self.object(meta))))
            .boxed()
    }

    fn kind(&self) -> &'static str {
        "s3"
    }

    fn health(&self) -> BoxFuture<'_, Result<String>> {
        Box::pin(async move {
            let key = self.prefix.clone().join(PROBE);
            let written = self.store.put(&key, Bytes::from_static(b"probe").into());
            written.await.map_err(|error| self.failed(error))?;
            let removed = self.store.delete(&key).await;
            removed.map_err(|error| self.failed(error))?;
            Ok(format!("files in {}", self.shown))
        })
    }
}

/// The next bytes of a file that must have them.
async fn piece(file: &mut tokio::fs::File, staged: &Staged, len: u64) -> Result<Bytes> {
    let mut bytes = BytesMut::zeroed(len as usize);
    file.read_exact(&mut bytes)
        .await
        .during("could not read", staged.path())?;
    Ok(bytes.freeze())
}

/// Parts of one size, as some services ask, and not too many of them.
fn part_size(size: u64) -> u64 {
    PART.max(size.div_ceil(MAX_PARTS))
}

/// Whether the same request may succeed later: nothing was answered, or that it is too much now.
fn is_away(error: &object_store::Error, why: &str) -> bool {
    let mut cause = StdError::source(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<HttpError>() {
            return error.kind() != HttpErrorKind::Decode;
        }
        cause = error.source();
    }
    // `object_store` tells the status in its text alone.
    ["status code: 5", "status code: 429"]
        .iter()
        .any(|status| why.contains(status))
}

/// An error with its causes, each once: most repeat the next.
fn causes(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let next = error.to_string();
        if !text.contains(&next) {
            text.push_str(": ");
            text.push_str(&next);
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_few_enough_and_cover_the_file() {
        for size in [
            PART + 1,
            100 << 20,
            MAX_PARTS * PART,
            MAX_PARTS * PART + 1,
            1 << 40,
        ] {
            let part = part_size(size);
            assert!(part >= PART);
            assert!(size.div_ceil(part) <= MAX_PARTS, "{size}");
        }
        assert_eq!(part_size(100 << 20), PART);
    }
}
