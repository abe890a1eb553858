//! Deliveries: what joins them, who sends them, and their ledger.

use std::time::Duration;

use frontdesk_model::{
    DeliveryId, PageRequest, Timestamp,
    delivery::{AttemptOutcome, Channel, DeliveryState, SkipReason},
    job::Job,
    preferences::{Preferences, PreferencesPatch},
};
use frontdesk_store::{
    Begun, ClaimedJob, DeliveryFilter, Error, Lane, NewDelivery, Package, Settled, SettledState,
};

use crate::world::World;

rules!(
    r400_a_notification_is_planned_by_a_job_of_its_transaction,
    r401_what_gathers_is_found_joined_and_moved,
    r402_a_turn_comes_once_and_not_too_early,
    r403_a_try_is_written_down_with_its_ledger_and_its_job,
    r404_a_postponed_try_was_none,
    r405_a_replay_makes_older_jobs_harmless,
    r406_an_endpoint_gets_an_event_once,
    r407_what_is_hidden_is_neither_listed_nor_counted,
    r408_the_hours_and_what_waits_are_counted,
    r409_what_is_over_is_forgotten_after_a_while,
    r410_each_channel_has_a_lane_of_its_own,
    r411_a_mute_ends_with_its_time,
    r412_what_was_read_in_the_chat_counts_as_read,
);

const LEASE: Duration = Duration::from_secs(60);

fn mail(world: &World, bucket: &str, due_at: Timestamp) -> NewDelivery {
    NewDelivery {
        id: world.ids.make(),
        channel: Channel::Email,
        kind: "chat-message".into(),
        person_id: Some("maya".into()),
        endpoint_id: None,
        conversation_id: None,
        bucket: bucket.into(),
        gathering: true,
        target: None,
        notifications: Vec::new(),
        payload: None,
        due_at,
        created_at: world.now(),
    }
}

async fn add(world: &World, new: &[NewDelivery]) {
    let mut tx = world.store.begin().await.unwrap();
    tx.add_deliveries(new).await.unwrap();
    tx.commit().await.unwrap();
}

async fn claim(world: &World, channel: Channel) -> Vec<ClaimedJob> {
    world
        .store
        .claim_jobs(Lane::Deliver(channel), "rule", 100, LEASE, world.now())
        .await
        .unwrap()
}

fn turn(job: &ClaimedJob) -> (DeliveryId, i64) {
    match job.job {
        Job::Deliver {
            delivery_id, run, ..
        } => (delivery_id, run),
        _ => panic!("{job:?}"),
    }
}

/// The one job that is due, and its package.
async fn begin(world: &World) -> (ClaimedJob, Package) {
    let job = claim(world, Channel::Email).await.remove(0);
    let begun = world
        .store
        .begin_deliveries(&[turn(&job)], world.now())
        .await
        .unwrap()
        .remove(0);
    match begun {
        Begun::Now(package) => (job, *package),
        other => panic!("{other:?}"),
    }
}

fn settled(job: &ClaimedJob, package: &Package, state: SettledState) -> Settled {
    Settled {
        id: package.delivery.id,
        job: job.id,
        channel: package.delivery.channel,
        attempt: package.delivery.attempts,
        planned_at: package.delivery.planned_at,
        state,
        error: None,
        provider_id: None,
        target: Some("m***@example.com".into()),
        reached: Vec::new(),
        took: Duration::from_millis(7),
    }
}

async fn settle(world: &World, settled: Settled) {
    world
        .store
        .settle_deliveries(&[settled], world.now())
        .await
        .unwrap();
}

async fn state(world: &World, id: DeliveryId) -> DeliveryState {
    world.store.delivery(id).await.unwrap().unwrap().state
}

