//! What holds of every sealed file, whatever its length, and of keys.

use std::io::{Cursor, Read as _, Seek as _, SeekFrom};
use std::ops::Range;

use bytes::Bytes;
use cid::Cid;
use futures_util::TryStreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream, StreamExt as _};
use proptest::prelude::*;

use super::format::{HEADER_LEN, SEALED_SEGMENT};
use super::*;
use crate::backend::{Backend, ByteStream, Object};
use crate::dag::tests::sample;
use crate::error::{Error, Result};
use crate::ingest::{Staged, Stored};

fn seal(plain: &[u8], cuts: usize) -> (Vec<u8>, FileKey) {
    let mut sealed = Vec::new();
    let mut to = |bytes: &[u8]| {
        sealed.extend_from_slice(bytes);
        Ok(())
    };
    let mut sealer = Sealer::new().unwrap();
    for piece in plain.chunks(cuts.max(1)) {
        sealer.push(piece, &mut to).unwrap();
    }
    let (key, len) = sealer.finish(&mut to).unwrap();
    assert_eq!(len, plain.len() as u64);
    (sealed, key)
}

/// One file, given in pieces that have nothing to do with segments.
struct OneFile {
    bytes: Vec<u8>,
    piece: usize,
}

impl Backend for OneFile {
    fn put(&self, _: Staged) -> BoxFuture<'_, Result<Stored>> {
        unimplemented!("it is read only")
    }

    fn read<'a>(&'a self, root: &'a Cid, range: Range<u64>) -> BoxFuture<'a, Result<ByteStream>> {
        Box::pin(async move {
            let size = self.bytes.len() as u64;
            if range.end > size {
                return Err(Error::OutOfRange { range, size });
            }
            let _ = root;
            let bytes = &self.bytes[range.start as usize..range.end as usize];
            let pieces: Vec<_> = bytes
                .chunks(self.piece)
                .map(|piece| Ok(Bytes::copy_from_slice(piece)))
                .collect();
            Ok(stream::iter(pieces).boxed())
        })
    }

    fn size<'a>(&'a self, _: &'a Cid) -> BoxFuture<'a, Result<Option<u64>>> {
        Box::pin(async { Ok(Some(self.bytes.len() as u64)) })
    }

    fn delete<'a>(&'a self, _: &'a Cid) -> BoxFuture<'a, Result<()>> {
        unimplemented!("it is read only")
    }

    fn list(&self) -> BoxStream<'_, Result<Object>> {
        unimplemented!("it is one")
    }

    fn health(&self) -> BoxFuture<'_, Result<String>> {
        unimplemented!("it is well")
    }
}

/// The plain bytes of a range, or nothing where they were refused.
fn read(sealed: &[u8], key: &FileKey, plain: u64, range: Range<u64>) -> Option<Vec<u8>> {
    let backend = OneFile {
        bytes: sealed.to_vec(),
        piece: 10_007,
    };
    let root = crate::dag::cid_of(crate::RAW, b"any");
    futures_executor(async {
        let bytes = open_range(&backend, &root, key, plain, range).await.ok()?;
        let pieces: Vec<Bytes> = bytes.try_collect().await.ok()?;
        Some(pieces.concat())
    })
}

fn futures_executor<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(work)
}

