//! Which pages may connect. CORS does not hold for WebSockets, so the `Origin`
//! of RFC 6454 is compared here, for every transport.

/// True when a request with this `Origin` header may connect.
///
/// None is a client that is no browser: it could send any `Origin`, so asking
/// for one would protect nobody.
pub(crate) fn allows(allowed: &[String], origin: Option<&[u8]>) -> bool {
    match origin {
        None => true,
        Some(origin) => allowed.iter().any(|one| one.as_bytes() == origin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(origin: Option<&str>) -> bool {
        let allowed = ["https://desk.example.com".to_owned()];
        allows(&allowed, origin.map(str::as_bytes))
    }

    #[test]
    fn a_listed_origin_and_a_client_without_one_may_connect() {
        assert!(admits(Some("https://desk.example.com")));
        assert!(admits(None));
    }

    #[test]
    fn anything_that_only_resembles_a_listed_origin_is_refused() {
        for origin in [
            "http://desk.example.com",
            "https://desk.example.com:8443",
            "https://desk.example.com.evil.example",
            "https://evil.example/?https://desk.example.com",
            "null",
            "",
        ] {
            assert!(!admits(Some(origin)), "{origin}");
        }
    }
}
