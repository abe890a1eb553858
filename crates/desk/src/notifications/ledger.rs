//! The ledger of deliveries: what has left, what waits, what was given up, and
//! how it is sent again. For admins.

use std::time::Duration;

use frontdesk_model::{
    Actor, DeliveryId, Page, PageRequest, Timestamp,
    delivery::{
        Channel, ChannelSummary, Delivery, DeliveryDetail, DeliveryFacts, DeliverySummary,
        HourTotals, ReplayDeliveries, Replayed,
    },
    error::FieldError,
};
use frontdesk_store::{DeliveryFilter, DeliveryRow, NewAudit};

use super::config::ContentRule;
use crate::{
    Call, Desk,
    access::admins_only,
    error::{Error, Result},
};

/// Deliveries that are forgotten in one transaction.
const PRUNED_TOGETHER: u32 = 500;
/// Deliveries that are sent again by one request.
const REPLAYED_TOGETHER: u32 = 10_000;
/// What a summary covers without being told.
const DAY: Duration = Duration::from_secs(24 * 3_600);
/// What a summary covers at most.
const LONGEST_SUMMARY: Duration = Duration::from_secs(31 * 24 * 3_600);

impl Desk {
    /// A page of deliveries, the newest first.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins.
    pub async fn deliveries(
        &self,
        actor: &Actor,
        filter: &DeliveryFilter,
        page: &PageRequest,
    ) -> Result<Page<Delivery>> {
        admins_only(actor)?;
        let rows = self.store.deliveries(filter, page).await?;
        Ok(rows.map(|row| Delivery {
            notifications: row.notifications,
            attempts: row.attempts,
            facts: facts(row),
        }))
    }

    /// A delivery with its tries and what it tells of.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound`.
    pub async fn delivery(&self, actor: &Actor, id: DeliveryId) -> Result<DeliveryDetail> {
        admins_only(actor)?;
        let row = self.store.delivery(id).await?;
        let row = row.ok_or_else(|| Error::not_found("delivery"))?;
        let mut notifications = self.store.delivered_notifications(id).await?;
        for told in &mut notifications {
            if self.hides_content(&row) {
                told.title = None;
            }
        }
        Ok(DeliveryDetail {
            attempts: self.store.delivery_attempts(id).await?,
            notifications,
            facts: facts(row),
        })
    }

    /// Whether the operator hides what this delivery says.
    fn hides_content(&self, row: &DeliveryRow) -> bool {
        use frontdesk_model::notification::NotificationType;
        let kind = NotificationType::parse(&row.kind);
        kind.is_some_and(|kind| self.config.notify.content.of(kind) == ContentRule::Notice)
    }

    /// Sends a delivery that is over, or waits for its next try, again under
    /// the same key. Audited.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `NotFound`; `Conflict` while it is on
    /// its way.
    pub async fn replay_delivery(&self, call: &Call, id: DeliveryId) -> Result<()> {
        admins_only(&call.actor)?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        if self.first_answer::<()>(&mut tx, call).await?.is_some() {
            return Ok(());
        }
        tx.replay_delivery(id, now).await?;
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor: Some(&call.actor),
            action: "delivery.replay",
            subject: id.to_string(),
            details: serde_json::json!({}),
            at: now,
        })
        .await?;
        self.keep_answer(&mut tx, call, &()).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Sends dead deliveries again, the oldest first, at most 10,000. Audited.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `InvalidInput`.
    pub async fn replay_deliveries(
        &self,
        call: &Call,
        input: &ReplayDeliveries,
    ) -> Result<Replayed> {
        admins_only(&call.actor)?;
        let input = input.validate()?;
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        if let Some(first) = self.first_answer(&mut tx, call).await? {
            return Ok(first);
        }
        let most = REPLAYED_TOGETHER;
        let count = tx
            .replay_dead(input.channel, input.from, input.to, most, now)
            .await?;
        tx.add_audit(&NewAudit {
            id: self.ids.make(),
            actor: Some(&call.actor),
            action: "delivery.replay-dead",
            subject: input.channel.map_or("all", Channel::as_str).to_owned(),
            details: serde_json::json!({ "count": count, "from": input.from, "to": input.to }),
            at: now,
        })
        .await?;
        let replayed = Replayed { count };
        self.keep_answer(&mut tx, call, &replayed).await?;
        tx.commit().await?;
        Ok(replayed)
    }

    /// The channels at a glance; without times, the last day.
    ///
    /// # Errors
    /// `Forbidden` for anyone but admins; `InvalidInput` for times that are no
    /// stretch of a month at most.
    pub async fn delivery_summary(
        &self,
        actor: &Actor,
        from: Option<Timestamp>,
        to: Option<Timestamp>,
    ) -> Result<DeliverySummary> {
        admins_only(actor)?;
        let now = self.clock.now();
        // What was tried in this very moment belongs to it.
        let to = to.unwrap_or_else(|| now.plus(Duration::from_millis(1)));
        let from = from.unwrap_or_else(|| to.minus(DAY));
        if from >= to || to.since(from) > LONGEST_SUMMARY {
            return Err(Error::invalid(vec![FieldError {
                field: "from".to_owned(),
                message: "from must lie before to, by 31 days at most".to_owned(),
            }]));
        }
        let hours = self.store.deliveries_per_hour(from, to).await?;
        let open = self.store.open_deliveries().await?;
        let channels = Channel::OUTSIDE
            .into_iter()
            .map(|channel| ChannelSummary {
                channel,
                configured: channel == Channel::Webhook || self.channels().has(channel),
                breaker: self.breaker_state(channel).as_str().to_owned(),
                waiting: open.get(&channel).copied().unwrap_or(0),
                per_hour: hours
                    .iter()
                    .filter(|hour| hour.channel == channel)
                    .map(|hour| HourTotals {
                        hour: hour.hour,
                        sent: hour.sent,
                        failed: hour.failed,
                        delayed: hour.delayed,
                        dead: hour.dead,
                    })
                    .collect(),
            })
            .collect();
        let oldest = self.store.oldest_due_delivery(now).await?;
        Ok(DeliverySummary {
            channels,
            oldest_waiting_seconds: oldest
                .map(|due| i64::try_from(now.since(due).as_secs()).unwrap_or(i64::MAX)),
        })
    }

    /// Forgets what has been over for long (`NOTIFY_KEEP_DAYS`).
    pub(crate) async fn prune_deliveries(&self) -> Result<()> {
        let before = self.clock.now().minus(self.config.notify.keep);
        while self.store.prune_deliveries(before, PRUNED_TOGETHER).await?
            == u64::from(PRUNED_TOGETHER)
        {
            tokio::task::yield_now().await;
        }
        Ok(())
    }
}

fn facts(row: DeliveryRow) -> DeliveryFacts {
    DeliveryFacts {
        id: row.id,
        channel: row.channel,
        kind: row.kind,
        person_id: row.person_id,
        person_name: row.person_name,
        endpoint_id: row.endpoint_id,
        conversation_id: row.conversation_id,
        to: row.target,
        state: row.state,
        reason: row.reason,
        idempotency_key: row.id.to_string(),
        created_at: row.created_at,
        due_at: row.due_at,
        sent_at: row.sent_at,
        delivered_at: row.delivered_at,
        last_error: row.last_error,
    }
}
