//! Responses and notes of tickets.

use std::time::Duration;

use frontdesk_model::chat::Sender;
use frontdesk_store::{Access, Error, Notes};

use crate::world::{World, all_pages};

rules!(
    r40_a_note_is_never_in_the_owners_pages,
    r41_notes_and_responses_are_numbered_apart,
    r42_a_response_moves_its_ticket_to_the_top,
    r43_a_repeated_response_gives_the_first,
    r44_a_response_needs_its_conversation,
    r45_someone_elses_responses_are_not_seen,
    r46_the_latest_messages_come_oldest_first,
    r47_concurrent_responses_are_numbered_without_gaps,
    r730_messages_are_read_by_their_ids_without_notes,
);

async fn r40_a_note_is_never_in_the_owners_pages(world: World) {
    let ticket = world.ticket("maya").await;
    for n in 0..9 {
        world.config.clock.advance(Duration::from_millis(1));
        let note = n % 3 != 0;
        world
            .respond(&world.response(ticket.id, Sender::Agent, note))
            .await;
    }
    let owner = Access::Owner("maya".into());
    let seen = all_pages(2, |page| {
        let (store, owner) = (world.store.clone(), owner.clone());
        async move { store.responses(ticket.id, &owner, &page).await }
    })
    .await;
    assert_eq!(
        seen.iter().map(|row| row.seq).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert!(seen.iter().all(|row| !row.internal));
    let all = all_pages(2, |page| {
        let store = world.store.clone();
        async move { store.responses(ticket.id, &Access::Staff, &page).await }
    })
    .await;
    assert_eq!(all.len(), 9);
    assert!(all.is_sorted_by_key(|row| (row.created_at, row.id)));
    let public = world
        .store
        .messages(ticket.id, 1, 10, Notes::PublicOnly)
        .await
        .unwrap();
    assert_eq!(public.iter().map(|row| row.seq).collect::<Vec<_>>(), [2, 3]);
    let both = world
        .store
        .messages(ticket.id, 0, 100, Notes::NotesToo)
        .await
        .unwrap();
    assert_eq!(both, all);
}

async fn r41_notes_and_responses_are_numbered_apart(world: World) {
    let ticket = world.ticket("maya").await;
    let mut seqs = Vec::new();
    for internal in [false, true, true, false, true] {
        let response = world.response(ticket.id, Sender::Agent, internal);
        seqs.push(world.respond(&response).await.message.seq);
    }
    assert_eq!(seqs, [1, 1, 2, 2, 3]);
    let ticket = world.store.ticket(ticket.id, &Access::Staff).await.unwrap();
    assert_eq!(ticket.unwrap().response_count, 2);
}

async fn r42_a_response_moves_its_ticket_to_the_top(world: World) {
    let first = world.ticket("maya").await;
    world.config.clock.advance(Duration::from_secs(1));
    let second = world.ticket("maya").await;
    let order = async || {
        let page = world
            .store
            .tickets(&Access::Staff, &Default::default(), &Default::default())
            .await
            .unwrap();
        page.items.iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert_eq!(order().await, [second.id, first.id]);
    world.config.clock.advance(Duration::from_secs(1));
    world
        .respond(&world.response(first.id, Sender::User, false))
        .await;
    assert_eq!(order().await, [first.id, second.id]);
}

async fn r43_a_repeated_response_gives_the_first(world: World) {
    let ticket = world.ticket("maya").await;
    let mut response = world.response(ticket.id, Sender::User, false);
    response.client_id = Some("once".into());
    let first = world.respond(&response).await;
    response.id = world.ids.make();
    let again = world.respond(&response).await;
    assert!(!first.repeated && again.repeated);
    assert_eq!(first.message, again.message);
    let next = world.response(ticket.id, Sender::User, false);
    assert_eq!(world.respond(&next).await.message.seq, 2);
}

async fn r44_a_response_needs_its_conversation(world: World) {
    let mut tx = world.store.begin().await.unwrap();
    let refused = tx
        .append(&world.response(world.ids.make(), Sender::User, false))
        .await;
    assert!(
        matches!(refused, Err(Error::NotFound { .. })),
        "{refused:?}"
    );
}

async fn r45_someone_elses_responses_are_not_seen(world: World) {
    let ticket = world.ticket("maya").await;
    world
        .respond(&world.response(ticket.id, Sender::Agent, false))
        .await;
    let seen = world
        .store
        .responses(ticket.id, &Access::Owner("eve".into()), &Default::default())
        .await
        .unwrap();
    assert!(seen.items.is_empty());
}

async fn r46_the_latest_messages_come_oldest_first(world: World) {
    let ticket = world.ticket("maya").await;
    for _ in 0..5 {
        world
            .respond(&world.response(ticket.id, Sender::User, false))
            .await;
    }
    let latest = world.store.latest_messages(ticket.id, 3).await.unwrap();
    assert_eq!(
        latest.iter().map(|row| row.seq).collect::<Vec<_>>(),
        [3, 4, 5]
    );
}

async fn r47_concurrent_responses_are_numbered_without_gaps(world: World) {
    let ticket = world.ticket("maya").await;
    let other = world.another().await;
    let writers = (0..16).map(|n| {
        let store = if n % 2 == 0 { &world.store } else { &other }.clone();
        let response = world.response(ticket.id, Sender::User, false);
        tokio::spawn(async move {
            let mut tx = store.begin().await.unwrap();
            let seq = tx.append(&response).await.unwrap().message.seq;
            tx.commit().await.unwrap();
            seq
        })
    });
    let mut seqs = Vec::new();
    for writer in writers.collect::<Vec<_>>() {
        seqs.push(writer.await.unwrap());
    }
    seqs.sort_unstable();
    assert_eq!(seqs, (1..=16).collect::<Vec<_>>());
}

async fn r730_messages_are_read_by_their_ids_without_notes(world: World) {
    let ticket = world.ticket("maya").await;
    let mut ids = Vec::new();
    for note in [false, true, false] {
        world.config.clock.advance(Duration::from_millis(1));
        let response = world.response(ticket.id, Sender::Agent, note);
        ids.push(response.id);
        world.respond(&response).await;
    }
    world
        .respond(&world.response(ticket.id, Sender::Agent, false))
        .await;
    let asked = [ids[2], ids[1], ids[0]];
    let found = world.store.public_messages(&asked).await.unwrap();
    let found: Vec<_> = found.iter().map(|row| row.id).collect();
    assert_eq!(found, [ids[0], ids[2]]);
    assert!(world.store.public_messages(&[]).await.unwrap().is_empty());
}
