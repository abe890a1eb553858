//! The two engines behind one set of calls: connections, pools, and running a
//! [`Statement`] on them.

use std::{
    fs::File,
    future::Future,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use sqlx::{
    Connection, PgConnection, PgPool, SqliteConnection, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::Mutex;

use crate::{
    DatabaseUrl, Error, Result, migrate,
    row::{FromRow, Row},
    sql::{Arguments, Binds, Engine, Statement},
};

/// How long one waits for a lock or a free connection before it is `Busy`.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// The same for SQLite, in milliseconds.
const USUAL_TIMEOUT: &str = "PRAGMA busy_timeout = 10000";
/// Pages that the SQLite writer keeps in memory, in KiB (negative, as SQLite has it).
const WRITER_CACHE: &str = "-8192";
/// The same for each reader.
const READER_CACHE: &str = "-2048";

/// How long the clearing of the log waits for readers, while no one can write.
const CLEARING_TIMEOUT: &str = "PRAGMA busy_timeout = 100";

/// Pages of the write-ahead log (16 MiB) after which they are copied into the
/// database. Busy pages change often: the more seldom, the fewer copies.
const CHECKPOINT_PAGES: &str = "4096";

#[derive(Clone)]
pub(crate) enum Db {
    Sqlite {
        readers: SqlitePool,
        writer: Arc<Mutex<SqliteWriter>>,
    },
    Postgres(PgPool),
}

/// The one connection that writes to a SQLite file.
pub(crate) struct SqliteWriter {
    /// `None` once the store is closed.
    pub connection: Option<SqliteConnection>,
    /// Whether a transaction was begun and not yet ended: it is rolled back
    /// before the connection is used again.
    pub in_transaction: bool,
}

impl SqliteWriter {
    pub async fn execute(&mut self, text: &'static str) -> Result<(), sqlx::Error> {
        let connection = self.connection.as_mut().ok_or(sqlx::Error::PoolClosed)?;
        sqlx::query(text).execute(connection).await.map(|_| ())
    }

    /// Ends the transaction by `COMMIT` or `ROLLBACK`. After some errors SQLite
    /// has ended it by itself: then there is nothing to roll back.
    pub async fn end(&mut self, with: &'static str) -> Result<(), sqlx::Error> {
        let ended = self.execute(with).await;
        let gone = ended.as_ref().is_err_and(no_transaction);
        if ended.is_ok() || gone {
            self.in_transaction = false;
        }
        if gone && with == "ROLLBACK" {
            return Ok(());
        }
        ended
    }
}

fn no_transaction(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .is_some_and(|error| error.message().contains("no transaction is active"))
}

impl Db {
    pub async fn open(url: &DatabaseUrl, readers: u32) -> Result<Self> {
        match url {
            DatabaseUrl::Sqlite(file) => open_sqlite(file, readers).await,
            DatabaseUrl::Postgres(url) => open_postgres(url, readers).await,
        }
    }

    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a read on any free connection.
    pub async fn read<T: FromRow>(&self, statement: Statement) -> Result<Vec<T>> {
        match self {
            Self::Sqlite { readers, .. } => {
                let mut connection = readers.acquire().await?;
                Conn::Sqlite(&mut connection).all(statement).await
            }
            Self::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                Conn::Postgres(&mut connection).all(statement).await
            }
        }
    }

    /// Copies the whole write-ahead log into the database and empties it; false
    /// when readers are in the way.
    pub async fn clear_log(&self) -> Result<bool> {
        let Self::Sqlite { writer, .. } = self else {
            return Ok(true);
        };
        let mut writer = writer.lock().await;
        if writer.in_transaction {
            writer.end("ROLLBACK").await?;
        }
        writer.execute(CLEARING_TIMEOUT).await?;
        let connection = writer.connection.as_mut().ok_or(Error::Closed)?;
        let cleared = sqlx::query_as::<_, (i64, i64, i64)>("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(connection)
            .await;
        writer.execute(USUAL_TIMEOUT).await?;
        Ok(cleared?.0 == 0)
    }

    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                let connection = writer.lock().await.connection.take();
                if let Some(connection) = connection
                    && let Err(error) = connection.close().await
                {
                    tracing::warn!(%error, "the database was not closed cleanly");
                }
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

async fn open_sqlite(file: &Path, readers: u32) -> Result<Db> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .busy_timeout(BUSY_TIMEOUT)
        .foreign_keys(true);
    let _lock = lock_for_migration(file).await?;
    let writing = options
        .clone()
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("cache_size", WRITER_CACHE)
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
        .pragma("journal_size_limit", "67108864")
        // What is deleted is overwritten: a key of a file must be gone.
        .pragma("secure_delete", "on")
        .statement_cache_capacity(200);
    let mut connection = SqliteConnection::connect_with(&writing).await?;
    migrate::run(Engine::Sqlite, &mut connection).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(readers.max(1))
        .acquire_timeout(BUSY_TIMEOUT)
        .test_before_acquire(false)
        .connect_lazy_with(options.read_only(true).pragma("cache_size", READER_CACHE));
    Ok(Db::Sqlite {
        readers,
        writer: Arc::new(Mutex::new(SqliteWriter {
            connection: Some(connection),
            in_transaction: false,
        })),
    })
}

/// One process at a time makes or changes the file.
async fn lock_for_migration(file: &Path) -> Result<File> {
    let mut path = file.as_os_str().to_owned();
    path.push(".migrate-lock");
    let path = PathBuf::from(path);
    let failed = {
        let path = path.display().to_string();
        move |source| Error::File { path, source }
    };
    tokio::task::spawn_blocking(move || {
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)?;
        lock.lock()?;
        Ok(lock)
    })
    .await
    .map_err(|_| Error::Closed)?
    .map_err(failed)
}

async fn open_postgres(url: &str, readers: u32) -> Result<Db> {
    let options: PgConnectOptions = url.parse()?;
    let pool = PgPoolOptions::new()
        .max_connections(readers.max(1).saturating_mul(4))
        .acquire_timeout(BUSY_TIMEOUT)
        .connect_with(options.application_name("frontdesk"))
        .await?;
    let mut connection = pool.acquire().await?;
    migrate::run(Engine::Postgres, &mut *connection).await?;
    drop(connection);
    Ok(Db::Postgres(pool))
}

/// A connection of one engine.
pub(crate) enum Conn<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Conn<'_> {
    pub async fn all<T: FromRow>(self, statement: Statement) -> Result<Vec<T>> {
        let arguments = statement.arguments.map_err(sqlx::Error::Encode)?;
        match (self, arguments) {
            (Self::Sqlite(connection), Arguments::Sqlite(arguments)) => {
                let rows = sqlx::query_with(statement.text, arguments)
                    .persistent(statement.keep)
                    .fetch_all(connection)
                    .await?;
                read_all(rows.iter().map(Row::Sqlite))
            }
            (Self::Postgres(connection), Arguments::Postgres(arguments)) => {
                let rows = sqlx::query_with(statement.text, arguments)
                    .persistent(statement.keep)
                    .fetch_all(connection)
                    .await?;
                read_all(rows.iter().map(Row::Postgres))
            }
            _ => Err(wrong_engine()),
        }
    }

    /// Runs a write and tells how many rows it touched.
    pub async fn run(self, statement: Statement) -> Result<u64> {
        let arguments = statement.arguments.map_err(sqlx::Error::Encode)?;
        match (self, arguments) {
            (Self::Sqlite(connection), Arguments::Sqlite(arguments)) => {
                let done = sqlx::query_with(statement.text, arguments)
                    .persistent(statement.keep)
                    .execute(connection)
                    .await?;
                Ok(done.rows_affected())
            }
            (Self::Postgres(connection), Arguments::Postgres(arguments)) => {
                let done = sqlx::query_with(statement.text, arguments)
                    .persistent(statement.keep)
                    .execute(connection)
                    .await?;
                Ok(done.rows_affected())
            }
            _ => Err(wrong_engine()),
        }
    }
}

