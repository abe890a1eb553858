//! Chat messages and the group-commit writer.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use frontdesk_model::{ConversationId, chat::Sender, job::Job};
use frontdesk_store::{Access, Appended, Error, FailPoint, FailPoints, Notes, Store, StoreConfig};
use futures_util::FutureExt;

use crate::world::World;

rules!(
    r10_seq_has_no_gaps_under_64_senders,
    r11_a_repeat_in_the_same_batch_gives_the_first,
    r12_a_repeat_in_a_later_batch_gives_the_first,
    r13_a_repeat_after_reopening_gives_the_first,
    r14_messages_are_told_in_the_order_of_their_seq,
    r15_a_closed_chat_takes_no_message,
    r16_only_the_agent_who_holds_a_chat_writes_to_it,
    r17_a_stranger_does_not_find_the_chat,
    r18_what_follows_is_stored_with_the_message,
    r19_a_full_queue_refuses_and_stores_nothing,
    r20_a_poisoned_message_fails_alone,
    r21_a_caller_that_goes_away_changes_nothing,
    r22_two_processes_share_one_numbering,
    r23_a_crash_before_the_commit_leaves_nothing,
    r24_a_crash_after_the_commit_loses_nothing,
    r25_closing_stores_what_is_queued,
    r26_the_conversation_shows_its_last_message,
);

