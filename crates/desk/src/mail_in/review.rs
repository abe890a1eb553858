//! An admin looks at mail that came in, and has one that was set aside read again.

use frontdesk_model::{
    Actor, InboundMailId, Page, PageRequest,
    job::Job,
    mail_in::{InboundMail, InboundMailState},
};
use frontdesk_store::NewAudit;

use crate::{
    Call, Desk,
    access::admins_only,
    error::{Error, Result},
};

impl Desk {
    /// Mail that came in, newest first.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins.
    pub async fn inbound_mails(
        &self,
        actor: &Actor,
        state: Option<InboundMailState>,
        page: &PageRequest,
    ) -> Result<Page<InboundMail>> {
        admins_only(actor)?;
        Ok(self.store.inbound_mails(state, page).await?)
    }

    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound`.
    pub async fn inbound_mail(&self, actor: &Actor, id: InboundMailId) -> Result<InboundMail> {
        admins_only(actor)?;
        let mail = self.store.inbound_mail(id).await?;
        mail.ok_or_else(|| Error::not_found("inbound mail"))
    }

    /// The bytes of a mail that was set aside, or is not read yet.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound`, also once they are gone.
    pub async fn inbound_mail_bytes(&self, actor: &Actor, id: InboundMailId) -> Result<Vec<u8>> {
        admins_only(actor)?;
        let raw = self.store.inbound_mail_raw(id).await?;
        raw.ok_or_else(|| Error::not_found("inbound mail"))
    }

    /// Has a mail read again that was set aside.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound`; `Conflict` when it was not
    /// set aside.
    pub async fn retry_inbound_mail(&self, call: &Call, id: InboundMailId) -> Result<InboundMail> {
        admins_only(&call.actor)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            let () = first;
            return self.inbound_mail(&call.actor, id).await;
        }
        tx.retry_inbound_mail(id).await?;
        tx.enqueue(&Job::ReadMail { mail_id: id }, now).await?;
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor: Some(&call.actor),
            action: "inbound-mail.retry",
            subject: id.to_string(),
            details: serde_json::json!({}),
            at: now,
        })
        .await?;
        self.keep_answer(&mut tx, call, &()).await?;
        tx.commit().await?;
        self.inbound_mail(&call.actor, id).await
    }
}
