//! How far the IPFS node is with each file.

use std::time::Duration;

use frontdesk_model::{
    attachment::{PinState, ScanState},
    job::Job,
};
use frontdesk_store::{ClaimedJob, Lane, PlaceCounts, Tx};

use crate::{files::file, world::World};

rules!(
    r310_a_wanted_file_waits_with_its_job_until_it_is_confirmed,
    r311_the_job_is_stored_with_what_makes_it_necessary_or_not_at_all,
    r312_a_file_that_is_wanted_again_while_it_leaves_waits_until_it_has_left,
    r313_a_confirmation_of_what_is_unwanted_does_not_count,
    r314_what_is_lost_waits_again_where_there_is_a_copy,
    r315_files_find_their_way_by_what_may_be_given_out,
    r316_the_longest_unconfirmed_are_asked_after_first,
    r317_the_node_has_a_lane_of_its_own_and_a_lease_can_be_prolonged,
);

const LEASE: Duration = Duration::from_secs(60);

async fn change(world: &World, work: impl AsyncFnOnce(&mut Tx)) {
    let mut tx = world.store.begin().await.unwrap();
    work(&mut tx).await;
    tx.commit().await.unwrap();
}

async fn jobs(world: &World) -> Vec<ClaimedJob> {
    world
        .store
        .claim_jobs(Lane::Node, "worker", 10, LEASE, world.now())
        .await
        .unwrap()
}

async fn kinds(world: &World) -> Vec<&'static str> {
    jobs(world).await.iter().map(|job| job.job.kind()).collect()
}

async fn state(world: &World, cid: &str) -> Option<PinState> {
    let place = world.store.file_place(cid).await.unwrap();
    place.map(|place| place.state)
}

async fn r310_a_wanted_file_waits_with_its_job_until_it_is_confirmed(world: World) {
    assert_eq!(state(&world, "a").await, None);
    change(&world, async |tx| {
        tx.want_pinned("a", world.now()).await.unwrap()
    })
    .await;
    assert_eq!(state(&world, "a").await, Some(PinState::Waiting));
    let claimed = jobs(&world).await;
    assert_eq!(claimed[0].job, Job::PinFile { cid: "a".into() });
    change(&world, async |tx| {
        assert!(tx.confirm_pinned("a", world.now()).await.unwrap());
    })
    .await;
    let place = world.store.file_place("a").await.unwrap().unwrap();
    assert_eq!(place.state, PinState::Pinned);
    assert_eq!(place.confirmed_at, Some(world.now()));
    // Uploaded once more: it is looked at again, and stays pinned.
    change(&world, async |tx| {
        tx.want_pinned("a", world.now()).await.unwrap()
    })
    .await;
    assert_eq!(state(&world, "a").await, Some(PinState::Pinned));
    assert_eq!(kinds(&world).await, ["pin-file"]);
}

async fn r311_the_job_is_stored_with_what_makes_it_necessary_or_not_at_all(world: World) {
    let mut tx = world.store.begin().await.unwrap();
    tx.add_attachment(&file("a", "maya", "a.png"), world.now())
        .await
        .unwrap();
    tx.want_pinned("a", world.now()).await.unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(state(&world, "a").await, None);
    assert!(jobs(&world).await.is_empty());
}

async fn r312_a_file_that_is_wanted_again_while_it_leaves_waits_until_it_has_left(world: World) {
    let now = world.now();
    change(&world, async |tx| {
        tx.want_pinned("a", now).await.unwrap();
        tx.confirm_pinned("a", now).await.unwrap();
        tx.want_unpinned("a", now).await.unwrap();
        tx.want_pinned("a", now).await.unwrap();
    })
    .await;
    assert_eq!(state(&world, "a").await, Some(PinState::Leaving));
    jobs(&world).await;
    change(&world, async |tx| {
        tx.confirm_unpinned("a", now).await.unwrap()
    })
    .await;
    assert_eq!(state(&world, "a").await, Some(PinState::Waiting));
    assert_eq!(kinds(&world).await, ["pin-file"]);
    // Unwanted for good, it is forgotten.
    change(&world, async |tx| {
        tx.want_unpinned("a", now).await.unwrap();
        tx.confirm_unpinned("a", now).await.unwrap();
    })
    .await;
    assert_eq!(state(&world, "a").await, None);
}

async fn r313_a_confirmation_of_what_is_unwanted_does_not_count(world: World) {
    let now = world.now();
    change(&world, async |tx| {
        assert!(!tx.confirm_pinned("never", now).await.unwrap());
        tx.want_unpinned("a", now).await.unwrap();
        assert!(!tx.confirm_pinned("a", now).await.unwrap());
    })
    .await;
    assert_eq!(state(&world, "a").await, Some(PinState::Leaving));
    // And one that is wanted is not forgotten by an old job.
    change(&world, async |tx| {
        tx.want_pinned("b", now).await.unwrap();
        tx.confirm_unpinned("b", now).await.unwrap();
    })
    .await;
    assert_eq!(state(&world, "b").await, Some(PinState::Waiting));
}

