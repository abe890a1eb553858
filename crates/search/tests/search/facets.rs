//! Filters, facets and order.

use frontdesk_search::{Channel, Facet, Filter, Kind, Sort};

use super::*;

fn desk() -> SearchIndex {
    let numbered = |id: &str, owner: &str, status: &str, assignee: Option<&str>, at| {
        let mut ticket = ticket(id, owner, "Broken lamp", "It is dark");
        ticket.owner_name = format!("{owner} Ellis");
        ticket.owner_email = format!("{owner}@example.com");
        ticket.status = status.into();
        ticket.assignee_id = assignee.map(str::to_owned);
        ticket.assignee_name = assignee.map(|id| format!("Agent {id}"));
        ticket.tags = vec!["Urgent".into(), status.into()];
        (ticket.created_at_ms, ticket.updated_at_ms) = (at, at);
        ticket
    };
    let mut chat = numbered("4", "bob", "open", None, 40);
    chat.channel = Channel::Chat;
    chat.has_attachment = true;
    let mut noted = numbered("3", "ann", "open", Some("mia"), 30);
    noted.notes = "Lamp of a competitor".into();
    tickets([
        numbered("1", "ann", "open", Some("mia"), 10),
        numbered("2", "ann", "closed", Some("leo"), 20),
        noted,
        chat,
    ])
}

fn found(index: &SearchIndex, reader: Reader, text: &str, filters: Vec<Filter>) -> Vec<String> {
    let asked = SearchRequest {
        filters,
        sort: Sort::Oldest,
        ..request(Kind::Conversation, reader, text)
    };
    let results = index.search(&asked).unwrap();
    assert_eq!(results.hits.len(), results.total);
    results.hits.into_iter().map(|hit| hit.id).collect()
}

#[test]
fn filters_restrict_what_is_found() {
    let index = desk();
    let staff = |filters| found(&index, Reader::Staff, "lamp", filters);
    let is = |facet, value: &str| Filter::is(facet, value);
    assert_eq!(staff(vec![is(Facet::Status, "OPEN")]), ["1", "3", "4"]);
    assert_eq!(staff(vec![is(Facet::Status, "open").negated()]), ["2"]);
    assert_eq!(staff(vec![is(Facet::Channel, "chat")]), ["4"]);
    assert_eq!(staff(vec![is(Facet::Assignee, "mia")]), ["1", "3"]);
    assert_eq!(staff(vec![Filter::AssigneeName("agent le".into())]), ["2"]);
    assert_eq!(staff(vec![Filter::IsAssigned.negated()]), ["4"]);
    assert_eq!(staff(vec![Filter::HasAttachment]), ["4"]);
    assert_eq!(staff(vec![Filter::HasNote]), ["3"]);
    assert_eq!(
        staff(vec![Filter::Since(20), Filter::Before(40)]),
        ["2", "3"]
    );
    assert_eq!(staff(vec![Filter::Owner("bob".into())]), ["4"]);
    for name in ["bob", "Bob Ellis", "bob@example.com", "bo", "bob elli"] {
        assert_eq!(staff(vec![Filter::From(name.into())]), ["4"], "{name}");
    }
    let both = vec![is(Facet::Status, "open"), is(Facet::Assignee, "mia")];
    assert_eq!(staff(both), ["1", "3"]);
    let either = Filter::AnyOf(Facet::Status, vec!["open".into(), "closed".into()]);
    assert_eq!(staff(vec![either]).len(), 4);
    assert!(staff(vec![is(Facet::Status, "lost")]).is_empty());
}

#[test]
fn filters_without_a_text_find_all_that_fulfil_them() {
    let index = desk();
    let open = vec![Filter::is(Facet::Status, "open")];
    assert_eq!(
        found(&index, Reader::Staff, " ", open.clone()),
        ["1", "3", "4"]
    );
    assert_eq!(found(&index, customer("ann"), "", open), ["1", "3"]);
    assert!(found(&index, Reader::Staff, "", Vec::new()).is_empty());
}

#[test]
fn a_customer_learns_nothing_by_filters_for_staff() {
    let index = desk();
    for filter in [
        Filter::HasNote,
        Filter::From("ann".into()),
        Filter::Owner("ann".into()),
        Filter::IsAssigned,
        Filter::AssigneeName("mia".into()),
        Filter::is(Facet::Assignee, "mia"),
        Filter::is(Facet::Team, "one"),
    ] {
        for filter in [filter.clone(), filter.negated()] {
            let found = found(&index, customer("ann"), "lamp", vec![filter.clone()]);
            assert!(found.is_empty(), "{filter:?}");
        }
    }
}

fn facets(index: &SearchIndex, reader: Reader, filters: Vec<Filter>) -> Vec<String> {
    let asked = SearchRequest {
        filters,
        facets: true,
        limit: 1,
        ..request(Kind::Conversation, reader, "lamp")
    };
    let facets = index.search(&asked).unwrap().facets;
    let of_facet = |(facet, values): (Facet, Vec<frontdesk_search::FacetValue>)| {
        values
            .into_iter()
            .map(move |value| format!("{facet:?} {} {}", value.value, value.count))
    };
    facets.into_iter().flat_map(of_facet).collect()
}

#[test]
fn facets_count_all_that_match_the_most_frequent_first() {
    let counted = facets(&desk(), Reader::Staff, Vec::new());
    for expected in [
        "Channel ticket 3",
        "Channel chat 1",
        "Category billing 4",
        "Status open 3",
        "Status closed 1",
        "Tag Urgent 4",
        "Assignee mia 2",
        "Assignee leo 1",
    ] {
        assert!(
            counted.iter().any(|value| value == expected),
            "{expected} in {counted:?}"
        );
    }
    assert_eq!(counted[0], "Channel ticket 3");
}

#[test]
fn a_facet_shows_what_else_could_be_chosen() {
    let counted = facets(
        &desk(),
        Reader::Staff,
        vec![Filter::is(Facet::Status, "closed")],
    );
    for expected in ["Status open 3", "Status closed 1", "Assignee leo 1"] {
        assert!(
            counted.iter().any(|value| value == expected),
            "{expected} in {counted:?}"
        );
    }
    assert!(
        !counted
            .iter()
            .any(|value| value.starts_with("Assignee mia"))
    );
}

#[test]
fn a_customer_sees_counts_of_their_own_and_no_assignees() {
    let counted = facets(&desk(), customer("bob"), Vec::new());
    assert!(counted.contains(&"Status open 1".into()), "{counted:?}");
    let hidden = ["closed", "ticket", "Assignee", "Team"];
    let seen = |value: &String| hidden.iter().any(|hidden| value.contains(hidden));
    assert!(!counted.iter().any(seen), "{counted:?}");
}

#[test]
fn hits_can_be_ordered_by_time() {
    let index = desk();
    let ordered = |sort, offset| {
        let asked = SearchRequest {
            sort,
            offset,
            limit: 2,
            ..request(Kind::Conversation, Reader::Staff, "lamp")
        };
        let results = index.search(&asked).unwrap();
        assert_eq!(results.total, 4);
        ids(&results).join(" ")
    };
    assert_eq!(ordered(Sort::Newest, 0), "4 3");
    assert_eq!(ordered(Sort::Newest, 2), "2 1");
    assert_eq!(ordered(Sort::Oldest, 0), "1 2");
}
