//! One suite for every backend: what holds of one must hold of all. Each rule runs on the embedded
//! store, on a bucket of a real S3 server, and on real IPFS nodes: js-ipfs, and Kubo where it could
//! be built.

#[path = "support/desk.rs"]
mod desk;
mod suite;

use std::collections::HashSet;
use std::ops::Range;

use bytes::Bytes;
use desk::{Desk, pdf_of};
use frontdesk_files::{Backend, Cid, Error, MAX_PIECE, PROFILE, is_intact};
use futures_util::TryStreamExt as _;
use suite::{Subject, rules};

/// More than a part of a multi-part upload, and not a multiple of anything.
const LARGE: usize = 21_000_003;

async fn put(subject: &Subject, bytes: &[u8]) -> Cid {
    let desk = Desk::new(PROFILE).await;
    let staged = desk.stage(bytes).await;
    let root = staged.cid;
    let stored = subject.backend.put(staged).await.unwrap();
    assert_eq!(stored.cid, root);
    assert_eq!(stored.size, bytes.len() as u64);
    assert_eq!(desk.staged_files(), 0);
    root
}

async fn read(backend: &dyn Backend, root: &Cid, range: Range<u64>) -> Vec<u8> {
    let stream = backend.read(root, range).await.unwrap();
    let pieces: Vec<Bytes> = stream.try_collect().await.unwrap();
    assert!(pieces.iter().all(|piece| piece.len() <= MAX_PIECE));
    pieces.concat()
}

async fn listed(backend: &dyn Backend) -> Vec<(Cid, u64)> {
    let all = backend.list().try_collect::<Vec<_>>().await.unwrap();
    let distinct: HashSet<_> = all.iter().map(|object| object.cid).collect();
    assert_eq!(distinct.len(), all.len(), "a file is listed twice");
    all.iter().map(|object| (object.cid, object.size)).collect()
}

