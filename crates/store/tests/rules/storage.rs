//! What is counted, who may touch bytes, and what goes when nothing needs it.

use std::time::Duration;

use frontdesk_model::{PageRequest, Timestamp, attachment::ScanState, ticket::TicketStatus};
use frontdesk_store::{
    BlockRow, Held, Limits, NewAttachment, NewHold, NewTicketRow, StoredFile, StoredFilter,
    TicketChange,
};

use crate::{
    files::file,
    world::{World, all_pages},
};

rules!(
    r400_totals_count_each_file_once_and_deleted_ones_not,
    r401_the_list_of_files_is_filtered_and_paged,
    r402_a_file_goes_with_the_last_who_uploaded_it,
    r403_shared_blocks_move_to_a_file_that_is_left,
    r404_only_orphans_of_some_age_are_forgotten,
    r405_files_expire_when_all_their_conversations_are_over,
    r406_bytes_are_stored_or_removed_but_never_both,
    r407_promised_bytes_count_against_the_quotas,
    r408_quotas_hold_however_many_upload_at_once,
    r409_what_a_dead_process_left_is_removed,
    r410_a_check_is_written_down_and_a_damaged_file_marked,
    r411_blocks_are_kept_while_files_that_share_them_come_and_go,
    r412_an_imported_block_outlives_the_file_that_had_it,
);

const HOUR: Duration = Duration::from_secs(3_600);

