//! The same tickets in PostgreSQL's full-text search, asked by one `psql` session.

use std::error::Error;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::text::Language;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A session whose connection the environment names (`PGHOST`, `PGUSER`, `PGDATABASE` …).
pub struct Postgres {
    child: Child,
    input: BufWriter<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Postgres {
    /// Writes the tickets into a temporary table with a GIN index over subject and messages.
    pub fn with_tickets(language: &Language, tickets: u64, owners: usize) -> Result<Self> {
        let mut child = Command::new("psql")
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().ok_or("psql takes no input")?;
        let output = child.stdout.take().ok_or("psql gives no output")?;
        let mut session = Self {
            child,
            input: BufWriter::new(input),
            output: BufReader::new(output),
        };
        session.send(
            "SET max_parallel_workers_per_gather = 0; SET work_mem = '64MB';
             CREATE TEMPORARY TABLE ticket (id text, owner text, subject text, messages text);
             COPY ticket FROM STDIN;",
        )?;
        for n in 0..tickets {
            let ticket = language.ticket(n, owners);
            let row = [
                &ticket.id,
                &ticket.owner_id,
                &ticket.subject,
                &ticket.messages,
            ];
            session.send(&row.map(String::as_str).join("\t"))?;
        }
        session.send(
            "\\.
             ALTER TABLE ticket ADD words tsvector GENERATED ALWAYS AS (
                 setweight(to_tsvector('english', subject), 'A')
                 || to_tsvector('english', messages)) STORED;
             CREATE INDEX ON ticket USING gin (words); CREATE INDEX ON ticket (owner);
             ANALYZE ticket; SELECT 'ready';",
        )?;
        session.answer()?;
        Ok(session)
    }

    /// The time that the server takes for the ten best tickets that hold any of the words, as
    /// it tells it itself.
    pub fn ask(&mut self, text: &str, owner: Option<&str>) -> Result<Duration> {
        let words = text.replace(|letter: char| !letter.is_alphanumeric(), " ");
        let words: Vec<&str> = words.split_whitespace().collect();
        let words = words.join(" or ");
        let owner = owner.map_or_else(String::new, |id| format!("AND owner = '{id}'"));
        self.send(&format!(
            "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)
             SELECT id, ts_rank(words, query) AS rank
             FROM ticket, websearch_to_tsquery('english', '{words}') AS query
             WHERE words @@ query {owner} ORDER BY rank DESC LIMIT 10; SELECT 'done';"
        ))?;
        let mut took = None;
        loop {
            let line = self.answer()?;
            if line == "done" {
                break;
            }
            if let Some(millis) = line.strip_prefix("\"Execution Time\": ") {
                took = Some(millis.parse::<f64>()?);
            }
        }
        let took = took.ok_or("PostgreSQL told no execution time")?;
        Ok(Duration::from_secs_f64(took / 1_000.0))
    }

    fn send(&mut self, text: &str) -> Result<()> {
        writeln!(self.input, "{text}")?;
        // Rows are many; what is asked has to arrive.
        if text.ends_with(';') {
            self.input.flush()?;
        }
        Ok(())
    }

    fn answer(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.output.read_line(&mut line)? == 0 {
            return Err("psql has ended".into());
        }
        Ok(line.trim().trim_end_matches(',').to_owned())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
