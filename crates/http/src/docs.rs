//! `/openapi.json`, and `/docs/plain`: the same description as a plain page made
//! here, with the tables of error codes and socket events. Needs no script and
//! nothing from elsewhere. What else is under `/docs` are pages of the web app.

use std::sync::LazyLock;

use axum::{
    body::Bytes,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use frontdesk_desk::Desk;
use frontdesk_model::error::ErrorCode;
use utoipa_axum::{router::OpenApiRouter, routes};

mod reference;

const STYLE: &str = include_str!("docs/style.css");
const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

static JSON: LazyLock<Bytes> = LazyLock::new(|| {
    crate::openapi()
        .to_pretty_json()
        .expect("a description of strings and maps serializes")
        .into()
});
static REFERENCE: LazyLock<Bytes> = LazyLock::new(|| reference::page(&crate::openapi()).into());
static ERRORS: LazyLock<Bytes> = LazyLock::new(|| error_page().into());

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(openapi_json))
        .routes(routes!(reference))
        .routes(routes!(errors))
        .route("/docs/style.css", axum::routing::get(style))
}

/// Read this description.
#[utoipa::path(get, path = "/openapi.json", tag = "operation", operation_id = "getOpenApi",
    responses((status = 200, description = "OpenAPI 3.1.", content_type = "application/json", body = Object)))]
async fn openapi_json() -> Response {
    let headers: [(HeaderName, &str); 2] = [
        (header::CONTENT_TYPE, "application/json"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, JSON.clone()).into_response()
}

/// Read this description as a page.
#[utoipa::path(get, path = "/docs/plain", tag = "operation", operation_id = "getDocs",
    responses((status = 200, description = "A page.", content_type = "text/html", body = String)))]
async fn reference() -> Response {
    page(REFERENCE.clone())
}

/// Read the table of error codes.
#[utoipa::path(get, path = "/docs/errors", tag = "operation", operation_id = "getErrorDocs",
    responses((status = 200, description = "A page; each code is an anchor.",
        content_type = "text/html", body = String)))]
async fn errors() -> Response {
    page(ERRORS.clone())
}

async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

fn page(html: Bytes) -> Response {
    let mut response = html.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    response
}

fn frame(title: &str, content: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} – Frontdesk</title>\n<link rel=\"stylesheet\" href=\"/docs/style.css\">\n\
         </head>\n<body>\n<nav><a href=\"/docs\">Documentation</a> \
         <a href=\"/docs/plain\">Reference</a> <a href=\"/docs/plain#events\">Events</a> \
         <a href=\"/docs/plain#schemas\">Schemas</a> \
         <a href=\"/docs/errors\">Errors</a> <a href=\"/openapi.json\">openapi.json</a></nav>\n\
         <main>\n<h1>{title}</h1>\n{content}</main>\n</body>\n</html>\n"
    )
}

fn error_page() -> String {
    let rows: String = ErrorCode::ALL
        .iter()
        .map(|code| {
            format!(
                "<tr id=\"{0}\"><td><code>{0}</code></td><td>{1}</td><td>{2}</td></tr>\n",
                code.code(),
                code.status(),
                escape(code.title())
            )
        })
        .collect();
    let intro = "<p>Every failure is <code>application/problem+json</code> (RFC 9457): \
        <code>type</code> leads here, <code>detail</code> says what is wrong in the case at hand, \
        <code>errors</code> names the members that are wrong.</p>\n";
    frame(
        "Errors",
        &format!("{intro}{}", table("Code|Status|Meaning", &rows)),
    )
}

fn table(columns: &str, rows: &str) -> String {
    let head: String = columns
        .split('|')
        .map(|name| format!("<th scope=\"col\">{name}</th>"))
        .collect();
    format!("<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
}

/// Escaped text, with what stands in backticks as code.
fn prose(text: &str) -> String {
    escape(text)
        .split('`')
        .enumerate()
        .map(|(index, part)| match index % 2 {
            0 => part.to_owned(),
            _ => format!("<code>{part}</code>"),
        })
        .collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_code_is_an_anchor() {
        let page = error_page();
        for code in ErrorCode::ALL {
            assert!(page.contains(&format!("id=\"{}\"", code.code())));
        }
    }

    #[test]
    fn words_cannot_become_markup() {
        assert_eq!(
            prose("a <b> & `c<d>`"),
            "a &lt;b&gt; &amp; <code>c&lt;d&gt;</code>"
        );
    }
}
