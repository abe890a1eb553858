//! The audit log.

use frontdesk_model::{Actor, AuditId, Cursor, Page, PageRequest, Timestamp, audit::AuditEntry};

use crate::{Result, Store, Tx, db::Source, row::row, sql::Builder};

/// An entry to be added, in the transaction of what it tells of.
#[derive(Clone, Debug)]
pub struct NewAudit<'a> {
    pub id: AuditId,
    /// None for the desk itself.
    pub actor: Option<&'a Actor>,
    /// Such as `person.block`.
    pub action: &'static str,
    /// The id of what it was done to.
    pub subject: String,
    pub details: serde_json::Value,
    pub at: Timestamp,
}

/// Which entries a list shows. Empty filters show all.
#[derive(Clone, Debug, Default)]
pub struct AuditFilter {
    /// An action, or the beginning of several: `moderation` means `moderation.…` too.
    pub action: Option<String>,
    pub subject: Option<String>,
}

row!(AuditEntry {
    id,
    actor_id,
    actor_name,
    action,
    subject,
    details,
    created_at,
});

/// Under whose name the desk's own doings stand.
const DESK: &str = "Frontdesk";

impl Tx {
    /// Adds an entry; one whose id is there already stays as it is, so that a
    /// job may be repeated.
    pub async fn add_audit(&mut self, entry: &NewAudit<'_>) -> Result<()> {
        let actor_id = entry.actor.map(|actor| &actor.id);
        let actor_name = entry.actor.map_or(DESK, |actor| actor.name.as_str());
        self.run(
            "INSERT INTO audit (id, actor_id, actor_name, action, subject, details, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
            &[
                &entry.id,
                &actor_id,
                &actor_name,
                &entry.action,
                &entry.subject,
                &entry.details,
                &entry.at,
            ],
        )
        .await?;
        Ok(())
    }
}

impl Store {
    /// Newest first.
    pub async fn audit(
        &self,
        filter: &AuditFilter,
        page: &PageRequest,
    ) -> Result<Page<AuditEntry>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), "SELECT * FROM audit WHERE TRUE");
        if let Some(action) = &filter.action {
            sql.push(" AND (action = ").bind(action);
            sql.push(" OR action LIKE ")
                .bind(crate::sql::begins_with(&format!("{action}.")));
            sql.push(" ESCAPE '\\')");
        }
        if let Some(subject) = &filter.subject {
            sql.push(" AND subject = ").bind(subject);
        }
        sql.before("(created_at, id)", page)
            .push(" ORDER BY created_at DESC, id DESC")
            .limit(page);
        let rows = db.fetch::<AuditEntry>(sql.build()).await?;
        Ok(Page::cut(rows, page.limit, |row| Cursor {
            key: row.created_at.0,
            id: row.id.0,
        }))
    }
}
