//! How much is stored, of what and by whom, for those who look after it.

use frontdesk_model::{
    ConversationId, Cursor, Page, PageRequest, PersonId, Timestamp, attachment::ScanState,
};
use uuid::Uuid;

use crate::{
    Result, Store, StoredFile,
    db::Source,
    row::row,
    sql::{Builder, contains},
};

/// Everything in one row. Deleted files are not counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StorageTotals {
    pub files: i64,
    pub bytes: i64,
    pub blocks: i64,
    pub pending: i64,
    pub clean: i64,
    pub infected: i64,
    pub unscanned: i64,
    pub orphans: i64,
    pub orphan_bytes: i64,
    /// Bytes that are stored or promised, those of deleted files included until they are gone.
    pub used: i64,
    /// Files that are being stored.
    pub held: i64,
    pub held_bytes: i64,
    /// Resumable uploads that are not finished, and their lengths.
    pub open: i64,
    pub open_bytes: i64,
}

/// Files and bytes of one kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Share<K> {
    pub key: K,
    pub files: i64,
    pub bytes: i64,
}

/// The files of one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UploaderShare {
    pub person_id: PersonId,
    pub name: String,
    pub files: i64,
    pub bytes: i64,
}

/// Which files the list of all files shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct StoredFilter {
    pub scan: Option<ScanState>,
    /// Only those that nothing carries.
    pub orphan: bool,
    /// Part of a name, or of a CID.
    pub text: Option<String>,
}

/// A file of that list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedFile {
    pub file: StoredFile,
    /// Whether the operator keeps it for its own sake.
    pub pinned: bool,
    pub sealed: bool,
    pub created_at: Timestamp,
}

/// Who uploaded a file, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UploadRow {
    pub cid: String,
    pub person_id: PersonId,
    /// The person's.
    pub name: String,
    pub created_at: Timestamp,
}

/// A conversation that carries a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileCarrier {
    pub cid: String,
    pub conversation_id: ConversationId,
    /// Of a ticket.
    pub number: Option<i64>,
}

row!(StorageTotals {
    files,
    bytes,
    blocks,
    pending,
    clean,
    infected,
    unscanned,
    orphans,
    orphan_bytes,
    used,
    held,
    held_bytes,
    open,
    open_bytes,
});
row!(Share<String> { key, files, bytes });
row!(Share<i64> { key, files, bytes });
row!(UploaderShare {
    person_id,
    name,
    files,
    bytes,
});
row!(UploadRow {
    cid,
    person_id,
    name,
    created_at,
});
row!(FileCarrier {
    cid,
    conversation_id,
    number,
});

struct Listed {
    pinned: bool,
    sealed: bool,
    cid: String,
    name: String,
    size: i64,
    media_type: String,
    created_at: Timestamp,
}

row!(Listed {
    pinned,
    sealed,
    cid,
    name,
    size,
    media_type,
    created_at,
});

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

