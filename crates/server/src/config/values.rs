//! The types that settings have, and how each is written.

use std::{fmt, net::IpAddr, path::PathBuf, time::Duration};

use frontdesk_desk::{LinkSignIn, Rate, WhenUnscanned};
use frontdesk_files::{AllowedTypes, MetadataRule, ScannerAddress};
use frontdesk_model::{interface_language::InterfaceLanguage, routing::Strategy};
use frontdesk_notify::{
    Color, ImapUrl, MailAddress, SmtpUrl,
    inbound::{HookSecret, ReplyAddress},
};
use frontdesk_store::DatabaseUrl;
use url::Url;

use super::Value;

/// What stands for a secret.
pub(super) const MASK: &str = "********";

impl Value for bool {
    const SYNTAX: &'static str = "true|false";
    const IS_SWITCH: bool = true;

    fn read(text: &str) -> Result<Self, String> {
        match text.to_ascii_lowercase().as_str() {
            "true" | "on" | "yes" | "1" => Ok(true),
            "false" | "off" | "no" | "0" => Ok(false),
            _ => Err("must be true or false".to_owned()),
        }
    }
}

impl Value for IpAddr {
    const SYNTAX: &'static str = "<address>";

    fn read(text: &str) -> Result<Self, String> {
        text.parse()
            .map_err(|_| "must be an IP address, such as 0.0.0.0, 127.0.0.1 or ::".to_owned())
    }
}

impl Value for PathBuf {
    const SYNTAX: &'static str = "<path>";

    fn read(text: &str) -> Result<Self, String> {
        Ok(Self::from(text))
    }
}

impl Value for String {
    const SYNTAX: &'static str = "<text>";

    fn read(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }
}

/// A whole number within bounds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Number<const MIN: u64, const MAX: u64>(pub u64);

impl<const MIN: u64, const MAX: u64> Value for Number<MIN, MAX> {
    const SYNTAX: &'static str = "<number>";

    fn read(text: &str) -> Result<Self, String> {
        // 10_000 is easier to read, and TOML allows it.
        text.replace('_', "")
            .parse()
            .ok()
            .filter(|number| (MIN..=MAX).contains(number))
            .map(Self)
            .ok_or_else(|| format!("must be a whole number from {MIN} to {MAX}"))
    }
}

impl<const MIN: u64, const MAX: u64> Number<MIN, MAX> {
    pub fn seconds(self) -> Duration {
        Duration::from_secs(self.0)
    }

    pub fn hours(self) -> Duration {
        Duration::from_secs(self.0 * 3_600)
    }

    pub fn days(self) -> Duration {
        Duration::from_secs(self.0 * 24 * 3_600)
    }

    /// The number for a narrower type, whose bounds `MAX` keeps.
    pub fn narrow<T: TryFrom<u64>>(self) -> T
    where
        T::Error: std::fmt::Debug,
    {
        T::try_from(self.0).expect("the setting's bounds lie within the type's")
    }
}

/// Something that nobody may read in a log: neither `Debug` nor [`Value::shown`] give it away.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

impl Value for Secret {
    const SYNTAX: &'static str = "<secret>";

    fn read(text: &str) -> Result<Self, String> {
        Ok(Self(text.to_owned()))
    }

    fn shown(_: &str) -> String {
        MASK.to_owned()
    }
}

/// The secret that tokens are signed with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SigningSecret(pub Secret);

impl SigningSecret {
    /// RFC 7518, section 3.2: a key for HS256 has at least the hash's 256 bits.
    const STRONG_BYTES: usize = 32;

    /// What to tell an operator whose secret can be guessed. It is taken all
    /// the same: the host applications that sign with it are there already.
    pub fn weakness(&self) -> Option<String> {
        let bytes = self.0.0.len();
        (bytes < Self::STRONG_BYTES).then(|| {
            format!(
                "JWT_SECRET has {bytes} bytes, so that tokens could be forged by guessing it; \
                 `openssl rand -base64 48` makes a good one"
            )
        })
    }
}

impl Value for SigningSecret {
    const SYNTAX: &'static str = "<secret>";

    fn read(text: &str) -> Result<Self, String> {
        Secret::read(text).map(Self)
    }

