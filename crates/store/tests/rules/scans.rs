//! Scan states, renditions, and the jobs that wait for a scanner.

use std::time::Duration;

use frontdesk_model::{
    attachment::{RenditionKind, ScanState},
    job::Job,
};
use frontdesk_store::{FileFacts, Lane, NewAttachment, NewRendition};

use crate::{files::file, world::World};

rules!(
    r330_a_new_file_has_its_state_and_a_known_one_keeps_it,
    r331_a_finding_is_a_quarantine_until_the_file_is_clean,
    r332_a_smaller_form_is_a_fact_of_its_image,
    r333_without_its_image_a_smaller_form_is_shut,
    r334_a_deleted_file_is_new_when_it_comes_again,
    r335_files_have_a_lane_of_their_own,
    r336_delayed_scans_can_be_hurried,
);

fn pending(cid: &str) -> NewAttachment {
    NewAttachment {
        scan: ScanState::Pending,
        width: Some(2_000),
        height: Some(1_000),
        ..file(cid, "maya", "photo.png")
    }
}

async fn add(world: &World, file: &NewAttachment) -> bool {
    let mut tx = world.store.begin().await.unwrap();
    let new = tx.add_attachment(file, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    new
}

async fn set(world: &World, cid: &str, state: ScanState, detail: Option<&str>) {
    let mut tx = world.store.begin().await.unwrap();
    tx.set_scan(cid, state, detail, world.now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn facts(world: &World, cid: &str) -> FileFacts {
    let mut facts = world.store.file_facts(&[cid]).await.unwrap();
    facts.pop().unwrap()
}

async fn r330_a_new_file_has_its_state_and_a_known_one_keeps_it(world: World) {
    assert!(add(&world, &pending("bafy")).await);
    set(&world, "bafy", ScanState::Clean, None).await;
    assert!(!add(&world, &pending("bafy")).await);
    let known = facts(&world, "bafy").await;
    assert_eq!(known.scan, ScanState::Clean);
    assert_eq!((known.width, known.height), (Some(2_000), Some(1_000)));
    let counts = world.store.count_scans().await.unwrap();
    assert_eq!(counts, [(ScanState::Clean, 1)]);
    assert!(world.store.file_facts(&[]).await.unwrap().is_empty());
}

async fn r331_a_finding_is_a_quarantine_until_the_file_is_clean(world: World) {
    add(&world, &pending("bafy")).await;
    set(&world, "bafy", ScanState::Infected, Some("Eicar")).await;
    let found = world.now();
    world.config.clock.advance(Duration::from_secs(60));
    // Looked at once more, it stays under quarantine.
    set(&world, "bafy", ScanState::Pending, None).await;
    let row = world.store.attachment("bafy").await.unwrap().unwrap();
    assert_eq!(row.quarantined_at, Some(found));
    set(&world, "bafy", ScanState::Clean, Some("released")).await;
    let row = world.store.attachment("bafy").await.unwrap().unwrap();
    assert_eq!((row.scan, row.quarantined_at), (ScanState::Clean, None));
    assert_eq!(row.scan_detail.as_deref(), Some("released"));
    assert_eq!(row.scanned_at, Some(world.now()));
}

fn smaller(of: &str, cid: &str, kind: RenditionKind) -> NewRendition {
    NewRendition {
        of: of.into(),
        kind,
        width: 320,
        height: 160,
        file: NewAttachment {
            person_id: None,
            ..file(cid, "nobody", "thumbnail")
        },
    }
}

async fn render(world: &World, new: &NewRendition) {
    let mut tx = world.store.begin().await.unwrap();
    tx.add_rendition(new, world.now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn r332_a_smaller_form_is_a_fact_of_its_image(world: World) {
    add(&world, &pending("image")).await;
    render(&world, &smaller("image", "thumb", RenditionKind::Thumbnail)).await;
    render(&world, &smaller("image", "web", RenditionKind::Preview)).await;
    // Made once more, it takes the place of the first.
    render(&world, &smaller("image", "web-2", RenditionKind::Preview)).await;
    let known = facts(&world, "image").await;
    assert_eq!(known.thumbnail.as_deref(), Some("thumb"));
    assert_eq!(known.preview.as_deref(), Some("web-2"));
    assert!(world.store.uploaders("thumb").await.unwrap().is_empty());
    assert!(world.store.attachment("thumb").await.unwrap().is_some());
}

async fn r333_without_its_image_a_smaller_form_is_shut(world: World) {
    for image in ["one", "two"] {
        add(&world, &pending(image)).await;
        render(&world, &smaller(image, "shared", RenditionKind::Thumbnail)).await;
    }
    render(&world, &smaller("one", "own", RenditionKind::Preview)).await;
    let mut tx = world.store.begin().await.unwrap();
    tx.drop_renditions("one", world.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(world.store.renditions("one").await.unwrap().is_empty());
    assert_eq!(facts(&world, "own").await.scan, ScanState::Infected);
    assert_eq!(facts(&world, "shared").await.scan, ScanState::Unscanned);
    assert_eq!(world.store.renditions("two").await.unwrap().len(), 1);
    // Its image was released.
    render(&world, &smaller("one", "own", RenditionKind::Preview)).await;
    assert_eq!(facts(&world, "own").await.scan, ScanState::Unscanned);
}

async fn r334_a_deleted_file_is_new_when_it_comes_again(world: World) {
    add(&world, &pending("bafy")).await;
    set(&world, "bafy", ScanState::Clean, None).await;
    let cids = ["bafy".to_owned()];
    let uploaded = async || {
        let files = world.store.uploaded_by(&cids, &"maya".into()).await;
        files.unwrap().len()
    };
    assert_eq!(uploaded().await, 1);
    let mut tx = world.store.begin().await.unwrap();
    tx.delete_file("bafy", world.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(uploaded().await, 0);
    assert_eq!(facts(&world, "bafy").await.deleted_at, Some(world.now()));
    assert!(add(&world, &pending("bafy")).await);
    let known = facts(&world, "bafy").await;
    assert_eq!((known.scan, known.deleted_at), (ScanState::Pending, None));
}

fn scan() -> Job {
    Job::ScanFile { cid: "bafy".into() }
}

async fn claim(world: &World, lane: Lane) -> Vec<Job> {
    let lease = Duration::from_secs(30);
    let claimed = world.store.claim_jobs(lane, "w", 9, lease, world.now());
    let claimed = claimed.await.unwrap();
    for job in &claimed {
        let later = world.now().plus(Duration::from_secs(300));
        let failed = world
            .store
            .fail_job(job.id, "away", Some(later), world.now());
        failed.await.unwrap();
    }
    claimed.into_iter().map(|claimed| claimed.job).collect()
}

async fn r335_files_have_a_lane_of_their_own(world: World) {
    let index = Job::AppendApproved {
        review_id: world.ids.make(),
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.enqueue_all(&[scan(), index.clone()], world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(claim(&world, Lane::Slow).await.is_empty());
    assert_eq!(claim(&world, Lane::Quick).await, [index]);
    assert_eq!(claim(&world, Lane::Files).await, [scan()]);
}

async fn r336_delayed_scans_can_be_hurried(world: World) {
    let mut tx = world.store.begin().await.unwrap();
    tx.enqueue(&scan(), world.now()).await.unwrap();
    tx.commit().await.unwrap();
    let delayed = async || {
        world
            .store
            .delayed_jobs(Job::SCAN, world.now())
            .await
            .unwrap()
    };
    assert_eq!(delayed().await, 0);
    assert_eq!(claim(&world, Lane::Files).await.len(), 1);
    assert_eq!(delayed().await, 1);
    assert!(claim(&world, Lane::Files).await.is_empty());
    let hurried = world.store.hurry_jobs(Job::SCAN, world.now()).await;
    assert_eq!(hurried.unwrap(), 1);
    assert_eq!(claim(&world, Lane::Files).await, [scan()]);
}
