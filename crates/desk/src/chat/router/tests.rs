//! The router by examples.

use uuid::Uuid;

use super::*;

pub(super) fn session(n: u128) -> ConversationId {
    ConversationId(Uuid::from_u128(n))
}

pub(super) fn team(n: u128) -> TeamId {
    TeamId(Uuid::from_u128(n))
}

pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp(seconds * 1_000)
}

pub(super) fn offers(effects: &[Effect]) -> Vec<(ConversationId, &str)> {
    let decided = decided(effects, DecisionKind::Offered);
    let named = decided
        .into_iter()
        .filter_map(|ruling| Some((ruling.session, ruling.agent.as_ref()?.as_str())));
    named.collect()
}

pub(super) fn decided(effects: &[Effect], kind: DecisionKind) -> Vec<&Ruling> {
    let rulings = effects.iter().filter_map(|effect| match effect {
        Effect::Decided(ruling) if ruling.kind == kind => Some(ruling),
        _ => None,
    });
    rulings.collect()
}

fn reason(effects: &[Effect], kind: DecisionKind) -> &str {
    decided(effects, kind)[0].reason.as_str()
}

fn positions(effects: &[Effect]) -> Vec<(ConversationId, i64)> {
    let positions = effects.iter().filter_map(|effect| match effect {
        Effect::Position { session, position } => Some((*session, *position)),
        _ => None,
    });
    positions.collect()
}

pub(super) fn arrival(n: u128, seconds: i64) -> Arrival {
    Arrival {
        session: session(n),
        team: None,
        skills: Vec::new(),
        priority: QueuePriority::Normal,
        queued_at: at(seconds),
    }
}

fn for_team(n: u128, of: u128, skills: &[&str]) -> Arrival {
    Arrival {
        team: Some(team(of)),
        skills: skills.iter().map(|skill| (*skill).to_owned()).collect(),
        ..arrival(n, 0)
    }
}

fn rules(n: u128, name: &str, members: &[&str]) -> TeamRules {
    TeamRules {
        id: team(n),
        name: name.to_owned(),
        strategy: Strategy::LeastLoaded,
        members: members.iter().map(|id| PersonId::from(*id)).collect(),
        overflow: None,
    }
}

/// With a capacity of 2.
fn router(agents: &[&str]) -> Router {
    let mut router = Router::new(RouterConfig {
        capacity: 2,
        ..RouterConfig::default()
    });
    for agent in agents {
        router.connect(&PersonId::from(*agent), at(0));
    }
    router
}

fn add(router: &mut Router, arrival: Arrival, seconds: i64) {
    router.enqueue(arrival, Entry::New, at(seconds));
}

fn skilled(router: &mut Router, agent: &str, skills: &[&str]) {
    let profile = Profile {
        name: agent.to_uppercase(),
        skills: skills.iter().map(|skill| (*skill).to_owned()).collect(),
        capacity: None,
    };
    router.set_profile(&agent.into(), profile);
}

#[test]
fn the_least_loaded_agent_is_offered_the_oldest_chat_first() {
    let mut router = router(&["ann", "bob"]);
    router.hold(session(9), &"ann".into());
    add(&mut router, arrival(2, 2), 2);
    add(&mut router, arrival(1, 1), 2);
    let effects = router.settle(at(3));
    assert_eq!(offers(&effects)[0], (session(1), "bob"));
    assert_eq!(offers(&effects).len(), 2);
    assert_eq!(
        reason(&effects, DecisionKind::Offered),
        "offered to bob: 1 of 2 chats, fewest"
    );
}

#[test]
fn nobody_is_offered_more_than_their_capacity() {
    let mut router = router(&["ann"]);
    for n in 1..=3 {
        add(&mut router, arrival(n, n as i64), 4);
    }
    assert_eq!(offers(&router.settle(at(4))).len(), 2);
    router.accept(session(1), &"ann".into(), at(5));
    assert_eq!(offers(&router.settle(at(5))).len(), 0);
    router.close(session(1), "ann");
    assert_eq!(offers(&router.settle(at(6))), [(session(3), "ann")]);
}

