//! The provider of text messages in one URL, as the operator writes it:
//!
//! - `twilio://SID:TOKEN@api.twilio.com?from=+15551234567`, where `from` is a number,
//!   a short code, a name or a messaging service (`MG…`);
//! - `https://:TOKEN@sms.example.com/send?from=Frontdesk` for a provider that takes
//!   JSON; what else stands in the query stays there.
//!
//! `&http=true` (Twilio) and `http://` are for providers on this machine alone.

use std::{fmt, str::FromStr};

use url::{Host, Url};

/// What the operator sets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SmsConfig {
    pub url: SmsUrl,
    /// Where the provider tells what became of a message; none where it should not.
    pub receipts: Option<Url>,
}

/// A provider, with what it takes to be let in.
#[derive(Clone, PartialEq, Eq)]
pub struct SmsUrl {
    pub(super) provider: Provider,
    /// Without credentials and sender.
    pub(super) endpoint: Url,
    /// Number, short code, name or messaging service.
    pub(super) from: String,
}

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Provider {
    Twilio { account: String, token: String },
    Generic { token: String },
}

impl SmsUrl {
    /// Host and port, as they may be shown.
    pub fn place(&self) -> String {
        let host = self.endpoint.host_str().unwrap_or_default();
        match self.endpoint.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }
}

impl FromStr for SmsUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|_| WRONG.to_owned())?;
        match url.scheme() {
            "twilio" => twilio(&url),
            "https" | "http" => generic(url),
            _ => Err(WRONG.to_owned()),
        }
    }
}

const WRONG: &str = "must be twilio://SID:TOKEN@api.twilio.com?from=+15551234567 or \
                     https://:TOKEN@sms.example.com/send?from=Frontdesk";

fn twilio(url: &Url) -> Result<SmsUrl, String> {
    let (mut from, mut scheme) = (None, "https");
    for (name, value) in query(url) {
        match (name.as_str(), value.as_str()) {
            ("from", _) => from = Some(value),
            ("http", "true") => scheme = "http",
            _ => return Err("may only have ?from= and &http=true".to_owned()),
        }
    }
    let place = url.as_str().split_once('@').map(|(_, place)| place);
    let place = place.and_then(|place| place.split('?').next());
    let endpoint = place.and_then(|place| Url::parse(&format!("{scheme}://{place}")).ok());
    let endpoint = endpoint.ok_or_else(|| WRONG.to_owned())?;
    let (account, token) = (
        plain(url.username()),
        plain(url.password().unwrap_or_default()),
    );
    // It becomes a part of the path.
    if account.is_empty() || !account.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err("must name the account (AC…) before the host".to_owned());
    }
    finish(Provider::Twilio { account, token }, endpoint, from)
}

fn generic(mut url: Url) -> Result<SmsUrl, String> {
    let (from, others): (Vec<_>, Vec<_>) = query(&url)
        .into_iter()
        .partition(|(name, _)| name == "from");
    let token = plain(url.password().unwrap_or_else(|| url.username()));
    let bare = url.set_username("").and_then(|()| url.set_password(None));
    bare.map_err(|()| WRONG.to_owned())?;
    url.set_query(None);
    if !others.is_empty() {
        url.query_pairs_mut().extend_pairs(&others);
    }
    let from = from.into_iter().next().map(|(_, value)| value);
    finish(Provider::Generic { token }, url, from)
}

fn finish(provider: Provider, endpoint: Url, from: Option<String>) -> Result<SmsUrl, String> {
    let (Provider::Twilio { token, .. } | Provider::Generic { token }) = &provider;
    if token.is_empty() {
        return Err("must hold the provider's token before the host".to_owned());
    }
    if endpoint.scheme() == "http" && !is_local(&endpoint) {
        return Err("must be encrypted (https), unless the provider is on this machine".to_owned());
    }
    let from = from.filter(|from| !from.is_empty());
    Ok(SmsUrl {
        provider,
        endpoint,
        from: from.ok_or("must name the sender: ?from=+15551234567")?,
    })
}

/// Names and values; unlike in forms, `+` is itself, for numbers begin with it.
fn query(url: &Url) -> Vec<(String, String)> {
    let pairs = url.query().unwrap_or_default().split('&');
    let pairs = pairs.filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (plain(name), plain(value)))
        .collect()
}

/// Without percent-encoding.
fn plain(text: &str) -> String {
    let encoded = text.replace('+', "%2B");
    let pair = url::form_urlencoded::parse(encoded.as_bytes()).next();
    pair.map(|(text, _)| text.into_owned()).unwrap_or_default()
}

fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl fmt::Debug for SmsUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SmsUrl({})", self.place())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> SmsUrl {
        text.parse().unwrap()
    }

    #[test]
    fn a_provider_like_twilio_is_read() {
        let url = read("twilio://AC12:s%40cret%2B@api.twilio.com?from=+15551234567");
        assert_eq!(url.endpoint.as_str(), "https://api.twilio.com/");
        assert_eq!(url.from, "+15551234567");
        let (account, token) = ("AC12".to_owned(), "s@cret+".to_owned());
        assert!(url.provider == Provider::Twilio { account, token });
        let local = read("twilio://AC12:t@127.0.0.1:8080/base?from=MG1&http=true");
        assert_eq!(local.endpoint.as_str(), "http://127.0.0.1:8080/base");
        assert_eq!(local.place(), "127.0.0.1:8080");
    }

    #[test]
    fn a_provider_of_json_is_read_and_its_query_kept() {
        for text in [
            "https://:tok@sms.example.com",
            "https://tok@sms.example.com",
        ] {
            let url = read(&format!("{text}/send?route=a+b&from=Front%20desk"));
            assert_eq!(url.from, "Front desk");
            assert!(
                url.provider
                    == Provider::Generic {
                        token: "tok".into()
                    }
            );
            assert_eq!(
                url.endpoint.as_str(),
                "https://sms.example.com/send?route=a%2Bb"
            );
        }
    }

    #[test]
    fn what_lacks_something_or_would_send_secrets_in_the_clear_is_refused() {
        for text in [
            "",
            "sms.example.com",
            "ftp://:tok@sms.example.com?from=x",
            "https://sms.example.com/send?from=x",
            "https://:tok@sms.example.com/send",
            "https://:tok@sms.example.com/send?from=",
            "http://:tok@sms.example.com/send?from=x",
            "twilio://api.twilio.com?from=x",
            "twilio://AC12@api.twilio.com?from=x",
            "twilio://AC12:tok@api.twilio.com",
            "twilio://AC12:tok@api.twilio.com?from=x&http=true",
            "twilio://AC12:tok@api.twilio.com?form=x",
            "twilio://..%2f:tok@api.twilio.com?from=x",
        ] {
            assert!(text.parse::<SmsUrl>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_token_is_never_shown() {
        let url = read("https://:hunter2@sms.example.com:8443/send?from=x&key=hunter2");
        assert_eq!(format!("{url:?}"), "SmsUrl(sms.example.com:8443)");
    }
}
