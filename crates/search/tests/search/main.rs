//! The rules of search, as a caller of the crate sees them.

mod access;
mod any_text;
mod facets;
mod kinds;
mod languages;
mod meaning;
mod rebuild;
mod relevance;
mod storage;
mod suggestions;

use std::sync::Arc;

use frontdesk_search::{
    ArticleDocument, Change, Context, ConversationDocument, CustomerDocument, Kind, ParsedQuery,
    Reader, SearchIndex, SearchRequest, SearchResults,
};

fn article(id: &str, title: &str, body: &str) -> ArticleDocument {
    ArticleDocument {
        id: id.into(),
        title: title.into(),
        body: body.into(),
        category: "general".into(),
        published: true,
        ..ArticleDocument::default()
    }
}

fn ticket(id: &str, owner: &str, subject: &str, messages: &str) -> ConversationDocument {
    ConversationDocument {
        id: id.into(),
        number: Some(format!("FD-{id}")),
        owner_id: owner.into(),
        subject: subject.into(),
        messages: messages.into(),
        category: "billing".into(),
        status: "open".into(),
        priority: "medium".into(),
        ..ConversationDocument::default()
    }
}

fn person(id: &str, name: &str, email: &str) -> CustomerDocument {
    CustomerDocument {
        id: id.into(),
        name: name.into(),
        email: email.into(),
        ..CustomerDocument::default()
    }
}

fn index_of(changes: impl IntoIterator<Item = Change>) -> SearchIndex {
    let index = SearchIndex::in_memory().unwrap();
    index.apply(changes.into_iter().collect(), None).unwrap();
    index
}

fn articles(documents: impl IntoIterator<Item = ArticleDocument>) -> SearchIndex {
    index_of(documents.into_iter().map(Change::put))
}

fn tickets(documents: impl IntoIterator<Item = ConversationDocument>) -> SearchIndex {
    index_of(documents.into_iter().map(Change::put))
}

/// The index, rebuilt from these articles at position 0.
fn rebuilt(index: &Arc<SearchIndex>, articles: impl IntoIterator<Item = ArticleDocument>) {
    let mut rebuild = index.rebuild(0).unwrap();
    let changes = articles.into_iter().map(Change::put).collect();
    rebuild.apply(changes, Kind::Article, None).unwrap();
    rebuild.finish().unwrap();
    assert_eq!(index.position(), Some(0));
}

fn request(kind: Kind, reader: Reader, text: &str) -> SearchRequest {
    SearchRequest::new(kind, reader, text)
}

/// What a text of this reader depends on, on 2 November 2026.
fn context(reader: &Reader) -> Context<'_> {
    Context {
        reader,
        me: None,
        now_ms: 1_793_577_600_000,
    }
}

fn customer(id: &str) -> Reader {
    Reader::Customer(id.into())
}

fn ids(results: &SearchResults) -> Vec<&str> {
    results.hits.iter().map(|hit| hit.id.as_str()).collect()
}

fn find(index: &SearchIndex, kind: Kind, reader: Reader, text: &str) -> Vec<String> {
    let results = index.search(&request(kind, reader, text)).unwrap();
    results.hits.into_iter().map(|hit| hit.id).collect()
}

fn find_articles(index: &SearchIndex, text: &str) -> Vec<String> {
    find(index, Kind::Article, Reader::Anonymous, text)
}
