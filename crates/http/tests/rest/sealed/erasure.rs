//! Deleting a sealed file erases it: whatever copies there are stay ciphertext,
//! and nothing is left that could open them.

use std::{path::Path, sync::Arc};

use frontdesk_files::{LocalBackend, seal};
use frontdesk_model::attachment::FilesMode;
use frontdesk_testkit::TestData;
use futures_util::TryStreamExt as _;

use super::{cid, letter, open, over, upload};

/// Every file under a directory.
fn files(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => found.push(path),
        }
    }
    found
}

/// The files in which any of these bytes stand.
fn holding(dir: &Path, secrets: &[&[u8]]) -> Vec<std::path::PathBuf> {
    let mut holding = files(dir);
    holding.retain(|path| {
        let bytes = std::fs::read(path).unwrap();
        secrets
            .iter()
            .any(|secret| bytes.windows(secret.len()).any(|part| part == *secret))
    });
    holding
}

#[tokio::test]
async fn a_deleted_file_can_be_read_from_no_copy_and_no_key_of_it_is_left() {
    let data = Arc::new(TestData::new());
    let server = over(&data, FilesMode::Sealed).await;
    // Others around it, so that its key stands among theirs.
    for n in 0..40 {
        upload(
            &server,
            "eve",
            format!("another file, number {n}").as_bytes(),
        )
        .await;
    }
    let letter = letter();
    let file = upload(&server, "maya", letter.as_bytes()).await;
    for n in 40..80 {
        upload(
            &server,
            "eve",
            format!("another file, number {n}").as_bytes(),
        )
        .await;
    }
    let cid = cid(&file);

    // Copies go out into the world: an archive, and another store.
    let elsewhere = tempfile::tempdir().unwrap();
    let archive = elsewhere.path().join("all.car");
    let all = frontdesk_desk::ExportedRoots::All;
    server.kit.desk.export_car(&all, &archive).await.unwrap();
    let copied = elsewhere.path().join("copy");
    for object in files(&data.files()) {
        let to = copied.join(object.strip_prefix(data.files()).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(object, to).unwrap();
    }
    let stored = server.anyone().get(&format!("/ipfs/{cid}")).await.bytes;
    let copies = files(elsewhere.path());
    let ciphertext = &stored[70_000..70_032];
    assert_eq!(
        holding(elsewhere.path(), &[ciphertext]).len(),
        2,
        "{copies:?}"
    );
    let plaintext: &[u8] = b"Dear desk, this is between us.";
    assert!(holding(elsewhere.path(), &[plaintext]).is_empty());

    // As long as its key is there, the copy can be opened.
    let row = server.kit.store.file_key(&cid).await.unwrap().unwrap();
    let wrapped = seal::WrappedKey {
        master: row.master.clone(),
        bytes: row.wrapped.clone(),
    };
    let key = data.master_keys().unwrap(&wrapped, &cid).unwrap();
    let backend = LocalBackend::open(&copied).await.unwrap();
    let root = cid.parse().unwrap();
    let read = async |key: &seal::FileKey| {
        let len = letter.len() as u64;
        let bytes = seal::open_range(&backend, &root, key, len, 0..len).await;
        let pieces: Result<Vec<_>, _> = bytes.unwrap().try_collect().await;
        pieces.map(|pieces| pieces.concat())
    };
    assert_eq!(read(&key).await.unwrap(), letter.as_bytes());
    let secrets = [plaintext, &row.wrapped, key.expose()];
    let before = holding(data.dir(), &secrets);
    assert!(!before.is_empty(), "the wrapped key is in the database");

    server
        .user("maya")
        .delete(&format!("/files/{cid}"))
        .await
        .data();
    crate::storage::settled(&server).await;
    open(&server, &file).await.fails(410, "file-deleted");
    assert_eq!(server.kit.store.file_key(&cid).await.unwrap(), None);
    // What the workers do every half minute; a reader may be in the way.
    while !server.kit.store.erase_traces().await.unwrap() {
        tokio::task::yield_now().await;
    }
    assert_eq!(
        holding(data.dir(), &secrets),
        Vec::<std::path::PathBuf>::new()
    );
    assert!(holding(data.dir(), &[ciphertext]).is_empty());

    // Of all the keys that there still are, none opens the copies.
    let left = server
        .kit
        .store
        .file_keys_not_under("", 1_000)
        .await
        .unwrap();
    assert_eq!(left.len(), 80);
    for row in left {
        let wrapped = seal::WrappedKey {
            master: row.master,
            bytes: row.wrapped,
        };
        let other = data.master_keys().unwrap(&wrapped, &row.cid).unwrap();
        assert!(read(&other).await.is_err());
        assert!(data.master_keys().unwrap(&wrapped, &cid).is_err());
    }
}
