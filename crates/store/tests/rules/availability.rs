//! What admins set, what is asked before a chat, and who may not write.

use std::time::Duration;

use frontdesk_model::{
    Person, Role, TeamId,
    chat::{PreChatAnswer, Sender},
};
use frontdesk_store::{Document, FirstAnswer, NewChat};
use serde_json::json;

use crate::world::{World, person};

rules!(
    r220_a_document_replaces_the_one_before_and_can_be_removed,
    r221_a_chat_keeps_its_team_skills_and_answers,
    r222_a_block_keeps_its_first_time_and_its_last_reason,
    r223_an_address_is_kept_only_where_there_is_none,
    r224_a_person_may_be_important,
    r225_a_first_answer_is_staffs_and_public,
    r226_a_token_leaves_a_block_and_a_mark_as_they_are,
);

async fn save(world: &World, id: &str) {
    let mut tx = world.store.begin().await.unwrap();
    tx.save_person(&person(id, Role::User), world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn r220_a_document_replaces_the_one_before_and_can_be_removed(world: World) {
    let documents = async || world.store.documents().await.unwrap();
    assert_eq!(documents().await, []);
    for content in [json!({"alwaysOpen": true}), json!({"timeZone": "UTC"})] {
        let mut tx = world.store.begin().await.unwrap();
        tx.set_document("hours", &content, world.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let kept = Document {
            name: "hours".into(),
            content,
        };
        assert_eq!(documents().await, [kept]);
    }
    let mut tx = world.store.begin().await.unwrap();
    assert!(!tx.remove_document("form").await.unwrap());
    assert!(tx.remove_document("hours").await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(documents().await, []);
}

async fn r221_a_chat_keeps_its_team_skills_and_answers(world: World) {
    let team: TeamId = world.config.ids.make();
    let answers = vec![PreChatAnswer {
        key: "order".into(),
        label: "Order number".into(),
        value: "17".into(),
    }];
    let chat = NewChat {
        team_id: Some(team),
        skills: vec!["invoices".into()],
        answers: answers.clone(),
        ..world.new_chat("maya")
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.open_chat(&chat).await.unwrap();
    tx.commit().await.unwrap();
    let kept = world.store.open_chat_of(&"maya".into()).await.unwrap();
    let kept = kept.unwrap();
    assert_eq!(kept.team_id, Some(team));
    assert_eq!(kept.skills, ["invoices"]);
    assert_eq!(kept.answers, answers);
}

async fn r222_a_block_keeps_its_first_time_and_its_last_reason(world: World) {
    save(&world, "maya").await;
    save(&world, "jonas").await;
    let blocked_at = world.now();
    let maya = "maya".into();
    for reason in ["Spam", "Insults"] {
        let mut tx = world.store.begin().await.unwrap();
        tx.block_person(&maya, reason, world.now()).await.unwrap();
        tx.commit().await.unwrap();
        world.config.clock.advance(Duration::from_secs(60));
    }
    let row = world.store.profile(&maya).await.unwrap().unwrap();
    assert_eq!(row.blocked_at, Some(blocked_at));
    assert_eq!(row.blocked_reason.as_deref(), Some("Insults"));
    let blocked = async || world.store.blocked_people().await.unwrap();
    assert_eq!(blocked().await, ["maya".into()]);
    let mut tx = world.store.begin().await.unwrap();
    tx.unblock_person(&maya).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(blocked().await, []);
    let row = world.store.profile(&maya).await.unwrap().unwrap();
    assert_eq!((row.blocked_at, row.blocked_reason), (None, None));
}

async fn r223_an_address_is_kept_only_where_there_is_none(world: World) {
    save(&world, "maya").await;
    let maya = "maya".into();
    for (email, kept) in [("maya@example.com", true), ("other@example.com", false)] {
        let mut tx = world.store.begin().await.unwrap();
        assert_eq!(tx.give_email(&maya, email).await.unwrap(), kept);
        tx.commit().await.unwrap();
    }
    // A token without an address doesn't take it away.
    save(&world, "maya").await;
    let row = world.store.profile(&maya).await.unwrap().unwrap();
    assert_eq!(row.email.as_deref(), Some("maya@example.com"));
}

async fn r224_a_person_may_be_important(world: World) {
    save(&world, "maya").await;
    let maya = "maya".into();
    for is_vip in [true, false] {
        let mut tx = world.store.begin().await.unwrap();
        tx.set_vip(&maya, is_vip).await.unwrap();
        assert_eq!(tx.profile(&maya).await.unwrap().unwrap().is_vip, is_vip);
        tx.commit().await.unwrap();
    }
    assert_eq!(world.store.profile(&"eve".into()).await.unwrap(), None);
}

async fn r225_a_first_answer_is_staffs_and_public(world: World) {
    let asked_at = world.now();
    let ticket = world.ticket("maya").await;
    let later = || world.config.clock.advance(Duration::from_secs(60));
    later();
    world
        .respond(&world.response(ticket.id, Sender::Agent, true))
        .await;
    world
        .respond(&world.response(ticket.id, Sender::User, false))
        .await;
    let answers = async |limit| world.store.first_answers(limit).await.unwrap();
    assert_eq!(answers(10).await, []);
    later();
    let answered_at = world.now();
    world
        .respond(&world.response(ticket.id, Sender::Agent, false))
        .await;
    later();
    world
        .respond(&world.response(ticket.id, Sender::Agent, false))
        .await;
    let first = FirstAnswer {
        asked_at,
        answered_at,
    };
    assert_eq!(answers(10).await, [first]);
    // Only the last tickets count.
    world.ticket("jonas").await;
    assert_eq!(answers(1).await, []);
    assert_eq!(answers(2).await, [first]);
}

async fn r226_a_token_leaves_a_block_and_a_mark_as_they_are(world: World) {
    save(&world, "maya").await;
    let maya = "maya".into();
    let mut tx = world.store.begin().await.unwrap();
    tx.block_person(&maya, "Spam", world.now()).await.unwrap();
    tx.set_vip(&maya, true).await.unwrap();
    tx.commit().await.unwrap();
    let renamed = Person {
        name: "Maya B.".into(),
        ..person("maya", Role::User)
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.save_person(&renamed, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    let row = world.store.profile(&maya).await.unwrap().unwrap();
    assert_eq!(row.name, "Maya B.");
    assert!(row.is_vip && row.blocked_at.is_some());
}
