//! Admins keep the endpoints: what they are told of, their secrets, and a
//! button that tries them.

use std::time::Duration;

use frontdesk_model::{
    Actor, DeliveryId, WebhookId,
    webhook::{MAX_ENDPOINTS, NewWebhook, Webhook, WebhookEvent, WebhookPatch},
};
use frontdesk_notify::webhook::WebhookSecret;
use frontdesk_store::{NewAudit, Tx, WebhookRow};

use super::events::host;
use crate::{
    Call, Desk,
    access::admins_only,
    error::{Error, Result},
};

/// How long a secret signs that was replaced.
const OLD_SECRET: Duration = Duration::from_secs(24 * 3_600);

impl Desk {
    /// All endpoints, the oldest first.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins.
    pub async fn webhooks(&self, actor: &Actor) -> Result<Vec<Webhook>> {
        admins_only(actor)?;
        let rows = self.store.webhooks().await?;
        Ok(rows.into_iter().map(view).collect())
    }

    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound`.
    pub async fn webhook(&self, actor: &Actor, id: WebhookId) -> Result<Webhook> {
        admins_only(actor)?;
        let row = self.store.webhook(id).await?;
        row.map(view).ok_or_else(|| Error::not_found("webhook"))
    }

    /// Makes an endpoint. Its secret is told in the answer, and in none but that and
    /// its repeats.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `InvalidInput`, also for an address
    /// that may not be called; `Conflict` when there are too many.
    pub async fn create_webhook(&self, call: &Call, input: &NewWebhook) -> Result<Webhook> {
        admins_only(&call.actor)?;
        let input = input.validate()?;
        self.check_url(&input.url).await?;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return self.given_again(&mut tx, first).await;
        }
        if self.store.webhooks().await?.len() >= MAX_ENDPOINTS {
            return Err(Error::conflict(format!(
                "there are {MAX_ENDPOINTS} webhooks already; delete one first"
            )));
        }
        let secret = new_secret()?;
        let row = WebhookRow {
            id: self.ids.make(),
            url: input.url,
            description: input.description,
            events: input.events,
            active: true,
            disabled_reason: None,
            secret: secret.clone(),
            old_secret: None,
            old_secret_until: None,
            created_at: self.clock.now(),
            last_delivery_at: None,
            failing_since: None,
        };
        tx.add_webhook(&row).await?;
        self.audit_webhook(&mut tx, &call.actor, "webhook.create", &row)
            .await?;
        let made = view(row);
        self.keep_answer(&mut tx, call, &made).await?;
        tx.commit().await?;
        self.load_webhooks().await?;
        Ok(Webhook {
            secret: Some(secret),
            ..made
        })
    }

    /// Changes what the patch names.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound`; `InvalidInput`.
    pub async fn update_webhook(
        &self,
        call: &Call,
        id: WebhookId,
        patch: &WebhookPatch,
    ) -> Result<Webhook> {
        admins_only(&call.actor)?;
        let patch = patch.validate()?;
        if let Some(url) = &patch.url {
            self.check_url(url).await?;
        }
        let mut tx = self.store.begin().await?;
        let mut row = tx.webhook(id).await?;
        if let Some(url) = patch.url {
            row.url = url;
        }
        if let Some(description) = patch.description {
            row.description = description;
        }
        if let Some(events) = patch.events {
            row.events = events;
        }
        if let Some(active) = patch.active {
            row.active = active;
            row.disabled_reason = None;
            row.failing_since = None;
        }
        tx.save_webhook(&row).await?;
        self.audit_webhook(&mut tx, &call.actor, "webhook.update", &row)
            .await?;
        tx.commit().await?;
        self.load_webhooks().await?;
        Ok(view(row))
    }

    /// Removes an endpoint; what waits for it is not sent.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound`.
    pub async fn delete_webhook(&self, call: &Call, id: WebhookId) -> Result<()> {
        admins_only(&call.actor)?;
        let mut tx = self.store.begin().await?;
        let row = tx.webhook(id).await?;
        tx.remove_webhook(id).await?;
        self.audit_webhook(&mut tx, &call.actor, "webhook.delete", &row)
            .await?;
        tx.commit().await?;
        self.load_webhooks().await
    }

    /// Gives an endpoint a new secret, told in the answer. For a day what is
    /// sent is signed with the old one as well.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound`.
    pub async fn rotate_webhook_secret(&self, call: &Call, id: WebhookId) -> Result<Webhook> {
        admins_only(&call.actor)?;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return self.given_again(&mut tx, first).await;
        }
        let mut row = tx.webhook(id).await?;
        let secret = new_secret()?;
        row.old_secret = Some(std::mem::replace(&mut row.secret, secret.clone()));
        row.old_secret_until = Some(self.clock.now().plus(OLD_SECRET));
        tx.save_webhook(&row).await?;
        self.audit_webhook(&mut tx, &call.actor, "webhook.rotate-secret", &row)
            .await?;
        let rotated = view(row);
        self.keep_answer(&mut tx, call, &rotated).await?;
        tx.commit().await?;
        Ok(Webhook {
            secret: Some(secret),
            ..rotated
        })
    }

    /// A first answer, which is kept without the secret, as it was given: with the
    /// secret that the endpoint has now. It lies in one place alone.
    async fn given_again(&self, tx: &mut Tx, first: Webhook) -> Result<Webhook> {
        let secret = match tx.webhook(first.id).await {
            Ok(row) => Some(row.secret),
            // Deleted since.
            Err(frontdesk_store::Error::NotFound { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        Ok(Webhook { secret, ..first })
    }

    /// Sends `webhook.test` to an endpoint, as a delivery like all others.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound`.
    pub async fn test_webhook(&self, call: &Call, id: WebhookId) -> Result<DeliveryId> {
        admins_only(&call.actor)?;
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let row = tx.webhook(id).await?;
        let now = self.clock.now();
        let data = serde_json::json!({ "webhookId": id, "by": call.actor.name });
        let event = WebhookEvent::Test;
        let delivery = self.event_delivery(&row, self.ids.next(), event, now, data);
        tx.add_deliveries(std::slice::from_ref(&delivery)).await?;
        self.keep_answer(&mut tx, call, &delivery.id).await?;
        tx.commit().await?;
        Ok(delivery.id)
    }

    /// Whether an address may be called, as far as can be told now.
    async fn check_url(&self, url: &str) -> Result<()> {
        let parsed = url::Url::parse(url)
            .map_err(|_| Error::invalid_field("url", "url must be an address"))?;
        let checked = self.senders.guard.check_name(&parsed).await;
        checked.map_err(|refused| Error::invalid_field("url", refused.to_string()))
    }

    async fn audit_webhook(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        action: &'static str,
        row: &WebhookRow,
    ) -> Result<()> {
        let entry = NewAudit {
            id: self.ids.make(),
            actor: Some(actor),
            action,
            subject: row.id.to_string(),
            details: serde_json::json!({
                "host": host(&row.url), "events": row.events, "active": row.active,
            }),
            at: self.clock.now(),
        };
        Ok(tx.add_audit(&entry).await?)
    }
}

fn new_secret() -> Result<String> {
    WebhookSecret::generate()
        .map(|secret| secret.reveal())
        .map_err(|error| Error::internal(&error))
}

fn view(row: WebhookRow) -> Webhook {
    Webhook {
        id: row.id,
        url: row.url,
        description: row.description,
        events: row.events,
        active: row.active,
        disabled_reason: row.disabled_reason,
        secret: None,
        created_at: row.created_at,
        last_delivery_at: row.last_delivery_at,
        failing_since: row.failing_since,
    }
}
