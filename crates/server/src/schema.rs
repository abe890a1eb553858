//! `frontdesk schema`: what is generated from the server's types for its clients.

use frontdesk_model::events;

use crate::{
    error::{Error, Result},
    output,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Which description to print
    what: Description,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Description {
    /// The REST API as OpenAPI 3.1 (JSON)
    Openapi,
    /// The socket events as TypeScript
    Events,
}

pub fn run(args: &Args) -> Result<()> {
    match args.what {
        Description::Events => output::print(&events::typescript()),
        Description::Openapi => {
            let json = serde_json::to_string_pretty(&frontdesk_http::openapi())
                .map_err(|error| Error::io("the description")(error.into()))?;
            output::print(&format!("{json}\n"))
        }
    }
}
