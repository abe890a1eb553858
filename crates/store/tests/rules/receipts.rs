//! Receipts in groups, and when people were last seen.

use std::time::Duration;

use frontdesk_model::{ConversationId, Role, chat::Sender};
use frontdesk_store::{
    Access, ChatRow, CommittedRead, CommittedReceipt, Error, LastSeen, NewNotification, NewReceipt,
    ReceiptKind, Result, Store, StoreConfig,
};

use crate::world::{START, World, person};

rules!(
    r290_marks_only_move_forward_and_never_past_the_last_message,
    r291_what_was_read_was_delivered,
    r292_only_who_takes_part_moves_a_mark,
    r293_a_group_is_one_commit_and_tells_each_mark_once,
    r294_a_full_queue_refuses_and_loses_nothing_it_took,
    r295_closing_stores_what_was_taken,
    r296_receipts_and_messages_do_not_block_each_other,
    r297_last_seen_never_moves_back,
    r298_who_reads_a_chat_to_its_end_has_read_what_it_told,
);

fn receipt(
    chat: ConversationId,
    side: Sender,
    who: &str,
    kind: ReceiptKind,
    seq: i64,
) -> NewReceipt {
    NewReceipt {
        conversation_id: chat,
        side,
        person_id: who.into(),
        kind,
        seq,
    }
}

async fn record(store: &Store, receipt: NewReceipt) -> Result<()> {
    store.record_receipt(receipt)?.await
}

async fn stored(world: &World, chat: ConversationId) -> ChatRow {
    let row = world.store.chat(chat, &Access::Staff).await.unwrap();
    row.unwrap()
}

/// A chat of maya's that sam holds, with so many messages of hers.
async fn chat_with(world: &World, messages: usize) -> ConversationId {
    let chat = world.active_chat("maya", "sam").await.id;
    for _ in 0..messages {
        world.say(chat, Sender::User, "maya").await.unwrap();
    }
    chat
}

async fn r290_marks_only_move_forward_and_never_past_the_last_message(world: World) {
    let chat = chat_with(&world, 3).await;
    for (seq, expected) in [(2, 2), (1, 2), (0, 2), (99, 3), (3, 3)] {
        let sams = receipt(chat, Sender::Agent, "sam", ReceiptKind::Delivered, seq);
        record(&world.store, sams).await.unwrap();
        assert_eq!(stored(&world, chat).await.agent_delivered_seq, expected);
    }
    let row = stored(&world, chat).await;
    let others = (
        row.agent_read_seq,
        row.user_read_seq,
        row.user_delivered_seq,
    );
    assert_eq!(others, (0, 0, 0));
}

async fn r291_what_was_read_was_delivered(world: World) {
    let chat = chat_with(&world, 3).await;
    let read = receipt(chat, Sender::Agent, "sam", ReceiptKind::Read, 2);
    record(&world.store, read).await.unwrap();
    let row = stored(&world, chat).await;
    assert_eq!((row.agent_read_seq, row.agent_delivered_seq), (2, 2));
    // Reading again what lies before what was received takes nothing back.
    let delivered = receipt(chat, Sender::Agent, "sam", ReceiptKind::Delivered, 3);
    record(&world.store, delivered).await.unwrap();
    let read = receipt(chat, Sender::Agent, "sam", ReceiptKind::Read, 2);
    record(&world.store, read).await.unwrap();
    let row = stored(&world, chat).await;
    assert_eq!((row.agent_read_seq, row.agent_delivered_seq), (2, 3));
}

