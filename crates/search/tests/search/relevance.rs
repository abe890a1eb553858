//! What is found, in which order, and how it is shown.

use frontdesk_search::{
    Change, Channel, Facet, Filter, Kind, MAX_OFFSET, Reader, Synonym, Synonyms,
};

use super::*;

fn help_centre() -> SearchIndex {
    articles([
        article(
            "refund",
            "Getting a refund",
            "Money comes back to your card within five days of the return.",
        ),
        article(
            "delivery",
            "Delivery times",
            "Parcels arrive in three days. A refund is possible if they do not.",
        ),
        article(
            "password",
            "Change your password",
            "Open the settings, choose security, and type the authentication code.",
        ),
    ])
}

#[test]
fn a_word_in_the_title_beats_a_word_in_the_body() {
    assert_eq!(
        find_articles(&help_centre(), "refund"),
        ["refund", "delivery"]
    );
}

#[test]
fn inflected_words_are_found() {
    assert_eq!(find_articles(&help_centre(), "passwords")[0], "password");
    assert_eq!(find_articles(&help_centre(), "changing")[0], "password");
}

#[test]
fn a_whole_question_finds_its_article_first() {
    let found = find_articles(
        &help_centre(),
        "how long does it take until my parcel is delivered?",
    );
    assert_eq!(found[0], "delivery");
}

#[test]
fn one_typo_is_forgiven() {
    for typo in ["refnud", "pasword", "deliverry", "parcwls"] {
        assert!(!find_articles(&help_centre(), typo).is_empty(), "{typo}");
    }
    assert_eq!(find_articles(&help_centre(), "pasword"), ["password"]);
}

#[test]
fn two_typos_are_forgiven_in_a_long_word() {
    assert_eq!(find_articles(&help_centre(), "authetnicaton"), ["password"]);
}

#[test]
fn a_word_far_from_every_other_finds_nothing() {
    assert!(find_articles(&help_centre(), "xylophone").is_empty());
}

#[test]
fn a_short_word_is_not_corrected() {
    assert!(find_articles(&help_centre(), "cad").is_empty());
}

#[test]
fn the_last_word_may_be_unfinished() {
    assert_eq!(find_articles(&help_centre(), "change passw"), ["password"]);
    assert_eq!(find_articles(&help_centre(), "parc"), ["delivery"]);
}

#[test]
fn a_finished_word_is_not_continued() {
    let index = articles([article("1", "Your car", ""), article("2", "Your card", "")]);
    assert_eq!(find_articles(&index, "car"), ["1", "2"]);
    assert_eq!(find_articles(&index, "car "), ["1"]);
}

#[test]
fn a_text_of_unknown_words_is_found_by_most_of_its_letters() {
    assert_eq!(
        find_articles(&help_centre(), "authentification "),
        ["password"]
    );
}

#[test]
fn diacritics_and_case_make_no_difference() {
    let index = articles([article("1", "Café Zürich", "")]);
    assert_eq!(find_articles(&index, "CAFE zurich"), ["1"]);
    assert_eq!(find_articles(&index, "café"), ["1"]);
}

#[test]
fn tags_are_found() {
    let mut tagged = article("1", "Sending things back", "How to");
    tagged.tags = vec!["warranty".into()];
    let index = articles([tagged, article("2", "Other", "Nothing")]);
    assert_eq!(find_articles(&index, "warranty"), ["1"]);
}

#[test]
fn a_ticket_is_found_by_its_number() {
    let index = tickets((1040..1045).map(|n| ticket(&n.to_string(), "ann", "Lamp", "Broken")));
    for text in ["FD-1042", "fd-1042", "#1042", "1042", "status of FD-1042?"] {
        let found = find(&index, Kind::Conversation, Reader::Staff, text);
        assert_eq!(found.first().map(String::as_str), Some("1042"), "{text}");
    }
}

#[test]
fn words_of_grammar_find_no_ticket_beside_words_of_content() {
    let index = tickets([
        ticket("1", "ann", "Where is my lamp", "It is late"),
        ticket("2", "ann", "Where is my chair", "It is late"),
    ]);
    assert_eq!(
        find(
            &index,
            Kind::Conversation,
            Reader::Staff,
            "where is my lamp?"
        ),
        ["1"]
    );
    assert_eq!(
        find(&index, Kind::Conversation, Reader::Staff, "where is my").len(),
        2
    );
}

