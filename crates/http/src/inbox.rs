//! `/inbox`, drafts and tags: the agents' list of all conversations.

use axum::extract::{Path, State};
use frontdesk_desk::Desk;
use frontdesk_model::{
    ConversationId, PersonId, SavedViewId, TeamId,
    conversation::ConversationKind,
    inbox::{
        BulkChange, BulkChanged, Draft, DraftKind, InboxCounts, InboxFilter, InboxItem, InboxOrder,
        InboxStatus, NewDraft, NewSavedView, SavedView,
    },
    ticket::{Priority, TicketStatus},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, Created, Done, List, created},
    body::{Command, Json},
    idempotency::IdempotencyHeader,
    identity::Caller,
    paging::{Id, PageQuery, Paging, Query, text},
    problem::Problem,
    tickets::unknown,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(list))
        .routes(routes!(counts))
        .routes(routes!(get))
        .routes(routes!(change))
        .routes(routes!(views, create_view))
        .routes(routes!(update_view, delete_view))
        .routes(routes!(drafts))
        .routes(routes!(keep_draft, drop_draft))
        .routes(routes!(set_tags))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct InboxParams {
    /// `open` when it is missing.
    #[param(value_type = Option<InboxStatus>)]
    status: Option<String>,
    /// An agent's id, `none` for what nobody has, `me` for the caller's.
    assignee: Option<String>,
    #[param(value_type = Option<ConversationKind>)]
    kind: Option<String>,
    #[param(value_type = Option<TicketStatus>)]
    ticket_status: Option<String>,
    #[param(value_type = Option<Priority>)]
    priority: Option<String>,
    /// A category's slug.
    category: Option<String>,
    tag: Option<String>,
    #[param(value_type = Option<TeamId>)]
    team_id: Option<String>,
    /// One customer's.
    user_id: Option<String>,
    /// By last activity; `newest` when it is missing.
    #[param(value_type = Option<InboxOrder>)]
    order: Option<String>,
}

/// The value of a parameter that has names.
fn named<T: Copy>(
    field: &str,
    value: Option<String>,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<Option<T>, Problem> {
    let Some(value) = text(value) else {
        return Ok(None);
    };
    let found = all.iter().copied().find(|it| name(*it) == value);
    found
        .map(Some)
        .ok_or_else(|| unknown(field, all.iter().map(|it| name(*it))))
}

impl InboxParams {
    fn read(self) -> Result<(InboxFilter, InboxOrder), Problem> {
        let team_id = text(self.team_id)
            .map(|id| id.parse())
            .transpose()
            .map_err(|_| Problem::invalid_field("teamId", "teamId must be the id of a team"))?;
        let order = named("order", self.order, InboxOrder::ALL, InboxOrder::as_str)?;
        let status = named("status", self.status, InboxStatus::ALL, InboxStatus::as_str)?;
        let filter = InboxFilter {
            status: status.unwrap_or(InboxStatus::Open),
            assignee: text(self.assignee),
            kind: named(
                "kind",
                self.kind,
                ConversationKind::ALL,
                ConversationKind::as_str,
            )?,
            ticket_status: named(
                "ticketStatus",
                self.ticket_status,
                TicketStatus::ALL,
                TicketStatus::as_str,
            )?,
            priority: named("priority", self.priority, Priority::ALL, Priority::as_str)?,
            category: text(self.category),
            tag: text(self.tag),
            team_id,
            user_id: text(self.user_id).map(PersonId),
        };
        Ok((filter, order.unwrap_or(InboxOrder::Newest)))
    }
}

/// List conversations.
///
/// For staff: tickets and chats in one list, by their last activity.
#[utoipa::path(get, path = "/inbox", tag = "inbox", operation_id = "listInbox",
    params(InboxParams, PageQuery), security(("bearer" = [])),
    responses(
        (status = 200, description = "A page of conversations.", body = List<InboxItem>),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn list(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(params): Query<InboxParams>,
    Paging(page): Paging,
) -> Result<List<InboxItem>, Problem> {
    let (filter, order) = params.read()?;
    Ok(desk.inbox(&actor, &filter, order, &page).await?.into())
}

/// Read one line of the list.
///
/// For staff: a conversation whichever view it is in, also a merged one.
#[utoipa::path(get, path = "/inbox/{id}", tag = "inbox", operation_id = "getInboxItem",
    params(("id" = ConversationId, Path, description = "The conversation.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The conversation.", body = Answer<InboxItem>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such conversation."),
    ))]
async fn get(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
) -> Result<Answer<InboxItem>, Problem> {
    Ok(Answer::of(desk.inbox_item(&actor, id).await?))
}

/// Count the conversations of each view.
///
/// For staff: the caller's own, those that nobody has, all open ones, those
/// that are set aside, and those of each saved view. A count stops at 1000.
#[utoipa::path(get, path = "/inbox/counts", tag = "inbox", operation_id = "countInbox",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The numbers.", body = Answer<InboxCounts>),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn counts(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<Answer<InboxCounts>, Problem> {
    Ok(Answer::of(desk.inbox_counts(&actor).await?))
}