async fn r292_only_who_takes_part_moves_a_mark(world: World) {
    let chat = chat_with(&world, 1).await;
    let before = stored(&world, chat).await;
    let nowhere: ConversationId = world.ids.make();
    for (chat, side, who) in [
        (chat, Sender::User, "tom"),
        (chat, Sender::Agent, "ann"),
        (chat, Sender::User, "sam"),
        (chat, Sender::Agent, "maya"),
        (nowhere, Sender::User, "maya"),
    ] {
        let refused = record(&world.store, receipt(chat, side, who, ReceiptKind::Read, 1)).await;
        assert!(matches!(refused, Err(Error::NotFound { .. })), "{who}");
    }
    assert_eq!(stored(&world, chat).await, before);
    // The last words of a chat that is closed can still be read.
    let mut tx = world.store.begin().await.unwrap();
    tx.close_chat(chat, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    let read = receipt(chat, Sender::User, "maya", ReceiptKind::Read, 1);
    record(&world.store, read).await.unwrap();
    assert_eq!(stored(&world, chat).await.user_read_seq, 1);
}

async fn r293_a_group_is_one_commit_and_tells_each_mark_once(world: World) {
    let (one, other) = (
        chat_with(&world, 5).await,
        world.active_chat("tom", "ann").await.id,
    );
    for _ in 0..5 {
        world.say(other, Sender::User, "tom").await.unwrap();
    }
    let mut told = world.store.take_receipts().unwrap();
    assert!(world.store.take_receipts().is_none());
    // The first is written at once; the others wait for company meanwhile.
    let first = receipt(one, Sender::Agent, "sam", ReceiptKind::Delivered, 1);
    record(&world.store, first).await.unwrap();
    let group: Vec<_> = [
        receipt(one, Sender::Agent, "sam", ReceiptKind::Delivered, 2),
        receipt(one, Sender::Agent, "sam", ReceiptKind::Read, 3),
        receipt(one, Sender::User, "maya", ReceiptKind::Delivered, 5),
        receipt(one, Sender::User, "maya", ReceiptKind::Read, 4),
        receipt(other, Sender::Agent, "ann", ReceiptKind::Read, 0),
        receipt(other, Sender::User, "sam", ReceiptKind::Read, 5),
    ]
    .into_iter()
    .map(|one| world.store.record_receipt(one).unwrap())
    .collect();
    let mut results = Vec::new();
    for stored in group {
        results.push(stored.await.is_ok());
    }
    // One that is refused takes none with it.
    assert_eq!(results, [true, true, true, true, true, false]);
    let mut heard = Vec::new();
    while let Ok(CommittedRead::Receipt(CommittedReceipt {
        side, kind, seq, ..
    })) = told.try_recv()
    {
        heard.push((side, kind, seq));
    }
    assert_eq!(
        heard,
        [
            (Sender::Agent, ReceiptKind::Delivered, 1),
            (Sender::User, ReceiptKind::Read, 4),
            (Sender::User, ReceiptKind::Delivered, 5),
            (Sender::Agent, ReceiptKind::Read, 3),
        ]
    );
}

async fn r294_a_full_queue_refuses_and_loses_nothing_it_took(mut world: World) {
    let chat = chat_with(&world, 3).await;
    world.store.close().await;
    world.store = Store::open(&StoreConfig {
        receipt_queue: 2,
        receipt_interval: Duration::ZERO,
        ..world.config.clone()
    })
    .await
    .unwrap();
    // Nobody can write meanwhile: the chat is locked.
    let mut tx = world.store.begin().await.unwrap();
    tx.chat(chat, &Access::Staff).await.unwrap();
    let mut taken = Vec::new();
    let refused = loop {
        let one = receipt(chat, Sender::User, "maya", ReceiptKind::Read, 2);
        match world.store.record_receipt(one) {
            Ok(stored) => taken.push(stored),
            Err(error) => break error,
        }
        tokio::task::yield_now().await;
    };
    assert!(matches!(refused, Error::Busy), "{refused}");
    assert!(taken.len() >= 2);
    tx.rollback().await.unwrap();
    for stored in taken {
        stored.await.unwrap();
    }
    assert_eq!(stored(&world, chat).await.user_read_seq, 2);
}

async fn r295_closing_stores_what_was_taken(mut world: World) {
    let chat = chat_with(&world, 2).await;
    let taken: Vec<_> = [1, 2]
        .map(|seq| receipt(chat, Sender::Agent, "sam", ReceiptKind::Read, seq))
        .map(|one| world.store.record_receipt(one).unwrap())
        .into();
    world.store.close().await;
    for stored in taken {
        stored.await.unwrap();
    }
    let late = receipt(chat, Sender::Agent, "sam", ReceiptKind::Read, 2);
    assert!(matches!(
        world.store.record_receipt(late).map(|_| ()),
        Err(Error::Closed)
    ));
    world.reopen().await;
    assert_eq!(stored(&world, chat).await.agent_read_seq, 2);
}

async fn r296_receipts_and_messages_do_not_block_each_other(world: World) {
    let mut chats = Vec::new();
    for n in 0..40 {
        chats.push(world.active_chat(&format!("user-{n}"), "sam").await.id);
    }
    let mut tasks = Vec::new();
    for (n, chat) in chats.iter().copied().enumerate() {
        for _ in 0..5 {
            let message = world.message(chat, Sender::User, &format!("user-{n}"));
            let store = world.store.clone();
            tasks.push(tokio::spawn(async move {
                let seq = store.append_chat(message).await.unwrap().message.seq;
                let read = receipt(chat, Sender::Agent, "sam", ReceiptKind::Read, seq);
                record(&store, read).await.unwrap();
            }));
        }
    }
    for task in tasks {
        task.await.unwrap();
    }
    for chat in chats {
        let row = stored(&world, chat).await;
        assert_eq!((row.last_seq, row.agent_read_seq), (5, 5));
    }
}

async fn r297_last_seen_never_moves_back(world: World) {
    let mut tx = world.store.begin().await.unwrap();
    for id in ["maya", "tom"] {
        tx.save_person(&person(id, Role::User), START)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let at = |id: &str, minutes: u64| LastSeen {
        id: id.into(),
        last_seen_at: START.plus(Duration::from_secs(minutes * 60)),
    };
    for seen in [
        vec![at("maya", 5), at("tom", 1), at("nobody", 1)],
        vec![at("maya", 3)],
        vec![],
    ] {
        let mut tx = world.store.begin().await.unwrap();
        tx.save_last_seen(&seen).await.unwrap();
        tx.commit().await.unwrap();
    }
    let people = ["maya".into(), "nobody".into(), "tom".into()];
    let mut seen = world.store.last_seen(&people).await.unwrap();
    seen.sort_unstable_by(|a, b| a.id.as_str().cmp(b.id.as_str()));
    assert_eq!(seen, [at("maya", 5), at("tom", 1)]);
}

async fn r298_who_reads_a_chat_to_its_end_has_read_what_it_told(world: World) {
    let chat = chat_with(&world, 3).await;
    let other: ConversationId = world.ids.make();
    let about = |person: &str, member: &str, id: ConversationId| NewNotification {
        data: serde_json::json!({ member: id }),
        ..world.notification(person, None)
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.add_notifications(&[
        about("sam", "sessionId", chat),
        about("sam", "ticketId", chat),
        about("sam", "sessionId", other),
        about("ann", "sessionId", chat),
    ])
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let unread = async |person: &str| world.store.unread_count(&person.into()).await.unwrap();
    let mut told = world.store.take_receipts().unwrap();
    let read = async |who: &str, kind, seq| {
        let one = receipt(chat, Sender::Agent, who, kind, seq);
        record(&world.store, one).await
    };
    read("sam", ReceiptKind::Read, 2).await.unwrap();
    read("sam", ReceiptKind::Delivered, 3).await.unwrap();
    read("ann", ReceiptKind::Read, 3).await.unwrap_err();
    assert_eq!((unread("sam").await, unread("ann").await), (3, 1));
    read("sam", ReceiptKind::Read, 3).await.unwrap();
    assert_eq!((unread("sam").await, unread("ann").await), (1, 1));
    // Reading once more, when no mark moves, counts as well.
    let mut tx = world.store.begin().await.unwrap();
    tx.add_notifications(&[about("sam", "sessionId", chat)])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(unread("sam").await, 2);
    read("sam", ReceiptKind::Read, 99).await.unwrap();
    assert_eq!(unread("sam").await, 1);
    let mut heard = 0;
    while let Ok(one) = told.try_recv() {
        if let CommittedRead::Notifications {
            person_id,
            conversation_id,
        } = one
        {
            assert_eq!((person_id.as_str(), conversation_id), ("sam", chat));
            heard += 1;
        }
    }
    assert_eq!(heard, 2);
}
