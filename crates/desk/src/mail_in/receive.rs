//! A mail comes in: it is stored, and read soon after.

use frontdesk_model::{InboundMailId, error::ErrorCode, job::Job, mail_in::InboundMailState};
use frontdesk_notify::inbound::{fingerprint, parse};
use frontdesk_store::{MailboxPlace, NewInboundMail, SettledMail, Tx};

use crate::{
    Desk,
    error::{Error, Result},
};

/// A mail that was taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Received {
    /// None when the same mail was taken before.
    pub id: Option<InboundMailId>,
}

/// Where in a mailbox a mail lies that is taken from there.
pub(super) struct Taken<'t> {
    pub mailbox: &'t str,
    pub holder: &'t str,
    /// How far the mailbox is read with it; none when that is noted later.
    pub place: Option<MailboxPlace>,
    /// How many bytes the mail has, where it was not fetched whole.
    pub size: usize,
}

impl Desk {
    /// Takes a mail that a provider posts. It is on disk when this returns.
    ///
    /// # Errors
    /// `NotFound` when no provider may post mail; `Unauthenticated` without the
    /// right secret; `InvalidInput` for an empty one; `TooLarge`.
    pub async fn receive_posted_mail(&self, secret: Option<&str>, raw: &[u8]) -> Result<Received> {
        self.check_mail_hook(secret)?;
        if raw.is_empty() {
            return Err(Error::invalid_field(
                "email",
                "email is required: the mail as it was sent",
            ));
        }
        if raw.len() > self.config.mail_in.max_bytes {
            return Err(Error::new(
                ErrorCode::TooLarge,
                format!("a mail may have {} bytes", self.config.mail_in.max_bytes),
            ));
        }
        self.receive_mail(raw, None).await
    }

    /// Whether who posts mail may do so; before its bytes are read.
    ///
    /// # Errors
    /// As [`Desk::receive_posted_mail`].
    pub fn check_mail_hook(&self, secret: Option<&str>) -> Result<()> {
        match (&self.config.mail_in.hook_secret, secret) {
            (None, _) => Err(Error::not_found("mail hook")),
            (Some(right), Some(given)) if right.is(given) => Ok(()),
            (Some(_), _) => Err(Error::unauthenticated(
                "send the secret of MAIL_HOOK_SECRET in X-Mail-Hook-Secret, or as the password of Basic",
            )),
        }
    }

    /// Stores a mail with the job that reads it, and how far its mailbox was
    /// read with it.
    pub(super) async fn receive_mail(
        &self,
        raw: &[u8],
        taken: Option<Taken<'_>>,
    ) -> Result<Received> {
        let now = self.clock.now();
        let key = fingerprint(raw, parse(raw).ok().as_ref());
        let id: InboundMailId = self.ids.make();
        let mut tx = self.store.begin().await?;
        let new = NewInboundMail {
            id,
            key: &key,
            raw,
            received_at: now,
        };
        let is_new = tx.add_inbound_mail(&new).await?;
        let size = taken.as_ref().map_or(raw.len(), |taken| taken.size);
        match (is_new, size > self.config.mail_in.max_bytes) {
            (true, false) => tx.enqueue(&Job::ReadMail { mail_id: id }, now).await?,
            (true, true) => self.set_aside_large(&mut tx, id, size).await?,
            (false, _) => {}
        }
        if let Some(Taken {
            mailbox,
            holder,
            place: Some(place),
            ..
        }) = taken
        {
            tx.advance_mailbox(mailbox, holder, place).await?;
        }
        tx.commit().await?;
        metrics::counter!("frontdesk_inbound_mails_total").increment(is_new.into());
        Ok(Received {
            id: is_new.then_some(id),
        })
    }

    async fn set_aside_large(&self, tx: &mut Tx, id: InboundMailId, size: usize) -> Result<()> {
        let most = self.config.mail_in.max_bytes;
        let settled = SettledMail {
            state: InboundMailState::SetAside,
            reason: Some(format!(
                "it has {size} bytes, more than {most}; the rest was left out"
            )),
            conversation_id: None,
            person_id: None,
        };
        Ok(tx
            .settle_inbound_mail(id, &settled, self.clock.now())
            .await?)
    }
}
