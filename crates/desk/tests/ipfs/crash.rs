//! The desk is stopped dead between any two steps of a hand-over: the next one
//! goes on, and nothing is lost.

use frontdesk_files::{Backend as _, LocalBackend};
use frontdesk_store::FailPoint;
use frontdesk_testkit::Peer;

use crate::life::{Life, Witness, data, pinned, root, text, until_gone, waiting};

#[test]
fn before_the_node_is_told() {
    let (has, is_pinned) = crash_at(FailPoint::BeforePin);
    assert_eq!((has, is_pinned), (false, false));
}

#[test]
fn after_the_node_has_pinned_and_before_that_is_written_down() {
    let (has, is_pinned) = crash_at(FailPoint::AfterPin);
    assert_eq!((has, is_pinned), (true, false));
}

#[test]
fn after_it_is_written_down_and_before_our_copy_goes() {
    let (has, is_pinned) = crash_at(FailPoint::AfterPinned);
    assert_eq!((has, is_pinned), (true, true));
}

/// Whether the node had the file when the crash came, and whether that was known.
fn crash_at(point: FailPoint) -> (bool, bool) {
    let node = Peer::ipfs();
    let data = data(&node.url);
    let witness = Witness::of(&node.url);
    let text = text();
    let life = Life::begin(&data, false, &[point]);
    let (file, has, is_pinned) = life.run(async {
        let file = life.upload(&text).await;
        life.arrival(point).await;
        let is_pinned = life.places().await == pinned(1);
        assert!(is_pinned || life.places().await == waiting(1));
        // It can be read at every step.
        assert_eq!(life.read(&file).await, text);
        let own = LocalBackend::open(data.files()).await.unwrap();
        assert!(
            own.has(&root(&file)).await.unwrap(),
            "our copy is there until the end"
        );
        let has = witness.has(&file).await;
        (file, has, is_pinned)
    });
    life.crash();

    let life = Life::begin(&data, false, &[]);
    life.run(async {
        assert_eq!(life.read(&file).await, text);
        life.pass_leases();
        let own = LocalBackend::open(data.files()).await.unwrap();
        until_gone(&own, &file).await;
        assert_eq!(life.places().await, pinned(1));
        assert!(witness.has(&file).await);
        assert_eq!(life.read(&file).await, text);
    });
    (has, is_pinned)
}
