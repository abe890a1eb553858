//! `/conversations`, and the two doors between a chat and a ticket: what is
//! done around a conversation, whatever it is.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use frontdesk_desk::{Desk, Export, ExportFormat};
use frontdesk_model::{
    ConversationId,
    chat::ChatSession,
    context::ConversationContext,
    conversation::{
        ChatToTicket, Conversation, ConversationExport, MergeInto, MergedConversation,
        OwnConversation, OwnStatus, Snooze, TranscriptSent,
    },
    ticket::Ticket,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, Created, Done, List, created},
    body::{BareCommand, Command, Json},
    idempotency::IdempotencyHeader,
    identity::Caller,
    paging::{Id, PageQuery, Paging, Query, flag, text},
    problem::Problem,
    tickets::unknown,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(own))
        .routes(routes!(to_ticket))
        .routes(routes!(to_chat))
        .routes(routes!(merge))
        .routes(routes!(unmerge))
        .routes(routes!(merged))
        .routes(routes!(context))
        .routes(routes!(snooze))
        .routes(routes!(unsnooze))
        .routes(routes!(mark_read))
        .routes(routes!(transcript))
        .routes(routes!(export))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct OwnQuery {
    /// All of them when it is missing.
    #[param(value_type = Option<OwnStatus>)]
    status: Option<String>,
}

/// List one's own conversations.
///
/// The caller's tickets and chats in one list, those with the latest activity
/// first.
#[utoipa::path(get, path = "/conversations", tag = "conversations", operation_id = "listOwnConversations",
    params(OwnQuery, PageQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page of conversations.", body = List<OwnConversation>),
        (status = 400, description = "There is no such status."),
    ))]
async fn own(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(query): Query<OwnQuery>,
    Paging(page): Paging,
) -> Result<List<OwnConversation>, Problem> {
    let status = match text(query.status) {
        None => None,
        Some(word) => {
            let mut all = OwnStatus::ALL.iter();
            let found = all.find(|it| it.as_str() == word).copied();
            let names = || OwnStatus::ALL.iter().map(|it| it.as_str());
            Some(found.ok_or_else(|| unknown("status", names()))?)
        }
    };
    Ok(desk.own_conversations(&actor, status, &page).await?.into())
}

/// Make a ticket of a chat.
///
/// For staff. It is the same conversation: the chat's messages are the ticket's
/// responses. The chat goes on unless `closeChat` is true.
#[utoipa::path(post, path = "/chat/sessions/{id}/ticket", tag = "conversations", operation_id = "makeTicketOfChat",
    params(("id" = ConversationId, Path, description = "The session's id."), IdempotencyHeader),
    request_body = ChatToTicket, security(("bearer" = [])),
    responses(
        (status = 201, description = "The ticket; `Location` is its address.", body = Answer<Ticket>),
        (status = 403, description = "The caller is not staff, or would close another agent's chat."),
        (status = 404, description = "There is no such chat."),
        (status = 409, description = "It is a ticket already, or was merged."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn to_ticket(
    State(desk): State<Desk>,
    Id(id): Id<ConversationId>,
    command: Command<ChatToTicket>,
) -> Result<Created<Ticket>, Problem> {
    let ticket = desk
        .chat_to_ticket(&command.call, id, &command.body)
        .await?;
    Ok(created(&format!("tickets/{id}"), ticket))
}

/// Make a live chat of a ticket.
///
/// For staff. It is the same conversation, held by the caller; a chat of it
/// that was closed is opened again.
#[utoipa::path(post, path = "/tickets/{id}/chat", tag = "conversations", operation_id = "makeChatOfTicket",
    params(("id" = ConversationId, Path, description = "The ticket's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The chat's session.", body = Answer<ChatSession>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such ticket."),
        (status = 409, description = "Another agent holds it, its customer has another open chat, or it was merged."),
    ))]
async fn to_chat(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
) -> Result<Answer<ChatSession>, Problem> {
    Ok(Answer::of(desk.ticket_to_chat(&actor, id).await?))
}

/// Merge a conversation into another.
///
/// For staff, and for two conversations of one customer. It is closed, leaves
/// every list and is shown with the other; what its customer writes there goes
/// to the other. Nothing is copied, so that it can be undone.
#[utoipa::path(post, path = "/conversations/{id}/merge", tag = "conversations", operation_id = "mergeConversation",
    params(("id" = ConversationId, Path, description = "The conversation that leaves the lists.")),
    request_body = MergeInto, security(("bearer" = [])),
    responses(
        (status = 200, description = "The merged conversation.", body = Answer<Conversation>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "One of the two is not there."),
        (status = 409, description = "They are of two customers or the same one, or one is merged already."),
    ))]
async fn merge(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
    Json(body): Json<MergeInto>,
) -> Result<Answer<Conversation>, Problem> {
    let merged = desk.merge_conversation(&actor, id, body.into).await?;
    Ok(Answer::of(merged))
}

/// Take a merged conversation out again.
///
/// For staff. It stands as it did before; what was written meanwhile stays
/// where it was written.
#[utoipa::path(post, path = "/conversations/{id}/unmerge", tag = "conversations", operation_id = "unmergeConversation",
    params(("id" = ConversationId, Path, description = "The merged conversation.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The conversation as it is now.", body = Answer<Conversation>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such conversation."),
        (status = 409, description = "It is not merged, or its customer has another open chat now."),
    ))]
async fn unmerge(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
) -> Result<Answer<Conversation>, Problem> {
    Ok(Answer::of(desk.unmerge_conversation(&actor, id).await?))
}

