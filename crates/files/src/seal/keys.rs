//! Keys: one of each file, and the operator's master key, which wraps those, signs links and
//! seals rows of the database.
//!
//! Nothing here shows a key in a log: `Debug` gives none, and memory is overwritten on drop.

use std::fmt;

use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _, Nonce};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use rand::TryRngCore as _;
use rand::rngs::OsRng;
use sha2::Sha256;
use zeroize::Zeroizing;

/// Bytes of every key.
const KEY: usize = 32;
/// Bytes of the nonce that a wrapped key begins with.
const NONCE: usize = 12;

/// The key of one file. It seals that file once, and nothing else.
#[derive(Clone)]
pub struct FileKey(Zeroizing<[u8; KEY]>);

impl FileKey {
    /// A new one, from the system's random numbers.
    ///
    /// # Errors
    /// Where the system gives none.
    pub fn random() -> std::io::Result<Self> {
        let mut key = Zeroizing::new([0; KEY]);
        fill(&mut *key)?;
        Ok(Self(key))
    }

    /// The key itself: for what encrypts, and for tests that look for what is left of it.
    pub fn expose(&self) -> &[u8; KEY] {
        &self.0
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey(…)")
    }
}

/// A file's key as it is kept: under a master key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrappedKey {
    /// [`MasterKey::id`] of the one that it is wrapped under.
    pub master: String,
    /// A random nonce of 12 bytes, then the key under AES-256-GCM with its tag; the file's CID and
    /// the master key's id are the associated data.
    pub bytes: Vec<u8>,
}

/// What a row of the database holds, sealed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SealedRow {
    /// [`MasterKey::id`] of the one that it is sealed under.
    pub master: String,
    /// A random nonce of 12 bytes, then the content under AES-256-GCM with its tag; its place and
    /// the master key's id are the associated data. The key serves about 2^32 of them.
    pub bytes: Vec<u8>,
}

/// Why what is sealed can't be opened.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum KeyError {
    /// It is sealed under a master key that is not there.
    #[error("it is sealed under the master key {0}, which is not configured")]
    UnknownMaster(String),
    /// It is not what was sealed, or belongs elsewhere.
    #[error("what is sealed is damaged")]
    Damaged,
}

/// The operator's key. What it is used for are keys derived from it (HKDF-SHA256, RFC 5869); it
/// is not kept itself.
#[derive(Clone)]
pub struct MasterKey {
    id: String,
    wrapping: Zeroizing<[u8; KEY]>,
    links: Zeroizing<[u8; KEY]>,
    rows: Zeroizing<[u8; KEY]>,
}

impl MasterKey {
    /// Bytes of a master key.
    pub const LEN: usize = KEY;

    /// The master key of these bytes, which should be random.
    pub fn new(bytes: &[u8; KEY]) -> Self {
        let derive = Hkdf::<Sha256>::new(None, bytes);
        let expand = |purpose: &[u8], into: &mut [u8]| {
            derive
                .expand(purpose, into)
                .expect("a key is shorter than HKDF's limit");
        };
        let mut id = [0; 8];
        expand(b"frontdesk files: id of the master key, v1", &mut id);
        let mut wrapping = Zeroizing::new([0; KEY]);
        expand(b"frontdesk files: keys of files, v1", &mut *wrapping);
        let mut links = Zeroizing::new([0; KEY]);
        expand(b"frontdesk files: signed links, v1", &mut *links);
        let mut rows = Zeroizing::new([0; KEY]);
        expand(b"frontdesk database: rows, v1", &mut *rows);
        Self {
            id: id.iter().map(|byte| format!("{byte:02x}")).collect(),
            wrapping,
            links,
            rows,
        }
    }

    /// The bytes of a new master key, from the system's random numbers.
    ///
    /// # Errors
    /// Where the system gives none.
    pub fn random_bytes() -> std::io::Result<Zeroizing<[u8; KEY]>> {
        let mut key = Zeroizing::new([0; KEY]);
        fill(&mut *key)?;
        Ok(key)
    }

    /// What it is known by, which tells nothing about it: 16 hexadecimal digits.
    pub fn id(&self) -> &str {
        &self.id
    }

    fn wrap(&self, key: &FileKey, cid: &str) -> std::io::Result<Vec<u8>> {
        seal(&self.wrapping, key.expose(), &self.context(cid))
    }

