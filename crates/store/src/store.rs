//! Opening, looking after and closing the store.

use std::{
    fmt,
    path::PathBuf,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use frontdesk_model::{Clock, IdSource, PersonId};
use tokio::sync::{Notify, mpsc};

use crate::{
    CommittedMessage, Error, FailPoint, FailPoints, Result, Sealing, Tx,
    db::{Db, Source},
    receipt::Receipts,
    row::{FromRow, One},
    sql::{Engine, Statement},
    writer::Writer,
};

/// Where the data lives.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A SQLite file, made when it is missing; its directory must be there.
    Sqlite(PathBuf),
    /// A `postgres://` address.
    Postgres(String),
}

/// Without the address of a server, which may hold a password.
impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(file) => write!(f, "Sqlite({})", file.display()),
            Self::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}

/// How the store is opened.
#[derive(Clone)]
pub struct StoreConfig {
    pub url: DatabaseUrl,
    /// Read connections (SQLite); PostgreSQL's pool holds four times as many
    /// connections for reads and writes together.
    pub readers: u32,
    /// Chat messages that may wait for the writer; one more is refused with
    /// [`crate::Error::Busy`].
    pub writer_queue: usize,
    /// Chat messages of one commit at most.
    pub batch_max: usize,
    /// Under load the writer commits at most once in this time.
    pub commit_interval: Duration,
    /// Receipts that may wait to be stored; one more is refused with
    /// [`crate::Error::Busy`].
    pub receipt_queue: usize,
    /// Receipts are committed at most once in this time.
    pub receipt_interval: Duration,
    pub clock: Clock,
    pub ids: IdSource,
    /// For tests.
    pub failpoints: FailPoints,
}

impl StoreConfig {
    /// The defaults for a database.
    pub fn new(url: DatabaseUrl) -> Self {
        Self {
            url,
            readers: 4,
            writer_queue: 4_096,
            batch_max: 256,
            commit_interval: Duration::from_millis(10),
            receipt_queue: 8_192,
            receipt_interval: Duration::from_millis(100),
            clock: Clock::default(),
            ids: IdSource::default(),
            failpoints: FailPoints::default(),
        }
    }
}

/// The store. Cloning is cheap; all clones are one store.
#[derive(Clone)]
pub struct Store {
    pub(crate) core: Arc<Core>,
    pub(crate) writer: Arc<Writer>,
    pub(crate) receipts: Arc<Receipts>,
}

/// What the store, its transactions and its writer share.
pub(crate) struct Core {
    pub db: Db,
    pub clock: Clock,
    pub ids: IdSource,
    pub jobs_ready: Arc<Notify>,
    /// Woken after a commit that changed what is searched.
    pub search_changed: Arc<Notify>,
    /// The same, for those who look at the agents' inbox.
    pub inbox_changed: Arc<Notify>,
    pub failpoints: FailPoints,
    /// Whether keys were destroyed that the write-ahead log still holds.
    pub has_traces: AtomicBool,
    /// How bodies and secrets are sealed, once it was said.
    pub sealing: OnceLock<Sealing>,
}

impl Core {
    /// Notes that the write-ahead log holds what was erased.
    pub fn leave_traces(&self) {
        self.has_traces.store(true, Ordering::Relaxed);
    }

    /// Wakes the outbox's workers after a commit that stored jobs.
    pub fn tell_of_jobs(&self, has_jobs: bool) {
        if has_jobs {
            self.jobs_ready.notify_one();
        }
    }

    /// Wakes those who follow the change log after a commit that added to it.
    pub fn tell_of_changes(&self, has_changes: bool) {
        if has_changes {
            self.search_changed.notify_one();
            self.inbox_changed.notify_one();
        }
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({:?})", self.core.db.engine())
    }
}

impl Store {
    /// Opens the database, brings its schema up to date and starts the writer.
    /// Must be called within a tokio runtime. Several processes may open the
    /// same database at once.
    pub async fn open(config: &StoreConfig) -> Result<Self> {
        let core = Arc::new(Core {
            db: Db::open(&config.url, config.readers).await?,
            clock: config.clock.clone(),
            ids: config.ids.clone(),
            jobs_ready: Arc::new(Notify::new()),
            search_changed: Arc::new(Notify::new()),
            inbox_changed: Arc::new(Notify::new()),
            failpoints: config.failpoints.clone(),
            // A process that was here before may have left some.
            has_traces: AtomicBool::new(true),
            sealing: OnceLock::new(),
        });
        let writer = Arc::new(Writer::of(Arc::clone(&core), config));
        let receipts = Arc::new(Receipts::of(Arc::clone(&core), config));
        Ok(Self {
            core,
            writer,
            receipts,
        })
    }

    /// Begins a write transaction. On SQLite there is one at a time: keep it
    /// short, and never wait for anything else while holding it.
    pub async fn begin(&self) -> Result<Tx> {
        Tx::begin(Arc::clone(&self.core)).await
    }

    /// The same on somebody's behalf: their next search waits for what is
    /// changed.
    pub async fn begin_by(&self, person: &PersonId) -> Result<Tx> {
        let mut tx = self.begin().await?;
        tx.written_by(person);
        Ok(tx)
    }

    /// Woken after each commit that stored jobs.
    pub fn jobs_ready(&self) -> Arc<Notify> {
        Arc::clone(&self.core.jobs_ready)
    }

    /// Woken after each commit of this process that changed what is searched.
    pub fn search_changed(&self) -> Arc<Notify> {
        Arc::clone(&self.core.search_changed)
    }

    /// As [`Store::search_changed`], for another reader: each wakes one.
    pub fn inbox_changed(&self) -> Arc<Notify> {
        Arc::clone(&self.core.inbox_changed)
    }

    /// The stream of chat messages as they are committed, in commit order. It
    /// can be taken once; who takes it must read it, for the writer waits when
    /// it is full, and must not append from the task that reads it.
    pub fn take_committed(&self) -> Option<mpsc::Receiver<CommittedMessage>> {
        self.writer.take_told()
    }

    /// Passes a point at which a test may step in; otherwise nothing happens.
    pub async fn reached(&self, point: FailPoint) {
        self.core.failpoints.reached(point).await;
    }

    /// Asks the database and the writer for a sign of life.
    pub async fn ping(&self) -> Result<()> {
        if !self.writer.is_running() {
            return Err(Error::Closed);
        }
        let mut source = self;
        source
            .one::<One<i64>>("SELECT CAST(1 AS BIGINT) AS value", &[])
            .await?;
        Ok(())
    }

    /// Stores what is queued, then closes every connection (SQLite: after a
    /// checkpoint). Later calls get [`crate::Error::Closed`] or a database error.
    pub async fn close(&self) {
        self.writer.drain().await;
        self.receipts.drain().await;
        self.core.db.close().await;
    }
}

impl Source for &Store {
    fn engine(&self) -> Engine {
        self.core.db.engine()
    }

    async fn fetch<T: FromRow>(&mut self, statement: Statement) -> Result<Vec<T>> {
        self.core.db.read(statement).await
    }
}
