//! The ledger of deliveries as people read it, and its pruning.

use std::collections::HashMap;

use frontdesk_model::{
    ConversationId, Cursor, DeliveryId, Page, PageRequest, PersonId, Timestamp,
    delivery::{AttemptOutcome, Channel, DeliveredNotification, DeliveryAttempt, DeliveryState},
};

use super::{DeliveryRow, SELECT};
use crate::{
    Result, Store,
    db::Source,
    notification::Words,
    row::{One, row},
    sql::{Builder, contains},
    store::Core,
};

/// Which deliveries a list shows. Empty filters show all.
#[derive(Clone, Debug, Default)]
pub struct DeliveryFilter {
    pub channel: Option<Channel>,
    pub state: Option<DeliveryState>,
    pub person_id: Option<PersonId>,
    pub conversation_id: Option<ConversationId>,
    /// Part of a person's name, of a masked address, of a type or of an error;
    /// or the id of a delivery.
    pub text: Option<String>,
    /// Made from then on.
    pub from: Option<Timestamp>,
    /// Made before then.
    pub to: Option<Timestamp>,
}

/// Tries of one channel in one hour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HourCounts {
    pub channel: Channel,
    /// When the hour begins.
    pub hour: Timestamp,
    pub sent: i64,
    pub failed: i64,
    pub delayed: i64,
    pub dead: i64,
}

row!(HourCounts {
    channel,
    hour,
    sent,
    failed,
    delayed,
    dead,
});

struct AttemptRow {
    id: uuid::Uuid,
    delivery_id: DeliveryId,
    attempt: i64,
    at: Timestamp,
    outcome: AttemptOutcome,
    error: Option<String>,
    duration_ms: i64,
    provider_id: Option<String>,
}

row!(AttemptRow {
    id,
    delivery_id,
    attempt,
    at: "attempted_at",
    outcome,
    error,
    duration_ms,
    provider_id,
});

impl From<AttemptRow> for DeliveryAttempt {
    fn from(row: AttemptRow) -> Self {
        Self {
            id: row.id,
            delivery_id: row.delivery_id,
            attempt: row.attempt,
            at: row.at,
            outcome: row.outcome,
            error: row.error,
            duration_ms: row.duration_ms,
            provider_id: row.provider_id,
        }
    }
}

struct ToldRow {
    id: frontdesk_model::NotificationId,
    title: String,
    sealed: Option<Vec<u8>>,
    sealed_under: Option<String>,
    created_at: Timestamp,
    read_at: Option<Timestamp>,
}

row!(ToldRow {
    id,
    title,
    sealed,
    sealed_under,
    created_at,
    read_at,
});

impl ToldRow {
    fn opened(self, core: &Core) -> DeliveredNotification {
        let sealed = (self.sealed.as_deref(), self.sealed_under.as_deref());
        let plain = Words {
            title: self.title,
            message: String::new(),
            data: serde_json::Value::Null,
        };
        DeliveredNotification {
            id: self.id,
            title: Some(Words::opened(core, self.id, plain, sealed).title),
            created_at: self.created_at,
            read: self.read_at.is_some(),
        }
    }
}

struct ChannelCount {
    channel: Channel,
    count: i64,
}

row!(ChannelCount { channel, count });

