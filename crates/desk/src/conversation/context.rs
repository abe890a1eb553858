//! Where a conversation began, as its customer's browser said.

use frontdesk_model::{
    Actor, ConversationId,
    context::{ConversationContext, NewContext},
};
use frontdesk_store::{Access, Tx};

use crate::{Desk, access::agents_only, error::Result};

impl Desk {
    /// What the customer's browser said when the conversation began; none when
    /// it said nothing.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`.
    pub async fn conversation_context(
        &self,
        actor: &Actor,
        id: ConversationId,
    ) -> Result<Option<ConversationContext>> {
        agents_only(actor)?;
        self.conversation_row(id, &Access::Staff).await?;
        Ok(self.store.context(id).await?)
    }

    /// Keeps it with a new conversation, in the transaction that opens it.
    pub(crate) async fn keep_context(
        &self,
        tx: &mut Tx,
        id: ConversationId,
        said: Option<&NewContext>,
    ) -> Result<()> {
        if let Some(context) = said.and_then(|said| said.said_at(self.clock.now())) {
            tx.keep_context(id, &context).await?;
        }
        Ok(())
    }
}