async fn r400_a_notification_is_planned_by_a_job_of_its_transaction(world: World) {
    let new = [
        world.notification("maya", Some("a")),
        world.notification("maya", Some("a")),
    ];
    let mut tx = world.store.begin().await.unwrap();
    tx.add_notifications(&new).await.unwrap();
    tx.commit().await.unwrap();
    let jobs = world
        .store
        .claim_jobs(Lane::Quick, "rule", 10, LEASE, world.now())
        .await
        .unwrap();
    let planned = Job::PlanDeliveries {
        notification_ids: vec![new[0].id],
    };
    assert_eq!(jobs.len(), 1);
    assert_eq!(jobs[0].job, planned);
    let found = world
        .store
        .notifications_to_plan(&[new[0].id, new[1].id])
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].person_id, "maya".into());
    // Its success is told by the deliveries.
    world
        .store
        .finish_jobs(&[jobs[0].id], world.now())
        .await
        .unwrap();
    let ledger = world.store.job_attempts(&PageRequest::default()).await;
    assert!(ledger.unwrap().items.is_empty());
}

async fn r401_what_gathers_is_found_joined_and_moved(world: World) {
    let told: Vec<_> = (0..3).map(|_| world.notification("maya", None)).collect();
    let mut tx = world.store.begin().await.unwrap();
    tx.add_notifications(&told).await.unwrap();
    let first = NewDelivery {
        notifications: vec![told[0].id],
        ..mail(&world, "conversation", world.now())
    };
    tx.add_deliveries(std::slice::from_ref(&first))
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let mut tx = world.store.begin().await.unwrap();
    let taken = tx.taken_channels(&[told[0].id, told[1].id]).await.unwrap();
    assert_eq!(
        taken.into_iter().collect::<Vec<_>>(),
        [(told[0].id, Channel::Email)]
    );
    let mut waiting = tx.gathering([&"maya".into()]).await.unwrap();
    assert_eq!(waiting.len(), 1);
    let mut gathering = waiting.remove(0);
    assert_eq!((gathering.id, gathering.notifications), (first.id, 1));
    let later = world.now().plus(Duration::from_secs(30));
    (gathering.due_at, gathering.notifications) = (later, 3);
    tx.join_deliveries(&[(gathering, vec![told[1].id, told[2].id])])
        .await
        .unwrap();
    tx.commit().await.unwrap();

    // Its job was made for the earlier time.
    let job = claim(&world, Channel::Email).await.remove(0);
    let begun = world
        .store
        .begin_deliveries(&[turn(&job)], world.now())
        .await;
    assert_eq!(begun.unwrap(), [Begun::Later(later)]);
    world
        .store
        .settle_turns(&[(job.id, later)], &[])
        .await
        .unwrap();
    assert!(claim(&world, Channel::Email).await.is_empty());
    world.config.clock.advance(Duration::from_secs(30));
    let (_, package) = begin(&world).await;
    let ids: Vec<_> = package.notifications.iter().map(|one| one.id).collect();
    assert_eq!(ids.len(), 3);
    assert_eq!(package.delivery.notifications, 3);
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.gathering([&"maya".into()]).await.unwrap().is_empty());
}

async fn r402_a_turn_comes_once_and_not_too_early(world: World) {
    let new = mail(&world, "x", world.now());
    add(&world, std::slice::from_ref(&new)).await;
    let (job, package) = begin(&world).await;
    assert_eq!(package.delivery.attempts, 1);
    assert_eq!(state(&world, new.id).await, DeliveryState::Sending);
    // Its worker is gone: it is begun again.
    world.config.clock.advance(LEASE);
    let (again, package) = begin(&world).await;
    assert_eq!((again.id, package.delivery.attempts), (job.id, 2));
    settle(&world, settled(&again, &package, SettledState::Sent)).await;
    let turns = [turn(&job), (world.ids.make(), 0)];
    let over = world.store.begin_deliveries(&turns, world.now()).await;
    assert_eq!(over.unwrap(), [Begun::Never, Begun::Never]);
}

