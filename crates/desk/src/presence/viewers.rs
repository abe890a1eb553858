//! Which agents look at a conversation, and who of them is writing: so that no
//! two answer the same customer.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use frontdesk_model::{
    Actor, ConversationId, PersonId,
    events::{ConversationViewers, ViewConversation, Viewer},
};

use super::expiry::Expiry;
use crate::{
    Desk,
    error::{Error, Result},
    hub::{ConnectionId, Event, Namespace},
    tickets::access_of,
};

/// Conversations that one connection may show at once.
const VIEWED_MAX: usize = 20;

pub(crate) struct Viewers {
    state: Mutex<State>,
    /// Which writing ends when nothing more is heard of it.
    writing: Expiry<(ConnectionId, ConversationId), ()>,
}

#[derive(Default)]
struct State {
    /// The views of each conversation, in the order in which they began.
    views: HashMap<ConversationId, Vec<View>>,
    by_connection: HashMap<ConnectionId, Vec<ConversationId>>,
}

/// A connection that shows a conversation.
struct View {
    connection: ConnectionId,
    person: PersonId,
    name: String,
    writing: bool,
}

impl Viewers {
    pub fn new(writing_for: Duration) -> Self {
        Self {
            state: Mutex::default(),
            writing: Expiry::new(writing_for),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Who looks at it: each person once, writing if any tab of theirs is.
    fn viewers(&self, conversation: ConversationId) -> Vec<Viewer> {
        let mut viewers: Vec<Viewer> = Vec::new();
        for view in self.views.get(&conversation).into_iter().flatten() {
            match viewers.iter_mut().find(|one| one.id == view.person) {
                Some(viewer) => viewer.writing |= view.writing,
                None => viewers.push(Viewer {
                    id: view.person.clone(),
                    name: view.name.clone(),
                    writing: view.writing,
                }),
            }
        }
        viewers
    }

    fn view(
        &mut self,
        connection: ConnectionId,
        conversation: ConversationId,
    ) -> Option<&mut View> {
        let views = self.views.get_mut(&conversation)?;
        views.iter_mut().find(|view| view.connection == connection)
    }

    fn remove(&mut self, connection: ConnectionId, conversation: ConversationId) {
        if let Some(views) = self.views.get_mut(&conversation) {
            views.retain(|view| view.connection != connection);
            if views.is_empty() {
                self.views.remove(&conversation);
            }
        }
    }
}

impl Desk {
    /// A connection shows a conversation (and, an agent's at the console, writes
    /// in it), or no longer does: its person is not notified of what happens
    /// there, and has read what they were notified of about it. Every agent who looks at it hears when that changes who of them
    /// does; one that begins to look hears it in any case.
    ///
    /// # Errors
    /// `NotFound`, for another customer's as well; `InvalidInput` when the
    /// connection shows too many.
    pub async fn view_conversation(
        &self,
        actor: &Actor,
        from: ConnectionId,
        input: &ViewConversation,
    ) -> Result<()> {
        let id = input.conversation_id;
        if !input.looking {
            self.stop_viewing(from, id);
            self.note_looking(actor, from, id, false)?;
            return Ok(());
        }
        let at_console = self
            .hub
            .connections(&actor.id, Namespace::ChatAgent)
            .contains(&from);
        if !at_console {
            self.conversation_row(id, &access_of(actor)).await?;
            return self.begin_looking(actor, from, id).await;
        }
        let known = self.presence.viewers.lock().view(from, id).is_some();
        if !known && !self.store.has_conversation(id).await? {
            return Err(Error::not_found("conversation"));
        }
        self.look(actor, from, input)?;
        self.begin_looking(actor, from, id).await
    }

    async fn begin_looking(
        &self,
        actor: &Actor,
        from: ConnectionId,
        id: ConversationId,
    ) -> Result<()> {
        match self.note_looking(actor, from, id, true)? {
            true => self.read_about(actor, id).await,
            // Said again, as while somebody writes.
            false => Ok(()),
        }
    }

    fn note_looking(
        &self,
        actor: &Actor,
        from: ConnectionId,
        id: ConversationId,
        looking: bool,
    ) -> Result<bool> {
        let shown = &self.presence.looking;
        let is_new = shown
            .note(&actor.id, from, id, looking, VIEWED_MAX)
            .ok_or_else(too_many)?;
        // Gone while its event was waiting: nobody would end it.
        if !self.hub.is_attached(&actor.id, from) {
            shown.forget(&actor.id, from);
        }
        Ok(is_new)
    }

    fn look(&self, actor: &Actor, from: ConnectionId, input: &ViewConversation) -> Result<()> {
        let id = input.conversation_id;
        let writing = &self.presence.viewers.writing;
        let mut state = self.presence.viewers.lock();
        let before = state.viewers(id);
        let is_new = state.view(from, id).is_none();
        if is_new {
            // Gone while its event was waiting: nobody would end its view.
            if !self.hub.is_attached(&actor.id, from) {
                return Ok(());
            }
            let viewed = state.by_connection.entry(from).or_default();
            if viewed.len() >= VIEWED_MAX {
                return Err(too_many());
            }
            viewed.push(id);
            state.views.entry(id).or_default().push(View {
                connection: from,
                person: actor.id.clone(),
                name: actor.name.clone(),
                writing: false,
            });
        }
        if let Some(view) = state.view(from, id) {
            view.writing = input.writing;
        }
        if input.writing {
            writing.start((from, id), |_| ());
        } else {
            writing.end(&(from, id));
        }
        if state.viewers(id) != before {
            self.tell_viewers(&state, id);
        } else if is_new {
            let event = viewers_event(id, before);
            self.hub.send_to(&actor.id, from, &event);
        }
        Ok(())
    }

    fn stop_viewing(&self, connection: ConnectionId, id: ConversationId) {
        let mut state = self.presence.viewers.lock();
        if let Some(viewed) = state.by_connection.get_mut(&connection) {
            viewed.retain(|one| *one != id);
            if viewed.is_empty() {
                state.by_connection.remove(&connection);
            }
            self.end_view(&mut state, connection, id);
        }
    }

    /// A connection is gone.
    pub(super) fn stop_viewing_from(&self, connection: ConnectionId) {
        let mut state = self.presence.viewers.lock();
        let viewed = state.by_connection.remove(&connection);
        for id in viewed.unwrap_or_default() {
            self.end_view(&mut state, connection, id);
        }
    }

    fn end_view(&self, state: &mut State, connection: ConnectionId, id: ConversationId) {
        self.presence.viewers.writing.end(&(connection, id));
        let before = state.viewers(id);
        state.remove(connection, id);
        if state.viewers(id) != before {
            self.tell_viewers(state, id);
        }
    }

    /// Nothing more was heard of somebody's writing.
    fn stop_writing(&self, connection: ConnectionId, id: ConversationId) {
        let mut state = self.presence.viewers.lock();
        if self.presence.viewers.writing.contains(&(connection, id)) {
            // It was said again meanwhile.
            return;
        }
        let before = state.viewers(id);
        if let Some(view) = state.view(connection, id) {
            view.writing = false;
        }
        if state.viewers(id) != before {
            self.tell_viewers(&state, id);
        }
    }

    /// Under the lock of the views, so that changes are told in their order.
    fn tell_viewers(&self, state: &State, id: ConversationId) {
        let event = viewers_event(id, state.viewers(id));
        for view in state.views.get(&id).into_iter().flatten() {
            self.hub.send_to(&view.person, view.connection, &event);
        }
    }
}

fn too_many() -> Error {
    Error::invalid_field(
        "conversationId",
        format!("at most {VIEWED_MAX} conversations can be looked at in one place"),
    )
}

fn viewers_event(conversation_id: ConversationId, viewers: Vec<Viewer>) -> Event {
    Event::ConversationViewers(ConversationViewers {
        conversation_id,
        viewers,
    })
}

/// Ends the writing of which nothing more is heard.
pub(super) async fn keep_writing(desk: Desk) {
    loop {
        let ((connection, conversation), ()) = desk.presence.viewers.writing.next().await;
        desk.stop_writing(connection, conversation);
    }
}
