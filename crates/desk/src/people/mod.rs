//! What staff knows of people and does about them.

mod block;
mod blocked;
mod notes;
mod profile;
mod vip;

pub(crate) use blocked::Blocked;
