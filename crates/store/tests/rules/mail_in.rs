//! Mail that comes in, threads and mailboxes.

use std::time::Duration;

use frontdesk_model::{ConversationId, InboundMailId, PageRequest, mail_in::InboundMailState};
use frontdesk_store::{Error, MailMessage, MailboxPlace, NewInboundMail, SettledMail};

use crate::world::World;

rules!(
    r700_a_mail_is_taken_once,
    r701_the_bytes_go_unless_it_is_set_aside,
    r702_a_thread_is_that_of_its_reader,
    r703_one_process_reads_a_mailbox,
);

async fn taken(world: &World, key: &str) -> (InboundMailId, bool) {
    let id = world.config.ids.make();
    let mut tx = world.store.begin().await.unwrap();
    let new = NewInboundMail {
        id,
        key,
        raw: b"From: maya@example.org\r\n\r\nHello",
        received_at: world.now(),
    };
    let is_new = tx.add_inbound_mail(&new).await.unwrap();
    tx.commit().await.unwrap();
    (id, is_new)
}

fn settled(state: InboundMailState) -> SettledMail {
    SettledMail {
        state,
        reason: Some("because".to_owned()),
        conversation_id: None,
        person_id: None,
    }
}

async fn r700_a_mail_is_taken_once(world: World) {
    let (id, is_new) = taken(&world, "<1@x> maya@example.org").await;
    assert!(is_new);
    let (again, is_new) = taken(&world, "<1@x> maya@example.org").await;
    assert!(!is_new);
    assert!(world.store.inbound_mail(again).await.unwrap().is_none());
    let mail = world.store.inbound_mail(id).await.unwrap().unwrap();
    assert_eq!(mail.state, InboundMailState::Waiting);
    assert_eq!(mail.size, 31);
    assert!(taken(&world, "<2@x> maya@example.org").await.1);
    let page = PageRequest::default();
    let all = world.store.inbound_mails(None, &page).await.unwrap();
    assert_eq!(all.items.len(), 2);
}

async fn r701_the_bytes_go_unless_it_is_set_aside(world: World) {
    let (done, _) = taken(&world, "a").await;
    let (aside, _) = taken(&world, "b").await;
    let mut tx = world.store.begin().await.unwrap();
    tx.describe_inbound_mail(done, "maya@example.org", "Brakes")
        .await
        .unwrap();
    let ticket = settled(InboundMailState::Ticket);
    tx.settle_inbound_mail(done, &ticket, world.now())
        .await
        .unwrap();
    let bad = settled(InboundMailState::SetAside);
    tx.settle_inbound_mail(aside, &bad, world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.store.inbound_mail_raw(done).await.unwrap(), None);
    assert!(world.store.inbound_mail_raw(aside).await.unwrap().is_some());
    let since = world.now().minus(Duration::from_secs(60));
    let count = world
        .store
        .tickets_by_mail("maya@example.org", since)
        .await
        .unwrap();
    assert_eq!(count, 1);
    let listed = world
        .store
        .inbound_mails(Some(InboundMailState::SetAside), &PageRequest::default())
        .await
        .unwrap();
    assert_eq!(listed.items.len(), 1);

    let mut tx = world.store.begin().await.unwrap();
    let refused = tx.retry_inbound_mail(done).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    let unknown = tx.retry_inbound_mail(world.config.ids.make()).await;
    assert!(
        matches!(unknown, Err(Error::NotFound { .. })),
        "{unknown:?}"
    );
    tx.retry_inbound_mail(aside).await.unwrap();
    tx.commit().await.unwrap();
    let mail = world.store.inbound_mail(aside).await.unwrap().unwrap();
    assert_eq!(
        (mail.state, mail.tries, mail.reason),
        (InboundMailState::Waiting, 0, None)
    );
}

async fn r702_a_thread_is_that_of_its_reader(world: World) {
    let conversation: ConversationId = world.config.ids.make();
    let mut tx = world.store.begin().await.unwrap();
    for (id, person, sent) in [
        ("1@x", "maya", true),
        ("2@x", "sam", true),
        ("3@x", "maya", false),
    ] {
        world.config.clock.advance(Duration::from_millis(1));
        tx.add_mail_message(&MailMessage {
            message_id: id.to_owned(),
            conversation_id: conversation,
            person_id: person.into(),
            sent,
            created_at: world.now(),
        })
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
    let thread = |person: &'static str, limit| {
        let store = world.store.clone();
        async move {
            store
                .thread_of(conversation, &person.into(), limit)
                .await
                .unwrap()
        }
    };
    assert_eq!(thread("maya", 10).await, ["1@x", "3@x"], "oldest first");
    assert_eq!(thread("maya", 1).await, ["3@x"], "the latest");
    assert_eq!(thread("sam", 10).await, ["2@x"]);
    let known = world
        .store
        .mail_messages(&["3@x".into(), "9@x".into()])
        .await
        .unwrap();
    assert_eq!(known.len(), 1);
    assert!(!known[0].sent);
}

async fn r703_one_process_reads_a_mailbox(world: World) {
    let lease = Duration::from_secs(45);
    let hold = |holder: &'static str| {
        let (store, now) = (world.store.clone(), world.now());
        async move {
            let mut tx = store.begin().await.unwrap();
            let place = tx.hold_mailbox("box", holder, now, lease).await.unwrap();
            tx.commit().await.unwrap();
            place
        }
    };
    let fresh = MailboxPlace {
        uid_validity: 0,
        last_uid: 0,
    };
    assert_eq!(hold("one").await, Some(fresh));
    assert_eq!(hold("one").await, Some(fresh), "again by who has it");
    assert_eq!(hold("two").await, None);
    let place = MailboxPlace {
        uid_validity: 7,
        last_uid: 42,
    };
    let mut tx = world.store.begin().await.unwrap();
    let refused = tx.advance_mailbox("box", "two", place).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    tx.advance_mailbox("box", "one", place).await.unwrap();
    tx.commit().await.unwrap();
    world.config.clock.advance(lease);
    assert_eq!(hold("two").await, Some(place), "once the lease has ended");
    assert_eq!(hold("one").await, None);
    let mut tx = world.store.begin().await.unwrap();
    tx.release_mailbox("box", "two").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(hold("one").await, Some(place));
}
