//! The content coding `aes128gcm` of RFC 8188: a header with salt, record size and
//! key id, then records that are encrypted each by itself.

use aws_lc_rs::{
    aead::{AES_128_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hkdf,
};

use super::PushError;

/// Bytes of a salt.
pub(super) const SALT_BYTES: usize = 16;
/// Bytes of the header before the key id: salt, record size, length of the key id.
const FIXED_HEADER_BYTES: usize = SALT_BYTES + 4 + 1;
/// Bytes of a record's tag.
const TAG_BYTES: usize = 16;
/// Ends the last record; what follows it is padding.
const LAST: u8 = 2;
/// Ends every other.
const NOT_LAST: u8 = 1;
/// The record size that is announced, in bytes: the least that push services take.
pub(super) const RECORD_BYTES: u32 = 4096;
/// What one record of this size can hold, in bytes.
pub(super) const PLAIN_MAX_BYTES: usize = RECORD_BYTES as usize - TAG_BYTES - 1;

/// Length of an output of HKDF, in bytes.
pub(super) struct Length(pub usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// HKDF with SHA-256, extract and expand.
pub(super) fn derive<const N: usize>(
    salt: &[u8],
    secret: &[u8],
    info: &[&[u8]],
) -> Result<[u8; N], PushError> {
    let mut out = [0; N];
    hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
        .extract(secret)
        .expand(info, Length(N))
        .and_then(|okm| okm.fill(&mut out))
        .map_err(|_| PushError::Encryption)?;
    Ok(out)
}

/// The key of a message and the start of its nonces.
struct Keys {
    key: LessSafeKey,
    nonce: [u8; NONCE_LEN],
}

impl Keys {
    fn new(salt: &[u8], secret: &[u8]) -> Result<Self, PushError> {
        let key: [u8; 16] = derive(salt, secret, &[b"Content-Encoding: aes128gcm\0"])?;
        let key = UnboundKey::new(&AES_128_GCM, &key).map_err(|_| PushError::Encryption)?;
        Ok(Self {
            key: LessSafeKey::new(key),
            nonce: derive(salt, secret, &[b"Content-Encoding: nonce\0"])?,
        })
    }

    /// Of the record with this number, from 0.
    fn nonce(&self, record: u64) -> Nonce {
        let mut nonce = self.nonce;
        for (byte, number) in nonce[4..].iter_mut().zip(record.to_be_bytes()) {
            *byte ^= number;
        }
        Nonce::assume_unique_for_key(nonce)
    }
}

/// Encrypts into one record.
pub(super) fn seal(
    plain: &[u8],
    secret: &[u8],
    salt: &[u8; SALT_BYTES],
    key_id: &[u8],
) -> Result<Vec<u8>, PushError> {
    if plain.len() > PLAIN_MAX_BYTES {
        return Err(PushError::TooLarge);
    }
    let key_id_bytes = u8::try_from(key_id.len()).map_err(|_| PushError::Encryption)?;
    let keys = Keys::new(salt, secret)?;
    let mut record = [plain, &[LAST]].concat();
    keys.key
        .seal_in_place_append_tag(keys.nonce(0), Aad::empty(), &mut record)
        .map_err(|_| PushError::Encryption)?;
    Ok([
        salt.as_slice(),
        &RECORD_BYTES.to_be_bytes(),
        &[key_id_bytes],
        key_id,
        &record,
    ]
    .concat())
}

/// A message before it is decrypted.
pub(super) struct Sealed<'a> {
    pub salt: &'a [u8],
    pub record_bytes: usize,
    pub key_id: &'a [u8],
    pub records: &'a [u8],
}

impl<'a> Sealed<'a> {
    /// Reads the header.
    pub(super) fn read(message: &'a [u8]) -> Option<Self> {
        let (fixed, rest) = message.split_at_checked(FIXED_HEADER_BYTES)?;
        let (salt, sizes) = fixed.split_at(SALT_BYTES);
        let record_bytes = u32::from_be_bytes(sizes[..4].try_into().ok()?);
        let (key_id, records) = rest.split_at_checked(usize::from(sizes[4]))?;
        (record_bytes as usize > TAG_BYTES + 1).then_some(Self {
            salt,
            record_bytes: record_bytes as usize,
            key_id,
            records,
        })
    }

    /// Decrypts; none where a record does not verify, or the last is missing.
    pub(super) fn open(&self, secret: &[u8]) -> Option<Vec<u8>> {
        let keys = Keys::new(self.salt, secret).ok()?;
        let count = self.records.len().div_ceil(self.record_bytes);
        let mut plain = Vec::new();
        for (number, record) in self.records.chunks(self.record_bytes).enumerate() {
            let mut record = record.to_vec();
            let nonce = keys.nonce(number as u64);
            let opened = keys
                .key
                .open_in_place(nonce, Aad::empty(), &mut record)
                .ok()?;
            let end = opened.iter().rposition(|byte| *byte != 0)?;
            let delimiter = if number + 1 == count { LAST } else { NOT_LAST };
            if opened[end] != delimiter {
                return None;
            }
            plain.extend_from_slice(&opened[..end]);
        }
        (count > 0).then_some(plain)
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};

    use super::*;

    /// RFC 8188, section 3.1.
    const ONE: &str = "I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg";
    const ONE_KEY: &str = "yqdlZ-tYemfogSmv7Ws5PQ";
    /// RFC 8188, section 3.2: two records of 25 bytes, the first one padded.
    const TWO: &str = "uNCkWiNYzKTnBN9ji3-qWAAAABkCYTHOG8chz_gnvgOqdGYovxyjuqRyJFjEDyoF1Fvkj6hQPdPHI51OEUKEpgz3SsLWIqS_uA";
    const TWO_KEY: &str = "BO3ZVPxUlnLORbVGMpbT1Q";

    fn bytes(text: &str) -> Vec<u8> {
        BASE64.decode(text).unwrap()
    }

    fn open(message: &[u8], key: &str) -> Option<Vec<u8>> {
        Sealed::read(message)?.open(&bytes(key))
    }

    #[test]
    fn it_seals_as_the_standard_does() {
        let salt = bytes(ONE)[..SALT_BYTES].try_into().unwrap();
        let sealed = seal(b"I am the walrus", &bytes(ONE_KEY), &salt, b"").unwrap();
        assert_eq!(BASE64.encode(sealed), ONE);
    }

    #[test]
    fn it_opens_the_examples_of_the_standard() {
        assert_eq!(open(&bytes(ONE), ONE_KEY).unwrap(), b"I am the walrus");
        assert_eq!(open(&bytes(TWO), TWO_KEY).unwrap(), b"I am the walrus");
        assert_eq!(Sealed::read(&bytes(TWO)).unwrap().key_id, b"a1");
    }

    #[test]
    fn a_message_that_was_changed_or_cut_is_not_opened() {
        let whole = bytes(TWO);
        for index in SALT_BYTES + 5 + 2..whole.len() {
            let mut changed = whole.clone();
            changed[index] ^= 1;
            assert_eq!(open(&changed, TWO_KEY), None, "byte {index}");
        }
        // Also at the border between records.
        for length in 0..whole.len() {
            assert_eq!(open(&whole[..length], TWO_KEY), None, "{length} bytes");
        }
    }

    #[test]
    fn what_does_not_fit_into_a_record_is_refused() {
        let seal = |bytes| seal(&vec![7; bytes], &[1; 16], &[2; SALT_BYTES], b"");
        assert!(seal(PLAIN_MAX_BYTES).is_ok());
        assert_eq!(seal(PLAIN_MAX_BYTES + 1), Err(PushError::TooLarge));
    }
}
