//! Uploads while the node is there, while it is away, and when it comes back.

use std::sync::Arc;

use frontdesk_files::{Backend as _, BreakerState, LocalBackend};
use frontdesk_model::attachment::{PinState, ScanState};
use frontdesk_store::{FailPoint, PlaceCounts};
use frontdesk_testkit::{Peer, TestData};

use crate::life::{Life, Restartable, Witness, data, pinned, root, text, until_gone, waiting};

#[test]
fn a_file_is_handed_over_and_both_have_it_under_the_same_cid() {
    let node = Peer::ipfs();
    let data = data(&node.url);
    let life = Life::begin(&data, true, &[]);
    life.run(async {
        let text = text();
        let file = life.upload(&text).await;
        life.until(pinned(1)).await;
        let witness = Witness::of(&node.url);
        assert!(witness.has(&file).await);
        assert_eq!(witness.read(&file).await, text);
        assert_eq!(life.read(&file).await, text);
        let own = LocalBackend::open(data.files()).await.unwrap();
        assert!(own.has(&root(&file)).await.unwrap(), "our copy is kept");
        let places = life
            .kit()
            .store
            .file_places(std::slice::from_ref(&file.cid))
            .await
            .unwrap();
        assert_eq!(places[0].state, PinState::Pinned);
    });
}

#[test]
fn our_copy_goes_only_when_the_node_has_confirmed_and_the_file_stays_readable() {
    let node = Peer::ipfs();
    let data = data(&node.url);
    let life = Life::begin(&data, false, &[]);
    life.run(async {
        let text = text();
        let file = life.upload(&text).await;
        let own = LocalBackend::open(data.files()).await.unwrap();
        until_gone(&own, &file).await;
        assert_eq!(life.places().await, pinned(1));
        assert!(Witness::of(&node.url).has(&file).await);
        assert_eq!(life.read(&file).await, text);
        // The same file once more comes, is looked at, and goes again.
        life.upload(&text).await;
        until_gone(&own, &file).await;
        assert_eq!(life.read(&file).await, text);
    });
}

#[test]
fn uploads_wait_here_while_the_node_is_away_and_are_handed_over_when_it_is_back() {
    let node = Restartable::stopped();
    let data = data(&node.url);
    let life = Life::begin(&data, true, &[]);
    life.run(async {
        let texts: Vec<_> = (0..6).map(|_| text()).collect();
        let mut files = Vec::new();
        for text in &texts {
            files.push(life.upload(text).await);
        }
        life.until_breaker(BreakerState::Open).await;
        assert_eq!(life.places().await, waiting(6));
        for (file, text) in files.iter().zip(&texts) {
            assert_eq!(&life.read(file).await, text);
        }
        // The desk is well: it takes files in.
        life.kit().desk.ready().await.unwrap();
        let status = life.kit().desk.file_store_status().await.unwrap();
        assert!(status.healthy);

        let _running = tokio::task::block_in_place(|| node.start());
        life.until(pinned(6)).await;
        life.until_breaker(BreakerState::Closed).await;
        let witness = Witness::of(&node.url);
        for (file, text) in files.iter().zip(&texts) {
            assert!(witness.has(file).await);
            assert_eq!(&witness.read(file).await, text);
        }
        let depth = life.kit().store.outbox_depth().await.unwrap();
        assert_eq!(depth.dead, 0, "no job was given up");
    });
}

