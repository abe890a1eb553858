//! Opening, accepting, handing on, reading and closing chats.

use std::time::Duration;

use frontdesk_model::{
    PageRequest,
    chat::{ChatStatus, Sender},
};
use frontdesk_store::{Access, ChatFilter, Error, RANK_RETURNED};

use crate::world::{START, World, all_pages, staff};

rules!(
    r30_of_sixteen_agents_exactly_one_accepts,
    r31_a_user_has_one_open_chat,
    r32_a_chat_that_is_handed_back_goes_to_the_head,
    r33_a_chat_is_transferred_by_who_holds_it,
    r34_read_marks_only_move_forward,
    r35_a_chat_is_closed_once,
    r36_waits_are_counted_to_the_first_accept,
    r37_an_owner_sees_their_chats_and_staff_filters_all,
    r38_what_is_not_there_is_not_found,
);

async fn r30_of_sixteen_agents_exactly_one_accepts(world: World) {
    let chat = world.waiting_chat("maya").await.id;
    let other = world.another().await;
    let agents: Vec<_> = (0..16)
        .map(|n| {
            let store = if n % 2 == 0 { &world.store } else { &other }.clone();
            let now = world.now();
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let row = tx
                    .accept_chat(chat, &staff(&format!("agent-{n}")), now)
                    .await?;
                tx.commit().await?;
                Ok(row)
            })
        })
        .collect();
    let mut winners = Vec::new();
    for agent in agents {
        match agent.await.unwrap() {
            Ok(row) => winners.push(row),
            Err(Error::Conflict { .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(winners.len(), 1);
    let stored = world
        .store
        .chat(chat, &Access::Staff)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stored, winners[0]);
    assert_eq!(stored.status, ChatStatus::Active);
    assert_eq!(world.store.active_chats().await.unwrap(), [stored]);
    assert!(world.store.waiting_chats().await.unwrap().is_empty());
}

async fn r31_a_user_has_one_open_chat(world: World) {
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let (store, chat) = (world.store.clone(), world.new_chat("maya"));
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let row = tx.open_chat(&chat).await?;
                tx.commit().await?;
                Ok::<_, Error>(row)
            })
        })
        .collect();
    let mut opened = Vec::new();
    for attempt in tries {
        match attempt.await.unwrap() {
            Ok(row) => opened.push(row),
            Err(error) => assert!(matches!(error, Error::Conflict { .. }), "{error}"),
        }
    }
    assert_eq!(opened.len(), 1);
    let maya = "maya".into();
    let open = world.store.open_chat_of(&maya).await.unwrap();
    assert_eq!(open.as_ref(), opened.first());
    // A closed one makes room.
    let mut tx = world.store.begin().await.unwrap();
    tx.close_chat(opened[0].id, world.now()).await.unwrap();
    assert_eq!(tx.open_chat_of(&maya).await.unwrap(), None);
    tx.open_chat(&world.new_chat("maya")).await.unwrap();
    tx.commit().await.unwrap();
}

async fn r32_a_chat_that_is_handed_back_goes_to_the_head(world: World) {
    let first = world.active_chat("maya", "sam").await;
    world.config.clock.advance(Duration::from_secs(10));
    let second = world.waiting_chat("noah").await;
    world.config.clock.advance(Duration::from_secs(10));
    let third = world.active_chat("zoe", "sam").await;
    for chat in [&third, &first] {
        let mut tx = world.store.begin().await.unwrap();
        let sam = "sam".into();
        let row = tx
            .requeue_chat(
                chat.id,
                Some(&sam),
                RANK_RETURNED,
                Some("left"),
                world.now(),
            )
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(row.status, ChatStatus::Waiting);
        assert_eq!(row.agent_id, None);
        assert_eq!(row.queued_at, chat.queued_at, "it doesn't wait anew");
        assert_eq!(row.note.as_deref(), Some("left"));
    }
    let queue = world.store.waiting_chats().await.unwrap();
    let queue: Vec<_> = queue.iter().map(|row| row.id).collect();
    assert_eq!(queue, [first.id, third.id, second.id]);
}

async fn r33_a_chat_is_transferred_by_who_holds_it(world: World) {
    let chat = world.active_chat("maya", "sam").await.id;
    let mut tx = world.store.begin().await.unwrap();
    let refused = tx
        .transfer_chat(chat, &"kim".into(), &staff("kim"), None, world.now())
        .await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    let refused = tx
        .requeue_chat(chat, Some(&"kim".into()), RANK_RETURNED, None, world.now())
        .await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    let row = tx
        .transfer_chat(
            chat,
            &"sam".into(),
            &staff("kim"),
            Some("yours"),
            world.now(),
        )
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(row.agent_id, Some("kim".into()));
    assert_eq!(row.agent_name.as_deref(), Some("KIM"));
    assert_eq!(row.note.as_deref(), Some("yours"));
    world.say(chat, Sender::Agent, "kim").await.unwrap();
    assert!(world.say(chat, Sender::Agent, "sam").await.is_err());
}

