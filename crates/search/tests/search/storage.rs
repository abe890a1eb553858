//! The index on disk: versions, damage, positions.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use frontdesk_search::{Change, Error, Kind, SCHEMA_VERSION, SearchIndex, State};

use super::*;

fn version_dir(dir: &Path) -> PathBuf {
    dir.join(format!("v{SCHEMA_VERSION}"))
}

/// A complete index with one article, closed.
fn complete_index(dir: &Path) {
    let index = Arc::new(SearchIndex::open(dir).unwrap().index);
    rebuilt(&index, [article("1", "Lamp", "Light")]);
}

fn files_below(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

#[test]
fn a_new_index_needs_a_rebuild() {
    let dir = tempfile::tempdir().unwrap();
    let opened = SearchIndex::open(&dir.path().join("not/yet/there")).unwrap();
    assert!(opened.needs_rebuild);
    assert!(find_articles(&opened.index, "lamp").is_empty());
}

#[test]
fn a_complete_index_is_kept_when_opened_again() {
    let dir = tempfile::tempdir().unwrap();
    complete_index(dir.path());
    let opened = SearchIndex::open(dir.path()).unwrap();
    assert!(!opened.needs_rebuild);
    assert_eq!(find_articles(&opened.index, "lamp"), ["1"]);
    opened
        .index
        .apply(vec![Change::put(article("2", "Lamp", ""))], None)
        .unwrap();
    assert_eq!(find_articles(&opened.index, "lamp").len(), 2);
}

/// Every kind of file that holds data: (directory below the version, extension).
fn kinds_of_file() -> BTreeSet<(PathBuf, OsString)> {
    let dir = tempfile::tempdir().unwrap();
    complete_index(dir.path());
    let root = generation_dir(dir.path());
    files_below(&root)
        .into_iter()
        .filter(|file| holds_data(file))
        .map(|file| {
            let parent = file.parent().unwrap().strip_prefix(&root).unwrap();
            (parent.to_owned(), file.extension().unwrap().to_owned())
        })
        .collect()
}

/// Neither the empty lock files nor the list of files that may be deleted.
fn holds_data(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension != "lock")
        && file.file_name().unwrap() != ".managed.json"
}

fn generation_dir(dir: &Path) -> PathBuf {
    version_dir(dir).join("1")
}

#[test]
fn damage_to_any_kind_of_file_needs_a_rebuild() {
    let kinds = kinds_of_file();
    assert!(kinds.len() > 5, "{kinds:?}");
    for (parent, extension) in kinds {
        for damage in ["", "garbage"] {
            let dir = tempfile::tempdir().unwrap();
            complete_index(dir.path());
            let damaged = files_below(&generation_dir(dir.path()).join(&parent))
                .into_iter()
                .find(|file| holds_data(file) && file.extension() == Some(&extension))
                .unwrap();
            fs::write(&damaged, damage).unwrap();

            let opened = SearchIndex::open(dir.path()).unwrap();

            assert!(opened.needs_rebuild, "{}", damaged.display());
            let put = vec![Change::put(article("2", "Lamp", ""))];
            opened.index.apply(put, None).unwrap();
            assert_eq!(find_articles(&opened.index, "lamp"), ["2"]);
        }
    }
}

#[test]
fn one_flipped_bit_needs_a_rebuild() {
    let dir = tempfile::tempdir().unwrap();
    complete_index(dir.path());
    let store = files_below(&version_dir(dir.path()))
        .into_iter()
        .find(|file| {
            file.extension()
                .is_some_and(|extension| extension == "store")
        })
        .unwrap();
    let mut bytes = fs::read(&store).unwrap();
    bytes[3] ^= 1;
    fs::write(&store, bytes).unwrap();
    assert!(SearchIndex::open(dir.path()).unwrap().needs_rebuild);
}

#[test]
fn a_file_in_the_place_of_the_index_is_replaced() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(version_dir(dir.path()), "not a directory").unwrap();
    assert!(SearchIndex::open(dir.path()).unwrap().needs_rebuild);
}

#[test]
fn older_versions_are_removed_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["v0", "vacation", "v99999"] {
        fs::create_dir_all(dir.path().join(name)).unwrap();
        fs::write(dir.path().join(name).join("file"), "x").unwrap();
    }
    SearchIndex::open(dir.path()).unwrap();
    assert!(!dir.path().join("v0").exists());
    assert!(dir.path().join("vacation/file").exists());
    assert!(dir.path().join("v99999/file").exists());
}

#[test]
fn a_second_writer_is_told_that_the_index_is_busy() {
    let dir = tempfile::tempdir().unwrap();
    let put = || vec![Change::put(article("1", "Lamp", ""))];
    let first = SearchIndex::open(dir.path()).unwrap().index;
    first.apply(put(), None).unwrap();
    let second = SearchIndex::open(dir.path()).unwrap().index;
    assert!(matches!(second.apply(put(), None), Err(Error::Busy)));
    drop(first);
    second.apply(put(), None).unwrap();
}

#[test]
fn a_directory_that_cannot_be_made_is_an_error() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(matches!(
        SearchIndex::open(&file.join("index")),
        Err(Error::Io { .. })
    ));
}

#[test]
fn a_position_comes_back_with_its_changes() {
    let dir = tempfile::tempdir().unwrap();
    complete_index(dir.path());
    let index = SearchIndex::open(dir.path()).unwrap().index;
    assert_eq!(index.position(), Some(0));
    index
        .apply(vec![Change::put(article("2", "Chair", ""))], Some(7))
        .unwrap();
    index
        .apply(vec![Change::put(ticket("3", "ann", "Chair", ""))], Some(9))
        .unwrap();
    // Without a change, and without a position.
    index.apply(Vec::new(), Some(12)).unwrap();
    index
        .apply(vec![Change::Delete(Kind::Article, "2".into())], None)
        .unwrap();
    drop(index);
    let index = SearchIndex::open(dir.path()).unwrap().index;
    assert_eq!(index.position(), Some(12));
    assert!(find_articles(&index, "chair").is_empty());
    assert_eq!(
        find(&index, Kind::Conversation, Reader::Staff, "chair"),
        ["3"]
    );
}

#[test]
fn an_index_that_was_damaged_while_it_served_is_rebuilt() {
    let dir = tempfile::tempdir().unwrap();
    complete_index(dir.path());
    let index = Arc::new(SearchIndex::open(dir.path()).unwrap().index);
    let store = files_below(&generation_dir(dir.path()).join("articles"))
        .into_iter()
        .find(|file| file.extension().is_some_and(|name| name == "store"))
        .unwrap();
    // In place, for the file is mapped; but for the length of the first block, which is taken
    // for its memory.
    let mut damaged = fs::read(&store).unwrap();
    damaged[4..].fill(0xff);
    let mut file = fs::OpenOptions::new().write(true).open(store).unwrap();
    file.write_all(&damaged).unwrap();
    let asked = request(Kind::Article, Reader::Anonymous, "lamp");
    assert!(index.search(&asked).is_err());
    assert!(index.needs_rebuild());
    assert_eq!(index.status().unwrap().state, State::Damaged);
    assert!(SearchIndex::open(dir.path()).unwrap().needs_rebuild);

    rebuilt(&index, [article("1", "Lamp", "Light")]);

    assert!(!index.needs_rebuild());
    assert_eq!(index.status().unwrap().state, State::Complete);
    assert_eq!(find_articles(&index, "lamp"), ["1"]);
    drop(index);
    assert!(!SearchIndex::open(dir.path()).unwrap().needs_rebuild);
}
