//! The secret of a provider that posts mail.

use std::{fmt, str::FromStr};

use aws_lc_rs::{
    constant_time::verify_slices_are_equal,
    digest::{SHA256, digest},
};

/// Bytes that it has at least.
const MIN_BYTES: usize = 16;

/// A secret that is compared, and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct HookSecret([u8; 32]);

fn hashed(text: &str) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes.copy_from_slice(digest(&SHA256, text.as_bytes()).as_ref());
    bytes
}

impl HookSecret {
    /// Whether this is it; takes as long whatever is given.
    pub fn is(&self, given: &str) -> bool {
        verify_slices_are_equal(&self.0, &hashed(given)).is_ok()
    }
}

impl FromStr for HookSecret {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.len() < MIN_BYTES {
            return Err(format!("must have {MIN_BYTES} characters at least"));
        }
        Ok(Self(hashed(text)))
    }
}

impl fmt::Debug for HookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("********")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_itself_alone_and_never_shown() {
        let secret: HookSecret = "0123456789abcdef".parse().unwrap();
        assert!(secret.is("0123456789abcdef"));
        assert!(!secret.is("0123456789abcdeF") && !secret.is(""));
        assert_eq!(format!("{secret:?}"), "********");
        assert!("short".parse::<HookSecret>().is_err());
    }
}
