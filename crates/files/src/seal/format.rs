//! The form of a sealed file: its header, where a segment lies, and how one is closed and opened.

use std::io;

use aead_stream::{NewStream as _, StreamBE32, StreamPrimitive as _};
use aes_gcm::Aes256Gcm;

use super::keys::FileKey;

/// Plain bytes of a segment; the last one may have fewer.
pub const SEGMENT: u64 = 1 << SEGMENT_LOG2;
const SEGMENT_LOG2: u8 = 16;
/// Bytes that authenticate a segment.
pub(super) const TAG: u64 = 16;
/// Bytes of a whole segment as it is stored.
pub(super) const SEALED_SEGMENT: u64 = SEGMENT + TAG;
/// Bytes before the first segment.
pub(super) const HEADER_LEN: u64 = HEADER.len() as u64;

/// What a sealed file begins with: its name, the version of the form, and the size of a segment.
pub(super) const HEADER: [u8; 16] = {
    let mut header = [0; 16];
    let name = b"frontdesk-seal";
    let mut at = 0;
    while at < name.len() {
        header[at] = name[at];
        at += 1;
    }
    header[14] = 1;
    header[15] = SEGMENT_LOG2;
    header
};

/// Bytes that a file of `plain` bytes has once it is sealed.
pub const fn sealed_len(plain: u64) -> u64 {
    HEADER_LEN + plain + segments(plain) * TAG
}

/// Segments of a file of `plain` bytes.
const fn segments(plain: u64) -> u64 {
    match plain.div_ceil(SEGMENT) {
        0 => 1,
        segments => segments,
    }
}

/// The number of a file's last segment.
pub(super) const fn last_segment(plain: u64) -> u64 {
    segments(plain) - 1
}

/// Plain bytes of segment `number` of a file of `plain` bytes.
pub(super) const fn segment_len(plain: u64, number: u64) -> u64 {
    if number < last_segment(plain) {
        SEGMENT
    } else {
        plain - last_segment(plain) * SEGMENT
    }
}

/// Where segment `number` begins in a sealed file.
pub(super) const fn place(number: u64) -> u64 {
    HEADER_LEN + number * SEALED_SEGMENT
}

/// Closes and opens segments under one key.
pub(super) struct Cipher(StreamBE32<Aes256Gcm>);

impl Cipher {
    pub fn new(key: &FileKey) -> Self {
        Self(StreamBE32::new(key.expose().into(), &[0; 7].into()))
    }

    /// Puts the ciphertext and its tag in the place of a segment's plain bytes.
    ///
    /// # Errors
    /// For a file of more than 2³² segments (256 TiB).
    pub fn close(&self, number: u64, is_last: bool, segment: &mut Vec<u8>) -> io::Result<()> {
        let number = u32::try_from(number)
            .map_err(|_| io::Error::new(io::ErrorKind::FileTooLarge, "too large to be sealed"))?;
        self.0
            .encrypt_in_place(number, is_last, &HEADER, segment)
            .map_err(|_| io::Error::other("a segment could not be sealed"))
    }

    /// Puts the plain bytes of a segment in its place.
    ///
    /// # Errors
    /// `InvalidData` where it is not this segment, or not this key's.
    pub fn open(&self, number: u64, is_last: bool, segment: &mut Vec<u8>) -> io::Result<()> {
        let number = u32::try_from(number).map_err(|_| damaged())?;
        self.0
            .decrypt_in_place(number, is_last, &HEADER, segment)
            .map_err(|_| damaged())
    }
}

/// # Errors
/// `InvalidData` where a file does not begin as a sealed one of this version.
pub(super) fn check_header(header: &[u8]) -> io::Result<()> {
    if header == HEADER {
        return Ok(());
    }
    Err(damaged())
}

fn damaged() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "the sealed file was changed, or its key is another",
    )
}
