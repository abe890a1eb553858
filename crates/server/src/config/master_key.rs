//! How master keys of files are written in the configuration. Where one comes
//! from when none is, is in `master_key` of the binary.

use std::{fmt, path::PathBuf};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use frontdesk_files::seal::MasterKey;
use frontdesk_model::attachment::FilesMode;

use super::{Value, values::MASK};

/// A master key, or the file that it is in.
#[derive(Clone)]
pub enum MasterKeySource {
    Key(MasterKey),
    File(PathBuf),
}

impl fmt::Debug for MasterKeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(_) => f.write_str(MASK),
            Self::File(path) => write!(f, "file:{}", path.display()),
        }
    }
}

const PREFIX: &str = "file:";

impl Value for MasterKeySource {
    const SYNTAX: &'static str = "<base64>|file:<path>";

    fn read(text: &str) -> Result<Self, String> {
        match text.strip_prefix(PREFIX) {
            Some(path) => Ok(Self::File(path.into())),
            None => master_key(text).map(Self::Key).ok_or_else(|| {
                "must be 32 bytes in Base64, such as `openssl rand -base64 32` makes, or \
                 file:/path/to/them"
                    .to_owned()
            }),
        }
    }

    fn shown(text: &str) -> String {
        match text.starts_with(PREFIX) {
            true => text.to_owned(),
            false => MASK.to_owned(),
        }
    }
}

/// The key that Base64 text gives, if it is one.
pub fn master_key(text: &str) -> Option<MasterKey> {
    let bytes = BASE64_STANDARD.decode(text.trim()).ok()?;
    let bytes: [u8; MasterKey::LEN] = bytes.try_into().ok()?;
    Some(MasterKey::new(&bytes))
}

/// Master keys that were used before, separated by commas.
#[derive(Clone, Debug, Default)]
pub struct OldMasterKeys(pub Vec<MasterKeySource>);

impl Value for OldMasterKeys {
    const SYNTAX: &'static str = "<key,…>";

    fn read(text: &str) -> Result<Self, String> {
        items(text)
            .map(MasterKeySource::read)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    fn shown(text: &str) -> String {
        let shown: Vec<_> = items(text).map(MasterKeySource::shown).collect();
        shown.join(",")
    }
}

fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

impl Value for FilesMode {
    const SYNTAX: &'static str = "public|sealed";

    fn read(text: &str) -> Result<Self, String> {
        match text {
            "public" => Ok(Self::Public),
            "sealed" => Ok(Self::Sealed),
            _ => Err("must be public or sealed".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

    #[test]
    fn a_key_is_32_bytes_in_base64_or_in_a_file() {
        let MasterKeySource::Key(key) = MasterKeySource::read(KEY).unwrap() else {
            panic!("it is a key");
        };
        assert_eq!(key.id(), MasterKey::new(&[1; 32]).id());
        let MasterKeySource::File(path) = MasterKeySource::read("file:/run/key").unwrap() else {
            panic!("it is a file");
        };
        assert_eq!(path, PathBuf::from("/run/key"));
        for wrong in ["hunter2", "AQEB", "/run/key"] {
            assert!(MasterKeySource::read(wrong).is_err(), "{wrong}");
        }
        let both = OldMasterKeys::read(&format!("{KEY}, file:/old")).unwrap();
        assert_eq!(both.0.len(), 2);
    }

    #[test]
    fn no_key_is_shown() {
        assert_eq!(MasterKeySource::shown(KEY), MASK);
        assert_eq!(
            OldMasterKeys::shown(&format!("{KEY},file:/old")),
            format!("{MASK},file:/old")
        );
        let read = MasterKeySource::read(KEY).unwrap();
        assert_eq!(format!("{read:?}"), MASK);
    }
}
