//! The outbox and its ledger.

use std::{collections::HashSet, time::Duration};

use frontdesk_model::{PageRequest, job::Job};
use frontdesk_store::{ClaimedJob, Error, JobOutcome, Lane, OutboxDepth, Store};

use crate::world::World;

rules!(
    r90_a_job_is_seen_only_after_the_commit,
    r91_a_rolled_back_job_never_was,
    r92_two_workers_never_claim_the_same_job,
    r93_an_expired_lease_is_claimed_again,
    r94_a_failed_job_is_due_later,
    r95_a_dead_job_can_be_replayed,
    r96_the_ledger_tells_of_every_attempt,
    r97_jobs_are_claimed_in_the_order_they_are_due,
    r98_the_next_due_time_is_known,
    r99_pruning_forgets_the_old_ledger,
);

const LEASE: Duration = Duration::from_secs(30);

fn job(world: &World) -> Job {
    Job::AppendApproved {
        review_id: world.ids.make(),
    }
}

async fn enqueue(world: &World, job: &Job) {
    let mut tx = world.store.begin().await.unwrap();
    tx.enqueue(job, world.now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn claim(world: &World, store: &Store) -> Vec<ClaimedJob> {
    store
        .claim_jobs(Lane::All, "worker", 10, LEASE, world.now())
        .await
        .unwrap()
}

async fn r90_a_job_is_seen_only_after_the_commit(world: World) {
    let ready = world.store.jobs_ready();
    let job = job(&world);
    let mut tx = world.store.begin().await.unwrap();
    tx.enqueue(&job, world.now()).await.unwrap();
    assert_eq!(world.store.outbox_depth().await.unwrap().ready, 0);
    assert!(claim(&world, &world.store).await.is_empty());
    tx.commit().await.unwrap();
    ready.notified().await;
    let claimed = claim(&world, &world.store).await;
    assert_eq!(claimed.len(), 1);
    assert_eq!((&claimed[0].job, claimed[0].attempts), (&job, 1));
    world
        .store
        .finish_jobs(&[claimed[0].id], world.now())
        .await
        .unwrap();
    assert_eq!(
        world.store.outbox_depth().await.unwrap(),
        OutboxDepth::default()
    );
}

async fn r91_a_rolled_back_job_never_was(world: World) {
    let mut tx = world.store.begin().await.unwrap();
    tx.enqueue(&job(&world), world.now()).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(world.store.outbox_depth().await.unwrap().ready, 0);
}

async fn r92_two_workers_never_claim_the_same_job(world: World) {
    let jobs: Vec<_> = (0..60).map(|_| job(&world)).collect();
    let mut tx = world.store.begin().await.unwrap();
    tx.enqueue_all(&jobs, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    let other = world.another().await;
    let workers: Vec<_> = (0..4)
        .map(|n| {
            let store = if n % 2 == 0 { &world.store } else { &other }.clone();
            let now = world.now();
            tokio::spawn(async move {
                let mut ids = Vec::new();
                loop {
                    let claimed = store
                        .claim_jobs(Lane::All, &format!("worker-{n}"), 7, LEASE, now)
                        .await
                        .unwrap();
                    if claimed.is_empty()
                        && store.next_job_due(Lane::All).await.unwrap() > Some(now)
                    {
                        return ids;
                    }
                    ids.extend(claimed.into_iter().map(|job| job.id));
                }
            })
        })
        .collect();
    let mut ids = Vec::new();
    for worker in workers {
        ids.extend(worker.await.unwrap());
    }
    assert_eq!(ids.len(), 60);
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), 60);
}

async fn r93_an_expired_lease_is_claimed_again(world: World) {
    enqueue(&world, &job(&world)).await;
    let first = claim(&world, &world.store).await;
    world.config.clock.advance(LEASE - Duration::from_millis(1));
    assert!(claim(&world, &world.store).await.is_empty());
    world.config.clock.advance(Duration::from_millis(1));
    let second = claim(&world, &world.store).await;
    assert_eq!(second[0].id, first[0].id);
    assert_eq!(second[0].attempts, 2);
}

async fn r94_a_failed_job_is_due_later(world: World) {
    enqueue(&world, &job(&world)).await;
    let claimed = claim(&world, &world.store).await;
    let retry_at = world.now().plus(Duration::from_secs(5));
    world
        .store
        .fail_job(claimed[0].id, "no route", Some(retry_at), world.now())
        .await
        .unwrap();
    assert!(claim(&world, &world.store).await.is_empty());
    assert_eq!(
        world.store.next_job_due(Lane::All).await.unwrap(),
        Some(retry_at)
    );
    world.config.clock.advance(Duration::from_secs(5));
    assert_eq!(claim(&world, &world.store).await[0].attempts, 2);
}

async fn r95_a_dead_job_can_be_replayed(world: World) {
    let job = job(&world);
    enqueue(&world, &job).await;
    let id = claim(&world, &world.store).await[0].id;
    world
        .store
        .fail_job(id, "gone", None, world.now())
        .await
        .unwrap();
    assert_eq!(
        world.store.outbox_depth().await.unwrap(),
        OutboxDepth { ready: 0, dead: 1 }
    );
    assert_eq!(world.store.next_job_due(Lane::All).await.unwrap(), None);
    let dead = world
        .store
        .dead_jobs(&PageRequest::default())
        .await
        .unwrap()
        .items;
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].last_error.as_deref(), Some("gone"));
    assert_eq!(dead[0].payload, serde_json::to_value(&job).unwrap());
    let mut tx = world.store.begin().await.unwrap();
    tx.replay_job(id, world.now()).await.unwrap();
    let twice = tx.replay_job(id, world.now()).await;
    assert!(matches!(twice, Err(Error::NotFound { .. })), "{twice:?}");
    tx.commit().await.unwrap();
    let claimed = claim(&world, &world.store).await;
    assert_eq!((claimed[0].id, claimed[0].attempts), (id, 1));
    let missing = world
        .store
        .fail_job(world.ids.make(), "x", None, world.now())
        .await;
    assert!(
        matches!(missing, Err(Error::NotFound { .. })),
        "{missing:?}"
    );
}