async fn add(world: &World, files: &[NewAttachment]) {
    let mut tx = world.store.begin().await.unwrap();
    for file in files {
        tx.add_attachment(file, world.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn stored(cid: &str) -> StoredFile {
    StoredFile {
        cid: cid.into(),
        name: format!("{cid}.png"),
        size: 30,
        media_type: "image/png".into(),
    }
}

async fn ticket_with(world: &World, cids: &[&str]) -> frontdesk_store::TicketRow {
    let attachments = cids.iter().map(|cid| stored(cid)).collect();
    world
        .create_ticket(&NewTicketRow {
            attachments,
            ..world.new_ticket("maya")
        })
        .await
}

async fn delete(world: &World, cid: &str) {
    let mut tx = world.store.begin().await.unwrap();
    tx.delete_file(cid, world.now()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn forget(world: &World, cid: &str, before: Timestamp) -> bool {
    let mut tx = world.store.begin().await.unwrap();
    let gone = tx.forget_orphan(cid, before, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    gone
}

fn later(world: &World, by: Duration) {
    world.config.clock.advance(by);
}

async fn r400_totals_count_each_file_once_and_deleted_ones_not(world: World) {
    let infected = NewAttachment {
        scan: ScanState::Infected,
        media_type: "text/plain".into(),
        size: 5,
        ..file("ill", "eve", "ill.txt")
    };
    add(
        &world,
        &[
            file("a", "maya", "a.png"),
            file("a", "eve", "hers.png"),
            infected,
            file("gone", "maya", "gone.png"),
        ],
    )
    .await;
    ticket_with(&world, &["a"]).await;
    delete(&world, "gone").await;
    let totals = world.store.storage_totals(world.now()).await.unwrap();
    assert_eq!((totals.files, totals.bytes), (2, 35));
    assert_eq!((totals.unscanned, totals.infected), (1, 1));
    assert_eq!((totals.orphans, totals.orphan_bytes), (1, 5));
    assert_eq!(totals.blocks, 8);
    // Deleted, but its bytes are there still.
    assert_eq!(totals.used, 65);
    let types = world.store.storage_by_type().await.unwrap();
    let types: Vec<_> = types.iter().map(|it| (it.key.as_str(), it.bytes)).collect();
    assert_eq!(types, [("image/png", 30), ("text/plain", 5)]);
    let days = world.store.storage_by_day(world.now()).await.unwrap();
    assert_eq!((days.len(), days[0].files, days[0].bytes), (1, 2, 35));
    assert_eq!(days[0].key, world.now().0 / 86_400_000);
    let top = world.store.top_uploaders(1).await.unwrap();
    assert_eq!(top.len(), 1);
    assert_eq!((top[0].person_id.as_str(), top[0].bytes), ("eve", 35));
}

async fn r401_the_list_of_files_is_filtered_and_paged(world: World) {
    for n in 0..7 {
        // Some at the same moment.
        if n % 3 == 0 {
            later(&world, HOUR);
        }
        let name = format!("photo_{n}.png");
        add(&world, &[file(&format!("cid-{n}"), "maya", &name)]).await;
    }
    ticket_with(&world, &["cid-2", "cid-3"]).await;
    let list = |filter: StoredFilter| {
        let store = world.store.clone();
        async move {
            let rows = all_pages(2, |page| {
                let (store, filter) = (store.clone(), filter.clone());
                async move { store.stored_files(&filter, &page).await }
            });
            let rows = rows.await.into_iter().map(|row| row.file.cid);
            rows.collect::<Vec<_>>().join(" ")
        }
    };
    let all = list(StoredFilter::default()).await;
    assert_eq!(all, "cid-6 cid-5 cid-4 cid-3 cid-2 cid-1 cid-0");
    let orphans = list(StoredFilter {
        orphan: true,
        ..StoredFilter::default()
    });
    assert_eq!(orphans.await, "cid-6 cid-5 cid-4 cid-1 cid-0");
    let text = |text: &str| StoredFilter {
        text: Some(text.into()),
        ..StoredFilter::default()
    };
    assert_eq!(list(text("PHOTO_4")).await, "cid-4");
    assert_eq!(list(text("cid-1")).await, "cid-1");
    assert_eq!(list(text("photo%4")).await, "");
    let clean = StoredFilter {
        scan: Some(ScanState::Clean),
        ..StoredFilter::default()
    };
    assert_eq!(list(clean).await, "");
    let carriers = world.store.carriers_of(&["cid-2".into()]).await.unwrap();
    assert_eq!(carriers.len(), 1);
    assert!(carriers[0].number.is_some());
    let uploads = world.store.uploads_of(&["cid-2".into()]).await.unwrap();
    assert_eq!(uploads[0].person_id.as_str(), "maya");
}

async fn r402_a_file_goes_with_the_last_who_uploaded_it(world: World) {
    add(
        &world,
        &[file("a", "maya", "a.png"), file("a", "eve", "b.png")],
    )
    .await;
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.drop_upload("a", &"maya".into()).await.unwrap());
    assert!(!tx.drop_upload("a", &"maya".into()).await.unwrap());
    assert!(tx.is_claimed("a").await.unwrap());
    assert!(tx.drop_upload("a", &"eve".into()).await.unwrap());
    assert!(!tx.is_claimed("a").await.unwrap());
    tx.delete_file("a", world.now()).await.unwrap();
    tx.commit().await.unwrap();
    let row = world.store.attachment("a").await.unwrap().unwrap();
    assert_eq!(row.deleted_at, Some(world.now()));
    assert_eq!(world.store.block("a-leaf-0").await.unwrap(), None);
    // The same content again is there as new, with its blocks.
    add(&world, &[file("a", "maya", "again.png")]).await;
    let row = world.store.attachment("a").await.unwrap().unwrap();
    assert_eq!(row.deleted_at, None);
    assert!(world.store.block("a-leaf-0").await.unwrap().is_some());
}

/// A file that has a leaf of `of`, in another place.
fn sharing(cid: &str, of: &str, offset: i64) -> NewAttachment {
    let mut file = file(cid, "maya", "shares.png");
    file.blocks.push(BlockRow {
        cid: format!("{of}-leaf-1"),
        root: cid.into(),
        offset: Some(offset),
        length: Some(10),
        node: None,
    });
    file
}

async fn place(world: &World, cid: &str) -> Option<(String, i64)> {
    let block = world.store.block(cid).await.unwrap()?;
    Some((block.root, block.offset.unwrap()))
}

async fn r403_shared_blocks_move_to_a_file_that_is_left(world: World) {
    let files = [
        file("first", "maya", "first.png"),
        sharing("second", "first", 70),
        sharing("third", "first", 90),
    ];
    add(&world, &files).await;
    let at = |root: &str, offset| Some((root.to_owned(), offset));
    assert_eq!(place(&world, "first-leaf-1").await, at("first", 10));
    delete(&world, "first").await;
    assert_eq!(place(&world, "first-leaf-1").await, at("second", 70));
    assert_eq!(place(&world, "first-leaf-0").await, None);
    delete(&world, "second").await;
    assert_eq!(place(&world, "first-leaf-1").await, at("third", 90));
    // The first comes back, and takes over when the last goes.
    add(&world, &files[..1]).await;
    delete(&world, "third").await;
    assert_eq!(place(&world, "first-leaf-1").await, at("first", 10));
    delete(&world, "first").await;
    assert_eq!(place(&world, "first-leaf-1").await, None);
}

async fn r404_only_orphans_of_some_age_are_forgotten(world: World) {
    add(
        &world,
        &[file("old", "maya", "a.png"), file("used", "maya", "b.png")],
    )
    .await;
    ticket_with(&world, &["used"]).await;
    later(&world, HOUR);
    let now = world.now();
    add(&world, &[file("new", "maya", "c.png")]).await;
    let orphans = world.store.orphans(now, 10).await.unwrap();
    let cids: Vec<_> = orphans.iter().map(|file| file.cid.as_str()).collect();
    assert_eq!(cids, ["old"]);
    for (cid, gone) in [("old", true), ("used", false), ("new", false), ("?", false)] {
        assert_eq!(forget(&world, cid, now).await, gone, "{cid}");
    }
    assert_eq!(world.store.attachment("old").await.unwrap(), None);
    // Uploaded once more, it is as young as the last time.
    add(&world, &[file("new", "maya", "c.png")]).await;
    later(&world, HOUR);
    let before = world.now();
    add(&world, &[file("new", "maya", "c.png")]).await;
    assert!(!forget(&world, "new", before).await);
}

async fn r405_files_expire_when_all_their_conversations_are_over(world: World) {
    add(
        &world,
        &[file("a", "maya", "a.png"), file("b", "maya", "b.png")],
    )
    .await;
    let first = ticket_with(&world, &["a", "b"]).await;
    let second = ticket_with(&world, &["b"]).await;
    let close = async |id| {
        let mut tx = world.store.begin().await.unwrap();
        let change = TicketChange {
            status: Some(TicketStatus::Closed),
            resolved_at: Some(Some(world.now())),
            ..TicketChange::default()
        };
        tx.update_ticket(id, &change, world.now()).await.unwrap();
        tx.commit().await.unwrap();
    };
    let expired = async || {
        let found = world.store.expired_files(world.now(), 10).await.unwrap();
        let cids: Vec<_> = found.into_iter().map(|file| file.cid).collect();
        cids.join(" ")
    };
    later(&world, HOUR);
    assert_eq!(expired().await, "");
    close(first.id).await;
    assert_eq!(expired().await, "", "not before its time");
    later(&world, HOUR);
    assert_eq!(expired().await, "a");
    close(second.id).await;
    later(&world, HOUR);
    assert_eq!(expired().await, "a b");
    // It is looked at once more when it is taken.
    ticket_with(&world, &["b"]).await;
    let mut tx = world.store.begin().await.unwrap();
    let now = world.now();
    assert!(tx.expire_file("a", now, now).await.unwrap());
    assert!(!tx.expire_file("b", now, now).await.unwrap());
    tx.commit().await.unwrap();
    let row = world.store.attachment("a").await.unwrap().unwrap();
    assert!(row.deleted_at.is_some(), "its name and size stay");
}

fn hold(world: &World, cid: &str, person: &str, size: i64) -> NewHold {
    NewHold {
        id: world.ids.next(),
        cid: cid.into(),
        person_id: Some(person.into()),
        size,
        expires_at: world.now().plus(HOUR),
    }
}

async fn ask(world: &World, hold: &NewHold, limits: Limits) -> Held {
    let mut tx = world.store.begin().await.unwrap();
    let held = tx.hold_file(hold, limits, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    held
}

async fn begin_removal(world: &World, cid: &str) -> bool {
    let mut tx = world.store.begin().await.unwrap();
    let begun = tx.begin_removal(cid, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    begun
}

async fn r406_bytes_are_stored_or_removed_but_never_both(world: World) {
    let none = Limits::default();
    add(&world, &[file("a", "maya", "a.png")]).await;
    assert!(!begin_removal(&world, "a").await, "it is there");
    delete(&world, "a").await;
    let storing = hold(&world, "a", "eve", 30);
    assert_eq!(ask(&world, &storing, none).await, Held::Yes);
    assert!(!begin_removal(&world, "a").await, "it is being stored");
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.release_hold(storing.id).await.unwrap());
    tx.commit().await.unwrap();
    assert!(begin_removal(&world, "a").await);
    assert!(begin_removal(&world, "a").await, "once more after a crash");
    let late = hold(&world, "a", "eve", 30);
    assert_eq!(ask(&world, &late, none).await, Held::Removing);
    let mut tx = world.store.begin().await.unwrap();
    tx.end_removal("a", world.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(ask(&world, &late, none).await, Held::Yes);
    let totals = world.store.storage_totals(world.now()).await.unwrap();
    assert_eq!((totals.used, totals.held), (30, 1), "only what is promised");
}

async fn r407_promised_bytes_count_against_the_quotas(world: World) {
    let limits = Limits {
        person: Some(100),
        total: Some(150),
    };
    add(&world, &[file("a", "maya", "a.png")]).await;
    let first = hold(&world, "b", "maya", 70);
    assert_eq!(ask(&world, &first, limits).await, Held::Yes);
    let more = hold(&world, "c", "maya", 1);
    assert_eq!(ask(&world, &more, limits).await, Held::PersonFull);
    // The same content takes no more room.
    let same = hold(&world, "a", "maya", 30);
    assert_eq!(ask(&world, &same, limits).await, Held::Yes);
    let other = hold(&world, "d", "eve", 51);
    assert_eq!(ask(&world, &other, limits).await, Held::AllFull);
    // What is promised to nobody any more counts no more.
    later(&world, HOUR);
    later(&world, HOUR);
    assert_eq!(ask(&world, &other, limits).await, Held::Yes);
    let mut tx = world.store.begin().await.unwrap();
    assert!(tx.release_hold(first.id).await.unwrap());
    assert!(!tx.release_hold(first.id).await.unwrap());
    tx.commit().await.unwrap();
}

async fn r408_quotas_hold_however_many_upload_at_once(world: World) {
    let other = world.another().await;
    let limits = Limits {
        person: Some(50),
        total: None,
    };
    let now = world.now();
    let asked: Vec<_> = (0..12)
        .map(|n| {
            let store = if n % 2 == 0 { &world.store } else { &other }.clone();
            let hold = hold(&world, &format!("file-{n}"), "maya", 10);
            tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let held = tx.hold_file(&hold, limits, now).await.unwrap();
                tx.commit().await.unwrap();
                held
            })
        })
        .collect();
    let mut given = 0;
    for held in asked {
        given += usize::from(held.await.unwrap() == Held::Yes);
    }
    assert_eq!(given, 5);
    assert_eq!(world.store.used_by(&"maya".into(), now).await.unwrap(), 50);
}

async fn r409_what_a_dead_process_left_is_removed(world: World) {
    let left = hold(&world, "left", "maya", 30);
    assert_eq!(ask(&world, &left, Limits::default()).await, Held::Yes);
    let drop = async || {
        let mut tx = world.store.begin().await.unwrap();
        let count = tx.drop_expired_holds(world.now()).await.unwrap();
        tx.commit().await.unwrap();
        count
    };
    assert_eq!(drop().await, 0);
    later(&world, HOUR);
    assert_eq!(drop().await, 1);
    let depth = world.store.outbox_depth().await.unwrap();
    assert_eq!(depth.ready, 1, "its bytes are removed by a job");
    assert!(begin_removal(&world, "left").await);
    let before = world.now().plus(HOUR);
    let unfinished = world.store.unfinished_removals(before, 10).await.unwrap();
    assert_eq!(unfinished, ["left"]);
    let cids = ["left".to_owned(), "a".to_owned(), "never".to_owned()];
    add(&world, &[file("a", "maya", "a.png")]).await;
    let unknown = world.store.unknown_objects(&cids).await.unwrap();
    assert_eq!(unknown, ["left", "never"]);
}

async fn r410_a_check_is_written_down_and_a_damaged_file_marked(world: World) {
    add(
        &world,
        &[file("a", "maya", "a.png"), file("b", "maya", "b.png")],
    )
    .await;
    later(&world, HOUR);
    let now = world.now();
    let check = async |cid: &str, is_whole| {
        let mut tx = world.store.begin().await.unwrap();
        tx.set_checked(cid, is_whole, now).await.unwrap();
        tx.commit().await.unwrap();
        let row = world.store.attachment(cid).await.unwrap().unwrap();
        row.damaged_at
    };
    let due = world
        .store
        .unchecked_files(now, "", 1, "unixfs-v1-2025")
        .await
        .unwrap();
    assert_eq!(due[0].cid, "a");
    let due = world
        .store
        .unchecked_files(now, "a", 9, "unixfs-v1-2025")
        .await
        .unwrap();
    assert_eq!(due[0].cid, "b");
    assert_eq!(check("a", true).await, None);
    assert_eq!(check("b", false).await, Some(now));
    let due = world
        .store
        .unchecked_files(now, "", 9, "unixfs-v1-2025")
        .await
        .unwrap();
    assert!(due.is_empty());
    later(&world, HOUR);
    let due = world
        .store
        .unchecked_files(world.now(), "", 9, "unixfs-v1-2025")
        .await
        .unwrap();
    assert_eq!(
        due.iter().map(|file| file.was_damaged).collect::<Vec<_>>(),
        [false, true]
    );
    // Who sends it again makes it whole.
    add(&world, &[file("b", "maya", "b.png")]).await;
    let row = world.store.attachment("b").await.unwrap().unwrap();
    assert_eq!(row.damaged_at, None);
    assert_eq!(check("b", false).await, Some(now));
    assert_eq!(check("b", true).await, None);
    let page = PageRequest::default();
    let all = StoredFilter::default();
    let files = world.store.stored_files(&all, &page).await.unwrap();
    assert_eq!(files.items.len(), 2);
}

/// Twelve files that all have the same leaf, put and deleted by two processes
/// at once: as long as one of them is there, the leaf is found in one of them.
async fn r411_blocks_are_kept_while_files_that_share_them_come_and_go(world: World) {
    let other = world.another().await;
    let now = world.now();
    let work: Vec<_> = (0..12)
        .map(|n| {
            let store = if n % 2 == 0 { &world.store } else { &other }.clone();
            tokio::spawn(async move {
                let cid = format!("file-{n}");
                for turn in 0..4 {
                    let mut tx = store.begin().await.unwrap();
                    let file = sharing(&cid, "common", n);
                    tx.add_attachment(&file, now).await.unwrap();
                    tx.commit().await.unwrap();
                    if n < 2 && turn == 3 {
                        continue;
                    }
                    let mut tx = store.begin().await.unwrap();
                    tx.delete_file(&cid, now).await.unwrap();
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    for work in work {
        work.await.unwrap();
    }
    let (root, offset) = place(&world, "common-leaf-1").await.unwrap();
    assert!(offset < 2 && root == format!("file-{offset}"), "{root}");
}

/// A block that a CAR has brought too stays where the CAR has put it, as bytes of its own.
async fn r412_an_imported_block_outlives_the_file_that_had_it(world: World) {
    add(&world, &[file("ours", "maya", "ours.png")]).await;
    let brought = BlockRow {
        cid: "ours-leaf-2".into(),
        root: "ours-leaf-2".into(),
        offset: None,
        length: None,
        node: Some(vec![7; 10]),
    };
    let mut tx = world.store.begin().await.unwrap();
    tx.add_blocks(std::slice::from_ref(&brought)).await.unwrap();
    tx.pin_roots(&["ours-leaf-2".into()], world.now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let before = world.store.block("ours-leaf-2").await.unwrap().unwrap();
    assert_eq!(before.root, "ours");
    delete(&world, "ours").await;
    let block = world.store.block("ours-leaf-2").await.unwrap();
    assert_eq!(block, Some(brought));
}
