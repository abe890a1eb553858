//! `/tickets` and `/tickets/{id}/responses`.

use axum::extract::State;
use frontdesk_desk::{Desk, TicketCounts};
use frontdesk_model::{
    Actor, ConversationId, PersonId,
    conversation::Snoozed,
    ticket::{
        AssigneeFilter, NewResponse, NewTicket, Priority, Response, Ticket, TicketFilter,
        TicketPatch, TicketStatus,
    },
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    answer::{Answer, List, Submission, Waiting, submission},
    body::Command,
    idempotency::IdempotencyHeader,
    identity::Caller,
    paging::{Id, PageQuery, Paging, Query, flag, text},
    problem::Problem,
};

pub fn routes() -> OpenApiRouter<Desk> {
    OpenApiRouter::default()
        .routes(routes!(create, list))
        .routes(routes!(counts))
        .routes(routes!(get, update))
        .routes(routes!(respond, responses))
}

/// Open a ticket.
#[utoipa::path(post, path = "/tickets", tag = "tickets", operation_id = "createTicket",
    params(IdempotencyHeader), request_body = NewTicket, security(("bearer" = [])),
    responses(
        (status = 201, description = "The ticket; `Location` is its address.", body = Answer<Ticket>),
        (status = 202, description = "It waits for a review, and is opened when it is approved.",
            body = Waiting),
        (status = 422, description = "Moderation refused it, or the key was used for another request."),
    ))]
async fn create(
    State(desk): State<Desk>,
    command: Command<NewTicket>,
) -> Result<Submission<Ticket>, Problem> {
    let submitted = desk.create_ticket(&command.call, &command.body).await?;
    Ok(submission(submitted, |ticket| {
        format!("tickets/{}", ticket.id)
    }))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct TicketQuery {
    #[param(value_type = Option<TicketStatus>)]
    status: Option<String>,
    #[param(value_type = Option<Priority>)]
    priority: Option<String>,
    /// A category's slug.
    category: Option<String>,
    /// An agent's id, `none` for tickets that nobody has, `me` for the caller's.
    assigned_to: Option<String>,
    /// For agents: one customer's tickets.
    user_id: Option<String>,
    /// Words of the subject or description, or a number (`17`, `#17`).
    q: Option<String>,
    /// For agents: `true` shows only the tickets that are set aside for later;
    /// lists leave those out otherwise, but for one customer's.
    #[param(value_type = Option<bool>)]
    snoozed: Option<String>,
}

impl TicketQuery {
    fn filter(self, caller: &Actor) -> Result<TicketFilter, Problem> {
        let user = text(self.user_id).map(PersonId);
        let snoozed = snoozed(caller, self.snoozed.as_deref(), user.as_ref())?;
        let status = text(self.status)
            .map(|name| {
                TicketStatus::parse(&name).ok_or_else(|| {
                    unknown("status", TicketStatus::ALL.iter().map(|it| it.as_str()))
                })
            })
            .transpose()?;
        let priority = text(self.priority)
            .map(|name| {
                Priority::parse(&name)
                    .ok_or_else(|| unknown("priority", Priority::ALL.iter().map(|it| it.as_str())))
            })
            .transpose()?;
        let assignee = match text(self.assigned_to).as_deref() {
            None => AssigneeFilter::Anyone,
            Some("none") => AssigneeFilter::Nobody,
            Some("me") => AssigneeFilter::Person(caller.id.clone()),
            Some(id) => AssigneeFilter::Person(id.into()),
        };
        Ok(TicketFilter {
            status,
            priority,
            category: text(self.category),
            assignee,
            user,
            snoozed,
            text: text(self.q),
        })
    }
}

/// Which conversations a list shows, of those that are set aside: a customer
/// knows nothing of it and sees them all.
pub(crate) fn snoozed(
    caller: &Actor,
    only: Option<&str>,
    user: Option<&PersonId>,
) -> Result<Snoozed, Problem> {
    let only = flag("snoozed", only)?;
    Ok(match (caller.is_staff(), only) {
        (true, true) => Snoozed::Only,
        (true, false) if user.is_none() => Snoozed::Hidden,
        _ => Snoozed::Shown,
    })
}

/// A parameter that is none of its names.
pub(crate) fn unknown<'a>(field: &str, names: impl Iterator<Item = &'a str>) -> Problem {
    let names = names.collect::<Vec<_>>().join(", ");
    Problem::invalid_field(field, format!("{field} must be one of {names}"))
}

/// List tickets.
///
/// Customers see their own; staff sees everybody's. What changed last comes first.
#[utoipa::path(get, path = "/tickets", tag = "tickets", operation_id = "listTickets",
    params(TicketQuery, PageQuery), security(("bearer" = [])),
    responses((status = 200, description = "A page of tickets.", body = List<Ticket>)))]
async fn list(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Query(query): Query<TicketQuery>,
    Paging(page): Paging,
) -> Result<List<Ticket>, Problem> {
    let filter = query.filter(&actor)?;
    Ok(desk.tickets(&actor, &filter, &page).await?.into())
}

