//! Bodies of signing in. How tokens are made and verified lives in `desk`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Person;

/// `POST /auth/login`: for agents and admins with an account of Frontdesk's own.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Login {
    pub email: String,
    pub password: String,
}

/// `POST /auth/visitor`: an anonymous visitor, where the operator allows them.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VisitorSignIn {
    pub name: Option<String>,
    pub email: Option<String>,
}

/// `POST /auth/link`: have a link to sign in with mailed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkRequest {
    pub email: String,
}

/// `POST /auth/link/redeem`: sign in by what stands behind the `#` of the link.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkRedemption {
    pub token: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignedIn {
    pub token: String,
    pub user: Person,
}
