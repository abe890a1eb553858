//! The text of files, read once a file may be opened, for the search. A file
//! that cannot be read has none, and stays usable as it is.

use frontdesk_files::{MediaType, can_have_text, has_enough_text, text_of};
use frontdesk_model::{error::ErrorCode, job::Job};
use frontdesk_store::AttachmentRow;
use futures_util::TryStreamExt as _;

use super::renditions::{media_type, rendition_job};
use crate::{
    Desk,
    error::{Error, Result},
};

/// Files of earlier times that are put in line at a time.
const BACKLOG: u32 = 500;

impl Desk {
    /// What follows once a file may be opened.
    pub(super) fn jobs_of_open(&self, row: &AttachmentRow) -> Vec<Job> {
        let text = self.has_text(row).then(|| Job::ReadFileText {
            cid: row.cid.clone(),
        });
        rendition_job(row).into_iter().chain(text).collect()
    }

    fn has_text(&self, row: &AttachmentRow) -> bool {
        let limits = &self.config.file_text;
        let can = media_type(row).is_some_and(can_have_text);
        can && limits.chars > 0 && row.size.unsigned_abs() <= limits.bytes
    }

    /// Reads the text of a file that may be opened, and keeps it.
    ///
    /// # Errors
    /// `Unavailable` while the file store is away.
    pub(crate) async fn read_file_text(&self, cid: &str) -> Result<()> {
        let Some(row) = self.store.attachment(cid).await? else {
            return Ok(());
        };
        let Some(media_type) = media_type(&row) else {
            return Ok(());
        };
        let is_open = row.scan.is_open() && row.deleted_at.is_none();
        if !is_open || !self.has_text(&row) || self.store.file_text(cid).await?.is_some() {
            return Ok(());
        }
        let file = match self.bytes_with_text(&row, media_type).await {
            Ok(file) => file,
            Err(error) if error.code() == ErrorCode::Unavailable => return Err(error),
            // Lost, damaged or taken away meanwhile: trying again would not help.
            Err(error) => {
                tracing::warn!(cid, %error, "the text of a file cannot be read");
                return Ok(());
            }
        };
        let limits = self.config.file_text;
        let read = tokio::task::spawn_blocking(move || text_of(&file, media_type, &limits));
        let text = read.await.map_err(|error| Error::internal(&error))?;
        let mut tx = self.store.begin().await?;
        tx.set_file_text(cid, &text, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    /// A file's bytes, sealed or not, as far as its text is kept: of many long files at a time only
    /// the beginnings are in memory.
    async fn bytes_with_text(&self, row: &AttachmentRow, media_type: MediaType) -> Result<Vec<u8>> {
        let size = row.size.unsigned_abs();
        let mut pieces = self.plain(row).await?.read(0..size).await?;
        let mut file = Vec::new();
        while let Some(piece) = pieces
            .try_next()
            .await
            .map_err(|error| Error::unavailable(format!("the file cannot be read: {error}")))?
        {
            file.extend_from_slice(&piece);
            if has_enough_text(&file, media_type, &self.config.file_text) {
                break;
            }
        }
        Ok(file)
    }

    /// Puts files in line that were there before their text was read.
    pub(crate) async fn read_earlier_files(&self) -> Result<()> {
        let limits = &self.config.file_text;
        if limits.chars == 0 {
            return Ok(());
        }
        let types: Vec<_> = MediaType::ALL
            .into_iter()
            .filter(|media_type| can_have_text(*media_type))
            .map(MediaType::as_str)
            .collect();
        let most = i64::try_from(limits.bytes).unwrap_or(i64::MAX);
        let mut after = String::new();
        loop {
            let unread = self
                .store
                .unread_files(&types, most, &after, BACKLOG)
                .await?;
            let Some(last) = unread.last().cloned() else {
                return Ok(());
            };
            let jobs: Vec<_> = unread
                .into_iter()
                .map(|cid| Job::ReadFileText { cid })
                .collect();
            let mut tx = self.store.begin().await?;
            // What waits in line already is enough for now.
            if after.is_empty() && tx.jobs_under_way(Job::READ_TEXT).await? > 0 {
                return Ok(tx.rollback().await?);
            }
            tx.enqueue_all(&jobs, self.clock.now()).await?;
            tx.commit().await?;
            after = last;
        }
    }
}
