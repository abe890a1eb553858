//! Building the index anew: what serves meanwhile, and what a break leaves.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use frontdesk_search::{Change, Error, Kind, SCHEMA_VERSION, State};

use super::*;

fn open(dir: &Path) -> Arc<SearchIndex> {
    Arc::new(SearchIndex::open(dir).unwrap().index)
}

fn put(id: &str, title: &str) -> Vec<Change> {
    vec![Change::put(article(id, title, ""))]
}

fn generations(dir: &Path) -> Vec<String> {
    let version = dir.join(format!("v{SCHEMA_VERSION}"));
    let entries = fs::read_dir(version).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn the_old_index_serves_until_the_new_one_is_complete() {
    let dir = tempfile::tempdir().unwrap();
    let index = open(dir.path());
    rebuilt(&index, [article("1", "Lamp", "")]);
    let mut rebuild = index.rebuild(10).unwrap();
    rebuild
        .apply(put("2", "Lamp"), Kind::Article, None)
        .unwrap();
    assert_eq!(find_articles(&index, "lamp"), ["1"]);
    assert!(!index.needs_rebuild());

    rebuild.finish().unwrap();

    assert_eq!(find_articles(&index, "lamp"), ["2"]);
    assert_eq!(index.position(), Some(10));
    assert_eq!(generations(dir.path()), ["2", "current"]);
    drop(index);
    let index = open(dir.path());
    assert_eq!(find_articles(&index, "lamp"), ["2"]);
    assert_eq!((index.needs_rebuild(), index.position()), (false, Some(10)));
}

#[test]
fn an_index_that_was_never_complete_serves_what_there_is() {
    let dir = tempfile::tempdir().unwrap();
    let index = open(dir.path());
    let mut rebuild = index.rebuild(3).unwrap();
    rebuild
        .apply(put("1", "Lamp"), Kind::Article, None)
        .unwrap();
    assert_eq!(find_articles(&index, "lamp"), ["1"]);
    assert_eq!(index.status().unwrap().state, State::Incomplete);

    index.position();
    index.apply(put("2", "Lamp"), Some(5)).unwrap();
    assert_eq!(find_articles(&index, "lamp").len(), 2);
    // What is read may be older than that change.
    assert_eq!(index.position(), None);

    rebuild.finish().unwrap();
    assert_eq!(index.position(), Some(3));
    assert_eq!(generations(dir.path()), ["1", "current"]);
}

#[test]
fn a_rebuild_that_was_broken_off_goes_on_where_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let index = open(dir.path());
    rebuilt(&index, [article("old", "Lamp", "")]);
    let mut rebuild = index.rebuild(10).unwrap();
    rebuild
        .apply(put("1", "Lamp"), Kind::Article, None)
        .unwrap();
    let chat = vec![Change::put(ticket("7", "ann", "Lamp", ""))];
    rebuild
        .apply(chat, Kind::Conversation, Some("7".into()))
        .unwrap();
    // Commits what was added so far.
    rebuild.catch_up(put("2", "Lamp"), 15).unwrap();
    let lost = vec![Change::put(ticket("8", "ann", "Lamp", ""))];
    rebuild
        .apply(lost, Kind::Conversation, Some("8".into()))
        .unwrap();
    drop(rebuild);
    drop(index);

    let index = open(dir.path());
    assert_eq!(find_articles(&index, "lamp"), ["old"]);
    assert!(index.status().unwrap().rebuild.is_some());
    let mut rebuild = index.rebuild(99).unwrap();
    assert_eq!(rebuild.position(), 15);
    assert!(rebuild.is_scanned(Kind::Article));
    assert!(!rebuild.is_scanned(Kind::Customer));
    assert!(!rebuild.is_scanned(Kind::Conversation));
    assert_eq!(rebuild.cursor(Kind::Conversation), Some("7"));
    assert_eq!(rebuild.cursor(Kind::Customer), None);
    rebuild.apply(Vec::new(), Kind::Conversation, None).unwrap();
    rebuild.finish().unwrap();

    assert_eq!(find_articles(&index, "lamp").len(), 2);
    assert_eq!(
        find(&index, Kind::Conversation, Reader::Staff, "lamp"),
        ["7"]
    );
    assert_eq!(index.position(), Some(15));
    assert_eq!(index.status().unwrap().rebuild, None);
}

#[test]
fn a_first_build_that_was_broken_off_goes_on_too() {
    let dir = tempfile::tempdir().unwrap();
    let index = open(dir.path());
    let mut rebuild = index.rebuild(4).unwrap();
    rebuild
        .apply(put("1", "Lamp"), Kind::Article, None)
        .unwrap();
    drop(rebuild);
    drop(index);
    let index = open(dir.path());
    assert!(index.needs_rebuild());
    assert_eq!(find_articles(&index, "lamp"), ["1"]);
    let rebuild = index.rebuild(9).unwrap();
    assert_eq!(
        (rebuild.position(), rebuild.is_scanned(Kind::Article)),
        (4, true)
    );
}

