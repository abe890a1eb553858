//! Articles are found by what they mean. Runs where the model is: in `SEARCH_MODEL`, or fetched
//! by `make model`.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use frontdesk_embedding::Model;
use frontdesk_search::{
    ArticleDocument, Change, Embedder, Filter, Kind, Reader, SearchIndex, SearchRequest,
    SearchResults,
};

const ARTICLES: [(&str, &str, &str); 6] = [
    (
        "refund",
        "How do I get a refund?",
        "Ask for your money back within 14 days of the purchase.\nThe amount returns to the card that you paid with.",
    ),
    (
        "password",
        "Resetting your password",
        "Choose “forgot password” on the sign-in page.\nWe send a link to your address.",
    ),
    (
        "delivery",
        "When does my parcel arrive?",
        "Parcels take three to five working days.\nThe tracking page says where yours is.",
    ),
    (
        "delete",
        "Closing an account",
        "An account is closed in the settings.\nEverything in it is deleted after a month.",
    ),
    (
        "invoice",
        "Where are my invoices?",
        "Invoices are listed under billing.\nEach can be downloaded as a PDF.",
    ),
    (
        "secret",
        "Draft: prices of next year",
        "From January on the monthly subscription costs more.",
    ),
];

fn model() -> Option<Arc<Model>> {
    static MODEL: OnceLock<Option<Arc<Model>>> = OnceLock::new();
    MODEL
        .get_or_init(|| {
            let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
            let path = match std::env::var_os("SEARCH_MODEL") {
                Some(path) => root.join(path),
                None => root.join("models/all-minilm-l6-v2"),
            };
            if !path.exists() {
                eprintln!("SKIPPED: there is no model; `make model` fetches it");
                return None;
            }
            Some(Arc::new(Model::load(&path).expect("the model loads")))
        })
        .clone()
}

fn article(id: &str, title: &str, body: &str) -> Change {
    Change::put(ArticleDocument {
        id: id.into(),
        title: title.into(),
        body: body.into(),
        category: if id == "invoice" { "billing" } else { "other" }.into(),
        published: id != "secret",
        ..ArticleDocument::default()
    })
}

fn fill(index: &SearchIndex) {
    let changes = ARTICLES.map(|(id, title, body)| article(id, title, body));
    index.apply(changes.into(), None).expect("applied");
}

fn ask(index: &SearchIndex, reader: Reader, text: &str) -> SearchResults {
    index
        .search(&SearchRequest::new(Kind::Article, reader, text))
        .expect("searched")
}

fn best(index: &SearchIndex, text: &str) -> Option<String> {
    let mut hits = ask(index, Reader::Anonymous, text).hits.into_iter();
    hits.next().map(|hit| hit.id)
}

/// An index in memory that knows its articles' meanings; none without a model.
fn knowing() -> Option<SearchIndex> {
    let index = SearchIndex::in_memory().expect("an index");
    fill(&index);
    index.use_model(model()?);
    assert_eq!(index.embed_missing().expect("embedded"), ARTICLES.len());
    Some(index)
}

