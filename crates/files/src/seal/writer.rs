//! Seals a file while its bytes stream by, in the memory of one segment.

use std::io;

use super::format::{Cipher, HEADER, SEGMENT, TAG};
use super::keys::FileKey;

/// A file that is being sealed.
pub(crate) struct Sealer {
    key: FileKey,
    cipher: Cipher,
    /// Plain bytes of the present segment. A full one waits until it is known whether it is the
    /// last.
    segment: Vec<u8>,
    number: u64,
    has_begun: bool,
    plain: u64,
}

impl Sealer {
    /// Begins a file under a key of its own.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn new() -> io::Result<Self> {
        let key = FileKey::random()?;
        Ok(Self {
            cipher: Cipher::new(&key),
            key,
            segment: Vec::new(),
            number: 0,
            has_begun: false,
            plain: 0,
        })
    }

    /// Takes the file's next bytes, and gives what of the sealed file is ready to `to`.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn push(
        &mut self,
        mut bytes: &[u8],
        to: &mut impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        self.plain += bytes.len() as u64;
        while !bytes.is_empty() {
            if self.segment.len() as u64 == SEGMENT {
                self.close(false, to)?;
            }
            let room = SEGMENT as usize - self.segment.len();
            let (now, later) = bytes.split_at(room.min(bytes.len()));
            self.segment.reserve_exact(room + TAG as usize);
            self.segment.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    /// Ends the file; gives its key, and how many plain bytes it has.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn finish(
        mut self,
        to: &mut impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<(FileKey, u64)> {
        self.close(true, to)?;
        Ok((self.key, self.plain))
    }

    fn close(
        &mut self,
        is_last: bool,
        to: &mut impl FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        if !self.has_begun {
            to(&HEADER)?;
            self.has_begun = true;
        }
        self.cipher.close(self.number, is_last, &mut self.segment)?;
        to(&self.segment)?;
        self.segment.clear();
        self.number += 1;
        Ok(())
    }
}
