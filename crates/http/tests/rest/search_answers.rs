//! Whether an article answers: said only where it is likely, so that a page may offer articles
//! in the place of a person; and what is made of it in the log.

use serde_json::{Value, json};

use crate::{
    client::{Caller, Server},
    search::eventually_found,
};

/// Questions that the articles below answer, in other words than theirs.
const ANSWERED: [&str; 4] = [
    "How do I return a parcel?",
    "how can i reset my pasword",
    "where do I find the invoice of my order",
    "how long does delivery abroad take",
];

/// Questions that share words with the articles, and that none of them answers.
const UNANSWERED: [&str; 4] = [
    "does your company sponsor a football club in my town",
    "I want to sell my old order book",
    "your driver was rude about my address",
    "zeppelin",
];

async fn fill(server: &Server) {
    let sam = server.agent("sam");
    for (question, answer) in [
        (
            "How do I return a parcel?",
            "Print the return label from your account and hand the parcel in at any post office.",
        ),
        (
            "How do I reset my password?",
            "Choose “Forgot password” and enter the e-mail address of your account.",
        ),
        (
            "Where do I find my invoice?",
            "Every order in your account has its invoice to download, as PDF.",
        ),
        (
            "How long does delivery take?",
            "Two to four working days within the country, and up to ten days abroad.",
        ),
        (
            "Can I pay by gift card?",
            "Enter the code of the gift card at the checkout. What is left stays on the card.",
        ),
        (
            "How do I change the address of an order?",
            "Under “My orders”, as long as it has not left the warehouse.",
        ),
    ] {
        let article = json!({"question": question, "answer": answer, "isPublished": true});
        sam.post("/faq", &article).await.data();
    }
    eventually_found(
        &server.anyone(),
        "/search?q=warehouse&surface=widget",
        "faq",
    )
    .await;
}

fn path(of: &str, query: &str) -> String {
    format!("{of}?q={}", query.replace(' ', "+").replace('?', "%3F"))
}

async fn search(caller: &Caller<'_>, query: &str) -> Value {
    caller.get(&path("/search", query)).await.json()
}

#[tokio::test]
async fn a_question_that_an_article_answers_is_told_from_one_that_shares_its_words() {
    let server = Server::start().await;
    fill(&server).await;
    let anyone = server.anyone();
    for (questions, expected) in [(ANSWERED, true), (UNANSWERED, false)] {
        for question in questions {
            let found = search(&anyone, question).await;
            assert_eq!(found["answered"], expected, "{question}: {found}");
            let suggested = anyone.get(&path("/search/suggest", question)).await.data();
            assert_eq!(suggested["answered"], expected, "{question}: {suggested}");
        }
    }
    let weak = search(&anyone, UNANSWERED[1]).await;
    assert_ne!(weak["data"]["faq"], json!([]), "it shares words with some");
}

#[tokio::test]
async fn the_order_of_the_results_does_not_change_whether_one_answers() {
    let server = Server::start().await;
    fill(&server).await;
    let anyone = server.anyone();
    for (question, expected) in [(ANSWERED[0], true), (UNANSWERED[0], false)] {
        for sort in ["newest", "oldest"] {
            let path = format!("{}&sort={sort}", path("/search", question));
            let found = anyone.get(&path).await.json();
            assert_eq!(found["answered"], expected, "{path}");
        }
    }
    let all = anyone.get("/search?q=type%3Aarticle&limit=3").await.json();
    assert_eq!(all["answered"], true, "nothing was asked in words");
    let next = all["page"]["next"].as_str().unwrap();
    let more = anyone
        .get(&format!("/search?q=type%3Aarticle&limit=3&cursor={next}"))
        .await
        .json();
    assert_eq!(more["data"]["faq"].as_array().unwrap().len(), 3);
    let tickets = server
        .user("maya")
        .get("/search?q=zeppelin&type=tickets")
        .await;
    assert_eq!(
        tickets.json()["answered"],
        true,
        "no article was looked for"
    );
}

#[tokio::test]
async fn the_log_counts_what_nothing_answers_though_something_was_found() {
    let server = Server::start().await;
    fill(&server).await;
    let anyone = server.anyone();
    for question in ANSWERED.into_iter().chain(UNANSWERED) {
        search(&anyone, question).await;
    }
    let path = "/search/analytics?surface=portal";
    let seen = server.agent("sam").get(path).await.data();
    assert_eq!(seen["totals"]["unanswered"], 4);
    assert_eq!(seen["totals"]["withoutResult"], 1);
    let unanswered = seen["unanswered"].as_array().unwrap().iter();
    let mut unanswered: Vec<_> = unanswered
        .map(|row| row["query"].as_str().unwrap())
        .collect();
    unanswered.sort_unstable();
    let mut expected = UNANSWERED.map(str::to_lowercase);
    expected.sort_unstable();
    assert_eq!(unanswered, expected);
}

