//! Anonymous visitors, where the operator allows them.

use std::net::IpAddr;

use frontdesk_model::{
    Person, PersonId, Role,
    auth::{SignedIn, VisitorSignIn},
    validate::{EMAIL_MAX_CHARS, NAME_MAX_CHARS, Problems, is_email},
};

use crate::{
    Desk,
    error::{Error, Result},
};

/// The ids of visitors begin so.
const VISITOR: &str = "visitor-";

/// Whether nobody but the visitor has said who they are.
pub(super) fn is_visitor(id: &PersonId) -> bool {
    id.as_str().starts_with(VISITOR)
}

impl Desk {
    /// Makes a visitor with an identity of their own.
    ///
    /// # Errors
    /// `Forbidden` where visitors are not allowed; `InvalidInput`;
    /// `RateLimited` by address.
    pub async fn sign_in_visitor(&self, body: &VisitorSignIn, address: IpAddr) -> Result<SignedIn> {
        if !self.config.visitors {
            return Err(Error::forbidden(
                "anonymous visitors are not allowed here; sign in through the application",
            ));
        }
        self.login_limit.check(&format!("visitor {address}"))?;
        let mut problems = Problems::new();
        let name = problems.optional("name", body.name.as_deref(), NAME_MAX_CHARS);
        let email = problems.optional("email", body.email.as_deref(), EMAIL_MAX_CHARS);
        if email.as_deref().is_some_and(|email| !is_email(email)) {
            problems.add("email", "email must be a valid address");
        }
        let name = name.map(|name| self.moderation.mask_name(&name).unwrap_or(name));
        let visitor = problems.finish(Person {
            id: PersonId(format!("{VISITOR}{}", self.ids.next())),
            name: name.unwrap_or_else(|| "Visitor".to_owned()),
            email,
            role: Role::User,
        })?;
        let mut tx = self.store.begin().await?;
        tx.save_person(&visitor, self.clock.now()).await?;
        tx.commit().await?;
        self.sign_in(visitor)
    }
}
