//! The backends that the suite runs on, and what a rule must know of each.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use cid::multibase::Base;
use frontdesk_files::{Backend, Cid, KuboBackend, LocalBackend, S3Backend, S3Settings};
use frontdesk_testkit::peers::{Peer, S3_BUCKET, S3_KEY};
use tempfile::TempDir;

/// A backend under test.
pub struct Subject {
    pub backend: Arc<dyn Backend>,
    /// No other subject has it: what it makes up is its own, also on a server that all share.
    pub seed: u64,
    kind: Kind,
}

enum Kind {
    Embedded(TempDir),
    S3(S3Settings),
    Node(&'static Peer),
}

impl Subject {
    pub async fn embedded() -> Option<Self> {
        let dir = tempfile::tempdir().unwrap();
        Self::of(Kind::Embedded(dir)).await
    }

    /// A prefix of its own in the bucket of the server.
    pub async fn s3() -> Option<Self> {
        let settings = S3Settings {
            prefix: format!("tests/{}", seed()),
            ..bucket_at(&Peer::s3().url)
        };
        Self::of(Kind::S3(settings)).await
    }

    pub async fn js_ipfs() -> Option<Self> {
        Self::of(Kind::Node(Peer::ipfs())).await
    }

    /// None where Kubo could not be built, which is told.
    pub async fn kubo() -> Option<Self> {
        Self::of(Kind::Node(Peer::kubo()?)).await
    }

    async fn of(kind: Kind) -> Option<Self> {
        Some(Self {
            backend: open(&kind).await,
            seed: seed(),
            kind,
        })
    }

    /// The same store, opened by somebody else.
    pub async fn reopen(&self) -> Arc<dyn Backend> {
        open(&self.kind).await
    }

    /// The same kind of store at an address where nothing answers. The disk is never away.
    pub fn away(&self) -> Option<Arc<dyn Backend>> {
        let url = nowhere();
        match &self.kind {
            Kind::Embedded(_) => None,
            Kind::S3(_) => Some(Arc::new(S3Backend::new(&bucket_at(&url)).unwrap())),
            Kind::Node(_) => Some(Arc::new(KuboBackend::new(&url).unwrap())),
        }
    }

    /// Whether putting a damaged file again mends it. A node keeps the blocks that it has, whatever
    /// has become of their bytes: its operator mends them, and until then they are noticed.
    pub fn heals(&self) -> bool {
        !matches!(self.kind, Kind::Node(_))
    }

    /// Changes a byte of the file where it lies, behind the backend's back.
    pub async fn damage(&self, root: &Cid, bytes: &[u8]) {
        let path = match &self.kind {
            Kind::Embedded(dir) => find(dir.path(), &root.to_string()),
            Kind::S3(_) => find(&Peer::s3().dir, &format!("{root}._S3rver_object")),
            // The first block, which is a leaf: nodes name its file by its multihash.
            Kind::Node(node) => {
                let leaf = frontdesk_files::cid_of(frontdesk_files::RAW, &bytes[..1 << 20]);
                let name = cid::multibase::encode(Base::Base32Upper, leaf.hash().to_bytes());
                find(&node.dir, &format!("{}.data", &name[1..]))
            }
        };
        let path = path.unwrap_or_else(|| panic!("{root} is not where it should lie"));
        let mut stored = std::fs::read(&path).unwrap();
        stored[1000] ^= 1;
        std::fs::write(&path, stored).unwrap();
    }
}

async fn open(kind: &Kind) -> Arc<dyn Backend> {
    match kind {
        Kind::Embedded(dir) => Arc::new(LocalBackend::open(dir.path()).await.unwrap()),
        Kind::S3(settings) => Arc::new(S3Backend::new(settings).unwrap()),
        Kind::Node(node) => Arc::new(KuboBackend::new(&node.url).unwrap()),
    }
}

pub fn bucket_at(url: &str) -> S3Settings {
    S3Settings {
        url: url.parse().unwrap(),
        bucket: S3_BUCKET.to_owned(),
        region: "us-east-1".to_owned(),
        access_key_id: S3_KEY.0.to_owned(),
        secret_access_key: S3_KEY.1.to_owned(),
        prefix: String::new(),
        path_style: true,
    }
}

/// An address where connections are refused.
fn nowhere() -> String {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    // Bound, so that nobody else gets the port, but not listening.
    std::mem::forget(socket);
    url
}

fn seed() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let since = u64::try_from(now.as_nanos() / 1_000).unwrap();
    since * 1_000 + NEXT.fetch_add(1, Ordering::Relaxed)
}

fn find(dir: &Path, name: &str) -> Option<PathBuf> {
    for entry in std::fs::read_dir(dir).ok()? {
        let path = entry.ok()?.path();
        if path.is_dir() {
            if let Some(found) = find(&path, name) {
                return Some(found);
            }
        } else if path.file_name().is_some_and(|found| found == name) {
            return Some(path);
        }
    }
    None
}

/// Makes a test of each rule for each backend.
macro_rules! rules {
    ($(async fn $rule:ident($subject:ident) $body:block)+) => {
        $(async fn $rule($subject: Subject) $body)+

        crate::suite::on!(embedded: $($rule)+);
        crate::suite::on!(s3: $($rule)+);
        crate::suite::on!(js_ipfs: $($rule)+);
        crate::suite::on!(kubo: $($rule)+);
    };
}

macro_rules! on {
    ($kind:ident: $($rule:ident)+) => {
        mod $kind {
            use super::Subject;

            $(#[tokio::test]
            async fn $rule() {
                if let Some(subject) = Subject::$kind().await {
                    super::$rule(subject).await;
                }
            })+
        }
    };
}

pub(crate) use {on, rules};
