//! `bench search`: queries as people type them, against the articles that are
//! there, or against many that are made for the run and removed after it.

use std::time::Instant;

use frontdesk_model::Role;
use futures_util::{StreamExt, TryStreamExt, stream};
use rand::{SeedableRng, rngs::StdRng};
use reqwest::Method;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    ANSWER_TIMEOUT,
    error::{Error, Result},
    latency::Latency,
    report::{Figure, Part, Target as Goal},
    target::{Caller, Target, answer},
    words::Words,
};

/// Articles written or removed at the same time.
const WRITING: usize = 16;
/// The same queries in each run.
const SEED: u64 = 7;

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Load {
    /// Queries to send
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    queries: u32,
    /// Queries at the same time
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    at_once: u16,
    /// Write so many articles before (with RATE_LIMITS=off), and remove them after
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=200_000))]
    articles: u32,
}

impl Load {
    pub const DEFAULT: Self = Self {
        queries: 500,
        at_once: 1,
        articles: 0,
    };
}

#[derive(Deserialize)]
struct Created {
    id: String,
}

/// # Errors
/// Whatever the server refuses; `NoAnswer` when the articles do not become searchable.
pub async fn run(target: &Target, load: Load) -> Result<(Part, Vec<Goal>)> {
    let words = Words::new();
    let agent = target.caller("writer", 0, Role::Agent)?;
    let articles = write(target, &agent, &words, load.articles).await?;
    super::say(&format!("search: {} queries", load.queries));
    let measured = query(target, &words, load).await;
    remove(target, &agent, &articles).await?;
    let Measured {
        latency,
        found,
        seconds,
    } = measured?;
    let mut figures = latency.figures("query").to_vec();
    let rate = f64::from(load.queries) / seconds;
    figures.push(Figure::new("queries a second", rate, ""));
    let share = f64::from(found) * 100.0 / f64::from(load.queries);
    figures.push(Figure::new("queries that found something", share, "%"));
    let goals = vec![Goal::under("search, p99", latency.p99(), 300.0, "ms")];
    let made = match load.articles {
        0 => "the articles that are there".to_owned(),
        count => format!("{count} more articles"),
    };
    let part = Part {
        name: "search",
        load: format!(
            "{} queries, {} at once, over {made}",
            load.queries, load.at_once
        ),
        figures,
        notes: Vec::new(),
    };
    Ok((part, goals))
}

struct Measured {
    latency: Latency,
    found: u32,
    seconds: f64,
}

async fn query(target: &Target, words: &Words, load: Load) -> Result<Measured> {
    let caller = target.caller("searcher", 0, Role::User)?;
    let mut random = StdRng::seed_from_u64(SEED);
    let queries: Vec<String> = (0..load.queries)
        .map(|_| match load.articles {
            0 => words.support_query(&mut random),
            _ => words.query(&mut random),
        })
        .collect();
    let mut measured = Measured {
        latency: Latency::default(),
        found: 0,
        seconds: 0.0,
    };
    let started = Instant::now();
    let mut answers = stream::iter(&queries)
        .map(|query| one(target, &caller, query))
        .buffer_unordered(usize::from(load.at_once));
    while let Some(answer) = answers.next().await {
        let (took, found) = answer?;
        measured.latency.record(took);
        measured.found += u32::from(found > 0);
    }
    measured.seconds = started.elapsed().as_secs_f64();
    Ok(measured)
}

/// How long a query took and how many articles it found.
async fn one(
    target: &Target,
    caller: &Caller,
    query: &str,
) -> Result<(std::time::Duration, usize)> {
    let started = Instant::now();
    let request = target.get(caller, "search", &[("q", query), ("type", "faq")]);
    let response = answer("search", request).await?;
    let body = response
        .bytes()
        .await
        .map_err(|why| Error::answer("search", why))?;
    let took = started.elapsed();
    let body: Value = serde_json::from_slice(&body).map_err(|why| Error::answer("search", why))?;
    Ok((took, body["data"]["faq"].as_array().map_or(0, Vec::len)))
}

/// Writes articles and waits until they are found.
async fn write(target: &Target, agent: &Caller, words: &Words, count: u32) -> Result<Vec<String>> {
    if count == 0 {
        return Ok(Vec::new());
    }
    super::say(&format!("search: writing {count} articles"));
    let mut random = StdRng::seed_from_u64(SEED + 1);
    let articles: Vec<Value> = (0..count)
        .map(|number| {
            json!({
                "question": format!("{}?", words.text(&mut random, 8)),
                "answer": words.text(&mut random, 120),
                "tags": [format!("load-test-{number}")],
                "isPublished": true,
            })
        })
        .collect();
    let ids = stream::iter(&articles)
        .map(|article| async move {
            let made: Created = target.send(agent, Method::POST, "faq", article).await?;
            Ok::<_, Error>(made.id)
        })
        .buffered(WRITING)
        .try_collect()
        .await?;
    until_found(target, agent, &articles[articles.len() - 1]).await?;
    Ok(ids)
}

/// Waits until an article is found by its question.
async fn until_found(target: &Target, agent: &Caller, article: &Value) -> Result<()> {
    const TRY_AGAIN: std::time::Duration = std::time::Duration::from_millis(200);
    let question = article["question"].as_str().unwrap_or_default();
    let deadline = Instant::now() + ANSWER_TIMEOUT;
    while one_finds(target, agent, question).await? != Some(question.to_owned()) {
        if Instant::now() > deadline {
            return Err(Error::NoAnswer("the search for a new article".to_owned()));
        }
        tokio::time::sleep(TRY_AGAIN).await;
    }
    Ok(())
}

/// The question of the best article.
async fn one_finds(target: &Target, caller: &Caller, query: &str) -> Result<Option<String>> {
    let query = [("q", query), ("type", "faq"), ("limit", "1")];
    let request = target.get(caller, "search", &query);
    let found: Value = super::target::data("search", request).await?;
    Ok(found["faq"][0]["question"].as_str().map(str::to_owned))
}

async fn remove(target: &Target, agent: &Caller, ids: &[String]) -> Result<()> {
    if !ids.is_empty() {
        super::say("search: removing the articles");
    }
    stream::iter(ids)
        .map(|id| async move {
            let path = format!("faq/{id}");
            answer(&path, target.request(agent, Method::DELETE, &path)).await
        })
        .buffer_unordered(WRITING)
        .try_for_each(|_| async { Ok(()) })
        .await
}