fn read_all<'r, T: FromRow>(rows: impl Iterator<Item = Row<'r>>) -> Result<Vec<T>> {
    rows.map(|row| T::from_row(&row).map_err(Error::from))
        .collect()
}

fn wrong_engine() -> Error {
    Error::Corrupt("a statement of one engine reached the other".to_owned())
}

/// Where a query can be run: on the store (any reader) or in a transaction, so
/// that both share it.
pub(crate) trait Source: Send {
    fn engine(&self) -> Engine;

    fn fetch<T: FromRow>(
        &mut self,
        statement: Statement,
    ) -> impl Future<Output = Result<Vec<T>>> + Send;

    fn all<T: FromRow>(
        &mut self,
        text: &'static str,
        binds: Binds<'_>,
    ) -> impl Future<Output = Result<Vec<T>>> + Send {
        let statement = Statement::new(self.engine(), text, binds);
        self.fetch(statement)
    }

    fn optional<T: FromRow>(
        &mut self,
        text: &'static str,
        binds: Binds<'_>,
    ) -> impl Future<Output = Result<Option<T>>> + Send {
        let statement = Statement::new(self.engine(), text, binds);
        self.fetch_optional(statement)
    }

    fn fetch_optional<T: FromRow>(
        &mut self,
        statement: Statement,
    ) -> impl Future<Output = Result<Option<T>>> + Send {
        async { Ok(self.fetch(statement).await?.pop()) }
    }

    /// The one row that there always is.
    fn one<T: FromRow>(
        &mut self,
        text: &'static str,
        binds: Binds<'_>,
    ) -> impl Future<Output = Result<T>> + Send {
        let statement = Statement::new(self.engine(), text, binds);
        async {
            self.fetch(statement)
                .await?
                .pop()
                .ok_or(Error::Database(sqlx::Error::RowNotFound))
        }
    }
}