#[test]
fn a_category_limits_the_hits() {
    let mut billing = article("1", "Refund", "");
    billing.category = "Billing & Invoices".into();
    let index = articles([billing, article("2", "Refund", "")]);
    let mut asked = request(Kind::Article, Reader::Anonymous, "refund");
    asked.filters = vec![Filter::is(Facet::Category, "billing & invoices")];
    let results = index.search(&asked).unwrap();
    assert_eq!((ids(&results), results.total), (vec!["1"], 1));
    asked.filters = vec![Filter::is(Facet::Category, "Billing")];
    assert_eq!(index.search(&asked).unwrap().total, 0);
}

#[test]
fn of_equal_hits_the_newer_comes_first() {
    let dated = |id: &str, updated_at_ms| {
        let mut dated = ticket(id, "ann", "Broken lamp", "It broke");
        dated.updated_at_ms = updated_at_ms;
        dated
    };
    let index = tickets([dated("old", 1), dated("new", 3), dated("middle", 2)]);
    assert_eq!(
        find(&index, Kind::Conversation, customer("ann"), "lamp"),
        ["new", "middle", "old"]
    );
}

#[test]
fn pages_follow_each_other_without_gap_or_repeat() {
    let index = articles((0..25).map(|n| {
        let mut dated = article(&format!("{n:02}"), "Refund", "");
        dated.updated_at_ms = 100 - n;
        dated
    }));
    let mut asked = request(Kind::Article, Reader::Anonymous, "refund");
    let mut seen = Vec::new();
    for page in 0..3 {
        asked.offset = page * 10;
        let results = index.search(&asked).unwrap();
        assert_eq!(results.total, 25);
        seen.extend(results.hits.into_iter().map(|hit| hit.id));
    }
    let expected: Vec<String> = (0..25).map(|n| format!("{n:02}")).collect();
    assert_eq!(seen, expected);
}

#[test]
fn without_a_limit_or_past_the_last_page_hits_are_only_counted() {
    let index = help_centre();
    for (limit, offset) in [(0, 0), (10, MAX_OFFSET + 1), (usize::MAX, usize::MAX)] {
        let mut asked = request(Kind::Article, Reader::Anonymous, "refund");
        (asked.limit, asked.offset) = (limit, offset);
        let results = index.search(&asked).unwrap();
        assert_eq!((results.hits.len(), results.total), (0, 2));
    }
}

#[test]
fn found_words_are_marked_in_any_form() {
    let index = articles([article(
        "1",
        "Refunds, explained",
        "We refund you. Refunding takes time.",
    )]);
    let results = index
        .search(&request(
            Kind::Article,
            Reader::Anonymous,
            "a refund for me",
        ))
        .unwrap();
    assert_eq!(
        results.hits[0].title_highlight,
        "<mark>Refunds</mark>, explained"
    );
    assert_eq!(
        results.hits[0].body_highlight,
        "We <mark>refund</mark> you. <mark>Refunding</mark> takes time"
    );
}

#[test]
fn highlights_escape_html() {
    let index = articles([article(
        "1",
        "<script>alert('lamp')</script>",
        "<img src=x onerror=\"lamp()\"> & <b>more</b>",
    )]);
    let results = index
        .search(&request(Kind::Article, Reader::Anonymous, "lamp"))
        .unwrap();
    let hit = &results.hits[0];
    assert_eq!(
        hit.title_highlight,
        "&lt;script&gt;alert(&#39;<mark>lamp</mark>&#39;)&lt;/script&gt;"
    );
    for html in [&hit.title_highlight, &hit.body_highlight] {
        let text = html.replace("<mark>", "").replace("</mark>", "");
        assert!(!text.contains(['<', '>', '"', '\'']), "{html}");
        assert!(html.contains("<mark>lamp</mark>"), "{html}");
    }
}