#[test]
fn a_file_that_is_not_wanted_any_more_is_unpinned_also_when_the_node_was_away() {
    let node = Restartable::stopped();
    let data = data(&node.url);
    let life = Life::begin(&data, true, &[]);
    life.run(async {
        let running = tokio::task::block_in_place(|| node.start());
        let (kept, deleted) = (life.upload(&text()).await, life.upload(&text()).await);
        life.until(pinned(2)).await;
        tokio::task::block_in_place(|| running.kill());
        let store = &life.kit().store;
        let mut tx = store.begin().await.unwrap();
        tx.want_unpinned(&deleted.cid, life.kit().clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        life.until_failed("unpin-file").await;
        let leaving = PlaceCounts {
            leaving: 1,
            ..pinned(1)
        };
        assert_eq!(life.places().await, leaving);

        let _running = tokio::task::block_in_place(|| node.start());
        life.pass_leases();
        life.until(pinned(1)).await;
        let witness = Witness::of(&node.url);
        assert!(!witness.has(&deleted).await);
        assert!(witness.has(&kept).await);
    });
}

#[test]
fn a_file_that_is_wanted_again_while_it_leaves_comes_back() {
    let node = Peer::ipfs();
    let data = data(&node.url);
    let life = Life::begin(&data, true, &[FailPoint::AfterUnpin]);
    let text = text();
    let file = life.run(async {
        let file = life.upload(&text).await;
        life.until(pinned(1)).await;
        let store = &life.kit().store;
        let mut tx = store.begin().await.unwrap();
        tx.want_unpinned(&file.cid, life.kit().clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        life.arrival(FailPoint::AfterUnpin).await;
        // The node has unpinned it, and nobody has written that down yet.
        assert!(!Witness::of(&node.url).has(&file).await);
        life.upload(&text).await
    });
    life.crash();
    let life = Life::begin(&data, true, &[]);
    life.pass_leases();
    life.run(async {
        life.until(pinned(1)).await;
        assert!(Witness::of(&node.url).has(&file).await);
    });
}

#[test]
fn what_the_node_has_lost_is_sent_again_or_told() {
    let node = Peer::ipfs();
    let data = data(&node.url);
    let life = Life::begin(&data, true, &[]);
    life.run(async {
        let (here, gone) = (life.upload(&text()).await, life.upload(&text()).await);
        life.until(pinned(2)).await;
        let witness = Witness::of(&node.url);
        witness.unpin(&here).await;
        witness.unpin(&gone).await;
        let own = LocalBackend::open(data.files()).await.unwrap();
        own.delete(&root(&gone)).await.unwrap();
        // Nothing is asked after before its time.
        life.kit().desk.look_after_node().await.unwrap();
        assert_eq!(life.places().await, pinned(2));
        life.pass_leases();
        life.kit().desk.look_after_node().await.unwrap();
        life.until(PlaceCounts {
            lost: 1,
            ..pinned(1)
        })
        .await;
        assert!(witness.has(&here).await);
        // Whoever has it yet uploads it anew.
        assert!(!witness.has(&gone).await);
    });
}

#[test]
fn files_from_before_there_was_a_node_are_handed_over() {
    let node = Peer::ipfs();
    let data = Arc::new(TestData::new());
    let life = Life::begin(&data, true, &[]);
    let text = text();
    let file = life.run(async { life.upload(&text).await });
    life.crash();
    data.set_node(&node.url);
    let life = Life::begin(&data, true, &[]);
    life.run(async {
        life.until(pinned(1)).await;
        assert_eq!(Witness::of(&node.url).read(&file).await, text);
    });
}

#[test]
fn a_file_is_not_handed_over_before_it_was_found_clean() {
    let node = Peer::ipfs();
    let data = data(&node.url);
    // A scanner that is away: nobody decides.
    let life = Life::with(&data, &[], |config| {
        config.scanner = Some("tcp://127.0.0.1:1".parse().unwrap());
    });
    life.run(async {
        let file = life.upload(&text()).await;
        life.until_failed("pin-file").await;
        let witness = Witness::of(&node.url);
        assert!(!witness.has(&file).await);
        assert_eq!(life.places().await, waiting(1));
        let kit = life.kit();
        let mut tx = kit.store.begin().await.unwrap();
        tx.set_scan(&file.cid, ScanState::Clean, None, kit.clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        life.pass_leases();
        life.until(pinned(1)).await;
        assert!(witness.has(&file).await);
        // Malware is found after all.
        let mut tx = kit.store.begin().await.unwrap();
        tx.set_scan(&file.cid, ScanState::Infected, None, kit.clock.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        kit.desk.look_after_node().await.unwrap();
        life.until(PlaceCounts::default()).await;
        assert!(!witness.has(&file).await);
    });
}