    fn shown(text: &str) -> String {
        Secret::shown(text)
    }
}

/// An address of the web, without a slash at the end. It may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct WebUrl(String);

impl fmt::Debug for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Self::shown(&self.0))
    }
}

impl WebUrl {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Scheme, host and port, as browsers send it (RFC 6454).
    pub fn origin(&self) -> String {
        origin_of(&self.0)
    }
}

fn origin_of(url: &str) -> String {
    Url::parse(url)
        .map(|url| url.origin().ascii_serialization())
        .unwrap_or_default()
}

impl Value for WebUrl {
    const SYNTAX: &'static str = "<url>";

    fn read(text: &str) -> Result<Self, String> {
        let wrong = || "must be an address that begins with http:// or https://".to_owned();
        let url = Url::parse(text).map_err(|_| wrong())?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(wrong());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("must be an address without `?` and `#`".to_owned());
        }
        Ok(Self(text.trim_end_matches('/').to_owned()))
    }

    fn shown(text: &str) -> String {
        without_password(text)
    }
}

/// The address with its password masked.
pub(super) fn without_password(text: &str) -> String {
    let Ok(mut url) = Url::parse(text) else {
        // It is no address; what looks like one may hold a password all the same.
        return if text.contains('@') {
            MASK.to_owned()
        } else {
            text.to_owned()
        };
    };
    if url.password().is_some() && url.set_password(Some(MASK)).is_ok() {
        return url.to_string();
    }
    text.to_owned()
}

/// The address with its password and its query masked.
pub(super) fn without_secrets(text: &str) -> String {
    match Url::parse(text) {
        Ok(mut url) => {
            if url.query().is_some() {
                url.set_query(Some(MASK));
            }
            without_password(url.as_str())
        }
        Err(_) => MASK.to_owned(),
    }
}

/// Exact origins, separated by commas.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Origins(pub Vec<String>);

impl Value for Origins {
    const SYNTAX: &'static str = "<origin,…>";

    fn read(text: &str) -> Result<Self, String> {
        items(text)
            .map(|item| match WebUrl::read(item) {
                Ok(url) if url.as_str() == url.origin() => Ok(url.origin()),
                _ => Err(format!(
                    "must be origins such as https://app.example.com, separated by commas; \
                     `{item}` is none"
                )),
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

/// Where the data lives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Database(pub DatabaseUrl);

impl Value for Database {
    const SYNTAX: &'static str = "<url>";

    fn read(text: &str) -> Result<Self, String> {
        let file = text
            .strip_prefix("sqlite://")
            .or_else(|| text.strip_prefix("sqlite:"));
        if let Some(file) = file.filter(|file| !file.is_empty() && !file.contains('?')) {
            return Ok(Self(DatabaseUrl::Sqlite(PathBuf::from(file))));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Url::parse(text)
                .map(|_| Self(DatabaseUrl::Postgres(text.to_owned())))
                .map_err(|error| format!("must be a valid postgres:// address ({error})"));
        }
        Err("must be sqlite:<path> or postgres://user@host/database".to_owned())
    }

    fn shown(text: &str) -> String {
        without_password(text)
    }
}

/// Where the key set of the host application is.
#[derive(Clone, PartialEq, Eq)]
pub enum KeySetSource {
    File(PathBuf),
    Web(Url),
}

impl fmt::Debug for KeySetSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Web(url) => f.write_str(&Self::shown(url.as_str())),
        }
    }
}

impl Value for KeySetSource {
    const SYNTAX: &'static str = "<path or url>";

    fn read(text: &str) -> Result<Self, String> {
        if text.contains("://") {
            WebUrlWithQuery::read(text).map(|url| Self::Web(url.0))
        } else {
            Ok(Self::File(PathBuf::from(text)))
        }
    }

    /// A query or a password may be a secret.
    fn shown(text: &str) -> String {
        if text.contains("://") {
            without_secrets(text)
        } else {
            text.to_owned()
        }
    }
}

/// Some identity providers name their key set by a query.
struct WebUrlWithQuery(Url);

impl WebUrlWithQuery {
    fn read(text: &str) -> Result<Self, String> {
        match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(Self(url)),
            _ => Err("must be a path, or an address that begins with https:// or http://".into()),
        }
    }
}

