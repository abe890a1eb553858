//! Protection of calls to addresses that somebody else has given: push services
//! and webhooks. Without it, whoever may enter an address could make Frontdesk
//! ask machines of the operator's own network.
//!
//! A name is resolved, what is not public is taken out, and the connection is made
//! to exactly what is left: a name that answers differently the next time (DNS
//! rebinding) gains nothing, for the check and the connection share one answer.
//! Addresses that are written out never meet a resolver and are checked in the URL.
//! Redirects are not followed and proxies not used: both would choose another way.

mod addresses;

use std::{
    error::Error as _,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use reqwest::{
    ClientBuilder,
    dns::{Addrs, Name, Resolve, Resolving},
    redirect,
};
use tokio::net::lookup_host;
use url::{Host, Url};

pub use addresses::is_public;

use crate::{SendError, http::TIMEOUT};

/// How long connecting may take, of [`TIMEOUT`].
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// An address that may not be called.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refused {
    /// It leads into a private network, to this machine, or to a cloud's metadata.
    #[error("the address is not public, and calling private addresses is not allowed")]
    Private,
    /// Neither `https:` nor, where that may be, `http:`.
    #[error("the address must begin with https://")]
    NotHttps,
    /// It has a name or a password in it.
    #[error("the address must not hold a user name or a password")]
    Credentials,
    /// It names no host.
    #[error("the address names no host")]
    NoHost,
}

/// Decides what may be called. Cheap to clone.
#[derive(Clone)]
pub struct Guard {
    allow_private: bool,
    resolver: Arc<dyn Resolve>,
}

impl Guard {
    /// With the resolver of the system. `allow_private` lets calls go anywhere,
    /// over `http:` as well.
    pub fn new(allow_private: bool) -> Self {
        Self::with_resolver(allow_private, Arc::new(System))
    }

    /// With a resolver of the caller's; what it answers is checked like any other.
    pub fn with_resolver(allow_private: bool, resolver: Arc<dyn Resolve>) -> Self {
        Self {
            allow_private,
            resolver,
        }
    }

    /// Whether private addresses may be called.
    pub fn allows_private(&self) -> bool {
        self.allow_private
    }

    /// What can be told without asking anybody: the scheme, and whether an address
    /// that is written out is public. To be asked before each call.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, url: &Url) -> Result<(), Refused> {
        match url.scheme() {
            "https" => {}
            "http" if self.allow_private => {}
            _ => return Err(Refused::NotHttps),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refused::Credentials);
        }
        let literal: IpAddr = match url.host() {
            Some(Host::Ipv4(address)) => address.into(),
            Some(Host::Ipv6(address)) => address.into(),
            Some(Host::Domain(_)) => return Ok(()),
            None => return Err(Refused::NoHost),
        };
        if self.may_call(literal) {
            Ok(())
        } else {
            Err(Refused::Private)
        }
    }

    /// As [`check`](Self::check), and the name is resolved: for whoever enters an
    /// address, to hear at once that it would not be called. A name that does not
    /// resolve now is let pass; it may later.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn check_name(&self, url: &Url) -> Result<(), Refused> {
        self.check(url)?;
        let Some(Host::Domain(name)) = url.host() else {
            return Ok(());
        };
        let Ok(name) = name.parse() else {
            return Err(Refused::NoHost);
        };
        match self.resolve(name).await {
            Err(error) if error.downcast_ref::<Refused>().is_some() => Err(Refused::Private),
            _ => Ok(()),
        }
    }

    /// A client that connects only to what is allowed. Before each request the URL
    /// must pass [`check`](Self::check).
    ///
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn client(&self) -> Result<reqwest::Client, SendError> {
        bounded_client()
            .no_proxy()
            .dns_resolver(self.clone())
            .build()
            .map_err(|error| SendError::Permanent(crate::http::causes(&error)))
    }

    fn may_call(&self, address: IpAddr) -> bool {
        self.allow_private || is_public(address)
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = guard.resolver.resolve(name).await?.collect();
            let allowed: Vec<SocketAddr> = found
                .iter()
                .copied()
                .filter(|address| guard.may_call(address.ip()))
                .collect();
            if allowed.is_empty() && !found.is_empty() {
                return Err(Refused::Private.into());
            }
            Ok(Box::new(allowed.into_iter()) as Addrs)
        })
    }
}

/// The resolver of the operating system.
struct System;

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = lookup_host((name.as_str(), 0)).await?;
            Ok(Box::new(found.collect::<Vec<_>>().into_iter()) as Addrs)
        })
    }
}

/// No redirects, and an end to everything: for every channel over HTTP.
pub(crate) fn bounded_client() -> ClientBuilder {
    reqwest::Client::builder()
        .redirect(redirect::Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        .timeout(TIMEOUT)
        .connect_timeout(CONNECT_TIMEOUT)
}

/// Whether a request failed because its address may not be called.
pub(crate) fn refusal(error: &reqwest::Error) -> Option<Refused> {
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(refused) = cause.downcast_ref::<Refused>() {
            return Some(*refused);
        }
        source = cause.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(url: &str) -> Result<(), Refused> {
        Guard::new(false).check(&url.parse().unwrap())
    }

    #[test]
    fn addresses_that_are_written_out_are_checked_in_every_spelling() {
        for url in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0177.0.0.1/",
            "https://127.0.0.1./",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:7f00:1]/",
            "https://169.254.169.254/latest/meta-data/",
            "https://[fd00:ec2::254]/",
            "https://①②⑦.⓪.⓪.①/",
        ] {
            assert_eq!(verdict(url), Err(Refused::Private), "{url}");
        }
        assert_eq!(verdict("https://1.1.1.1/"), Ok(()));
        assert_eq!(verdict("https://[2606:4700:4700::1111]/"), Ok(()));
    }

    #[test]
    fn only_https_without_a_password_is_called() {
        assert_eq!(verdict("http://example.com/"), Err(Refused::NotHttps));
        assert_eq!(verdict("ftp://example.com/"), Err(Refused::NotHttps));
        assert_eq!(verdict("file:///etc/passwd"), Err(Refused::NotHttps));
        let with_password = "https://user:secret@example.com/";
        assert_eq!(verdict(with_password), Err(Refused::Credentials));
        let free = Guard::new(true);
        assert!(free.check(&"http://127.0.0.1/".parse().unwrap()).is_ok());
        assert!(free.check(&"ftp://127.0.0.1/".parse().unwrap()).is_err());
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_refused_when_it_is_entered() {
        let guard = Guard::new(false);
        let url = "https://localhost/".parse().unwrap();
        assert_eq!(guard.check_name(&url).await, Err(Refused::Private));
        let free = Guard::new(true);
        assert_eq!(free.check_name(&url).await, Ok(()));
    }
}