async fn r96_the_ledger_tells_of_every_attempt(world: World) {
    enqueue(&world, &job(&world)).await;
    let id = claim(&world, &world.store).await[0].id;
    world
        .store
        .fail_job(id, "first", Some(world.now()), world.now())
        .await
        .unwrap();
    world.config.clock.advance(Duration::from_secs(1));
    claim(&world, &world.store).await;
    world.store.finish_jobs(&[id], world.now()).await.unwrap();
    // Finished once more: nothing to do, nothing to tell.
    world.store.finish_jobs(&[id], world.now()).await.unwrap();
    let ledger = world
        .store
        .job_attempts(&PageRequest::default())
        .await
        .unwrap();
    let lines: Vec<_> = ledger
        .items
        .iter()
        .map(|line| (line.attempt, line.outcome, line.error.as_deref()))
        .collect();
    assert_eq!(
        lines,
        [
            (2, JobOutcome::Done, None),
            (1, JobOutcome::Failed, Some("first"))
        ]
    );
    assert!(
        ledger
            .items
            .iter()
            .all(|line| line.job_id == id && line.kind == "append-approved")
    );
}

async fn r97_jobs_are_claimed_in_the_order_they_are_due(world: World) {
    let jobs: Vec<_> = (0..4).map(|_| job(&world)).collect();
    let mut tx = world.store.begin().await.unwrap();
    for (job, seconds) in jobs.iter().zip([3, 1, 2, 90]) {
        let due = world.now().plus(Duration::from_secs(seconds));
        tx.enqueue(job, due).await.unwrap();
    }
    tx.commit().await.unwrap();
    world.config.clock.advance(Duration::from_secs(3));
    let claimed = world
        .store
        .claim_jobs(Lane::All, "worker", 2, LEASE, world.now())
        .await
        .unwrap();
    let claimed: Vec<_> = claimed.into_iter().map(|job| job.job).collect();
    assert_eq!(claimed, [jobs[1].clone(), jobs[2].clone()]);
}

async fn r98_the_next_due_time_is_known(world: World) {
    assert_eq!(world.store.next_job_due(Lane::All).await.unwrap(), None);
    enqueue(&world, &job(&world)).await;
    assert_eq!(
        world.store.next_job_due(Lane::All).await.unwrap(),
        Some(world.now())
    );
    claim(&world, &world.store).await;
    let free = world.now().plus(LEASE);
    assert_eq!(
        world.store.next_job_due(Lane::All).await.unwrap(),
        Some(free)
    );
}

async fn r99_pruning_forgets_the_old_ledger(world: World) {
    for _ in 0..2 {
        enqueue(&world, &job(&world)).await;
        let id = claim(&world, &world.store).await[0].id;
        world.store.finish_jobs(&[id], world.now()).await.unwrap();
        world.config.clock.advance(Duration::from_secs(60));
    }
    let before = world.now().minus(Duration::from_secs(90));
    world.store.prune(before).await.unwrap();
    let ledger = world
        .store
        .job_attempts(&PageRequest::default())
        .await
        .unwrap();
    assert_eq!(ledger.items.len(), 1);
}