#[test]
fn a_rebuild_can_begin_anew() {
    let dir = tempfile::tempdir().unwrap();
    let index = open(dir.path());
    let mut rebuild = index.rebuild(4).unwrap();
    rebuild
        .apply(put("1", "Lamp"), Kind::Article, None)
        .unwrap();
    rebuild.restart(20).unwrap();
    assert_eq!(rebuild.position(), 20);
    assert!(!rebuild.is_scanned(Kind::Article));
    rebuild.finish().unwrap();
    assert!(find_articles(&index, "lamp").is_empty());
    assert_eq!(index.position(), Some(20));
}

#[test]
fn a_rebuild_whose_files_are_damaged_begins_anew() {
    let dir = tempfile::tempdir().unwrap();
    let index = open(dir.path());
    rebuilt(&index, [article("old", "Lamp", "")]);
    let mut rebuild = index.rebuild(10).unwrap();
    rebuild
        .apply(put("1", "Lamp"), Kind::Article, None)
        .unwrap();
    drop(rebuild);
    let meta = format!("v{SCHEMA_VERSION}/2/articles/meta.json");
    fs::write(dir.path().join(meta), "garbage").unwrap();
    let rebuild = index.rebuild(11).unwrap();
    assert_eq!(
        (rebuild.position(), rebuild.is_scanned(Kind::Article)),
        (11, false)
    );
}

#[test]
fn there_is_one_rebuild_at_a_time() {
    let index = Arc::new(SearchIndex::in_memory().unwrap());
    let rebuild = index.rebuild(1).unwrap();
    assert!(matches!(index.rebuild(1), Err(Error::Rebuilding)));
    drop(rebuild);
    rebuilt(&index, [article("1", "Lamp", "")]);
    assert_eq!(find_articles(&index, "lamp"), ["1"]);
}

#[test]
fn who_follows_a_log_is_told_that_the_index_was_replaced() {
    let index = Arc::new(SearchIndex::in_memory().unwrap());
    index.apply(put("1", "Lamp"), Some(5)).unwrap();
    index.rebuild(0).unwrap().finish().unwrap();
    // Changes 1 to 5 are not in it: to note 6 would skip them.
    let skipping = index.apply(put("2", "Lamp"), Some(6));
    assert!(matches!(skipping, Err(Error::Replaced)));
    assert!(find_articles(&index, "lamp").is_empty());
    assert_eq!(index.position(), Some(0));
    index.apply(put("2", "Lamp"), Some(6)).unwrap();
    assert_eq!(index.position(), Some(6));
}

#[test]
fn status_counts_what_can_be_found() {
    let dir = tempfile::tempdir().unwrap();
    let index = open(dir.path());
    rebuilt(&index, (0..3).map(|n| article(&n.to_string(), "Lamp", "")));
    index
        .apply(vec![Change::Delete(Kind::Article, "1".into())], Some(1))
        .unwrap();
    let status = index.status().unwrap();
    let counts: Vec<u64> = status.kinds.iter().map(|kind| kind.documents).collect();
    assert_eq!(counts, [2, 0, 0]);
    assert_eq!((status.position, status.generation), (Some(1), 1));
    assert!(status.bytes() > 0 && status.memory_limit_bytes > 0);
}

#[test]
fn ids_and_fingerprints_tell_what_differs_from_the_source() {
    let index = Arc::new(SearchIndex::in_memory().unwrap());
    let id = |n: u64| format!("0192f0c1-7b3a-7c55-8f00-{n:012x}");
    for n in [3, 1, 4, 2] {
        index.apply(put(&id(n), "Lamp"), None).unwrap();
    }
    index.apply(put(&id(2), "Chair"), None).unwrap();
    index
        .apply(vec![Change::Delete(Kind::Article, id(3))], None)
        .unwrap();
    let first = index.ids(Kind::Article, None, 2).unwrap();
    let second = index.ids(Kind::Article, Some(&first[1].0), 2).unwrap();
    let all: Vec<&str> = first
        .iter()
        .chain(&second)
        .map(|(id, _)| id.as_str())
        .collect();
    assert_eq!(all, [id(1), id(2), id(4)]);
    let fingerprint =
        |n, title| frontdesk_search::Document::from(article(&id(n), title, "")).fingerprint();
    assert_eq!(first[0].1, fingerprint(1, "Lamp"));
    assert_eq!(first[1].1, fingerprint(2, "Chair"));
    let found = |n| index.fingerprint(Kind::Article, &id(n)).unwrap();
    assert_eq!(found(4), Some(fingerprint(4, "Lamp")));
    assert_eq!(found(3), None);
}

