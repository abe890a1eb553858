//! The checks at the door: what a role may do. Who owns what is asked of the
//! store, in the use case itself.

use frontdesk_model::{Actor, Role};

use crate::error::{Error, Result};

/// # Errors
/// `Forbidden` for anyone but agents and admins.
pub(crate) fn agents_only(actor: &Actor) -> Result<()> {
    if actor.is_staff() {
        Ok(())
    } else {
        Err(Error::forbidden("only agents may do this"))
    }
}

/// # Errors
/// `Forbidden` for anyone but admins.
pub(crate) fn admins_only(actor: &Actor) -> Result<()> {
    if actor.role == Role::Admin {
        Ok(())
    } else {
        Err(Error::forbidden("only admins may do this"))
    }
}
