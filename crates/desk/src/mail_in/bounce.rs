//! A report of mail that did not arrive.

use frontdesk_model::{ConversationId, DeliveryId, PersonId, mail_in::InboundMailState};
use frontdesk_notify::inbound::Bounce;
use frontdesk_store::SettledMail;

use crate::{Desk, error::Result};

impl Desk {
    /// Notes which mail it was, and to whom; an address that never takes mail
    /// gets no more. A report is believed only of a mail that was sent to that
    /// person: anyone may write one.
    pub(super) async fn read_bounce(&self, bounce: &Bounce) -> Result<SettledMail> {
        let status = bounce.status.as_deref().unwrap_or("no status");
        let mut settled = SettledMail {
            state: InboundMailState::Bounce,
            reason: Some(format!("mail did not arrive ({status})")),
            conversation_id: None,
            person_id: None,
        };
        let Some((conversation, person)) = self.bounced_mail(bounce).await? else {
            return Ok(settled);
        };
        settled.conversation_id = conversation;
        settled.person_id = Some(person.clone());
        let known = self.store.person(&person).await?;
        let address = known.and_then(|known| known.email).filter(|own| {
            let mut hard = bounce.hard.iter();
            hard.any(|hard| hard.eq_ignore_ascii_case(own))
        });
        if let Some(address) = address {
            self.note_bounce(&person, &address, status).await?;
        }
        Ok(settled)
    }

    /// What the mail was about, and whom it was sent to: one of a conversation is
    /// noted, and any other bears the id of its delivery.
    async fn bounced_mail(
        &self,
        bounce: &Bounce,
    ) -> Result<Option<(Option<ConversationId>, PersonId)>> {
        let Some(id) = &bounce.message_id else {
            return Ok(None);
        };
        let noted = self.store.mail_messages(std::slice::from_ref(id)).await?;
        if let Some(sent) = noted.into_iter().find(|mail| mail.sent) {
            return Ok(Some((Some(sent.conversation_id), sent.person_id)));
        }
        let name = id.split_once('@').map_or("", |(name, _)| name);
        let Ok(delivery) = name.parse().map(DeliveryId) else {
            return Ok(None);
        };
        let delivery = self.store.delivery(delivery).await?;
        Ok(delivery.and_then(|row| Some((row.conversation_id, row.person_id?))))
    }
}
