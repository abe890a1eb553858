//! Uploads that come in parts: whose they are, and what they have become. How
//! far one has come is told by the file that holds its bytes.

use frontdesk_model::{PersonId, Timestamp, UploadId};

use crate::{
    Result, Store, Tx,
    db::Source,
    row::{One, row},
    sql::{Builder, Engine},
};

/// A resumable upload.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ResumableRow {
    pub id: UploadId,
    pub person_id: PersonId,
    /// The directory that holds the bytes.
    pub node: String,
    /// Bytes of the whole file.
    pub length: i64,
    pub name: String,
    /// The media type that the client stated.
    pub declared_type: Option<String>,
    /// `Upload-Metadata` as it came.
    pub metadata: Option<String>,
    pub created_at: Timestamp,
    /// When bytes last came, to the minute.
    pub active_at: Timestamp,
    pub expires_at: Timestamp,
    /// The file that it has become.
    pub finished_cid: Option<String>,
}

row!(ResumableRow {
    id,
    person_id,
    node,
    length,
    name,
    declared_type,
    metadata,
    created_at,
    active_at,
    expires_at,
    finished_cid,
});

/// Ids that one statement asks for.
const IDS_PER_STATEMENT: usize = 500;

impl Tx {
    /// Records a new upload, unless its person has `most` unfinished ones
    /// already. Tells whether it was recorded.
    pub async fn add_resumable(&mut self, row: &ResumableRow, most: i64) -> Result<bool> {
        if self.engine() == Engine::Postgres {
            // Two at the same moment would both count the ones before.
            self.all::<One<bool>>(
                "SELECT TRUE AS value FROM
                 (SELECT pg_advisory_xact_lock(hashtextextended($1, 8))) AS locked",
                &[&row.person_id],
            )
            .await?;
        }
        let open: One<i64> = self
            .one(
                "SELECT COUNT(*) AS value FROM resumable_upload
                 WHERE person_id = $1 AND finished_cid IS NULL AND expires_at > $2",
                &[&row.person_id, &row.created_at],
            )
            .await?;
        if open.0 >= most {
            return Ok(false);
        }
        self.run(
            "INSERT INTO resumable_upload (id, person_id, node, length, name, declared_type,
                 metadata, created_at, active_at, expires_at, finished_cid)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            &[
                &row.id,
                &row.person_id,
                &row.node,
                &row.length,
                &row.name,
                &row.declared_type,
                &row.metadata,
                &row.created_at,
                &row.active_at,
                &row.expires_at,
                &row.finished_cid,
            ],
        )
        .await?;
        Ok(true)
    }

    /// Forgets a person's unfinished uploads to which no bytes have come since
    /// `before`; gives how many.
    pub async fn remove_idle_resumables(
        &mut self,
        person: &PersonId,
        before: Timestamp,
    ) -> Result<u64> {
        self.run(
            "DELETE FROM resumable_upload
             WHERE person_id = $1 AND finished_cid IS NULL AND active_at < $2",
            &[person, &before],
        )
        .await
    }

    /// Notes that bytes have come, and until when it is kept now.
    pub async fn touch_resumable(
        &mut self,
        id: UploadId,
        active_at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<()> {
        self.run(
            "UPDATE resumable_upload SET active_at = $2, expires_at = $3 WHERE id = $1",
            &[&id, &active_at, &expires_at],
        )
        .await?;
        Ok(())
    }

    /// Notes which file an upload has become. False when it is not there any
    /// more, or was finished before: then nothing must be stored for it.
    pub async fn finish_resumable(&mut self, id: UploadId, cid: &str) -> Result<bool> {
        let touched = self
            .run(
                "UPDATE resumable_upload SET finished_cid = $2
                 WHERE id = $1 AND finished_cid IS NULL",
                &[&id, &cid],
            )
            .await?;
        Ok(touched > 0)
    }

    /// Forgets an upload. Tells whether it was there.
    pub async fn remove_resumable(&mut self, id: UploadId) -> Result<bool> {
        let touched = self
            .run("DELETE FROM resumable_upload WHERE id = $1", &[&id])
            .await?;
        Ok(touched > 0)
    }

    /// Forgets all uploads whose time is over; gives how many.
    pub async fn remove_expired_resumables(&mut self, now: Timestamp) -> Result<u64> {
        self.run(
            "DELETE FROM resumable_upload WHERE expires_at <= $1",
            &[&now],
        )
        .await
    }
}

impl Store {
    pub async fn resumable(&self, id: UploadId) -> Result<Option<ResumableRow>> {
        let mut db = self;
        db.optional("SELECT * FROM resumable_upload WHERE id = $1", &[&id])
            .await
    }

    /// Those of `ids` that are still waiting for bytes, or to be finished.
    pub async fn unfinished_resumables(&self, ids: &[UploadId]) -> Result<Vec<UploadId>> {
        let mut db = self;
        let mut found = Vec::new();
        for ids in ids.chunks(IDS_PER_STATEMENT) {
            let mut sql = Builder::new(
                db.engine(),
                "SELECT id AS value FROM resumable_upload WHERE finished_cid IS NULL AND id",
            );
            sql.within(ids);
            let rows: Vec<One<UploadId>> = db.fetch(sql.build()).await?;
            found.extend(rows.into_iter().map(|row| row.0));
        }
        Ok(found)
    }
}
