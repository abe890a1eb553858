//! Live chat: how a customer and an agent find each other and talk.
//!
//! [`router`] decides who is offered what, [`room`] keeps it and carries out
//! what it decides; every other file is something that one of the two does.

mod accept;
mod agents;
mod close;
mod history;
mod initiate;
mod open_chats;
mod receipts;
mod room;
mod router;
mod send_message;
mod transfer;
mod typing;

pub use agents::AgentView;
pub use history::ChatHistory;
pub(crate) use open_chats::Participants;
pub(crate) use room::ChatRoom;
