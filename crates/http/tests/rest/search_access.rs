//! Whoever searches finds what they may see, and learns nothing of the rest: not by hits, totals,
//! counts, suggestions, corrections or highlights.

use axum::http::Method;
use serde_json::{Value, json};

use crate::{
    client::{Caller, Server, file},
    search::eventually_found,
};

/// A word that stands only in what customers may not see.
const SECRET: &str = "chargeback";

/// Maya's ticket with a note and a file of the note, an article and a draft, all in the index.
/// Gives the ticket's id.
async fn fill(server: &Server) -> String {
    let (sam, maya) = (server.agent("sam"), server.user("maya"));
    for (question, category, published) in [
        ("How do I return a parcel?", "shipping", true),
        ("Parcel chargeback rules", "internal-rules", false),
    ] {
        let article = json!({
            "question": question, "answer": "Like so.", "category": category,
            "tags": [format!("tag-{category}")], "isPublished": published,
        });
        sam.post("/faq", &article).await.data();
    }
    let ticket = json!({
        "subject": "Parcel is late", "description": "It was promised for Monday.",
        "category": "maya-private", "priority": "urgent",
    });
    let ticket = maya.post("/tickets", &ticket).await.data();
    let path = format!("/tickets/{}", ticket["id"].as_str().unwrap());
    let change = json!({"assignedTo": "sam", "tags": ["vip-only"]});
    sam.json(Method::PATCH, &path, &[], &change).await.data();
    let text = file("chargeback-form.txt", "text/plain", b"the chargeback form");
    let uploaded = sam.upload(&[text]).await.data();
    let note = json!({
        "response": "Looks like a chargeback to me", "internal": true,
        "attachments": [uploaded["cid"]],
    });
    sam.post(&format!("{path}/responses"), &note).await.data();

    for (path, group) in [
        ("/search?q=return", "faq"),
        ("/search?q=rules", "faq"),
        ("/search?q=chargeback&type=tickets", "tickets"),
    ] {
        eventually_found(&sam, path, group).await;
    }
    ticket["id"].as_str().unwrap().to_owned()
}

async fn search(caller: &Caller<'_>, query: &str) -> Value {
    caller.get(&format!("/search?{query}")).await.json()
}

fn values(counts: &Value) -> Vec<(&str, i64)> {
    let counts = counts.as_array().unwrap().iter();
    counts
        .map(|it| (it["value"].as_str().unwrap(), it["count"].as_i64().unwrap()))
        .collect()
}

#[tokio::test]
async fn everyone_finds_what_is_theirs_and_staff_find_all() {
    let server = Server::start().await;
    fill(&server).await;
    let all = "q=parcel&facets=true";

    let anyone = search(&server.anyone(), all).await;
    assert_eq!(anyone["data"]["faq"].as_array().unwrap().len(), 1);
    assert_eq!(anyone["data"]["tickets"], json!([]));
    assert!(anyone["data"].get("chats").is_none());
    assert!(anyone["data"].get("customers").is_none());
    assert_eq!(values(&anyone["facets"]["type"]), [("faq", 1)]);

    let jonas = search(&server.user("jonas"), all).await;
    assert_eq!(jonas["data"]["tickets"], json!([]));
    assert_eq!(jonas["data"]["chats"], json!([]));
    assert!(jonas["data"].get("customers").is_none());
    assert_eq!(jonas["facets"], anyone["facets"]);

    let maya = search(&server.user("maya"), all).await;
    assert_eq!(maya["data"]["tickets"][0]["subject"], "Parcel is late");
    assert!(maya["data"].get("customers").is_none());
    assert_eq!(
        values(&maya["facets"]["type"]),
        [("faq", 1), ("tickets", 1)]
    );
    assert_eq!(values(&maya["facets"]["priority"]), [("urgent", 1)]);
    assert_eq!(
        maya["facets"]["assignee"],
        json!([]),
        "that is staff's business"
    );

    let sam = search(&server.agent("sam"), all).await;
    assert_eq!(sam["data"]["faq"].as_array().unwrap().len(), 2);
    assert_eq!(sam["data"]["tickets"].as_array().unwrap().len(), 1);
    assert_eq!(sam["data"]["customers"], json!([]));
    let assignee = &sam["facets"]["assignee"][0];
    assert_eq!(
        (&assignee["value"], &assignee["label"]),
        (&json!("sam"), &json!("Sam"))
    );
}

#[tokio::test]
async fn customers_are_found_by_staff_alone() {
    let server = Server::start().await;
    fill(&server).await;
    let by_mail = "q=maya%40example.com&type=customers";
    let path = format!("/search?{by_mail}");
    server.user("maya").get(&path).await.fails(403, "forbidden");
    server
        .anyone()
        .get(&path)
        .await
        .fails(401, "unauthenticated");
    let chats = server.anyone().get("/search?q=parcel&type=chats").await;
    chats.fails(401, "unauthenticated");
}

