//! Reads a file forwards, and passes over stretches without reading them.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

/// Bytes read at a time.
const BUFFER: usize = 16 * 1024;

/// A file that is walked through.
pub(crate) struct Reader<R> {
    inner: BufReader<R>,
    position: u64,
    len: u64,
}

impl<R: Read + Seek> Reader<R> {
    /// Begins at the file's first byte.
    pub fn new(mut file: R) -> io::Result<Self> {
        let len = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Self {
            inner: BufReader::with_capacity(BUFFER, file),
            position: 0,
            len,
        })
    }

    pub fn position(&self) -> u64 {
        self.position
    }

    /// The file's length in bytes.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Bytes that are left.
    pub fn left(&self) -> u64 {
        self.len - self.position
    }

    pub fn at_end(&self) -> bool {
        self.left() == 0
    }

    /// The next bytes; `UnexpectedEof` where there are fewer.
    pub fn array<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.inner.read_exact(&mut bytes)?;
        self.position += N as u64;
        Ok(bytes)
    }

    pub fn byte(&mut self) -> io::Result<u8> {
        let [byte] = self.array()?;
        Ok(byte)
    }

    pub fn u16_be(&mut self) -> io::Result<u16> {
        self.array().map(u16::from_be_bytes)
    }

    pub fn u32_be(&mut self) -> io::Result<u32> {
        self.array().map(u32::from_be_bytes)
    }

    /// The next `n` bytes, or those that are left if they are fewer.
    pub fn up_to(&mut self, n: usize) -> io::Result<Vec<u8>> {
        let n = usize::try_from(self.left()).map_or(n, |left| n.min(left));
        let mut bytes = vec![0; n];
        self.inner.read_exact(&mut bytes)?;
        self.position += n as u64;
        Ok(bytes)
    }

    /// Passes over `n` bytes; `UnexpectedEof` where there are fewer.
    pub fn skip(&mut self, n: u64) -> io::Result<()> {
        if n > self.left() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let offset = i64::try_from(n).map_err(|_| io::ErrorKind::UnexpectedEof)?;
        self.inner.seek_relative(offset)?;
        self.position += n;
        Ok(())
    }

    /// Goes on at `position`, which lies within the file.
    pub fn go_to(&mut self, position: u64) -> io::Result<()> {
        let position = position.min(self.len);
        self.inner.seek(SeekFrom::Start(position))?;
        self.position = position;
        Ok(())
    }
}
