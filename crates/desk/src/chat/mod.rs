//! Live chat: how a customer and an agent find each other and talk.
//!
//! [`router`] decides who is offered what, [`room`] keeps it and carries out
//! what it decides; every other file is something that one of the two does.

mod accept;
mod activity;
mod agents;
mod close;
mod decisions;
mod history;
mod initiate;
mod ledger;
mod open_chats;
mod receipts;
mod room;
mod router;
mod send_message;
mod transfer;
mod typing;
mod wait;

pub use agents::AgentView;
pub(crate) use agents::agent_view;
pub use history::ChatHistory;
pub(crate) use open_chats::Participants;
pub(crate) use room::{ChatRoom, priority};
pub(crate) use router::{Profile, Router, TeamRules};
pub use send_message::Sent;
