//! Who is calling: the bearer token of RFC 6750, verified once a request by
//! [`identify`], and the extractors through which handlers ask for it. A bad
//! token is a 401 even where none would have been needed.

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::Response,
};
use frontdesk_desk::Desk;
use frontdesk_model::{Actor, error::ErrorCode};

use crate::problem::Problem;

/// What the request's token says.
#[derive(Clone, Debug)]
pub(crate) enum Identity {
    Anonymous,
    Known(Box<Actor>),
    /// There is a token, but it doesn't hold.
    Refused(Problem),
}

impl Identity {
    pub(crate) fn actor(&self) -> Option<&Actor> {
        match self {
            Self::Known(actor) => Some(actor),
            Self::Anonymous | Self::Refused(_) => None,
        }
    }
}

/// Middleware: verifies the token, if there is one, and notes the outcome.
pub(crate) async fn identify(
    State(desk): State<Desk>,
    mut request: Request,
    next: Next,
) -> Response {
    let identity = match bearer(request.headers()) {
        Ok(None) => Identity::Anonymous,
        Ok(Some(token)) => match desk.authenticate(token).await {
            Ok(actor) => Identity::Known(Box::new(actor)),
            Err(error) => Identity::Refused(error.into()),
        },
        Err(problem) => Identity::Refused(problem),
    };
    request.extensions_mut().insert(identity);
    next.run(request).await
}

/// The token of `Authorization: Bearer <token>`.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Problem> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(None);
    };
    let unusable = || {
        Problem::new(
            ErrorCode::Unauthenticated,
            "the Authorization header must be `Bearer` and a token",
        )
    };
    let text = value.to_str().map_err(|_| unusable())?;
    let (scheme, token) = text.trim().split_once(' ').ok_or_else(unusable)?;
    let token = token.trim();
    if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
        return Err(unusable());
    }
    Ok(Some(token))
}

/// A signed-in caller, or 401.
#[derive(Clone, Debug)]
pub struct Caller(pub Actor);

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let MaybeCaller(actor) = MaybeCaller::from_request_parts(parts, state).await?;
        actor.map(Self).ok_or_else(|| {
            Problem::new(
                ErrorCode::Unauthenticated,
                "sign in first: send `Authorization: Bearer <token>`",
            )
        })
    }
}

/// A caller who may be anonymous; a bad token is still a 401.
#[derive(Clone, Debug)]
pub struct MaybeCaller(pub Option<Actor>);

impl<S: Sync> FromRequestParts<S> for MaybeCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match parts.extensions.get::<Identity>() {
            Some(Identity::Known(actor)) => Ok(Self(Some(actor.as_ref().clone()))),
            Some(Identity::Anonymous) => Ok(Self(None)),
            Some(Identity::Refused(problem)) => Err(problem.clone()),
            None => {
                tracing::error!("a route asks for its caller outside of `identify`");
                Err(Problem::internal())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, value.parse().unwrap());
        headers
    }

    #[test]
    fn a_bearer_token_is_read_whatever_the_case_of_its_scheme() {
        assert_eq!(bearer(&with("Bearer abc")).unwrap(), Some("abc"));
        assert_eq!(bearer(&with("bearer  abc ")).unwrap(), Some("abc"));
        assert_eq!(bearer(&HeaderMap::new()).unwrap(), None);
    }

    #[test]
    fn any_other_scheme_is_refused_and_not_taken_for_anonymous() {
        for value in ["Basic abc", "Bearer", "Bearer ", "abc"] {
            assert!(bearer(&with(value)).is_err(), "{value}");
        }
    }
}
