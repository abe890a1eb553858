//! Any text is a valid query.

use std::sync::LazyLock;

use frontdesk_search::{Change, Facet, Filter, Kind, Reader};
use proptest::prelude::*;

use super::*;

static INDEX: LazyLock<SearchIndex> = LazyLock::new(|| {
    index_of([
        Change::put(article(
            "1",
            "Change your password",
            "In the settings, 2 clicks",
        )),
        Change::put(article(
            "2",
            "Ünïcödé 退款 ßtraße",
            "İstanbul ﬁle ǅ e\u{301}",
        )),
        Change::put(ticket("3", "ann", "Refund", "Where's my <b>money</b>?")),
    ])
});

fn readers() -> impl Strategy<Value = Reader> {
    prop_oneof![
        Just(Reader::Anonymous),
        ".*".prop_map(Reader::Customer),
        Just(customer("ann")),
        Just(Reader::Staff),
    ]
}

/// Arbitrary text, query syntax of other engines, and near misses of indexed words.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        r#"[a-z:"()+^~*?\\/\[\]{}!&| -]{0,60}"#,
        "(AND|OR|NOT|title:|\"|\\*|~2| |pas+w?ord|ref[a-z]{0,3}|st?ra(ss|ß)e|退款?|İ){0,12}",
        "[a-z]{60,200}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_an_error(
        text in texts(),
        reader in readers(),
        kind in prop_oneof![Just(Kind::Article), Just(Kind::Conversation), Just(Kind::Customer)],
        category in proptest::option::of(any::<String>()),
        limit in 0..20usize,
        offset in 0..20usize,
    ) {
        let filters = category.into_iter().map(|category| Filter::is(Facet::Category, category)).collect();
        let asked = SearchRequest { filters, limit, offset, ..request(kind, reader.clone(), &text) };
        let results = INDEX.search(&asked).unwrap();
        prop_assert!(results.hits.len() <= limit);
        prop_assert!(results.hits.len() <= results.total);
        let owns = reader == Reader::Staff || reader == customer("ann");
        prop_assert!(owns || kind == Kind::Article || results.total == 0);
        INDEX.suggest(&text, &context(&reader), limit).unwrap();
    }
}

proptest! {
    // Each case writes an index.
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn highlights_of_any_document_are_its_escaped_text(title in any::<String>(), body in any::<String>()) {
        let index = articles([article("1", &format!("lamp {title}"), &body)]);
        let results = index.search(&request(Kind::Article, Reader::Staff, &format!("lamp {body}"))).unwrap();
        prop_assert_eq!(results.hits.len(), 1);
        let hit = &results.hits[0];
        let plain = unescaped(&hit.title_highlight);
        prop_assert_eq!(plain, Some(format!("lamp {title}")));
        prop_assert!(unescaped(&hit.body_highlight).is_some());
    }
}

/// The text of an HTML fragment; none if it holds any markup but `<mark>`.
fn unescaped(html: &str) -> Option<String> {
    let text = html.replace("<mark>", "").replace("</mark>", "");
    if text.contains(['<', '>', '"', '\'']) {
        return None;
    }
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    Some(text)
}

#[test]
fn text_without_a_word_finds_nothing() {
    for text in ["", " \t\n", "?!…", "\"\"", "***", "\u{0}"] {
        let results = INDEX
            .search(&request(Kind::Article, Reader::Staff, text))
            .unwrap();
        assert_eq!((results.hits.len(), results.total), (0, 0), "{text:?}");
    }
}

#[test]
fn an_empty_index_finds_nothing() {
    let index = index_of([]);
    assert!(find_articles(&index, "password").is_empty());
    let suggestions = index.suggest("passw", &context(&Reader::Staff), 5).unwrap();
    assert_eq!(suggestions, frontdesk_search::Suggestions::default());
}

#[test]
fn a_very_long_text_is_searched_by_its_beginning() {
    let text = format!("password {}", "word ".repeat(100_000));
    assert_eq!(find_articles(&INDEX, &text), ["1"]);
}
