//! The master keys of sealed files: those that are configured, or the one that
//! lies in the directory of the data, which is made when files are sealed for
//! the first time.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use frontdesk_files::seal::{MasterKey, MasterKeys};
use frontdesk_model::attachment::FilesMode;
use frontdesk_store::Store;

use crate::{
    config::{Config, MasterKeySource, master_key},
    error::{Error, Result},
};

const KEY: &str = "FILES_MASTER_KEY";
const OLD_KEYS: &str = "FILES_MASTER_KEYS_OLD";

/// The file of a key that was not configured.
pub fn own_file(config: &Config) -> PathBuf {
    config.storage.data_dir().join("files-master.key")
}

/// The keys that files are sealed under, one made where files are
/// sealed for the first time; none where none is needed.
///
/// # Errors
/// Naming the setting, when a key cannot be read, or is lost.
pub async fn open(config: &Config, store: &Store) -> Result<Option<MasterKeys>> {
    let there = find(config)?;
    if there.is_some() || config.files.files_mode == FilesMode::Public {
        return Ok(there);
    }
    let file = own_file(config);
    if let Some(known) = store.setting(frontdesk_desk::MASTER_SETTING).await? {
        return Err(Error::MasterKey {
            setting: KEY,
            why: format!(
                "files are sealed under the master key {known}, and neither is it set nor is {} \
                 there; restore that file, or set the key. It is not replaced by a new one, which \
                 would open nothing",
                file.display()
            ),
        });
    }
    Ok(Some(MasterKeys::new(make(&file)?, old(config)?)))
}

/// Those that are there.
///
/// # Errors
/// Naming the setting, when a key cannot be read.
pub fn find(config: &Config) -> Result<Option<MasterKeys>> {
    let file = own_file(config);
    let present = match &config.files.files_master_key {
        Some(source) => read(source, KEY)?,
        None if file.exists() => read_file(&file, KEY)?,
        None => return Ok(None),
    };
    Ok(Some(MasterKeys::new(present, old(config)?)))
}

fn old(config: &Config) -> Result<Vec<MasterKey>> {
    let old = config.files.files_master_keys_old.iter();
    old.flat_map(|keys| &keys.0)
        .map(|source| read(source, OLD_KEYS))
        .collect()
}

fn read(source: &MasterKeySource, setting: &'static str) -> Result<MasterKey> {
    match source {
        MasterKeySource::Key(key) => Ok(key.clone()),
        MasterKeySource::File(path) => read_file(path, setting),
    }
}

fn read_file(path: &Path, setting: &'static str) -> Result<MasterKey> {
    let failed = |why: String| Error::MasterKey {
        setting,
        why: format!("{} {why}", path.display()),
    };
    let text =
        fs::read_to_string(path).map_err(|error| failed(format!("cannot be read: {error}")))?;
    master_key(&text).ok_or_else(|| failed("does not hold 32 bytes in Base64".to_owned()))
}

/// Makes a key and keeps it, on disk before it is used.
fn make(path: &Path) -> Result<MasterKey> {
    let made = || -> io::Result<()> {
        let bytes = MasterKey::random_bytes()?;
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        writeln!(file, "{}", BASE64_STANDARD.encode(*bytes))?;
        file.sync_all()?;
        match path.parent() {
            Some(dir) => File::open(dir)?.sync_all(),
            None => Ok(()),
        }
    };
    match made() {
        Ok(()) => tracing::warn!(
            file = %path.display(),
            "a master key was made, under which files are sealed; keep a copy of it in a safe \
             place, for without it no file can be opened"
        ),
        // Another process was first.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => {
            return Err(Error::MasterKey {
                setting: KEY,
                why: format!("{} cannot be made: {error}", path.display()),
            });
        }
    }
    read_file(path, KEY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_made_is_its_owners_and_the_same_the_next_time() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("key");
        let made = make(&file).unwrap();
        assert_eq!(read_file(&file, KEY).unwrap().id(), made.id());
        assert_eq!(make(&file).unwrap().id(), made.id());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&file).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_file_without_a_key_is_named_with_its_setting() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("key");
        fs::write(&file, "hunter2").unwrap();
        let error = read_file(&file, OLD_KEYS).unwrap_err().to_string();
        assert!(error.contains(OLD_KEYS) && error.contains("key"), "{error}");
        assert!(!error.contains("hunter2"), "{error}");
        let error = read_file(&dir.path().join("none"), KEY).unwrap_err();
        assert!(error.to_string().contains("FILES_MASTER_KEY"), "{error}");
    }
}