#[tokio::test]
async fn nothing_of_a_note_a_draft_or_another_person_is_told() {
    let server = Server::start().await;
    fill(&server).await;
    for caller in [server.anyone(), server.user("jonas"), server.user("maya")] {
        for query in ["chargebac", "chargebakc", "charge", "internal", "rule"] {
            let found = search(&caller, &format!("q={query}&facets=true")).await;
            let suggested = caller.get(&format!("/search/suggest?q={query}")).await;
            let told = format!("{found}{}", suggested.data());
            assert!(!told.contains(SECRET), "{query}: {told}");
            assert!(!told.contains("internal-rules"), "{query}: {told}");
        }
    }
    for query in ["chargeback", "looks"] {
        let found = search(&server.user("maya"), &format!("q={query}&facets=true")).await;
        assert_eq!(found["data"]["tickets"], json!([]), "{query}");
        assert_eq!(found["facets"]["type"], json!([]), "{query}");
        assert_eq!(found["page"]["next"], Value::Null);
    }
    let jonas = server.user("jonas");
    for query in ["late", "promised", "maya", "example.com", "sam"] {
        let found = search(&jonas, &format!("q={query}&facets=true")).await;
        assert_eq!(
            found["data"],
            json!({"faq": [], "tickets": [], "chats": []}),
            "{query}"
        );
        assert_eq!(found["facets"]["type"], json!([]), "{query}");
    }
}

#[tokio::test]
async fn a_filter_on_what_one_may_not_see_finds_nothing() {
    let server = Server::start().await;
    fill(&server).await;
    let maya = server.user("maya");
    for filter in [
        "assignee=sam",
        "assignee=nobody",
        "status=closed",
        "tag=other",
    ] {
        let found = search(&maya, &format!("q=parcel&{filter}")).await;
        assert_eq!(
            found["data"],
            json!({"faq": [], "tickets": [], "chats": []}),
            "{filter}"
        );
    }
    let found = search(&server.agent("sam"), "q=parcel&assignee=sam").await;
    assert_eq!(found["data"]["tickets"].as_array().unwrap().len(), 1);
    assert_eq!(
        found["data"]["faq"],
        json!([]),
        "articles are assigned to nobody"
    );
}

#[tokio::test]
async fn staff_are_told_where_the_words_stand() {
    let server = Server::start().await;
    fill(&server).await;
    let sam = server.agent("sam");
    let place = async |query: &str, group: &str| {
        let found = search(&sam, query).await;
        let highlight = &found["data"][group][0]["highlight"];
        assert!(highlight.to_string().contains("<mark>"), "{query}: {found}");
        highlight["place"].as_str().unwrap().to_owned()
    };
    assert_eq!(place("q=looks&type=tickets", "tickets").await, "note");
    assert_eq!(place("q=promised&type=tickets", "tickets").await, "message");
    assert_eq!(place("q=late&type=tickets", "tickets").await, "title");
}

#[tokio::test]
async fn a_ticket_that_changes_hands_or_ends_is_shown_as_it_is() {
    let server = Server::start().await;
    let id = fill(&server).await;
    let (sam, maya) = (server.agent("sam"), server.user("maya"));
    let change = json!({"status": "resolved"});
    let path = format!("/tickets/{id}");
    sam.json(Method::PATCH, &path, &[], &change).await.data();
    eventually_found(
        &sam,
        "/search?q=parcel&type=tickets&status=resolved",
        "tickets",
    )
    .await;
    let open = search(&maya, "q=parcel&type=tickets&status=open").await;
    assert_eq!(open["data"]["tickets"], json!([]));
    let counted = search(&maya, "q=parcel&type=tickets&status=open&facets=true").await;
    assert_eq!(
        values(&counted["facets"]["status"]),
        [("resolved", 1)],
        "one sees what else could be chosen"
    );
}

#[tokio::test]
async fn results_come_by_relevance_or_time_page_by_page() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let mut made = Vec::new();
    for subject in [
        "Parcel",
        "A parcel, and much else beside it",
        "Parcel parcel parcel",
    ] {
        server.kit.clock.advance(std::time::Duration::from_secs(60));
        let ticket = json!({"subject": subject, "description": "Please look."});
        made.push(maya.post("/tickets", &ticket).await.data()["id"].clone());
        let path = format!("/search?q=parcel&type=tickets&limit={}", made.len());
        for _ in 0..400 {
            let found = maya.get(&path).await.data();
            if found["tickets"].as_array().unwrap().len() == made.len() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    }
    for (sort, expected) in [("newest", [2, 1, 0]), ("oldest", [0, 1, 2])] {
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let query = format!("q=parcel&type=tickets&sort={sort}&limit=1{cursor}");
            let page = search(&maya, &query).await;
            let tickets = page["data"]["tickets"].as_array().unwrap();
            seen.extend(tickets.iter().map(|ticket| ticket["id"].clone()));
            match page["page"]["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        let expected: Vec<_> = expected
            .iter()
            .map(|place: &usize| made[*place].clone())
            .collect();
        assert_eq!(seen, expected, "{sort}");
    }
}
