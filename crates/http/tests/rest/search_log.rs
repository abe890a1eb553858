//! What is remembered of searches: what was opened, what it tells, and what it must not hold.

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};

use crate::{
    client::{Caller, Server},
    search::eventually_found,
};

/// An article about parcels that can be found; gives its id.
async fn parcel_article(server: &Server) -> String {
    let article = json!({
        "question": "How do I return a parcel?", "answer": "Print the label.", "isPublished": true,
    });
    let id = server.agent("sam").post("/faq", &article).await.data()["id"].clone();
    eventually_found(&server.anyone(), "/search?q=parcel&surface=widget", "faq").await;
    id.as_str().unwrap().to_owned()
}

async fn search(caller: &Caller<'_>, query: &str) -> Value {
    caller.get(&format!("/search?{query}")).await.json()
}

async fn analytics(server: &Server) -> Value {
    let sam = server.agent("sam");
    sam.get("/search/analytics?surface=portal").await.data()
}

fn queries(list: &Value) -> Vec<(&str, i64)> {
    let rows = list.as_array().unwrap().iter();
    rows.map(|row| {
        (
            row["query"].as_str().unwrap(),
            row["searches"].as_i64().unwrap(),
        )
    })
    .collect()
}

#[tokio::test]
async fn analytics_tell_what_was_asked_found_and_opened() {
    let server = Server::start().await;
    let article = parcel_article(&server).await;
    let anyone = server.anyone();
    let first = search(&anyone, "q=Return+a+parcel%3F").await;
    search(&anyone, "q=return+a+parcel").await;
    search(&anyone, "q=zeppelin").await;
    search(&anyone, "q=zeppelin").await;
    search(&anyone, "q=how+to+return+a+parcel").await;
    let click = json!({"searchId": first["searchId"], "type": "faq", "id": article, "rank": 1});
    anyone.post("/search/click", &click).await.data();

    let seen = analytics(&server).await;
    assert_eq!(seen["totals"]["searches"], 5);
    assert_eq!(seen["totals"]["withoutResult"], 2);
    assert_eq!(seen["totals"]["withoutClick"], 2);
    assert_eq!(seen["totals"]["unanswered"], 2);
    assert_eq!(seen["totals"]["clicked"], 1);
    assert_eq!(seen["totals"]["clickThrough"], 0.2);
    assert_eq!(seen["totals"]["meanRank"], 1.0);
    assert_eq!(seen["previous"]["searches"], 0);
    assert_eq!(
        queries(&seen["topQueries"]),
        [
            ("return a parcel", 2),
            ("zeppelin", 2),
            ("how to return a parcel", 1)
        ]
    );
    assert_eq!(queries(&seen["withoutResult"]), [("zeppelin", 2)]);
    assert_eq!(
        queries(&seen["withoutClick"]),
        [("how to return a parcel", 1)]
    );
    assert_eq!(queries(&seen["unanswered"]), [("zeppelin", 2)]);
    let answering = &seen["articles"][0];
    assert_eq!(answering["id"], article.as_str());
    assert_eq!(answering["question"], "How do I return a parcel?");
    assert_eq!(
        (&answering["shown"], &answering["clicked"]),
        (&json!(3), &json!(1))
    );
    let days = seen["perDay"].as_array().unwrap();
    assert_eq!(days.len(), 31, "30 days, the first and the last in part");
    assert_eq!(days[30]["searches"], 5);
    assert_eq!(days[0]["searches"], 0);
}

#[tokio::test]
async fn what_is_typed_on_one_page_is_one_search() {
    let server = Server::start().await;
    parcel_article(&server).await;
    let anyone = server.anyone();
    let mut ids = Vec::new();
    for typed in ["par", "parc", "parcel"] {
        let path = format!("/search/suggest?q={typed}&visit=page-1");
        ids.push(anyone.get(&path).await.data()["searchId"].clone());
    }
    let full = search(&anyone, "q=parcel+return&visit=page-1").await;
    ids.push(full["searchId"].clone());
    assert!(
        ids[0].is_string() && ids.iter().all(|id| *id == ids[0]),
        "{ids:?}"
    );
    search(&anyone, "q=parcel&visit=page-2").await;
    let seen = analytics(&server).await;
    assert_eq!(
        queries(&seen["topQueries"]),
        [("parcel", 1), ("parcel return", 1)]
    );
}

#[tokio::test]
async fn key_strokes_without_a_page_are_not_logged_and_neither_are_searches_of_tickets() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let typed = maya.get("/search/suggest?q=parcel").await.data();
    assert_eq!(typed["searchId"], Value::Null);
    let tickets = search(&maya, "q=parcel&type=tickets").await;
    assert_eq!(tickets["searchId"], Value::Null);
    let seen = analytics(&server).await;
    assert_eq!(seen["totals"]["searches"], 0);
}

