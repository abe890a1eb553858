//! What an upload's file holds after everything that can happen to a request.

use std::future::pending;

use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use super::*;
use crate::dag::tests::sample;

const ID: &str = "one";

async fn open_in(dir: &TempDir) -> Partials {
    Partials::open(dir.path(), "fresh").await.unwrap()
}

fn pieces_of(bytes: &[u8], size: usize) -> Vec<io::Result<Bytes>> {
    bytes
        .chunks(size)
        .map(|piece| Ok(Bytes::copy_from_slice(piece)))
        .collect()
}

fn whole(bytes: &[u8]) -> ByteStream {
    stream::iter(pieces_of(bytes, 70_000)).boxed()
}

/// The bytes, and then a connection that breaks.
fn broken(bytes: &[u8]) -> ByteStream {
    let mut pieces = pieces_of(bytes, 70_000);
    pieces.push(Err(io::ErrorKind::ConnectionReset.into()));
    stream::iter(pieces).boxed()
}

/// The bytes, and then nothing more, ever.
fn silent(bytes: &[u8]) -> ByteStream {
    stream::iter(pieces_of(bytes, 70_000))
        .chain(stream::pending())
        .boxed()
}

fn at_most(most: u64) -> Append {
    Append {
        most,
        checksum: None,
    }
}

fn with_sha256_of(bytes: &[u8]) -> Append {
    let digest = Sha256::digest(bytes).to_vec();
    Append {
        most: 10_000_000,
        checksum: Checksum::new(ChecksumAlgorithm::Sha256, digest),
    }
}

async fn append(partial: &mut Partial, mut body: ByteStream, rules: Append) -> Result<Appended> {
    partial.append(&mut body, &rules, pending()).await
}

async fn content(partial: &Partial) -> Vec<u8> {
    let pieces: Vec<Bytes> = partial.read().await.unwrap().try_collect().await.unwrap();
    pieces.concat()
}

/// What the next life of the process finds.
async fn after_a_restart(dir: &TempDir) -> Vec<u8> {
    let partial = open_in(dir).await.take(ID).await.unwrap();
    assert_eq!(
        fs::metadata(&partial.paths.part).unwrap().len(),
        partial.len()
    );
    content(&partial).await
}

#[tokio::test]
async fn parts_of_any_size_make_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = sample(3_000_000);
    for part in bytes.chunks(1_300_000) {
        let mut partial = open_in(&dir).await.take(ID).await.unwrap();
        let appended = append(&mut partial, whole(part), at_most(3_000_000)).await;
        let appended = appended.unwrap();
        assert_eq!(appended.end, BodyEnd::Complete);
        assert_eq!(appended.bytes, part.len() as u64);
    }
    assert_eq!(after_a_restart(&dir).await, bytes);
}

#[tokio::test]
async fn what_arrived_before_a_connection_broke_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = sample(500_000);
    let mut partial = open_in(&dir).await.take(ID).await.unwrap();
    let appended = append(&mut partial, broken(&bytes), at_most(1_000_000)).await;
    assert_eq!(
        appended.unwrap(),
        Appended {
            bytes: 500_000,
            end: BodyEnd::Broken
        }
    );
    assert_eq!(partial.len(), 500_000);
    drop(partial);
    assert_eq!(after_a_restart(&dir).await, bytes);
}

#[tokio::test]
async fn a_caller_may_stop_a_request_and_what_has_arrived_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = sample(300_000);
    let mut partial = open_in(&dir).await.take(ID).await.unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let mut stop = Some(stop);
    let pieces = pieces_of(&bytes, 100_000).into_iter().enumerate();
    let mut body: ByteStream = stream::iter(pieces)
        .map(move |(at, piece)| {
            if at == 2 {
                drop(stop.take());
            }
            piece
        })
        .chain(stream::pending())
        .boxed();
    let stopped = async {
        let _ = stopped.await;
    };
    let appended = partial
        .append(&mut body, &at_most(1_000_000), stopped)
        .await
        .unwrap();
    assert_eq!(appended.end, BodyEnd::Stopped);
    let kept = content(&partial).await;
    assert_eq!(kept, bytes[..usize::try_from(appended.bytes).unwrap()]);
    assert!(kept.len() >= 200_000, "{}", kept.len());
}