#[test]
fn an_article_is_found_without_any_of_its_words() {
    let Some(index) = knowing() else { return };
    for (text, expected) in [
        ("can you reimburse me", "refund"),
        ("locked out, cannot log in any more", "password"),
        ("is the package nearly here", "delivery"),
        ("erase all data you hold about me", "delete"),
    ] {
        assert_eq!(best(&index, text).as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn misspelt_words_are_understood() {
    let Some(index) = knowing() else { return };
    assert_eq!(
        best(&index, "I forgto my pasword").as_deref(),
        Some("password")
    );
}

#[test]
fn a_draft_is_found_by_its_meaning_by_staff_alone() {
    let Some(index) = knowing() else { return };
    let text = "will membership fees go up";
    let found = |reader| -> Vec<String> {
        let hits = ask(&index, reader, text).hits.into_iter();
        hits.map(|hit| hit.id).collect()
    };
    assert_eq!(
        found(Reader::Staff).first().map(String::as_str),
        Some("secret")
    );
    for reader in [Reader::Anonymous, Reader::Customer("c".into())] {
        assert!(!found(reader).contains(&"secret".to_owned()));
    }
    let confident = |reader| ask(&index, reader, text).confidence;
    assert!(confident(Reader::Anonymous) < confident(Reader::Staff));
}

#[test]
fn filters_hold_for_meanings_too() {
    let Some(index) = knowing() else { return };
    let request = SearchRequest {
        filters: vec![Filter::is(frontdesk_search::Facet::Category, "billing")],
        ..SearchRequest::new(Kind::Article, Reader::Anonymous, "can you reimburse me")
    };
    let found = index.search(&request).expect("searched");
    assert!(found.hits.iter().all(|hit| hit.id == "invoice"));
}

#[test]
fn a_change_is_found_by_its_words_at_once_and_by_its_meaning_when_it_is_embedded() {
    let Some(index) = knowing() else { return };
    let change = article(
        "delivery",
        "Opening hours",
        "The shop is open from nine to five.",
    );
    index.apply(vec![change], None).expect("applied");
    assert_eq!(best(&index, "opening hours").as_deref(), Some("delivery"));
    assert_eq!(index.embed_missing().expect("embedded"), 1);
    assert_eq!(
        best(&index, "are you closed on Sunday evenings").as_deref(),
        Some("delivery")
    );
    let deletion = Change::Delete(Kind::Article, "delivery".into());
    index.apply(vec![deletion], None).expect("applied");
    index.embed_missing().expect("embedded");
    let left = index.meaning_status().expect("a model");
    assert_eq!(left.articles, ARTICLES.len() - 1);
    assert_ne!(
        best(&index, "are you closed on Sunday evenings").as_deref(),
        Some("delivery")
    );
}

#[test]
fn nothing_is_embedded_twice_not_even_after_a_restart_or_a_rebuild() {
    let Some(model) = model() else { return };
    let dir = tempfile::tempdir().expect("a directory");
    let open = || {
        let index = SearchIndex::open(dir.path()).expect("opened").index;
        index.use_model(model.clone());
        index
    };
    let computed = |index: &SearchIndex| index.meaning_status().expect("a model").computed;
    let index = open();
    fill(&index);
    index.embed_missing().expect("embedded");
    assert!(computed(&index) > ARTICLES.len());
    drop(index);

    let index = open();
    assert_eq!(index.embed_missing().expect("embedded"), ARTICLES.len());
    assert_eq!(computed(&index), 0);
    assert_eq!(
        best(&index, "can you reimburse me").as_deref(),
        Some("refund")
    );
    let index = Arc::new(index);
    let mut rebuild = index.rebuild(0).expect("begun");
    rebuild.restart(0).expect("emptied");
    rebuild.finish().expect("swapped");
    index.embed_missing().expect("embedded");
    fill(&index);
    index.embed_missing().expect("embedded");
    assert_eq!(computed(&index), 0);
    // Of a changed article the changed paragraph is new, not the rest.
    let (id, title, body) = ARTICLES[0];
    let change = article(id, title, &format!("{body}\nAsk by mail, too."));
    index.apply(vec![change], None).expect("applied");
    index.embed_missing().expect("embedded");
    assert!((1..=2).contains(&computed(&index)));
}

#[test]
fn the_embedder_follows_changes_and_ends_when_it_is_dropped() {
    let Some(model) = model() else { return };
    let index = Arc::new(SearchIndex::in_memory().expect("an index"));
    index.use_model(model);
    let embedder = Embedder::start(index.clone()).expect("a thread");
    fill(&index);
    embedder.settle();
    assert_eq!(
        best(&index, "can you reimburse me").as_deref(),
        Some("refund")
    );
    drop(embedder);
    let change = article("new", "Gift cards", "Vouchers are sold in the shop.");
    index.apply(vec![change], None).expect("applied");
    let known = index.meaning_status().expect("a model").articles;
    assert_eq!(known, ARTICLES.len());
}

#[test]
fn it_is_known_whether_an_article_answers() {
    let Some(index) = knowing() else { return };
    let results = |text| ask(&index, Reader::Anonymous, text);
    let answered = results("how do I get my money back?");
    assert!(answered.answered && answered.confidence > 0.5);
    let unanswered = results("who painted the ceiling of the chapel?");
    assert!(!unanswered.answered && unanswered.confidence < 0.5);
}
