//! Moderation: its rules, and the review list.

use frontdesk_model::{
    Actor, PageRequest, Role, Timestamp,
    chat::Sender,
    moderation::{
        AppliesTo, ReviewAction, ReviewKind, ReviewState, RuleAction, RuleInput, RuleKind,
    },
};
use frontdesk_store::{ChatRow, Error, NewReview, ReviewAppended};

use crate::world::{World, all_pages};

rules!(
    r270_a_rule_is_read_back_as_it_was_saved,
    r271_a_change_of_a_rule_is_a_new_mark,
    r272_a_held_message_is_on_the_list_once,
    r273_of_all_who_decide_exactly_one_wins,
    r274_what_waits_longest_is_first_on_the_list,
    r275_an_approval_is_taken_back_only_before_it_is_sent,
);

fn words(name: &str) -> RuleInput {
    RuleInput {
        name: name.into(),
        kind: RuleKind::Words,
        words: vec!["spam".into(), "größe".into()],
        pattern: None,
        allowed_domains: Vec::new(),
        repeat_count: None,
        repeat_seconds: None,
        action: RuleAction::Mask,
        applies_to: AppliesTo::Everyone,
        enabled: true,
    }
}

fn agent(id: &str) -> Actor {
    Actor {
        id: id.into(),
        name: id.to_uppercase(),
        email: None,
        role: Role::Agent,
        expires_at: Timestamp(0),
    }
}

fn held(world: &World, chat: &ChatRow, mark: &str) -> NewReview {
    NewReview {
        id: world.ids.make(),
        kind: ReviewKind::Message,
        conversation_id: chat.id,
        sender: Sender::User,
        sender_id: chat.user_id.clone(),
        sender_name: chat.user_name.clone(),
        client_id: Some(mark.into()),
        message_id: None,
        content: format!("held {mark}"),
        attachments: Vec::new(),
        subject: None,
        category: None,
        priority: None,
        rule: "A rule".into(),
        action: ReviewAction::Hold,
        created_at: world.now(),
    }
}

async fn hold(world: &World, review: &NewReview) -> bool {
    let mut tx = world.store.begin().await.unwrap();
    let added = tx.add_review(review).await.unwrap();
    tx.commit().await.unwrap();
    added
}

async fn r270_a_rule_is_read_back_as_it_was_saved(world: World) {
    let mut tx = world.store.begin().await.unwrap();
    let id = world.ids.make();
    let made = tx
        .create_rule(id, &words("Rude"), world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        world.store.rules().await.unwrap(),
        std::slice::from_ref(&made)
    );
    assert_eq!((made.words.len(), made.action), (2, RuleAction::Mask));
    let mut tx = world.store.begin().await.unwrap();
    let missing = tx
        .update_rule(world.ids.make(), &words("x"), world.now())
        .await;
    assert!(matches!(missing, Err(Error::NotFound { .. })));
    assert_eq!(tx.delete_rule(id).await.unwrap().name, "Rude");
    tx.commit().await.unwrap();
    assert_eq!(world.store.rules().await.unwrap(), []);
}

