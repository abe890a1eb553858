//! The agents' inbox: what follows from chats and tickets, views, drafts, tags.

use frontdesk_model::{
    Actor, ConversationId, PageRequest, Role, SavedViewId, Timestamp,
    chat::Sender,
    conversation::{ConversationKind, OwnStatus},
    inbox::{Draft, DraftKind, InboxFilter, InboxOrder, InboxStatus, NewSavedView},
    ticket::{Priority, TicketStatus},
    visibility::Visibility,
};
use frontdesk_store::{
    Assignee, Error, InboxQuery, InboxRow, NewNotification, NewTicketRow, OwnConversationRow,
    TicketChange,
};
use serde_json::json;

use crate::world::{World, all_pages, staff};

rules!(
    r800_what_is_open_and_whose_it_is_follows_from_chat_and_ticket,
    r801_a_message_that_reopens_a_ticket_opens_its_conversation,
    r802_views_are_filters_of_one_list_without_merged_conversations,
    r803_the_list_goes_by_last_activity_both_ways_page_by_page,
    r804_tags_are_the_conversations_and_outlive_its_becoming_a_ticket,
    r805_a_draft_is_its_writers_alone_and_one_of_a_kind,
    r806_saved_views_are_everybodys_or_ones_own,
    r807_ones_own_conversations_are_one_list_by_last_activity,
);

async fn row(world: &World, id: ConversationId) -> InboxRow {
    let row = world.store.inbox_row(id, &"sam".into()).await.unwrap();
    row.unwrap()
}

/// Whether there is work left, and who has it.
async fn standing(world: &World, id: ConversationId) -> (bool, Option<String>) {
    let row = row(world, id).await;
    (row.is_open, row.holder_id.map(|id| id.0))
}

