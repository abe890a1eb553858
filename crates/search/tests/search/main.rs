//! The rules of search, as a caller of the crate sees them.

mod access;
mod any_text;
mod relevance;
mod storage;
mod suggestions;

use frontdesk_search::{
    ArticleDocument, Change, Kind, Reader, SearchIndex, SearchRequest, SearchResults,
    TicketDocument,
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

fn ticket(id: &str, owner: &str, subject: &str, body: &str) -> TicketDocument {
    TicketDocument {
        id: id.into(),
        number: format!("FD-{id}"),
        owner_id: owner.into(),
        subject: subject.into(),
        body: body.into(),
        category: "billing".into(),
        status: "open".into(),
        priority: "medium".into(),
        ..TicketDocument::default()
    }
}

fn index_of(changes: impl IntoIterator<Item = Change>) -> SearchIndex {
    let index = SearchIndex::in_memory().unwrap();
    index.apply(changes.into_iter().collect()).unwrap();
    index
}

fn articles(documents: impl IntoIterator<Item = ArticleDocument>) -> SearchIndex {
    index_of(documents.into_iter().map(Change::PutArticle))
}

fn tickets(documents: impl IntoIterator<Item = TicketDocument>) -> SearchIndex {
    index_of(documents.into_iter().map(Change::PutTicket))
}

fn request(kind: Kind, reader: Reader, text: &str) -> SearchRequest {
    SearchRequest {
        text: text.into(),
        kind,
        reader,
        category: None,
        limit: 10,
        offset: 0,
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
