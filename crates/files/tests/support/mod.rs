//! What the integration tests share.

pub mod car;
pub mod desk;
pub mod node;
