//! The events that both sides of a chat have in common.

use frontdesk_desk::{Error, Sent};
use frontdesk_model::{
    chat::{InitiateChat, SendMessage, Sender},
    events::{Delivered, Read, SYNC_MAX_MESSAGES, SendMessageAck, Sync, SyncAck, Typing},
};

use crate::{
    ack::Answer,
    namespace::{Connection, Namespace},
};

/// Bytes of text in a message.
pub(crate) fn message_bytes(message: &SendMessage) -> usize {
    message.content.len() + message.attachments.iter().map(String::len).sum::<usize>()
}

/// Bytes of text in the answers of the form before a chat.
pub(crate) fn answer_bytes(body: &InitiateChat) -> usize {
    let answers = body.answers.iter().flatten();
    answers.map(|(key, value)| key.len() + value.len()).sum()
}

pub(crate) async fn send<N: Namespace>(
    connection: &Connection<N>,
    side: Sender,
    body: &SendMessage,
) -> Result<Answer, Error> {
    let desk = &connection.shared.desk;
    let sent = desk
        .send_message(&connection.actor, side, body, connection.id())
        .await?;
    let (message, held) = match sent {
        Sent::Stored(message) => (Some(*message), None),
        Sent::Held(held) => (None, Some(held)),
    };
    Ok(Answer::Message(Box::new(SendMessageAck {
        success: true,
        message,
        held,
    })))
}

pub(crate) async fn typing<N: Namespace>(
    connection: &Connection<N>,
    side: Sender,
    body: &Typing,
) -> Result<Answer, Error> {
    let desk = &connection.shared.desk;
    desk.typing(&connection.actor, side, body, connection.id())
        .await?;
    Ok(Answer::OK)
}

/// What was missed, as one packet: a burst of single ones could overflow the way out.
pub(crate) async fn sync<N: Namespace>(
    connection: &Connection<N>,
    body: &Sync,
) -> Result<Answer, Error> {
    let desk = &connection.shared.desk;
    let history = desk
        .chat_messages(
            &connection.actor,
            body.session_id,
            body.after,
            SYNC_MAX_MESSAGES,
        )
        .await?;
    Ok(Answer::Missed(Box::new(SyncAck {
        success: true,
        messages: history.messages,
        more: history.more,
        session: history.session,
    })))
}

pub(crate) fn delivered<N: Namespace>(
    connection: &Connection<N>,
    side: Sender,
    body: &Delivered,
) -> Result<Answer, Error> {
    let desk = &connection.shared.desk;
    let stored = desk.mark_delivered(&connection.actor, side, body)?;
    Ok(Answer::later(stored))
}

pub(crate) fn read<N: Namespace>(
    connection: &Connection<N>,
    side: Sender,
    body: &Read,
) -> Result<Answer, Error> {
    let desk = &connection.shared.desk;
    let stored = desk.mark_read(&connection.actor, side, body)?;
    Ok(Answer::later(stored))
}
