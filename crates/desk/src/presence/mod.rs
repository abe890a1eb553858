//! Who is there, and what they are about: kept in memory alone, for it ends
//! with the connections. Only when somebody was last seen is stored.
//!
//! [`expiry`] is the clock of all that ends by itself.

mod connections;
mod expiry;
mod last_seen;
mod looking;
mod viewers;

use connections::Connections;
pub(crate) use expiry::Expiry;
use last_seen::LastSeen;
use looking::Looking;
use viewers::Viewers;

use crate::{Desk, config::DeskConfig};

pub(crate) struct Presence {
    connections: Connections,
    seen: LastSeen,
    viewers: Viewers,
    looking: Looking,
}

impl Presence {
    /// Must be called within a tokio runtime.
    pub fn new(config: &DeskConfig) -> Self {
        Self {
            connections: Connections::new(),
            seen: LastSeen::default(),
            viewers: Viewers::new(config.typing_timeout),
            looking: Looking::default(),
        }
    }
}

impl Desk {
    /// Begins to keep time.
    pub(crate) fn open_presence(&self) {
        tokio::spawn(connections::keep_connections(self.clone()));
        tokio::spawn(last_seen::keep_last_seen(self.clone()));
        tokio::spawn(viewers::keep_writing(self.clone()));
    }
}
