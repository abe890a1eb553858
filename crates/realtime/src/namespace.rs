//! What the three namespaces have in common: the life of a connection and the
//! way of an event from the read loop to its acknowledgement.

use std::{
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use frontdesk_desk::{ConnectionId, Deliver, Error};
use frontdesk_model::Actor;
use socketioxide::{
    ParserError, SocketIo,
    extract::{AckSender, SocketRef, TryData},
    handler::ConnectHandler,
};
use tokio::sync::Notify;

use crate::{
    Shared, ack,
    ack::Answer,
    closing::Lines,
    handshake::{self, Auth, Refusal},
    inbound::{Bounds, Full, Inbox, Next},
    metrics,
    outbound::{self, Outlet},
    register,
};

/// How often the desk is told that a connection's person is active.
const ACTIVITY: Duration = Duration::from_secs(60);

/// One namespace: its events, and the use cases they call.
pub(crate) trait Namespace: Sized + Send + Sync + 'static {
    /// Every event that clients may send here.
    type Event: Send + 'static;
    const PATH: &'static str;
    /// Whether clients here know the event `error`.
    const HAS_ERROR_EVENT: bool = false;

    /// Registers each event with [`register::on`] or [`register::on_bare`].
    fn register(socket: &SocketRef, connection: &Arc<Connection<Self>>);

    /// Bytes of text in an event, for the bound of the queue.
    fn bytes(_: &Self::Event) -> usize {
        0
    }

    /// How what the desk says goes out.
    fn way_out(outlet: Outlet) -> Arc<dyn Deliver> {
        Arc::new(outlet)
    }

    /// Enters the connection at the desk and says what a new one is to hear.
    fn enter(
        shared: &Shared,
        actor: &Actor,
        out: Arc<dyn Deliver>,
    ) -> impl Future<Output = Result<ConnectionId, Error>> + Send;

    fn leave(shared: &Shared, actor: &Actor, id: ConnectionId) -> impl Future<Output = ()> + Send;

    /// Carries out one event.
    fn handle(
        connection: &Connection<Self>,
        event: Self::Event,
    ) -> impl Future<Output = Result<Answer, Error>> + Send;

    /// Whether the failure of an event is also reported as `error`.
    /// `acknowledged`: the client has asked for an acknowledgement and so knows.
    fn complains(_event: &'static str, acknowledged: bool) -> bool {
        Self::HAS_ERROR_EVENT && !acknowledged
    }
}

/// One client's connection to one namespace. Holds no socket: the socket's
/// handlers hold it, and a circle would never be freed.
pub(crate) struct Connection<N: Namespace> {
    pub(crate) shared: Arc<Shared>,
    pub(crate) actor: Actor,
    /// Whether the client takes several notifications in one event.
    batches: bool,
    inbox: Inbox<Entry<N>>,
    presence: Mutex<Presence>,
    gone: Notify,
    since: Instant,
    /// Seconds after `since` at which the desk last heard that its person is active.
    active: AtomicU64,
}

enum Presence {
    Entering,
    Here(ConnectionId),
    Gone,
}

/// An event that waits for its turn.
struct Entry<N: Namespace> {
    name: &'static str,
    event: N::Event,
    reply: Reply,
}

/// The way back to the sender of an event.
pub(crate) struct Reply {
    pub(crate) socket: SocketRef,
    pub(crate) ack: AckSender,
    /// Whether the sender has asked for an acknowledgement.
    pub(crate) acknowledged: bool,
}

/// Working off a queue. Boxed, because it is large, and most events only join a
/// queue that is being worked off: what is spawned for them stays small.
pub(crate) type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Serves a namespace until the layer is dropped.
pub(crate) fn serve<N: Namespace>(io: &SocketIo, shared: &Arc<Shared>) {
    let shared = shared.clone();
    let admit = move |socket: SocketRef, TryData(auth): TryData<Auth>| {
        let shared = shared.clone();
        async move { admit::<N>(shared, socket, auth).await }
    };
    io.ns(N::PATH, live::<N>.with(admit));
}

