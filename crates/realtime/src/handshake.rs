//! Who may enter a namespace: the `Origin` of the page, then the token of the
//! handshake. A refusal reaches the client as `connect_error` with its message.

use std::{fmt, sync::atomic::Ordering};

use frontdesk_model::{Actor, events};
use serde::Deserialize;
use socketioxide::{ParserError, extract::SocketRef};

use crate::{Shared, origin};

/// The handshake's `auth`. Whatever else it says about the caller is ignored:
/// the identity is the token's.
#[derive(Debug, Deserialize)]
pub(crate) struct Auth {
    #[serde(default)]
    token: Option<String>,
    /// Whether several notifications may come in one event (`notifications`).
    #[serde(default)]
    pub(crate) batch: bool,
}

/// Why a client was not let in.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// For the metric.
    pub(crate) reason: &'static str,
    /// For the client.
    message: String,
}

impl Refusal {
    fn new(reason: &'static str, message: impl Into<String>) -> Self {
        Self {
            reason,
            message: message.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Finds out who is calling, or why they may not enter.
pub(crate) async fn admit(
    shared: &Shared,
    socket: &SocketRef,
    auth: Result<Auth, ParserError>,
) -> Result<Actor, Refusal> {
    if shared.closing.load(Ordering::SeqCst) {
        return Err(Refusal::new(
            "closing",
            "the server is shutting down; connect again in a moment",
        ));
    }
    let origin = socket.req_parts().headers.get("origin");
    let origin = origin.map(|value| value.as_bytes());
    if !origin::allows(&shared.options.allowed_origins, origin) {
        return Err(Refusal::new(
            "origin",
            "this page's origin may not connect; the operator can add it to CORS_ORIGINS",
        ));
    }
    let token = token(auth)?;
    let actor = shared
        .desk
        .authenticate(&token)
        .await
        .map_err(|error| Refusal::new(error.code().code(), error.detail()))?;
    check_role(socket.ns(), &actor)?;
    Ok(actor)
}

fn token(auth: Result<Auth, ParserError>) -> Result<String, Refusal> {
    let malformed = |_| {
        Refusal::new(
            "malformed",
            "the handshake's auth must be { token: <jwt>, batch?: true }",
        )
    };
    match auth.map_err(malformed)?.token {
        Some(token) if !token.is_empty() => Ok(token),
        _ => Err(Refusal::new(
            "missing",
            "the token is missing: connect with auth { token: <jwt> }",
        )),
    }
}

fn check_role(namespace: &str, actor: &Actor) -> Result<(), Refusal> {
    if namespace == events::CHAT_AGENT && !actor.is_staff() {
        return Err(Refusal::new(
            "role",
            format!(
                "wrong role: {namespace} is for agents and admins, this token's role is {}",
                actor.role.as_str()
            ),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use frontdesk_model::{PersonId, Role, Timestamp};

    use super::*;

    fn actor(role: Role) -> Actor {
        Actor {
            id: PersonId::from("maya"),
            name: "Maya".into(),
            email: None,
            role,
            expires_at: Timestamp(0),
        }
    }

    #[test]
    fn only_staff_may_enter_the_agents_namespace() {
        assert!(check_role("/chat/agent", &actor(Role::Agent)).is_ok());
        assert!(check_role("/chat/agent", &actor(Role::Admin)).is_ok());
        let refusal = check_role("/chat/agent", &actor(Role::User)).unwrap_err();
        assert!(refusal.to_string().contains("wrong role"));
    }

    #[test]
    fn anyone_signed_in_may_enter_the_others() {
        assert!(check_role("/", &actor(Role::User)).is_ok());
        assert!(check_role("/chat/user", &actor(Role::User)).is_ok());
    }

    #[test]
    fn a_handshake_without_a_token_says_so() {
        for auth in [None, Some(String::new())] {
            let refusal = token(Ok(Auth {
                token: auth,
                batch: false,
            }))
            .unwrap_err();
            assert!(refusal.to_string().contains("missing"));
        }
    }
}
