//! The web app's own addresses. What the embedded files are depends on the
//! build, so this holds with and without them.

use axum::{
    body::Body,
    http::{Method, Request},
};

use crate::client::{Answer, Server};

async fn fetch(server: &Server, method: Method, path: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .body(Body::empty())
        .unwrap();
    server.send(request).await
}

#[tokio::test]
async fn a_page_is_html_under_the_apps_policy() {
    let server = Server::start().await;
    for path in ["/", "/console", "/console/tickets/17"] {
        let answer = fetch(&server, Method::GET, path).await;
        assert!([200, 503].contains(&answer.status.as_u16()), "{path}");
        assert!(answer.header("content-type").starts_with("text/html"));
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("script-src 'self';"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        if answer.status == 503 {
            assert!(answer.text().contains("make build"));
        }
    }
}

#[tokio::test]
async fn a_missing_file_is_a_404_and_no_page() {
    let server = Server::start().await;
    for path in ["/assets/gone-3f2a.js", "/socket.io/", "/metrics"] {
        fetch(&server, Method::GET, path)
            .await
            .fails(404, "not-found");
    }
}

#[tokio::test]
async fn a_page_takes_no_writes() {
    let server = Server::start().await;
    let answer = fetch(&server, Method::POST, "/console").await;
    answer.fails(405, "method-not-allowed");
    assert_eq!(answer.header("allow"), "GET, HEAD");
}

/// A published article, and its slug.
async fn article(server: &Server, question: &str, answer: &str) -> String {
    let topic = serde_json::json!({"name": "Orders"});
    server.agent("sam").post("/categories", &topic).await.data();
    let body = serde_json::json!({
        "question": question, "answer": answer, "isPublished": true, "language": "de",
        "category": "orders",
    });
    let made = server.agent("sam").post("/faq", &body).await.data();
    made["slug"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_articles_page_has_its_words_before_any_script_runs() {
    let server = Server::start().await;
    let slug = article(
        &server,
        "Geld <zurück>?",
        "# So\n\nIn **5** Tagen. <b>x</b>",
    )
    .await;
    let path = format!("/help/{slug}");
    let answer = fetch(&server, Method::GET, &path).await;
    if answer.status == 503 {
        return assert!(answer.text().contains("make build"));
    }
    assert_eq!(answer.status, 200);
    let html = answer.text();
    for part in [
        "<html lang=\"de\" dir=\"ltr\">",
        "<title>Geld &lt;zurück&gt;? – ",
        "<meta name=\"description\" content=\"So In 5 Tagen.",
        "<h2 id=\"h-so\">So</h2>",
        "\"@type\":\"BreadcrumbList\"",
        "\"name\":\"Orders\"",
        "<nav aria-label=\"Pfad\">",
        "<strong>5</strong>",
        "&lt;b&gt;x",
        "<script type=\"application/ld+json\">",
        "id=\"page-data\"",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("script-src 'self';"), "{policy}");
    // It is not sent again, and reading it this way counts as no view.
    let request = Request::builder()
        .uri(&path)
        .header("if-none-match", answer.header("etag"))
        .body(Body::empty())
        .unwrap();
    assert_eq!(server.send(request).await.status, 304);
    let read = server.agent("sam").get(&format!("/faq/{slug}")).await;
    assert_eq!(read.data()["views"], 0);
}

#[tokio::test]
async fn a_longer_article_has_a_table_of_contents_in_its_own_language() {
    let server = Server::start().await;
    let text =
        "[last](#das-dritte)\n\n## Das erste\n\na\n\n## Das zweite\n\nb\n\n### Das dritte\n\nc";
    let slug = article(&server, "Wie geht das?", text).await;
    let answer = fetch(&server, Method::GET, &format!("/help/{slug}")).await;
    if answer.status == 503 {
        return assert!(answer.text().contains("make build"));
    }
    let html = answer.text();
    for part in [
        "<summary>Auf dieser Seite</summary>",
        "<li data-level=\"3\"><a href=\"#h-das-dritte\">Das dritte</a></li>",
        "<a href=\"#h-das-dritte\">last</a>",
        "<h3 id=\"h-das-dritte\">Das dritte</h3>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[tokio::test]
async fn topics_and_the_front_page_name_their_articles() {
    let server = Server::start().await;
    let slug = article(&server, "Where is my parcel?", "On its way.").await;
    for path in ["/", "/categories/orders"] {
        let answer = fetch(&server, Method::GET, path).await;
        if answer.status == 503 {
            return assert!(answer.text().contains("make build"));
        }
        assert_eq!(answer.status, 200, "{path}");
        let link = format!("<a href=\"/help/{slug}\">Where is my parcel?</a>");
        assert!(answer.text().contains(&link), "{path}");
    }
}

#[tokio::test]
async fn drafts_and_what_is_not_there_are_missing_pages() {
    let server = Server::start().await;
    let draft = serde_json::json!({"question": "Secret?", "answer": "Yes."});
    let draft = server.agent("sam").post("/faq", &draft).await.data();
    let draft = format!("/help/{}", draft["slug"].as_str().unwrap());
    for path in [draft.as_str(), "/help/no-such", "/categories/no-such"] {
        let answer = fetch(&server, Method::GET, path).await;
        if answer.status == 503 {
            return assert!(answer.text().contains("make build"));
        }
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.header("content-type").starts_with("text/html"));
        assert!(!answer.text().contains("Secret"));
    }
}

#[tokio::test]
async fn an_article_has_one_address() {
    let server = Server::start().await;
    let slug = article(&server, "Where is my parcel?", "On its way.").await;
    let read = server.agent("sam").get(&format!("/faq/{slug}")).await;
    let by_id = format!("/help/{}", crate::client::id(&read.data()));
    let answer = fetch(&server, Method::GET, &by_id).await;
    assert_eq!(answer.status, 308);
    assert_eq!(answer.header("location"), format!("/help/{slug}"));
}

#[tokio::test]
async fn search_engines_are_told_what_there_is() {
    let server = Server::start().await;
    let slug = article(&server, "Where is my parcel?", "On its way.").await;
    let draft = serde_json::json!({"question": "Secret?", "answer": "Yes."});
    server.agent("sam").post("/faq", &draft).await.data();
    let map = fetch(&server, Method::GET, "/sitemap.xml").await;
    assert_eq!(map.header("content-type"), "application/xml; charset=utf-8");
    let xml = map.text();
    assert!(
        xml.contains(&format!("http://localhost:3001/help/{slug}</loc>")),
        "{xml}"
    );
    assert!(xml.contains("/categories/orders</loc>"), "{xml}");
    assert!(!xml.contains("secret"), "{xml}");
    let robots = fetch(&server, Method::GET, "/robots.txt").await.text();
    assert!(robots.contains("Disallow: /console\n"), "{robots}");
    assert!(
        robots.contains("Sitemap: http://localhost:3001/sitemap.xml"),
        "{robots}"
    );
}
