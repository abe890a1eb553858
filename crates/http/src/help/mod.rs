//! The help centre's pages as the server writes them: the front page, topics
//! and articles with their words, for readers on a slow line and for search
//! engines; `/sitemap.xml` and `/robots.txt`. The app takes over in the reader's
//! browser, and asks the API for everything else.

mod headings;
mod markdown;
mod page;
mod sitemap;
mod words;

use axum::{
    Extension, Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use frontdesk_desk::{ArticleFilter, Desk};
use frontdesk_model::{
    PageRequest,
    article::{Article, Category, RelatedArticle},
    error::ErrorCode,
    page::MAX_LIMIT,
    search::Language,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::json;

use self::{
    headings::contents,
    page::{Page, render},
    words::words,
};
use crate::{problem::Problem, security::AppPolicy};

/// Articles that the front page names.
const POPULAR_SHOWN: u32 = 8;

/// What the app is built of, for pages that name no language.
const DEFAULT_LANGUAGE: &str = "en";

/// All routes.
pub fn routes(policy: AppPolicy) -> Router<Desk> {
    Router::new()
        .route("/", get(home))
        .route("/help/{slug}", get(article))
        .route("/categories/{slug}", get(category))
        .route("/sitemap.xml", get(sitemap::sitemap))
        .route("/robots.txt", get(sitemap::robots))
        .layer(Extension(policy))
}

/// What stays as it is in a segment of a path.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

fn article_path(slug: &str) -> String {
    format!("/help/{}", utf8_percent_encode(slug, SEGMENT))
}

fn category_path(slug: &str) -> String {
    format!("/categories/{}", utf8_percent_encode(slug, SEGMENT))
}

/// A path as an absolute address. Both may stand in HTML and XML as they are.
fn address(desk: &Desk, path: &str) -> String {
    format!("{}{path}", desk.config().public_url.trim_end_matches('/'))
}

fn article_links(articles: &[Article]) -> Vec<serde_json::Value> {
    let link = |it: &Article| json!({ "path": article_path(&it.slug), "question": it.question });
    articles.iter().map(link).collect()
}

fn category_links(categories: &[Category]) -> Vec<serde_json::Value> {
    let link = |it: &Category| {
        json!({
            "path": category_path(&it.slug), "name": it.name, "description": it.description,
        })
    };
    categories.iter().map(link).collect()
}

/// What stands in a page's head.
#[derive(Serialize)]
struct Head<'a> {
    title: &'a str,
    heading: &'a str,
    desk: &'a str,
    summary: &'a str,
    url: &'a str,
    published_at: Option<String>,
    updated_at: Option<String>,
    linked_data: String,
}

impl Head<'_> {
    fn render(&self) -> String {
        render(include_str!("head.html"), self)
    }
}

/// JSON-LD (<https://schema.org>) as it may stand in a page.
fn linked_data(data: &serde_json::Value) -> String {
    data.to_string().replace('<', "\\u003c")
}

async fn home(
    State(desk): State<Desk>,
    Extension(policy): Extension<AppPolicy>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let filter = ArticleFilter {
        most_viewed: true,
        ..ArticleFilter::default()
    };
    let page = PageRequest {
        limit: POPULAR_SHOWN,
        after: None,
    };
    let articles = desk.articles(None, &filter, &page).await?.items;
    let categories = desk.categories().await?;
    let name = desk.public_config().name;
    let url = address(&desk, "/");
    let head = Head {
        title: &name,
        heading: &name,
        desk: &name,
        summary: &name,
        url: &url,
        published_at: None,
        updated_at: None,
        linked_data: linked_data(&json!({
            "@context": "https://schema.org", "@type": "WebSite", "name": name, "url": url,
        })),
    };
    let values = json!({
        "desk": name,
        "categories": category_links(&categories),
        "articles": article_links(&articles),
    });
    let page = Page {
        status: StatusCode::OK,
        language: DEFAULT_LANGUAGE,
        head: head.render(),
        body: render(include_str!("home.html"), &values),
        data: json!({
            "config": desk.public_config(), "categories": categories, "popular": articles,
        }),
    };
    Ok(page.answer(&policy, &headers))
}

async fn article(
    State(desk): State<Desk>,
    Extension(policy): Extension<AppPolicy>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = match desk.published_article(&slug).await {
        Ok(article) => article,
        Err(error) if error.code() == ErrorCode::NotFound => {
            return Ok(missing(&desk, &policy, &headers));
        }
        Err(error) => return Err(error.into()),
    };
    if found.slug != slug {
        // An id: the article has one address.
        return Ok(Redirect::permanent(&article_path(&found.slug)).into_response());
    }
    let categories = desk.categories().await?;
    // The article is what was asked for: it is shown without the others too.
    let related = desk.related_to(&found).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "the articles beside another could not be found");
        Vec::new()
    });
    let page = article_page(&desk, &found, &related, &categories);
    Ok(page.answer(&policy, &headers))
}