impl Value for AllowedTypes {
    const SYNTAX: &'static str = "<type,…>";

    fn read(text: &str) -> Result<Self, String> {
        text.parse()
            .map_err(|error: frontdesk_files::Error| format!("must be a list of types: {error}"))
    }
}

impl Value for Rate {
    const SYNTAX: &'static str = "<n>/s burst <n>";

    fn read(text: &str) -> Result<Self, String> {
        read_rate(text).ok_or_else(|| {
            "must be a rate such as `10/s burst 30` (at least 1/s; the burst at least the rate)"
                .to_owned()
        })
    }
}

fn read_rate(text: &str) -> Option<Rate> {
    let (rate, burst) = match text.split_once("burst") {
        Some((rate, burst)) => (rate.trim(), Some(burst.trim())),
        None => (text, None),
    };
    let per_second = rate.strip_suffix("/s")?.trim().parse().ok()?;
    let burst = burst.map_or(Some(per_second), |burst| burst.parse().ok())?;
    (per_second >= 1 && burst >= per_second).then_some(Rate { per_second, burst })
}

impl Value for MetadataRule {
    const SYNTAX: &'static str = "strip|keep";

    fn read(text: &str) -> Result<Self, String> {
        match text {
            "strip" => Ok(Self::Strip),
            "keep" => Ok(Self::Keep),
            _ => Err("must be strip or keep".to_owned()),
        }
    }
}

impl Value for WhenUnscanned {
    const SYNTAX: &'static str = "hold|allow";

    fn read(text: &str) -> Result<Self, String> {
        match text {
            "hold" => Ok(Self::Hold),
            "allow" => Ok(Self::Allow),
            _ => Err("must be hold or allow".to_owned()),
        }
    }
}

impl Value for InterfaceLanguage {
    const SYNTAX: &'static str = "en|de|ar";

    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text).ok_or_else(|| "must be en, de or ar".to_owned())
    }
}

impl Value for LinkSignIn {
    const SYNTAX: &'static str = "off|known|anyone";

    fn read(text: &str) -> Result<Self, String> {
        match text {
            "off" => Ok(Self::Off),
            "known" => Ok(Self::Known),
            "anyone" => Ok(Self::Anyone),
            _ => Err("must be off, known or anyone".to_owned()),
        }
    }
}

impl Value for ScannerAddress {
    const SYNTAX: &'static str = "tcp://<host>:<port>|unix:<path>";

    fn read(text: &str) -> Result<Self, String> {
        text.parse()
    }
}

impl Value for Strategy {
    const SYNTAX: &'static str = "least-loaded|round-robin";

    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text).ok_or_else(|| "must be least-loaded or round-robin".to_owned())
    }
}

/// The server that takes mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SmtpServer(pub SmtpUrl);

impl Value for SmtpServer {
    const SYNTAX: &'static str = "<url>";

    fn read(text: &str) -> Result<Self, String> {
        text.parse().map(Self)
    }

    fn shown(text: &str) -> String {
        without_password(text)
    }
}

/// Who mail comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailFrom(pub MailAddress);

impl Value for MailFrom {
    const SYNTAX: &'static str = "<name and address>";

    fn read(text: &str) -> Result<Self, String> {
        text.parse().map(Self)
    }
}

/// Where answers by mail go to: an address, or a domain of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailReplyAddress<const DOMAIN: bool = false>(pub ReplyAddress);

impl Value for MailReplyAddress {
    const SYNTAX: &'static str = "<address>";

    fn read(text: &str) -> Result<Self, String> {
        text.parse().map(Self)
    }
}

impl Value for MailReplyAddress<true> {
    const SYNTAX: &'static str = "<domain>";

    fn read(text: &str) -> Result<Self, String> {
        let address = format!("reply@{}", text.trim_start_matches('@'));
        let address = address.parse().map(Self);
        address.map_err(|_| "must be a domain such as reply.example.com".to_owned())
    }
}

/// A mailbox that is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailInbound(pub ImapUrl);

