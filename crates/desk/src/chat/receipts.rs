//! Someone's device has received a chat up to a message, or they have read it.

use frontdesk_model::{
    Actor, ConversationId,
    chat::Sender,
    events::{Delivered, DeliveryReceipt, Read, ReadReceipt},
};
use frontdesk_store::{CommittedRead, CommittedReceipt, NewReceipt, ReceiptKind};
use tokio::sync::mpsc;

use crate::{
    Desk,
    error::{Error, Result},
    hub::{Event, Namespace},
};

impl Desk {
    /// Keeps how far a side's devices have received, and tells both sides. The
    /// mark only moves forward, and never past the last message; whether the
    /// caller takes part is decided in the transaction that stores it. The
    /// future is ready when it is on disk: others' receipts are stored with it,
    /// so what the caller does next need not wait for it.
    ///
    /// # Errors
    /// At once `InvalidInput`, and `Unavailable` when too many wait; later
    /// `NotFound` for a chat in which the caller takes no part.
    pub fn mark_delivered(
        &self,
        actor: &Actor,
        side: Sender,
        input: &Delivered,
    ) -> Result<impl Future<Output = Result<()>> + Send + use<>> {
        let at = (input.session_id, input.seq);
        self.record(actor, side, ReceiptKind::Delivered, at)
    }

    /// The same for how far a side has read, which it has received too. Who has
    /// read to the end has read what they were notified of about the chat.
    ///
    /// # Errors
    /// As [`Desk::mark_delivered`].
    pub fn mark_read(
        &self,
        actor: &Actor,
        side: Sender,
        input: &Read,
    ) -> Result<impl Future<Output = Result<()>> + Send + use<>> {
        let at = (input.session_id, input.seq);
        self.record(actor, side, ReceiptKind::Read, at)
    }

    fn record(
        &self,
        actor: &Actor,
        side: Sender,
        kind: ReceiptKind,
        (conversation_id, seq): (ConversationId, i64),
    ) -> Result<impl Future<Output = Result<()>> + Send + use<>> {
        if seq < 0 {
            return Err(Error::invalid_field(
                "seq",
                "seq must be the number of a message, or 0 for none",
            ));
        }
        let stored = self.store.record_receipt(NewReceipt {
            conversation_id,
            side,
            person_id: actor.id.clone(),
            kind,
            seq,
        })?;
        Ok(async move { Ok(stored.await?) })
    }

    /// Begins to tell both sides of the marks that move.
    pub(crate) fn open_receipts(&self) {
        if let Some(committed) = self.store.take_receipts() {
            tokio::spawn(tell_receipts(self.clone(), committed));
        }
    }
}

async fn tell_receipts(desk: Desk, mut committed: mpsc::Receiver<CommittedRead>) {
    while let Some(one) = committed.recv().await {
        match one {
            CommittedRead::Receipt(one) => desk.tell_receipt(&one),
            CommittedRead::Notifications {
                person_id,
                conversation_id,
            } => desk.tell_read_about(&person_id, conversation_id).await,
        }
    }
}

impl Desk {
    fn tell_receipt(&self, one: &CommittedReceipt) {
        let (session_id, seq, by) = (one.conversation_id, one.seq, one.side);
        let event = match one.kind {
            ReceiptKind::Delivered => Event::Delivered(DeliveryReceipt {
                session_id,
                seq,
                by,
            }),
            ReceiptKind::Read => Event::Read(ReadReceipt {
                session_id,
                seq,
                by,
            }),
        };
        self.hub.send(&one.user_id, Namespace::ChatUser, &event);
        if let Some(agent) = &one.agent_id {
            self.hub.send(agent, Namespace::ChatAgent, &event);
        }
    }
}
