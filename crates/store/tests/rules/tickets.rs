//! Tickets: numbers, lists, filters, changes.

use std::time::Duration;

use frontdesk_model::{
    chat::Sender,
    ticket::{AssigneeFilter, Priority, TicketFilter, TicketStatus},
};
use frontdesk_store::{Access, Assignee, Error, TicketChange, TicketCounts};

use crate::world::{World, all_pages, staff};

rules!(
    r50_numbers_have_no_gaps_though_some_are_rolled_back,
    r51_an_owner_sees_only_their_tickets_in_full_pages,
    r52_filters_narrow_the_list,
    r53_a_change_leaves_the_rest_as_it_was,
    r54_a_reopened_ticket_is_not_resolved,
    r55_counts_follow_access,
    r56_a_chat_becomes_a_ticket_of_its_user_only,
    r57_tickets_by_id_keep_their_order_and_the_access,
    r58_wildcards_in_a_search_are_letters,
);

async fn r50_numbers_have_no_gaps_though_some_are_rolled_back(world: World) {
    let other = world.another().await;
    let tasks: Vec<_> = (0..24)
        .map(|n| {
            let store = if n % 2 == 0 { &world.store } else { &other }.clone();
            let ticket = world.new_ticket("maya");
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let row = tx.create_ticket(&ticket).await.unwrap();
                if n % 3 == 0 {
                    return None;
                }
                tx.commit().await.unwrap();
                Some(row.number)
            })
        })
        .collect();
    let mut numbers = Vec::new();
    for task in tasks {
        numbers.extend(task.await.unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=16).collect::<Vec<_>>());
}

async fn r51_an_owner_sees_only_their_tickets_in_full_pages(world: World) {
    let mut own = Vec::new();
    for n in 0..20 {
        // Several of one moment, so that the id decides.
        world.config.clock.advance(Duration::from_millis(n % 2));
        if n % 3 == 0 {
            own.push(world.ticket("maya").await);
        } else {
            world.ticket("eve").await;
        }
    }
    own.sort_by_key(|row| std::cmp::Reverse((row.updated_at, row.id)));
    let maya = Access::Owner("maya".into());
    for limit in [1, 2, 3, 100] {
        let seen = all_pages(limit, |page| {
            let (store, maya) = (world.store.clone(), maya.clone());
            async move { store.tickets(&maya, &TicketFilter::default(), &page).await }
        })
        .await;
        assert_eq!(seen, own);
    }
    let eve = Access::Owner("eve".into());
    assert_eq!(world.store.ticket(own[0].id, &eve).await.unwrap(), None);
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(tx.ticket(own[0].id, &eve).await.unwrap(), None);
    assert_eq!(
        tx.ticket(own[0].id, &maya).await.unwrap().as_ref(),
        Some(&own[0])
    );
}