async fn r271_a_change_of_a_rule_is_a_new_mark(world: World) {
    let empty = world.store.rules_mark().await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    let id = world.ids.make();
    tx.create_rule(id, &words("Rude"), world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let one = world.store.rules_mark().await.unwrap();
    assert_ne!(one, empty);
    world
        .config
        .clock
        .advance(std::time::Duration::from_millis(1));
    let mut tx = world.store.begin().await.unwrap();
    tx.update_rule(id, &words("Ruder"), world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_ne!(world.store.rules_mark().await.unwrap(), one);
}

async fn r272_a_held_message_is_on_the_list_once(world: World) {
    let chat = world.waiting_chat("maya").await;
    let first = held(&world, &chat, "c1");
    assert!(hold(&world, &first).await);
    assert!(!hold(&world, &held(&world, &chat, "c1")).await);
    assert!(hold(&world, &held(&world, &chat, "c2")).await);
    assert_eq!(world.store.pending_reviews().await.unwrap(), 2);
    let mut tx = world.store.begin().await.unwrap();
    let found = tx
        .held_marked(chat.id, &chat.user_id, "c1")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.id, first.id);
    // What was flagged has the same mark as its message, and may be there twice.
    for _ in 0..2 {
        let flagged = NewReview {
            action: ReviewAction::Flag,
            ..held(&world, &chat, "c1")
        };
        assert!(tx.add_review(&flagged).await.unwrap());
    }
}

async fn r273_of_all_who_decide_exactly_one_wins(world: World) {
    let chat = world.waiting_chat("maya").await;
    let review = held(&world, &chat, "c1");
    hold(&world, &review).await;
    let decide = |who: &'static str, state| {
        let (store, id, now) = (world.store.clone(), review.id, world.now());
        async move {
            let mut tx = store.begin().await.unwrap();
            let decided = tx.decide_review(id, state, &agent(who), None, now).await;
            if decided.is_ok() {
                tx.commit().await.unwrap();
            }
            decided.is_ok()
        }
    };
    let (one, two) = tokio::join!(
        tokio::spawn(decide("ann", ReviewState::Approved)),
        tokio::spawn(decide("ben", ReviewState::Rejected)),
    );
    assert_ne!(one.unwrap(), two.unwrap(), "exactly one wins");
    assert_eq!(world.store.pending_reviews().await.unwrap(), 0);
    let row = world.store.review(review.id).await.unwrap().unwrap();
    assert_ne!(row.state, ReviewState::Pending);
    assert!(row.decided_by.is_some() && row.decided_at.is_some());
}

async fn r274_what_waits_longest_is_first_on_the_list(world: World) {
    let chat = world.waiting_chat("maya").await;
    let mut made = Vec::new();
    for number in 0..5 {
        world
            .config
            .clock
            .advance(std::time::Duration::from_millis(1));
        let review = held(&world, &chat, &format!("c{number}"));
        hold(&world, &review).await;
        made.push(review.id);
    }
    let list = |state| {
        let store = world.store.clone();
        all_pages(2, move |page: PageRequest| {
            let store = store.clone();
            async move { store.reviews(state, &page).await }
        })
    };
    let ids = |rows: Vec<frontdesk_store::ReviewRow>| -> Vec<_> {
        rows.into_iter().map(|row| row.id).collect()
    };
    assert_eq!(ids(list(Some(ReviewState::Pending)).await), made);
    assert_eq!(ids(list(Some(ReviewState::Approved)).await), []);
    made.reverse();
    assert_eq!(ids(list(None).await), made);
}

async fn r275_an_approval_is_taken_back_only_before_it_is_sent(world: World) {
    let chat = world.waiting_chat("maya").await;
    let review = held(&world, &chat, "c1");
    hold(&world, &review).await;
    let approve = |tx: frontdesk_store::Tx| {
        let (id, now) = (review.id, world.now());
        async move {
            let mut tx = tx;
            tx.decide_review(id, ReviewState::Approved, &agent("ann"), None, now)
                .await
                .unwrap();
            tx
        }
    };
    let mut tx = approve(world.store.begin().await.unwrap()).await;
    assert!(tx.reopen_review(review.id).await.unwrap());
    assert!(!tx.reopen_review(review.id).await.unwrap());
    let mut tx = approve(tx).await;
    let message = world.ids.make();
    let noted = tx.note_appended(review.id, message).await.unwrap();
    assert_eq!(noted, ReviewAppended::Noted);
    let again = tx.note_appended(review.id, world.ids.make()).await.unwrap();
    assert_eq!(again, ReviewAppended::Known);
    assert!(!tx.reopen_review(review.id).await.unwrap());
    tx.commit().await.unwrap();
    let row = world.store.review(review.id).await.unwrap().unwrap();
    assert_eq!(row.message_id, Some(message));
}