#[test]
fn a_rebuild_that_is_paused_keeps_what_was_added() {
    let dir = tempfile::tempdir().unwrap();
    let index = open(dir.path());
    rebuilt(&index, [article("1", "Lamp", "")]);
    let mut rebuild = index.rebuild(4).unwrap();
    let cursor = Some("2".to_owned());
    rebuild
        .apply(put("2", "Lamp"), Kind::Article, cursor)
        .unwrap();
    rebuild.pause().unwrap();
    assert_eq!(find_articles(&index, "lamp"), ["1"]);
    drop(index);
    let index = open(dir.path());
    let mut rebuild = index.rebuild(9).unwrap();
    assert_eq!(rebuild.cursor(Kind::Article), Some("2"));
    assert_eq!(rebuild.position(), 4);
    rebuild
        .apply(put("3", "Lamp"), Kind::Article, None)
        .unwrap();
    rebuild.finish().unwrap();
    assert_eq!(sorted(find_articles(&index, "lamp")), ["2", "3"]);
}

#[test]
fn one_process_writes() {
    let dir = tempfile::tempdir().unwrap();
    let first = open(dir.path());
    first.claim().unwrap();
    first.claim().unwrap();
    let second = open(dir.path());
    for refused in [second.claim(), second.apply(put("1", "Lamp"), None)] {
        assert!(matches!(refused, Err(Error::Busy)), "{refused:?}");
    }
    assert!(matches!(second.rebuild(0), Err(Error::Busy)));
    drop(first);
    second.claim().unwrap();
}

#[test]
fn who_looks_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("search");
    let index = SearchIndex::open_to_read(&missing).unwrap();
    assert_eq!(index.status().unwrap().state, State::Incomplete);
    assert!(!missing.exists());

    // A first build, as far as it is; and the complete one beside a rebuild.
    let writer = open(dir.path());
    let mut rebuild = writer.rebuild(3).unwrap();
    rebuild
        .apply(put("1", "Lamp"), Kind::Article, None)
        .unwrap();
    let index = SearchIndex::open_to_read(dir.path()).unwrap();
    assert_eq!(index.status().unwrap().state, State::Incomplete);
    assert_eq!(find_articles(&index, "lamp"), ["1"]);
    rebuild.finish().unwrap();
    let mut rebuild = writer.rebuild(7).unwrap();
    rebuild
        .apply(put("2", "Lamp"), Kind::Article, None)
        .unwrap();
    let index = SearchIndex::open_to_read(dir.path()).unwrap();
    let status = index.status().unwrap();
    assert_eq!((status.state, status.position), (State::Complete, Some(3)));
    assert!(status.rebuild.unwrap().bytes > 0);
    assert_eq!(find_articles(&index, "lamp"), ["1"]);
    let before = generations(dir.path());
    drop(index);
    assert_eq!(generations(dir.path()), before);
    rebuild.finish().unwrap();
    assert_eq!(find_articles(&writer, "lamp"), ["2"]);

    // What cannot be read is told, and left for its writer to mend.
    let current = dir.path().join(format!("v{SCHEMA_VERSION}/current"));
    fs::write(&current, "77").unwrap();
    let index = SearchIndex::open_to_read(dir.path()).unwrap();
    assert_eq!(index.status().unwrap().state, State::Damaged);
    assert_eq!(fs::read_to_string(&current).unwrap(), "77");
    assert_eq!(generations(dir.path()), ["2", "current"]);
}

#[test]
fn what_a_failure_beside_a_build_takes_with_it_is_built_again() {
    let dir = tempfile::tempdir().unwrap();
    let index = open(dir.path());
    let mut rebuild = index.rebuild(4).unwrap();
    let cursor = Some("1".to_owned());
    rebuild
        .apply(put("1", "Lamp"), Kind::Article, cursor)
        .unwrap();
    fail_to_write(dir.path(), &index);
    let rest = rebuild.apply(put("2", "Lamp"), Kind::Article, None);
    assert!(rest.is_err(), "what came before it is lost");
    drop(rebuild);

    let mut rebuild = index.rebuild(4).unwrap();
    assert_eq!(rebuild.cursor(Kind::Article), None);
    for (id, cursor) in [("1", Some("1".to_owned())), ("2", None)] {
        rebuild
            .apply(put(id, "Lamp"), Kind::Article, cursor)
            .unwrap();
    }
    rebuild.finish().unwrap();
    assert_eq!(sorted(find_articles(&index, "lamp")), ["1", "2"]);
}

/// Has a change fail on the way to the disk.
fn fail_to_write(dir: &Path, index: &SearchIndex) {
    let articles = dir.join(format!("v{SCHEMA_VERSION}/1/articles"));
    let away = dir.join("away");
    fs::rename(&articles, &away).unwrap();
    assert!(index.apply(put("3", "Lamp"), None).is_err());
    fs::rename(&away, &articles).unwrap();
}

fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}