#[test]
fn a_put_replaces() {
    let index = articles([article("1", "Lamp", "")]);
    index
        .apply(vec![Change::put(article("1", "Chair", ""))], None)
        .unwrap();
    assert!(find_articles(&index, "lamp").is_empty());
    assert_eq!(find_articles(&index, "chair"), ["1"]);
}

#[test]
fn a_repeated_put_is_one_document() {
    let put = || Change::put(article("1", "Lamp", ""));
    let index = index_of([put(), put()]);
    index.apply(vec![put()], None).unwrap();
    assert_eq!(find_articles(&index, "lamp"), ["1"]);
}

#[test]
fn a_delete_removes_and_can_be_repeated() {
    let index = index_of([
        Change::put(article("1", "Lamp", "")),
        Change::put(ticket("2", "ann", "Lamp", "")),
    ]);
    for _ in 0..2 {
        index
            .apply(
                vec![
                    Change::Delete(Kind::Article, "1".into()),
                    Change::Delete(Kind::Conversation, "2".into()),
                ],
                None,
            )
            .unwrap();
        assert!(find_articles(&index, "lamp").is_empty());
        assert!(find(&index, Kind::Conversation, Reader::Staff, "lamp").is_empty());
    }
}

#[test]
fn changes_apply_in_their_order() {
    let index = index_of([
        Change::put(article("1", "Lamp", "")),
        Change::Delete(Kind::Article, "1".into()),
        Change::put(article("1", "Chair", "")),
    ]);
    assert!(find_articles(&index, "lamp").is_empty());
    assert_eq!(find_articles(&index, "chair"), ["1"]);
}

#[test]
fn a_synonym_finds_what_the_word_means() {
    let index = help_centre();
    assert!(find_articles(&index, "shipping ").is_empty());
    index.set_synonyms(Synonyms::new(vec![
        Synonym::group(["shipping", "delivery"]),
        Synonym::one_way("money back", ["refund"]),
        Synonym::one_way("login", ["change your password"]),
    ]));
    assert_eq!(find_articles(&index, "shipping "), ["delivery"]);
    assert_eq!(find_articles(&index, "my money back")[0], "refund");
    assert_eq!(find_articles(&index, "logins "), ["password"]);
    index.set_synonyms(Synonyms::default());
    assert!(find_articles(&index, "shipping ").is_empty());
}

#[test]
fn a_word_with_synonyms_is_no_misspelling() {
    let index = articles([article("1", "Lamps", ""), article("2", "Stamps", "")]);
    index.set_synonyms(Synonyms::new(vec![Synonym::one_way("samps", ["lamp"])]));
    assert_eq!(find_articles(&index, "samps "), ["1"]);
}

/// What staff find with a query of operators.
fn ask(index: &SearchIndex, kind: Kind, text: &str) -> Vec<String> {
    ask_as(index, kind, &Reader::Staff, text)
}

fn ask_as(index: &SearchIndex, kind: Kind, reader: &Reader, text: &str) -> Vec<String> {
    let query = ParsedQuery::parse(text, &context(reader));
    let request = SearchRequest::new(kind, reader.clone(), query);
    let mut found: Vec<String> = ids(&index.search(&request).unwrap())
        .into_iter()
        .map(str::to_owned)
        .collect();
    found.sort();
    found
}

#[test]
fn a_phrase_has_to_stand_in_a_document_in_its_order() {
    let index = articles([
        article("1", "Credit card", "Lost abroad"),
        article("2", "Card credit", "Lost abroad"),
        article("3", "Credit", "for your card"),
    ]);
    let ask = |text| ask(&index, Kind::Article, text);
    assert_eq!(ask("\"credit card\""), ["1"]);
    assert_eq!(ask("lost \"credit card\""), ["1"]);
    assert_eq!(ask("\"CREDIT cards\""), ["1"]);
    assert_eq!(ask("\"card\""), ["1", "2", "3"]);
    assert!(ask("\"credit abroad\"").is_empty());
    // Quoted words are not corrected.
    assert!(ask("\"credti\"").is_empty());
}

