//! The keys of sealed files.

use frontdesk_model::{Timestamp, attachment::RenditionKind};
use frontdesk_store::{NewAttachment, NewFileKey, NewRendition};

use crate::{files::file, world::World};

rules!(
    r350_a_key_comes_with_its_file_and_goes_with_it,
    r351_a_key_goes_with_a_file_that_nothing_carried,
    r352_smaller_forms_lose_their_keys_with_their_image,
    r353_a_key_moves_under_another_master_key_once,
);

pub fn sealed(cid: &str) -> NewAttachment {
    NewAttachment {
        key: Some(NewFileKey {
            master: "first".into(),
            wrapped: cid.as_bytes().repeat(3),
        }),
        ..file(cid, "maya", "a.png")
    }
}

async fn add(world: &World, file: &NewAttachment) {
    let mut tx = world.store.begin().await.unwrap();
    tx.add_attachment(file, world.now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn has_key(world: &World, cid: &str) -> bool {
    world.store.file_key(cid).await.unwrap().is_some()
}

async fn delete(world: &World, cid: &str) {
    let mut tx = world.store.begin().await.unwrap();
    tx.delete_file(cid, world.now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn r350_a_key_comes_with_its_file_and_goes_with_it(world: World) {
    add(&world, &sealed("a")).await;
    add(&world, &sealed("b")).await;
    add(&world, &file("open", "maya", "a.png")).await;
    let key = world.store.file_key("a").await.unwrap().unwrap();
    assert_eq!(
        (key.master.as_str(), key.wrapped),
        ("first", b"aaa".to_vec())
    );
    assert!(!has_key(&world, "open").await);
    let facts = world.store.file_facts(&["a", "open"]).await.unwrap();
    for fact in facts {
        assert_eq!(fact.sealed, fact.cid == "a");
    }
    // Nothing is destroyed by a transaction that is taken back.
    let mut tx = world.store.begin().await.unwrap();
    tx.delete_file("a", world.now()).await.unwrap();
    tx.rollback().await.unwrap();
    assert!(has_key(&world, "a").await);
    delete(&world, "a").await;
    assert!(!has_key(&world, "a").await && has_key(&world, "b").await);
    let row = world.store.attachment("a").await.unwrap().unwrap();
    assert!(row.sealed && row.deleted_at.is_some());
    assert!(world.store.erase_traces().await.is_ok());
}

async fn r351_a_key_goes_with_a_file_that_nothing_carried(world: World) {
    add(&world, &sealed("a")).await;
    let later = Timestamp(world.now().0 + 1);
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.forget_orphan("a", later, later).await.unwrap());
    tx.commit().await.unwrap();
    assert!(!has_key(&world, "a").await);
    assert_eq!(world.store.attachment("a").await.unwrap(), None);
}

async fn r352_smaller_forms_lose_their_keys_with_their_image(world: World) {
    let smaller = |cid: &str| NewRendition {
        of: "image".into(),
        kind: RenditionKind::Thumbnail,
        width: 1,
        height: 1,
        file: NewAttachment {
            person_id: None,
            ..sealed(cid)
        },
    };
    let render = async |cid: &str| {
        let mut tx = world.store.begin().await.unwrap();
        tx.add_rendition(&smaller(cid), world.now()).await.unwrap();
        tx.commit().await.unwrap();
    };
    add(&world, &sealed("image")).await;
    render("first").await;
    // Made anew, it is another file.
    render("second").await;
    assert!(!has_key(&world, "first").await && has_key(&world, "second").await);
    let mut tx = world.store.begin().await.unwrap();
    tx.drop_renditions("image", world.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(!has_key(&world, "second").await && has_key(&world, "image").await);
    render("third").await;
    delete(&world, "image").await;
    assert!(!has_key(&world, "third").await);
    assert!(world.store.master_keys_in_use().await.unwrap().is_empty());
}

async fn r353_a_key_moves_under_another_master_key_once(world: World) {
    for cid in ["a", "b", "c"] {
        add(&world, &sealed(cid)).await;
    }
    let new = NewFileKey {
        master: "second".into(),
        wrapped: vec![7],
    };
    let found = world.store.file_keys_not_under("second", 2).await.unwrap();
    assert_eq!(found.len(), 2);
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.rewrap_file_key(&found[0], &new).await.unwrap());
    assert!(!tx.rewrap_file_key(&found[0], &new).await.unwrap());
    tx.commit().await.unwrap();
    let left = world.store.file_keys_not_under("second", 9).await.unwrap();
    assert_eq!(left.len(), 2);
    let mut in_use = world.store.master_keys_in_use().await.unwrap();
    in_use.sort();
    assert_eq!(in_use, ["first", "second"]);
}