/// Before CONNECT goes out: events that the client sends from its `connect`
/// callback must already find their handlers.
async fn admit<N: Namespace>(
    shared: Arc<Shared>,
    socket: SocketRef,
    auth: Result<Auth, ParserError>,
) -> Result<(), Refusal> {
    let batches = auth.as_ref().is_ok_and(|auth| auth.batch);
    let actor = handshake::admit(&shared, &socket, auth)
        .await
        .inspect_err(|refusal| metrics::count_refused(N::PATH, refusal.reason))?;
    let bounds = Bounds {
        items: shared.options.inbound_queue,
        bytes: shared.options.inbound_queue_bytes,
    };
    let connection = Arc::new(Connection::<N> {
        shared,
        actor,
        batches,
        inbox: Inbox::held(bounds),
        presence: Mutex::new(Presence::Entering),
        gone: Notify::new(),
        since: Instant::now(),
        active: AtomicU64::new(0),
    });
    N::register(&socket, &connection);
    register::on_unknown(&socket, &connection);
    let leaving = connection.clone();
    socket.on_disconnect(move || async move { leaving.leave().await });
    socket.extensions.insert(connection);
    Ok(())
}

/// What clients send although nobody is there: no sign of activity.
const UNATTENDED: &[&str] = &["sync", "delivered"];

/// From CONNECT to the end of the connection or of its token.
async fn live<N: Namespace>(socket: SocketRef) {
    let Some(connection) = socket.extensions.remove::<Arc<Connection<N>>>() else {
        return;
    };
    let work = connection.shared.work.token();
    // Use cases make large futures: on the heap for as long as they run, not in
    // this one, which lives as long as the connection.
    if let Err(error) = Box::pin(connection.enter(&socket)).await {
        tracing::warn!(namespace = N::PATH, %error, "a connection could not enter");
        connection.refuse_waiting(&error);
        if N::HAS_ERROR_EVENT {
            outbound::complain(&connection.shared.lines, &socket, error.detail());
        }
        connection.shared.lines.close(socket);
        return;
    }
    // What has come in meanwhile, in the order it came.
    Box::pin(connection.clone().work_off()).await;
    drop(work);
    connection.until_token_expires(socket).await;
}

impl<N: Namespace> Connection<N> {
    /// The connection's name in the hub; none before it has entered and after it has gone.
    pub(crate) fn id(&self) -> Option<ConnectionId> {
        match *self.presence() {
            Presence::Here(id) => Some(id),
            Presence::Entering | Presence::Gone => None,
        }
    }

    async fn enter(&self, socket: &SocketRef) -> Result<(), Error> {
        let lines = self.shared.lines.clone();
        let outlet = N::way_out(Outlet::new(socket.clone(), lines, self.batches));
        let id = N::enter(&self.shared, &self.actor, outlet).await?;
        let gone = {
            let mut presence = self.presence();
            match *presence {
                Presence::Gone => true,
                Presence::Entering | Presence::Here(_) => {
                    *presence = Presence::Here(id);
                    false
                }
            }
        };
        if gone {
            N::leave(&self.shared, &self.actor, id).await;
        } else {
            metrics::connected(N::PATH);
        }
        Ok(())
    }

    async fn leave(&self) {
        let before = std::mem::replace(&mut *self.presence(), Presence::Gone);
        self.gone.notify_one();
        if let Presence::Here(id) = before {
            metrics::disconnected(N::PATH);
            N::leave(&self.shared, &self.actor, id).await;
        }
    }

    fn presence(&self) -> std::sync::MutexGuard<'_, Presence> {
        // Nothing panics while it is held.
        self.presence.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A token's end is the end of what it has opened. The client connects
    /// again with a renewed one; with the old one it hears that it has expired.
    async fn until_token_expires(&self, socket: SocketRef) {
        let left = self.actor.expires_at.since(self.shared.desk.now());
        tokio::select! {
            () = self.gone.notified() => {}
            () = tokio::time::sleep(left) => {
                metrics::count_refused(N::PATH, "expired");
                if N::HAS_ERROR_EVENT {
                    outbound::complain(&self.shared.lines, &socket, "your token has expired: sign in again");
                }
                self.shared.lines.close(socket);
            }
        }
    }