#[test]
fn an_own_capacity_goes_before_the_desks() {
    let mut router = router(&["ann"]);
    let profile = Profile {
        name: "Ann".into(),
        skills: Vec::new(),
        capacity: Some(1),
    };
    router.set_profile(&"ann".into(), profile);
    add(&mut router, arrival(1, 1), 1);
    add(&mut router, arrival(2, 2), 2);
    let effects = router.settle(at(2));
    assert_eq!(offers(&effects), [(session(1), "ann")]);
    assert_eq!(
        reason(&effects, DecisionKind::Offered),
        "offered to Ann: 1 of 1 chats, the only one free"
    );
}

#[test]
fn a_lowered_capacity_and_chats_taken_by_hand_take_offers_back() {
    let mut router = router(&["ann"]);
    add(&mut router, arrival(1, 1), 1);
    add(&mut router, arrival(2, 2), 2);
    assert_eq!(offers(&router.settle(at(2))).len(), 2);
    router.hold(session(9), &"ann".into());
    let effects = router.settle(at(3));
    let withdrawn = decided(&effects, DecisionKind::Withdrawn);
    assert_eq!(withdrawn.len(), 1);
    assert_eq!(withdrawn[0].session, session(2));
    assert_eq!(offers(&effects), []);
}

#[test]
fn an_offer_that_is_not_taken_goes_to_the_next_and_comes_round_again() {
    let mut router = router(&["ann", "bob"]);
    add(&mut router, arrival(1, 0), 0);
    let effects = router.settle(at(0));
    let first = offers(&effects)[0].1.to_owned();
    assert_eq!(router.next_deadline(), Some(at(20)));
    let effects = router.settle(at(20));
    let passed = decided(&effects, DecisionKind::Passed);
    assert_eq!(passed[0].agent, Some(first.as_str().into()));
    assert_eq!(
        passed[0].reason,
        format!("{first} let it pass: not accepted within 20 s")
    );
    let second = offers(&effects)[0].1.to_owned();
    assert_ne!(first, second);
    let effects = router.settle(at(40));
    assert_eq!(offers(&effects)[0].1, first);
    assert!(reason(&effects, DecisionKind::Offered).ends_with("has let it pass"));
}

#[test]
fn an_agent_who_is_not_available_is_offered_nothing() {
    let mut router = router(&["ann"]);
    router.set_status(&"ann".into(), AgentStatus::Busy, at(0));
    add(&mut router, arrival(1, 0), 0);
    assert!(offers(&router.settle(at(0))).is_empty());
    router.set_status(&"ann".into(), AgentStatus::Available, at(1));
    assert_eq!(offers(&router.settle(at(1))).len(), 1);
    router.set_status(&"ann".into(), AgentStatus::Away, at(1));
    let effects = router.settle(at(1));
    assert_eq!(
        reason(&effects, DecisionKind::Withdrawn),
        "withdrawn from ann: now away"
    );
    router.set_status(&"ann".into(), AgentStatus::Available, at(1));
    router.settle(at(1));
    router.disconnect(&"ann".into(), at(2));
    router.connect(&"bob".into(), at(2));
    assert_eq!(offers(&router.settle(at(2))), [(session(1), "bob")]);
}

