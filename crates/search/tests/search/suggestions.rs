//! Help while typing.

use frontdesk_search::{Change, Reader};

use super::*;

fn help_centre() -> SearchIndex {
    let mut draft = article(
        "draft",
        "Password vault (coming soon)",
        "A zeppelin of a feature",
    );
    draft.published = false;
    articles([
        article("1", "Change your password", "In the settings"),
        article("2", "Change your plan", "In the settings"),
        article("3", "Delivery times", "Three days"),
        draft,
    ])
}

fn completions(text: &str, reader: &Reader) -> Vec<String> {
    help_centre().suggest(text, reader, 5).unwrap().completions
}

fn did_you_mean(text: &str, reader: &Reader) -> Option<String> {
    help_centre().suggest(text, reader, 5).unwrap().did_you_mean
}

#[test]
fn titles_complete_what_is_typed() {
    let reader = Reader::Anonymous;
    assert_eq!(completions("deliv", &reader), ["Delivery times"]);
    assert_eq!(
        completions("change your pa", &reader),
        ["Change your password"]
    );
    assert_eq!(completions("changing p", &reader).len(), 2);
}

#[test]
fn every_word_must_be_in_the_title() {
    assert!(completions("delivery password", &Reader::Anonymous).is_empty());
}

#[test]
fn a_typo_is_corrected_and_the_rest_is_kept() {
    assert_eq!(
        did_you_mean("Chnage my: password ", &Reader::Anonymous).as_deref(),
        Some("change my: password ")
    );
    assert_eq!(
        completions("chnage passw", &Reader::Anonymous),
        ["Change your password"]
    );
}

#[test]
fn text_without_a_typo_is_not_questioned() {
    for text in ["change password", "changing passw", "", "   ", "qqqqqqqq"] {
        assert_eq!(did_you_mean(text, &Reader::Anonymous), None, "{text}");
    }
}

#[test]
fn unpublished_titles_and_their_words_are_suggested_to_staff_alone() {
    let draft = "Password vault (coming soon)";
    assert_eq!(completions("vau", &Reader::Staff), [draft]);
    assert!(completions("vau", &Reader::Anonymous).is_empty());
    assert!(!completions("pass", &Reader::Anonymous).contains(&draft.to_owned()));
    assert_eq!(
        did_you_mean("zeppelim", &Reader::Staff).as_deref(),
        Some("zeppelin")
    );
    assert_eq!(did_you_mean("zeppelim", &Reader::Anonymous), None);
}

#[test]
fn words_of_tickets_are_never_suggested() {
    let index = index_of([
        Change::put(article("1", "Delivery", "")),
        Change::put(ticket("2", "ann", "Zeppelin", "")),
    ]);
    let suggestions = index.suggest("zeppelim", &customer("ann"), 5).unwrap();
    assert_eq!(suggestions, frontdesk_search::Suggestions::default());
}

#[test]
fn the_limit_holds() {
    let index = help_centre();
    for limit in [0, 1] {
        let suggestions = index.suggest("change", &Reader::Anonymous, limit).unwrap();
        assert_eq!(suggestions.completions.len(), limit);
    }
}
