//! Addresses of sealed files: signed by the desk, and of use for a while. Views
//! carry them, and views are made for those who may see a conversation; whoever
//! holds one may fetch the file until it ends.

use std::time::Duration;

use frontdesk_model::{attachment::RenditionKind, error::ErrorCode};
use url::form_urlencoded;

use super::{Content, content::check_open};
use crate::{
    Desk,
    error::{Error, Result},
};

/// Where the desk gives sealed files.
const PATH: &str = "/api/support/files";
/// A file has the same address for this part of the time for which it holds, so
/// that browsers find it in their caches.
const STABLE_PART: i64 = 3;

/// The parameters of such an address, as they came.
#[derive(Clone, Debug)]
pub struct SignedLink {
    pub cid: String,
    pub rendition: Option<RenditionKind>,
    /// Seconds since 1970.
    pub expires: i64,
    pub signature: String,
}

/// What it leads to.
pub struct Linked {
    pub content: Content,
    /// Whether it is a smaller form, or the file itself.
    pub rendition: Option<RenditionKind>,
    /// How long the address still holds.
    pub left: Duration,
}

impl Desk {
    /// The address of a sealed file, for someone who may have it.
    pub(super) fn signed_url(&self, cid: &str, rendition: Option<RenditionKind>) -> String {
        let expires = self.link_end();
        let base = self.config.public_url.trim_end_matches('/');
        let form = rendition.map_or(String::new(), |kind| {
            format!("&rendition={}", kind.as_str())
        });
        // Without a key nothing can be signed; the desk does not open so.
        let signature = self.master_keys.as_ref().map_or_else(String::new, |keys| {
            keys.sign(&message(cid, rendition, expires))
        });
        format!("{base}{PATH}/{cid}?expires={expires}&signature={signature}{form}")
    }

    /// The same of the file itself, to be saved under its name: what the answer
    /// says counts for more than what a page asks for. The name is not signed.
    pub(super) fn named_url(&self, cid: &str, name: &str) -> String {
        let url = self.signed_url(cid, None);
        let name: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
        format!("{url}&filename={name}")
    }

    /// When an address ends that is made now, in seconds since 1970: never later
    /// than its whole time from now.
    fn link_end(&self) -> i64 {
        let life = i64::try_from(self.config.file_url_life.as_secs()).unwrap_or(i64::MAX / 4);
        let step = (life / STABLE_PART).max(1);
        let now = self.clock.now().0.div_euclid(1_000);
        now.div_euclid(step) * step + life.max(1)
    }

    /// The plain file that an address leads to.
    ///
    /// # Errors
    /// `BadSignature`, `LinkExpired`; `NotFound`; `FilePending`, `FileInfected`,
    /// `FileDeleted`, `FileDamaged`.
    pub async fn open_link(&self, link: &SignedLink) -> Result<Linked> {
        let bad = || {
            Error::new(
                ErrorCode::BadSignature,
                "this address is not as the desk made it; ask for the file's address anew",
            )
        };
        let signed = message(&link.cid, link.rendition, link.expires);
        let keys = self.master_keys.as_ref();
        if !keys.is_some_and(|keys| keys.is_signed(&signed, &link.signature)) {
            return Err(bad());
        }
        let left = link
            .expires
            .saturating_mul(1_000)
            .saturating_sub(self.clock.now().0);
        if left <= 0 {
            return Err(Error::new(
                ErrorCode::LinkExpired,
                "the time of this address is over; ask for the file's address anew",
            ));
        }
        Ok(Linked {
            content: self.linked(&link.cid, link.rendition).await?,
            rendition: link.rendition,
            left: Duration::from_millis(left.cast_unsigned()),
        })
    }

    async fn linked(&self, cid: &str, rendition: Option<RenditionKind>) -> Result<Content> {
        let row = self.store.attachment(cid).await?;
        let row = row.ok_or_else(|| Error::not_found("file"))?;
        check_open(&row)?;
        let Some(kind) = rendition else {
            return self.plain(&row).await;
        };
        let smaller = self.store.renditions(cid).await?;
        let smaller = smaller.into_iter().find(|(found, _)| *found == kind);
        let (_, smaller) = smaller.ok_or_else(|| Error::not_found("smaller form"))?;
        let row = self.store.attachment(&smaller).await?;
        let row = row.ok_or_else(|| Error::not_found("smaller form"))?;
        check_open(&row)?;
        self.plain(&row).await
    }
}

/// What is signed.
fn message(cid: &str, rendition: Option<RenditionKind>, expires: i64) -> Vec<u8> {
    let form = rendition.map_or("file", RenditionKind::as_str);
    format!("v1\n{cid}\n{form}\n{expires}").into_bytes()
}