#[test]
fn a_dropped_agents_chats_return_only_after_the_grace_time() {
    let mut router = router(&["ann"]);
    router.hold(session(1), &"ann".into());
    router.disconnect(&"ann".into(), at(10));
    let gone = |effects: Vec<Effect>| {
        let returns = effects.into_iter().filter_map(|effect| match effect {
            Effect::Return { agent, sessions } => Some((agent, sessions)),
            _ => None,
        });
        returns.collect::<Vec<_>>()
    };
    router.settle(at(10));
    assert_eq!(router.next_deadline(), Some(at(40)));
    assert_eq!(gone(router.settle(at(39))), []);
    assert_eq!(
        gone(router.settle(at(40))),
        [("ann".into(), vec![session(1)])]
    );
    // Should the return fail, it is tried again.
    assert_eq!(router.next_deadline(), Some(at(70)));
    router.enqueue(
        Arrival {
            priority: QueuePriority::Returned,
            ..arrival(1, 0)
        },
        Entry::LineLost {
            agent: &"ann".into(),
        },
        at(41),
    );
    let effects = router.settle(at(41));
    assert_eq!(
        reason(&effects, DecisionKind::Returned),
        "returned to the queue: ann did not come back within 30 s"
    );
    assert_eq!(router.next_deadline(), None);
}

#[test]
fn an_agent_who_comes_back_in_time_keeps_their_chats() {
    let mut router = router(&["ann"]);
    router.hold(session(1), &"ann".into());
    router.disconnect(&"ann".into(), at(10));
    router.settle(at(10));
    router.connect(&"ann".into(), at(20));
    let effects = router.settle(at(500));
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::Return { .. }))
    );
    assert_eq!(router.load(&"ann".into()), 1);
}

#[test]
fn a_chat_that_is_set_aside_makes_room_and_stays_with_its_agent() {
    let mut router = router(&["ann"]);
    for n in 1..=2 {
        router.hold(session(n), &"ann".into());
    }
    add(&mut router, arrival(3, 0), 0);
    assert_eq!(offers(&router.settle(at(0))), []);
    router.snooze(session(1));
    assert_eq!(offers(&router.settle(at(1))), [(session(3), "ann")]);
    router.unsnooze(session(1));
    let effects = router.settle(at(2));
    assert_eq!(decided(&effects, DecisionKind::Withdrawn).len(), 1);
    router.snooze(session(1));
    router.snooze(session(2));
    router.disconnect(&"ann".into(), at(3));
    router.settle(at(3));
    assert_eq!(router.next_deadline(), None, "what is set aside stays");
    router.unsnooze(session(1));
    router.settle(at(4));
    assert_eq!(router.next_deadline(), Some(at(34)));
}

#[test]
fn a_returned_chat_stands_at_the_head_and_the_others_hear_their_new_place() {
    let mut router = router(&[]);
    add(&mut router, arrival(1, 1), 1);
    router.settle(at(1));
    let returned = Arrival {
        priority: QueuePriority::Returned,
        ..arrival(2, 5)
    };
    add(&mut router, returned, 5);
    let effects = router.settle(at(5));
    assert_eq!(positions(&effects), [(session(2), 1), (session(1), 2)]);
    let standing = router.standing(session(1)).unwrap();
    assert_eq!(standing.position, 2);
}

#[test]
fn a_team_has_a_queue_of_its_own_and_its_members_alone_are_offered_it() {
    let mut router = router(&["ann", "bob"]);
    router.set_teams([rules(1, "Billing", &["bob"])]);
    add(&mut router, arrival(1, 0), 0);
    add(&mut router, for_team(2, 1, &[]), 0);
    add(&mut router, for_team(3, 1, &[]), 0);
    add(&mut router, for_team(4, 1, &[]), 0);
    let effects = router.settle(at(0));
    assert_eq!(
        offers(&effects),
        [
            (session(1), "ann"),
            (session(2), "bob"),
            (session(3), "bob")
        ]
    );
    assert_eq!(router.standing(session(4)).unwrap().position, 3);
    assert_eq!(router.standing(session(1)).unwrap().position, 1);
}

