//! Headers that keep browsers from doing what an answer was not meant for.
//! An answer's own headers win over these.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Uri, header},
    middleware::Next,
    response::Response,
};
use frontdesk_desk::DeskConfig;
use frontdesk_model::widget::origin_of;

/// For answers that are data: nothing in them is ever to run or to be framed.
const DATA_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
/// Two years, what browsers' preload lists ask for.
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

/// Middleware: adds what the answer does not say itself.
pub async fn guard(State(hsts): State<bool>, request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut default = |name: HeaderName, value: HeaderValue| {
        headers.entry(name).or_insert(value);
    };
    default(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    default(
        header::REFERRER_POLICY,
        HeaderValue::from_static("strict-origin-when-cross-origin"),
    );
    default(header::CONTENT_SECURITY_POLICY, DATA_POLICY);
    if is_api {
        // Answers depend on who asks, and hold what others must not read.
        default(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if hsts {
        default(header::STRICT_TRANSPORT_SECURITY, HSTS);
    }
    response
}

/// The policy of the web app: everything from here, nothing inline but the
/// styles that its dialogs set while they lock the page behind them.
#[derive(Clone)]
pub struct AppPolicy {
    app: Arc<HeaderValue>,
    /// Where files lie and sockets go, apart from here; each begins with a blank.
    files: Arc<str>,
    sockets: Arc<str>,
}

impl AppPolicy {
    pub fn new(config: &DeskConfig) -> Self {
        // Where files lie: pictures are shown from there, and text and PDFs fetched.
        let files = config
            .ipfs_gateway
            .as_deref()
            .and_then(origin)
            .map(|origin| format!(" {origin}"))
            .unwrap_or_default();
        let sockets = origin(&config.public_url)
            .map(|origin| format!(" {}", origin.replacen("http", "ws", 1)))
            .unwrap_or_default();
        let policy = format!(
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
             img-src 'self' data: blob:{files}; connect-src 'self'{sockets}{files}; \
             object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
        );
        let value = HeaderValue::from_str(&policy).unwrap_or(DATA_POLICY);
        Self {
            app: Arc::new(value),
            files: files.into(),
            sockets: sockets.into(),
        }
    }

    pub fn apply(&self, headers: &mut HeaderMap) {
        headers.insert(header::CONTENT_SECURITY_POLICY, self.app.as_ref().clone());
        headers.insert(OPENER_POLICY, HeaderValue::from_static("same-origin"));
    }

    /// The policy of the widget's page, which others may frame: everything from
    /// here, nothing inline. `ancestors` is as `frame-ancestors` writes it.
    pub fn framed(&self, ancestors: &str, logo: Option<&str>) -> HeaderValue {
        let logo = logo.and_then(origin_of);
        let logo = logo.map(|it| format!(" {it}")).unwrap_or_default();
        let (files, sockets) = (&self.files, &self.sockets);
        let policy = format!(
            "default-src 'self'; script-src 'self'; style-src 'self'; \
             img-src 'self' data: blob:{files}{logo}; connect-src 'self'{sockets}{files}; \
             object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}",
        );
        HeaderValue::from_str(&policy).unwrap_or(DATA_POLICY)
    }
}

/// Scheme and authority of an address.
fn origin(url: &str) -> Option<String> {
    let uri: Uri = url.parse().ok()?;
    Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(config: &DeskConfig) -> String {
        let mut headers = HeaderMap::new();
        AppPolicy::new(config).apply(&mut headers);
        headers["content-security-policy"]
            .to_str()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn the_app_runs_only_its_own_scripts() {
        let policy = policy(&DeskConfig::default());
        assert!(policy.contains("script-src 'self';"));
        assert!(policy.contains("frame-ancestors 'none'"));
        assert!(policy.contains("connect-src 'self' ws://localhost:3001;"));
    }

    #[test]
    fn only_the_widgets_page_may_be_framed_and_its_logo_shown() {
        let policy = AppPolicy::new(&DeskConfig::default());
        let framed = |ancestors, logo| policy.framed(ancestors, logo).to_str().unwrap().to_owned();
        let anywhere = framed("*", None);
        assert!(anywhere.contains("script-src 'self';"), "{anywhere}");
        assert!(anywhere.ends_with("frame-ancestors *"), "{anywhere}");
        let listed = framed(
            "'self' https://a.example",
            Some("https://b.example/logo.png"),
        );
        assert!(listed.contains("img-src 'self' data: blob: https://b.example;"));
        assert!(listed.ends_with("frame-ancestors 'self' https://a.example"));
    }

    #[test]
    fn files_of_the_operators_gateway_may_be_shown_and_fetched() {
        let config = DeskConfig {
            public_url: "https://desk.example.com".into(),
            ipfs_gateway: Some("https://files.example.com/ipfs".into()),
            ..DeskConfig::default()
        };
        let policy = policy(&config);
        assert!(policy.contains("img-src 'self' data: blob: https://files.example.com;"));
        assert!(
            policy.contains("connect-src 'self' wss://desk.example.com https://files.example.com;")
        );
        // Nothing of it may run.
        assert!(policy.contains("default-src 'self'; script-src 'self';"));
    }
}