async fn r403_a_try_is_written_down_with_its_ledger_and_its_job(world: World) {
    let new = mail(&world, "x", world.now());
    add(&world, std::slice::from_ref(&new)).await;
    let (job, package) = begin(&world).await;
    let later = world.now().plus(Duration::from_secs(90));
    let failed = Settled {
        error: Some("the server is away".into()),
        ..settled(&job, &package, SettledState::Failed(later))
    };
    settle(&world, failed).await;
    let row = world.store.delivery(new.id).await.unwrap().unwrap();
    assert_eq!((row.state, row.due_at), (DeliveryState::Failed, later));
    assert_eq!(row.last_error.as_deref(), Some("the server is away"));
    assert!(claim(&world, Channel::Email).await.is_empty());
    world.config.clock.advance(Duration::from_secs(90));
    let (job, package) = begin(&world).await;
    let sent = Settled {
        provider_id: Some("7".into()),
        ..settled(&job, &package, SettledState::Sent)
    };
    settle(&world, sent).await;
    let row = world.store.delivery(new.id).await.unwrap().unwrap();
    assert_eq!(row.state, DeliveryState::Sent);
    assert_eq!(row.sent_at, Some(world.now()));
    assert_eq!((row.last_error, row.attempts), (None, 2));
    assert_eq!(row.target.as_deref(), Some("m***@example.com"));
    let ledger = world.store.delivery_attempts(new.id).await.unwrap();
    let lines: Vec<_> = ledger
        .iter()
        .map(|line| (line.attempt, line.outcome, line.error.as_deref()))
        .collect();
    assert_eq!(
        lines,
        [
            (2, AttemptOutcome::Sent, None),
            (1, AttemptOutcome::Failed, Some("the server is away"))
        ]
    );
    assert_eq!(world.store.outbox_depth().await.unwrap().ready, 0);
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.note_arrival("7", None, world.now()).await.unwrap());
    assert!(!tx.note_arrival("8", None, world.now()).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(state(&world, new.id).await, DeliveryState::Delivered);
}

async fn r404_a_postponed_try_was_none(world: World) {
    let new = mail(&world, "x", world.now());
    add(&world, std::slice::from_ref(&new)).await;
    let (job, package) = begin(&world).await;
    let later = world.now().plus(Duration::from_secs(5));
    settle(
        &world,
        settled(&job, &package, SettledState::Postponed(later)),
    )
    .await;
    let row = world.store.delivery(new.id).await.unwrap().unwrap();
    assert_eq!((row.state, row.attempts), (DeliveryState::Waiting, 0));
    let ledger = world.store.delivery_attempts(new.id).await.unwrap();
    assert!(ledger.is_empty());
    // Nothing joins it any more: another may be planned beside it.
    add(&world, &[mail(&world, "x", later)]).await;
    world.config.clock.advance(Duration::from_secs(5));
    assert_eq!(claim(&world, Channel::Email).await.len(), 2);
}