#[test]
fn a_member_who_leaves_the_team_loses_its_offers_at_once() {
    let mut router = router(&["ann", "bob"]);
    router.set_teams([rules(1, "Billing", &["ann"])]);
    add(&mut router, for_team(1, 1, &[]), 0);
    assert_eq!(offers(&router.settle(at(0))), [(session(1), "ann")]);
    router.set_teams([rules(1, "Billing", &["bob"])]);
    let effects = router.settle(at(1));
    assert_eq!(decided(&effects, DecisionKind::Withdrawn).len(), 1);
    assert_eq!(offers(&effects), [(session(1), "bob")]);
    router.set_teams([]);
    assert_eq!(offers(&router.settle(at(1))), [], "the offer stands");
}

#[test]
fn round_robin_goes_round_whatever_agents_hold() {
    let mut router = router(&["ann", "bob"]);
    router.set_teams([TeamRules {
        strategy: Strategy::RoundRobin,
        ..rules(1, "Billing", &["ann", "bob"])
    }]);
    add(&mut router, for_team(1, 1, &[]), 0);
    assert_eq!(offers(&router.settle(at(0))), [(session(1), "ann")]);
    router.accept(session(1), &"ann".into(), at(0));
    router.hold(session(8), &"bob".into());
    add(&mut router, for_team(2, 1, &[]), 1);
    let effects = router.settle(at(1));
    assert_eq!(offers(&effects), [(session(2), "bob")]);
    assert_eq!(
        reason(&effects, DecisionKind::Offered),
        "offered to bob: 2 of 2 chats, next in turn in Billing"
    );
}

#[test]
fn a_chat_waits_for_its_skills_and_for_nobody_only_so_long() {
    let mut router = router(&["ann", "bob"]);
    skilled(&mut router, "ann", &["api", "billing"]);
    add(&mut router, for_team(1, 1, &["billing"]), 0);
    let effects = router.settle(at(0));
    assert_eq!(offers(&effects), [(session(1), "ann")]);
    assert!(reason(&effects, DecisionKind::Offered).ends_with(", skill billing"));
    router.disconnect(&"ann".into(), at(10));
    assert_eq!(offers(&router.settle(at(10))), []);
    assert_eq!(router.next_deadline(), Some(at(70)));
    let effects = router.settle(at(70));
    assert_eq!(
        reason(&effects, DecisionKind::SkillsWaived),
        "open to agents without skill billing: nobody who has it was there for 60 s"
    );
    assert_eq!(offers(&effects), [(session(1), "bob")]);
    assert!(reason(&effects, DecisionKind::Offered).ends_with("without skill billing"));
}

#[test]
fn skills_are_asked_for_again_when_someone_has_them() {
    let mut router = router(&["bob"]);
    add(&mut router, for_team(1, 1, &["billing"]), 0);
    assert_eq!(offers(&router.settle(at(60))), [(session(1), "bob")]);
    skilled(&mut router, "ann", &["billing"]);
    router.connect(&"ann".into(), at(61));
    let effects = router.settle(at(61));
    assert_eq!(decided(&effects, DecisionKind::Withdrawn).len(), 1);
    assert_eq!(offers(&effects), [(session(1), "ann")]);
}

#[test]
fn an_agent_with_the_skills_who_is_busy_is_waited_for() {
    let mut router = router(&["ann", "bob"]);
    skilled(&mut router, "ann", &["billing"]);
    router.set_status(&"ann".into(), AgentStatus::Busy, at(0));
    add(&mut router, for_team(1, 1, &["billing"]), 0);
    assert_eq!(offers(&router.settle(at(500))), []);
}

