//! The quality of the search on real questions, where their data is present: in the directory
//! `SEARCH_BENCH_DIR`, or `../shared/search-bench` beside the checkout.

use std::path::{Path, PathBuf};

use frontdesk_search::evaluation::{Benchmark, FLOORS, Table};

/// Of so many questions one is asked: few enough to be quick. The figures of this sample are a
/// little above those of all questions.
const STEP: usize = 7;

fn data() -> Option<PathBuf> {
    let dir = match std::env::var_os("SEARCH_BENCH_DIR") {
        Some(dir) => PathBuf::from(dir),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/search-bench"),
    };
    dir.join("queries.dev.jsonl").is_file().then_some(dir)
}

#[test]
#[allow(clippy::print_stdout)]
fn the_search_finds_what_people_ask_for() {
    let Some(dir) = data() else {
        println!("SKIPPED: no benchmark data; set SEARCH_BENCH_DIR to measure the search");
        return;
    };
    let benchmark = Benchmark::load(&dir).unwrap();
    let answers = benchmark.run(STEP).unwrap();
    let table = Table::of(&benchmark, &answers);
    let failures = table.failures(FLOORS);
    assert!(failures.is_empty(), "{failures:#?}\n{table}");
}