#[tokio::test]
async fn a_further_page_of_results_is_the_same_search() {
    let server = Server::start().await;
    parcel_article(&server).await;
    let article = json!({"question": "Parcel sizes", "answer": "S, M, L", "isPublished": true});
    server.agent("sam").post("/faq", &article).await.data();
    eventually_found(&server.anyone(), "/search?q=sizes&surface=widget", "faq").await;
    let anyone = server.anyone();
    let first = search(&anyone, "q=parcel&limit=1&visit=page").await;
    let next = first["page"]["next"].as_str().unwrap();
    let second = search(
        &anyone,
        &format!("q=parcel&limit=1&visit=page&cursor={next}"),
    )
    .await;
    assert_eq!(second["searchId"], first["searchId"]);
    assert_eq!(analytics(&server).await["totals"]["searches"], 1);
}

#[tokio::test]
async fn the_log_holds_no_personal_data() {
    let server = Server::start().await;
    let maya = server.user("maya");
    for query in [
        "q=invoice+of+maya.huber%40example.com",
        "q=charged+4111+1111+1111+1111+twice",
        "q=call+%2B49+30+1234567",
        "q=see+https%3A%2F%2Fshop.example.com%2F%3Ftoken%3Dabc",
        "q=orders+of+Maya",
    ] {
        search(&maya, query).await;
    }
    let seen = analytics(&server).await;
    let mut asked: Vec<_> = queries(&seen["topQueries"])
        .into_iter()
        .map(|row| row.0)
        .collect();
    asked.sort_unstable();
    assert_eq!(
        asked,
        [
            "call +[number]",
            "charged [number] twice",
            "invoice of [email]",
            "orders of [name]",
            "see [link]",
        ]
    );
}

#[tokio::test]
async fn a_click_names_a_search_of_the_log_and_an_article_that_is_there() {
    let server = Server::start().await;
    let article = parcel_article(&server).await;
    let anyone = server.anyone();
    let found = search(&anyone, "q=parcel").await;
    let unknown = "00000000-0000-7000-8000-000000000000";
    for (search, id) in [
        (&json!(unknown), article.as_str()),
        (&found["searchId"], unknown),
        (&found["searchId"], "nonsense"),
    ] {
        let click = json!({"searchId": search, "type": "faq", "id": id, "rank": 1});
        anyone
            .post("/search/click", &click)
            .await
            .fails(404, "not-found");
    }
    let click = json!({"searchId": found["searchId"], "type": "faq", "id": article, "rank": 0});
    let answer = anyone.post("/search/click", &click).await;
    answer.fails(400, "invalid-input");
    assert_eq!(answer.failed_fields(), ["rank"]);
    let seen = analytics(&server).await;
    assert_eq!(
        seen["totals"]["searches"], 1,
        "a refused click loses nothing"
    );
    assert_eq!(seen["totals"]["clicked"], 0);
}

#[tokio::test]
async fn of_a_ticket_that_is_opened_only_the_place_is_remembered() {
    let server = Server::start().await;
    let maya = server.user("maya");
    let found = search(&maya, "q=parcel").await;
    let click = json!({"searchId": found["searchId"], "type": "tickets", "id": "any", "rank": 3});
    server.anyone().post("/search/click", &click).await.data();
    let seen = analytics(&server).await;
    assert_eq!(seen["totals"]["meanRank"], 3.0);
    assert_eq!(seen["articles"], json!([]));
}

#[tokio::test]
async fn only_staff_see_analytics_and_a_time_must_be_one() {
    let server = Server::start().await;
    let path = "/search/analytics";
    server
        .anyone()
        .get(path)
        .await
        .fails(401, "unauthenticated");
    server.user("maya").get(path).await.fails(403, "forbidden");
    let sam = server.agent("sam");
    for (query, field) in [
        ("from=yesterday", "from"),
        ("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "from"),
        ("from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z", "from"),
        ("language=klingon", "language"),
        ("surface=moon", "surface"),
    ] {
        let answer = sam.get(&format!("{path}?{query}")).await;
        answer.fails(400, "invalid-input");
        assert_eq!(answer.failed_fields(), [field], "{query}");
    }
}

#[tokio::test]
async fn searches_are_forgotten_when_their_time_is_over() {
    let server = Server::start().await;
    search(&server.anyone(), "q=parcel").await;
    assert_eq!(analytics(&server).await["totals"]["searches"], 1);
    server
        .kit
        .clock
        .advance(Duration::from_secs(91 * 24 * 3_600));
    server.kit.desk.forget_old_searches().await.unwrap();
    let period = "/search/analytics?from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z";
    let seen = server.agent("sam").get(period).await.data();
    assert_eq!(seen["totals"]["searches"], 0);
}

#[tokio::test]
async fn an_operator_may_have_nothing_logged() {
    let server = Server::with(
        |config| config.search_log = None,
        frontdesk_http::HttpOptions::default(),
    )
    .await;
    let found = search(&server.anyone(), "q=parcel&visit=page").await;
    assert_eq!(found["searchId"], Value::Null);
    assert_eq!(analytics(&server).await["totals"]["searches"], 0);
}

#[tokio::test]
async fn synonyms_are_made_changed_and_removed_by_admins_and_audited() {
    let server = Server::start().await;
    let (ada, sam) = (server.admin("ada"), server.agent("sam"));
    let path = "/search/synonyms";
    let group = json!({"kind": "two-way", "terms": ["Sign in", "log in", "log  in"]});
    let made = ada.post(path, &group).await;
    assert_eq!(made.status, 201);
    let made = made.data();
    assert_eq!(made["terms"], json!(["sign in", "log in"]));
    let one = format!("{path}/{}", made["id"].as_str().unwrap());

    assert_eq!(sam.get(path).await.data().as_array().unwrap().len(), 1);
    let oneway =
        json!({"kind": "one-way", "from": "tv", "terms": ["television"], "language": "en"});
    for refused in [
        sam.post(path, &group).await,
        sam.json(Method::PUT, &one, &[], &oneway).await,
        sam.delete(&one).await,
        server.user("maya").get(path).await,
    ] {
        refused.fails(403, "forbidden");
    }
    let changed = ada.json(Method::PUT, &one, &[], &oneway).await.data();
    assert_eq!(
        (&changed["from"], &changed["language"]),
        (&json!("tv"), &json!("en"))
    );
    let bad = json!({"kind": "one-way", "terms": ["x"], "language": "en"});
    let answer = ada.post(path, &bad).await;
    answer.fails(400, "invalid-input");
    assert_eq!(answer.failed_fields(), ["from"]);

    ada.delete(&one).await.data();
    ada.delete(&one).await.fails(404, "not-found");
    assert_eq!(sam.get(path).await.data(), json!([]));
    let audit = ada.get("/audit?action=synonym").await.data();
    let actions: Vec<_> = audit
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| &entry["action"])
        .collect();
    assert_eq!(
        actions,
        ["synonym.delete", "synonym.update", "synonym.create"]
    );
}