async fn update(world: &World, id: ConversationId, change: TicketChange) {
    let mut tx = world.store.begin().await.unwrap();
    tx.update_ticket(id, &change, world.now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn set_status(world: &World, id: ConversationId, status: TicketStatus) {
    let change = TicketChange {
        status: Some(status),
        ..TicketChange::default()
    };
    update(world, id, change).await;
}

async fn assign(world: &World, id: ConversationId, agent: &str) {
    let change = TicketChange {
        assigned_to: Some(Some(Assignee::from(&staff(agent)))),
        ..TicketChange::default()
    };
    update(world, id, change).await;
}

async fn shown(world: &World, viewer: &str, filter: &InboxFilter) -> Vec<ConversationId> {
    let query = InboxQuery {
        filter,
        order: InboxOrder::Oldest,
        viewer: &viewer.into(),
    };
    let page = world.store.inbox(&query, &PageRequest::default()).await;
    let ids: Vec<_> = page.unwrap().items.iter().map(|row| row.id).collect();
    let count = world.store.inbox_count(&query).await.unwrap();
    assert_eq!(count as usize, ids.len(), "{filter:?}");
    ids
}

fn all() -> InboxFilter {
    InboxFilter {
        status: InboxStatus::All,
        ..InboxFilter::default()
    }
}

async fn r800_what_is_open_and_whose_it_is_follows_from_chat_and_ticket(world: World) {
    let open = |agent: Option<&str>| (true, agent.map(str::to_owned));
    let closed = |agent: Option<&str>| (false, agent.map(str::to_owned));
    // A chat: waiting, held, handed back, closed.
    let chat = world.waiting_chat("maya").await.id;
    assert_eq!(standing(&world, chat).await, open(None));
    let mut tx = world.store.begin().await.unwrap();
    tx.accept_chat(chat, &staff("sam"), world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(standing(&world, chat).await, open(Some("sam")));
    // It becomes a ticket of somebody else's; the chat's agent comes first.
    let ticket = NewTicketRow {
        id: chat,
        ..world.new_ticket("maya")
    };
    world.create_ticket(&ticket).await;
    assign(&world, chat, "kim").await;
    assert_eq!(standing(&world, chat).await, open(Some("sam")));
    let mut tx = world.store.begin().await.unwrap();
    tx.close_chat(chat, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(standing(&world, chat).await, open(Some("kim")));
    set_status(&world, chat, TicketStatus::Resolved).await;
    assert_eq!(standing(&world, chat).await, closed(Some("kim")));
    set_status(&world, chat, TicketStatus::InProgress).await;
    assert_eq!(standing(&world, chat).await, open(Some("kim")));
    // A merge closes it, and taking it apart opens it again.
    let other = world.ticket("maya").await.id;
    let sam = Actor {
        id: "sam".into(),
        name: "SAM".into(),
        email: None,
        role: Role::Agent,
        expires_at: Timestamp(0),
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.merge(chat, other, &sam, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(standing(&world, chat).await, closed(Some("kim")));
    assert_eq!(shown(&world, "sam", &all()).await, [other]);
    let mut tx = world.store.begin().await.unwrap();
    tx.unmerge(chat).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(standing(&world, chat).await, open(Some("kim")));
}

async fn r801_a_message_that_reopens_a_ticket_opens_its_conversation(world: World) {
    let chat = world.active_chat("maya", "sam").await.id;
    let ticket = NewTicketRow {
        id: chat,
        ..world.new_ticket("maya")
    };
    world.create_ticket(&ticket).await;
    set_status(&world, chat, TicketStatus::Resolved).await;
    world.say(chat, Sender::User, "maya").await.unwrap();
    let row = row(&world, chat).await;
    assert_eq!(row.ticket_status, Some(TicketStatus::Open));
    assert!(row.is_open);
    assert_eq!((row.last_seq, row.agent_read_seq), (1, Some(0)));
}

async fn r802_views_are_filters_of_one_list_without_merged_conversations(world: World) {
    let chat = world.waiting_chat("maya").await.id;
    let mine = world.active_chat("noor", "sam").await.id;
    let ticket = world.ticket("maya").await.id;
    let urgent = NewTicketRow {
        priority: Priority::Urgent,
        category: "billing".into(),
        tags: vec!["refund".into(), "vip".into()],
        ..world.new_ticket("lee")
    };
    let urgent = world.create_ticket(&urgent).await.id;
    assign(&world, urgent, "sam").await;
    let done = world.ticket("maya").await.id;
    set_status(&world, done, TicketStatus::Closed).await;
    let aside = world.ticket("maya").await.id;
    let mut tx = world.store.begin().await.unwrap();
    let until = world.now().plus(std::time::Duration::from_secs(60));
    tx.snooze(aside, &"sam".into(), until).await.unwrap();
    tx.commit().await.unwrap();

    let show = async |filter: InboxFilter| shown(&world, "sam", &filter).await;
    let open = InboxFilter::default();
    let sorted = |mut ids: Vec<_>| {
        ids.sort();
        ids
    };
    assert_eq!(
        sorted(show(open.clone()).await),
        sorted(vec![chat, mine, ticket, urgent])
    );
    assert_eq!(
        sorted(show(InboxFilter::mine()).await),
        sorted(vec![mine, urgent])
    );
    assert_eq!(
        sorted(show(InboxFilter::unassigned()).await),
        sorted(vec![chat, ticket])
    );
    assert_eq!(shown(&world, "kim", &InboxFilter::mine()).await, []);
    let status = |status| InboxFilter {
        status,
        ..InboxFilter::default()
    };
    assert_eq!(show(status(InboxStatus::Closed)).await, [done]);
    assert_eq!(show(status(InboxStatus::Snoozed)).await, [aside]);
    assert_eq!(show(all()).await.len(), 6);
    let sams = InboxFilter {
        assignee: Some("sam".into()),
        kind: Some(ConversationKind::Chat),
        ..open.clone()
    };
    assert_eq!(show(sams).await, [mine]);
    let narrow = InboxFilter {
        priority: Some(Priority::Urgent),
        category: Some("billing".into()),
        tag: Some("refund".into()),
        kind: Some(ConversationKind::Ticket),
        ticket_status: Some(TicketStatus::Open),
        user_id: Some("lee".into()),
        ..open.clone()
    };
    assert_eq!(show(narrow).await, [urgent]);
    let tag = InboxFilter {
        tag: Some("ref".into()),
        ..open
    };
    assert_eq!(show(tag).await, []);
}

async fn r803_the_list_goes_by_last_activity_both_ways_page_by_page(world: World) {
    let mut ids = Vec::new();
    for user in ["a", "b", "c", "d", "e"] {
        ids.push(world.ticket(user).await.id);
        world
            .config
            .clock
            .advance(std::time::Duration::from_secs(1));
    }
    // What is changed comes to the fore.
    assign(&world, ids[1], "sam").await;
    let first = ids.remove(1);
    ids.push(first);
    let read = async |order| {
        let filter = InboxFilter::default();
        let viewer = "sam".into();
        let query = InboxQuery {
            filter: &filter,
            order,
            viewer: &viewer,
        };
        let pages = all_pages(2, async |page| world.store.inbox(&query, &page).await);
        let rows = pages.await;
        rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(read(InboxOrder::Oldest).await, ids);
    ids.reverse();
    assert_eq!(read(InboxOrder::Newest).await, ids);
}

async fn r804_tags_are_the_conversations_and_outlive_its_becoming_a_ticket(world: World) {
    let chat = world.waiting_chat("maya").await.id;
    let mut tx = world.store.begin().await.unwrap();
    tx.set_tags(chat, &["refund".into(), "vip".into()])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(row(&world, chat).await.tags, ["refund", "vip"]);
    let ticket = NewTicketRow {
        id: chat,
        tags: vec!["vip".into(), "billing".into()],
        ..world.new_ticket("maya")
    };
    let ticket = world.create_ticket(&ticket).await;
    assert_eq!(ticket.tags, ["refund", "vip", "billing"]);
    let change = TicketChange {
        tags: Some(vec!["done".into()]),
        ..TicketChange::default()
    };
    update(&world, chat, change).await;
    assert_eq!(row(&world, chat).await.tags, ["done"]);
}

async fn r805_a_draft_is_its_writers_alone_and_one_of_a_kind(world: World) {
    let ticket = world.ticket("maya").await.id;
    let draft = |kind, content: &str| Draft {
        conversation_id: ticket,
        kind,
        content: content.into(),
        updated_at: world.now(),
    };
    let keep = async |who: &str, draft: Draft| {
        let mut tx = world.store.begin().await.unwrap();
        tx.keep_draft(&who.into(), &draft).await.unwrap();
        tx.commit().await.unwrap();
    };
    keep("sam", draft(DraftKind::Reply, "Hel")).await;
    keep("sam", draft(DraftKind::Reply, "Hello")).await;
    keep("sam", draft(DraftKind::Note, "angry")).await;
    let of = async |who: &str| {
        let drafts = world.store.drafts(&who.into(), Some(ticket)).await.unwrap();
        assert_eq!(world.store.drafts(&who.into(), None).await.unwrap(), drafts);
        let texts = drafts.into_iter().map(|it| (it.kind, it.content));
        texts.collect::<Vec<_>>()
    };
    let (reply, note) = (DraftKind::Reply, DraftKind::Note);
    assert_eq!(
        of("sam").await,
        [(note, "angry".to_owned()), (reply, "Hello".to_owned())]
    );
    assert_eq!(of("kim").await, []);
    assert!(row(&world, ticket).await.has_draft);
    let kims = world.store.inbox_row(ticket, &"kim".into()).await.unwrap();
    assert!(!kims.unwrap().has_draft);
    let mut tx = world.store.begin().await.unwrap();
    for kind in [reply, note, note] {
        tx.drop_draft(&"sam".into(), ticket, kind).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(of("sam").await, []);
}

async fn r806_saved_views_are_everybodys_or_ones_own(world: World) {
    use Visibility::{Everyone, Me};
    let view = |name: &str, visibility| NewSavedView {
        name: name.into(),
        visibility,
        filter: InboxFilter {
            tag: Some("refund".into()),
            ..InboxFilter::mine()
        },
        order: InboxOrder::Oldest,
    };
    let add = async |who: &str, new: NewSavedView| {
        let id: SavedViewId = world.ids.make();
        let mut tx = world.store.begin().await.unwrap();
        let made = tx
            .create_saved_view(id, &who.into(), &new, world.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!((made.filter, made.order), (new.filter, new.order));
        id
    };
    let shared = add("sam", view("b", Everyone)).await;
    let own = add("sam", view("A", Me)).await;
    let seen = async |who: &str| {
        let views = world.store.saved_views(&who.into()).await.unwrap();
        views.iter().map(|it| it.id).collect::<Vec<_>>()
    };
    assert_eq!(seen("sam").await, [own, shared]);
    assert_eq!(seen("kim").await, [shared]);
    let mut tx = world.store.begin().await.unwrap();
    let refused = tx.delete_saved_view(own, &"kim".into()).await;
    assert!(
        matches!(refused, Err(Error::NotFound { .. })),
        "{refused:?}"
    );
    let kim = "kim".into();
    let taken = tx
        .update_saved_view(shared, &kim, &view("mine", Me), world.now())
        .await
        .unwrap();
    assert_eq!(taken.owner_id, kim);
    tx.commit().await.unwrap();
    assert_eq!(seen("sam").await, [own]);
    let mut tx = world.store.begin().await.unwrap();
    tx.delete_saved_view(shared, &kim).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(seen("kim").await, []);
}

async fn r807_ones_own_conversations_are_one_list_by_last_activity(world: World) {
    let later = || {
        world
            .config
            .clock
            .advance(std::time::Duration::from_secs(1));
    };
    let chat = world.active_chat("maya", "sam").await.id;
    later();
    let ticket = world.ticket("maya").await.id;
    world.ticket("noor").await;
    later();
    let aside = world.ticket("maya").await.id;
    later();
    let mut tx = world.store.begin().await.unwrap();
    let until = world.now().plus(std::time::Duration::from_secs(60));
    tx.snooze(aside, &"sam".into(), until).await.unwrap();
    let about = |person: &str| NewNotification {
        data: json!({"ticketId": ticket}),
        ..world.notification(person, None)
    };
    tx.add_notifications(&[about("maya"), about("maya"), about("sam")])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    set_status(&world, ticket, TicketStatus::Resolved).await;

    let own = async |status| {
        let maya = "maya".into();
        let pages = all_pages(2, async |page| {
            world.store.own_conversations(&maya, status, &page).await
        });
        pages.await
    };
    let ids = |rows: Vec<OwnConversationRow>| rows.iter().map(|row| row.id).collect::<Vec<_>>();
    let all = own(None).await;
    // That staff has set one aside is no concern of its customer's.
    assert_eq!(ids(all.clone()), [ticket, aside, chat]);
    assert_eq!(ids(own(Some(OwnStatus::Open)).await), [aside, chat]);
    assert_eq!(ids(own(Some(OwnStatus::Closed)).await), [ticket]);
    let (first, last) = (&all[0], &all[2]);
    assert_eq!((first.unread_count, first.is_open), (2, false));
    assert_eq!(first.ticket_status, Some(TicketStatus::Resolved));
    assert_eq!((last.unread_count, last.is_open), (0, true));
    assert_eq!(last.agent_name.as_deref(), Some("SAM"));
}