fn article_page(
    desk: &Desk,
    article: &Article,
    related: &[RelatedArticle],
    categories: &[Category],
) -> Page {
    let config = desk.public_config();
    let category = categories.iter().find(|it| it.slug == article.category);
    let category_path = category_path(&article.category);
    let category_name = category.map_or(article.category.as_str(), |it| &it.name);
    let url = address(desk, &article_path(&article.slug));
    let summary = markdown::summary(&article.answer);
    let updated_at = article.updated_at.to_string();
    let language = article.language.map_or(DEFAULT_LANGUAGE, Language::as_str);
    let head = Head {
        title: &format!("{} – {}", article.question, config.name),
        heading: &article.question,
        desk: &config.name,
        summary: &summary,
        url: &url,
        published_at: Some(article.created_at.to_string()),
        updated_at: Some(updated_at.clone()),
        linked_data: linked_data(&json!({
            "@context": "https://schema.org",
            "@graph": [
                {
                    "@type": "Article",
                    "headline": article.question,
                    "description": summary,
                    "inLanguage": language,
                    "datePublished": article.created_at,
                    "dateModified": article.updated_at,
                    "articleSection": category_name,
                    "keywords": article.tags,
                    "mainEntityOfPage": url,
                    "publisher": { "@type": "Organization", "name": config.name },
                },
                {
                    "@type": "BreadcrumbList",
                    "itemListElement": [
                        step(1, &config.name, &address(desk, "/")),
                        step(2, category_name, &address(desk, &category_path)),
                        step(3, &article.question, &url),
                    ],
                },
            ],
        })),
    };
    let (answer, headings) = markdown::to_html(&article.answer);
    let values = json!({
        "desk": config.name,
        "category": { "path": category_path, "name": category_name },
        "question": article.question,
        "answer": answer,
        "contents": contents(&headings),
        "words": words(language),
        "updated_at": updated_at,
        "updated_on": updated_at.get(..10),
        "related": related
            .iter()
            .map(|it| json!({ "path": article_path(&it.slug), "question": it.question }))
            .collect::<Vec<_>>(),
    });
    Page {
        status: StatusCode::OK,
        language,
        head: head.render(),
        body: render(include_str!("article.html"), &values),
        data: json!({
            "config": config, "categories": categories, "article": article, "related": related,
        }),
    }
}

/// A step of the way from the front page (<https://schema.org/BreadcrumbList>).
fn step(position: u8, name: &str, url: &str) -> serde_json::Value {
    json!({ "@type": "ListItem", "position": position, "name": name, "item": url })
}

async fn category(
    State(desk): State<Desk>,
    Extension(policy): Extension<AppPolicy>,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let categories = desk.categories().await?;
    let Some(category) = categories.iter().find(|it| it.slug == slug) else {
        return Ok(missing(&desk, &policy, &headers));
    };
    let filter = ArticleFilter {
        category: Some(slug.clone()),
        ..ArticleFilter::default()
    };
    let page = PageRequest {
        limit: MAX_LIMIT,
        after: None,
    };
    let articles = desk.articles(None, &filter, &page).await?.items;
    let config = desk.public_config();
    let url = address(&desk, &category_path(&slug));
    let summary = match category.description.as_str() {
        "" => &category.name,
        description => description,
    };
    let head = Head {
        title: &format!("{} – {}", category.name, config.name),
        heading: &category.name,
        desk: &config.name,
        summary,
        url: &url,
        published_at: None,
        updated_at: None,
        linked_data: linked_data(&json!({
            "@context": "https://schema.org", "@type": "CollectionPage",
            "name": category.name, "description": summary, "url": url,
        })),
    };
    let values = json!({
        "desk": config.name, "category": category, "articles": article_links(&articles),
        "words": words(DEFAULT_LANGUAGE),
    });
    let page = Page {
        status: StatusCode::OK,
        language: DEFAULT_LANGUAGE,
        head: head.render(),
        body: render(include_str!("category.html"), &values),
        data: json!({ "config": config, "categories": categories }),
    };
    Ok(page.answer(&policy, &headers))
}

/// A page that isn't there: the app says so in the reader's language.
fn missing(desk: &Desk, policy: &AppPolicy, headers: &HeaderMap) -> Response {
    let config = desk.public_config();
    let page = Page {
        status: StatusCode::NOT_FOUND,
        language: DEFAULT_LANGUAGE,
        head: render(
            "<title>{{ name }}</title>\n    <meta name=\"robots\" content=\"noindex\" />",
            json!({ "name": config.name }),
        ),
        body: String::new(),
        data: json!({ "config": config }),
    };
    page.answer(policy, headers)
}
