//! Measures relevance on a benchmark directory with `corpus.jsonl` (`id`, `dataset`, `title`,
//! `body`, `category`) and `queries.dev.jsonl` (`id`, `dataset` and the variants of the text).
//!
//! `cargo run -p frontdesk-search --example evaluate -- BENCHMARK_DIR RUN.jsonl` writes one line
//! a query and variant: `{"id", "variant", "hits", "score", "us"}`. Each query is searched among
//! the articles of its own data set.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use frontdesk_search::{ArticleDocument, Change, Kind, Reader, SearchIndex, SearchRequest};
use serde::Deserialize;
use serde_json::{Value, json};

const VARIANTS: [&str; 6] = ["text", "kw", "typo", "kwtypo", "prefix", "sayt"];
const HITS: usize = 10;

#[derive(Deserialize)]
struct Article {
    id: String,
    dataset: String,
    title: String,
    body: String,
    category: String,
}

#[derive(Deserialize)]
struct Query {
    id: String,
    dataset: String,
    #[serde(flatten)]
    variants: BTreeMap<String, Value>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(benchmark), Some(run)) = (arguments.next(), arguments.next()) else {
        return Err("usage: evaluate BENCHMARK_DIR RUN.jsonl".into());
    };
    let benchmark = Path::new(&benchmark);
    let indexes = index_by_dataset(benchmark)?;
    let mut run = BufWriter::new(File::create(run)?);
    for line in fs::read_to_string(benchmark.join("queries.dev.jsonl"))?.lines() {
        let query: Query = serde_json::from_str(line)?;
        let index = &indexes[&query.dataset];
        for variant in VARIANTS {
            if let Some(text) = query.variants.get(variant).and_then(Value::as_str) {
                let line = measure(index, &query.id, variant, text)?;
                writeln!(run, "{line}")?;
            }
        }
    }
    run.flush()?;
    Ok(())
}

fn index_by_dataset(benchmark: &Path) -> Result<BTreeMap<String, SearchIndex>, Box<dyn Error>> {
    let mut changes: BTreeMap<String, Vec<Change>> = BTreeMap::new();
    for line in fs::read_to_string(benchmark.join("corpus.jsonl"))?.lines() {
        let article: Article = serde_json::from_str(line)?;
        changes
            .entry(article.dataset)
            .or_default()
            .push(Change::put(ArticleDocument {
                id: article.id,
                title: article.title,
                body: article.body,
                category: article.category,
                published: true,
                ..ArticleDocument::default()
            }));
    }
    let mut indexes = BTreeMap::new();
    for (dataset, changes) in changes {
        let index = SearchIndex::in_memory()?;
        index.apply(changes, None)?;
        indexes.insert(dataset, index);
    }
    Ok(indexes)
}

fn measure(
    index: &SearchIndex,
    id: &str,
    variant: &str,
    text: &str,
) -> Result<Value, Box<dyn Error>> {
    let request = SearchRequest {
        limit: HITS,
        ..SearchRequest::new(Kind::Article, Reader::Anonymous, text)
    };
    let start = Instant::now();
    let results = index.search(&request)?;
    let micros = start.elapsed().as_micros();
    let hits: Vec<&str> = results.hits.iter().map(|hit| hit.id.as_str()).collect();
    let score = results.hits.first().map_or(0.0, |hit| hit.score);
    Ok(json!({"id": id, "variant": variant, "hits": hits, "score": score, "us": micros}))
}
