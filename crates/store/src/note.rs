//! Internal notes: messages that only staff sees, with a numbering of their
//! own. They are written by `Tx::append`.

use frontdesk_model::{ConversationId, Cursor, Page, PageRequest};

use crate::{MessageRow, Result, Store, db::Source, sql::Builder};

impl Store {
    /// A conversation's notes, oldest first. No access is checked.
    pub async fn notes(
        &self,
        conversation: ConversationId,
        page: &PageRequest,
    ) -> Result<Page<MessageRow>> {
        let mut db = self;
        let mut sql = Builder::new(
            db.engine(),
            "SELECT * FROM message WHERE internal = TRUE AND conversation_id = ",
        );
        sql.bind(conversation);
        if let Some(cursor) = &page.after {
            sql.push(" AND seq > ").bind(cursor.key);
        }
        sql.push(" ORDER BY seq").limit(page);
        let rows = db.fetch(sql.build()).await?;
        Ok(Page::cut(rows, page.limit, |row: &MessageRow| Cursor {
            key: row.seq,
            id: uuid::Uuid::nil(),
        }))
    }
}
