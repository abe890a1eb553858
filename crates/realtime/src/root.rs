//! `/`: notifications of one person, to all their tabs and devices.

use std::sync::Arc;

use frontdesk_desk::{self as desk, ConnectionId, Deliver, Error};
use frontdesk_model::{
    Actor, NotificationId,
    events::{MarkNotificationRead, ROOT, ViewConversation},
};
use socketioxide::extract::SocketRef;

use crate::{
    Shared,
    ack::Answer,
    batching::Batching,
    namespace::{Connection, Namespace},
    outbound::Outlet,
    register::{on, on_bare},
};

pub(crate) struct Root;

pub(crate) enum RootEvent {
    MarkRead(NotificationId),
    MarkAllRead,
    View(ViewConversation),
}

impl Namespace for Root {
    type Event = RootEvent;
    const PATH: &'static str = ROOT;

    fn register(socket: &SocketRef, connection: &Arc<Connection<Self>>) {
        on(
            socket,
            connection,
            "mark-notification-read",
            |body: MarkNotificationRead| RootEvent::MarkRead(body.notification_id),
        );
        on(socket, connection, "view-conversation", RootEvent::View);
        on_bare(socket, connection, "mark-all-notifications-read", || {
            RootEvent::MarkAllRead
        });
    }

    fn way_out(outlet: Outlet) -> Arc<dyn Deliver> {
        match outlet.batches() {
            true => Arc::new(Batching::new(outlet)),
            false => Arc::new(outlet),
        }
    }

    async fn enter(
        shared: &Shared,
        actor: &Actor,
        out: Arc<dyn Deliver>,
    ) -> Result<ConnectionId, Error> {
        // Entered first, so that no change between the two is missed.
        let id = shared
            .desk
            .connect(actor, desk::Namespace::Root, out.clone());
        match shared.desk.tell_unread_to(actor, out.as_ref()).await {
            Ok(()) => Ok(id),
            Err(error) => {
                shared.desk.disconnect(actor, id);
                Err(error)
            }
        }
    }

    async fn leave(shared: &Shared, actor: &Actor, id: ConnectionId) {
        shared.desk.disconnect(actor, id);
    }

    async fn handle(connection: &Connection<Self>, event: RootEvent) -> Result<Answer, Error> {
        let (desk, actor) = (&connection.shared.desk, &connection.actor);
        match event {
            RootEvent::MarkRead(id) => desk.mark_notification_read(actor, id).await?,
            RootEvent::MarkAllRead => desk.mark_all_notifications_read(actor).await?,
            RootEvent::View(body) => {
                if let Some(from) = connection.id() {
                    desk.view_conversation(actor, from, &body).await?;
                }
            }
        }
        Ok(Answer::OK)
    }
}