rules! {
    async fn what_was_put_is_there_also_for_another_client(subject) {
        for len in [0, 1, 300_000, 2_500_000, LARGE] {
            let bytes = pdf_of(subject.seed, len);
            let root = put(&subject, &bytes).await;
            let size = bytes.len() as u64;
            let again = subject.reopen().await;
            assert!(again.has(&root).await.unwrap());
            assert_eq!(again.size(&root).await.unwrap(), Some(size));
            assert!(read(&*again, &root, 0..size).await == bytes);
        }
    }

    async fn the_same_content_twice_is_stored_once(subject) {
        let bytes = pdf_of(subject.seed, 1_500_000);
        let first = put(&subject, &bytes).await;
        assert_eq!(put(&subject, &bytes).await, first);
        let found = listed(&*subject.backend).await;
        assert_eq!(found.iter().filter(|(cid, _)| *cid == first).count(), 1);
        assert!(read(&*subject.backend, &first, 0..1_500_005).await == bytes);
    }

    async fn the_same_content_at_the_same_time_is_stored_once(subject) {
        let bytes = pdf_of(subject.seed, 1_200_000);
        let desk = Desk::new(PROFILE).await;
        let staged = [desk.stage(&bytes).await, desk.stage(&bytes).await, desk.stage(&bytes).await];
        let puts = staged.map(|staged| subject.backend.put(staged));
        let stored = futures_util::future::try_join_all(puts).await.unwrap();
        let root = stored[0].cid;
        assert!(stored.iter().all(|one| one.cid == root));
        assert!(read(&*subject.backend, &root, 0..1_200_005).await == bytes);
        let found = listed(&*subject.backend).await;
        assert_eq!(found.iter().filter(|(cid, _)| *cid == root).count(), 1);
    }

    async fn any_range_reads_back_the_slice(subject) {
        let bytes = pdf_of(subject.seed, 2_300_000);
        let root = put(&subject, &bytes).await;
        let (end, mib) = (bytes.len(), 1 << 20);
        // The S3 server of the tests takes the 0 of `bytes=0-0` for none: so 0..2, not 0..1.
        for range in [
            0..0, 0..2, 0..end, end - 1..end, end..end, mib - 1..mib + 1, mib..2 * mib, 3..70_000,
            7..2 * mib + 5, 1_999_999..2_000_000,
        ] {
            let asked = range.start as u64..range.end as u64;
            assert!(read(&*subject.backend, &root, asked).await == bytes[range.clone()], "{range:?}");
        }
    }

    async fn a_range_outside_of_the_file_is_an_error(subject) {
        let root = put(&subject, &pdf_of(subject.seed, 95)).await;
        #[expect(clippy::reversed_empty_ranges, reason = "that is what is refused")]
        for range in [0..101, 101..101, 101..102, 50..40, 0..u64::MAX] {
            let refused = subject.backend.read(&root, range.clone()).await.err().unwrap();
            assert!(matches!(refused, Error::OutOfRange { size: 100, .. }), "{range:?}: {refused}");
        }
    }

    async fn a_file_that_was_never_put_is_not_there(subject) {
        let root = Desk::new(PROFILE).await.stage(&pdf_of(subject.seed, 50)).await.cid;
        assert!(!subject.backend.has(&root).await.unwrap());
        assert_eq!(subject.backend.size(&root).await.unwrap(), None);
        for range in [0..1, 0..0] {
            let error = subject.backend.read(&root, range).await.err().unwrap();
            assert!(matches!(error, Error::NotFound(cid) if cid == root), "{error}");
        }
        let error = is_intact(&*subject.backend, &root, PROFILE).await.unwrap_err();
        assert!(matches!(error, Error::NotFound(_)), "{error}");
    }

    async fn deleting_is_idempotent_and_the_file_can_come_back(subject) {
        let bytes = pdf_of(subject.seed, 1_100_000);
        let root = put(&subject, &bytes).await;
        for _ in 0..2 {
            subject.backend.delete(&root).await.unwrap();
            assert!(!subject.backend.has(&root).await.unwrap());
            assert!(listed(&*subject.backend).await.iter().all(|(cid, _)| *cid != root));
        }
        assert_eq!(put(&subject, &bytes).await, root);
        assert!(read(&*subject.backend, &root, 0..1_100_005).await == bytes);
    }

    async fn what_is_held_is_listed_with_its_size(subject) {
        let mut expected = Vec::new();
        for len in [10, 1_048_571, 1_048_572] {
            let bytes = pdf_of(subject.seed, len);
            expected.push((put(&subject, &bytes).await, bytes.len() as u64));
        }
        subject.backend.health().await.unwrap();
        let found = listed(&*subject.backend).await;
        for one in expected {
            assert!(found.contains(&one), "{one:?} is missing");
        }
    }

    async fn damage_is_noticed_and_our_own_stores_heal_when_the_file_is_put_again(subject) {
        let bytes = pdf_of(subject.seed, 1_400_000);
        let root = put(&subject, &bytes).await;
        assert!(is_intact(&*subject.backend, &root, PROFILE).await.unwrap());
        subject.damage(&root, &bytes).await;
        assert!(!is_intact(&*subject.backend, &root, PROFILE).await.unwrap());
        put(&subject, &bytes).await;
        let is_healed = is_intact(&*subject.backend, &root, PROFILE).await.unwrap();
        assert_eq!(is_healed, subject.heals());
    }

    async fn a_backend_that_is_away_is_unavailable_and_nothing_is_kept(subject) {
        let Some(away) = subject.away() else { return };
        let desk = Desk::new(PROFILE).await;
        let staged = desk.stage(&pdf_of(subject.seed, 10)).await;
        let root = staged.cid;
        let failures = [
            away.health().await.unwrap_err(),
            away.put(staged).await.unwrap_err(),
            away.size(&root).await.unwrap_err(),
            away.delete(&root).await.unwrap_err(),
            away.read(&root, 0..1).await.err().unwrap(),
            away.list().try_next().await.unwrap_err(),
        ];
        for error in failures {
            assert!(matches!(error, Error::Unavailable { .. }), "{error}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        assert_eq!(desk.staged_files(), 0);
    }
}
