//! Webhook endpoints. What leaves for them are deliveries.

use frontdesk_model::{Timestamp, WebhookId};

use crate::{Error, Result, Store, Tx, db::Source, row::row, sql::Builder, store::Core};

/// An endpoint with its secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookRow {
    pub id: WebhookId,
    pub url: String,
    pub description: String,
    pub events: Vec<String>,
    pub active: bool,
    pub disabled_reason: Option<String>,
    /// `whsec_…`; empty when it can't be opened.
    pub secret: String,
    /// The one before it, which signs too until then.
    pub old_secret: Option<String>,
    pub old_secret_until: Option<Timestamp>,
    pub created_at: Timestamp,
    pub last_delivery_at: Option<Timestamp>,
    pub failing_since: Option<Timestamp>,
}

row!(WebhookRow {
    id,
    url,
    description,
    events,
    active,
    disabled_reason,
    secret,
    old_secret,
    old_secret_until,
    created_at,
    last_delivery_at,
    failing_since,
});

/// Without the secrets and what an address may hide.
impl std::fmt::Debug for WebhookRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebhookRow")
            .field("id", &self.id)
            .field("active", &self.active)
            .finish_non_exhaustive()
    }
}

/// Where its secrets are.
fn place(id: WebhookId) -> String {
    format!("webhook/{id}")
}

impl WebhookRow {
    fn opened(mut self, core: &Core) -> Result<Self> {
        let place = place(self.id);
        self.secret = core.open_secret(&place, &self.secret)?;
        let old = self.old_secret.take();
        self.old_secret = old
            .map(|kept| core.open_secret(&place, &kept))
            .transpose()?;
        Ok(self)
    }
}

impl Tx {
    pub async fn add_webhook(&mut self, new: &WebhookRow) -> Result<()> {
        self.run(
            "INSERT INTO webhook (id, url, description, events, active, secret, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &[
                &new.id,
                &new.url,
                &new.description,
                &new.events,
                &new.active,
                &self.core.secret_to_keep(&place(new.id), &new.secret)?,
                &new.created_at,
            ],
        )
        .await?;
        Ok(())
    }

    /// One, locked until the transaction ends. `NotFound`.
    pub async fn webhook(&mut self, id: WebhookId) -> Result<WebhookRow> {
        let mut sql = Builder::new(self.engine(), "SELECT * FROM webhook WHERE id = ");
        sql.bind(id).lock("webhook");
        let row: Option<WebhookRow> = self.fetch_optional(sql.build()).await?;
        let row = row.ok_or(Error::NotFound { what: "webhook" })?;
        row.opened(&self.core)
    }

    /// Stores all of one but when it was made.
    pub async fn save_webhook(&mut self, row: &WebhookRow) -> Result<()> {
        let keep = |secret: &str| self.core.secret_to_keep(&place(row.id), secret);
        let (secret, old_secret) = (
            keep(&row.secret)?,
            row.old_secret.as_deref().map(keep).transpose()?,
        );
        self.run(
            "UPDATE webhook SET url = $2, description = $3, events = $4, active = $5,
                 disabled_reason = $6, secret = $7, old_secret = $8, old_secret_until = $9,
                 last_delivery_at = $10, failing_since = $11
             WHERE id = $1",
            &[
                &row.id,
                &row.url,
                &row.description,
                &row.events,
                &row.active,
                &row.disabled_reason,
                &secret,
                &old_secret,
                &row.old_secret_until,
                &row.last_delivery_at,
                &row.failing_since,
            ],
        )
        .await?;
        Ok(())
    }

    /// Those whose secrets are plain, or sealed under another key than the present.
    pub(crate) async fn webhooks_kept_badly(&mut self) -> Result<Vec<WebhookId>> {
        let rows: Vec<WebhookRow> = self.all("SELECT * FROM webhook", &[]).await?;
        let core = &self.core;
        let is_bad = |row: &WebhookRow| {
            let mut secrets = std::iter::once(&row.secret).chain(&row.old_secret);
            secrets.any(|kept| !core.is_kept_well(kept))
        };
        Ok(rows
            .iter()
            .filter(|row| is_bad(row))
            .map(|row| row.id)
            .collect())
    }

    /// Removes one; what waits for it is skipped when its time comes.
    pub async fn remove_webhook(&mut self, id: WebhookId) -> Result<()> {
        let removed = self
            .run("DELETE FROM webhook WHERE id = $1", &[&id])
            .await?;
        match removed {
            0 => Err(Error::NotFound { what: "webhook" }),
            _ => Ok(()),
        }
    }

    /// Notes how the last tries went: when one got through, and since when all
    /// have failed.
    pub async fn note_webhook_tried(
        &mut self,
        id: WebhookId,
        went_well: bool,
        now: Timestamp,
    ) -> Result<()> {
        let text = if went_well {
            "UPDATE webhook SET last_delivery_at = $2, failing_since = NULL WHERE id = $1"
        } else {
            "UPDATE webhook SET failing_since = COALESCE(failing_since, $2) WHERE id = $1"
        };
        self.run(text, &[&id, &now]).await?;
        Ok(())
    }
}

impl Store {
    /// All of them, the oldest first.
    pub async fn webhooks(&self) -> Result<Vec<WebhookRow>> {
        let mut db = self;
        let rows: Vec<WebhookRow> = db
            .all("SELECT * FROM webhook ORDER BY created_at, id", &[])
            .await?;
        Ok(rows.into_iter().map(|row| self.readable(row)).collect())
    }

    pub async fn webhook(&self, id: WebhookId) -> Result<Option<WebhookRow>> {
        let mut db = self;
        let row: Option<WebhookRow> = db
            .optional("SELECT * FROM webhook WHERE id = $1", &[&id])
            .await?;
        Ok(row.map(|row| self.readable(row)))
    }

    /// With its secrets, as far as they can be opened: one that can't must not
    /// hide the other endpoints.
    fn readable(&self, row: WebhookRow) -> WebhookRow {
        let unopened = WebhookRow {
            secret: String::new(),
            old_secret: None,
            ..row.clone()
        };
        row.opened(&self.core).unwrap_or_else(|error| {
            tracing::error!(%error, "the secret of a webhook cannot be opened");
            unopened
        })
    }
}
