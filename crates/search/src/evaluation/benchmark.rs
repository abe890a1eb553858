//! A benchmark directory: `corpus.jsonl` with articles, `queries.dev.jsonl` with questions, each
//! in several variants and with the ids of the articles that answer it. Every question is
//! searched among the articles of its own data set.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use frontdesk_embedding::Model;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{ArticleDocument, Change, Kind, Reader, SearchIndex, SearchRequest};

/// The forms in which each question is asked: as it is, by keywords, each with a typo, with the
/// last word cut, and as far as it is typed.
pub const VARIANTS: [&str; 6] = ["text", "kw", "typo", "kwtypo", "prefix", "sayt"];

/// How many hits are looked at.
const HITS: usize = 10;

/// Why a benchmark cannot be run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file is missing or cannot be read.
    #[error("{path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A line is not what it should be.
    #[error("line {line} of {path} is not as expected: {source}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The search failed.
    #[error(transparent)]
    Search(#[from] crate::Error),
}

#[derive(Deserialize)]
struct Article {
    id: String,
    dataset: String,
    title: String,
    body: String,
    category: String,
}

/// One question.
#[derive(Debug, Deserialize)]
pub(super) struct Question {
    pub(super) id: String,
    pub(super) dataset: String,
    /// The articles that answer it; none: no article does.
    pub(super) rel: HashSet<String>,
    #[serde(flatten)]
    variants: BTreeMap<String, Value>,
}

/// What the search answered to one variant of a question. Its JSON is a line of a run file.
#[derive(Debug, Clone, Serialize)]
pub struct Answer {
    /// The question's id.
    pub id: String,
    /// One of [`VARIANTS`].
    pub variant: &'static str,
    /// Ids of articles, best first, at most ten.
    pub hits: Vec<String>,
    /// How likely an article answers the question, 0 to 1.
    pub score: f32,
    /// How long it took, in microseconds.
    pub us: u64,
}

/// Articles and questions, ready to run.
pub struct Benchmark {
    indexes: BTreeMap<String, SearchIndex>,
    pub(super) questions: Vec<Question>,
}

impl Benchmark {
    /// Reads the directory and indexes its articles in memory.
    ///
    /// # Errors
    /// [`Error`] if a file is missing or not as expected.
    pub fn load(dir: &Path) -> Result<Self, Error> {
        let mut changes: BTreeMap<String, Vec<Change>> = BTreeMap::new();
        for article in lines::<Article>(&dir.join("corpus.jsonl"))? {
            let document = ArticleDocument {
                id: article.id,
                title: article.title,
                body: article.body,
                category: article.category,
                published: true,
                ..ArticleDocument::default()
            };
            let of_dataset = changes.entry(article.dataset).or_default();
            of_dataset.push(Change::put(document));
        }
        let mut indexes = BTreeMap::new();
        for (dataset, changes) in changes {
            let index = SearchIndex::in_memory()?;
            index.apply(changes, None)?;
            indexes.insert(dataset, index);
        }
        Ok(Self {
            indexes,
            questions: lines(&dir.join("queries.dev.jsonl"))?,
        })
    }

    /// Searches by meaning, too, from now on: embeds every article first.
    ///
    /// # Errors
    /// [`Error::Search`] if an index cannot be read.
    pub fn use_model(&self, model: &Arc<Model>) -> Result<(), Error> {
        for index in self.indexes.values() {
            index.use_model(model.clone());
            index.embed_missing()?;
        }
        Ok(())
    }

    /// Asks every variant of every `step`th question (1: of all) and gives the answers.
    ///
    /// # Errors
    /// [`Error::Search`] if a search fails.
    pub fn run(&self, step: usize) -> Result<Vec<Answer>, Error> {
        let mut answers = Vec::new();
        for question in self.questions.iter().step_by(step.max(1)) {
            let Some(index) = self.indexes.get(&question.dataset) else {
                continue;
            };
            for variant in VARIANTS {
                if let Some(text) = question.variants.get(variant).and_then(Value::as_str) {
                    answers.push(ask(index, &question.id, variant, text)?);
                }
            }
        }
        Ok(answers)
    }
}

fn ask(index: &SearchIndex, id: &str, variant: &'static str, text: &str) -> Result<Answer, Error> {
    let request = SearchRequest {
        limit: HITS,
        ..SearchRequest::new(Kind::Article, Reader::Anonymous, text)
    };
    let start = Instant::now();
    let results = index.search(&request)?;
    let us = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    Ok(Answer {
        id: id.to_owned(),
        variant,
        score: results.confidence,
        hits: results.hits.into_iter().map(|hit| hit.id).collect(),
        us,
    })
}

fn lines<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>, Error> {
    let text = fs::read_to_string(path).map_err(|source| Error::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    text.lines()
        .enumerate()
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|source| Error::Malformed {
                path: path.to_owned(),
                line: number + 1,
                source,
            })
        })
        .collect()
}
