//! Rates at the door: writes are counted by person (or address, when nobody is
//! signed in), anonymous reads by address. Reads of signed-in people are free, and so are the
//! parts of their uploads.

use axum::{
    extract::{MatchedPath, Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};
use frontdesk_desk::Desk;

use crate::{address::ClientAddress, identity::Identity, problem::Problem, uploads};

/// What a request is counted as.
#[derive(PartialEq, Eq, Debug)]
enum Charge {
    Write(String),
    Read(String),
    Nothing,
}

/// Middleware, after [`crate::identity::identify`]: lets the request through, or
/// answers 429 with `Retry-After`.
pub(crate) async fn enforce(
    State(desk): State<Desk>,
    address: ClientAddress,
    request: Request,
    next: Next,
) -> Response {
    let person = request
        .extensions()
        .get::<Identity>()
        .and_then(Identity::actor)
        .map(|actor| actor.id.as_str());
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("", MatchedPath::as_str);
    let passed = match charge(request.method(), route, person, address) {
        Charge::Write(key) => desk.check_write(&key),
        Charge::Read(key) => desk.check_read(&key),
        Charge::Nothing => Ok(()),
    };
    match passed {
        Ok(()) => next.run(request).await,
        Err(refused) => Problem::from(refused).into_response(),
    }
}

fn charge(method: &Method, route: &str, person: Option<&str>, address: ClientAddress) -> Charge {
    if person.is_some() && uploads::is_append(method, route) {
        return Charge::Nothing;
    }
    // A preflight is the browser's doing, and is answered before any of this.
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS].contains(method);
    match (reads, person) {
        (true, Some(_)) => Charge::Nothing,
        (true, None) => Charge::Read(address.limit_key()),
        (false, Some(id)) => Charge::Write(format!("person:{id}")),
        (false, None) => Charge::Write(address.limit_key()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_count_by_person_and_anonymous_requests_by_address() {
        let address = ClientAddress("203.0.113.7".parse().unwrap());
        let by_address = "address:203.0.113.7".to_owned();
        assert_eq!(
            charge(&Method::POST, "/", Some("maya"), address),
            Charge::Write("person:maya".into())
        );
        assert_eq!(
            charge(&Method::DELETE, "/", None, address),
            Charge::Write(by_address.clone())
        );
        assert_eq!(
            charge(&Method::GET, "/", None, address),
            Charge::Read(by_address)
        );
        assert_eq!(
            charge(&Method::GET, "/", Some("maya"), address),
            Charge::Nothing
        );
    }
}
