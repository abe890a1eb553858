//! What follows from tries beside their lines in the ledger: browsers, numbers
//! and addresses that are no more, endpoints that are turned off. In the
//! transaction of the ledger.

use std::collections::BTreeMap;

use frontdesk_model::{
    ConversationId, PersonId, PushSubscriptionId, Role, Timestamp, WebhookId,
    notification::NotificationType,
};
use frontdesk_store::{NewNotification, Settled, StoredNotification, Tx};

use crate::{Desk, error::Result, webhooks::host};

/// One thing that follows from a try.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Consequence {
    /// They have taken something.
    DevicesUsed(Vec<PushSubscriptionId>),
    /// The push service does not know them any more.
    DevicesGone(Vec<PushSubscriptionId>),
    /// It can't be reached by anything, or its owner wants nothing more.
    NumberRefused { person: PersonId, number: String },
    /// A mail about a conversation has left: an answer may name it.
    Mailed {
        message_id: String,
        conversation: ConversationId,
        person: PersonId,
    },
    /// There is no such address.
    AddressRefused {
        person: PersonId,
        address: String,
        why: String,
    },
    /// Whether it went well.
    EndpointTried(WebhookId, bool),
    /// It wants no more.
    EndpointGone(WebhookId, String),
}

impl Desk {
    /// Writes down how tries ended, with what else follows from it.
    pub(crate) async fn settle_deliveries(
        &self,
        settled: &[Settled],
        after: Vec<Consequence>,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.store.begin().await?;
        tx.settle_deliveries(settled, now).await?;
        let (told, endpoints_changed) = self.follow(&mut tx, after, now).await?;
        tx.commit().await?;
        if endpoints_changed {
            self.load_webhooks().await?;
        }
        self.deliver_notifications(told).await;
        Ok(())
    }

    /// Gives whom to tell, and whether endpoints were turned off.
    async fn follow(
        &self,
        tx: &mut Tx,
        after: Vec<Consequence>,
        now: Timestamp,
    ) -> Result<(Vec<StoredNotification>, bool)> {
        let (mut used, mut gone) = (Vec::new(), Vec::new());
        let mut told = Vec::new();
        let mut tried: BTreeMap<WebhookId, bool> = BTreeMap::new();
        let mut ended: BTreeMap<WebhookId, String> = BTreeMap::new();
        for one in after {
            match one {
                Consequence::DevicesUsed(ids) => used.extend(ids),
                Consequence::DevicesGone(ids) => gone.extend(ids),
                Consequence::NumberRefused { person, number } => {
                    if tx.unconfirm_phone(&person, &number).await? {
                        told.push(self.number_refused(&person, now));
                    }
                }
                Consequence::Mailed {
                    message_id,
                    conversation,
                    person,
                } => {
                    self.note_sent_mail(tx, &message_id, conversation, &person)
                        .await?;
                }
                Consequence::AddressRefused {
                    person,
                    address,
                    why,
                } => {
                    if tx.note_undeliverable(&address, &why, now).await? {
                        told.push(self.address_refused(&person, now));
                    }
                }
                // One that went well tells more than those that did not.
                Consequence::EndpointTried(id, went_well) => {
                    *tried.entry(id).or_default() |= went_well;
                }
                Consequence::EndpointGone(id, why) => {
                    ended.insert(id, why);
                }
            }
        }
        if !used.is_empty() {
            tx.used_push_subscriptions(&used, now).await?;
        }
        if !gone.is_empty() {
            tx.forget_push_subscriptions(&gone).await?;
        }
        for (id, went_well) in tried {
            tx.note_webhook_tried(id, went_well, now).await?;
            if !went_well && self.has_failed_for_long(tx, id, now).await? {
                let days = self.config.notify.webhook_disable.as_secs() / (24 * 3_600);
                ended.insert(id, format!("every try has failed for {days} days"));
            }
        }
        let mut changed = false;
        for (id, why) in ended {
            changed |= self.turn_off(tx, id, why, now, &mut told).await?;
        }
        Ok((tx.add_notifications(&told).await?, changed))
    }

    async fn has_failed_for_long(
        &self,
        tx: &mut Tx,
        id: WebhookId,
        now: Timestamp,
    ) -> Result<bool> {
        let row = match tx.webhook(id).await {
            Ok(row) => row,
            // Deleted meanwhile.
            Err(frontdesk_store::Error::NotFound { .. }) => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        let since = row.failing_since.filter(|_| row.active);
        Ok(since.is_some_and(|since| now.since(since) >= self.config.notify.webhook_disable))
    }

    /// Turns an endpoint off, and tells the admins. False when it was off, or
    /// is gone.
    async fn turn_off(
        &self,
        tx: &mut Tx,
        id: WebhookId,
        why: String,
        now: Timestamp,
        told: &mut Vec<NewNotification>,
    ) -> Result<bool> {
        let mut row = match tx.webhook(id).await {
            Ok(row) if row.active => row,
            Ok(_) | Err(frontdesk_store::Error::NotFound { .. }) => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        row.active = false;
        row.disabled_reason = Some(why.clone());
        tx.save_webhook(&row).await?;
        let place = host(&row.url).unwrap_or_default();
        let admins = self.store.staff().await?;
        let admins = admins.iter().filter(|person| person.role == Role::Admin);
        told.extend(admins.map(|person| {
            self.system_notice(
                &person.id,
                format!("The webhook to {place} was turned off"),
                format!("{why}. Turn it on again when it is mended."),
                serde_json::json!({ "webhookId": id }),
                now,
            )
        }));
        Ok(true)
    }

    fn number_refused(&self, person: &PersonId, now: Timestamp) -> NewNotification {
        self.system_notice(
            person,
            "Your phone number takes no messages".to_owned(),
            "A message to it was refused. Confirm it again to get SMS.".to_owned(),
            serde_json::json!({ "preferences": true }),
            now,
        )
    }

    fn address_refused(&self, person: &PersonId, now: Timestamp) -> NewNotification {
        self.system_notice(
            person,
            "Mail to you comes back".to_owned(),
            "Your e-mail address takes no mail, so none is sent any more.".to_owned(),
            serde_json::json!({ "preferences": true }),
            now,
        )
    }

    fn system_notice(
        &self,
        person: &PersonId,
        title: String,
        message: String,
        data: serde_json::Value,
        now: Timestamp,
    ) -> NewNotification {
        NewNotification {
            id: self.ids.make(),
            person_id: person.clone(),
            kind: NotificationType::System,
            title,
            message,
            data,
            dedup_key: None,
            created_at: now,
        }
    }

    /// Mail to this address has come back for good: none is sent there any more,
    /// and its person finds a notice in the list.
    ///
    /// # Errors
    /// Only faults of ours.
    pub async fn note_bounce(&self, person: &PersonId, address: &str, why: &str) -> Result<()> {
        let now = self.clock.now();
        let bounced = Consequence::AddressRefused {
            person: person.clone(),
            address: address.to_owned(),
            why: why.to_owned(),
        };
        self.settle_deliveries(&[], vec![bounced], now).await
    }
}
