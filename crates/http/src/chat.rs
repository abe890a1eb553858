//! `/chat`: opening a chat and reading its history. The chat itself runs over
//! the sockets.

use axum::{
    Json as JsonAnswer,
    extract::State,
    response::{IntoResponse, Response},
};
use frontdesk_desk::{ChatFilter, Desk};
use frontdesk_model::{
    ConversationId, PersonId,
    chat::{ChatMessage, ChatSession, ChatStatus, InitiateChat, InitiateChatRest},
    moderation::Held,
    page::PageInfo,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, List},
    body::Command,
    idempotency::IdempotencyHeader,
    identity::Caller,
    paging::{Id, PageQuery, Paging, Query, flag, limit, text},
    problem::Problem,
    tickets::{snoozed, unknown},
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(initiate))
        .routes(routes!(sessions))
        .routes(routes!(session))
        .routes(routes!(messages))
}

/// The caller's chat.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Initiated {
    session_id: ConversationId,
    status: ChatStatus,
    /// True when an open chat was found and goes on.
    resumed: bool,
    /// When the first message waits for a review.
    held: Option<Held>,
}

/// Open the caller's chat.
///
/// Resumes the open one, if there is one. With an `Idempotency-Key`, a repeat
/// does not send the first message again.
#[utoipa::path(post, path = "/chat/initiate", tag = "chat", operation_id = "initiateChat",
    params(IdempotencyHeader), request_body = InitiateChatRest, security(("bearer" = [])),
    responses(
        (status = 200, description = "The chat's session.", body = Answer<Initiated>),
        (status = 422, description = "Moderation refused the first message, the topic or an answer of the form; no chat was opened."),
    ))]
async fn initiate(
    State(desk): State<Desk>,
    command: Command<InitiateChatRest>,
) -> Result<Answer<Initiated>, Problem> {
    let input = InitiateChat {
        topic: command.body.topic,
        topic_id: command.body.topic_id,
        answers: command.body.answers,
        message: command.body.initial_message,
        // The key marks the message, so that its repeat is recognised.
        client_id: command.call.idempotency.map(|key| key.key),
        attachments: Vec::new(),
        context: command.body.context,
    };
    let chat = desk
        .initiate_chat(&command.call.actor, &input, None)
        .await?;
    Ok(Answer::of(Initiated {
        session_id: chat.session_id,
        status: chat.status,
        resumed: chat.resumed,
        held: chat.held,
    }))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct SessionQuery {
    #[param(value_type = Option<ChatStatus>)]
    status: Option<String>,
    /// For agents: `true` shows only the chats that the caller holds.
    #[param(value_type = Option<bool>)]
    mine: Option<String>,
    /// For agents: one customer's chats.
    #[serde(rename = "userId")]
    #[param(rename = "userId")]
    user_id: Option<String>,
    /// For agents: `true` shows only the chats that are set aside for later;
    /// lists leave those out otherwise, but for one customer's.
    #[param(value_type = Option<bool>)]
    snoozed: Option<String>,
}

/// List chat sessions.
///
/// Customers see their own; staff sees everybody's. The newest come first.
#[utoipa::path(get, path = "/chat/sessions", tag = "chat", operation_id = "listChatSessions",
    params(SessionQuery, PageQuery), security(("bearer" = [])),
    responses((status = 200, description = "A page of sessions.", body = List<ChatSession>)))]
async fn sessions(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(query): Query<SessionQuery>,
    Paging(page): Paging,
) -> Result<List<ChatSession>, Problem> {
    let status = text(query.status)
        .map(|name| {
            ChatStatus::parse(&name)
                .ok_or_else(|| unknown("status", ChatStatus::ALL.iter().map(|it| it.as_str())))
        })
        .transpose()?;
    let mine = flag("mine", query.mine.as_deref())?;
    let user = text(query.user_id).map(PersonId);
    let snoozed = snoozed(&actor, query.snoozed.as_deref(), user.as_ref())?;
    let filter = ChatFilter {
        snoozed,
        status,
        held_by: (mine && actor.is_staff()).then(|| actor.id.clone()),
        user,
    };
    let sessions = desk.chat_sessions(&actor, &filter, &page).await?;
    Ok(sessions.into())
}

/// Read a chat session.
#[utoipa::path(get, path = "/chat/sessions/{id}", tag = "chat", operation_id = "getChatSession",
    params(("id" = ConversationId, Path, description = "The session's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The session.", body = Answer<ChatSession>),
        (status = 404, description = "There is no such chat, or it is somebody else's."),
    ))]
async fn session(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
) -> Result<Answer<ChatSession>, Problem> {
    Ok(Answer::of(desk.chat_session(&actor, id).await?))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct HistoryQuery {
    /// The last `seq` that is known already; 0, or nothing, for the beginning.
    #[param(value_type = Option<i64>, minimum = 0)]
    after: Option<String>,
    /// Messages of one page, 1 to 100; 20 when it is missing.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100)]
    limit: Option<String>,
    /// `page.next` of the page before; the same as `after`.
    cursor: Option<String>,
}

impl HistoryQuery {
    fn after(&self) -> Result<i64, Problem> {
        let given = [("after", &self.after), ("cursor", &self.cursor)]
            .into_iter()
            .find_map(|(name, text)| Some((name, text.as_deref().filter(|it| !it.is_empty())?)));
        let Some((name, text)) = given else {
            return Ok(0);
        };
        text.parse()
            .ok()
            .filter(|after| *after >= 0)
            .ok_or_else(|| Problem::invalid_field(name, format!("{name} must be a seq, from 0")))
    }
}

/// A part of a chat's history.
#[derive(Debug, Serialize, ToSchema)]
struct History {
    /// Always true.
    success: bool,
    /// Oldest first.
    data: Vec<ChatMessage>,
    session: ChatSession,
    /// `next` is the `after` of the next page.
    page: PageInfo,
}

impl IntoResponse for History {
    fn into_response(self) -> Response {
        JsonAnswer(self).into_response()
    }
}

/// Read a chat's history.
#[utoipa::path(get, path = "/chat/sessions/{id}/messages", tag = "chat", operation_id = "listChatMessages",
    params(("id" = ConversationId, Path, description = "The session's id."), HistoryQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "Messages, oldest first.", body = History),
        (status = 404, description = "There is no such chat, or it is somebody else's."),
    ))]
async fn messages(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
    Query(query): Query<HistoryQuery>,
) -> Result<History, Problem> {
    let after = query.after()?;
    let limit = limit(query.limit.as_deref())?;
    let history = desk.chat_messages(&actor, id, after, limit).await?;
    let last = history
        .messages
        .last()
        .map(|message| message.seq.to_string());
    Ok(History {
        success: true,
        page: PageInfo {
            next: last.filter(|_| history.more),
        },
        data: history.messages,
        session: history.session,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn history_goes_on_after_a_seq() {
        let query = |after: &str| HistoryQuery {
            after: Some(after.to_owned()),
            ..HistoryQuery::default()
        };
        assert_eq!(HistoryQuery::default().after(), Ok(0));
        assert_eq!(query("17").after(), Ok(17));
        assert!(query("-1").after().is_err());
        assert!(query("latest").after().is_err());
    }
}
