//! A Socket.IO connection keeps the request it began with. Its address and its
//! headers are slices of the buffer that the request was read into, 16 KB that
//! would stay for as long as the connection does. Here they get memory of their
//! own, which is a few hundred bytes.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Uri},
};

/// The same request, without the buffer it came in.
pub async fn detached(mut request: Request) -> Request {
    *request.headers_mut() = copy_of_headers(request.headers());
    if let Some(uri) = copy_of_uri(request.uri()) {
        *request.uri_mut() = uri;
    }
    request
}

fn copy_of_headers(headers: &HeaderMap) -> HeaderMap {
    let mut copies = HeaderMap::with_capacity(headers.len());
    for (name, value) in headers {
        // A value is bytes that a value may have, so there is always a copy.
        if let Ok(mut copy) = HeaderValue::from_bytes(value.as_bytes()) {
            copy.set_sensitive(value.is_sensitive());
            copies.append(name, copy);
        }
    }
    copies
}

fn copy_of_uri(uri: &Uri) -> Option<Uri> {
    uri.to_string().parse().ok()
}

#[cfg(test)]
mod tests {
    use axum::body::{Body, Bytes};

    use super::*;

    #[tokio::test]
    async fn a_request_stays_the_same_and_lets_go_of_its_buffer() {
        let buffer =
            Bytes::from(b"/socket.io/?EIO=4&transport=websocket https://desk.example.com".to_vec());
        let request = Request::builder()
            .uri(Uri::from_maybe_shared(buffer.slice(..37)).unwrap())
            .header(
                "origin",
                HeaderValue::from_maybe_shared(buffer.slice(38..)).unwrap(),
            )
            .header("cookie", "a=1")
            .header("cookie", "b=2")
            .body(Body::empty())
            .unwrap();
        assert!(!buffer.is_unique());
        let request = detached(request).await;
        assert!(buffer.is_unique());
        assert_eq!(request.uri(), "/socket.io/?EIO=4&transport=websocket");
        assert_eq!(request.headers()["origin"], "https://desk.example.com");
        assert_eq!(request.headers().get_all("cookie").iter().count(), 2);
    }
}