#[tokio::test]
async fn the_log_knows_the_language_of_what_was_asked() {
    let server = Server::start().await;
    fill(&server).await;
    let article = json!({
        "question": "Wo ist mein Paket?", "isPublished": true,
        "answer": "Die Nummer der Sendung steht in der Nachricht, die Sie von uns haben.",
    });
    server.agent("sam").post("/faq", &article).await.data();
    let anyone = server.anyone();
    eventually_found(&anyone, "/search?q=Paket&surface=widget", "faq").await;
    for question in [
        "wo ist mein paket",
        "paket sendung",
        "how do I return a parcel",
        "zeppelin",
    ] {
        search(&anyone, question).await;
    }
    let sam = server.agent("sam");
    let seen = sam.get("/search/analytics?surface=portal").await.data();
    let languages = seen["languages"].as_array().unwrap();
    let count = |language: Value| {
        let mut counts = languages.iter();
        let found = counts.find(|it| it["language"] == language);
        found.map_or(0, |it| it["searches"].as_i64().unwrap())
    };
    assert_eq!(count(json!("de")), 2, "{languages:?}");
    assert_eq!(count(json!("en")), 1, "{languages:?}");
    assert_eq!(count(Value::Null), 1, "{languages:?}");
    let german = sam
        .get("/search/analytics?surface=portal&language=de")
        .await
        .data();
    assert_eq!(german["totals"]["searches"], 2);
}

#[tokio::test]
async fn a_misspelt_query_is_corrected_on_the_first_page_unless_it_is_known_as_it_stands() {
    let server = Server::start().await;
    fill(&server).await;
    let anyone = server.anyone();
    let found = search(&anyone, "adress of my ordr").await;
    assert_eq!(found["didYouMean"], "address of my order");
    assert_eq!(
        search(&anyone, "address order").await["didYouMean"],
        Value::Null
    );
    assert_eq!(search(&anyone, "xqzvk").await["didYouMean"], Value::Null);

    let first = anyone.get("/search?q=adress+ordr&limit=1").await.json();
    assert_eq!(first["didYouMean"], "address order");
    let next = first["page"]["next"].as_str().unwrap();
    let path = format!("/search?q=adress+ordr&limit=1&cursor={next}");
    assert_eq!(anyone.get(&path).await.json()["didYouMean"], Value::Null);

    // Who calls it so themselves, means it.
    let maya = server.user("maya");
    let ticket = json!({"subject": "My pasword", "description": "It is gone."});
    maya.post("/tickets", &ticket).await.data();
    assert_eq!(search(&maya, "pasword").await["didYouMean"], Value::Null);
    assert_eq!(search(&anyone, "pasword").await["didYouMean"], "password");
}

#[tokio::test]
async fn by_time_all_words_of_content_count() {
    let server = Server::start().await;
    let maya = server.user("maya");
    for subject in [
        "The blue lamp flickers",
        "My lamp is broken",
        "A blue carpet",
        "The lamp, which is blue, is lost",
    ] {
        server.kit.clock.advance(std::time::Duration::from_secs(60));
        let ticket = json!({"subject": subject, "description": "Please look."});
        maya.post("/tickets", &ticket).await.data();
    }
    let subjects = async |query: &str| {
        let path = format!("{}&type=tickets&sort=newest", path("/search", query));
        let found = maya.get(&path).await.data();
        let tickets = found["tickets"].as_array().unwrap().iter();
        let subjects = tickets.map(|ticket| ticket["subject"].as_str().unwrap().to_owned());
        subjects.collect::<Vec<_>>()
    };
    let both = ["The lamp, which is blue, is lost", "The blue lamp flickers"];
    assert_eq!(subjects("where is the blue lamp").await, both);
    assert_eq!(subjects("bleu lapm").await, both, "misspelt, too");
    assert_eq!(
        subjects("blue carpet lamp").await.len(),
        3,
        "where no ticket has all, those with most"
    );
    assert_eq!(subjects("carpet flickers").await.len(), 2);
}
