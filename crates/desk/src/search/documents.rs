//! What the search index holds of articles, conversations and customers: how
//! their rows become documents. When that happens is the matter of `indexer`
//! and `rebuild`.

use std::collections::HashMap;

use frontdesk_model::{ArticleId, ConversationId, PersonId, Timestamp, article::Article};
use frontdesk_search::{
    ArticleDocument, Change, Channel, ConversationDocument, CustomerDocument, Kind,
};
use frontdesk_store::{ConversationSource, CustomerSource, ReferenceKind, SourceFile, SourceText};
use pulldown_cmark::{Event, Options, Parser, TagEnd};

use crate::{Desk, error::Result};

/// Characters of the messages of one conversation that are searched, of its
/// notes, and of its files: the newest.
const TEXT_CHARS: usize = 200_000;

impl Desk {
    /// The articles as they are now, or that they are gone.
    pub(super) async fn article_changes(&self, ids: &[ArticleId]) -> Result<Vec<Change>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.store.articles_by_id(ids).await?;
        let mut found: HashMap<_, _> = found.into_iter().map(|row| (row.id, row)).collect();
        let changes = ids.iter().map(|id| match found.remove(id) {
            Some(article) => Change::put(article_document(article)),
            None => Change::Delete(Kind::Article, id.to_string()),
        });
        Ok(changes.collect())
    }

    /// The conversations as they are now, or that they are gone.
    pub(super) async fn conversation_changes(&self, ids: &[ConversationId]) -> Result<Vec<Change>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.store.conversation_sources(ids).await?;
        let mut documents = self.conversation_documents(rows).await?;
        let changes = ids.iter().map(|id| match documents.remove(id) {
            Some(document) => Change::put(document),
            None => Change::Delete(Kind::Conversation, id.to_string()),
        });
        Ok(changes.collect())
    }

    /// The people as they are now, or that they are gone or staff.
    pub(super) async fn customer_changes(&self, ids: &[PersonId]) -> Result<Vec<Change>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.store.customer_sources(ids).await?;
        let mut found: HashMap<_, _> = found.into_iter().map(|row| (row.id.clone(), row)).collect();
        let changes = ids.iter().map(|id| match found.remove(id) {
            Some(row) => Change::put(customer_document(row)),
            None => Change::Delete(Kind::Customer, id.to_string()),
        });
        Ok(changes.collect())
    }

    /// The documents of these conversations, with all that was said in them.
    pub(super) async fn conversation_documents(
        &self,
        rows: Vec<ConversationSource>,
    ) -> Result<HashMap<ConversationId, ConversationDocument>> {
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let texts = by_conversation(self.store.conversation_texts(&ids).await?, |text| {
            text.conversation_id
        });
        let files = by_conversation(self.store.conversation_files(&ids).await?, |file| {
            file.conversation_id
        });
        let none = (Vec::new(), Vec::new());
        let documents = rows.into_iter().map(|row| {
            let texts = texts.get(&row.id).unwrap_or(&none.0);
            let files = files.get(&row.id).unwrap_or(&none.1);
            (row.id, conversation_document(row, texts, files))
        });
        Ok(documents.collect())
    }
}

fn by_conversation<T>(
    rows: Vec<T>,
    of: impl Fn(&T) -> ConversationId,
) -> HashMap<ConversationId, Vec<T>> {
    let mut groups: HashMap<_, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(of(&row)).or_default().push(row);
    }
    groups
}

pub(super) fn article_document(article: Article) -> ArticleDocument {
    ArticleDocument {
        id: article.id.to_string(),
        title: article.question,
        body: plain_text(&article.answer),
        category: article.category,
        tags: article.tags,
        published: article.is_published,
        language: article
            .language
            .and_then(|it| frontdesk_search::Language::from_code(it.as_str())),
        updated_at_ms: article.updated_at.millis(),
    }
}