async fn r314_what_is_lost_waits_again_where_there_is_a_copy(world: World) {
    let now = world.now();
    change(&world, async |tx| {
        for cid in ["here", "gone"] {
            tx.want_pinned(cid, now).await.unwrap();
            tx.confirm_pinned(cid, now).await.unwrap();
        }
    })
    .await;
    jobs(&world).await;
    change(&world, async |tx| {
        tx.miss_pinned("here", true, now).await.unwrap();
        tx.miss_pinned("gone", false, now).await.unwrap();
    })
    .await;
    assert_eq!(kinds(&world).await, ["pin-file"]);
    let counts = PlaceCounts {
        waiting: 1,
        lost: 1,
        ..PlaceCounts::default()
    };
    assert_eq!(world.store.place_counts().await.unwrap(), counts);
    // Somebody uploads it again.
    change(&world, async |tx| {
        tx.want_pinned("gone", now).await.unwrap()
    })
    .await;
    assert_eq!(state(&world, "gone").await, Some(PinState::Waiting));
}

async fn r315_files_find_their_way_by_what_may_be_given_out(world: World) {
    let now = world.now();
    change(&world, async |tx| {
        for (cid, scan) in [
            ("clean", ScanState::Clean),
            ("infected", ScanState::Infected),
            ("pending", ScanState::Pending),
            ("unscanned", ScanState::Unscanned),
        ] {
            let new = frontdesk_store::NewAttachment {
                scan,
                ..file(cid, "maya", "a.png")
            };
            tx.add_attachment(&new, now).await.unwrap();
        }
    })
    .await;
    let unplaced = async || {
        let mut found = world.store.unplaced_files(10).await.unwrap();
        found.sort();
        found
    };
    assert_eq!(unplaced().await, ["clean", "unscanned"]);
    assert_eq!(world.store.unplaced_files(1).await.unwrap().len(), 1);
    change(&world, async |tx| {
        for cid in ["clean", "infected", "pending", "unscanned", "unknown"] {
            tx.want_pinned(cid, now).await.unwrap();
        }
    })
    .await;
    assert!(unplaced().await.is_empty());
    let misplaced = world.store.misplaced_files(10).await.unwrap();
    assert_eq!(misplaced, ["infected", "unknown"]);
    change(&world, async |tx| {
        for cid in &misplaced {
            tx.want_unpinned(cid, now).await.unwrap();
        }
    })
    .await;
    assert!(world.store.misplaced_files(10).await.unwrap().is_empty());
}

async fn r316_the_longest_unconfirmed_are_asked_after_first(world: World) {
    let start = world.now();
    change(&world, async |tx| {
        for (seconds, cid) in [(3, "late"), (1, "early"), (2, "middle"), (9, "fresh")] {
            let at = start.plus(Duration::from_secs(seconds));
            tx.want_pinned(cid, at).await.unwrap();
            tx.confirm_pinned(cid, at).await.unwrap();
        }
        tx.want_pinned("waiting", start).await.unwrap();
    })
    .await;
    let before = start.plus(Duration::from_secs(5));
    let due = world.store.unconfirmed_files(before, 10).await.unwrap();
    assert_eq!(due, ["early", "middle", "late"]);
    let due = world.store.unconfirmed_files(before, 2).await.unwrap();
    assert_eq!(due, ["early", "middle"]);
}

async fn r317_the_node_has_a_lane_of_its_own_and_a_lease_can_be_prolonged(world: World) {
    change(&world, async |tx| {
        tx.want_pinned("a", world.now()).await.unwrap()
    })
    .await;
    let other = |lane| {
        world
            .store
            .claim_jobs(lane, "other", 10, LEASE, world.now())
    };
    for lane in [Lane::Quick, Lane::Slow] {
        assert!(other(lane).await.unwrap().is_empty());
    }
    let claimed = jobs(&world).await;
    assert_eq!(claimed.len(), 1);
    let until = world.now().plus(LEASE * 2);
    world
        .store
        .renew_job(claimed[0].id, "worker", until)
        .await
        .unwrap();
    // Not by somebody who does not hold it.
    let far = world.now().plus(LEASE * 9);
    world
        .store
        .renew_job(claimed[0].id, "thief", far)
        .await
        .unwrap();
    world.config.clock.advance(LEASE + Duration::from_secs(1));
    assert!(jobs(&world).await.is_empty());
    world.config.clock.advance(LEASE);
    assert_eq!(jobs(&world).await[0].attempts, 2);
}