    fn unwrap(&self, wrapped: &[u8], cid: &str) -> Result<FileKey, KeyError> {
        let opened = open(&self.wrapping, wrapped, &self.context(cid))?;
        let mut key = Zeroizing::new([0; KEY]);
        if opened.len() != KEY {
            return Err(KeyError::Damaged);
        }
        key.copy_from_slice(&opened);
        Ok(FileKey(key))
    }

    fn context(&self, cid: &str) -> Vec<u8> {
        format!("frontdesk file key v1\n{cid}\n{}", self.id).into_bytes()
    }

    /// The place keeps what is sealed from being taken for what belongs elsewhere.
    fn row_context(&self, place: &str) -> Vec<u8> {
        format!("frontdesk row v1\n{place}\n{}", self.id).into_bytes()
    }

    fn link(&self, message: &[u8]) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&*self.links).expect("HMAC takes keys of any length");
        mac.update(message);
        mac
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MasterKey({})", self.id)
    }
}

/// The present master key, and those before it that files may still be sealed under.
#[derive(Clone, Debug)]
pub struct MasterKeys {
    present: MasterKey,
    old: Vec<MasterKey>,
}

impl MasterKeys {
    /// With the key that wraps from now on, and those that only open.
    pub fn new(present: MasterKey, old: Vec<MasterKey>) -> Self {
        Self { present, old }
    }

    /// The id of the present one.
    pub fn id(&self) -> &str {
        self.present.id()
    }

    /// Whether the key of this id is among them.
    pub fn knows(&self, id: &str) -> bool {
        self.all().any(|key| key.id == id)
    }

    /// A file's key, to be kept.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn wrap(&self, key: &FileKey, cid: &str) -> std::io::Result<WrappedKey> {
        Ok(WrappedKey {
            bytes: self.present.wrap(key, cid)?,
            master: self.present.id.clone(),
        })
    }

    /// The key of a file, as it was kept.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn unwrap(&self, wrapped: &WrappedKey, cid: &str) -> Result<FileKey, KeyError> {
        let master = self
            .all()
            .find(|key| key.id == wrapped.master)
            .ok_or_else(|| KeyError::UnknownMaster(wrapped.master.clone()))?;
        master.unwrap(&wrapped.bytes, cid)
    }

    /// What a row holds, to be kept at `place`: its table and id, as in `notification/7`.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn seal_row(&self, place: &str, plain: &[u8]) -> std::io::Result<SealedRow> {
        let key = &self.present;
        Ok(SealedRow {
            bytes: seal(&key.rows, plain, &key.row_context(place))?,
            master: key.id.clone(),
        })
    }

    /// What the row at `place` holds, sealed under the master key of this id.
    ///
    /// # Errors
    /// [`KeyError`], also for what was sealed for another place.
    pub fn open_row(
        &self,
        place: &str,
        master: &str,
        bytes: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        let key = self.all().find(|key| key.id == master);
        let key = key.ok_or_else(|| KeyError::UnknownMaster(master.to_owned()))?;
        open(&key.rows, bytes, &key.row_context(place))
    }

    /// HMAC-SHA256 of a message under a key of its own, in base64url without padding (RFC 4648).
    pub fn sign(&self, message: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(self.present.link(message).finalize().into_bytes())
    }

    /// Whether one of the keys has signed this message; in constant time.
    pub fn is_signed(&self, message: &[u8], signature: &str) -> bool {
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else {
            return false;
        };
        self.all()
            .any(|key| key.link(message).verify_slice(&signature).is_ok())
    }

    fn all(&self) -> impl Iterator<Item = &MasterKey> {
        std::iter::once(&self.present).chain(&self.old)
    }
}

