//! What the router has decided, and why.

use frontdesk_model::{Actor, ConversationId, Page, PageRequest, routing::Decision};
use frontdesk_store::ChatAccess;

use crate::{
    Desk,
    access::agents_only,
    error::{Error, Result},
};

impl Desk {
    /// The decisions about one chat, newest first.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`.
    pub async fn chat_decisions(
        &self,
        actor: &Actor,
        session: ConversationId,
        page: &PageRequest,
    ) -> Result<Page<Decision>> {
        agents_only(actor)?;
        let chat = self.store.chat(session, &ChatAccess::Staff).await?;
        chat.ok_or_else(|| Error::not_found("chat"))?;
        self.chat.ledger.flush().await;
        Ok(self.store.decisions(Some(session), page).await?)
    }

    /// All decisions, newest first.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn decisions(&self, actor: &Actor, page: &PageRequest) -> Result<Page<Decision>> {
        agents_only(actor)?;
        self.chat.ledger.flush().await;
        Ok(self.store.decisions(None, page).await?)
    }
}