#[tokio::test(start_paused = true)]
async fn bytes_of_a_slow_line_are_flushed_and_a_silent_one_is_given_up() {
    let dir = tempfile::tempdir().unwrap();
    let partials = open_in(&dir).await;
    let mut partial = partials.take(ID).await.unwrap();
    let mut body = silent(b"a few bytes");
    let rules = at_most(1_000);
    let mut sending = Box::pin(partial.append(&mut body, &rules, pending()));
    // Long before the line is given up.
    let told = async {
        tokio::time::sleep(std::time::Duration::from_secs(5)).await;
        partials.offset(ID).await.unwrap()
    };
    tokio::select! {
        _ = &mut sending => panic!("the line has not been silent for long"),
        offset = told => assert_eq!(offset, 11),
    }
    let appended = sending.await.unwrap();
    assert_eq!((appended.bytes, appended.end), (11, BodyEnd::Broken));
}

#[tokio::test]
async fn one_byte_too_many_and_nothing_of_the_request_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let mut partial = open_in(&dir).await.take(ID).await.unwrap();
    append(&mut partial, whole(b"before"), at_most(9))
        .await
        .unwrap();
    let refused = append(&mut partial, whole(b"four"), at_most(3)).await;
    assert!(matches!(refused, Err(Error::TooLarge { limit: 3 })));
    assert_eq!(content(&partial).await, b"before");
    append(&mut partial, whole(b"one"), at_most(3))
        .await
        .unwrap();
    drop(partial);
    assert_eq!(after_a_restart(&dir).await, b"beforeone");
}

#[tokio::test]
async fn a_part_counts_only_with_its_checksum() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = sample(600_000);
    let mut partial = open_in(&dir).await.take(ID).await.unwrap();
    append(&mut partial, whole(&bytes), with_sha256_of(&bytes))
        .await
        .unwrap();
    for body in [whole(&bytes[1..]), whole(b"")] {
        let refused = append(&mut partial, body, with_sha256_of(&bytes)).await;
        assert!(matches!(refused, Err(Error::ChecksumMismatch)));
        assert_eq!(content(&partial).await, bytes);
    }
    // Cut off, it cannot be verified.
    let cut = append(&mut partial, broken(&bytes), with_sha256_of(&bytes)).await;
    assert_eq!(
        cut.unwrap(),
        Appended {
            bytes: 0,
            end: BodyEnd::Broken
        }
    );
    drop(partial);
    assert_eq!(after_a_restart(&dir).await, bytes);
}

#[tokio::test]
async fn sha1_is_verified_as_well() {
    let dir = tempfile::tempdir().unwrap();
    let mut partial = open_in(&dir).await.take(ID).await.unwrap();
    // From RFC 3174: the digest of "abc".
    let digest = [
        0xa9, 0x99, 0x3e, 0x36, 0x47, 0x06, 0x81, 0x6a, 0xba, 0x3e, 0x25, 0x71, 0x78, 0x50, 0xc2,
        0x6c, 0x9c, 0xd0, 0xd8, 0x9d,
    ];
    let rules = Append {
        most: 10,
        checksum: Checksum::new(ChecksumAlgorithm::Sha1, digest.to_vec()),
    };
    assert!(rules.checksum.is_some());
    let refused = append(&mut partial, whole(b"abd"), rules.clone()).await;
    assert!(matches!(refused, Err(Error::ChecksumMismatch)));
    append(&mut partial, whole(b"abc"), rules).await.unwrap();
    assert_eq!(content(&partial).await, b"abc");
    assert_eq!(Checksum::new(ChecksumAlgorithm::Sha1, vec![0; 19]), None);
}

#[tokio::test]
async fn a_crash_takes_back_what_was_not_verified() {
    let dir = tempfile::tempdir().unwrap();
    let partials = open_in(&dir).await;
    let mut partial = partials.take(ID).await.unwrap();
    append(
        &mut partial,
        whole(b"verified"),
        with_sha256_of(b"verified"),
    )
    .await
    .unwrap();
    let paths = partial.paths.clone();
    drop(partial);
    // As a process leaves it that was killed in the middle of the next part.
    paths.note_unverified(8).unwrap();
    let mut file = File::options().append(true).open(&paths.part).unwrap();
    file.write_all(b" and half a part").unwrap();
    drop(file);
    assert_eq!(partials.offset(ID).await.unwrap(), 8);
    assert_eq!(partials.offset("none").await.unwrap(), 0);
    assert_eq!(after_a_restart(&dir).await, b"verified");
    // Once: what comes later without a checksum stays.
    let mut partial = partials.take(ID).await.unwrap();
    append(&mut partial, whole(b" more"), at_most(5))
        .await
        .unwrap();
    drop(partial);
    assert_eq!(after_a_restart(&dir).await, b"verified more");
}

