//! The chat room: the router under its lock, who takes part in which open
//! chat, and the carrying out of what the router decides.
//!
//! Every change of who waits or holds what goes through the router's lock,
//! store write and announcement included, so that two changes are announced
//! in the order in which they happened.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use frontdesk_model::{
    ConversationId, MessageId, PersonId, Timestamp,
    chat::{ChatSession, ChatStatus, WaitingSession},
    events::{AgentJoined, WaitingForAgent},
};
use frontdesk_store::{
    ChatAccess, ChatRow, CommittedMessage, FailPoint, RANK_RETURNED, StoredNotification,
};
use tokio::sync::{MutexGuard, Notify, mpsc};

use super::{
    open_chats::{OpenChats, Participants},
    router::{Effect, Router, RouterConfig},
    typing::{self, TypingTable},
};
use crate::{
    Desk,
    config::DeskConfig,
    error::{Error, Result},
    hub::{ConnectionId, Event, Namespace},
    view::session_view,
};

/// Accepts that the estimate of a waiting time looks back at.
const RECENT_WAITS: u32 = 20;
/// What may wait to be shown after a message was delivered.
const FOLLOW_UP_QUEUE: usize = 1_024;

/// What is shown after a message was delivered, without holding up the next.
/// All of it is stored, and seen at the next look, should the queue be full.
enum FollowUp {
    Notifications(Vec<StoredNotification>),
    /// A waiting chat has new last words.
    Waiting(ConversationId),
}

pub(crate) struct ChatRoom {
    router: tokio::sync::Mutex<Router>,
    /// Wakes the timer when the router's next deadline may have changed.
    changed: Notify,
    open: OpenChats,
    pub(crate) typing: TypingTable,
    /// Which connection sent a message that is being stored, so that it isn't
    /// told its own message.
    origins: Mutex<HashMap<MessageId, ConnectionId>>,
}

impl ChatRoom {
    pub fn new(config: &DeskConfig) -> Self {
        Self {
            router: tokio::sync::Mutex::new(Router::new(RouterConfig {
                capacity: config.agent_capacity as usize,
                offer_timeout: config.offer_timeout,
                grace: config.agent_grace,
            })),
            changed: Notify::new(),
            open: OpenChats::default(),
            typing: TypingTable::new(config),
            origins: Mutex::default(),
        }
    }

