//! Who finds what.

use frontdesk_search::{Change, Kind, Reader};

use super::*;

#[test]
fn a_customer_never_finds_the_ticket_of_another() {
    let index = tickets([
        ticket(
            "1",
            "ann",
            "Refund for a broken lamp",
            "The lamp arrived broken",
        ),
        ticket(
            "2",
            "bob",
            "Refund for a broken lamp",
            "The lamp arrived broken",
        ),
    ]);
    assert_eq!(
        find(&index, Kind::Conversation, customer("ann"), "broken lamp"),
        ["1"]
    );
    assert_eq!(
        find(&index, Kind::Conversation, customer("bob"), "broken lamp"),
        ["2"]
    );
    assert!(find(&index, Kind::Conversation, customer("eve"), "broken lamp").is_empty());
}

#[test]
fn tickets_of_others_that_rank_higher_take_no_place_of_ones_own() {
    let others = (0..50).map(|n| {
        ticket(
            &format!("other{n}"),
            "bob",
            "Refund refund refund",
            "refund refund refund",
        )
    });
    let own = ticket(
        "own",
        "ann",
        "Question about my order",
        "The order is late, and among many other things I may want a refund one day",
    );
    let index = tickets(others.chain([own]));
    let mut asked = request(Kind::Conversation, customer("ann"), "refund");
    asked.limit = 1;
    let results = index.search(&asked).unwrap();
    assert_eq!(ids(&results), ["own"]);
    assert_eq!(results.total, 1);
}

#[test]
fn a_customer_does_not_find_anothers_ticket_by_its_number() {
    let index = tickets([ticket("1042", "bob", "Lamp", "Broken")]);
    assert!(find(&index, Kind::Conversation, customer("ann"), "FD-1042").is_empty());
    assert_eq!(
        find(&index, Kind::Conversation, customer("bob"), "FD-1042"),
        ["1042"]
    );
}

#[test]
fn an_owner_id_matches_as_a_whole() {
    let index = tickets([ticket("1", "ann smith", "Lamp", "Broken")]);
    assert!(find(&index, Kind::Conversation, customer("ann"), "lamp").is_empty());
    assert!(find(&index, Kind::Conversation, customer(""), "lamp").is_empty());
}

#[test]
fn nobody_finds_tickets_without_an_account() {
    let index = tickets([ticket("1", "", "Lamp", "Broken")]);
    let results = index
        .search(&request(Kind::Conversation, Reader::Anonymous, "lamp"))
        .unwrap();
    assert_eq!((results.hits.len(), results.total), (0, 0));
}

#[test]
fn staff_find_the_tickets_of_everyone() {
    let index = tickets([
        ticket("1", "ann", "Broken lamp", ""),
        ticket("2", "bob", "Broken lamp", ""),
    ]);
    assert_eq!(
        find(&index, Kind::Conversation, Reader::Staff, "lamp").len(),
        2
    );
}

#[test]
fn only_staff_match_on_notes_and_see_them() {
    let mut noted = ticket("1", "ann", "Broken lamp", "It does not light");
    noted.notes = "Suspected fraudster, escalate".into();
    let index = tickets([noted]);
    for text in ["fraudster", "fraudstr", "frauds", "escalate"] {
        let own = find(&index, Kind::Conversation, customer("ann"), text);
        assert!(own.is_empty(), "{text}");
        assert_eq!(
            find(&index, Kind::Conversation, Reader::Staff, text),
            ["1"],
            "{text}"
        );
    }
    let staff = index
        .search(&request(Kind::Conversation, Reader::Staff, "fraudster"))
        .unwrap();
    assert_eq!(
        staff.hits[0].body_highlight,
        "Suspected <mark>fraudster</mark>, escalate"
    );
    let owner = index
        .search(&request(
            Kind::Conversation,
            customer("ann"),
            "lamp fraudster",
        ))
        .unwrap();
    assert_eq!(owner.hits[0].body_highlight, "It does not light");
}

#[test]
fn words_in_tickets_of_others_do_not_change_how_a_typo_is_read() {
    let index = tickets([
        ticket("1", "ann", "Refund of my order", "Please refund"),
        ticket("2", "bob", "Refnud", "refnud refnud"),
    ]);
    assert_eq!(
        find(&index, Kind::Conversation, customer("ann"), "refnud"),
        ["1"]
    );
}

#[test]
fn only_staff_find_unpublished_articles() {
    let mut draft = article("draft", "Secret merger", "We merge");
    draft.published = false;
    let index = index_of([Change::put(draft)]);
    assert_eq!(
        find(&index, Kind::Article, Reader::Staff, "merger"),
        ["draft"]
    );
    assert!(find(&index, Kind::Article, Reader::Anonymous, "merger").is_empty());
    assert!(find(&index, Kind::Article, customer("ann"), "merger").is_empty());
}

#[test]
fn an_article_is_not_found_among_tickets_nor_a_ticket_among_articles() {
    let index = index_of([
        Change::put(article("same", "Lamp", "")),
        Change::put(ticket("same", "ann", "Chair", "")),
    ]);
    assert!(find(&index, Kind::Conversation, Reader::Staff, "lamp").is_empty());
    assert!(find(&index, Kind::Article, Reader::Staff, "chair").is_empty());
}
