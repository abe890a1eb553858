//! The command line: which commands there are and what each takes. What they
//! do is in a module each.

use clap::{Parser, Subcommand};

use crate::{
    admin, bench, car,
    config::{Config, Flags},
    doctor,
    error::Result,
    index, output, schema, search, serve, storage, telemetry, token,
};

/// Customer support in one program: help centre, tickets, live chat.
#[derive(Debug, Parser)]
#[command(name = "frontdesk", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server
    Serve(serve::Args),
    /// Print a token, to try things out
    Token(token::Args),
    /// Manage the desk's own accounts
    Admin(admin::Args),
    /// Write content to CAR files, or take it in from them
    Car(car::Args),
    /// Look after stored files: totals, check against their CIDs, clearing away
    Storage(storage::Args),
    /// Measure how good the search is
    Search(search::Args),
    /// Look after the search index: how it is, building it anew, comparing it
    Index(index::Args),
    /// Check the configuration and everything behind the desk
    Doctor(doctor::Args),
    /// Print the configuration that holds, and where each value comes from
    Config(ConfigArgs),
    /// Drive a running server through the real protocol and measure it
    Bench(bench::Args),
    /// Print the generated descriptions of the API
    #[command(hide = true)]
    Schema(schema::Args),
}

#[derive(Debug, clap::Args)]
struct ConfigArgs {
    /// Print the reference of all settings instead, as Markdown
    #[arg(long)]
    markdown: bool,
    #[command(flatten)]
    flags: Flags,
}

impl Cli {
    pub async fn run(self) -> Result<()> {
        match self.command {
            Command::Serve(args) => return serve::run(args).await,
            _ => telemetry::start_quiet_log(),
        }
        match self.command {
            Command::Serve(_) => Ok(()),
            Command::Token(args) => token::run(args).await,
            Command::Admin(args) => admin::run(args).await,
            Command::Car(args) => car::run(args).await,
            Command::Storage(args) => storage::run(args).await,
            Command::Search(args) => search::run(args),
            Command::Index(args) => index::run(args).await,
            Command::Doctor(args) => doctor::run(args).await,
            Command::Config(args) => print_config(&args),
            Command::Bench(args) => Ok(bench::run(args).await?),
            Command::Schema(args) => schema::run(&args),
        }
    }
}

fn print_config(args: &ConfigArgs) -> Result<()> {
    if args.markdown {
        return output::print(&crate::config::markdown());
    }
    output::print(&crate::config::effective(&Config::load(&args.flags)?))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn no_two_flags_of_a_command_clash() {
        Cli::command().debug_assert();
    }

    #[test]
    fn an_unknown_flag_is_refused() {
        let error = Cli::try_parse_from(["frontdesk", "serve", "--prot", "1"]).unwrap_err();
        assert!(error.to_string().contains("--prot"));
    }
}