/// List what was merged into a conversation.
#[utoipa::path(get, path = "/conversations/{id}/merged", tag = "conversations", operation_id = "listMergedConversations",
    params(("id" = ConversationId, Path, description = "The conversation.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "All of them, oldest merge first.", body = Answer<Vec<MergedConversation>>),
        (status = 404, description = "There is no such conversation, or it is somebody else's."),
    ))]
async fn merged(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
) -> Result<Answer<Vec<MergedConversation>>, Problem> {
    Ok(Answer::of(desk.merged_conversations(&actor, id).await?))
}

/// Read where a conversation began.
///
/// For staff: the page, language and browser of its customer, as the browser
/// said when the chat or ticket began. Nobody has checked it.
#[utoipa::path(get, path = "/conversations/{id}/context", tag = "conversations", operation_id = "getConversationContext",
    params(("id" = ConversationId, Path, description = "The conversation.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "What was said; null when nothing was.", body = Answer<Option<ConversationContext>>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such conversation."),
    ))]
async fn context(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
) -> Result<Answer<Option<ConversationContext>>, Problem> {
    Ok(Answer::of(desk.conversation_context(&actor, id).await?))
}

/// Set a conversation aside until later.
///
/// For staff. It leaves the lists until then; a message of its customer's
/// brings it back at once. Another time replaces the first.
#[utoipa::path(post, path = "/conversations/{id}/snooze", tag = "conversations", operation_id = "snoozeConversation",
    params(("id" = ConversationId, Path, description = "The conversation.")),
    request_body = Snooze, security(("bearer" = [])),
    responses(
        (status = 200, description = "The conversation as it is now.", body = Answer<Conversation>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such conversation."),
        (status = 409, description = "It was merged."),
    ))]
async fn snooze(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
    Json(body): Json<Snooze>,
) -> Result<Answer<Conversation>, Problem> {
    Ok(Answer::of(desk.snooze(&actor, id, &body).await?))
}

/// Bring a conversation back before its time.
#[utoipa::path(post, path = "/conversations/{id}/unsnooze", tag = "conversations", operation_id = "unsnoozeConversation",
    params(("id" = ConversationId, Path, description = "The conversation.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The conversation as it is now.", body = Answer<Conversation>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such conversation."),
    ))]
async fn unsnooze(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
) -> Result<Answer<Conversation>, Problem> {
    Ok(Answer::of(desk.unsnooze(&actor, id).await?))
}

/// Mark a conversation as read.
///
/// What the caller was notified of about it is read, in all their tabs. Fetching
/// a conversation marks nothing: clients fetch ahead. Over the socket, `read` of
/// a chat to its end and `view-conversation` do the same.
#[utoipa::path(post, path = "/conversations/{id}/read", tag = "conversations", operation_id = "markConversationRead",
    params(("id" = ConversationId, Path, description = "The ticket's or chat's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "What the caller was notified of about it is read.", body = Done),
        (status = 404, description = "There is no such conversation, or it is not the caller's."),
    ))]
async fn mark_read(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
) -> Result<Done, Problem> {
    desk.mark_conversation_read(&actor, id).await?;
    Ok(Done::OK)
}

/// Mail the transcript to the customer.
///
/// For the customer and for staff; it always goes to the customer's own
/// address. It is on its way when this answers.
#[utoipa::path(post, path = "/conversations/{id}/transcript", tag = "conversations", operation_id = "sendTranscript",
    params(("id" = ConversationId, Path, description = "The conversation."), IdempotencyHeader),
    security(("bearer" = [])),
    responses(
        (status = 202, description = "It will be mailed.", body = Answer<TranscriptSent>),
        (status = 404, description = "There is no such conversation, or it is somebody else's."),
        (status = 409, description = "The desk sends no mail, or the customer has no address."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn transcript(
    State(desk): State<Desk>,
    Id(id): Id<ConversationId>,
    BareCommand(call): BareCommand,
) -> Result<(StatusCode, Answer<TranscriptSent>), Problem> {
    let sent = desk.send_transcript(&call, id).await?;
    Ok((StatusCode::ACCEPTED, Answer::of(sent)))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    /// `json` (when it is missing) or `text`.
    #[param(value_type = Option<String>)]
    format: Option<String>,
    /// For agents: `true` adds the internal notes.
    #[param(value_type = Option<bool>)]
    notes: Option<String>,
}

/// Download a conversation.
///
/// Everything said in it and in those that were merged into it. All times are
/// UTC.
#[utoipa::path(get, path = "/conversations/{id}/export", tag = "conversations", operation_id = "exportConversation",
    params(("id" = ConversationId, Path, description = "The conversation."), ExportQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The file: this JSON (not wrapped in `data`), or `text/plain` with `format=text`.",
            content_type = "application/json", body = ConversationExport),
        (status = 403, description = "Only agents may see the notes."),
        (status = 404, description = "There is no such conversation, or it is somebody else's."),
    ))]
async fn export(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
    Query(query): Query<ExportQuery>,
) -> Result<Response, Problem> {
    let format = match text(query.format).as_deref() {
        None | Some("json") => ExportFormat::Json,
        Some("text") => ExportFormat::Text,
        Some(_) => return Err(unknown("format", ["json", "text"].into_iter())),
    };
    let notes = flag("notes", query.notes.as_deref())?;
    let export = desk.export_conversation(&actor, id, format, notes).await?;
    Ok(download(export))
}

fn download(export: Export) -> Response {
    let mut response = export.body.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(export.media_type),
    );
    // The name is made of a number or an id: nothing in it needs quoting.
    let disposition = format!("attachment; filename=\"{}\"", export.file_name);
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