/// A random nonce, then what is sealed.
fn seal(key: &[u8; KEY], plain: &[u8], context: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut nonce = [0; NONCE];
    fill(&mut nonce)?;
    let payload = Payload {
        msg: plain,
        aad: context,
    };
    let sealed = Aes256Gcm::new(key.into())
        .encrypt(&Nonce::from(nonce), payload)
        .map_err(|_| std::io::Error::other("it could not be sealed"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn open(key: &[u8; KEY], sealed: &[u8], context: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let (nonce, sealed) = sealed
        .split_first_chunk::<NONCE>()
        .ok_or(KeyError::Damaged)?;
    let payload = Payload {
        msg: sealed,
        aad: context,
    };
    Aes256Gcm::new(key.into())
        .decrypt(&Nonce::from(*nonce), payload)
        .map(Zeroizing::new)
        .map_err(|_| KeyError::Damaged)
}

fn fill(bytes: &mut [u8]) -> std::io::Result<()> {
    OsRng.try_fill_bytes(bytes).map_err(std::io::Error::other)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn file_key(bytes: [u8; KEY]) -> FileKey {
        FileKey(Zeroizing::new(bytes))
    }

    fn master(byte: u8) -> MasterKey {
        MasterKey::new(&[byte; KEY])
    }

    #[test]
    fn a_key_opens_for_its_file_under_its_master_key_alone() {
        let keys = MasterKeys::new(master(1), Vec::new());
        let key = FileKey::random().unwrap();
        let wrapped = keys.wrap(&key, "bafy-a").unwrap();
        assert_eq!(keys.unwrap(&wrapped, "bafy-a").unwrap().0, key.0);
        assert_eq!(
            keys.unwrap(&wrapped, "bafy-b").err(),
            Some(KeyError::Damaged)
        );
        let others = MasterKeys::new(master(2), Vec::new());
        let unknown = KeyError::UnknownMaster(keys.id().to_owned());
        assert_eq!(others.unwrap(&wrapped, "bafy-a").err(), Some(unknown));
        let short = WrappedKey {
            bytes: vec![0; 10],
            ..wrapped
        };
        assert_eq!(keys.unwrap(&short, "bafy-a").err(), Some(KeyError::Damaged));
    }

    #[test]
    fn after_a_rotation_the_old_key_still_opens_and_the_new_one_wraps() {
        let before = MasterKeys::new(master(1), Vec::new());
        let wrapped = before.wrap(&file_key([9; KEY]), "bafy").unwrap();
        let after = MasterKeys::new(master(2), vec![master(1)]);
        let key = after.unwrap(&wrapped, "bafy").unwrap();
        assert_eq!(*key.0, [9; KEY]);
        let rewrapped = after.wrap(&key, "bafy").unwrap();
        assert_eq!(rewrapped.master, master(2).id());
        assert!(after.knows(master(1).id()) && !before.knows(master(2).id()));
    }

    #[test]
    fn a_row_opens_at_its_place_alone_and_under_old_keys() {
        let before = MasterKeys::new(master(1), Vec::new());
        let sealed = before.seal_row("notification/1", b"Your order").unwrap();
        let after = MasterKeys::new(master(2), vec![master(1)]);
        let open = |keys: &MasterKeys, place| {
            keys.open_row(place, &sealed.master, &sealed.bytes)
                .map(|plain| plain.to_vec())
        };
        assert_eq!(open(&after, "notification/1").unwrap(), b"Your order");
        assert_eq!(open(&after, "notification/2"), Err(KeyError::Damaged));
        assert_eq!(open(&after, "delivery/1"), Err(KeyError::Damaged));
        let others = MasterKeys::new(master(2), Vec::new());
        let unknown = KeyError::UnknownMaster(before.id().to_owned());
        assert_eq!(open(&others, "notification/1"), Err(unknown));
        // The same words never look the same.
        let again = before.seal_row("notification/1", b"Your order").unwrap();
        assert_ne!(again.bytes, sealed.bytes);
        // A file's key is none of a row, nor the other way round.
        let wrapped = before.wrap(&file_key([9; KEY]), "notification/1").unwrap();
        let mixed = before.open_row("notification/1", &wrapped.master, &wrapped.bytes);
        assert_eq!(mixed.map(|_| ()), Err(KeyError::Damaged));
    }

    #[test]
    fn a_signature_holds_for_its_message_and_under_old_keys() {
        let before = MasterKeys::new(master(1), Vec::new());
        let after = MasterKeys::new(master(2), vec![master(1)]);
        let signature = before.sign(b"message");
        assert!(after.is_signed(b"message", &signature));
        assert!(!after.is_signed(b"massage", &signature));
        assert!(!after.is_signed(b"message", &signature[..42]));
        assert!(!before.is_signed(b"message", &after.sign(b"message")));
    }

    #[test]
    fn no_key_is_shown_in_a_log() {
        let keys = MasterKeys::new(master(171), vec![master(172)]);
        let shown = format!("{keys:?} {:?}", file_key([171; KEY]));
        assert!(
            !shown.contains("171") && !shown.contains("ab, ab"),
            "{shown}"
        );
        assert!(shown.contains(keys.id()));
    }
}
