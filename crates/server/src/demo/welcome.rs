//! What is printed when the demo runs: what it is, and the links to sign in.

use std::time::Duration;

use frontdesk_desk::KeyRing;
use frontdesk_model::{Clock, Person};

use super::{data::Data, load::Loaded};
use crate::{config::Config, error::Result};

/// The customer whose link is printed.
pub const CUSTOMER: &str = "maya";
/// The agent whose link is printed.
pub const AGENT: &str = "sam";
/// The admin whose link is printed.
const ADMIN: &str = "priya";
/// How long the links hold.
const LINKS: Duration = Duration::from_secs(7 * 24 * 3_600);

/// The text for the terminal. Links are made only for the demo's own data: to
/// other data they would be a way in for whoever reads the terminal.
pub fn welcome(loaded: &Loaded, keys: &KeyRing, url: &str, config: &Config) -> Result<String> {
    let place = match config.storage.database_file() {
        Some(file) => format!("{}", file.display()),
        None => "PostgreSQL (DATABASE_URL)".to_owned(),
    };
    if *loaded == Loaded::NotEmpty {
        return Ok(format!(
            "\n  The demo was not loaded: {place} holds a desk of its own already.\n  \
             For the demo, start with another directory: --data-dir ./demo-data\n\n"
        ));
    }
    let data = Data::read()?;
    let link = |id: &str, path: &str| -> Result<String> {
        let person = data.person(id)?;
        let person = Person {
            id: id.into(),
            name: person.name.clone(),
            email: Some(person.email.clone()),
            role: person.role,
        };
        let token = keys.sign(&person, Clock::System.now().plus(LINKS))?;
        Ok(format!("{url}{path}#token={token}"))
    };
    let name = |id: &str| data.person(id).map(|person| person.name.as_str());
    Ok(format!(
        "
  Frontdesk demo: the desk of Fernway, a made-up bicycle shop
  {articles} articles, {tickets} tickets, {chats} chats, 3 agents

  {customer}, a customer
  {customer_link}

  {agent}, an agent
  {agent_link}

  {admin}, the admin
  {admin_link}

  Open the first two side by side, in two windows of one browser if you like;
  start a chat as {customer_first}, accept it as {agent_first}, and say hello.

  The widget on a shop's page: {url}/demo

  The links hold for 7 days. Data: {place}
  Stop with Ctrl-C.

",
        articles = data.articles.len(),
        tickets = data.tickets.len(),
        chats = data.chats.len(),
        customer = name(CUSTOMER)?,
        agent = name(AGENT)?,
        customer_first = first(name(CUSTOMER)?),
        agent_first = first(name(AGENT)?),
        admin = name(ADMIN)?,
        customer_link = link(CUSTOMER, "/")?,
        agent_link = link(AGENT, "/console")?,
        admin_link = link(ADMIN, "/console")?,
    ))
}

fn first(name: &str) -> &str {
    name.split(' ').next().unwrap_or(name)
}
