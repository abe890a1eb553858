//! Who is calling: tokens, the accounts of agents and admins, and visitors.

mod account_mail;
mod accounts;
mod acquaintances;
mod authenticate;
mod keys;
mod visitors;

pub use accounts::Account;
pub(crate) use accounts::{hash, verify};
pub(crate) use acquaintances::Acquaintances;
pub use keys::{KeyRing, Verification};