impl Store {
    /// Newest first.
    pub async fn deliveries(
        &self,
        filter: &DeliveryFilter,
        page: &PageRequest,
    ) -> Result<Page<DeliveryRow>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), SELECT);
        if let Some(channel) = filter.channel {
            sql.push(" AND d.channel = ").bind(channel);
        }
        if let Some(state) = filter.state {
            sql.push(" AND d.state = ").bind(state);
        }
        if let Some(person) = &filter.person_id {
            sql.push(" AND d.person_id = ").bind(person);
        }
        if let Some(conversation) = filter.conversation_id {
            sql.push(" AND d.conversation_id = ").bind(conversation);
        }
        if let Some(from) = filter.from {
            sql.push(" AND d.created_at >= ").bind(from);
        }
        if let Some(to) = filter.to {
            sql.push(" AND d.created_at < ").bind(to);
        }
        if let Some(text) = &filter.text {
            let pattern = contains(&text.to_lowercase());
            sql.push(" AND (LOWER(p.name) LIKE ")
                .bind(&pattern)
                .push(" ESCAPE '\\' OR LOWER(d.target) LIKE ")
                .bind(&pattern)
                .push(" ESCAPE '\\' OR d.kind LIKE ")
                .bind(&pattern)
                .push(" ESCAPE '\\' OR LOWER(d.last_error) LIKE ")
                .bind(&pattern)
                .push(" ESCAPE '\\'");
            if let Ok(id) = text.parse::<DeliveryId>() {
                sql.push(" OR d.id = ").bind(id);
            }
            sql.push(")");
        }
        sql.before("(d.created_at, d.id)", page)
            .push(" ORDER BY d.created_at DESC, d.id DESC")
            .limit(page);
        let rows: Vec<DeliveryRow> = db.fetch(sql.build()).await?;
        let page = Page::cut(rows, page.limit, |row| Cursor {
            key: row.created_at.0,
            id: row.id.0,
        });
        Ok(page.map(|row| row.opened(&self.core)))
    }

    pub async fn delivery(&self, id: DeliveryId) -> Result<Option<DeliveryRow>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), SELECT);
        sql.push(" AND d.id = ").bind(id);
        let row: Option<DeliveryRow> = db.fetch_optional(sql.build()).await?;
        Ok(row.map(|row| row.opened(&self.core)))
    }

    /// The tries of a delivery, the latest first.
    pub async fn delivery_attempts(&self, id: DeliveryId) -> Result<Vec<DeliveryAttempt>> {
        let mut db = self;
        let rows: Vec<AttemptRow> = db
            .all(
                "SELECT * FROM delivery_attempt WHERE delivery_id = $1
                 ORDER BY attempted_at DESC, id DESC LIMIT 100",
                &[&id],
            )
            .await?;
        Ok(rows.into_iter().map(DeliveryAttempt::from).collect())
    }

    /// What a delivery tells of, the oldest first.
    pub async fn delivered_notifications(
        &self,
        id: DeliveryId,
    ) -> Result<Vec<DeliveredNotification>> {
        let mut db = self;
        let rows: Vec<ToldRow> = db
            .all(
                "SELECT n.id, n.title, n.sealed, n.sealed_under, n.created_at, n.read_at
                 FROM delivery_notification dn JOIN notification n ON n.id = dn.notification_id
                 WHERE dn.delivery_id = $1 ORDER BY n.created_at, n.id LIMIT 200",
                &[&id],
            )
            .await?;
        Ok(rows.into_iter().map(|row| row.opened(&self.core)).collect())
    }

    /// Tries by channel and hour, the earliest hour first.
    pub async fn deliveries_per_hour(
        &self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<HourCounts>> {
        let mut db = self;
        db.all(
            "SELECT channel, attempted_at - attempted_at % 3600000 AS hour,
                 COUNT(CASE WHEN outcome = 'sent' THEN 1 END) AS sent,
                 COUNT(CASE WHEN outcome = 'failed' THEN 1 END) AS failed,
                 COUNT(CASE WHEN delayed THEN 1 END) AS delayed,
                 COUNT(CASE WHEN outcome = 'dead' THEN 1 END) AS dead
             FROM delivery_attempt WHERE attempted_at >= $1 AND attempted_at < $2
             GROUP BY 1, 2 ORDER BY 2, 1",
            &[&from, &to],
        )
        .await
    }

    /// How many are not sent yet, by channel.
    pub async fn open_deliveries(&self) -> Result<HashMap<Channel, i64>> {
        let mut db = self;
        let rows: Vec<ChannelCount> = db
            .all(
                "SELECT channel, COUNT(*) AS count FROM delivery
                 WHERE state IN ('waiting', 'sending', 'failed') GROUP BY channel",
                &[],
            )
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.channel, row.count))
            .collect())
    }

    /// Since when the oldest delivery that should be sent has been due.
    pub async fn oldest_due_delivery(&self, now: Timestamp) -> Result<Option<Timestamp>> {
        let mut db = self;
        let oldest: One<Option<Timestamp>> = db
            .one(
                "SELECT MIN(planned_at) AS value FROM delivery
                 WHERE state IN ('waiting', 'sending', 'failed') AND planned_at <= $1",
                &[&now],
            )
            .await?;
        Ok(oldest.0)
    }

    /// Forgets up to `limit` deliveries that were made before `before` and are
    /// over, with their ledgers; gives how many there were.
    pub async fn prune_deliveries(&self, before: Timestamp, limit: u32) -> Result<u64> {
        let mut tx = self.begin().await?;
        let ids: Vec<One<DeliveryId>> = tx
            .all(
                "SELECT id AS value FROM delivery
                 WHERE created_at < $1 AND state NOT IN ('waiting', 'sending', 'failed')
                 ORDER BY created_at, id LIMIT $2",
                &[&before, &i64::from(limit)],
            )
            .await?;
        for table in [
            "DELETE FROM delivery_attempt WHERE delivery_id",
            "DELETE FROM delivery_notification WHERE delivery_id",
            "DELETE FROM delivery WHERE id",
        ] {
            let mut sql = Builder::new(tx.engine(), table);
            sql.within(ids.iter().map(|id| id.0));
            tx.execute(sql.build()).await?;
        }
        tx.commit().await?;
        Ok(ids.len() as u64)
    }
}