fn conversation_document(
    row: ConversationSource,
    texts: &[SourceText],
    files: &[SourceFile],
) -> ConversationDocument {
    let is_ticket = row.number.is_some();
    let said = |internal| {
        let texts = texts.iter().filter(move |text| text.internal == internal);
        texts.map(|text| text.content.as_str())
    };
    let description = row.description.as_deref();
    let public_files: Vec<_> = files
        .iter()
        .filter(|file| file.kind != ReferenceKind::Note)
        .collect();
    let files_of_notes = files.iter().filter(|file| file.kind == ReferenceKind::Note);
    let status = match (row.ticket_status, row.chat_status) {
        (Some(status), _) => status.as_str(),
        (None, Some(status)) => status.as_str(),
        (None, None) => "",
    };
    ConversationDocument {
        id: row.id.to_string(),
        channel: match is_ticket {
            true => Channel::Ticket,
            false => Channel::Chat,
        },
        number: row.number.map(|number| number.to_string()),
        owner_id: row.user_id.to_string(),
        owner_name: row.owner_name,
        owner_email: row.owner_email.unwrap_or_default(),
        subject: row.subject.or(row.topic).unwrap_or_default(),
        messages: joined(description.into_iter().chain(said(false))),
        notes: joined(said(true)),
        has_attachment: !public_files.is_empty(),
        files: file_text(public_files.into_iter()),
        files_of_notes: file_text(files_of_notes),
        category: row.category.unwrap_or_default(),
        status: status.to_owned(),
        priority: row
            .priority
            .map_or_else(String::new, |priority| priority.as_str().to_owned()),
        tags: row.tags.unwrap_or_default(),
        assignee_id: row.assigned_to.or(row.agent_id).map(|id| id.to_string()),
        assignee_name: row.assigned_to_name.or(row.agent_name),
        team_id: row.team_id.map(|id| id.to_string()),
        language: None,
        created_at_ms: row.created_at.millis(),
        updated_at_ms: row
            .ticket_updated_at
            .map_or(row.updated_at, |at: Timestamp| at.max(row.updated_at))
            .millis(),
    }
}

fn customer_document(row: CustomerSource) -> CustomerDocument {
    let vip = row.is_vip.then_some("VIP");
    CustomerDocument {
        id: row.id.to_string(),
        name: row.name,
        email: row.email.unwrap_or_default(),
        phone: row.phone.unwrap_or_default(),
        details: joined(
            vip.into_iter()
                .chain(row.blocked_reason.as_deref())
                .chain(row.notes.as_deref()),
        ),
        updated_at_ms: row.created_at.millis(),
    }
}

pub(super) fn customer_put(row: CustomerSource) -> Change {
    Change::put(customer_document(row))
}

/// Names, and the text of those that may be opened.
fn file_text<'f>(files: impl DoubleEndedIterator<Item = &'f SourceFile>) -> String {
    joined(files.flat_map(|file| {
        let is_open = file.scan.is_open() && file.deleted_at.is_none();
        let text = file.text.as_deref().filter(|_| is_open);
        [Some(file.name.as_str()), text].into_iter().flatten()
    }))
}

/// One below the other; of more than [`TEXT_CHARS`], the last.
fn joined<'t>(texts: impl DoubleEndedIterator<Item = &'t str>) -> String {
    let mut left = TEXT_CHARS;
    let mut kept = Vec::new();
    for text in texts.rev().filter(|text| !text.is_empty()) {
        let end = text.char_indices().nth(left).map(|(place, _)| place);
        kept.push(&text[..end.unwrap_or(text.len())]);
        if end.is_some() {
            break;
        }
        left -= text.chars().count().min(left);
        if left == 0 {
            break;
        }
    }
    kept.reverse();
    kept.join("\n")
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
    fn of_a_long_conversation_the_newest_is_searched() {
        let long = "x".repeat(TEXT_CHARS);
        assert_eq!(joined(["first", "last"].into_iter()), "first\nlast");
        let kept = joined(["first", long.as_str(), "last"].into_iter());
        assert!(kept.ends_with("\nlast") && !kept.contains("first"));
        assert!(kept.chars().count() <= TEXT_CHARS + 1);
    }

    #[test]
    fn the_cells_of_a_table_do_not_run_together() {
        let text = plain_text("| a | b |\n| --- | --- |\n| c | d |");
        let words: Vec<_> = text.split_whitespace().collect();
        assert_eq!(words, ["a", "b", "c", "d"]);
    }
}
