//! Attachments as the wire shows them: what a message carries, with what is
//! known of each file at this moment. No query where nothing is carried.

use std::collections::HashMap;

use frontdesk_model::attachment::{Attachment, RenditionKind, ScanState};
use frontdesk_store::{FileFacts, MessageRow, ReviewRow, StoredFile, TicketRow, Tx};

use crate::{Desk, error::Result};

/// What is known of the files of one page, by their CIDs.
#[derive(Default)]
pub(crate) struct Facts(HashMap<String, FileFacts>);

/// A row that carries files.
pub(crate) trait Carries {
    fn carried(&self) -> &[StoredFile];
}

macro_rules! carries {
    ($($type:ty),*) => {$(
        impl Carries for $type {
            fn carried(&self) -> &[StoredFile] {
                &self.attachments
            }
        }
    )*};
}
carries!(MessageRow, TicketRow, ReviewRow);

impl Carries for StoredFile {
    fn carried(&self) -> &[StoredFile] {
        std::slice::from_ref(self)
    }
}

fn cids_of<'r, T: Carries + 'r>(rows: impl IntoIterator<Item = &'r T>) -> Vec<&'r str> {
    let files = rows.into_iter().flat_map(Carries::carried);
    let mut cids: Vec<_> = files.map(|file| file.cid.as_str()).collect();
    cids.sort_unstable();
    cids.dedup();
    cids
}

impl From<Vec<FileFacts>> for Facts {
    fn from(found: Vec<FileFacts>) -> Self {
        let by_cid = found.into_iter().map(|facts| (facts.cid.clone(), facts));
        Self(by_cid.collect())
    }
}

impl Desk {
    /// What is known of the files that these rows carry.
    ///
    /// # Errors
    /// Only faults of ours.
    pub(crate) async fn facts_of<'r, T: Carries + 'r>(
        &self,
        rows: impl IntoIterator<Item = &'r T>,
    ) -> Result<Facts> {
        let cids = cids_of(rows);
        Ok(self.store.file_facts(&cids).await?.into())
    }

    /// The same within a transaction.
    ///
    /// # Errors
    /// Only faults of ours.
    pub(crate) async fn facts_in<'r, T: Carries + 'r>(
        &self,
        tx: &mut Tx,
        rows: impl IntoIterator<Item = &'r T>,
    ) -> Result<Facts> {
        let cids = cids_of(rows);
        Ok(tx.file_facts(&cids).await?.into())
    }

    /// Files by themselves.
    ///
    /// # Errors
    /// Only faults of ours.
    pub(crate) async fn attachments_now(&self, files: Vec<StoredFile>) -> Result<Vec<Attachment>> {
        let facts = self.facts_of(&files).await?;
        Ok(self.attachment_views(files, &facts).1)
    }

    /// The CIDs alone, and the same files in full.
    pub(crate) fn attachment_views(
        &self,
        files: Vec<StoredFile>,
        facts: &Facts,
    ) -> (Vec<String>, Vec<Attachment>) {
        let cids = files.iter().map(|file| file.cid.clone()).collect();
        let files = files
            .into_iter()
            .map(|file| self.attachment_view(file, facts))
            .collect();
        (cids, files)
    }

    fn attachment_view(&self, file: StoredFile, facts: &Facts) -> Attachment {
        let known = facts.0.get(&file.cid);
        let pixels = |edge: Option<i64>| edge.and_then(|edge| u32::try_from(edge).ok());
        // A smaller form of what can't be opened isn't shown either.
        let open = known.filter(|known| known.scan.is_open() && known.deleted_at.is_none());
        let smaller = |cid: Option<&String>, kind| {
            cid.map(|smaller| match open.is_some_and(|known| known.sealed) {
                true => self.signed_url(&file.cid, Some(kind)),
                false => self.file_url(smaller),
            })
        };
        Attachment {
            url: match known.is_some_and(|known| known.sealed) {
                true => self.named_url(&file.cid, &file.name),
                false => self.file_url(&file.cid),
            },
            size: u64::try_from(file.size).unwrap_or(0),
            media_type: file.media_type,
            name: file.name,
            // What nothing is known of could not be looked up: it stays shut.
            scan: known.map_or(ScanState::Pending, |known| known.scan),
            width: known.and_then(|known| pixels(known.width)),
            height: known.and_then(|known| pixels(known.height)),
            thumbnail_url: smaller(
                open.and_then(|known| known.thumbnail.as_ref()),
                RenditionKind::Thumbnail,
            ),
            preview_url: smaller(
                open.and_then(|known| known.preview.as_ref()),
                RenditionKind::Preview,
            ),
            deleted_at: known.and_then(|known| known.deleted_at),
            cid: file.cid,
        }
    }

    /// Names and addresses for what outlives a page, such as mail. The address of
    /// a sealed file is good for minutes only, and what can't be opened now may be
    /// later: of these, where they hang is named (`place`) instead.
    pub(crate) fn links_to(
        &self,
        files: &[StoredFile],
        facts: &Facts,
        place: &str,
    ) -> Vec<(String, String)> {
        let open = |cid: &String| {
            let known = facts.0.get(cid)?;
            let lasts = known.scan.is_open() && known.deleted_at.is_none() && !known.sealed;
            lasts.then(|| self.file_url(cid))
        };
        files
            .iter()
            .map(|file| {
                let url = open(&file.cid).unwrap_or_else(|| place.to_owned());
                (file.name.clone(), url)
            })
            .collect()
    }

    /// The public gateway's address of a file.
    pub(crate) fn file_url(&self, cid: &str) -> String {
        let gateway = self.config.ipfs_gateway.as_deref();
        format!(
            "{}/ipfs/{cid}",
            gateway
                .unwrap_or(&self.config.public_url)
                .trim_end_matches('/')
        )
    }
}