#[test]
fn a_teams_chats_overflow_after_a_while_and_its_own_come_first_still() {
    let mut router = router(&["bob"]);
    let overflow = Some((team(2), Duration::from_secs(120)));
    router.set_teams([
        TeamRules {
            overflow,
            ..rules(1, "Billing", &["ann"])
        },
        rules(2, "Support", &["bob"]),
    ]);
    add(&mut router, for_team(1, 1, &[]), 0);
    assert_eq!(offers(&router.settle(at(0))), []);
    assert_eq!(router.next_deadline(), Some(at(120)));
    let effects = router.settle(at(120));
    assert_eq!(
        reason(&effects, DecisionKind::Overflowed),
        "open to Support too: waited 120 s for Billing"
    );
    assert_eq!(
        reason(&effects, DecisionKind::Offered),
        "offered to bob: 1 of 2 chats, the only one free to help out Billing"
    );
    router.connect(&"ann".into(), at(130));
    let effects = router.settle(at(140));
    assert_eq!(offers(&effects), [(session(1), "ann")]);
}

#[test]
fn who_does_nothing_is_away_and_back_with_the_next_event() {
    let mut router = router(&["ann"]);
    let ann = PersonId::from("ann");
    add(&mut router, arrival(1, 0), 0);
    router.settle(at(0));
    router.active(&ann, at(100));
    let effects = router.settle(at(999));
    assert!(!effects.contains(&Effect::Away { agent: ann.clone() }));
    let effects = router.settle(at(1_000));
    assert!(effects.contains(&Effect::Away { agent: ann.clone() }));
    assert_eq!(
        reason(&effects, DecisionKind::Withdrawn),
        "withdrawn from ann: away, without activity for 900 s"
    );
    assert_eq!(router.status(&ann), Some(AgentStatus::Away));
    assert!(router.presence(&ann).unwrap().automatic);
    assert!(router.active(&ann, at(1_500)));
    assert_eq!(offers(&router.settle(at(1_500))), [(session(1), "ann")]);
}

#[test]
fn a_mended_line_is_no_activity_but_a_return_is() {
    let mut router = router(&["ann"]);
    let ann = PersonId::from("ann");
    router.settle(at(900));
    router.disconnect(&ann, at(1_000));
    router.connect(&ann, at(1_010));
    assert_eq!(router.status(&ann), Some(AgentStatus::Away));
    router.disconnect(&ann, at(1_020));
    router.connect(&ann, at(1_050));
    assert_eq!(router.status(&ann), Some(AgentStatus::Available));
}

#[test]
fn colleagues_hear_what_has_changed_and_nothing_else() {
    let mut router = router(&["ann", "bob"]);
    router.settle(at(0));
    router.hold(session(1), &"bob".into());
    router.set_status(&"ann".into(), AgentStatus::Available, at(1));
    let effects = router.settle(at(1));
    let [Effect::Presences(changed)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(changed.len(), 1);
    assert_eq!((changed[0].id.as_str(), changed[0].chats), ("bob", 1));
}

#[test]
fn an_accept_says_how_it_came_about() {
    let mut router = router(&["ann", "bob"]);
    add(&mut router, arrival(1, 0), 0);
    router.settle(at(0));
    router.accept(session(1), &"bob".into(), at(7));
    let effects = router.settle(at(7));
    assert_eq!(
        reason(&effects, DecisionKind::Accepted),
        "accepted by bob by hand, while it was offered to ann, after 7 s"
    );
    assert_eq!(decided(&effects, DecisionKind::Withdrawn).len(), 1);
    router.hand_over(session(1), &"ann".into(), &"bob".into());
    let effects = router.settle(at(8));
    assert_eq!(
        reason(&effects, DecisionKind::Transferred),
        "handed to ann by bob"
    );
    assert_eq!(router.load(&"bob".into()), 0);
}

#[test]
fn a_vip_who_is_marked_while_waiting_moves_ahead() {
    let mut router = router(&[]);
    add(&mut router, arrival(1, 0), 0);
    add(&mut router, arrival(2, 1), 1);
    router.settle(at(1));
    router.set_priority(session(2), QueuePriority::Vip);
    assert_eq!(
        positions(&router.settle(at(2))),
        [(session(2), 1), (session(1), 2)]
    );
    router.connect(&"ann".into(), at(3));
    assert_eq!(offers(&router.settle(at(3)))[0], (session(2), "ann"));
}