async fn r52_filters_narrow_the_list(world: World) {
    let mut late = world.new_ticket("maya");
    late.subject = "Where is my Order?".into();
    late.category = "orders".into();
    late.priority = Priority::Urgent;
    let late = world.create_ticket(&late).await;
    let plain = world.ticket("maya").await;
    let mut tx = world.store.begin().await.unwrap();
    let change = TicketChange {
        status: Some(TicketStatus::InProgress),
        assigned_to: Some(Some(Assignee::from(&staff("sam")))),
        ..TicketChange::default()
    };
    tx.update_ticket(plain.id, &change, world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let find = async |filter: TicketFilter| {
        let page = world
            .store
            .tickets(&Access::Staff, &filter, &Default::default())
            .await
            .unwrap();
        page.items.iter().map(|row| row.number).collect::<Vec<_>>()
    };
    let none = TicketFilter::default;
    let text = |text: &str| TicketFilter {
        text: Some(text.into()),
        ..none()
    };
    let (late, plain) = (late.number, plain.number);
    assert_eq!(
        find(TicketFilter {
            status: Some(TicketStatus::Open),
            ..none()
        })
        .await,
        [late]
    );
    assert_eq!(
        find(TicketFilter {
            priority: Some(Priority::Medium),
            ..none()
        })
        .await,
        [plain]
    );
    assert_eq!(
        find(TicketFilter {
            category: Some("orders".into()),
            ..none()
        })
        .await,
        [late]
    );
    let assignee = |assignee| TicketFilter { assignee, ..none() };
    assert_eq!(find(assignee(AssigneeFilter::Nobody)).await, [late]);
    assert_eq!(
        find(assignee(AssigneeFilter::Person("sam".into()))).await,
        [plain]
    );
    assert!(
        find(assignee(AssigneeFilter::Person("kim".into())))
            .await
            .is_empty()
    );
    assert_eq!(find(text("my ORDER")).await, [late]);
    assert_eq!(find(text("#2")).await, [plain]);
    assert_eq!(find(text("1")).await, [late]);
    assert_eq!(find(text("broken")).await.len(), 2);
    assert!(find(text("unheard of")).await.is_empty());
}

async fn r53_a_change_leaves_the_rest_as_it_was(world: World) {
    let before = world.ticket("maya").await;
    world.config.clock.advance(Duration::from_secs(1));
    let mut tx = world.store.begin().await.unwrap();
    let change = TicketChange {
        tags: Some(vec!["refund".into()]),
        ..TicketChange::default()
    };
    let after = tx
        .update_ticket(before.id, &change, world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let stored = world.store.ticket(before.id, &Access::Staff).await.unwrap();
    assert_eq!(stored.as_ref(), Some(&after));
    let expected = frontdesk_store::TicketRow {
        tags: vec!["refund".into()],
        updated_at: world.now(),
        ..before
    };
    assert_eq!(after, expected);
    let mut tx = world.store.begin().await.unwrap();
    let missing = tx
        .update_ticket(world.ids.make(), &change, world.now())
        .await;
    assert!(
        matches!(missing, Err(Error::NotFound { .. })),
        "{missing:?}"
    );
}

async fn r54_a_reopened_ticket_is_not_resolved(world: World) {
    let ticket = world.ticket("maya").await.id;
    let change = async |change: TicketChange| {
        let mut tx = world.store.begin().await.unwrap();
        tx.update_ticket(ticket, &change, world.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        world
            .store
            .ticket(ticket, &Access::Staff)
            .await
            .unwrap()
            .unwrap()
    };
    let resolved = change(TicketChange {
        status: Some(TicketStatus::Resolved),
        resolved_at: Some(Some(world.now())),
        assigned_to: Some(Some(Assignee::from(&staff("sam")))),
        ..TicketChange::default()
    })
    .await;
    assert_eq!(resolved.resolved_at, Some(world.now()));
    assert_eq!(resolved.assigned_to_name.as_deref(), Some("SAM"));
    let reopened = change(TicketChange {
        status: Some(TicketStatus::Open),
        resolved_at: Some(None),
        assigned_to: Some(None),
        ..TicketChange::default()
    })
    .await;
    assert_eq!(reopened.resolved_at, None);
    assert_eq!(reopened.status, TicketStatus::Open);
    assert_eq!(
        (reopened.assigned_to, reopened.assigned_to_name),
        (None, None)
    );
}

async fn r55_counts_follow_access(world: World) {
    let sam = Some(Some(Assignee::from(&staff("sam"))));
    let changes = [
        ("maya", TicketStatus::Open, None),
        ("maya", TicketStatus::InProgress, sam.clone()),
        ("eve", TicketStatus::Open, sam.clone()),
        ("eve", TicketStatus::Resolved, sam),
        ("eve", TicketStatus::Closed, None),
    ];
    for (user, status, assigned_to) in changes {
        let ticket = world.ticket(user).await;
        let change = TicketChange {
            status: Some(status),
            assigned_to,
            ..TicketChange::default()
        };
        let mut tx = world.store.begin().await.unwrap();
        tx.update_ticket(ticket.id, &change, world.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    let sam = "sam".into();
    let all = world
        .store
        .ticket_counts(&Access::Staff, Some(&sam))
        .await
        .unwrap();
    let expected = TicketCounts {
        open: 2,
        in_progress: 1,
        resolved: 1,
        closed: 1,
        unassigned: 1,
        assigned: 2,
        snoozed: 0,
    };
    assert_eq!(all, expected);
    let maya = Access::Owner("maya".into());
    let own = world.store.ticket_counts(&maya, None).await.unwrap();
    let expected = TicketCounts {
        open: 1,
        in_progress: 1,
        unassigned: 1,
        ..TicketCounts::default()
    };
    assert_eq!(own, expected);
}

async fn r56_a_chat_becomes_a_ticket_of_its_user_only(world: World) {
    let chat = world.waiting_chat("maya").await.id;
    world.say(chat, Sender::User, "maya").await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    let mut stolen = world.new_ticket("eve");
    stolen.id = chat;
    let refused = tx.create_ticket(&stolen).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    drop(tx);
    let mut ticket = world.new_ticket("maya");
    ticket.id = chat;
    let row = world.create_ticket(&ticket).await;
    assert_eq!(row.number, 1);
    assert_eq!(row.response_count, 1);
    let mut tx = world.store.begin().await.unwrap();
    let twice = tx.create_ticket(&ticket).await;
    assert!(matches!(twice, Err(Error::Conflict { .. })), "{twice:?}");
}

async fn r57_tickets_by_id_keep_their_order_and_the_access(world: World) {
    let a = world.ticket("maya").await.id;
    let b = world.ticket("eve").await.id;
    let c = world.ticket("maya").await.id;
    let ids = [c, world.ids.make(), b, a];
    let find = async |access: Access| {
        let rows = world.store.tickets_by_id(&ids, &access).await.unwrap();
        rows.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(find(Access::Staff).await, [c, b, a]);
    assert_eq!(find(Access::Owner("maya".into())).await, [c, a]);
    let none = world
        .store
        .tickets_by_id(&[], &Access::Staff)
        .await
        .unwrap();
    assert!(none.is_empty());
}

async fn r58_wildcards_in_a_search_are_letters(world: World) {
    let mut ticket = world.new_ticket("maya");
    ticket.subject = r"100% of a_b \ c".into();
    world.create_ticket(&ticket).await;
    world.ticket("maya").await;
    for (text, found) in [
        ("0% OF", 1),
        ("a_b", 1),
        (r"b \ c", 1),
        ("%", 1),
        ("_", 1),
        ("aXb", 0),
    ] {
        let filter = TicketFilter {
            text: Some(text.into()),
            ..TicketFilter::default()
        };
        let page = world
            .store
            .tickets(&Access::Staff, &filter, &Default::default())
            .await
            .unwrap();
        assert_eq!(page.items.len(), found, "{text}");
    }
}
