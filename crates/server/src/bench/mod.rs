//! `frontdesk bench`: drives a running server through the real protocol and
//! measures it. It is a client like any other: it reads nothing of the server's
//! but its answers (and, on the same machine, what its process uses).
//!
//! The parts share `target` (the server and its callers), `socket` (a Socket.IO
//! client), `latency` and `report`; `conversations` and `ledger` belong to the
//! parts with chats, `connections` to those with many sockets, `timetable` to those
//! with a fixed rate.

mod announcement;
mod chat;
mod connections;
mod conversations;
mod echo;
mod error;
mod idle;
mod latency;
mod ledger;
mod notification_rate;
mod notifications;
mod parallel_uploads;
mod process;
mod report;
mod search;
mod senders;
mod socket;
mod storm;
mod target;
mod ticket_search;
mod timetable;
mod upload;
mod words;

use std::{
    io::{Write, stdout},
    time::Duration,
};

use frontdesk_model::Clock;

pub use error::Error;

use error::Result;
use report::Report;
use target::Target;

use crate::config::DataFlags;

/// How long any answer may take before the run is given up.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// Without a part, all four targets are measured: upload, chat, notifications
/// and search, in half a minute, within the usual rate limits. For more load,
/// start the server with RATE_LIMITS=off.
///
/// What a run leaves behind is named "Load test": closed chats and tickets, and
/// files that nothing refers to. Measure a server that is there for that.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    part: Option<Part>,
    /// The server to measure
    #[arg(long, global = true, default_value = "http://localhost:3001")]
    url: String,
    /// Print JSON instead of the table
    #[arg(long, global = true)]
    json: bool,
    /// The server's process, repeatable, each with its children; without it, the
    /// one that listens on the port
    #[arg(long, global = true)]
    pid: Vec<u32>,
    #[command(flatten)]
    data: GlobalDataFlags,
}

#[derive(Clone, Copy, Debug, clap::Subcommand)]
enum Part {
    /// Chats at a fixed rate: latency, losses, CPU a message
    Chat(chat::Load),
    /// Senders who wait for each acknowledgement: durable messages a second
    Senders(senders::Load),
    /// Sockets that do nothing: memory a connection
    Idle(idle::Load),
    /// Sockets that all come back at the same moment: until the last is served
    Storm(storm::Load),
    /// Events to a bare server that only acknowledges them: what the stack costs
    Echo(echo::Load),
    /// Uploads, one by one and several at once
    Upload(upload::Load),
    /// Resumable uploads, many at once: the memory that they take
    ParallelUploads(parallel_uploads::Load),
    /// Ticket changes, or responses at a fixed rate, until the owner hears of them
    Notifications(notifications::Load),
    /// An announcement to many who are connected, while others chat
    Announcement(announcement::Load),
    /// Search queries
    Search(search::Load),
    /// Searches of a desk of many tickets, by customers and agents
    TicketSearch(ticket_search::Load),
}

/// [`DataFlags`], which may also stand behind the part.
#[derive(Clone, Debug)]
struct GlobalDataFlags(DataFlags);

