//! The decisions of the router, with their reasons.

use frontdesk_model::{ConversationId, Cursor, Page, PageRequest, routing::Decision};

use crate::{
    Result, Store, Tx,
    db::Source,
    row::row,
    sql::{Builder, KEPT_ROWS},
};

row!(Decision {
    id,
    session_id,
    kind,
    agent_id,
    agent_name,
    team_id,
    reason,
    at: "created_at",
});

impl Tx {
    pub async fn add_decisions(&mut self, decisions: &[Decision]) -> Result<()> {
        for some in decisions.chunks(KEPT_ROWS) {
            let mut sql = Builder::new(
                self.engine(),
                "INSERT INTO decision (id, session_id, kind, agent_id, agent_name, team_id,
                     reason, created_at)
                 VALUES ",
            );
            sql.tuples(some, |tuple, decision| {
                tuple
                    .bind(decision.id)
                    .bind(decision.session_id)
                    .bind(decision.kind)
                    .bind(decision.agent_id.clone())
                    .bind(decision.agent_name.clone())
                    .bind(decision.team_id)
                    .bind(decision.reason.as_str())
                    .bind(decision.at);
            });
            self.execute(sql.build()).await?;
        }
        Ok(())
    }
}

impl Store {
    /// Newest first: those about one chat, or all.
    pub async fn decisions(
        &self,
        session: Option<ConversationId>,
        page: &PageRequest,
    ) -> Result<Page<Decision>> {
        let mut db = self;
        let mut sql = Builder::new(db.engine(), "SELECT * FROM decision WHERE TRUE");
        if let Some(session) = session {
            sql.push(" AND session_id = ").bind(session);
        }
        sql.before("(created_at, id)", page)
            .push(" ORDER BY created_at DESC, id DESC")
            .limit(page);
        let rows = db.fetch::<Decision>(sql.build()).await?;
        Ok(Page::cut(rows, page.limit, |row| Cursor {
            key: row.at.0,
            id: row.id.0,
        }))
    }
}
