//! A person says how they want to be told of what, and mutes conversations.

use frontdesk_model::{
    Actor, ConversationId,
    notification::NotificationType,
    preferences::{
        EmailAddress, Mute, NewMute, NotificationPreferences, PhoneNumber, Preferences,
        PreferencesPatch,
    },
};

use super::send::device_view;
use crate::{
    Desk,
    error::{Error, Result},
    tickets::access_of,
};

/// Conversations that one person may have muted.
const MAX_MUTES: usize = 500;

impl Desk {
    /// What the caller has chosen, where they can be reached, and what they
    /// have muted.
    ///
    /// # Errors
    /// Only faults of ours.
    pub async fn notification_preferences(&self, actor: &Actor) -> Result<NotificationPreferences> {
        let reach = self.store.reach_of([&actor.id]).await?.pop();
        let chosen: Preferences = reach
            .as_ref()
            .and_then(|reach| reach.preferences.clone())
            .unwrap_or_default();
        let email = reach.and_then(|reach| {
            Some(EmailAddress {
                address: reach.email?,
                undeliverable: reach.undeliverable,
            })
        });
        let phone = self.store.phone_of(&actor.id).await?;
        let devices = self.store.push_subscriptions(&actor.id).await?;
        let mutes = self.store.mutes(&actor.id, self.clock.now()).await?;
        Ok(NotificationPreferences {
            channels: NotificationType::ALL
                .iter()
                .filter(|kind| actor.is_staff() || !for_agents(**kind))
                .map(|kind| (*kind, chosen.of(*kind)))
                .collect(),
            quiet_hours: chosen.quiet_hours,
            time_zone: chosen.time_zone,
            email,
            phone: phone.map(|phone| PhoneNumber {
                number: phone.number,
                confirmed: phone.confirmed_at.is_some(),
            }),
            push_subscriptions: devices.into_iter().map(device_view).collect(),
            mutes: mutes
                .into_iter()
                .map(|mute| Mute {
                    conversation_id: mute.conversation_id,
                    subject: mute.subject,
                    until: mute.until,
                })
                .collect(),
            available: self.channels(),
        })
    }

    /// Changes what the patch names. It holds for what is sent from now on,
    /// what waits included.
    ///
    /// # Errors
    /// `InvalidInput`.
    pub async fn update_notification_preferences(
        &self,
        actor: &Actor,
        patch: &PreferencesPatch,
    ) -> Result<NotificationPreferences> {
        let mut tx = self.store.begin().await?;
        let before = tx.preferences(&actor.id).await?.unwrap_or_default();
        let after = before.patched(patch)?;
        tx.save_preferences(&actor.id, &after, self.clock.now())
            .await?;
        tx.commit().await?;
        self.notification_preferences(actor).await
    }

    /// Mutes a conversation that the caller may see; a second time replaces the
    /// first.
    ///
    /// # Errors
    /// `NotFound`, for another's as well; `InvalidInput` for a time that is
    /// over; `Conflict` when too many are muted.
    pub async fn mute_conversation(
        &self,
        actor: &Actor,
        id: ConversationId,
        input: &NewMute,
    ) -> Result<()> {
        let now = self.clock.now();
        if input.until.is_some_and(|until| until <= now) {
            return Err(Error::invalid_field(
                "until",
                "until must lie in the future",
            ));
        }
        self.conversation_row(id, &access_of(actor)).await?;
        let mutes = self.store.mutes(&actor.id, now).await?;
        if mutes.len() >= MAX_MUTES && !mutes.iter().any(|mute| mute.conversation_id == id) {
            return Err(Error::conflict(format!(
                "{MAX_MUTES} conversations are muted already; take some of them back first"
            )));
        }
        let mut tx = self.store.begin().await?;
        tx.mute(&actor.id, id, input.until, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a mute back; without one, nothing changes.
    ///
    /// # Errors
    /// Only faults of ours.
    pub async fn unmute_conversation(&self, actor: &Actor, id: ConversationId) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.unmute(&actor.id, id).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Types that only agents get.
fn for_agents(kind: NotificationType) -> bool {
    matches!(
        kind,
        NotificationType::Assigned | NotificationType::Mentioned | NotificationType::SlaAtRisk
    )
}
