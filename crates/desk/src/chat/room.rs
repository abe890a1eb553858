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
    chat::{ChatMessage, ChatSession, ChatStatus, WaitingSession},
    events::{AgentJoined, TicketChanged, WaitingForAgent},
    routing::{AgentPresences, DecisionKind, QueuePriority},
};
use frontdesk_store::{
    ChatAccess, ChatRow, CommittedMessage, FailPoint, MessageRow, RANK_RETURNED, StoredNotification,
};
use tokio::sync::{MutexGuard, Notify, mpsc};

use super::{
    activity::Activity,
    ledger::{self, Ledger},
    open_chats::{OpenChats, Participants},
    router::{Arrival, Effect, Entry, Router, RouterConfig, Ruling},
    typing::{self, TypingTable},
    wait::Estimates,
};
use crate::{
    Desk,
    config::DeskConfig,
    conversation::tell_router,
    error::{Error, Result},
    hub::{ConnectionId, Event, Namespace},
    teams::{profile_of, rules_of},
    uploads::Facts,
    view::session_view,
};

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
    pub(super) activity: Activity,
    pub(super) ledger: Ledger,
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
                strategy: config.routing_strategy,
                returned_head_start: config.returned_head_start,
                vip_head_start: config.vip_head_start,
                returning_head_start: config.returning_head_start,
                skill_patience: config.skill_patience,
                away_after: Some(config.agent_away).filter(|after| !after.is_zero()),
            })),
            activity: Activity::default(),
            ledger: Ledger::new(),
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
        self.load_people(&mut router).await?;
        for row in self.store.waiting_chats().await? {
            self.chat.remember(&row);
            router.enqueue(arrival(&row), Entry::Restored, now);
        }
        for row in self.store.active_chats().await? {
            self.chat.remember(&row);
            if let Some(agent) = &row.agent_id {
                router.hold(row.id, agent);
                tell_router(&mut router, row.id, row.snoozed_until.is_some());
            }
        }
        // Nobody is connected yet: grace times begin, and nothing is offered.
        router.settle(now);
        drop(router);
        if let Some(queue) = self.chat.ledger.take_queue() {
            tokio::spawn(ledger::keep(self.clone(), queue));
        }
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

    /// Teams, and what is known of agents.
    async fn load_people(&self, router: &mut Router) -> Result<()> {
        let mut profiles: HashMap<_, _> = self
            .store
            .agent_profiles()
            .await?
            .into_iter()
            .map(|profile| (profile.person_id.clone(), profile))
            .collect();
        for person in self.store.staff().await? {
            let profile = profiles.remove(&person.id);
            router.set_profile(&person.id, profile_of(person.name, profile.as_ref()));
            if let Some(profile) = profile {
                self.chat
                    .activity
                    .set_away(&person.id, profile.is_automatic);
                router.restore_status(
                    &person.id,
                    profile.status,
                    profile.is_automatic,
                    profile.last_active_at,
                );
            }
        }
        router.set_teams(self.store.teams().await?.iter().map(rules_of));
        Ok(())
    }

    /// Carries out what follows from a change of the router.
    pub(crate) async fn settle(&self, router: &mut Router) {
        loop {
            self.hear_of_activity(router).await;
            let now = self.clock.now();
            let effects = router.settle(now);
            let has_returns = effects
                .iter()
                .any(|effect| matches!(effect, Effect::Return { .. }));
            let mut estimates = Estimates::default();
            let mut rulings = Vec::new();
            for effect in effects {
                if let Effect::Decided(ruling) = effect {
                    self.show(router, &ruling).await;
                    rulings.push(ruling);
                } else {
                    self.carry_out(router, effect, &mut estimates).await;
                }
            }
            self.record_decisions(rulings, now).await;
            if !has_returns && !self.chat.activity.has_news_of_the_away() {
                break;
            }
        }
        metrics::gauge!("frontdesk_chats_waiting").set(router.waiting() as f64);
        self.chat.changed.notify_one();
    }

    /// Shows an agent an offer, or its end.
    async fn show(&self, router: &Router, ruling: &Ruling) {
        let (session, Some(agent)) = (ruling.session, &ruling.agent) else {
            return;
        };
        match ruling.kind {
            DecisionKind::Offered => match self.read_waiting(router, session).await {
                Ok(view) => self
                    .hub
                    .send(agent, Namespace::ChatAgent, &Event::NewSession(view)),
                Err(error) => tracing::warn!(%error, %session, "an offer could not be made"),
            },
            // Of a chat that waits no more they hear otherwise.
            DecisionKind::Passed | DecisionKind::Withdrawn
                if router.standing(session).is_some() =>
            {
                self.hub
                    .send(agent, Namespace::ChatAgent, &Event::OfferEnded(session));
            }
            _ => {}
        }
    }

    async fn carry_out(&self, router: &mut Router, effect: Effect, estimates: &mut Estimates) {
        match effect {
            Effect::Decided(_) => {}
            Effect::Position { session, position } => {
                if let Some(participants) = self.chat.open_participants(session) {
                    let event = Event::WaitingForAgent(WaitingForAgent {
                        session_id: session,
                        position,
                        estimated_wait_seconds: estimates.of(self, router, session).await,
                    });
                    self.hub
                        .send(&participants.user, Namespace::ChatUser, &event);
                }
            }
            Effect::Return { agent, sessions } => {
                for session in sessions {
                    let entry = Entry::LineLost { agent: &agent };
                    let returned = self.requeue(router, session, &agent, entry, None).await;
                    if let Err(error) = returned {
                        tracing::warn!(%error, %session, "a chat could not be returned");
                    }
                }
            }
            Effect::Away { agent } => {
                self.chat.activity.set_away(&agent, true);
                self.keep_status(router, &agent).await;
            }
            Effect::Presences(agents) => {
                let event = Event::AgentPresences(AgentPresences { agents });
                self.hub.broadcast(Namespace::ChatAgent, &event);
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
        entry: Entry<'_>,
        note: Option<&str>,
    ) -> Result<()> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let row = tx
            .requeue_chat(session, Some(agent), RANK_RETURNED, note, now)
            .await?;
        tx.commit().await?;
        self.tell_queued_again(router, row, agent, entry);
        Ok(())
    }

    /// After the commit that has put a chat of `agent` into a queue.
    pub(super) fn tell_queued_again(
        &self,
        router: &mut Router,
        row: ChatRow,
        agent: &PersonId,
        entry: Entry<'_>,
    ) {
        self.chat.remember(&row);
        router.enqueue(arrival(&row), entry, self.clock.now());
        let left = Event::AgentLeft(row.id);
        self.hub.send(&row.user_id, Namespace::ChatUser, &left);
        self.tell_session(&session_view(row.clone()), Some(agent));
        let queued = Event::SessionQueued(self.waiting_view(router, row));
        self.hub.broadcast(Namespace::ChatAgent, &queued);
    }

    /// Tells those who take part (and an agent who did) how a chat stands now.
    pub(crate) fn tell_session(&self, session: &ChatSession, formerly: Option<&PersonId>) {
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

    async fn read_waiting(
        &self,
        router: &Router,
        session: ConversationId,
    ) -> Result<WaitingSession> {
        let row = self
            .store
            .chat(session, &ChatAccess::Staff)
            .await?
            .ok_or_else(|| Error::not_found("chat"))?;
        Ok(self.waiting_view(router, row))
    }

    /// A waiting chat as agents see it.
    pub(super) fn waiting_view(&self, router: &Router, row: ChatRow) -> WaitingSession {
        let standing = router.standing(row.id);
        WaitingSession {
            position: standing.as_ref().map_or(0, |standing| standing.position),
            priority: standing
                .as_ref()
                .map_or(priority(&row), |standing| standing.priority),
            offered_to: standing.and_then(|standing| standing.offered_to),
            id: row.id,
            user_id: row.user_id,
            user_name: row.user_name,
            topic: row.topic,
            last_message: row.last_message,
            message_count: row.last_seq,
            created_at: row.created_at,
            team_id: row.team_id,
            skills: row.skills,
            queued_at: row.queued_at,
        }
    }

    /// Shows agents the last words of a chat that waits. Under the router's
    /// lock, so that it can't come after the news that someone has it.
    async fn show_waiting_again(&self, session: ConversationId) {
        let router = self.chat.router().await;
        if router.standing(session).is_none() {
            return;
        }
        match self.read_waiting(&router, session).await {
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
        let Some(standing) = router.standing(session) else {
            return (None, None);
        };
        let estimate = Estimates::default().of(self, router, session).await;
        (Some(standing.position), estimate)
    }
}

/// A chat as the queue takes it.
pub(super) fn arrival(row: &ChatRow) -> Arrival {
    Arrival {
        session: row.id,
        team: row.team_id,
        skills: row.skills.clone(),
        priority: priority(row),
        queued_at: row.queued_at,
    }
}

/// Why a chat goes before others, if it does.
pub(crate) fn priority(row: &ChatRow) -> QueuePriority {
    match row {
        row if row.queue_rank == RANK_RETURNED => QueuePriority::Returned,
        row if row.is_vip => QueuePriority::Vip,
        row if row.is_returning => QueuePriority::Returning,
        _ => QueuePriority::Normal,
    }
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
        let event = Event::ChatMessage(desk.delivered_view(one.message).await);
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
        if one.is_ticket {
            let changed = Event::TicketChanged(TicketChanged { ticket_id: session });
            desk.hub.send(&one.user_id, Namespace::Root, &changed);
            desk.hub.send_to_staff(Namespace::Root, &changed);
        }
        if !one.notifications.is_empty() {
            show_later(&follow_ups, FollowUp::Notifications(one.notifications));
        }
    }
}

impl Desk {
    /// A message that must go out, even where its files can't be looked up.
    async fn delivered_view(&self, row: MessageRow) -> ChatMessage {
        let facts = self.facts_of([&row]).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the files of a message could not be looked up");
            Facts::default()
        });
        self.message_view(row, &facts)
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
                // Whoever was heard of meanwhile is not away.
                desk.hear_of_activity(&mut router).await;
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
