//! `frontdesk search eval`: how good the search is, by a benchmark of real
//! questions. How it is measured lives in the crate `search`.

use std::{fs, path::PathBuf, sync::Arc};

use clap::Subcommand;
use frontdesk_embedding::Model;
use frontdesk_search::evaluation::{Answer, Benchmark, FLOORS, FLOORS_WITH_MODEL, Table};

use crate::{
    error::{Error, Result},
    output,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure the quality of the search on a benchmark; fail under the floors
    Eval(EvalArgs),
}

#[derive(Debug, clap::Args)]
struct EvalArgs {
    /// The benchmark: a directory with corpus.jsonl and queries.dev.jsonl
    dir: PathBuf,
    /// Search by meaning, too: the directory of the model, as in SEARCH_MODEL
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,
    /// Write what was found, one line of JSON for each question and variant
    #[arg(long, value_name = "FILE")]
    run: Option<PathBuf>,
    /// Ask one of so many questions only
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    step: u32,
}

pub fn run(args: Args) -> Result<()> {
    match args.command {
        Command::Eval(args) => evaluate(&args),
    }
}

fn evaluate(args: &EvalArgs) -> Result<()> {
    let benchmark = Benchmark::load(&args.dir)?;
    let floors = match &args.model {
        Some(dir) => {
            benchmark.use_model(&Arc::new(Model::load(dir)?))?;
            FLOORS_WITH_MODEL
        }
        None => FLOORS,
    };
    let answers = benchmark.run(args.step as usize)?;
    if let Some(file) = &args.run {
        let written = fs::write(file, lines(&answers));
        written.map_err(|source| Error::Usage(format!("{}: {source}", file.display())))?;
    }
    let table = Table::of(&benchmark, &answers);
    output::print(&table.to_string())?;
    // A sample of the questions says too little to fail.
    let failures = if args.step == 1 {
        table.failures(floors)
    } else {
        Vec::new()
    };
    if failures.is_empty() {
        return Ok(());
    }
    Err(Error::UnderFloors(failures.join("; ")))
}

fn lines(answers: &[Answer]) -> String {
    let mut text = String::new();
    for answer in answers {
        text.push_str(&serde_json::json!(answer).to_string());
        text.push('\n');
    }
    text
}
