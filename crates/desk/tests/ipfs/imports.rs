//! What was imported is handed over to the node as well, and repaired from it.

use std::path::{Path, PathBuf};

use frontdesk_desk::ExportedRoots;
use frontdesk_model::{PageRequest, attachment::Attachment};
use frontdesk_store::{JobOutcome, PlaceCounts};
use frontdesk_testkit::{Peer, TestData};

use crate::{
    life::{Life, Witness, data, pinned, root, text},
    repair::Own,
};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../http/tests/fixtures/ipfs");

/// A file of another desk in an archive.
fn archive(dir: &Path, text: &str) -> (Attachment, PathBuf) {
    let path = dir.join("from-elsewhere.car");
    let elsewhere = Life::begin(&TestData::new().into(), true, &[]);
    let file = elsewhere.run(async {
        let file = elsewhere.upload(text).await;
        let what = ExportedRoots::Cid(file.cid.clone());
        elsewhere.kit().desk.export_car(&what, &path).await.unwrap();
        file
    });
    (file, path)
}

#[test]
fn imported_content_is_pinned_by_the_node_and_repaired_from_it() {
    let node = Peer::ipfs();
    let data = data(&node.url);
    let text = text();
    let (file, archive) = archive(data.dir(), &text);
    let own = Own::disk(&data);
    let life = Life::begin(&data, true, &[]);
    life.run(async {
        let desk = &life.kit().desk;
        desk.import_car(&archive).await.unwrap();
        life.until(pinned(1)).await;
        let witness = Witness::of(&node.url);
        assert!(witness.has(&file).await);
        assert_eq!(witness.read(&file).await, text);
        // It stays where nobody has uploaded it.
        desk.look_after_node().await.unwrap();
        assert_eq!(life.places().await, pinned(1));

        let objects = life.kit().objects();
        assert_eq!(objects.len(), 1, "one pack");
        let pack = objects[0].file_name().unwrap().to_str().unwrap();
        let checked = desk.scrub_now(false, |_| {}).await.unwrap();
        assert_eq!((checked.scrub.checked, checked.scrub.damaged), (1, 0));
        own.damage(pack, 1_000);
        let checked = desk.scrub_now(false, |_| {}).await.unwrap();
        assert_eq!((checked.scrub.damaged, checked.scrub.repaired), (1, 1));
    });
}

#[test]
fn a_file_that_the_node_has_lost_is_handed_over_anew_from_the_pack() {
    let node = Peer::ipfs();
    let data = data(&node.url);
    let (file, archive) = archive(data.dir(), &text());
    let life = Life::begin(&data, true, &[]);
    life.run(async {
        life.kit().desk.import_car(&archive).await.unwrap();
        life.until(pinned(1)).await;
        let witness = Witness::of(&node.url);
        witness.unpin(&file).await;
        life.pass_leases();
        life.kit().desk.look_after_node().await.unwrap();
        life.until(pinned(1)).await;
        assert!(witness.has(&file).await, "{}", root(&file));
    });
}

#[test]
fn what_lacks_blocks_is_not_handed_over_and_no_job_is_left() {
    let node = Peer::ipfs();
    let life = Life::begin(&data(&node.url), true, &[]);
    life.run(async {
        let archive =
            format!("{FIXTURES}/trustless_gateway_car/file-3k-and-3-blocks-missing-block.car");
        life.kit()
            .desk
            .import_car(Path::new(&archive))
            .await
            .unwrap();
        life.until(PlaceCounts::default()).await;
        let ledger = life.kit().store.job_attempts(&PageRequest::default()).await;
        let tried = ledger.unwrap().items;
        assert!(
            tried.iter().all(|one| one.outcome == JobOutcome::Done),
            "{tried:?}"
        );
    });
}