impl Store {
    pub async fn storage_totals(&self, now: Timestamp) -> Result<StorageTotals> {
        let mut db = self;
        db.one(
            "SELECT f.*, h.*, u.*,
                 CAST(s.bytes_here + h.held_bytes AS BIGINT) AS used,
                 o.orphans, o.orphan_bytes, (SELECT COUNT(*) FROM block) AS blocks
             FROM (SELECT COUNT(*) AS files, CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes,
                     COUNT(CASE WHEN scan = 'pending' THEN 1 END) AS pending,
                     COUNT(CASE WHEN scan = 'clean' THEN 1 END) AS clean,
                     COUNT(CASE WHEN scan = 'infected' THEN 1 END) AS infected,
                     COUNT(CASE WHEN scan = 'unscanned' THEN 1 END) AS unscanned
                 FROM attachment WHERE deleted_at IS NULL) f
             CROSS JOIN (SELECT COALESCE(SUM(size), 0) AS bytes_here
                 FROM attachment WHERE removed_at IS NULL) s
             CROSS JOIN (SELECT COUNT(*) AS held,
                     CAST(COALESCE(SUM(size), 0) AS BIGINT) AS held_bytes
                 FROM file_hold WHERE expires_at > $1) h
             CROSS JOIN (SELECT COUNT(*) AS open,
                     CAST(COALESCE(SUM(length), 0) AS BIGINT) AS open_bytes
                 FROM resumable_upload WHERE finished_cid IS NULL AND expires_at > $1) u
             CROSS JOIN (SELECT COUNT(*) AS orphans,
                     CAST(COALESCE(SUM(a.size), 0) AS BIGINT) AS orphan_bytes
                 FROM attachment a WHERE a.deleted_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM attachment_reference r WHERE r.cid = a.cid)
                 AND NOT EXISTS (SELECT 1 FROM rendition n WHERE n.rendition_cid = a.cid)
                 AND NOT EXISTS (SELECT 1 FROM imported_root i WHERE i.cid = a.cid)) o",
            &[&now],
        )
        .await
    }

    /// By media type, the largest first.
    pub async fn storage_by_type(&self) -> Result<Vec<Share<String>>> {
        let mut db = self;
        db.all(
            "SELECT media_type AS key, COUNT(*) AS files, CAST(SUM(size) AS BIGINT) AS bytes
             FROM attachment WHERE deleted_at IS NULL
             GROUP BY media_type ORDER BY SUM(size) DESC, media_type",
            &[],
        )
        .await
    }

    /// By the day (UTC, counted from 1970-01-01) on which a file was new,
    /// from the day of `since` on.
    pub async fn storage_by_day(&self, since: Timestamp) -> Result<Vec<Share<i64>>> {
        let mut db = self;
        let first = Timestamp(since.0.div_euclid(DAY) * DAY);
        db.all(
            "SELECT created_at / 86400000 AS key, COUNT(*) AS files,
                 CAST(SUM(size) AS BIGINT) AS bytes
             FROM attachment WHERE deleted_at IS NULL AND created_at >= $1
             GROUP BY created_at / 86400000 ORDER BY 1",
            &[&first],
        )
        .await
    }

    /// The people with the most bytes, those first.
    pub async fn top_uploaders(&self, limit: u32) -> Result<Vec<UploaderShare>> {
        let mut db = self;
        db.all(
            "SELECT u.person_id, COALESCE(MAX(p.name), u.person_id) AS name, COUNT(*) AS files,
                 CAST(SUM(a.size) AS BIGINT) AS bytes
             FROM upload u JOIN attachment a ON a.cid = u.cid AND a.deleted_at IS NULL
             LEFT JOIN person p ON p.id = u.person_id
             GROUP BY u.person_id ORDER BY SUM(a.size) DESC, u.person_id LIMIT $1",
            &[&i64::from(limit)],
        )
        .await
    }

    /// Files that are not deleted, the newest first, each under the name that
    /// it was last given.
    pub async fn stored_files(
        &self,
        filter: &StoredFilter,
        page: &PageRequest,
    ) -> Result<Page<ListedFile>> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT a.cid, a.size, a.media_type, a.created_at, a.sealed,
                 EXISTS (SELECT 1 FROM imported_root i WHERE i.cid = a.cid) AS pinned, COALESCE(
                 (SELECT u.name FROM upload u WHERE u.cid = a.cid
                  ORDER BY u.created_at DESC, u.person_id LIMIT 1),
                 (SELECT MAX(r.name) FROM attachment_reference r WHERE r.cid = a.cid),
                 (SELECT MAX(n.kind) FROM rendition n WHERE n.rendition_cid = a.cid),
                 a.cid) AS name
             FROM attachment a WHERE a.deleted_at IS NULL",
        );
        if let Some(scan) = filter.scan {
            sql.push(" AND a.scan = ").bind(scan);
        }
        if filter.orphan {
            sql.push(
                " AND NOT EXISTS (SELECT 1 FROM attachment_reference r WHERE r.cid = a.cid)
                  AND NOT EXISTS (SELECT 1 FROM rendition n WHERE n.rendition_cid = a.cid)
                  AND NOT EXISTS (SELECT 1 FROM imported_root i WHERE i.cid = a.cid)",
            );
        }
        if let Some(text) = &filter.text {
            let pattern = contains(&text.to_lowercase());
            sql.push(" AND (LOWER(a.cid) LIKE ")
                .bind(&pattern)
                .push(
                    " ESCAPE '\\' OR EXISTS (SELECT 1 FROM upload u
                       WHERE u.cid = a.cid AND LOWER(u.name) LIKE ",
                )
                .bind(&pattern)
                .push(
                    " ESCAPE '\\') OR EXISTS (SELECT 1 FROM attachment_reference r
                       WHERE r.cid = a.cid AND LOWER(r.name) LIKE ",
                )
                .bind(&pattern)
                .push(" ESCAPE '\\'))");
        }
        // A CID fits into no cursor. So it says of how many files of its
        // moment the pages before have shown.
        let shown = page.after.map_or(0, |after| after.id.as_u64_pair().1);
        if let Some(after) = &page.after {
            sql.push(" AND a.created_at <= ").bind(after.key);
        }
        sql.push(" ORDER BY a.created_at DESC, a.cid DESC")
            .limit(page)
            .push(" OFFSET ")
            .bind(shown.cast_signed());
        let rows: Vec<Listed> = db.fetch(sql.build()).await?;
        let before = page.after.map(|after| after.key);
        let last = rows.iter().take(page.limit as usize).next_back();
        let of_last = last.map_or(0, |last| {
            let here = rows
                .iter()
                .take(page.limit as usize)
                .filter(|row| row.created_at == last.created_at)
                .count() as u64;
            match before == Some(last.created_at.0) {
                true => shown + here,
                false => here,
            }
        });
        let page = Page::cut(rows, page.limit, |row| Cursor {
            key: row.created_at.0,
            id: Uuid::from_u64_pair(0, of_last),
        });
        Ok(page.map(|row| ListedFile {
            file: StoredFile {
                cid: row.cid,
                name: row.name,
                size: row.size,
                media_type: row.media_type,
            },
            pinned: row.pinned,
            sealed: row.sealed,
            created_at: row.created_at,
        }))
    }

    /// Who uploaded these files, the latest first.
    pub async fn uploads_of(&self, cids: &[String]) -> Result<Vec<UploadRow>> {
        if cids.is_empty() {
            return Ok(Vec::new());
        }
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT u.cid, u.person_id, COALESCE(p.name, u.person_id) AS name, u.created_at
             FROM upload u LEFT JOIN person p ON p.id = u.person_id WHERE u.cid",
        );
        sql.within(cids)
            .push(" ORDER BY u.created_at DESC, u.person_id");
        db.fetch(sql.build()).await
    }

    /// The conversations that carry these files, each once a file, the latest
    /// first. What waits for its review has none yet.
    pub async fn carriers_of(&self, cids: &[String]) -> Result<Vec<FileCarrier>> {
        if cids.is_empty() {
            return Ok(Vec::new());
        }
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT r.cid, r.conversation_id, MAX(t.number) AS number
             FROM attachment_reference r JOIN conversation c ON c.id = r.conversation_id
             LEFT JOIN ticket t ON t.conversation_id = r.conversation_id WHERE r.cid",
        );
        sql.within(cids)
            .push(" GROUP BY r.cid, r.conversation_id")
            .push(" ORDER BY MAX(r.created_at) DESC, r.conversation_id");
        db.fetch(sql.build()).await
    }
}
