//! Tells those who look at a conversation that a file in it stands otherwise.

use frontdesk_model::attachment::AttachmentUpdated;
use frontdesk_store::StoredFile;

use super::MAX_CARRIERS;
use crate::{
    Desk,
    error::Result,
    hub::{Event, Namespace},
};

impl Desk {
    /// After a commit: shows a file's present state to everyone who takes part
    /// in a conversation that carries it, in chats and on ticket pages.
    ///
    /// # Errors
    /// Only faults of ours.
    pub(crate) async fn tell_attachment(&self, cid: &str) -> Result<()> {
        let Some(row) = self.store.attachment(cid).await? else {
            return Ok(());
        };
        for carrier in self.store.carriers(cid, MAX_CARRIERS).await? {
            let file = StoredFile {
                cid: row.cid.clone(),
                name: carrier.name,
                size: row.size,
                media_type: row.media_type.clone(),
            };
            let Some(attachment) = self.attachments_now(vec![file]).await?.pop() else {
                continue;
            };
            let event = Event::AttachmentUpdated(AttachmentUpdated {
                attachment,
                conversation_id: carrier.conversation_id,
            });
            if carrier.is_public {
                self.hub.send(&carrier.user_id, Namespace::ChatUser, &event);
                self.hub.send(&carrier.user_id, Namespace::Root, &event);
            }
            self.hub.broadcast(Namespace::ChatAgent, &event);
            self.hub.send_to_staff(Namespace::Root, &event);
        }
        Ok(())
    }
}
