//! The address a request comes from, for limits and anonymous votes.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, request::Parts},
    middleware::Next,
    response::Response,
};

/// Where the request comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClientAddress(pub IpAddr);

/// The address when no connection is known, as in tests without a socket.
const UNKNOWN: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

impl ClientAddress {
    /// What limits count by: an IPv4 address, or the /64 that one IPv6
    /// customer is commonly given.
    pub fn limit_key(self) -> String {
        match self.0.to_canonical() {
            IpAddr::V4(address) => format!("address:{address}"),
            IpAddr::V6(address) => {
                let network = u128::from(address) & (u128::MAX << 64);
                format!("address:{}/64", Ipv6Addr::from(network))
            }
        }
    }
}

/// Middleware: notes the address on the request.
pub async fn note(State(trust_proxy): State<bool>, mut request: Request, next: Next) -> Response {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(UNKNOWN, |peer| peer.0.ip());
    let address = if trust_proxy {
        forwarded(request.headers()).unwrap_or(peer)
    } else {
        peer
    };
    request
        .extensions_mut()
        .insert(ClientAddress(address.to_canonical()));
    next.run(request).await
}

/// The last entry of `X-Forwarded-For`: the one that the proxy in front of us
/// wrote. Those before it are whatever the client claims.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    let entry = last.to_str().ok()?.rsplit(',').next()?.trim();
    entry
        .parse()
        .ok()
        .or_else(|| Some(entry.parse::<SocketAddr>().ok()?.ip()))
}

impl<S: Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts
            .extensions
            .get()
            .copied()
            .unwrap_or(ClientAddress(UNKNOWN)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(values: &[&str]) -> HeaderMap {
        values
            .iter()
            .map(|value| {
                (
                    axum::http::HeaderName::from_static("x-forwarded-for"),
                    value.parse().unwrap(),
                )
            })
            .collect()
    }

    #[test]
    fn only_the_entry_of_the_nearest_proxy_counts() {
        let address = forwarded(&headers(&["6.6.6.6, 203.0.113.7"])).unwrap();
        assert_eq!(address.to_string(), "203.0.113.7");
        let address = forwarded(&headers(&["6.6.6.6", "203.0.113.8:4711"])).unwrap();
        assert_eq!(address.to_string(), "203.0.113.8");
        assert_eq!(forwarded(&headers(&["nonsense"])), None);
        assert_eq!(forwarded(&headers(&[])), None);
    }

    #[test]
    fn an_ipv6_customer_is_one_network() {
        let one: IpAddr = "2001:db8:1:2:3::4".parse().unwrap();
        let other: IpAddr = "2001:db8:1:2:ffff::9".parse().unwrap();
        assert_eq!(
            ClientAddress(one).limit_key(),
            ClientAddress(other).limit_key()
        );
        let mapped: IpAddr = "::ffff:203.0.113.7".parse().unwrap();
        assert_eq!(ClientAddress(mapped).limit_key(), "address:203.0.113.7");
    }
}
