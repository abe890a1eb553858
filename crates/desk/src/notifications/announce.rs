//! An admin announces something to everyone.

use frontdesk_model::{
    NotificationId, PersonId,
    job::Job,
    notification::{NewAnnouncement, NotificationType},
};
use frontdesk_store::NewNotification;

use crate::{Call, Desk, access::admins_only, error::Result};

/// People who get an announcement in one transaction.
const BATCH: u32 = 500;

impl Desk {
    /// Announces something to everyone who has ever signed in. Stored at once;
    /// the outbox brings it to the people, a batch at a time.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `InvalidInput`.
    pub async fn announce(&self, call: &Call, input: &NewAnnouncement) -> Result<()> {
        admins_only(&call.actor)?;
        let input = input.validate()?;
        let mut tx = self.store.begin().await?;
        if self.first_answer::<()>(&mut tx, call).await?.is_some() {
            return Ok(());
        }
        let job = Job::Announce {
            announcement_id: self.ids.make(),
            title: input.title,
            message: input.message,
            after: None,
        };
        tx.enqueue(&job, self.clock.now()).await?;
        self.keep_answer(&mut tx, call, &()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives an announcement to the next batch of people, and leaves a job
    /// for the rest. A repeat after a crash gives nobody a second one.
    pub(crate) async fn announce_to_batch(
        &self,
        announcement: NotificationId,
        title: &str,
        message: &str,
        after: Option<&PersonId>,
    ) -> Result<()> {
        let people = self.store.people_after(after, BATCH).await?;
        let now = self.clock.now();
        let told: Vec<_> = people
            .iter()
            .map(|person| NewNotification {
                id: self.ids.make(),
                person_id: person.clone(),
                kind: NotificationType::System,
                title: title.to_owned(),
                message: message.to_owned(),
                data: serde_json::json!({ "announcementId": announcement }),
                dedup_key: Some(format!("announcement {announcement}")),
                created_at: now,
            })
            .collect();
        let mut tx = self.store.begin().await?;
        let stored = tx.add_notifications(&told).await?;
        if people.len() == BATCH as usize {
            let rest = Job::Announce {
                announcement_id: announcement,
                title: title.to_owned(),
                message: message.to_owned(),
                after: people.last().cloned(),
            };
            tx.enqueue(&rest, now).await?;
        }
        tx.commit().await?;
        self.deliver_notifications(stored).await;
        Ok(())
    }
}