async fn r405_a_replay_makes_older_jobs_harmless(world: World) {
    let new = mail(&world, "x", world.now());
    add(&world, std::slice::from_ref(&new)).await;
    let mut tx = world.store.begin().await.unwrap();
    let refused = tx.replay_delivery(new.id, world.now()).await;
    assert!(
        matches!(refused, Err(Error::Conflict { .. })),
        "{refused:?}"
    );
    let unknown = tx.replay_delivery(world.ids.make(), world.now()).await;
    assert!(
        matches!(unknown, Err(Error::NotFound { .. })),
        "{unknown:?}"
    );
    drop(tx);
    let (job, package) = begin(&world).await;
    let later = world.now().plus(Duration::from_secs(5));
    settle(&world, settled(&job, &package, SettledState::Failed(later))).await;
    let mut tx = world.store.begin().await.unwrap();
    tx.replay_delivery(new.id, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    world.config.clock.advance(Duration::from_secs(5));
    let jobs = claim(&world, Channel::Email).await;
    assert_eq!(jobs.len(), 2);
    let turns: Vec<_> = jobs.iter().map(turn).collect();
    let begun = world.store.begin_deliveries(&turns, world.now()).await;
    let begun = begun.unwrap();
    let sending = begun.iter().filter(|one| matches!(one, Begun::Now(_)));
    assert_eq!(sending.count(), 1);
    assert!(begun.contains(&Begun::Never));
    // The dead are replayed together.
    let package = begun.into_iter().find_map(|one| match one {
        Begun::Now(package) => Some(package),
        _ => None,
    });
    let package = package.unwrap();
    let job = jobs.iter().find(|job| turn(job).1 == 1).unwrap();
    settle(&world, settled(job, &package, SettledState::Dead)).await;
    let mut tx = world.store.begin().await.unwrap();
    let now = world.now();
    let none = tx
        .replay_dead(Some(Channel::Sms), None, None, 10, now)
        .await;
    assert_eq!(none.unwrap(), 0);
    assert_eq!(tx.replay_dead(None, None, None, 10, now).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(state(&world, new.id).await, DeliveryState::Waiting);
}

async fn r406_an_endpoint_gets_an_event_once(world: World) {
    let endpoint = Some(world.ids.make());
    let event = || NewDelivery {
        channel: Channel::Webhook,
        person_id: None,
        endpoint_id: endpoint,
        gathering: false,
        payload: Some(serde_json::json!({"type": "ticket.created"})),
        ..mail(&world, "event 1", world.now())
    };
    add(&world, &[event()]).await;
    add(&world, &[event()]).await;
    let jobs = claim(&world, Channel::Webhook).await;
    assert_eq!(jobs.len(), 1);
    let begun = world
        .store
        .begin_deliveries(&[turn(&jobs[0])], world.now())
        .await
        .unwrap()
        .remove(0);
    let Begun::Now(package) = begun else {
        panic!("{begun:?}");
    };
    assert_eq!(package.delivery.payload.unwrap()["type"], "ticket.created");
}

async fn r407_what_is_hidden_is_neither_listed_nor_counted(world: World) {
    let patch: PreferencesPatch =
        serde_json::from_str(r#"{"channels": {"ticket-update": {"inApp": false}}}"#).unwrap();
    let chosen = Preferences::default().patched(&patch).unwrap();
    let maya = "maya".into();
    let mut tx = world.store.begin().await.unwrap();
    tx.save_preferences(&maya, &chosen, world.now())
        .await
        .unwrap();
    assert_eq!(tx.preferences(&maya).await.unwrap(), Some(chosen));
    let kind = frontdesk_model::notification::NotificationType::TicketUpdate;
    let new = frontdesk_store::NewNotification {
        kind,
        ..world.notification("maya", None)
    };
    let others = frontdesk_store::NewNotification {
        kind,
        ..world.notification("eve", None)
    };
    let stored = tx.add_notifications(&[new.clone(), others]).await.unwrap();
    assert_eq!(
        stored.iter().map(|one| one.hidden).collect::<Vec<_>>(),
        [true, false]
    );
    tx.commit().await.unwrap();
    assert_eq!(world.store.unread_count(&maya).await.unwrap(), 0);
    let people = [maya.clone(), "eve".into()];
    let counts = world.store.unread_counts(&people).await.unwrap();
    assert_eq!(counts, [("eve".into(), 1)].into());
    let page = PageRequest::default();
    let list = world.store.notifications(&maya, false, &page).await;
    assert!(list.unwrap().items.is_empty());
    let planned = world.store.notifications_to_plan(&[new.id]).await.unwrap();
    assert_eq!(planned.len(), 1, "other channels tell it");
}

async fn r408_the_hours_and_what_waits_are_counted(world: World) {
    let start = world.now();
    for (bucket, end) in [("a", SettledState::Sent), ("b", SettledState::Dead)] {
        add(&world, &[mail(&world, bucket, world.now())]).await;
        let (job, package) = begin(&world).await;
        // The first comes in time, the second an hour late.
        settle(&world, settled(&job, &package, end)).await;
        world.config.clock.advance(Duration::from_secs(3_600));
    }
    add(&world, &[mail(&world, "c", start)]).await;
    let hours = world
        .store
        .deliveries_per_hour(start, world.now())
        .await
        .unwrap();
    let counts: Vec<_> = hours
        .iter()
        .map(|hour| (hour.channel, hour.sent, hour.dead, hour.delayed))
        .collect();
    assert_eq!(
        counts,
        [(Channel::Email, 1, 0, 0), (Channel::Email, 0, 1, 0)]
    );
    assert!(hours.iter().all(|hour| hour.hour.0 % 3_600_000 == 0));
    let open = world.store.open_deliveries().await.unwrap();
    assert_eq!(open, [(Channel::Email, 1)].into());
    let oldest = world.store.oldest_due_delivery(world.now()).await.unwrap();
    assert_eq!(oldest, Some(start));
    let (job, package) = begin(&world).await;
    settle(&world, settled(&job, &package, SettledState::Sent)).await;
    let now = world.now();
    let late = world
        .store
        .deliveries_per_hour(now, now.plus(LEASE))
        .await
        .unwrap();
    assert_eq!((late[0].sent, late[0].delayed), (1, 1));
}

async fn r409_what_is_over_is_forgotten_after_a_while(world: World) {
    add(
        &world,
        &[
            mail(&world, "a", world.now()),
            mail(&world, "b", world.now().plus(LEASE)),
        ],
    )
    .await;
    let (job, package) = begin(&world).await;
    let skipped = SettledState::Skipped(SkipReason::Read);
    settle(&world, settled(&job, &package, skipped)).await;
    let id = package.delivery.id;
    let row = world.store.delivery(id).await.unwrap().unwrap();
    assert_eq!(row.reason, Some(SkipReason::Read));
    let before = world.now();
    assert_eq!(world.store.prune_deliveries(before, 10).await.unwrap(), 0);
    world.config.clock.advance(Duration::from_secs(1));
    let before = world.now();
    assert_eq!(world.store.prune_deliveries(before, 10).await.unwrap(), 1);
    assert!(world.store.delivery(id).await.unwrap().is_none());
    let ledger = world.store.delivery_attempts(id).await.unwrap();
    assert!(ledger.is_empty());
    let filter = DeliveryFilter {
        channel: Some(Channel::Email),
        state: Some(DeliveryState::Waiting),
        person_id: Some("maya".into()),
        text: Some("CHAT".into()),
        ..DeliveryFilter::default()
    };
    let page = PageRequest::default();
    let left = world.store.deliveries(&filter, &page).await.unwrap();
    assert_eq!(left.items.len(), 1);
}

async fn r410_each_channel_has_a_lane_of_its_own(world: World) {
    add(&world, &[mail(&world, "a", world.now())]).await;
    for lane in [
        Lane::Quick,
        Lane::Slow,
        Lane::Deliver(Channel::Push),
        Lane::Deliver(Channel::Sms),
    ] {
        let claimed = world
            .store
            .claim_jobs(lane, "rule", 10, LEASE, world.now())
            .await
            .unwrap();
        assert!(claimed.is_empty(), "{lane:?}");
    }
    assert_eq!(claim(&world, Channel::Email).await.len(), 1);
}

async fn r411_a_mute_ends_with_its_time(world: World) {
    let (maya, chat) = ("maya".into(), world.ids.make());
    let until = world.now().plus(Duration::from_secs(60));
    let mut tx = world.store.begin().await.unwrap();
    tx.mute(&maya, chat, None, world.now()).await.unwrap();
    tx.mute(&maya, chat, Some(until), world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let muted = |at| {
        let store = world.store.clone();
        let people = [maya.clone()];
        async move { store.muted_by(&people, at).await.unwrap() }
    };
    assert_eq!(muted(world.now()).await, [(maya.clone(), chat)].into());
    assert!(muted(until).await.is_empty());
    let list = world.store.mutes(&maya, world.now()).await.unwrap();
    assert_eq!((list.len(), list[0].until), (1, Some(until)));
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.unmute(&maya, chat).await.unwrap());
    assert!(!tx.unmute(&maya, chat).await.unwrap());
}

async fn r412_what_was_read_in_the_chat_counts_as_read(world: World) {
    let chat = world.active_chat("maya", "sam").await;
    let told = frontdesk_store::NewNotification {
        kind: frontdesk_model::notification::NotificationType::ChatMessage,
        data: serde_json::json!({ "sessionId": chat.id }),
        ..world.notification("maya", None)
    };
    let message = frontdesk_store::NewChatMessage {
        notifications: vec![told.clone()],
        ..world.message(chat.id, frontdesk_model::chat::Sender::Agent, "sam")
    };
    world.store.append_chat(message).await.unwrap();
    let new = NewDelivery {
        notifications: vec![told.id],
        ..mail(&world, "x", world.now())
    };
    add(&world, std::slice::from_ref(&new)).await;
    let (_, package) = begin(&world).await;
    assert!(!package.notifications[0].read);
    assert_eq!(package.notifications[0].conversation_id, Some(chat.id));
    let mut tx = world.store.begin().await.unwrap();
    tx.mark_chat_read(chat.id, frontdesk_model::chat::Sender::User, 9)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.config.clock.advance(LEASE);
    let (_, package) = begin(&world).await;
    assert!(package.notifications[0].read);
}