/// Starts them all at once, and gives the answers in their order.
async fn at_once(
    store: &Store,
    messages: Vec<frontdesk_store::NewChatMessage>,
) -> Vec<frontdesk_store::Result<Appended>> {
    let tasks: Vec<_> = messages
        .into_iter()
        .map(|message| {
            let store = store.clone();
            tokio::spawn(async move { store.append_chat(message).await })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    answers
}

async fn seqs(store: &Store, chat: ConversationId) -> Vec<i64> {
    let rows = store
        .messages(chat, 0, 10_000, Notes::PublicOnly)
        .await
        .unwrap();
    rows.iter().map(|row| row.seq).collect()
}

async fn r10_seq_has_no_gaps_under_64_senders(world: World) {
    let mut chats = Vec::new();
    for n in 0..4 {
        chats.push(world.waiting_chat(&format!("user-{n}")).await.id);
    }
    let senders: Vec<_> = (0..64)
        .map(|n| {
            let store = world.store.clone();
            let (chat, user) = (chats[n % 4], format!("user-{}", n % 4));
            let messages: Vec<_> = (0..10)
                .map(|_| world.message(chat, Sender::User, &user))
                .collect();
            tokio::spawn(async move {
                let mut last = 0;
                for message in messages {
                    let seq = store.append_chat(message).await.unwrap().message.seq;
                    assert!(seq > last, "a sender's messages keep their order");
                    last = seq;
                }
            })
        })
        .collect();
    for sender in senders {
        sender.await.unwrap();
    }
    for chat in chats {
        assert_eq!(
            seqs(&world.store, chat).await,
            (1..=160).collect::<Vec<_>>()
        );
    }
}

async fn r11_a_repeat_in_the_same_batch_gives_the_first(world: World) {
    let chat = world.waiting_chat("maya").await.id;
    let mut messages = Vec::new();
    for _ in 0..20 {
        let mut message = world.message(chat, Sender::User, "maya");
        message.client_id = Some("once".into());
        messages.push(message);
    }
    let answers = at_once(&world.store, messages).await;
    let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
    let new = answers.iter().filter(|answer| !answer.repeated).count();
    assert_eq!(new, 1);
    assert!(
        answers
            .iter()
            .all(|answer| answer.message == answers[0].message)
    );
    assert_eq!(seqs(&world.store, chat).await, [1]);
}

async fn r12_a_repeat_in_a_later_batch_gives_the_first(world: World) {
    let chat = world.active_chat("maya", "sam").await.id;
    let mut message = world.message(chat, Sender::User, "maya");
    let first = world.store.append_chat(message.clone()).await.unwrap();
    message.id = world.ids.make();
    message.content = "something else".into();
    let again = world.store.append_chat(message.clone()).await.unwrap();
    assert!(again.repeated);
    assert_eq!(again.message, first.message);
    // The mark is the sender's own: another's is another message.
    message.id = world.ids.make();
    message.sender = Sender::Agent;
    message.sender_id = "sam".into();
    assert!(!world.store.append_chat(message).await.unwrap().repeated);
    assert_eq!(seqs(&world.store, chat).await, [1, 2]);
}

async fn r13_a_repeat_after_reopening_gives_the_first(mut world: World) {
    let chat = world.waiting_chat("maya").await.id;
    let mut message = world.message(chat, Sender::User, "maya");
    let first = world.store.append_chat(message.clone()).await.unwrap();
    world.reopen().await;
    message.id = world.ids.make();
    let again = world.store.append_chat(message).await.unwrap();
    assert!(again.repeated);
    assert_eq!(again.message, first.message);
}

async fn r14_messages_are_told_in_the_order_of_their_seq(world: World) {
    let mut committed = world.store.take_committed().unwrap();
    assert!(
        world.store.take_committed().is_none(),
        "there is one reader"
    );
    let chats = [
        world.active_chat("maya", "sam").await.id,
        world.active_chat("noah", "sam").await.id,
    ];
    let messages = (0..100)
        .map(|n| match n % 3 {
            0 => world.message(chats[0], Sender::User, "maya"),
            1 => world.message(chats[0], Sender::Agent, "sam"),
            _ => world.message(chats[1], Sender::User, "noah"),
        })
        .collect();
    for answer in at_once(&world.store, messages).await {
        answer.unwrap();
    }
    let mut last: HashMap<ConversationId, i64> = HashMap::new();
    for _ in 0..100 {
        let told = committed.recv().await.unwrap();
        let last = last.entry(told.message.conversation_id).or_default();
        assert_eq!(told.message.seq, *last + 1);
        *last += 1;
        assert_eq!(told.agent_id, Some("sam".into()));
        let user = if told.message.conversation_id == chats[0] {
            "maya"
        } else {
            "noah"
        };
        assert_eq!(told.user_id, user.into());
    }
    assert!(committed.try_recv().is_err(), "each is told once");
}

async fn r15_a_closed_chat_takes_no_message(world: World) {
    let chat = world.active_chat("maya", "sam").await.id;
    let mut before = world.message(chat, Sender::User, "maya");
    let first = world.store.append_chat(before.clone()).await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    tx.close_chat(chat, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    for (sender, who) in [(Sender::User, "maya"), (Sender::Agent, "sam")] {
        let refused = world.say(chat, sender, who).await;
        assert!(
            matches!(refused, Err(Error::Conflict { .. })),
            "{refused:?}"
        );
    }
    // What was stored before is still answered to who asks again.
    before.id = world.ids.make();
    let again = world.store.append_chat(before).await.unwrap();
    assert!(again.repeated);
    assert_eq!(again.message, first.message);
    assert_eq!(seqs(&world.store, chat).await, [1]);
}

async fn r16_only_the_agent_who_holds_a_chat_writes_to_it(world: World) {
    let chat = world.active_chat("maya", "sam").await.id;
    let refused = world.say(chat, Sender::Agent, "kim").await;
    assert!(
        matches!(refused, Err(Error::Forbidden { .. })),
        "{refused:?}"
    );
    world.say(chat, Sender::Agent, "sam").await.unwrap();
    let waiting = world.waiting_chat("noah").await.id;
    let refused = world.say(waiting, Sender::Agent, "sam").await;
    assert!(
        matches!(refused, Err(Error::Forbidden { .. })),
        "{refused:?}"
    );
    assert_eq!(seqs(&world.store, chat).await, [1]);
    assert!(seqs(&world.store, waiting).await.is_empty());
}

async fn r17_a_stranger_does_not_find_the_chat(world: World) {
    let chat = world.waiting_chat("maya").await.id;
    let refused = world.say(chat, Sender::User, "eve").await;
    assert!(
        matches!(refused, Err(Error::NotFound { .. })),
        "{refused:?}"
    );
    let refused = world.say(world.ids.make(), Sender::User, "maya").await;
    assert!(
        matches!(refused, Err(Error::NotFound { .. })),
        "{refused:?}"
    );
    // A ticket is no chat.
    let ticket = world.ticket("maya").await.id;
    let refused = world.say(ticket, Sender::User, "maya").await;
    assert!(
        matches!(refused, Err(Error::NotFound { .. })),
        "{refused:?}"
    );
}

async fn r18_what_follows_is_stored_with_the_message(world: World) {
    let mut committed = world.store.take_committed().unwrap();
    let chat = world.waiting_chat("maya").await.id;
    let job = Job::AppendApproved {
        review_id: world.ids.make(),
    };
    let ready = world.store.jobs_ready();
    let mut message = world.message(chat, Sender::User, "maya");
    message.notifications = vec![
        world.notification("sam", Some("chat")),
        world.notification("sam", Some("chat")),
        world.notification("kim", None),
    ];
    message.jobs = vec![job.clone()];
    world.store.append_chat(message.clone()).await.unwrap();
    ready.notified().await;
    let told = committed.recv().await.unwrap();
    let whom: Vec<_> = told
        .notifications
        .iter()
        .map(|new| new.person_id.as_str())
        .collect();
    assert_eq!(whom, ["sam", "kim"]);
    assert_eq!(world.store.unread_count(&"sam".into()).await.unwrap(), 1);
    let depth = world.store.outbox_depth().await.unwrap();
    // Its own, and one that plans what leaves for the notifications.
    assert_eq!(depth.ready, 2);
    // A repeat has no consequences.
    message.id = world.ids.make();
    message.notifications = vec![world.notification("kim", None)];
    world.store.append_chat(message).await.unwrap();
    assert_eq!(world.store.unread_count(&"kim".into()).await.unwrap(), 1);
    assert_eq!(world.store.outbox_depth().await.unwrap().ready, 2);
}

async fn r19_a_full_queue_refuses_and_stores_nothing(world: World) {
    let chat = world.waiting_chat("maya").await.id;
    let small = StoreConfig {
        writer_queue: 4,
        batch_max: 1,
        ..world.config.clone()
    };
    let store = Store::open(&small).await.unwrap();
    // Held by a transaction: the writer waits, and its queue fills.
    let mut tx = world.store.begin().await.unwrap();
    tx.chat(chat, &Access::Staff).await.unwrap();
    let mut waiting = Vec::new();
    let mut refused = 0;
    for _ in 0..40 {
        let message = world.message(chat, Sender::User, "maya");
        let mut answer = Box::pin(store.append_chat(message));
        match (&mut answer).now_or_never() {
            Some(Err(Error::Busy)) => refused += 1,
            Some(other) => panic!("{other:?}"),
            None => waiting.push(answer),
        }
    }
    assert!(refused > 0);
    assert!(waiting.len() >= 4, "what fits is taken");
    tx.rollback().await.unwrap();
    let taken = i64::try_from(waiting.len()).unwrap();
    for answer in waiting {
        answer.await.unwrap();
    }
    assert_eq!(
        seqs(&world.store, chat).await,
        (1..=taken).collect::<Vec<_>>()
    );
}

async fn r20_a_poisoned_message_fails_alone(world: World) {
    let chat = world.waiting_chat("maya").await.id;
    let stored = world.say(chat, Sender::User, "maya").await.unwrap();
    let tx = world.store.begin().await.unwrap();
    let mut messages: Vec<_> = (0..10)
        .map(|_| world.message(chat, Sender::User, "maya"))
        .collect();
    // An id that is taken: the database refuses the whole statement.
    messages[4].id = stored.message.id;
    let store = world.store.clone();
    let answers = tokio::spawn(async move { at_once(&store, messages).await });
    tx.commit().await.unwrap();
    let answers = answers.await.unwrap();
    for (n, answer) in answers.iter().enumerate() {
        match n {
            4 => assert!(matches!(answer, Err(Error::Conflict { .. })), "{answer:?}"),
            _ => assert!(answer.is_ok(), "{n}: {answer:?}"),
        }
    }
    assert_eq!(seqs(&world.store, chat).await, (1..=10).collect::<Vec<_>>());
}

async fn r21_a_caller_that_goes_away_changes_nothing(world: World) {
    let chat = world.waiting_chat("maya").await.id;
    for n in 0..20 {
        let gone = world.message(chat, Sender::User, "maya");
        let mut answer = Box::pin(world.store.append_chat(gone));
        assert!((&mut answer).now_or_never().is_none());
        drop(answer);
        let stored = world.say(chat, Sender::User, "maya").await.unwrap();
        assert_eq!(stored.message.seq, 2 * (n + 1));
    }
}

async fn r22_two_processes_share_one_numbering(world: World) {
    let chat = world.waiting_chat("maya").await.id;
    let other = world.another().await;
    let half = |n: usize| -> Vec<_> {
        (0..n)
            .map(|_| world.message(chat, Sender::User, "maya"))
            .collect()
    };
    let mut ours = half(50);
    let mut theirs = half(50);
    // The same message through both: stored once.
    ours[0].client_id = Some("once".into());
    theirs[0].client_id = Some("once".into());
    let (ours, theirs) = tokio::join!(at_once(&world.store, ours), at_once(&other, theirs));
    let repeated = ours
        .iter()
        .chain(&theirs)
        .filter(|answer| answer.as_ref().unwrap().repeated)
        .count();
    assert_eq!(repeated, 1);
    assert_eq!(seqs(&world.store, chat).await, (1..=99).collect::<Vec<_>>());
}

/// A store whose writer dies at `point`, once it is armed.
async fn mortal(world: &World, point: FailPoint) -> (Store, Arc<AtomicBool>) {
    let armed = Arc::new(AtomicBool::new(false));
    let trigger = Arc::clone(&armed);
    let config = StoreConfig {
        failpoints: FailPoints::new(move |reached| {
            assert!(
                reached != point || !trigger.load(Ordering::SeqCst),
                "the writer was told to die here"
            );
            std::future::ready(())
        }),
        ..world.config.clone()
    };
    (Store::open(&config).await.unwrap(), armed)
}

async fn r23_a_crash_before_the_commit_leaves_nothing(world: World) {
    let chat = world.waiting_chat("maya").await.id;
    let (store, armed) = mortal(&world, FailPoint::BeforeCommit).await;
    armed.store(true, Ordering::SeqCst);
    let mut message = world.message(chat, Sender::User, "maya");
    let lost = store.append_chat(message.clone()).await;
    assert!(matches!(lost, Err(Error::Closed)), "{lost:?}");
    // It is not healthy any more, as soon as its writer has come to rest.
    while store.ping().await.is_ok() {
        tokio::task::yield_now().await;
    }
    message.id = world.ids.make();
    let stored = world.store.append_chat(message).await.unwrap();
    assert!(!stored.repeated);
    assert_eq!(stored.message.seq, 1);
}

async fn r24_a_crash_after_the_commit_loses_nothing(world: World) {
    let chat = world.waiting_chat("maya").await.id;
    let (store, armed) = mortal(&world, FailPoint::AfterCommit).await;
    armed.store(true, Ordering::SeqCst);
    let mut message = world.message(chat, Sender::User, "maya");
    let unanswered = store.append_chat(message.clone()).await;
    assert!(matches!(unanswered, Err(Error::Closed)), "{unanswered:?}");
    message.id = world.ids.make();
    let stored = world.store.append_chat(message).await.unwrap();
    assert!(stored.repeated, "it was on disk before anybody heard of it");
    assert_eq!(seqs(&world.store, chat).await, [1]);
}

async fn r25_closing_stores_what_is_queued(mut world: World) {
    let chat = world.waiting_chat("maya").await.id;
    let mut answers: Vec<_> = (0..100)
        .map(|_| world.message(chat, Sender::User, "maya"))
        .map(|message| {
            let store = world.store.clone();
            Box::pin(async move { store.append_chat(message).await })
        })
        .collect();
    for answer in &mut answers {
        assert!(answer.now_or_never().is_none());
    }
    world.store.close().await;
    for answer in answers {
        answer.await.unwrap();
    }
    world.store = world.another().await;
    assert_eq!(
        seqs(&world.store, chat).await,
        (1..=100).collect::<Vec<_>>()
    );
}

async fn r26_the_conversation_shows_its_last_message(world: World) {
    let chat = world.waiting_chat("maya").await.id;
    let mut long = world.message(chat, Sender::User, "maya");
    long.content = "ü".repeat(500);
    long.created_at = world.now().plus(std::time::Duration::from_secs(5));
    let at = long.created_at;
    world.store.append_chat(long).await.unwrap();
    let row = world
        .store
        .chat(chat, &Access::Staff)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.last_seq, 1);
    assert_eq!(row.last_message, Some("ü".repeat(200)));
    assert_eq!(row.updated_at, at);
}
