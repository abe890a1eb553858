//! What a customer writes in a conversation that was merged goes to the one
//! that it went into.

use frontdesk_model::{Actor, ConversationId, PersonId, chat::Sender};
use frontdesk_store::{Access, MessageRow, NewChatMessage};

use crate::{
    Desk,
    error::{Error, Result},
    moderation::moderation_jobs,
    tickets::Words,
    view::session_view,
    webhooks::Happening,
};

impl Desk {
    /// Where the customer's words go instead; none unless it was merged.
    pub(crate) async fn merged_into(
        &self,
        customer: &PersonId,
        id: ConversationId,
    ) -> Result<Option<ConversationId>> {
        let access = Access::Owner(customer.clone());
        let row = self.store.conversation(id, &access).await?;
        Ok(row.and_then(|row| row.merged_into))
    }

    /// Says the customer's words in a conversation of theirs, by whatever way
    /// is open: in its chat, as an answer to its ticket, or in a past chat,
    /// which waits for an agent again.
    ///
    /// # Errors
    /// As for a message or a response; `Conflict` when a past chat cannot be
    /// opened again because another is open.
    pub(crate) async fn say_as_customer(
        &self,
        actor: &Actor,
        id: ConversationId,
        words: Words,
    ) -> Result<MessageRow> {
        let access = Access::Owner(actor.id.clone());
        let row = self.conversation_row(id, &access).await?;
        if row.ticket_number.is_some() {
            return self.respond_by_any_way(actor, id, words).await;
        }
        if !row.has_open_chat() {
            self.wait_again(id).await?;
        }
        let message = self.words_of(actor, Sender::User, id, words);
        Ok(self.store.append_chat(message).await?.message)
    }

    /// A chat message of these words, that nobody is notified of: who looks at
    /// the chat sees it.
    pub(crate) fn words_of(
        &self,
        actor: &Actor,
        sender: Sender,
        id: ConversationId,
        words: Words,
    ) -> NewChatMessage {
        let message_id = self.ids.make();
        let mut message = NewChatMessage {
            id: message_id,
            conversation_id: id,
            sender,
            sender_id: actor.id.clone(),
            sender_name: actor.name.clone(),
            client_id: words.client_id,
            content: words.content,
            attachments: words.attachments,
            response: false,
            created_at: self.clock.now(),
            notifications: Vec::new(),
            jobs: moderation_jobs(words.deeds, id, message_id),
        };
        let told = self.event_job(Happening::Said(&message));
        message.jobs.extend(told);
        message
    }

    /// Puts a past chat into the queue again, and shows it to the agents.
    async fn wait_again(&self, id: ConversationId) -> Result<()> {
        let mut tx = self.store.begin().await?;
        let row = match tx.reopen_chat(id, self.clock.now()).await {
            Ok(row) => row,
            Err(error) => {
                tx.rollback().await?;
                return Err(Error::from(error));
            }
        };
        tx.commit().await?;
        self.chat.remember(&row);
        self.tell_session(&session_view(row), None);
        self.enqueue(id).await
    }
}
