//! `bench ticket-search`: a desk of many tickets, written before, searched over
//! HTTP as customers and agents do. The tickets stay.

use std::time::{Duration, Instant};

use frontdesk_model::Role;
use futures_util::{StreamExt, TryStreamExt, stream};
use rand::{Rng, SeedableRng, rngs::StdRng};
use reqwest::Method;
use serde_json::{Value, json};

use super::{
    error::{Error, Result},
    latency::Latency,
    report::{Figure, Part, Target as Goal},
    target::{Caller, Target, answer},
    words::Words,
};

/// Tickets written at the same time.
const WRITING: usize = 32;
/// Words of a subject, and of a description: of an ordinary ticket.
const SUBJECT_WORDS: usize = 6;
const DESCRIPTION_WORDS: usize = 60;
/// The same tickets and queries in each run.
const SEED: u64 = 11;
/// How long the index may take to follow, by ticket.
const FOLLOWING: Duration = Duration::from_millis(10);

#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Load {
    /// Tickets to write before (with RATE_LIMITS=off); they stay
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=2_000_000))]
    tickets: u32,
    /// Customers whose tickets they are
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    owners: u32,
    /// Queries of each kind
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    queries: u32,
    /// Queries at the same time
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    at_once: u16,
}

/// What is asked, and by whom.
#[derive(Clone, Copy)]
enum Kind {
    Own,
    Keywords,
    Typo,
    AsTyped,
    Page,
    Suggest,
}

impl Kind {
    const ALL: [Self; 6] = [
        Self::Own,
        Self::Keywords,
        Self::Typo,
        Self::AsTyped,
        Self::Page,
        Self::Suggest,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Own => "a customer's own tickets",
            Self::Keywords => "an agent's keywords",
            Self::Typo => "keywords with a typo",
            Self::AsTyped => "as one types, all kinds",
            Self::Page => "a page of all kinds with facets",
            Self::Suggest => "suggestions as one types",
        }
    }

    /// The goal's name: goals are known by constants.
    fn goal(self) -> &'static str {
        match self {
            Self::Own => "search of own tickets, p99",
            Self::Keywords => "search of all tickets, p99",
            Self::Typo => "search with a typo, p99",
            Self::AsTyped => "search as one types, p99",
            Self::Page => "search with facets, p99",
            Self::Suggest => "suggestions, p99",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Suggest => "search/suggest",
            _ => "search",
        }
    }

    fn parameters(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Own | Self::Keywords | Self::Typo => &[("type", "tickets")],
            Self::AsTyped => &[("type", "all"), ("limit", "4")],
            Self::Page => &[("type", "all"), ("facets", "true")],
            Self::Suggest => &[],
        }
    }

    /// What is asked about a ticket.
    fn query(self, ticket: &Ticket, random: &mut StdRng) -> String {
        let mut words: Vec<&str> = ticket.words().collect();
        let from = random.random_range(0..words.len() - 3);
        words = words[from..from + random.random_range(2..=3)].to_vec();
        let query = words.join(" ");
        match self {
            Self::Typo => Words::with_typo(&query, random),
            Self::AsTyped | Self::Suggest => query[..query.len() - query.len() / 4].to_owned(),
            Self::Own | Self::Keywords | Self::Page => query,
        }
    }
}

struct Ticket {
    owner: usize,
    subject: String,
    description: String,
}

impl Ticket {
    fn words(&self) -> impl Iterator<Item = &str> {
        let words = self.subject.split(' ');
        words.chain(self.description.split(' '))
    }
}

/// # Errors
/// Whatever the server refuses; `NoAnswer` when the tickets do not become searchable.
pub async fn run(target: &Target, load: Load) -> Result<(Part, Vec<Goal>)> {
    let owners: Vec<_> = (0..load.owners as usize)
        .map(|number| target.caller("owner", number, Role::User))
        .collect::<Result<_>>()?;
    let agent = target.caller("searcher", 0, Role::Agent)?;
    let mut random = StdRng::seed_from_u64(SEED);
    let words = Words::new();
    let tickets: Vec<_> = (0..load.tickets as usize)
        .map(|number| Ticket {
            owner: number % owners.len(),
            subject: words.text(&mut random, SUBJECT_WORDS),
            description: words.text(&mut random, DESCRIPTION_WORDS),
        })
        .collect();
    super::say(&format!("ticket search: writing {} tickets", load.tickets));
    let started = Instant::now();
    write(target, &owners, &tickets).await?;
    let written = started.elapsed();
    until_found(target, &owners, &tickets).await?;
    let found = started.elapsed();

    let mut figures = vec![
        Figure::new("tickets written a second", rate(load.tickets, written), ""),
        Figure::new(
            "from the last write until it was found",
            (found - written).as_secs_f64(),
            "s",
        ),
    ];
    let mut goals = Vec::new();
    for kind in Kind::ALL {
        super::say(&format!("ticket search: {}", kind.name()));
        let measured = query(target, &owners, &agent, &tickets, kind, load).await?;
        figures.extend(measured.latency.figures(kind.name()));
        if measured.empty > 0 {
            figures.push(Figure::count("of these found nothing", measured.empty));
        }
        goals.push(Goal::under(kind.goal(), measured.latency.p99(), 50.0, "ms"));
    }
    let part = Part {
        name: "ticket search",
        load: format!(
            "{} queries of each kind, {} at once, over {} tickets of {} customers",
            load.queries, load.at_once, load.tickets, load.owners
        ),
        figures,
        notes: Vec::new(),
    };
    Ok((part, goals))
}