#[tokio::test]
async fn an_article_has_a_language_or_leaves_it_to_its_words() {
    let server = Server::start().await;
    let sam = server.agent("sam");
    let mut article = json!({"question": "Wo ist mein Paket?", "answer": "Im Lager."});
    let made = sam.post("/faq", &article).await.data();
    assert_eq!(made["language"], Value::Null);
    article["language"] = json!("de");
    let path = format!("/faq/{}", made["id"].as_str().unwrap());
    let changed = sam.json(Method::PUT, &path, &[], &article).await.data();
    assert_eq!(changed["language"], "de");
    article["language"] = json!("klingon");
    let answer = sam.json(Method::PUT, &path, &[], &article).await;
    answer.fails(400, "invalid-input");
    assert_eq!(answer.failed_fields(), ["language"]);
}

#[tokio::test]
async fn a_synonym_holds_from_the_next_search_on() {
    let server = Server::start().await;
    parcel_article(&server).await;
    let anyone = server.anyone();
    assert_eq!(
        search(&anyone, "q=consignment").await["data"]["faq"],
        json!([])
    );
    let group = json!({"kind": "two-way", "terms": ["parcel", "consignment"]});
    let ada = server.admin("ada");
    let made = ada.post("/search/synonyms", &group).await.data();
    let found = search(&anyone, "q=consignment").await;
    assert_eq!(found["data"]["faq"].as_array().unwrap().len(), 1);
    let path = format!("/search/synonyms/{}", made["id"].as_str().unwrap());
    ada.delete(&path).await.data();
    assert_eq!(
        search(&anyone, "q=consignment").await["data"]["faq"],
        json!([])
    );
}

#[tokio::test]
async fn a_query_by_which_several_found_an_article_is_offered_to_others() {
    let server = Server::start().await;
    let article = parcel_article(&server).await;
    let anyone = server.anyone();
    for visits in 1..=3 {
        let found = search(&anyone, "q=return+parcel+label").await;
        let click = json!({"searchId": found["searchId"], "type": "faq", "id": article, "rank": 1});
        anyone.post("/search/click", &click).await.data();
        server.kit.desk.refresh_popular_queries().await.unwrap();
        let offered = anyone.get("/search/suggest?q=return+par").await.data();
        let offered = offered["completions"].as_array().unwrap();
        assert_eq!(
            offered.contains(&json!("return parcel label")),
            visits == 3,
            "{visits}: {offered:?}"
        );
    }
}

#[tokio::test]
async fn filters_are_offered_to_staff_and_narrow_what_is_found() {
    let server = Server::start().await;
    let maya = server.user("maya");
    for (subject, priority) in [("Parcel one", "urgent"), ("Parcel two", "low")] {
        let ticket = json!({"subject": subject, "description": "Where?", "priority": priority});
        maya.post("/tickets", &ticket).await.data();
    }
    let found = search(&maya, "q=parcel+priority:urgent&type=tickets").await;
    let tickets = found["data"]["tickets"].as_array().unwrap();
    assert_eq!(tickets.len(), 1, "{found}");
    assert_eq!(tickets[0]["subject"], "Parcel one");
    let found = search(&maya, "q=parcel+-two&type=tickets").await;
    assert_eq!(found["data"]["tickets"].as_array().unwrap().len(), 1);
    let path = "/search/suggest?q=parcel+prio";
    let offered = server.agent("sam").get(path).await.data();
    assert_eq!(offered["filters"][0]["text"], "priority:");
    assert_eq!(maya.get(path).await.data()["filters"], json!([]));
}
