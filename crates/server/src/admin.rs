//! `frontdesk admin`: accounts of the desk's own, made without signing in.

use std::io::{IsTerminal, stdin};

use frontdesk_desk::Account;
use frontdesk_model::Role;
use frontdesk_search::SearchIndex;

use crate::{
    config::{Config, DataFlags},
    error::{Error, Result},
    open, output,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Make an account for an admin or an agent
    ///
    /// The password is asked for, or read as one line from standard input.
    Create(Create),
}

#[derive(Debug, clap::Args)]
struct Create {
    /// The address to sign in with
    #[arg(long)]
    email: String,
    /// The name that customers see; the address' first part when it is missing
    #[arg(long)]
    name: Option<String>,
    /// admin or agent
    #[arg(long, default_value = "admin", value_parser = staff)]
    role: Role,
    #[command(flatten)]
    data: DataFlags,
}

pub async fn run(args: Args) -> Result<()> {
    match args.command {
        Command::Create(args) => create(args).await,
    }
}

async fn create(args: Create) -> Result<()> {
    let config = Config::load(&args.data.0)?;
    let account = Account {
        name: args.name.unwrap_or_else(|| name_of(&args.email)),
        email: args.email,
        role: args.role,
        password: password()?,
    };
    let store = open::store(&config).await?;
    let keys = open::keys(&config, &store).await?;
    let index = SearchIndex::in_memory()?;
    let desk = open::desk(&config, config.web.port.narrow(), store, keys, index).await?;
    let made = desk.create_account(&account).await;
    desk.close().await;
    let person = made?;
    output::print(&format!(
        "{} may sign in as {} with this password.\n",
        person.name,
        person.email.as_deref().unwrap_or_default(),
    ))
}

fn staff(text: &str) -> Result<Role, String> {
    match Role::parse(text) {
        Some(role) if role.is_staff() => Ok(role),
        _ => Err("must be admin or agent".to_owned()),
    }
}

fn name_of(email: &str) -> String {
    email.split('@').next().unwrap_or(email).to_owned()
}

/// Asked for twice without echo, or one line of standard input.
fn password() -> Result<String> {
    let failed = |source| Error::Io {
        what: "the password could not be read",
        source,
    };
    if !stdin().is_terminal() {
        let mut line = String::new();
        stdin().read_line(&mut line).map_err(failed)?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let first = rpassword::prompt_password("Password: ").map_err(failed)?;
    let again = rpassword::prompt_password("Again: ").map_err(failed)?;
    if first != again {
        return Err(Error::Usage("the two passwords differ; try again".into()));
    }
    Ok(first)
}
