//! The app's page with the words of a help page in it: they are read before
//! any script runs, and by those who run none. The app takes the same data from
//! the page and so needs not ask for it first.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use minijinja::{AutoEscape, Environment, Value, value::Serde};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::words::direction;
use crate::{range::is_known, security::AppPolicy, web};

/// What `index.html` has where the words go.
const TITLE: (&str, &str) = ("<title>", "</title>");
const ROOT: &str = "<div id=\"root\"></div>";
const LANGUAGE: &str = "<html lang=\"en\">";

/// A page as it is to be shown.
pub struct Page {
    pub status: StatusCode,
    /// The tag of its language, such as `de`.
    pub language: &'static str,
    /// `<title>` and what else stands in the head.
    pub head: String,
    /// What stands in the app's place until it runs.
    pub body: String,
    /// What the app takes instead of asking, as JSON.
    pub data: serde_json::Value,
}

/// Renders one of the templates beside this file; what is put in is escaped.
pub fn render(template: &str, values: impl Serialize) -> String {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let rendered = environment.render_named_str("page", template, Value::from(Serde(values)));
    rendered.unwrap_or_else(|error| {
        tracing::error!(%error, "a page's template is wrong");
        String::new()
    })
}

impl Page {
    /// The answer; 304 when the reader has it already.
    pub fn answer(self, policy: &AppPolicy, headers: &HeaderMap) -> Response {
        let mut response = match web::index() {
            None => web::not_built(),
            Some(index) => {
                let html = self.fill(&index);
                let etag = entity_tag(&html);
                let mut response = if self.status == StatusCode::OK && is_known(headers, &etag) {
                    (StatusCode::NOT_MODIFIED, Body::empty()).into_response()
                } else {
                    (self.status, Html(html)).into_response()
                };
                if let Ok(etag) = HeaderValue::from_str(&etag) {
                    response.headers_mut().insert(header::ETAG, etag);
                }
                response
            }
        };
        let caching = HeaderValue::from_static(web::REVALIDATED);
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, caching);
        policy.apply(response.headers_mut());
        response
    }

    /// A page that has lost its places is served as it is.
    fn fill(&self, index: &str) -> String {
        let Some((before, rest)) = index.split_once(TITLE.0) else {
            return index.to_owned();
        };
        let Some((_, after)) = rest.split_once(TITLE.1) else {
            return index.to_owned();
        };
        let language = format!(
            "<html lang=\"{}\" dir=\"{}\">",
            self.language,
            direction(self.language)
        );
        let before = before.replacen(LANGUAGE, &language, 1);
        // Nothing in it can end the element.
        let data = self.data.to_string().replace('<', "\\u003c");
        let root = format!(
            "<div id=\"root\">{}</div>\
             <script type=\"application/json\" id=\"page-data\">{data}</script>",
            self.body
        );
        format!("{before}{}{}", self.head, after.replacen(ROOT, &root, 1))
    }
}

fn entity_tag(html: &str) -> String {
    let hash = Sha256::digest(html);
    let hex: String = hash[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    // Weak: it is compressed on its way, differently for each reader.
    format!("W/\"{hex}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<!doctype html><html lang=\"en\"><head><title>Help centre</title></head>\
        <body><div id=\"root\"></div></body></html>";

    fn page() -> Page {
        Page {
            status: StatusCode::OK,
            language: "de",
            head: render(
                "<title>{{ title }}</title>",
                [("title", "a < b")]
                    .into_iter()
                    .collect::<std::collections::BTreeMap<_, _>>(),
            ),
            body: "<h1>x</h1>".into(),
            data: serde_json::json!({"x": "</script>"}),
        }
    }

    #[test]
    fn the_words_stand_in_the_apps_page() {
        let html = page().fill(INDEX);
        assert!(html.contains("<html lang=\"de\" dir=\"ltr\">"), "{html}");
        assert!(html.contains("<title>a &lt; b</title></head>"), "{html}");
        assert!(html.contains("<div id=\"root\"><h1>x</h1></div>"), "{html}");
        assert!(html.contains(r#"{"x":"\u003c/script>"}"#), "{html}");
        assert_eq!(html.matches("</script>").count(), 1);
    }

    #[test]
    fn what_is_written_from_right_to_left_is_read_so() {
        let page = Page {
            language: "ar",
            ..page()
        };
        let html = page.fill(INDEX);
        assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">"), "{html}");
    }

    #[test]
    fn a_page_without_its_places_stays_as_it_is() {
        assert_eq!(page().fill("<p>x</p>"), "<p>x</p>");
    }
}
