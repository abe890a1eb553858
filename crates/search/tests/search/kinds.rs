//! What each kind of document is found by, and where the match stands.

use frontdesk_search::{Change, Kind, Place};

use super::*;

fn place(index: &SearchIndex, reader: Reader, text: &str) -> (Place, String) {
    let results = index
        .search(&request(Kind::Conversation, reader, text))
        .unwrap();
    let hit = &results.hits[0];
    (hit.place, hit.body_highlight.clone())
}

fn case() -> SearchIndex {
    let mut case = ticket("1", "ann", "Broken lamp", "It does not light");
    case.owner_name = "Ann Smith".into();
    case.owner_email = "ann.smith@example.com".into();
    case.files = "receipt.pdf Paid with voucher".into();
    case.notes = "Suspected fraudster".into();
    case.files_of_notes = "dossier.txt The zeppelin affair".into();
    tickets([case])
}

#[test]
fn a_hit_says_where_the_words_stand() {
    let index = case();
    let marked = |text: &str| place(&index, Reader::Staff, text);
    assert_eq!(marked("lamp"), (Place::Title, "It does not light".into()));
    assert_eq!(marked("light").0, Place::Message);
    assert_eq!(marked("voucher").0, Place::File);
    assert_eq!(
        marked("fraudster"),
        (Place::Note, "Suspected <mark>fraudster</mark>".into())
    );
    assert_eq!(marked("zeppelin").0, Place::File);
    assert_eq!(marked("light voucher paid").0, Place::File);
}

#[test]
fn what_is_for_staff_is_neither_found_nor_shown_nor_spelt_to_the_owner() {
    let index = case();
    for text in [
        "fraudster",
        "fraudstr",
        "zeppelin",
        "zeppelim",
        "zeppel",
        "smith",
        "ann",
    ] {
        let found = find(&index, Kind::Conversation, customer("ann"), text);
        assert!(found.is_empty(), "{text}");
        let found = find(&index, Kind::Conversation, Reader::Staff, text);
        assert_eq!(found, ["1"], "{text}");
    }
    assert_eq!(
        place(&index, customer("ann"), "lamp fraudster zeppelin").0,
        Place::Title
    );
    assert_eq!(
        place(&index, customer("ann"), "voucher zeppelin").0,
        Place::File
    );
}

#[test]
fn files_are_found_by_name_and_text() {
    let index = case();
    for text in ["receipt.pdf", "receipt", "voucher", "vouchr"] {
        let found = find(&index, Kind::Conversation, customer("ann"), text);
        assert_eq!(found, ["1"], "{text}");
    }
}

fn people() -> SearchIndex {
    let mut ann = person("ann", "Ann Smith", "ann.smith@example.com");
    ann.phone = "+49 (170) 123-4567".into();
    ann.details = "Company: Zeppelin Works".into();
    let bob = person("bob", "Bob Kowalski", "bob@example.org");
    index_of([ann, bob].map(Change::put))
}

#[test]
fn a_customer_is_found_by_all_that_is_known_of_them() {
    let index = people();
    for text in [
        "ann",
        "smith",
        "Smit",
        "smiht",
        "ann.smith@example.com",
        "ANN.SMITH@EXAMPLE.COM",
        "0170 1234567",
        "+491701234567",
        "1234567",
        "zeppelin",
        "Ann Smith",
    ] {
        let found = find(&index, Kind::Customer, Reader::Staff, text);
        assert_eq!(found.first().map(String::as_str), Some("ann"), "{text}");
    }
}

#[test]
fn only_staff_find_customers() {
    let index = people();
    for reader in [Reader::Anonymous, customer("ann")] {
        let results = index
            .search(&request(Kind::Customer, reader, "ann"))
            .unwrap();
        assert_eq!((results.hits.len(), results.total), (0, 0));
    }
}

#[test]
fn the_words_of_one_kind_are_not_those_of_another() {
    let index = people();
    index
        .apply(vec![Change::put(article("1", "Zepelin rides", ""))], None)
        .unwrap();
    // No correction towards a customer's data.
    let suggestions = index
        .suggest("kowalsky", &context(&Reader::Anonymous), 5)
        .unwrap();
    assert_eq!(suggestions.did_you_mean, None);
    assert!(find_articles(&index, "kowalski").is_empty());
}