/// Count tickets by status.
///
/// For staff: how many tickets stand where, how many nobody has, and how many
/// are the caller's.
#[utoipa::path(get, path = "/tickets/counts", tag = "tickets", operation_id = "countTickets",
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The numbers.", body = Answer<TicketCounts>),
        (status = 403, description = "The caller is not staff."),
    ))]
async fn counts(
    State(desk): State<Desk>,
    Caller(actor): Caller,
) -> Result<Answer<TicketCounts>, Problem> {
    Ok(Answer::of(desk.ticket_counts(&actor).await?))
}

/// Read a ticket.
#[utoipa::path(get, path = "/tickets/{id}", tag = "tickets", operation_id = "getTicket",
    params(("id" = ConversationId, Path, description = "The ticket's id.")),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "The ticket.", body = Answer<Ticket>),
        (status = 404, description = "There is no such ticket, or it is somebody else's."),
    ))]
async fn get(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
) -> Result<Answer<Ticket>, Problem> {
    Ok(Answer::of(desk.ticket(&actor, id).await?))
}

/// Change a ticket.
///
/// For staff: status, priority, category, assignee and tags. What is missing
/// stays as it is.
#[utoipa::path(patch, path = "/tickets/{id}", tag = "tickets", operation_id = "updateTicket",
    params(("id" = ConversationId, Path, description = "The ticket's id."), IdempotencyHeader),
    request_body = TicketPatch, security(("bearer" = [])),
    responses(
        (status = 200, description = "The ticket as it is now.", body = Answer<Ticket>),
        (status = 403, description = "The caller is not staff."),
        (status = 404, description = "There is no such ticket, or it is somebody else's."),
        (status = 422, description = "The key was used for another request."),
    ))]
async fn update(
    State(desk): State<Desk>,
    Id(id): Id<ConversationId>,
    command: Command<TicketPatch>,
) -> Result<Answer<Ticket>, Problem> {
    let ticket = desk.update_ticket(&command.call, id, &command.body).await?;
    Ok(Answer::of(ticket))
}

/// Answer a ticket.
///
/// A response of staff sets an open ticket to in-progress; one of the owner
/// reopens a resolved ticket. `internal` makes a note that only staff sees.
#[utoipa::path(post, path = "/tickets/{id}/responses", tag = "tickets", operation_id = "createResponse",
    params(("id" = ConversationId, Path, description = "The ticket's id."), IdempotencyHeader),
    request_body = NewResponse, security(("bearer" = [])),
    responses(
        (status = 201, description = "The response.", body = Answer<Response>),
        (status = 202, description = "It waits for a review, and is sent when it is approved.",
            body = Waiting),
        (status = 403, description = "Only staff may write internal notes."),
        (status = 404, description = "There is no such ticket, or it is somebody else's."),
        (status = 409, description = "The ticket is closed."),
        (status = 422, description = "Moderation refused it, or the key was used for another request."),
    ))]
async fn respond(
    State(desk): State<Desk>,
    Id(id): Id<ConversationId>,
    command: Command<NewResponse>,
) -> Result<Submission<Response>, Problem> {
    let submitted = desk.respond(&command.call, id, &command.body).await?;
    Ok(submission(submitted, |_| format!("tickets/{id}/responses")))
}

/// List a ticket's responses.
///
/// Oldest first. Internal notes are only in the answers that staff gets.
#[utoipa::path(get, path = "/tickets/{id}/responses", tag = "tickets", operation_id = "listResponses",
    params(("id" = ConversationId, Path, description = "The ticket's id."), PageQuery),
    security(("bearer" = [])),
    responses(
        (status = 200, description = "A page of responses.", body = List<Response>),
        (status = 404, description = "There is no such ticket, or it is somebody else's."),
    ))]
async fn responses(
    State(desk): State<Desk>,
    Caller(actor): Caller,
    Id(id): Id<ConversationId>,
    Paging(page): Paging,
) -> Result<List<Response>, Problem> {
    Ok(desk.responses(&actor, id, &page).await?.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(query: TicketQuery) -> Result<TicketFilter, Problem> {
        query.filter(&Actor {
            id: "sam".into(),
            name: "Sam".into(),
            email: None,
            role: frontdesk_model::Role::Agent,
            expires_at: frontdesk_model::Timestamp(0),
        })
    }

    #[test]
    fn me_and_none_are_assignees() {
        let assigned = |to: &str| {
            let query = TicketQuery {
                assigned_to: Some(to.to_owned()),
                ..TicketQuery::default()
            };
            filter(query).unwrap().assignee
        };
        assert_eq!(assigned("me"), AssigneeFilter::Person("sam".into()));
        assert_eq!(assigned("none"), AssigneeFilter::Nobody);
        assert_eq!(assigned("ada"), AssigneeFilter::Person("ada".into()));
        assert_eq!(assigned(""), AssigneeFilter::Anyone);
    }

    #[test]
    fn an_unknown_status_is_refused_with_those_there_are() {
        let query = TicketQuery {
            status: Some("lost".to_owned()),
            ..TicketQuery::default()
        };
        let problem = format!("{:?}", filter(query).unwrap_err());
        assert!(problem.contains("open, in-progress, resolved, closed"));
    }
}
