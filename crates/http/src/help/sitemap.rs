//! `/sitemap.xml` (<https://www.sitemaps.org/protocol.html>) and `/robots.txt`
//! (RFC 9309): what search engines may read, and where it is.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use frontdesk_desk::{ArticleFilter, Desk};
use frontdesk_model::{PageRequest, page::MAX_LIMIT};
use serde::Serialize;
use serde_json::json;

use super::{address, article_path, category_path, page::render};
use crate::problem::Problem;

/// Addresses that one sitemap may have.
const MAX_PAGES: usize = 50_000;

#[derive(Serialize)]
struct Listed {
    url: String,
    updated_at: Option<String>,
}

/// Every published article, the topics and the front page.
pub async fn sitemap(State(desk): State<Desk>) -> Result<Response, Problem> {
    let front = Listed {
        url: address(&desk, "/"),
        updated_at: None,
    };
    let mut pages = vec![front];
    for category in desk.categories().await? {
        pages.push(Listed {
            url: address(&desk, &category_path(&category.slug)),
            updated_at: None,
        });
    }
    let mut page = PageRequest {
        limit: MAX_LIMIT,
        after: None,
    };
    while pages.len() < MAX_PAGES {
        let articles = desk
            .articles(None, &ArticleFilter::default(), &page)
            .await?;
        pages.extend(articles.items.iter().map(|article| Listed {
            url: address(&desk, &article_path(&article.slug)),
            updated_at: Some(article.updated_at.to_string()),
        }));
        page.after = articles.next;
        if page.after.is_none() {
            break;
        }
    }
    pages.truncate(MAX_PAGES);
    let xml = render(include_str!("sitemap.xml"), json!({ "pages": pages }));
    Ok((
        [(header::CONTENT_TYPE, "application/xml; charset=utf-8")],
        xml,
    )
        .into_response())
}

/// The help centre is for everybody; what is somebody's own is not for crawlers.
pub async fn robots(State(desk): State<Desk>) -> Response {
    let sitemap = address(&desk, "/sitemap.xml");
    let text = format!(
        "User-agent: *\nDisallow: /api/\nDisallow: /console\nDisallow: /tickets\n\
         Disallow: /chat\nDisallow: /contact\nDisallow: /notifications\nDisallow: /search\n\
         Disallow: /sign-in\nDisallow: /unsubscribe\nDisallow: /docs\n\nSitemap: {sitemap}\n"
    );
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}
