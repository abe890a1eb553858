//! Scan states of files, their quarantine, and their renditions.

use frontdesk_model::{
    Timestamp,
    attachment::{RenditionKind, ScanState},
};

use crate::{NewRendition, Result, Store, Tx, db::Source, row::One};

impl Tx {
    /// Writes down how a file stands. An infected one is under quarantine from
    /// then on, until it is `Clean`.
    pub async fn set_scan(
        &mut self,
        cid: &str,
        state: ScanState,
        detail: Option<&str>,
        now: Timestamp,
    ) -> Result<()> {
        let quarantined = (state == ScanState::Infected).then_some(now);
        let is_over = state.is_open();
        self.run(
            "UPDATE attachment SET scan = $2, scan_detail = $3, scanned_at = $4,
                 quarantined_at = CASE WHEN $6 THEN NULL ELSE COALESCE(quarantined_at, $5) END
             WHERE cid = $1",
            &[&cid, &state, &detail, &now, &quarantined, &is_over],
        )
        .await?;
        self.changed_carriers(cid).await
    }

    /// Stores a smaller form of an image and the file that it is, in place of
    /// one that there was.
    pub async fn add_rendition(&mut self, new: &NewRendition, now: Timestamp) -> Result<()> {
        let before: Vec<One<String>> = self
            .all(
                "SELECT rendition_cid AS value FROM rendition
                 WHERE cid = $1 AND kind = $2 AND rendition_cid <> $3",
                &[&new.of, &new.kind, &new.file.cid],
            )
            .await?;
        if !self.add_attachment(&new.file, now).await? {
            // It was shut with its image, and is made again.
            self.run(
                "UPDATE attachment SET scan = $2, scan_detail = NULL, quarantined_at = NULL
                 WHERE cid = $1 AND NOT EXISTS (SELECT 1 FROM upload u WHERE u.cid = $1)",
                &[&new.file.cid, &new.file.scan],
            )
            .await?;
        }
        self.run(
            "INSERT INTO rendition
                 (cid, kind, rendition_cid, width, height, media_type, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (cid, kind) DO UPDATE SET rendition_cid = excluded.rendition_cid,
                 width = excluded.width, height = excluded.height,
                 media_type = excluded.media_type, created_at = excluded.created_at",
            &[
                &new.of,
                &new.kind,
                &new.file.cid,
                &new.width,
                &new.height,
                &new.file.media_type,
                &now,
            ],
        )
        .await?;
        let before = before.into_iter().map(|One(cid)| cid).collect();
        self.discard_sealed(before, now).await?;
        Ok(())
    }

    /// Forgets the smaller forms of a file. Those that nobody uploaded, and
    /// that are no other file's, can't be opened any more.
    pub async fn drop_renditions(&mut self, cid: &str, now: Timestamp) -> Result<()> {
        let own: Vec<One<String>> = self
            .all(
                "SELECT DISTINCT r.rendition_cid AS value FROM rendition r
                 WHERE r.cid = $1 AND r.rendition_cid <> $1
                     AND NOT EXISTS (SELECT 1 FROM upload u WHERE u.cid = r.rendition_cid)
                     AND NOT EXISTS (SELECT 1 FROM rendition o
                         WHERE o.rendition_cid = r.rendition_cid AND o.cid <> $1)",
                &[&cid],
            )
            .await?;
        self.run("DELETE FROM rendition WHERE cid = $1", &[&cid])
            .await?;
        let own = own.into_iter().map(|One(own)| own).collect();
        for rendition in self.discard_sealed(own, now).await? {
            self.set_scan(&rendition, ScanState::Infected, None, now)
                .await?;
        }
        Ok(())
    }
}

impl Store {
    /// The smaller forms of a file.
    pub async fn renditions(&self, cid: &str) -> Result<Vec<(RenditionKind, String)>> {
        let mut db = self;
        let rows: Vec<RenditionRow> = db
            .all(
                "SELECT kind, rendition_cid FROM rendition WHERE cid = $1 ORDER BY kind",
                &[&cid],
            )
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.kind, row.rendition_cid))
            .collect())
    }

    /// How many files stand in each state; states without files are left out.
    pub async fn count_scans(&self) -> Result<Vec<(ScanState, i64)>> {
        let mut db = self;
        let rows: Vec<ScanCount> = db
            .all(
                "SELECT scan, COUNT(*) AS files FROM attachment WHERE deleted_at IS NULL
                 GROUP BY scan ORDER BY scan",
                &[],
            )
            .await?;
        Ok(rows.into_iter().map(|row| (row.scan, row.files)).collect())
    }
}

struct RenditionRow {
    kind: RenditionKind,
    rendition_cid: String,
}

crate::row::row!(RenditionRow {
    kind,
    rendition_cid
});

struct ScanCount {
    scan: ScanState,
    files: i64,
}

crate::row::row!(ScanCount { scan, files });
