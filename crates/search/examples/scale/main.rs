//! Measures speed, size and memory of the index on synthetic tickets of 66 words.
//!
//! `cargo run --release -p frontdesk-search --example scale -- [--tickets 1000000]
//! [--owners 1000] [--queries 500] [--dir DIR] [--keep] [--postgres]`
//!
//! Times of queries are CPU of the one thread that searches, highlights included. The index is
//! built in DIR (a temporary directory by default; with `--keep` one that is there is used
//! again). `--postgres` asks the same of PostgreSQL's full-text search, to which libpq's
//! environment leads (`PGHOST` …), and compares wall times, query by query in turn.

#![expect(clippy::print_stdout, reason = "a table for the people who measure")]

mod measure;
mod postgres;
mod text;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use frontdesk_search::{Change, Kind, Reader, SearchIndex, SearchRequest};

use crate::measure::Times;
use crate::postgres::Postgres;
use crate::text::{Language, Random, owner_id};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const ARTICLES: u64 = 1_000;
/// Tickets given to the index at a time, like the rows of a page.
const PAGE: usize = 1_000;
/// Runs before the measured ones, so that the files are in memory.
const WARM_UP: usize = 50;

struct Options {
    tickets: u64,
    owners: usize,
    queries: usize,
    dir: Option<PathBuf>,
    keep: bool,
    postgres: bool,
}

fn main() -> Result<()> {
    let options = options()?;
    let language = Language::new();
    let temporary = tempfile::tempdir()?;
    let dir = options.dir.as_deref().unwrap_or(temporary.path());
    let index = build(&options, &language, dir)?;
    println!("index: {:.0} MB", measure::directory_mb(dir)?);
    println!(
        "anonymous memory, opened: {:.0} MB",
        measure::anonymous_mb()?
    );
    queries(&options, &language, &index)?;
    println!(
        "anonymous memory, after queries: {:.0} MB",
        measure::anonymous_mb()?
    );
    if options.postgres {
        compare(&options, &language, &index)?;
    }
    Ok(())
}

fn options() -> Result<Options> {
    let mut options = Options {
        tickets: 100_000,
        owners: 1_000,
        queries: 500,
        dir: None,
        keep: false,
        postgres: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{name} needs a value"));
        match name.as_str() {
            "--tickets" => options.tickets = value()?.parse()?,
            "--owners" => options.owners = value()?.parse()?,
            "--queries" => options.queries = value()?.parse()?,
            "--dir" => options.dir = Some(value()?.into()),
            "--keep" => options.keep = true,
            "--postgres" => options.postgres = true,
            _ => return Err(format!("unknown option {name}").into()),
        }
    }
    Ok(options)
}

/// Builds the index, and opens it again as a server would.
fn build(options: &Options, language: &Language, dir: &Path) -> Result<SearchIndex> {
    let opened = SearchIndex::open(dir)?;
    if options.keep && !opened.needs_rebuild {
        return Ok(opened.index);
    }
    let index = Arc::new(opened.index);
    let mut rebuild = index.rebuild(0)?;
    let articles = (0..ARTICLES).map(|n| Change::put(language.article(n)));
    rebuild.apply(articles.collect(), Kind::Article, None)?;
    let mut most = 0.0_f64;
    let (started, cpu) = (Instant::now(), measure::process_cpu_seconds());
    for first in (0..options.tickets).step_by(PAGE) {
        let after = first + PAGE as u64;
        let tickets = first..after.min(options.tickets);
        let changes = tickets.map(|n| Change::put(language.ticket(n, options.owners)));
        let cursor = (after < options.tickets).then(|| after.to_string());
        rebuild.apply(changes.collect(), Kind::Conversation, cursor)?;
        most = most.max(measure::anonymous_mb()?);
    }
    rebuild.finish()?;
    let seconds = started.elapsed().as_secs_f64();
    let cpu = measure::process_cpu_seconds() - cpu;
    println!(
        "built {} tickets in {seconds:.0} s ({:.0} a second), {cpu:.0} s of CPU ({:.0} a second on two cores); at most {most:.0} MB anonymous",
        options.tickets,
        options.tickets as f64 / seconds,
        2.0 * options.tickets as f64 / cpu,
    );
    drop(index);
    Ok(SearchIndex::open(dir)?.index)
}

fn queries(options: &Options, language: &Language, index: &SearchIndex) -> Result<()> {
    println!("CPU of a query, ms       p50    p99");
    let count = options.queries;
    let staff = |kind, text: String| SearchRequest::new(kind, Reader::Staff, text.as_str());
    let tickets = Kind::Conversation;
    row(index, "one user's, question", count, |random| {
        let reader = Reader::Customer(owner_id(random.below(options.owners)));
        SearchRequest::new(tickets, reader, language.question(random).as_str())
    })?;
    row(index, "keywords", count, |random| {
        staff(tickets, language.keywords(random))
    })?;
    row(index, "keywords, facets", count, |random| SearchRequest {
        facets: true,
        ..staff(tickets, language.keywords(random))
    })?;
    row(index, "keywords with a typo", count, |random| {
        staff(tickets, language.misspelt_keywords(random))
    })?;
    row(index, "type-ahead", count, |random| {
        staff(tickets, language.unfinished_keywords(random))
    })?;
    row(index, "whole question", count, |random| {
        staff(tickets, language.question(random))
    })?;
    row(index, "articles, question", count, |random| {
        SearchRequest::new(
            Kind::Article,
            Reader::Anonymous,
            language.question(random).as_str(),
        )
    })
}

fn row(
    index: &SearchIndex,
    name: &str,
    count: usize,
    ask: impl Fn(&mut Random) -> SearchRequest,
) -> Result<()> {
    let mut random = Random(42);
    let mut times = Times::default();
    for run in 0..WARM_UP + count {
        let request = ask(&mut random);
        if run < WARM_UP {
            index.search(&request)?;
        } else {
            times.time(|| index.search(&request))?;
        }
    }
    println!(
        "{name:<22} {:>6.2} {:>6.2}",
        times.cpu(0.5),
        times.cpu(0.99)
    );
    Ok(())
}

/// The same questions to both, one after the other.
fn compare(options: &Options, language: &Language, index: &SearchIndex) -> Result<()> {
    let mut postgres = Postgres::with_tickets(language, options.tickets, options.owners)?;
    println!("wall time, ms           index p50   p99   PostgreSQL p50   p99   times faster");
    for (name, own) in [
        ("keywords", false),
        ("whole question", false),
        ("one user's", true),
    ] {
        let mut random = Random(43);
        let (mut ours, mut theirs) = (Times::default(), Times::default());
        for _ in 0..options.queries {
            let owner = owner_id(random.below(options.owners));
            let (text, reader) = match (name, own) {
                ("keywords", _) => (language.keywords(&mut random), Reader::Staff),
                (_, false) => (language.question(&mut random), Reader::Staff),
                (_, true) => (
                    language.question(&mut random),
                    Reader::Customer(owner.clone()),
                ),
            };
            theirs.add_wall(postgres.ask(&text, own.then_some(owner.as_str()))?);
            let request = SearchRequest::new(Kind::Conversation, reader, text.as_str());
            ours.time(|| index.search(&request))?;
        }
        let shares = [0.5, 0.99];
        let [our, their] = [&ours, &theirs].map(|times| shares.map(|share| times.wall(share)));
        println!(
            "{name:<22} {:>10.2} {:>5.2} {:>16.1} {:>5.0} {:>8.0} {:>5.0}",
            our[0],
            our[1],
            their[0],
            their[1],
            their[0] / our[0],
            their[1] / our[1],
        );
    }
    Ok(())
}