fn rate(count: u32, took: Duration) -> f64 {
    f64::from(count) / took.as_secs_f64()
}

async fn write(target: &Target, owners: &[Caller], tickets: &[Ticket]) -> Result<()> {
    stream::iter(tickets)
        .map(|ticket| async move {
            let body = json!({
                "subject": ticket.subject,
                "description": ticket.description,
                "category": "load-test",
            });
            let request = target.request(&owners[ticket.owner], Method::POST, "tickets");
            answer("tickets", request.json(&body)).await
        })
        .buffer_unordered(WRITING)
        .try_for_each(|_| async { Ok(()) })
        .await
}

/// Waits until the last ticket of each of a few customers is found by its subject.
async fn until_found(target: &Target, owners: &[Caller], tickets: &[Ticket]) -> Result<()> {
    let patience = FOLLOWING * u32::try_from(tickets.len()).unwrap_or(u32::MAX);
    let deadline = Instant::now() + super::ANSWER_TIMEOUT + patience;
    for ticket in tickets.iter().rev().take(WRITING) {
        let owner = &owners[ticket.owner];
        loop {
            let query = [("q", ticket.subject.as_str()), ("type", "tickets")];
            let found: Value =
                super::target::data("search", target.get(owner, "search", &query)).await?;
            if found["tickets"][0]["subject"] == ticket.subject {
                break;
            }
            if Instant::now() > deadline {
                return Err(Error::NoAnswer("the search for a new ticket".to_owned()));
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
    Ok(())
}

#[derive(Default)]
struct Measured {
    latency: Latency,
    empty: u64,
}

async fn query(
    target: &Target,
    owners: &[Caller],
    agent: &Caller,
    tickets: &[Ticket],
    kind: Kind,
    load: Load,
) -> Result<Measured> {
    let mut random = StdRng::seed_from_u64(SEED + 1);
    let asked: Vec<_> = (0..load.queries)
        .map(|_| {
            let ticket = &tickets[random.random_range(0..tickets.len())];
            let caller = match kind {
                Kind::Own => &owners[ticket.owner],
                _ => agent,
            };
            (caller, kind.query(ticket, &mut random))
        })
        .collect();
    let mut measured = Measured::default();
    let mut answers = stream::iter(asked)
        .map(|(caller, query)| async move {
            let mut parameters = vec![("q", query.as_str())];
            parameters.extend(kind.parameters());
            let started = Instant::now();
            let response =
                answer(kind.path(), target.get(caller, kind.path(), &parameters)).await?;
            let body = response.bytes().await;
            let body = body.map_err(|why| Error::answer(kind.path(), why))?;
            let took = started.elapsed();
            let body: Value =
                serde_json::from_slice(&body).map_err(|why| Error::answer(kind.path(), why))?;
            Ok::<_, Error>((took, body["data"]["tickets"] == json!([])))
        })
        .buffer_unordered(usize::from(load.at_once));
    while let Some(answer) = answers.next().await {
        let (took, nothing) = answer?;
        measured.latency.record(took);
        measured.empty += u64::from(nothing);
    }
    Ok(measured)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_a_tickets_own_words_cut_or_misspelt() {
        let ticket = Ticket {
            owner: 0,
            subject: "where is my parcel".into(),
            description: "it was promised for monday".into(),
        };
        let mut random = StdRng::seed_from_u64(1);
        for kind in Kind::ALL {
            let query = kind.query(&ticket, &mut random);
            let all: Vec<_> = ticket.words().collect();
            let is_part = all.join(" ").contains(&query);
            assert!(query.len() >= 2, "{query}");
            assert!(is_part || matches!(kind, Kind::Typo), "{query}");
        }
    }
}
