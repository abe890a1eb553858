//! What commands print to standard output; the log goes to standard error.

use std::io::{Write, stdout};

use crate::error::{Error, Result};

/// Prints the text as it is, at once.
pub fn print(text: &str) -> Result<()> {
    let mut out = stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(Error::io("standard output"))
}