    pub async fn router(&self) -> MutexGuard<'_, Router> {
        self.router.lock().await
    }

    pub fn set_origin(&self, message: MessageId, connection: ConnectionId) {
        lock(&self.origins).insert(message, connection);
    }

    pub fn take_origin(&self, message: MessageId) -> Option<ConnectionId> {
        lock(&self.origins).remove(&message)
    }

    /// Keeps in mind who takes part, as a row of the store says.
    pub fn remember(&self, row: &ChatRow) {
        self.open.remember(row);
    }

    /// Who takes part in a chat; none once it is closed.
    pub fn open_participants(&self, id: ConversationId) -> Option<Participants> {
        self.open.get(id)
    }

    /// The agents who hold a user's chats.
    pub fn held_for(&self, user: &PersonId) -> Vec<(ConversationId, PersonId)> {
        self.open.of_user(user)
    }

    /// The chats that an agent holds, and whose they are.
    pub fn held_by(&self, agent: &PersonId) -> Vec<(ConversationId, PersonId)> {
        self.open.of_agent(agent)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A panic while it was held can't leave the map half changed.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    /// Reads the open chats, and begins to deliver and to keep time.
    pub(crate) async fn open_chat_room(&self) -> Result<()> {
        let now = self.clock.now();
        let mut router = self.chat.router().await;
        for row in self.store.waiting_chats().await? {
            self.chat.remember(&row);
            router.enqueue(row.id, row.queue_rank, row.queued_at);
        }
        for row in self.store.active_chats().await? {
            self.chat.remember(&row);
            if let Some(agent) = &row.agent_id {
                router.hold(row.id, agent, now);
            }
        }
        drop(router);
        if let Some(committed) = self.store.take_committed() {
            let (follow_ups, queue) = mpsc::channel(FOLLOW_UP_QUEUE);
            tokio::spawn(deliver_messages(self.clone(), committed, follow_ups));
            tokio::spawn(follow_up(self.clone(), queue));
        }
        tokio::spawn(keep_time(self.clone()));
        tokio::spawn(typing::keep_typing(self.clone()));
        Ok(())
    }

    /// How many chats wait for an agent.
    pub async fn waiting_chats(&self) -> usize {
        self.chat.router().await.waiting()
    }

    /// Who takes part in an open chat.
    pub(crate) async fn participants(&self, id: ConversationId) -> Result<Participants> {
        if let Some(participants) = self.chat.open_participants(id) {
            return Ok(participants);
        }
        let row = self
            .store
            .chat(id, &ChatAccess::Staff)
            .await?
            .ok_or_else(|| Error::not_found("chat"))?;
        if row.status == ChatStatus::Closed {
            return Err(Error::conflict("this chat is closed; start a new one"));
        }
        self.chat.remember(&row);
        Ok(Participants {
            user: row.user_id,
            agent: row.agent_id,
        })
    }

    /// Carries out what follows from a change of the router.
    pub(crate) async fn settle(&self, router: &mut Router) {
        loop {
            let effects = router.settle(self.clock.now());
            let again = effects
                .iter()
                .any(|effect| matches!(effect, Effect::Return { .. }));
            let estimate = self.seconds_per_place(router, &effects).await;
            for effect in effects {
                self.carry_out(router, effect, estimate).await;
            }
            if !again {
                break;
            }
        }
        metrics::gauge!("frontdesk_chats_waiting").set(router.waiting() as f64);
        self.chat.changed.notify_one();
    }

    async fn carry_out(&self, router: &mut Router, effect: Effect, estimate: Option<f64>) {
        match effect {
            Effect::Offer { session, agent } => match self.waiting_view(session).await {
                Ok(view) => self
                    .hub
                    .send(&agent, Namespace::ChatAgent, &Event::NewSession(view)),
                Err(error) => tracing::warn!(%error, %session, "an offer could not be made"),
            },
            Effect::EndOffer { session, agent } => {
                self.hub
                    .send(&agent, Namespace::ChatAgent, &Event::OfferEnded(session));
            }
            Effect::Position { session, position } => {
                if let Some(participants) = self.chat.open_participants(session) {
                    let event = Event::WaitingForAgent(WaitingForAgent {
                        session_id: session,
                        position,
                        estimated_wait_seconds: scale(estimate, position),
                    });
                    self.hub
                        .send(&participants.user, Namespace::ChatUser, &event);
                }
            }
            Effect::Return { agent, sessions } => {
                for session in sessions {
                    let returned = self
                        .requeue(router, session, &agent, RANK_RETURNED, None)
                        .await;
                    if let Err(error) = returned {
                        tracing::warn!(%error, %session, "a chat could not be returned");
                    }
                }
            }
        }
    }

    /// Puts a chat that `agent` holds back into the queue, and tells everyone.
    /// The caller settles the router afterwards.
    pub(super) async fn requeue(
        &self,
        router: &mut Router,
        session: ConversationId,
        agent: &PersonId,
        rank: i64,
        note: Option<&str>,
    ) -> Result<()> {
        let mut tx = self.store.begin().await?;
        let row = tx
            .requeue_chat(session, Some(agent), rank, note, self.clock.now())
            .await?;
        tx.commit().await?;
        self.chat.remember(&row);
        router.enqueue(session, row.queue_rank, row.queued_at);
        let user = row.user_id.clone();
        let view = session_view(row);
        self.hub
            .send(&user, Namespace::ChatUser, &Event::AgentLeft(session));
        self.tell_session(&view, Some(agent));
        let queued = Event::SessionQueued(WaitingSession::from(&view));
        self.hub.broadcast(Namespace::ChatAgent, &queued);
        Ok(())
    }

    /// Tells those who take part (and an agent who did) how a chat stands now.
    pub(super) fn tell_session(&self, session: &ChatSession, formerly: Option<&PersonId>) {
        let event = Event::SessionUpdated(session.clone());
        self.hub.send(&session.user_id, Namespace::ChatUser, &event);
        let agents = [session.agent_id.as_ref(), formerly];
        for (index, agent) in agents.iter().enumerate() {
            if let Some(agent) = agent
                && (index == 0 || session.agent_id.as_ref() != Some(agent))
            {
                self.hub.send(agent, Namespace::ChatAgent, &event);
            }
        }
    }

    /// Tells the customer who is there for them now.
    pub(super) fn tell_joined(&self, row: &ChatRow) {
        if let (Some(id), Some(name)) = (&row.agent_id, &row.agent_name) {
            let event = Event::AgentJoined(AgentJoined {
                id: id.clone(),
                name: name.clone(),
                session_id: row.id,
            });
            self.hub.send(&row.user_id, Namespace::ChatUser, &event);
        }
    }

    async fn waiting_view(&self, session: ConversationId) -> Result<WaitingSession> {
        let row = self
            .store
            .chat(session, &ChatAccess::Staff)
            .await?
            .ok_or_else(|| Error::not_found("chat"))?;
        Ok(WaitingSession::from(&session_view(row)))
    }

    /// Shows agents the last words of a chat that waits. Under the router's
    /// lock, so that it can't come after the news that someone has it.
    async fn show_waiting_again(&self, session: ConversationId) {
        let router = self.chat.router().await;
        if router.position(session).is_none() {
            return;
        }
        match self.waiting_view(session).await {
            Ok(view) => self
                .hub
                .broadcast(Namespace::ChatAgent, &Event::SessionQueued(view)),
            Err(error) => tracing::warn!(%error, %session, "a waiting chat could not be shown"),
        }
    }

    /// A place in the queue and an estimate of the wait, for one chat.
    pub(super) async fn place(
        &self,
        router: &Router,
        session: ConversationId,
    ) -> (Option<i64>, Option<i64>) {
        let Some(position) = router.position(session) else {
            return (None, None);
        };
        let estimate = self.estimate(router).await;
        (Some(position), scale(estimate, position))
    }

    /// What one more chat would wait, as [`Desk::place`] estimates it.
    pub(crate) async fn next_wait(&self, router: &Router) -> Option<i64> {
        let position = i64::try_from(router.waiting()).ok()? + 1;
        scale(self.estimate(router).await, position)
    }

    async fn seconds_per_place(&self, router: &Router, effects: &[Effect]) -> Option<f64> {
        let needed = effects
            .iter()
            .any(|effect| matches!(effect, Effect::Position { .. }));
        if needed {
            self.estimate(router).await
        } else {
            None
        }
    }

    /// Seconds that a place in the queue takes, by what recent waits were and
    /// how many agents share the queue. None when nobody is there to answer,
    /// or nothing is known: better no promise than a wrong one.
    async fn estimate(&self, router: &Router) -> Option<f64> {
        let agents = router.available_agents();
        let waits = self.store.recent_waits(RECENT_WAITS).await.ok()?;
        if agents == 0 || waits.is_empty() {
            return None;
        }
        let mean = waits.iter().sum::<i64>() as f64 / waits.len() as f64;
        Some(mean / agents as f64)
    }
}