/// Lengths at which something could be wrong by one.
fn length() -> impl Strategy<Value = usize> {
    let border = SEGMENT as usize;
    prop_oneof![
        0..40_usize,
        border - 20..border + 20,
        2 * border - 20..2 * border + 20,
        0..4 * border,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_file_of_any_length_comes_back_however_it_came_in(len in length(), cuts in 1..200_000_usize) {
        let plain = sample(len);
        let (sealed, key) = seal(&plain, cuts);
        prop_assert_eq!(sealed.len() as u64, sealed_len(len as u64));
        prop_assert_eq!(read(&sealed, &key, len as u64, 0..len as u64).unwrap(), plain.clone());
        let mut opened = Opened::new(Cursor::new(&sealed), &key, len as u64).unwrap();
        let mut again = Vec::new();
        opened.read_to_end(&mut again).unwrap();
        prop_assert_eq!(again, plain);
    }

    #[test]
    fn any_range_gives_its_bytes(len in length(), a in 0.0..1.0_f64, b in 0.0..1.0_f64) {
        let plain = sample(len);
        let (sealed, key) = seal(&plain, 50_000);
        let at = |part: f64| (part * (len + 1) as f64) as usize;
        let range = at(a).min(at(b))..at(a).max(at(b));
        let asked = range.start as u64..range.end as u64;
        prop_assert_eq!(read(&sealed, &key, len as u64, asked).unwrap(), &plain[range.clone()]);
        let mut opened = Opened::new(Cursor::new(&sealed), &key, len as u64).unwrap();
        opened.seek(SeekFrom::Start(range.start as u64)).unwrap();
        let mut again = vec![0; range.len()];
        opened.read_exact(&mut again).unwrap();
        prop_assert_eq!(again, &plain[range]);
    }

    #[test]
    fn any_changed_byte_is_refused(len in length(), at in 0.0..1.0_f64, with in 1..=255_u8) {
        let (mut sealed, key) = seal(&sample(len), 50_000);
        let at = (at * sealed.len() as f64) as usize;
        sealed[at] ^= with;
        prop_assert_eq!(read(&sealed, &key, len as u64, 0..len as u64), None);
    }

    #[test]
    fn a_file_that_was_cut_off_is_refused_whatever_length_it_is_said_to_have(
        len in length(),
        cut in 0.0..1.0_f64,
        said in 0..4 * SEGMENT,
    ) {
        let (sealed, key) = seal(&sample(len), 50_000);
        let cut = (cut * sealed.len() as f64) as usize;
        for plain in [len as u64, said, (cut as u64).saturating_sub(HEADER_LEN + 16)] {
            prop_assert_eq!(read(&sealed[..cut], &key, plain, 0..plain), None);
        }
    }

    #[test]
    fn a_wrapped_key_opens_only_as_it_was_wrapped(at in 0..60_usize, with in 1..=255_u8) {
        let keys = MasterKeys::new(MasterKey::new(&[1; 32]), Vec::new());
        let mut wrapped = keys.wrap(&FileKey::random().unwrap(), "bafy").unwrap();
        wrapped.bytes[at] ^= with;
        prop_assert_eq!(keys.unwrap(&wrapped, "bafy").err(), Some(KeyError::Damaged));
    }
}

#[test]
fn a_segment_in_another_place_is_refused() {
    let len = 3 * SEGMENT;
    let (sealed, key) = seal(&sample(len as usize), 50_000);
    let segment = |number: u64| {
        let from = (HEADER_LEN + number * SEALED_SEGMENT) as usize;
        from..from + SEALED_SEGMENT as usize
    };
    let mut swapped = sealed.clone();
    swapped[segment(0)].copy_from_slice(&sealed[segment(1)]);
    swapped[segment(1)].copy_from_slice(&sealed[segment(0)]);
    assert_eq!(read(&swapped, &key, len, 0..len), None);
    // What is whole of it can still be read.
    assert_eq!(
        read(&swapped, &key, len, 2 * SEGMENT..len).unwrap(),
        &sample(len as usize)[2 * SEGMENT as usize..]
    );
    // Two segments are not a file of two: the second one was not the last.
    let two = &sealed[..segment(1).end];
    assert_eq!(read(two, &key, 2 * SEGMENT, 0..2 * SEGMENT), None);
}

#[test]
fn a_range_reads_only_its_segments() {
    let len = 4 * SEGMENT;
    let (mut sealed, key) = seal(&sample(len as usize), 50_000);
    // Everything else is destroyed.
    let third = (HEADER_LEN + 2 * SEALED_SEGMENT) as usize;
    let kept = third..third + SEALED_SEGMENT as usize;
    for (at, byte) in sealed.iter_mut().enumerate() {
        if !kept.contains(&at) {
            *byte = 0;
        }
    }
    let range = 2 * SEGMENT + 7..3 * SEGMENT;
    let expected = &sample(len as usize)[range.start as usize..range.end as usize];
    assert_eq!(read(&sealed, &key, len, range).unwrap(), expected);
}

#[test]
fn the_same_file_is_sealed_to_other_bytes_each_time() {
    let ((one, key), (other, _)) = (seal(b"hello", 5), seal(b"hello", 5));
    assert_ne!(one, other);
    assert_eq!(read(&other, &key, 5, 0..5), None);
}

/// Files that are stored must stay readable: this form never changes.
#[test]
fn the_form_is_as_documented() {
    let key = keys::tests::file_key([7; 32]);
    let mut segment = b"hello".to_vec();
    format::Cipher::new(&key)
        .close(0, true, &mut segment)
        .unwrap();
    let hex: String = segment.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(&format::HEADER, b"frontdesk-seal\x01\x10");
    assert_eq!(hex, PINNED);
}

/// `hello` as the only segment under the key 07 07 …; the same by Python's `cryptography`.
const PINNED: &str = "582dd50c5bc574de23e7ba0f2f2261ac151c1cd0a6";
