//! Deliveries: what is planned, what it tells of, and what may still join it.
//! Sending is in [`send`], the ledger that people read in [`list`].

mod list;
mod send;

use std::collections::HashSet;

use frontdesk_model::{
    ConversationId, DeliveryId, NotificationId, PersonId, PushSubscriptionId, Timestamp, WebhookId,
    delivery::{Channel, DeliveryState, SkipReason},
    notification::NotificationType,
};

pub use list::{DeliveryFilter, HourCounts};
pub use send::{Begun, Package, Packed, Settled, SettledState};

use crate::{
    Result, SealedTable, Store, Tx,
    db::Source,
    row::{One, row},
    sql::{Builder, KEPT_ROWS},
    store::Core,
};

/// A delivery as it is stored.
#[derive(Clone, PartialEq, Debug)]
pub struct DeliveryRow {
    pub id: DeliveryId,
    pub channel: Channel,
    /// The type of notification, or the event of a webhook.
    pub kind: String,
    pub person_id: Option<PersonId>,
    pub person_name: Option<String>,
    pub endpoint_id: Option<WebhookId>,
    pub conversation_id: Option<ConversationId>,
    pub bucket: String,
    pub run: i64,
    /// Masked.
    pub target: Option<String>,
    pub state: DeliveryState,
    pub reason: Option<SkipReason>,
    pub notifications: i64,
    pub attempts: i64,
    /// What a webhook's endpoint gets; none as well when it can't be opened.
    pub payload: Option<serde_json::Value>,
    pub(crate) sealed: Option<Vec<u8>>,
    pub(crate) sealed_under: Option<String>,
    pub reached: Vec<PushSubscriptionId>,
    pub created_at: Timestamp,
    /// When it was first due.
    pub planned_at: Timestamp,
    pub due_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    pub delivered_at: Option<Timestamp>,
    pub last_error: Option<String>,
    pub provider_id: Option<String>,
}

row!(DeliveryRow {
    id,
    channel,
    kind,
    person_id,
    person_name,
    endpoint_id,
    conversation_id,
    bucket,
    run,
    target,
    state,
    reason,
    notifications,
    attempts,
    payload,
    sealed,
    sealed_under,
    reached,
    created_at,
    planned_at,
    due_at,
    sent_at,
    delivered_at,
    last_error,
    provider_id,
});

impl DeliveryRow {
    /// With the body that it was sealed with.
    pub(crate) fn opened(mut self, core: &Core) -> Self {
        let (Some(bytes), Some(under)) = (self.sealed.take(), self.sealed_under.take()) else {
            return self;
        };
        let place = SealedTable::Delivery.place(self.id.0);
        match core.open_body(&place, &under, &bytes) {
            Ok(payload) => self.payload = Some(payload),
            Err(error) => tracing::error!(%error, "a delivery cannot be opened"),
        }
        self
    }
}

/// Every column, for queries to which a condition is added.
const SELECT: &str = "SELECT d.*, p.name AS person_name
    FROM delivery d LEFT JOIN person p ON p.id = d.person_id WHERE TRUE";

/// A notification whose deliveries are to be planned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Planned {
    pub id: NotificationId,
    pub person_id: PersonId,
    pub kind: NotificationType,
    pub conversation_id: Option<ConversationId>,
    pub created_at: Timestamp,
}

row!(Planned {
    id,
    person_id,
    kind,
    conversation_id,
    created_at,
});

/// A delivery that others may still join.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gathering {
    pub id: DeliveryId,
    pub person_id: PersonId,
    pub channel: Channel,
    pub bucket: String,
    pub created_at: Timestamp,
    pub due_at: Timestamp,
    pub notifications: i64,
}

row!(Gathering {
    id,
    person_id,
    channel,
    bucket,
    created_at,
    due_at,
    notifications,
});

/// A delivery to be stored, with what it tells of.
#[derive(Clone, PartialEq, Debug)]
pub struct NewDelivery {
    pub id: DeliveryId,
    pub channel: Channel,
    pub kind: String,
    pub person_id: Option<PersonId>,
    pub endpoint_id: Option<WebhookId>,
    pub conversation_id: Option<ConversationId>,
    pub bucket: String,
    /// Whether others may join it.
    pub gathering: bool,
    pub target: Option<String>,
    pub notifications: Vec<NotificationId>,
    pub payload: Option<serde_json::Value>,
    pub due_at: Timestamp,
    pub created_at: Timestamp,
}

struct Taken {
    notification_id: NotificationId,
    channel: Channel,
}

row!(Taken {
    notification_id,
    channel,
});

impl Tx {
    /// Which channels these notifications take already.
    pub async fn taken_channels(
        &mut self,
        notifications: &[NotificationId],
    ) -> Result<HashSet<(NotificationId, Channel)>> {
        let mut taken = HashSet::new();
        for ids in notifications.chunks(KEPT_ROWS) {
            let mut sql = Builder::new(
                self.engine(),
                "SELECT notification_id, channel FROM delivery_notification WHERE notification_id",
            );
            sql.within(ids);
            let rows: Vec<Taken> = self.fetch(sql.build()).await?;
            taken.extend(
                rows.into_iter()
                    .map(|row| (row.notification_id, row.channel)),
            );
        }
        Ok(taken)
    }

