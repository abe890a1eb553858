//! Uploaded files and their blocks.

use frontdesk_model::attachment::ScanState;
use frontdesk_store::{BlockRow, NewAttachment, StoredFile};

use crate::world::World;

rules!(
    r70_the_same_upload_at_once_is_stored_once,
    r71_one_attaches_only_what_one_uploaded,
    r72_blocks_are_found_by_their_cid,
    r73_imported_blocks_and_roots_are_kept_once,
);

pub fn file(cid: &str, person: &str, name: &str) -> NewAttachment {
    let leaf = |n: i64| BlockRow {
        cid: format!("{cid}-leaf-{n}"),
        root: cid.into(),
        offset: Some(n * 10),
        length: Some(10),
        node: None,
    };
    let mut blocks: Vec<_> = (0..3).map(leaf).collect();
    blocks.push(BlockRow {
        cid: cid.into(),
        root: cid.into(),
        offset: None,
        length: None,
        node: Some(vec![0, 1, 255]),
    });
    NewAttachment {
        cid: cid.into(),
        size: 30,
        media_type: "image/png".into(),
        profile: "unixfs-v1".into(),
        name: name.into(),
        person_id: Some(person.into()),
        scan: ScanState::Unscanned,
        width: None,
        height: None,
        blocks,
        key: None,
    }
}

async fn r70_the_same_upload_at_once_is_stored_once(world: World) {
    let other = world.another().await;
    let uploads: Vec<_> = (0..12)
        .map(|n| {
            let store = if n % 2 == 0 { &world.store } else { &other }.clone();
            let now = world.now();
            let file = file("bafy", &format!("person-{}", n % 3), "cat.png");
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                tx.add_attachment(&file, now).await.unwrap();
                tx.commit().await.unwrap();
            })
        })
        .collect();
    for upload in uploads {
        upload.await.unwrap();
    }
    let stored = world.store.attachment("bafy").await.unwrap().unwrap();
    assert_eq!((stored.size, stored.media_type.as_str()), (30, "image/png"));
    assert_eq!(stored.profile, "unixfs-v1");
    assert_eq!(world.store.attachment("other").await.unwrap(), None);
}

async fn r71_one_attaches_only_what_one_uploaded(world: World) {
    let mut tx = world.store.begin().await.unwrap();
    for (cid, person, name) in [
        ("a", "maya", "first.png"),
        ("b", "maya", "b.png"),
        ("a", "eve", "hers.png"),
        ("c", "eve", "c.png"),
        ("a", "maya", "renamed.png"),
    ] {
        tx.add_attachment(&file(cid, person, name), world.now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let cids: Vec<String> = ["c", "b", "a", "unknown"].map(String::from).into();
    let maya = world
        .store
        .uploaded_by(&cids, &"maya".into())
        .await
        .unwrap();
    let named = |cid: &str, name: &str| StoredFile {
        cid: cid.into(),
        name: name.into(),
        size: 30,
        media_type: "image/png".into(),
    };
    assert_eq!(maya, [named("b", "b.png"), named("a", "renamed.png")]);
    let eve = world.store.uploaded_by(&cids, &"eve".into()).await.unwrap();
    assert_eq!(eve, [named("c", "c.png"), named("a", "hers.png")]);
    let nothing = world.store.uploaded_by(&[], &"eve".into()).await.unwrap();
    assert!(nothing.is_empty());
}

async fn r72_blocks_are_found_by_their_cid(world: World) {
    let mut big = file("bafy", "maya", "big.bin");
    big.blocks.extend((0..2_500).map(|n| BlockRow {
        cid: format!("bulk-{n}"),
        root: "bafy".into(),
        offset: Some(n),
        length: Some(1),
        node: None,
    }));
    let mut tx = world.store.begin().await.unwrap();
    tx.add_attachment(&big, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    for block in [&big.blocks[0], &big.blocks[3], &big.blocks[2_503]] {
        let stored = world.store.block(&block.cid).await.unwrap();
        assert_eq!(stored.as_ref(), Some(block));
    }
    assert_eq!(world.store.block("none").await.unwrap(), None);
}

async fn r73_imported_blocks_and_roots_are_kept_once(world: World) {
    let upload = file("bafy", "maya", "cat.png");
    let blocks: Vec<BlockRow> = (0..2_500)
        .map(|n| BlockRow {
            cid: format!("packed-{n:04}"),
            root: "pack".into(),
            offset: Some(n * 3),
            length: Some(3),
            node: None,
        })
        .chain([BlockRow {
            cid: "bafy-leaf-0".into(),
            root: "pack".into(),
            offset: None,
            length: None,
            node: Some(vec![1]),
        }])
        .collect();
    let roots = ["root-b".to_owned(), "root-a".to_owned()];
    let mut tx = world.store.begin().await.unwrap();
    tx.add_attachment(&upload, world.now()).await.unwrap();
    tx.add_blocks(&blocks).await.unwrap();
    tx.add_blocks(&blocks).await.unwrap();
    tx.add_blocks(&[]).await.unwrap();
    tx.pin_roots(&roots, world.now()).await.unwrap();
    tx.pin_roots(&roots[..1], world.now()).await.unwrap();
    tx.pin_roots(&[], world.now()).await.unwrap();
    tx.commit().await.unwrap();
    let store = &world.store;
    assert_eq!(store.imported_roots().await.unwrap(), ["root-a", "root-b"]);
    assert_eq!(store.attachment_cids().await.unwrap(), ["bafy"]);
    // A block that an upload has brought stays where it is.
    let leaf = store.block("bafy-leaf-0").await.unwrap().unwrap();
    assert_eq!(leaf.root, "bafy");
    let asked = ["packed-2499", "bafy", "none"].map(String::from);
    let mut known = store.known_blocks(&asked).await.unwrap();
    known.sort();
    assert_eq!(known, ["bafy", "packed-2499"]);
    assert!(store.known_blocks(&[]).await.unwrap().is_empty());
    let mut tx = store.begin().await.unwrap();
    assert!(tx.unpin_root("root-a").await.unwrap());
    assert!(!tx.unpin_root("root-a").await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(store.imported_roots().await.unwrap(), ["root-b"]);
}
