//! Who is calling: tokens, the accounts of agents and admins, visitors, and
//! customers who sign in by a mailed link.

mod account_mail;
mod accounts;
mod acquaintances;
mod authenticate;
mod keys;
mod link_token;
mod mailed_link;
mod visitors;

pub use accounts::Account;
pub(crate) use accounts::{hash, verify};
pub(crate) use acquaintances::Acquaintances;
pub use keys::{KeyRing, Verification};
pub(crate) use mailed_link::person_of_address;
pub use mailed_link::{LINK_LIFE, LINK_PERIOD, LINKS_PER_ADDRESS, LINKS_PER_CLIENT, LinkSignIn};