/// Change many conversations.
///
/// For staff: status, priority, assignee, tags, and when each comes back. What
/// cannot be changed is told in `skipped`; `undo` is what to send here to take
/// the rest back.
#[utoipa::path(post, path = "/inbox/changes", tag = "inbox", operation_id = "changeConversations",
    params(IdempotencyHeader), request_body = BulkChange, security(("bearer" = [])),
    responses(
        (status = 200, description = "What was changed.", body = Answer<BulkChanged>),
        (status = 403, description = "The caller is not staff."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn change(
    State(desk): State<Desk>,
    command: Command<BulkChange>,
) -> Result<Answer<BulkChanged>, Problem> {
    let changed = desk
        .change_conversations(&command.call, &command.body)
        .await?;
    Ok(Answer::of(changed))
}

/// List saved views.
///
/// For staff: all shared ones and the caller's own, by name.
#[utoipa::path(get, path = "/inbox/views", tag = "inbox", operation_id = "listSavedViews",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "All of them: there are at most 100.", body = Answer<Vec<SavedView>>),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn views(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<Answer<Vec<SavedView>>, Problem> {
    Ok(Answer::of(desk.saved_views(&actor).await?))
}

/// Save a view.
#[utoipa::path(post, path = "/inbox/views", tag = "inbox", operation_id = "createSavedView",
    params(IdempotencyHeader), request_body = NewSavedView, security(("bearer" = [])),
    responses(
        (status = 201, description = "The view; `Location` is its address.", body = Answer<SavedView>),
        (status = 403, description = "The caller is not staff."),
        (status = 409, description = "There are too many."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn create_view(
    State(desk): State<Desk>,
    command: Command<NewSavedView>,
) -> Result<Created<SavedView>, Problem> {
    let view = desk.create_saved_view(&command.call, &command.body).await?;
    Ok(created(&format!("inbox/views/{}", view.id), view))
}

/// Replace a saved view.
#[utoipa::path(put, path = "/inbox/views/{id}", tag = "inbox", operation_id = "updateSavedView",
    params(("id" = SavedViewId, Path, description = "The view's id.")),
    request_body = NewSavedView, security(("bearer" = [])),
    responses(
        (status = 200, description = "The view as it is now.", body = Answer<SavedView>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such view, or it is somebody else's own."),
    ))]
async fn update_view(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<SavedViewId>,
    Json(body): Json<NewSavedView>,
) -> Result<Answer<SavedView>, Problem> {
    Ok(Answer::of(desk.update_saved_view(&actor, id, &body).await?))
}

/// Delete a saved view.
#[utoipa::path(delete, path = "/inbox/views/{id}", tag = "inbox", operation_id = "deleteSavedView",
    params(("id" = SavedViewId, Path, description = "The view's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "It is gone.", body = Done),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such view, or it is somebody else's own."),
    ))]
async fn delete_view(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<SavedViewId>,
) -> Result<Done, Problem> {
    desk.delete_saved_view(&actor, id).await?;
    Ok(Done::OK)
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct DraftParams {
    /// Only those of this conversation.
    #[param(value_type = Option<ConversationId>)]
    conversation_id: Option<String>,
}

/// List one's drafts.
///
/// For staff: what the caller has begun to write, newest first.
#[utoipa::path(get, path = "/inbox/drafts", tag = "inbox", operation_id = "listDrafts",
    params(DraftParams), security(("bearer" = [])),
    responses(
        (status = 200, description = "At most 100.", body = Answer<Vec<Draft>>),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn drafts(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(params): Query<DraftParams>,
) -> Result<Answer<Vec<Draft>>, Problem> {
    let must_be = "the id of a conversation";
    let parse = |id: &str| id.parse().ok();
    let conversation =
        crate::paging::read("conversationId", params.conversation_id, parse, must_be)?;
    Ok(Answer::of(desk.drafts(&actor, conversation).await?))
}

/// The place of a draft; one that cannot be is not there.
fn place((id, kind): (String, String)) -> Result<(ConversationId, DraftKind), Problem> {
    let missing = || Problem::not_found("there is no such conversation or kind of draft");
    let id = id.parse().map_err(|_| missing())?;
    Ok((id, DraftKind::parse(&kind).ok_or_else(missing)?))
}

/// Keep a draft.
///
/// For staff. It replaces the one before; an empty one is forgotten.
#[utoipa::path(put, path = "/conversations/{id}/drafts/{kind}", tag = "inbox", operation_id = "keepDraft",
    params(
        ("id" = ConversationId, Path, description = "The conversation."),
        ("kind" = DraftKind, Path, description = "What it is going to be."),
    ),
    request_body = NewDraft, security(("bearer" = [])),
    responses(
        (status = 200, description = "It is kept.", body = Done),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such conversation."),
    ))]
async fn keep_draft(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Path(path): Path<(String, String)>,
    Json(body): Json<NewDraft>,
) -> Result<Done, Problem> {
    let (id, kind) = place(path)?;
    desk.keep_draft(&actor, id, kind, &body).await?;
    Ok(Done::OK)
}

/// Forget a draft.
#[utoipa::path(delete, path = "/conversations/{id}/drafts/{kind}", tag = "inbox", operation_id = "dropDraft",
    params(
        ("id" = ConversationId, Path, description = "The conversation."),
        ("kind" = DraftKind, Path, description = "What it was going to be."),
    ),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "It is gone, or was not there.", body = Done),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn drop_draft(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Path(path): Path<(String, String)>,
) -> Result<Done, Problem> {
    let (id, kind) = place(path)?;
    desk.drop_draft(&actor, id, kind).await?;
    Ok(Done::OK)
}

/// `PUT /conversations/{id}/tags`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Tags {
    /// At most 20.
    pub tags: Vec<String>,
}

/// Replace a conversation's tags.
///
/// For staff, and for tickets and chats alike.
#[utoipa::path(put, path = "/conversations/{id}/tags", tag = "inbox", operation_id = "setTags",
    params(("id" = ConversationId, Path, description = "The conversation.")),
    request_body = Tags, security(("bearer" = [])),
    responses(
        (status = 200, description = "They are kept.", body = Done),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such conversation."),
        (status = 409, description = "It was merged."),
    ))]
async fn set_tags(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
    Json(body): Json<Tags>,
) -> Result<Done, Problem> {
    desk.set_tags(&actor, id, &body.tags).await?;
    Ok(Done::OK)
}
