//! Tells those who look at a conversation that a file in it stands otherwise.

use frontdesk_model::{PersonId, attachment::AttachmentUpdated};
use frontdesk_store::StoredFile;

use super::MAX_CARRIERS;
use crate::{
    Desk,
    error::Result,
    hub::{Event, Namespace},
};

impl Desk {
    /// After a commit: shows a file's present state to everyone who takes part
    /// in a conversation that carries it, in chats and on ticket pages, and to
    /// those who uploaded it and may not have sent it yet.
    ///
    /// # Errors
    /// Only faults of ours.
    pub(crate) async fn tell_attachment(&self, cid: &str) -> Result<()> {
        let Some(row) = self.store.attachment(cid).await? else {
            return Ok(());
        };
        let mut reached = Vec::new();
        let carriers = self.store.carriers(cid, MAX_CARRIERS).await?;
        let staff_reached = !carriers.is_empty();
        for carrier in carriers {
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
                conversation_id: Some(carrier.conversation_id),
            });
            if carrier.is_public {
                self.hub.send(&carrier.user_id, Namespace::ChatUser, &event);
                self.hub.send(&carrier.user_id, Namespace::Root, &event);
                reached.push(carrier.user_id);
            }
            self.hub.broadcast(Namespace::ChatAgent, &event);
            self.hub.send_to_staff(Namespace::Root, &event);
        }
        for uploader in self.store.uploaders(cid).await? {
            if !reached.contains(&uploader) {
                self.tell_uploader(cid, &uploader, staff_reached).await?;
            }
        }
        Ok(())
    }

    /// Their own file, under the name that they gave it; unless they are of the
    /// staff, who have heard of it already.
    async fn tell_uploader(
        &self,
        cid: &str,
        uploader: &PersonId,
        staff_reached: bool,
    ) -> Result<()> {
        if !self.hub.is_online(uploader) {
            return Ok(());
        }
        let person = self.store.person(uploader).await?;
        if staff_reached && person.is_some_and(|person| person.role.is_staff()) {
            return Ok(());
        }
        let own = self.store.uploaded_by(&[cid.to_owned()], uploader).await?;
        for attachment in self.attachments_now(own).await? {
            let event = Event::AttachmentUpdated(AttachmentUpdated {
                attachment,
                conversation_id: None,
            });
            for namespace in [Namespace::Root, Namespace::ChatUser, Namespace::ChatAgent] {
                self.hub.send(uploader, namespace, &event);
            }
        }
        Ok(())
    }
}