#[tokio::test]
async fn a_note_that_was_not_written_to_its_end_takes_nothing_back() {
    let dir = tempfile::tempdir().unwrap();
    let mut partial = open_in(&dir).await.take(ID).await.unwrap();
    append(&mut partial, whole(b"verified"), at_most(8))
        .await
        .unwrap();
    fs::write(&partial.paths.unverified, b"").unwrap();
    drop(partial);
    assert_eq!(after_a_restart(&dir).await, b"verified");
}

#[cfg(unix)]
#[tokio::test]
async fn a_full_disk_ends_the_request_and_the_upload_goes_on_when_there_is_room() {
    let dir = tempfile::tempdir().unwrap();
    let partials = open_in(&dir).await;
    let mut partial = partials.take(ID).await.unwrap();
    append(&mut partial, whole(b"before, "), at_most(100))
        .await
        .unwrap();
    let disk = partial.file.replace(full_disk()).unwrap();
    let refused = append(&mut partial, whole(b"no room"), at_most(100)).await;
    let Err(Error::Io { source, .. }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(source.kind(), io::ErrorKind::StorageFull);
    partial.file = Some(disk);
    assert_eq!(partial.len(), 8);
    append(&mut partial, whole(b"after"), at_most(100))
        .await
        .unwrap();
    drop(partial);
    assert_eq!(after_a_restart(&dir).await, b"before, after");
}

#[cfg(unix)]
fn full_disk() -> File {
    File::options().append(true).open("/dev/full").unwrap()
}

#[tokio::test]
async fn an_upload_is_taken_by_one_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let (here, there) = (open_in(&dir).await, open_in(&dir).await);
    let partial = here.take(ID).await.unwrap();
    assert!(matches!(there.take(ID).await, Err(Error::InUse)));
    drop(partial);
    let partial = there.take(ID).await.unwrap();
    assert_eq!(here.ids().await.unwrap(), [ID]);
    partial.remove().await.unwrap();
    assert!(here.ids().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_directory_keeps_the_name_that_it_was_given_first() {
    let dir = tempfile::tempdir().unwrap();
    let first = Partials::open(dir.path(), "first").await.unwrap();
    let second = Partials::open(dir.path(), "second").await.unwrap();
    assert_eq!((first.node(), second.node()), ("first", "first"));
}

/// One request of a life full of accidents.
#[derive(Debug, Clone)]
struct Step {
    take: usize,
    piece: usize,
    breaks: bool,
    checked: bool,
    lies: bool,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (1usize..400_000, 1usize..90_000, any::<[bool; 3]>());
    prop::collection::vec(
        step.prop_map(|(take, piece, [breaks, checked, lies])| Step {
            take,
            piece,
            breaks,
            checked,
            lies,
        }),
        1..8,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_happens_the_file_is_the_beginning_of_the_upload(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let dir = tempfile::tempdir().unwrap();
            let bytes = sample(900_000);
            for step in steps {
                let mut partial = open_in(&dir).await.take(ID).await.unwrap();
                let at = usize::try_from(partial.len()).unwrap();
                let part = &bytes[at..(at + step.take).min(bytes.len())];
                let mut pieces = pieces_of(part, step.piece);
                if step.breaks {
                    pieces.push(Err(io::ErrorKind::ConnectionReset.into()));
                }
                let mut rules = at_most((bytes.len() - at) as u64);
                if step.checked {
                    let promised = if step.lies { b"else".as_slice() } else { part };
                    rules.checksum = with_sha256_of(promised).checksum;
                }
                let outcome = append(&mut partial, stream::iter(pieces).boxed(), rules).await;
                let kept = match (step.checked, step.breaks || step.lies) {
                    (true, true) => 0,
                    _ => part.len(),
                };
                assert_eq!(outcome.is_err(), step.checked && step.lies && !step.breaks);
                assert_eq!(partial.len(), (at + kept) as u64);
                assert_eq!(content(&partial).await, bytes[..at + kept]);
            }
        });
    }
}
