//! What the tests of several crates share; used by tests alone.

#[cfg(feature = "desk")]
pub mod desk;
pub mod peers;
pub mod postgres;
#[cfg(feature = "desk")]
pub mod sink;
#[cfg(feature = "desk")]
pub mod smtp;

#[cfg(feature = "desk")]
pub use desk::{TestData, TestDesk};
pub use peers::Peer;
pub use postgres::Postgres;
#[cfg(feature = "desk")]
pub use sink::HttpSink;
#[cfg(feature = "desk")]
pub use smtp::SmtpServer;
