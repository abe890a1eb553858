//! `frontdesk bench`.

#[derive(Debug, clap::Args)]
pub struct Args {}

#[derive(Debug, thiserror::Error)]
#[error("there is no bench yet")]
pub struct Error;

pub async fn run(_: Args) -> Result<(), Error> {
    Err(Error)
}
