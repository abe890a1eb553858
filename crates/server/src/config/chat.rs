//! How chats are handed to agents.

use std::time::Duration;

use frontdesk_model::routing::Strategy;

use super::{Number, setting::section};

section! {
    /// How chats are handed to agents.
    "Chat" Chat {
        /// Characters of one chat message, ticket description or response.
        message_max_chars: Number<1, 100_000> = "10000",
        /// Chats offered to one agent at a time; an agent may accept more by hand.
        agent_capacity: Number<1, 1_000> = "5",
        /// Seconds that an offered chat waits for its agent before it goes to the next.
        offer_seconds: Number<1, 3_600> = "20",
        /// Seconds for which an agent's dropped line is forgiven before their chats return to the queue.
        agent_grace_seconds: Number<0, 86_400> = "30",
        /// Seconds for which somebody is shown to be typing (or an agent to be writing in a conversation) after they last said so.
        typing_seconds: Number<1, 60> = "6",
        /// Seconds without activity after which an available agent is away until they do something; 0 for never.
        agent_away_seconds: Number<0, 604_800> = "900",
        /// Which free agent is offered a chat of no team: the one with the fewest chats, or each in turn. Teams have a strategy of their own.
        routing_strategy: Strategy = "least-loaded",
        /// Seconds by which a chat that had an agent already goes before others.
        returned_head_start_seconds: Number<0, 604_800> = "1800",
        /// Seconds by which the chat of a VIP goes before others.
        vip_head_start_seconds: Number<0, 604_800> = "600",
        /// Seconds by which the chat of someone who talked to an agent within the last day goes before others.
        returning_head_start_seconds: Number<0, 604_800> = "120",
        /// Seconds that a chat waits for an agent with its skills while none is there; then it is offered to others too.
        skill_patience_seconds: Number<0, 86_400> = "60",
        /// Opening hours within which a message is answered that was left while nobody was there, as customers are told; once there are five recent first answers, their median is told instead.
        expected_answer_hours: Number<1, 1_000> = "8",
        /// Days for which a customer may change a rating.
        rating_days: Number<1, 365> = "7",
    }
}

impl Chat {
    pub fn expected_answer(&self) -> Duration {
        self.expected_answer_hours.seconds() * 3600
    }
}
