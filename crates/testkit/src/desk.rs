//! A desk of its own for a test: SQLite and files in a temporary folder, the
//! search index in memory, a clock that stands still, and workers that run.
//! [`TestData`] outlives its desks, for tests of what a crash leaves behind.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use frontdesk_desk::{Desk, DeskConfig, KeyRing, Parts, Workers};
use frontdesk_files::{
    Backend, BreakerRules, LocalBackend, Node, PROFILE, Partials, S3Backend, S3Settings, Staging,
    seal::{MasterKey, MasterKeys},
};
use frontdesk_model::{Actor, Clock, IdSource, Person, Role, Timestamp};
use frontdesk_notify::{Brand, Color, Templates};
use frontdesk_search::SearchIndex;
use frontdesk_store::{DatabaseUrl, FailPoints, Store, StoreConfig};
use tempfile::TempDir;

/// When the clock of a [`TestDesk`] starts: 2026-01-31T09:30:00Z.
pub const START: Timestamp = Timestamp(1_769_851_800_000);

/// How long a token of [`TestDesk::token`] lasts.
const TOKEN_LIFE: std::time::Duration = std::time::Duration::from_secs(3_600);

/// Where a desk's data lies. Desks may be opened over it one after the other,
/// however the one before has ended.
pub struct TestData {
    database: DatabaseUrl,
    /// The address of an IPFS node.
    node: Mutex<Option<String>>,
    /// Where files lie, unless on the disk.
    bucket: Mutex<Option<S3Settings>>,
    /// What files are sealed under, the present key first: each is 32 of these bytes.
    masters: Mutex<Vec<u8>>,
    dir: TempDir,
}

impl TestData {
    /// Files and a SQLite database, gone when this is dropped.
    ///
    /// # Panics
    /// When no temporary folder can be made.
    #[must_use]
    pub fn new() -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder can be made");
        Self {
            database: DatabaseUrl::Sqlite(dir.path().join("desk.db")),
            node: Mutex::default(),
            bucket: Mutex::default(),
            masters: Mutex::new(vec![1]),
            dir,
        }
    }

    /// Where the files lie.
    #[must_use]
    pub fn dir(&self) -> &std::path::Path {
        self.dir.path()
    }

    /// As [`TestData::new`], with a database of a PostgreSQL server.
    #[must_use]
    pub fn on_postgres(url: String) -> Self {
        Self {
            database: DatabaseUrl::Postgres(url),
            ..Self::new()
        }
    }

    /// Everything that the database keeps, as it lies there: the bytes of SQLite's
    /// files, or a dump of PostgreSQL's.
    ///
    /// # Panics
    /// When it can't be read.
    #[must_use]
    pub fn database_bytes(&self) -> Vec<u8> {
        let file = match &self.database {
            DatabaseUrl::Postgres(url) => {
                return crate::postgres::ask(url, "pg_dump", &["--inserts"]);
            }
            DatabaseUrl::Sqlite(file) => file,
        };
        let mut bytes = std::fs::read(file).expect("the database is there");
        let log = file.with_extension("db-wal");
        bytes.extend(std::fs::read(log).unwrap_or_default());
        bytes
    }

    /// Carries out a statement of SQL, past everything that looks after the data.
    ///
    /// # Panics
    /// On anything but PostgreSQL, and when it fails.
    pub fn tamper(&self, sql: &str) {
        let DatabaseUrl::Postgres(url) = &self.database else {
            panic!("only with PostgreSQL");
        };
        crate::postgres::ask(url, "psql", &["-v", "ON_ERROR_STOP=1", "-c", sql]);
    }

    /// Gives the desks that are opened from now on an IPFS node. One that is
    /// away is tried again after a moment.
    pub fn set_node(&self, url: &str) {
        *self.node.lock().unwrap_or_else(PoisonError::into_inner) = Some(url.to_owned());
    }

    /// Has the desks that are opened from now on keep files in a bucket.
    pub fn set_bucket(&self, settings: S3Settings) {
        *self.bucket.lock().unwrap_or_else(PoisonError::into_inner) = Some(settings);
    }

    async fn backend(&self) -> Arc<dyn Backend> {
        let bucket = self
            .bucket
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        match bucket {
            Some(settings) => Arc::new(S3Backend::new(&settings).expect("the bucket can be used")),
            None => {
                let opened = LocalBackend::open(self.files()).await;
                Arc::new(opened.expect("the file store opens"))
            }
        }
    }

    /// Gives the desks that are opened from now on these master keys of files, the present one
    /// first: each is 32 of these bytes.
    pub fn set_master_keys(&self, masters: &[u8]) {
        *self.masters.lock().unwrap_or_else(PoisonError::into_inner) = masters.to_vec();
    }

    /// What files are sealed under.
    ///
    /// # Panics
    /// When there are none.
    #[must_use]
    pub fn master_keys(&self) -> MasterKeys {
        let masters = self.masters.lock().unwrap_or_else(PoisonError::into_inner);
        let mut masters = masters.iter().map(|byte| MasterKey::new(&[*byte; 32]));
        let present = masters.next().expect("there is a master key");
        MasterKeys::new(present, masters.collect())
    }

    /// Where files lie on the disk.
    #[must_use]
    pub fn files(&self) -> PathBuf {
        self.dir.path().join("files")
    }

    fn node(&self) -> Option<Node> {
        let url = self.node.lock().unwrap_or_else(PoisonError::into_inner);
        let rules = BreakerRules {
            first_wait: Duration::from_millis(20),
            longest_wait: Duration::from_millis(200),
            ..BreakerRules::default()
        };
        url.as_ref()
            .map(|url| Node::new(url, rules).expect("it is an address"))
    }
}

