//! Uploads that come in parts.

use std::time::Duration;

use frontdesk_model::UploadId;
use frontdesk_store::ResumableRow;

use crate::{files::file, world::World};

rules!(
    r110_an_upload_is_found_until_it_is_removed,
    r111_a_person_has_so_many_open_uploads_also_when_they_come_at_once,
    r112_a_finished_upload_is_recorded_with_its_file_or_not_at_all,
    r113_quiet_and_expired_uploads_go,
);

fn upload(world: &World, person: &str) -> ResumableRow {
    let now = world.now();
    ResumableRow {
        id: world.ids.make(),
        person_id: person.into(),
        node: "here".into(),
        length: 1_000,
        name: "cat.png".into(),
        declared_type: Some("image/png".into()),
        metadata: None,
        created_at: now,
        active_at: now,
        expires_at: now.plus(Duration::from_secs(100)),
        finished_cid: None,
    }
}

async fn add(world: &World, row: &ResumableRow) -> bool {
    let mut tx = world.store.begin().await.unwrap();
    let added = tx.add_resumable(row, 10).await.unwrap();
    tx.commit().await.unwrap();
    added
}

async fn r110_an_upload_is_found_until_it_is_removed(world: World) {
    let row = upload(&world, "maya");
    assert!(add(&world, &row).await);
    let found = world.store.resumable(row.id).await.unwrap();
    assert_eq!(found, Some(row.clone()));

    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.remove_resumable(row.id).await.unwrap());
    assert!(!tx.remove_resumable(row.id).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(world.store.resumable(row.id).await.unwrap(), None);
}

async fn r111_a_person_has_so_many_open_uploads_also_when_they_come_at_once(world: World) {
    let other = world.another().await;
    let begun: Vec<_> = (0..12)
        .map(|n| {
            let store = if n % 2 == 0 { &world.store } else { &other }.clone();
            let row = upload(&world, "maya");
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let added = tx.add_resumable(&row, 5).await.unwrap();
                tx.commit().await.unwrap();
                added
            })
        })
        .collect();
    let mut added = 0;
    for one in begun {
        added += usize::from(one.await.unwrap());
    }
    assert_eq!(added, 5);
    let mut tx = world.store.begin().await.unwrap();
    let eve = upload(&world, "eve");
    assert!(tx.add_resumable(&eve, 5).await.unwrap());
    // What is finished or expired takes no place.
    assert!(tx.finish_resumable(eve.id, "bafy").await.unwrap());
    assert!(tx.add_resumable(&upload(&world, "eve"), 1).await.unwrap());
    let late = ResumableRow {
        created_at: world.now().plus(Duration::from_secs(100)),
        ..upload(&world, "eve")
    };
    assert!(tx.add_resumable(&late, 1).await.unwrap());
    tx.commit().await.unwrap();
}

async fn r112_a_finished_upload_is_recorded_with_its_file_or_not_at_all(world: World) {
    let row = upload(&world, "maya");
    add(&world, &row).await;
    let file = file("bafy", "maya", "cat.png");
    let finish = async |commit: bool| {
        let mut tx = world.store.begin().await.unwrap();
        tx.add_attachment(&file, world.now()).await.unwrap();
        let first = tx.finish_resumable(row.id, "bafy").await.unwrap();
        if commit {
            tx.commit().await.unwrap();
        } else {
            tx.rollback().await.unwrap();
        }
        first
    };
    let state = async || {
        let row = world.store.resumable(row.id).await.unwrap().unwrap();
        let file = world.store.attachment("bafy").await.unwrap();
        (row.finished_cid, file.is_some())
    };
    let unfinished = async || world.store.unfinished_resumables(&[row.id]).await.unwrap();
    assert!(finish(false).await);
    assert_eq!(state().await, (None, false));
    assert_eq!(unfinished().await, [row.id]);
    assert!(finish(true).await);
    assert_eq!(state().await, (Some("bafy".into()), true));
    assert!(unfinished().await.is_empty());
    // Once.
    assert!(!finish(true).await);
}

async fn r113_quiet_and_expired_uploads_go(world: World) {
    let (quiet, busy, finished) = (
        upload(&world, "maya"),
        upload(&world, "maya"),
        upload(&world, "maya"),
    );
    for row in [&quiet, &busy, &finished] {
        add(&world, row).await;
    }
    let later = world.now().plus(Duration::from_secs(50));
    let end = later.plus(Duration::from_secs(100));
    let mut tx = world.store.begin().await.unwrap();
    tx.touch_resumable(busy.id, later, end).await.unwrap();
    tx.finish_resumable(finished.id, "bafy").await.unwrap();
    let person = "maya".into();
    let removed = tx.remove_idle_resumables(&person, later).await.unwrap();
    assert_eq!(removed, 1);
    tx.commit().await.unwrap();
    let left = async || {
        let mut left = Vec::new();
        for row in [&quiet, &busy, &finished] {
            left.push(world.store.resumable(row.id).await.unwrap().is_some());
        }
        left
    };
    assert_eq!(left().await, [false, true, true]);

    let mut tx = world.store.begin().await.unwrap();
    let gone = tx.remove_expired_resumables(finished.expires_at).await;
    assert_eq!(gone.unwrap(), 1);
    tx.commit().await.unwrap();
    assert_eq!(left().await, [false, true, false]);
    let many: Vec<UploadId> = (0..1_200)
        .map(|_| world.ids.make())
        .chain([busy.id])
        .collect();
    let found = world.store.unfinished_resumables(&many).await.unwrap();
    assert_eq!(found, [busy.id]);
}
