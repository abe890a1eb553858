//! What a mail about a conversation tells of it: where an answer goes, and to
//! which thread it belongs.

use frontdesk_model::{ConversationId, PersonId};
use frontdesk_notify::{MailAddress, Thread};
use frontdesk_store::{MailMessage, Tx};

use crate::{Desk, error::Result};

/// Mails of one conversation that a mail refers to.
const THREAD: u32 = 15;

impl Desk {
    /// Where an answer of this person to this conversation goes.
    pub(crate) fn reply_address_of(
        &self,
        conversation: ConversationId,
        person: &PersonId,
    ) -> Option<MailAddress> {
        let address = self.config.mail_in.reply_address.as_ref()?;
        let token = self
            .keys
            .reply_tokens()
            .make(conversation.0, person.as_str());
        MailAddress::new(self.templates.brand().name.as_str(), &address.with(&token)).ok()
    }

    /// The thread that a mail about a conversation continues, as its reader has it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) async fn thread_of(
        &self,
        conversation: ConversationId,
        person: &PersonId,
        domain: &str,
    ) -> Result<Thread> {
        let earlier = self.store.thread_of(conversation, person, THREAD).await?;
        Ok(Thread::new(conversation.0, domain, earlier))
    }

    /// Notes a mail that was sent, so that an answer to it is recognised. In
    /// the transaction that notes its being sent.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub(crate) async fn note_sent_mail(
        &self,
        tx: &mut Tx,
        message_id: &str,
        conversation: ConversationId,
        person: &PersonId,
    ) -> Result<()> {
        let mail = MailMessage {
            message_id: message_id.to_owned(),
            conversation_id: conversation,
            person_id: person.clone(),
            sent: true,
            created_at: self.clock.now(),
        };
        Ok(tx.add_mail_message(&mail).await?)
    }
}
