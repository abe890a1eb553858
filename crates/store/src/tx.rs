//! Write transactions.

use std::sync::Arc;

use frontdesk_model::PersonId;
use sqlx::{PgTransaction, SqliteConnection};
use tokio::sync::OwnedMutexGuard;

use crate::{
    Error, Result,
    db::{Conn, Db, Source, SqliteWriter},
    row::FromRow,
    search_change::Changes,
    sql::{Binds, Builder, Engine, Script, Statement},
    store::Core,
};

/// A write transaction: everything in it is stored by [`Tx::commit`], or
/// nothing when it is dropped first. After an error of the database it can only
/// be dropped: PostgreSQL takes no more statements then.
pub struct Tx {
    pub(crate) core: Arc<Core>,
    inner: Inner,
    /// Whether jobs were stored, of which the workers must hear.
    pub(crate) has_jobs: bool,
    /// What the search index must look at again.
    pub(crate) changes: Changes,
    /// On whose behalf it writes.
    pub(crate) writer: Option<PersonId>,
}

enum Inner {
    Sqlite(SqliteTx),
    Postgres(PgTransaction<'static>),
}

impl Tx {
    pub(crate) async fn begin(core: Arc<Core>) -> Result<Self> {
        let inner = match &core.db {
            Db::Sqlite { writer, .. } => {
                let guard = Arc::clone(writer).lock_owned().await;
                Inner::Sqlite(SqliteTx::begin(guard).await?)
            }
            Db::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        };
        Ok(Self {
            core,
            inner,
            has_jobs: false,
            changes: Changes::default(),
            writer: None,
        })
    }

    /// Begins with a query, in one call where the engine can.
    pub(crate) async fn begin_with<T: FromRow>(
        core: Arc<Core>,
        query: Builder,
    ) -> Result<(Self, Vec<T>)> {
        let Db::Sqlite { writer, .. } = &core.db else {
            let mut tx = Self::begin(core).await?;
            let rows = tx.fetch(query.build()).await?;
            return Ok((tx, rows));
        };
        let guard = Arc::clone(writer).lock_owned().await;
        let mut tx = Self {
            inner: Inner::Sqlite(SqliteTx::resume(guard).await?),
            core,
            has_jobs: false,
            changes: Changes::default(),
            writer: None,
        };
        let rows = tx.fetch(query.build_with_begin()).await?;
        Ok((tx, rows))
    }

    /// Runs the last writes and commits, in one call where the engine can.
    pub(crate) async fn commit_after(mut self, mut script: Script) -> Result<()> {
        let now = self.core.clock.now();
        self.changes.add_to_script(&mut script, self.engine(), now);
        if self.engine() == Engine::Sqlite {
            script.statement("COMMIT");
        }
        for statement in script.build() {
            self.execute(statement).await?;
        }
        match self.inner {
            Inner::Sqlite(mut tx) => tx.writer()?.in_transaction = false,
            Inner::Postgres(tx) => tx.commit().await?,
        }
        self.core.tell_of_jobs(self.has_jobs);
        self.core.tell_of_changes(!self.changes.is_empty());
        Ok(())
    }

    /// Makes everything durable; wakes the outbox's workers when there are new
    /// jobs, and the indexer when what is searched has changed.
    pub async fn commit(mut self) -> Result<()> {
        self.store_changes().await?;
        match self.inner {
            Inner::Sqlite(mut tx) => tx.writer()?.end("COMMIT").await?,
            Inner::Postgres(tx) => tx.commit().await?,
        }
        self.core.tell_of_jobs(self.has_jobs);
        self.core.tell_of_changes(!self.changes.is_empty());
        Ok(())
    }

    /// Takes everything back, at once. Dropping does the same a moment later.
    pub async fn rollback(self) -> Result<()> {
        match self.inner {
            Inner::Sqlite(mut tx) => Ok(tx.writer()?.end("ROLLBACK").await?),
            Inner::Postgres(tx) => Ok(tx.rollback().await?),
        }
    }

    /// Runs a write and tells how many rows it touched.
    pub(crate) async fn run(&mut self, text: &'static str, binds: Binds<'_>) -> Result<u64> {
        let statement = Statement::new(self.engine(), text, binds);
        self.execute(statement).await
    }

    pub(crate) async fn execute(&mut self, statement: Statement) -> Result<u64> {
        self.conn()?.run(statement).await
    }

    fn conn(&mut self) -> Result<Conn<'_>> {
        match &mut self.inner {
            Inner::Sqlite(tx) => Ok(Conn::Sqlite(tx.connection()?)),
            Inner::Postgres(tx) => Ok(Conn::Postgres(tx)),
        }
    }
}

impl Source for Tx {
    fn engine(&self) -> Engine {
        self.core.db.engine()
    }

    async fn fetch<T: FromRow>(&mut self, statement: Statement) -> Result<Vec<T>> {
        self.conn()?.all(statement).await
    }
}

/// The writer's connection, held for one transaction. Whatever happens to the
/// future that uses it, the transaction is ended before the next one begins.
struct SqliteTx {
    /// `None` only while it is being dropped.
    guard: Option<OwnedMutexGuard<SqliteWriter>>,
}

impl SqliteTx {
    /// Takes the connection, whose next words must be `BEGIN`.
    async fn resume(guard: OwnedMutexGuard<SqliteWriter>) -> Result<Self> {
        let mut tx = Self { guard: Some(guard) };
        let writer = tx.writer()?;
        if writer.in_transaction {
            writer.end("ROLLBACK").await?;
        }
        // Said first: were this future dropped half-way, the drop ends it.
        writer.in_transaction = true;
        Ok(tx)
    }

    async fn begin(guard: OwnedMutexGuard<SqliteWriter>) -> Result<Self> {
        let mut tx = Self::resume(guard).await?;
        let writer = tx.writer()?;
        let begun = writer.execute("BEGIN IMMEDIATE").await;
        if let Err(error) = begun {
            writer.in_transaction = false;
            return Err(error.into());
        }
        Ok(tx)
    }

    fn writer(&mut self) -> Result<&mut SqliteWriter> {
        match self.guard.as_deref_mut() {
            Some(writer) if writer.connection.is_some() => Ok(writer),
            _ => Err(Error::Closed),
        }
    }

    fn connection(&mut self) -> Result<&mut SqliteConnection> {
        self.writer()?.connection.as_mut().ok_or(Error::Closed)
    }
}

impl Drop for SqliteTx {
    fn drop(&mut self) {
        // The next transaction would roll it back as well; but until then it
        // would keep other processes out.
        if let Some(mut guard) = self.guard.take()
            && guard.in_transaction
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(async move {
                if let Err(error) = guard.end("ROLLBACK").await {
                    tracing::warn!(%error, "a dropped transaction was not rolled back");
                }
            });
        }
    }
}
