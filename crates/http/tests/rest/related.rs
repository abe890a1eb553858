//! Articles that go with one.

use frontdesk_model::article::RELATED_MAX;
use serde_json::{Value, json};

use crate::{
    client::{Caller, Server},
    search::eventually_found,
};

async fn publish(server: &Server, question: &str, category: &str) -> Value {
    article(
        server,
        json!({"question": question, "category": category, "isPublished": true}),
    )
    .await
}

async fn article(server: &Server, mut article: Value) -> Value {
    article["answer"] = json!("Like so.");
    server.agent("sam").post("/faq", &article).await.data()
}

async fn questions(caller: &Caller<'_>, article: &Value) -> Vec<String> {
    let path = format!("/faq/{}/related", article["id"].as_str().unwrap());
    let related = caller.get(&path).await.data();
    let questions = related.as_array().unwrap().iter();
    questions
        .map(|one| one["question"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn what_is_alike_comes_first_then_what_its_category_reads() {
    let server = Server::start().await;
    let tyre = publish(&server, "How do I change a bicycle tyre?", "repair").await;
    publish(&server, "Which bicycle tyre fits?", "parts").await;
    publish(&server, "How do I patch a bicycle tyre?", "repair").await;
    publish(&server, "Opening hours of the workshop", "repair").await;
    publish(&server, "Paying by invoice", "billing").await;
    let draft = json!({"question": "A secret bicycle tyre", "category": "repair"});
    article(&server, draft).await;
    eventually_found(&server.agent("sam"), "/search?q=secret", "faq").await;
    let expected = [
        "How do I patch a bicycle tyre?",
        "Which bicycle tyre fits?",
        "Opening hours of the workshop",
    ];
    assert_eq!(questions(&server.anyone(), &tyre).await, expected);
    assert_eq!(questions(&server.agent("sam"), &tyre).await, expected);
}

#[tokio::test]
async fn another_language_is_not_for_its_readers() {
    let server = Server::start().await;
    let written = |question: &str, language: &str| {
        json!({
            "question": question, "category": "repair", "isPublished": true, "language": language,
        })
    };
    let english = article(&server, written("Bicycle tyre", "en")).await;
    article(&server, written("Bicycle tyre wechseln", "de")).await;
    publish(&server, "Bicycle bell", "repair").await;
    eventually_found(&server.anyone(), "/search?q=bell", "faq").await;
    assert_eq!(
        questions(&server.anyone(), &english).await,
        ["Bicycle bell"]
    );
}

#[tokio::test]
async fn there_are_only_so_many_and_no_view_is_counted() {
    let server = Server::start().await;
    let mut first = Value::Null;
    for n in 0..RELATED_MAX + 2 {
        first = publish(&server, &format!("Bicycle question {n}"), "repair").await;
    }
    assert_eq!(questions(&server.anyone(), &first).await.len(), RELATED_MAX);
    let path = format!("/faq/{}", first["slug"].as_str().unwrap());
    let related = server.anyone().get(&format!("{path}/related")).await.data();
    assert_eq!(related.as_array().unwrap().len(), RELATED_MAX);
    assert!(related[0].get("answer").is_none());
    assert_eq!(server.agent("sam").get(&path).await.data()["views"], 0);
}

#[tokio::test]
async fn a_draft_has_related_articles_for_staff_alone() {
    let server = Server::start().await;
    let draft = json!({"question": "Draft", "category": "repair"});
    let draft = article(&server, draft).await;
    let path = format!("/faq/{}/related", draft["id"].as_str().unwrap());
    server.anyone().get(&path).await.fails(404, "not-found");
    assert_eq!(server.agent("sam").get(&path).await.data(), json!([]));
    let nobody = server.anyone().get("/faq/no-such/related").await;
    nobody.fails(404, "not-found");
}