#[test]
fn excluded_words_and_phrases_are_in_no_hit() {
    let index = articles([
        article("1", "Refund", "to your card"),
        article("2", "Refund", "by bank transfer"),
        article("3", "Refund", "transfer to another bank"),
    ]);
    let ask = |text| ask(&index, Kind::Article, text);
    assert_eq!(ask("refund -card"), ["2", "3"]);
    assert_eq!(ask("refund -\"bank transfer\""), ["1", "3"]);
    assert_eq!(ask("-card"), ["2", "3"]);
}

#[test]
fn filters_in_the_text_restrict_the_hits() {
    let mut open = ticket("1", "ann", "Lamp", "broken");
    open.tags = vec!["VIP".into()];
    open.owner_name = "Ann Lee".into();
    open.created_at_ms = 1_793_577_600_000;
    let mut closed = ticket("2", "bob", "Lamp", "broken");
    closed.status = "closed".into();
    closed.has_attachment = true;
    closed.channel = Channel::Chat;
    let index = tickets([open, closed]);
    let ask = |text| ask(&index, Kind::Conversation, text);
    for (text, found) in [
        ("lamp status:open", vec!["1"]),
        ("lamp status:open status:closed", vec!["1", "2"]),
        ("lamp -status:open", vec!["2"]),
        ("lamp tag:vip", vec!["1"]),
        ("lamp from:lee", vec!["1"]),
        ("lamp has:attachment", vec!["2"]),
        ("lamp type:chat", vec!["2"]),
        ("type:ticket", vec!["1"]),
        ("type:article lamp", vec![]),
        ("after:yesterday", vec!["1"]),
        ("before:2020 lamp", vec!["2"]),
        ("lamp -status:closed -status:open", vec![]),
        ("is:unassigned lamp", vec!["1", "2"]),
    ] {
        assert_eq!(ask(text), found, "{text}");
    }
}

#[test]
fn an_exclusion_tells_customers_nothing_of_notes() {
    let mut noted = ticket("1", "ann", "Lamp", "broken");
    noted.notes = "fraudster".into();
    let index = tickets([noted]);
    let ann = customer("ann");
    assert_eq!(
        ask_as(&index, Kind::Conversation, &ann, "lamp -fraudster"),
        ["1"]
    );
    assert!(ask(&index, Kind::Conversation, "lamp -fraudster").is_empty());
    assert!(ask_as(&index, Kind::Conversation, &ann, "\"fraudster\"").is_empty());
}

#[test]
fn a_conversations_misspelt_word_is_corrected_to_one_that_somebody_wrote() {
    let index = tickets([
        ticket("1", "ann", "Invoice", "The refund of my services is late"),
        ticket(
            "2",
            "bob",
            "Help",
            "Your service replied: communications are down, refunds too",
        ),
    ]);
    for (typed, meant) in [
        ("refnud", "refund"),
        ("servci", "service"),
        ("repleid", "replied"),
        ("comunication", "communications"),
    ] {
        let results = index
            .search(&request(Kind::Conversation, Reader::Staff, typed))
            .unwrap();
        assert_eq!(results.did_you_mean.as_deref(), Some(meant));
        assert!(!results.hits.is_empty(), "{typed}");
    }
    // Nobody learns which words stand in the tickets of others.
    let ann = index.search(&request(Kind::Conversation, customer("ann"), "repleid"));
    assert_eq!(ann.unwrap().did_you_mean, None);
}

#[test]
fn neighbouring_words_lift_a_conversation() {
    let apart = "transfer today or tomorrow or whenever it suits you the money";
    let together = "today or tomorrow or whenever it suits you transfer the money";
    let index = tickets([
        ticket("1", "ann", "Bank", apart),
        ticket("2", "bob", "Bank", together),
        ticket("3", "bob", "Bank", apart),
    ]);
    let found = find(&index, Kind::Conversation, Reader::Staff, "transfer money");
    assert_eq!(found[0], "2");
    let second = SearchRequest {
        offset: 1,
        limit: 1,
        ..request(Kind::Conversation, Reader::Staff, "transfer money")
    };
    let second = index.search(&second).unwrap();
    assert_eq!((ids(&second), second.total), (vec![found[1].as_str()], 3));
}
