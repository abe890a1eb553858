//! Drafts: what an agent has begun to write, kept for them on every device.

use frontdesk_model::{
    Actor, ConversationId,
    inbox::{Draft, DraftKind, NewDraft},
};
use frontdesk_store::Access;

use crate::{Desk, access::agents_only, error::Result};

impl Desk {
    /// The caller's drafts, newest first, at most a hundred; of one conversation
    /// alone if it is named.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn drafts(
        &self,
        actor: &Actor,
        conversation: Option<ConversationId>,
    ) -> Result<Vec<Draft>> {
        agents_only(actor)?;
        Ok(self.store.drafts(&actor.id, conversation).await?)
    }

    /// Keeps the caller's draft instead of the one before; a blank one is none.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff; `NotFound`; `InvalidInput` when it is
    /// too long.
    pub async fn keep_draft(
        &self,
        actor: &Actor,
        id: ConversationId,
        kind: DraftKind,
        input: &NewDraft,
    ) -> Result<()> {
        agents_only(actor)?;
        let Some(content) = input.validate(&self.config.input)? else {
            return self.drop_draft(actor, id, kind).await;
        };
        self.conversation_row(id, &Access::Staff).await?;
        let draft = Draft {
            conversation_id: id,
            kind,
            content: content.to_owned(),
            updated_at: self.clock.now(),
        };
        let mut tx = self.store.begin().await?;
        tx.keep_draft(&actor.id, &draft).await?;
        Ok(tx.commit().await?)
    }

    /// Forgets a draft of the caller's; one that isn't there is forgotten already.
    ///
    /// # Errors
    /// `Forbidden` for anyone but staff.
    pub async fn drop_draft(
        &self,
        actor: &Actor,
        id: ConversationId,
        kind: DraftKind,
    ) -> Result<()> {
        agents_only(actor)?;
        let mut tx = self.store.begin().await?;
        tx.drop_draft(&actor.id, id, kind).await?;
        Ok(tx.commit().await?)
    }
}
