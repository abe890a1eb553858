//! Help while typing.

use frontdesk_search::{Change, Reader, Suggestions};

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

fn suggest(index: &SearchIndex, text: &str, reader: &Reader, limit: usize) -> Suggestions {
    index.suggest(text, &context(reader), limit).unwrap()
}

fn completions(text: &str, reader: &Reader) -> Vec<String> {
    suggest(&help_centre(), text, reader, 5).completions
}

fn did_you_mean(text: &str, reader: &Reader) -> Option<String> {
    suggest(&help_centre(), text, reader, 5).did_you_mean
}

#[test]
fn titles_and_words_complete_what_is_typed() {
    let reader = Reader::Anonymous;
    assert_eq!(
        completions("deliv", &reader),
        ["Delivery times", "delivery"]
    );
    assert_eq!(
        completions("change your pa", &reader),
        ["Change your password"]
    );
    assert_eq!(
        completions("changing p", &reader)[2..],
        ["changing password", "changing plan"]
    );
}

#[test]
fn every_word_must_be_in_the_title() {
    assert!(completions("delivery password ", &Reader::Anonymous).is_empty());
}

#[test]
fn a_typo_is_corrected_and_the_rest_is_kept() {
    assert_eq!(
        did_you_mean("Chnage my: password ", &Reader::Anonymous).as_deref(),
        Some("change my: password ")
    );
    assert_eq!(
        completions("chnage passw", &Reader::Anonymous),
        ["Change your password", "change password"]
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
    assert_eq!(completions("vau", &Reader::Staff), [draft, "vault"]);
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
    let suggestions = suggest(&index, "zeppelim", &customer("ann"), 5);
    assert_eq!(suggestions, Suggestions::default());
}

#[test]
fn the_limit_holds() {
    let index = help_centre();
    for limit in [0, 1] {
        let suggestions = suggest(&index, "change", &Reader::Anonymous, limit);
        assert_eq!(suggestions.completions.len(), limit);
    }
}

#[test]
fn past_queries_come_first_the_most_frequent_at_the_top() {
    let index = help_centre();
    index.set_popular(vec![
        ("change plan".into(), 2),
        ("change password".into(), 9),
        ("change zeppelin".into(), 99),
        ("how to change plan".into(), 5),
    ]);
    let completions = |text, reader| suggest(&index, text, &reader, 8).completions;
    let found = completions("Change p", Reader::Anonymous);
    assert_eq!(found[..2], ["change password", "change plan"]);
    assert_eq!(
        completions("how", Reader::Anonymous)[0],
        "how to change plan"
    );
    // A word that only staff may read stays with staff.
    assert!(!completions("change", Reader::Anonymous).contains(&"change zeppelin".into()));
    assert_eq!(completions("change", Reader::Staff)[0], "change zeppelin");
}

#[test]
fn filters_are_suggested_to_staff_alone() {
    let index = help_centre();
    let found = suggest(&index, "change stat", &Reader::Staff, 5).filters;
    assert_eq!(found[0].text, "change status:");
    assert!(
        suggest(&index, "change stat", &Reader::Anonymous, 5)
            .filters
            .is_empty()
    );
}
