//! Teams, agents' profiles, decisions, and what the queue is sorted by.

use std::time::Duration;

use frontdesk_model::{
    ConversationId, PageRequest, Role, TeamId,
    chat::AgentStatus,
    routing::{AgentUpdate, Decision, DecisionKind, Strategy, Team, TeamInput},
};
use frontdesk_store::{Access, Error, NewChat, RANK_RETURNED};

use crate::world::{START, World, all_pages, person, staff};

rules!(
    r200_a_team_is_kept_as_it_was_given,
    r201_a_teams_name_is_taken_in_any_case,
    r202_a_team_with_waiting_chats_stays,
    r203_a_deleted_team_is_forgotten_by_others,
    r204_a_profile_is_changed_member_by_member,
    r205_a_status_is_kept_and_activity_only_moves_forward,
    r206_decisions_are_read_newest_first_in_their_order,
    r207_a_chat_is_handed_to_a_team_by_who_holds_it,
    r208_who_had_an_agent_within_a_day_comes_back,
    r209_waits_are_those_of_one_queue,
    r210_a_chat_knows_whether_its_customer_is_a_vip,
);

fn named(name: &str) -> TeamInput {
    TeamInput {
        name: name.into(),
        ..TeamInput::default()
    }
}

async fn team(world: &World, input: &TeamInput) -> Team {
    let mut tx = world.store.begin().await.unwrap();
    let team = tx
        .create_team(world.ids.make(), input, world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    team
}

async fn chat_for(world: &World, user: &str, team: TeamId) -> ConversationId {
    let chat = NewChat {
        team_id: Some(team),
        skills: vec!["api".into()],
        ..world.new_chat(user)
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.open_chat(&chat).await.unwrap();
    tx.commit().await.unwrap();
    chat.id
}

async fn accept(world: &World, chat: ConversationId, agent: &str) {
    let mut tx = world.store.begin().await.unwrap();
    tx.accept_chat(chat, &staff(agent), world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn r200_a_team_is_kept_as_it_was_given(world: World) {
    let support = team(&world, &named("Support")).await;
    let input = TeamInput {
        description: "Money matters".into(),
        strategy: Some(Strategy::RoundRobin),
        skills: vec!["billing".into()],
        members: vec!["ann".into(), "bob".into()],
        overflow_team_id: Some(support.id),
        overflow_after_seconds: Some(45),
        ..named("Billing")
    };
    let billing = team(&world, &input).await;
    assert_eq!(billing.members, input.members);
    assert_eq!(billing.overflow_team_id, Some(support.id));
    let teams = world.store.teams().await.unwrap();
    assert_eq!(teams, [billing.clone(), support]);
    world.config.clock.advance(Duration::from_secs(5));
    let mut tx = world.store.begin().await.unwrap();
    let renamed = tx
        .update_team(billing.id, &named("billing"), world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(renamed.name, "billing");
    assert!(renamed.members.is_empty());
    assert_eq!(renamed.created_at, START);
    assert_eq!(renamed.updated_at, world.now());
}

async fn r201_a_teams_name_is_taken_in_any_case(world: World) {
    let billing = team(&world, &named("Billing")).await;
    let support = team(&world, &named("Support")).await;
    let mut tx = world.store.begin().await.unwrap();
    let again = tx
        .create_team(world.ids.make(), &named("BILLING"), world.now())
        .await;
    assert!(matches!(again, Err(Error::Conflict { .. })), "{again:?}");
    let renamed = tx
        .update_team(support.id, &named("billing"), world.now())
        .await;
    assert!(
        matches!(renamed, Err(Error::Conflict { .. })),
        "{renamed:?}"
    );
    let same = tx
        .update_team(billing.id, &named("BILLING"), world.now())
        .await;
    assert_eq!(same.unwrap().name, "BILLING");
    let nowhere = tx
        .update_team(world.ids.make(), &named("Else"), world.now())
        .await;
    assert!(matches!(nowhere, Err(Error::NotFound { .. })));
}

async fn r202_a_team_with_waiting_chats_stays(world: World) {
    let billing = team(&world, &named("Billing")).await;
    let chat = chat_for(&world, "maya", billing.id).await;
    let mut tx = world.store.begin().await.unwrap();
    let refused = tx.delete_team(billing.id).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    drop(tx);
    accept(&world, chat, "ann").await;
    let mut tx = world.store.begin().await.unwrap();
    tx.delete_team(billing.id).await.unwrap();
    let again = tx.delete_team(billing.id).await;
    assert!(matches!(again, Err(Error::NotFound { .. })), "{again:?}");
    tx.commit().await.unwrap();
    // It is everybody's, should it come back.
    let row = world.store.chat(chat, &Access::Staff).await.unwrap();
    assert_eq!(row.unwrap().team_id, None);
}

async fn r203_a_deleted_team_is_forgotten_by_others(world: World) {
    let support = team(&world, &named("Support")).await;
    let input = TeamInput {
        overflow_team_id: Some(support.id),
        ..named("Billing")
    };
    let billing = team(&world, &input).await;
    let mut tx = world.store.begin().await.unwrap();
    tx.delete_team(support.id).await.unwrap();
    tx.commit().await.unwrap();
    let left = world.store.team(billing.id).await.unwrap().unwrap();
    assert_eq!(left.overflow_team_id, None);
}

async fn r204_a_profile_is_changed_member_by_member(world: World) {
    let ann = "ann".into();
    let update = async |update: AgentUpdate| {
        let mut tx = world.store.begin().await.unwrap();
        let profile = tx.update_agent(&ann, &update).await.unwrap();
        tx.commit().await.unwrap();
        profile
    };
    let skilled = update(AgentUpdate {
        skills: Some(vec!["api".into()]),
        capacity: None,
    })
    .await;
    assert_eq!(skilled.skills, ["api"]);
    assert_eq!(skilled.capacity, None);
    assert_eq!(skilled.status, AgentStatus::Available);
    let limited = update(AgentUpdate {
        skills: None,
        capacity: Some(Some(2)),
    })
    .await;
    assert_eq!(limited.skills, ["api"]);
    assert_eq!(limited.capacity, Some(2));
    let cleared = update(AgentUpdate {
        skills: None,
        capacity: Some(None),
    })
    .await;
    assert_eq!(cleared.capacity, None);
    assert_eq!(world.store.agent_profiles().await.unwrap(), [cleared]);
}

async fn r205_a_status_is_kept_and_activity_only_moves_forward(mut world: World) {
    let ann = "ann".into();
    let (early, late) = (START, START.plus(Duration::from_secs(60)));
    let mut tx = world.store.begin().await.unwrap();
    tx.save_agent_activity(&ann, early).await.unwrap();
    tx.save_agent_status(&ann, AgentStatus::Away, true, late)
        .await
        .unwrap();
    tx.save_agent_activity(&ann, early).await.unwrap();
    tx.commit().await.unwrap();
    world.reopen().await;
    let profiles = world.store.agent_profiles().await.unwrap();
    assert_eq!(profiles.len(), 1);
    assert_eq!(profiles[0].status, AgentStatus::Away);
    assert!(profiles[0].is_automatic);
    assert_eq!(profiles[0].last_active_at, Some(late));
}

async fn r206_decisions_are_read_newest_first_in_their_order(world: World) {
    let chats = [world.ids.make(), world.ids.make::<ConversationId>()];
    let decision = |n: usize| Decision {
        id: world.ids.make(),
        session_id: chats[n % 2],
        kind: DecisionKind::SkillsWaived,
        agent_id: n.is_multiple_of(3).then(|| "ann".into()),
        agent_name: n.is_multiple_of(3).then(|| "Ann".into()),
        team_id: None,
        reason: format!("for reason {n}"),
        // Several in one moment.
        at: START.plus(Duration::from_secs(n as u64 / 10)),
    };
    let decisions: Vec<_> = (0..70).map(decision).collect();
    let mut tx = world.store.begin().await.unwrap();
    tx.add_decisions(&decisions).await.unwrap();
    tx.commit().await.unwrap();
    let newest: Vec<_> = decisions.into_iter().rev().collect();
    let store = &world.store;
    let all = all_pages(9, |page| async move { store.decisions(None, &page).await });
    assert_eq!(all.await, newest);
    let page = PageRequest::default();
    let one = store.decisions(Some(chats[0]), &page).await.unwrap().items;
    assert!(one.iter().all(|decision| decision.session_id == chats[0]));
    assert_eq!(one.len(), 20);
}

async fn r207_a_chat_is_handed_to_a_team_by_who_holds_it(world: World) {
    let billing = team(&world, &named("Billing")).await;
    let chat = world.active_chat("maya", "ann").await.id;
    let skills = ["billing".to_owned()];
    let mut tx = world.store.begin().await.unwrap();
    let bob = "bob".into();
    let stranger = tx
        .hand_chat_to_team(chat, &bob, billing.id, &skills, None, world.now())
        .await;
    assert!(
        matches!(stranger, Err(Error::Conflict { .. })),
        "{stranger:?}"
    );
    let ann = "ann".into();
    let note = Some("Wants an invoice");
    let row = tx
        .hand_chat_to_team(chat, &ann, billing.id, &skills, note, world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(row.team_id, Some(billing.id));
    assert_eq!(row.skills, skills);
    assert_eq!(row.agent_id, None);
    assert_eq!(row.queue_rank, RANK_RETURNED);
    assert_eq!(row.note.as_deref(), note);
}

async fn r208_who_had_an_agent_within_a_day_comes_back(world: World) {
    let close = async |chat| {
        let mut tx = world.store.begin().await.unwrap();
        tx.close_chat(chat, world.now()).await.unwrap();
        tx.commit().await.unwrap();
    };
    let first = world.waiting_chat("maya").await;
    assert!(!first.is_returning);
    close(first.id).await;
    // Nobody had answered the first.
    let second = world.waiting_chat("maya").await;
    assert!(!second.is_returning);
    accept(&world, second.id, "ann").await;
    close(second.id).await;
    let third = world.waiting_chat("maya").await;
    assert!(third.is_returning);
    assert!(!world.waiting_chat("noah").await.is_returning);
    close(third.id).await;
    world.config.clock.advance(Duration::from_secs(24 * 3_600));
    assert!(!world.waiting_chat("maya").await.is_returning);
}

async fn r209_waits_are_those_of_one_queue(world: World) {
    let billing = team(&world, &named("Billing")).await;
    let (ours, theirs) = (
        chat_for(&world, "maya", billing.id).await,
        world.waiting_chat("noah").await.id,
    );
    for chat in [ours, theirs] {
        world.config.clock.advance(Duration::from_secs(10));
        accept(&world, chat, "ann").await;
    }
    for (queue, seconds) in [(Some(billing.id), 10), (None, 20)] {
        let waits = world.store.queue_waits(queue, START, 9).await.unwrap();
        assert_eq!(waits.len(), 1);
        let waited = waits[0].accepted_at.since(waits[0].queued_at);
        assert_eq!(waited.as_secs(), seconds);
    }
}

async fn r210_a_chat_knows_whether_its_customer_is_a_vip(world: World) {
    let chat = world.waiting_chat("maya").await;
    assert!(!chat.is_vip);
    let mut tx = world.store.begin().await.unwrap();
    tx.save_person(&person("maya", Role::User), world.now())
        .await
        .unwrap();
    tx.set_vip(&"maya".into(), true).await.unwrap();
    let row = tx.chat(chat.id, &Access::Staff).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert!(row.is_vip);
    assert!(world.store.waiting_chats().await.unwrap()[0].is_vip);
}
