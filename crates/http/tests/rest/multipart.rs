//! Uploads whose form is not as it should be: whatever comes, the answer is a
//! success or a typed refusal, and what was refused is nowhere.

use axum::body::{Body, Bytes};
use futures_util::stream;
use proptest::{prelude::*, test_runner::TestRunner};

use crate::client::{BOUNDARY, PNG, Server, file, form};

const MAX_BYTES: u64 = 4_096;

/// One change of a form.
#[derive(Clone, Debug)]
enum Change {
    Byte(prop::sample::Index, u8),
    Cut(prop::sample::Index),
    Remove(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize),
    Insert(prop::sample::Index, &'static [u8]),
}

fn change() -> impl Strategy<Value = Change> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        (index(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        index().prop_map(Change::Cut),
        (index(), 1..40_usize).prop_map(|(at, len)| Change::Remove(at, len)),
        (index(), 1..4_000_usize).prop_map(|(at, len)| Change::Repeat(at, len)),
        (
            index(),
            prop::sample::select(vec![
                &b"\r\n--"[..],
                b"\r\n\r\n",
                b"--",
                b"\0",
                b"Content-Disposition: form-data; name=\"file\"",
                b"; filename*=UTF-8''%ff",
                b"Content-Type: multipart/mixed; boundary=x\r\n",
            ])
        )
            .prop_map(|(at, bytes)| Change::Insert(at, bytes)),
    ]
}

fn apply(mut bytes: Vec<u8>, changes: Vec<Change>) -> Vec<u8> {
    for change in changes {
        let place = |index: prop::sample::Index| index.index(bytes.len() + 1);
        match change {
            Change::Byte(at, byte) => {
                let at = place(at);
                if let Some(old) = bytes.get_mut(at) {
                    *old = byte;
                }
            }
            Change::Cut(at) => bytes.truncate(place(at)),
            Change::Remove(at, len) => {
                let at = place(at);
                let end = bytes.len().min(at + len);
                bytes.drain(at..end);
            }
            Change::Repeat(at, len) => {
                let at = place(at);
                let end = bytes.len().min(at + len);
                let part = bytes[at..end].to_vec();
                bytes.splice(at..at, part);
            }
            Change::Insert(at, part) => {
                let at = place(at);
                bytes.splice(at..at, part.iter().copied());
            }
        }
    }
    bytes
}

/// The bytes in pieces of this size, as a socket gives them.
fn in_pieces(bytes: &[u8], size: usize) -> Body {
    let pieces: Vec<_> = bytes
        .chunks(size)
        .map(|piece| Ok::<_, std::io::Error>(Bytes::copy_from_slice(piece)))
        .collect();
    Body::from_stream(stream::iter(pieces))
}

#[test]
fn a_changed_form_is_taken_or_refused_and_never_our_fault() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(Server::with(
        |config| config.upload_max_bytes = MAX_BYTES,
        frontdesk_http::HttpOptions::default(),
    ));
    let whole = form(&[
        file("dot.png", "image/png", PNG),
        file("a.txt", "text/plain", b"some text\r\nof two lines"),
    ]);
    let strategy = (prop::collection::vec(change(), 0..5), 1..700_usize);
    let mut runner = TestRunner::new(ProptestConfig::with_cases(300));
    runner
        .run(&strategy, |(changes, size)| {
            let bytes = apply(whole.clone(), changes);
            let answer = runtime.block_on(async {
                server
                    .user("maya")
                    .upload_body(in_pieces(&bytes, size))
                    .await
            });
            let status = answer.status.as_u16();
            prop_assert!(status == 201 || (400..500).contains(&status), "{status}");
            prop_assert!(status == 201 || answer.json()["code"].is_string());
            Ok(())
        })
        .unwrap();
}

#[test]
fn any_bytes_are_refused() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(Server::start());
    let strategy = (prop::collection::vec(any::<u8>(), 0..2_000), 1..300_usize);
    let mut runner = TestRunner::new(ProptestConfig::with_cases(100));
    runner
        .run(&strategy, |(bytes, size)| {
            prop_assume!(
                !bytes
                    .windows(BOUNDARY.len())
                    .any(|part| part == BOUNDARY.as_bytes())
            );
            let answer = runtime.block_on(async {
                server
                    .user("maya")
                    .upload_body(in_pieces(&bytes, size))
                    .await
            });
            prop_assert!(answer.status.is_client_error(), "{}", answer.status);
            Ok(())
        })
        .unwrap();
}