async fn r34_read_marks_only_move_forward(world: World) {
    let chat = world.active_chat("maya", "sam").await.id;
    for _ in 0..3 {
        world.say(chat, Sender::User, "maya").await.unwrap();
    }
    let mark = async |side, seq| {
        let mut tx = world.store.begin().await.unwrap();
        let row = tx.mark_chat_read(chat, side, seq).await.unwrap();
        tx.commit().await.unwrap();
        row.map(|row| (row.user_read_seq, row.agent_read_seq))
    };
    assert_eq!(mark(Sender::Agent, 2).await, Some((0, 2)));
    assert_eq!(mark(Sender::Agent, 1).await, None);
    assert_eq!(mark(Sender::Agent, 2).await, None);
    assert_eq!(
        mark(Sender::User, 99).await,
        Some((3, 2)),
        "never past the last"
    );
    assert_eq!(mark(Sender::User, 99).await, None);
    assert_eq!(mark(Sender::User, -5).await, None);
    let row = world
        .store
        .chat(chat, &Access::Staff)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((row.user_read_seq, row.agent_read_seq), (3, 2));
}

async fn r35_a_chat_is_closed_once(world: World) {
    let chat = world.waiting_chat("maya").await.id;
    world.config.clock.advance(Duration::from_secs(3));
    let mut tx = world.store.begin().await.unwrap();
    let row = tx.close_chat(chat, world.now()).await.unwrap();
    assert_eq!(row.status, ChatStatus::Closed);
    assert_eq!(row.closed_at, Some(world.now()));
    assert_eq!(row.updated_at, world.now());
    let again = tx.close_chat(chat, world.now()).await;
    assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
    let late = tx.accept_chat(chat, &staff("sam"), world.now()).await;
    assert!(matches!(late, Err(Error::Conflict { .. })), "{late:?}");
    tx.commit().await.unwrap();
}

async fn r36_waits_are_counted_to_the_first_accept(world: World) {
    for seconds in [10, 30] {
        let chat = world.waiting_chat(&format!("user-{seconds}")).await;
        world.config.clock.advance(Duration::from_secs(seconds));
        let mut tx = world.store.begin().await.unwrap();
        tx.accept_chat(chat.id, &staff("sam"), world.now())
            .await
            .unwrap();
        world.config.clock.advance(Duration::from_secs(600));
        tx.requeue_chat(chat.id, None, RANK_RETURNED, None, world.now())
            .await
            .unwrap();
        tx.accept_chat(chat.id, &staff("kim"), world.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    let waits = async |since, limit| {
        let waits = world.store.queue_waits(None, since, limit).await.unwrap();
        let seconds = waits
            .iter()
            .map(|wait| wait.accepted_at.since(wait.queued_at).as_secs());
        seconds.collect::<Vec<_>>()
    };
    assert_eq!(waits(START, 10).await, [30, 10]);
    assert_eq!(waits(START, 1).await, [30]);
    assert_eq!(waits(START.plus(Duration::from_secs(10)), 10).await, [30]);
}

async fn r37_an_owner_sees_their_chats_and_staff_filters_all(world: World) {
    let mut own = Vec::new();
    for n in 0..12 {
        // Some at the same moment: the id decides then.
        world.config.clock.advance(Duration::from_millis(n % 2));
        let user = if n % 3 == 0 { "eve" } else { "maya" };
        let chat = world.waiting_chat(user).await;
        let mut tx = world.store.begin().await.unwrap();
        tx.accept_chat(chat.id, &staff("sam"), world.now())
            .await
            .unwrap();
        tx.close_chat(chat.id, world.now()).await.unwrap();
        tx.commit().await.unwrap();
        if user == "maya" {
            own.push(chat);
        }
    }
    let maya = Access::Owner("maya".into());
    let seen = all_pages(3, |page| {
        let (store, maya) = (world.store.clone(), maya.clone());
        async move {
            store
                .chats(
                    &maya,
                    &ChatFilter {
                        status: Some(ChatStatus::Closed),
                        ..ChatFilter::default()
                    },
                    &page,
                )
                .await
        }
    })
    .await;
    let mut ids: Vec<_> = seen.iter().map(|row| row.id).collect();
    assert!(seen.is_sorted_by(|a, b| (a.created_at, a.id) > (b.created_at, b.id)));
    ids.sort_unstable();
    let mut expected: Vec<_> = own.iter().map(|row| row.id).collect();
    expected.sort_unstable();
    assert_eq!(ids, expected);
    let eve = Access::Owner("eve".into());
    assert_eq!(world.store.chat(own[0].id, &eve).await.unwrap(), None);
    let filtered = async |filter: ChatFilter| {
        let page = PageRequest::default();
        let chats = world.store.chats(&Access::Staff, &filter, &page);
        chats.await.unwrap().items.len()
    };
    let held_by = |agent: &str| ChatFilter {
        held_by: Some(agent.into()),
        ..ChatFilter::default()
    };
    assert_eq!(filtered(held_by("kim")).await, 0);
    assert_eq!(filtered(held_by("sam")).await, 12);
    let of_eve = ChatFilter {
        user: Some("eve".into()),
        ..ChatFilter::default()
    };
    assert_eq!(filtered(of_eve).await, 4);
}

async fn r38_what_is_not_there_is_not_found(world: World) {
    let mut tx = world.store.begin().await.unwrap();
    let id = world.ids.make();
    let accepted = tx.accept_chat(id, &staff("sam"), world.now()).await;
    assert!(
        matches!(accepted, Err(Error::NotFound { .. })),
        "{accepted:?}"
    );
    let closed = tx.close_chat(id, world.now()).await;
    assert!(matches!(closed, Err(Error::NotFound { .. })), "{closed:?}");
    let read = tx.mark_chat_read(id, Sender::User, 1).await;
    assert!(matches!(read, Err(Error::NotFound { .. })), "{read:?}");
}
