//! `frontdesk token`: a token under the desk's own secret, to try things out.

use std::time::Duration;

use frontdesk_model::{Clock, Person, PersonId, Role, validate::is_email};

use crate::{
    config::{Config, DataFlags},
    error::Result,
    open, output,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The person's id
    #[arg(long, value_parser = subject)]
    sub: String,
    /// Their name; the id when it is missing
    #[arg(long)]
    name: Option<String>,
    /// Their e-mail address
    #[arg(long, value_parser = email)]
    email: Option<String>,
    /// user, agent or admin
    #[arg(long, default_value = "user", value_parser = role)]
    role: Role,
    /// How long it holds, such as 30m, 1h or 7d
    #[arg(long, default_value = "1h", value_parser = duration)]
    ttl: Duration,
    #[command(flatten)]
    data: DataFlags,
}

pub async fn run(args: Args) -> Result<()> {
    let config = Config::load(&args.data.0)?;
    let store = open::store(&config).await?;
    let keys = open::keys(&config, &store).await?;
    store.close().await;
    let person = Person {
        name: args.name.unwrap_or_else(|| args.sub.clone()),
        id: PersonId(args.sub),
        email: args.email,
        role: args.role,
    };
    let token = keys.sign(&person, Clock::System.now().plus(args.ttl))?;
    output::print(&format!("{token}\n"))
}

fn subject(text: &str) -> Result<String, String> {
    let chars = text.trim().chars().count();
    if (1..=PersonId::MAX_CHARS).contains(&chars) {
        return Ok(text.trim().to_owned());
    }
    Err(format!("must have 1 to {} characters", PersonId::MAX_CHARS))
}

fn email(text: &str) -> Result<String, String> {
    if is_email(text) {
        return Ok(text.to_owned());
    }
    Err("must be an e-mail address".to_owned())
}

pub fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| "must be user, agent or admin".to_owned())
}

/// Reads a whole number with a unit: s, m, h or d.
fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || "must be a time such as 30m, 1h or 7d".to_owned();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let seconds: u64 = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    let count: u32 = text[..text.len() - 1].parse().map_err(|_| wrong())?;
    if count == 0 {
        return Err(wrong());
    }
    Ok(Duration::from_secs(u64::from(count) * seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_unit() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("7d"), Ok(Duration::from_secs(604_800)));
        for text in ["", "h", "0h", "-1h", "1w", "1.5h", "1é"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
