//! What the search index holds of the store. When it is read is the matter of
//! `indexer`.

use frontdesk_model::{ArticleId, ConversationId, Cursor, Page, PageRequest, ticket::TicketFilter};
use frontdesk_search::{ArticleDocument, Change, Channel, ConversationDocument, Kind, Rebuild};
use frontdesk_store::{Access, ArticleFilter, Notes, TicketRow};
use pulldown_cmark::{Event, Options, Parser, TagEnd};

use super::query::blocking;
use crate::{Desk, error::Result};

/// Responses of one ticket that are searchable: the first so many.
const MAX_RESPONSES: u32 = 1_000;
/// Rows that a rebuild reads and commits at a time.
const REBUILD_BATCH: u32 = 100;

impl Desk {
    /// Brings the index up to date with these articles and tickets, in one
    /// commit. They can be found when this returns.
    pub(super) async fn index(
        &self,
        articles: &[ArticleId],
        tickets: &[ConversationId],
        position: Option<i64>,
    ) -> Result<()> {
        let mut changes = Vec::with_capacity(articles.len() + tickets.len());
        let found = self.store.articles_by_id(articles).await?;
        for id in articles {
            changes.push(match found.iter().find(|article| article.id == *id) {
                Some(article) => Change::put(article_document(article.clone())),
                None => Change::Delete(Kind::Article, id.to_string()),
            });
        }
        let found = self.store.tickets_by_id(tickets, &Access::Staff).await?;
        for id in tickets {
            changes.push(match found.iter().find(|ticket| ticket.id == *id) {
                Some(ticket) => Change::put(self.ticket_document(ticket.clone()).await?),
                None => Change::Delete(Kind::Conversation, id.to_string()),
            });
        }
        self.apply(changes, position).await
    }

    /// Puts everything into the index that the store has. Until it is done, a
    /// search may find too little, never too much.
    pub(super) async fn fill_index(&self, position: i64) -> Result<()> {
        let index = self.index.clone();
        let position = u64::try_from(position).unwrap_or_default();
        let mut rebuild = blocking(move || {
            let mut rebuild = index.rebuild(position)?;
            rebuild.restart(position)?;
            Ok(rebuild)
        })
        .await?;
        let mut page = PageRequest {
            limit: REBUILD_BATCH,
            after: None,
        };
        let filter = ArticleFilter {
            drafts: true,
            ..ArticleFilter::default()
        };
        loop {
            let Page { items, next } = self.store.articles(&filter, &page).await?;
            let documents = items.into_iter().map(article_document);
            let changes = documents.map(Change::put).collect();
            rebuild = add(rebuild, changes, Kind::Article, next).await?;
            page.after = next;
            if next.is_none() {
                break;
            }
        }
        loop {
            let Page { items, next } = self
                .store
                .tickets(&Access::Staff, &TicketFilter::default(), &page)
                .await?;
            let mut changes = Vec::with_capacity(items.len());
            for ticket in items {
                changes.push(Change::put(self.ticket_document(ticket).await?));
            }
            rebuild = add(rebuild, changes, Kind::Conversation, next).await?;
            page.after = next;
            if next.is_none() {
                break;
            }
        }
        let index = self.index.clone();
        blocking(move || {
            rebuild.finish()?;
            index.position();
            Ok(())
        })
        .await
    }

    async fn apply(&self, changes: Vec<Change>, position: Option<i64>) -> Result<()> {
        if changes.is_empty() && position.is_none() {
            return Ok(());
        }
        let index = self.index.clone();
        let position = position.and_then(|position| u64::try_from(position).ok());
        blocking(move || index.apply(changes, position)).await
    }

    async fn ticket_document(&self, ticket: TicketRow) -> Result<ConversationDocument> {
        let responses = self
            .store
            .messages(ticket.id, 0, MAX_RESPONSES, Notes::NotesToo)
            .await?;
        let mut body = ticket.description;
        let mut notes = String::new();
        for response in responses {
            let text = if response.internal {
                &mut notes
            } else {
                &mut body
            };
            text.push('\n');
            text.push_str(&response.content);
        }
        Ok(ConversationDocument {
            id: ticket.id.to_string(),
            channel: Channel::Ticket,
            number: Some(ticket.number.to_string()),
            owner_id: ticket.user_id.to_string(),
            subject: ticket.subject,
            messages: body,
            notes,
            category: ticket.category,
            status: ticket.status.as_str().to_owned(),
            priority: ticket.priority.as_str().to_owned(),
            tags: ticket.tags,
            assignee_id: ticket.assigned_to.map(|id| id.to_string()),
            created_at_ms: ticket.created_at.millis(),
            updated_at_ms: ticket.updated_at.millis(),
            ..ConversationDocument::default()
        })
    }
}

/// Adds what was read to a rebuild, away from the threads that serve.
async fn add(
    mut rebuild: Rebuild,
    changes: Vec<Change>,
    kind: Kind,
    next: Option<Cursor>,
) -> Result<Rebuild> {
    let cursor = next.map(|next| next.id.to_string());
    blocking(move || {
        rebuild.apply(changes, kind, cursor)?;
        Ok(rebuild)
    })
    .await
}

fn article_document(article: frontdesk_model::article::Article) -> ArticleDocument {
    ArticleDocument {
        id: article.id.to_string(),
        title: article.question,
        body: plain_text(&article.answer),
        category: article.category,
        tags: article.tags,
        published: article.is_published,
        language: None,
        updated_at_ms: article.updated_at.millis(),
    }
}

/// The words of Markdown without its signs, so that a highlight reads well and
/// nobody finds an address that they can't see.
fn plain_text(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut text = String::with_capacity(markdown.len());
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(TagEnd::TableCell) => text.push_str("  "),
            Event::End(tag) if !is_inline(tag) => text.push('\n'),
            _ => {}
        }
    }
    text
}

fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_searched_by_its_words() {
        let text = plain_text("## Refunds\n\nThe **full** price, [see](/help/x):\n\n- one\n- two");
        let words: Vec<_> = text.split_whitespace().collect();
        assert_eq!(words.join(" "), "Refunds The full price, see: one two");
    }

    #[test]
    fn the_cells_of_a_table_do_not_run_together() {
        let text = plain_text("| a | b |\n| --- | --- |\n| c | d |");
        let words: Vec<_> = text.split_whitespace().collect();
        assert_eq!(words, ["a", "b", "c", "d"]);
    }
}