impl clap::Args for GlobalDataFlags {
    fn augment_args(command: clap::Command) -> clap::Command {
        let flags = DataFlags::augment_args(clap::Command::new("flags"));
        let flags = flags.get_arguments().map(|arg| arg.clone().global(true));
        command.args(flags.collect::<Vec<_>>())
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl clap::FromArgMatches for GlobalDataFlags {
    fn from_arg_matches(matches: &clap::ArgMatches) -> Result<Self, clap::Error> {
        DataFlags::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &clap::ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

/// Measures, prints the report, and fails when a target is missed.
///
/// # Errors
/// `Missed`; whatever keeps the run from its end.
pub async fn run(args: Args) -> Result<()> {
    let target = Target::open(&args.url, &args.data.0, &args.pid, &Clock::System).await?;
    let report = measure(&target, args.part).await?;
    print(&report, args.json)?;
    match report.missed() {
        0 => Ok(()),
        missed => Err(Error::Missed(missed)),
    }
}

async fn measure(target: &Target, part: Option<Part>) -> Result<Report> {
    let mut report = Report::default();
    match part {
        None => {
            report.add(upload::run(target, upload::Load::DEFAULT).await?);
            report.add(chat::run(target, chat::Load::MODEST).await?);
            report.add(notifications::run(target, notifications::Load::DEFAULT).await?);
            report.add(search::run(target, search::Load::DEFAULT).await?);
        }
        Some(Part::Chat(load)) => report.add(chat::run(target, load).await?),
        Some(Part::Senders(load)) => report.add(senders::run(target, load).await?),
        Some(Part::Idle(load)) => report.add(idle::run(target, load).await?),
        Some(Part::Storm(load)) => report.add(storm::run(target, load).await?),
        Some(Part::Echo(load)) => report.add(echo::run(target, load).await?),
        Some(Part::Upload(load)) => report.add(upload::run(target, load).await?),
        Some(Part::ParallelUploads(load)) => {
            report.add(parallel_uploads::run(target, load).await?);
        }
        Some(Part::Notifications(load)) => report.add(notifications::run(target, load).await?),
        Some(Part::Announcement(load)) => report.add(announcement::run(target, load).await?),
        Some(Part::Search(load)) => report.add(search::run(target, load).await?),
        Some(Part::TicketSearch(load)) => report.add(ticket_search::run(target, load).await?),
    }
    Ok(report)
}

fn print(report: &Report, json: bool) -> Result<()> {
    let text = if json {
        serde_json::to_string_pretty(report).map_err(|why| Error::Output(why.into()))? + "\n"
    } else {
        report.table()
    };
    stdout()
        .lock()
        .write_all(text.as_bytes())
        .map_err(Error::Output)
}

/// Tells people what happens; standard output is the report's.
fn say(text: &str) {
    eprintln!("{text}");
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        args: Args,
    }

    #[test]
    fn flags_of_all_parts_stand_before_or_behind_the_part() {
        for line in [
            ["x", "--url", "http://localhost:1", "--json", "chat"],
            ["x", "chat", "--url", "http://localhost:1", "--json"],
        ] {
            let args = Line::try_parse_from(line).unwrap().args;
            assert_eq!(args.url, "http://localhost:1");
            assert!(args.json && matches!(args.part, Some(Part::Chat(_))));
        }
        let line = ["x", "senders", "--data-dir", "/tmp/desk"];
        let args = Line::try_parse_from(line).unwrap().args;
        assert_eq!(args.data.0.0.values.get("data_dir").unwrap(), "/tmp/desk");
    }

    #[test]
    fn every_part_can_be_measured_without_a_flag() {
        use clap::Subcommand;
        let parts = Part::augment_subcommands(clap::Command::new("x"));
        let names: Vec<_> = parts
            .get_subcommands()
            .map(clap::Command::get_name)
            .collect();
        assert_eq!(names.len(), 11);
        for name in names {
            let args = Line::try_parse_from(["x", name]).unwrap().args;
            assert!(args.part.is_some(), "{name}");
        }
    }

    #[test]
    fn a_flag_of_another_part_is_refused() {
        assert!(Line::try_parse_from(["x", "idle", "--rate", "5"]).is_err());
    }

    #[test]
    fn notifications_go_round_or_come_at_a_rate_but_not_both() {
        let line = ["x", "notifications", "--rate", "500", "--users", "1000"];
        assert!(Line::try_parse_from(line).is_ok());
        let both = ["x", "notifications", "--rate", "500", "--changes", "4"];
        assert!(Line::try_parse_from(both).is_err());
        assert!(Line::try_parse_from(["x", "notifications", "--seconds", "4"]).is_err());
    }
}
