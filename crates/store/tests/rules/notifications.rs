//! Stored notifications.

use std::time::Duration;

use frontdesk_model::PageRequest;
use frontdesk_store::Error;

use crate::world::{World, all_pages};

rules!(
    r80_a_repeated_dedup_key_adds_nothing,
    r81_the_unread_count_follows_reading,
    r82_the_list_is_paged_newest_first,
    r83_nobody_marks_anothers,
);

async fn r80_a_repeated_dedup_key_adds_nothing(world: World) {
    let mut tx = world.store.begin().await.unwrap();
    let first = [
        world.notification("maya", Some("a")),
        world.notification("maya", Some("a")),
        world.notification("eve", Some("a")),
        world.notification("maya", None),
        world.notification("maya", None),
    ];
    let new = tx.add_notifications(&first).await.unwrap();
    let ids: Vec<_> = new.iter().map(|new| new.notification.id).collect();
    assert_eq!(ids, [first[0].id, first[2].id, first[3].id, first[4].id]);
    tx.commit().await.unwrap();
    let mut tx = world.store.begin().await.unwrap();
    let again = [world.notification("maya", Some("a"))];
    assert!(tx.add_notifications(&again).await.unwrap().is_empty());
    assert!(tx.add_notifications(&[]).await.unwrap().is_empty());
    tx.commit().await.unwrap();
    assert_eq!(world.store.unread_count(&"maya".into()).await.unwrap(), 3);
    let many: Vec<_> = (0..2_500)
        .map(|n| world.notification(&format!("person-{n}"), Some("a")))
        .collect();
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(tx.add_notifications(&many).await.unwrap().len(), 2_500);
}

async fn r81_the_unread_count_follows_reading(world: World) {
    let maya = "maya".into();
    let all: Vec<_> = (0..5).map(|_| world.notification("maya", None)).collect();
    let mut tx = world.store.begin().await.unwrap();
    tx.add_notifications(&all).await.unwrap();
    tx.add_notifications(&[world.notification("eve", None)])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.store.unread_count(&maya).await.unwrap(), 5);
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.mark_read(&maya, all[0].id, world.now()).await.unwrap());
    assert!(!tx.mark_read(&maya, all[0].id, world.now()).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(world.store.unread_count(&maya).await.unwrap(), 4);
    let page = PageRequest::default();
    let unread = world.store.notifications(&maya, true, &page).await.unwrap();
    assert_eq!(unread.items.len(), 4);
    assert!(
        unread
            .items
            .iter()
            .all(|one| !one.read && one.id != all[0].id)
    );
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(tx.mark_all_read(&maya, world.now()).await.unwrap(), 4);
    assert_eq!(tx.mark_all_read(&maya, world.now()).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!(world.store.unread_count(&maya).await.unwrap(), 0);
    assert_eq!(world.store.unread_count(&"eve".into()).await.unwrap(), 1);
    let list = world
        .store
        .notifications(&maya, false, &page)
        .await
        .unwrap();
    assert!(list.items.iter().all(|one| one.read));
}

async fn r82_the_list_is_paged_newest_first(world: World) {
    let mut all = Vec::new();
    for n in 0..9 {
        world.config.clock.advance(Duration::from_millis(n % 2));
        let new = world.notification(if n % 3 == 0 { "eve" } else { "maya" }, None);
        let mut tx = world.store.begin().await.unwrap();
        let stored = tx.add_notifications(&[new]).await.unwrap().remove(0);
        tx.commit().await.unwrap();
        if stored.person_id.as_str() == "maya" {
            all.push(stored.notification);
        }
    }
    all.sort_by_key(|one| std::cmp::Reverse((one.created_at, one.id)));
    let seen = all_pages(2, |page| {
        let store = world.store.clone();
        async move { store.notifications(&"maya".into(), false, &page).await }
    })
    .await;
    assert_eq!(seen, all);
}

async fn r83_nobody_marks_anothers(world: World) {
    let one = world.notification("maya", None);
    let mut tx = world.store.begin().await.unwrap();
    tx.add_notifications(std::slice::from_ref(&one))
        .await
        .unwrap();
    let refused = tx.mark_read(&"eve".into(), one.id, world.now()).await;
    assert!(
        matches!(refused, Err(Error::NotFound { .. })),
        "{refused:?}"
    );
    tx.commit().await.unwrap();
    assert_eq!(world.store.unread_count(&"maya".into()).await.unwrap(), 1);
}