    /// Takes an event in the read loop; the future is what is left to do.
    pub(crate) fn receive(
        self: Arc<Self>,
        name: &'static str,
        event: Result<N::Event, Error>,
        reply: Reply,
    ) -> Option<Work> {
        metrics::count_event(N::PATH, name);
        // The token first, then the flag: shutdown sets the flag, then waits for tokens.
        let work = self.shared.work.token();
        if self.shared.closing.load(Ordering::SeqCst) {
            self.refuse(name, "closing", reply, &closing());
            return None;
        }
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                self.refuse(name, "malformed", reply, &error);
                return None;
            }
        };
        let bytes = N::bytes(&event);
        match self.inbox.put(Entry { name, event, reply }, bytes) {
            Ok(Next::Wait) => None,
            Ok(Next::Start) => Some(Box::pin(async move {
                self.work_off().await;
                drop(work);
            })),
            Err(Full(entry)) => {
                self.refuse(name, "queue-full", entry.reply, &queue_full());
                None
            }
        }
    }

    /// Carries out what waits, one after the other, until nothing does.
    async fn work_off(self: Arc<Self>) {
        let mut unwinding = Unwinding {
            inbox: &self.inbox,
            armed: true,
        };
        while let Some(entry) = self.inbox.take() {
            if self.actor.is_staff() && !UNATTENDED.contains(&entry.name) {
                self.shared.desk.agent_active(&self.actor);
            }
            let started = Instant::now();
            let result = N::handle(&self, entry.event).await;
            metrics::time_event(N::PATH, entry.name, started.elapsed());
            match result {
                Ok(Answer::Later(later)) => {
                    let lines = self.shared.lines.clone();
                    let settle = async move {
                        let result = later.answer().await;
                        entry.reply.settle::<N>(&lines, entry.name, &result);
                    };
                    self.shared.work.spawn(settle);
                }
                result => entry
                    .reply
                    .settle::<N>(&self.shared.lines, entry.name, &result),
            }
            self.note_activity(started);
        }
        unwinding.armed = false;
    }

    /// Tells the desk from time to time that the person is active.
    fn note_activity(&self, now: Instant) {
        let seconds = now.duration_since(self.since).as_secs();
        let told = self.active.load(Ordering::Relaxed);
        if seconds >= told + ACTIVITY.as_secs() {
            self.active.store(seconds, Ordering::Relaxed);
            self.shared.desk.saw(&self.actor.id);
        }
    }

    /// Ends a queue that nobody will work off.
    fn refuse_waiting(&self, error: &Error) {
        while let Some(entry) = self.inbox.take() {
            self.refuse(entry.name, "not-entered", entry.reply, error);
        }
    }

    fn refuse(&self, name: &'static str, reason: &'static str, reply: Reply, error: &Error) {
        metrics::count_refused(N::PATH, reason);
        reply.fail::<N>(&self.shared.lines, name, error);
    }
}

/// Frees the queue for the next event when a use case panics.
struct Unwinding<'a, T> {
    inbox: &'a Inbox<T>,
    armed: bool,
}

impl<T> Drop for Unwinding<'_, T> {
    fn drop(&mut self) {
        if self.armed {
            self.inbox.abandon();
        }
    }
}

impl Reply {
    fn settle<N: Namespace>(
        self,
        lines: &Arc<Lines>,
        name: &'static str,
        result: &Result<Answer, Error>,
    ) {
        match result {
            Ok(answer) => {
                outbound::sent(lines, &self.socket, self.ack.send(answer));
            }
            Err(error) => self.fail::<N>(lines, name, error),
        }
    }

    fn fail<N: Namespace>(self, lines: &Arc<Lines>, name: &'static str, error: &Error) {
        let sent = self.ack.send(&ack::failure(error));
        let delivered = outbound::sent(lines, &self.socket, sent);
        if delivered && N::complains(name, self.acknowledged) {
            outbound::complain(lines, &self.socket, error.detail());
        }
    }
}

fn closing() -> Error {
    Error::unavailable("the server is shutting down; send it again after reconnecting")
}

fn queue_full() -> Error {
    Error::unavailable("too many events are waiting; send this one again in a moment")
}