impl Value for MailInbound {
    const SYNTAX: &'static str = "<url>";

    fn read(text: &str) -> Result<Self, String> {
        text.parse().map(Self)
    }

    fn shown(text: &str) -> String {
        without_password(text)
    }
}

/// What a provider shows that posts mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailHookSecret(pub HookSecret);

impl Value for MailHookSecret {
    const SYNTAX: &'static str = "<secret>";

    fn read(text: &str) -> Result<Self, String> {
        text.parse().map(Self)
    }

    fn shown(_: &str) -> String {
        MASK.to_owned()
    }
}

/// A colour of the operator's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BrandColor(pub Color);

impl Value for BrandColor {
    const SYNTAX: &'static str = "<#rrggbb>";

    fn read(text: &str) -> Result<Self, String> {
        text.parse().map(Self)
    }
}

/// How the log is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Value for LogFormat {
    const SYNTAX: &'static str = "text|json";

    fn read(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("must be text or json".to_owned()),
        }
    }
}

/// A filter of log lines in `tracing`'s syntax.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogFilter(pub String);

impl Value for LogFilter {
    const SYNTAX: &'static str = "<filter>";

    fn read(text: &str) -> Result<Self, String> {
        tracing_subscriber::EnvFilter::try_new(text)
            .map(|_| Self(text.to_owned()))
            .map_err(|error| {
                format!("must be a filter such as `info` or `info,frontdesk_desk=debug` ({error})")
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(per_second: u32, burst: u32) -> Result<Rate, String> {
        Ok(Rate { per_second, burst })
    }

    #[test]
    fn a_rate_is_an_average_and_a_burst() {
        assert_eq!(Rate::read("10/s burst 30"), rate(10, 30));
        assert_eq!(Rate::read("10 /s  burst30"), rate(10, 30));
        assert_eq!(Rate::read("5/s"), rate(5, 5));
        for text in [
            "",
            "10",
            "10/m",
            "0/s",
            "10/s burst 9",
            "-1/s",
            "10/s burst",
        ] {
            assert!(Rate::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_database_is_a_file_or_a_postgres_address() {
        let file = |path| Ok(Database(DatabaseUrl::Sqlite(PathBuf::from(path))));
        assert_eq!(Database::read("sqlite:/var/desk.db"), file("/var/desk.db"));
        assert_eq!(
            Database::read("sqlite:///var/desk.db"),
            file("/var/desk.db")
        );
        assert!(Database::read("postgres://desk@localhost/desk").is_ok());
        for text in [
            "sqlite:",
            "mysql://x/y",
            "/var/desk.db",
            "sqlite::memory:?x=1",
        ] {
            assert!(Database::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_origin_has_no_path() {
        let read = |text| Origins::read(text).map(|origins| origins.0);
        assert_eq!(
            read("https://a.example.com, http://localhost:3000"),
            Ok(vec![
                "https://a.example.com".to_owned(),
                "http://localhost:3000".to_owned()
            ])
        );
        for text in [
            "*",
            "https://a.example.com/path",
            "a.example.com",
            "ftp://a",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_public_address_loses_the_slash_at_its_end() {
        assert_eq!(
            WebUrl::read("https://desk.example.com/help/")
                .unwrap()
                .as_str(),
            "https://desk.example.com/help"
        );
        for text in ["desk.example.com", "ftp://desk", "https://", "https://a/?b"] {
            assert!(WebUrl::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_number_keeps_to_its_bounds() {
        assert_eq!(Number::<1, 10_000>::read("10_000"), Ok(Number(10_000)));
        for text in ["0", "10001", "-1", "1.5", "ten"] {
            assert!(Number::<1, 10_000>::read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_shown_holds_no_secret() {
        assert_eq!(Database::shown("postgres://desk:hunter2@db:x/desk"), MASK);
        assert_eq!(SigningSecret::shown("hunter2hunter2"), MASK);
        assert_eq!(
            Database::shown("postgres://desk:hunter2@db/desk"),
            format!("postgres://desk:{MASK}@db/desk")
        );
        assert!(!format!("{:?}", Secret("hunter2".into())).contains("hunter2"));
    }
}