    /// Deliveries of these people that others may join, locked until the
    /// transaction ends.
    pub async fn gathering<'p>(
        &mut self,
        people: impl IntoIterator<Item = &'p PersonId>,
    ) -> Result<Vec<Gathering>> {
        let people: Vec<_> = people.into_iter().collect();
        let mut found = Vec::new();
        for people in people.chunks(KEPT_ROWS) {
            let mut sql = Builder::new(
                self.engine(),
                "SELECT id, person_id, channel, bucket, created_at, due_at, notifications
                 FROM delivery WHERE gathering AND person_id",
            );
            sql.within(people).push(" ORDER BY id").lock("delivery");
            found.extend(self.fetch::<Gathering>(sql.build()).await?);
        }
        Ok(found)
    }

    /// Stores deliveries, each with a job that is due with it. Of an event that
    /// an endpoint has a delivery for, there is no second.
    pub async fn add_deliveries(&mut self, new: &[NewDelivery]) -> Result<()> {
        let mut stored = HashSet::new();
        for chunk in new.chunks(500) {
            let mut sql = Builder::new(
                self.engine(),
                "INSERT INTO delivery (id, channel, kind, person_id, endpoint_id, conversation_id,
                     bucket, gathering, target, state, notifications, payload, reached,
                     created_at, planned_at, due_at, sealed, sealed_under) VALUES ",
            );
            let sealed = chunk
                .iter()
                .map(|one| match &one.payload {
                    Some(payload) => {
                        let place = SealedTable::Delivery.place(one.id.0);
                        self.core.body_to_keep(&place, payload)
                    }
                    None => Ok(None),
                })
                .collect::<Result<Vec<_>>>()?;
            sql.tuples(chunk.iter().zip(&sealed), |tuple, (one, sealed)| {
                tuple
                    .bind(one.id)
                    .bind(one.channel)
                    .bind(&one.kind)
                    .bind(&one.person_id)
                    .bind(one.endpoint_id)
                    .bind(one.conversation_id)
                    .bind(&one.bucket)
                    .bind(one.gathering)
                    .bind(&one.target)
                    .bind(DeliveryState::Waiting)
                    .bind(one.notifications.len() as i64)
                    .bind(one.payload.as_ref().filter(|_| sealed.is_none()).cloned())
                    .bind(Vec::<PushSubscriptionId>::new())
                    .bind(one.created_at)
                    .bind(one.due_at)
                    .bind(one.due_at)
                    .bind(sealed.as_ref().map(|body| body.bytes.as_slice()))
                    .bind(sealed.as_ref().map(|body| body.under.as_str()));
            });
            sql.push(
                " ON CONFLICT (endpoint_id, bucket) WHERE endpoint_id IS NOT NULL DO NOTHING
                 RETURNING id AS value",
            );
            let ids: Vec<One<DeliveryId>> = self.fetch(sql.build()).await?;
            stored.extend(ids.into_iter().map(|id| id.0));
        }
        let stored: Vec<_> = new.iter().filter(|one| stored.contains(&one.id)).collect();
        let contents: Vec<_> = stored
            .iter()
            .flat_map(|one| {
                let told = one.notifications.iter();
                told.map(|notification| (*notification, one.channel, one.id))
            })
            .collect();
        self.add_contents(&contents).await?;
        let jobs: Vec<_> = stored
            .iter()
            .map(|one| (send::job(one.id, one.channel, 0), one.due_at))
            .collect();
        self.enqueue_each(jobs.iter().map(|(job, due)| (job, *due)))
            .await
    }

    /// Notifications join deliveries that gather, whose times may move. Their
    /// jobs find that out by themselves.
    pub async fn join_deliveries(
        &mut self,
        joined: &[(Gathering, Vec<NotificationId>)],
    ) -> Result<()> {
        for chunk in joined.chunks(KEPT_ROWS) {
            let mut sql = Builder::new(self.engine(), "WITH joined (id, due, count) AS (VALUES ");
            sql.tuples(chunk, |tuple, (delivery, _)| {
                tuple
                    .bind(delivery.id)
                    .bind(delivery.due_at)
                    .bind(delivery.notifications);
            });
            sql.push(
                ") UPDATE delivery
                 SET due_at = joined.due, planned_at = joined.due, notifications = joined.count
                 FROM joined WHERE delivery.id = joined.id",
            );
            self.execute(sql.build()).await?;
        }
        let contents: Vec<_> = joined
            .iter()
            .flat_map(|(delivery, told)| {
                told.iter()
                    .map(|notification| (*notification, delivery.channel, delivery.id))
            })
            .collect();
        self.add_contents(&contents).await
    }

    async fn add_contents(
        &mut self,
        contents: &[(NotificationId, Channel, DeliveryId)],
    ) -> Result<()> {
        for chunk in contents.chunks(1_000) {
            let mut sql = Builder::new(
                self.engine(),
                "INSERT INTO delivery_notification (notification_id, channel, delivery_id) VALUES ",
            );
            sql.tuples(chunk, |tuple, (notification, channel, delivery)| {
                tuple.bind(*notification).bind(*channel).bind(*delivery);
            });
            self.execute(sql.build()).await?;
        }
        Ok(())
    }
}

impl Store {
    /// What is to be planned, of what is unread. Those that were read at once
    /// need nothing else.
    pub async fn notifications_to_plan(&self, ids: &[NotificationId]) -> Result<Vec<Planned>> {
        let mut db = self;
        let mut found = Vec::with_capacity(ids.len());
        for ids in ids.chunks(KEPT_ROWS) {
            let mut sql = Builder::new(
                db.engine(),
                "SELECT id, person_id, kind, conversation_id, created_at FROM notification
                 WHERE read_at IS NULL AND id",
            );
            sql.within(ids);
            found.extend(db.fetch::<Planned>(sql.build()).await?);
        }
        found.sort_unstable_by_key(|one| (one.created_at, one.id));
        Ok(found)
    }
}