fn scale(seconds_per_place: Option<f64>, position: i64) -> Option<i64> {
    seconds_per_place.map(|seconds| (seconds * position as f64).ceil().max(1.0) as i64)
}

/// Hands each committed message to both sides, in the order of commits.
async fn deliver_messages(
    desk: Desk,
    mut committed: mpsc::Receiver<CommittedMessage>,
    follow_ups: mpsc::Sender<FollowUp>,
) {
    while let Some(one) = committed.recv().await {
        metrics::counter!("frontdesk_messages_total").increment(1);
        let origin = desk.chat.take_origin(one.message.id);
        let (session, sender) = (one.message.conversation_id, one.message.sender);
        let event = Event::ChatMessage(desk.message_view(one.message));
        desk.store.reached(FailPoint::BeforePublish).await;
        desk.hub
            .send_except(&one.user_id, Namespace::ChatUser, &event, origin);
        match &one.agent_id {
            Some(agent) => {
                desk.hub
                    .send_except(agent, Namespace::ChatAgent, &event, origin);
            }
            None => show_later(&follow_ups, FollowUp::Waiting(session)),
        }
        desk.stop_typing(session, sender);
        desk.store.reached(FailPoint::AfterPublish).await;
        if !one.notifications.is_empty() {
            show_later(&follow_ups, FollowUp::Notifications(one.notifications));
        }
    }
}

fn show_later(follow_ups: &mpsc::Sender<FollowUp>, what: FollowUp) {
    if follow_ups.try_send(what).is_err() {
        metrics::counter!("frontdesk_follow_ups_skipped_total").increment(1);
    }
}

async fn follow_up(desk: Desk, mut queue: mpsc::Receiver<FollowUp>) {
    while let Some(what) = queue.recv().await {
        match what {
            FollowUp::Notifications(stored) => desk.deliver_notifications(stored).await,
            FollowUp::Waiting(session) => desk.show_waiting_again(session).await,
        }
    }
}

/// Wakes the router when an offer or a grace time runs out.
async fn keep_time(desk: Desk) {
    loop {
        let deadline = desk.chat.router().await.next_deadline();
        match deadline {
            None => desk.chat.changed.notified().await,
            Some(at) => {
                let wait = at.since(desk.clock.now());
                tokio::select! {
                    () = desk.chat.changed.notified() => continue,
                    () = tokio::time::sleep(wait) => {}
                }
                let mut router = desk.chat.router().await;
                if is_due(&router, desk.clock.now()) {
                    desk.settle(&mut router).await;
                }
            }
        }
    }
}

fn is_due(router: &Router, now: Timestamp) -> bool {
    router.next_deadline().is_some_and(|at| at <= now)
}