impl Default for TestData {
    fn default() -> Self {
        Self::new()
    }
}

/// A desk whose data goes when it is dropped.
pub struct TestDesk {
    pub desk: Desk,
    pub store: Store,
    pub clock: Clock,
    pub keys: KeyRing,
    /// Runs until the runtime of the test ends.
    _workers: Workers,
    data: Arc<TestData>,
}

impl TestDesk {
    /// A desk with the default configuration, but without rates.
    pub async fn open() -> Self {
        Self::with(|_| {}).await
    }

    /// A desk whose configuration the test has changed. Rates are off unless
    /// `change` turns them on.
    ///
    /// # Panics
    /// When the desk cannot be opened: the test cannot go on.
    pub async fn with(change: impl FnOnce(&mut DeskConfig)) -> Self {
        Self::over(Arc::new(TestData::new()), FailPoints::default(), change).await
    }

    /// A desk over data that may be there already, with a hook at its failure
    /// points.
    ///
    /// # Panics
    /// When the desk cannot be opened: the test cannot go on.
    pub async fn over(
        data: Arc<TestData>,
        failpoints: FailPoints,
        change: impl FnOnce(&mut DeskConfig),
    ) -> Self {
        let mut config = DeskConfig {
            message_rate: None,
            write_rate: None,
            read_rate: None,
            login_rate: None,
            ..DeskConfig::default()
        };
        change(&mut config);
        let brand = Brand::new(&config.name, &config.public_url, None, Color::default());
        let templates = Templates::load(None, brand).expect("the built-in templates are good");
        let dir = data.dir.path();
        let clock = Clock::manual(START);
        let ids = IdSource::default();
        let keys = KeyRing::new(b"a secret of tests that is long enough");
        let store = Store::open(&StoreConfig {
            clock: clock.clone(),
            ids: ids.clone(),
            failpoints,
            ..StoreConfig::new(data.database.clone())
        })
        .await
        .expect("the store opens");
        let backend = data.backend().await;
        let staging = Staging::open(dir.join("staging"), PROFILE)
            .await
            .expect("the staging folder opens");
        let partials = Partials::open(dir.join("partial"), &ids.next().to_string())
            .await
            .expect("the folder of partial uploads opens");
        let desk = Desk::open(Parts {
            config,
            store: store.clone(),
            backend,
            node: data.node(),
            staging,
            master_keys: Some(data.master_keys()),
            partials,
            index: SearchIndex::in_memory().expect("an index in memory can be made"),
            keys: keys.clone(),
            templates,
            moderator: None,
            clock: clock.clone(),
            ids,
        })
        .await
        .expect("the desk opens");
        Self {
            _workers: Workers::start(&desk),
            desk,
            store,
            clock,
            keys,
            data,
        }
    }

    /// The files that lie on the disk, which a test may damage.
    ///
    /// # Panics
    /// When the folder cannot be read.
    #[must_use]
    pub fn objects(&self) -> Vec<PathBuf> {
        let objects = self.data.dir.path().join("files/objects");
        let read = |dir: &Path| {
            let entries = std::fs::read_dir(dir).expect("the folder can be read");
            entries.map(|entry| entry.expect("the folder can be read").path())
        };
        let shards: Vec<_> = read(&objects).collect();
        shards.iter().flat_map(|shard| read(shard)).collect()
    }

    /// A person's token; the name is the id, with a capital.
    ///
    /// # Panics
    /// When the token cannot be signed.
    pub fn token(&self, id: &str, role: Role) -> String {
        let person = person(id, role);
        self.keys
            .sign(&person, self.clock.now().plus(TOKEN_LIFE))
            .expect("a token can be signed")
    }

    /// The caller that such a token speaks of, known to the desk.
    ///
    /// # Panics
    /// When the desk does not take the token.
    pub async fn actor(&self, id: &str, role: Role) -> Actor {
        self.desk
            .authenticate(&self.token(id, role))
            .await
            .expect("the desk takes its own tokens")
    }
}

fn person(id: &str, role: Role) -> Person {
    let mut letters = id.chars();
    let name = letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    });
    Person {
        id: id.into(),
        name,
        email: Some(format!("{id}@example.com")),
        role,
    }
}
