//! The text of files, kept to be searched. It goes with its file.

use frontdesk_model::{Timestamp, attachment::ScanState};

use crate::{Result, Store, Tx, db::Source, row::One, sql::Builder};

impl Tx {
    /// Keeps what was read of a file, in place of what was read before. False
    /// when the file may not be opened, or is gone.
    pub async fn set_file_text(&mut self, cid: &str, text: &str, now: Timestamp) -> Result<bool> {
        let stored = self
            .run(
                "INSERT INTO file_text (cid, text, read_at)
                 SELECT cid, $2, $3 FROM attachment
                 WHERE cid = $1 AND deleted_at IS NULL AND scan IN ('clean', 'unscanned')
                 ON CONFLICT (cid) DO UPDATE SET text = excluded.text, read_at = excluded.read_at",
                &[&cid, &text, &now],
            )
            .await?;
        self.changed_carriers(cid).await?;
        Ok(stored > 0)
    }

    /// Forgets what was read of a file.
    pub(crate) async fn forget_file_text(&mut self, cid: &str) -> Result<()> {
        self.run("DELETE FROM file_text WHERE cid = $1", &[&cid])
            .await?;
        Ok(())
    }
}

impl Store {
    /// What was read of a file; none when it was not read yet.
    pub async fn file_text(&self, cid: &str) -> Result<Option<String>> {
        let mut db = self;
        let text: Option<One<String>> = db
            .optional(
                "SELECT text AS value FROM file_text WHERE cid = $1",
                &[&cid],
            )
            .await?;
        Ok(text.map(|text| text.0))
    }

    /// Files of these media types that conversations carry, that may be opened
    /// and were not read yet; of those after `after`, in the order of CIDs.
    pub async fn unread_files(
        &self,
        media_types: &[&str],
        max_bytes: i64,
        after: &str,
        limit: u32,
    ) -> Result<Vec<String>> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT a.cid AS value FROM attachment a
             WHERE a.deleted_at IS NULL AND a.scan IN (",
        );
        sql.bind(ScanState::Clean)
            .push(", ")
            .bind(ScanState::Unscanned);
        sql.push(") AND a.size <= ").bind(max_bytes);
        sql.push(" AND a.cid > ").bind(after);
        sql.push(" AND a.media_type")
            .within(media_types.iter().copied());
        sql.push(
            " AND NOT EXISTS (SELECT 1 FROM file_text f WHERE f.cid = a.cid)
             AND EXISTS (SELECT 1 FROM attachment_reference r WHERE r.cid = a.cid)
             ORDER BY a.cid LIMIT ",
        )
        .bind(i64::from(limit));
        let found: Vec<One<String>> = db.fetch(sql.build()).await?;
        Ok(found.into_iter().map(|cid| cid.0).collect())
    }
}
